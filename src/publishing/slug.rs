//! The readable part of an address.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// Longest slug.
pub const MAX_SLUG: usize = 80;

/// Lower-case words of letters and digits, joined by single hyphens, at most 80 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

impl Slug {
    /// Takes a slug as it is.
    ///
    /// # Errors
    /// A bad request that names the parameter `slug`.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        if is_slug(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(AppError::bad_parameter(
                "slug",
                "must be lower-case letters and digits, joined by single hyphens, at most 80 characters",
            ))
        }
    }

    /// Makes a slug from a name, transliterating what is not ASCII; `fallback` when nothing is left of it.
    pub fn from_name(name: &str, fallback: &str) -> Self {
        let mut text = slug::slugify(name);
        if text.len() > MAX_SLUG {
            let cut = text
                .char_indices()
                .take_while(|(at, _)| *at <= MAX_SLUG)
                .filter(|(_, c)| *c == '-')
                .last();
            text.truncate(cut.map_or(MAX_SLUG, |(at, _)| at));
        }
        let text = text.trim_matches('-').to_owned();
        Self(if is_slug(&text) {
            text
        } else {
            fallback.to_owned()
        })
    }

    /// The same slug with a number behind it, for the next one of the same name.
    #[must_use]
    pub fn numbered(&self, number: u32) -> Self {
        let suffix = format!("-{number}");
        let keep = self.0.len().min(MAX_SLUG - suffix.len());
        let stem = self.0.get(..keep).unwrap_or(&self.0).trim_end_matches('-');
        Self(format!("{stem}{suffix}"))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_SLUG
        && text.split('-').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

impl TryFrom<String> for Slug {
    type Error = AppError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn malformed_slugs_are_refused() {
        for text in [
            "",
            "-a",
            "a-",
            "a--b",
            "A",
            "a b",
            "a_b",
            "é",
            "../x",
            &"a".repeat(81),
        ] {
            assert!(Slug::parse(text).is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_slug_made_from_any_name_is_a_slug(name in "\\PC{0,200}", number in 2u32..100_000) {
            let slug = Slug::from_name(&name, "item");
            prop_assert!(is_slug(slug.as_str()), "{slug}");
            prop_assert!(is_slug(slug.numbered(number).as_str()));
        }
    }
}
