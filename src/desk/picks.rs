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
    let mut by_id: Vec<(String, Option<Kind>, Uuid)> = Vec::new();
    let mut pictures: Vec<(String, String)> = Vec::new();
    for (path, text) in typed.texts() {
        let wanted = match form.field_at(&path).map(|field| &field.input) {
            Some(Input::Pick(kind)) => Some(*kind),
            Some(Input::Picture) => None,
            _ => continue,
        };
        let text = text.trim().to_owned();
        match (Uuid::parse_str(&text), wanted) {
            _ if text.is_empty() => {}
            (Ok(id), _) => by_id.push((path, wanted, id)),
            (Err(_), Some(kind)) => by_kind.entry(kind).or_default().push((path, text)),
            (Err(_), None) => pictures.push((path, text)),
        }
    }
    let mut problems = Problems::default();
    check_ids(conn, by_id, &mut problems).await?;
    find_pictures(conn, pictures, typed, &mut problems).await?;
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

/// Ids must be of something that is there, and of the kind that is asked for; pictures have no kind.
async fn check_ids(
    conn: &AsyncPgConnection,
    typed_in: Vec<(String, Option<Kind>, Uuid)>,
    problems: &mut Problems,
) -> Result<(), AppError> {
    let (pictures, others): (Vec<_>, Vec<_>) = typed_in
        .into_iter()
        .partition(|(_, kind, _)| kind.is_none());
    let ids = |rows: &[(String, Option<Kind>, Uuid)]| -> Vec<Uuid> {
        rows.iter().map(|(.., id)| *id).collect()
    };
    if !others.is_empty() {
        let known = names(conn, &ids(&others)).await?;
        for (path, kind, id) in &others {
            let is_there = known
                .iter()
                .any(|named| named.id == *id && Some(named.kind) == *kind);
            if let (false, Some(kind)) = (is_there, kind) {
                problems.add(path, unknown(*kind));
            }
        }
    }
    if !pictures.is_empty() {
        let known = labels(conn, &ids(&pictures)).await?;
        for (path, _, id) in &pictures {
            if !known.iter().any(|(known, _)| known.0 == *id) {
                problems.add(path, NO_PICTURE);
            }
        }
    }
    Ok(())
}

const NO_PICTURE: &str = "names no picture: choose one from the list, or give its key from Media";

fn unknown(kind: Kind) -> String {
    format!(
        "names no {} that is known: choose one from the list, or give its slug",
        kind.words()
    )
}

/// Replaces the names of pictures by ids.
async fn find_pictures(
    conn: &AsyncPgConnection,
    named: Vec<(String, String)>,
    typed: &mut Typed,
    problems: &mut Problems,
) -> Result<(), AppError> {
    for (path, name) in named {
        match called(conn, &name).await?.as_slice() {
            [only] => typed.set(&path, &only.0.to_string()),
            [] => problems.add(path, NO_PICTURE),
            _ => problems.add(
                path,
                "fits several pictures: give the key of one from Media",
            ),
        }
    }
    Ok(())
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
        [] => Err(unknown(kind)),
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
