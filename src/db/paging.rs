//! Keyset paging: an opaque cursor that holds the sort key of the last row, and a capped limit.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::AppError;

/// Rows of a page when the client does not say.
pub const DEFAULT_LIMIT: i64 = 24;
/// Most rows of one page.
pub const MAX_LIMIT: i64 = 100;
/// Longest cursor that is looked at; ours are far shorter.
const MAX_CURSOR: usize = 600;

/// The place after which a page begins: the sort key and the id of the last row before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Sort key of the last row.
    #[serde(rename = "k")]
    pub key: String,
    /// Its id, for rows with the same key.
    #[serde(rename = "i")]
    pub id: Uuid,
}

impl Cursor {
    /// Reads a cursor that was given out before.
    ///
    /// # Errors
    /// A bad request that names the parameter `cursor`.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        let bad = || {
            AppError::bad_parameter(
                "cursor",
                "is not a cursor that this service gave out; start without one",
            )
        };
        if text.len() > MAX_CURSOR || !text.len().is_multiple_of(2) || !text.is_ascii() {
            return Err(bad());
        }
        let bytes = (0..text.len())
            .step_by(2)
            .map(|at| {
                text.get(at..at + 2)
                    .and_then(|pair| u8::from_str_radix(pair, 16).ok())
            })
            .collect::<Option<Vec<u8>>>()
            .ok_or_else(bad)?;
        let cursor: Self = serde_json::from_slice(&bytes).map_err(|_| bad())?;
        if cursor.key.chars().any(char::is_control) {
            Err(bad())
        } else {
            Ok(cursor)
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in serde_json::to_vec(self).map_err(|_| fmt::Error)? {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

/// How much of a list is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// Begin after this row.
    pub after: Option<Cursor>,
    /// At most so many rows.
    pub limit: i64,
}

impl PageRequest {
    /// From the query parameters `cursor` and `limit` as they came.
    ///
    /// # Errors
    /// A bad request that names the parameter.
    pub fn parse(cursor: Option<&str>, limit: Option<&str>) -> Result<Self, AppError> {
        let after = cursor
            .filter(|text| !text.is_empty())
            .map(Cursor::parse)
            .transpose()?;
        let limit = match limit {
            None => DEFAULT_LIMIT,
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=MAX_LIMIT).contains(limit))
                .ok_or_else(|| {
                    AppError::bad_parameter("limit", "must be a whole number from 1 to 100")
                })?,
        };
        Ok(Self { after, limit })
    }
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins, unless this is the last.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Cuts a list that was read with one row more than the limit, and makes the cursor from its last row.
    pub fn cut(mut rows: Vec<T>, limit: i64, cursor_of: impl Fn(&T) -> Cursor) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more {
            rows.last().map(cursor_of)
        } else {
            None
        };
        Self { items: rows, next }
    }

    /// The same page with other items, in the same order.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            next: self.next,
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;

    #[test]
    fn a_cursor_survives_the_round_trip() {
        let cursor = Cursor {
            key: "Größe 5 mg".to_owned(),
            id: Uuid::now_v7(),
        };
        assert_eq!(Cursor::parse(&cursor.to_string()).unwrap(), cursor);
    }

    #[test]
    fn rubbish_is_refused_with_the_name_of_the_parameter() {
        for text in ["xyz", "00", "7b7d", "ü", &"a".repeat(601)] {
            assert!(
                matches!(
                    Cursor::parse(text),
                    Err(AppError::BadParameter { name: "cursor", .. })
                ),
                "{text}"
            );
        }
        for limit in ["0", "101", "-1", "ten", ""] {
            assert!(matches!(
                PageRequest::parse(None, Some(limit)),
                Err(AppError::BadParameter { name: "limit", .. })
            ));
        }
    }
}
