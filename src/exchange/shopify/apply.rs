//! Finds the variants that rows mean, adds packages that are missing, sets offers, and publishes what that changed.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Options;
use super::format::{Problem, Row};
use super::sibling::{Plan, whole_row};
use crate::catalog::offer::commands::{Wanted, set_offers};
use crate::catalog::offer::model::{Availability, OfferRow, OfferTerms};
use crate::catalog::offer::queries::offers_of;
use crate::catalog::product::model::ProductId;
use crate::catalog::variant::Gtin;
use crate::catalog::variant::model::VariantId;
use crate::catalog::variant::queries::{Coded, coded};
use crate::error::AppError;
use crate::exchange::publish::{Brought, Standing, publish_all, standings};
use crate::publishing::{Author, Tx};

/// What became of some rows.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Variants that had no offer.
    pub created: usize,
    /// Variants whose offers changed.
    pub updated: usize,
    /// Variants whose offers stand as the file says.
    pub unchanged: usize,
    /// The variants that the rows mean, each with the line of its row.
    pub lines: Vec<(VariantId, u64)>,
    /// What was wrong with rows.
    pub problems: Vec<Problem>,
    /// What was left alone of the products of rows.
    pub notes: Vec<Problem>,
}

impl Applied {
    /// Adds what became of further rows.
    pub fn merge(&mut self, other: Self) {
        self.created += other.created;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.lines.extend(other.lines);
        self.problems.extend(other.problems);
        self.notes.extend(other.notes);
    }
}

/// Lines on which variants stood in rows before, so that none is set twice in a run.
pub type Seen = HashMap<VariantId, u64>;

/// Whose offer a row sets.
type Meant<'a> = (&'a Row, ProductId, VariantId);

/// Sets the offers of some rows, in a few statements. Rows under one handle must come together.
///
/// # Errors
/// What the database refuses.
pub async fn apply(
    tx: &mut Tx,
    rows: &[Row],
    options: Options,
    seen: &Seen,
) -> Result<Applied, AppError> {
    let mut applied = Applied::default();
    let (known, unknown) = meant(tx, rows, seen, &mut applied.problems).await?;
    let plan = Plan::of(tx, &known, unknown, &mut applied.problems).await?;
    let changed = plan.products();
    let mut first_lines: BTreeMap<ProductId, u64> = BTreeMap::new();
    for (row, coded) in known.iter().filter(|_| options.publish) {
        first_lines.entry(coded.product_id).or_insert(row.line);
    }
    let products: Vec<ProductId> = first_lines.keys().copied().collect();
    let standings = standings(tx, &products).await?;
    let mut meant: Vec<Meant<'_>> = known
        .iter()
        .map(|(row, coded)| (*row, coded.product_id, coded.id))
        .collect();
    meant.extend(plan.carry_out(tx).await?);
    set(tx, &meant, options, &mut applied).await?;
    let brought: Vec<Brought> = standings
        .into_iter()
        .map(|(product, standing)| Brought {
            product,
            standing,
            is_changed: changed.contains(&product),
        })
        .filter(|one| one.is_changed || one.standing != Standing::Public)
        .collect();
    let author = Author::system("shopify");
    let mut came = publish_all(tx, &brought, &author, "imported from Shopify").await?;
    for (product, line) in first_lines {
        let notes = came.remove(&product).unwrap_or_default().notes;
        applied
            .notes
            .extend(notes.into_iter().map(|message| Problem {
                line,
                column: String::new(),
                message,
            }));
    }
    Ok(applied)
}

/// Sets the offers of variants, and counts what became of them.
async fn set(
    tx: &mut Tx,
    meant: &[Meant<'_>],
    options: Options,
    applied: &mut Applied,
) -> Result<(), AppError> {
    let products: Vec<_> = meant.iter().map(|(_, product, _)| *product).collect();
    let offers = offers_of(tx.conn()?, &products, options.market).await?;
    let offers: HashMap<VariantId, OfferRow> = offers
        .into_iter()
        .map(|row| (row.variant_id, row))
        .collect();
    let wanted: Vec<Wanted> = meant
        .iter()
        .map(|(row, product, variant)| Wanted {
            product: *product,
            variant: *variant,
            terms: Some(terms(row, offers.get(variant))),
        })
        .collect();
    let changed = set_offers(tx, options.market, &wanted).await?;
    let changed: HashSet<VariantId> = changed.into_iter().collect();
    applied.lines = meant
        .iter()
        .map(|(row, _, variant)| (*variant, row.line))
        .collect();
    for Wanted { variant, .. } in wanted {
        if !changed.contains(&variant) {
            applied.unchanged += 1;
        } else if offers.contains_key(&variant) {
            applied.updated += 1;
        } else {
            applied.created += 1;
        }
    }
    Ok(())
}

/// The variant of each row, by SKU, else by GTIN, and the rows whose variant nobody knows. A second row for the same variant is
/// a problem.
async fn meant<'a>(
    tx: &mut Tx,
    rows: &'a [Row],
    seen: &Seen,
    problems: &mut Vec<Problem>,
) -> Result<(Vec<(&'a Row, Coded)>, Vec<&'a Row>), AppError> {
    let skus: Vec<&str> = rows.iter().filter_map(|row| row.sku.as_deref()).collect();
    let gtins: Vec<Gtin> = rows.iter().filter_map(|row| row.gtin.clone()).collect();
    let stored = coded(tx.conn()?, &skus, &gtins).await?;
    let by_sku: HashMap<&str, &Coded> = stored.iter().map(|coded| (&*coded.sku, coded)).collect();
    let by_gtin: HashMap<&str, &Coded> = stored
        .iter()
        .filter_map(|coded| Some((coded.gtin.as_deref()?, coded)))
        .collect();
    let (mut here, mut new_skus) = (Seen::new(), HashMap::new());
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for row in rows {
        let sku = row.sku.as_deref().and_then(|sku| by_sku.get(sku));
        let gtin = || by_gtin.get(row.gtin.as_ref()?.padded().as_str());
        let coded = sku.or_else(gtin);
        let earlier = match coded {
            Some(coded) => here.get(&coded.id).or_else(|| seen.get(&coded.id)).copied(),
            None => row
                .sku
                .as_deref()
                .and_then(|sku| new_skus.insert(sku, row.line)),
        };
        match (earlier, coded) {
            (Some(line), _) => {
                let message = format!("is the same variant as on line {line}");
                problems.push(whole_row(row, message));
            }
            (None, Some(coded)) => {
                here.insert(coded.id, row.line);
                known.push((row, (*coded).clone()));
            }
            (None, None) => unknown.push(row),
        }
    }
    Ok((known, unknown))
}

/// A file that does not tell how many there are leaves that as it is.
fn terms(row: &Row, current: Option<&OfferRow>) -> OfferTerms {
    let known = current.map(|row| row.availability);
    OfferTerms {
        price: row.price,
        list_minor: row.list_minor,
        availability: row.availability.or(known).unwrap_or(Availability::InStock),
    }
}
