//! Shopping agents: the Universal Commerce Protocol over HTTP and as tools, Markdown twins, and where everything is.

use std::path::Path;

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

use crate::support::{Response, TestApp, demo, skip_optional};

/// A client of the Model Context Protocol, as small as one can be.
struct Agent<'a>(&'a TestApp);

impl Agent<'_> {
    async fn send(&self, body: &Value) -> Response {
        let headers = [
            ("Accept", "application/json, text/event-stream"),
            ("MCP-Protocol-Version", "2025-11-25"),
        ];
        self.0.request("POST", "/mcp", Some(body), &headers).await
    }

    async fn ask(&self, method: &str, params: Value) -> Value {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        self.send(&body).await.ok().json()
    }

    async fn call(&self, tool: &str, arguments: Value) -> Value {
        let answer = self
            .ask(
                "tools/call",
                json!({ "name": tool, "arguments": arguments }),
            )
            .await;
        assert!(answer["error"].is_null(), "{answer}");
        answer["result"].clone()
    }
}

pub async fn ucp(app: &TestApp, capability: &str, asked: &Value) -> Response {
    let path = format!("/ucp/catalog/{capability}");
    app.request("POST", &path, Some(asked), &[]).await
}

async fn search(app: &TestApp, asked: Value) -> Value {
    app.catch_up().await;
    ucp(app, "search", &asked).await.ok().json()
}

/// The published schemas of the protocol, each under its own address, if they are there.
fn schemas() -> Option<Registry<'static>> {
    fn collect(folder: &Path, found: &mut Vec<Value>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, found);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                found.push(serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap());
            }
        }
    }
    let folder = Path::new("../shared/schemas/ucp-2026-04-08");
    if !folder.exists() {
        skip_optional("the schemas of the Universal Commerce Protocol");
        return None;
    }
    let mut found = Vec::new();
    collect(folder, &mut found);
    let mut registry = Registry::new();
    for mut schema in found {
        // As published, its relative references lead nowhere: its id names another folder than the one that it is in.
        if schema["$id"] == "https://ucp.dev/schemas/discovery/profile.json" {
            schema["$id"] = json!("https://ucp.dev/discovery/profile.json");
        }
        if let Some(id) = schema["$id"].as_str() {
            registry = registry.add(id, schema.clone()).unwrap();
        }
    }
    Some(registry.prepare().unwrap())
}

fn validator(registry: &Registry<'_>, reference: &str) -> Validator {
    jsonschema::options()
        .with_registry(registry)
        .offline()
        .build(&json!({ "$ref": format!("https://ucp.dev/{reference}") }))
        .unwrap()
}

