//! Reads of the edit tables of products.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::document::ProductDocument;
use super::model::{ProductId, ProductRow};
use super::parts;
use crate::catalog::brand::model::BrandId;
use crate::catalog::formula::queries::current_formulas;
use crate::catalog::lot::queries::lots_of;
use crate::catalog::market::Market;
use crate::catalog::offer::model::OfferRow;
use crate::catalog::offer::queries::offers_of;
use crate::catalog::product_type::model::ProductTypeId;
use crate::catalog::variant::model::VariantRow;
use crate::compliance::rules::without_disclaimer;
use crate::db::column;
use crate::db::paging::{Cursor, Page, PageRequest};
use crate::db::schema::{brands, current_publications, products, publications, variants};

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
    let found = documents(conn, &[id]).await?.into_iter().next();
    found.ok_or(diesel::NotFound)
}

/// What would be published of some products now, in the order of their ids and in as many statements as for one.
pub async fn documents(
    mut conn: &AsyncPgConnection,
    ids: &[ProductId],
) -> QueryResult<Vec<(ProductRow, ProductDocument)>> {
    let rows: Vec<ProductRow> = products::table
        .filter(products::id.eq_any(ids))
        .order(products::id)
        .select(ProductRow::as_select())
        .load(&mut conn)
        .await?;
    let mut options = parts::options(conn, ids).await?;
    let mut variants = parts::variants(conn, ids).await?;
    let mut formulas = current_formulas(conn, ids).await?;
    let mut assertions = parts::assertions(conn, ids).await?;
    let mut claims = parts::claims(conn, ids).await?;
    let mut images = parts::images(conn, ids).await?;
    let mut texts = parts::texts(conn, ids).await?;
    let mut lots = lots_of(conn, ids).await?;
    let mut attributes = parts::attributes(conn, ids).await?;
    let document = |row: ProductRow| {
        let id = &row.id;
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
            options: options.remove(id).unwrap_or_default(),
            variants: variants.remove(id).unwrap_or_default(),
            formula: formulas.remove(id),
            assertions: assertions.remove(id).unwrap_or_default(),
            claims: claims.remove(id).unwrap_or_default(),
            images: images.remove(id).unwrap_or_default(),
            texts: texts.remove(id).unwrap_or_default(),
            statements: Vec::new(),
            lots: lots.remove(id).unwrap_or_default(),
            attributes: attributes.remove(id).unwrap_or_default(),
        };
        (row, document.with_statements())
    };
    Ok(rows.into_iter().map(document).collect())
}

/// The brands of products.
pub async fn brands_of(
    mut conn: &AsyncPgConnection,
    ids: &[ProductId],
) -> QueryResult<HashMap<ProductId, BrandId>> {
    let rows: Vec<(ProductId, BrandId)> = products::table
        .filter(products::id.eq_any(ids))
        .select((products::id, products::brand_id))
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The types of those products that have one.
pub async fn types_of(
    mut conn: &AsyncPgConnection,
    ids: &[ProductId],
) -> QueryResult<HashMap<ProductId, ProductTypeId>> {
    let rows: Vec<(ProductId, ProductTypeId)> = products::table
        .filter(products::id.eq_any(ids))
        .filter(products::product_type_id.is_not_null())
        .select((products::id, products::product_type_id.assume_not_null()))
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().collect())
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

/// For each brand and name in lower case the oldest product that has both.
pub async fn by_brand_and_name(
    mut conn: &AsyncPgConnection,
    wanted: &[(BrandId, String)],
) -> QueryResult<Vec<Option<ProductId>>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = BigInt)]
        at: i64,
        #[diesel(sql_type = SqlUuid)]
        id: ProductId,
    }
    // A look-up for each: the query builder knows no lateral joins, and any of the brands with any of the names is far more.
    let rows: Vec<Found> = diesel::sql_query(
        "SELECT wanted.at, product.id
         FROM unnest($1, $2) WITH ORDINALITY AS wanted (brand_id, name, at)
         CROSS JOIN LATERAL (
             SELECT id FROM products WHERE brand_id = wanted.brand_id AND lower(name) = wanted.name ORDER BY id LIMIT 1
         ) product",
    )
    .bind::<Array<SqlUuid>, _>(column(wanted, |(brand, _)| brand.0))
    .bind::<Array<Text>, _>(column(wanted, |(_, name)| name.as_str()))
    .load(&mut conn)
    .await?;
    let mut found = vec![None; wanted.len()];
    for row in rows {
        let place = usize::try_from(row.at - 1).ok();
        if let Some(place) = place.and_then(|at| found.get_mut(at)) {
            *place = Some(row.id);
        }
    }
    Ok(found)
}
