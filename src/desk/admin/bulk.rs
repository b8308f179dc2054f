//! Changing many: choose, preview, carry out, take back.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::DeskKind;
use super::edit::Sent;
use super::list::ListQuery;
use super::page::moment;
use crate::accounts::admin::AdminCtx;
use crate::accounts::model::Role;
use crate::accounts::session::CurrentUser;
use crate::desk::bulk::commands::{advance, create};
use crate::desk::bulk::model::{Job, JobRow, JobState, MOST, RowState};
use crate::desk::bulk::operation::{Operation, PRICE, Verb, fields, verbs};
use crate::desk::bulk::queries::{counts, job, jobs, rows};
use crate::desk::queries::{self, Named};
use crate::desk::{noun, picks};
use crate::editing::diff::in_words;
use crate::editing::form::{Field, Form, Input, Section, Shape};
use crate::editing::read::read;
use crate::editing::typed::{Entry, Typed};
use crate::error::AppError;
use crate::publishing::{Kind, transaction};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageResult, answer, see_other};

/// Objects on one page of a preview.
const ROWS: i64 = 100;

#[derive(Template)]
#[template(path = "admin/desk/bulk.html")]
struct BulkPage {
    admin: AdminCtx,
    plural: &'static str,
    count: i64,
    chosen: Vec<Uuid>,
    all: bool,
    q: String,
    state: String,
    fields: Vec<FieldChoice>,
    sent: BulkForm,
    problem: Option<String>,
    can_publish: bool,
}

struct FieldChoice {
    name: &'static str,
    label: &'static str,
    verbs: String,
    is_chosen: bool,
}

/// What the form of a change holds.
#[derive(Debug, Clone, Default)]
struct BulkForm {
    verb: String,
    value: String,
    find: String,
    replace: String,
    note: String,
    publish: bool,
}

impl BulkForm {
    fn verbs(&self) -> Vec<(&'static str, &'static str, bool)> {
        Verb::ALL
            .iter()
            .map(|verb| (verb.as_str(), verb.words(), verb.as_str() == self.verb))
            .collect()
    }
}

