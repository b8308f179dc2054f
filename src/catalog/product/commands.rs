//! Writes of products.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::document::ProductDocument;
use super::model::{ListingChanges, MarketText, NewProduct, ProductId};
use super::{queries, statements};
use crate::accounts::audit;
use crate::catalog::assertion::model::{AssertionId, Basis, NewAssertion, Statement};
use crate::catalog::product_type::queries::missing_attributes;
use crate::db::schema::{
    assertions, product_claims, product_media, product_options, product_statements, product_texts,
    products,
};
use crate::error::{AppError, Objection, OnConstraint};
use crate::evidence::claim::model::ClaimId;
use crate::gate;
use crate::gate::task::commands::open_task;
use crate::gate::task::model::{NewTask, TaskReason};
use crate::publishing::{Author, Image, Kind, Outcome, Publishing, Slug, Tx};

/// An assertion to add.
#[derive(Debug, Clone)]
pub struct AssertionInput {
    /// What is stated.
    pub statement: Statement,
    /// Of what.
    pub substance: String,
    /// What it rests on.
    pub basis: Basis,
    /// The document that says so.
    pub document: Option<String>,
    /// As of when.
    pub as_of: Option<NaiveDate>,
}

/// Pictures of a product: the drawing, the same as pixels, and a wide version.
#[derive(Debug, Clone, Copy)]
pub struct PictureInput {
    /// The picture that pages show.
    pub media: Uuid,
    /// The same as pixels.
    pub raster: Option<Uuid>,
    /// A wide version for previews.
    pub social: Option<Uuid>,
}

/// Adds a product.
///
/// # Errors
/// A slug that is taken.
pub async fn create_product(tx: &mut Tx, new: &NewProduct<'_>) -> Result<(), AppError> {
    diesel::insert_into(products::table)
        .values(new)
        .execute(tx.conn()?)
        .await
        .on_constraint("products_slug_key", || {
            AppError::field("slug", "belongs to another product")
        })?;
    Ok(())
}

