//! Changing many: the preview tells old and new, what is blocked is named, and what was edited since is not taken back.

use formulary::accounts::model::Role;
use formulary::desk::bulk::run::work;

use crate::support::desk::Form;
use crate::support::{ProductBuilder, Response, TestApp};

async fn shelf() -> (TestApp, Vec<String>, String) {
    let app = TestApp::new().await;
    let mut paths = Vec::new();
    for (slug, price) in [("iron", 1000), ("zinc", 2000), ("folate", 1999)] {
        let built = ProductBuilder::new(slug)
            .variant(&slug.to_uppercase(), Some(price))
            .build(&app.db)
            .await;
        paths.push(format!("/admin/products/{}", built.id));
    }
    app.sign_in(Role::Publisher).await;
    let csrf = app.csrf("/admin/products").await;
    (app, paths, csrf)
}

/// Asks for a change of everything that matches, and lets it be previewed.
async fn preview(app: &TestApp, csrf: &str, fields: &[(&str, &str)]) -> (String, Response) {
    let mut pairs = vec![("csrf", csrf), ("all", "on"), ("do", "preview")];
    pairs.extend_from_slice(fields);
    let made = app.post("/admin/products/bulk", &pairs).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let path = made.header("location").to_owned();
    run(app).await;
    let page = app.get(&path).await.ok();
    (path, page)
}

