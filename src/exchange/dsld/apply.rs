//! Writes a label: finds or makes its brand, product, variant and ingredients, and adds its formula.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::correct::{correct_package, correct_texts};
use super::format::Label;
use super::identity::{Ingredients, free_slug};
use super::mapping;
use crate::catalog::brand;
use crate::catalog::brand::model::{BrandId, BrandRow};
use crate::catalog::formula::commands::{add_formula, replace_imported};
use crate::catalog::formula::model::{FormulaId, FormulaSource};
use crate::catalog::product::commands::{self, AssertionInput};
use crate::catalog::product::model::{NewProduct, ProductId};
use crate::catalog::variant::commands::add_variant;
use crate::db::schema::{assertions, formulas, products, variants};
use crate::error::AppError;
use crate::evidence::ingredient::model::IngredientId;
use crate::exchange::publish::{Brought, Standing, publish_all, standing};
use crate::publishing::{Author, Kind, Tx};

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

/// What became of a label, and what a person should know of it.
#[derive(Debug)]
pub struct Report {
    /// What became of it.
    pub applied: Applied,
    /// Sentences about what was left alone.
    pub notes: Vec<String>,
}

/// Writes a label. `checksum` is of its JSON: the same label again changes nothing.
///
/// # Errors
/// What the database refuses.
pub async fn apply(
    tx: &mut Tx,
    label: &Label,
    checksum: &str,
    publish: bool,
    author: &Author,
) -> Result<Report, AppError> {
    // One label at a time, however many imports run: they look for the same names and make them when they are missing.
    diesel::sql_query("SELECT pg_advisory_xact_lock(7041776)")
        .execute(tx.conn()?)
        .await?;
    let known = known_formula(tx, label.id).await?;
    let existing = match &known {
        Some(known) => Some(known.product),
        None => product_of(tx, label).await?,
    };
    // Asked before anything is written: a person's draft must not become public through an import.
    let standing = match existing {
        Some(product) => standing(tx, product).await?,
        None => Standing::New,
    };
    let (product, applied, ingredients) = match (known, existing) {
        (Some(known), _) if known.checksum.as_deref() == Some(checksum) => {
            (known.product, Applied::Unchanged, Vec::new())
        }
        (Some(known), _) => (
            known.product,
            Applied::Updated,
            correct(tx, known, label, checksum).await?,
        ),
        (None, Some(product)) => (
            product,
            Applied::Updated,
            attach(tx, product, label, checksum).await?,
        ),
        (None, None) => {
            let (product, ingredients) = create(tx, label, checksum).await?;
            (product, Applied::Created, ingredients)
        }
    };
    let mut report = Report {
        applied,
        notes: Vec::new(),
    };
    let brought = Brought {
        product,
        standing,
        is_changed: applied != Applied::Unchanged,
        ingredients: &ingredients,
        note: "imported from DSLD",
    };
    if publish && publish_all(tx, brought, author, &mut report.notes).await? {
        report.applied = if applied == Applied::Created {
            applied
        } else {
            Applied::Updated
        };
    }
    Ok(report)
}

struct Known {
    formula: FormulaId,
    product: ProductId,
    checksum: Option<String>,
}

async fn known_formula(tx: &mut Tx, label: i64) -> Result<Option<Known>, AppError> {
    let row: Option<(FormulaId, ProductId, Option<String>)> = formulas::table
        .filter(formulas::dsld_label_id.eq(label))
        .select((
            formulas::id,
            formulas::product_id,
            formulas::source_checksum,
        ))
        .first(tx.conn()?)
        .await
        .optional()?;
    Ok(row.map(|(formula, product, checksum)| Known {
        formula,
        product,
        checksum,
    }))
}

/// The product that a label belongs to: by barcode, else by brand and name.
async fn product_of(tx: &mut Tx, label: &Label) -> Result<Option<ProductId>, AppError> {
    if let Some(gtin) = mapping::gtin(label) {
        let by_gtin = variants::table
            .filter(variants::gtin.eq(gtin.padded()))
            .select(variants::product_id)
            .first(tx.conn()?)
            .await
            .optional()?;
        if by_gtin.is_some() {
            return Ok(by_gtin);
        }
    }
    let Some(brand) = brand::queries::brand_by_name(tx.conn()?, &label.brand).await? else {
        return Ok(None);
    };
    let by_name = products::table
        .filter(products::brand_id.eq(brand.id))
        .filter(crate::db::lower(products::name).eq(label.name.to_lowercase()))
        .order(products::id)
        .select(products::id)
        .first(tx.conn()?)
        .await
        .optional()?;
    Ok(by_name)
}

