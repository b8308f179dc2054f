//! Which objects are changed, and how: the form of a change of many.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::DeskKind;
use super::super::list::ListQuery;
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::desk::bulk::commands::create;
use crate::desk::bulk::model::MOST;
use crate::desk::bulk::operation::{Operation, PRICE, Verb, fields, verbs};
use crate::desk::queries::{self, Named};
use crate::desk::{noun, picks};
use crate::editing::form::{Field, Form, Input, Section, Shape};
use crate::editing::read::read;
use crate::editing::typed::{Entry, Typed};
use crate::error::AppError;
use crate::publishing::{Kind, transaction};
use crate::state::State;
use crate::web::form::Sent;
use crate::web::page::{PageResult, answer, see_other};

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
    sent: web::Form<Sent>,
) -> PageResult {
    user.check_csrf(sent.value("csrf"))?;
    let kind = kind.0;
    user.may(Action::BulkEdit, Some(kind))?;
    user.may(Action::Edit, Some(kind))?;
    let chosen = chosen(&state, kind, &sent).await?;
    if sent.value("do") != "preview" {
        return show(&state, &user, kind, &sent, &chosen, None).await;
    }
    if sent.value("publish") == "on" {
        user.may(Action::Publish, Some(kind))?;
    }
    if sent.value("field") == PRICE {
        user.may(Action::SetPrices, Some(kind))?;
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
        .all("id")
        .filter_map(|id| Uuid::parse_str(id).ok())
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
    if kind == Kind::Product && user.user.role.may(Action::SetPrices, Some(kind)) {
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
        can_publish: user.user.role.may(Action::Publish, Some(kind)),
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
