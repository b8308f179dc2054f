//! Rows of variants, and what of them is published.

use diesel::prelude::*;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Gtin;
use crate::catalog::product::model::ProductId;
use crate::db::schema::variants;
use crate::id_type;

id_type! {
    /// Id of a variant.
    VariantId
}

/// A variant as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = variants)]
pub struct VariantRow {
    /// Its id.
    pub id: VariantId,
    /// Its product.
    pub product_id: ProductId,
    /// Stock keeping unit, unique.
    pub sku: String,
    /// GTIN padded to 14 digits.
    pub gtin: Option<String>,
    /// How many digits were printed.
    pub gtin_digits: Option<i32>,
    /// What it is called, such as `60 capsules`.
    pub title: String,
    /// Net quantity of contents.
    pub net_quantity: Option<Decimal>,
    /// Unit of the net quantity.
    pub net_unit: Option<String>,
    /// Servings in it.
    pub servings: Option<Decimal>,
    /// Version for saving.
    pub version: i32,
}

/// A new variant.
#[derive(Debug, Insertable)]
#[diesel(table_name = variants)]
pub struct NewVariant<'a> {
    /// Its id.
    pub id: VariantId,
    /// Its product.
    pub product_id: ProductId,
    /// Stock keeping unit.
    pub sku: &'a str,
    /// GTIN padded to 14 digits.
    pub gtin: Option<String>,
    /// How many digits were printed.
    pub gtin_digits: Option<i32>,
    /// What it is called.
    pub title: &'a str,
    /// Net quantity of contents.
    pub net_quantity: Option<Decimal>,
    /// Unit of the net quantity.
    pub net_unit: Option<&'a str>,
    /// Servings in it.
    pub servings: Option<Decimal>,
    /// Place among the variants.
    pub position: i32,
}

/// How much is in a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NetQuantity {
    /// The number.
    pub value: Decimal,
    /// The unit, such as `capsule`, `g` or `mL`.
    pub unit: String,
}

impl NetQuantity {
    /// The quantity that unit prices refer to: one piece, or 100 of a weight or volume.
    pub fn reference(&self) -> Self {
        let value = if matches!(self.unit.as_str(), "g" | "mL") {
            Decimal::ONE_HUNDRED
        } else {
            Decimal::ONE
        };
        Self {
            value,
            unit: self.unit.clone(),
        }
    }
}

impl std::fmt::Display for NetQuantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let value = self.value.normalize();
        // Units of measure are invariable; pieces have a plural.
        let invariable = matches!(
            self.unit.as_str(),
            "g" | "mg" | "mcg" | "kg" | "mL" | "L" | "oz" | "fl oz" | "lb" | "count"
        );
        let plural = match self.unit.as_str() {
            unit if invariable || value == Decimal::ONE => unit.to_owned(),
            "gummy" => "gummies".to_owned(),
            "pouch" => "pouches".to_owned(),
            "box" => "boxes".to_owned(),
            unit if unit.ends_with('s') => unit.to_owned(),
            // What stands in brackets says how much one is: teaspoon (5 g).
            unit => match unit.split_once(" (") {
                Some((piece, size)) => format!("{piece}s ({size}"),
                None => format!("{unit}s"),
            },
        };
        write!(f, "{value} {plural}")
    }
}

/// A variant as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VariantDocument {
    /// Its id.
    pub id: VariantId,
    /// Stock keeping unit.
    pub sku: String,
    /// Global Trade Item Number as printed.
    pub gtin: Option<Gtin>,
    /// What it is called, such as `60 capsules`.
    pub title: String,
    /// How much is in it.
    pub net_quantity: Option<NetQuantity>,
    /// Servings in it.
    pub servings: Option<Decimal>,
    /// Values of the product's options, in their order.
    pub options: Vec<String>,
}

impl VariantRow {
    /// What of it is published, with the values of its options.
    pub fn document(self, options: Vec<String>) -> VariantDocument {
        VariantDocument {
            id: self.id,
            sku: self.sku,
            gtin: self
                .gtin
                .zip(self.gtin_digits)
                .and_then(|(padded, digits)| Gtin::from_padded(&padded, digits)),
            title: self.title,
            net_quantity: self
                .net_quantity
                .zip(self.net_unit)
                .map(|(value, unit)| NetQuantity { value, unit }),
            servings: self.servings,
            options,
        }
    }
}
