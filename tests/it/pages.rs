//! Pages: what every one of them has, and what a product page shows.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{ProductBuilder, TestApp, demo};

/// Every page of the demo, from the sitemap.
pub async fn every_page(app: &TestApp) -> Vec<String> {
    let index = app.get("/sitemap.xml").await.ok().body;
    let mut paths: Vec<String> = Vec::new();
    for part in locations(&index) {
        let part = app.get(part.strip_prefix(&app.url).unwrap()).await.ok();
        assert!(part.header("content-type").starts_with("application/xml"));
        paths.extend(
            locations(&part.body)
                .into_iter()
                .map(|url| url.strip_prefix(&app.url).unwrap().to_owned()),
        );
    }
    paths
}

/// The addresses of a sitemap, which must be well-formed XML.
fn locations(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut found, mut inside) = (Vec::new(), false);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(tag) => inside = tag.name().as_ref() == "loc",
            quick_xml::events::Event::End(_) => inside = false,
            quick_xml::events::Event::Text(text) if inside => {
                found.push(text.into_inner().into_owned())
            }
            quick_xml::events::Event::Eof => return found,
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_has_one_heading_a_title_a_canonical_address_and_no_dead_link() {
    let app = demo();
    let paths = every_page(app).await;
    assert!(paths.len() > 180, "{}", paths.len());
    let mut links = BTreeSet::new();
    let mut titles = BTreeSet::new();
    for path in &paths {
        let response = app.get(path).await.ok();
        assert!(
            response
                .header("content-security-policy")
                .starts_with("default-src 'none'"),
            "{path}"
        );
        assert!(!response.header("etag").is_empty(), "{path}");
        let page = response.html();
        assert_eq!(page.count("h1"), 1, "{path}");
        assert!(!page.text("head title").is_empty());
        assert!(
            titles.insert(page.text("head title")),
            "two pages are called {}",
            page.text("head title")
        );
        assert_eq!(
            page.attribute("link[rel=canonical]", "href"),
            format!("{}{path}", app.url)
        );
        assert_eq!(
            page.attribute("meta[property='og:url']", "content"),
            format!("{}{path}", app.url)
        );
        assert!(
            !page
                .attribute("meta[name=description]", "content")
                .is_empty(),
            "{path}"
        );
        assert_eq!(
            page.count("img:not([alt])") + page.count("img:not([width])"),
            0,
            "{path}"
        );
        links.extend(page.attributes("a[href^='/'], link[href^='/'], img", "href"));
        links.extend(page.attributes("img, script", "src"));
    }
    let mut checked = 0;
    for link in links
        .iter()
        .filter(|link| !paths.contains(link) && !link.starts_with("/products?"))
    {
        let path = link.split('#').next().unwrap();
        assert_eq!(app.get(path).await.status, 200, "{link}");
        checked += 1;
    }
    assert!(checked > 40, "{checked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_block_of_structured_data_parses_and_has_what_search_engines_require() {
    let app = demo();
    let mut products = 0;
    for path in every_page(app).await {
        let page = app.get(&path).await.ok().html();
        for block in page.inner("script[type='application/ld+json']") {
            let graph: Value =
                serde_json::from_str(&block).unwrap_or_else(|error| panic!("{path}: {error}"));
            assert_eq!(graph["@context"], "https://schema.org");
            for node in graph["@graph"].as_array().unwrap() {
                check_node(&path, node);
                if path.starts_with("/products/") && node.get("name").is_some() {
                    products += 1;
                    agrees_with_page(&path, node, &page);
                }
            }
        }
        assert!(page.count("script[type='application/ld+json']") <= 1);
    }
    assert_eq!(products, 40);
}

fn check_node(path: &str, node: &Value) {
    match node["@type"].as_str() {
        Some("BreadcrumbList") => {
            let items = node["itemListElement"].as_array().unwrap();
            assert!(items.len() >= 2, "{path}");
            for (item, position) in items.iter().zip(1..) {
                assert_eq!(item["position"], position, "{path}");
                assert!(item["name"].is_string(), "{path}");
                assert!(
                    position == items.len() || item["item"].as_str().unwrap().starts_with("http"),
                    "{path}"
                );
            }
        }
        Some("ProductGroup") => {
            for field in ["name", "productGroupID", "variesBy", "hasVariant"] {
                assert!(!node[field].is_null(), "{path} {field}");
            }
            node["hasVariant"]
                .as_array()
                .unwrap()
                .iter()
                .for_each(|variant| check_product(path, variant));
        }
        Some("Article") => {
            for field in [
                "headline",
                "datePublished",
                "dateModified",
                "author",
                "publisher",
            ] {
                assert!(!node[field].is_null(), "{path} {field}");
            }
            for citation in node["citation"].as_array().unwrap() {
                assert!(citation["name"].is_string(), "{path}");
                for author in citation["author"].as_array().into_iter().flatten() {
                    assert!(!author["name"].as_str().unwrap().is_empty(), "{path}");
                }
            }
        }
        Some(_) => assert!(node["name"].is_string(), "{path}: {node}"),
        None => check_product(path, node),
    }
}

fn check_product(path: &str, node: &Value) {
    assert_eq!(
        node["@type"],
        serde_json::json!(["Product", "DietarySupplement"]),
        "{path}"
    );
    assert!(
        node["name"].is_string() && node["brand"]["name"].is_string(),
        "{path}"
    );
    assert!(
        node["image"]
            .as_array()
            .unwrap()
            .iter()
            .all(|image| image.as_str().unwrap().ends_with(".png")),
        "{path}"
    );
    let offer = &node["offers"];
    if !offer.is_null() {
        let price: f64 = offer["price"].as_str().unwrap().parse().unwrap();
        assert!(price > 0.0, "{path}");
        assert_eq!(offer["priceCurrency"], "USD");
        assert!(
            offer["availability"]
                .as_str()
                .unwrap()
                .starts_with("https://schema.org/"),
            "{path}"
        );
    }
    let no_disease = ["healthCondition", "MedicalCondition", "ScholarlyArticle"];
    assert!(
        no_disease
            .iter()
            .all(|word| !node.to_string().contains(word)),
        "{path}: a product is tied to no disease"
    );
}

/// Page and structured data show one offer.
fn agrees_with_page(path: &str, node: &Value, page: &crate::support::html::Html) {
    let sku = page
        .texts(".product-codes")
        .first()
        .cloned()
        .unwrap_or_default();
    let variants: Vec<&Value> = match node["hasVariant"].as_array() {
        Some(variants) => variants.iter().collect(),
        None => vec![node],
    };
    let shown = variants
        .iter()
        .find(|variant| sku.contains(&format!("SKU {}", variant["sku"].as_str().unwrap())))
        .unwrap();
    match shown["offers"]["price"].as_str() {
        Some(price) => assert!(
            page.text(".buy-price .price")
                .replace(',', "")
                .contains(price),
            "{path}"
        ),
        None => assert_eq!(page.text(".buy-price"), "Price on request", "{path}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_is_shown_with_its_symbol_its_evidence_and_the_exact_disclaimer() {
    let app = demo();
    let mut with_claims = 0;
    for product in crate::demo::products(app).await {
        let page = app
            .get(&format!("/products/{}", product["slug"].as_str().unwrap()))
            .await
            .ok()
            .html();
        let claims = page.texts(".claim-sentence");
        let disclaimers = page.texts(".disclaimer");
        match claims.len() {
            0 => assert!(disclaimers.is_empty()),
            count => {
                with_claims += 1;
                let subject = if count == 1 {
                    "This statement has"
                } else {
                    "These statements have"
                };
                let rest = "not been evaluated by the Food and Drug Administration. This product is not intended to \
                    diagnose, treat, cure, or prevent any disease.";
                assert_eq!(disclaimers, [format!("‡ {subject} {rest}")]);
                assert!(claims.iter().all(|text| text.ends_with('‡')), "{claims:?}");
                assert!(page.count(".claim-card .evidence-table tbody tr") >= count);
                assert!(
                    page.count("details .disclaimer") == 0,
                    "visible without a click"
                );
                assert!(page.count("#references li") >= 1);
            }
        }
    }
    assert!(with_claims >= 15, "{with_claims}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_variant_is_chosen_without_a_script_and_the_address_can_be_shared() {
    let app = TestApp::new().await;
    ProductBuilder::new("two")
        .variant("SMALL", Some(1000))
        .variant("LARGE", Some(1800))
        .build(&app.db)
        .await;
    let page = app.get("/products/two").await.ok().html();
    assert_eq!(page.text(".buy-price"), "$10.00");
    let large = page.attributes(".tile", "href")[1].clone();
    let page = app.get(&large).await.ok().html();
    assert_eq!(page.text(".buy-price"), "$18.00");
    assert_eq!(page.text(".tile[aria-current] .tile-title"), "Size LARGE");
    assert_eq!(
        page.attribute("link[rel=canonical]", "href"),
        format!("{}/products/two", app.url)
    );
    assert_eq!(
        app.get("/products/two?v=NOSUCH")
            .await
            .ok()
            .html()
            .text(".buy-price"),
        "$10.00"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn clicking_a_filter_that_says_n_shows_n_products() {
    let app = demo();
    let start = app.get("/products").await.ok().html();
    let values = start.attributes(".facet a", "href");
    let counts = start.texts(".facet-count");
    assert!(values.len() > 15, "{}", values.len());
    for (path, count) in values.iter().zip(counts) {
        let page = app.get(&format!("{path}&limit=100")).await.ok().html();
        assert_eq!(page.text(".results-total strong"), count, "{path}");
        assert_eq!(
            page.count(".results .product-card").to_string(),
            count,
            "{path}"
        );
        assert_eq!(
            page.attribute("meta[name=robots]", "content"),
            "noindex, follow"
        );
        // A second filter over the first, and the first taken away again.
        if let Some(second) = page
            .attributes(".facet a:not([aria-current])", "href")
            .first()
        {
            app.get(second).await.ok();
        }
        assert!(
            page.attributes(".applied a", "href")
                .contains(&"/products".to_owned()),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_a_list_hold_every_product_once() {
    let app = demo();
    let mut path = "/products?limit=7".to_owned();
    let mut names = Vec::new();
    loop {
        let page = app.get(&path).await.ok().html();
        names.extend(page.attributes(".card-name a", "href"));
        match page.attributes(".more a", "href").first() {
            Some(next) => path = next.clone(),
            None => break,
        }
    }
    assert_eq!(names.len(), 40);
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_the_browser_has_is_not_sent_again() {
    let app = demo();
    for path in [
        "/products/full-spectrum-immunoglobulins",
        "/api/v1/brands",
        "/",
    ] {
        let first = app.get(path).await.ok();
        let tag = first.header("etag").to_owned();
        let again = app.get_with(path, &[("If-None-Match", &tag)]).await;
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        assert_eq!(
            app.get_with(path, &[("If-None-Match", "\"other\"")])
                .await
                .status,
            200
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_served_for_ever_and_may_run_nothing() {
    let app = demo();
    let page = app
        .get("/products/full-spectrum-immunoglobulins")
        .await
        .ok()
        .html();
    let picture = app
        .get(&page.attribute(".product-picture img", "src"))
        .await
        .ok();
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    assert!(picture.header("cache-control").contains("immutable"));
    assert!(
        picture
            .header("content-security-policy")
            .contains("sandbox")
    );
    let social = page.attribute("meta[property='og:image']", "content");
    let social = app.get(social.strip_prefix(&app.url).unwrap()).await.ok();
    assert_eq!(social.header("content-type"), "image/png");
}
