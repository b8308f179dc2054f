//! Every URL of the program in one table.

use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, HttpResponse, Responder, Route, guard};

use crate::accounts::{api_key, second_factor, sign_in, user};
use crate::catalog::{brand, category, collection, compare, product};
use crate::content::{article, protocol, redirect};
use crate::desk::{admin as desk, preview};
use crate::error::AppError;
use crate::evidence::{claim, grade, ingredient, reference, topic};
use crate::feeds::sitemap;
use crate::gate::{ledger, rule};
use crate::web::assets;
use crate::web::form as web_form;
use crate::web::json::ApiError;
use crate::web::page::PageError;
use crate::{api, check, media, search};

/// Registers every URL.
pub fn routes(config: &mut ServiceConfig) {
    // First, because addresses are matched in this order and the ones below have many patterns.
    config.service(
        web::scope("/api/v1")
            .configure(json_api)
            .default_service(web::to(no_resource)),
    );
    storefront(config);
    european_union(config);
    admin(config);
    operations(config);
    config.default_service(web::to(redirect::pages::no_page));
}

/// Pages that visitors browse.
fn storefront(config: &mut ServiceConfig) {
    page(config, "/", product::home::home_page);
    page(config, "/products", search::list::pages::product_list_page);
    page(config, "/products/{slug}", product::pages::product_page);
    page(config, "/compare", compare::pages::compare_page);
    page(config, "/categories/{slug}", category::pages::category_page);
    page(
        config,
        "/collections/{slug}",
        collection::pages::collection_page,
    );
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
    page(config, "/preview/{token}", preview::pages::preview_link);
    page(config, "/media/{name}", media::pages::media_file);
    page(config, "/assets/{name}", assets::asset);
}

/// Pages of the European Union: products and what leads to them. Education is written for the default market.
fn european_union(config: &mut ServiceConfig) {
    page(config, "/eu", search::list::pages::to_product_list);
    page(config, "/eu/", search::list::pages::to_product_list);
    page(
        config,
        "/eu/products",
        search::list::pages::product_list_page,
    );
    page(config, "/eu/products/{slug}", product::pages::product_page);
    page(config, "/eu/compare", compare::pages::compare_page);
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
    signing_in(config);
    own_account(config);
    people_and_keys(config);
    page(config, "/admin", desk::dashboard::dashboard);
    reviews(config);
    media_admin(config);
    page(config, "/admin/substantiation", claim::admin::claim_list);
    page(
        config,
        "/admin/substantiation/{slug}",
        claim::admin::claim_substantiation,
    );
    page(
        config,
        "/admin/substantiation/{slug}/file.json",
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
        "/admin/products/price-list",
        product::admin::price_list_page,
        product::admin::price_list_save,
    );
    form(
        config,
        "/admin/products/{id}/prices",
        product::admin::prices_page,
        product::admin::prices_save,
    );
    form(
        config,
        "/admin/releases",
        desk::releases::releases_page,
        desk::releases::release_create,
    );
    form(
        config,
        "/admin/releases/{id}",
        desk::releases::release_page,
        desk::releases::release_act,
    );
    page(
        config,
        "/admin/searches",
        search::analytics::admin::searches_page,
    );
    page(
        config,
        "/admin/search-rules/{id}/preview",
        search::rule::admin::rule_preview,
    );
    page(config, "/admin/bulk", desk::bulk::bulk_jobs);
    form(
        config,
        "/admin/bulk/{id}",
        desk::bulk::bulk_job,
        desk::bulk::bulk_act,
    );
    page(config, "/admin/history", desk::trail::trail);
    page(config, "/admin/history.csv", desk::trail::trail_csv);
    every_kind(config);
}

/// What every kind has; the last of the admin, because `{kinds}` fits any word.
fn every_kind(config: &mut ServiceConfig) {
    page(config, "/admin/pick.json", desk::pick::pick);
    page(config, "/admin/{kinds}", desk::list::list);
    page(config, "/admin/{kinds}/new", desk::edit::new_page);
    action(config, "/admin/{kinds}/bulk", desk::bulk::bulk);
    form(
        config,
        "/admin/{kinds}/grid",
        desk::grid::grid_page,
        desk::grid::grid_save,
    );
    action(config, "/admin/{kinds}/views", desk::views::act);
    form(
        config,
        "/admin/{kinds}/{id}",
        desk::edit::edit_page,
        desk::edit::edit,
    );
    action(config, "/admin/{kinds}/{id}/findings", desk::edit::findings);
    action(config, "/admin/{kinds}/{id}/keep", desk::edit::keep);
    action(config, "/admin/{kinds}/{id}/discard", desk::edit::discard);
    action(
        config,
        "/admin/{kinds}/{id}/resolve",
        desk::conflict::resolve,
    );
    action(config, "/admin/{kinds}/{id}/workflow", desk::workflow::act);
    page(
        config,
        "/admin/{kinds}/{id}/history",
        desk::history::history,
    );
    page(
        config,
        "/admin/{kinds}/{id}/history/{revision}",
        desk::history::revision_page,
    );
    action(
        config,
        "/admin/{kinds}/{id}/restore",
        desk::history::restore,
    );
    page(
        config,
        "/admin/{kinds}/{id}/preview",
        desk::preview::preview,
    );
    page(config, "/admin/{kinds}/{id}/as-of", desk::preview::past);
}