async fn create(
    tx: &mut Tx,
    label: &Label,
    checksum: &str,
) -> Result<(ProductId, Vec<IngredientId>), AppError> {
    let brand = find_or_make_brand(tx, &label.brand).await?;
    let slug = free_slug(
        tx,
        Kind::Product,
        &format!("{} {}", label.brand, label.name),
    )
    .await?;
    let texts = mapping::texts(label);
    let id = ProductId::new();
    let new = NewProduct {
        id,
        slug: slug.as_str(),
        name: &label.name,
        brand_id: brand,
        category_id: None,
        form: mapping::form(label),
        summary: &texts.summary,
        description: "",
        audience: texts.audience.as_deref(),
        directions: &texts.directions,
        cautions: texts.cautions.as_deref(),
        storage: texts.storage.as_deref(),
        external_ref: Some(&format!("dsld:{}", label.id)),
    };
    commands::create_product(tx, &new).await?;
    add_variant(tx, id, &mapping::variant(label)).await?;
    commands::set_assertions(tx, id, &mapping::assertions(label)).await?;
    commands::set_statements(tx, id, &texts.statements).await?;
    let ingredients = write_formula(tx, id, label, checksum, true).await?;
    Ok((id, ingredients))
}

/// Adds a label's formula to a product that exists, and its package if its barcode is new.
async fn attach(
    tx: &mut Tx,
    product: ProductId,
    label: &Label,
    checksum: &str,
) -> Result<Vec<IngredientId>, AppError> {
    let package = mapping::variant(label);
    if let Some(gtin) = &package.gtin {
        let known: i64 = variants::table
            .filter(variants::gtin.eq(gtin.padded()))
            .count()
            .get_result(tx.conn()?)
            .await?;
        if known == 0 {
            add_variant(tx, product, &package).await?;
        }
    }
    add_missing_assertions(tx, product, mapping::assertions(label)).await?;
    let is_newest = is_newest(tx, product, label).await?;
    if is_newest {
        commands::set_statements(tx, product, &mapping::texts(label).statements).await?;
    }
    commands::note_edit(tx, &[product]).await?;
    write_formula(tx, product, label, checksum, is_newest).await
}

/// Writes a label that changed over the formula that was imported from it.
async fn correct(
    tx: &mut Tx,
    known: Known,
    label: &Label,
    checksum: &str,
) -> Result<Vec<IngredientId>, AppError> {
    let found = Ingredients::find_or_make(tx, label).await?;
    let formula = mapping::formula(label, &|row| found.of(row), &|other| found.of_other(other));
    replace_imported(tx, known.formula, &formula, checksum).await?;
    correct_package(tx, label).await?;
    correct_texts(tx, known.product, label).await?;
    add_missing_assertions(tx, known.product, mapping::assertions(label)).await?;
    commands::note_edit(tx, &[known.product]).await?;
    Ok(found.all())
}

async fn write_formula(
    tx: &mut Tx,
    product: ProductId,
    label: &Label,
    checksum: &str,
    make_current: bool,
) -> Result<Vec<IngredientId>, AppError> {
    let found = Ingredients::find_or_make(tx, label).await?;
    let formula = mapping::formula(label, &|row| found.of(row), &|other| found.of_other(other));
    add_formula(tx, product, &formula, Some(checksum), make_current).await?;
    Ok(found.all())
}

/// Whether a label is newer than the formula that the product is sold with: entered later, or as late with a higher id.
/// A label always replaces what an editor wrote, which stays as a version.
async fn is_newest(tx: &mut Tx, product: ProductId, label: &Label) -> Result<bool, AppError> {
    let current: Option<(FormulaSource, Option<NaiveDate>, Option<i64>)> = formulas::table
        .filter(formulas::product_id.eq(product))
        .filter(formulas::is_current)
        .select((
            formulas::source,
            formulas::effective_from,
            formulas::dsld_label_id,
        ))
        .first(tx.conn()?)
        .await
        .optional()?;
    Ok(match current {
        Some((FormulaSource::Dsld, entered_on, id)) => {
            !label.off_market && (label.entered_on, Some(label.id)) > (entered_on, id)
        }
        _ => true,
    })
}

/// Statements of the label about substances of which nobody has said anything yet.
async fn add_missing_assertions(
    tx: &mut Tx,
    product: ProductId,
    inputs: Vec<AssertionInput>,
) -> Result<(), AppError> {
    let known: Vec<String> = assertions::table
        .filter(assertions::product_id.eq(product))
        .select(assertions::substance)
        .load(tx.conn()?)
        .await?;
    let missing: Vec<AssertionInput> = inputs
        .into_iter()
        .filter(|input| !known.contains(&input.substance))
        .collect();
    commands::add_assertions(tx, product, &missing, known.len()).await
}

async fn find_or_make_brand(tx: &mut Tx, name: &str) -> Result<BrandId, AppError> {
    if let Some(row) = brand::queries::brand_by_name(tx.conn()?, name).await? {
        return Ok(row.id);
    }
    let slug = free_slug(tx, Kind::Brand, name).await?;
    let row = BrandRow {
        id: BrandId::new(),
        slug: slug.to_string(),
        name: name.to_owned(),
        summary: String::new(),
        description: String::new(),
    };
    brand::commands::create_brand(tx, &row).await?;
    Ok(row.id)
}
