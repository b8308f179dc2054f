//! Pictures and documents: what is taken, what it becomes, what is refused, and that nothing is half-stored.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use formulary::accounts::model::Role;
use formulary::catalog::product::commands::{PictureInput, publish_product, set_picture};
use formulary::error::AppError;
use formulary::media::commands::store_picture;
use formulary::media::sweep::{Swept, sweep};
use formulary::publishing::transaction;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};

use crate::support::app::{BOUNDARY, multipart_field, multipart_file};
use crate::support::{ProductBuilder, Response, TestApp, author};

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

fn id_of(path: &str) -> uuid::Uuid {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

async fn pictures(app: &TestApp) -> Vec<serde_json::Value> {
    let body = app.get("/admin/media.json").await.ok().json();
    body["items"].as_array().unwrap().clone()
}

async fn owner(app: &TestApp, statement: &str) {
    let mut conn = AsyncPgConnection::establish(&app.database.urls().owner)
        .await
        .unwrap();
    conn.batch_execute(statement).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_stored_without_its_place_and_in_smaller_widths() {
    let (app, csrf) = signed_in(Role::Author).await;
    let empty = app.get("/admin/media").await.ok();
    assert_eq!(empty.html().text(".empty h2"), "No pictures yet");
    assert_eq!(empty.header("cache-control"), "no-store");
    let path = stored(&app, &csrf, "front label.jpg", &photo(1_500, 1_000)).await;
    let page = app.get(&path).await.ok().html();
    assert_eq!(page.text("h1"), "front label.jpg");
    assert_eq!(page.text(".media-facts .unstated"), "Nothing shows it.");
    let versions = page.texts(".media-facts .plain-list a");
    assert_eq!(
        versions,
        ["320 × 213", "640 × 427", "960 × 640", "1280 × 853"]
    );
    let mut files = page.attributes(".media-facts .plain-list a", "href");
    files.push(page.attribute(".media-large", "href"));
    for file in files {
        let response = app.get(&file).await.ok();
        assert_eq!(response.header("content-type"), "image/jpeg");
        assert_eq!(
            response.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert!(
            response
                .header("content-security-policy")
                .contains("sandbox")
        );
        assert!(!response.body.contains("GPS") && !response.body.contains("Exif"));
        let again = app
            .get_with(&file, &[("If-None-Match", response.header("etag"))])
            .await;
        assert_eq!((again.status, again.body.as_str()), (304, ""));
    }
    let library = app.get("/admin/media").await.ok().html();
    assert_eq!(library.texts(".media-name"), ["front label.jpg"]);
    assert_eq!(library.texts(".media-card .tag"), ["No alternative text"]);
    let item = &pictures(&app).await[0];
    assert_eq!(
        (&item["width"], &item["height"]),
        (&1_500.into(), &1_000.into())
    );
    assert_eq!(
        app.get(item["thumbnail"].as_str().unwrap()).await.status,
        200
    );
    assert_ne!(item["thumbnail"], item["path"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_picture_is_stored_once() {
    let (app, csrf) = signed_in(Role::Author).await;
    let bytes = photo(400, 300);
    let path = stored(&app, &csrf, "a.jpg", &bytes).await;
    let again = upload(&app, &csrf, &[("b.jpg", &bytes)]).await;
    assert_eq!(again.header("location"), format!("{path}?done=known"));
    // Twice in one form, and beside another.
    let both = upload(
        &app,
        &csrf,
        &[("c.jpg", &bytes), ("d.jpg", &bytes), ("e.png", &png(9, 9))],
    )
    .await;
    assert_eq!(both.header("location"), "/admin/media?done=stored");
    let names: Vec<_> = pictures(&app)
        .await
        .iter()
        .map(|item| item["name"].clone())
        .collect();
    assert_eq!(names, ["e.png", "a.jpg"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_is_refused_by_name_and_the_others_are_stored() {
    let (app, csrf) = signed_in(Role::Author).await;
    let whole = photo(300, 200);
    let large = vec![0xff; 20 * 1024 * 1024 + 1];
    let files: [(&str, &[u8]); 9] = [
        (
            "drawing.svg",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
        ),
        ("polyglot.jpg", b"GIF89a/*<html><script>alert(1)</script>*/"),
        ("page.png", b"<!doctype html><script>alert(1)</script>"),
        ("empty.jpg", b""),
        ("cut.jpg", &whole[..whole.len() / 2]),
        ("bomb.png", &bomb()),
        ("document.jpg", &pdf("1 0 obj")),
        ("large.jpg", &large),
        ("good.jpg", &whole),
    ];
    let response = upload(&app, &csrf, &files).await;
    assert_eq!(response.status, 422, "{}", response.body);
    let page = response.html();
    let refused = page.texts(".upload-refused li");
    assert_eq!(refused.len(), 8, "{refused:#?}");
    for (line, (name, why)) in refused.iter().zip([
        ("drawing.svg", "an SVG drawing"),
        ("polyglot.jpg", "a GIF"),
        ("page.png", "a web page"),
        ("empty.jpg", "is empty"),
        ("cut.jpg", "cut off"),
        ("bomb.png", "100000 by 100000 pixels"),
        ("document.jpg", "a PDF"),
        ("large.jpg", "larger than 20 MB"),
    ]) {
        assert!(line.starts_with(name) && line.contains(why), "{line}");
    }
    assert!(page.text(".notice-bad p").contains("good.jpg is stored"));
    assert_eq!(page.texts(".media-name"), ["good.jpg"]);
    assert_eq!(
        app.media.list().await.unwrap().len(),
        1,
        "a small photo is one file"
    );
    let nothing = upload(&app, &csrf, &[]).await;
    assert_eq!(nothing.status, 422);
    assert!(
        nothing
            .html()
            .text("[role=alert]")
            .contains("must be chosen")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_in_a_file_name_leads_nowhere() {
    let (app, csrf) = signed_in(Role::Author).await;
    for (name, kept) in [
        ("../../etc/passwd", "passwd"),
        ("C:\\\\pictures\\\\front.jpg", "front.jpg"),
        ("<b>bold</b>.jpg", "b>.jpg"),
    ] {
        let size = 100 + u16::try_from(name.len()).unwrap();
        let path = stored(&app, &csrf, name, &photo(size, 100)).await;
        assert_eq!(app.get(&path).await.ok().html().text("h1"), kept);
    }
    for file in app.media.list().await.unwrap() {
        assert_eq!(file.name.len(), 64 + ".jpg".len(), "{}", file.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_is_signed_in_and_sends_the_token_first_may_upload() {
    let (app, csrf) = signed_in(Role::Author).await;
    let bytes = photo(100, 100);
    for fields in [vec![], vec![("csrf", "wrong")]] {
        let response = app
            .upload("/admin/media", &fields, &[("a.jpg", &bytes)])
            .await;
        assert_eq!(response.status, 403);
    }
    let mut late = multipart_file("a.jpg").into_bytes();
    late.extend(&bytes);
    late.extend(format!("\r\n{}--{BOUNDARY}--\r\n", multipart_field("csrf", &csrf)).into_bytes());
    assert_eq!(
        app.post_body("/admin/media", late.clone(), &[])
            .await
            .status,
        403
    );
    let by_header = [("X-CSRF-Token", csrf.as_str())];
    let response = app
        .post_body("/admin/media.json", late, &by_header)
        .await
        .ok();
    assert_eq!(response.json()["stored"][0]["is_new"], true);
    let refused = app
        .upload(
            "/admin/media.json",
            &[("csrf", &csrf)],
            &[("x.jpg", b"hello")],
        )
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json()["refused"][0]["name"], "x.jpg");
    app.forget_cookie();
    for path in ["/admin/media", "/admin/media/documents"] {
        let response = app
            .upload(path, &[("csrf", &csrf)], &[("a.jpg", &bytes)])
            .await;
        assert_eq!(
            (response.status, response.header("location")),
            (303, "/admin/sign-in")
        );
        assert_eq!(app.get(path).await.status, 303);
    }
}

/// Sends a form of 200 MB until somebody stops it; the answer, and how much was sent.
fn send_without_end(app: &TestApp, csrf: &str, length: &str) -> (String, usize) {
    let address = app.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let is_chunked = length.starts_with("Transfer");
    let head = format!(
        "POST /admin/media HTTP/1.1\r\nHost: {address}\r\nCookie: {}\r\n{length}\r\n\
         Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n",
        app.cookie()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let send = |stream: &mut TcpStream, bytes: &[u8]| {
        if is_chunked {
            write!(stream, "{:x}\r\n", bytes.len())?;
        }
        stream.write_all(bytes)?;
        if is_chunked {
            stream.write_all(b"\r\n")
        } else {
            Ok(())
        }
    };
    let start = multipart_field("csrf", csrf) + &multipart_file("large.jpg");
    let mut sent = 0;
    let block = vec![0xff; 1024 * 1024];
    if send(&mut stream, start.as_bytes()).is_ok() {
        while sent < 200 && send(&mut stream, &block).is_ok() {
            sent += 1;
        }
    }
    let mut answer = Vec::new();
    let mut piece = [0; 4096];
    while let Ok(read @ 1..) = stream.read(&mut piece) {
        answer.extend(&piece[..read]);
    }
    (String::from_utf8_lossy(&answer).into_owned(), sent)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_of_200_mb_is_cut_off_with_a_page_that_says_so() {
    let (app, csrf) = signed_in(Role::Author).await;
    let length = format!("Content-Length: {}", 200 * 1024 * 1024);
    for length in [length.as_str(), "Transfer-Encoding: chunked"] {
        let (answer, sent) = tokio::task::block_in_place(|| send_without_end(&app, &csrf, length));
        assert!(
            answer.starts_with("HTTP/1.1 413"),
            "{length}: {sent} MB, {answer}"
        );
        assert!(answer.contains("larger than 100 MB"), "{answer}");
        assert!(sent < 150, "{length}: {sent} MB were taken");
    }
    assert_eq!(pictures(&app).await.len(), 0);
    assert_eq!(app.media.list().await.unwrap(), []);
    let many: Vec<(&str, &[u8])> = vec![("a.jpg", b"x"); 21];
    let response = upload(&app, &csrf, &many).await;
    assert_eq!(response.status, 400);
    assert!(
        response.body.contains("At most 20 files"),
        "{}",
        response.body
    );
    let form = multipart_field("csrf", &csrf) + &multipart_file("a.jpg") + "half";
    assert_eq!(
        app.post_body("/admin/media", form.into_bytes(), &[])
            .await
            .status,
        400
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_in_the_middle_leaves_no_row_and_its_files_are_swept() {
    let (app, csrf) = signed_in(Role::Author).await;
    let kept = stored(&app, &csrf, "kept.jpg", &photo(400, 300)).await;
    owner(
        &app,
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
         CREATE TRIGGER refuse BEFORE INSERT ON media_renditions FOR EACH ROW EXECUTE FUNCTION refuse()",
    )
    .await;
    let response = upload(&app, &csrf, &[("lost.jpg", &photo(700, 500))]).await;
    assert_eq!(response.status, 500);
    assert!(!response.body.contains("disk"), "no cause is shown");
    owner(
        &app,
        "DROP TRIGGER refuse ON media_renditions; DROP FUNCTION refuse()",
    )
    .await;
    assert_eq!(pictures(&app).await.len(), 1);
    // The files were put first, and stay alone for a day.
    let young = sweep(&app.db, &app.media, false).await.unwrap();
    assert_eq!((young.files, young.removed, young.young), (5, 0, 3));
    let folder = app.media_folder();
    let old = std::time::SystemTime::now() - Duration::from_secs(2 * 86_400);
    for file in std::fs::read_dir(&folder).unwrap().flatten() {
        let file = std::fs::File::options()
            .write(true)
            .open(file.path())
            .unwrap();
        file.set_modified(old).unwrap();
    }
    let rehearsed = sweep(&app.db, &app.media, true).await.unwrap();
    assert_eq!(
        (rehearsed.removed, app.media.list().await.unwrap().len()),
        (3, 5)
    );
    let swept = sweep(&app.db, &app.media, false).await.unwrap();
    assert_eq!(swept, rehearsed);
    assert_eq!(app.media.list().await.unwrap().len(), 2);
    assert_eq!(
        sweep(&app.db, &app.media, false).await.unwrap(),
        Swept {
            files: 2,
            ..Swept::default()
        }
    );
    let page = app.get(&kept).await.ok().html();
    assert_eq!(
        app.get(&page.attribute(".media-large", "href"))
            .await
            .status,
        200
    );
    // What was swept can be uploaded again.
    stored(&app, &csrf, "lost.jpg", &photo(700, 500)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alternative_text_is_saved_unless_somebody_else_saved_first() {
    let (app, csrf) = signed_in(Role::Author).await;
    let path = stored(&app, &csrf, "a.jpg", &photo(100, 100)).await;
    let form = [
        ("csrf", csrf.as_str()),
        ("version", "1"),
        ("alt", " A white <bottle> "),
    ];
    assert_eq!(app.post(&path, &form).await.status, 303);
    assert_eq!(pictures(&app).await[0]["alt"], "A white <bottle>");
    let library = app.get("/admin/media?q=white").await.ok().html();
    assert_eq!(
        (library.count(".media-card"), library.count(".tag-caution")),
        (1, 0)
    );
    let none = app.get("/admin/media?q=100%25").await.ok().html();
    assert_eq!(none.text(".empty h2"), "Nothing matches “100%”");
    let late = app.post(&path, &form).await;
    assert_eq!(late.status, 409);
    assert_eq!(late.html().text("textarea"), "A white <bottle>");
    let long = "x".repeat(501);
    let refused = app
        .post(&path, &[("csrf", &csrf), ("version", "2"), ("alt", &long)])
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.html().text("textarea"), long);
    assert!(
        refused
            .html()
            .text(".field-problem")
            .contains("at most 500")
    );
    assert_eq!(
        app.post(&path, &[("csrf", "x"), ("version", "2"), ("alt", "")])
            .await
            .status,
        403
    );
    let unknown = format!("/admin/media/{}", uuid::Uuid::now_v7());
    assert_eq!(app.get(&unknown).await.status, 404);
    assert_eq!(app.get("/admin/media/x").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_library_is_read_page_by_page_and_leaves_versions_out() {
    let (app, csrf) = signed_in(Role::Author).await;
    let built = ProductBuilder::new("zinc").draft().build(&app.db).await;
    transaction(&app.db, async |tx| {
        let mut ids = Vec::new();
        for drawing in ["<svg/>", "<svg />", "<svg  />"] {
            let bytes = drawing.as_bytes();
            ids.push(store_picture(tx, &app.media, bytes, "image/svg+xml", (10, 10)).await?);
        }
        let picture = PictureInput {
            media: ids[0],
            raster: Some(ids[1]),
            social: Some(ids[2]),
        };
        set_picture(tx, built.id, picture, "A jar").await
    })
    .await
    .unwrap();
    let listed = app.get("/admin/media").await.ok().html();
    assert_eq!(listed.count(".media-card"), 1);
    assert!(
        listed
            .texts(".media-card .fine")
            .contains(&"Used by Product zinc".to_owned())
    );
    assert_eq!(
        app.get("/admin/media?q=zinc")
            .await
            .ok()
            .html()
            .count(".media-card"),
        1
    );
    for size in 0..22 {
        stored(&app, &csrf, &format!("{size}.png"), &png(10 + size, 10)).await;
    }
    let first = app.get("/admin/media.json").await.ok().json();
    assert_eq!(first["items"].as_array().unwrap().len(), 20);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = app
        .get(&format!("/admin/media.json?cursor={cursor}"))
        .await
        .ok()
        .json();
    assert_eq!(second["items"].as_array().unwrap().len(), 3);
    assert_eq!(second["next_cursor"], serde_json::Value::Null);
    assert_eq!(app.get("/admin/media.json?cursor=x").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_deleted_only_by_a_reviewer_and_only_when_nothing_shows_it() {
    let (app, csrf) = signed_in(Role::Author).await;
    let path = stored(&app, &csrf, "a.jpg", &photo(100, 100)).await;
    let delete = format!("{path}/delete");
    assert_eq!(app.post(&delete, &[("csrf", &csrf)]).await.status, 403);
    assert_eq!(app.get(&path).await.ok().html().count(".button-danger"), 0);
    app.sign_in(Role::Reviewer).await;
    let csrf = app.csrf("/admin/media").await;
    let built = ProductBuilder::new("zinc").draft().build(&app.db).await;
    let show = async |path: &str| {
        let media = id_of(path);
        transaction(&app.db, async |tx| {
            let picture = PictureInput {
                media,
                raster: None,
                social: None,
            };
            set_picture(tx, built.id, picture, "A bottle").await
        })
        .await
        .unwrap();
    };
    show(&path).await;
    let used = app.post(&delete, &[("csrf", &csrf)]).await;
    assert_eq!(used.status, 409);
    assert!(used.html().text("[role=alert]").contains("Product zinc"));
    transaction(&app.db, async |tx| {
        publish_product(tx, built.id, &author(), "").await
    })
    .await
    .unwrap();
    let other = stored(&app, &csrf, "b.jpg", &photo(120, 100)).await;
    show(&other).await;
    let public = app.post(&delete, &[("csrf", &csrf)]).await;
    assert_eq!(
        public.status, 409,
        "the draft shows another one, the public page still this"
    );
    assert!(public.html().text("[role=alert]").contains("public page"));
    transaction(&app.db, async |tx| {
        publish_product(tx, built.id, &author(), "").await
    })
    .await
    .unwrap();
    let deleted = app.post(&delete, &[("csrf", &csrf)]).await;
    assert_eq!(deleted.header("location"), "/admin/media?done=deleted");
    assert_eq!(app.get(&path).await.status, 404);
    assert_eq!(app.post(&delete, &[("csrf", &csrf)]).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_gets_a_picture_in_the_width_that_it_needs() {
    let (app, csrf) = signed_in(Role::Author).await;
    let path = stored(&app, &csrf, "a.jpg", &photo(1_500, 1_500)).await;
    let built = ProductBuilder::new("zinc")
        .variant("Z", Some(900))
        .draft()
        .build(&app.db)
        .await;
    transaction(&app.db, async |tx| {
        let picture = PictureInput {
            media: id_of(&path),
            raster: None,
            social: None,
        };
        set_picture(tx, built.id, picture, "A white bottle").await?;
        publish_product(tx, built.id, &author(), "").await
    })
    .await
    .unwrap();
    app.forget_cookie();
    let page = app.get("/products/zinc").await.ok().html();
    let widths = page.attribute(".product-picture img", "srcset");
    let offered: Vec<&str> = widths
        .split(", ")
        .map(|part| part.split(' ').next_back().unwrap())
        .collect();
    assert_eq!(offered, ["320w", "640w", "960w", "1280w", "1500w"]);
    assert_eq!(
        page.attribute(".product-picture img", "alt"),
        "A white bottle"
    );
    assert_eq!(page.attribute(".product-picture img", "width"), "1500");
    for part in widths.split(", ") {
        assert_eq!(app.get(part.split(' ').next().unwrap()).await.status, 200);
    }
    let social = page.attribute("meta[property='og:image']", "content");
    assert!(social.ends_with(".jpg"), "{social}");
    let list = app.get("/products").await.ok().html();
    assert_eq!(list.attribute(".card-picture img", "srcset"), widths);
    assert_eq!(list.attribute(".card-picture img", "loading"), "lazy");
    let image = &app.get("/api/v1/products/zinc").await.ok().json()["images"][0];
    assert_eq!(image["renditions"][0]["width"], 320);
    assert!(
        image["renditions"][0]["path"]
            .as_str()
            .unwrap()
            .starts_with(&app.url)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_is_not_published_with_a_picture_that_says_nothing() {
    let (app, csrf) = signed_in(Role::Author).await;
    let path = stored(&app, &csrf, "a.jpg", &photo(100, 100)).await;
    let built = ProductBuilder::new("zinc").draft().build(&app.db).await;
    for alt in ["", "  ", "\u{a0}", "…"] {
        let refused = transaction(&app.db, async |tx| {
            let picture = PictureInput {
                media: id_of(&path),
                raster: None,
                social: None,
            };
            set_picture(tx, built.id, picture, alt).await?;
            publish_product(tx, built.id, &author(), "").await
        })
        .await;
        match refused {
            Err(AppError::Invalid(errors)) => {
                assert!(
                    errors.of("media")[0].contains("alternative text"),
                    "{alt:?}"
                );
            }
            other => panic!("{alt:?}: {other:?}"),
        }
    }
    assert_eq!(app.get("/products/zinc").await.status, 404);
}

/// A product with two lots of the same code, in two variants.
async fn with_lots(app: &TestApp) {
    use formulary::catalog::lot::commands::add_lot;
    use formulary::catalog::lot::model::{LotId, LotRow};
    let built = ProductBuilder::new("zinc")
        .variant("Z-60", None)
        .variant("Z-120", None)
        .build(&app.db)
        .await;
    ProductBuilder::new("iron").build(&app.db).await;
    transaction(&app.db, async |tx| {
        for (variant, code) in [(0, "L1"), (0, "L2"), (1, "L2")] {
            let row = LotRow {
                id: LotId::new(),
                variant_id: built.variants[variant],
                code: code.to_owned(),
                made_on: None,
                expires_on: None,
            };
            add_lot(tx, &row).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_stored_with_its_lot_and_only_downloaded() {
    let (app, csrf) = signed_in(Role::Reviewer).await;
    with_lots(&app).await;
    let path = "/admin/media/documents";
    assert_eq!(
        app.get(path).await.ok().html().text(".empty h2"),
        "No documents yet"
    );
    let certificate = pdf("1 0 obj << /Type /Catalog >>");
    let fields = |title: &'static str, lot: &'static str, expires: &'static str| {
        [
            ("csrf", csrf.as_str()),
            ("kind", "certificate"),
            ("title", title),
            ("lot", lot),
            ("expires_on", expires),
        ]
    };
    for fields in [
        fields("Analysis of L1", "L1", "2020-01-31"),
        fields("Analysis of L2", "Z-120 / L2", ""),
    ] {
        let response = app
            .upload(path, &fields, &[("coa.pdf", &certificate)])
            .await;
        assert_eq!(response.status, 303, "{}", response.body);
    }
    let page = app.get(path).await.ok().html();
    assert_eq!(
        page.texts("tbody th a"),
        ["Analysis of L2", "Analysis of L1"]
    );
    assert_eq!(page.texts("tbody .tag-caution"), ["expired"]);
    assert_eq!(
        page.texts("tbody td:nth-child(4)"),
        ["Product zinc", "Product zinc"]
    );
    assert_eq!(page.attributes("datalist option", "value").len(), 3);
    let files = page.attributes("tbody th a", "href");
    assert_eq!(files[0], files[1], "the same bytes are one file");
    let file = app.get(&files[0]).await.ok();
    assert_eq!(file.header("content-type"), "application/pdf");
    assert_eq!(file.header("content-disposition"), "attachment");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert!(file.header("content-security-policy").contains("sandbox"));
    assert_eq!(
        app.get("/admin/media")
            .await
            .ok()
            .html()
            .count(".media-card"),
        0
    );
    let found = app.get("/admin/media/documents?q=L1").await.ok().html();
    assert_eq!(found.texts("tbody th a"), ["Analysis of L1"]);
    let delete = found.attribute("tbody form", "action");
    assert_eq!(app.post(&delete, &[("csrf", "x")]).await.status, 403);
    assert_eq!(app.post(&delete, &[("csrf", &csrf)]).await.status, 303);
    assert_eq!(
        app.get(&files[0]).await.status,
        200,
        "the other document has the file too"
    );
    assert_eq!(app.get(path).await.ok().html().count("tbody tr"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_document_keeps_what_was_typed() {
    let (app, csrf) = signed_in(Role::Author).await;
    with_lots(&app).await;
    let path = "/admin/media/documents";
    let good = pdf("1 0 obj");
    let script = pdf("<< /S /JavaScript /JS (app.alert(1)) >>");
    let picture = photo(100, 100);
    let cases: [(&str, &str, &str, &str, &str, &[u8], &str); 8] = [
        (
            "A title",
            "L2",
            "",
            "",
            "certificate",
            &good,
            "several lots",
        ),
        (
            "A title",
            "L9",
            "",
            "",
            "certificate",
            &good,
            "must be the code of a lot",
        ),
        (
            "A title",
            "L1",
            "iron",
            "",
            "certificate",
            &good,
            "another one than that of the lot",
        ),
        (
            "A title",
            "",
            "nothing",
            "",
            "label",
            &good,
            "part of a product's address",
        ),
        (
            "A title",
            "",
            "zinc",
            "30.11.2028",
            "label",
            &good,
            "a day such as",
        ),
        ("A title", "", "", "", "poem", &good, "must be chosen"),
        ("A title", "", "", "", "other", &script, "runs a script"),
        ("A title", "", "", "", "other", &picture, "must be a PDF"),
    ];
    for (title, lot, product, expires, kind, file, why) in cases {
        let fields = [
            ("csrf", csrf.as_str()),
            ("kind", kind),
            ("title", title),
            ("lot", lot),
            ("product", product),
            ("expires_on", expires),
        ];
        let response = app.upload(path, &fields, &[("a.pdf", file)]).await;
        assert_eq!(response.status, 422, "{why}: {}", response.body);
        let page = response.html();
        assert!(
            page.text(".field-problem").contains(why),
            "{:?}",
            page.texts(".field-problem")
        );
        assert_eq!(page.attribute("#title", "value"), title);
        assert_eq!(page.attribute("#lot", "value"), lot);
        assert_eq!(page.attribute("#product", "value"), product);
    }
    let empty = app.upload(path, &[("csrf", &csrf)], &[]).await;
    assert_eq!(
        empty.html().count(".field-problem"),
        3,
        "title, kind and file"
    );
    assert_eq!(app.get(path).await.ok().html().count("tbody tr"), 0);
    assert_eq!(app.media.list().await.unwrap(), []);
}
