//! Random tokens that a cookie or a link holds, and of which we keep the hash.

use std::fmt;

use rand::RngExt;
use sha2::{Digest, Sha256};

/// 256 random bits, in hex. Only its hash is stored.
pub struct Token([u8; 32]);

impl Token {
    /// A fresh token.
    #[expect(
        clippy::new_without_default,
        reason = "a default token would be a fresh one each time"
    )]
    pub fn new() -> Self {
        Self(rand::rng().random())
    }

    /// SHA-256 of the token as the cookie or the link holds it.
    pub fn hash(&self) -> TokenHash {
        hash_of(&self.to_string())
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// SHA-256 of a token. A fast hash is enough for what is random and long.
pub type TokenHash = [u8; 32];

/// The hash of a token that somebody sent.
pub fn hash_of(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}
