//! Keys that programs choose, and what was answered under them.

use sha2::{Digest, Sha256};

use crate::error::AppError;

/// Longest key, in characters.
const LONGEST: usize = 255;

/// A key that a program chose for one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Reads the header `Idempotency-Key`: a text, with or without the quotes of a structured field.
    ///
    /// # Errors
    /// A key that is empty, longer than 255 characters or holds other characters than visible ASCII.
    pub fn parse(header: &str) -> Result<Self, AppError> {
        let key = header.trim();
        let quoted = key.strip_prefix('"').and_then(|key| key.strip_suffix('"'));
        let key = quoted.unwrap_or(key);
        let fits = (1..=LONGEST).contains(&key.len()) && key.chars().all(|c| c.is_ascii_graphic());
        if fits {
            Ok(Self(key.to_owned()))
        } else {
            Err(AppError::bad_parameter(
                "Idempotency-Key",
                "must be 1 to 255 visible characters, such as a UUID",
            ))
        }
    }

    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What makes a request the same as another.
pub fn request_hash(method: &str, address: &str, body: &[u8]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in [method.as_bytes(), address.as_bytes(), body] {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_visible_and_not_too_long() {
        assert!(
            IdempotencyKey::parse("\"8e03978e-40d5\"")
                .is_ok_and(|key| key.as_str() == "8e03978e-40d5")
        );
        for bad in ["", "\"\"", "a b", "ä", &"x".repeat(256)] {
            assert!(IdempotencyKey::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn parts_of_a_request_do_not_run_into_each_other() {
        assert_ne!(
            request_hash("POST", "/a", b"b"),
            request_hash("POST", "/ab", b"")
        );
    }
}
