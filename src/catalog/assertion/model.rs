//! A statement that a product contains something or is free from it, with what the statement rests on.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalog::product::model::ProductId;
use crate::db::schema::assertions;
use crate::{id_type, text_enum};

id_type! {
    /// Id of an assertion.
    AssertionId
}

text_enum! {
    /// What is stated.
    Statement {
        /// It is in it.
        Contains = "contains",
        /// It is not in it.
        FreeFrom = "free_from",
        /// It may be in it by accident.
        MayContain = "may_contain",
        /// Nobody has said.
        Unknown = "unknown",
    }
}

impl Statement {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Contains => "Contains",
            Self::FreeFrom => "Free from",
            Self::MayContain => "May contain",
            Self::Unknown => "Not known",
        }
    }
}

text_enum! {
    /// What a statement rests on.
    Basis {
        /// The formula itself.
        Formula = "formula",
        /// A document of a supplier.
        SupplierDocument = "supplier_document",
        /// A laboratory's test.
        LaboratoryTest = "laboratory_test",
        /// A statement on the label.
        LabelStatement = "label_statement",
        /// A statement of the maker elsewhere.
        ManufacturerStatement = "manufacturer_statement",
    }
}

impl Basis {
    /// In words, to follow "Basis:".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Formula => "the formula",
            Self::SupplierDocument => "a supplier's document",
            Self::LaboratoryTest => "a laboratory test",
            Self::LabelStatement => "a statement on the label",
            Self::ManufacturerStatement => "a statement by the maker",
        }
    }
}

/// The major food allergens of the United States, FD&C Act section 201(qq).
pub const MAJOR_ALLERGENS: &[&str] = &[
    "milk",
    "eggs",
    "fish",
    "crustacean_shellfish",
    "tree_nuts",
    "peanuts",
    "wheat",
    "soybeans",
    "sesame",
];

/// An assertion as it is edited and published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, ToSchema)]
#[diesel(table_name = assertions)]
pub struct Assertion {
    /// What is stated.
    pub statement: Statement,
    /// Of what, such as `gluten` or `artificial_colors`.
    pub substance: String,
    /// What the statement rests on.
    pub basis: Basis,
    /// The document that says so.
    pub document: Option<String>,
    /// As of when.
    pub as_of: Option<NaiveDate>,
}

impl Assertion {
    /// The substance in words.
    pub fn substance_words(&self) -> String {
        match self.substance.as_str() {
            "gmo" => "GMOs".to_owned(),
            "animal_products" => "animal products".to_owned(),
            other => other.replace('_', " "),
        }
    }

    /// Whether the substance is a major allergen.
    pub fn is_allergen(&self) -> bool {
        MAJOR_ALLERGENS.contains(&self.substance.as_str())
    }
}

/// A new assertion.
#[derive(Debug, Insertable)]
#[diesel(table_name = assertions)]
pub struct NewAssertion<'a> {
    /// Its id.
    pub id: AssertionId,
    /// Its product.
    pub product_id: ProductId,
    /// What is stated.
    pub statement: Statement,
    /// Of what.
    pub substance: &'a str,
    /// What it rests on.
    pub basis: Basis,
    /// The document that says so.
    pub document: Option<&'a str>,
    /// As of when.
    pub as_of: Option<NaiveDate>,
    /// Place among the assertions.
    pub position: i32,
}
