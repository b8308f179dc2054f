//! Pictures and documents: what is taken, what it becomes, what is refused, and that nothing is half-stored.

mod documents;
mod library;
mod uploads;

use formulary::accounts::model::Role;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};

use crate::support::{Response, TestApp};

/// A photo with a place in its metadata.
fn photo(width: u16, height: u16) -> Vec<u8> {
    let pixels = RgbImage::from_fn(width.into(), height.into(), |x, y| {
        let part = |value: u32| u8::try_from(value % 256).unwrap();
        Rgb([part(x), part(y), part(x * y / 7)])
    });
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
    encoder
        .add_exif_metadata(b"II*\0\x08\0\0\0\0\0\0\0\0\0GPS 47.3769 N 8.5417 E")
        .unwrap();
    encoder
        .encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    bytes
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(
            &RgbImage::new(width, height),
            width,
            height,
            ExtendedColorType::Rgb8,
        )
        .unwrap();
    bytes
}

/// A PNG of some bytes that says it had ten thousand million pixels.
fn bomb() -> Vec<u8> {
    let mut bytes = png(1, 1);
    bytes[16..20].copy_from_slice(&100_000u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&100_000u32.to_be_bytes());
    bytes
}

fn pdf(body: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{body}\n%%EOF\n").into_bytes()
}

async fn signed_in(role: Role) -> (TestApp, String) {
    let app = TestApp::new().await;
    app.sign_in(role).await;
    let csrf = app.csrf("/admin/media").await;
    (app, csrf)
}

async fn upload(app: &TestApp, csrf: &str, files: &[(&str, &[u8])]) -> Response {
    app.upload("/admin/media", &[("csrf", csrf)], files).await
}

/// Uploads a picture and gives the path of its page.
async fn stored(app: &TestApp, csrf: &str, name: &str, bytes: &[u8]) -> String {
    let response = upload(app, csrf, &[(name, bytes)]).await;
    assert_eq!(response.status, 303, "{}", response.body);
    let path = response.header("location");
    path.strip_suffix("?done=stored").expect(path).to_owned()
}

async fn pictures(app: &TestApp) -> Vec<serde_json::Value> {
    let body = app.get("/admin/media.json").await.ok().json();
    body["items"].as_array().unwrap().clone()
}
