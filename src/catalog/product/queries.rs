//! Reads of the edit tables of products.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::document::{ProductDocument, StatedAttribute};
use super::model::MarketText;
use super::model::{ProductId, ProductRow};
use crate::catalog::assertion::model::Assertion;
use crate::catalog::attribute::model::AttributeId;
use crate::catalog::formula::queries::current_formula;
use crate::catalog::lot::queries::lots_of;
use crate::catalog::market::Market;
use crate::catalog::offer::model::OfferRow;
use crate::catalog::offer::queries::offers_of;
use crate::catalog::variant::model::{VariantDocument, VariantId, VariantRow};
use crate::compliance::rules::without_disclaimer;
use crate::db::paging::{Cursor, Page, PageRequest};
use crate::db::schema::{
    assertions, brands, current_publications, media, product_attributes, product_claims,
    product_media, product_options, product_texts, product_type_attributes, products, publications,
    variant_options, variants,
};
use crate::evidence::claim::model::ClaimId;
use crate::media::model::{MediaId, RenditionRow};
use crate::media::{media_path, queries as media_queries};
use crate::publishing::Image;

/// A product by id.
pub async fn product(mut conn: &AsyncPgConnection, id: ProductId) -> QueryResult<ProductRow> {
    products::table
        .find(id)
        .select(ProductRow::as_select())
        .first(&mut conn)
        .await
}

