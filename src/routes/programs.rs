//! What programs read.

use actix_web::web::{self, ServiceConfig};

use super::answers::{json, methods, read};
use crate::accounts::api_key;
use crate::agents::ucp;
use crate::catalog::{offer, product};
use crate::desk;
use crate::feeds::news::pages as news;
use crate::feeds::{check, pages as feeds, storefront};
use crate::gate::rule;
use crate::{api, search, webhooks};

/// What storefronts, shopping channels and agents take as files, below `/feeds`.
pub fn files(config: &mut ServiceConfig) {
    json(config, "/storefront.ndjson", feeds::storefront);
    json(config, "/storefront.json", storefront::pages::feed_page);
    json(config, "/articles.{form}", news::articles);
    json(config, "/products.{form}", news::products);
    json(config, "/google.xml", feeds::google_xml);
    json(config, "/google.tsv", feeds::google_tsv);
    json(config, "/meta.csv", feeds::meta_csv);
    json(config, "/openai.jsonl", feeds::openai_lines);
    json(config, "/openai.csv", feeds::openai_csv);
    json(config, "/acp/metadata.json", feeds::acp_metadata);
    json(config, "/acp/products.jsonl", feeds::acp_products);
}

/// What storefronts read, below `/api/v1`.
pub fn json_api(config: &mut ServiceConfig) {
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
    json(config, "/collections", api::list_collections);
    json(config, "/collections/{slug}", api::find_collection);
    json(config, "/articles", api::list_articles);
    json(config, "/articles/{slug}", api::find_article);
    json(config, "/protocols", api::list_protocols);
    json(config, "/protocols/{slug}", api::find_protocol);
    drafts(config);
    webhooks(config);
    let offers = vec![web::put().to(offer::writes::put_offers)];
    methods(config, "/offers", "PUT", offers);
    json(config, "/changes", api::changes::list_changes);
    json(config, "/feed-findings", check::api::list_findings);
    json(config, "/rules", rule::api::list_rules);
    json(config, "/whoami", api_key::api::whoami);
    json(config, "/openapi.json", api::openapi::openapi);
}

/// What programs write, below `/api/v1/drafts`.
fn drafts(config: &mut ServiceConfig) {
    use desk::api::{self, batch};
    methods(
        config,
        "/drafts/{kinds}",
        "GET, HEAD, POST",
        vec![
            read().to(api::list_drafts),
            web::post().to(api::create_draft),
        ],
    );
    let batches = vec![web::post().to(batch::save_batch)];
    methods(config, "/drafts/{kinds}/batch", "POST", batches);
    methods(
        config,
        "/drafts/{kinds}/{id}",
        "GET, HEAD, PUT, PATCH",
        vec![
            read().to(api::find_draft),
            web::put().to(api::replace_draft),
            web::patch().to(api::patch_draft),
        ],
    );
    let publish = vec![web::post().to(api::publish_draft)];
    methods(config, "/drafts/{kinds}/{id}/publish", "POST", publish);
    let withdraw = vec![web::post().to(api::withdraw_draft)];
    methods(config, "/drafts/{kinds}/{id}/withdraw", "POST", withdraw);
}

/// Where events are sent, below `/api/v1/webhooks`.
fn webhooks(config: &mut ServiceConfig) {
    use webhooks::writes;
    methods(
        config,
        "/webhooks",
        "GET, HEAD, POST",
        vec![
            read().to(writes::list_webhooks),
            web::post().to(writes::create_webhook),
        ],
    );
    methods(
        config,
        "/webhooks/{id}",
        "GET, HEAD, PATCH, DELETE",
        vec![
            read().to(writes::find_webhook),
            web::patch().to(writes::switch_webhook),
            web::delete().to(writes::delete_webhook),
        ],
    );
    json(config, "/webhooks/{id}/deliveries", writes::list_deliveries);
    let again = vec![web::post().to(writes::replay_delivery)];
    methods(
        config,
        "/webhooks/{id}/deliveries/{delivery}/replay",
        "POST",
        again,
    );
}

/// What shopping agents ask, below `/ucp`.
pub fn agents(config: &mut ServiceConfig) {
    let search = vec![web::post().to(ucp::pages::search)];
    methods(config, "/catalog/search", "POST", search);
    let lookup = vec![web::post().to(ucp::pages::lookup)];
    methods(config, "/catalog/lookup", "POST", lookup);
    let product = vec![web::post().to(ucp::pages::product)];
    methods(config, "/catalog/product", "POST", product);
}
