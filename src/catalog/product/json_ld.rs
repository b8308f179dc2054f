//! Structured data of a product page: schema.org Product and DietarySupplement, one ProductGroup where variants differ.

use serde_json::{Map, Value, json};

use super::document::TextField;
use super::view::{ProductView, VariantView};
use crate::catalog::market::Market;
use crate::catalog::variant::model::NetQuantity;
use crate::publishing::Image;

/// Google's name of the category of everything here (taxonomy id 525).
const GOOGLE_CATEGORY: &str =
    "Health & Beauty > Health Care > Fitness & Nutrition > Vitamins & Supplements";

/// The nodes of a product page. `disclaimer` is what the page prints, if it prints one.
pub fn product_nodes(view: &ProductView, site: &str, disclaimer: Option<&str>) -> Vec<Value> {
    let shared = shared(view, site, disclaimer);
    match view.variants.as_slice() {
        [] => vec![Value::Object(typed(
            json!(["Product", "DietarySupplement"]),
            &format!("{}#product", url(view, site)),
            shared,
        ))],
        [only] => vec![Value::Object(variant_node(view, only, site, &shared))],
        many => {
            let mut group = typed(
                json!("ProductGroup"),
                &format!("{}#group", url(view, site)),
                shared.clone(),
            );
            group.insert("productGroupID".to_owned(), json!(view.product.entity_id));
            group.insert("variesBy".to_owned(), json!(["https://schema.org/size"]));
            let variants: Vec<Value> = many
                .iter()
                .map(|variant| Value::Object(variant_node(view, variant, site, &shared)))
                .collect();
            group.insert("hasVariant".to_owned(), json!(variants));
            vec![Value::Object(group)]
        }
    }
}

fn url(view: &ProductView, site: &str) -> String {
    format!("{site}{}", view.path)
}

fn typed(types: Value, id: &str, fields: Map<String, Value>) -> Map<String, Value> {
    let mut node = Map::from_iter([("@type".to_owned(), types), ("@id".to_owned(), json!(id))]);
    node.extend(fields);
    node
}

fn shared(view: &ProductView, site: &str, disclaimer: Option<&str>) -> Map<String, Value> {
    let document = &view.product.document;
    let images: Vec<String> = document
        .images
        .iter()
        .map(|image| format!("{site}{}", feed_image(image)))
        .collect();
    let mut fields = Map::from_iter([
        ("name".to_owned(), json!(full_name(view))),
        ("description".to_owned(), json!(described(view))),
        ("url".to_owned(), json!(url(view, site))),
        ("category".to_owned(), json!(GOOGLE_CATEGORY)),
    ]);
    let mut set = |key: &str, value: Value| {
        if !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()) {
            fields.insert(key.to_owned(), value);
        }
    };
    set("image", json!(images));
    set(
        "brand",
        view.brand
            .as_ref()
            .map(|brand| json!({ "@type": "Brand", "name": brand.card.title }))
            .unwrap_or_default(),
    );
    set("activeIngredient", json!(active_ingredients(view)));
    set("additionalProperty", json!(properties(view)));
    set("safetyConsideration", json!(view.texts.cautions));
    set("targetPopulation", json!(view.texts.audience));
    set("consumerNotice", json!(disclaimer));
    set("recommendedIntake", recommended_intake(view));
    fields
}

/// The picture as pixels where there is one: channels don't take drawings.
pub fn feed_image(image: &Image) -> &str {
    image.raster.as_deref().unwrap_or(&image.path)
}

/// Brand and name.
pub fn full_name(view: &ProductView) -> String {
    let name = &view.product.document.name;
    match &view.brand {
        Some(brand) => format!("{} {name}", brand.card.title),
        None => name.clone(),
    }
}

/// What search engines and previews read: the summary, unless it makes a statement that needs the disclaimer beside it.
pub fn described(view: &ProductView) -> String {
    let makes_statement = view
        .product
        .document
        .statements
        .iter()
        .any(|statement| statement.field == TextField::Summary);
    if makes_statement && view.market == Market::Us {
        return format!(
            "{}: {}.",
            full_name(view),
            active_ingredients(view).join(", ")
        );
    }
    view.texts.summary.clone()
}

