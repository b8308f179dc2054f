//! The way to the public: review, approval, schedules, releases, previews.

use chrono::{TimeDelta, Utc};
use diesel::QueryDsl;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use formulary::accounts::model::Role;
use formulary::db::schema::schedules;
use formulary::desk::workflow::run_due;
use formulary::editing::schedule::model::ScheduleState;

use super::editing::{become_another, signed_in};
use crate::support::desk::{Form, problems};
use crate::support::{ProductBuilder, Response, TestApp};

async fn act(app: &TestApp, path: &str, fields: &[(&str, &str)]) -> Response {
    let form = Form::open(app, path).await;
    let (csrf, revision) = (
        form.value("csrf").to_owned(),
        form.value("revision").to_owned(),
    );
    let mut pairs = vec![("csrf", csrf.as_str()), ("revision", revision.as_str())];
    pairs.extend_from_slice(fields);
    app.post(&format!("{path}/workflow"), &pairs).await
}

/// Begins a release. Returns a token for forms, its address and its id.
async fn begin_release(app: &TestApp) -> (String, String, String) {
    let csrf = app.csrf("/admin/products").await;
    let fields = [("csrf", csrf.as_str()), ("name", "Spring")];
    let made = app.post("/admin/releases", &fields).await;
    let release = made.header("location").to_owned();
    let id = release.rsplit('/').next().unwrap().to_owned();
    (csrf, release, id)
}

/// Lets what is planned be due.
async fn let_time_pass(app: &TestApp) {
    let mut conn = AsyncPgConnection::establish(&app.database.superuser_url())
        .await
        .unwrap();
    conn.batch_execute(
        "UPDATE schedules SET runs_at = now() - interval '3 minutes' WHERE state = 'pending'",
    )
    .await
    .unwrap();
}

