//! Makes what the index keeps of a product.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::catalog::assertion::model::Statement;
use crate::catalog::formula::model::FormulaRow;
use crate::catalog::product::document::ProductDocument;
use crate::catalog::product::list::{facts, marks, unit_price};
use crate::catalog::product::view::{ProductView, VariantView};
use crate::evidence::ingredient::document::IngredientDocument;
use crate::publishing::read::Published;
use crate::publishing::resolve::LinkedCard;
use crate::search::shelf::amount::{declared, nutrient_of};
use crate::search::shelf::entry::{Amount, Card, Entry, Text, Value};
use crate::search::shelf::facet::Facet;

/// A product with the text by which it is found.
pub type Indexed = (Entry, Text);

/// Public ingredients by id.
pub type Ingredients = HashMap<Uuid, Published<IngredientDocument>>;

/// A product as the index keeps it, made of the view that its page is made of: a card in a list says what the page says.
pub fn indexed_as(view: &ProductView, ingredients: &Ingredients) -> Indexed {
    let document = &view.product.document;
    let rows = rows_of(document);
    let mut held: Vec<&Published<IngredientDocument>> = Vec::new();
    for id in rows.iter().filter_map(|row| row.ingredient_id) {
        if let Some(ingredient) = ingredients.get(&id.0)
            && !held.iter().any(|known| known.entity_id == id.0)
        {
            held.push(ingredient);
        }
    }
    let offers = view.variants.iter().filter_map(|variant| variant.offer);
    let prices: Vec<i64> = offers.map(|offer| offer.price.minor).collect();
    let cheapest = view
        .variants
        .iter()
        .filter_map(|variant| Some((variant, variant.offer?)))
        .min_by_key(|(_, offer)| (!offer.availability.can_be_ordered(), offer.price.minor));
    let brand = view.brand.as_ref().map(|brand| brand.card.title.clone());
    let card = Card {
        id: view.product.entity_id,
        slug: view.product.slug.clone(),
        url: view.path.clone(),
        name: document.name.clone(),
        brand: brand.clone().unwrap_or_default(),
        form: document.form,
        image: document.images.first().cloned(),
        facts: facts(document),
        marks: marks(document),
        prices_differ: prices.iter().min() != prices.iter().max(),
        price: cheapest.map(|(_, offer)| offer.price),
        list_price: cheapest.and_then(|(_, offer)| offer.list_price),
        unit_price: cheapest.and_then(|(variant, _)| unit_price(variant)),
        availability: cheapest.map(|(_, offer)| offer.availability),
    };
    let entry = Entry {
        id: view.product.entity_id,
        name: document.name.to_lowercase(),
        price: card.price.map(|price| price.minor),
        unit_price: cheapest.and_then(|(variant, _)| unit_price_rank(variant)),
        published: view.product.first_published_at.timestamp(),
        values: values(view, &held),
        amounts: amounts(&rows, ingredients),
        card,
    };
    (entry, text(view, &held, brand.unwrap_or_default()))
}

/// By unit first, because a price for a capsule is none for 100 g, then by price.
fn unit_price_rank(variant: &VariantView) -> Option<i64> {
    /// Above every price.
    const NEXT: i64 = 1_000_000_000_000;
    let (price, reference) = variant.unit_price.as_ref()?;
    let unit = match reference.unit.as_str() {
        "g" => 1,
        "ml" | "mL" => 2,
        _ => 0,
    };
    Some(unit * NEXT + price.minor.min(NEXT - 1))
}

fn rows_of(document: &ProductDocument) -> Vec<&FormulaRow> {
    let formula = document.formula.iter();
    formula
        .flat_map(|formula| {
            let rows = formula.walk().into_iter().map(|(_, row)| row);
            rows.chain(&formula.other_ingredients)
        })
        .collect()
}

