//! Writes of signatures.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::model::sha256;
use crate::accounts::audit;
use crate::compliance::lint::Verdict;
use crate::compliance::passage::{Found, Passage};
use crate::db::schema::sign_offs;
use crate::error::AppError;
use crate::publishing::{Author, Kind, Tx};

/// Shortest reason for letting a text pass that a rule blocks, in characters.
const SHORTEST_REASON: usize = 10;

/// Signs one text of an entity: everything that was found in it may pass. The same text is signed once for the same rules.
///
/// # Errors
/// A block without a reason, nothing to sign, or a text that is signed already.
pub async fn sign(
    tx: &mut Tx,
    (kind, entity_id): (Kind, Uuid),
    found: &[Found],
    reason: &str,
    author: &Author,
) -> Result<(), AppError> {
    let Some(Found { passage, .. }) = found.first() else {
        return Err(AppError::Conflict(
            "nothing in that text asks for a signature: reload the page".to_owned(),
        ));
    };
    let of_text: Vec<&Found> = found
        .iter()
        .filter(|other| is_same_text(&other.passage, passage))
        .collect();
    let is_override = of_text
        .iter()
        .any(|found| found.finding.severity == Verdict::Block);
    let reason = reason.trim();
    if is_override && reason.chars().count() < SHORTEST_REASON {
        return Err(AppError::field(
            "reason",
            format!(
                "must say, in at least {SHORTEST_REASON} characters, why a text that is blocked may be shown all the same"
            ),
        ));
    }
    let mut rules: Vec<&str> = of_text.iter().map(|found| &*found.finding.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let stored = diesel::insert_into(sign_offs::table)
        .values((
            sign_offs::id.eq(Uuid::now_v7()),
            sign_offs::entity_id.eq(entity_id),
            sign_offs::kind.eq(kind),
            sign_offs::jurisdiction.eq(passage.jurisdiction),
            sign_offs::surface.eq(passage.surface),
            sign_offs::text.eq(&passage.text),
            sign_offs::text_sha256.eq(sha256(&passage.text)),
            sign_offs::rules.eq(&rules),
            sign_offs::is_override.eq(is_override),
            sign_offs::reason.eq(reason),
            sign_offs::signed_by.eq(author.user_id),
            sign_offs::signer.eq(&author.name),
        ))
        // Of those who sign at the same time one is first, and the others wait for it here.
        .on_conflict_do_nothing()
        .execute(tx.conn()?)
        .await?;
    if stored == 0 {
        return Err(AppError::Conflict(
            "that text has been signed already: reload the page to see by whom".to_owned(),
        ));
    }
    let action = if is_override { "override" } else { "sign off" };
    let detail = json!({ "text": passage.text, "rules": rules, "reason": reason, "surface": passage.surface,
        "jurisdiction": passage.jurisdiction });
    audit::record(tx, author, action, kind.as_str(), Some(entity_id), detail).await
}

/// Whether two passages are the same words in the same place under the same law.
pub fn is_same_text(one: &Passage, other: &Passage) -> bool {
    one.text == other.text && one.surface == other.surface && one.jurisdiction == other.jurisdiction
}
