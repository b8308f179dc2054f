//! Rows of products.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalog::brand::model::BrandId;
use crate::catalog::category::model::CategoryId;
use crate::catalog::market::Market;
use crate::db::schema::{product_texts, products};
use crate::{id_type, text_enum};

id_type! {
    /// Id of a product.
    ProductId
}

text_enum! {
    /// What it comes as.
    Form {
        /// Capsules.
        Capsule = "capsule",
        /// Tablets.
        Tablet = "tablet",
        /// Softgels.
        Softgel = "softgel",
        /// Powder.
        Powder = "powder",
        /// Liquid.
        Liquid = "liquid",
        /// Gummies.
        Gummy = "gummy",
        /// Lozenges.
        Lozenge = "lozenge",
        /// Sachets.
        Sachet = "sachet",
        /// Bars.
        Bar = "bar",
        /// Anything else.
        Other = "other",
    }
}

impl Form {
    /// For people, in the plural where there is one.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Capsule => "Capsules",
            Self::Tablet => "Tablets",
            Self::Softgel => "Softgels",
            Self::Powder => "Powder",
            Self::Liquid => "Liquid",
            Self::Gummy => "Gummies",
            Self::Lozenge => "Lozenges",
            Self::Sachet => "Sachets",
            Self::Bar => "Bars",
            Self::Other => "Other form",
        }
    }
}

/// A product as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = products)]
pub struct ProductRow {
    /// Its id.
    pub id: ProductId,
    /// Its slug.
    pub slug: String,
    /// Name without the brand.
    pub name: String,
    /// Its brand.
    pub brand_id: BrandId,
    /// Its shelf.
    pub category_id: Option<CategoryId>,
    /// What it comes as.
    pub form: Form,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// For whom it is.
    pub audience: Option<String>,
    /// How to use it.
    pub directions: String,
    /// Cautions and warnings.
    pub cautions: Option<String>,
    /// How to store it.
    pub storage: Option<String>,
    /// Key in the system that it was imported from.
    pub external_ref: Option<String>,
    /// Version for saving.
    pub version: i32,
    /// When it was last saved.
    pub updated_at: DateTime<Utc>,
}

/// A new product.
#[derive(Debug, Insertable)]
#[diesel(table_name = products)]
pub struct NewProduct<'a> {
    /// Its id.
    pub id: ProductId,
    /// Its slug.
    pub slug: &'a str,
    /// Name without the brand.
    pub name: &'a str,
    /// Its brand.
    pub brand_id: BrandId,
    /// Its shelf.
    pub category_id: Option<CategoryId>,
    /// What it comes as.
    pub form: Form,
    /// One sentence.
    pub summary: &'a str,
    /// Markdown.
    pub description: &'a str,
    /// For whom it is.
    pub audience: Option<&'a str>,
    /// How to use it.
    pub directions: &'a str,
    /// Cautions and warnings.
    pub cautions: Option<&'a str>,
    /// How to store it.
    pub storage: Option<&'a str>,
    /// Key in the system that it was imported from.
    pub external_ref: Option<&'a str>,
}

/// The texts of a listing, as its editor saves them.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = products, treat_none_as_null = true)]
pub struct ListingChanges {
    /// Name without the brand.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// For whom it is.
    pub audience: Option<String>,
    /// How to use it.
    pub directions: String,
    /// Cautions and warnings.
    pub cautions: Option<String>,
    /// How to store it.
    pub storage: Option<String>,
}

/// The texts of a product in a market besides the default one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, ToSchema)]
#[diesel(table_name = product_texts)]
pub struct MarketText {
    /// The market.
    pub market: Market,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// For whom it is.
    pub audience: Option<String>,
    /// How to use it.
    pub directions: String,
    /// Cautions and warnings.
    pub cautions: Option<String>,
    /// How to store it.
    pub storage: Option<String>,
}
