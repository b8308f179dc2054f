//! What a key may do, and its row.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::db::schema::api_keys;
use crate::error::AppError;
use crate::{id_type, text_enum};

id_type! {
    /// Id of an API key.
    ApiKeyId
}

text_enum! {
    /// What a key may do.
    Scope {
        /// Read what is not public of the catalog, such as drafts.
        CatalogRead = "catalog:read",
        /// Write drafts of products and evidence.
        CatalogWrite = "catalog:write",
        /// Publish drafts and withdraw what is public.
        CatalogPublish = "catalog:publish",
        /// Set prices and availability, which are live at once.
        OffersWrite = "offers:write",
        /// Read feeds that are not public.
        FeedsRead = "feeds:read",
        /// Make webhooks, and look at what they were sent.
        WebhooksManage = "webhooks:manage",
        /// Read exports.
        ExportsRead = "exports:read",
    }
}

impl Scope {
    /// What it allows, for the person who chooses.
    pub const fn words(self) -> &'static str {
        match self {
            Self::CatalogRead => "Read the catalog, also drafts",
            Self::CatalogWrite => "Write drafts of products and evidence",
            Self::CatalogPublish => "Publish drafts, as far as the rules clear them, and withdraw",
            Self::OffersWrite => "Set prices and availability, live at once",
            Self::FeedsRead => "Read feeds that are not public",
            Self::WebhooksManage => "Make webhooks, and look at what they were sent",
            Self::ExportsRead => "Read exports",
        }
    }

    /// The refusal of a key that has it not.
    pub const fn missing(self) -> AppError {
        AppError::Forbidden(match self {
            Self::CatalogRead => "this API key lacks the scope catalog:read: make one that has it",
            Self::CatalogWrite => {
                "this API key lacks the scope catalog:write: make one that has it"
            }
            Self::CatalogPublish => {
                "this API key lacks the scope catalog:publish: make one that has it"
            }
            Self::OffersWrite => "this API key lacks the scope offers:write: make one that has it",
            Self::FeedsRead => "this API key lacks the scope feeds:read: make one that has it",
            Self::WebhooksManage => {
                "this API key lacks the scope webhooks:manage: make one that has it"
            }
            Self::ExportsRead => "this API key lacks the scope exports:read: make one that has it",
        })
    }
}

/// A key that is to be made.
#[derive(Debug, Clone)]
pub struct KeyTerms {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// A key as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = api_keys)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// The part by which it is found.
    pub prefix: String,
    /// Hash of its secret.
    pub secret_hash: Vec<u8>,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// Last use, exact to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Network address of the last use.
    pub last_used_from: Option<String>,
    /// Since when it is no longer accepted.
    pub revoked_at: Option<DateTime<Utc>>,
}
