//! What agents ask. Members that the protocol does not know yet are let pass, as it says.

use serde::Deserialize;

use crate::catalog::market::{Currency, Market};

/// Most ids of one lookup.
pub const MOST_IDS: usize = 50;
/// Most products on a page.
const MOST: usize = 50;
/// Products on a page unless said.
const USUAL: usize = 10;

/// The member states of the European Union, ISO 3166-1 alpha-2.
const EUROPEAN_UNION: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// For whom an agent asks.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Context {
    /// The country.
    pub address_country: Option<String>,
    /// The currency that prices are wished and price filters are written in.
    pub currency: Option<String>,
}

impl Context {
    /// The market whose products, prices and words are meant.
    pub fn market(&self) -> Market {
        let country = self.address_country.as_deref().map(str::to_uppercase);
        match country {
            Some(country) if EUROPEAN_UNION.contains(&country.as_str()) => Market::Eu,
            Some(_) => Market::Us,
            None if self.currency() == Some(Currency::EUR) => Market::Eu,
            None => Market::Us,
        }
    }

    /// The currency that was named, if it is one.
    pub fn currency(&self) -> Option<Currency> {
        self.currency.as_deref()?.to_uppercase().parse().ok()
    }
}

/// A range of prices in minor units.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct PriceFilter {
    /// The lowest.
    pub min: Option<i64>,
    /// The highest.
    pub max: Option<i64>,
}

/// What narrows the answer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filters {
    /// Categories, any of which will do.
    pub categories: Vec<String>,
    /// Prices.
    pub price: Option<PriceFilter>,
}

impl Filters {
    /// Whether nothing is narrowed.
    pub fn is_empty(&self) -> bool {
        self.categories.is_empty() && self.price.is_none()
    }
}

/// Which page is meant.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Pagination {
    /// Where it begins.
    pub cursor: Option<String>,
    /// How many products it has.
    pub limit: Option<u64>,
}

impl Pagination {
    /// How many products the page has: more are not given.
    pub fn limit(&self) -> usize {
        let wanted = self.limit.and_then(|limit| usize::try_from(limit).ok());
        wanted.unwrap_or(USUAL).clamp(1, MOST)
    }
}

/// A search.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SearchRequest {
    /// Words.
    pub query: Option<String>,
    /// For whom.
    pub context: Context,
    /// What narrows it.
    pub filters: Filters,
    /// Which page.
    pub pagination: Pagination,
}

/// A look-up of several.
#[derive(Debug, Clone, Deserialize)]
pub struct LookupRequest {
    /// Products by id or handle, variants by id or barcode.
    pub ids: Vec<String>,
    /// For whom.
    #[serde(default)]
    pub context: Context,
    /// What narrows it.
    #[serde(default)]
    pub filters: Filters,
}

/// The value of an option that was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SelectedOption {
    /// The option.
    pub name: String,
    /// The value.
    pub label: String,
}

/// A look at one product.
#[derive(Debug, Clone, Deserialize)]
pub struct ProductRequest {
    /// A product by id or handle, or a variant by id or barcode.
    pub id: String,
    /// What was chosen so far.
    #[serde(default)]
    pub selected: Vec<SelectedOption>,
    /// Options in the order in which they matter.
    #[serde(default)]
    pub preferences: Vec<String>,
    /// For whom.
    #[serde(default)]
    pub context: Context,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_market_follows_the_country_then_the_currency() {
        let market = |country: Option<&str>, currency: Option<&str>| {
            let context = Context {
                address_country: country.map(str::to_owned),
                currency: currency.map(str::to_owned),
            };
            context.market()
        };
        assert_eq!(market(Some("de"), None), Market::Eu);
        assert_eq!(market(Some("US"), Some("EUR")), Market::Us);
        assert_eq!(market(None, Some("eur")), Market::Eu);
        assert_eq!(market(None, None), Market::Us);
        assert_eq!(market(None, Some("gold")), Market::Us);
    }

    #[test]
    fn a_page_has_ten_products_and_at_most_fifty() {
        let limit = |limit| {
            Pagination {
                cursor: None,
                limit,
            }
            .limit()
        };
        assert_eq!(
            [
                limit(None),
                limit(Some(3)),
                limit(Some(0)),
                limit(Some(u64::MAX))
            ],
            [10, 3, 1, 50]
        );
    }
}
