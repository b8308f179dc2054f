//! From what was typed or sent to a draft that can be saved: what pickers mean is found, every field is checked, and an address
//! that was left empty is made of the name.

use diesel_async::AsyncPgConnection;
use serde_json::Value;

use super::{noun, picks};
use crate::editing::form::Form;
use crate::editing::read::{Problems, read};
use crate::editing::revision::model::title_of;
use crate::editing::typed::Typed;
use crate::error::AppError;
use crate::publishing::{Kind, Slug};

/// The draft that was typed, or everything that is wrong with it. Names in pickers become ids in what was typed, too.
///
/// # Errors
/// No database.
pub async fn draft_of(
    conn: &AsyncPgConnection,
    kind: Kind,
    form: &Form,
    typed: &mut Typed,
) -> Result<Result<Value, Problems>, AppError> {
    let found = picks::find(conn, form, typed).await?;
    let (mut draft, mut problems) = read(form, typed);
    for (path, problem) in found.iter() {
        problems.add(path, problem);
    }
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    name_it(form, &mut draft);
    let (draft, beyond) = noun::check(kind, draft)?;
    Ok(if beyond.is_empty() {
        Ok(draft)
    } else {
        Err(beyond)
    })
}

fn name_it(form: &Form, draft: &mut Value) {
    let has_slug = form.fields().any(|field| field.name == "slug");
    if has_slug && draft.get("slug").is_some_and(Value::is_null) {
        let slug = Slug::from_name(&title_of(draft), "new");
        if let Some(member) = draft.get_mut("slug") {
            *member = Value::String(slug.into());
        }
    }
}
