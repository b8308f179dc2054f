//! What a key looks like: `fmk_<prefix>_<secret>`. The prefix finds it, the hash of the secret proves it.

use std::fmt;

use rand::RngExt;

use crate::accounts::token::{Token, TokenHash, hash_of};

/// How every key begins, so that scanners of source code know one when they see it.
const MARK: &str = "fmk";

/// A key as its holder has it. It is shown once and never stored.
pub struct NewKey {
    /// The part that is stored in clear.
    pub prefix: String,
    secret: Token,
}

impl NewKey {
    /// A fresh key.
    #[expect(
        clippy::new_without_default,
        reason = "a default key would be a fresh one each time"
    )]
    pub fn new() -> Self {
        let random: [u8; 5] = rand::rng().random();
        Self {
            prefix: random.iter().map(|byte| format!("{byte:02x}")).collect(),
            secret: Token::new(),
        }
    }

    /// The hash that is stored.
    pub fn secret_hash(&self) -> TokenHash {
        self.secret.hash()
    }
}

impl fmt::Display for NewKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK}_{}_{}", self.prefix, self.secret)
    }
}

/// The prefix of a key that somebody sent, and the hash of its secret; nothing when it doesn't look like a key.
pub fn parse(key: &str) -> Option<(&str, TokenHash)> {
    let (prefix, secret) = key.strip_prefix(MARK)?.strip_prefix('_')?.split_once('_')?;
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let fits = !prefix.is_empty() && !secret.is_empty() && is_plain(prefix) && is_plain(secret);
    fits.then(|| (prefix, hash_of(secret)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_by_its_prefix_and_proved_by_its_secret() {
        let key = NewKey::new();
        let text = key.to_string();
        assert_eq!(parse(&text), Some((key.prefix.as_str(), key.secret_hash())));
        for bad in [
            "",
            "fmk",
            "fmk_",
            "fmk_a_",
            "fmk__b",
            "fmk_a_b c",
            "xyz_a_b",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
