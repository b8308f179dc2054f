//! Prices and stock from Shopify's product CSV.

use std::path::PathBuf;

use formulary::catalog::market::Market;
use formulary::catalog::offer::model::{Availability, OfferRow};
use formulary::catalog::offer::queries::offers_of;
use formulary::catalog::product::model::ProductId;
use formulary::catalog::product::parts::options;
use formulary::exchange::shopify::Options;
use formulary::exchange::shopify::run::{Summary, open, run};
use formulary::publishing::changes;

use crate::support::{ProductBuilder, TestApp, skip_optional};

const HEADERS: &str = "Handle,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,\
                       Variant Price,Variant Compare At Price,Variant Barcode,Option1 Name,Option1 Value";
const OPTIONS: Options = Options {
    market: Market::Us,
    dry_run: false,
    publish: false,
};

async fn import(app: &TestApp, rows: &str, options: Options) -> Summary {
    let name = format!(
        "formulary-shopify-{}-{}.csv",
        std::process::id(),
        uuid::Uuid::now_v7()
    );
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, format!("{HEADERS}\n{rows}")).unwrap();
    let files = open(&[PathBuf::from(&path)], options).unwrap();
    let summary = run(&app.db, files, options, &|_| ()).await.unwrap();
    std::fs::remove_file(path).unwrap();
    summary
}

async fn offers(app: &TestApp, product: ProductId) -> Vec<OfferRow> {
    let conn = app.db.write().await.unwrap();
    offers_of(&conn, &[product], Market::Us).await.unwrap()
}

