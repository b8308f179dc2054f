//! Forms: how large they may be, and reading them as pairs where a field may come more than once or under any name.

use std::collections::HashMap;

use actix_web::error::UrlencodedError;
use actix_web::web::FormConfig;
use serde::{Deserialize, Serialize};

use super::page::PageError;
use crate::error::AppError;

/// Largest body of a form, in bytes.
pub const MAX_FORM: usize = 512 * 1024;

/// How forms are read: at most so many bytes, and a page that says so when there are more.
pub fn config(limit: usize) -> FormConfig {
    FormConfig::default()
        .limit(limit)
        .error_handler(|error, _| {
            let error = match error {
                UrlencodedError::Overflow { limit, .. } => AppError::TooLarge { limit },
                error => AppError::BadRequest(error.to_string()),
            };
            PageError(error).into()
        })
}

/// A form as it was sent: pairs in their order, where a field may come more than once and under any name.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sent {
    pairs: Vec<(String, String)>,
}

impl Sent {
    /// The first value of a field, when it came.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// The first value of a field; empty when it did not come.
    pub fn value(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// Every value of a field that may come more than once.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.pairs
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Fields that come once, by name, for a form that has many.
    pub fn by_name(&self) -> HashMap<&str, &str> {
        let pairs = self.pairs.iter();
        pairs
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    /// All pairs.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// All pairs, to keep.
    pub fn into_pairs(self) -> Vec<(String, String)> {
        self.pairs
    }
}

impl From<Vec<(String, String)>> for Sent {
    fn from(pairs: Vec<(String, String)>) -> Self {
        Self { pairs }
    }
}
