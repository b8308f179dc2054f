//! People: invited, disabled, re-roled, and let in again; the last administrator stays.

use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use formulary::accounts::model::{Role, UserId};
use formulary::accounts::user::commands::{disable_user, set_role};
use formulary::db::schema::{one_time_links, users};
use formulary::error::AppError;
use formulary::publishing::{Author, transaction};
use uuid::Uuid;

use super::{PASSWORD, audited, id_of, person, sign_in};
use crate::support::{Response, TestApp};

const ADMIN: &str = "admin@example.org";

/// Sends one of the forms of the page of a person.
async fn act(app: &TestApp, id: Uuid, action: &str, fields: &[(&str, &str)]) -> Response {
    let csrf = app.csrf("/admin/account").await;
    let mut form = vec![("csrf", csrf.as_str())];
    form.extend(fields);
    app.post(&format!("/admin/people/{id}/{action}"), &form)
        .await
}

async fn invite(app: &TestApp, email: &str, name: &str, role: &str) -> Response {
    let csrf = app.csrf("/admin/people").await;
    let form = [
        ("csrf", csrf.as_str()),
        ("email", email),
        ("name", name),
        ("role", role),
    ];
    app.post("/admin/people", &form).await
}

/// The path of the link that a page shows once.
fn link(app: &TestApp, page: &Response) -> String {
    let link = page.html().text("#link");
    link.strip_prefix(&app.url).unwrap().to_owned()
}

