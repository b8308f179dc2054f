//! Whatever words the public would read are judged, wherever an editor puts them.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use formulary::catalog::brand::document::BrandDocument;
use formulary::catalog::category::document::CategoryDocument;
use formulary::catalog::product::commands::publish_product;
use formulary::catalog::product::document::ProductDocument;
use formulary::compliance::passage::{Judged, Passage};
use formulary::content::article::document::ArticleDocument;
use formulary::content::protocol::document::ProtocolDocument;
use formulary::db::schema::{current_publications, products, publications};
use formulary::error::AppError;
use formulary::evidence::claim::document::ClaimDocument;
use formulary::evidence::ingredient::document::IngredientDocument;
use formulary::evidence::reference::document::ReferenceDocument;
use formulary::evidence::topic::document::TopicDocument;
use formulary::publishing::transaction;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::support::{ProductBuilder, TestApp, author, demo};

const MARK: &str = "Cures gout in two weeks";

/// Strings of documents that are read by nobody as words of the seller: identifiers, codes, numbers, addresses and names of
/// people and files.
const NO_WORDS: [&str; 23] = [
    "claim grade.inputs[].reference",
    "claim grade.rule_version",
    "claim wordings[].authorised_id",
    "ingredient statements[]",
    "ingredient unii",
    "product images[].path",
    "product images[].raster",
    "product images[].social",
    "product statements[].text",
    "reference article_number",
    "reference authors[].family",
    "reference authors[].given",
    "reference authors[].literal",
    "reference container_short",
    "reference doi",
    "reference issue",
    "reference issn",
    "reference pages",
    "reference pmcid",
    "reference url",
    "reference volume",
    // Visitors type them; no page, feed or API prints them.
    "topic also_searched[]",
    "topic statements[]",
];