const fn counts(summary: &Summary) -> [usize; 4] {
    [
        summary.created,
        summary.updated,
        summary.unchanged,
        summary.failed,
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_set_the_offers_of_variants_they_name_by_sku_or_barcode_and_the_log_hears_of_each_product()
 {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("a")
        .variant("A-1", Some(1000))
        .variant("A-2", None)
        .build(&app.db)
        .await;
    let head = changes::head(&app.db.write().await.unwrap())
        .await
        .unwrap()
        .position;
    let rows = "a,A-1,shopify,0,deny,14.50,20,\na,A-2,,,deny,30.00,,\n";
    let rehearsed = Options {
        dry_run: true,
        ..OPTIONS
    };
    assert_eq!(counts(&import(&app, rows, rehearsed).await), [1, 1, 0, 0]);
    assert_eq!(
        offers(&app, built.id).await.len(),
        1,
        "a dry run changes nothing"
    );
    assert_eq!(counts(&import(&app, rows, OPTIONS).await), [1, 1, 0, 0]);
    assert_eq!(counts(&import(&app, rows, OPTIONS).await), [0, 0, 2, 0]);
    let set = offers(&app, built.id).await;
    let told: Vec<_> = set
        .iter()
        .map(|row| (row.price_minor, row.list_minor, row.availability))
        .collect();
    assert_eq!(
        told,
        [
            (1450, Some(2000), Availability::OutOfStock),
            (3000, None, Availability::InStock)
        ]
    );
    let log = changes::since(&app.db.write().await.unwrap(), head, 100)
        .await
        .unwrap();
    assert_eq!(
        log.len(),
        1,
        "one change for the product, none for what was so already"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_mean_nobody_or_somebody_twice_are_told_and_the_others_go_on() {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("a")
        .variant("A-1", None)
        .build(&app.db)
        .await;
    let rows = "a,A-1,shopify,4,deny,14.50,,\nx,X-9,shopify,4,deny,10,,9520000000004\na,A-1,shopify,4,deny,15.50,,\n\
                a,A-1,shopify,4,deny,free,,\n";
    let summary = import(&app, rows, OPTIONS).await;
    assert_eq!(counts(&summary), [1, 0, 0, 3]);
    let mut told: Vec<(u64, &str, &str)> = summary
        .errors
        .iter()
        .map(|error| (error.row, error.column.as_str(), error.message.as_str()))
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            (
                3,
                "",
                "no variant has the SKU X-9 or the barcode 9520000000004: import its label, or add it to its product, and import again"
            ),
            (4, "", "is the same variant as on line 2"),
            (5, "Variant Price", "must be an amount such as 14.50"),
        ]
    );
    assert_eq!(offers(&app, built.id).await[0].price_minor, 1450);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_does_not_tell_the_stock_leaves_it_as_it_is() {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("a")
        .variant("A-1", None)
        .build(&app.db)
        .await;
    import(&app, "a,A-1,shopify,0,deny,14.50,,\n", OPTIONS).await;
    import(&app, "a,A-1,shopify,,deny,15.50,,\n", OPTIONS).await;
    let set = offers(&app, built.id).await;
    assert_eq!(
        (set[0].price_minor, set[0].availability),
        (1550, Availability::OutOfStock)
    );
}

/// A product of one package of 60 capsules, whose second package only a file of offers knows.
async fn with_an_unknown_package(app: &TestApp) -> (ProductId, &'static str) {
    let built = ProductBuilder::new("a")
        .variant("DSLD-7", None)
        .gtin("9520000000004")
        .build(&app.db)
        .await;
    let rows = "a,A-60,shopify,4,deny,14.50,,9520000000004,Size,60 count\na,A-120,shopify,4,deny,25.00,,9520000000011,,120 count\n\
                a,A-X,shopify,4,deny,99.00,,,,Family\n";
    (built.id, rows)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_under_the_handle_of_a_known_package_adds_one_and_publishing_shows_both() {
    let app = TestApp::new().await;
    let (id, rows) = with_an_unknown_package(&app).await;
    let publish = Options {
        publish: true,
        ..OPTIONS
    };
    let rehearsed = Options {
        dry_run: true,
        ..publish
    };
    assert_eq!(counts(&import(&app, rows, rehearsed).await), [3, 0, 0, 0]);
    assert_eq!(offers(&app, id).await, []);
    let summary = import(&app, rows, publish).await;
    assert_eq!(summary.errors, []);
    assert_eq!(counts(&summary), [3, 0, 0, 0]);
    let product = app.get("/api/v1/products/a").await.json();
    let told: Vec<_> = product["variants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|variant| {
            serde_json::json!([
                variant["sku"],
                variant["gtin"],
                variant["title"],
                variant["net_quantity"]["value"],
                variant["servings"],
                variant["options"],
                variant["offer"]["price"]["minor"],
            ])
        })
        .collect();
    insta::assert_json_snapshot!(told);
    assert_eq!(product["options"], serde_json::json!(["Size"]));
    assert_eq!(counts(&import(&app, rows, publish).await), [0, 0, 3, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_package_of_an_edited_product_waits_for_its_editor() {
    let app = TestApp::new().await;
    let (id, rows) = with_an_unknown_package(&app).await;
    assert_eq!(counts(&import(&app, rows, OPTIONS).await), [3, 0, 0, 0]);
    let product = app.get("/api/v1/products/a").await.json();
    assert_eq!(
        product["variants"].as_array().unwrap().len(),
        1,
        "without --publish it stays a draft"
    );
    assert_eq!(offers(&app, id).await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_that_does_not_say_how_it_differs_is_told() {
    let app = TestApp::new().await;
    let (id, _) = with_an_unknown_package(&app).await;
    let rows = "a,A-60,shopify,4,deny,14.50,,9520000000004,Size,60 count\na,A-120,shopify,4,deny,25.00,,9520000000011,,\n\
                a,,shopify,4,deny,25.00,,9520000000028,,240 count\na,A 240,shopify,4,deny,25.00,,,,240 count\nb,B-1,shopify,4,deny,25.00,,,Size,60 count\n";
    let summary = import(&app, rows, OPTIONS).await;
    assert_eq!(counts(&summary), [1, 0, 0, 4]);
    let lines: Vec<u64> = summary.errors.iter().map(|error| error.row).collect();
    assert_eq!(lines, [6, 3, 4, 5]);
    let conn = app.db.write().await.unwrap();
    let named = options(&conn, &[id]).await.unwrap();
    assert!(
        named.is_empty(),
        "a product that got no package is left as it is"
    );
    drop(conn);
    assert_eq!(offers(&app, id).await.len(), 1);
}

#[test]
fn every_real_export_is_read_and_a_file_of_another_kind_is_refused() {
    let refused = open(&[PathBuf::from("Cargo.toml")], OPTIONS);
    assert!(refused.is_err());
    let folder = PathBuf::from("../shared/data/shopify");
    let Ok(files) = std::fs::read_dir(&folder) else {
        return skip_optional("real Shopify exports");
    };
    let files: Vec<PathBuf> = files.flatten().map(|file| file.path()).collect();
    let csv: Vec<PathBuf> = files
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    assert!(!csv.is_empty());
    assert!(open(&csv, OPTIONS).is_ok());
}