async fn run(app: &TestApp) {
    while work(&app.db).await.unwrap() > 0 {}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_previewed_row_by_row_carried_out_and_taken_back() {
    let (app, paths, csrf) = shelf().await;
    let (job, page) = preview(
        &app,
        &csrf,
        &[
            ("field", "storage"),
            ("verb", "set"),
            ("value", "Keep dry."),
        ],
    )
    .await;
    assert_eq!(page.html().texts("tbody td:nth-child(3)"), ["Keep dry."; 3]);
    assert_eq!(
        Form::open(&app, &paths[0]).await.value("storage"),
        "",
        "a preview changes nothing"
    );
    assert_eq!(
        app.post(&job, &[("csrf", &csrf), ("do", "run")])
            .await
            .status,
        303
    );
    assert_eq!(
        app.post(&job, &[("csrf", &csrf), ("do", "run")])
            .await
            .status,
        409,
        "sent twice"
    );
    run(&app).await;
    assert_eq!(
        Form::open(&app, &paths[0]).await.value("storage"),
        "Keep dry."
    );
    Form::open(&app, &paths[1])
        .await
        .set("storage", "Keep it cool.")
        .save()
        .await;
    assert_eq!(
        app.post(&job, &[("csrf", &csrf), ("do", "undo")])
            .await
            .status,
        303
    );
    run(&app).await;
    assert_eq!(Form::open(&app, &paths[0]).await.value("storage"), "");
    assert_eq!(
        Form::open(&app, &paths[1]).await.value("storage"),
        "Keep it cool."
    );
    let said = app.get(&job).await.ok().body;
    assert!(said.contains("Edited since, left alone"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_a_rule_blocks_is_named_and_left_alone() {
    let (app, paths, csrf) = shelf().await;
    Form::open(&app, &paths[0])
        .await
        .set("summary", "It ends something.")
        .save()
        .await;
    let change = [
        ("field", "summary"),
        ("verb", "replace"),
        ("find", "ends something"),
        ("replace", "cures gout"),
    ];
    let (job, page) = preview(&app, &csrf, &change).await;
    assert_eq!(
        page.html().count("tbody tr"),
        1,
        "only what differs is listed"
    );
    assert!(
        page.html()
            .text("tbody td:nth-child(4)")
            .contains("Blocked")
    );
    app.post(&job, &[("csrf", &csrf), ("do", "run")]).await;
    run(&app).await;
    assert_eq!(
        Form::open(&app, &paths[0]).await.value("summary"),
        "It ends something."
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_rule_blocks_already_does_not_keep_another_field_from_changing() {
    let (app, paths, csrf) = shelf().await;
    Form::open(&app, &paths[0])
        .await
        .set("summary", "It cures gout.")
        .save()
        .await;
    let change = [("field", "storage"), ("verb", "set"), ("value", "Dry")];
    let (job, page) = preview(&app, &csrf, &change).await;
    let rows = page.html();
    assert_eq!(rows.count("tbody tr"), 3);
    let said = rows.texts("tbody td:nth-child(4)").join(" | ");
    assert!(
        said.contains("blocks") && said.contains("already"),
        "{said}"
    );
    app.post(&job, &[("csrf", &csrf), ("do", "run")]).await;
    run(&app).await;
    assert_eq!(Form::open(&app, &paths[0]).await.value("storage"), "Dry");
}

#[tokio::test(flavor = "multi_thread")]
async fn prices_change_by_percent_and_back() {
    let (app, _, csrf) = shelf().await;
    let (job, page) = preview(
        &app,
        &csrf,
        &[("field", "price"), ("verb", "percent"), ("value", "-10 %")],
    )
    .await;
    let rows = page.html();
    assert_eq!(
        rows.texts("tbody td:nth-child(2)"),
        ["19.99", "10.00", "20.00"]
    );
    assert_eq!(
        rows.texts("tbody td:nth-child(3)"),
        ["17.99", "9.00", "18.00"]
    );
    app.post(&job, &[("csrf", &csrf), ("do", "run")]).await;
    run(&app).await;
    let price = async |path: &str| app.get(path).await.ok().html().text(".buy-price");
    assert_eq!(price("/products/iron").await, "$9.00");
    app.post(&job, &[("csrf", &csrf), ("do", "undo")]).await;
    run(&app).await;
    assert_eq!(price("/products/iron").await, "$10.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_prices_back_brings_back_what_they_were_reduced_from() {
    let (app, paths, csrf) = shelf().await;
    let prices = format!("{}/prices", paths[0]);
    let page = app.get(&prices).await.ok();
    let list = page.html().attribute("input[name^=list-us]", "name");
    let form = Form::on(&app, &page, "form.edit-form").set(&list, "12.00");
    assert_eq!(form.press("x", "y").await.status, 303);
    let (job, page) = preview(
        &app,
        &csrf,
        &[("field", "price"), ("verb", "percent"), ("value", "30")],
    )
    .await;
    let rows = page.html();
    assert!(
        rows.texts("tbody td:nth-child(2)")
            .contains(&"10.00 (before 12.00)".to_owned())
    );
    assert!(
        rows.texts("tbody td:nth-child(3)")
            .contains(&"13.00".to_owned())
    );
    app.post(&job, &[("csrf", &csrf), ("do", "run")]).await;
    run(&app).await;
    let reduced_from = async || {
        let page = app.get(&prices).await.ok();
        page.html().attribute(&format!("[name={list}]"), "value")
    };
    assert_eq!(reduced_from().await, "");
    app.post(&job, &[("csrf", &csrf), ("do", "undo")]).await;
    run(&app).await;
    assert_eq!(reduced_from().await, "12.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_makes_no_sense_is_refused_with_what_was_typed() {
    let (app, _, csrf) = shelf().await;
    for (field, verb, value) in [
        ("name", "percent", "5"),
        ("form", "set", "cloud"),
        ("brand_id", "set", "Nobody"),
        ("price", "percent", "-200"),
        ("slug", "set", "x"),
    ] {
        let pairs = [
            ("csrf", csrf.as_str()),
            ("all", "on"),
            ("do", "preview"),
            ("field", field),
            ("verb", verb),
            ("value", value),
        ];
        let answer = app.post("/admin/products/bulk", &pairs).await;
        assert_eq!(answer.status, 422, "{field} {verb}");
        assert_eq!(answer.html().attribute("#value", "value"), value);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_saves_the_rows_that_were_touched_and_says_what_is_wrong_in_the_others() {
    let (app, paths, _) = shelf().await;
    let id = |path: &String| path.rsplit('/').next().unwrap().to_owned();
    let page = app.get("/admin/products/grid").await.ok();
    let form = Form::on(&app, &page, "form.grid-form");
    // Somebody saves another field of the same product meanwhile.
    Form::open(&app, &paths[0])
        .await
        .set("storage", "Dry")
        .save()
        .await;
    let form = form
        .set(&format!("{}.summary", id(&paths[0])), "From the table")
        .set(&format!("{}.form", id(&paths[1])), "cloud");
    let answer = form.press("x", "y").await;
    assert_eq!(answer.status, 422);
    assert!(
        answer
            .html()
            .texts(".field-problem")
            .iter()
            .any(|text| text.contains("must be one of the words"))
    );
    let saved = Form::open(&app, &paths[0]).await;
    assert_eq!(
        (saved.value("summary"), saved.value("storage")),
        ("From the table", "Dry")
    );
    assert_eq!(
        Form::open(&app, &paths[2]).await.value("revision"),
        "1",
        "an untouched row is no revision"
    );
}
