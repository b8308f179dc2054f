//! Who publishes.

use uuid::Uuid;

/// Who publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The user, unless the system decided by itself.
    pub user_id: Option<Uuid>,
    /// Name for the history.
    pub name: String,
}

impl Author {
    /// The system itself, with the part of it that decided.
    pub fn system(part: &str) -> Self {
        Self {
            user_id: None,
            name: format!("system: {part}"),
        }
    }
}
