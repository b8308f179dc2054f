//! Feeds are what their specifications say, read by libraries that know these and not us.

use std::path::Path;
use std::str::FromStr;

use atom_syndication::Feed;
use jsonschema::Validator;
use quick_xml::events::Event;
use rss::Channel;
use rss::validation::Validate;
use serde_json::{Value, json};

use crate::support::{TestApp, demo, skip_optional};

/// Namespace of Google's elements.
const GOOGLE: &str = "http://base.google.com/ns/1.0";

fn must_fit(validator: &Validator, what: &str, value: &Value) {
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{what}: {errors:#?}");
}

async fn rss_of(app: &TestApp, path: &str) -> Channel {
    let body = app.get(path).await.ok().body;
    let channel = Channel::from_str(&body).unwrap_or_else(|error| panic!("{path}: {error}"));
    channel
        .validate()
        .unwrap_or_else(|error| panic!("{path}: {error}"));
    assert!(channel.items().len() > 3, "{path}");
    channel
}

#[tokio::test(flavor = "multi_thread")]
async fn google_s_feed_is_rss_whose_attributes_stand_in_google_s_namespace() {
    let app = demo();
    for market in ["us", "eu"] {
        let channel = rss_of(app, &format!("/feeds/google.xml?market={market}")).await;
        assert_eq!(
            channel.namespaces().get("g").map(String::as_str),
            Some(GOOGLE)
        );
        for item in channel.items() {
            let google = &item.extensions()["g"];
            for name in ["id", "title", "link", "price", "availability", "condition"] {
                let value = google[name][0].value();
                assert!(value.is_some_and(|value| !value.is_empty()), "{name}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn news_is_valid_as_rss_as_atom_and_as_json_feed_and_says_the_same() {
    let app = demo();
    let json_feed = jsonschema::validator_for(&json_feed_schema()).unwrap();
    for of in ["articles", "products"] {
        let json = app.get(&format!("/feeds/{of}.json")).await.ok().json();
        must_fit(&json_feed, of, &json);
        let told = |name: &str| -> Vec<String> {
            let items = json["items"].as_array().unwrap().iter();
            items
                .map(|item| item[name].as_str().unwrap().to_owned())
                .collect()
        };
        let rss = rss_of(app, &format!("/feeds/{of}.rss")).await;
        let ids = rss.items().iter().map(|item| item.guid().unwrap().value());
        assert_eq!(ids.collect::<Vec<_>>(), told("id"));
        let atom = app.get(&format!("/feeds/{of}.atom")).await.ok();
        assert!(
            atom.header("content-type")
                .starts_with("application/atom+xml")
        );
        let atom = Feed::from_str(&atom.body).unwrap();
        assert!(!atom.id().is_empty() && !atom.authors().is_empty());
        assert_eq!(atom.links()[0].rel(), "self");
        assert_eq!(
            atom.links()[0].href(),
            format!("{}/feeds/{of}.atom", app.url)
        );
        let entries = atom.entries().iter();
        let entries: Vec<[String; 4]> = entries
            .map(|entry| {
                assert!(entry.published().unwrap() <= entry.updated());
                let text = entry.summary().unwrap().as_str();
                [
                    entry.id(),
                    entry.title().as_str(),
                    entry.links()[0].href(),
                    text,
                ]
                .map(str::to_owned)
            })
            .collect();
        for (at, name) in ["id", "title", "url", "content_text"].iter().enumerate() {
            let in_atom: Vec<String> = entries.iter().map(|entry| entry[at].clone()).collect();
            let told: Vec<String> = told(name)
                .iter()
                .map(|text| text.replace('\n', " "))
                .collect();
            assert_eq!(in_atom, told, "{of}: {name}");
        }
    }
    assert_eq!(app.get("/feeds/articles.xml").await.status, 404);
}

/// What jsonfeed.org/version/1.1 asks of a feed.
fn json_feed_schema() -> Value {
    let url = json!({ "type": "string", "pattern": "^https?://" });
    let time = json!({ "type": "string", "format": "date-time" });
    let author = json!({
        "type": "object",
        "anyOf": [{ "required": ["name"] }, { "required": ["url"] }, { "required": ["avatar"] }],
    });
    json!({
        "type": "object",
        "required": ["version", "title", "items"],
        "properties": {
            "version": { "const": "https://jsonfeed.org/version/1.1" },
            "title": { "type": "string", "minLength": 1 },
            "home_page_url": url, "feed_url": url, "language": { "type": "string" },
            "items": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id"],
                    "anyOf": [{ "required": ["content_html"] }, { "required": ["content_text"] }],
                    "properties": {
                        "id": { "type": "string", "minLength": 1 }, "url": url, "image": url,
                        "title": { "type": "string" }, "content_text": { "type": "string" },
                        "date_published": time, "date_modified": time,
                        "authors": { "type": "array", "items": author },
                    },
                    "propertyNames": {
                        "enum": ["id", "url", "title", "content_text", "date_published", "date_modified", "language", "authors", "image"],
                    },
                },
            },
        },
    })
}

/// The elements of an XML document in their order, with the text that each holds.
fn elements(xml: &str) -> Vec<(String, String)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut found: Vec<(String, String)> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => found.push((tag.name().as_ref().to_owned(), String::new())),
            Event::Text(text) => {
                if let Some((_, held)) = found.last_mut() {
                    held.push_str(text.into_inner().trim());
                }
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sitemap_is_an_index_of_parts_within_the_protocol_s_limits() {
    let app = demo();
    let index = app.get("/sitemap.xml").await.ok();
    let of = "http://www.sitemaps.org/schemas/sitemap/0.9";
    assert!(
        index
            .body
            .contains(&format!("<sitemapindex xmlns=\"{of}\">"))
    );
    let parts: Vec<String> = elements(&index.body)
        .into_iter()
        .filter_map(|(name, text)| (name == "loc").then_some(text))
        .collect();
    assert!(parts.len() > 5);
    let (mut pages, mut pictures) = (0, 0);
    for part in parts {
        let path = part.strip_prefix(&app.url).unwrap();
        let body = app.get(path).await.ok().body;
        assert!(body.len() < 52_428_800 && body.contains(&format!("<urlset xmlns=\"{of}\"")));
        let all = elements(&body);
        let urls = all.iter().filter(|(name, _)| name == "url").count();
        assert!(urls <= 50_000);
        pages += urls;
        let mut before = "";
        for (name, text) in &all {
            // The order is part of the schema; extensions come last.
            let expected: &[&str] = match before {
                "" => &["urlset"],
                "url" => &["loc"],
                "loc" => &["lastmod", "url", "image:image"],
                "lastmod" => &["url", "image:image"],
                "image:image" => &["image:loc"],
                _ => &["url"],
            };
            assert!(expected.contains(&name.as_str()), "{before} {name}");
            match name.as_str() {
                "loc" => assert!(text.starts_with(&app.url) && text.len() < 2_048, "{text}"),
                "lastmod" => assert!(
                    chrono::DateTime::parse_from_rfc3339(text).is_ok()
                        || text.parse::<chrono::NaiveDate>().is_ok(),
                    "{text}"
                ),
                "image:loc" => {
                    pictures += 1;
                    let path = text.strip_prefix(&app.url).unwrap();
                    assert!(path.starts_with("/media/"), "{path}");
                }
                _ => {}
            }
            before = name;
        }
    }
    assert!(
        pages > 100 && pictures > 20,
        "{pages} pages, {pictures} pictures"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_of_the_agentic_commerce_protocol_fits_its_published_schema() {
    let path = Path::new("../shared/schemas/acp-2026-04-17/schema.feed.json");
    let Ok(bytes) = std::fs::read(path) else {
        skip_optional("the schema of the Agentic Commerce Protocol");
        return;
    };
    let schema: Value = serde_json::from_slice(&bytes).unwrap();
    let of = |name: &str| {
        let mut schema = schema.clone();
        schema["$ref"] = json!(format!("#/$defs/{name}"));
        jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap()
    };
    let (metadata, product) = (of("FeedMetadata"), of("Product"));
    assert!(!product.is_valid(&json!({ "id": "a", "variants": [{}] })));
    let app = demo();
    for market in ["us", "eu"] {
        let path = |file: &str| format!("/feeds/acp/{file}?market={market}");
        let told = app.get(&path("metadata.json")).await.ok().json();
        must_fit(&metadata, market, &told);
        let lines = app.get(&path("products.jsonl")).await.ok().body;
        assert!(lines.lines().count() > 3);
        for line in lines.lines() {
            must_fit(&product, line, &serde_json::from_str(line).unwrap());
        }
    }
}
