//! International Standard Book Numbers (ISO 2108).

use std::fmt;
use std::str::FromStr;

use super::{IdentifierError, without_prefix};

/// A book's number with a valid check digit: 13 digits without hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Isbn(String);

impl Isbn {
    /// Reads a number of 13 digits, or one of 10 as books had until 2006, which becomes its 13 digits.
    ///
    /// # Errors
    /// Another length, a wrong check digit, or the prefix of printed music (979-0).
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let fail = |reason| Err(IdentifierError::new("ISBN", text, reason));
        let bare = without_prefix(
            text,
            &[
                "urn:isbn", "e-isbn", "eisbn", "isbn-13", "isbn-10", "isbn13", "isbn10", "isbn",
            ],
        );
        let signs: String = bare
            .chars()
            .filter(|sign| !sign.is_whitespace() && !"-‐‑–.".contains(*sign))
            .map(|sign| sign.to_ascii_uppercase())
            .collect();
        match signs.len() {
            10 => {
                let Some(sum) = weighted_sum_of_ten(&signs) else {
                    return fail("it must hold digits, and an X at most as the last sign of ten");
                };
                if !sum.is_multiple_of(11) {
                    return fail("its check digit is wrong");
                }
                let stem = format!("978{}", signs.get(..9).unwrap_or_default());
                Ok(Self(format!("{stem}{}", check_digit(&stem))))
            }
            13 => {
                if !signs.bytes().all(|byte| byte.is_ascii_digit()) {
                    return fail("it must hold digits only");
                }
                if !signs.starts_with("978") && !signs.starts_with("979") {
                    return fail("13 digits must begin with 978 or 979");
                }
                if signs.starts_with("9790") {
                    return fail("979-0 numbers printed music");
                }
                let (stem, last) = signs.split_at(12);
                if check_digit(stem).to_string() == last {
                    Ok(Self(signs))
                } else {
                    fail("its check digit is wrong")
                }
            }
            _ => fail("it must have 10 or 13 digits"),
        }
    }

    /// The 13 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where libraries and shops that have the book can be found.
    pub fn url(&self) -> String {
        format!("https://search.worldcat.org/search?q=bn%3A{self}")
    }
}

/// Weights 10 to 1; an X as the last sign stands for ten. `None` when there is anything else.
fn weighted_sum_of_ten(signs: &str) -> Option<u32> {
    (1u32..=10)
        .rev()
        .zip(signs.chars())
        .map(|(weight, sign)| {
            let value = match sign {
                'X' if weight == 1 => 10,
                _ => sign.to_digit(10)?,
            };
            Some(weight * value)
        })
        .sum()
}

/// The digit that makes the sum with weights 1 and 3 a multiple of ten.
fn check_digit(stem: &str) -> u32 {
    let sum: u32 = stem
        .chars()
        .filter_map(|sign| sign.to_digit(10))
        .zip([1u32, 3].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    (10 - sum % 10) % 10
}

impl FromStr for Isbn {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Isbn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
