//! A product as the protocol tells it. Its words are those of feeds, which claim nothing; claims stand in `metadata`, in words
//! approved for where it is sold, and only in answers that carry their disclosures.

use serde_json::{Map, Value, json};

use super::disclosure::disclosures;
use super::request::SelectedOption;
use crate::catalog::formula::panel::{composition, panel};
use crate::catalog::market::{Market, Money};
use crate::catalog::product::document::contained_allergens;
use crate::catalog::product::view::ProductView;
use crate::compliance::facts_panel;
use crate::error::AppError;
use crate::feeds::channel::agentic::{media, price, unit_price};
use crate::feeds::channel::listing::{Listing, of_product};

/// A product with its offered variants.
pub struct Told {
    view: ProductView,
    /// The variants that are offered, the one that is featured first.
    pub variants: Vec<Listing>,
}

impl Told {
    /// What is told of a product; nothing if it is not offered.
    pub fn new(view: ProductView, site: &str) -> Option<Self> {
        let mut variants = of_product(&view, site);
        if variants.is_empty() {
            return None;
        }
        // What can be bought stands first.
        variants.sort_by_key(|variant| !variant.availability.can_be_ordered());
        Some(Self { view, variants })
    }

    /// The id under which agents know it.
    pub fn id(&self) -> &str {
        self.variants.first().map_or("", |first| &first.group)
    }

    /// Whether an id is its handle or its id in the catalog.
    pub fn is_called(&self, id: &str) -> bool {
        self.view.product.slug == id || self.id() == id
    }

    /// The messages that must be shown with it, at its path in the answer.
    pub fn disclosures(&self, path: &str) -> Vec<Value> {
        disclosures(&self.view, path)
    }

    /// The product with some of its variants.
    ///
    /// # Errors
    /// None in practice.
    pub fn product(&self, variants: &[Value], site: &str) -> Result<Value, AppError> {
        let Some(first) = self.variants.first() else {
            return Ok(Value::Null);
        };
        let prices = || self.variants.iter().map(|variant| variant.price);
        let lists = || {
            self.variants
                .iter()
                .filter_map(|variant| variant.list_price)
        };
        let mut product = json!({
            "id": first.group,
            "handle": self.view.product.slug,
            "title": first.product,
            "description": { "plain": first.description },
            "url": first.product_url,
            "categories": categories(first),
            "price_range": range(prices()),
            "media": media(first),
            "options": options(&self.variants, &|_, _| Value::Null),
            "variants": variants,
            "metadata": self.metadata(site)?,
        });
        let lists = range(lists());
        if let (true, Some(members)) = (lists.is_object(), product.as_object_mut()) {
            members.insert("list_price_range".to_owned(), lists);
        }
        Ok(product)
    }

    /// What the protocol has no place for: the label, claims with their ids, and what it is free from.
    fn metadata(&self, site: &str) -> Result<Value, AppError> {
        let view = &self.view;
        let document = &view.product.document;
        let mut metadata = Map::new();
        let mut set = |name: &str, value: Value| {
            metadata.insert(name.to_owned(), value);
        };
        set("form", json!(document.form));
        set("directions", json!(view.texts.directions));
        set("assertions", serde_json::to_value(&document.assertions)?);
        set("updated_at", json!(view.product.updated_at));
        let formula = document.formula.as_ref();
        match view.market {
            Market::Us => {
                let panel =
                    formula.map(|formula| panel(formula, contained_allergens(document), &|_| None));
                set(
                    "supplement_facts_text",
                    json!(panel.as_ref().map(facts_panel::to_text)),
                );
                set("supplement_facts", serde_json::to_value(panel)?);
            }
            Market::Eu => set(
                "composition",
                serde_json::to_value(formula.and_then(composition))?,
            ),
        }
        let claims: Vec<Value> = view
            .claims
            .iter()
            .filter_map(|claim| {
                let wording = claim.product_wording(view.market)?;
                Some(json!({
                    "id": claim.id(),
                    "wording": wording.text,
                    "evidence": format!("{site}/api/v1/claims/{}?market={}", claim.claim.slug, view.market),
                }))
            })
            .collect();
        set("claims", json!(claims));
        Ok(Value::Object(metadata))
    }
}

/// A variant.
pub fn variant(listing: &Listing, shop: &str) -> Value {
    let chosen: Vec<Value> = listing
        .options
        .iter()
        .map(|(name, label)| json!({ "name": name, "label": label }))
        .collect();
    let mut variant = json!({
        "id": listing.sku,
        "sku": listing.sku,
        "title": listing.title,
        "description": { "plain": listing.description },
        "url": listing.url,
        "categories": categories(listing),
        "price": price(listing.price),
        "availability": {
            "available": listing.availability.can_be_ordered(),
            "status": listing.availability.as_str(),
        },
        "options": chosen,
        "media": media(listing),
        "seller": { "name": shop },
    });
    let mut set = |name: &str, value: Option<Value>| {
        if let (Some(value), Some(members)) = (value, variant.as_object_mut()) {
            members.insert(name.to_owned(), value);
        }
    };
    set("list_price", listing.list_price.map(price));
    set("unit_price", unit_price(listing));
    let gtin = listing.gtin.as_ref();
    set(
        "barcodes",
        gtin.map(|gtin| json!([{ "type": "GTIN", "value": gtin }])),
    );
    variant
}

/// What variants differ by. `more` adds what is known of a value, by the place of its option and its label.
pub fn options(variants: &[Listing], more: &dyn Fn(usize, &str) -> Value) -> Value {
    let Some(first) = variants.first() else {
        return json!([]);
    };
    let option = |(at, (name, _)): (usize, &(String, String))| {
        let mut labels: Vec<&str> = Vec::new();
        for variant in variants {
            if let Some((_, label)) = variant.options.get(at)
                && !labels.contains(&label.as_str())
            {
                labels.push(label);
            }
        }
        let values: Vec<Value> = labels
            .into_iter()
            .map(|label| {
                let mut value = json!({ "label": label });
                if let (Value::Object(more), Some(members)) =
                    (more(at, label), value.as_object_mut())
                {
                    members.extend(more);
                }
                value
            })
            .collect();
        json!({ "name": name, "values": values })
    };
    first.options.iter().enumerate().map(option).collect()
}

/// Whether a variant has everything that was chosen.
pub fn has(listing: &Listing, selected: &[SelectedOption]) -> bool {
    selected.iter().all(|wanted| {
        let mut options = listing.options.iter();
        options.any(|(name, label)| {
            name.eq_ignore_ascii_case(&wanted.name) && label.eq_ignore_ascii_case(&wanted.label)
        })
    })
}

fn categories(listing: &Listing) -> Value {
    if listing.categories.is_empty() {
        return json!([]);
    }
    json!([{ "value": listing.categories.join(" > "), "taxonomy": "merchant" }])
}

/// From the lowest to the highest price; nothing when there is none.
fn range(prices: impl Iterator<Item = Money> + Clone) -> Value {
    let lowest = prices.clone().min_by_key(|money| money.minor);
    let highest = prices.max_by_key(|money| money.minor);
    match (lowest, highest) {
        (Some(lowest), Some(highest)) => json!({ "min": price(lowest), "max": price(highest) }),
        _ => Value::Null,
    }
}
