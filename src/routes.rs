//! Every URL of the program in one table.

use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, HttpResponse, Responder, Route, guard};

use crate::accounts::pages as accounts;
use crate::catalog::{brand, category, product};
use crate::content::{article, protocol};
use crate::error::AppError;
use crate::evidence::{claim, grade, ingredient, reference, topic};
use crate::feeds::sitemap;
use crate::gate::{ledger, rule};
use crate::web::assets;
use crate::web::json::ApiError;
use crate::web::page::PageError;
use crate::{api, check, media};

/// Registers every URL.
pub fn routes(config: &mut ServiceConfig) {
    storefront(config);
    european_union(config);
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
    page(config, "/", product::home::home_page);
    page(config, "/products", product::browse::product_list_page);
    page(config, "/products/{slug}", product::pages::product_page);
    page(config, "/categories/{slug}", category::pages::category_page);
    page(config, "/brands", brand::pages::brand_list_page);
    page(config, "/brands/{slug}", brand::pages::brand_page);
    page(
        config,
        "/ingredients",
        ingredient::pages::ingredient_list_page,
    );
    page(
        config,
        "/ingredients/{slug}",
        ingredient::pages::ingredient_page,
    );
    page(config, "/topics", topic::pages::topic_list_page);
    page(config, "/topics/{slug}", topic::pages::topic_page);
    page(config, "/articles", article::pages::article_list_page);
    page(config, "/articles/{slug}", article::pages::article_page);
    page(config, "/protocols/{slug}", protocol::pages::protocol_page);
    page(config, "/references", reference::pages::reference_list_page);
    page(
        config,
        "/references/{slug}",
        reference::pages::reference_page,
    );
    page(config, "/evidence-grades", grade::pages::grades_page);
    page(config, "/claim-rules", rule::pages::rules_page);
    page(config, "/sitemap.xml", sitemap::sitemap_index);
    page(config, "/sitemaps/{name}", sitemap::sitemap_part);
    page(config, "/robots.txt", sitemap::robots);
    page(config, "/media/{name}", media::pages::media_file);
    page(config, "/assets/{name}", assets::asset);
}

/// Pages of the European Union: products and what leads to them. Education is written for the default market.
fn european_union(config: &mut ServiceConfig) {
    page(config, "/eu", product::browse::to_product_list);
    page(config, "/eu/", product::browse::to_product_list);
    page(config, "/eu/products", product::browse::product_list_page);
    page(config, "/eu/products/{slug}", product::pages::product_page);
    page(
        config,
        "/eu/categories/{slug}",
        category::pages::category_page,
    );
    page(config, "/eu/brands/{slug}", brand::pages::brand_page);
    page(
        config,
        "/eu/ingredients/{slug}",
        ingredient::pages::ingredient_page,
    );
}

/// Pages that editors use; each handler asks for a signed-in person.
fn admin(config: &mut ServiceConfig) {
    form(
        config,
        "/admin/sign-in",
        accounts::sign_in_page,
        accounts::sign_in,
    );
    action(config, "/admin/sign-out", accounts::sign_out);
    page(config, "/admin", product::admin::product_list);
    reviews(config);
    media_admin(config);
    page(config, "/admin/claims", claim::admin::claim_list);
    page(
        config,
        "/admin/claims/{slug}",
        claim::admin::claim_substantiation,
    );
    page(
        config,
        "/admin/claims/{slug}/substantiation.json",
        claim::admin::claim_substantiation_json,
    );
    form(
        config,
        "/admin/notifications",
        ledger::admin::notifications_page,
        ledger::admin::notifications_mark,
    );
    form(
        config,
        "/admin/products/{id}",
        product::admin::product_edit,
        product::admin::product_update,
    );
    page(
        config,
        "/admin/products/{id}/preview",
        product::admin::product_preview,
    );
    action(
        config,
        "/admin/products/{id}/publish",
        product::admin::product_publish,
    );
    action(
        config,
        "/admin/products/{id}/withdraw",
        product::admin::product_withdraw,
    );
}

