//! Many objects in one table, edited in place: `/admin/{kinds}/grid`. A row that nobody touched is not saved, and one that
//! somebody else saved meanwhile is merged as in the form.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde_json::Value;
use uuid::Uuid;

use super::list::{ListQuery, Row as ListRow};
use super::{DeskKind, saver_of};
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::db::paging::PageRequest;
use crate::desk::edit::{Opened, Save, Saved, open, save};
use crate::desk::{noun, picks, queries};
use crate::editing::form::{Field, Form, Input, Section};
use crate::editing::read::read;
use crate::editing::revision::model::{RevisionAction, title_of};
use crate::editing::revision::queries::revision as revision_of;
use crate::editing::typed::{Entry, Typed};
use crate::error::AppError;
use crate::publishing::Kind;
use crate::state::State;
use crate::web::form::Sent;
use crate::web::page::{PageResult, answer};

/// Rows of one page.
const ROWS: i64 = 100;

#[derive(Template)]
#[template(path = "admin/desk/grid.html")]
struct GridPage {
    admin: AdminCtx,
    plural: &'static str,
    address: String,
    heading: String,
    columns: Vec<&'static str>,
    rows: Vec<RowView>,
    next: Option<String>,
    saved: usize,
    problems: usize,
}

struct RowView {
    id: Uuid,
    title: String,
    path: String,
    revision: i32,
    cells: Vec<Cell>,
    problem: String,
}

struct Cell {
    name: String,
    label: String,
    value: String,
    options: Vec<(&'static str, &'static str, bool)>,
    is_choice: bool,
    is_flag: bool,
    is_on: bool,
    is_number: bool,
    is_long: bool,
    problem: String,
}

/// From how many characters on a cell is wide.
const LONG: usize = 120;

/// The fields that fit a cell.
fn columns(form: &Form) -> Vec<&Field> {
    let fits = |field: &&Field| {
        matches!(
            field.input,
            Input::Line(_)
                | Input::Choice(_)
                | Input::Date
                | Input::Whole(..)
                | Input::Decimal
                | Input::Flag
                | Input::Pick(_)
        )
    };
    form.fields().filter(fits).collect()
}

/// What was typed into one row, and what came of it.
#[derive(Default)]
struct Touched {
    /// The revision that the person began with; it stays so until the row is saved.
    base: i32,
    typed: HashMap<&'static str, String>,
    problems: HashMap<&'static str, String>,
    problem: String,
}

/// The table.
///
/// # Errors
/// Not signed in, or a malformed cursor.
pub async fn grid_page(
    state: State,
    user: CurrentUser,
    kind: DeskKind,
    query: web::Query<ListQuery>,
) -> PageResult {
    user.may(Action::Edit, Some(kind.0))?;
    show(&state, &user, kind.0, &query, &HashMap::new(), 0).await
}