fn must_fit(validator: &Validator, answer: &Value) {
    let errors: Vec<String> = validator
        .iter_errors(answer)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_fit_the_published_schemas() {
    let Some(registry) = schemas() else { return };
    let app = demo();
    let profile = app.get("/.well-known/ucp").await.ok().json();
    must_fit(
        &validator(&registry, "discovery/profile.json#/$defs/business_profile"),
        &profile,
    );
    let found = validator(
        &registry,
        "schemas/shopping/catalog_search.json#/$defs/search_response",
    );
    let mut ids = Vec::new();
    for asked in [
        json!({ "filters": { "price": { "min": 0 } }, "pagination": { "limit": 50 } }),
        json!({ "query": "colostrum" }),
        json!({ "query": "nothing like this" }),
        json!({ "query": "zinc", "context": { "address_country": "DE" } }),
    ] {
        let answer = search(app, asked).await;
        must_fit(&found, &answer);
        for product in answer["products"].as_array().unwrap() {
            ids.push(product["id"].clone());
            ids.extend(
                product["variants"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|variant| variant["id"].clone()),
            );
        }
    }
    assert!(ids.len() > 60);
    ids.truncate(49);
    ids.push(json!("nobody"));
    let looked_up = ucp(app, "lookup", &json!({ "ids": ids })).await.ok().json();
    must_fit(
        &validator(
            &registry,
            "schemas/shopping/catalog_lookup.json#/$defs/lookup_response",
        ),
        &looked_up,
    );
    let one = validator(
        &registry,
        "schemas/shopping/catalog_lookup.json#/$defs/get_product_response",
    );
    for id in &ids[..10] {
        let answer = ucp(app, "product", &json!({ "id": id })).await.ok().json();
        must_fit(&one, &answer);
    }
    let nobody = ucp(app, "product", &json!({ "id": "nobody" }))
        .await
        .ok()
        .json();
    assert_eq!(nobody["ucp"]["status"], "error");
    assert_eq!(nobody["messages"][0]["code"], "not_found");
    must_fit(
        &validator(&registry, "schemas/shopping/types/error_response.json"),
        &nobody,
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_comes_with_what_must_be_shown_and_claims_only_with_the_disclaimer() {
    let app = demo();
    let answer = search(
        app,
        json!({ "query": "colostrum", "pagination": { "limit": 50 } }),
    )
    .await;
    let products = answer["products"].as_array().unwrap();
    let messages = answer["messages"].as_array().unwrap();
    assert!(!products.is_empty());
    for (product, at) in products.iter().zip(0..) {
        let path = format!("$.products[{at}]");
        let codes: Vec<&str> = messages
            .iter()
            .filter(|message| message["path"] == path.as_str())
            .inspect(|message| assert_eq!(message["presentation"], "disclosure"))
            .map(|message| message["code"].as_str().unwrap())
            .collect();
        let metadata = &product["metadata"];
        let has_claims = metadata["claims"]
            .as_array()
            .is_some_and(|claims| !claims.is_empty());
        assert_eq!(
            codes.contains(&"dietary_supplement_disclaimer"),
            has_claims,
            "{product}"
        );
        assert!(
            metadata["supplement_facts"]["blocks"].is_array(),
            "{metadata}"
        );
        for claim in metadata["claims"].as_array().unwrap() {
            let id = claim["id"].as_str().unwrap();
            let evidence = Agent(app)
                .call("get_evidence_for_claim", json!({ "claim": id }))
                .await;
            assert_eq!(evidence["structuredContent"]["id"], id);
        }
    }
    let milk = |message: &&Value| {
        message["code"] == "allergens" && message["content"].as_str().unwrap().contains("milk")
    };
    assert!(
        messages.iter().any(|message| milk(&message)),
        "colostrum is made of milk"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_handles_skus_and_barcodes_are_looked_up_and_the_unknown_is_told() {
    let app = demo();
    let answer = search(app, json!({ "query": "colostrum" })).await;
    let product = &answer["products"][0];
    let variant = &product["variants"][0];
    let gtin = variant["barcodes"][0]["value"].clone();
    let asked = json!({ "ids": [product["id"], variant["sku"], gtin, "nobody", product["id"]] });
    let answer = ucp(app, "lookup", &asked).await.ok().json();
    assert_eq!(answer["products"].as_array().unwrap().len(), 1, "{answer}");
    let inputs: Vec<Value> = answer["products"][0]["variants"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|variant| variant["inputs"].as_array().unwrap().clone())
        .collect();
    let told: Vec<&str> = inputs
        .iter()
        .map(|input| input["match"].as_str().unwrap())
        .collect();
    assert_eq!(told.iter().filter(|how| **how == "exact").count(), 2);
    assert_eq!(told.iter().filter(|how| **how == "featured").count(), 1);
    let unknown: Vec<&Value> = answer["messages"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|message| message["code"] == "not_found")
        .collect();
    assert_eq!(unknown.len(), 1);
    let many: Vec<String> = (0..51).map(|at| format!("id-{at}")).collect();
    let answer = ucp(app, "lookup", &json!({ "ids": many })).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json()["messages"][0]["code"], "request_too_large");
    for (capability, asked) in [
        ("search", json!({})),
        (
            "search",
            json!({ "query": "a", "pagination": { "cursor": "zz" } }),
        ),
        (
            "search",
            json!({ "filters": { "price": { "min": 9, "max": 1 } } }),
        ),
        ("lookup", json!({ "ids": [] })),
        ("lookup", json!({ "ids": "one" })),
        ("product", json!([])),
    ] {
        let answer = ucp(app, capability, &asked).await;
        assert_eq!(answer.status, 400, "{capability} {asked}");
        assert_eq!(answer.json()["ucp"]["status"], "error");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_narrow_by_category_and_price_and_a_price_in_another_currency_is_not_guessed() {
    let app = demo();
    let all = search(
        app,
        json!({ "filters": { "price": { "min": 0 } }, "pagination": { "limit": 50 } }),
    )
    .await;
    let category = all["products"][0]["categories"][0]["value"].clone();
    let some = search(
        app,
        json!({ "filters": { "categories": [category] }, "pagination": { "limit": 50 } }),
    )
    .await;
    let of_category = |answer: &Value| -> Vec<String> {
        let products = answer["products"].as_array().unwrap().iter();
        let path = category.as_str().unwrap();
        let fits = |product: &&Value| {
            let own = product["categories"][0]["value"]
                .as_str()
                .unwrap_or_default();
            own == path || own.starts_with(&format!("{path} > "))
        };
        let mut ids: Vec<String> = products
            .filter(fits)
            .map(|product| product["id"].to_string())
            .collect();
        ids.sort();
        ids
    };
    assert_eq!(of_category(&some), of_category(&all));
    assert_eq!(
        some["products"].as_array().unwrap().len(),
        of_category(&some).len()
    );
    let none = search(
        app,
        json!({ "filters": { "categories": ["Garden > Hoses"] } }),
    )
    .await;
    assert_eq!(none["pagination"]["total_count"], 0);
    let cheap = search(
        app,
        json!({ "filters": { "price": { "max": 2000 } }, "context": { "currency": "USD" } }),
    )
    .await;
    for product in cheap["products"].as_array().unwrap() {
        assert!(product["price_range"]["min"]["amount"].as_i64().unwrap() <= 2000);
    }
    let yen = search(
        app,
        json!({ "filters": { "price": { "max": 1 } }, "context": { "currency": "JPY" } }),
    )
    .await;
    assert_eq!(yen["messages"][0]["code"], "price_filter_ignored");
}

#[tokio::test(flavor = "multi_thread")]
async fn choosing_options_says_what_else_can_be_chosen() {
    let app = demo();
    let all = search(
        app,
        json!({ "filters": { "price": { "min": 0 } }, "pagination": { "limit": 50 } }),
    )
    .await;
    let several = |product: &&Value| {
        product["options"][0]["values"]
            .as_array()
            .is_some_and(|values| values.len() > 1)
    };
    let products = all["products"].as_array().unwrap();
    let product = products
        .iter()
        .find(several)
        .expect("a product of several packages");
    let option = &product["options"][0];
    let label = &option["values"][1]["label"];
    let asked =
        json!({ "id": product["id"], "selected": [{ "name": option["name"], "label": label }] });
    let answer = ucp(app, "product", &asked).await.ok().json();
    assert_eq!(answer["product"]["selected"][0]["label"], *label);
    assert_eq!(
        answer["product"]["variants"][0]["options"][0]["label"],
        *label
    );
    for value in answer["product"]["options"][0]["values"]
        .as_array()
        .unwrap()
    {
        assert_eq!(value["exists"], true, "{value}");
        assert!(value["available"].is_boolean());
    }
    let impossible = json!({ "id": product["id"], "selected": [{ "name": option["name"], "label": "none such" }] });
    let answer = ucp(app, "product", &impossible).await.ok().json();
    assert!(
        !answer["product"]["variants"].as_array().unwrap().is_empty(),
        "what can't be had is relaxed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn tools_are_listed_and_answer_as_the_protocol_over_http_does() {
    let app = demo();
    let agent = Agent(app);
    let hello = json!({ "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } });
    let met = agent.ask("initialize", hello).await;
    assert_eq!(met["result"]["serverInfo"]["name"], "formulary");
    let listed = agent.ask("tools/list", json!({})).await;
    let names: Vec<&str> = listed["result"]["tools"]
        .as_array()
        .unwrap()
        .iter()
        .inspect(|tool| assert_eq!(tool["annotations"]["readOnlyHint"], true))
        .map(|tool| tool["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "search_catalog",
            "lookup_catalog",
            "get_product",
            "search_articles",
            "get_article",
            "get_evidence_for_claim"
        ]
    );
    let asked = json!({ "query": "colostrum" });
    let by_http = search(app, asked.clone()).await;
    let by_tool = agent
        .call("search_catalog", json!({ "catalog": asked }))
        .await;
    assert_eq!(by_tool["structuredContent"], by_http);
    let text: Value =
        serde_json::from_str(by_tool["content"][0]["text"].as_str().unwrap()).unwrap();
    assert_eq!(text, by_http, "for clients that read text only");
    let articles = app.get("/api/v1/articles?limit=1").await.ok().json();
    let article = &articles["items"][0];
    let read = agent
        .call("get_article", json!({ "slug": article["slug"] }))
        .await;
    let markdown = read["structuredContent"]["markdown"].as_str().unwrap();
    assert!(
        markdown.contains(article["title"].as_str().unwrap()),
        "{markdown}"
    );
    let found = agent
        .call("search_articles", json!({ "query": "colostrum" }))
        .await;
    assert!(
        !found["structuredContent"]["results"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    let wrong = agent.call("get_article", json!({})).await;
    assert_eq!(wrong["isError"], true);
    let lost = agent
        .call("get_article", json!({ "slug": "nothing" }))
        .await;
    assert_eq!(lost["isError"], true);
    let unknown = agent
        .ask("tools/call", json!({ "name": "buy", "arguments": {} }))
        .await;
    assert_eq!(unknown["error"]["code"], -32602);
    for rubbish in [json!([]), json!("x"), json!({ "jsonrpc": "2.0" })] {
        let answer = agent.send(&rubbish).await;
        assert!(
            (400..500).contains(&answer.status),
            "{rubbish}: {}",
            answer.status
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_has_a_markdown_twin_that_says_what_it_says() {
    let app = demo();
    let listed = app.get("/api/v1/products?limit=5").await.ok().json();
    for product in listed["items"].as_array().unwrap() {
        let slug = product["slug"].as_str().unwrap();
        let twin = app.get(&format!("/products/{slug}.md")).await.ok();
        assert!(twin.header("content-type").starts_with("text/markdown"));
        assert!(
            twin.body.starts_with("# ") || twin.body.contains("\n# "),
            "{}",
            twin.body
        );
        let page = app.get(&format!("/products/{slug}")).await.ok();
        assert!(page.body.contains(&format!(
            "type=\"text/markdown\" href=\"{}/products/{slug}.md\"",
            app.url
        )));
        let has = |text: &str| page.body.contains(text);
        assert_eq!(
            has("not been evaluated by the"),
            twin.body.contains("not been evaluated by the"),
            "{slug}"
        );
        assert!(
            !twin.body.contains("](/") && !twin.body.contains("<form"),
            "{}",
            twin.body
        );
        let tag = twin.header("etag").to_owned();
        let again = app
            .get_with(&format!("/products/{slug}.md"), &[("If-None-Match", &tag)])
            .await;
        assert_eq!(again.status, 304);
    }
    for (kind, list) in [
        ("ingredients", "/api/v1/ingredients?limit=3"),
        ("articles", "/api/v1/articles?limit=3"),
    ] {
        let listed = app.get(list).await.ok().json();
        for entity in listed["items"].as_array().unwrap() {
            let slug = entity["slug"].as_str().unwrap();
            let twin = app.get(&format!("/{kind}/{slug}.md")).await.ok();
            let name = entity["name"]
                .as_str()
                .or(entity["title"].as_str())
                .unwrap();
            assert!(twin.body.contains(name), "{}", twin.body);
        }
    }
    assert_eq!(app.get("/products/nothing.md").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn llms_txt_says_where_everything_is_and_every_address_of_it_answers() {
    let app = demo();
    let text = app.get("/llms.txt").await.ok().body;
    assert!(text.starts_with("# Formulary\n\n> "), "{text}");
    let links: Vec<&str> = text
        .split("](")
        .skip(1)
        .map(|rest| rest.split(')').next().unwrap())
        .collect();
    assert!(links.len() > 60, "{}", links.len());
    for link in links.iter().step_by(7).chain(&links[..5]) {
        let path = link.strip_prefix(app.url.as_str()).unwrap();
        let answer = app.get(path).await;
        // The address of tools is asked by POST only.
        assert!(
            answer.status == 200 || path == "/mcp",
            "{path}: {}",
            answer.status
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blog_finds_a_card_that_may_be_framed_and_claims_nothing() {
    let app = demo();
    let listed = app.get("/api/v1/products?limit=20").await.ok().json();
    let products = listed["items"].as_array().unwrap();
    let claims = |product: &&Value| {
        product["claims"]
            .as_array()
            .is_some_and(|claims| !claims.is_empty())
    };
    let product = products.iter().find(claims).unwrap();
    let (slug, url) = (
        product["slug"].as_str().unwrap(),
        product["url"].as_str().unwrap(),
    );
    let page = app.get(&format!("/products/{slug}")).await.ok();
    let link = page
        .html()
        .attribute("link[type='application/json+oembed']", "href");
    let path = link.strip_prefix(app.url.as_str()).unwrap();
    let told = app
        .get(&format!("{path}&maxwidth=300&format=json"))
        .await
        .ok();
    assert_eq!(told.header("access-control-allow-origin"), "");
    let told = told.json();
    assert_eq!([&told["type"], &told["version"]], ["rich", "1.0"]);
    assert_eq!(told["width"], 300);
    let frame = told["html"].as_str().unwrap();
    let address = frame
        .split("src=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let card = app
        .get(address.strip_prefix(app.url.as_str()).unwrap())
        .await
        .ok();
    assert!(
        card.header("content-security-policy")
            .ends_with("frame-ancestors *")
    );
    assert!(card.body.contains(product["name"].as_str().unwrap()));
    assert!(card.body.contains(&format!("href=\"/products/{slug}\"")));
    for claim in product["claims"].as_array().unwrap() {
        for wording in claim["wordings"].as_array().unwrap() {
            assert!(!card.body.contains(wording["text"].as_str().unwrap()));
        }
    }
    assert!(
        page.header("content-security-policy")
            .contains("frame-ancestors 'none'")
    );
    let with_origin = app
        .get_with(path, &[("Origin", "https://blog.example")])
        .await;
    assert_eq!(with_origin.header("access-control-allow-origin"), "*");
    for (query, status) in [
        (format!("url={url}&format=xml"), 400),
        ("url=https://elsewhere.example/products/x".to_owned(), 404),
        (format!("url={}/products/nothing", app.url), 404),
        ("format=json".to_owned(), 400),
    ] {
        assert_eq!(
            app.get(&format!("/oembed?{query}")).await.status,
            status,
            "{query}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_notice_of_the_united_states_goes_with_products_that_are_sold_there_only() {
    let app = demo();
    let ask = async |country: &str| {
        let asked = json!({
            "id": "iron-bisglycinate-18-mg", "context": { "address_country": country },
        });
        ucp(app, "product", &asked).await.ok().body
    };
    assert!(ask("US").await.contains("Food and Drug Administration"));
    let german = ask("DE").await;
    assert!(german.contains("EUR") && !german.contains("Food and Drug Administration"));
}