/// Pictures and documents.
fn media_admin(config: &mut ServiceConfig) {
    form(
        config,
        "/admin/media",
        media::admin::library_page,
        media::admin::library_upload,
    );
    form(
        config,
        "/admin/media.json",
        media::admin::picker,
        media::admin::picker_upload,
    );
    form(
        config,
        "/admin/media/documents",
        media::admin::documents_page,
        media::admin::document_upload,
    );
    action(
        config,
        "/admin/media/documents/{id}/delete",
        media::admin::document_delete,
    );
    form(
        config,
        "/admin/media/{id}",
        media::admin::picture_page,
        media::admin::picture_save,
    );
    action(
        config,
        "/admin/media/{id}/delete",
        media::admin::picture_delete,
    );
}

/// What waits for a reviewer.
fn reviews(config: &mut ServiceConfig) {
    page(config, "/admin/reviews", check::admin::reviews_page);
    action(
        config,
        "/admin/reviews/tasks/{id}",
        check::admin::task_resolve,
    );
    page(
        config,
        "/admin/reviews/{kind}/{id}",
        check::admin::review_page,
    );
    action(
        config,
        "/admin/reviews/{kind}/{id}/sign",
        check::admin::review_sign,
    );
}

/// What storefronts read, below `/api/v1`.
fn json_api(config: &mut ServiceConfig) {
    json(config, "/products", product::api::list_products);
    json(config, "/products/{slug}", product::api::find_product);
    json(config, "/claims", api::list_claims);
    json(config, "/claims/{slug}", api::find_claim);
    json(config, "/brands", api::list_brands);
    json(config, "/brands/{slug}", api::find_brand);
    json(config, "/categories", api::list_categories);
    json(config, "/categories/{slug}", api::find_category);
    json(config, "/topics", api::list_topics);
    json(config, "/topics/{slug}", api::find_topic);
    json(config, "/ingredients", api::list_ingredients);
    json(config, "/ingredients/{slug}", api::find_ingredient);
    json(config, "/references", api::list_references);
    json(config, "/references/{slug}", api::find_reference);
    json(config, "/articles", api::list_articles);
    json(config, "/articles/{slug}", api::find_article);
    json(config, "/protocols", api::list_protocols);
    json(config, "/protocols/{slug}", api::find_protocol);
    json(config, "/rules", rule::api::list_rules);
    json(config, "/openapi.json", api::openapi::openapi);
}

/// What machines that run the program ask.
fn operations(config: &mut ServiceConfig) {
    json(config, "/healthz", api::health::healthz);
    json(config, "/readyz", api::health::readyz);
}

/// A route for reading: HEAD is GET without the body.
fn read() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// A page that is read.
fn page<F, Args>(config: &mut ServiceConfig, path: &str, handler: F)
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let resource = web::resource(path).route(read().to(handler));
    config.service(resource.default_service(web::to(wrong_method_of_page)));
}

/// JSON that is read.
fn json<F, Args>(config: &mut ServiceConfig, path: &str, handler: F)
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let resource = web::resource(path).route(read().to(handler));
    config.service(resource.default_service(web::to(wrong_method_of_json)));
}

/// A form that is read and sent back to the same address.
fn form<F, Args, G, More>(config: &mut ServiceConfig, path: &str, show: F, take: G)
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
    G: Handler<More>,
    More: FromRequest + 'static,
    G::Output: Responder + 'static,
{
    let resource = web::resource(path)
        .route(read().to(show))
        .route(web::post().to(take));
    config.service(resource.default_service(web::to(wrong_method_of_page)));
}

/// A form without a page of its own.
fn action<F, Args>(config: &mut ServiceConfig, path: &str, take: F)
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let resource = web::resource(path).route(web::post().to(take));
    config.service(resource.default_service(web::to(wrong_method_of_page)));
}

async fn no_page() -> Result<HttpResponse, PageError> {
    Err(AppError::NotFound.into())
}

async fn no_resource() -> Result<HttpResponse, ApiError> {
    Err(AppError::NotFound.into())
}

async fn wrong_method_of_page() -> Result<HttpResponse, PageError> {
    Err(AppError::WrongMethod.into())
}

async fn wrong_method_of_json() -> Result<HttpResponse, ApiError> {
    Err(AppError::WrongMethod.into())
}
