//! The OpenAPI 3.1 document, made from the same types that answer. [`answers`] adds what is the same of many addresses.

mod answers;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use actix_web::HttpRequest;
use serde_json::Value;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::shape::Members;
use crate::desk::api::openapi::tell_each_kind;
use crate::web::json::{ApiResult, respond};

/// Levels of members within members that can be asked for.
const DEEPEST: u8 = 6;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Formulary",
        description = "A catalog of dietary supplements. Everything read here is published; prices are live. Lists are \
            paged with opaque cursors, at most 100 a page. Errors are application/problem+json (RFC 9457)."
    ),
    paths(
        crate::search::api::search,
        crate::search::api::suggestions,
        crate::catalog::product::api::list_products,
        crate::catalog::product::api::find_product,
        super::changes::list_changes,
        super::list_claims,
        super::find_claim,
        crate::gate::rule::api::list_rules,
        super::list_brands,
        super::find_brand,
        super::list_categories,
        super::find_category,
        super::list_topics,
        super::find_topic,
        super::list_ingredients,
        super::find_ingredient,
        super::list_references,
        super::find_reference,
        super::list_collections,
        super::find_collection,
        super::list_articles,
        super::find_article,
        super::list_protocols,
        super::find_protocol,
        crate::desk::api::list_drafts,
        crate::desk::api::create_draft,
        crate::desk::api::batch::save_batch,
        crate::desk::api::find_draft,
        crate::desk::api::replace_draft,
        crate::desk::api::patch_draft,
        crate::desk::api::publish_draft,
        crate::desk::api::withdraw_draft,
        crate::catalog::offer::writes::put_offers,
        crate::feeds::check::api::list_findings,
        crate::webhooks::writes::list_webhooks,
        crate::webhooks::writes::create_webhook,
        crate::webhooks::writes::find_webhook,
        crate::webhooks::writes::switch_webhook,
        crate::webhooks::writes::delete_webhook,
        crate::webhooks::writes::list_deliveries,
        crate::webhooks::writes::replay_delivery,
        crate::accounts::api_key::api::whoami,
    ),
    // Named by parameters only, where they are not found by themselves.
    components(schemas(crate::feeds::check::channel::Channel)),
    modifiers(&ApiKeys)
)]
struct Api;

/// How a program proves who it is.
struct ApiKeys;

impl Modify for ApiKeys {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let key = Http::builder()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("fmk_<prefix>_<secret>")
            .description(Some(
                "An API key that an administrator makes at /admin/keys.",
            ))
            .build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("api_key", SecurityScheme::Http(key));
    }
}

/// The document with the addresses of drafts written once for any kind.
pub fn written() -> &'static Value {
    static WRITTEN: LazyLock<Value> = LazyLock::new(|| {
        let mut document = serde_json::to_value(Api::openapi()).unwrap_or_default();
        answers::complete(&mut document);
        document
    });
    &WRITTEN
}

/// The document.
pub fn document() -> &'static Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
        let mut document = written().clone();
        tell_each_kind(&mut document);
        document
    });
    &DOCUMENT
}

/// The members that the good answer of an address has when it is read; those of each item, where it is a list.
pub fn answered(path: &str) -> Option<&'static Members> {
    static KNOWN: LazyLock<BTreeMap<String, Members>> = LazyLock::new(|| {
        let paths = document().get("paths").and_then(Value::as_object);
        let known = paths.into_iter().flatten();
        known
            .filter_map(|(path, item)| Some((path.clone(), of_answer(item)?)))
            .collect()
    });
    KNOWN.get(path)
}

fn of_answer(item: &Value) -> Option<Members> {
    let answer = item.get("get")?.get("responses")?.get("200")?;
    let media = answer.get("content")?.get("application/json")?;
    let members = members(media.get("schema")?, DEEPEST);
    Some(members.0.get("items").cloned().unwrap_or(members))
}

/// The members of what a schema describes, so many levels deep.
fn members(schema: &Value, depth: u8) -> Members {
    let mut all = Members::default();
    if depth == 0 {
        return all;
    }
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let referred = document().pointer(name.trim_start_matches('#'));
        return referred.map_or(all, |schema| members(schema, depth));
    }
    for word in ["allOf", "oneOf", "anyOf"] {
        let parts = schema.get(word).and_then(Value::as_array);
        for part in parts.into_iter().flatten() {
            all.0.extend(members(part, depth).0);
        }
    }
    if let Some(items) = schema.get("items") {
        all.0.extend(members(items, depth).0);
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, property) in properties.into_iter().flatten() {
        all.0.insert(name.clone(), members(property, depth - 1));
    }
    all
}

/// The document: `/api/v1/openapi.json`.
///
/// # Errors
/// None in practice.
pub async fn openapi(request: HttpRequest) -> ApiResult {
    respond(&request, document())
}
