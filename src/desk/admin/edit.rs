//! One entity in its form: `/admin/{kinds}/{id}`.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::page::{EditPage, Editing};
use super::{DeskKind, saver_of};
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::desk::edit::{Save, Saved, open, save};
use crate::desk::findings::{Beside, place};
use crate::desk::look_ahead::ahead;
use crate::desk::{noun, submit};
use crate::editing::autosave;
use crate::editing::form::Form;
use crate::editing::read::Problems;
use crate::editing::revision::model::RevisionAction;
use crate::editing::revision::queries::revision as revision_of;
use crate::editing::typed::{RowAction, Typed};
use crate::error::AppError;
use crate::publishing::{Kind, transaction};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::form::Sent;
use crate::web::page::{PageResult, answer, see_other};

/// `?done=saved` after a save, `?mine=1` to go on with what was kept.
#[derive(Debug, Default, Deserialize)]
pub struct EditQuery {
    done: Option<String>,
    mine: Option<String>,
}

/// A form for something new: `/admin/{kinds}/new`, with what a link fills in (`?name=`). Its id is made now, so that sending it twice makes one thing.
///
/// # Errors
/// Not signed in, or not allowed.
pub async fn new_page(
    state: State,
    user: CurrentUser,
    kind: DeskKind,
    given: web::Query<Sent>,
) -> PageResult {
    user.may(Action::Edit, Some(kind.0))?;
    let id = Uuid::now_v7();
    let form = noun::form(kind.0);
    let mut typed = Typed::from_draft(&form, &noun::fresh(kind.0));
    for (name, value) in given.pairs() {
        typed.set(name, value);
    }
    let mut editing = Editing::new(kind.0, id, 0, typed);
    editing.dirty = false;
    show(&state, &user, editing, StatusCode::OK).await
}

/// The form of an entity: `/admin/{kinds}/{id}`.
///
/// # Errors
/// Not signed in, or not found.
pub async fn edit_page(
    state: State,
    user: CurrentUser,
    path: web::Path<(String, Uuid)>,
    query: web::Query<EditQuery>,
) -> PageResult {
    let (kind, id) = entity(&path)?;
    let form = noun::form(kind);
    let kept = autosave::queries::kept(&*state.db.write().await?, user.user.id.0, id).await?;
    if let Some(kept) = kept.as_ref().filter(|_| query.mine.is_some()) {
        let typed = Typed::from_pairs(&form, &kept.pairs());
        let mut editing = Editing::new(kind, id, kept.revision, typed);
        editing.dirty = true;
        return show(&state, &user, editing, StatusCode::OK).await;
    }
    let opened = match open(&state.db, kind, id).await {
        // What was never saved has nothing but what its author typed.
        Err(AppError::NotFound) if kept.is_some() => {
            return Ok(see_other(&format!("/admin/{}/{id}?mine=1", kind.plural())));
        }
        opened => opened?,
    };
    let mut editing = Editing::new(
        kind,
        id,
        opened.row.revision,
        Typed::from_draft(&form, &opened.draft),
    );
    editing.kept_since = kept.map(|kept| kept.saved_at);
    editing.flash = flash(query.done.as_deref());
    editing.look = Some(opened.draft);
    show(&state, &user, editing, StatusCode::OK).await
}

fn flash(done: Option<&str>) -> Option<&'static str> {
    Some(match done? {
        "saved" => "Saved as a draft. The public sees what was published last.",
        "unchanged" => "Nothing had changed.",
        "merged" => "Saved. Somebody else had saved other fields meanwhile; theirs are kept.",
        "published" => "Published. The page and the API show it now.",
        "same" => "Exactly this is public already.",
        "withdrawn" => "Withdrawn. Its address now says so.",
        "review" => "Put before a reviewer.",
        "approved" => "Approved. It can be published.",
        "back" => "Sent back with your comment.",
        "commented" => "Your comment stands below.",
        "scheduled" => "Scheduled.",
        "cancelled" => "The schedule is cancelled.",
        "restored" => "Restored as a new revision.",
        "discarded" => "What was not saved is discarded.",
        "collected" => "Added to the release.",
        "prices" => "Prices are saved and public now.",
        "not-cleared" => {
            "Not published: rules object to some words. They stand beside their fields."
        }
        _ => return None,
    })
}

/// Kind and id of an address.
pub fn entity(path: &(String, Uuid)) -> Result<(Kind, Uuid), AppError> {
    Ok((
        Kind::from_plural(&path.0).ok_or(AppError::NotFound)?,
        path.1,
    ))
}

/// The revision that the person began with.
///
/// # Errors
/// A form without one.
pub fn base_of(sent: &Sent) -> Result<i32, AppError> {
    sent.value("revision")
        .parse()
        .map_err(|_| AppError::bad_parameter("revision", "must be a whole number"))
}

