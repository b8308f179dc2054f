//! What the index keeps of a product in one market.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::amount::Measured;
use super::facet::Facet;
use crate::catalog::market::Money;
use crate::catalog::offer::model::Availability;
use crate::catalog::product::model::Form;
use crate::publishing::Image;

/// A value of a facet that a product has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// Of which facet.
    pub facet: Facet,
    /// The word of addresses: a slug, or the word of an enum.
    pub key: String,
    /// For people.
    pub label: String,
    /// The value above it, in a facet that is a tree.
    pub parent: Option<String>,
}

/// How much of an ingredient a serving holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    /// Slug of the ingredient.
    pub ingredient: String,
    /// As the label states it; nothing where it states none, which is not zero.
    pub label: Option<String>,
    /// In a unit in which it can be compared, where there is one.
    pub measured: Option<Measured>,
}

/// Text by which it is found, by weight.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Its name.
    pub name: String,
    /// Its brand.
    pub brand: String,
    /// Its ingredients with their synonyms.
    pub ingredients: String,
    /// What its claims are about.
    pub topics: String,
    /// Summary, form and category.
    pub description: String,
    /// SKUs and GTINs, which must match whole.
    pub codes: Vec<String>,
}

/// A product as the index has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its id.
    pub id: Uuid,
    /// Its name in lower case, by which lists are sorted.
    pub name: String,
    /// Lowest price in minor units.
    pub price: Option<i64>,
    /// Lowest price of a reference quantity, in minor units.
    pub unit_price: Option<i64>,
    /// When it first became public, in seconds of Unix time.
    pub published: i64,
    /// Everything it can be narrowed by, sorted by facet and key. Products on a shelf share what they have in common.
    pub values: Vec<Arc<Value>>,
    /// What a serving holds.
    pub amounts: Vec<Amount>,
    /// The card of lists.
    pub card: Card,
}

/// A product as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Hit)]
pub struct Card {
    /// Its id.
    pub id: Uuid,
    /// Its slug.
    pub slug: String,
    /// Its address, in answers with the site before it.
    pub url: String,
    /// Its name.
    pub name: String,
    /// Name of its brand.
    pub brand: String,
    /// Capsules, powder and so on.
    pub form: Form,
    /// Its picture.
    pub image: Option<Image>,
    /// Its main ingredient with its amount, and the form.
    pub facts: Vec<String>,
    /// What it is free from.
    pub marks: Vec<String>,
    /// Whether its variants differ in price.
    pub prices_differ: bool,
    /// Price of the cheapest variant that can be ordered, else of the cheapest.
    pub price: Option<Money>,
    /// The price it is reduced from.
    pub list_price: Option<Money>,
    /// Price for a reference quantity, in words.
    pub unit_price: Option<String>,
    /// Whether that variant can be bought.
    pub availability: Option<Availability>,
}

impl Card {
    /// With addresses that hold elsewhere too.
    #[must_use]
    pub fn on(self, site: &str) -> Self {
        Self {
            url: format!("{site}{}", self.url),
            image: self.image.map(|image| image.on(site)),
            ..self
        }
    }
}

#[cfg(test)]
impl Entry {
    /// A product of which nothing is known but its number and name.
    pub fn blank(number: u32, name: &str) -> Self {
        let id = Uuid::from_u128(u128::from(number) + 1);
        Self {
            id,
            name: name.to_lowercase(),
            price: None,
            unit_price: None,
            published: 0,
            values: Vec::new(),
            amounts: Vec::new(),
            card: Card {
                id,
                slug: String::new(),
                url: String::new(),
                name: name.to_owned(),
                brand: String::new(),
                form: Form::Capsule,
                image: None,
                facts: Vec::new(),
                marks: Vec::new(),
                prices_differ: false,
                price: None,
                list_price: None,
                unit_price: None,
                availability: None,
            },
        }
    }
}
