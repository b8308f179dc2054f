#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

use ::image::codecs::png::PngEncoder;
use ::image::{DynamicImage, ExtendedColorType, ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage};
use jpeg_encoder::{ColorType, Encoder};

use super::*;
use crate::demo::picture;

/// A photo: every pixel another colour.
fn photo(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let part = |value: u32, of: u32| u8::try_from(value * 255 / of.max(1)).unwrap();
        Rgb([part(x, width), part(y, height), part((x * y) % 97, 97)])
    })
}

fn jpeg(pixels: &RgbImage, exif: Option<&[u8]>, icc: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 95);
    if let Some(exif) = exif {
        encoder.add_exif_metadata(exif).unwrap();
    }
    if let Some(icc) = icc {
        encoder.add_icc_profile(icc).unwrap();
    }
    let size = |length: u32| u16::try_from(length).unwrap();
    encoder
        .encode(
            pixels,
            size(pixels.width()),
            size(pixels.height()),
            ColorType::Rgb,
        )
        .unwrap();
    bytes
}

fn png(pixels: &[u8], width: u32, height: u32, colour: ExtendedColorType) -> Vec<u8> {
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(pixels, width, height, colour)
        .unwrap();
    bytes
}

/// EXIF that says "turn by 90 degrees" and names a place.
fn exif() -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x02\0".to_vec();
    // Orientation 6, then a pointer to the directory of GPS.
    exif.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
    exif.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0");
    exif.extend(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0GPS 47.3769 N 8.5417 E");
    exif
}

fn problem(bytes: &[u8]) -> String {
    make(bytes)
        .err()
        .map(|error| error.to_string())
        .unwrap_or_default()
}

