//! What channels would do with products, said before they see them.

use formulary::accounts::api_key::model::Scope;
use formulary::accounts::model::Role;
use formulary::catalog::product::commands::{publish_product, set_options};
use formulary::catalog::variant::commands::set_option_values;
use formulary::publishing::transaction;
use serde_json::{Value, json};

use crate::agents::ucp;
use crate::publishing::sql;
use crate::support::builders::author;
use crate::support::{ProductBuilder, Program, TestApp, demo};

/// What is found of a product: package, severity and field of each.
async fn found(program: &Program<'_>, query: &str, slug: &str) -> Vec<[String; 3]> {
    let page = program
        .get(&format!("/api/v1/feed-findings?{query}&limit=100"))
        .await
        .ok()
        .json();
    let items = page["items"].as_array().unwrap();
    let product = items.iter().find(|item| item["slug"] == slug);
    let findings = product.and_then(|product| product["findings"].as_array());
    let text = |value: &Value| value.as_str().unwrap_or("all").to_owned();
    let findings = findings.into_iter().flatten();
    findings
        .map(|one| {
            [
                text(&one["sku"]),
                text(&one["severity"]),
                text(&one["attribute"]),
            ]
        })
        .collect()
}

fn has(found: &[[String; 3]], wanted: [&str; 3]) -> bool {
    found.iter().any(|one| *one == wanted)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_channel_would_reject_or_show_less_is_told_with_its_field() {
    let app = TestApp::new().await;
    let program = Program::new(&app, &[Scope::FeedsRead]).await;
    ProductBuilder::new("plain")
        .variant("P-1", Some(1000))
        .build(&app.db)
        .await;
    ProductBuilder::new("unpriced")
        .variant("U-1", None)
        .build(&app.db)
        .await;
    let google = found(&program, "channel=google", "plain").await;
    for wanted in [
        ["all", "rejected", "image_link"],
        ["all", "demoted", "product_type"],
        ["P-1", "demoted", "gtin"],
    ] {
        assert!(has(&google, wanted), "{wanted:?} in {google:?}");
    }
    assert!(!has(&google, ["P-1", "rejected", "price"]), "{google:?}");
    ProductBuilder::new("weighed")
        .variant("W-1", Some(1000))
        .gtin("2012345678903")
        .build(&app.db)
        .await;
    let weighed = program
        .get("/api/v1/feed-findings?channel=openai")
        .await
        .ok()
        .body;
    assert!(
        weighed.contains("2012345678903 is of a range that channels refuse"),
        "{weighed}"
    );
    let unpriced = found(&program, "channel=meta", "unpriced").await;
    assert_eq!(unpriced, [["all", "left_out", "price"].map(str::to_owned)]);
    sql(&app, "UPDATE offers SET currency = 'JPY', availability = 'preorder' WHERE product_id = (SELECT id FROM products WHERE slug = 'plain')").await;
    let google = found(&program, "channel=google", "plain").await;
    assert!(has(&google, ["P-1", "rejected", "price"]), "{google:?}");
    assert!(
        has(&google, ["P-1", "demoted", "availability_date"]),
        "{google:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_of_the_demo_agrees_with_its_feeds() {
    let app = demo();
    let program = Program::new(app, &[Scope::FeedsRead]).await;
    let page = program
        .get("/api/v1/feed-findings?channel=google&limit=100")
        .await
        .ok()
        .json();
    assert!(page["checked"].as_u64().unwrap() >= 40);
    let feed = app.get("/feeds/google.tsv").await.ok().body;
    let sent: Vec<&str> = feed
        .lines()
        .skip(1)
        .map(|line| line.split('\t').next().unwrap())
        .collect();
    for product in page["items"].as_array().unwrap() {
        let findings = product["findings"].as_array().unwrap();
        for finding in findings.iter().filter(|finding| finding["sku"].is_string()) {
            let sku = finding["sku"].as_str().unwrap();
            let left_out = finding["severity"] == "left_out";
            assert_eq!(!sent.contains(&sku), left_out, "{finding}");
        }
    }
    for wrong in [
        "channel=ebay",
        "market=us",
        "channel=google&colour=red",
        "channel=google&market=mars",
    ] {
        let answer = program.get(&format!("/api/v1/feed-findings?{wrong}")).await;
        assert_eq!(answer.status, 400, "{wrong}");
    }
    let stranger = Program::new(app, &[Scope::CatalogRead]).await;
    assert_eq!(
        stranger
            .get("/api/v1/feed-findings?channel=google")
            .await
            .status,
        403
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn editors_see_the_same_in_the_admin() {
    let app = TestApp::new().await;
    ProductBuilder::new("plain")
        .variant("P-1", Some(1000))
        .build(&app.db)
        .await;
    app.sign_in(Role::Author).await;
    let page = app.get("/admin/feeds").await.ok().html();
    let rows = page.texts("tbody tr");
    assert!(
        rows.iter()
            .any(|row| row.contains("P-1") && row.contains("gtin")),
        "{rows:?}"
    );
    let none = app
        .get("/admin/feeds?channel=meta&market=eu")
        .await
        .ok()
        .html();
    assert!(none.text(".empty h2").contains("Nothing stands in the way"));
    assert_eq!(app.get("/admin/feeds?channel=ebay").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_pictures_options_and_categories_that_claim_something_reach_no_channel_and_are_told()
 {
    let app = TestApp::new().await;
    let program = Program::new(&app, &[Scope::FeedsRead]).await;
    let built = ProductBuilder::new("claims")
        .variant("C-30", Some(1000))
        .variant("C-60", Some(1900))
        .draft()
        .build(&app.db)
        .await;
    let claim = "Supports healthy digestion";
    for statement in [
        "INSERT INTO media (id, sha256, mime, bytes, width, height, name)
         VALUES ('018f0000-0000-7000-8000-000000000001', repeat('ab', 32), 'image/jpeg', 9, 900, 900, 'a.jpg')".to_owned(),
        format!(
            "INSERT INTO product_media (product_id, position, media_id, alt)
             VALUES ('{}', 0, '018f0000-0000-7000-8000-000000000001', '{claim}')",
            built.id
        ),
    ] {
        sql(&app, &statement).await;
    }
    transaction(&app.db, async |tx| {
        set_options(tx, built.id, &["Good for"]).await?;
        let (one, other) = ([claim.to_owned()], ["Every day".to_owned()]);
        let values = [
            (built.variants[0], &one[..]),
            (built.variants[1], &other[..]),
        ];
        set_option_values(tx, &values).await?;
        publish_product(tx, built.id, &author(), "").await
    })
    .await
    .unwrap();
    for path in [
        "openai.jsonl",
        "openai.csv",
        "acp/products.jsonl",
        "google.xml",
        "meta.csv",
    ] {
        let feed = app.get(&format!("/feeds/{path}")).await.ok().body;
        assert!(feed.contains("C-30"), "{path}");
        assert!(
            !feed.contains(claim) && !feed.contains("Good for"),
            "{path}: {feed}"
        );
    }
    app.catch_up().await;
    let asked = json!({ "ids": [built.id.to_string()] });
    let told_to_agents = ucp(&app, "lookup", &asked).await.ok().body;
    assert!(
        told_to_agents.contains("C-30") && !told_to_agents.contains(claim),
        "{told_to_agents}"
    );
    let told = found(&program, "channel=openai", "claims").await;
    for attribute in ["image_alt", "options"] {
        assert!(
            has(&told, ["all", "demoted", attribute]),
            "{attribute} in {told:?}"
        );
    }
}
