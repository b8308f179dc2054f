//! The reviewer's desk: what waits for a person, and one entity with what rules say of it and who signed what.

use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::draft::judge_draft;
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::compliance::lint::Verdict;
use crate::compliance::passage::Found;
use crate::error::{AppError, Objection};
use crate::gate::sign_off::commands::sign;
use crate::gate::sign_off::model::{SignOff, sha256};
use crate::gate::sign_off::queries::sign_offs_of;
use crate::gate::task::commands::resolve_task;
use crate::gate::task::model::{Task, TaskReason};
use crate::gate::task::queries::open_tasks;
use crate::gate::{OwnedFinding, objection};
use crate::publishing::{Kind, transaction};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageResult, day, respond, see_other};

#[derive(Template)]
#[template(path = "admin/check/reviews.html")]
struct ReviewsPage {
    admin: AdminCtx,
    tasks: Vec<TaskLine>,
    can_review: bool,
}

struct TaskLine {
    id: Uuid,
    reason: &'static str,
    title: String,
    kind: Kind,
    path: String,
    detail: String,
    since: String,
    /// Whether a person closes it; the others close when the words are cleared.
    closes_by_hand: bool,
}

/// `?done=signed` after a signature.
#[derive(Deserialize)]
pub struct DoneQuery {
    done: Option<String>,
}

/// What waits for a person: `/admin/reviews`.
///
/// # Errors
/// Not signed in.
pub async fn reviews_page(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    query: web::Query<DoneQuery>,
) -> PageResult {
    user.may(Action::Read, None)?;
    let conn = state.db.write().await?;
    let tasks = open_tasks(&conn).await?;
    let mut admin = AdminCtx::new(&user, "reviews", "Reviews");
    if query.done.as_deref() == Some("resolved") {
        admin.flash = Some("Closed. The history keeps what you noted.");
    }
    let page = ReviewsPage {
        admin,
        tasks: tasks.into_iter().map(task_line).collect(),
        can_review: user.user.role.may(Action::Review, None),
    };
    respond(&request, &page, CachePolicy::NoStore)
}

