//! Finds the variants that rows mean and sets their offers.

use std::collections::{HashMap, HashSet};

use super::format::{Problem, Row};
use crate::catalog::market::Market;
use crate::catalog::offer::commands::{Wanted, set_offers};
use crate::catalog::offer::model::{Availability, OfferRow, OfferTerms};
use crate::catalog::offer::queries::offers_of;
use crate::catalog::variant::Gtin;
use crate::catalog::variant::model::VariantId;
use crate::catalog::variant::queries::{Coded, coded};
use crate::error::AppError;
use crate::publishing::Tx;

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
}

impl Applied {
    /// Adds what became of further rows.
    pub fn merge(&mut self, other: Self) {
        self.created += other.created;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.lines.extend(other.lines);
        self.problems.extend(other.problems);
    }
}

/// Lines on which variants stood in rows before, so that none is set twice in a run.
pub type Seen = HashMap<VariantId, u64>;

/// Sets the offers of some rows, in a few statements.
///
/// # Errors
/// What the database refuses.
pub async fn apply(
    tx: &mut Tx,
    rows: &[Row],
    market: Market,
    seen: &Seen,
) -> Result<Applied, AppError> {
    let mut applied = Applied::default();
    let meant = meant(tx, rows, seen, &mut applied.problems).await?;
    let products: Vec<_> = meant.iter().map(|(_, coded)| coded.product_id).collect();
    let offers = offers_of(tx.conn()?, &products, market).await?;
    let offers: HashMap<VariantId, OfferRow> = offers
        .into_iter()
        .map(|row| (row.variant_id, row))
        .collect();
    let wanted: Vec<Wanted> = meant
        .iter()
        .map(|(row, coded)| Wanted {
            product: coded.product_id,
            variant: coded.id,
            terms: Some(terms(row, offers.get(&coded.id))),
        })
        .collect();
    let changed: HashSet<VariantId> = set_offers(tx, market, &wanted).await?.into_iter().collect();
    applied.lines = meant
        .iter()
        .map(|(row, coded)| (coded.id, row.line))
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
    Ok(applied)
}

/// The variant of each row: by SKU, else by GTIN. A second row for the same variant is a problem.
async fn meant<'a>(
    tx: &mut Tx,
    rows: &'a [Row],
    seen: &Seen,
    problems: &mut Vec<Problem>,
) -> Result<Vec<(&'a Row, Coded)>, AppError> {
    let skus: Vec<&str> = rows.iter().filter_map(|row| row.sku.as_deref()).collect();
    let gtins: Vec<Gtin> = rows.iter().filter_map(|row| row.gtin.clone()).collect();
    let known = coded(tx.conn()?, &skus, &gtins).await?;
    let by_sku: HashMap<&str, &Coded> = known.iter().map(|coded| (&*coded.sku, coded)).collect();
    let by_gtin: HashMap<&str, &Coded> = known
        .iter()
        .filter_map(|coded| Some((coded.gtin.as_deref()?, coded)))
        .collect();
    let mut here = Seen::new();
    let mut meant = Vec::new();
    for row in rows {
        let sku = row.sku.as_deref().and_then(|sku| by_sku.get(sku));
        let gtin = || by_gtin.get(row.gtin.as_ref()?.padded().as_str());
        let Some(coded) = sku.or_else(gtin) else {
            problems.push(unknown(row));
            continue;
        };
        let earlier = here.get(&coded.id).or_else(|| seen.get(&coded.id));
        if let Some(line) = earlier {
            problems.push(problem(
                row,
                format!("is the same variant as on line {line}"),
            ));
            continue;
        }
        here.insert(coded.id, row.line);
        meant.push((row, (*coded).clone()));
    }
    Ok(meant)
}

fn problem(row: &Row, message: String) -> Problem {
    Problem {
        line: row.line,
        column: String::new(),
        message,
    }
}

fn unknown(row: &Row) -> Problem {
    let sku = row.sku.as_ref().map(|sku| format!("the SKU {sku}"));
    let gtin = row.gtin.as_ref();
    let gtin = gtin.map(|gtin| format!("the barcode {}", gtin.as_str()));
    let codes: Vec<String> = sku.into_iter().chain(gtin).collect();
    let codes = codes.join(" or ");
    problem(
        row,
        format!(
            "no variant has {codes}: import its label, or add it to its product, and import again"
        ),
    )
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
