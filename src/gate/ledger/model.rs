//! Rows of the ledger.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use crate::db::schema::notifications;

/// A statement that has to be notified, or was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Queryable, Selectable)]
#[diesel(table_name = notifications)]
pub struct Notification {
    /// Its id.
    pub id: Uuid,
    /// The product that first carried it.
    pub product_id: Uuid,
    /// Name of the product.
    pub product: String,
    /// Name of the brand.
    pub brand: String,
    /// The dietary ingredient, where it is known.
    pub ingredient: Option<String>,
    /// The statement, word for word.
    pub statement: String,
    /// When it was first public.
    pub first_public_on: NaiveDate,
    /// By when the FDA must have been notified: 30 days later.
    pub due_on: NaiveDate,
    /// When it was notified.
    pub notified_on: Option<NaiveDate>,
    /// Who signed the notice.
    pub signatory: Option<String>,
}

/// A statement that is public now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The words.
    pub statement: String,
    /// The claim that it is a wording of.
    pub claim_id: Option<Uuid>,
    /// The dietary ingredient that it is about.
    pub ingredient: Option<String>,
}
