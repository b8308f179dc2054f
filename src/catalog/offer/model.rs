//! Rows of offers.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::catalog::market::{Currency, Market, Money};
use crate::catalog::product::model::ProductId;
use crate::catalog::variant::model::VariantId;
use crate::db::schema::offers;
use crate::{id_type, text_enum};

id_type! {
    /// Id of an offer.
    OfferId
}

text_enum! {
    /// Whether it can be bought now.
    Availability {
        /// On stock.
        InStock = "in_stock",
        /// Sold out for now.
        OutOfStock = "out_of_stock",
        /// Can be ordered, ships later.
        Backorder = "backorder",
        /// Not released yet, can be ordered.
        Preorder = "preorder",
        /// No longer made.
        Discontinued = "discontinued",
    }
}

impl Availability {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::InStock => "In stock",
            Self::OutOfStock => "Out of stock",
            Self::Backorder => "On backorder",
            Self::Preorder => "Available for preorder",
            Self::Discontinued => "Discontinued",
        }
    }

    /// The words of a selection, each with what people read.
    pub fn choices() -> Vec<(&'static str, &'static str)> {
        let all = Self::ALL.iter();
        all.map(|value| (value.as_str(), value.words())).collect()
    }

    /// The value of schema.org's `ItemAvailability`.
    pub const fn schema_org(self) -> &'static str {
        match self {
            Self::InStock => "https://schema.org/InStock",
            Self::OutOfStock => "https://schema.org/OutOfStock",
            Self::Backorder => "https://schema.org/BackOrder",
            Self::Preorder => "https://schema.org/PreOrder",
            Self::Discontinued => "https://schema.org/Discontinued",
        }
    }

    /// Whether an order can be placed.
    pub const fn can_be_ordered(self) -> bool {
        matches!(self, Self::InStock | Self::Backorder | Self::Preorder)
    }
}

/// An offer as it stands in the table.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = offers)]
pub struct OfferRow {
    /// Its id.
    pub id: OfferId,
    /// What is offered.
    pub variant_id: VariantId,
    /// Its product.
    pub product_id: ProductId,
    /// Where.
    pub market: Market,
    /// ISO 4217 code.
    pub currency: String,
    /// Price in minor units.
    pub price_minor: i64,
    /// Price it is reduced from, in minor units.
    pub list_minor: Option<i64>,
    /// Whether it can be bought.
    pub availability: Availability,
    /// When the row was last written.
    pub updated_at: DateTime<Utc>,
}

impl OfferRow {
    /// The offer as readers get it; `None` for a currency that is no currency.
    pub fn offer(&self) -> Option<Offer> {
        let currency: Currency = self.currency.parse().ok()?;
        Some(Offer {
            market: self.market,
            price: Money {
                minor: self.price_minor,
                currency,
            },
            list_price: self.list_minor.map(|minor| Money { minor, currency }),
            availability: self.availability,
        })
    }
}

/// Price and availability as readers get them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Offer {
    /// Where.
    pub market: Market,
    /// The price now.
    pub price: Money,
    /// The price it is reduced from.
    pub list_price: Option<Money>,
    /// Whether it can be bought.
    pub availability: Availability,
}

/// What an editor or an import says of price and availability, without a period: from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferTerms {
    /// The price.
    pub price: Money,
    /// The price it is reduced from, in minor units; must be above the price.
    pub list_minor: Option<i64>,
    /// Whether it can be bought.
    pub availability: Availability,
}
