//! Writes of products.

mod publish;

pub use publish::{ask_for_reviews, publish_document, publish_product, publish_products};

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::model::{ListingChanges, MarketText, NewProduct, ProductId};
use super::queries;
use crate::accounts::audit;
use crate::catalog::assertion::model::{AssertionId, Basis, NewAssertion, Statement};
use crate::db::schema::{
    assertions, product_claims, product_media, product_options, product_statements, product_texts,
    products,
};
use crate::error::{AppError, OnConstraint};
use crate::evidence::claim::model::ClaimId;
use crate::publishing::{Author, Tx};

/// What a picture without an alternative text is told.
pub(super) const NEEDS_ALT: &str =
    "must say what each picture shows: write an alternative text for those who can't see it";

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
    create_products(tx, std::slice::from_ref(new)).await
}

/// Adds products.
///
/// # Errors
/// A slug that is taken.
pub async fn create_products(tx: &mut Tx, new: &[NewProduct<'_>]) -> Result<(), AppError> {
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
    add_assertions(tx, &[(product, inputs, 0)]).await
}

/// Adds free-from and contains statements of products, of each behind so many that it has.
///
/// # Errors
/// A second statement about a substance.
pub async fn add_assertions(
    tx: &mut Tx,
    of: &[(ProductId, &[AssertionInput], usize)],
) -> Result<(), AppError> {
    let mut rows = Vec::new();
    for (product, inputs, behind) in of {
        let places = i32::try_from(*behind).unwrap_or(i32::MAX)..;
        rows.extend(
            inputs
                .iter()
                .zip(places)
                .map(|(input, position)| NewAssertion {
                    id: AssertionId::new(),
                    product_id: *product,
                    statement: input.statement,
                    substance: &input.substance,
                    basis: input.basis,
                    document: input.document.as_deref(),
                    as_of: input.as_of,
                    position,
                }),
        );
    }
    // PostgreSQL takes 65,535 parameters a statement; a row has eight.
    for chunk in rows.chunks(5_000) {
        diesel::insert_into(assertions::table)
            .values(chunk)
            .execute(tx.conn()?)
            .await?;
    }
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
    add_statements(tx, &[(product, statements)]).await
}

/// Adds the sentences that imported labels printed, each a sort and a text, to products that have none.
///
/// # Errors
/// What the database refuses.
pub async fn add_statements(
    tx: &mut Tx,
    of: &[(ProductId, &[(String, String)])],
) -> Result<(), AppError> {
    let row = |(product, position, (kind, text)): (ProductId, i32, &(String, String))| {
        (
            product_statements::id.eq(Uuid::now_v7()),
            product_statements::product_id.eq(product),
            product_statements::position.eq(position),
            product_statements::kind.eq(kind.clone()),
            product_statements::text.eq(text.clone()),
        )
    };
    let rows: Vec<_> = of
        .iter()
        .flat_map(|(product, statements)| {
            let placed = statements.iter().zip(0i32..);
            placed.map(move |(statement, position)| (*product, position, statement))
        })
        .map(row)
        .collect();
    for chunk in rows.chunks(5_000) {
        diesel::insert_into(product_statements::table)
            .values(chunk.to_vec())
            .execute(tx.conn()?)
            .await?;
    }
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
