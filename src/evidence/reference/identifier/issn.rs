//! International Standard Serial Numbers (ISO 3297).

use std::fmt;
use std::str::FromStr;

use super::{IdentifierError, without_prefix};

/// A journal's number with a valid check digit: `2090-0724`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Issn(String);

impl Issn {
    /// Reads eight signs with or without the hyphen, also with `ISSN` before them.
    ///
    /// # Errors
    /// Another length, a sign that does not belong, or a wrong check digit.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let fail = |reason| Err(IdentifierError::new("ISSN", text, reason));
        let bare = without_prefix(text, &["urn:issn", "e-issn", "eissn", "issn-l", "issn"]);
        let signs: String = bare
            .chars()
            .filter(|sign| !sign.is_whitespace() && !"-‐‑–".contains(*sign))
            .map(|sign| sign.to_ascii_uppercase())
            .collect();
        if signs.chars().count() != 8 {
            return fail("it must have eight digits");
        }
        let Some((stem, last)) = signs.split_at_checked(7) else {
            return fail("it must hold digits, and an X at most as the last sign");
        };
        let Some(check) = check_sign(stem).filter(|_| "0123456789X".contains(last)) else {
            return fail("it must hold digits, and an X at most as the last sign");
        };
        if check != last {
            return fail("its check digit is wrong");
        }
        let (first, second) = signs.split_at(4);
        Ok(Self(format!("{first}-{second}")))
    }

    /// The number with its hyphen.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The journal in the register of the ISSN International Centre.
    pub fn url(&self) -> String {
        format!("https://portal.issn.org/resource/ISSN/{self}")
    }
}

/// The check digit of seven digits: weights 8 to 2, modulo 11, ten being X.
fn check_sign(stem: &str) -> Option<String> {
    let sum: u32 = (2u32..=8)
        .rev()
        .zip(stem.chars())
        .map(|(weight, sign)| Some(weight * sign.to_digit(10)?))
        .sum::<Option<u32>>()?;
    Some(match (11 - sum % 11) % 11 {
        10 => "X".to_owned(),
        digit => digit.to_string(),
    })
}

impl FromStr for Issn {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Issn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
