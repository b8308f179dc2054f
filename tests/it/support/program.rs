//! A program with an API key.

use chrono::{TimeDelta, Utc};
use formulary::accounts::api_key::commands::create_key;
use formulary::accounts::api_key::model::{KeyTerms, Scope};
use formulary::publishing::transaction;
use serde_json::Value;

use super::app::{Response, TestApp};
use super::builders::author;

/// What may write everything.
pub const ALL_SCOPES: &[Scope] = &[
    Scope::CatalogRead,
    Scope::CatalogWrite,
    Scope::CatalogPublish,
    Scope::OffersWrite,
];

pub struct Program<'a> {
    app: &'a TestApp,
    pub key: String,
}

impl<'a> Program<'a> {
    pub async fn new(app: &'a TestApp, scopes: &[Scope]) -> Self {
        let terms = KeyTerms {
            name: "a program".to_owned(),
            scopes: scopes.to_vec(),
            expires_at: Utc::now() + TimeDelta::days(1),
        };
        let key = transaction(&app.db, async |tx| create_key(tx, &terms, &author()).await)
            .await
            .unwrap();
        Self {
            app,
            key: key.to_string(),
        }
    }

    pub async fn send(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Response {
        let authorization = format!("Bearer {}", self.key);
        let mut all = vec![("Authorization", authorization.as_str())];
        all.extend(headers);
        self.app.request(method, path, body, &all).await
    }

    pub async fn get(&self, path: &str) -> Response {
        self.send("GET", path, None, &[]).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.send("POST", path, Some(body), &[]).await
    }
}
