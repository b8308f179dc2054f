//! Documents: checked by their bytes and stored as they are.

use super::format::{Format, recognise};
use crate::error::AppError;

/// What a document must not hold, and what that does. Found only where it stands in plain; what is compressed is not
/// seen, which is why documents are only ever downloaded and never opened within the site.
const ACTIONS: &[(&[u8], &str)] = &[
    (b"/JavaScript", "runs a script"),
    (b"/Launch", "starts a program"),
    (b"/OpenAction", "does something when it is opened"),
];

/// Checks that bytes are a whole PDF that does nothing by itself.
///
/// # Errors
/// An error beside the field `files`.
pub fn check(bytes: &[u8]) -> Result<(), AppError> {
    if recognise(bytes).map_err(|_| not_a_document())? != Format::Pdf {
        return Err(not_a_document());
    }
    let end = bytes
        .get(bytes.len().saturating_sub(2_048)..)
        .unwrap_or_default();
    if !contains(end, b"%%EOF") {
        return Err(AppError::field(
            "files",
            "is cut off: its end is missing; save it again and choose it once more",
        ));
    }
    let plain = with_plain_names(bytes);
    match ACTIONS.iter().find(|(name, _)| has_action(&plain, name)) {
        Some((name, what)) => Err(AppError::field(
            "files",
            format!(
                "{what} ({}): save it again as PDF/A, or print it to a new PDF",
                String::from_utf8_lossy(name)
            ),
        )),
        None => Ok(()),
    }
}

fn not_a_document() -> AppError {
    AppError::field("files", "must be a PDF")
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// Whether a name stands there as a whole. Opening at a page (`/OpenAction [3 0 R /Fit]`) is no action.
fn has_action(bytes: &[u8], name: &[u8]) -> bool {
    (0..bytes.len().saturating_sub(name.len()))
        .filter(|at| bytes.get(*at) == Some(&b'/'))
        .filter_map(|at| bytes.get(at..)?.strip_prefix(name))
        .filter(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
        .any(|rest| {
            let first = rest.iter().find(|byte| !byte.is_ascii_whitespace());
            name != b"/OpenAction" || first != Some(&b'[')
        })
}

/// `/J#61vaScript` is another way to write `/JavaScript`.
fn with_plain_names(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, more)) = rest.split_first() {
        let code = more
            .get(..2)
            .filter(|_| *first == b'#')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .filter(u8::is_ascii_alphanumeric);
        match code {
            Some(letter) => {
                plain.push(letter);
                rest = more.get(2..).unwrap_or_default();
            }
            None => {
                plain.push(*first);
                rest = more;
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(body: &str) -> String {
        check(format!("%PDF-1.7\n{body}\n%%EOF\n").as_bytes())
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn a_document_that_does_something_by_itself_is_refused() {
        assert_eq!(problem("1 0 obj << /Type /Catalog >>"), "");
        assert_eq!(problem("<< /OpenAction [3 0 R /FitH null] >>"), "");
        assert_eq!(problem("<< /JSONish 1 >>"), "");
        for body in [
            "<< /S /JavaScript /JS (app.alert(1)) >>",
            "<< /S /J#61v#61Script >>",
            "<< /S /Launch /F (cmd.exe) >>",
            "<< /OpenAction 5 0 R >>",
        ] {
            assert!(problem(body).contains("PDF/A"), "{body}: {}", problem(body));
        }
    }

    #[test]
    fn what_is_no_whole_pdf_is_refused() {
        assert!(check(b"%PDF-1.7\n1 0 obj").is_err());
        assert!(check(b"\xff\xd8\xff").is_err());
        assert!(check(b"hello %PDF-1.7 %%EOF").is_err());
        assert!(check(b"").is_err());
    }
}
