//! Shopping channels: every format says the same of a variant as its page, and none of them makes a claim.

use std::collections::BTreeMap;

use formulary::catalog::market::{Market, Money};
use formulary::catalog::offer::commands::set_offer;
use formulary::catalog::offer::model::{Availability, OfferTerms};
use formulary::catalog::product::commands::publish_product;
use formulary::compliance::lint::{Context, Part, Verdict};
use formulary::compliance::rules;
use formulary::compliance::surface::{Jurisdiction, Surface};
use formulary::publishing::{Kind, transaction, withdraw};
use quick_xml::events::Event;
use serde_json::{Value, json};

use crate::publishing::sql;
use crate::support::builders::author;
use crate::support::{ProductBuilder, TestApp, demo};

/// What a format says of a variant, in the same words for all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Told {
    title: String,
    /// Minor units and currency.
    price: (i64, String),
    list_price: Option<(i64, String)>,
    availability: String,
    image: Option<String>,
    gtin: Option<String>,
    link: String,
}

type ByVariant = BTreeMap<String, Told>;

/// An amount as channels write it, `14.95 USD`, in minor units.
fn minor(text: &str) -> (i64, String) {
    let (number, currency) = text.split_once(' ').unwrap();
    let digits = if currency == "JPY" { 0 } else { 2 };
    let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
    assert_eq!(rest.len(), digits, "{text}");
    (
        format!("{whole}{rest}").parse().unwrap(),
        currency.to_owned(),
    )
}

/// Price and the price it is reduced from, where a format has the regular one and a sale price.
fn prices(price: &str, sale_price: &str) -> ((i64, String), Option<(i64, String)>) {
    match sale_price {
        "" => (minor(price), None),
        sale => (minor(sale), Some(minor(price))),
    }
}

fn filled(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// The words of every format for whether something can be bought.
fn availability(word: &str) -> String {
    let word = word.strip_prefix("https://schema.org/").unwrap_or(word);
    match word.to_lowercase().replace([' ', '_'], "").as_str() {
        "instock" => "in_stock",
        "outofstock" => "out_of_stock",
        "preorder" => "preorder",
        "backorder" | "availablefororder" => "backorder",
        "discontinued" => "discontinued",
        other => panic!("{other}"),
    }
    .to_owned()
}

/// The rows of a table by its header.
fn table(text: &str, delimiter: u8) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let cells = headers.iter().zip(row.iter());
        cells
            .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
            .collect()
    });
    rows.collect()
}

/// The items of Google's RSS, with the names of its own elements.
fn items(xml: &str) -> Vec<BTreeMap<String, String>> {
    let own = |item: BTreeMap<String, String>| {
        let elements = item.into_iter();
        elements
            .filter_map(|(name, text)| Some((name.strip_prefix("g:")?.to_owned(), text)))
            .collect()
    };
    plain_items(xml).into_iter().map(own).collect()
}

/// The items of an RSS document.
fn plain_items(xml: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut items, mut inside) = (Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                inside = tag.name().as_ref().to_owned();
                if inside == "item" {
                    items.push(BTreeMap::new());
                }
            }
            Event::End(_) => inside.clear(),
            Event::Text(text) => put(&mut items, &inside, &text.into_inner()),
            Event::GeneralRef(entity) => {
                let letter = match entity.resolve_char_ref().unwrap() {
                    Some(letter) => letter,
                    None => match &*entity.into_inner() {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        other => panic!("{other}"),
                    },
                };
                put(&mut items, &inside, &letter.to_string());
            }
            Event::Eof => return items,
            _ => {}
        }
    }
}

fn put(items: &mut [BTreeMap<String, String>], name: &str, text: &str) {
    if let (Some(item), false) = (items.last_mut(), name.is_empty()) {
        item.entry(name.to_owned()).or_default().push_str(text);
    }
}

