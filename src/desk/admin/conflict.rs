//! Two people changed the same: base, theirs and mine in three columns, and a choice for each place.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde_json::Value;
use uuid::Uuid;

use super::edit::{base_of, may_edit};
use super::page::{Editing, moment};
use super::saver_of;
use crate::accounts::admin::AdminCtx;
use crate::accounts::session::CurrentUser;
use crate::desk::edit::{Save, Saved, save};
use crate::desk::{noun, picks};
use crate::editing::diff::in_words;
use crate::editing::form::{Field, Form, Input};
use crate::editing::merge::{Clash, Merged};
use crate::editing::revision::model::RevisionAction;
use crate::editing::revision::queries::revision as revision_of;
use crate::error::AppError;
use crate::state::State;
use crate::web::form::Sent;
use crate::web::page::{PageResult, answer, see_other};

#[derive(Template)]
#[template(path = "admin/desk/conflict.html")]
struct ConflictPage {
    admin: AdminCtx,
    path: String,
    revision: i32,
    their_name: String,
    their_time: String,
    merged: String,
    note: String,
    clashes: Vec<ClashView>,
    only_theirs: Vec<String>,
    only_mine: Vec<String>,
}

/// One place that both changed.
struct ClashView {
    number: usize,
    label: String,
    pointer: String,
    base: String,
    theirs: String,
    mine: String,
    their_json: String,
    my_json: String,
}

/// The screen with three columns; nothing was saved.
///
/// # Errors
/// No database.
pub async fn show(
    state: &State,
    user: &CurrentUser,
    editing: &Editing,
    merged: &Merged,
    revision: i32,
) -> PageResult {
    let form = noun::form(editing.kind);
    let conn = state.db.write().await?;
    let theirs = revision_of(&conn, editing.id, revision).await?;
    let mut ids = Vec::new();
    for clash in &merged.clashes {
        for side in [&clash.base, &clash.theirs, &clash.mine] {
            strings(side, &mut ids);
        }
    }
    let names = picks::titles(&conn, ids.iter().map(String::as_str)).await?;
    drop(conn);
    let name_of = |id: &str| names.get(id).cloned();
    let labels = |members: &[String]| -> Vec<String> {
        members
            .iter()
            .map(|member| label(&form, &format!("/{member}")))
            .collect()
    };
    let mut clashes = Vec::new();
    for (clash, number) in merged.clashes.iter().zip(0..) {
        clashes.push(clash_view(&form, clash, number, &name_of)?);
    }
    let page = ConflictPage {
        admin: AdminCtx::new(user, editing.kind.plural(), "Two people changed the same"),
        path: editing.path(),
        revision,
        their_name: theirs.author,
        their_time: moment(theirs.created_at),
        merged: merged.draft.to_string(),
        note: editing.note.clone(),
        clashes,
        only_theirs: labels(&merged.theirs),
        only_mine: labels(&merged.mine),
    };
    answer(StatusCode::CONFLICT, &page)
}

fn clash_view(
    form: &Form,
    clash: &Clash,
    number: usize,
    names: crate::editing::diff::Names<'_>,
) -> Result<ClashView, AppError> {
    let field = field_of(form, &clash.pointer);
    let words = |value: &Value| match field {
        Some(field) => in_words(field, value, names),
        None => value.to_string(),
    };
    Ok(ClashView {
        number,
        label: label(form, &clash.pointer),
        pointer: clash.pointer.clone(),
        base: words(&clash.base),
        theirs: words(&clash.theirs),
        mine: words(&clash.mine),
        their_json: serde_json::to_string(&clash.theirs)?,
        my_json: serde_json::to_string(&clash.mine)?,
    })
}

/// The field at a JSON pointer.
fn field_of<'a>(form: &'a Form, pointer: &str) -> Option<&'a Field> {
    let path = pointer.trim_start_matches('/').replace('/', ".");
    form.field_at(&path)
}

/// The words for a place: the labels of the fields on the way there.
fn label(form: &Form, pointer: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut path = String::new();
    for part in pointer.split('/').filter(|part| !part.is_empty()) {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(part);
        match (part.parse::<usize>(), form.field_at(&path)) {
            (
                Ok(number),
                Some(Field {
                    input: Input::Rows(rows),
                    ..
                }),
            ) => {
                words.push(format!("{} {}", rows.one, number + 1));
            }
            (_, Some(field)) => words.push(field.label.to_owned()),
            _ => words.push(part.to_owned()),
        }
    }
    words.join(" › ")
}

fn strings(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|item| strings(item, out)),
        Value::Object(members) => members.values().for_each(|member| strings(member, out)),
        _ => {}
    }
}

/// Saves what was chosen: `POST /admin/{kinds}/{id}/resolve`.
///
/// # Errors
/// Not signed in, not allowed, or a form from elsewhere.
pub async fn resolve(
    state: State,
    user: CurrentUser,
    path: web::Path<(String, Uuid)>,
    sent: web::Form<Sent>,
) -> PageResult {
    let (kind, id) = may_edit(&user, &path, &sent)?;
    let unreadable =
        || AppError::BadRequest("the form can't be read: go back and save again".to_owned());
    let mut draft: Value = serde_json::from_str(sent.value("merged")).map_err(|_| unreadable())?;
    for number in 0.. {
        let pointer = sent.value(&format!("pointer-{number}"));
        if pointer.is_empty() {
            break;
        }
        let side = if sent.value(&format!("take-{number}")) == "theirs" {
            "theirs"
        } else {
            "mine"
        };
        let chosen: Value = serde_json::from_str(sent.value(&format!("{side}-{number}")))
            .map_err(|_| unreadable())?;
        *draft.pointer_mut(pointer).ok_or_else(unreadable)? = chosen;
    }
    let (draft, problems) = noun::check(kind, draft).map_err(|_| unreadable())?;
    let typed = crate::editing::typed::Typed::from_draft(&noun::form(kind), &draft);
    let mut editing = Editing::new(kind, id, base_of(&sent)?, typed);
    sent.value("note").clone_into(&mut editing.note);
    editing.dirty = true;
    if !problems.is_empty() {
        editing.problems = problems;
        return super::edit::show(&state, &user, editing, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let author = user.user.author();
    let what = Save {
        entity: (kind, id),
        base: editing.revision,
        draft,
        action: RevisionAction::Merge,
        note: &editing.note.clone(),
    };
    match save(&state.db, &what, saver_of(&user, &author)).await {
        Ok(Saved::Clash(merged, revision)) => {
            show(&state, &user, &editing, &merged, revision).await
        }
        Ok(_) => {
            super::edit::forget(&state, &user, id).await?;
            Ok(see_other(&format!(
                "/admin/{}/{id}?done=saved",
                kind.plural()
            )))
        }
        Err(AppError::Invalid(errors)) => {
            editing.problem = Some(format!("Not saved: {errors}."));
            super::edit::show(&state, &user, editing, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error.into()),
    }
}
