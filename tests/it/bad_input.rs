//! What bad input gets.

use crate::support::{ProductBuilder, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_path_is_a_page_or_a_problem() {
    let app = TestApp::new().await;
    let page = app.get("/nothing/here").await;
    assert_eq!(page.status, 404);
    assert_eq!(page.html().text("h1"), "Nothing is here");
    assert_eq!(page.header("cache-control"), "no-store");
    let problem = app.get("/api/v1/nothing").await;
    assert_eq!(
        (problem.status, problem.header("content-type")),
        (404, "application/problem+json")
    );
    let body = problem.json();
    assert_eq!(
        (&body["status"], &body["title"]),
        (&404.into(), &"Not found".into())
    );
    assert_eq!(body["request_id"], problem.header("x-request-id"));
    assert_eq!(app.get("/media/../../etc/passwd").await.status, 404);
    assert_eq!(app.get("/assets/app.css").await.status, 404);
    for name in ["%00svg", &"a".repeat(400), "exe", "svg.svg"] {
        assert_eq!(
            app.get(&format!("/media/{}.{name}", "0".repeat(64)))
                .await
                .status,
            404,
            "{name}"
        );
    }
}

/// A cursor that is well formed but holds what PostgreSQL can't compare.
const NUL_CURSOR: &str = r#"{"k":"\u0000","i":"00000000-0000-7000-8000-000000000000"}"#;

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_parameter_is_named() {
    let app = TestApp::new().await;
    let long = "a".repeat(81);
    for (path, name) in [
        ("/api/v1/products?limit=0".to_owned(), "limit"),
        ("/api/v1/products?limit=101".to_owned(), "limit"),
        ("/api/v1/products?limit=many".to_owned(), "limit"),
        ("/api/v1/products?cursor=xyz".to_owned(), "cursor"),
        (
            format!("/api/v1/products?cursor={}", "00".repeat(400)),
            "cursor",
        ),
        ("/api/v1/products/Not%20A%20Slug".to_owned(), "slug"),
        (format!("/api/v1/products/{long}"), "slug"),
        ("/api/v1/brands/%00".to_owned(), "slug"),
        (
            format!("/api/v1/products?cursor={}", hex(NUL_CURSOR)),
            "cursor",
        ),
    ] {
        let response = app.get(&path).await;
        assert_eq!(
            (response.status, response.header("content-type")),
            (400, "application/problem+json"),
            "{path}"
        );
        assert_eq!(response.json()["pointer"], name, "{path}");
    }
    for (path, name) in [
        ("/products?cursor=xyz".to_owned(), "cursor"),
        ("/products?limit=0".to_owned(), "limit"),
        (format!("/products/{long}"), "slug"),
        (format!("/products?q={}", "a".repeat(101)), "q"),
        ("/products?form=Not%20One".to_owned(), "form"),
        ("/products?q=%00".to_owned(), "q"),
        (format!("/brands?cursor={}", hex(NUL_CURSOR)), "cursor"),
        ("/topics/UPPER".to_owned(), "slug"),
    ] {
        let response = app.get(&path).await;
        assert_eq!(response.status, 400, "{path}");
        assert!(
            response
                .html()
                .text("main .lead")
                .contains(&format!("parameter {name} ")),
            "{path}: {}",
            response.body
        );
    }
    let unknown = app.get("/api/v1/products?colour=red").await;
    assert_eq!(unknown.status, 400);
    assert!(
        unknown.json()["detail"]
            .as_str()
            .unwrap()
            .contains("colour")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_method_is_told_and_head_is_answered_like_get() {
    let app = TestApp::new().await;
    ProductBuilder::new("a").build(&app.db).await;
    let page = app.post("/products/a", &[]).await;
    assert_eq!(
        (page.status, page.html().text("h1").as_str()),
        (405, "That is not possible here")
    );
    let json = app.post("/api/v1/products/a", &[]).await;
    assert_eq!(
        (json.status, json.header("content-type")),
        (405, "application/problem+json")
    );
    let client = reqwest::Client::new();
    for path in [
        "/products/a",
        "/api/v1/products/a",
        "/sitemap.xml",
        "/healthz",
    ] {
        let head = client
            .head(format!("{}{path}", app.url))
            .send()
            .await
            .unwrap();
        assert_eq!(head.status().as_u16(), 200, "{path}");
        assert_eq!(head.text().await.unwrap(), "", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_over_the_limit_is_refused() {
    let app = TestApp::new().await;
    let large = "x".repeat(600 * 1024);
    assert_eq!(
        app.post("/admin/sign-in", &[("email", &large), ("password", "x")])
            .await
            .status,
        413
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_shows_sql_or_a_stack_trace() {
    let app = TestApp::new().await;
    ProductBuilder::new("a").build(&app.db).await;
    let database = app.database.superuser_url();
    let mut admin =
        <diesel_async::AsyncPgConnection as diesel_async::AsyncConnection>::establish(&database)
            .await
            .unwrap();
    use diesel_async::SimpleAsyncConnection;
    admin
        .batch_execute("ALTER TABLE publications RENAME COLUMN document TO broken")
        .await
        .unwrap();
    let (page, json) = (
        app.get("/products/a").await,
        app.get("/api/v1/products/a").await,
    );
    admin
        .batch_execute("ALTER TABLE publications RENAME COLUMN broken TO document")
        .await
        .unwrap();
    assert_eq!((page.status, json.status), (500, 500));
    for body in [page.body, json.body] {
        for word in [
            "column",
            "SELECT",
            "publications",
            "diesel",
            "panicked",
            "src/",
        ] {
            assert!(!body.contains(word), "{word} in {body}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_away_the_answer_is_503_and_it_recovers_by_itself() {
    let app = TestApp::new().await;
    ProductBuilder::new("a").build(&app.db).await;
    assert_eq!(app.get("/products/a").await.status, 200);
    use diesel_async::{AsyncConnection, SimpleAsyncConnection};
    let postgres = app
        .database
        .superuser_url()
        .replace(&app.database.name, "postgres");
    let mut admin = diesel_async::AsyncPgConnection::establish(&postgres)
        .await
        .unwrap();
    app.catch_up().await;
    let name = &app.database.name;
    admin
        .batch_execute(&format!(
            "ALTER DATABASE {name} ALLOW_CONNECTIONS false;
             SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        ))
        .await
        .unwrap();
    let (page, json, ready) = (
        app.get("/products/a").await,
        app.get("/api/v1/products/a").await,
        app.get("/readyz").await,
    );
    let alive = app.get("/healthz").await.status;
    admin
        .batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
        .await
        .unwrap();
    for response in [&page, &json, &ready] {
        assert_eq!(response.status, 503, "{}", response.body);
        assert_eq!(response.header("retry-after"), "5");
    }
    assert_eq!(alive, 200);
    assert_eq!(
        app.get("/products/a").await.status,
        200,
        "without a restart"
    );
    assert_eq!(app.get("/readyz").await.status, 200);
}