/// What a row of Google's or Meta's says.
fn of_row(row: &BTreeMap<String, String>) -> (String, Told) {
    let cell = |name: &str| row.get(name).map(String::as_str).unwrap_or_default();
    let (price, list_price) = prices(cell("price"), cell("sale_price"));
    let told = Told {
        title: cell("title").to_owned(),
        price,
        list_price,
        availability: availability(cell("availability")),
        image: filled(cell("image_link")),
        gtin: filled(cell("gtin")),
        link: cell("link").to_owned(),
    };
    (cell("id").to_owned(), told)
}

/// What a row of OpenAI's says.
fn of_openai(row: &BTreeMap<String, String>) -> (String, Told) {
    let cell = |name: &str| row.get(name).map(String::as_str).unwrap_or_default();
    let (price, list_price) = prices(cell("price"), cell("sale_price"));
    let told = Told {
        title: cell("title").to_owned(),
        price,
        list_price,
        availability: availability(cell("availability")),
        image: filled(cell("image_url")),
        gtin: filled(cell("gtin")),
        link: cell("url").to_owned(),
    };
    (cell("item_id").to_owned(), told)
}

fn money(value: &Value, amount: &str) -> Option<(i64, String)> {
    Some((
        value[amount].as_i64()?,
        value["currency"].as_str()?.to_owned(),
    ))
}

/// What the protocols of agents say of the variants of products.
fn of_agents(products: impl Iterator<Item = Value>) -> ByVariant {
    let variants = products.flat_map(|product| product["variants"].as_array().unwrap().clone());
    let told = variants.map(|variant| {
        let told = Told {
            title: variant["title"].as_str().unwrap().to_owned(),
            price: money(&variant["price"], "amount").unwrap(),
            list_price: money(&variant["list_price"], "amount"),
            availability: availability(variant["availability"]["status"].as_str().unwrap()),
            image: variant["media"][0]["url"].as_str().map(str::to_owned),
            gtin: variant["barcodes"][0]["value"].as_str().map(str::to_owned),
            link: variant["url"].as_str().unwrap().to_owned(),
        };
        (variant["id"].as_str().unwrap().to_owned(), told)
    });
    told.collect()
}

/// What the structured data of a product page says of its variants.
fn of_structured_data(graph: &Value) -> ByVariant {
    let nodes = graph["@graph"].as_array().unwrap().iter();
    let variants = nodes.flat_map(|node| match node["hasVariant"].as_array() {
        Some(variants) => variants.clone(),
        None => vec![node.clone()],
    });
    let sold = variants.filter(|node| node["offers"].is_object());
    let told = sold.map(|node| {
        let offer = &node["offers"];
        let written = |specification: &Value| {
            minor(&format!(
                "{} {}",
                specification["price"].as_str().unwrap(),
                specification["priceCurrency"].as_str().unwrap()
            ))
        };
        let specifications = offer["priceSpecification"].as_array().unwrap();
        let struck = specifications
            .iter()
            .find(|one| one["priceType"].is_string());
        let fields = node.as_object().unwrap();
        let gtin = fields.iter().find(|(name, _)| name.starts_with("gtin"));
        let told = Told {
            title: node["name"].as_str().unwrap().to_owned(),
            price: written(offer),
            list_price: struck.map(written),
            availability: availability(offer["availability"].as_str().unwrap()),
            image: node["image"][0].as_str().map(str::to_owned),
            gtin: gtin.map(|(_, gtin)| gtin.as_str().unwrap().to_owned()),
            link: node["url"].as_str().unwrap().to_owned(),
        };
        (node["sku"].as_str().unwrap().to_owned(), told)
    });
    told.collect()
}

/// What the API, or the storefront's feed, says of the variants of a product.
fn of_product(product: &Value) -> ByVariant {
    let variants = product["variants"].as_array().unwrap().iter();
    let sold = variants.filter(|variant| variant["offer"].is_object());
    let told = sold.map(|variant| {
        let offer = &variant["offer"];
        let sku = variant["sku"].as_str().unwrap();
        let image = &product["images"][0];
        let image = image["raster"].as_str().or(image["path"].as_str());
        let told = Told {
            title: format!(
                "{}, {}",
                product["full_name"].as_str().unwrap(),
                variant["title"].as_str().unwrap()
            ),
            price: money(&offer["price"], "minor").unwrap(),
            list_price: money(&offer["list_price"], "minor"),
            availability: offer["availability"].as_str().unwrap().to_owned(),
            image: image.map(str::to_owned),
            gtin: variant["gtin"].as_str().map(str::to_owned),
            link: format!("{}?v={sku}", product["url"].as_str().unwrap()),
        };
        (sku.to_owned(), told)
    });
    told.collect()
}

