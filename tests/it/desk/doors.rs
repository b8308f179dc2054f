//! No way round: every address of the admin, as nobody, as each role, and with a token that is not the form's.

use formulary::accounts::model::Role;

use super::editing::become_another;
use crate::support::desk::{Form, problems};
use crate::support::{ProductBuilder, TestApp};

/// An address, what is sent there, and the least role that is not refused.
type Asked<'a> = (&'a str, &'a [(&'a str, &'a str)], Role);

/// The addresses of the route table that begin with `/admin`, with something real in their places, and whether they take forms.
fn addresses(product: &str) -> Vec<(String, bool)> {
    let source =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/routes.rs")).unwrap();
    let mut found = Vec::new();
    let flat = source.split_whitespace().collect::<Vec<_>>().join(" ");
    for (verb, takes_forms) in [
        ("page(", false),
        ("json(", false),
        ("form(", true),
        ("action(", true),
    ] {
        for part in flat.split(verb).skip(1) {
            let Some(path) = part
                .trim_start()
                .strip_prefix("config,")
                .map(str::trim_start)
            else {
                continue;
            };
            let Some(path) = path
                .strip_prefix('"')
                .and_then(|path| path.split('"').next())
            else {
                continue;
            };
            if !path.starts_with("/admin")
                || path.starts_with("/admin/sign-in")
                || path.starts_with("/admin/invitations")
            {
                continue;
            }
            let kinds = path
                .replace("{kinds}", "products")
                .replace("{kind}", "product");
            let filled = kinds
                .replace("{id}", product)
                .replace("{revision}", "1")
                .replace("{slug}", "zinc");
            found.push((filled, takes_forms));
        }
    }
    assert!(found.len() > 50, "{}", found.len());
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_in_and_a_stale_token_changes_nothing() {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("zinc")
        .variant("Z", Some(100))
        .build(&app.db)
        .await;
    let addresses = addresses(&built.id.to_string());
    for (path, takes_forms) in &addresses {
        let answer = app.get(path).await;
        assert!(
            matches!(answer.status, 303 | 401 | 405),
            "{path} answers nobody with {}",
            answer.status
        );
        assert!(!answer.body.contains("Product zinc"), "{path}");
        if *takes_forms {
            let sent = app.post(path, &[("csrf", ""), ("name", "x")]).await;
            assert!(
                matches!(sent.status, 401 | 303 | 400 | 415),
                "{path} takes a form of nobody with {}",
                sent.status
            );
        }
    }
    app.sign_in(Role::Admin).await;
    for (path, _) in addresses.iter().filter(|(_, takes_forms)| *takes_forms) {
        let sent = app
            .post(
                path,
                &[
                    ("csrf", "stale"),
                    ("revision", "1"),
                    ("do", "publish"),
                    ("name", "x"),
                ],
            )
            .await;
        assert!(
            matches!(sent.status, 400 | 403 | 404 | 415),
            "{path} takes a stale token with {}",
            sent.status
        );
        let foreign = app
            .post_with(
                path,
                &[("csrf", "stale")],
                &[("Sec-Fetch-Site", "cross-site")],
            )
            .await;
        assert!(
            matches!(foreign.status, 403 | 404),
            "{path} takes a form from elsewhere with {}",
            foreign.status
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_does_what_it_may_and_no_more() {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("zinc")
        .variant("Z", Some(100))
        .build(&app.db)
        .await;
    let path = format!("/admin/products/{}", built.id);
    let workflow = format!("{path}/workflow");
    // What is asked for, and the least role that gets more than a refusal.
    let asked: &[Asked<'_>] = &[
        (
            &workflow,
            &[("do", "comment"), ("comment", "x")],
            Role::Author,
        ),
        (&workflow, &[("do", "approve")], Role::Reviewer),
        (
            &workflow,
            &[("do", "send-back"), ("comment", "x")],
            Role::Reviewer,
        ),
        (&workflow, &[("do", "publish")], Role::Publisher),
        (
            &workflow,
            &[("do", "withdraw"), ("reason", " ")],
            Role::Publisher,
        ),
        (
            &workflow,
            &[("do", "schedule"), ("at", "x"), ("zone", "UTC")],
            Role::Publisher,
        ),
        (&path, &[("then", "publish")], Role::Publisher),
        ("/admin/releases", &[("name", "R")], Role::Publisher),
        (
            "/admin/products/bulk",
            &[("do", "preview"), ("field", "price"), ("verb", "clear")],
            Role::Publisher,
        ),
        ("/admin/people", &[("email", "x")], Role::Admin),
        ("/admin/keys", &[("name", "")], Role::Admin),
    ];
    for role in [Role::Author, Role::Reviewer, Role::Publisher, Role::Admin] {
        become_another(&app, &format!("{role}@example.org"), role).await;
        let csrf = app.csrf(&path).await;
        for (address, fields, least) in asked {
            let mut pairs = vec![("csrf", csrf.as_str()), ("revision", "1")];
            pairs.extend_from_slice(fields);
            let status = app.post(address, &pairs).await.status;
            let is_refused = status == 403;
            assert_eq!(
                is_refused,
                role < *least,
                "{role} at {address} with {fields:?}: {status}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_of_other_peoples_rows_are_refused_beside_their_field() {
    let app = TestApp::new().await;
    crate::evidence::product_with_claim(&app).await;
    app.sign_in(Role::Admin).await;
    let first =
        |page: crate::support::Response| page.html().attribute(".admin-table tbody th a", "href");
    let claim = Form::open(&app, &first(app.get("/admin/claims").await.ok())).await;
    let (wording, study) = (
        claim.value("wordings.0.id").to_owned(),
        claim.value("evidence.0.id").to_owned(),
    );
    let another = Form::open(&app, "/admin/claims/new")
        .await
        .set("slug", "another")
        .set("ingredient_id", claim.value("ingredient_id"))
        .set("topic_id", claim.value("topic_id"))
        .set("effect", "Another")
        .add("wordings")
        .await
        .set("wordings.0.text", "Zinc is a mineral.")
        .set("wordings.0.market", "us")
        .set("wordings.0.surface", "product")
        .set("wordings.0.status", "draft")
        .add("evidence")
        .await
        .set("evidence.0.design", "cohort")
        .set("evidence.0.direction", "supports")
        .set(
            "evidence.0.reference_id",
            claim.value("evidence.0.reference_id"),
        );
    let stolen = another.clone().slip_in("wordings.0.id", &wording);
    let answer = stolen.press("then", "save").await;
    assert_eq!(answer.status, 422, "{}", problems(&answer));
    assert!(
        problems(&answer).contains("a sentence of another claim"),
        "{}",
        problems(&answer)
    );
    let stolen = another.clone().slip_in("evidence.0.id", &study);
    let answer = stolen.press("then", "save").await;
    assert_eq!(answer.status, 422, "{}", problems(&answer));
    assert!(problems(&answer).contains("a study of another claim"));
    let nothing = another.set("topic_id", "0199a0aa-0000-7000-8000-000000000000");
    let answer = nothing.press("then", "save").await;
    assert_eq!(answer.status, 422, "{}", problems(&answer));
    assert!(problems(&answer).contains("names no topic"));
}