/// A product by slug.
pub async fn product_by_slug(
    mut conn: &AsyncPgConnection,
    slug: &str,
) -> QueryResult<Option<ProductRow>> {
    products::table
        .filter(products::slug.eq(slug))
        .select(ProductRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// The product with a key in another system.
pub async fn by_external_ref(
    mut conn: &AsyncPgConnection,
    external_ref: &str,
) -> QueryResult<Option<ProductId>> {
    products::table
        .filter(products::external_ref.eq(external_ref))
        .select(products::id)
        .first(&mut conn)
        .await
        .optional()
}

/// The variants of a product in order.
pub async fn variants_of(
    mut conn: &AsyncPgConnection,
    id: ProductId,
) -> QueryResult<Vec<VariantRow>> {
    variants::table
        .filter(variants::product_id.eq(id))
        .order((variants::position, variants::id))
        .select(VariantRow::as_select())
        .load(&mut conn)
        .await
}

/// What would be published of a product now, in a constant number of statements.
pub async fn document(
    conn: &AsyncPgConnection,
    id: ProductId,
) -> QueryResult<(ProductRow, ProductDocument)> {
    let row = product(conn, id).await?;
    let document = ProductDocument {
        name: row.name.clone(),
        brand_id: row.brand_id,
        category_id: row.category_id,
        form: row.form,
        summary: without_disclaimer(&row.summary),
        description: without_disclaimer(&row.description),
        audience: row.audience.clone(),
        directions: without_disclaimer(&row.directions),
        cautions: row.cautions.as_deref().map(without_disclaimer),
        storage: row.storage.clone(),
        options: options_of(conn, id).await?,
        variants: variant_documents(conn, id).await?,
        formula: current_formula(conn, id).await?,
        assertions: assertions_of(conn, id).await?,
        claims: claims_of(conn, id).await?,
        images: images_of(conn, id).await?,
        texts: texts_of(conn, id).await?,
        statements: Vec::new(),
        lots: lots_of(conn, id).await?,
        attributes: stated_attributes(conn, id).await?,
    };
    Ok((row, document.with_statements()))
}

pub(super) async fn texts_of(
    mut conn: &AsyncPgConnection,
    id: ProductId,
) -> QueryResult<Vec<MarketText>> {
    product_texts::table
        .filter(product_texts::product_id.eq(id))
        .order(product_texts::market)
        .select(MarketText::as_select())
        .load(&mut conn)
        .await
}

pub(super) async fn options_of(
    mut conn: &AsyncPgConnection,
    id: ProductId,
) -> QueryResult<Vec<String>> {
    product_options::table
        .filter(product_options::product_id.eq(id))
        .order(product_options::position)
        .select(product_options::name)
        .load(&mut conn)
        .await
}

/// What the variants of some products differ by; products without options are left out.
pub async fn option_names(
    mut conn: &AsyncPgConnection,
    ids: &[ProductId],
) -> QueryResult<HashMap<ProductId, Vec<String>>> {
    let rows: Vec<(ProductId, String)> = product_options::table
        .filter(product_options::product_id.eq_any(ids))
        .order((product_options::product_id, product_options::position))
        .select((product_options::product_id, product_options::name))
        .load(&mut conn)
        .await?;
    let mut names: HashMap<ProductId, Vec<String>> = HashMap::new();
    for (id, name) in rows {
        names.entry(id).or_default().push(name);
    }
    Ok(names)
}

pub(super) async fn variant_documents(
    mut conn: &AsyncPgConnection,
    id: ProductId,
) -> QueryResult<Vec<VariantDocument>> {
    let rows = variants_of(conn, id).await?;
    let values: Vec<(VariantId, String)> = variant_options::table
        .inner_join(variants::table)
        .filter(variants::product_id.eq(id))
        .order(variant_options::position)
        .select((variant_options::variant_id, variant_options::value))
        .load(&mut conn)
        .await?;
    let mut of_variant: HashMap<VariantId, Vec<String>> = HashMap::new();
    for (variant, value) in values {
        of_variant.entry(variant).or_default().push(value);
    }
    Ok(rows
        .into_iter()
        .map(|row| {
            let options = of_variant.remove(&row.id).unwrap_or_default();
            row.document(options)
        })
        .collect())
}

pub(super) async fn assertions_of(
    mut conn: &AsyncPgConnection,
    id: ProductId,
) -> QueryResult<Vec<Assertion>> {
    assertions::table
        .filter(assertions::product_id.eq(id))
        .order((assertions::position, assertions::id))
        .select(Assertion::as_select())
        .load(&mut conn)
        .await
}

pub(super) async fn claims_of(
    mut conn: &AsyncPgConnection,
    id: ProductId,
) -> QueryResult<Vec<ClaimId>> {
    product_claims::table
        .filter(product_claims::product_id.eq(id))
        .order((product_claims::position, product_claims::claim_id))
        .select(product_claims::claim_id)
        .load(&mut conn)
        .await
}

/// What a product states, in the order of its type.
async fn stated_attributes(
    mut conn: &AsyncPgConnection,
    id: ProductId,
) -> QueryResult<Vec<StatedAttribute>> {
    let rows: Vec<(AttributeId, String)> = product_attributes::table
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
        .filter(product_attributes::product_id.eq(id))
        .order((
            product_type_attributes::position.nullable(),
            product_attributes::attribute_id,
        ))
        .select((product_attributes::attribute_id, product_attributes::value))
        .load(&mut conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(attribute_id, value)| StatedAttribute {
            attribute_id,
            value,
        })
        .collect())
}

async fn images_of(mut conn: &AsyncPgConnection, id: ProductId) -> QueryResult<Vec<Image>> {
    type File = (String, String);
    type Row = (MediaId, String, File, i32, i32, Option<File>, Option<File>);
    let (raster, social) = diesel::alias!(media as raster, media as social);
    let rows: Vec<Row> = product_media::table
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
        .filter(product_media::product_id.eq(id))
        .order(product_media::position)
        .select((
            media::id,
            product_media::alt,
            (media::sha256, media::mime),
            media::width,
            media::height,
            raster.fields((media::sha256, media::mime)).nullable(),
            social.fields((media::sha256, media::mime)).nullable(),
        ))
        .load(&mut conn)
        .await?;
    let pictures: Vec<MediaId> = rows.iter().map(|row| row.0).collect();
    let mut renditions = media_queries::renditions_of(conn, &pictures).await?;
    let path = |(sha256, mime): File| media_path(&sha256, &mime);
    Ok(rows
        .into_iter()
        .map(|(id, alt, file, width, height, raster, social)| Image {
            path: path(file),
            width,
            height,
            alt,
            raster: raster.map(path),
            social: social.map(path),
            renditions: renditions
                .remove(&id)
                .unwrap_or_default()
                .iter()
                .map(RenditionRow::rendition)
                .collect(),
        })
        .collect())
}

/// A row of the admin's list.
#[derive(Debug, Clone)]
pub struct ProductSummary {
    /// Its id.
    pub id: ProductId,
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Name of its brand.
    pub brand: String,
    /// When it was last saved.
    pub updated_at: chrono::DateTime<chrono::Utc>,
    /// `live`, `withdrawn`, or nothing if it never was public.
    pub state: Option<String>,
    /// When it was last published.
    pub published_at: Option<chrono::DateTime<chrono::Utc>>,
}

/// A page of the admin's list, by name, optionally of those whose name or brand holds a text.
pub async fn product_summaries(
    mut conn: &AsyncPgConnection,
    text: Option<&str>,
    page: &PageRequest,
) -> QueryResult<Page<ProductSummary>> {
    type Row = (
        ProductId,
        String,
        String,
        String,
        chrono::DateTime<chrono::Utc>,
        Option<(String, chrono::DateTime<chrono::Utc>)>,
    );
    let mut query = products::table
        .inner_join(brands::table)
        .left_join(
            current_publications::table
                .inner_join(publications::table)
                .on(current_publications::entity_id.eq(products::id)),
        )
        .into_boxed();
    if let Some(text) = text {
        let pattern = format!("%{}%", crate::db::like_literal(text));
        query = query.filter(
            products::name
                .ilike(pattern.clone())
                .or(brands::name.ilike(pattern)),
        );
    }
    if let Some(after) = &page.after {
        query = query.filter(
            products::name.gt(after.key.clone()).or(products::name
                .eq(after.key.clone())
                .and(products::id.gt(ProductId(after.id)))),
        );
    }
    let rows: Vec<Row> = query
        .order((products::name, products::id))
        .limit(page.limit + 1)
        .select((
            products::id,
            products::slug,
            products::name,
            brands::name,
            products::updated_at,
            (current_publications::state, publications::created_at).nullable(),
        ))
        .load(&mut conn)
        .await?;
    let page = Page::cut(rows, page.limit, |row| Cursor {
        key: row.2.clone(),
        id: row.0.0,
    });
    Ok(
        page.map(|(id, slug, name, brand, updated_at, publication)| {
            let (state, published_at) = publication.unzip();
            ProductSummary {
                id,
                slug,
                name,
                brand,
                updated_at,
                state,
                published_at,
            }
        }),
    )
}

/// Everything that the page of prices shows.
pub struct PriceSheet {
    /// Name of the product.
    pub name: String,
    /// Its variants.
    pub variants: Vec<VariantRow>,
    /// Its offers in force now, by market.
    pub offers: Vec<(Market, Vec<OfferRow>)>,
}

/// The prices of a product, for its editor.
pub async fn price_sheet(conn: &AsyncPgConnection, id: ProductId) -> QueryResult<PriceSheet> {
    let mut offers = Vec::new();
    for market in Market::ALL {
        offers.push((*market, offers_of(conn, &[id], *market).await?));
    }
    Ok(PriceSheet {
        name: product(conn, id).await?.name,
        variants: variants_of(conn, id).await?,
        offers,
    })
}

/// Whether a product is public, and as which revision.
pub async fn publication_of(
    mut conn: &AsyncPgConnection,
    id: Uuid,
) -> QueryResult<Option<(String, i32)>> {
    current_publications::table
        .inner_join(publications::table)
        .filter(current_publications::entity_id.eq(id))
        .select((current_publications::state, publications::revision))
        .first(&mut conn)
        .await
        .optional()
}
