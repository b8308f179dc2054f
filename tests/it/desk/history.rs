//! Who changed what: differences, restoring, the page as of a time, and logs that nobody can change.

use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use formulary::accounts::model::Role;

use super::editing::signed_in;
use crate::support::TestApp;
use crate::support::desk::Form;

#[tokio::test(flavor = "multi_thread")]
async fn a_revision_shows_what_it_changed_and_can_be_restored() {
    let (app, _, path) = signed_in(Role::Author).await;
    let form = Form::open(&app, &path)
        .await
        .set("summary", "A short summary.");
    form.set("note", "asked for by sales").save().await;
    Form::open(&app, &path)
        .await
        .set("summary", "A long summary.")
        .set("variants.0.title", "Sixty")
        .save()
        .await;
    let history = app.get(&format!("{path}/history")).await.ok().html();
    assert!(
        history
            .texts("td.long")
            .contains(&"asked for by sales".to_owned())
    );
    let page = app.get(&format!("{path}/history/3")).await.ok();
    let diff = page.html();
    let places = diff.texts(".diff-table tbody th");
    assert_eq!(places.len(), 2, "{places:?}");
    assert_eq!(places[0], "Summary");
    assert!(places[1].starts_with("Variants › "), "{places:?}");
    assert_eq!(
        (diff.texts("del")[0].as_str(), diff.texts("ins")[0].as_str()),
        ("short", "long")
    );
    let old = app.get(&format!("{path}/history/2")).await.ok();
    let form = Form::on(&app, &old, "form[action$=restore]");
    assert_eq!(form.press("x", "y").await.status, 303);
    assert_eq!(
        Form::open(&app, &path).await.value("summary"),
        "A short summary."
    );
    assert_eq!(
        form.press("x", "y").await.status,
        409,
        "it was saved again meanwhile"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_outside_the_editor_becomes_a_revision_and_is_not_overwritten() {
    let (app, built, path) = signed_in(Role::Author).await;
    let mine = Form::open(&app, &path).await.set("summary", "Mine");
    let mut conn = AsyncPgConnection::establish(&app.database.superuser_url())
        .await
        .unwrap();
    conn.batch_execute(&format!(
        "UPDATE products SET storage = 'Imported' WHERE id = '{}'",
        built.id
    ))
    .await
    .unwrap();
    mine.save().await;
    let form = Form::open(&app, &path).await;
    assert_eq!(
        (form.value("summary"), form.value("storage")),
        ("Mine", "Imported")
    );
    let history = app.get(&format!("{path}/history")).await.ok().body;
    assert!(history.contains("Changed outside the editor"), "{history}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_can_be_seen_as_it_was_at_a_time() {
    let (app, built, path) = signed_in(Role::Publisher).await;
    let mut conn = AsyncPgConnection::establish(&app.database.superuser_url())
        .await
        .unwrap();
    // What is public now was published two days ago, at another price.
    conn.batch_execute(
        "SET session_replication_role = replica;
         UPDATE publications SET created_at = created_at - interval '2 days';
         UPDATE offer_history SET recorded_at = recorded_at - interval '2 days', price_minor = 777;",
    )
    .await
    .unwrap();
    let form = Form::open(&app, &path)
        .await
        .set("name", "Renamed")
        .set("slug", "renamed");
    assert_eq!(form.press("then", "publish").await.status, 303);
    let price = format!("price-us-{}", built.variants[0]);
    let prices = Form::open(&app, &format!("{path}/prices")).await;
    let changed = prices.set(&price, "13.00").press("then", "save").await;
    assert_eq!(changed.status, 303);
    assert_eq!(
        app.get("/products/renamed").await.ok().html().text("h1"),
        "Renamed"
    );
    let yesterday = (chrono::Utc::now() - chrono::TimeDelta::days(1)).format("%Y-%m-%dT%H:%M");
    let past = app
        .get(&format!("{path}/as-of?at={yesterday}"))
        .await
        .ok()
        .html();
    assert_eq!(past.text("h1"), "Product zinc");
    assert_eq!(past.text(".buy-price"), "$7.77");
    let long_ago = app.get(&format!("{path}/as-of?at=2001-01-01T00:00")).await;
    assert_eq!(long_ago.status, 404, "it was not public then");
    assert_eq!(
        app.get("/products/renamed")
            .await
            .ok()
            .html()
            .text(".buy-price"),
        "$13.00",
        "the present is as it was"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_tells_who_did_what_and_the_application_can_change_none_of_it() {
    let (app, _, path) = signed_in(Role::Admin).await;
    Form::open(&app, &path)
        .await
        .set("summary", "New")
        .save()
        .await;
    let log = app.get("/admin/history?action=save").await.ok().html();
    assert_eq!(log.texts(".admin-table tbody th"), ["save"]);
    assert!(log.texts("td.long")[0].contains("Product zinc"));
    let file = app.get("/admin/history.csv").await.ok();
    assert!(
        file.body
            .lines()
            .next()
            .unwrap()
            .starts_with("time,actor,action")
    );
    assert!(file.body.contains("\"save\""));
    let mut conn = AsyncPgConnection::establish(&app.database.urls().app)
        .await
        .unwrap();
    for table in [
        "audit_log",
        "revisions",
        "comments",
        "publications",
        "sign_offs",
    ] {
        for statement in [
            format!("DELETE FROM {table}"),
            format!("UPDATE {table} SET author = 'x'"),
            format!("TRUNCATE {table}"),
        ] {
            let refused = conn
                .batch_execute(
                    &statement
                        .replace("audit_log SET author", "audit_log SET actor")
                        .replace("sign_offs SET author", "sign_offs SET signer"),
                )
                .await;
            let error = refused.expect_err(&statement).to_string();
            assert!(error.contains("permission denied"), "{statement}: {error}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_that_changes_nothing_is_no_revision() {
    let (app, _, path) = signed_in(Role::Author).await;
    let same = Form::open(&app, &path).await.press("then", "save").await;
    assert!(same.header("location").ends_with("done=unchanged"));
    assert_eq!(Form::open(&app, &path).await.value("revision"), "1");
}

/// Kept here because it needs a whole catalog: what a form shows and sends back is what is saved.
#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_back_untouched_changes_nothing_whatever_it_is_of() {
    let own = TestApp::new().await;
    formulary::demo::add(&own.db, &own.media, &|_| {})
        .await
        .unwrap();
    own.sign_in(Role::Admin).await;
    let mut seen = 0;
    for kinds in [
        "brands",
        "categories",
        "topics",
        "ingredients",
        "references",
        "claims",
        "products",
        "articles",
        "protocols",
        "lots",
    ] {
        let list = own.get(&format!("/admin/{kinds}")).await.ok().html();
        for path in list.attributes(".admin-table tbody th a", "href") {
            let answer = Form::open(&own, &path).await.press("then", "save").await;
            assert_eq!(
                answer.header("location"),
                format!("{path}?done=unchanged"),
                "{}",
                crate::support::desk::problems(&answer)
            );
            seen += 1;
        }
    }
    assert!(seen > 200, "{seen}");
}
