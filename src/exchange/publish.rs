//! What an import brought becomes public, as far as people and rule packs let it: any number of products in a constant number of
//! statements, and one more for each brand and ingredient that is new.

use std::collections::{BTreeSet, HashMap, HashSet};

use uuid::Uuid;

use crate::accounts::audit;
use crate::catalog::brand;
use crate::catalog::brand::model::BrandId;
use crate::catalog::formula::queries::ingredients_of;
use crate::catalog::product;
use crate::catalog::product::commands::{ask_for_reviews, publish_products};
use crate::catalog::product::model::ProductId;
use crate::error::{AppError, Objection};
use crate::evidence::ingredient;
use crate::evidence::ingredient::model::IngredientId;
use crate::publishing::read::{self, State};
use crate::publishing::{Author, Outcome, Tx};

/// Where a product stood before an import came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Never public.
    New,
    /// Public as it was saved.
    Public,
    /// Public, with changes of a person that nobody has published yet.
    PublicWithDraft,
    /// Taken from the public.
    Withdrawn,
}

/// Where products stand. To be asked before anything is written: a person's draft must not become public through an import.
pub(super) async fn standings(
    tx: &mut Tx,
    products: &[ProductId],
) -> Result<HashMap<ProductId, Standing>, AppError> {
    let ids: Vec<Uuid> = products.iter().map(|product| product.0).collect();
    let states = read::publication_states(tx.conn()?, &ids).await?;
    let public: Vec<Uuid> = states.keys().copied().collect();
    let saved = audit::last_saved_by_people(tx, &public).await?;
    let standing = |id: &ProductId| {
        let standing = match states.get(&id.0) {
            None => Standing::New,
            Some((State::Withdrawn, _)) => Standing::Withdrawn,
            Some((State::Live, since)) => match saved.get(&id.0) {
                Some(at) if at > since => Standing::PublicWithDraft,
                _ => Standing::Public,
            },
        };
        (*id, standing)
    };
    Ok(products.iter().map(standing).collect())
}

/// What an import brought of a product.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brought {
    /// The product.
    pub product: ProductId,
    /// Where it stood before.
    pub standing: Standing,
    /// Whether the import changed it.
    pub is_changed: bool,
}

/// What became of what was brought.
#[derive(Debug, Default)]
pub(super) struct Came {
    /// Whether anything became public with it.
    pub is_public: bool,
    /// What was left alone, for a person to look at.
    pub notes: Vec<String>,
}

/// Publishes what was brought. Brands, ingredients and products that somebody withdrew stay withdrawn, a person's draft
/// stays a draft, and so does what a rule pack objects to; it is put before a reviewer. Returns what came of each that there is
/// something to say of.
pub(super) async fn publish_all(
    tx: &mut Tx,
    brought: &[Brought],
    author: &Author,
    note: &str,
) -> Result<HashMap<ProductId, Came>, AppError> {
    let mut came: HashMap<ProductId, Came> = HashMap::new();
    let mut ready = Vec::new();
    for one in brought {
        match left_alone(*one) {
            None => ready.push(one.product),
            Some("") => {}
            Some(reason) => came
                .entry(one.product)
                .or_default()
                .notes
                .push(reason.to_owned()),
        }
    }
    let ready = with_brands(tx, ready, (author, note), &mut came).await?;
    with_ingredients(tx, &ready, (author, note), &mut came).await?;
    let mut objected: Vec<(ProductId, Vec<Objection>)> = Vec::new();
    for (product, outcome) in publish_products(tx, &ready, author, note).await? {
        if let Err(AppError::NotCleared(objections)) = &outcome {
            objected.push((product, objections.clone()));
        }
        let came = came.entry(product).or_default();
        came.is_public |= cleared(outcome, "its product", &mut came.notes)?.unwrap_or(false);
    }
    ask_for_reviews(tx, &objected).await?;
    Ok(came)
}

/// Why a product is not to be published by an import; empty if there is nothing to say of that.
const fn left_alone(one: Brought) -> Option<&'static str> {
    match (one.standing, one.is_changed) {
        (Standing::New | Standing::Public, _) => None,
        (Standing::Withdrawn, _) => Some("its product was withdrawn and stays so"),
        (Standing::PublicWithDraft, true) => {
            Some("its product has unpublished changes: publish it in the admin")
        }
        (Standing::PublicWithDraft, false) => Some(""),
    }
}

/// Publishes brands that never were; returns the products whose pages can name theirs.
async fn with_brands(
    tx: &mut Tx,
    products: Vec<ProductId>,
    (author, note): (&Author, &str),
    came: &mut HashMap<ProductId, Came>,
) -> Result<Vec<ProductId>, AppError> {
    let brands = product::queries::brands_of(tx.conn()?, &products).await?;
    let asked: BTreeSet<Uuid> = brands.values().map(|brand| brand.0).collect();
    let asked: Vec<Uuid> = asked.into_iter().collect();
    let known = read::publication_states(tx.conn()?, &asked).await?;
    let mut published = HashSet::new();
    let mut refused: HashMap<BrandId, Vec<String>> = HashMap::new();
    for id in asked.into_iter().filter(|id| !known.contains_key(id)) {
        let id = BrandId(id);
        let outcome = brand::commands::publish_brand(tx, id, author, note).await;
        let mut notes = Vec::new();
        match cleared(outcome, "its brand", &mut notes)? {
            Some(_) => {
                published.insert(id);
            }
            None => {
                refused.insert(id, notes);
            }
        }
    }
    let mut ready = Vec::new();
    for product in products {
        let Some(brand) = brands.get(&product) else {
            continue;
        };
        let came = came.entry(product).or_default();
        came.is_public |= published.contains(brand);
        match refused.get(brand) {
            Some(notes) => came.notes.extend(notes.iter().cloned()),
            None => ready.push(product),
        }
    }
    Ok(ready)
}

/// Publishes ingredients of formulas that never were.
async fn with_ingredients(
    tx: &mut Tx,
    products: &[ProductId],
    (author, note): (&Author, &str),
    came: &mut HashMap<ProductId, Came>,
) -> Result<(), AppError> {
    let mut in_products: HashMap<IngredientId, Vec<ProductId>> = HashMap::new();
    for (product, ingredient) in ingredients_of(tx.conn()?, products).await? {
        in_products.entry(ingredient).or_default().push(product);
    }
    let asked: Vec<Uuid> = in_products.keys().map(|ingredient| ingredient.0).collect();
    let known = read::publication_states(tx.conn()?, &asked).await?;
    let mut missing: Vec<Uuid> = asked
        .into_iter()
        .filter(|id| !known.contains_key(id))
        .collect();
    missing.sort_unstable();
    for id in missing.into_iter().map(IngredientId) {
        let outcome = ingredient::commands::publish_ingredient(tx, id, author, note).await;
        let mut notes = Vec::new();
        let is_public = cleared(outcome, "an ingredient", &mut notes)?.unwrap_or(false);
        for product in in_products.remove(&id).unwrap_or_default() {
            let came = came.entry(product).or_default();
            came.is_public |= is_public;
            came.notes.extend(notes.iter().cloned());
        }
    }
    Ok(())
}

/// Whether something became public; none if a rule pack objects, which the notes then say.
fn cleared(
    outcome: Result<Outcome, AppError>,
    what: &str,
    notes: &mut Vec<String>,
) -> Result<Option<bool>, AppError> {
    match outcome {
        Ok(outcome) => Ok(Some(outcome != Outcome::Unchanged)),
        Err(error @ AppError::NotCleared(_)) => {
            notes.push(format!("{what} stays a draft: {error}"));
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
