//! What is edited of a noun: one typed value that holds everything its form shows. It is saved, compared, merged, kept as a
//! revision and restored as a whole.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::form::Form;
use super::read::Problems;
use crate::publishing::Kind;

/// What is edited of a noun.
pub trait Draft: Serialize + DeserializeOwned {
    /// Its kind.
    const KIND: Kind;

    /// Its form. The names of the fields are those of the members.
    fn form() -> Form;

    /// What the form of a new one holds before anything is typed.
    fn fresh() -> Value {
        Value::Null
    }

    /// What is wrong beyond single fields.
    fn check(&self, _problems: &mut Problems) {}
}

/// Reads a text that may be missing: an empty field is an empty text.
///
/// # Errors
/// What is no text.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.unwrap_or_default())
}

/// Reads a number that may be missing: an empty field is zero.
///
/// # Errors
/// What is no number.
pub fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    Ok(Option::<i32>::deserialize(deserializer)?.unwrap_or_default())
}
