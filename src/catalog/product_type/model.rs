//! Rows of product types.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::db::schema::product_type_attributes;
use crate::id_type;

id_type! {
    /// Id of a product type.
    ProductTypeId
}

/// An attribute of a type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, ToSchema)]
#[diesel(table_name = product_type_attributes)]
pub struct TypeAttribute {
    /// The attribute.
    pub attribute_id: Uuid,
    /// Whether a product must state it before it is published.
    pub is_required: bool,
}
