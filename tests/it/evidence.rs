//! The chain from ingredient to reference: grades, retractions and reviews, as readers see them.

use chrono::{Days, Utc};
use formulary::accounts::model::Role;
use formulary::evidence::claim::model::{Design, Direction};
use formulary::evidence::reference::model::ReferenceStatus;
use formulary::evidence::regrade::set_reference_status;
use formulary::evidence::review::commands::process_lapsed_reviews;
use formulary::publishing::{changes, transaction};

use crate::support::builders::{Built, ingredient};
use crate::support::claims::{ClaimBuilder, reference, show_claims, trial};
use crate::support::{ProductBuilder, TestApp, author, demo};

const SENTENCE: &str = "Supports normal muscle function.";

/// A product that shows one claim, which rests on two trials.
pub async fn product_with_claim(app: &TestApp) -> Built {
    let zinc = transaction(&app.db, async |tx| ingredient(tx, "zinc").await)
        .await
        .unwrap();
    let product = ProductBuilder::new("zinc-tablets")
        .variant("Z", Some(900))
        .ingredient(zinc)
        .build(&app.db)
        .await;
    transaction(&app.db, async |tx| {
        let first = reference(tx, "ahn-2020", "Zinc intake of adults: a trial").await?;
        let second = reference(tx, "berg-2021", "A second trial of zinc intake").await?;
        let claim = ClaimBuilder::new("zinc-muscle", zinc)
            .says(SENTENCE)
            .rests_on(trial(first, Direction::Supports))
            .rests_on(trial(second, Direction::Supports))
            .build(tx)
            .await?;
        show_claims(tx, product.id, &[claim]).await
    })
    .await
    .unwrap();
    product
}

