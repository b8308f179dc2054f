//! What was typed into pickers: ids stay, slugs and names become the ids of what they mean.

use std::collections::{BTreeMap, HashMap};

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::queries::{Named, meant, names};
use crate::editing::form::{Form, Input};
use crate::editing::read::Problems;
use crate::editing::typed::Typed;
use crate::error::AppError;
use crate::media::queries::{called, labels};
use crate::publishing::Kind;

/// How many names are listed when several things have the one that was typed.
const SHOWN: usize = 4;

/// Replaces names and slugs in pickers by ids. What means nothing, or more than one thing, stays as it was typed.
///
/// # Errors
/// No database.
pub async fn find(
    conn: &AsyncPgConnection,
    form: &Form,
    typed: &mut Typed,
) -> Result<Problems, AppError> {
    let mut by_kind: BTreeMap<Kind, Vec<(String, String)>> = BTreeMap::new();
    for (path, text) in typed.texts() {
        let Some(Input::Pick(kind)) = form.field_at(&path).map(|field| &field.input) else {
            continue;
        };
        let text = text.trim().to_owned();
        if !text.is_empty() && Uuid::parse_str(&text).is_err() {
            by_kind.entry(*kind).or_default().push((path, text));
        }
    }
    let mut problems = find_pictures(conn, form, typed).await?;
    for (kind, typed_in) in by_kind {
        let texts: Vec<String> = typed_in.iter().map(|(_, text)| text.clone()).collect();
        let known = meant(conn, kind, &texts).await?;
        for (path, text) in typed_in {
            match one(kind, &text, &known) {
                Ok(id) => typed.set(&path, &id.to_string()),
                Err(problem) => problems.add(path, problem),
            }
        }
    }
    Ok(problems)
}

/// Replaces the names of pictures by ids.
async fn find_pictures(
    conn: &AsyncPgConnection,
    form: &Form,
    typed: &mut Typed,
) -> Result<Problems, AppError> {
    let named: Vec<(String, String)> = typed
        .texts()
        .into_iter()
        .filter(|(path, text)| {
            let is_picture = form
                .field_at(path)
                .is_some_and(|field| matches!(field.input, Input::Picture));
            is_picture && !text.trim().is_empty() && Uuid::parse_str(text.trim()).is_err()
        })
        .map(|(path, text)| (path, text.trim().to_owned()))
        .collect();
    let mut problems = Problems::default();
    for (path, name) in named {
        match called(conn, &name).await?.as_slice() {
            [only] => typed.set(&path, &only.0.to_string()),
            [] => problems.add(
                path,
                "names no picture: choose one from the list, or give its key from Media",
            ),
            _ => problems.add(
                path,
                "fits several pictures: give the key of one from Media",
            ),
        }
    }
    Ok(problems)
}

/// The one thing that a text means.
fn one(kind: Kind, text: &str, known: &[Named]) -> Result<Uuid, String> {
    if let Some(exact) = known.iter().find(|named| named.slug == text) {
        return Ok(exact.id);
    }
    let named: Vec<&Named> = known
        .iter()
        .filter(|named| named.title.to_lowercase() == text.to_lowercase())
        .collect();
    match named.as_slice() {
        [only] => Ok(only.id),
        [] => Err(format!(
            "names no {} that is known: choose one from the list, or give its slug",
            kind.words()
        )),
        several => {
            let slugs: Vec<&str> = several
                .iter()
                .take(SHOWN)
                .map(|named| named.slug.as_str())
                .collect();
            Err(format!(
                "fits several, give the slug of one: {}",
                slugs.join(", ")
            ))
        }
    }
}

/// What the ids in a form are called.
///
/// # Errors
/// No database.
pub async fn titles(
    conn: &AsyncPgConnection,
    texts: impl Iterator<Item = &str>,
) -> Result<HashMap<String, String>, AppError> {
    let ids: Vec<Uuid> = texts
        .filter_map(|text| Uuid::parse_str(text).ok())
        .collect();
    let known = names(conn, &ids).await?;
    let mut titles: HashMap<String, String> = known
        .into_iter()
        .map(|named| (named.id.to_string(), named.title))
        .collect();
    let rest: Vec<Uuid> = ids
        .into_iter()
        .filter(|id| !titles.contains_key(&id.to_string()))
        .collect();
    if !rest.is_empty() {
        let pictures = labels(conn, &rest).await?;
        titles.extend(
            pictures
                .into_iter()
                .map(|(id, label)| (id.0.to_string(), label)),
        );
    }
    Ok(titles)
}
