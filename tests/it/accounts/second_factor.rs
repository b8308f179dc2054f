//! The second factor: codes of an authenticator and recovery codes, each good once.

use std::sync::Mutex;

use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use formulary::accounts::model::Role;
use formulary::db::schema::{recovery_codes, second_factors, sign_in_challenges};
use totp_rs::{Builder, Secret, Totp};

use super::{PASSWORD, audited, id_of, person, sign_in};
use crate::support::{Response, TestApp};

const PAGE: &str = "/admin/account/second-factor";
const EMAIL: &str = "a@example.org";

pub struct Authenticator {
    totp: Totp,
    /// The code that was shown last, which may be of half a minute ago by now.
    shown: Mutex<String>,
}

impl Authenticator {
    pub fn new(typed: &str) -> Self {
        let secret = Secret::try_from_base32(typed.replace(' ', "")).unwrap();
        Self {
            totp: Builder::new().with_secret(secret).build().unwrap(),
            shown: Mutex::default(),
        }
    }

    pub fn code(&self) -> String {
        let code = self.code_in(0);
        self.shown.lock().unwrap().clone_from(&code);
        code
    }

    /// The code that was shown last, once more.
    fn same_code(&self) -> String {
        self.shown.lock().unwrap().clone()
    }

    /// The code of half a minute later, which was not used yet.
    pub fn next_code(&self) -> String {
        self.code_in(30)
    }

    fn code_in(&self, seconds: u64) -> String {
        let now = u64::try_from(Utc::now().timestamp()).unwrap();
        self.totp.generate(now + seconds).to_string()
    }
}

/// As if a minute had passed: the code of now is one that was not used.
async fn later(app: &TestApp) {
    let conn = app.db.write().await.unwrap();
    diesel::update(second_factors::table)
        .set(second_factors::last_step.eq(0))
        .execute(&mut &*conn)
        .await
        .unwrap();
}

/// A person who is signed in and has just set up a second factor: the authenticator and the recovery codes.
async fn set_up(app: &TestApp) -> (Authenticator, Vec<String>) {
    person(app, EMAIL, Role::Author).await;
    sign_in(app, EMAIL, PASSWORD).await;
    confirm(app).await
}

/// Sets up a second factor for whoever is signed in. Returns the recovery codes.
pub async fn turn_on(app: &TestApp) -> Vec<String> {
    confirm(app).await.1
}

async fn confirm(app: &TestApp) -> (Authenticator, Vec<String>) {
    let csrf = app.csrf(PAGE).await;
    assert_eq!(app.post(PAGE, &[("csrf", &csrf)]).await.status, 303);
    let page = app.get(PAGE).await.ok().html();
    let authenticator = Authenticator::new(&page.text(".secret"));
    let form = [("csrf", csrf.as_str()), ("code", &authenticator.code())];
    let codes = app.post(&format!("{PAGE}/confirm"), &form).await.ok();
    assert_eq!(codes.header("cache-control"), "no-store");
    (authenticator, codes.html().texts(".code-list code"))
}

async fn half_sign_in(app: &TestApp) {
    app.forget_cookie();
    let response = sign_in(app, EMAIL, PASSWORD).await;
    assert_eq!(
        (response.status, response.header("location")),
        (303, "/admin/sign-in/code")
    );
}

