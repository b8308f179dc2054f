//! The ledger of structure/function statements, and the disclaimer that goes with them.

use chrono::{Days, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use formulary::accounts::model::Role;
use formulary::catalog::product::commands::publish_product;
use formulary::catalog::product::model::ProductId;
use formulary::db::schema::{audit_log, products};
use formulary::gate::ledger::queries::notifications;
use formulary::publishing::transaction;

use crate::support::{ProductBuilder, TestApp, author};

const ONE: &str = "This statement has not been evaluated by the Food and Drug Administration. This product is not intended \
    to diagnose, treat, cure, or prevent any disease.";

/// Gives a product a description and publishes it.
async fn describe(app: &TestApp, id: ProductId, text: &str) {
    transaction(&app.db, async |tx| {
        diesel::update(products::table.find(id))
            .set(products::description.eq(text))
            .execute(tx.conn()?)
            .await?;
        publish_product(tx, id, &author(), "").await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_in_a_description_carries_the_symbol_the_disclaimer_and_an_entry() {
    let app = TestApp::new().await;
    let product = ProductBuilder::new("zinc")
        .variant("Z", Some(900))
        .build(&app.db)
        .await;
    let page = app.get("/products/zinc").await.ok().body;
    assert!(!page.contains('‡') && !page.contains("Food and Drug Administration"));
    describe(
        &app,
        product.id,
        "A white tablet. Zinc supports *normal* immune function. Keep dry.",
    )
    .await;
    let page = app.get("/products/zinc").await.ok();
    assert!(
        page.body
            .contains("immune function.<span class=\"claim-symbol\">‡</span> Keep dry."),
        "{}",
        page.body
    );
    assert_eq!(page.html().text(".disclaimer"), format!("‡ {ONE}"));
    let api = app.get("/api/v1/products/zinc").await.ok().json();
    assert_eq!(api["disclaimer"], ONE);
    assert_eq!(
        api["statements"][0]["text"],
        "Zinc supports normal immune function."
    );
    let conn = app.db.write().await.unwrap();
    let ledger = notifications(&conn, false).await.unwrap();
    assert_eq!(ledger.len(), 1);
    assert_eq!(ledger[0].statement, "Zinc supports normal immune function.");
    assert_eq!(ledger[0].due_on, Utc::now().date_naive() + Days::new(30));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_day_of_a_statement_counts_however_often_it_is_published() {
    let app = TestApp::new().await;
    let product = ProductBuilder::new("zinc").build(&app.db).await;
    let text = "Zinc supports normal immune function.";
    describe(&app, product.id, text).await;
    describe(&app, product.id, "Something plain.").await;
    describe(&app, product.id, text).await;
    let conn = app.db.write().await.unwrap();
    assert_eq!(notifications(&conn, true).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_was_sent_is_noted_with_its_day_and_signatory() {
    let app = TestApp::new().await;
    let product = ProductBuilder::new("zinc").build(&app.db).await;
    describe(&app, product.id, "Zinc supports normal immune function.").await;
    app.sign_in(Role::Reviewer).await;
    let page = app.get("/admin/notifications").await.ok().html();
    let (csrf, id) = (
        page.attribute("input[name=csrf]", "value"),
        page.attribute("input[name=id]", "value"),
    );
    let form = [
        ("csrf", csrf.as_str()),
        ("id", id.as_str()),
        ("notified_on", "2026-11-20"),
        ("signatory", "Ada Byron, Head of Quality"),
    ];
    for (field, value, status) in [
        ("notified_on", "-9999-01-01", 422),
        ("notified_on", "+12026-01-01", 422),
        ("notified_on", "2019-01-01", 422),
        ("notified_on", "2999-01-01", 422),
        ("signatory", &"a".repeat(201), 422),
        ("signatory", "a\0b", 400),
        ("id", "0", 422),
        ("id", "01900000-0000-7000-8000-000000000000", 409),
    ] {
        let mut wrong = form;
        if let Some(pair) = wrong.iter_mut().find(|(name, _)| *name == field) {
            pair.1 = value;
        }
        let answer = app.post("/admin/notifications", &wrong).await;
        assert_eq!(answer.status, status, "{field}={value}");
    }
    assert_eq!(app.post("/admin/notifications", &form).await.status, 303);
    assert_eq!(app.post("/admin/notifications", &form).await.status, 409);
    let noted: i64 = audit_log::table
        .filter(audit_log::action.eq("notify"))
        .count()
        .get_result(&mut &*app.db.write().await.unwrap())
        .await
        .unwrap();
    assert_eq!(noted, 1);
    let conn = app.db.write().await.unwrap();
    assert!(notifications(&conn, false).await.unwrap().is_empty());
    let sent = notifications(&conn, true).await.unwrap();
    assert_eq!(
        sent[0].signatory.as_deref(),
        Some("Ada Byron, Head of Quality")
    );
    let page = app.get("/admin/notifications").await.ok().body;
    assert!(page.contains("November 20, 2026, Ada Byron"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disclaimer_in_an_imported_text_is_recognised_and_not_printed() {
    let app = TestApp::new().await;
    let product = ProductBuilder::new("zinc").build(&app.db).await;
    for variant in [
        "*These statements have not been evaluated by the FDA. This product is not intended to diagnose, treat, cure or prevent any disease.",
        "THIS STATEMENT HAS NOT BEEN EVALUATED BY THE FOOD AND DRUG ADMINISTRATION. THIS PRODUCT IS NOT INTENDED TO DIAGNOSE, TREAT, CURE, OR PREVENT ANY DISEASE.",
    ] {
        describe(&app, product.id, &format!("A white tablet.\n\n{variant}")).await;
        let page = app.get("/products/zinc").await.ok().body;
        assert!(page.contains("A white tablet."), "{page}");
        assert!(!page.to_lowercase().contains("evaluated by"), "{page}");
    }
}