/// The form of a change, or the change itself when the form was filled in: `POST /admin/{kinds}/bulk`.
///
/// # Errors
/// Not signed in, not allowed, or a form from elsewhere.
pub async fn bulk(
    state: State,
    user: CurrentUser,
    kind: DeskKind,
    pairs: web::Form<Vec<(String, String)>>,
) -> PageResult {
    let sent = Sent::new(pairs.into_inner());
    user.check_csrf(sent.value("csrf"))?;
    user.needs(Role::Author)?;
    let kind = kind.0;
    let chosen = chosen(&state, kind, &sent).await?;
    if sent.value("do") != "preview" {
        return show(&state, &user, kind, &sent, &chosen, None).await;
    }
    if sent.value("publish") == "on" || sent.value("field") == PRICE {
        user.needs(Role::Publisher)?;
    }
    let operation = match operation(&state, kind, &sent).await? {
        Ok(operation) => operation,
        Err(problem) => return show(&state, &user, kind, &sent, &chosen, Some(problem)).await,
    };
    let author = user.user.author();
    let made = transaction(&state.db, async |tx| {
        create(tx, kind, &operation, &chosen, sent.value("note"), &author).await
    })
    .await;
    match made {
        Ok(id) => Ok(see_other(&format!("/admin/bulk/{id}"))),
        Err(AppError::Invalid(errors)) => {
            show(
                &state,
                &user,
                kind,
                &sent,
                &chosen,
                Some(errors.to_string()),
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

/// What was chosen: by hand, or everything that a list shows, which the server finds again.
async fn chosen(state: &State, kind: Kind, sent: &Sent) -> Result<Vec<Named>, AppError> {
    let conn = state.db.write().await?;
    if sent.value("all") == "on" {
        let filter = ListQuery::new(sent.value("q"), sent.value("state")).filter();
        return Ok(queries::all(&conn, kind, &filter, MOST).await?);
    }
    let ids: Vec<Uuid> = sent
        .pairs()
        .iter()
        .filter(|(name, _)| name == "id")
        .filter_map(|(_, value)| Uuid::parse_str(value).ok())
        .collect();
    let mut named = queries::names(&conn, &ids).await?;
    named.retain(|named| named.kind == kind);
    named.sort_by(|one, other| (&one.title, one.id).cmp(&(&other.title, other.id)));
    Ok(named)
}

async fn show(
    _state: &State,
    user: &CurrentUser,
    kind: Kind,
    sent: &Sent,
    chosen: &[Named],
    problem: Option<String>,
) -> PageResult {
    let form = noun::form(kind);
    let words = |verbs: &[Verb]| {
        verbs
            .iter()
            .map(|verb| verb.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut choices: Vec<FieldChoice> = fields(&form)
        .into_iter()
        .map(|field| FieldChoice {
            name: field.name,
            label: field.label,
            verbs: words(&verbs(field)),
            is_chosen: field.name == sent.value("field"),
        })
        .collect();
    if kind == Kind::Product && user.user.role >= Role::Publisher {
        choices.push(FieldChoice {
            name: PRICE,
            label: "Price in the United States",
            verbs: words(&[Verb::Set, Verb::Percent]),
            is_chosen: sent.value("field") == PRICE,
        });
    }
    let all = sent.value("all") == "on";
    let status = if problem.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = BulkPage {
        admin: AdminCtx::new(
            user,
            kind.plural(),
            format!(
                "Change {} {}",
                chosen.len(),
                kind.plural().replace('-', " ")
            ),
        ),
        plural: kind.plural(),
        count: i64::try_from(chosen.len()).unwrap_or(MOST),
        chosen: if all {
            Vec::new()
        } else {
            chosen.iter().map(|named| named.id).collect()
        },
        all,
        q: sent.value("q").to_owned(),
        state: sent.value("state").to_owned(),
        fields: choices,
        sent: BulkForm {
            verb: sent.value("verb").to_owned(),
            value: sent.value("value").to_owned(),
            find: sent.value("find").to_owned(),
            replace: sent.value("replace").to_owned(),
            note: sent.value("note").to_owned(),
            publish: sent.value("publish") == "on",
        },
        problem,
        can_publish: user.user.role >= Role::Publisher,
    };
    answer(status, &page)
}

/// The change that the form names, or what is wrong with it.
async fn operation(
    state: &State,
    kind: Kind,
    sent: &Sent,
) -> Result<Result<Operation, String>, AppError> {
    let form = noun::form(kind);
    let Ok(verb) = sent.value("verb").parse::<Verb>() else {
        return Ok(Err("Choose what to do with the field.".to_owned()));
    };
    let name = sent.value("field");
    let price = Field::new(PRICE, "Price", Input::Decimal).required();
    let field = if name == PRICE && kind == Kind::Product {
        &price
    } else {
        match fields(&form).into_iter().find(|field| field.name == name) {
            Some(field) => field,
            None => return Ok(Err("Choose a field.".to_owned())),
        }
    };
    if !verbs(field).contains(&verb) {
        return Ok(Err(format!(
            "{} can't be used on {}: choose another.",
            verb.words(),
            field.label
        )));
    }
    let value = match verb {
        Verb::Clear | Verb::Replace => Value::Null,
        Verb::Percent => {
            let text = sent
                .value("value")
                .trim()
                .trim_end_matches('%')
                .trim()
                .to_owned();
            match text.parse::<rust_decimal::Decimal>() {
                Ok(percent) if percent > -rust_decimal::Decimal::ONE_HUNDRED => {
                    json!(percent)
                }
                _ => {
                    return Ok(Err(
                        "Give a percentage above -100, such as 5 or -2.5.".to_owned()
                    ));
                }
            }
        }
        Verb::Set | Verb::Add | Verb::Remove => {
            match typed_value(state, field, sent.value("value")).await? {
                Ok(value) => value,
                Err(problem) => return Ok(Err(problem)),
            }
        }
    };
    if verb == Verb::Replace && sent.value("find").is_empty() {
        return Ok(Err("Say which words to find.".to_owned()));
    }
    Ok(Ok(Operation {
        field: name.to_owned(),
        verb,
        value,
        find: sent.value("find").to_owned(),
        replace: sent.value("replace").to_owned(),
        publish: sent.value("publish") == "on",
    }))
}

/// A value as its field reads it: checked, with names found.
async fn typed_value(
    state: &State,
    field: &Field,
    text: &str,
) -> Result<Result<Value, String>, AppError> {
    let single = match &field.input {
        Input::Words => Field::line("value", field.label, 200).required(),
        Input::Rows(rows) if rows.shape == Shape::Single => match rows.fields.first() {
            Some(within) => Field {
                name: "value",
                ..within.clone()
            },
            None => return Ok(Err("That list can't be changed here.".to_owned())),
        },
        _ => Field {
            name: "value",
            required: true,
            ..field.clone()
        },
    };
    let form = Form::new(vec![Section::new("value", "", vec![single])]);
    let mut typed = Typed([("value", Entry::Text(text.to_owned()))].into());
    let found = picks::find(&*state.db.write().await?, &form, &mut typed).await?;
    let (draft, problems) = read(&form, &typed);
    let problem = found
        .iter()
        .chain(problems.iter())
        .next()
        .map(|(_, problem)| problem.to_owned());
    Ok(match problem {
        Some(problem) => Err(format!("{} {problem}.", field.label)),
        None => Ok(draft.get("value").cloned().unwrap_or_default()),
    })
}

#[derive(Template)]
#[template(path = "admin/desk/bulk_job.html")]
struct JobPage {
    admin: AdminCtx,
    job: Job,
    path: String,
    plural: &'static str,
    what: String,
    time: String,
    counts: Vec<(&'static str, i64)>,
    percent: i64,
    would_change: i64,
    changed: i64,
    rows: Vec<RowView>,
    next: Option<String>,
    refresh: bool,
}

struct RowView {
    title: String,
    path: String,
    state: RowState,
    before: String,
    after: String,
    message: String,
}

/// `?after=` for the next page of objects.
#[derive(Deserialize)]
pub struct AfterQuery {
    #[serde(default)]
    after: i32,
}

/// What a change of many would do, does, or did: `/admin/bulk/{id}`.
///
/// # Errors
/// Not signed in, or not found.
pub async fn bulk_job(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    id: web::Path<Uuid>,
    query: web::Query<AfterQuery>,
) -> PageResult {
    let conn = state.db.write().await?;
    let found = job(&conn, *id).await?;
    let counts = counts(&conn, *id).await?;
    let list = rows(&conn, *id, query.after, ROWS + 1).await?;
    let operation: Operation = serde_json::from_value(found.operation.clone())?;
    let mut ids = vec![operation.value.as_str().unwrap_or_default().to_owned()];
    for row in &list {
        for value in [&row.before, &row.after].into_iter().flatten() {
            match value {
                Value::String(text) => ids.push(text.clone()),
                Value::Array(items) => {
                    ids.extend(items.iter().filter_map(Value::as_str).map(str::to_owned))
                }
                _ => {}
            }
        }
    }
    let names = picks::titles(&conn, ids.iter().map(String::as_str)).await?;
    drop(conn);
    let form = noun::form(found.kind);
    let field = form.fields().find(|field| field.name == operation.field);
    let words = |value: &Value| match field {
        Some(field) => in_words(field, value, &|id| names.get(id).cloned()),
        None => prices_in_words(value),
    };
    let of = |wanted: &[RowState]| -> i64 {
        counts
            .iter()
            .filter(|(state, _)| wanted.contains(state))
            .map(|(_, count)| count)
            .sum()
    };
    let waits = match found.state {
        JobState::Preparing => of(&[RowState::Chosen]),
        JobState::Running => of(&[RowState::Pending]),
        JobState::Undoing => of(&[RowState::Done]),
        _ => 0,
    };
    let total = i64::from(found.total).max(1);
    let has_more = i64::try_from(list.len()).is_ok_and(|count| count > ROWS);
    let shown: Vec<JobRow> = list
        .into_iter()
        .take(usize::try_from(ROWS).unwrap_or(100))
        .collect();
    let page = JobPage {
        admin: AdminCtx::new(&user, found.kind.plural(), "Change of many"),
        path: format!("/admin/bulk/{id}"),
        plural: found.kind.plural(),
        what: sentence(&operation, field, &words(&operation.value)),
        time: moment(found.created_at),
        percent: (total - waits) * 100 / total,
        would_change: of(&[RowState::Pending]),
        changed: of(&[RowState::Done]),
        counts: counts
            .iter()
            .map(|(state, count)| (state.words(), *count))
            .collect(),
        next: shown
            .last()
            .filter(|_| has_more)
            .map(|row| format!("/admin/bulk/{id}?after={}", row.position)),
        rows: shown
            .into_iter()
            .map(|row| RowView {
                path: format!("/admin/{}/{}", found.kind.plural(), row.entity_id),
                before: row.before.as_ref().map(&words).unwrap_or_default(),
                after: row.after.as_ref().map(&words).unwrap_or_default(),
                message: row.message.unwrap_or_default(),
                state: row.state,
                title: row.title,
            })
            .collect(),
        refresh: found.state.is_active(),
        job: found,
    };
    crate::web::page::respond(&request, &page, CachePolicy::NoStore)
}

/// What the change does, in a sentence.
fn sentence(operation: &Operation, field: Option<&Field>, value: &str) -> String {
    let label = field.map_or("Price in the United States", |field| field.label);
    match operation.verb {
        Verb::Set => format!("{label}: set to “{value}”"),
        Verb::Clear => format!("{label}: cleared"),
        Verb::Add => format!("{label}: “{value}” added"),
        Verb::Remove => format!("{label}: “{value}” removed"),
        Verb::Replace => format!(
            "{label}: “{}” becomes “{}”",
            operation.find, operation.replace
        ),
        Verb::Percent => format!(
            "{label}: changed by {} %",
            operation.value.as_str().unwrap_or_default()
        ),
    }
}

fn prices_in_words(value: &Value) -> String {
    match value {
        Value::Object(prices) => prices
            .values()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(", "),
        Value::String(text) => text.clone(),
        _ => String::new(),
    }
}

/// Carries a change out, takes it back or gives it up: `POST /admin/bulk/{id}`.
///
/// # Errors
/// Not signed in, not allowed, not found, or a change that has moved on.
pub async fn bulk_act(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    pairs: web::Form<Vec<(String, String)>>,
) -> PageResult {
    let sent = Sent::new(pairs.into_inner());
    user.check_csrf(sent.value("csrf"))?;
    user.needs(Role::Author)?;
    let found = job(&*state.db.write().await?, *id).await?;
    let operation: Operation = serde_json::from_value(found.operation)?;
    if operation.publish || operation.field == PRICE {
        user.needs(Role::Publisher)?;
    }
    let (from, to) = match sent.value("do") {
        "run" => (JobState::Preview, JobState::Running),
        "undo" => (JobState::Done, JobState::Undoing),
        "give-up" => (JobState::Preview, JobState::Cancelled),
        _ => return Err(AppError::bad_parameter("do", "must be run, undo or give-up").into()),
    };
    let author = user.user.author();
    transaction(&state.db, async |tx| {
        advance(tx, *id, from, to, &author).await
    })
    .await?;
    Ok(see_other(&format!("/admin/bulk/{id}")))
}

#[derive(Template)]
#[template(path = "admin/desk/bulk_jobs.html")]
struct JobsPage {
    admin: AdminCtx,
    jobs: Vec<JobLine>,
}

struct JobLine {
    path: String,
    kind: String,
    total: i32,
    words: &'static str,
    author: String,
    time: String,
}

/// The latest changes of many: `/admin/bulk`.
///
/// # Errors
/// Not signed in.
pub async fn bulk_jobs(state: State, request: HttpRequest, user: CurrentUser) -> PageResult {
    let found = jobs(&*state.db.write().await?).await?;
    let page = JobsPage {
        admin: AdminCtx::new(&user, "bulk", "Changes of many"),
        jobs: found
            .into_iter()
            .map(|job| JobLine {
                path: format!("/admin/bulk/{}", job.id),
                kind: job.kind.plural().replace('-', " "),
                total: job.total,
                words: job.state.words(),
                author: job.author,
                time: moment(job.created_at),
            })
            .collect(),
    };
    crate::web::page::respond(&request, &page, CachePolicy::NoStore)
}