async fn send_code(app: &TestApp, code: &str) -> Response {
    app.post("/admin/sign-in/code", &[("code", code)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn setting_it_up_shows_a_picture_and_the_secret_and_asks_for_a_first_code() {
    let app = TestApp::new().await;
    person(&app, EMAIL, Role::Author).await;
    sign_in(&app, EMAIL, PASSWORD).await;
    let picture = format!("{PAGE}/qr.svg");
    assert_eq!(app.get(&picture).await.status, 404, "nothing is set up yet");
    let csrf = app.csrf(PAGE).await;
    app.post(PAGE, &[("csrf", &csrf)]).await;
    let page = app.get(PAGE).await.ok().html();
    assert_eq!(page.attribute(".qr img", "src"), picture);
    let svg = app.get(&picture).await.ok();
    assert_eq!(
        (svg.header("content-type"), svg.header("cache-control")),
        ("image/svg+xml", "no-store")
    );
    assert!(svg.body.contains("<svg"));

    // Before a first code was right it is not asked for.
    app.forget_cookie();
    assert_eq!(
        sign_in(&app, EMAIL, PASSWORD).await.header("location"),
        "/admin"
    );
    let csrf = app.csrf(PAGE).await;
    let wrong = [("csrf", csrf.as_str()), ("code", "000000")];
    let response = app.post(&format!("{PAGE}/confirm"), &wrong).await;
    assert_eq!(response.status, 422);
    assert_eq!(response.html().count("#code-problem"), 1);
    let authenticator = Authenticator::new(&page.text(".secret"));
    let right = [("csrf", csrf.as_str()), ("code", &authenticator.code())];
    let codes = app
        .post(&format!("{PAGE}/confirm"), &right)
        .await
        .ok()
        .html();
    assert_eq!(codes.count(".code-list code"), 10);
    assert_eq!(
        app.get(&picture).await.status,
        404,
        "the secret is shown no more"
    );
    assert_eq!(app.get(PAGE).await.ok().html().count(".secret"), 0);
    assert_eq!(app.post(PAGE, &[("csrf", &csrf)]).await.status, 409);
    assert_eq!(
        app.post(&format!("{PAGE}/confirm"), &right).await.status,
        409
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_asks_for_a_code_which_is_good_once() {
    let app = TestApp::new().await;
    let (authenticator, _) = set_up(&app).await;
    half_sign_in(&app).await;
    assert_eq!(
        app.get("/admin").await.status,
        303,
        "half signed in is not signed in"
    );
    let replayed = send_code(&app, &authenticator.same_code()).await;
    assert_eq!(
        replayed.status, 422,
        "the code that confirmed it signs nobody in"
    );
    later(&app).await;
    assert_eq!(send_code(&app, "12345").await.status, 422);
    let code = authenticator.code();
    let response = send_code(&app, &code).await;
    assert_eq!(
        (response.status, response.header("location")),
        (303, "/admin")
    );
    assert_eq!(app.get("/admin").await.status, 200);
    assert!(!app.cookies().contains_key("formulary-half"));

    half_sign_in(&app).await;
    assert_eq!(send_code(&app, &code).await.status, 422, "a replay");
    let id = id_of(&app, EMAIL).await;
    assert!(
        audited(&app, id)
            .await
            .contains(&"turn on second factor".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_code_twice_at_once_signs_in_once() {
    let app = TestApp::new().await;
    let (authenticator, _) = set_up(&app).await;
    later(&app).await;
    half_sign_in(&app).await;
    let code = authenticator.code();
    let (first, second) = tokio::join!(send_code(&app, &code), send_code(&app, &code));
    let mut answers = [first.status, second.status];
    answers.sort_unstable();
    assert_eq!(answers[0], 303, "{answers:?}");
    assert!(matches!(answers[1], 401 | 422), "{answers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_works_once_however_it_is_typed() {
    let app = TestApp::new().await;
    let (_, codes) = set_up(&app).await;
    assert_eq!(codes.len(), 10);
    half_sign_in(&app).await;
    let typed = codes[3].to_uppercase().replace('-', " ");
    assert_eq!(send_code(&app, &typed).await.status, 303);
    let account = app.get("/admin/account").await.ok();
    assert!(account.body.contains("9 recovery codes left"));
    half_sign_in(&app).await;
    assert_eq!(send_code(&app, &codes[3]).await.status, 422);
    assert_eq!(send_code(&app, &codes[4]).await.status, 303);

    let conn = app.db.write().await.unwrap();
    let stored: Vec<Vec<u8>> = recovery_codes::table
        .select(recovery_codes::code_hash)
        .load(&mut &*conn)
        .await
        .unwrap();
    assert!(
        stored.iter().all(|hash| hash.len() == 32),
        "only hashes are stored"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn renewing_codes_and_turning_it_off_need_the_password() {
    let app = TestApp::new().await;
    let (_, old) = set_up(&app).await;
    let csrf = app.csrf(PAGE).await;
    for action in ["codes", "off"] {
        let form = [("csrf", csrf.as_str()), ("password", "wrong wrong wrong")];
        let response = app.post(&format!("{PAGE}/{action}"), &form).await;
        assert_eq!(response.status, 422);
        assert_eq!(response.html().count(&format!("#{action}-problem")), 1);
    }
    let form = [("csrf", csrf.as_str()), ("password", PASSWORD)];
    let new = app.post(&format!("{PAGE}/codes"), &form).await.ok();
    let new = new.html().texts(".code-list code");
    assert!(new.len() == 10 && !new.contains(&old[0]));
    half_sign_in(&app).await;
    assert_eq!(send_code(&app, &old[0]).await.status, 422);
    assert_eq!(send_code(&app, &new[0]).await.status, 303);

    let csrf = app.csrf(PAGE).await;
    let form = [("csrf", csrf.as_str()), ("password", PASSWORD)];
    assert_eq!(app.post(&format!("{PAGE}/off"), &form).await.status, 303);
    app.forget_cookie();
    assert_eq!(
        sign_in(&app, EMAIL, PASSWORD).await.header("location"),
        "/admin"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_codes_is_slowed_like_guessing_passwords() {
    let app = TestApp::new().await;
    let (authenticator, codes) = set_up(&app).await;
    later(&app).await;
    half_sign_in(&app).await;
    for _ in 0..8 {
        assert_eq!(send_code(&app, "000000").await.status, 422);
    }
    assert_eq!(send_code(&app, &authenticator.code()).await.status, 429);
    assert_eq!(send_code(&app, &codes[0]).await.status, 429);
    // A fresh password does not begin a fresh count.
    app.forget_cookie();
    assert_eq!(sign_in(&app, EMAIL, PASSWORD).await.status, 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_sign_in_lasts_ten_minutes_in_its_own_browser() {
    let app = TestApp::new().await;
    let (authenticator, _) = set_up(&app).await;
    later(&app).await;
    half_sign_in(&app).await;
    let half = app.cookies();
    app.forget_cookie();
    let stranger = send_code(&app, &authenticator.code()).await;
    assert_eq!(stranger.status, 401, "without the cookie a code is nothing");
    assert_eq!(
        app.get("/admin/sign-in/code").await.header("location"),
        "/admin/sign-in"
    );
    app.use_cookies(&half);
    app.get("/admin/sign-in/code").await.ok();
    let conn = app.db.write().await.unwrap();
    diesel::update(sign_in_challenges::table)
        .set(sign_in_challenges::expires_at.eq(Utc::now() - TimeDelta::seconds(1)))
        .execute(&mut &*conn)
        .await
        .unwrap();
    let late = send_code(&app, &authenticator.code()).await;
    assert_eq!(late.status, 401);
    assert!(late.html().text("[role=alert]").contains("took too long"));
}
