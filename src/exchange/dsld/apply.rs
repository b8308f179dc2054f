//! Writes labels: finds their products, or makes them with brand, package, statements and formula; and publishes them. Many at
//! once take as many statements as one, as long as they are new or unchanged.

use diesel_async::RunQueryDsl;

use super::correct::{attach, correct};
use super::format::Label;
use super::identity::{Ingredients, find_or_make_brands};
use super::known::{Known, known_formulas, products_of};
use super::lanes::Published;
use super::mapping;
use super::reading::Place;
use crate::catalog::formula::commands::add_first_formulas;
use crate::catalog::product::commands::{add_assertions, add_statements, create_products};
use crate::catalog::product::model::{NewProduct, ProductId};
use crate::catalog::variant::commands::add_variants;
use crate::error::AppError;
use crate::exchange::publish::{Brought, Standing, publish_all, standings};
use crate::exchange::slugs::free_slugs;
use crate::publishing::{Author, Kind, Tx};

/// A label, and where it was read.
#[derive(Debug)]
pub struct Placed {
    /// Where it stands.
    pub place: Place,
    /// What it says.
    pub label: Label,
    /// Of its JSON: the same label again changes nothing.
    pub checksum: String,
}

/// What became of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// It made a product.
    Created,
    /// It changed one, or made it public.
    Updated,
    /// Nothing changed.
    Unchanged,
}

/// A label that was written.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    /// What became of it.
    pub applied: Applied,
    /// What it brought, to be published.
    pub brought: Brought,
}

/// Writes labels, each of which means another product: no two have a number, a barcode, or brand and name in common. Returns what
/// became of each.
///
/// # Errors
/// What the database refuses.
pub async fn write(tx: &mut Tx, labels: &[Placed]) -> Result<Vec<Written>, AppError> {
    // One import at a time, however many run: they look for the same names and make them when they are missing.
    diesel::sql_query("SELECT pg_advisory_xact_lock(7041776)")
        .execute(tx.conn()?)
        .await?;
    let all: Vec<&Label> = labels.iter().map(|placed| &placed.label).collect();
    let mut known = known_formulas(tx, &all).await?;
    let unknown = all.iter().filter(|label| !known.contains_key(&label.id));
    let mut products = products_of(tx, &unknown.copied().collect::<Vec<_>>()).await?;
    products.extend(known.iter().map(|(label, known)| (*label, known.product)));
    // Asked before anything is written: a person's draft must not become public through an import.
    let existing: Vec<ProductId> = products.values().copied().collect();
    let standings = standings(tx, &existing).await?;
    let new: Vec<&Placed> = labels
        .iter()
        .filter(|placed| !products.contains_key(&placed.label.id))
        .collect();
    products.extend(create(tx, &new).await?);
    let mut all = Vec::new();
    for placed in labels {
        let product = *products.get(&placed.label.id).ok_or(AppError::NotFound)?;
        let standing = standings.get(&product).copied();
        let known = known.remove(&placed.label.id);
        let applied = match standing {
            None => Applied::Created,
            Some(_) => follow(tx, product, known, placed).await?,
        };
        let brought = Brought {
            product,
            standing: standing.unwrap_or(Standing::New),
            is_changed: applied != Applied::Unchanged,
        };
        all.push(Written { applied, brought });
    }
    Ok(all)
}

/// Publishes what labels brought.
///
/// # Errors
/// What the database refuses.
pub async fn publish(
    tx: &mut Tx,
    brought: &[Brought],
    author: &Author,
) -> Result<Published, AppError> {
    // One import at a time: two would publish the same new brands and ingredients.
    diesel::sql_query("SELECT pg_advisory_xact_lock(7041777)")
        .execute(tx.conn()?)
        .await?;
    publish_all(tx, brought, author, "imported from DSLD").await
}

/// Lets a product that exists follow its label.
async fn follow(
    tx: &mut Tx,
    product: ProductId,
    known: Option<Known>,
    placed: &Placed,
) -> Result<Applied, AppError> {
    let Placed {
        label, checksum, ..
    } = placed;
    match known {
        Some(known) if known.checksum.as_deref() == Some(checksum) => {
            return Ok(Applied::Unchanged);
        }
        Some(known) => correct(tx, known, label, checksum).await?,
        None => attach(tx, product, label, checksum).await?,
    }
    Ok(Applied::Updated)
}

/// Makes the products of labels that belong to none; returns them by the numbers of their labels.
async fn create(tx: &mut Tx, new: &[&Placed]) -> Result<Vec<(i64, ProductId)>, AppError> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let labels: Vec<&Label> = new.iter().map(|placed| &placed.label).collect();
    let ids: Vec<ProductId> = labels.iter().map(|_| ProductId::new()).collect();
    create_rows(tx, &labels, &ids).await?;
    let packages = ids.iter().copied();
    let packages = packages.zip(labels.iter().map(|label| mapping::variant(label)));
    add_variants(tx, &packages.collect::<Vec<_>>()).await?;
    let stated: Vec<_> = labels.iter().map(|l| mapping::assertions(l)).collect();
    let stated = ids.iter().zip(&stated);
    let stated = stated.map(|(id, stated)| (*id, stated.as_slice(), 0));
    add_assertions(tx, &stated.collect::<Vec<_>>()).await?;
    let found = Ingredients::find_or_make(tx, &labels).await?;
    let formulas = ids.iter().zip(new).map(|(id, placed)| {
        let of = |row: &_| found.of(row);
        let of_other = |other: &_| found.of_other(other);
        let formula = mapping::formula(&placed.label, &of, &of_other);
        (*id, formula, placed.checksum.as_str())
    });
    add_first_formulas(tx, &formulas.collect::<Vec<_>>()).await?;
    let numbers = labels.iter().map(|label| label.id);
    Ok(numbers.zip(ids).collect())
}

/// The products themselves, with their texts.
async fn create_rows(tx: &mut Tx, labels: &[&Label], ids: &[ProductId]) -> Result<(), AppError> {
    let brand_names: Vec<&str> = labels.iter().map(|label| label.brand.as_str()).collect();
    let brands = find_or_make_brands(tx, &brand_names).await?;
    let names: Vec<String> = labels
        .iter()
        .map(|label| format!("{} {}", label.brand, label.name))
        .collect();
    let slugs = free_slugs(tx, Kind::Product, &names).await?;
    let texts: Vec<_> = labels.iter().map(|label| mapping::texts(label)).collect();
    let references: Vec<String> = labels
        .iter()
        .map(|label| format!("dsld:{}", label.id))
        .collect();
    let mut rows = Vec::new();
    for ((id, label), ((slug, texts), reference)) in ids
        .iter()
        .zip(labels)
        .zip(slugs.iter().zip(&texts).zip(&references))
    {
        let brand = brands.get(&label.brand.to_lowercase());
        rows.push(NewProduct {
            id: *id,
            slug: slug.as_str(),
            name: &label.name,
            brand_id: *brand.ok_or(AppError::NotFound)?,
            category_id: None,
            form: mapping::form(label),
            summary: &texts.summary,
            description: "",
            audience: texts.audience.as_deref(),
            directions: &texts.directions,
            cautions: texts.cautions.as_deref(),
            storage: texts.storage.as_deref(),
            external_ref: Some(reference),
        });
    }
    create_products(tx, &rows).await?;
    let statements = ids.iter().zip(&texts);
    let statements = statements.map(|(id, texts)| (*id, texts.statements.as_slice()));
    add_statements(tx, &statements.collect::<Vec<_>>()).await
}