async fn show(
    state: &State,
    user: &CurrentUser,
    kind: Kind,
    query: &ListQuery,
    touched: &HashMap<Uuid, Touched>,
    saved: usize,
) -> PageResult {
    let form = noun::form(kind);
    let columns = columns(&form);
    let page = PageRequest {
        limit: ROWS,
        ..PageRequest::parse(query.cursor(), None)?
    };
    let conn = state.db.write().await?;
    let found = queries::list(&conn, kind, &query.filter(), &page).await?;
    drop(conn);
    let mut opened: Vec<(Uuid, Opened)> = Vec::new();
    for listed in &found.items {
        opened.push((
            listed.named.id,
            open(&state.db, kind, listed.named.id).await?,
        ));
    }
    let ids: Vec<String> = opened
        .iter()
        .flat_map(|(_, opened)| {
            columns
                .iter()
                .filter_map(|field| Some(opened.draft.get(field.name)?.as_str()?.to_owned()))
        })
        .collect();
    let names = picks::titles(&*state.db.write().await?, ids.iter().map(String::as_str)).await?;
    let rows: Vec<RowView> = opened
        .iter()
        .map(|(id, opened)| row_view(kind, *id, opened, &columns, touched.get(id), &names))
        .collect();
    let problems = touched
        .values()
        .filter(|row| !row.problem.is_empty() || !row.problems.is_empty())
        .count();
    let address = query.address();
    let mut admin = AdminCtx::new(
        user,
        kind.plural(),
        format!("{} as a table", ListRow::heading(kind)),
    );
    if saved > 0 && problems == 0 {
        admin.flash = Some("Saved as drafts.");
    }
    let page = GridPage {
        admin,
        plural: kind.plural(),
        heading: ListRow::heading(kind),
        columns: columns.iter().map(|field| field.label).collect(),
        next: found
            .next
            .map(|cursor| format!("/admin/{}/grid?{address}&cursor={cursor}", kind.plural())),
        address: match query.cursor() {
            Some(cursor) => format!("{address}&cursor={cursor}"),
            None => address,
        },
        rows,
        saved,
        problems,
    };
    let status = if problems > 0 {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    answer(status, &page)
}

fn row_view(
    kind: Kind,
    id: Uuid,
    opened: &Opened,
    columns: &[&Field],
    touched: Option<&Touched>,
    names: &HashMap<String, String>,
) -> RowView {
    let title = title_of(&opened.draft);
    let typed = Typed::from_draft(
        &Form::new(vec![Section::new(
            "row",
            "",
            columns.iter().map(|field| (*field).clone()).collect(),
        )]),
        &opened.draft,
    );
    let cell = |field: &&Field| {
        let stored = typed.text(field.name);
        let shown = touched
            .and_then(|touched| touched.typed.get(field.name).cloned())
            .unwrap_or_else(|| {
                names
                    .get(stored)
                    .cloned()
                    .unwrap_or_else(|| stored.to_owned())
            });
        let options = match &field.input {
            Input::Choice(options) => options
                .iter()
                .map(|(word, words)| (*word, *words, *word == shown))
                .collect(),
            _ => Vec::new(),
        };
        Cell {
            name: format!("{id}.{}", field.name),
            label: format!("{} of {title}", field.label),
            is_choice: !options.is_empty(),
            options,
            is_flag: matches!(field.input, Input::Flag),
            is_on: !shown.is_empty(),
            is_number: matches!(field.input, Input::Whole(..) | Input::Decimal),
            is_long: matches!(field.input, Input::Line(most) if most >= LONG),
            problem: touched
                .and_then(|touched| touched.problems.get(field.name).cloned())
                .unwrap_or_default(),
            value: shown,
        }
    };
    RowView {
        path: format!("/admin/{}/{id}", kind.plural()),
        revision: touched.map_or(opened.row.revision, |touched| touched.base),
        cells: columns.iter().map(cell).collect(),
        problem: touched
            .map(|touched| touched.problem.clone())
            .unwrap_or_default(),
        id,
        title,
    }
}

/// Saves the rows that were touched, each by itself: `POST /admin/{kinds}/grid`.
///
/// # Errors
/// Not signed in, not allowed, or a form from elsewhere.
pub async fn grid_save(
    state: State,
    user: CurrentUser,
    kind: DeskKind,
    query: web::Query<ListQuery>,
    sent: web::Form<Sent>,
) -> PageResult {
    user.check_csrf(sent.value("csrf"))?;
    user.may(Action::Edit, Some(kind.0))?;
    let kind = kind.0;
    let form = noun::form(kind);
    let columns = columns(&form);
    let values = sent.by_name();
    let mut touched: HashMap<Uuid, Touched> = HashMap::new();
    let mut saved = 0;
    for (name, revision) in sent.pairs() {
        let Some(id) = name
            .strip_suffix(".revision")
            .and_then(|id| Uuid::parse_str(id).ok())
        else {
            continue;
        };
        let base: i32 = revision
            .parse()
            .map_err(|_| AppError::bad_parameter("revision", "must be a whole number"))?;
        let mut row = Touched {
            base,
            ..Touched::default()
        };
        for field in &columns {
            let value = values
                .get(format!("{id}.{}", field.name).as_str())
                .copied()
                .unwrap_or_default();
            row.typed.insert(field.name, value.to_owned());
        }
        if save_row(&state, &user, (kind, id, base), &columns, &mut row).await? {
            saved += 1;
        } else if !row.problem.is_empty() || !row.problems.is_empty() {
            touched.insert(id, row);
        }
    }
    show(&state, &user, kind, &query, &touched, saved).await
}

/// Saves one row; returns whether anything changed. What is wrong is noted in the row.
async fn save_row(
    state: &State,
    user: &CurrentUser,
    (kind, id, base): (Kind, Uuid, i32),
    columns: &[&Field],
    row: &mut Touched,
) -> Result<bool, AppError> {
    let conn = state.db.write().await?;
    let began = revision_of(&conn, id, base).await?.draft;
    let form = Form::new(vec![Section::new(
        "row",
        "",
        columns.iter().map(|field| (*field).clone()).collect(),
    )]);
    let mut typed = Typed(
        columns
            .iter()
            .map(|field| {
                (
                    field.name,
                    Entry::Text(row.typed.get(field.name).cloned().unwrap_or_default()),
                )
            })
            .collect(),
    );
    keep_names(&conn, &form, &began, &mut typed).await?;
    if typed == Typed::from_draft(&form, &began) {
        return Ok(false);
    }
    let found = picks::find(&conn, &form, &mut typed).await?;
    drop(conn);
    let (cells, problems) = read(&form, &typed);
    for (path, problem) in found.iter().chain(problems.iter()) {
        if let Some(field) = columns.iter().find(|field| field.name == path) {
            row.problems
                .entry(field.name)
                .or_insert_with(|| format!("{} {problem}", field.label));
        }
    }
    if !row.problems.is_empty() {
        return Ok(false);
    }
    let mut draft = began;
    if let (Some(members), Some(cells)) = (draft.as_object_mut(), cells.as_object()) {
        members.extend(
            cells
                .iter()
                .map(|(name, value)| (name.clone(), value.clone())),
        );
    }
    write(state, user, (kind, id, base), draft, row).await
}

/// A name that nobody typed over means the same thing as before, also when another has the same name.
async fn keep_names(
    conn: &diesel_async::AsyncPgConnection,
    form: &Form,
    began: &Value,
    typed: &mut Typed,
) -> Result<(), AppError> {
    let before = Typed::from_draft(form, began);
    let texts = before.texts();
    let names = picks::titles(conn, texts.iter().map(|(_, text)| *text)).await?;
    for (path, id) in texts {
        if names
            .get(id)
            .is_some_and(|title| title.as_str() == typed.text(&path))
        {
            typed.set(&path, id);
        }
    }
    Ok(())
}

async fn write(
    state: &State,
    user: &CurrentUser,
    (kind, id, base): (Kind, Uuid, i32),
    draft: Value,
    row: &mut Touched,
) -> Result<bool, AppError> {
    let (draft, beyond) = noun::check(kind, draft)?;
    if let Some((path, problem)) = beyond.iter().next() {
        row.problem = format!("{path} {problem}");
        return Ok(false);
    }
    let author = user.user.author();
    let what = Save {
        entity: (kind, id),
        base,
        draft,
        action: RevisionAction::Save,
        note: "in the table",
    };
    match save(&state.db, &what, saver_of(user, &author)).await {
        Ok(Saved::Unchanged(_)) => Ok(false),
        Ok(Saved::Saved(_) | Saved::Merged(..)) => Ok(true),
        Ok(Saved::Clash(merged, _)) => {
            let places: Vec<&str> = merged
                .clashes
                .iter()
                .map(|clash| clash.pointer.trim_start_matches('/'))
                .collect();
            row.problem = format!(
                "Somebody else changed {} meanwhile: what is shown is yours and not saved; open it to choose",
                places.join(", ")
            );
            Ok(false)
        }
        Err(error @ (AppError::Invalid(_) | AppError::Conflict(_))) => {
            row.problem = error.to_string();
            Ok(false)
        }
        Err(error) => Err(error),
    }
}