/// What each format says of everything that is sold.
async fn by_format(app: &TestApp) -> Vec<(&'static str, ByVariant)> {
    let text = async |path: &str| app.get(path).await.ok().body;
    let lines = text("/feeds/openai.jsonl").await;
    let lines = lines.lines().map(|line| {
        let row: Value = serde_json::from_str(line).unwrap();
        let cells = row.as_object().unwrap().iter();
        let cells = cells
            .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()));
        of_openai(&cells.collect())
    });
    let snapshot = text("/feeds/storefront.ndjson").await;
    let products = snapshot
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let products = products.filter(|item| item["kind"] == "product");
    let acp = text("/feeds/acp/products.jsonl").await;
    let acp = acp
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let ucp = everything_by_ucp(app).await;
    vec![
        (
            "storefront.ndjson",
            products
                .flat_map(|item| of_product(&item["data"]))
                .collect(),
        ),
        (
            "google.xml",
            items(&text("/feeds/google.xml").await)
                .iter()
                .map(of_row)
                .collect(),
        ),
        (
            "google.tsv",
            table(&text("/feeds/google.tsv").await, b'\t')
                .iter()
                .map(of_row)
                .collect(),
        ),
        (
            "meta.csv",
            table(&text("/feeds/meta.csv").await, b',')
                .iter()
                .map(of_row)
                .collect(),
        ),
        ("openai.jsonl", lines.collect()),
        (
            "openai.csv",
            table(&text("/feeds/openai.csv").await, b',')
                .iter()
                .map(of_openai)
                .collect(),
        ),
        ("acp", of_agents(acp)),
        ("ucp", of_agents(ucp.into_iter())),
    ]
}

/// All products, as the Universal Commerce Protocol finds them page by page.
async fn everything_by_ucp(app: &TestApp) -> Vec<Value> {
    app.catch_up().await;
    let mut asked = json!({ "filters": { "price": { "min": 0 } }, "pagination": { "limit": 7 } });
    let mut products = Vec::new();
    loop {
        let answer = app
            .request("POST", "/ucp/catalog/search", Some(&asked), &[])
            .await
            .ok()
            .json();
        products.extend(answer["products"].as_array().unwrap().clone());
        if answer["pagination"]["has_next_page"] == false {
            assert_eq!(answer["pagination"]["total_count"], products.len());
            return products;
        }
        asked["pagination"]["cursor"] = answer["pagination"]["cursor"].clone();
    }
}

