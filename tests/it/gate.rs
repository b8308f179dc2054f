//! The gate: nothing is published whose words the rules do not clear, and what is public is judged again when it changes.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use formulary::accounts::model::Role;
use formulary::catalog::assertion::model::{Basis, Statement};
use formulary::catalog::formula::commands::add_formula;
use formulary::catalog::product::commands::{AssertionInput, publish_product, set_assertions};
use formulary::catalog::product::model::ProductId;
use formulary::check::follow::{rejudge_touched, rescan_if_rules_changed};
use formulary::config::RulePolicy;
use formulary::content::article::commands::{create_article, publish_article};
use formulary::content::article::model::{ArticleId, ArticleRow};
use formulary::db::schema::{
    articles, audit_log, ingredients, products, references, rule_scans, sign_offs,
};
use formulary::error::AppError;
use formulary::evidence::claim::model::Direction;
use formulary::publishing::{Outcome, transaction};

use crate::support::builders::{formula, ingredient};
use crate::support::claims::{ClaimBuilder, draft_reference, reference, trial};
use crate::support::{ProductBuilder, Response, TestApp, author};

const CURE: &str = "Cures gout in two weeks.";
const TITLE: &str = "Milk fat and gout in older men";

async fn describe(app: &TestApp, id: ProductId, text: &str) {
    let conn = app.db.write().await.unwrap();
    diesel::update(products::table.find(id))
        .set((
            products::description.eq(text),
            products::version.eq(products::version + 1),
        ))
        .execute(&mut &*conn)
        .await
        .unwrap();
}

