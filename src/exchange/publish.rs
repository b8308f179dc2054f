//! What an import brought becomes public, as far as people and rule packs let it.

use crate::accounts::audit;
use crate::catalog::brand;
use crate::catalog::formula::queries::current_formula;
use crate::catalog::product;
use crate::catalog::product::commands::{ask_for_review, publish_product};
use crate::catalog::product::model::ProductId;
use crate::error::AppError;
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

/// Where a product stands. To be asked before anything is written: a person's draft must not become public through an import.
pub(super) async fn standing(tx: &mut Tx, product: ProductId) -> Result<Standing, AppError> {
    let Some((state, published_at)) = read::publication_state(tx.conn()?, product.0).await? else {
        return Ok(Standing::New);
    };
    Ok(match state {
        State::Withdrawn => Standing::Withdrawn,
        State::Live if audit::was_saved_by_a_person(tx, product.0, Some(published_at)).await? => {
            Standing::PublicWithDraft
        }
        State::Live => Standing::Public,
    })
}

/// What an import brought of a product.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brought<'a> {
    /// The product.
    pub product: ProductId,
    /// Where it stood before.
    pub standing: Standing,
    /// Whether the import changed it.
    pub is_changed: bool,
    /// The ingredients that were looked up for it; those of its formula if there are none.
    pub ingredients: &'a [IngredientId],
    /// Why it is published, for the history.
    pub note: &'a str,
}

/// Publishes what was brought. Brands, ingredients and products that somebody withdrew stay withdrawn, a person's draft
/// stays a draft, and so does what a rule pack objects to; it is put before a reviewer. Returns whether anything became
/// public.
pub(super) async fn publish_all(
    tx: &mut Tx,
    brought: Brought<'_>,
    author: &Author,
    notes: &mut Vec<String>,
) -> Result<bool, AppError> {
    let (product, note) = (brought.product, brought.note);
    match brought.standing {
        Standing::Withdrawn => {
            notes.push("its product was withdrawn and stays so".to_owned());
            return Ok(false);
        }
        Standing::PublicWithDraft => {
            if brought.is_changed {
                notes.push(
                    "its product has unpublished changes: publish it in the admin".to_owned(),
                );
            }
            return Ok(false);
        }
        Standing::New | Standing::Public => {}
    }
    let row = product::queries::product(tx.conn()?, product).await?;
    let mut any = false;
    if read::publication_state(tx.conn()?, row.brand_id.0)
        .await?
        .is_none()
    {
        let brand = brand::commands::publish_brand(tx, row.brand_id, author, note).await;
        match cleared(brand, "its brand", notes)? {
            Some(published) => any |= published,
            // Its page would name the brand.
            None => return Ok(any),
        }
    }
    let ingredients = if brought.ingredients.is_empty() {
        formula_ingredients(tx, product).await?
    } else {
        brought.ingredients.to_vec()
    };
    for id in ingredients {
        if read::publication_state(tx.conn()?, id.0).await?.is_none() {
            let ingredient = ingredient::commands::publish_ingredient(tx, id, author, note).await;
            any |= cleared(ingredient, "an ingredient", notes)?.unwrap_or(false);
        }
    }
    let published = publish_product(tx, product, author, note).await;
    if let Err(AppError::NotCleared(objections)) = &published {
        ask_for_review(tx, product, objections).await?;
    }
    any |= cleared(published, "its product", notes)?.unwrap_or(false);
    Ok(any)
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

/// Ingredients of the formula that a product is sold with.
async fn formula_ingredients(
    tx: &mut Tx,
    product: ProductId,
) -> Result<Vec<IngredientId>, AppError> {
    let formula = current_formula(tx.conn()?, product).await?;
    let rows = formula.iter().flat_map(|formula| formula.walk());
    Ok(rows.filter_map(|(_, row)| row.ingredient_id).collect())
}
