//! No way round: every address of the admin, as nobody, as each role, and with a token that is not the form's.

use formulary::accounts::model::Role;

use super::editing::become_another;
use crate::support::desk::{Form, problems};
use crate::support::{ProductBuilder, TestApp};

/// An address, what is sent there, and the least role that is not refused.
type Asked<'a> = (&'a str, &'a [(&'a str, &'a str)], Role);

/// The patterns of the route table that begin with `/admin` and need a session, and whether they take forms.
fn patterns() -> Vec<(String, bool)> {
    let source =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/routes/admin.rs"))
            .unwrap();
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
            found.push((path.to_owned(), takes_forms));
        }
    }
    assert!(found.len() > 50, "{}", found.len());
    found
}

/// An address of a pattern, with something real in its places.
fn filled(pattern: &str, product: &str) -> String {
    pattern
        .replace("{kinds}", "products")
        .replace("{kind}", "product")
        .replace("{id}", product)
        .replace("{revision}", "1")
        .replace("{slug}", "zinc")
}

/// The addresses of the patterns, and whether they take forms.
fn addresses(product: &str) -> Vec<(String, bool)> {
    let patterns = patterns().into_iter();
    patterns
        .map(|(pattern, takes_forms)| (filled(&pattern, product), takes_forms))
        .collect()
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

/// What is asked of every pattern that takes forms, and the least role that gets more than a refusal. Nothing here succeeds in
/// changing what the next role needs: what is not refused lacks something.
const ASKED: &[Asked<'static>] = &[
    (
        "/admin/{kinds}/{id}/workflow",
        &[("do", "comment")],
        Role::Author,
    ),
    (
        "/admin/{kinds}/{id}/workflow",
        &[("do", "review"), ("revision", "99")],
        Role::Author,
    ),
    (
        "/admin/{kinds}/{id}/workflow",
        &[("do", "approve")],
        Role::Reviewer,
    ),
    (
        "/admin/{kinds}/{id}/workflow",
        &[("do", "send-back")],
        Role::Reviewer,
    ),
    (
        "/admin/{kinds}/{id}/workflow",
        &[("do", "publish"), ("revision", "99")],
        Role::Publisher,
    ),
    (
        "/admin/{kinds}/{id}/workflow",
        &[("do", "withdraw")],
        Role::Publisher,
    ),
    (
        "/admin/{kinds}/{id}/workflow",
        &[("do", "schedule"), ("at", "x")],
        Role::Publisher,
    ),
    (
        "/admin/{kinds}/{id}/workflow",
        &[("do", "schedule-withdraw")],
        Role::Publisher,
    ),
    (
        "/admin/{kinds}/{id}/workflow",
        &[("do", "cancel")],
        Role::Publisher,
    ),
    (
        "/admin/{kinds}/{id}/workflow",
        &[("do", "collect")],
        Role::Publisher,
    ),
    (
        "/admin/{kinds}/{id}/workflow",
        &[("do", "collect-withdraw")],
        Role::Publisher,
    ),
    (
        "/admin/{kinds}/{id}/workflow",
        &[("do", "anything")],
        Role::Publisher,
    ),
    ("/admin/{kinds}/{id}", &[("then", "save")], Role::Author),
    (
        "/admin/{kinds}/{id}",
        &[("then", "publish")],
        Role::Publisher,
    ),
    (
        "/admin/categories/{id}",
        &[("then", "save")],
        Role::Publisher,
    ),
    (
        "/admin/redirects/{id}",
        &[("then", "save")],
        Role::Publisher,
    ),
    ("/admin/{kinds}/{id}/findings", &[], Role::Author),
    ("/admin/{kinds}/{id}/keep", &[], Role::Author),
    ("/admin/{kinds}/{id}/discard", &[], Role::Author),
    ("/admin/{kinds}/{id}/resolve", &[], Role::Author),
    ("/admin/attributes/{id}/resolve", &[], Role::Publisher),
    (
        "/admin/{kinds}/{id}/restore",
        &[("revision", "99")],
        Role::Author,
    ),
    ("/admin/{kinds}/bulk", &[("do", "preview")], Role::Author),
    (
        "/admin/{kinds}/bulk",
        &[("do", "preview"), ("field", "price"), ("verb", "clear")],
        Role::Publisher,
    ),
    (
        "/admin/categories/bulk",
        &[("do", "preview")],
        Role::Publisher,
    ),
    ("/admin/{kinds}/grid", &[], Role::Author),
    ("/admin/product-types/grid", &[], Role::Publisher),
    ("/admin/{kinds}/views", &[("do", "forget")], Role::Author),
    ("/admin/bulk/{id}", &[("do", "run")], Role::Author),
    ("/admin/products/price-list", &[], Role::Publisher),
    ("/admin/products/{id}/prices", &[], Role::Publisher),
    ("/admin/releases", &[("name", "")], Role::Publisher),
    (
        "/admin/releases/{id}",
        &[("do", "publish")],
        Role::Publisher,
    ),
    ("/admin/notifications", &[], Role::Reviewer),
    ("/admin/reviews/tasks/{id}", &[], Role::Reviewer),
    ("/admin/reviews/{kind}/{id}/sign", &[], Role::Reviewer),
    ("/admin/media/{id}", &[], Role::Author),
    ("/admin/media/{id}/delete", &[], Role::Reviewer),
    ("/admin/media/documents/{id}/delete", &[], Role::Reviewer),
    ("/admin/account/password", &[], Role::Author),
    ("/admin/account/sessions/end-others", &[], Role::Author),
    ("/admin/account/sessions/{id}/end", &[], Role::Author),
    ("/admin/account/second-factor", &[], Role::Author),
    ("/admin/account/second-factor/confirm", &[], Role::Author),
    ("/admin/account/second-factor/codes", &[], Role::Author),
    ("/admin/account/second-factor/off", &[], Role::Author),
    ("/admin/people", &[("email", "x")], Role::Admin),
    ("/admin/people/{id}/role", &[("role", "admin")], Role::Admin),
    ("/admin/people/{id}/disable", &[], Role::Admin),
    ("/admin/people/{id}/enable", &[], Role::Admin),
    ("/admin/people/{id}/reset-password", &[], Role::Admin),
    ("/admin/people/{id}/reset-second-factor", &[], Role::Admin),
    ("/admin/keys", &[("name", "")], Role::Admin),
    ("/admin/keys/{id}/revoke", &[], Role::Admin),
    ("/admin/webhooks", &[("url", "x")], Role::Admin),
    ("/admin/webhooks/{id}", &[("do", "off")], Role::Admin),
];

/// Forms with files, which other tests send, and the form that ends a session.
const ASKED_ELSEWHERE: &[&str] = &[
    "/admin/media",
    "/admin/media.json",
    "/admin/media/documents",
    "/admin/sign-out",
];

/// The least role that sees a page.
fn least_to_read(pattern: &str) -> Role {
    let is_for_admins = pattern.starts_with("/admin/people")
        || pattern.starts_with("/admin/keys")
        || pattern.starts_with("/admin/webhooks")
        || pattern == "/admin/history.csv";
    if is_for_admins {
        Role::Admin
    } else {
        Role::Author
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_does_what_it_may_and_no_more_at_every_address() {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("zinc")
        .variant("Z", Some(100))
        .build(&app.db)
        .await;
    let id = built.id.to_string();
    for (pattern, _) in patterns().iter().filter(|(_, takes_forms)| *takes_forms) {
        let is_asked = ASKED.iter().any(|(asked, ..)| asked == pattern)
            || ASKED_ELSEWHERE.contains(&pattern.as_str());
        assert!(
            is_asked,
            "{pattern} is missing in the list of what is asked"
        );
    }
    for role in [Role::Author, Role::Reviewer, Role::Publisher, Role::Admin] {
        become_another(&app, &format!("{role}@example.org"), role).await;
        let csrf = app.csrf(&format!("/admin/products/{id}")).await;
        for (pattern, _) in patterns() {
            let status = app.get(&filled(&pattern, &id)).await.status;
            let is_refused = status == 403;
            assert_eq!(
                is_refused,
                role < least_to_read(&pattern) && status != 405,
                "{role} reads {pattern}: {status}"
            );
        }
        for (pattern, fields, least) in ASKED {
            let mut pairs = vec![("csrf", csrf.as_str())];
            pairs.extend_from_slice(fields);
            pairs.push(("revision", "1"));
            let status = app.post(&filled(pattern, &id), &pairs).await.status;
            let is_refused = status == 403;
            assert_eq!(
                is_refused,
                role < *least,
                "{role} at {pattern} with {fields:?}: {status}"
            );
            assert!(
                status < 500,
                "{role} at {pattern} with {fields:?}: {status}"
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