async fn publish(app: &TestApp, id: ProductId) -> Result<Outcome, AppError> {
    transaction(&app.db, async |tx| {
        publish_product(tx, id, &author(), "").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_a_rule_blocks_are_refused_with_the_rule_the_words_and_a_way_out() {
    let app = TestApp::new().await;
    let product = ProductBuilder::new("zinc").build(&app.db).await;
    describe(&app, product.id, CURE).await;
    let Err(AppError::NotCleared(objections)) = publish(&app, product.id).await else {
        panic!("it was published");
    };
    let objection = objections.iter().find(|one| one.words.contains("gout"));
    let objection = objection.unwrap_or_else(|| panic!("{objections:?}"));
    assert_eq!(
        (objection.field.as_str(), objection.verdict),
        ("description", "block")
    );
    let told = AppError::NotCleared(objections).to_string();
    assert!(told.contains("To publish, change the words"), "{told}");
    assert!(!app.get("/products/zinc").await.ok().body.contains("gout"));
}

/// Posts the form of the only open text of an entity.
async fn sign(app: &TestApp, path: &str, reason: &str) -> Response {
    let page = app.get(path).await.ok().html();
    let (csrf, text) = (
        page.attribute(".sign-form input[name=csrf]", "value"),
        page.attribute(".sign-form input[name=text]", "value"),
    );
    let form = [
        ("csrf", csrf.as_str()),
        ("text", text.as_str()),
        ("reason", reason),
    ];
    app.post(&format!("{path}/sign"), &form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_override_needs_the_role_and_a_reason_and_is_kept_in_history() {
    let app = TestApp::new().await;
    let product = ProductBuilder::new("zinc").build(&app.db).await;
    describe(&app, product.id, CURE).await;
    let path = format!("/admin/reviews/product/{}", product.id);
    app.sign_in(Role::Author).await;
    let page = app.get(&path).await.ok().html();
    assert_eq!(page.count(".sign-form"), 0, "an author cannot sign");
    assert!(page.text(".judged-text").contains("gout"));
    app.forget_cookie();
    app.sign_in(Role::Reviewer).await;
    assert_eq!(
        sign(&app, &path, "  ").await.status,
        422,
        "no reason was given"
    );
    assert_eq!(sign(&app, &path, "ok").await.status, 422, "no real reason");
    assert!(publish(&app, product.id).await.is_err());
    assert_eq!(
        sign(&app, &path, "A quotation that counsel has read.")
            .await
            .status,
        303
    );
    assert!(matches!(
        publish(&app, product.id).await,
        Ok(Outcome::Published { .. })
    ));
    let conn = app.db.write().await.unwrap();
    let actions: Vec<(String, String)> = audit_log::table
        .filter(audit_log::entity_id.eq(product.id.0))
        .filter(audit_log::action.eq("override"))
        .select((audit_log::action, audit_log::actor))
        .load(&mut &*conn)
        .await
        .unwrap();
    assert_eq!(
        actions,
        [("override".to_owned(), "reviewer@example.org".to_owned())]
    );
    let page = app.get(&path).await.ok().body;
    assert!(
        page.contains("A quotation that counsel has read."),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_is_for_that_very_text() {
    let app = TestApp::new().await;
    let product = ProductBuilder::new("zinc").build(&app.db).await;
    app.sign_in(Role::Reviewer).await;
    describe(&app, product.id, CURE).await;
    let path = format!("/admin/reviews/product/{}", product.id);
    assert_eq!(sign(&app, &path, "Counsel has read it.").await.status, 303);
    describe(&app, product.id, "Cures gout in one week.").await;
    assert!(matches!(
        publish(&app, product.id).await,
        Err(AppError::NotCleared(_))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_waits_until_a_reviewer_has_signed() {
    let app = TestApp::new().await;
    let zinc = transaction(&app.db, async |tx| ingredient(tx, "zinc").await)
        .await
        .unwrap();
    let claim = transaction(&app.db, async |tx| {
        let source = reference(tx, "ahn-2020", TITLE).await?;
        ClaimBuilder::new("zinc-bone", zinc)
            .says("Supports normal bone strength.")
            .rests_on(trial(source, Direction::Supports))
            .draft(tx)
            .await
    })
    .await
    .unwrap();
    let publish = async || {
        transaction(&app.db, async |tx| {
            formulary::evidence::claim::commands::publish_claim(tx, claim, &author(), "").await
        })
        .await
    };
    let Err(AppError::NotCleared(objections)) = publish().await else {
        panic!("the title of a cited reference names a disease on a page that leads to products");
    };
    assert_eq!(objections[0].verdict, "review");
    assert_eq!(objections[0].field, "title of a cited reference");
    app.sign_in(Role::Reviewer).await;
    let path = format!("/admin/reviews/claim/{claim}");
    assert_eq!(
        sign(&app, &path, "").await.status,
        303,
        "a review needs no reason"
    );
    assert!(matches!(publish().await, Ok(Outcome::Published { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_sees_what_the_rules_object_to_and_the_text_is_kept_as_a_draft() {
    let app = TestApp::new().await;
    let product = ProductBuilder::new("zinc")
        .variant("Z", Some(900))
        .build(&app.db)
        .await;
    app.sign_in(Role::Publisher).await;
    let path = format!("/admin/products/{}", product.id);
    let csrf = app.csrf(&path).await;
    let form = [
        ("csrf", csrf.as_str()),
        ("revision", "1"),
        ("description", CURE),
        ("then", "publish"),
    ];
    let response = app.post(&path, &form).await;
    assert_eq!(response.status, 303, "{}", response.body);
    assert!(response.header("location").ends_with("done=not-cleared"));
    let page = app.get(&path).await.ok();
    assert!(
        page.html().texts(".finding").join(" ").contains("gout"),
        "{}",
        page.body
    );
    assert!(!app.get("/products/zinc").await.ok().body.contains("gout"));
    let reviews = app.get("/admin/reviews").await.ok().body;
    assert!(reviews.contains("Words that are not cleared"), "{reviews}");
}

fn article(slug: &str, body: &str) -> ArticleRow {
    ArticleRow {
        id: ArticleId::new(),
        slug: slug.to_owned(),
        title: "About purines".to_owned(),
        summary: String::new(),
        body: body.to_owned(),
        author: "Tests".to_owned(),
        reviewed_by: None,
        reviewed_on: None,
        review_by: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn linking_a_product_makes_labeling_of_an_article() {
    let app = TestApp::new().await;
    ProductBuilder::new("zinc").build(&app.db).await;
    let text = "Gout is a form of arthritis. It comes with sudden pain in a joint.";
    let row = article("purines", text);
    let id = row.id;
    transaction(&app.db, async |tx| {
        create_article(tx, &row, &[]).await?;
        publish_article(tx, id, &author(), "").await
    })
    .await
    .unwrap();
    app.get("/articles/purines").await.ok();
    let linked = format!("{text} We sell [zinc](product:zinc).");
    let refused = transaction(&app.db, async |tx| {
        diesel::update(articles::table.find(id))
            .set(articles::body.eq(linked))
            .execute(tx.conn()?)
            .await?;
        publish_article(tx, id, &author(), "").await
    })
    .await;
    let Err(AppError::NotCleared(objections)) = refused else {
        panic!("the article that leads to a product was published: {refused:?}");
    };
    assert_eq!(objections[0].surface, "product");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_title_of_a_cited_reference_is_judged_on_the_pages_that_show_it() {
    let app = TestApp::new().await;
    let zinc = transaction(&app.db, async |tx| ingredient(tx, "zinc").await)
        .await
        .unwrap();
    let cited = transaction(&app.db, async |tx| {
        let cited = draft_reference(tx, "ahn-2020", "Milk fat in older men").await?;
        formulary::evidence::regrade::publish_reference(tx, cited, &author(), "").await?;
        ClaimBuilder::new("zinc-bone", zinc)
            .says("Supports normal bone strength.")
            .rests_on(trial(cited, Direction::Supports))
            .build(tx)
            .await?;
        Ok(cited)
    })
    .await
    .unwrap();
    let refused = transaction(&app.db, async |tx| {
        diesel::update(references::table.find(cited))
            .set(references::title.eq(TITLE))
            .execute(tx.conn()?)
            .await?;
        formulary::evidence::regrade::publish_reference(tx, cited, &author(), "").await
    })
    .await;
    assert!(
        matches!(refused, Err(AppError::NotCleared(_))),
        "{refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_show_what_was_changed_behind_the_gate_are_judged_again() {
    let app = TestApp::new().await;
    let product = ProductBuilder::new("zinc").build(&app.db).await;
    rejudge_touched(&app.db, RulePolicy::Queue).await.unwrap();
    plant(&app, product.id, CURE).await;
    // Its brand was touched by the publication, and itself by a new publication of the brand.
    transaction(&app.db, async |tx| {
        let brand = crate::support::brand(tx, "acme").await?;
        diesel::update(formulary::db::schema::brands::table.find(brand))
            .set(formulary::db::schema::brands::summary.eq("Another summary."))
            .execute(tx.conn()?)
            .await?;
        formulary::catalog::brand::commands::publish_brand(tx, brand, &author(), "").await
    })
    .await
    .unwrap();
    assert_eq!(
        rejudge_touched(&app.db, RulePolicy::Queue).await.unwrap(),
        1
    );
    assert_eq!(
        rejudge_touched(&app.db, RulePolicy::Queue).await.unwrap(),
        0,
        "once"
    );
    app.sign_in(Role::Reviewer).await;
    assert!(
        app.get("/admin/reviews")
            .await
            .ok()
            .body
            .contains("Words that are not cleared")
    );
    app.get("/products/zinc").await.ok();
}

/// Publishes a description without the gate: what a catalog holds that was published by other rules.
async fn plant(app: &TestApp, id: ProductId, text: &str) {
    describe(app, id, text).await;
    transaction(&app.db, async |tx| {
        let (row, document) =
            formulary::catalog::product::queries::document(tx.conn()?, id).await?;
        let slug = formulary::publishing::Slug::parse(&row.slug)?;
        let what = formulary::publishing::Publishing {
            entity_id: id.0,
            slug: &slug,
            document: &document,
            author: &author(),
            note: "planted",
        };
        formulary::publishing::publish(tx, what, "no rules").await
    })
    .await
    .unwrap();
}

async fn forget_versions(app: &TestApp) {
    let conn = app.db.write().await.unwrap();
    diesel::update(rule_scans::table)
        .set(rule_scans::pack_version.eq("an older one"))
        .execute(&mut &*conn)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_pack_rescans_everything_and_queues_or_withdraws_by_policy() {
    let app = TestApp::new().await;
    let product = ProductBuilder::new("zinc").build(&app.db).await;
    plant(&app, product.id, CURE).await;
    assert_eq!(
        rescan_if_rules_changed(&app.db, RulePolicy::Queue)
            .await
            .unwrap(),
        Some(1),
        "the first start judges everything"
    );
    assert_eq!(
        rescan_if_rules_changed(&app.db, RulePolicy::Queue)
            .await
            .unwrap(),
        None
    );
    app.get("/products/zinc").await.ok();
    forget_versions(&app).await;
    assert_eq!(
        rescan_if_rules_changed(&app.db, RulePolicy::Withdraw)
            .await
            .unwrap(),
        Some(1)
    );
    assert_eq!(app.get("/products/zinc").await.status, 410);
}

#[tokio::test(flavor = "multi_thread")]
async fn dairy_free_over_a_colostrum_row_is_refused() {
    let app = TestApp::new().await;
    let product = ProductBuilder::new("colostrum-capsules")
        .build(&app.db)
        .await;
    let refused = transaction(&app.db, async |tx| {
        let colostrum = ingredient(tx, "bovine-colostrum").await?;
        diesel::update(ingredients::table.find(colostrum))
            .set(ingredients::name.eq("Bovine colostrum"))
            .execute(tx.conn()?)
            .await?;
        let mut rows = formula(&[colostrum]);
        rows.rows[0].name = "Bovine colostrum".to_owned();
        add_formula(tx, product.id, &rows, None, true).await?;
        let free_from_milk = AssertionInput {
            statement: Statement::FreeFrom,
            substance: "milk".to_owned(),
            basis: Basis::SupplierDocument,
            document: Some("A letter".to_owned()),
            as_of: None,
        };
        set_assertions(tx, product.id, &[free_from_milk]).await?;
        publish_product(tx, product.id, &author(), "").await
    })
    .await;
    let Err(AppError::NotCleared(objections)) = refused else {
        panic!("{refused:?}");
    };
    assert!(
        objections
            .iter()
            .any(|one| one.rule == "allergens.free-from-contradicted"),
        "{objections:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_signed_once_however_many_sign_it_at_the_same_time() {
    let app = TestApp::new().await;
    let product = ProductBuilder::new("zinc").build(&app.db).await;
    describe(&app, product.id, CURE).await;
    app.sign_in(Role::Reviewer).await;
    let path = format!("/admin/reviews/product/{}", product.id);
    let page = app.get(&path).await.ok().html();
    let value = |name: &str| page.attribute(&format!(".sign-form input[name={name}]"), "value");
    let (csrf, text) = (value("csrf"), value("text"));
    let reason = "Counsel has read it.";
    let form = [
        ("csrf", csrf.as_str()),
        ("text", text.as_str()),
        ("reason", reason),
    ];
    let to = format!("{path}/sign");
    let (one, two, three) = tokio::join!(
        app.post(&to, &form),
        app.post(&to, &form),
        app.post(&to, &form)
    );
    let mut answers = [one.status, two.status, three.status];
    answers.sort_unstable();
    assert_eq!(answers, [303, 409, 409]);
    let conn = app.db.write().await.unwrap();
    let signed: i64 = sign_offs::table
        .count()
        .get_result(&mut &*conn)
        .await
        .unwrap();
    assert_eq!(signed, 1);
}
