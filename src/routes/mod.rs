//! Every URL of the program: what visitors browse here, and beside it what editors use and what programs read.

mod admin;
mod answers;
mod programs;

use actix_web::HttpResponse;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

use crate::agents::{llms, mcp, twin, ucp};
use crate::catalog::{brand, category, collection, compare, product};
use crate::content::{article, protocol, redirect};
use crate::desk::preview;
use crate::error::AppError;
use crate::evidence::{grade, ingredient, reference, topic};
use crate::feeds::sitemap;
use crate::gate::rule;
use crate::web::assets;
use crate::web::cors::{open_to_agents, open_to_all};
use crate::web::json::ApiError;
use crate::web::rate_limit::limit;
use crate::{api, media, search};
use answers::{json, page};

/// Registers every URL.
pub fn routes(config: &mut ServiceConfig) {
    // First, because addresses are matched in this order and the ones below have many patterns.
    config.service(
        web::scope("/api/v1")
            .wrap(from_fn(limit))
            .wrap(open_to_all())
            .configure(programs::json_api)
            .default_service(web::to(no_resource)),
    );
    config.service(
        web::scope("/feeds")
            .wrap(open_to_all())
            .configure(programs::files)
            .default_service(web::to(no_resource)),
    );
    config.service(
        web::resource("/oembed")
            .wrap(open_to_all())
            .route(answers::read().to(product::embed::oembed)),
    );
    config.service(
        web::scope("/ucp")
            .wrap(from_fn(limit))
            .wrap(open_to_agents())
            .configure(programs::agents)
            .default_service(web::to(no_resource)),
    );
    config.service(
        web::resource("/mcp")
            .wrap(from_fn(limit))
            .wrap(open_to_agents())
            .route(web::to(mcp::http::answer)),
    );
    twins(config);
    storefront(config);
    european_union(config);
    admin::admin(config);
    operations(config);
    config.default_service(web::to(redirect::pages::no_page));
}

/// Pages as Markdown. Before the pages, whose addresses would take `.md` for a part of a name.
fn twins(config: &mut ServiceConfig) {
    page(config, "/llms.txt", llms::llms);
    page(config, "/products/{slug}.md", twin::product_twin);
    page(config, "/eu/products/{slug}.md", twin::product_twin);
    page(config, "/ingredients/{slug}.md", twin::ingredient_twin);
    page(config, "/eu/ingredients/{slug}.md", twin::ingredient_twin);
    page(config, "/articles/{slug}.md", twin::article_twin);
}

/// Pages that visitors browse.
fn storefront(config: &mut ServiceConfig) {
    page(config, "/", product::home::home_page);
    page(config, "/products", search::list::pages::product_list_page);
    page(config, "/products/{slug}", product::pages::product_page);
    page(config, "/embed/products/{slug}", product::embed::embed_page);
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
    page(config, "/api", api::docs::docs_page);
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
    page(
        config,
        "/eu/embed/products/{slug}",
        product::embed::embed_page,
    );
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

/// What machines that run the program ask.
fn operations(config: &mut ServiceConfig) {
    json(config, "/.well-known/ucp", ucp::pages::profile);
    json(config, "/healthz", api::health::healthz);
    json(config, "/readyz", api::health::readyz);
    json(config, "/metrics", api::health::metrics);
}

async fn no_resource() -> Result<HttpResponse, ApiError> {
    Err(AppError::NotFound.into())
}