/// What it is made of, each with its amount in a serving.
pub fn active_ingredients(view: &ProductView) -> Vec<String> {
    let Some(formula) = &view.product.document.formula else {
        return Vec::new();
    };
    let rows = formula
        .rows
        .iter()
        .filter(|row| row.kind != crate::catalog::formula::model::RowKind::Energy);
    rows.map(|row| match row.quantity() {
        Some(quantity) => format!("{} {quantity}", row.name),
        None => row.name.clone(),
    })
    .collect()
}

/// Amounts per serving, for what declares one.
fn properties(view: &ProductView) -> Vec<Value> {
    let Some(formula) = &view.product.document.formula else {
        return Vec::new();
    };
    let rows = formula.walk();
    rows.into_iter()
        .filter_map(|(_, row)| {
            let quantity = row.quantity()?;
            let mut property = json!({
                "@type": "PropertyValue", "name": row.name, "value": quantity.value, "unitText": quantity.unit
            });
            if let (Some(code), Some(fields)) = (unit_code(&quantity.unit), property.as_object_mut()) {
                fields.insert("unitCode".to_owned(), json!(code));
            }
            Some(property)
        })
        .collect()
}

fn recommended_intake(view: &ProductView) -> Value {
    let formula = view.product.document.formula.as_ref();
    let Some((serving, per_day)) = formula
        .and_then(|formula| formula.servings.first())
        .zip(view.servings_a_day())
    else {
        return Value::Null;
    };
    json!({
        "@type": "RecommendedDoseSchedule",
        "doseValue": serving.amount,
        "doseUnit": serving.unit,
        "frequency": format!("{} times a day", per_day.normalize()),
    })
}

fn variant_node(
    view: &ProductView,
    variant: &VariantView,
    site: &str,
    shared: &Map<String, Value>,
) -> Map<String, Value> {
    let id = format!("{}#{}", url(view, site), variant.variant.sku);
    let address = format!("{}?v={}", url(view, site), variant.variant.sku);
    let mut node = typed(json!(["Product", "DietarySupplement"]), &id, shared.clone());
    let mut set = |key: &str, value: Value| {
        if !value.is_null() {
            node.insert(key.to_owned(), value);
        }
    };
    set("sku", json!(variant.variant.sku));
    set(
        "name",
        json!(format!("{}, {}", full_name(view), variant.variant.title)),
    );
    set("size", json!(variant.variant.title));
    set("url", json!(address));
    if view.variants.len() > 1 {
        set("inProductGroupWithID", json!(view.product.entity_id));
    }
    if let Some(gtin) = &variant.variant.gtin {
        set(&format!("gtin{}", gtin.digits()), json!(gtin));
    }
    set("offers", offer_node(variant, &address));
    node
}

/// The offer, as the page shows it; a variant without one has none here either.
fn offer_node(variant: &VariantView, address: &str) -> Value {
    let Some(offer) = variant.offer else {
        return Value::Null;
    };
    let mut specification = json!({
        "@type": "UnitPriceSpecification",
        "price": offer.price.decimal(),
        "priceCurrency": offer.price.currency,
    });
    if let (Some(net), Some(fields)) =
        (&variant.variant.net_quantity, specification.as_object_mut())
    {
        fields.insert("referenceQuantity".to_owned(), quantity(net));
    }
    let mut specifications = vec![specification];
    if let Some(list) = offer.list_price {
        specifications.push(json!({
            "@type": "UnitPriceSpecification",
            "priceType": "https://schema.org/StrikethroughPrice",
            "price": list.decimal(),
            "priceCurrency": list.currency,
        }));
    }
    json!({
        "@type": "Offer",
        "url": address,
        "price": offer.price.decimal(),
        "priceCurrency": offer.price.currency,
        "availability": offer.availability.schema_org(),
        "itemCondition": "https://schema.org/NewCondition",
        "priceSpecification": specifications,
    })
}

fn quantity(net: &NetQuantity) -> Value {
    json!({ "@type": "QuantitativeValue", "value": net.value, "unitCode": unit_code(&net.unit).unwrap_or("C62") })
}

/// UN/CEFACT Recommendation 20 code of a unit.
fn unit_code(unit: &str) -> Option<&'static str> {
    match unit {
        "mcg" => Some("MC"),
        "mg" => Some("MGM"),
        "g" => Some("GRM"),
        "kg" => Some("KGM"),
        "mL" => Some("MLT"),
        "L" => Some("LTR"),
        "oz" => Some("ONZ"),
        "lb" => Some("LBR"),
        "fl oz" => Some("OZA"),
        "kcal" => Some("E14"),
        _ => None,
    }
}