fn in_an_hour() -> String {
    (Utc::now() + TimeDelta::hours(1))
        .format("%Y-%m-%dT%H:%M")
        .to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_approved_by_another_person_and_an_edit_begins_again() {
    let (app, _, path) = signed_in(Role::Reviewer).await;
    Form::open(&app, &path)
        .await
        .set("summary", "New")
        .save()
        .await;
    assert_eq!(
        act(&app, &path, &[("do", "review"), ("comment", "Please look")])
            .await
            .status,
        303
    );
    let own = act(&app, &path, &[("do", "approve")]).await;
    assert_eq!(own.status, 409);
    assert!(
        problems(&own).contains("another person"),
        "{}",
        problems(&own)
    );
    become_another(&app, "second@example.org", Role::Reviewer).await;
    assert!(
        app.get(&path)
            .await
            .ok()
            .html()
            .texts(".comment-text")
            .contains(&"Please look".to_owned())
    );
    let silent = act(&app, &path, &[("do", "send-back")]).await;
    assert_eq!(silent.status, 422, "who sends back says why");
    assert_eq!(act(&app, &path, &[("do", "approve")]).await.status, 303);
    let state = |page: Response| page.html().texts(".admin-title .state")[0].clone();
    assert_eq!(state(app.get(&path).await.ok()), "Approved");
    assert_eq!(
        act(&app, &path, &[("do", "publish")]).await.status,
        403,
        "a reviewer does not publish"
    );
    Form::open(&app, &path)
        .await
        .set("summary", "Newer")
        .save()
        .await;
    assert_eq!(
        state(app.get(&path).await.ok()),
        "Published, changes in draft"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wrote_a_wording_can_not_approve_it() {
    let app = TestApp::new().await;
    crate::evidence::product_with_claim(&app).await;
    app.sign_in(Role::Admin).await;
    let list = app.get("/admin/claims").await.ok().html();
    let path = list.attribute(".admin-table tbody th a", "href");
    let form = Form::open(&app, &path)
        .await
        .set("wordings.0.text", "Zinc supports the muscles.");
    let own = form.press("then", "save").await;
    assert_eq!(own.status, 422);
    assert!(
        problems(&own).contains("another person must approve"),
        "{}",
        problems(&own)
    );
    form.set("wordings.0.status", "draft").save().await;
    let again = Form::open(&app, &path)
        .await
        .set("wordings.0.status", "approved")
        .press("then", "save")
        .await;
    assert_eq!(
        again.status, 422,
        "also later, when only the status changes"
    );
    become_another(&app, "author@example.org", Role::Author).await;
    let author = Form::open(&app, &path)
        .await
        .set("wordings.0.status", "approved")
        .press("then", "save")
        .await;
    assert_eq!(author.status, 422, "an author approves nothing");
    become_another(&app, "second@example.org", Role::Reviewer).await;
    Form::open(&app, &path)
        .await
        .set("wordings.0.status", "approved")
        .save()
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_publishes_the_revision_it_was_made_for_once_and_late() {
    let (app, _, path) = signed_in(Role::Publisher).await;
    Form::open(&app, &path)
        .await
        .set("name", "On time")
        .save()
        .await;
    let past = act(
        &app,
        &path,
        &[
            ("do", "schedule"),
            ("at", "2020-01-01T09:00"),
            ("zone", "Europe/Zurich"),
        ],
    )
    .await;
    assert_eq!(past.status, 422);
    let at = in_an_hour();
    let plan = [("do", "schedule"), ("at", at.as_str()), ("zone", "UTC")];
    assert_eq!(act(&app, &path, &plan).await.status, 303);
    assert_eq!(act(&app, &path, &plan).await.status, 422, "planned already");
    Form::open(&app, &path)
        .await
        .set("name", "Written later")
        .save()
        .await;
    assert_eq!(run_due(&app.db).await.unwrap(), 0);
    let_time_pass(&app).await;
    let (one, other) = tokio::join!(run_due(&app.db), run_due(&app.db));
    assert_eq!(one.unwrap() + other.unwrap(), 1);
    assert_eq!(
        app.get("/products/zinc").await.ok().html().text("h1"),
        "On time"
    );
    let form = Form::open(&app, &path).await;
    assert_eq!(
        form.value("name"),
        "Written later",
        "what was saved since stays a draft"
    );
    assert_eq!(
        app.get(&path).await.ok().html().texts("#next td.long"),
        ["Done: Published 3 minutes late, because the program was not running."]
    );
    assert_eq!(run_due(&app.db).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_that_rules_object_to_fails_and_says_so() {
    let (app, _, path) = signed_in(Role::Publisher).await;
    Form::open(&app, &path)
        .await
        .set("description", "Cures gout in days.")
        .save()
        .await;
    let at = in_an_hour();
    act(
        &app,
        &path,
        &[("do", "schedule"), ("at", &at), ("zone", "UTC")],
    )
    .await;
    let_time_pass(&app).await;
    assert_eq!(run_due(&app.db).await.unwrap(), 0);
    let said = app.get(&path).await.ok().html().texts("#next td.long");
    assert!(
        said[0].starts_with("Failed: Not carried out: description says"),
        "{said:?}"
    );
    assert!(!app.get("/products/zinc").await.ok().body.contains("gout"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_publishes_everything_or_nothing() {
    let (app, _, path) = signed_in(Role::Publisher).await;
    let second = ProductBuilder::new("iron")
        .variant("IRON", Some(900))
        .build(&app.db)
        .await;
    let other = format!("/admin/products/{}", second.id);
    let (csrf, release, id) = begin_release(&app).await;
    for (path, description) in [(&path, "All good."), (&other, "Cures gout in days.")] {
        Form::open(&app, path)
            .await
            .set("name", "Of spring")
            .set("description", description)
            .save()
            .await;
        assert_eq!(
            act(&app, path, &[("do", "collect"), ("release", &id)])
                .await
                .status,
            303
        );
    }
    assert!(
        app.get(&release).await.ok().body.contains("gout"),
        "what stands in the way is named"
    );
    let refused = app
        .post(&release, &[("csrf", &csrf), ("do", "publish")])
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(
        app.get("/products/zinc").await.ok().html().text("h1"),
        "Product zinc"
    );
    Form::open(&app, &other)
        .await
        .set("description", "Good too.")
        .save()
        .await;
    act(&app, &other, &[("do", "collect"), ("release", &id)]).await;
    let planned = [
        ("csrf", csrf.as_str()),
        ("do", "schedule"),
        ("at", &in_an_hour()),
        ("zone", "UTC"),
    ];
    assert_eq!(app.post(&release, &planned).await.status, 303);
    let published = app
        .post(&release, &[("csrf", &csrf), ("do", "publish")])
        .await;
    assert_eq!(published.status, 303, "{}", published.body);
    for page in ["/products/zinc", "/products/iron"] {
        assert_eq!(app.get(page).await.ok().html().text("h1"), "Of spring");
    }
    assert_eq!(
        app.post(&release, &[("csrf", &csrf), ("do", "publish")])
            .await
            .status,
        409,
        "once"
    );
    let mut conn = AsyncPgConnection::establish(&app.database.superuser_url())
        .await
        .unwrap();
    let states: Vec<ScheduleState> = schedules::table
        .select(schedules::state)
        .load(&mut conn)
        .await
        .unwrap();
    assert_eq!(
        states,
        [ScheduleState::Cancelled],
        "publishing by hand takes back what was planned"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_link_works_without_an_account_and_can_not_be_made_up() {
    let (app, _, path) = signed_in(Role::Author).await;
    Form::open(&app, &path)
        .await
        .set("name", "Not public yet")
        .save()
        .await;
    let page = app.get(&format!("{path}/preview")).await.ok();
    let link = page.html().attribute(".preview-banner a", "href");
    app.forget_cookie();
    let seen = app.get(&link).await.ok();
    assert_eq!(seen.html().text("h1"), "Not public yet");
    assert!(seen.html().text(".preview-banner").contains("works until"));
    assert_eq!(app.get(&link.replacen(".2.", ".1.", 1)).await.status, 404);
    assert_eq!(app.get("/preview/anything").await.status, 404);
    assert!(
        !app.get("/products/zinc")
            .await
            .ok()
            .body
            .contains("Not public yet")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawing_shows_its_reason_to_visitors_and_publishing_brings_it_back() {
    let (app, _, path) = signed_in(Role::Publisher).await;
    for (reason, status) in [("  ", 422), ("It cures gout.", 422)] {
        let answer = act(&app, &path, &[("do", "withdraw"), ("reason", reason)]).await;
        assert_eq!(answer.status, status, "{reason:?}");
    }
    assert_eq!(app.get("/products/zinc").await.status, 200);
    let answer = act(
        &app,
        &path,
        &[("do", "withdraw"), ("reason", "Recalled by its maker")],
    )
    .await;
    assert_eq!(answer.status, 303);
    let page = app.get("/products/zinc").await;
    assert_eq!(page.status, 410);
    assert!(page.body.contains("Recalled by its maker"));
    let list = app.get("/admin/products").await.ok().html();
    assert!(list.texts(".state").contains(&"Withdrawn".to_owned()));
    assert_eq!(act(&app, &path, &[("do", "publish")]).await.status, 303);
    assert_eq!(app.get("/products/zinc").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_withdrawn_does_not_come_back_by_an_older_plan() {
    let (app, _, path) = signed_in(Role::Publisher).await;
    let (csrf, release, id) = begin_release(&app).await;
    let at = in_an_hour();
    let plan = [("do", "schedule"), ("at", at.as_str()), ("zone", "UTC")];
    assert_eq!(act(&app, &path, &plan).await.status, 303);
    act(&app, &path, &[("do", "collect"), ("release", &id)]).await;
    let planned = [&[("csrf", csrf.as_str())], &plan[..]].concat();
    assert_eq!(app.post(&release, &planned).await.status, 303);
    let withdrawn = act(&app, &path, &[("do", "withdraw"), ("reason", "Recalled")]).await;
    assert_eq!(withdrawn.status, 303);
    assert_eq!(
        app.get(&path).await.ok().html().texts("#next td.long"),
        ["Cancelled: Cancelled, because it was withdrawn in the meantime."]
    );
    let_time_pass(&app).await;
    assert_eq!(run_due(&app.db).await.unwrap(), 0);
    assert_eq!(app.get("/products/zinc").await.status, 410);
    let by_hand = app
        .post(&release, &[("csrf", &csrf), ("do", "publish")])
        .await;
    assert_eq!(by_hand.status, 303, "{}", by_hand.body);
    assert_eq!(app.get("/products/zinc").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_also_withdraws() {
    let (app, _, path) = signed_in(Role::Publisher).await;
    let (csrf, release, id) = begin_release(&app).await;
    let collect = |reason| {
        [
            ("do", "collect-withdraw"),
            ("release", &id),
            ("reason", reason),
        ]
    };
    let cure = act(&app, &path, &collect("It cures gout.")).await;
    assert_eq!(cure.status, 422);
    let kept = act(&app, &path, &collect("Replaced by a new strength")).await;
    assert_eq!(kept.status, 303);
    assert_eq!(app.get("/products/zinc").await.status, 200);
    let published = app
        .post(&release, &[("csrf", &csrf), ("do", "publish")])
        .await;
    assert_eq!(published.status, 303, "{}", published.body);
    let page = app.get("/products/zinc").await;
    assert_eq!(page.status, 410);
    assert!(page.body.contains("Replaced by a new strength"));
}
