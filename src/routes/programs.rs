//! What programs read.

use actix_web::web::ServiceConfig;

use super::answers::json;
use crate::accounts::api_key;
use crate::catalog::product;
use crate::feeds::{pages as feeds, storefront};
use crate::gate::rule;
use crate::{api, search};

/// What storefronts, shopping channels and agents take as files, below `/feeds`.
pub fn files(config: &mut ServiceConfig) {
    json(config, "/storefront.ndjson", feeds::storefront);
    json(config, "/storefront.json", storefront::pages::feed_page);
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
    json(config, "/articles", api::list_articles);
    json(config, "/articles/{slug}", api::find_article);
    json(config, "/protocols", api::list_protocols);
    json(config, "/protocols/{slug}", api::find_protocol);
    json(config, "/changes", api::changes::list_changes);
    json(config, "/rules", rule::api::list_rules);
    json(config, "/whoami", api_key::api::whoami);
    json(config, "/openapi.json", api::openapi::openapi);
}
