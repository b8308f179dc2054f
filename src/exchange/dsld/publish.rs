//! What a label brought becomes public, as far as people and rule packs let it.

use super::apply::{Applied, Report, Standing};
use crate::catalog::brand;
use crate::catalog::formula::queries::current_formula;
use crate::catalog::product;
use crate::catalog::product::commands::{ask_for_review, publish_product};
use crate::catalog::product::model::ProductId;
use crate::error::AppError;
use crate::evidence::ingredient;
use crate::evidence::ingredient::model::IngredientId;
use crate::publishing::{Author, Outcome, Tx, read};

/// Why the import publishes, for the history.
const NOTE: &str = "imported from DSLD";

/// Publishes what a label brought. Brands, ingredients and products that somebody withdrew stay withdrawn, a person's draft
/// stays a draft, and so does what a rule pack objects to; it is put before a reviewer. Returns whether anything became
/// public.
pub(super) async fn publish_all(
    tx: &mut Tx,
    (product, standing): (ProductId, Standing),
    ingredients: &[IngredientId],
    author: &Author,
    report: &mut Report,
) -> Result<bool, AppError> {
    match standing {
        Standing::Withdrawn => report
            .notes
            .push("its product was withdrawn and stays so".to_owned()),
        Standing::PublicWithDraft if report.applied != Applied::Unchanged => {
            report
                .notes
                .push("its product has unpublished changes: publish it in the admin".to_owned());
        }
        _ => {}
    }
    let may_publish = matches!(standing, Standing::New | Standing::Public);
    if !may_publish {
        return Ok(false);
    }
    let row = product::queries::product(tx.conn()?, product).await?;
    let mut any = false;
    if read::publication_state(tx.conn()?, row.brand_id.0)
        .await?
        .is_none()
    {
        let brand = brand::commands::publish_brand(tx, row.brand_id, author, NOTE).await;
        match cleared(brand, "its brand", report)? {
            Some(published) => any |= published,
            // Its page would name the brand.
            None => return Ok(any),
        }
    }
    let ingredients = if ingredients.is_empty() {
        formula_ingredients(tx, product).await?
    } else {
        ingredients.to_vec()
    };
    for id in ingredients {
        if read::publication_state(tx.conn()?, id.0).await?.is_none() {
            let ingredient = ingredient::commands::publish_ingredient(tx, id, author, NOTE).await;
            any |= cleared(ingredient, "an ingredient", report)?.unwrap_or(false);
        }
    }
    let published = publish_product(tx, product, author, NOTE).await;
    if let Err(AppError::NotCleared(objections)) = &published {
        ask_for_review(tx, product, objections).await?;
    }
    any |= cleared(published, "its product", report)?.unwrap_or(false);
    Ok(any)
}

/// Whether something became public; none if a rule pack objects, which the report then says.
fn cleared(
    outcome: Result<Outcome, AppError>,
    what: &str,
    report: &mut Report,
) -> Result<Option<bool>, AppError> {
    match outcome {
        Ok(outcome) => Ok(Some(outcome != Outcome::Unchanged)),
        Err(error @ AppError::NotCleared(_)) => {
            report.notes.push(format!("{what} stays a draft: {error}"));
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