/// The addresses of all strings of a document.
fn strings(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(at.to_owned()),
        Value::Array(items) => {
            for (item, place) in items.iter().zip(0..) {
                strings(item, &format!("{at}/{place}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                strings(field, &format!("{at}/{name}"), found);
            }
        }
        _ => {}
    }
}

/// `/formula/rows/3/name` as `product formula.rows[].name`; rows within rows count as rows.
fn field_of(kind: &str, pointer: &str) -> String {
    let mut field = String::new();
    for part in pointer.split('/').filter(|part| !part.is_empty()) {
        if part.parse::<usize>().is_ok() {
            field.push_str("[]");
        } else {
            if !field.is_empty() {
                field.push('.');
            }
            field.push_str(part);
        }
    }
    format!("{kind} {}", field.replace("rows[].rows[]", "rows[]"))
}

fn passages_of<T: DeserializeOwned + Judged>(document: Value) -> Option<Vec<Passage>> {
    let document: T = serde_json::from_value(document).ok()?;
    Some(document.passages())
}

/// The passages of a document; none if it can't be one, because the changed string is an identifier or a state.
fn passages(kind: &str, document: Value) -> Option<Vec<Passage>> {
    match kind {
        "product" => passages_of::<ProductDocument>(document),
        "brand" => passages_of::<BrandDocument>(document),
        "category" => passages_of::<CategoryDocument>(document),
        "ingredient" => passages_of::<IngredientDocument>(document),
        "topic" => passages_of::<TopicDocument>(document),
        "claim" => passages_of::<ClaimDocument>(document),
        "reference" => passages_of::<ReferenceDocument>(document),
        "article" => passages_of::<ArticleDocument>(document),
        "protocol" => passages_of::<ProtocolDocument>(document),
        other => panic!("{other} is not judged by this test"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_string_of_a_document_is_published_unjudged() {
    let conn = demo().db.read().await.unwrap();
    let documents: Vec<(String, Value)> = current_publications::table
        .inner_join(publications::table)
        .select((publications::kind, publications::document))
        .load(&mut &*conn)
        .await
        .unwrap();
    let (mut tried, mut unjudged) = (BTreeSet::new(), BTreeSet::new());
    for (kind, document) in documents {
        let mut pointers = Vec::new();
        strings(&document, "", &mut pointers);
        for pointer in pointers {
            let field = field_of(&kind, &pointer);
            if tried.contains(&field) || NO_WORDS.contains(&field.as_str()) {
                continue;
            }
            let mut changed = document.clone();
            *changed.pointer_mut(&pointer).unwrap() = MARK.into();
            let Some(passages) = passages(&kind, changed) else {
                continue;
            };
            tried.insert(field.clone());
            if !passages.iter().any(|passage| passage.text.contains(MARK)) {
                unjudged.insert(field);
            }
        }
    }
    assert!(tried.len() > 40, "{tried:?}");
    assert!(unjudged.is_empty(), "{unjudged:#?}");
}

/// Sets one text of a product behind the editor's back and tries to publish it.
async fn publish_with(app: &TestApp, field: &str, text: &str) -> Result<(), AppError> {
    let product = ProductBuilder::new(&format!("zinc-{field}"))
        .build(&app.db)
        .await;
    let conn = app.db.write().await.unwrap();
    let row = products::table.find(product.id);
    let newer = products::version.eq(products::version + 1);
    let mut conn = &*conn;
    match field {
        "description" => {
            diesel::update(row)
                .set((products::description.eq(text), newer))
                .execute(&mut conn)
                .await
        }
        "audience" => {
            diesel::update(row)
                .set((products::audience.eq(text), newer))
                .execute(&mut conn)
                .await
        }
        "directions" => {
            diesel::update(row)
                .set((products::directions.eq(text), newer))
                .execute(&mut conn)
                .await
        }
        "cautions" => {
            diesel::update(row)
                .set((products::cautions.eq(text), newer))
                .execute(&mut conn)
                .await
        }
        "storage" => {
            diesel::update(row)
                .set((products::storage.eq(text), newer))
                .execute(&mut conn)
                .await
        }
        other => panic!("{other} is no text of a product"),
    }
    .unwrap();
    transaction(&app.db, async |tx| {
        publish_product(tx, product.id, &author(), "").await
    })
    .await
    .map(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn directions_cautions_and_storage_may_warn_but_not_promise() {
    let app = TestApp::new().await;
    for (field, text) in [
        ("audience", "People who want their gout cured"),
        ("directions", "Take one daily to treat arthritis."),
        ("cautions", "Caution: cures gout."),
        ("storage", "Better than statins. Replaces your insulin."),
        ("description", "[@ This product cures cancer and gout. ]"),
    ] {
        let refused = publish_with(&app, field, text).await;
        let Err(AppError::NotCleared(objections)) = refused else {
            panic!("{field} was published: {text}");
        };
        assert!(
            objections
                .iter()
                .any(|one| one.field == field && one.verdict == "block"),
            "{objections:?}"
        );
    }
    let warning =
        "Do not take this if you have kidney disease. Ask a doctor if you take blood thinners.";
    let app = TestApp::new().await;
    publish_with(&app, "cautions", warning).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_in_any_text_carries_the_symbol_and_the_disclaimer() {
    let app = TestApp::new().await;
    publish_with(
        &app,
        "directions",
        "Take one tablet daily to support healthy joints.",
    )
    .await
    .unwrap();
    let page = app.get("/products/zinc-directions").await.ok().body;
    assert!(
        page.contains("joints.<span class=\"claim-symbol\">‡</span>"),
        "{page}"
    );
    assert!(
        page.contains("This statement has not been evaluated by the Food and Drug Administration.")
    );
    publish_with(
        &app,
        "description",
        "## Supports healthy joints\n\nIt is white.",
    )
    .await
    .unwrap();
    let page = app.get("/products/zinc-description").await.ok().body;
    assert!(
        page.contains("Supports healthy joints<span class=\"claim-symbol\">‡</span></h2>"),
        "{page}"
    );
}
