//! What a file is, by its first bytes and nothing else: neither its name nor what the browser says of it counts.

use crate::error::AppError;

/// Largest file that is taken, in bytes.
pub const MAX_FILE: u64 = 20 * 1024 * 1024;

/// What a file may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
    /// A WebP picture.
    WebP,
    /// A PDF document.
    Pdf,
}

/// Reads what the bytes are.
///
/// # Errors
/// An error beside the field `files` that names what it seems to be instead.
pub fn recognise(bytes: &[u8]) -> Result<Format, AppError> {
    if bytes.is_empty() {
        return Err(AppError::field("files", "is empty: choose the file again"));
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        Ok(Format::Jpeg)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Ok(Format::Png)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Ok(Format::WebP)
    } else if bytes.starts_with(b"%PDF-") {
        Ok(Format::Pdf)
    } else {
        Err(not_taken(seems_to_be(bytes)))
    }
}

/// The refusal of something that is no picture.
pub(super) fn not_taken(what: &str) -> AppError {
    AppError::field(
        "files",
        format!("seems to be {what}: a picture must be a JPEG, PNG or WebP"),
    )
}

/// First bytes of what people mistake for pictures and documents.
const OTHERS: &[(&[u8], &str)] = &[
    (b"GIF8", "a GIF"),
    (b"BM", "a Windows bitmap"),
    (b"MM\0*", "a TIFF"),
    (b"II*\0", "a TIFF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"8BPS", "a Photoshop file"),
    (b"%!PS", "a PostScript file"),
    (b"\0\0\x01\0", "an icon"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
];

fn seems_to_be(bytes: &[u8]) -> &'static str {
    if let Some((_, what)) = OTHERS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return what;
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return match bytes.get(8..12) {
            Some(b"avif" | b"avis") => "an AVIF",
            Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"hevc") => "a HEIC photo",
            _ => "a video",
        };
    }
    let start = bytes.get(..bytes.len().min(4_096)).unwrap_or_default();
    let text = String::from_utf8_lossy(start);
    // A letter may be cut in two at the end of what is looked at.
    if text
        .trim_end_matches('\u{fffd}')
        .contains(['\u{fffd}', '\0'])
    {
        return "of an unknown kind";
    }
    let text = text.to_lowercase();
    if text.contains("<svg") {
        "an SVG drawing, which can hold scripts"
    } else if text.contains("<html") || text.contains("<!doctype html") || text.contains("<script")
    {
        "a web page"
    } else {
        "a text"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> String {
        recognise(bytes)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn what_is_no_picture_is_named() {
        for (bytes, what) in [
            (b"GIF89a<script>alert(1)</script>".as_slice(), "a GIF"),
            (b"<?xml version=\"1.0\"?><svg onload=\"x()\"/>", "an SVG"),
            (b"\n <SVG></SVG>", "an SVG"),
            (b"<!DOCTYPE html><p>", "a web page"),
            (b"hello", "a text"),
            (b"\0\0\0\x20ftypheic", "a HEIC"),
            (b"\0\0\0\x20ftypmp42", "a video"),
            (b"PK\x03\x04", "a ZIP"),
            (b"\x01\x02\x9f\xff\x88ab", "of an unknown kind"),
            (b"", "is empty"),
        ] {
            assert!(refusal(bytes).contains(what), "{what}: {}", refusal(bytes));
        }
    }

    #[test]
    fn pictures_and_documents_are_known_by_their_first_bytes() {
        assert_eq!(recognise(b"\xff\xd8\xff\xe0").ok(), Some(Format::Jpeg));
        assert_eq!(recognise(b"\x89PNG\r\n\x1a\n").ok(), Some(Format::Png));
        assert_eq!(recognise(b"RIFF\0\0\0\0WEBPVP8 ").ok(), Some(Format::WebP));
        assert_eq!(recognise(b"%PDF-1.7\n").ok(), Some(Format::Pdf));
        // A sound file is RIFF too.
        assert!(recognise(b"RIFF\0\0\0\0WAVEfmt ").is_err());
    }
}