fn widths(picture: &Picture) -> Vec<(u32, u32)> {
    picture
        .renditions
        .iter()
        .map(|raster| (raster.width, raster.height))
        .collect()
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

#[test]
fn a_photo_becomes_jpegs_of_smaller_widths_and_never_larger_ones() {
    let picture = make(&jpeg(&photo(1_500, 1_000), None, None)).unwrap();
    assert_eq!(
        (picture.main.width, picture.main.height, picture.main.mime),
        (1_500, 1_000, "image/jpeg")
    );
    assert_eq!(
        widths(&picture),
        [(320, 213), (640, 427), (960, 640), (1_280, 853)]
    );
    for raster in &picture.renditions {
        let decoded = ::image::load_from_memory(&raster.bytes).unwrap();
        assert_eq!(
            (decoded.width(), decoded.height()),
            (raster.width, raster.height)
        );
        assert_eq!(raster.mime, "image/jpeg");
    }
    assert_eq!(
        widths(&make(&jpeg(&photo(200, 100), None, None)).unwrap()),
        []
    );
    assert_eq!(
        widths(&make(&jpeg(&photo(320, 100), None, None)).unwrap()),
        []
    );
}

#[test]
fn the_same_upload_gives_the_same_bytes() {
    let bytes = jpeg(&photo(700, 500), None, None);
    assert_eq!(make(&bytes).unwrap(), make(&bytes).unwrap());
}

#[test]
fn a_picture_is_turned_upright_and_its_place_is_gone() {
    let mut pixels = photo(400, 200);
    for (x, _, pixel) in pixels.enumerate_pixels_mut() {
        *pixel = Rgb(if x < 200 {
            [220, 20, 20]
        } else {
            [20, 20, 220]
        });
    }
    let bytes = jpeg(&pixels, Some(&exif()), None);
    assert!(contains(&bytes, b"Exif") && contains(&bytes, b"47.3769"));
    let picture = make(&bytes).unwrap();
    assert_eq!((picture.main.width, picture.main.height), (200, 400));
    let upright = ::image::load_from_memory(&picture.main.bytes)
        .unwrap()
        .into_rgb8();
    assert!(
        upright.get_pixel(100, 50)[0] > 180,
        "red was left and is on top now"
    );
    assert!(upright.get_pixel(100, 350)[2] > 180);
    for raster in picture.renditions.iter().chain([&picture.main]) {
        assert!(!contains(&raster.bytes, b"Exif"));
        assert!(!contains(&raster.bytes, b"47.3769"));
    }
}

#[test]
fn a_colour_profile_is_converted_and_not_kept() {
    let grey = RgbImage::from_fn(64, 64, |x, y| {
        // Noise, so that it is taken for a photo.
        let noise = u8::try_from((x * 31 + y * 17) % 8).unwrap();
        Rgb([200 + noise, 20, 30 + noise])
    });
    let profile = ColorProfile::new_display_p3().encode().unwrap();
    let plain = make(&jpeg(&grey, None, None)).unwrap();
    let wide = make(&jpeg(&grey, None, Some(&profile))).unwrap();
    let red = |picture: &Picture| {
        let pixels = ::image::load_from_memory(&picture.main.bytes)
            .unwrap()
            .into_rgb8();
        pixels.get_pixel(32, 32)[0]
    };
    assert!(
        red(&wide) > red(&plain) + 5,
        "{} {}",
        red(&wide),
        red(&plain)
    );
    assert!(!contains(&wide.main.bytes, b"ICC_PROFILE"));
}

#[test]
fn transparency_and_few_colours_stay_as_they_are() {
    let clear = RgbaImage::from_fn(400, 400, |x, y| {
        let part = |value: u32| u8::try_from(value * 255 / 400).unwrap();
        Rgba([part(x), part(y), 120, part(x)])
    });
    let picture = make(&png(&clear, 400, 400, ExtendedColorType::Rgba8)).unwrap();
    assert_eq!(picture.main.mime, "image/png");
    assert_eq!(picture.renditions[0].mime, "image/webp");
    let small = ::image::load_from_memory(&picture.renditions[0].bytes).unwrap();
    assert!(small.color().has_alpha());
    let flat = RgbImage::from_fn(400, 400, |x, _| {
        Rgb(if x < 200 { [0, 0, 0] } else { [255; 3] })
    });
    let picture = make(&png(&flat, 400, 400, ExtendedColorType::Rgb8)).unwrap();
    assert_eq!(picture.main.mime, "image/png");
    let kept = ::image::load_from_memory(&picture.main.bytes)
        .unwrap()
        .into_rgb8();
    assert_eq!(kept, flat);
    // A fourth channel through which nothing shows is no transparency.
    let opaque = DynamicImage::ImageRgb8(photo(400, 400)).into_rgba8();
    let picture = make(&png(&opaque, 400, 400, ExtendedColorType::Rgba8)).unwrap();
    assert_eq!(picture.main.mime, "image/jpeg");
}

#[test]
fn a_drawn_bottle_is_a_quarter_of_what_it_would_be_without_loss() {
    let palette = picture::Palette {
        base: "#24584A".to_owned(),
        accent: "#D8B86A".to_owned(),
        ink: "#FFFFFF".to_owned(),
    };
    let drawing = picture::Picture {
        brand: "Acme",
        name: "Magnesium glycinate",
        detail: "120 capsules",
        palette: &palette,
        container: picture::Container::Bottle,
    };
    let drawn = picture::png(&drawing.svg(), 1_600).unwrap();
    let picture = make(&drawn).unwrap();
    let sizes: Vec<_> = picture
        .renditions
        .iter()
        .map(|raster| (raster.width, raster.bytes.len()))
        .collect();
    println!(
        "png {}, main {}, {sizes:?}",
        drawn.len(),
        picture.main.bytes.len()
    );
    assert_eq!(picture.main.mime, "image/jpeg");
    assert!(sizes[2].0 == 960 && sizes[2].1 < 80_000, "{sizes:?}");
}

#[test]
fn a_bomb_is_known_by_its_header() {
    let mut bomb = png(&[0, 0, 0], 1, 1, ExtendedColorType::Rgb8);
    bomb[16..20].copy_from_slice(&100_000u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&100_000u32.to_be_bytes());
    assert!(
        problem(&bomb).contains("100000 by 100000"),
        "{}",
        problem(&bomb)
    );
    // The same in a JPEG: the size stands in the frame's header.
    let mut bomb = jpeg(&photo(8, 8), None, None);
    let at = bomb
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .unwrap();
    bomb[at + 5..at + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert!(
        problem(&bomb).contains("65535 by 65535"),
        "{}",
        problem(&bomb)
    );
}

#[test]
fn what_is_cut_off_or_damaged_is_refused() {
    let whole = jpeg(&photo(300, 300), None, None);
    for length in [3, 20, whole.len() / 2, whole.len() - 2] {
        assert!(problem(&whole[..length]).contains("cut off"), "{length}");
    }
    let whole = png(&photo(300, 300), 300, 300, ExtendedColorType::Rgb8);
    for length in [8, 20, whole.len() / 2] {
        assert!(problem(&whole[..length]).contains("cut off"), "{length}");
    }
    assert!(problem(b"RIFF\x10\0\0\0WEBPVP8 \x04\0\0\0abcd").contains("cut off"));
    assert!(problem(b"").contains("is empty"));
}

#[test]
fn moving_pictures_are_refused() {
    let still = png(&photo(20, 20), 20, 20, ExtendedColorType::Rgb8);
    // Behind the header comes the chunk that says how many frames there are.
    let mut moving = still[..33].to_vec();
    moving.extend(b"\0\0\0\x08acTL\0\0\0\x01\0\0\0\0\xb4\x2d\xe9\xa0");
    moving.extend(&still[33..]);
    assert!(
        problem(&moving).contains("animated PNG"),
        "{}",
        problem(&moving)
    );
    assert!(problem(b"GIF89a\x01\0\x01\0").contains("a GIF"));
}

#[test]
fn damaged_bytes_never_panic() {
    let samples = [
        jpeg(&photo(40, 30), Some(&exif()), None),
        png(&photo(40, 30), 40, 30, ExtendedColorType::Rgb8),
        make(&png(
            &RgbaImage::new(400, 400),
            400,
            400,
            ExtendedColorType::Rgba8,
        ))
        .unwrap()
        .renditions[0]
            .bytes
            .clone(),
    ];
    for sample in samples {
        for at in (0..sample.len()).step_by(7) {
            let mut broken = sample.clone();
            broken[at] ^= 0x5a;
            let _ = make(&broken);
        }
    }
}
