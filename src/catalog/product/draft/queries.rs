//! Reads what is edited of a product.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::formula::FormulaDraft;
use super::{AttributeValue, PictureDraft, ProductDraft, VariantDraft};
use crate::catalog::formula::queries::current_formula;
use crate::catalog::product::model::ProductId;
use crate::catalog::product::parts::{self, only};
use crate::catalog::product::queries::product;
use crate::catalog::product_type::model::ProductTypeId;
use crate::db::schema::{product_attributes, product_media, product_type_attributes, products};

/// What is edited of a product, as it is saved.
pub async fn draft(conn: &AsyncPgConnection, id: ProductId) -> QueryResult<ProductDraft> {
    let row = product(conn, id).await?;
    let product_type_id = type_of(conn, id).await?;
    let variants = only(parts::variants(conn, &[id]).await?);
    let formula = current_formula(conn, id).await?;
    Ok(ProductDraft {
        slug: row.slug,
        name: row.name,
        brand_id: row.brand_id,
        category_id: row.category_id,
        form: row.form,
        product_type_id,
        external_ref: row.external_ref,
        summary: row.summary,
        description: row.description,
        audience: row.audience,
        directions: row.directions,
        cautions: row.cautions,
        storage: row.storage,
        options: only(parts::options(conn, &[id]).await?),
        variants: variants
            .into_iter()
            .map(|variant| VariantDraft {
                id: variant.id.0,
                title: variant.title,
                sku: variant.sku,
                gtin: variant.gtin.map(String::from),
                net_quantity: variant.net_quantity.as_ref().map(|net| net.value),
                net_unit: variant.net_quantity.map(|net| net.unit),
                servings: variant.servings,
                options: variant.options,
            })
            .collect(),
        formula: formula.as_ref().map(FormulaDraft::from),
        assertions: only(parts::assertions(conn, &[id]).await?),
        claims: only(parts::claims(conn, &[id]).await?),
        media: pictures_of(conn, id).await?,
        attributes: attributes_of(conn, id, product_type_id).await?,
        texts: only(parts::texts(conn, &[id]).await?),
    })
}

async fn type_of(
    mut conn: &AsyncPgConnection,
    id: ProductId,
) -> QueryResult<Option<ProductTypeId>> {
    products::table
        .find(id)
        .select(products::product_type_id)
        .first(&mut conn)
        .await
}

async fn pictures_of(
    mut conn: &AsyncPgConnection,
    id: ProductId,
) -> QueryResult<Vec<PictureDraft>> {
    let rows: Vec<(Uuid, String)> = product_media::table
        .filter(product_media::product_id.eq(id))
        .order(product_media::position)
        .select((product_media::media_id, product_media::alt))
        .load(&mut conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(media_id, alt)| PictureDraft { media_id, alt })
        .collect())
}

/// The attributes of the type in their order, with what the product states for them.
async fn attributes_of(
    mut conn: &AsyncPgConnection,
    id: ProductId,
    product_type: Option<ProductTypeId>,
) -> QueryResult<Vec<AttributeValue>> {
    let stated: Vec<(Uuid, String)> = product_attributes::table
        .filter(product_attributes::product_id.eq(id))
        .order(product_attributes::attribute_id)
        .select((product_attributes::attribute_id, product_attributes::value))
        .load(&mut conn)
        .await?;
    let of_type: Vec<Uuid> = product_type_attributes::table
        .filter(
            product_type_attributes::product_type_id
                .nullable()
                .eq(product_type),
        )
        .order((
            product_type_attributes::position,
            product_type_attributes::attribute_id,
        ))
        .select(product_type_attributes::attribute_id)
        .load(&mut conn)
        .await?;
    let value = |attribute: &Uuid| {
        stated
            .iter()
            .find(|(known, _)| known == attribute)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    };
    let beyond = stated
        .iter()
        .map(|(attribute, _)| attribute)
        .filter(|attribute| !of_type.contains(attribute));
    Ok(of_type
        .iter()
        .chain(beyond)
        .map(|attribute| AttributeValue {
            attribute_id: *attribute,
            value: value(attribute),
        })
        .collect())
}
