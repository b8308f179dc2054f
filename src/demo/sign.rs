//! Signatures of the demo's own reviewer, for words that rules want a person to look at.

use crate::check::draft::judge_draft;
use crate::compliance::lint::Verdict;
use crate::error::AppError;
use crate::gate::OwnedFinding;
use crate::gate::sign_off::commands::sign;
use crate::gate::sign_off::queries::sign_offs_of;
use crate::publishing::{Author, Kind, Tx};
use uuid::Uuid;

use super::data::SignOff;

/// Signs what rules want reviewed in a draft, if the demo has a reason for it. What blocks is never signed.
pub async fn sign_for(
    tx: &mut Tx,
    (kind, id, slug): (Kind, Uuid, &str),
    sign_offs: &[SignOff],
) -> Result<(), AppError> {
    let reasons = sign_offs
        .iter()
        .find(|one| one.kind == kind && one.slug == slug);
    let Some(SignOff { reason, .. }) = reasons else {
        return Ok(());
    };
    let reviewer = Author {
        user_id: None,
        name: "Demo reviewer".to_owned(),
    };
    let draft = judge_draft(tx.conn()?, kind, id).await?;
    let mut open: Vec<OwnedFinding> = draft
        .findings
        .into_iter()
        .filter(|finding| finding.found.finding.severity == Verdict::Review)
        .collect();
    while let Some(first) = open.first() {
        let (owner, passage) = (first.owner, first.found.passage.clone());
        let (of_text, others): (Vec<_>, Vec<_>) = open
            .into_iter()
            .partition(|finding| finding.owner == owner && finding.found.passage == passage);
        open = others;
        let found: Vec<_> = of_text.into_iter().map(|finding| finding.found).collect();
        let signed = sign_offs_of(tx.conn()?, &[owner.1]).await?;
        let is_signed = |found| {
            signed
                .iter()
                .any(|sign_off| sign_off.covers(owner.1, found))
        };
        if !found.iter().all(is_signed) {
            sign(tx, owner, &found, reason, &reviewer).await?;
        }
    }
    Ok(())
}
