//! The schema: migrations both ways, the generated file, constraints, and what each role may do.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use formulary::db::migrations;

use crate::support::cluster::{RUNTIME, TestDatabase};
use crate::support::{ProductBuilder, TestApp};

#[derive(QueryableByName, Debug, PartialEq, Eq)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Bool)]
    is_null: bool,
}

async fn columns(url: &str) -> Vec<Column> {
    let mut conn = AsyncPgConnection::establish(url).await.unwrap();
    diesel::sql_query(
        "SELECT table_name::text, column_name::text, is_nullable = 'YES' AS is_null FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name NOT IN ('__diesel_schema_migrations', 'editables') ORDER BY table_name, ordinal_position",
    )
    .load(&mut conn)
    .await
    .unwrap()
}

#[test]
fn migrations_go_up_down_and_up_again() {
    let database = TestDatabase::lease();
    let urls = database.urls();
    RUNTIME.block_on(async {
        let before = columns(&urls.owner).await;
        assert!(before.len() > 200, "{}", before.len());
        assert!(migrations::revert_all(&urls.owner).await.unwrap() > 5);
        assert_eq!(columns(&urls.owner).await, []);
        migrations::migrate(&urls).await.unwrap();
        assert_eq!(columns(&urls.owner).await, before);
        assert_eq!(
            migrations::migrate(&urls).await.unwrap(),
            Vec::<String>::new(),
            "nothing is left to do"
        );
    });
}

#[test]
fn the_generated_schema_is_that_of_the_database() {
    let database = TestDatabase::lease();
    let live = RUNTIME.block_on(columns(&database.urls().owner));
    let mut from_file = Vec::new();
    let mut table = String::new();
    let mut sql_name = None;
    for line in include_str!("../../src/db/schema.rs")
        .lines()
        .map(str::trim)
    {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            table = name.to_owned();
        } else if let Some(name) = line.strip_prefix("#[sql_name = \"") {
            sql_name = Some(name.trim_end_matches("\"]").to_owned());
        } else if let Some((name, kind)) = line.split_once(" -> ").filter(|_| line.ends_with(',')) {
            let column_name = sql_name.take().unwrap_or_else(|| name.to_owned());
            from_file.push(Column {
                table_name: table.clone(),
                column_name,
                is_null: kind.starts_with("Nullable<"),
            });
        }
    }
    assert_eq!(from_file, live, "run diesel print-schema");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_may_do_its_part_and_no_more() {
    let app = TestApp::new().await;
    ProductBuilder::new("a")
        .variant("A", Some(100))
        .build(&app.db)
        .await;
    let urls = app.database.urls();
    let mut writer = AsyncPgConnection::establish(&urls.app).await.unwrap();
    for statement in [
        "UPDATE audit_log SET actor = 'x'",
        "DELETE FROM audit_log",
        "UPDATE publications SET note = 'x'",
        "DELETE FROM publications",
        "DELETE FROM changes",
        "UPDATE offer_history SET currency = 'EUR'",
        "UPDATE sign_offs SET reason = 'x'",
        "DELETE FROM sign_offs",
        "UPDATE claim_grades SET letter = 'A'",
        "DROP TABLE products",
        "CREATE TABLE x (y int)",
    ] {
        assert!(
            writer.batch_execute(statement).await.is_err(),
            "the application could: {statement}"
        );
    }
    let mut reader = AsyncPgConnection::establish(&urls.read).await.unwrap();
    for statement in [
        "SELECT * FROM products",
        "SELECT * FROM users",
        "SELECT * FROM sessions",
        "SELECT * FROM topics",
        "SELECT * FROM product_statements",
        "SELECT * FROM sign_offs",
        "SELECT * FROM claim_grades",
        "SELECT * FROM notifications",
        "UPDATE offers SET price_minor = 1",
        "DELETE FROM routes",
    ] {
        assert!(
            reader.batch_execute(statement).await.is_err(),
            "the reader could: {statement}"
        );
    }
    reader
        .batch_execute("SELECT * FROM publications; SELECT * FROM offers; SELECT * FROM changes")
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn constraints_keep_bad_rows_out() {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("a")
        .variant("A", Some(100))
        .gtin("036000291452")
        .build(&app.db)
        .await;
    let variant = built.variants[0];
    let product = built.id;
    let mut writer = AsyncPgConnection::establish(&app.database.urls().app)
        .await
        .unwrap();
    for (constraint, statement) in [
        ("products_slug_format", "UPDATE products SET slug = 'Not A Slug'".to_owned()),
        ("products_form_known", "UPDATE products SET form = 'potion'".to_owned()),
        ("variants_gtin_is_14_digits", "UPDATE variants SET gtin = '123'".to_owned()),
        ("offers_price_not_negative", "UPDATE offers SET price_minor = -1".to_owned()),
        ("offers_list_above_price", "UPDATE offers SET list_minor = price_minor".to_owned()),
        (
            "offers_do_not_overlap",
            format!(
                "INSERT INTO offers (id, variant_id, product_id, market, currency, price_minor, availability, starts_at)
                 VALUES (gen_random_uuid(), '{variant}', '{product}', 'us', 'USD', 1, 'in_stock', now())"
            ),
        ),
        ("change_counter_has_one_row", "INSERT INTO change_counter (only_row) VALUES (false)".to_owned()),
        (
            "references_doi_shape",
            "INSERT INTO \"references\" (id, slug, type, title, doi)
             VALUES (gen_random_uuid(), 'x', 'report', 'X', 'doi:10.1/x')"
                .to_owned(),
        ),
    ] {
        let error = writer.batch_execute(&statement).await.unwrap_err();
        let diesel::result::Error::DatabaseError(_, detail) = &error else { panic!("{error}") };
        assert_eq!(detail.constraint_name(), Some(constraint), "{statement}");
    }
}