async fn set_password(app: &TestApp, link: &str, name: &str, password: &str) -> Response {
    let form = [
        ("name", name),
        ("password", password),
        ("password_again", password),
    ];
    app.post(link, &form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_person_sets_name_and_password_by_a_link_that_works_once() {
    let app = TestApp::new().await;
    app.sign_in(Role::Admin).await;
    let page = invite(&app, "New@Example.org", "New  Person", "reviewer")
        .await
        .ok();
    assert_eq!(page.header("cache-control"), "no-store");
    let link = link(&app, &page);
    let list = app.get("/admin/people").await.ok();
    assert!(!list.body.contains(link.rsplit('/').next().unwrap()));
    let row = list.html().texts("tbody tr").join("\n");
    let expected = "New Person new@example.orgreviewerInvited, the link is good until";
    assert!(row.contains(expected), "{row}");

    app.forget_cookie();
    assert_eq!(
        sign_in(&app, "new@example.org", "!").await.status,
        422,
        "nobody signs in before"
    );
    let form = app.get(&link).await.ok();
    assert_eq!(form.header("referrer-policy"), "no-referrer");
    assert_eq!(form.html().attribute("#name", "value"), "New Person");
    for (name, password) in [("", "a good password"), ("New", "short")] {
        let response = set_password(&app, &link, name, password).await;
        assert_eq!(response.status, 422);
        assert_eq!(response.html().attribute("#name", "value"), name);
    }
    let response = set_password(&app, &link, "New Name", "a good password").await;
    assert_eq!(
        response.header("location"),
        "/admin/sign-in?done=password-set"
    );
    for response in [
        app.get(&link).await,
        set_password(&app, &link, "Thief", "another password").await,
        app.get("/admin/invitations/0000").await,
    ] {
        assert_eq!(response.status, 410);
        assert_eq!(response.html().text("h1"), "This link is no longer good");
    }
    assert_eq!(
        sign_in(&app, "new@example.org", "a good password")
            .await
            .status,
        303
    );
    let account = app.get("/admin/account").await.ok();
    assert!(
        account
            .html()
            .text(".admin-title")
            .contains("New Name · new@example.org · reviewer")
    );
    let id = id_of(&app, "new@example.org").await;
    assert_eq!(
        audited(&app, id).await,
        ["invite", "accept invitation", "sign in"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_runs_out_after_seven_days_and_can_be_made_again() {
    let app = TestApp::new().await;
    app.sign_in(Role::Admin).await;
    let page = invite(&app, "new@example.org", "New", "author").await.ok();
    let old = link(&app, &page);
    let conn = app.db.write().await.unwrap();
    let (made, ends): (chrono::DateTime<Utc>, chrono::DateTime<Utc>) = one_time_links::table
        .select((one_time_links::created_at, one_time_links::expires_at))
        .first(&mut &*conn)
        .await
        .unwrap();
    assert_eq!((ends - made + TimeDelta::minutes(1)).num_days(), 7);
    diesel::update(one_time_links::table)
        .set(one_time_links::expires_at.eq(Utc::now() - TimeDelta::seconds(1)))
        .execute(&mut &*conn)
        .await
        .unwrap();
    assert_eq!(app.get(&old).await.status, 410);
    assert_eq!(
        set_password(&app, &old, "New", "a good password")
            .await
            .status,
        410
    );
    let list = app.get("/admin/people").await.ok();
    assert!(list.body.contains("The link has run out"));

    let id = id_of(&app, "new@example.org").await;
    let page = act(&app, id, "reset-password", &[]).await.ok();
    let new = link(&app, &page);
    assert_eq!(app.get(&old).await.status, 410);
    assert_eq!(app.get(&new).await.ok().html().text("h1"), "Welcome");
    assert_eq!(
        set_password(&app, &new, "New", "a good password")
            .await
            .status,
        303
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_use_a_link_at_once_do_not_both_set_the_password() {
    let app = TestApp::new().await;
    app.sign_in(Role::Admin).await;
    let page = invite(&app, "new@example.org", "New", "author").await.ok();
    let link = link(&app, &page);
    let (one, two) = tokio::join!(
        set_password(&app, &link, "One", "the password of one"),
        set_password(&app, &link, "Two", "the password of two"),
    );
    let mut answers = [one.status, two.status];
    answers.sort_unstable();
    assert_eq!(answers, [303, 410]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_invitation_keeps_what_was_typed() {
    let app = TestApp::new().await;
    app.sign_in(Role::Admin).await;
    for (email, name, role, problem) in [
        ("not an address", "Kept", "author", "#email-problem"),
        (ADMIN, "Kept", "publisher", "#email-problem"),
        ("new@example.org", " ", "author", "#name-problem"),
        ("new@example.org", "Kept", "emperor", "#role-problem"),
    ] {
        let response = invite(&app, email, name, role).await;
        assert_eq!(response.status, 422, "{problem}");
        let page = response.html();
        assert_eq!(page.count(problem), 1, "{problem}");
        assert_eq!(page.attribute("#email", "value"), email);
        assert_eq!(page.attribute("#name", "value"), name);
    }
    assert_eq!(
        app.get("/admin/people").await.ok().html().count("tbody tr"),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn disabling_ends_sessions_and_links_at_once_and_enabling_lets_in_again() {
    let app = TestApp::new().await;
    let id = person(&app, "a@example.org", Role::Author).await;
    sign_in(&app, "a@example.org", PASSWORD).await;
    let theirs = app.cookies();
    app.forget_cookie();
    app.sign_in(Role::Admin).await;
    let admin = app.cookies();
    let done = act(&app, id, "disable", &[]).await;
    assert_eq!(
        done.header("location"),
        format!("/admin/people/{id}?done=disabled")
    );
    app.use_cookies(&theirs);
    assert_eq!(app.get("/admin").await.status, 303);
    assert_eq!(sign_in(&app, "a@example.org", PASSWORD).await.status, 422);
    app.use_cookies(&admin);
    let page = app.get(&format!("/admin/people/{id}")).await.ok();
    assert!(page.html().text(".state").starts_with("Disabled since"));
    assert_eq!(act(&app, id, "reset-password", &[]).await.status, 409);
    assert_eq!(act(&app, id, "enable", &[]).await.status, 303);
    app.use_cookies(&theirs);
    assert_eq!(
        app.get("/admin").await.status,
        303,
        "the old session stays ended"
    );
    assert_eq!(sign_in(&app, "a@example.org", PASSWORD).await.status, 303);
    assert_eq!(audited(&app, id).await[2..4], ["disable", "enable"]);

    app.use_cookies(&admin);
    let page = invite(&app, "new@example.org", "New", "author").await.ok();
    let link = link(&app, &page);
    let invited = id_of(&app, "new@example.org").await;
    act(&app, invited, "disable", &[]).await;
    assert_eq!(app.get(&link).await.status, 410);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_role_counts_at_once_and_ends_sessions() {
    let app = TestApp::new().await;
    let id = person(&app, "a@example.org", Role::Author).await;
    sign_in(&app, "a@example.org", PASSWORD).await;
    let theirs = app.cookies();
    app.forget_cookie();
    app.sign_in(Role::Admin).await;
    assert_eq!(
        act(&app, id, "role", &[("role", "emperor")]).await.status,
        422
    );
    assert_eq!(
        act(&app, id, "role", &[("role", "admin")]).await.status,
        303
    );
    app.use_cookies(&theirs);
    assert_eq!(app.get("/admin").await.status, 303);
    sign_in(&app, "a@example.org", PASSWORD).await;
    app.get("/admin/people").await.ok();
    assert!(audited(&app, id).await.contains(&"change role".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_makes_the_password_useless_until_the_link_is_used() {
    let app = TestApp::new().await;
    let id = person(&app, "a@example.org", Role::Author).await;
    sign_in(&app, "a@example.org", PASSWORD).await;
    let theirs = app.cookies();
    app.forget_cookie();
    app.sign_in(Role::Admin).await;
    let page = act(&app, id, "reset-password", &[]).await.ok();
    let link = link(&app, &page);
    app.use_cookies(&theirs);
    assert_eq!(app.get("/admin").await.status, 303);
    assert_eq!(sign_in(&app, "a@example.org", PASSWORD).await.status, 422);
    let form = app.get(&link).await.ok().html();
    assert_eq!(form.text("h1"), "Set a new password");
    assert_eq!(form.count("#name"), 0);
    assert_eq!(
        set_password(&app, &link, "", "a new password").await.status,
        303
    );
    assert_eq!(
        sign_in(&app, "a@example.org", "a new password")
            .await
            .status,
        303
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_takes_a_lost_second_factor_away() {
    let app = TestApp::new().await;
    let id = person(&app, "a@example.org", Role::Author).await;
    sign_in(&app, "a@example.org", PASSWORD).await;
    super::second_factor::turn_on(&app).await;
    let theirs = app.cookies();
    app.forget_cookie();
    app.sign_in(Role::Admin).await;
    let list = app.get("/admin/people").await.ok().html();
    let row = list.texts("tbody tr");
    assert!(
        row.iter()
            .any(|row| row.contains("a@example.org") && row.contains("Yes")),
        "{row:?}"
    );
    assert_eq!(act(&app, id, "reset-second-factor", &[]).await.status, 303);
    assert_eq!(act(&app, id, "reset-second-factor", &[]).await.status, 409);
    app.use_cookies(&theirs);
    assert_eq!(app.get("/admin").await.status, 303);
    let response = sign_in(&app, "a@example.org", PASSWORD).await;
    assert_eq!(response.header("location"), "/admin");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_disables_or_demotes_themselves() {
    let app = TestApp::new().await;
    app.sign_in(Role::Admin).await;
    person(&app, "other@example.org", Role::Admin).await;
    let own = id_of(&app, ADMIN).await;
    for (action, fields) in [
        ("disable", &[][..]),
        ("role", &[("role", "author")][..]),
        ("reset-password", &[]),
        ("reset-second-factor", &[]),
    ] {
        let response = act(&app, own, action, fields).await;
        assert_eq!(response.status, 409, "{action}");
        let said = response.html().text("[role=alert]");
        assert!(
            said.contains("your own") || said.contains("yourself"),
            "{said}"
        );
    }
    let page = app.get(&format!("/admin/people/{own}")).await.ok().html();
    assert_eq!(page.count("main form"), 0);
    assert!(page.text("main .notice").starts_with("This is you"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_who_can_sign_in_stays() {
    let app = TestApp::new().await;
    app.sign_in(Role::Admin).await;
    let admin = UserId(id_of(&app, ADMIN).await);
    // An invited and a disabled administrator do not count.
    invite(&app, "invited@example.org", "Invited", "admin")
        .await
        .ok();
    let other = person(&app, "other@example.org", Role::Admin).await;
    act(&app, other, "disable", &[]).await;
    let system = Author::system("test");
    let disabled = transaction(&app.db, async |tx| disable_user(tx, admin, &system).await).await;
    let demoted = transaction(&app.db, async |tx| {
        set_role(tx, admin, Role::Author, &system).await
    })
    .await;
    for refused in [disabled, demoted] {
        let Err(AppError::Conflict(said)) = refused else {
            panic!("{refused:?}");
        };
        assert!(said.contains("last administrator"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_administrators_who_remove_each_other_at_once_leave_one() {
    for round in 0..4 {
        let app = TestApp::new().await;
        app.sign_in(Role::Admin).await;
        let first = UserId(id_of(&app, ADMIN).await);
        let second = UserId(person(&app, "other@example.org", Role::Admin).await);
        let as_of = |id: UserId| Author {
            user_id: Some(id.0),
            name: "admin".to_owned(),
        };
        let (by_second, by_first) = (as_of(second), as_of(first));
        let (one, two) = tokio::join!(
            transaction(&app.db, async |tx| disable_user(tx, first, &by_second)
                .await),
            transaction(&app.db, async |tx| {
                match round % 2 {
                    0 => disable_user(tx, second, &by_first).await,
                    _ => set_role(tx, second, Role::Author, &by_first).await,
                }
            }),
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let conn = app.db.write().await.unwrap();
        let left: i64 = users::table
            .filter(users::role.eq(Role::Admin))
            .filter(users::disabled_at.is_null())
            .count()
            .get_result(&mut &*conn)
            .await
            .unwrap();
        assert_eq!(left, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_see_and_change_people() {
    for role in [Role::Author, Role::Reviewer, Role::Publisher] {
        let app = TestApp::new().await;
        app.sign_in(role).await;
        let id = person(&app, "a@example.org", Role::Author).await;
        for path in ["/admin/people".to_owned(), format!("/admin/people/{id}")] {
            let response = app.get(&path).await;
            assert_eq!(response.status, 403, "{role} {path}");
            assert!(response.body.contains("Only administrators may do this"));
        }
        let csrf = app.csrf("/admin/account").await;
        let form = [("csrf", csrf.as_str()), ("role", "admin")];
        assert_eq!(app.post("/admin/people", &form).await.status, 403);
        for action in [
            "role",
            "disable",
            "enable",
            "reset-password",
            "reset-second-factor",
        ] {
            let response = act(&app, id, action, &[("role", "admin")]).await;
            assert_eq!(response.status, 403, "{role} {action}");
        }
        let links = app.get("/admin").await.ok().html();
        assert_eq!(links.count("nav a[href='/admin/people']"), 0);
    }
    let app = TestApp::new().await;
    app.sign_in(Role::Admin).await;
    let id = person(&app, "a@example.org", Role::Author).await;
    let form = [("csrf", "wrong"), ("role", "admin")];
    for action in [
        "role",
        "disable",
        "enable",
        "reset-password",
        "reset-second-factor",
    ] {
        let response = app
            .post(&format!("/admin/people/{id}/{action}"), &form)
            .await;
        assert_eq!(response.status, 403, "{action} needs the token");
    }
    assert_eq!(app.post("/admin/people", &form).await.status, 403);
}