/// The way in, for people who are not signed in.
fn signing_in(config: &mut ServiceConfig) {
    // They carry a form of full size besides their own fields.
    let roomy = || web_form::config(web_form::MAX_FORM + 64 * 1024);
    let by_password = web::resource("/admin/sign-in")
        .app_data(roomy())
        .route(read().to(sign_in::pages::sign_in_page))
        .route(web::post().to(sign_in::pages::sign_in));
    let by_code = web::resource("/admin/sign-in/code")
        .app_data(roomy())
        .route(read().to(sign_in::pages::code_page))
        .route(web::post().to(sign_in::pages::code));
    for resource in [by_password, by_code] {
        config.service(resource.default_service(web::to(wrong_method_of_page)));
    }
    form(
        config,
        "/admin/invitations/{token}",
        user::pages::invitation_page,
        user::pages::invitation_accept,
    );
    action(config, "/admin/sign-out", sign_in::pages::sign_out);
}

/// What everybody may change of their own account.
fn own_account(config: &mut ServiceConfig) {
    page(config, "/admin/account", user::admin::account_page);
    action(
        config,
        "/admin/account/password",
        user::admin::change_password,
    );
    action(
        config,
        "/admin/account/sessions/end-others",
        user::admin::end_others,
    );
    action(
        config,
        "/admin/account/sessions/{id}/end",
        user::admin::end_session,
    );
    form(
        config,
        "/admin/account/second-factor",
        second_factor::admin::second_factor_page,
        second_factor::admin::second_factor_begin,
    );
    page(
        config,
        "/admin/account/second-factor/qr.svg",
        second_factor::admin::second_factor_qr,
    );
    action(
        config,
        "/admin/account/second-factor/confirm",
        second_factor::admin::second_factor_confirm,
    );
    action(
        config,
        "/admin/account/second-factor/codes",
        second_factor::admin::recovery_codes_renew,
    );
    action(
        config,
        "/admin/account/second-factor/off",
        second_factor::admin::second_factor_off,
    );
}

/// Who may act, for administrators.
fn people_and_keys(config: &mut ServiceConfig) {
    form(
        config,
        "/admin/people",
        user::admin::people_page,
        user::admin::person_invite,
    );
    page(config, "/admin/people/{id}", user::admin::person_page);
    action(
        config,
        "/admin/people/{id}/role",
        user::admin::person_set_role,
    );
    action(
        config,
        "/admin/people/{id}/disable",
        user::admin::person_disable,
    );
    action(
        config,
        "/admin/people/{id}/enable",
        user::admin::person_enable,
    );
    action(
        config,
        "/admin/people/{id}/reset-password",
        user::admin::person_reset_password,
    );
    action(
        config,
        "/admin/people/{id}/reset-second-factor",
        user::admin::person_reset_second_factor,
    );
    form(
        config,
        "/admin/keys",
        api_key::admin::keys_page,
        api_key::admin::key_create,
    );
    action(
        config,
        "/admin/keys/{id}/revoke",
        api_key::admin::key_revoke,
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
    json(config, "/search", search::api::search);
    json(config, "/suggest", search::api::suggestions);
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
    json(config, "/whoami", api_key::api::whoami);
    json(config, "/openapi.json", api::openapi::openapi);
}

/// What machines that run the program ask.
fn operations(config: &mut ServiceConfig) {
    json(config, "/healthz", api::health::healthz);
    json(config, "/readyz", api::health::readyz);
    json(config, "/metrics", api::health::metrics);
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

async fn no_resource() -> Result<HttpResponse, ApiError> {
    Err(AppError::NotFound.into())
}

async fn wrong_method_of_page() -> Result<HttpResponse, PageError> {
    Err(AppError::WrongMethod.into())
}

async fn wrong_method_of_json() -> Result<HttpResponse, ApiError> {
    Err(AppError::WrongMethod.into())
}
