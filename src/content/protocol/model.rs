//! Rows of protocols.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalog::product::model::ProductId;
use crate::content::article::model::ArticleId;
use crate::db::schema::{protocol_steps, protocols};
use crate::evidence::topic::model::TopicId;
use crate::id_type;

id_type! {
    /// Id of a protocol.
    ProtocolId
}

/// A protocol as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = protocols)]
pub struct ProtocolRow {
    /// Its id.
    pub id: ProtocolId,
    /// Its slug.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// What it is about.
    pub topic_id: TopicId,
    /// The article that explains it.
    pub article_id: Option<ArticleId>,
}

/// One product of a protocol, as it is edited and published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, ToSchema)]
#[diesel(table_name = protocol_steps)]
pub struct Step {
    /// The product.
    pub product_id: ProductId,
    /// How much.
    pub amount: String,
    /// When and how.
    pub timing: String,
    /// Something else to say.
    pub note: Option<String>,
}