/// Names what variants differ by.
///
/// # Errors
/// What the database refuses.
pub async fn set_options(tx: &mut Tx, product: ProductId, names: &[&str]) -> Result<(), AppError> {
    diesel::delete(product_options::table.filter(product_options::product_id.eq(product)))
        .execute(tx.conn()?)
        .await?;
    let rows: Vec<_> = names
        .iter()
        .zip(0i32..)
        .map(|(name, position)| {
            (
                product_options::product_id.eq(product),
                product_options::position.eq(position),
                product_options::name.eq((*name).to_owned()),
            )
        })
        .collect();
    diesel::insert_into(product_options::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Sets the texts of a product in a market besides the default one, which lists it there.
///
/// # Errors
/// The default market, whose texts are the product's own.
pub async fn set_market_text(
    tx: &mut Tx,
    product: ProductId,
    text: &MarketText,
) -> Result<(), AppError> {
    let row = (
        product_texts::summary.eq(&text.summary),
        product_texts::description.eq(&text.description),
        product_texts::audience.eq(text.audience.as_deref()),
        product_texts::directions.eq(&text.directions),
        product_texts::cautions.eq(text.cautions.as_deref()),
        product_texts::storage.eq(text.storage.as_deref()),
    );
    diesel::insert_into(product_texts::table)
        .values((
            product_texts::product_id.eq(product),
            product_texts::market.eq(text.market),
            row,
        ))
        .on_conflict((product_texts::product_id, product_texts::market))
        .do_update()
        .set(row)
        .execute(tx.conn()?)
        .await
        .on_constraint("product_texts_not_of_the_default_market", || {
            AppError::field("market", "has the product's own texts")
        })?;
    Ok(())
}

/// Replaces the free-from and contains statements.
///
/// # Errors
/// What the database refuses.
pub async fn set_assertions(
    tx: &mut Tx,
    product: ProductId,
    inputs: &[AssertionInput],
) -> Result<(), AppError> {
    diesel::delete(assertions::table.filter(assertions::product_id.eq(product)))
        .execute(tx.conn()?)
        .await?;
    add_assertions(tx, product, inputs, 0).await
}

/// Adds free-from and contains statements behind the first `behind`.
///
/// # Errors
/// A second statement about a substance.
pub async fn add_assertions(
    tx: &mut Tx,
    product: ProductId,
    inputs: &[AssertionInput],
    behind: usize,
) -> Result<(), AppError> {
    let rows: Vec<_> = inputs
        .iter()
        .zip(i32::try_from(behind).unwrap_or(i32::MAX)..)
        .map(|(input, position)| NewAssertion {
            id: AssertionId::new(),
            product_id: product,
            statement: input.statement,
            substance: &input.substance,
            basis: input.basis,
            document: input.document.as_deref(),
            as_of: input.as_of,
            position,
        })
        .collect();
    diesel::insert_into(assertions::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Replaces the claims that the product's page shows.
///
/// # Errors
/// What the database refuses.
pub async fn set_claims(
    tx: &mut Tx,
    product: ProductId,
    claims: &[ClaimId],
) -> Result<(), AppError> {
    diesel::delete(product_claims::table.filter(product_claims::product_id.eq(product)))
        .execute(tx.conn()?)
        .await?;
    let rows: Vec<_> = claims
        .iter()
        .zip(0i32..)
        .map(|(claim, position)| {
            (
                product_claims::product_id.eq(product),
                product_claims::claim_id.eq(*claim),
                product_claims::position.eq(position),
            )
        })
        .collect();
    diesel::insert_into(product_claims::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Sets the product's only picture.
///
/// # Errors
/// What the database refuses.
pub async fn set_picture(
    tx: &mut Tx,
    product: ProductId,
    picture: PictureInput,
    alt: &str,
) -> Result<(), AppError> {
    diesel::delete(product_media::table.filter(product_media::product_id.eq(product)))
        .execute(tx.conn()?)
        .await?;
    diesel::insert_into(product_media::table)
        .values((
            product_media::product_id.eq(product),
            product_media::position.eq(0),
            product_media::media_id.eq(picture.media),
            product_media::raster_id.eq(picture.raster),
            product_media::social_id.eq(picture.social),
            product_media::alt.eq(alt),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraint("product_media_alt_not_blank", || {
            AppError::field("media", NEEDS_ALT)
        })?;
    Ok(())
}

/// Replaces the sentences that an imported label printed.
///
/// # Errors
/// What the database refuses.
pub async fn set_statements(
    tx: &mut Tx,
    product: ProductId,
    statements: &[(String, String)],
) -> Result<(), AppError> {
    diesel::delete(product_statements::table.filter(product_statements::product_id.eq(product)))
        .execute(tx.conn()?)
        .await?;
    let rows: Vec<_> = statements
        .iter()
        .zip(0i32..)
        .map(|((kind, text), position)| {
            (
                product_statements::id.eq(Uuid::now_v7()),
                product_statements::product_id.eq(product),
                product_statements::position.eq(position),
                product_statements::kind.eq(kind),
                product_statements::text.eq(text),
            )
        })
        .collect();
    diesel::insert_into(product_statements::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Saves the texts of a listing if nobody saved in between.
///
/// # Errors
/// A conflict when `version` is no longer the version.
pub async fn save_listing(
    tx: &mut Tx,
    id: ProductId,
    version: i32,
    changes: &ListingChanges,
    author: &Author,
) -> Result<(), AppError> {
    let saved = diesel::update(
        products::table
            .find(id)
            .filter(products::version.eq(version)),
    )
    .set((
        changes,
        products::version.eq(products::version + 1),
        products::updated_at.eq(diesel::dsl::now),
    ))
    .execute(tx.conn()?)
    .await?;
    if saved == 0 {
        queries::product(tx.conn()?, id).await?;
        return Err(AppError::Conflict(
            "somebody else saved this listing while you were editing it; your text is kept below, reload to see theirs".to_owned(),
        ));
    }
    audit::record(
        tx,
        author,
        "save",
        "product",
        Some(id.0),
        json!({ "name": changes.name }),
    )
    .await
}

/// Counts a change of products that was not made through their form, so that a form that was opened before is not saved over it.
///
/// # Errors
/// No database.
pub async fn note_edit(tx: &mut Tx, ids: &[ProductId]) -> Result<(), AppError> {
    diesel::update(products::table.filter(products::id.eq_any(ids)))
        .set((
            products::version.eq(products::version + 1),
            products::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Puts a draft to which rules object before a reviewer.
///
/// # Errors
/// Not found.
pub async fn ask_for_review(
    tx: &mut Tx,
    id: ProductId,
    objections: &[Objection],
) -> Result<(), AppError> {
    let row = queries::product(tx.conn()?, id).await?;
    open_task(
        tx,
        &NewTask {
            reason: TaskReason::NotCleared,
            kind: Kind::Product,
            entity_id: id.0,
            title: &row.name,
            detail: json!({ "objections": objections }),
        },
    )
    .await
}

/// What a picture without an alternative text is told.
const NEEDS_ALT: &str =
    "must say what each picture shows: write an alternative text for those who can't see it";

/// Checks that every picture says what it shows. The database refuses blanks that it knows; there are more than those.
fn check_alt(images: &[Image]) -> Result<(), AppError> {
    let says_nothing = |image: &Image| !image.alt.chars().any(char::is_alphanumeric);
    match images.iter().position(says_nothing) {
        None => Ok(()),
        Some(at) => Err(AppError::field(
            "media",
            format!("{NEEDS_ALT}; picture {} has none", at + 1),
        )),
    }
}

/// Publishes a product as it stands in the edit tables.
///
/// # Errors
/// Not found, a picture that doesn't say what it shows, or a slug that another public product has.
pub async fn publish_product(
    tx: &mut Tx,
    id: ProductId,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let (row, document) = queries::document(tx.conn()?, id).await?;
    publish_document(tx, id, &row.slug, &document, author, note).await
}

/// Publishes a product as a document says it is.
///
/// # Errors
/// A slug that another public product has, an attribute that its type needs, or words that its rule packs do not clear.
pub async fn publish_document(
    tx: &mut Tx,
    id: ProductId,
    slug: &str,
    document: &ProductDocument,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let slug = Slug::parse(slug)?;
    check_alt(&document.images)?;
    needs_attributes(tx, id, document).await?;
    let outcome = gate::publish(
        tx,
        Publishing {
            entity_id: id.0,
            slug: &slug,
            document,
            author,
            note,
        },
        &[],
    )
    .await?;
    if outcome != Outcome::Unchanged {
        statements::enter_in_ledger(tx, id, document).await?;
    }
    Ok(outcome)
}

/// What its type asks of a product must be stated before it is public.
async fn needs_attributes(
    tx: &mut Tx,
    id: ProductId,
    document: &ProductDocument,
) -> Result<(), AppError> {
    let product_type = products::table
        .find(id)
        .select(products::product_type_id)
        .first(tx.conn()?)
        .await?;
    let stated: Vec<Uuid> = document
        .attributes
        .iter()
        .map(|stated| stated.attribute_id.0)
        .collect();
    let missing = missing_attributes(tx.conn()?, product_type, &stated).await?;
    if missing.is_empty() {
        return Ok(());
    }
    Err(AppError::field(
        "attributes",
        format!(
            "must state {} before the product is published",
            missing.join(", ")
        ),
    ))
}