async fn grade(app: &TestApp) -> String {
    let claim = app.get("/api/v1/claims/zinc-muscle").await.ok().json();
    claim["grade"]["letter"]
        .as_str()
        .unwrap_or("none")
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn retracting_a_reference_changes_the_grade_the_page_and_the_review_list() {
    let app = TestApp::new().await;
    product_with_claim(&app).await;
    assert_eq!(grade(&app).await, "A");
    let page = app.get("/products/zinc-tablets").await.ok().html();
    assert_eq!(
        page.text(".claim-card .grade"),
        "A Grade A: Strong and consistent evidence"
    );
    let before = app.statements();
    transaction(&app.db, async |tx| {
        let retracted =
            formulary::evidence::reference::queries::reference_by_slug(tx.conn()?, "ahn-2020")
                .await?;
        let id = retracted.unwrap().id;
        set_reference_status(
            tx,
            id,
            ReferenceStatus::Retracted,
            Some("Retraction in: J Tests. 2022"),
            &author(),
        )
        .await
    })
    .await
    .unwrap();
    assert_eq!(
        app.statements(),
        before,
        "the service was told by the database alone"
    );
    assert_eq!(grade(&app).await, "B");
    let page = app.get("/products/zinc-tablets").await.ok();
    assert_eq!(
        page.html().text(".claim-card .grade"),
        "B Grade B: Good evidence"
    );
    assert!(
        page.body.contains("Retracted"),
        "the reference list says so"
    );
    app.sign_in(Role::Reviewer).await;
    let reviews = app.get("/admin/reviews").await.ok().body;
    assert!(
        reviews.contains("From Grade A to Grade B, because the reference ahn-2020 is retracted"),
        "{reviews}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_whose_last_support_was_retracted_leaves_its_product_at_once() {
    let app = TestApp::new().await;
    product_with_claim(&app).await;
    for slug in ["ahn-2020", "berg-2021"] {
        transaction(&app.db, async |tx| {
            let row = formulary::evidence::reference::queries::reference_by_slug(tx.conn()?, slug)
                .await?;
            set_reference_status(
                tx,
                row.unwrap().id,
                ReferenceStatus::Retracted,
                None,
                &author(),
            )
            .await
        })
        .await
        .unwrap();
    }
    let claim = app.get("/api/v1/claims/zinc-muscle").await.ok().json();
    assert_eq!(claim["grade"]["letter"], serde_json::Value::Null);
    assert_eq!(claim["may_show_on_products"], false);
    let page = app.get("/products/zinc-tablets").await.ok().body;
    assert!(!page.contains(SENTENCE) && !page.contains("Food and Drug Administration"));
    let product = app.get("/api/v1/products/zinc-tablets").await.ok().json();
    assert_eq!(product["claims"].as_array().unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_can_recompute_a_grade_from_what_the_api_gives() {
    let app = TestApp::new().await;
    product_with_claim(&app).await;
    let claim = app.get("/api/v1/claims/zinc-muscle").await.ok().json();
    let grade: formulary::evidence::grade::Grade =
        serde_json::from_value(claim["grade"].clone()).unwrap();
    assert_eq!(grade.recomputed(), grade);
    assert_eq!(grade.inputs.len(), 2);
    let page = app.get("/evidence-grades").await.ok();
    assert!(page.body.contains("version 1") && page.html().count(".rule-table") >= 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_against_an_effect_is_shown_beside_evidence_for_it() {
    let app = TestApp::new().await;
    let zinc = transaction(&app.db, async |tx| ingredient(tx, "zinc").await)
        .await
        .unwrap();
    transaction(&app.db, async |tx| {
        let pro = reference(tx, "pro-2020", "A trial of zinc").await?;
        let con = reference(tx, "con-2020", "Another trial of zinc").await?;
        ClaimBuilder::new("zinc-muscle", zinc)
            .says(SENTENCE)
            .rests_on(trial(pro, Direction::Supports))
            .rests_on(trial(con, Direction::NullEffect))
            .build(tx)
            .await
    })
    .await
    .unwrap();
    let page = app.get("/ingredients/zinc").await.ok().html();
    assert_eq!(page.count(".evidence-table tbody tr"), 2);
    assert_eq!(page.count(".direction-null_effect"), 1);
    assert_eq!(page.count(".direction-supports"), 1);
    assert_eq!(
        page.text(".claim .grade"),
        "C Grade C: Limited or mixed evidence"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn animal_and_laboratory_evidence_alone_is_preliminary() {
    let app = TestApp::new().await;
    let zinc = transaction(&app.db, async |tx| ingredient(tx, "zinc").await)
        .await
        .unwrap();
    transaction(&app.db, async |tx| {
        let mouse = reference(tx, "mouse-2020", "Zinc in mice").await?;
        let mut row = trial(mouse, Direction::Supports);
        row.design = Design::Animal;
        ClaimBuilder::new("zinc-muscle", zinc)
            .says(SENTENCE)
            .rests_on(row)
            .build(tx)
            .await
    })
    .await
    .unwrap();
    let claim = app.get("/api/v1/claims/zinc-muscle").await.ok().json();
    assert_eq!(claim["grade"]["letter"], "D");
    assert_eq!(claim["grade"]["preliminary"], true);
    let page = app.get("/ingredients/zinc").await.ok().html();
    assert_eq!(
        page.text(".claim .grade"),
        "D Grade D, preliminary: No study in people yet"
    );
}

/// A product whose claim should have been reviewed some days ago.
async fn product_with_review(app: &TestApp, days_ago: u64) {
    let zinc = transaction(&app.db, async |tx| ingredient(tx, "zinc").await)
        .await
        .unwrap();
    let product = ProductBuilder::new("zinc-tablets")
        .variant("Z", Some(900))
        .build(&app.db)
        .await;
    let due = Utc::now().date_naive() - Days::new(days_ago);
    transaction(&app.db, async |tx| {
        let source = reference(tx, "ahn-2020", "Zinc intake of adults: a trial").await?;
        let claim = ClaimBuilder::new("zinc-muscle", zinc)
            .says(SENTENCE)
            .rests_on(trial(source, Direction::Supports))
            .review_by(due)
            .build(tx)
            .await?;
        show_claims(tx, product.id, &[claim]).await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overdue_review_is_told_on_the_page_and_the_claim_stays_for_the_days_of_grace() {
    let app = TestApp::new().await;
    product_with_review(&app, 30).await;
    let page = app.get("/products/zinc-tablets").await.ok().body;
    assert!(
        page.contains(SENTENCE) && page.contains("Review overdue since"),
        "{page}"
    );
    let claim = app.get("/api/v1/claims/zinc-muscle").await.ok().json();
    assert!(claim["review_overdue_since"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_days_of_grace_the_claim_leaves_products_until_it_is_reviewed() {
    let app = TestApp::new().await;
    product_with_review(&app, 31).await;
    let page = app.get("/products/zinc-tablets").await.ok().body;
    assert!(!page.contains(SENTENCE) && !page.contains("Food and Drug Administration"));
    assert_eq!(
        app.get("/api/v1/claims/zinc-muscle").await.ok().json()["may_show_on_products"],
        false
    );
    assert!(
        app.get("/ingredients/zinc")
            .await
            .ok()
            .body
            .contains("Review overdue since")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_that_lapses_is_noted_in_the_change_log_once() {
    let app = TestApp::new().await;
    product_with_review(&app, 0).await;
    let before = changes::head(&app.db.read().await.unwrap())
        .await
        .unwrap()
        .position;
    let noted = |today| {
        transaction(&app.db, async move |tx| {
            process_lapsed_reviews(tx, today).await
        })
    };
    let today = Utc::now().date_naive();
    assert_eq!(noted(today).await.unwrap(), 0);
    let tomorrow = today + Days::new(1);
    assert_eq!(
        noted(tomorrow).await.unwrap(),
        1,
        "it is overdue on the day after"
    );
    assert_eq!(noted(tomorrow).await.unwrap(), 0);
    assert_eq!(noted(today + Days::new(30)).await.unwrap(), 0);
    assert_eq!(
        noted(today + Days::new(31)).await.unwrap(),
        1,
        "the grace is over"
    );
    let conn = app.db.read().await.unwrap();
    let log = changes::since(&conn, before, 100).await.unwrap();
    let touched: Vec<&str> = log.iter().map(|change| change.slug.as_str()).collect();
    assert_eq!(
        touched
            .iter()
            .filter(|slug| **slug == "zinc-muscle")
            .count(),
        2
    );
    assert!(
        touched.contains(&"zinc-tablets"),
        "who shows the claim is told too: {touched:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citation_opens_a_card_with_design_people_dose_and_result_without_a_script() {
    let page = demo()
        .get("/articles/colostrum-and-the-gut")
        .await
        .ok()
        .html();
    let citations = page.count(".prose .cite a");
    assert!(citations > 0);
    assert_eq!(
        page.count(".prose .cite-place > .cite-card[role=tooltip]"),
        citations
    );
    let described = page.attributes(".prose .cite a", "aria-describedby");
    let cards = page.attributes(".prose .cite-card", "id");
    assert_eq!(described, cards);
    assert!(
        page.texts(".prose .cite-card")
            .iter()
            .all(|card| card.contains("Design:"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_substantiation_file_holds_the_whole_chain() {
    let app = TestApp::new().await;
    product_with_claim(&app).await;
    assert_eq!(
        app.get("/admin/substantiation/zinc-muscle/file.json")
            .await
            .status,
        303
    );
    app.sign_in(Role::Author).await;
    let file = app
        .get("/admin/substantiation/zinc-muscle/file.json")
        .await
        .ok()
        .json();
    assert_eq!(file["wordings"][0]["text"], SENTENCE);
    assert_eq!(file["evidence"].as_array().unwrap().len(), 2);
    assert!(
        file["evidence"][0]["citation"]
            .as_str()
            .unwrap()
            .contains("J Tests")
    );
    assert_eq!(file["grade"]["letter"], "A");
    assert_eq!(file["used_by"][0]["title"], "Product zinc-tablets");
    assert!(file["used_by"][0]["since"].is_string());
    assert_eq!(file["history"][0]["revision"], 1);
    let page = app.get("/admin/substantiation/zinc-muscle").await.ok().body;
    assert!(page.contains(SENTENCE) && page.contains("Product zinc-tablets"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retracted_study_leaves_the_studied_range() {
    let app = TestApp::new().await;
    let zinc = transaction(&app.db, async |tx| ingredient(tx, "zinc").await)
        .await
        .unwrap();
    let product = ProductBuilder::new("zinc-tablets")
        .ingredient(zinc)
        .build(&app.db)
        .await;
    let high = transaction(&app.db, async |tx| {
        let low = reference(tx, "ahn-2020", "Zinc intake of adults: a trial").await?;
        let high = reference(tx, "berg-2021", "A second trial of zinc intake").await?;
        let mut of_high = trial(high, Direction::Supports);
        of_high.dose_max = Some(200.into());
        let claim = ClaimBuilder::new("zinc-muscle", zinc)
            .says(SENTENCE)
            .rests_on(trial(low, Direction::Supports))
            .rests_on(of_high)
            .build(tx)
            .await?;
        show_claims(tx, product.id, &[claim]).await?;
        Ok(high)
    })
    .await
    .unwrap();
    let most = async || {
        let product = app.get("/api/v1/products/zinc-tablets").await.ok().json();
        product["doses"][0]["studied"]["max"].clone()
    };
    for (status, expected) in [
        (ReferenceStatus::Ok, "200"),
        (ReferenceStatus::Concern, "200"),
        (ReferenceStatus::Retracted, "40"),
    ] {
        transaction(&app.db, async |tx| {
            set_reference_status(tx, high, status, None, &author()).await
        })
        .await
        .unwrap();
        assert_eq!(most().await, expected, "{status}");
    }
}
