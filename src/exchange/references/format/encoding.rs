//! Bytes to text.

/// A file's text, and what its bytes were taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark, lines ended by line feeds.
    pub text: String,
    /// A sentence for the person who imports, if the encoding had to be guessed or the text is damaged.
    pub warning: Option<&'static str>,
}

/// What Windows-1252 has at 0x80 to 0x9F; the rest is Latin-1. Zero stands for the five places without a sign.
const WINDOWS: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘',
    '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// UTF-8, UTF-16 with byte order mark, or else Windows-1252, in which every file can be read.
pub fn decode(bytes: &[u8]) -> Decoded {
    let (text, warning) = match bytes {
        [0xFF, 0xFE, rest @ ..] => from_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => from_utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => from_utf8(rest),
        _ => from_utf8(bytes),
    };
    Decoded {
        text: text.replace("\r\n", "\n").replace('\r', "\n"),
        warning,
    }
}

fn from_utf8(bytes: &[u8]) -> (String, Option<&'static str>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(_) => (
            bytes.iter().copied().map(from_windows).collect(),
            Some(
                "The file is no UTF-8 and was read as Windows-1252: look at letters with accents.",
            ),
        ),
    }
}

fn from_windows(byte: u8) -> char {
    let sign = byte
        .checked_sub(0x80)
        .and_then(|at| WINDOWS.get(usize::from(at)));
    match sign {
        Some('\0') => char::REPLACEMENT_CHARACTER,
        Some(sign) => *sign,
        None => char::from(byte),
    }
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, Option<&'static str>) {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let mut is_damaged = !odd.is_empty();
    let text = char::decode_utf16(units)
        .map(|sign| {
            sign.unwrap_or_else(|_| {
                is_damaged = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    let warning = "The file is damaged UTF-16: look at letters with accents.";
    (text, is_damaged.then_some(warning))
}