/// What page and API say of a product's variants.
async fn on_page(app: &TestApp, slug: &str) -> ByVariant {
    let page = app.get(&format!("/products/{slug}")).await.ok().html();
    let block = page.inner("script[type='application/ld+json']").remove(0);
    let told = of_structured_data(&serde_json::from_str(&block).unwrap());
    let answer = app
        .get(&format!("/api/v1/products/{slug}"))
        .await
        .ok()
        .json();
    assert_eq!(of_product(&answer), told, "{slug}: API and page");
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_says_of_a_variant_what_its_page_says() {
    let app = TestApp::new().await;
    let slugs = [
        "sale",
        "yen",
        "preorder",
        "sold-out",
        "without-gtin",
        "gone",
        "made-no-more",
    ];
    let names = [
        "Say \"Zinc\" & <more>",
        "亜鉛 ヨーグルト",
        "Zinc 😀 \u{202e}tablets",
        "زنك يومي",
        "Zinc, 'daily'; 50%",
        "Gone",
        "Old",
    ];
    let usd = Market::Us.currency();
    let terms = |minor: i64, list_minor: Option<i64>, availability: Availability| OfferTerms {
        price: Money {
            minor,
            currency: usd,
        },
        list_minor,
        availability,
    };
    let offers = [
        terms(1450, Some(2000), Availability::InStock),
        OfferTerms {
            price: Money {
                minor: 1495,
                currency: "JPY".parse().unwrap(),
            },
            ..terms(0, None, Availability::InStock)
        },
        terms(999, None, Availability::Preorder),
        terms(100, None, Availability::OutOfStock),
        terms(123_456, None, Availability::Backorder),
        terms(500, None, Availability::InStock),
        terms(500, None, Availability::Discontinued),
    ];
    let gtins = [
        Some("9520000000004"),
        Some("9520000000011"),
        Some("9520000000028"),
        Some("9520000000035"),
        None,
        None,
        None,
    ];
    for (at, slug) in slugs.iter().enumerate() {
        let mut product = ProductBuilder::new(slug).variant(&format!("SKU-{at}"), None);
        if let Some(gtin) = gtins[at] {
            product = product.gtin(gtin);
        }
        let built = product.draft().build(&app.db).await;
        let name = names[at].replace('\'', "''");
        sql(
            &app,
            &format!("UPDATE products SET name = '{name}' WHERE slug = '{slug}'"),
        )
        .await;
        let offer = offers[at];
        transaction(&app.db, async |tx| {
            set_offer(tx, (built.id, built.variants[0]), Market::Us, Some(offer)).await?;
            publish_product(tx, built.id, &author(), "").await?;
            if *slug == "gone" {
                withdraw(tx, Kind::Product, built.id.0, &author(), "Gone", None).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
    }
    let mut sold = ByVariant::new();
    for slug in slugs.iter().filter(|slug| **slug != "gone") {
        sold.extend(on_page(&app, slug).await);
    }
    assert_eq!(sold.len(), 6);
    for (format, mut told) in by_format(&app).await {
        let mut sold = told_by(format, &sold);
        // Characters that no table holds are left out of names there.
        for told in told.values_mut().chain(sold.values_mut()) {
            told.title = told.title.replace('\u{202e}', "");
        }
        assert_eq!(told, sold, "{format}");
    }
}

/// What a format should say: what is no longer made leaves the feeds of Google and OpenAI, and is told as such in others.
fn told_by(format: &str, sold: &ByVariant) -> ByVariant {
    let leaves = format.starts_with("google") || format.starts_with("openai");
    let mut told = sold.clone();
    told.retain(|_, told| !(leaves && told.availability == "discontinued"));
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_says_of_the_demo_what_its_pages_say() {
    let app = demo();
    let formats = by_format(app).await;
    let (_, told) = &formats[0];
    assert!(told.len() > 40);
    let listed = app.get("/api/v1/products?limit=100").await.ok().json();
    let mut sold = ByVariant::new();
    for product in listed["items"].as_array().unwrap() {
        sold.extend(on_page(app, product["slug"].as_str().unwrap()).await);
    }
    assert!(sold.values().all(|told| {
        told.image
            .as_ref()
            .is_some_and(|image| image.starts_with("http"))
    }));
    for (format, told) in formats {
        assert_eq!(told, told_by(format, &sold), "{format}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_channel_is_told_a_claim() {
    let app = demo();
    let pack = rules::pack(Jurisdiction::Us);
    let judge = |text: &str, part: Part| {
        let context = Context {
            surface: Surface::Feed,
            part,
        };
        let judged = pack.lint(text, &context);
        assert_eq!(
            (judged.verdict, judged.statement),
            (Verdict::Ok, None),
            "{text}"
        );
    };
    let google = items(&app.get("/feeds/google.xml").await.ok().body);
    let meta = table(&app.get("/feeds/meta.csv").await.ok().body, b',');
    assert!(google.len() > 40 && meta.len() >= google.len());
    for item in google.iter().chain(&meta) {
        judge(&item["title"], Part::Name);
        judge(&item["description"], Part::Text);
        assert!(!item["description"].contains('‡') && item["description"].len() > 20);
    }
    let listed = app.get("/api/v1/products?limit=100").await.ok().json();
    let products = listed["items"].as_array().unwrap().iter();
    let claims = products.flat_map(|product| product["claims"].as_array().unwrap());
    let wordings = claims.flat_map(|claim| claim["wordings"].as_array().unwrap());
    let statements: Vec<&str> = wordings
        .map(|wording| wording["text"].as_str().unwrap())
        .collect();
    assert!(statements.len() > 20);
    for path in [
        "google.tsv",
        "meta.csv",
        "openai.jsonl",
        "openai.csv",
        "acp/products.jsonl",
    ] {
        let feed = app.get(&format!("/feeds/{path}")).await.ok().body;
        for statement in &statements {
            assert!(!feed.contains(statement), "{path}: {statement}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_market_s_feed_holds_its_own_prices_and_names_what_it_is() {
    let app = demo();
    let eu = items(&app.get("/feeds/google.xml?market=eu").await.ok().body);
    assert!(!eu.is_empty());
    for item in &eu {
        assert!(item["price"].ends_with(" EUR") && item["link"].contains("/eu/products/"));
    }
    let xml = app.get("/feeds/google.xml").await.ok();
    assert!(
        xml.header("content-type")
            .starts_with("application/rss+xml")
    );
    assert!(xml.body.contains("<title>"));
    let metadata = app.get("/feeds/acp/metadata.json").await.ok().json();
    assert_eq!(
        (&metadata["id"], &metadata["target_country"]),
        (&"formulary-us".into(), &"US".into())
    );
    assert_eq!(app.get("/feeds/google.xml?market=mars").await.status, 400);
    assert_eq!(app.get("/feeds/meta.csv?shop=7").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn news_is_told_in_two_forms_that_agree_and_new_products_are_told_without_claims() {
    let app = demo();
    let pack = rules::pack(Jurisdiction::Us);
    for of in ["articles", "products"] {
        let json = app.get(&format!("/feeds/{of}.json")).await.ok();
        assert_eq!(json.header("content-type"), "application/feed+json");
        let feed = json.json();
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(feed["feed_url"], format!("{}/feeds/{of}.json", app.url));
        let told: Vec<[String; 3]> = feed["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| {
                let text = |name: &str| item[name].as_str().unwrap().to_owned();
                chrono::DateTime::parse_from_rfc3339(&text("date_published")).unwrap();
                [text("id"), text("url"), text("title")]
            })
            .collect();
        assert!(told.len() > 3);
        let rss = app.get(&format!("/feeds/{of}.rss")).await.ok();
        assert!(
            rss.header("content-type")
                .starts_with("application/rss+xml")
        );
        let in_rss: Vec<[String; 3]> = plain_items(&rss.body)
            .into_iter()
            .map(|item| {
                chrono::DateTime::parse_from_rfc2822(&item["pubDate"]).unwrap();
                ["guid", "link", "title"].map(|name| item[name].clone())
            })
            .collect();
        assert_eq!(in_rss, told, "{of}");
        for item in feed["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|_| of == "products")
        {
            for (name, part) in [("title", Part::Name), ("content_text", Part::Text)] {
                let context = Context {
                    surface: Surface::Feed,
                    part,
                };
                let judged = pack.lint(item[name].as_str().unwrap(), &context);
                assert_eq!(
                    (judged.verdict, judged.statement),
                    (Verdict::Ok, None),
                    "{item}"
                );
            }
        }
        let tag = json.header("etag").to_owned();
        let again = app
            .get_with(&format!("/feeds/{of}.json"), &[("If-None-Match", &tag)])
            .await;
        assert_eq!(again.status, 304);
    }
    let eu = app.get("/feeds/products.json?market=eu").await.ok().json();
    for item in eu["items"].as_array().unwrap() {
        assert!(item["url"].as_str().unwrap().contains("/eu/products/"));
    }
}
