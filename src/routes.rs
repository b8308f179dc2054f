//! Every URL of the program in one table.

use actix_web::HttpResponse;
use actix_web::web::{self, ServiceConfig, get, post};

use crate::accounts::pages as accounts;
use crate::catalog::{brand, category, product};
use crate::content::{article, protocol};
use crate::error::AppError;
use crate::evidence::{ingredient, reference, topic};
use crate::feeds::sitemap;
use crate::web::assets;
use crate::web::json::ApiError;
use crate::web::page::PageError;
use crate::{api, media};

/// Registers every URL.
pub fn routes(config: &mut ServiceConfig) {
    storefront(config);
    admin(config);
    config.service(
        web::scope("/api/v1")
            .configure(json_api)
            .default_service(web::to(no_resource)),
    );
    operations(config);
    config.default_service(web::to(no_page));
}

/// Pages that visitors browse.
fn storefront(config: &mut ServiceConfig) {
    config
        .route("/", get().to(product::browse::home_page))
        .route("/products", get().to(product::browse::product_list_page))
        .route("/products/{slug}", get().to(product::pages::product_page))
        .route(
            "/categories/{slug}",
            get().to(category::pages::category_page),
        )
        .route("/brands", get().to(brand::pages::brand_list_page))
        .route("/brands/{slug}", get().to(brand::pages::brand_page))
        .route(
            "/ingredients",
            get().to(ingredient::pages::ingredient_list_page),
        )
        .route(
            "/ingredients/{slug}",
            get().to(ingredient::pages::ingredient_page),
        )
        .route("/topics", get().to(topic::pages::topic_list_page))
        .route("/topics/{slug}", get().to(topic::pages::topic_page))
        .route("/articles", get().to(article::pages::article_list_page))
        .route("/articles/{slug}", get().to(article::pages::article_page))
        .route(
            "/protocols/{slug}",
            get().to(protocol::pages::protocol_page),
        )
        .route(
            "/references",
            get().to(reference::pages::reference_list_page),
        )
        .route(
            "/references/{slug}",
            get().to(reference::pages::reference_page),
        )
        .route("/sitemap.xml", get().to(sitemap::sitemap_index))
        .route("/sitemaps/{name}", get().to(sitemap::sitemap_part))
        .route("/robots.txt", get().to(sitemap::robots))
        .route("/media/{name}", get().to(media::pages::media_file))
        .route("/assets/{name}", get().to(assets::asset));
}

/// Pages that editors use; each handler asks for a signed-in person.
fn admin(config: &mut ServiceConfig) {
    config
        .route("/admin/sign-in", get().to(accounts::sign_in_page))
        .route("/admin/sign-in", post().to(accounts::sign_in))
        .route("/admin/sign-out", post().to(accounts::sign_out))
        .route("/admin", get().to(product::admin::product_list))
        .route(
            "/admin/products/{id}",
            get().to(product::admin::product_edit),
        )
        .route(
            "/admin/products/{id}",
            post().to(product::admin::product_update),
        )
        .route(
            "/admin/products/{id}/preview",
            get().to(product::admin::product_preview),
        )
        .route(
            "/admin/products/{id}/publish",
            post().to(product::admin::product_publish),
        )
        .route(
            "/admin/products/{id}/withdraw",
            post().to(product::admin::product_withdraw),
        );
}

/// What storefronts read.
fn json_api(config: &mut ServiceConfig) {
    config
        .route("/products", get().to(product::api::list_products))
        .route("/products/{slug}", get().to(product::api::find_product))
        .route("/claims", get().to(api::list_claims))
        .route("/claims/{slug}", get().to(api::find_claim))
        .route("/brands", get().to(api::list_brands))
        .route("/brands/{slug}", get().to(api::find_brand))
        .route("/categories", get().to(api::list_categories))
        .route("/categories/{slug}", get().to(api::find_category))
        .route("/topics", get().to(api::list_topics))
        .route("/topics/{slug}", get().to(api::find_topic))
        .route("/ingredients", get().to(api::list_ingredients))
        .route("/ingredients/{slug}", get().to(api::find_ingredient))
        .route("/references", get().to(api::list_references))
        .route("/references/{slug}", get().to(api::find_reference))
        .route("/articles", get().to(api::list_articles))
        .route("/articles/{slug}", get().to(api::find_article))
        .route("/protocols", get().to(api::list_protocols))
        .route("/protocols/{slug}", get().to(api::find_protocol))
        .route("/openapi.json", get().to(api::openapi::openapi));
}

/// What machines that run the program ask.
fn operations(config: &mut ServiceConfig) {
    config
        .route("/healthz", get().to(api::health::healthz))
        .route("/readyz", get().to(api::health::readyz));
}

async fn no_page() -> Result<HttpResponse, PageError> {
    Err(AppError::NotFound.into())
}

async fn no_resource() -> Result<HttpResponse, ApiError> {
    Err(AppError::NotFound.into())
}
