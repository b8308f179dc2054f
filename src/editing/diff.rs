//! Two drafts compared field by field, in words that a person reads.

use serde_json::Value;
use similar::{ChangeTag, TextDiff};

use super::form::{Field, Form, Input, Rows, Shape};

/// One field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where, in the words of the form: `Variants › 60 capsules › SKU`.
    pub place: String,
    /// The path of the field on the first level, as the form names it.
    pub field: &'static str,
    /// Before, in pieces.
    pub before: Vec<Piece>,
    /// After, in pieces.
    pub after: Vec<Piece>,
}

/// A part of a text, and whether it is only on this side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether the other side has others in this place.
    pub is_changed: bool,
}

/// Names of what fields refer to, by id.
pub type Names<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What differs between two drafts of a form.
pub fn diff(form: &Form, before: &Value, after: &Value, names: Names<'_>) -> Vec<Difference> {
    let mut out = Vec::new();
    for field in form.fields() {
        field_diff(field, (before, after), "", field.name, names, &mut out);
    }
    // An empty list in place of nothing reads the same.
    out.retain(|one| {
        one.before
            .iter()
            .chain(&one.after)
            .any(|piece| piece.is_changed)
    });
    out
}

fn field_diff(
    field: &Field,
    (before, after): (&Value, &Value),
    prefix: &str,
    root: &'static str,
    names: Names<'_>,
    out: &mut Vec<Difference>,
) {
    let of = |value: &Value| value.get(field.name).cloned().unwrap_or_default();
    let (old, new) = (of(before), of(after));
    if old == new {
        return;
    }
    let place = if prefix.is_empty() {
        field.label.to_owned()
    } else {
        format!("{prefix} › {}", field.label)
    };
    match &field.input {
        Input::Group(fields) => {
            for field in fields {
                field_diff(field, (&old, &new), &place, root, names, out);
            }
        }
        Input::Rows(rows) if matches!(rows.shape, Shape::Keyed(_)) => {
            keyed_diff(rows, (&old, &new), &place, root, names, out);
        }
        Input::Rows(rows) => out.push(texts_diff(
            place,
            root,
            &rows_in_words(rows, &old, names, 0),
            &rows_in_words(rows, &new, names, 0),
        )),
        _ => out.push(texts_diff(
            place,
            root,
            &in_words(field, &old, names),
            &in_words(field, &new, names),
        )),
    }
}

fn keyed_diff(
    rows: &Rows,
    (old, new): (&Value, &Value),
    place: &str,
    root: &'static str,
    names: Names<'_>,
    out: &mut Vec<Difference>,
) {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (before, after) = (list(old), list(new));
    let same = |row: &Value, other: &Value| row.get("id") == other.get("id");
    for row in &after {
        let title = format!("{place} › {}", row_title(rows, row, names));
        match before.iter().find(|old| same(old, row)) {
            Some(was) => {
                for field in &rows.fields {
                    field_diff(field, (was, row), &title, root, names, out);
                }
            }
            None => out.push(texts_diff(
                title,
                root,
                "",
                &row_in_words(rows, row, names, 0),
            )),
        }
    }
    for row in before
        .iter()
        .filter(|row| !after.iter().any(|new| same(new, row)))
    {
        let title = format!("{place} › {}", row_title(rows, row, names));
        out.push(texts_diff(
            title,
            root,
            &row_in_words(rows, row, names, 0),
            "",
        ));
    }
    let order = |rows: &[Value], other: &[Value]| -> Vec<Value> {
        rows.iter()
            .filter(|row| other.iter().any(|known| same(known, row)))
            .filter_map(|row| row.get("id").cloned())
            .collect()
    };
    if order(&before, &after) != order(&after, &before) {
        let titles = |list: &[Value]| {
            list.iter()
                .map(|row| row_title(rows, row, names))
                .collect::<Vec<_>>()
                .join("\n")
        };
        out.push(texts_diff(
            format!("{place} › order"),
            root,
            &titles(&before),
            &titles(&after),
        ));
    }
}

/// What a row is called: its first text.
pub fn row_title(rows: &Rows, row: &Value, names: Names<'_>) -> String {
    rows.fields
        .iter()
        .map(|field| in_words(field, row.get(field.name).unwrap_or(&Value::Null), names))
        .find(|text| !text.is_empty())
        .unwrap_or_else(|| rows.one.to_owned())
}

/// A value as a person reads it.
pub fn in_words(field: &Field, value: &Value, names: Names<'_>) -> String {
    match &field.input {
        Input::Choice(options) => {
            let word = value.as_str().unwrap_or_default();
            options
                .iter()
                .find(|(stored, _)| *stored == word)
                .map_or(word, |(_, words)| words)
                .to_owned()
        }
        Input::Flag => match value {
            Value::Bool(true) => "yes".to_owned(),
            _ => "no".to_owned(),
        },
        Input::Pick(_) | Input::Picture => {
            let id = value.as_str().unwrap_or_default();
            names(id).unwrap_or_else(|| id.to_owned())
        }
        Input::Rows(rows) => rows_in_words(rows, value, names, 0),
        Input::Group(fields) => fields
            .iter()
            .map(|field| {
                (
                    field,
                    in_words(field, value.get(field.name).unwrap_or(&Value::Null), names),
                )
            })
            .filter(|(_, words)| !words.is_empty())
            .map(|(field, words)| format!("{}: {words}", field.label))
            .collect::<Vec<_>>()
            .join("\n"),
        _ => match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Array(list) => list
                .iter()
                .map(|word| word.as_str().unwrap_or_default().to_owned())
                .collect::<Vec<_>>()
                .join("\n"),
            other => other.to_string(),
        },
    }
}

fn rows_in_words(rows: &Rows, value: &Value, names: Names<'_>, depth: usize) -> String {
    value
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| row_in_words(rows, row, names, depth))
        .collect::<Vec<_>>()
        .join("\n")
}

fn row_in_words(rows: &Rows, row: &Value, names: Names<'_>, depth: usize) -> String {
    let words = |field: &Field| match rows.shape {
        Shape::Single => in_words(field, row, names),
        _ => in_words(field, row.get(field.name).unwrap_or(&Value::Null), names).replace('\n', " "),
    };
    let is_set = |field: &&Field| !matches!(field.input, Input::Flag) || words(field) == "yes";
    let line = rows
        .fields
        .iter()
        .filter(is_set)
        .map(|field| match field.input {
            Input::Flag => field.label.to_lowercase(),
            _ => words(field),
        })
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let mut out = format!("{}{line}", "– ".repeat(depth));
    if rows.shape == Shape::Tree {
        let within = rows_in_words(
            rows,
            row.get("rows").unwrap_or(&Value::Null),
            names,
            depth + 1,
        );
        if !within.is_empty() {
            out.push('\n');
            out.push_str(&within);
        }
    }
    out
}

fn texts_diff(place: String, field: &'static str, before: &str, after: &str) -> Difference {
    let words = TextDiff::from_words(before, after);
    let side = |kept: ChangeTag| -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for change in words.iter_all_changes() {
            let is_changed = change.tag() == kept;
            if !is_changed && change.tag() != ChangeTag::Equal {
                continue;
            }
            match pieces.last_mut() {
                Some(last) if last.is_changed == is_changed => last.text.push_str(change.value()),
                _ => pieces.push(Piece {
                    text: change.value().to_owned(),
                    is_changed,
                }),
            }
        }
        pieces
    };
    Difference {
        place,
        field,
        before: side(ChangeTag::Delete),
        after: side(ChangeTag::Insert),
    }
}
