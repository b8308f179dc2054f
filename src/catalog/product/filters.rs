//! The filters of the product list: what a visitor chose, what is left to choose, and the address of each choice.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use serde::Deserialize;
use uuid::Uuid;

use super::model::Form;
use crate::catalog::category::pages::with_descendants;
use crate::catalog::market::Market;
use crate::error::AppError;
use crate::publishing::read::{self, Filter, Stored};
use crate::publishing::{Kind, Slug};

/// Longest search text.
const LONGEST_TEXT: usize = 100;

/// Filters of `/products`.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BrowseQuery {
    /// Text in the name.
    pub q: Option<String>,
    /// Slug of a brand.
    pub brand: Option<String>,
    /// Slug of a category.
    pub category: Option<String>,
    /// A form.
    pub form: Option<String>,
    /// A substance that is not in it.
    #[serde(rename = "free-from")]
    pub free_from: Option<String>,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// How long it is.
    pub limit: Option<String>,
}

/// One filter with its values.
pub struct Facet {
    /// What it filters by.
    pub title: &'static str,
    /// Its values.
    pub values: Vec<FacetValue>,
}

/// A value of a filter.
pub struct FacetValue {
    /// For people.
    pub name: String,
    /// Products that it leaves.
    pub count: i64,
    /// Address of the list with it, or without it if it is chosen.
    pub path: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

const FACETS: &[(&str, &str)] = &[
    ("category", "Category"),
    ("brand", "Brand"),
    ("form", "Form"),
    ("free-from", "Free from"),
];

/// What a visitor chose.
pub struct Selection {
    /// Text that names must hold.
    pub text: Option<String>,
    /// The market whose products are listed.
    market: Market,
    /// Facet and value, at most one a facet.
    pub chosen: Vec<(&'static str, String)>,
    brands: Vec<Stored>,
    categories: Vec<Stored>,
    /// A category with all below it, by slug of the category.
    below: HashMap<String, Vec<Uuid>>,
}

impl Selection {
    /// From the query and all brands and categories.
    ///
    /// # Errors
    /// A bad request that names the parameter.
    pub fn parse(
        query: &BrowseQuery,
        market: Market,
        brands: Vec<Stored>,
        categories: Vec<Stored>,
    ) -> Result<Self, AppError> {
        let mut chosen = Vec::new();
        let mut take = |facet: &'static str, value: &Option<String>| -> Result<(), AppError> {
            if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                let word = value.replace('_', "-");
                Slug::parse(&word)
                    .map_err(|_| AppError::bad_parameter(facet, "is no value of this filter"))?;
                chosen.push((facet, value.to_owned()));
            }
            Ok(())
        };
        take("category", &query.category)?;
        take("brand", &query.brand)?;
        take("form", &query.form)?;
        take("free-from", &query.free_from)?;
        let text = query
            .q
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned);
        if text.as_ref().is_some_and(|text| text.len() > LONGEST_TEXT) {
            return Err(AppError::bad_parameter(
                "q",
                "must be at most 100 characters long",
            ));
        }
        if text
            .as_ref()
            .is_some_and(|text| text.chars().any(char::is_control))
        {
            return Err(AppError::bad_parameter(
                "q",
                "must not hold control characters",
            ));
        }
        let below = with_descendants(&categories);
        Ok(Self {
            text,
            market,
            chosen,
            brands,
            categories,
            below,
        })
    }

    /// The filter of the selection, leaving out one facet so that its values can be counted.
    pub fn filter(&self, without: Option<&str>) -> Filter {
        let mut filter = Filter {
            text: self.text.clone(),
            all_of: self.market.listing_key().into_iter().collect(),
            ..Filter::default()
        };
        for (facet, value) in self
            .chosen
            .iter()
            .filter(|(facet, _)| Some(*facet) != without)
        {
            filter.any_of.push(self.keys(facet, value));
        }
        filter
    }

    /// Listing keys behind a value of a facet.
    fn keys(&self, facet: &str, value: &str) -> Vec<String> {
        match facet {
            "brand" => {
                let brand = self.brands.iter().find(|brand| brand.slug == value);
                vec![format!(
                    "brand:{}",
                    brand.map_or_else(String::new, |brand| brand.entity_id.to_string())
                )]
            }
            "category" => {
                let ids = self.below.get(value).map(Vec::as_slice).unwrap_or_default();
                ids.iter().map(|id| format!("category:{id}")).collect()
            }
            facet => vec![format!("{facet}:{value}")],
        }
    }

    /// What is left to choose, with counts.
    ///
    /// # Errors
    /// No database.
    pub async fn facets(&self, conn: &AsyncPgConnection) -> Result<Vec<Facet>, AppError> {
        let mut facets = Vec::with_capacity(FACETS.len());
        for (facet, title) in FACETS {
            let filter = self.filter(Some(facet));
            let counts =
                read::listing_counts(conn, Kind::Product, &filter, &format!("{facet}:")).await?;
            let values = self.values(facet, &counts);
            if !values.is_empty() {
                facets.push(Facet { title, values });
            }
        }
        Ok(facets)
    }

    fn values(&self, facet: &'static str, counts: &[(String, i64)]) -> Vec<FacetValue> {
        let count_of: HashMap<&str, i64> = counts
            .iter()
            .map(|(key, count)| (key.as_str(), *count))
            .collect();
        let count = |key: &str| count_of.get(key).copied().unwrap_or_default();
        let mut values: Vec<(String, String, i64)> = match facet {
            "brand" => self
                .brands
                .iter()
                .map(|b| {
                    (
                        b.slug.clone(),
                        b.card.title.clone(),
                        count(&b.entity_id.to_string()),
                    )
                })
                .collect(),
            "category" => self.root_categories(&count),
            _ => counts
                .iter()
                .map(|(key, count)| (key.clone(), self.name(facet, key), *count))
                .collect(),
        };
        values.retain(|(value, _, count)| *count > 0 || self.is_chosen(facet, value));
        values
            .into_iter()
            .map(|(value, name, count)| {
                let is_chosen = self.is_chosen(facet, &value);
                let other = if is_chosen { None } else { Some(value) };
                FacetValue {
                    name,
                    count,
                    path: self.address(&[(facet, other)], None),
                    is_chosen,
                }
            })
            .collect()
    }

    fn root_categories(&self, count: &dyn Fn(&str) -> i64) -> Vec<(String, String, i64)> {
        let roots = self.categories.iter().filter(|category| {
            category
                .document
                .get("parent_id")
                .is_none_or(|id| id.is_null())
        });
        roots
            .map(|root| {
                let ids = self
                    .below
                    .get(&root.slug)
                    .map(Vec::as_slice)
                    .unwrap_or_default();
                (
                    root.slug.clone(),
                    root.card.title.clone(),
                    ids.iter().map(|id| count(&id.to_string())).sum(),
                )
            })
            .collect()
    }

    fn is_chosen(&self, facet: &str, value: &str) -> bool {
        self.chosen
            .iter()
            .any(|(chosen, of)| *chosen == facet && of == value)
    }

    fn name(&self, facet: &str, value: &str) -> String {
        let title = |list: &[Stored]| {
            list.iter()
                .find(|stored| stored.slug == value)
                .map_or_else(|| value.to_owned(), |stored| stored.card.title.clone())
        };
        match facet {
            "form" => value
                .parse::<Form>()
                .map_or_else(|_| value.to_owned(), |form| form.words().to_owned()),
            "brand" => title(&self.brands),
            "category" => title(&self.categories),
            "free-from" if value == "gmo" => "GMOs".to_owned(),
            _ => value.replace('_', " "),
        }
    }

    /// What was chosen, each with the address without it.
    pub fn chips(&self) -> Vec<FacetValue> {
        self.chosen
            .iter()
            .map(|(facet, value)| {
                let name = self.name(facet, value);
                let name = if *facet == "free-from" {
                    format!("No {name}")
                } else {
                    name
                };
                FacetValue {
                    name,
                    count: 0,
                    path: self.address(&[(facet, None)], None),
                    is_chosen: true,
                }
            })
            .collect()
    }

    /// Address of the list with some facets changed: set to a value, or taken away.
    pub fn address(&self, changes: &[(&str, Option<String>)], cursor: Option<&str>) -> String {
        let mut pairs: Vec<(&str, String)> =
            self.text.iter().map(|text| ("q", text.clone())).collect();
        for (facet, _) in FACETS {
            let changed = changes.iter().find(|(changed, _)| changed == facet);
            let value = match changed {
                Some((_, value)) => value.clone(),
                None => self
                    .chosen
                    .iter()
                    .find(|(chosen, _)| chosen == facet)
                    .map(|(_, value)| value.clone()),
            };
            pairs.extend(value.map(|value| (*facet, value)));
        }
        pairs.extend(cursor.map(|cursor| ("cursor", cursor.to_owned())));
        let list = self.market.path("/products");
        if pairs.is_empty() {
            return list;
        }
        let query: Vec<String> = pairs
            .iter()
            .map(|(key, value)| format!("{key}={}", encode(value)))
            .collect();
        format!("{list}?{}", query.join("&"))
    }
}

/// Percent-encodes a value for a query.
fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            b' ' => "+".to_owned(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
