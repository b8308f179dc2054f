//! The structure/function statements that a product makes, as the ledger of 21 CFR 101.93(a) keeps them.

use super::document::ProductDocument;
use super::model::ProductId;
use crate::catalog::brand;
use crate::catalog::market::Market;
use crate::compliance::surface::Surface;
use crate::error::AppError;
use crate::evidence::claim::document::ClaimDocument;
use crate::evidence::ingredient::document::IngredientDocument;
use crate::gate::ledger::commands::enter;
use crate::gate::ledger::model::Made;
use crate::publishing::{Tx, read};

/// Opens an entry for each statement that the product makes for the first time.
pub async fn enter_in_ledger(
    tx: &mut Tx,
    id: ProductId,
    document: &ProductDocument,
) -> Result<(), AppError> {
    let mut made: Vec<Made> = document
        .statements
        .iter()
        .map(|statement| Made {
            statement: statement.text.clone(),
            claim_id: None,
            ingredient: None,
        })
        .collect();
    made.extend(by_claims(tx, document).await?);
    if made.is_empty() {
        return Ok(());
    }
    let brand = brand::queries::brand(tx.conn()?, document.brand_id).await?;
    enter(tx, (id.0, &document.name, &brand.name), &made).await
}

/// The sentences of its claims that need a notice.
async fn by_claims(tx: &mut Tx, document: &ProductDocument) -> Result<Vec<Made>, AppError> {
    if document.claims.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = document.claims.iter().map(|id| id.0).collect();
    let mut made = Vec::new();
    for stored in read::by_ids(tx.conn()?, &ids).await? {
        let claim = stored.decode::<ClaimDocument>()?;
        let wording = claim.document.wording(Market::Us, Surface::Product);
        let Some(wording) = wording.filter(|_| claim.document.claim_type.needs_disclaimer()) else {
            continue;
        };
        let subject = read::by_ids(tx.conn()?, &[claim.document.ingredient_id.0]).await?;
        let ingredient = match subject.into_iter().next() {
            Some(stored) => Some(stored.decode::<IngredientDocument>()?.document.name),
            None => None,
        };
        made.push(Made {
            statement: wording.text.clone(),
            claim_id: Some(claim.entity_id),
            ingredient,
        });
    }
    made.sort_by(|one, other| one.statement.cmp(&other.statement));
    Ok(made)
}
