//! What products are made of, read from the edit tables: each part of any number of them in one statement.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::document::StatedAttribute;
use super::model::{MarketText, ProductId};
use crate::catalog::assertion::model::Assertion;
use crate::catalog::attribute::model::AttributeId;
use crate::catalog::variant::model::{VariantDocument, VariantId, VariantRow};
use crate::db::schema::{
    assertions, media, product_attributes, product_claims, product_media, product_options,
    product_texts, product_type_attributes, products, variant_options, variants,
};
use crate::evidence::claim::model::ClaimId;
use crate::media::model::{MediaId, RenditionRow};
use crate::media::{media_path, queries as media_queries};
use crate::publishing::Image;

/// Parts of products, in the order in which they were read.
pub type ByProduct<T> = HashMap<ProductId, Vec<T>>;

fn grouped<T>(rows: impl IntoIterator<Item = (ProductId, T)>) -> ByProduct<T> {
    let mut parts = ByProduct::new();
    for (product, part) in rows {
        parts.entry(product).or_default().push(part);
    }
    parts
}

/// The part of a product that was asked for alone.
pub(super) fn only<T>(parts: ByProduct<T>) -> Vec<T> {
    parts.into_values().next().unwrap_or_default()
}

/// Their texts in markets besides the default one.
pub(super) async fn texts(
    mut conn: &AsyncPgConnection,
    ids: &[ProductId],
) -> QueryResult<ByProduct<MarketText>> {
    let rows: Vec<(ProductId, MarketText)> = product_texts::table
        .filter(product_texts::product_id.eq_any(ids))
        .order((product_texts::product_id, product_texts::market))
        .select((product_texts::product_id, MarketText::as_select()))
        .load(&mut conn)
        .await?;
    Ok(grouped(rows))
}

/// What their variants differ by.
pub async fn options(
    mut conn: &AsyncPgConnection,
    ids: &[ProductId],
) -> QueryResult<ByProduct<String>> {
    let rows: Vec<(ProductId, String)> = product_options::table
        .filter(product_options::product_id.eq_any(ids))
        .order((product_options::product_id, product_options::position))
        .select((product_options::product_id, product_options::name))
        .load(&mut conn)
        .await?;
    Ok(grouped(rows))
}

/// Their variants in order.
pub(super) async fn variants(
    mut conn: &AsyncPgConnection,
    ids: &[ProductId],
) -> QueryResult<ByProduct<VariantDocument>> {
    let rows: Vec<VariantRow> = variants::table
        .filter(variants::product_id.eq_any(ids))
        .order((variants::product_id, variants::position, variants::id))
        .select(VariantRow::as_select())
        .load(&mut conn)
        .await?;
    let values: Vec<(VariantId, String)> = variant_options::table
        .inner_join(variants::table)
        .filter(variants::product_id.eq_any(ids))
        .order((variant_options::variant_id, variant_options::position))
        .select((variant_options::variant_id, variant_options::value))
        .load(&mut conn)
        .await?;
    let mut of_variant: HashMap<VariantId, Vec<String>> = HashMap::new();
    for (variant, value) in values {
        of_variant.entry(variant).or_default().push(value);
    }
    let document = |row: VariantRow| {
        let options = of_variant.remove(&row.id).unwrap_or_default();
        (row.product_id, row.document(options))
    };
    Ok(grouped(rows.into_iter().map(document)))
}

/// Their free-from and contains statements in order.
pub(super) async fn assertions(
    mut conn: &AsyncPgConnection,
    ids: &[ProductId],
) -> QueryResult<ByProduct<Assertion>> {
    let rows: Vec<(ProductId, Assertion)> = assertions::table
        .filter(assertions::product_id.eq_any(ids))
        .order((assertions::product_id, assertions::position, assertions::id))
        .select((assertions::product_id, Assertion::as_select()))
        .load(&mut conn)
        .await?;
    Ok(grouped(rows))
}

/// The claims that their pages show, in order.
pub(super) async fn claims(
    mut conn: &AsyncPgConnection,
    ids: &[ProductId],
) -> QueryResult<ByProduct<ClaimId>> {
    let rows: Vec<(ProductId, ClaimId)> = product_claims::table
        .filter(product_claims::product_id.eq_any(ids))
        .order((
            product_claims::product_id,
            product_claims::position,
            product_claims::claim_id,
        ))
        .select((product_claims::product_id, product_claims::claim_id))
        .load(&mut conn)
        .await?;
    Ok(grouped(rows))
}

/// What they state, in the order of their type.
pub(super) async fn attributes(
    mut conn: &AsyncPgConnection,
    ids: &[ProductId],
) -> QueryResult<ByProduct<StatedAttribute>> {
    let rows: Vec<(ProductId, AttributeId, String)> = product_attributes::table
        .inner_join(products::table)
        .left_join(
            product_type_attributes::table.on(product_type_attributes::attribute_id
                .eq(product_attributes::attribute_id)
                .and(
                    product_type_attributes::product_type_id
                        .nullable()
                        .eq(products::product_type_id),
                )),
        )
        .filter(product_attributes::product_id.eq_any(ids))
        .order((
            product_attributes::product_id,
            product_type_attributes::position.nullable(),
            product_attributes::attribute_id,
        ))
        .select((
            product_attributes::product_id,
            product_attributes::attribute_id,
            product_attributes::value,
        ))
        .load(&mut conn)
        .await?;
    let stated = |(product, attribute_id, value)| {
        (
            product,
            StatedAttribute {
                attribute_id,
                value,
            },
        )
    };
    Ok(grouped(rows.into_iter().map(stated)))
}

/// Their pictures in order.
pub(super) async fn images(
    mut conn: &AsyncPgConnection,
    ids: &[ProductId],
) -> QueryResult<ByProduct<Image>> {
    type File = (String, String);
    type Picture = (MediaId, String, File, i32, i32, Option<File>, Option<File>);
    let (raster, social) = diesel::alias!(media as raster, media as social);
    let rows: Vec<(ProductId, Picture)> = product_media::table
        .inner_join(media::table.on(media::id.eq(product_media::media_id)))
        .left_join(
            raster.on(raster
                .field(media::id)
                .nullable()
                .eq(product_media::raster_id)),
        )
        .left_join(
            social.on(social
                .field(media::id)
                .nullable()
                .eq(product_media::social_id)),
        )
        .filter(product_media::product_id.eq_any(ids))
        .order((product_media::product_id, product_media::position))
        .select((
            product_media::product_id,
            (
                media::id,
                product_media::alt,
                (media::sha256, media::mime),
                media::width,
                media::height,
                raster.fields((media::sha256, media::mime)).nullable(),
                social.fields((media::sha256, media::mime)).nullable(),
            ),
        ))
        .load(&mut conn)
        .await?;
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let pictures: Vec<MediaId> = rows.iter().map(|(_, picture)| picture.0).collect();
    let renditions = media_queries::renditions_of(conn, &pictures).await?;
    let path = |(sha256, mime): File| media_path(&sha256, &mime);
    let image = |(product, picture): (ProductId, Picture)| {
        let (id, alt, file, width, height, raster, social) = picture;
        let widths = renditions.get(&id).map(Vec::as_slice).unwrap_or_default();
        let image = Image {
            path: path(file),
            width,
            height,
            alt,
            raster: raster.map(path),
            social: social.map(path),
            renditions: widths.iter().map(RenditionRow::rendition).collect(),
        };
        (product, image)
    };
    Ok(grouped(rows.into_iter().map(image)))
}
