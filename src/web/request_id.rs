//! The id of the request that is being answered, for logs and error pages.

use std::future::Future;

use uuid::Uuid;

tokio::task_local! {
    static CURRENT: String;
}

/// Runs a request under a fresh id.
pub async fn scope<F: Future>(future: F) -> F::Output {
    CURRENT
        .scope(Uuid::now_v7().simple().to_string(), future)
        .await
}

/// The id of the current request; empty outside of one.
pub fn current() -> String {
    CURRENT.try_with(Clone::clone).unwrap_or_default()
}
