//! Judging again what was touched: an edited claim, the title of a reference or the name of an ingredient changes the pages
//! that show it, and a changed pack changes everything.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::page::{Objected, judge_published};
use super::scan::scan;
use crate::compliance::lint::Verdict;
use crate::compliance::rules;
use crate::compliance::surface::Jurisdiction;
use crate::config::RulePolicy;
use crate::db::Db;
use crate::db::schema::{rejudge_cursor, rule_scans};
use crate::error::AppError;
use crate::gate::objection;
use crate::gate::task::commands::{close_tasks, open_task};
use crate::gate::task::model::{NewTask, TaskReason};
use crate::publishing::changes::{Action, Change};
use crate::publishing::{Author, Tx, changes, read, transaction, withdraw};

/// Rows of the log that are read at once.
const AT_ONCE: i64 = 1_000;

/// Judges what the log says was touched since the last time, once however many processes do it. Returns how many entities
/// rules object to.
///
/// # Errors
/// No database.
pub async fn rejudge_touched(db: &Db, policy: RulePolicy) -> Result<usize, AppError> {
    transaction(db, async |tx| {
        let cursor: Option<i64> = rejudge_cursor::table
            .select(rejudge_cursor::position)
            .for_update()
            .skip_locked()
            .first(tx.conn()?)
            .await
            .optional()?;
        let Some(from) = cursor else { return Ok(0) };
        let log = changes::since(tx.conn()?, from, AT_ONCE).await?;
        let Some(last) = log.last().map(|change| change.position) else {
            return Ok(0);
        };
        let is_touched = |change: &&Change| change.action == Action::Touched;
        let touched = changes::entities(log.iter().filter(is_touched));
        let stored = read::by_ids(tx.conn()?, &touched).await?;
        let objected = judge_published(tx.conn()?, stored).await?;
        let clean = touched
            .iter()
            .filter(|id| !objected.iter().any(|one| one.entity_id == **id));
        for id in clean {
            let author = Author::system("rules");
            close_tasks(tx, &[*id], TaskReason::NotCleared, "clean again", &author).await?;
        }
        for one in &objected {
            act(tx, one, policy).await?;
        }
        diesel::update(rejudge_cursor::table)
            .set(rejudge_cursor::position.eq(last))
            .execute(tx.conn()?)
            .await?;
        Ok(objected.len())
    })
    .await
}

/// Judges everything again if a rule pack has changed since the catalog was judged last. Returns what was found, or nothing
/// when the packs are the same.
///
/// # Errors
/// No database.
pub async fn rescan_if_rules_changed(
    db: &Db,
    policy: RulePolicy,
) -> Result<Option<usize>, AppError> {
    transaction(db, async |tx| {
        let mut changed = false;
        for jurisdiction in Jurisdiction::ALL {
            changed |= note_version(tx, *jurisdiction).await?;
        }
        if !changed {
            return Ok(None);
        }
        let report = scan(tx.conn()?).await?;
        for one in &report.objected {
            act(tx, one, policy).await?;
        }
        Ok(Some(report.objected.len()))
    })
    .await
}

/// Keeps the version of a pack; returns whether it is another one than before. Another process that does the same waits.
async fn note_version(tx: &mut Tx, jurisdiction: Jurisdiction) -> Result<bool, AppError> {
    let version = rules::pack(jurisdiction).version();
    let known: Option<String> = rule_scans::table
        .find(jurisdiction)
        .select(rule_scans::pack_version)
        .for_update()
        .first(tx.conn()?)
        .await
        .optional()?;
    if known.as_deref() == Some(version) {
        return Ok(false);
    }
    diesel::insert_into(rule_scans::table)
        .values((
            rule_scans::jurisdiction.eq(jurisdiction),
            rule_scans::pack_version.eq(version),
        ))
        .on_conflict(rule_scans::jurisdiction)
        .do_update()
        .set((
            rule_scans::pack_version.eq(version),
            rule_scans::scanned_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(true)
}

/// Queues an entity for review, or takes it out of the public's sight where something blocks and the policy says so.
async fn act(tx: &mut Tx, objected: &Objected, policy: RulePolicy) -> Result<(), AppError> {
    let blocks = objected
        .findings
        .iter()
        .any(|finding| finding.found.finding.severity == Verdict::Block);
    let detail =
        json!({ "objections": objected.findings.iter().map(objection).collect::<Vec<_>>() });
    open_task(
        tx,
        &NewTask {
            reason: TaskReason::NotCleared,
            kind: objected.kind,
            entity_id: objected.entity_id,
            title: &objected.title,
            detail,
        },
    )
    .await?;
    if blocks && policy == RulePolicy::Withdraw {
        let reason = "It is being reviewed.";
        let author = Author::system("rules");
        withdraw(tx, objected.kind, objected.entity_id, &author, reason, None).await?;
    }
    Ok(())
}
