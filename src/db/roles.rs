//! What each database role may do: the owner migrates, the application writes but cannot change the audit log or what
//! was published, and the reader sees only what is public.

use std::collections::BTreeSet;

use anyhow::Context;
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

use super::{DbUrls, migrations};

/// Tables to which the application only appends.
const APPEND_ONLY: &[&str] = &[
    "audit_log",
    "publications",
    "offer_history",
    "changes",
    "sign_offs",
    "claim_grades",
    "revisions",
    "comments",
];
/// All that the public's role can see.
const PUBLIC: &[&str] = &[
    "publications",
    "current_publications",
    "publication_links",
    "offers",
    "routes",
    "changes",
    "change_counter",
];

/// Grants the roles behind the application's and the reader's address what they need, unless they are the owner.
pub async fn grant(owner: &mut AsyncPgConnection, urls: &DbUrls) -> anyhow::Result<()> {
    let owner_role = role_of(owner).await?;
    let app_role = role_behind(&urls.app, &urls.owner, &owner_role).await?;
    let read_role = role_behind(&urls.read, &urls.owner, &owner_role).await?;
    let mut statements = Vec::new();
    if app_role != owner_role {
        statements.push(format!(
            "GRANT USAGE ON SCHEMA public TO {app_role};
             GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app_role};
             REVOKE UPDATE, DELETE ON {} FROM {app_role};
             GRANT EXECUTE ON FUNCTION prune_changes(interval, integer) TO {app_role}",
            APPEND_ONLY.join(", ")
        ));
    }
    if read_role != owner_role && read_role != app_role {
        statements.push(format!(
            "GRANT USAGE ON SCHEMA public TO {read_role}; GRANT SELECT ON {} TO {read_role}",
            PUBLIC.join(", ")
        ));
    }
    for statement in statements.iter().collect::<BTreeSet<_>>() {
        owner
            .batch_execute(statement)
            .await
            .context("the rights of the database roles cannot be granted")?;
    }
    Ok(())
}

#[derive(diesel::QueryableByName)]
struct RoleName {
    #[diesel(sql_type = diesel::sql_types::Text)]
    role: String,
}

async fn role_of(connection: &mut AsyncPgConnection) -> anyhow::Result<String> {
    let name: RoleName = diesel::sql_query("SELECT quote_ident(current_user) AS role")
        .get_result(connection)
        .await?;
    Ok(name.role)
}

async fn role_behind(url: &str, owner_url: &str, owner_role: &str) -> anyhow::Result<String> {
    if url == owner_url {
        return Ok(owner_role.to_owned());
    }
    role_of(&mut migrations::connect(url).await?).await
}
