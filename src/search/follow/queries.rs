//! Reads of what the index is made of: public products as readers get them, and what else the search knows.

use diesel::prelude::*;
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::make::{Indexed, Ingredients, indexed_as};
use crate::catalog::market::Market;
use crate::catalog::product::document::ProductDocument;
use crate::catalog::product::for_lists::ForLists;
use crate::content::article::document::ArticleDocument;
use crate::content::plain::plain;
use crate::content::protocol::document::ProtocolDocument;
use crate::error::AppError;
use crate::evidence::ingredient::document::IngredientDocument;
use crate::evidence::topic::document::TopicDocument;
use crate::publishing::read::{self, Published, Stored};
use crate::publishing::resolve::{Resolved, resolve};
use crate::publishing::{Document, Kind, Role};
use crate::search::knowledge::Sources;
use crate::search::knowledge::education::Guide;
use crate::search::rule::document::SearchRuleDocument;
use crate::search::synonym::document::SynonymDocument;

/// Products as they were published; those that are not public are left out.
pub async fn products(
    conn: &AsyncPgConnection,
    ids: &[Uuid],
) -> QueryResult<Vec<Published<ProductDocument>>> {
    let stored = read::by_ids(conn, ids).await?;
    let products = stored
        .into_iter()
        .filter(|stored| stored.kind == Kind::Product);
    let decoded = products.filter_map(|stored| {
        let id = stored.entity_id;
        // One that can't be read must not keep all others from being found.
        stored
            .decode()
            .inspect_err(|error| tracing::error!(%id, %error, "a product can't be searched"))
            .ok()
    });
    Ok(decoded.collect())
}

/// Ingredients as they were published; those that are not public are left out.
///
/// # Errors
/// A stored document that this program cannot read.
pub async fn ingredients(conn: &AsyncPgConnection, ids: &[Uuid]) -> Result<Ingredients, AppError> {
    let mut ingredients = Ingredients::new();
    for stored in read::by_ids(conn, ids).await? {
        ingredients.insert(stored.entity_id, stored.decode()?);
    }
    Ok(ingredients)
}

/// The ingredients in the formulas of some products.
pub fn ingredients_in(products: &[Published<ProductDocument>]) -> Vec<Uuid> {
    let links = products.iter().flat_map(|product| product.document.links());
    let mut ids: Vec<Uuid> = links
        .filter(|link| link.role == Role::Formula)
        .map(|link| link.to)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// What the index of a market keeps of products that are sold there, in two statements.
///
/// # Errors
/// A stored document that this program cannot read.
pub async fn in_market(
    conn: &AsyncPgConnection,
    products: Vec<Published<ProductDocument>>,
    ingredients: &Ingredients,
    market: Market,
) -> Result<Vec<Indexed>, AppError> {
    if products.is_empty() {
        return Ok(Vec::new());
    }
    let products = ForLists::of(conn, products, market).await?;
    let views = products.views();
    views
        .map(|view| Ok(indexed_as(&view?, ingredients)))
        .collect()
}

/// Kinds of which the search also takes in what they name.
const NAMING: &[Kind] = &[Kind::SearchRule, Kind::Article, Kind::Protocol];

/// Takes what is public of some ids into what the search is made of; what is not public any more is forgotten.
///
/// # Errors
/// A stored document that this program cannot read.
pub async fn take_in(
    conn: &AsyncPgConnection,
    sources: &mut Sources,
    ids: &[Uuid],
) -> Result<(), AppError> {
    for id in ids {
        sources.forget(*id);
    }
    let stored = read::by_ids(conn, ids).await?;
    let naming: Vec<Uuid> = stored
        .iter()
        .filter(|stored| NAMING.contains(&stored.kind))
        .map(|stored| stored.entity_id)
        .collect();
    let named = resolve(conn, &naming).await?;
    for stored in stored {
        take(sources, &stored, &named)?;
    }
    Ok(())
}

fn take(sources: &mut Sources, stored: &Stored, named: &Resolved) -> Result<(), AppError> {
    let id = stored.entity_id;
    match stored.kind {
        Kind::Ingredient => {
            let ingredient = stored.decode()?;
            sources.guides.insert(id, ingredient_guide(ingredient));
        }
        Kind::Topic => {
            let topic: Published<TopicDocument> = stored.decode()?;
            let phrases = topic.document.also_searched.clone();
            sources
                .topic_words
                .insert(id, (topic.slug.clone(), phrases));
            sources.guides.insert(id, topic_guide(topic));
        }
        Kind::Article => {
            let Published { slug, document, .. } = stored.decode::<ArticleDocument>()?;
            let mut guide = Guide::new(Kind::Article, slug, document.title, &document.summary);
            guide.add_text(&plain(&document.body));
            guide.topics = topics_of(id, named);
            sources.guides.insert(id, guide);
        }
        Kind::Protocol => {
            let Published { slug, document, .. } = stored.decode::<ProtocolDocument>()?;
            let mut guide = Guide::new(Kind::Protocol, slug, document.title, &document.summary);
            guide.topics = topics_of(id, named);
            sources.guides.insert(id, guide);
        }
        Kind::Synonym => {
            let synonym = stored.decode::<SynonymDocument>()?;
            sources.synonyms.insert(id, synonym.document);
        }
        Kind::SearchRule => {
            let rule = stored.decode::<SearchRuleDocument>()?.document;
            let slug = |target: Uuid| {
                let mut links = named.of(id, Role::Member);
                let link = links.find(|link| link.to == target)?;
                Some(link.stored.slug.clone())
            };
            if let Some(arrangement) = rule.arrangement(&slug) {
                sources.rules.insert(id, arrangement.of(id));
            }
        }
        _ => {}
    }
    Ok(())
}

fn topics_of(id: Uuid, named: &Resolved) -> Vec<String> {
    let links = named.of(id, Role::Topic);
    links.map(|link| link.stored.slug.clone()).collect()
}

fn ingredient_guide(ingredient: Published<IngredientDocument>) -> Guide {
    let Published { slug, document, .. } = ingredient;
    let preview = document.preview();
    let mut guide = Guide::new(Kind::Ingredient, slug, document.name, &preview);
    let synonyms = document.synonyms.into_iter().map(|synonym| synonym.name);
    guide.names.extend(synonyms.chain(document.latin_name));
    guide.add_text(&plain(&document.description));
    guide
}

fn topic_guide(topic: Published<TopicDocument>) -> Guide {
    let Published { slug, document, .. } = topic;
    let preview = document.preview();
    let mut guide = Guide::new(Kind::Topic, slug, document.name, &preview);
    guide.names.extend(document.also_searched);
    guide.add_text(&plain(&document.description));
    guide
}
