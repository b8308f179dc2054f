//! Editing a listing: what is saved, what the public sees, and what is refused.

use formulary::accounts::model::Email;
use formulary::accounts::model::Role;
use formulary::accounts::user::commands::create_user;
use formulary::publishing::transaction;

use crate::support::builders::Built;
use crate::support::desk::{Form, problems};
use crate::support::{ProductBuilder, TestApp};

pub async fn signed_in(role: Role) -> (TestApp, Built, String) {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("zinc")
        .variant("ZINC", Some(1295))
        .build(&app.db)
        .await;
    app.sign_in(role).await;
    let path = format!("/admin/products/{}", built.id);
    (app, built, path)
}

/// Goes on as another person of a role.
pub async fn become_another(app: &TestApp, email: &str, role: Role) {
    let address = Email::parse(email).unwrap();
    transaction(&app.db, async |tx| {
        create_user(
            tx,
            &address,
            role,
            "a long password",
            &crate::support::author(),
        )
        .await
    })
    .await
    .unwrap();
    app.forget_cookie();
    let form = [("email", email), ("password", "a long password")];
    assert_eq!(app.post("/admin/sign-in", &form).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_shows_on_the_next_request_and_a_saved_draft_does_not() {
    let (app, _, path) = signed_in(Role::Publisher).await;
    Form::open(&app, &path)
        .await
        .set("name", "Zinc <i>new</i>")
        .save()
        .await;
    assert!(!app.get("/products/zinc").await.ok().body.contains("new"));
    let preview = app.get(&format!("{path}/preview")).await.ok();
    assert_eq!(preview.html().text("h1"), "Zinc <i>new</i>");
    assert!(preview.header("cache-control").contains("no-store"));
    assert!(preview.header("x-robots-tag").contains("noindex"));
    let form = Form::open(&app, &path).await;
    assert_eq!(form.press("then", "publish").await.status, 303);
    assert_eq!(
        app.get("/products/zinc").await.ok().html().text("h1"),
        "Zinc <i>new</i>"
    );
    assert_eq!(
        app.get("/api/v1/products/zinc").await.ok().json()["name"],
        "Zinc <i>new</i>"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn price_and_availability_are_live_as_soon_as_they_are_saved() {
    let (app, built, path) = signed_in(Role::Publisher).await;
    let prices = format!("{path}/prices");
    let (price, availability) = (
        format!("price-us-{}", built.variants[0]),
        format!("availability-us-{}", built.variants[0]),
    );
    let (mine, theirs) = (
        Form::open(&app, &prices).await,
        Form::open(&app, &prices).await,
    );
    let form = mine
        .set(&price, "$1,009.50")
        .set(&availability, "out_of_stock");
    assert_eq!(form.press("then", "save").await.status, 303);
    let page = app.get("/products/zinc").await.ok().html();
    assert_eq!(page.text(".buy-price"), "$1,009.50");
    assert_eq!(page.text(".buy-details .availability"), "Out of stock");
    let stale = theirs.set(&price, "9").press("then", "save").await;
    assert_eq!(stale.status, 409, "somebody else changed it meanwhile");
    assert_eq!(
        stale.html().attribute(&format!("[name={price}]"), "value"),
        "9"
    );
    let wrong = Form::open(&app, &prices)
        .await
        .set(&price, "12.345")
        .press("then", "save")
        .await;
    assert_eq!(wrong.status, 422);
    assert!(
        problems(&wrong).contains("more than 2 digits"),
        "{}",
        problems(&wrong)
    );
    let none = Form::open(&app, &prices)
        .await
        .set(&price, "")
        .press("then", "save")
        .await;
    assert_eq!(none.status, 303);
    assert_eq!(
        app.get("/products/zinc")
            .await
            .ok()
            .html()
            .text(".buy-price"),
        "Price on request"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn prices_of_many_are_typed_into_one_table_and_saved_together_or_not_at_all() {
    let (app, _, _) = signed_in(Role::Publisher).await;
    ProductBuilder::new("iron")
        .variant("IRON", Some(900))
        .build(&app.db)
        .await;
    let open = async || app.get("/admin/products/price-list").await.ok();
    let page = open().await;
    let names = page.html().attributes("input[name^=price-us]", "name");
    assert_eq!(names.len(), 2);
    let mine = Form::on(&app, &page, "form.grid-form");
    let wrong = mine.clone().set(&names[0], "8.50").set(&names[1], "abc");
    let answer = wrong.press("x", "y").await;
    assert_eq!(answer.status, 422);
    assert_eq!(
        answer
            .html()
            .attribute(&format!("[name={}]", names[1]), "value"),
        "abc"
    );
    assert_eq!(
        app.get("/products/iron")
            .await
            .ok()
            .html()
            .text(".buy-price"),
        "$9.00",
        "nothing is saved when something is wrong"
    );
    let right = mine.clone().set(&names[0], "8.50").press("x", "y").await;
    assert_eq!(
        right.status, 303,
        "sent once, however often one looks again"
    );
    let saved = app.get(right.header("location")).await.ok().html();
    assert!(saved.text(".notice-good").starts_with("Saved"));
    assert_eq!(
        app.get("/products/iron")
            .await
            .ok()
            .html()
            .text(".buy-price"),
        "$8.50"
    );
    let stale = mine.set(&names[0], "7.00").press("x", "y").await;
    assert_eq!(stale.status, 409);
    assert!(stale.body.contains("IRON (8.50)"), "{}", problems(&stale));
    let found = app
        .get("/admin/products/price-list?q=iron&market=eu")
        .await
        .ok();
    assert_eq!(found.html().count("tbody tr"), 1);
    become_another(&app, "author@example.org", Role::Author).await;
    let csrf = app.csrf("/admin/products").await;
    let refused = app
        .post("/admin/products/price-list", &[("csrf", &csrf)])
        .await;
    assert_eq!(refused.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_field_says_so_beside_it_and_keeps_everything_typed() {
    let (app, _, path) = signed_in(Role::Publisher).await;
    let response = Form::open(&app, &path)
        .await
        .set("name", " ")
        .set("summary", "Typed & kept")
        .set("brand_id", "No such brand")
        .set("variants.0.gtin", "123")
        .press("then", "publish")
        .await;
    assert_eq!(response.status, 422);
    let page = response.html();
    assert_eq!(page.attribute("#f-summary", "value"), "Typed & kept");
    assert_eq!(page.attribute("#f-brand_id", "value"), "No such brand");
    let said = page.texts(".field-problem");
    for part in [
        "Name must not be empty",
        "Brand names no brand that is known",
    ] {
        assert!(
            said.iter().any(|text| text.starts_with(part)),
            "{part}: {said:?}"
        );
    }
    assert!(
        page.texts("#problems a")
            .iter()
            .any(|text| text.starts_with("Name"))
    );
    let taken = ProductBuilder::new("other")
        .variant("OTHER", Some(1))
        .build(&app.db)
        .await;
    assert_eq!(taken.variants.len(), 1);
    let response = Form::open(&app, &path)
        .await
        .set("variants.0.sku", "OTHER")
        .press("then", "save")
        .await;
    assert_eq!(response.status, 422);
    assert!(
        problems(&response).contains("OTHER belongs to another variant"),
        "{}",
        problems(&response)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_who_edit_different_fields_both_keep_theirs() {
    let (app, _, path) = signed_in(Role::Author).await;
    let (mine, theirs) = (Form::open(&app, &path).await, Form::open(&app, &path).await);
    theirs.set("directions", "Two a day.").save().await;
    let merged = mine
        .set("summary", "My summary.")
        .press("then", "save")
        .await;
    assert!(
        merged.header("location").ends_with("done=merged"),
        "{}",
        merged.body
    );
    let form = Form::open(&app, &path).await;
    assert_eq!(form.value("summary"), "My summary.");
    assert_eq!(form.value("directions"), "Two a day.");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_edits_the_same_field_chooses_between_three_columns() {
    let (app, _, path) = signed_in(Role::Author).await;
    let (mine, theirs) = (Form::open(&app, &path).await, Form::open(&app, &path).await);
    theirs
        .set("summary", "theirs")
        .set("storage", "Dry.")
        .save()
        .await;
    let conflict = mine
        .set("summary", "mine")
        .set("audience", "Adults.")
        .press("then", "save")
        .await;
    assert_eq!(conflict.status, 409);
    let page = conflict.html();
    assert_eq!(page.texts(".conflict-table tbody th"), ["Summary"]);
    assert_eq!(page.texts(".conflict-table .side"), ["theirs", "mine"]);
    assert_eq!(
        Form::open(&app, &path).await.value("summary"),
        "theirs",
        "nothing was saved"
    );
    let form = Form::on(&app, &conflict, "form.conflict");
    assert_eq!(form.press("x", "y").await.status, 303);
    let form = Form::open(&app, &path).await;
    assert_eq!(
        (
            form.value("summary"),
            form.value("storage"),
            form.value("audience")
        ),
        ("mine", "Dry.", "Adults.")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_added_nested_and_moved_without_scripts_and_nothing_typed_is_lost() {
    let (app, _, path) = signed_in(Role::Author).await;
    let form = Form::open(&app, &path).await.set("summary", "Kept");
    let form = form.add("formula.servings").await;
    let form = form
        .set("formula.servings.0.amount", "1")
        .set("formula.servings.0.unit", "capsule");
    let form = form.add("formula.rows").await;
    let form = form
        .set("formula.rows.0.name", "Blend")
        .set("formula.rows.0.kind", "blend");
    let form = form.add("formula.rows").await;
    let form = form
        .set("formula.rows.1.name", "Member")
        .set("formula.rows.1.kind", "ingredient");
    let page = form.press("do", "in:formula.rows.1").await.ok();
    let form = Form::on(&app, &page, "form.edit-form");
    assert_eq!(form.value("formula.rows.1.row"), "1");
    assert_eq!(form.value("summary"), "Kept");
    let form = form.add("formula.rows.1.amounts").await;
    let form = form
        .set("formula.rows.1.amounts.0.quantity", "12.50")
        .set("formula.rows.1.amounts.0.unit", "mg");
    form.save().await;
    let form = Form::open(&app, &path).await;
    assert_eq!(
        form.value("formula.rows.1.row"),
        "1",
        "the member is within the blend"
    );
    assert_eq!(form.value("formula.rows.1.amounts.0.quantity"), "12.50");
    let page = form.press("do", "remove:formula.rows.0").await.ok();
    assert!(
        !page.body.contains("value=\"Member\""),
        "what a row holds goes with it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_and_not_saved_is_kept_for_its_author_only() {
    let (app, _, path) = signed_in(Role::Author).await;
    let form = Form::open(&app, &path).await;
    let csrf = form.value("csrf").to_owned();
    let typed = [
        ("csrf", csrf.as_str()),
        ("revision", "1"),
        ("name", "Half a name"),
    ];
    assert_eq!(app.post(&format!("{path}/keep"), &typed).await.status, 204);
    let page = app.get(&path).await.ok();
    assert!(page.html().text(".notice-kept").contains("not saved"));
    assert_eq!(page.html().attribute("#f-name", "value"), "Product zinc");
    let mine = app.get(&format!("{path}?mine=1")).await.ok().html();
    assert_eq!(mine.attribute("#f-name", "value"), "Half a name");
    assert!(app.get("/admin").await.ok().body.contains("Not saved yet"));
    become_another(&app, "other@example.org", Role::Author).await;
    assert_eq!(app.get(&path).await.ok().html().count(".notice-kept"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_opens_a_form_sees_who_else_is_typing_in_it() {
    let (app, _, path) = signed_in(Role::Author).await;
    let form = Form::open(&app, &path).await.set("summary", "Half a");
    let kept = form.send_to(&format!("{path}/keep")).await;
    assert_eq!(kept.status, 204);
    let said = |page: crate::support::Response| page.html().texts(".notice-typing");
    assert!(
        said(app.get(&path).await.ok()).is_empty(),
        "not about oneself"
    );
    become_another(&app, "ben@example.org", Role::Publisher).await;
    let seen = said(app.get(&path).await.ok());
    assert_eq!(seen.len(), 1);
    assert!(seen[0].contains(" is editing this too"), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_come_while_somebody_writes_and_reach_is_shown_before_saving() {
    let (app, _, path) = signed_in(Role::Author).await;
    let form = Form::open(&app, &path).await;
    let csrf = form.value("csrf").to_owned();
    let typed = [
        ("csrf", csrf.as_str()),
        ("revision", "1"),
        ("description", "Fine.\n\nCures gout in days."),
    ];
    let said = app
        .post(&format!("{path}/findings"), &typed)
        .await
        .ok()
        .json();
    assert!(
        said["findings"]["description"]
            .as_str()
            .unwrap()
            .contains("<mark>Cures gout"),
        "{said}"
    );
    assert_eq!(
        Form::open(&app, &path).await.value("description"),
        "What it is.",
        "nothing is saved"
    );
    let page = form
        .set("name", "Zinc again")
        .press("do", "check")
        .await
        .ok();
    assert!(
        page.html()
            .texts(".reach-list li")
            .iter()
            .any(|text| text.contains("Zinc again")),
        "{:?}",
        page.html().texts(".reach-list li")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_finds_products_by_name_and_state_and_keeps_views() {
    let (app, _, path) = signed_in(Role::Author).await;
    ProductBuilder::new("magnesium").build(&app.db).await;
    let names = |html: crate::support::html::Html| html.texts(".admin-table tbody th");
    assert_eq!(
        names(app.get("/admin/products").await.ok().html()),
        ["Product magnesium", "Product zinc"]
    );
    assert_eq!(
        names(app.get("/admin/products?q=ZINC").await.ok().html()),
        ["Product zinc"]
    );
    assert_eq!(
        names(app.get("/admin/products?q=%25").await.ok().html()).len(),
        0,
        "a percent sign is no pattern"
    );
    Form::open(&app, &path)
        .await
        .set("summary", "Changed")
        .save()
        .await;
    assert_eq!(
        names(app.get("/admin/products?state=changed").await.ok().html()),
        ["Product zinc"]
    );
    let csrf = app.csrf(&path).await;
    let view = [
        ("csrf", csrf.as_str()),
        ("state", "changed"),
        ("name", "To publish"),
    ];
    assert_eq!(app.post("/admin/products/views", &view).await.status, 303);
    let list = app.get("/admin/products").await.ok().html();
    assert_eq!(
        list.attribute(".view-row a", "href"),
        "/admin/products?state=changed"
    );
}
