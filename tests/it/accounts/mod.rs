//! Accounts: signing in and out, sessions, the second factor, people, API keys, and forms that outlive a session.

mod kept_form;
mod keys;
mod people;
pub mod second_factor;
mod sessions;
mod sign_in;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use formulary::accounts::model::{Email, Role};
use formulary::accounts::user::commands::create_user;
use formulary::db::schema::{audit_log, users};
use formulary::publishing::transaction;
use uuid::Uuid;

use crate::support::{Response, TestApp, author};

/// The password of everybody in these tests.
const PASSWORD: &str = "a long password";

/// Makes a person without signing in. Returns the id.
async fn person(app: &TestApp, email: &str, role: Role) -> Uuid {
    let email = Email::parse(email).unwrap();
    transaction(&app.db, async |tx| {
        create_user(tx, &email, role, PASSWORD, &author()).await
    })
    .await
    .unwrap()
    .0
}

/// Sends the sign-in form.
async fn sign_in(app: &TestApp, email: &str, password: &str) -> Response {
    app.post(
        "/admin/sign-in",
        &[("email", email), ("password", password)],
    )
    .await
}

/// The same from another network address, as a proxy on this machine says it.
async fn sign_in_from(app: &TestApp, email: &str, password: &str, address: &str) -> Response {
    app.post_with(
        "/admin/sign-in",
        &[("email", email), ("password", password)],
        &[("X-Forwarded-For", address)],
    )
    .await
}

/// What the audit log says of an entity, oldest first.
async fn audited(app: &TestApp, id: Uuid) -> Vec<String> {
    let conn = app.db.write().await.unwrap();
    audit_log::table
        .filter(audit_log::entity_id.eq(id))
        .order(audit_log::id)
        .select(audit_log::action)
        .load(&mut &*conn)
        .await
        .unwrap()
}

async fn id_of(app: &TestApp, email: &str) -> Uuid {
    let conn = app.db.write().await.unwrap();
    users::table
        .filter(users::email.eq(email))
        .select(users::id)
        .first(&mut &*conn)
        .await
        .unwrap()
}
