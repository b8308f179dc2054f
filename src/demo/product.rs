//! One product of the demo catalog, with its picture.

use std::collections::HashMap;

use super::add::Ids;
use super::data;
use super::picture::{Container, Palette, Picture, png};
use crate::catalog::brand::model::BrandId;
use crate::catalog::category::model::CategoryId;
use crate::catalog::formula::commands::add_formula;
use crate::catalog::formula::model::{
    Amount, Formula, FormulaRow, FormulaSource, Operator, Population, Quantity, RowKind, Serving,
};
use crate::catalog::lot::commands::{add_certificate, add_lot};
use crate::catalog::lot::model::{CertificateId, CertificateRow, LotId, LotRow};
use crate::catalog::market::{Market, Money};
use crate::catalog::offer::commands::set_offer;
use crate::catalog::offer::model::OfferTerms;
use crate::catalog::product::commands::{
    AssertionInput, PictureInput, create_product, set_assertions, set_claims, set_market_text,
    set_options, set_picture,
};
use crate::catalog::product::model::{Form, MarketText, NewProduct, ProductId};
use crate::catalog::variant::commands::{VariantInput, add_variant};
use crate::catalog::variant::model::VariantId;
use crate::error::AppError;
use crate::evidence::claim::model::ClaimId;
use crate::evidence::ingredient::model::IngredientId;
use crate::media::MediaStore;
use crate::media::commands::{name_picture, store_picture};
use crate::publishing::{Kind, Tx};

/// What became of a product of the demo.
pub enum Made {
    /// It was added.
    Added(ProductId),
    /// It was there.
    Found(ProductId),
}

/// Adds a product with all that belongs to it.
pub async fn add_product(
    tx: &mut Tx,
    media: &MediaStore,
    item: &data::Product,
    brand: &data::Brand,
    ids: &Ids,
) -> Result<Made, AppError> {
    let id = ProductId::new();
    let new = NewProduct {
        id,
        slug: &item.slug,
        name: &item.name,
        brand_id: BrandId(ids.get(Kind::Brand, &item.brand)?),
        category_id: Some(CategoryId(ids.get(Kind::Category, &item.category)?)),
        form: item.form,
        summary: &item.summary,
        description: &item.description,
        audience: item.audience.as_deref(),
        directions: &item.directions,
        cautions: item.cautions.as_deref(),
        storage: item.storage.as_deref(),
        external_ref: None,
    };
    create_product(tx, &new).await?;
    if let Some(option) = &item.option {
        set_options(tx, id, &[option]).await?;
    }
    let mut variants = HashMap::new();
    for variant in &item.variants {
        let variant_id = add_variant_with_offer(tx, id, variant).await?;
        variants.insert(variant.sku.as_str(), variant_id);
    }
    if let Some(eu) = &item.eu {
        add_eu(tx, id, eu, &variants).await?;
    }
    for lot in &item.lots {
        add_lot_with_certificates(tx, lot, &variants).await?;
    }
    add_formula(tx, id, &formula(&item.formula, ids)?, None, true).await?;
    set_assertions(tx, id, &assertions(item)).await?;
    let claims = item
        .claims
        .iter()
        .map(|slug| ids.get(Kind::Claim, slug).map(ClaimId))
        .collect::<Result<Vec<_>, _>>()?;
    set_claims(tx, id, &claims).await?;
    add_picture(tx, media, id, item, brand).await?;
    Ok(Made::Added(id))
}

async fn add_variant_with_offer(
    tx: &mut Tx,
    product: ProductId,
    variant: &data::Variant,
) -> Result<VariantId, AppError> {
    let input = VariantInput {
        sku: variant.sku.clone(),
        gtin: variant.gtin.clone(),
        title: variant.title.clone(),
        net: variant.net_quantity.zip(variant.net_unit.clone()),
        servings: variant.servings,
        options: variant.option_value.clone().into_iter().collect(),
    };
    let id = add_variant(tx, product, &input).await?;
    if let Some(offer) = &variant.offer {
        set_offer(
            tx,
            (product, id),
            Market::Us,
            Some(terms(offer, Market::Us)),
        )
        .await?;
    }
    Ok(id)
}

