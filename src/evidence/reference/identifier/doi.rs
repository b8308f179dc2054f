//! Digital Object Identifiers.

use std::fmt;
use std::str::FromStr;

use super::{IdentifierError, without_prefix};

/// Longest DOI that is taken, in bytes. Real ones have some tens; an index entry of the database holds 2,700.
const LONGEST: usize = 500;

const PREFIXES: &[&str] = &[
    "https://doi.org/",
    "http://doi.org/",
    "https://dx.doi.org/",
    "http://dx.doi.org/",
    "https://www.doi.org/",
    "http://www.doi.org/",
    "doi.org/",
    "dx.doi.org/",
    "urn:doi",
    "info:doi/",
    "doi",
];

/// A Digital Object Identifier as its publisher writes it. Two that differ in case only are the same one: compare
/// [`Doi::key`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Doi(String);

impl Doi {
    /// Reads a DOI, also with `doi:` or an address of doi.org before it and punctuation of a sentence after it.
    ///
    /// # Errors
    /// A text that is none: `10.`, four to nine digits, a slash, and something without white space.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let fail = |reason| Err(IdentifierError::new("DOI", text, reason));
        let bare = without_prefix(text, PREFIXES);
        // Only an address is percent-encoded; a DOI itself may hold a percent sign.
        let bare = if bare.len() == text.trim().len() || !bare.contains('%') {
            bare.to_owned()
        } else {
            percent_decoded(bare)
        };
        let bare = without_final_marks(&bare);
        let Some(rest) = bare.strip_prefix("10.") else {
            return fail("it must begin with 10.");
        };
        let Some((registrant, suffix)) = rest.split_once('/') else {
            return fail("a slash must follow the number of the registrant");
        };
        let mut parts = registrant.split('.');
        let first_is_right = parts
            .next()
            .is_some_and(|part| (4..=9).contains(&part.len()) && is_digits(part));
        if !first_is_right || !parts.all(is_digits) {
            return fail("the number of the registrant must have four to nine digits");
        }
        if suffix.is_empty() {
            return fail("nothing follows the slash");
        }
        if suffix
            .chars()
            .any(|sign| sign.is_whitespace() || sign.is_control())
        {
            return fail("it must not hold white space");
        }
        if bare.len() > LONGEST {
            return fail("it is too long");
        }
        Ok(Self(bare.to_owned()))
    }

    /// The DOI as its publisher writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which two DOIs are compared: lower case.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    /// Its address at doi.org, with what an address cannot hold percent-encoded.
    pub fn url(&self) -> String {
        let mut url = "https://doi.org/".to_owned();
        for sign in self.0.chars() {
            let is_plain = sign.is_ascii_alphanumeric() || "-._~/:;()!*'@$&,=+".contains(sign);
            if is_plain {
                url.push(sign);
            } else {
                let mut bytes = [0; 4];
                for byte in sign.encode_utf8(&mut bytes).bytes() {
                    url.push_str(&format!("%{byte:02X}"));
                }
            }
        }
        url
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Without the marks of the sentence around it. A closing bracket goes only if nothing opened it: old DOIs end in one.
fn without_final_marks(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(last) = text.chars().next_back() {
        let opening = match last {
            ')' => Some('('),
            ']' => Some('['),
            '}' => Some('{'),
            '>' => Some('<'),
            _ => None,
        };
        let is_stray = match opening {
            Some(opening) => text.matches(last).count() > text.matches(opening).count(),
            None => matches!(last, '.' | ',' | ';' | ':' | '"' | '\'' | '”' | '’'),
        };
        if !is_stray {
            break;
        }
        text = text.strip_suffix(last).unwrap_or(text).trim_end();
    }
    text
}

/// Percent-encoded bytes decoded; the text as it was if they are no UTF-8.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let digits = tail
            .first_chunk::<2>()
            .and_then(|pair| std::str::from_utf8(pair).ok())
            .filter(|pair| pair.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match (first, digits) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

impl FromStr for Doi {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Doi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
