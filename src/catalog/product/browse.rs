//! The product list with its filters, and the home page.

use std::collections::HashMap;

use actix_web::{HttpRequest, web};
use askama::Template;
use diesel_async::AsyncPgConnection;
use futures_util::future::try_join;
use serde::Deserialize;

use super::list::{ListedProduct, list_products};
use super::model::Form;
use crate::catalog::market::Market;
use crate::db::paging::PageRequest;
use crate::error::AppError;
use crate::publishing::read::{self, Filter, Stored};
use crate::publishing::{Kind, Slug};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageCtx, PageResult, respond};

/// Most brands and categories that a filter offers.
const MOST: i64 = 500;
/// Longest search text.
const LONGEST_TEXT: usize = 100;

/// Filters of `/products`.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BrowseQuery {
    q: Option<String>,
    brand: Option<String>,
    category: Option<String>,
    form: Option<String>,
    #[serde(rename = "free-from")]
    free_from: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
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

#[derive(Template)]
#[template(path = "catalog/products.html")]
struct ProductsPage {
    page: PageCtx,
    text: String,
    total: i64,
    facets: Vec<Facet>,
    chosen: Vec<FacetValue>,
    products: Vec<ListedProduct>,
    next: Option<String>,
    is_filtered: bool,
    hidden: Vec<(&'static str, String)>,
}

/// Products with filters: `/products`.
///
/// # Errors
/// A malformed parameter, named.
pub async fn product_list_page(
    state: State,
    request: HttpRequest,
    query: web::Query<BrowseQuery>,
) -> PageResult {
    let query = query.into_inner();
    let page_request = PageRequest::parse(query.cursor.as_deref(), query.limit.as_deref())?;
    let conn = state.db.read().await?;
    let everything = Filter::default();
    let all = PageRequest {
        after: None,
        limit: MOST,
    };
    let (brands, categories) = try_join(
        read::list(&conn, Kind::Brand, &everything, &all),
        read::list(&conn, Kind::Category, &everything, &all),
    )
    .await?;
    let selection = Selection::parse(&query, brands.items, categories.items)?;
    let filter = selection.filter(None);
    let (total, products) = tokio::try_join!(
        async { Ok::<_, AppError>(read::count(&conn, Kind::Product, &filter).await?) },
        list_products(&conn, &filter, &page_request, Market::Us),
    )?;
    let facets = selection.facets(&conn).await?;
    let is_filtered = !selection.chosen.is_empty() || selection.text.is_some();
    let mut page = PageCtx::new(&state.config.public_url, "/products", "All products")
        .described("Every product in this catalog, with what is in it, what it costs and what its claims rest on.")
        .in_section("products")
        .under(&[]);
    if is_filtered || page_request.after.is_some() {
        // One address for the list in search engines; combinations of filters have no end.
        page.robots = Some("noindex, follow");
    }
    let page = ProductsPage {
        page,
        text: selection.text.clone().unwrap_or_default(),
        total,
        chosen: selection.chips(),
        hidden: selection
            .chosen
            .iter()
            .map(|(facet, value)| (*facet, value.clone()))
            .collect(),
        facets,
        products: products.items,
        next: products
            .next
            .map(|cursor| selection.address(&[], Some(&cursor.to_string()))),
        is_filtered,
    };
    respond(&request, &page, CachePolicy::Revalidate)
}

const FACETS: &[(&str, &str)] = &[
    ("category", "Category"),
    ("brand", "Brand"),
    ("form", "Form"),
    ("free-from", "Free from"),
];

/// What a visitor chose.
struct Selection {
    text: Option<String>,
    /// Facet and value, at most one a facet.
    chosen: Vec<(&'static str, String)>,
    brands: Vec<Stored>,
    categories: Vec<Stored>,
    /// A category with all below it, by slug of the category.
    below: HashMap<String, Vec<uuid::Uuid>>,
}

impl Selection {
    fn parse(
        query: &BrowseQuery,
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
        let below = super::super::category::pages::with_descendants(&categories);
        Ok(Self {
            text,
            chosen,
            brands,
            categories,
            below,
        })
    }

    /// The filter of the selection, leaving out one facet so that its values can be counted.
    fn filter(&self, without: Option<&str>) -> Filter {
        let mut filter = Filter {
            text: self.text.clone(),
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

    async fn facets(&self, conn: &AsyncPgConnection) -> Result<Vec<Facet>, AppError> {
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

    fn chips(&self) -> Vec<FacetValue> {
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
    fn address(&self, changes: &[(&str, Option<String>)], cursor: Option<&str>) -> String {
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
        if pairs.is_empty() {
            return "/products".to_owned();
        }
        let query: Vec<String> = pairs
            .iter()
            .map(|(key, value)| format!("{key}={}", encode(value)))
            .collect();
        format!("/products?{}", query.join("&"))
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

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    page: PageCtx,
    products: Vec<ListedProduct>,
    categories: Vec<Stored>,
    topics: Vec<Stored>,
    articles: Vec<Stored>,
    brands: Vec<Stored>,
    total: i64,
}

/// The front page: `/`.
///
/// # Errors
/// No database.
pub async fn home_page(state: State, request: HttpRequest) -> PageResult {
    let conn = state.db.read().await?;
    let everything = Filter::default();
    let all = |limit| PageRequest { after: None, limit };
    let (few, many) = (all(6), all(MOST));
    let newest = read::newest(&conn, Kind::Product, 8).await?;
    let products = newest
        .into_iter()
        .map(Stored::decode)
        .collect::<Result<Vec<_>, _>>()
        .map_err(AppError::from)?;
    let products = super::list::cards_of(&conn, products, Market::Us).await?;
    let (topics, articles, brands, categories, total) = tokio::try_join!(
        read::list(&conn, Kind::Topic, &everything, &many),
        read::list(&conn, Kind::Article, &everything, &few),
        read::list(&conn, Kind::Brand, &everything, &many),
        read::list(&conn, Kind::Category, &everything, &many),
        read::count(&conn, Kind::Product, &everything),
    )?;
    let mut categories = categories.items;
    categories.retain(|category| {
        category
            .document
            .get("parent_id")
            .is_none_or(|id| id.is_null())
    });
    categories.sort_by_key(|category| {
        category
            .document
            .get("position")
            .and_then(serde_json::Value::as_i64)
    });
    let site = state.config.public_url.as_str();
    let page = PageCtx::new(site, "/", "Formulary")
        .described("Dietary supplements with what is in them, what they cost, and what every claim rests on.")
        .in_section("home")
        .with_json_ld(vec![
            serde_json::json!({ "@type": "WebSite", "@id": format!("{site}/#site"), "name": "Formulary", "url": format!("{site}/") }),
            serde_json::json!({ "@type": "Organization", "@id": format!("{site}/#org"), "name": "Formulary", "url": format!("{site}/") }),
        ])?;
    let page = HomePage {
        page,
        products,
        categories,
        topics: topics.items,
        articles: articles.items,
        brands: brands.items,
        total,
    };
    respond(&request, &page, CachePolicy::Revalidate)
}