fn terms(offer: &data::Offer, market: Market) -> OfferTerms {
    OfferTerms {
        price: Money {
            minor: offer.price_minor,
            currency: market.currency(),
        },
        list_minor: offer.list_minor,
        availability: offer.availability,
    }
}

async fn add_eu(
    tx: &mut Tx,
    product: ProductId,
    eu: &data::EuText,
    variants: &HashMap<&str, VariantId>,
) -> Result<(), AppError> {
    let text = MarketText {
        market: Market::Eu,
        summary: eu.summary.clone(),
        description: eu.description.clone(),
        audience: eu.audience.clone(),
        directions: eu.directions.clone(),
        cautions: eu.cautions.clone(),
        storage: eu.storage.clone(),
    };
    set_market_text(tx, product, &text).await?;
    for offer in &eu.offers {
        let variant = variant_of(variants, &offer.sku)?;
        let terms = terms(&offer.offer, Market::Eu);
        set_offer(tx, (product, variant), Market::Eu, Some(terms)).await?;
    }
    Ok(())
}

async fn add_lot_with_certificates(
    tx: &mut Tx,
    lot: &data::Lot,
    variants: &HashMap<&str, VariantId>,
) -> Result<(), AppError> {
    let row = LotRow {
        id: LotId::new(),
        variant_id: variant_of(variants, &lot.sku)?,
        code: lot.code.clone(),
        made_on: lot.made_on,
        expires_on: lot.expires_on,
    };
    add_lot(tx, &row).await?;
    for certificate in &lot.certificates {
        let row = CertificateRow {
            id: CertificateId::new(),
            lot_id: row.id,
            laboratory: certificate.laboratory.clone(),
            number: certificate.number.clone(),
            issued_on: certificate.issued_on,
            review_by: certificate.review_by,
        };
        add_certificate(tx, &row, &certificate.results).await?;
    }
    Ok(())
}

fn variant_of(variants: &HashMap<&str, VariantId>, sku: &str) -> Result<VariantId, AppError> {
    variants.get(sku).copied().ok_or_else(|| {
        AppError::Internal(anyhow::anyhow!(
            "the demo names the variant {sku}, which its product does not have"
        ))
    })
}

fn assertions(item: &data::Product) -> Vec<AssertionInput> {
    item.assertions
        .iter()
        .map(|assertion| AssertionInput {
            statement: assertion.statement,
            substance: assertion.substance.clone(),
            basis: assertion.basis,
            document: assertion.document.clone(),
            as_of: assertion.as_of,
        })
        .collect()
}

fn formula(item: &data::Formula, ids: &Ids) -> Result<Formula, AppError> {
    let serving = Serving {
        amount: item.serving_amount,
        amount_max: None,
        unit: singular(&item.serving_unit),
        note: item.serving_note.clone(),
        per_day_min: item.per_day_min,
        per_day_max: item.per_day_max,
    };
    Ok(Formula {
        source: FormulaSource::Editor,
        dsld_label_id: None,
        effective_from: None,
        population: Population::Adults,
        more_populations: Vec::new(),
        servings: vec![serving],
        servings_per_container: item.servings_per_container.clone(),
        rows: item
            .rows
            .iter()
            .map(|row| formula_row(row, ids))
            .collect::<Result<_, _>>()?,
        other_ingredients: item
            .other_ingredients
            .iter()
            .map(|name| other_ingredient(name))
            .collect(),
    })
}

/// Units are kept in the singular; the page adds the plural.
fn singular(unit: &str) -> String {
    match unit {
        "gummies" => "gummy".to_owned(),
        unit if unit.len() > 3 => unit.strip_suffix('s').unwrap_or(unit).to_owned(),
        unit => unit.to_owned(),
    }
}

