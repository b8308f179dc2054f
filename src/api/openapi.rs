//! The OpenAPI 3.1 document, made from the same types that answer.

use std::sync::LazyLock;

use actix_web::HttpRequest;
use serde_json::Value;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::desk::api::openapi::tell_each_kind;
use crate::web::json::{ApiResult, respond};

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
        crate::catalog::offer::api::put_offers,
        crate::accounts::api_key::api::whoami,
    ),
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

/// The document.
pub fn document() -> &'static Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
        let mut document = serde_json::to_value(Api::openapi()).unwrap_or_default();
        tell_each_kind(&mut document);
        document
    });
    &DOCUMENT
}

/// The document: `/api/v1/openapi.json`.
///
/// # Errors
/// None in practice.
pub async fn openapi(request: HttpRequest) -> ApiResult {
    respond(&request, document())
}
