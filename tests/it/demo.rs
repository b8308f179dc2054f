//! The demo catalog: the chain of the colostrum article, and nothing that breaks the claim rules.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use crate::support::{TestApp, demo};

const PRODUCT: &str = "/api/v1/products/full-spectrum-immunoglobulins";

#[tokio::test(flavor = "multi_thread")]
async fn colostrum_leads_from_its_constituents_over_claims_and_evidence_to_the_product() {
    let app = demo();
    let colostrum = app.get("/ingredients/bovine-colostrum").await.ok().html();
    let parts = colostrum.texts(".hub-aside .tree a");
    for part in [
        "Growth factors",
        "Gangliosides",
        "Milk oligosaccharides",
        "Immunoglobulins",
        "Lactoferrin",
        "Proline-rich peptides",
    ] {
        assert!(parts.iter().any(|name| name == part), "{part} in {parts:?}");
    }
    for topic in ["Intestinal barrier", "Microbial balance", "Immune function"] {
        assert!(
            colostrum.texts(".claim .tag").contains(&topic.to_owned()),
            "{topic}"
        );
    }
    assert!(
        colostrum
            .texts(".amounts-table th a")
            .contains(&"Full Spectrum Immunoglobulins".to_owned())
    );
    let product = app.get(PRODUCT).await.ok().json();
    let claims = product["claims"].as_array().unwrap();
    assert_eq!(claims.len(), 1, "the one claim that a reference carries");
    assert_eq!(
        claims[0]["evidence"][0]["reference"]["doi"],
        "10.1155/2012/280286"
    );
    assert_eq!(
        claims[0]["evidence"][0]["reference"]["pmid"],
        Value::Null,
        "nobody confirmed it"
    );
    assert!(
        product["disclaimer"]
            .as_str()
            .unwrap()
            .starts_with("This statement has not been evaluated")
    );
    let articles: Vec<_> = product["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["slug"].as_str().unwrap())
        .collect();
    assert!(articles.contains(&"colostrum-and-the-gut"), "{articles:?}");
    assert_eq!(product["protocols"][0]["slug"], "gut-barrier-routine");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_maker_does_not_state_is_unknown_and_not_zero() {
    let app = demo();
    let product = app.get(PRODUCT).await.ok().json();
    let blend = &product["formula"]["rows"][0];
    assert_eq!(blend["amounts"][0]["quantity"], Value::Null);
    assert_eq!(blend["rows"].as_array().unwrap().len(), 6);
    let page = app
        .get("/products/full-spectrum-immunoglobulins")
        .await
        .ok()
        .html();
    assert!(page.texts(".facts td").contains(&"not stated".to_owned()));
    assert!(
        !page
            .texts(".facts td")
            .iter()
            .any(|text| text.starts_with("0 ")),
        "{:?}",
        page.texts(".facts td")
    );
    let chips = page.texts(".chip summary");
    for chip in [
        "✓ No gluten",
        "✓ No yeast",
        "✓ No artificial colors",
        "✓ No artificial sweeteners",
        "✓ No GMOs",
        "! Contains milk",
    ] {
        assert!(chips.iter().any(|text| text == chip), "{chip} in {chips:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_without_evidence_says_so_in_education_and_is_on_no_product() {
    let app = demo();
    let topic = app.get("/topics/immune-function").await.ok().html();
    assert!(
        topic
            .texts(".tag-none")
            .contains(&"No cited evidence".to_owned())
    );
    let mut cursor = String::new();
    let mut unsupported = Vec::new();
    loop {
        let page = app
            .get(&format!("/api/v1/claims?limit=20{cursor}"))
            .await
            .ok()
            .json();
        for claim in page["items"].as_array().unwrap() {
            if claim["may_show_on_products"] == Value::Bool(false) {
                unsupported.push(claim["slug"].as_str().unwrap().to_owned());
                let wordings = claim["wordings"].as_array().unwrap();
                assert!(
                    wordings
                        .iter()
                        .all(|wording| wording["surface"] != "product"),
                    "{claim}"
                );
            }
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert!(
        unsupported.contains(&"lactoferrin-immune-function".to_owned()),
        "{unsupported:?}"
    );
    for product in products(app).await {
        for claim in product["claims"].as_array().unwrap() {
            assert!(
                !unsupported.contains(&claim["slug"].as_str().unwrap().to_owned()),
                "{}",
                product["slug"]
            );
        }
    }
}

/// Every product of the demo, over the pages of the API.
pub async fn products(app: &TestApp) -> Vec<Value> {
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = app
            .get(&format!("/api/v1/products?limit=15{cursor}"))
            .await
            .ok()
            .json();
        all.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_of_a_product_names_a_rejected_wording_or_a_search_word() {
    let app = demo();
    #[derive(QueryableByName)]
    struct Word {
        #[diesel(sql_type = Text)]
        word: String,
    }
    let mut admin = AsyncPgConnection::establish(&app.database.superuser_url())
        .await
        .unwrap();
    let words: Vec<Word> = diesel::sql_query(
        "SELECT text AS word FROM claim_wordings WHERE status = 'rejected' AND surface <> 'feed' UNION SELECT unnest(also_searched) FROM topics",
    )
    .load(&mut admin)
    .await
    .unwrap();
    assert!(
        words.iter().any(|word| word.word.contains("leaky gut")),
        "the article's words are kept as rejected drafts"
    );
    let products = products(app).await;
    assert_eq!(products.len(), 40);
    let diseases = [
        "leaky gut",
        "cancer",
        "diabet",
        "arthritis",
        "cure ",
        "heals",
        " treats ",
    ];
    for product in products {
        let path = format!("/products/{}", product["slug"].as_str().unwrap());
        let page = app.get(&path).await.ok();
        for word in &words {
            // Single words such as a body function may well stand on a page.
            assert!(
                !word.word.contains(' ') || !page.body.contains(&word.word),
                "{path}: {}",
                word.word
            );
        }
        let text = page
            .html()
            .texts("main h1, main .lead, main .prose, main .claim-sentence")
            .join(" ")
            .to_lowercase();
        for disease in diseases {
            assert!(!text.contains(disease), "{path} says {disease}: {text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_reference_has_at_most_what_its_source_gave() {
    let app = demo();
    let aldredge = app
        .get("/api/v1/references/aldredge-2013")
        .await
        .ok()
        .json();
    assert_eq!(aldredge["volume"], "23");
    for unconfirmed in ["doi", "pmid", "pmcid"] {
        assert_eq!(aldredge[unconfirmed], Value::Null, "{unconfirmed}");
    }
    let page = app.get("/articles/colostrum-and-the-gut").await.ok().html();
    let references = page.texts(".reference-list li");
    assert_eq!(references.len(), 2, "{references:?}");
    assert!(
        references[0].starts_with("Miklavcic JJ, Schnabl KL"),
        "{references:?}"
    );
    assert!(
        page.count("sup.cite a[href='#ref-1']") >= 1
            && page.count("sup.cite a[href='#ref-2']") >= 1
    );
    for target in page.attributes(".cited-at a, sup.cite a", "href") {
        assert_eq!(
            page.count(&format!("[id='{}']", target.trim_start_matches('#'))),
            1,
            "{target}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_added_once_and_can_be_taken_away() {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let app = TestApp::new().await;
    assert_eq!(
        formulary::demo::add(&app.db, &app.media, &|_| {})
            .await
            .unwrap(),
        40
    );
    assert_eq!(
        formulary::demo::add(&app.db, &app.media, &|_| {})
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        app.get("/products/full-spectrum-immunoglobulins")
            .await
            .status,
        200
    );
    // Something that is not of the demo uses one of its brands.
    let mut admin = AsyncPgConnection::establish(&app.database.superuser_url())
        .await
        .unwrap();
    diesel::sql_query(
        "INSERT INTO products (id, slug, name, brand_id, form)
         SELECT gen_random_uuid(), 'mine', 'Mine', id, 'powder' FROM brands WHERE slug = 'northalder'",
    )
    .execute(&mut admin)
    .await
    .unwrap();
    let removed = formulary::demo::remove(&app.db).await.unwrap();
    assert!(removed.removed > 200, "{removed:?}");
    assert_eq!(removed.kept, ["the brand northalder"]);
    assert_eq!(
        app.get("/products/full-spectrum-immunoglobulins")
            .await
            .status,
        410
    );
    assert_eq!(app.get("/brands/northalder").await.status, 200);
    let left: Count = diesel::sql_query("SELECT count(*) AS count FROM ingredients")
        .get_result(&mut admin)
        .await
        .unwrap();
    assert_eq!(left.count, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_visitors_type_for_a_topic_are_told_to_no_program() {
    let app = demo();
    let topics = app.get("/api/v1/topics?limit=100").await.ok();
    assert!(topics.json()["items"].as_array().unwrap().len() > 5);
    for path in [
        "/api/v1/topics?limit=100",
        "/api/v1/topics/bone-strength",
        "/api/v1/claims?limit=20&expand=topic",
        "/feeds/storefront.ndjson",
        "/feeds/storefront.json",
        "/api/v1/openapi.json",
    ] {
        let body = app.get(path).await.ok().body;
        let is_document = path.ends_with("openapi.json");
        assert!(is_document || !body.contains("also_searched"), "{path}");
        // Articles and references may name a disease; a topic may not.
        let is_topic = path.starts_with("/api/v1/topics");
        assert!(!is_topic || !body.contains("osteopor"), "{path}");
    }
}
