//! Recovery codes: random, shown once, each good once.

use crate::accounts::password::groups_of_four;
use crate::accounts::token::{TokenHash, hash_of};

/// How many a person gets.
pub const COUNT: usize = 10;

/// A fresh code: three groups of four, some 59 bits, which nobody guesses at the pace of sign-ins.
pub fn new_code() -> String {
    groups_of_four(3)
}

/// The hash under which a code is stored, however it is typed.
pub fn hash(code: &str) -> TokenHash {
    let plain: String = code
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    hash_of(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_again_however_it_is_typed() {
        assert_eq!(hash("abcd-efgh-2345"), hash(" ABCD efgh2345 "));
        assert_ne!(hash("abcd-efgh-2345"), hash("abcd-efgh-2346"));
        assert_eq!(new_code().len(), 14);
    }
}