fn formula_row(row: &data::Row, ids: &Ids) -> Result<FormulaRow, AppError> {
    let ingredient = row
        .ingredient
        .as_deref()
        .map(|slug| ids.get(Kind::Ingredient, slug))
        .transpose()?;
    let quantity = row
        .amount
        .zip(row.unit.clone())
        .map(|(value, unit)| Quantity {
            operator: Operator::Equal,
            value,
            unit,
        });
    Ok(FormulaRow {
        kind: row.kind,
        name: row.name.clone(),
        ingredient_id: ingredient.map(IngredientId),
        source_form: row.source.clone(),
        plant_part: row.plant_part.clone(),
        note: None,
        amounts: vec![Amount {
            quantity,
            ..Amount::default()
        }],
        rows: row
            .rows
            .iter()
            .map(|row| formula_row(row, ids))
            .collect::<Result<_, _>>()?,
    })
}

fn other_ingredient(name: &str) -> FormulaRow {
    FormulaRow {
        kind: RowKind::OtherIngredient,
        name: name.to_owned(),
        ingredient_id: None,
        source_form: None,
        plant_part: None,
        note: None,
        amounts: Vec::new(),
        rows: Vec::new(),
    }
}

/// Draws the product: the picture, the same as pixels for feeds, and a wide card for previews.
async fn add_picture(
    tx: &mut Tx,
    media: &MediaStore,
    id: ProductId,
    item: &data::Product,
    brand: &data::Brand,
) -> Result<(), AppError> {
    let palette = Palette {
        base: brand.palette.base.clone(),
        accent: brand.palette.accent.clone(),
        ink: brand.palette.ink.clone(),
    };
    let detail = item
        .variants
        .first()
        .map(|variant| variant.title.clone())
        .unwrap_or_default();
    let picture = Picture {
        brand: &brand.name,
        name: &item.name,
        detail: &detail,
        palette: &palette,
        container: container(item),
    };
    let svg = picture.svg();
    let card = picture.social_card_svg("Formulary");
    let draw =
        |svg: &str, width: u32| png(svg, width).map_err(|error| AppError::Internal(error.into()));
    let (pixels, wide) = (draw(&svg, 1_000)?, draw(&card, 1_200)?);
    let input = PictureInput {
        media: store_picture(tx, media, svg.as_bytes(), "image/svg+xml", (1_000, 1_000)).await?,
        raster: Some(store_picture(tx, media, &pixels, "image/png", (1_000, 1_000)).await?),
        social: Some(store_picture(tx, media, &wide, "image/png", (1_200, 630)).await?),
    };
    let alt = format!(
        "{} of {} {}, {detail}",
        container_words(item.form),
        brand.name,
        item.name
    );
    name_picture(tx, input.media, &format!("{}.svg", item.slug), &alt).await?;
    set_picture(tx, id, input, &alt).await
}

fn container(item: &data::Product) -> Container {
    match item.form {
        Form::Capsule | Form::Other => Container::Bottle,
        Form::Tablet => Container::Tablets,
        Form::Softgel => Container::Softgels,
        Form::Powder
            if item
                .variants
                .iter()
                .any(|v| v.net_quantity.is_some_and(|net| net >= 400.into())) =>
        {
            Container::Pouch
        }
        Form::Powder => Container::Jar,
        Form::Liquid
            if item
                .variants
                .iter()
                .any(|v| v.net_quantity.is_some_and(|net| net <= 60.into())) =>
        {
            Container::Dropper
        }
        Form::Liquid => Container::TallBottle,
        Form::Gummy => Container::GummyJar,
        Form::Sachet | Form::Bar => Container::Box,
        Form::Lozenge => Container::Tin,
    }
}

const fn container_words(form: Form) -> &'static str {
    match form {
        Form::Sachet | Form::Bar => "Box",
        Form::Powder | Form::Gummy => "Jar",
        Form::Lozenge => "Tin",
        _ => "Bottle",
    }
}
