//! SQL statements are counted: constant from one row to a thousand.

use formulary::publishing::transaction;

use crate::support::builders::ingredient;
use crate::support::{ProductBuilder, TestApp};

async fn count(app: &TestApp, path: &str) -> u64 {
    // Once before, so that connections are there.
    app.get(path).await.ok();
    let before = app.statements();
    app.get(path).await.ok();
    app.statements() - before
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_are_constant_from_1_to_1000_rows() {
    statements_stay_the_same_with(1_000).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow: twenty thousand products"]
async fn statements_are_constant_to_20000_rows() {
    statements_stay_the_same_with(20_000).await;
}

async fn statements_stay_the_same_with(products: i64) {
    let app = TestApp::new().await;
    let zinc = transaction(&app.db, async |tx| ingredient(tx, "zinc").await)
        .await
        .unwrap();
    let first = ProductBuilder::new("p-0")
        .variant("P-0", Some(500))
        .ingredient(zinc)
        .free_from("gluten");
    first.build(&app.db).await;
    let paths = [
        "/",
        "/products",
        "/products?q=p&form=capsule&free-from=gluten",
        "/products/p-0",
        "/brands",
        "/brands/acme",
        "/ingredients",
        "/ingredients/zinc",
        "/eu/products",
        "/compare?p=p-0&add=p",
        "/api/v1/products?market=eu",
        "/evidence-grades",
        "/claim-rules",
        "/sitemap.xml",
        "/sitemaps/products-1.xml",
        "/api/v1/products?limit=100",
        "/api/v1/products/p-0",
        "/api/v1/ingredients/zinc",
        "/api/v1/brands",
        "/api/v1/brands/acme",
    ];
    let mut with_one = Vec::new();
    for path in paths {
        with_one.push(count(&app, path).await);
    }
    transaction(&app.db, async |tx| {
        for number in 1..products {
            let product = ProductBuilder::new(&format!("p-{number}"))
                .variant(&format!("P-{number}"), Some(500 + number))
                .ingredient(zinc)
                .free_from("gluten");
            product.build_in(tx).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    for (path, before) in paths.iter().zip(with_one) {
        let after = count(&app, path).await;
        println!("{path}: {before} statements with one product, {after} with {products}");
        assert_eq!(after, before, "{path}");
    }
    assert!(
        count(&app, "/products/p-0").await <= 4,
        "a product page takes at most four"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_page_takes_as_many_statements_with_forty_variants_and_rows() {
    let app = TestApp::new().await;
    ProductBuilder::new("small")
        .variant("S", Some(500))
        .build(&app.db)
        .await;
    let mut large = ProductBuilder::new("large");
    for number in 0..40 {
        let slug = format!("i-{number}");
        let id = transaction(&app.db, async |tx| ingredient(tx, &slug).await)
            .await
            .unwrap();
        large = large
            .variant(&format!("L-{number}"), Some(500))
            .ingredient(id);
    }
    large.build(&app.db).await;
    assert_eq!(
        count(&app, "/products/small").await,
        count(&app, "/products/large").await
    );
    assert_eq!(
        app.get("/products/large").await.ok().html().count(".tile"),
        40
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn comparing_six_products_takes_as_many_statements_as_comparing_two() {
    let app = TestApp::new().await;
    for number in 0..6 {
        let slug = format!("i-{number}");
        let id = transaction(&app.db, async |tx| ingredient(tx, &slug).await)
            .await
            .unwrap();
        ProductBuilder::new(&format!("p-{number}"))
            .variant(&format!("P-{number}"), Some(500))
            .ingredient(id)
            .free_from("gluten")
            .build(&app.db)
            .await;
    }
    let two = count(&app, "/compare?p=p-0&p=p-1").await;
    let six = "/compare?p=p-0&p=p-1&p=p-2&p=p-3&p=p-4&p=p-5";
    assert_eq!(count(&app, six).await, two);
    assert!(two <= 4, "{two}");
    let page = app.get(six).await.ok().html();
    assert_eq!(page.count(".compare-names th"), 6);
}