fn values(view: &ProductView, held: &[&Published<IngredientDocument>]) -> Vec<Arc<Value>> {
    let document = &view.product.document;
    let value = |facet: Facet, key: &str, label: &str| Value {
        facet,
        key: key.to_owned(),
        label: label.to_owned(),
        parent: None,
    };
    let linked = |facet: Facet, card: &LinkedCard| value(facet, &card.slug, &card.card.title);
    let mut values = vec![value(
        Facet::Form,
        document.form.as_str(),
        document.form.words(),
    )];
    values.extend(view.brand.iter().map(|brand| linked(Facet::Brand, brand)));
    let mut parent: Option<String> = None;
    for category in &view.categories {
        values.push(Value {
            parent: parent.replace(category.slug.clone()),
            ..linked(Facet::Category, category)
        });
    }
    let free = document
        .assertions
        .iter()
        .filter(|assertion| assertion.statement == Statement::FreeFrom);
    values.extend(free.map(|assertion| {
        value(
            Facet::FreeFrom,
            &assertion.substance,
            &assertion.substance_words(),
        )
    }));
    values.extend(held.iter().map(|ingredient| {
        value(
            Facet::Ingredient,
            &ingredient.slug,
            &ingredient.document.name,
        )
    }));
    // A goal only by a claim that the page may show.
    let topics = view.claims.iter().filter_map(|claim| claim.topic.as_ref());
    values.extend(topics.map(|topic| linked(Facet::Topic, topic)));
    values.sort_by(|one, other| (one.facet, &one.key).cmp(&(other.facet, &other.key)));
    values.dedup_by(|one, other| (one.facet, &one.key) == (other.facet, &other.key));
    values.into_iter().map(Arc::new).collect()
}

/// How much of each ingredient a serving holds; unknown is not zero.
fn amounts(rows: &[&FormulaRow], ingredients: &Ingredients) -> Vec<Amount> {
    let mut amounts: Vec<Amount> = Vec::new();
    for row in rows {
        let known = row.ingredient_id.and_then(|id| ingredients.get(&id.0));
        let Some(ingredient) = known else { continue };
        let quantity = row.quantity();
        let amount = Amount {
            ingredient: ingredient.slug.clone(),
            label: quantity.map(ToString::to_string),
            measured: quantity.and_then(|quantity| {
                let nutrient = nutrient_of(&ingredient.document.name);
                declared(quantity.value, &quantity.unit, nutrient)
            }),
        };
        // An ingredient that stands in several rows counts by the first that states how much.
        match amounts
            .iter_mut()
            .find(|known| known.ingredient == amount.ingredient)
        {
            None => amounts.push(amount),
            Some(known) if known.label.is_none() => *known = amount,
            Some(_) => {}
        }
    }
    amounts
}

fn text(view: &ProductView, held: &[&Published<IngredientDocument>], brand: String) -> Text {
    let document = &view.product.document;
    let mut names: Vec<&str> = Vec::new();
    for ingredient in held {
        names.push(&ingredient.document.name);
        names.extend(ingredient.document.latin_name.as_deref());
        let synonyms = ingredient.document.synonyms.iter();
        names.extend(synonyms.map(|synonym| synonym.name.as_str()));
    }
    let topics = view.claims.iter().filter_map(|claim| claim.topic.as_ref());
    let topics: Vec<&str> = topics.map(|topic| topic.card.title.as_str()).collect();
    let mut rest = vec![view.texts.summary.as_str(), document.form.words()];
    rest.extend(
        view.categories
            .iter()
            .map(|category| category.card.title.as_str()),
    );
    rest.extend(
        document
            .variants
            .iter()
            .map(|variant| variant.title.as_str()),
    );
    let free = document
        .assertions
        .iter()
        .filter(|assertion| assertion.statement == Statement::FreeFrom);
    let free: Vec<String> = free
        .map(|assertion| format!("{} free", assertion.substance_words()))
        .collect();
    rest.extend(free.iter().map(String::as_str));
    let codes = document.variants.iter().flat_map(|variant| {
        let gtin = variant.gtin.as_ref().map(ToString::to_string);
        // As people type it: with or without leading zeros.
        let gtin = gtin.map(|gtin| gtin.trim_start_matches('0').to_owned());
        [Some(variant.sku.to_lowercase()), gtin]
            .into_iter()
            .flatten()
    });
    Text {
        name: document.name.clone(),
        brand,
        ingredients: names.join(" . "),
        topics: topics.join(" . "),
        description: rest.join(" . "),
        codes: codes.collect(),
    }
}
