//! Rows of autosaves.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;

use crate::db::schema::autosaves;

/// What a person has typed.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = autosaves)]
pub struct Kept {
    /// The revision that the person began with; 0 for something new.
    pub revision: i32,
    /// The fields as a list of name and value.
    pub form: Value,
    /// When.
    pub saved_at: DateTime<Utc>,
}

impl Kept {
    /// The fields as a browser would send them.
    pub fn pairs(&self) -> Vec<(String, String)> {
        serde_json::from_value(self.form.clone()).unwrap_or_default()
    }
}
