//! Rows of review tasks.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::db::schema::review_tasks;
use crate::publishing::Kind;
use crate::text_enum;

text_enum! {
    /// Why somebody has to look.
    TaskReason {
        /// Words that are public are not cleared by a rule pack.
        NotCleared = "not_cleared",
        /// The grade of a claim fell.
        GradeFell = "grade_fell",
        /// The date of a review has passed.
        ReviewOverdue = "review_overdue",
    }
}

impl TaskReason {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotCleared => "Words that are not cleared",
            Self::GradeFell => "The grade fell",
            Self::ReviewOverdue => "The review is overdue",
        }
    }
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = review_tasks)]
pub struct Task {
    /// Its id.
    pub id: Uuid,
    /// Why.
    pub reason: TaskReason,
    /// Kind of what is meant.
    pub kind: Kind,
    /// What is meant.
    pub entity_id: Uuid,
    /// What it is called.
    pub title: String,
    /// What happened.
    pub detail: Value,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// A task to open.
pub struct NewTask<'a> {
    /// Why.
    pub reason: TaskReason,
    /// Kind of what is meant.
    pub kind: Kind,
    /// What is meant.
    pub entity_id: Uuid,
    /// What it is called.
    pub title: &'a str,
    /// What happened.
    pub detail: Value,
}
