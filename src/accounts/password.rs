//! Passwords: Argon2id hashes, and one-time passwords for those who have none yet.

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use rand::seq::IndexedRandom;

use crate::error::AppError;

/// Shortest password, in characters.
pub const SHORTEST: usize = 10;
/// Longest password, in bytes: hashing takes time by length.
const LONGEST: usize = 1_000;
/// A hash that no password has, checked when there is no such user, so that both answers take the same time.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Stands in place of a hash while a person has no password; no password has it.
pub const UNUSABLE: &str = "!";

/// Checks that a new password can be used.
///
/// # Errors
/// An error beside the field `password`.
pub fn check_new(password: &str) -> Result<(), AppError> {
    if password.chars().count() < SHORTEST {
        return Err(AppError::field(
            "password",
            format!("must have at least {SHORTEST} characters"),
        ));
    }
    if password.len() > LONGEST {
        return Err(AppError::field(
            "password",
            format!("must have at most {LONGEST} bytes"),
        ));
    }
    Ok(())
}

/// Hashes a password with Argon2id and a fresh salt; takes some 20 ms on purpose.
///
/// # Errors
/// No randomness on this machine.
pub fn hash(password: &str) -> anyhow::Result<String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| anyhow::anyhow!("the password cannot be hashed: {error}"))
}

/// Whether a password is the one that was hashed. Without a hash it takes as long and says no.
pub fn verify(password: &str, stored: Option<&str>) -> bool {
    let known = stored.and_then(|hash| PasswordHash::new(hash).ok());
    let is_known = known.is_some();
    let Some(hash) = known.or_else(|| PasswordHash::new(NOBODY).ok()) else {
        return false;
    };
    password.len() <= LONGEST
        && Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
        && is_known
}

/// Hashes where it holds up no other request.
///
/// # Errors
/// No randomness on this machine.
pub async fn hash_aside(password: String) -> Result<String, AppError> {
    aside(move || hash(&password))
        .await?
        .map_err(AppError::Internal)
}

/// Verifies where it holds up no other request.
///
/// # Errors
/// The program is ending.
pub async fn verify_aside(password: String, stored: Option<String>) -> Result<bool, AppError> {
    aside(move || verify(&password, stored.as_deref())).await
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| AppError::Internal(error.into()))
}

/// A password that is easy to type once.
pub fn one_time() -> String {
    groups_of_four(4)
}

/// Random groups of four letters and digits that are not mistaken for each other; some 20 bits each.
pub fn groups_of_four(count: usize) -> String {
    const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut random = rand::rng();
    let mut group = || {
        (0..4)
            .filter_map(|_| ALPHABET.choose(&mut random).map(|byte| char::from(*byte)))
            .collect::<String>()
    };
    (0..count).map(|_| group()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;

    #[test]
    fn a_password_is_verified_by_its_hash_and_by_no_other() {
        let hash = hash("correct horse battery").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(verify("correct horse battery", Some(&hash)));
        assert!(!verify("correct horse batterz", Some(&hash)));
        assert!(!verify("anything", None));
        assert!(!verify("anything", Some("rubbish")));
        assert!(!verify(UNUSABLE, Some(UNUSABLE)));
    }

    #[test]
    fn one_time_passwords_differ_and_are_long_enough_to_be_set() {
        let (one, two) = (one_time(), one_time());
        assert_ne!(one, two);
        assert_eq!(one.len(), 19);
        check_new(&one).unwrap();
    }
}