/// Takes the form: does something with its rows, looks ahead, or saves it. `POST /admin/{kinds}/{id}`.
///
/// # Errors
/// Not signed in, not allowed, not found, or a form from elsewhere.
pub async fn edit(
    state: State,
    user: CurrentUser,
    path: web::Path<(String, Uuid)>,
    sent: web::Form<Sent>,
) -> PageResult {
    let (kind, id) = may_edit(&user, &path, &sent)?;
    let form = noun::form(kind);
    let mut editing = taken_up(&state, &form, (kind, id), &sent).await?;
    editing.dirty = true;
    sent.value("note").trim().clone_into(&mut editing.note);
    let what = sent.value("do");
    if let Some(action) = RowAction::parse(what) {
        editing.focus = editing.typed.act(&form, &action);
        return show(&state, &user, editing, StatusCode::OK).await;
    }
    if let Some(taken) = what.strip_prefix("take:") {
        take_wording(&mut editing.typed, taken);
    }
    let looks_only = what == "check" || what.starts_with("take:");
    let draft = match draft_of(&state, &form, &mut editing).await? {
        Some(draft) => draft,
        None => return show(&state, &user, editing, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    if looks_only {
        editing.look = Some(draft);
        editing.show_reach = true;
        return show(&state, &user, editing, StatusCode::OK).await;
    }
    save_draft(&state, &user, editing, draft, sent.value("then")).await
}

/// The entity of a form, when the form is the person's own and they may edit that kind.
///
/// # Errors
/// Not allowed, or a form from elsewhere.
pub fn may_edit(
    user: &CurrentUser,
    path: &(String, Uuid),
    sent: &Sent,
) -> Result<(Kind, Uuid), AppError> {
    let (kind, id) = entity(path)?;
    user.check_csrf(sent.value("csrf"))?;
    user.may(Action::Edit, Some(kind))?;
    Ok((kind, id))
}

/// What was typed. A field that did not come at all stays as it was when the person began: only what was shown can be emptied.
async fn taken_up(
    state: &State,
    form: &Form,
    (kind, id): (Kind, Uuid),
    sent: &Sent,
) -> Result<Editing, AppError> {
    let mut typed = Typed::from_pairs(form, sent.pairs());
    let missing = Typed::missing(form, sent.pairs());
    let base = base_of(sent)?;
    if base > 0 && !missing.is_empty() {
        open(&state.db, kind, id).await?;
        let conn = state.db.write().await?;
        let began = revision_of(&conn, id, base).await?.draft;
        let mut before = Typed::from_draft(form, &began);
        for field in missing {
            if let Some(entry) = before.0.remove(field.name) {
                typed.0.insert(field.name, entry);
            }
        }
    }
    Ok(Editing::new(kind, id, base, typed))
}

/// Puts a sentence in place of words.
fn take_wording(typed: &mut Typed, taken: &str) {
    #[derive(Deserialize)]
    struct Taken {
        path: String,
        words: String,
        instead: String,
    }
    let Ok(taken) = serde_json::from_str::<Taken>(taken) else {
        return;
    };
    let Some(crate::editing::typed::Entry::Text(text)) = typed.entry(&taken.path) else {
        return;
    };
    let replaced = crate::desk::findings::replace_sentence(text, &taken.words, &taken.instead);
    typed.set(&taken.path, &replaced);
}

/// The draft that was typed; nothing when something is wrong, which then stands beside the fields.
async fn draft_of(
    state: &State,
    form: &Form,
    editing: &mut Editing,
) -> Result<Option<Value>, AppError> {
    let conn = state.db.write().await?;
    match submit::draft_of(&conn, editing.kind, form, &mut editing.typed).await? {
        Ok(draft) => Ok(Some(draft)),
        Err(problems) => {
            editing.problems = problems;
            Ok(None)
        }
    }
}

async fn save_draft(
    state: &State,
    user: &CurrentUser,
    mut editing: Editing,
    draft: Value,
    then: &str,
) -> PageResult {
    let author = user.user.author();
    let what = Save {
        entity: (editing.kind, editing.id),
        base: editing.revision,
        draft,
        action: RevisionAction::Save,
        note: &editing.note.clone(),
    };
    let saved = match save(&state.db, &what, saver_of(user, &author)).await {
        Ok(saved) => saved,
        Err(AppError::Invalid(errors)) => {
            editing.problems = beside(&editing.typed, errors.iter());
            return show(state, user, editing, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(AppError::Conflict(problem)) => {
            editing.problem = Some(problem);
            return show(state, user, editing, StatusCode::CONFLICT).await;
        }
        Err(error) => return Err(error.into()),
    };
    // What somebody else saved meanwhile is looked at before it is published.
    let (done, revision) = match saved {
        Saved::Unchanged(revision) => ("unchanged", Some(revision)),
        Saved::Saved(revision) => ("saved", Some(revision)),
        Saved::Merged(..) => ("merged", None),
        Saved::Clash(merged, revision) => {
            return super::conflict::show(state, user, &editing, &merged, revision).await;
        }
    };
    let (id, plural) = (editing.id, editing.kind.plural());
    forget(state, user, id).await?;
    match revision {
        Some(revision) if !then.is_empty() && then != "save" => {
            super::workflow::after_save(state, user, (editing.kind, id), revision, then).await
        }
        _ => Ok(see_other(&format!("/admin/{plural}/{id}?done={done}"))),
    }
}

/// Errors of a command, which name a member, beside the fields of the form.
fn beside<'a>(typed: &Typed, errors: impl Iterator<Item = (&'a str, &'a str)>) -> Problems {
    let mut problems = Problems::default();
    let texts = typed.texts();
    for (member, problem) in errors {
        // A problem with a row says which by what stands in its field.
        let row = texts.iter().find(|(path, text)| {
            path.rsplit('.').next() == Some(member)
                && path.contains('.')
                && !text.is_empty()
                && problem.contains(text)
        });
        match row {
            Some((path, _)) if !typed.0.contains_key(member) => problems.add(path.clone(), problem),
            _ => problems.add(member, problem),
        }
    }
    problems
}

/// The page of a form as it stands.
pub async fn show(
    state: &State,
    user: &CurrentUser,
    mut editing: Editing,
    status: StatusCode,
) -> PageResult {
    if let Some(draft) = editing.look.take() {
        let author = user.user.author();
        let entity = (editing.kind, editing.id);
        match ahead(&state.db, entity, &draft, saver_of(user, &author)).await {
            Ok(ahead) => {
                editing.findings = place(&editing.typed, ahead.objections.clone());
                editing.ahead = Some(ahead);
            }
            Err(AppError::Invalid(errors)) => {
                editing.problems = beside(&editing.typed, errors.iter());
            }
            Err(AppError::Conflict(problem)) => editing.problem = Some(problem),
            Err(error) => return Err(error.into()),
        }
    }
    let page = EditPage::load(state, user, editing).await?;
    answer(status, &page)
}

/// What rules say of the form as it is typed, for the script: `POST /admin/{kinds}/{id}/findings`.
///
/// # Errors
/// Not signed in, not allowed, or a form from elsewhere.
pub async fn findings(
    state: State,
    user: CurrentUser,
    path: web::Path<(String, Uuid)>,
    sent: web::Form<Sent>,
) -> PageResult {
    let (kind, id) = may_edit(&user, &path, &sent)?;
    let form = noun::form(kind);
    let mut editing = taken_up(&state, &form, (kind, id), &sent).await?;
    let mut found: Vec<Beside> = Vec::new();
    if let Some(draft) = draft_of(&state, &form, &mut editing).await? {
        let author = user.user.author();
        let judged =
            crate::desk::look_ahead::judge(&state.db, (kind, id), &draft, saver_of(&user, &author))
                .await;
        match judged {
            Ok(objections) => found = place(&editing.typed, objections),
            Err(AppError::Invalid(errors)) => {
                editing.problems = beside(&editing.typed, errors.iter())
            }
            Err(AppError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let html = super::page::finding_fragments(&state, kind, id, &found).await?;
    let problems: Vec<(&str, &str)> = editing.problems.iter().collect();
    let mut response = HttpResponse::Ok();
    CachePolicy::NoStore.apply(&mut response);
    Ok(response.json(serde_json::json!({ "findings": html, "problems": problems })))
}

/// Keeps what a person has typed and not saved: `POST /admin/{kinds}/{id}/keep`.
///
/// # Errors
/// Not signed in, not allowed, or a form from elsewhere.
pub async fn keep(
    state: State,
    user: CurrentUser,
    path: web::Path<(String, Uuid)>,
    sent: web::Form<Sent>,
) -> PageResult {
    let (kind, id) = may_edit(&user, &path, &sent)?;
    let base = base_of(&sent)?;
    transaction(&state.db, async |tx| {
        autosave::commands::keep(tx, user.user.id.0, (kind, id), base, sent.pairs()).await
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Forgets what was typed and not saved: `POST /admin/{kinds}/{id}/discard`.
///
/// # Errors
/// Not signed in, or a form from elsewhere.
pub async fn discard(
    state: State,
    user: CurrentUser,
    path: web::Path<(String, Uuid)>,
    sent: web::Form<Sent>,
) -> PageResult {
    let (kind, id) = entity(&path)?;
    user.check_csrf(sent.value("csrf"))?;
    forget(&state, &user, id).await?;
    Ok(see_other(&format!(
        "/admin/{}/{id}?done=discarded",
        kind.plural()
    )))
}

/// Forgets what a person has typed for an entity, because it is saved or given up.
///
/// # Errors
/// No database.
pub async fn forget(state: &State, user: &CurrentUser, id: Uuid) -> Result<(), AppError> {
    transaction(&state.db, async |tx| {
        autosave::commands::discard(tx, user.user.id.0, id).await
    })
    .await
}

/// The page of an entity with what a command refused.
///
/// # Errors
/// Not found.
pub async fn refused(
    state: &State,
    user: &CurrentUser,
    (kind, id): (Kind, Uuid),
    problem: String,
    status: StatusCode,
) -> PageResult {
    let opened = open(&state.db, kind, id).await?;
    let form = noun::form(kind);
    let typed = Typed::from_draft(&form, &opened.draft);
    let mut editing = Editing::new(kind, id, opened.row.revision, typed);
    editing.problem = Some(problem);
    editing.look = Some(opened.draft);
    show(state, user, editing, status).await
}