fn task_line(task: Task) -> TaskLine {
    let text = |key: &str| {
        task.detail
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let detail = match task.reason {
        TaskReason::GradeFell => format!(
            "From {} to {}, because the reference {} is {}",
            text("from"),
            text("to"),
            text("reference"),
            text("status")
        ),
        TaskReason::ReviewOverdue => format!("It was due on {}", text("review_by")),
        TaskReason::NotCleared => match task.detail.get("objections").and_then(Value::as_array) {
            Some(objections) if objections.len() == 1 => "1 objection".to_owned(),
            Some(objections) => format!("{} objections", objections.len()),
            None => String::new(),
        },
    };
    TaskLine {
        id: task.id,
        reason: task.reason.words(),
        path: format!("/admin/reviews/{}/{}", task.kind, task.entity_id),
        detail,
        since: day(task.created_at.date_naive()),
        closes_by_hand: task.reason != TaskReason::NotCleared,
        title: task.title,
        kind: task.kind,
    }
}

#[derive(Template)]
#[template(path = "admin/check/review.html")]
struct ReviewPage {
    admin: AdminCtx,
    kind: Kind,
    sign_path: String,
    texts: Vec<TextLine>,
    signed: Vec<SignedLine>,
    can_review: bool,
}

/// One text that rules object to and nobody has signed.
struct TextLine {
    text: String,
    sha256: String,
    blocks: bool,
    objections: Vec<Objection>,
}

/// One signature.
struct SignedLine {
    text: String,
    rules: String,
    signer: String,
    date: String,
    reason: String,
    is_override: bool,
    place: String,
}

/// One entity with what rules say of its draft: `/admin/reviews/{kind}/{id}`.
///
/// # Errors
/// Not signed in, or not found.
pub async fn review_page(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    path: web::Path<(String, Uuid)>,
    query: web::Query<DoneQuery>,
) -> PageResult {
    user.may(Action::Read, None)?;
    let (kind, id) = entity(&path)?;
    let conn = state.db.write().await?;
    let draft = judge_draft(&conn, kind, id).await?;
    let mut owners: Vec<Uuid> = draft
        .findings
        .iter()
        .map(|finding| finding.owner.1)
        .collect();
    owners.push(id);
    let signed = sign_offs_of(&conn, &owners).await?;
    let mut admin = AdminCtx::new(&user, "reviews", draft.title);
    if query.done.as_deref() == Some("signed") {
        admin.flash = Some("Signed. The history keeps it with your name.");
    }
    let page = ReviewPage {
        admin,
        kind,
        sign_path: format!("/admin/reviews/{kind}/{id}/sign"),
        texts: texts(&draft.findings, &signed),
        signed: signed.into_iter().map(signed_line).collect(),
        can_review: user.user.role.may(Action::Review, None),
    };
    respond(&request, &page, CachePolicy::NoStore)
}

fn entity(path: &(String, Uuid)) -> Result<(Kind, Uuid), AppError> {
    let kind = path.0.parse().map_err(|_| AppError::NotFound)?;
    Ok((kind, path.1))
}

/// The texts with findings that nobody has signed, each once.
fn texts(findings: &[OwnedFinding], signed: &[SignOff]) -> Vec<TextLine> {
    let mut texts: Vec<TextLine> = Vec::new();
    let open = findings.iter().filter(|finding| {
        !signed
            .iter()
            .any(|sign_off| sign_off.covers(finding.owner.1, &finding.found))
    });
    for finding in open {
        let passage = &finding.found.passage;
        let key = key_of(finding);
        let objection = objection(finding);
        let blocks = finding.found.finding.severity == Verdict::Block;
        match texts.iter_mut().find(|line| line.sha256 == key) {
            Some(line) => {
                line.blocks |= blocks;
                line.objections.push(objection);
            }
            None => texts.push(TextLine {
                text: passage.text.clone(),
                sha256: key,
                blocks,
                objections: vec![objection],
            }),
        }
    }
    texts
}

/// Tells one text in one place from all others, so that a signature is for exactly what the reviewer saw.
fn key_of(finding: &OwnedFinding) -> String {
    let passage = &finding.found.passage;
    sha256(&format!(
        "{} {} {} {}",
        finding.owner.1, passage.jurisdiction, passage.surface, passage.text
    ))
}

fn signed_line(sign_off: SignOff) -> SignedLine {
    SignedLine {
        rules: sign_off.rules.join(", "),
        date: day(sign_off.signed_at.date_naive()),
        place: format!("{}, {}", sign_off.jurisdiction, sign_off.surface),
        text: sign_off.text,
        signer: sign_off.signer,
        reason: sign_off.reason,
        is_override: sign_off.is_override,
    }
}

/// What the form of a signature sends.
#[derive(Deserialize)]
pub struct SignForm {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    reason: String,
}

/// Signs one text: `POST /admin/reviews/{kind}/{id}/sign`.
///
/// # Errors
/// Not signed in, not a reviewer, an override without a reason, a text that is not the one that was seen, or
/// one that is signed already.
pub async fn review_sign(
    state: State,
    user: CurrentUser,
    path: web::Path<(String, Uuid)>,
    form: web::Form<SignForm>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    user.may(Action::Review, None)?;
    let (kind, id) = entity(&path)?;
    let author = user.user.author();
    let reason: String = form.reason.trim().chars().take(1_000).collect();
    transaction(&state.db, async |tx| {
        let draft = judge_draft(tx.conn()?, kind, id).await?;
        let of_text: Vec<OwnedFinding> = draft
            .findings
            .into_iter()
            .filter(|finding| key_of(finding) == form.text)
            .collect();
        let owner = of_text.first().map_or((kind, id), |finding| finding.owner);
        let found: Vec<_> = of_text.into_iter().map(|finding| finding.found).collect();
        let is_blocked = |found: &Found| found.finding.severity == Verdict::Block;
        if found.iter().any(is_blocked) {
            user.may(Action::Override, Some(kind))?;
        }
        sign(tx, owner, &found, &reason, &author).await
    })
    .await?;
    Ok(see_other(&format!(
        "/admin/reviews/{kind}/{id}?done=signed"
    )))
}

/// What the form of a task sends.
#[derive(Deserialize)]
pub struct ResolveForm {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    resolution: String,
}

/// Closes a task: `POST /admin/reviews/tasks/{id}`.
///
/// # Errors
/// Not signed in, not a reviewer, or closed already.
pub async fn task_resolve(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    form: web::Form<ResolveForm>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    user.may(Action::Review, None)?;
    let author = user.user.author();
    let resolution: String = form.resolution.trim().chars().take(1_000).collect();
    if resolution.is_empty() {
        return Err(AppError::field("resolution", "must say what was decided").into());
    }
    transaction(&state.db, async |tx| {
        resolve_task(tx, *id, &resolution, &author).await
    })
    .await?;
    Ok(see_other("/admin/reviews?done=resolved"))
}
