//! Which of the stored rows a program means by those that it sends.

use std::collections::HashSet;

use serde_json::Value;
use uuid::Uuid;

use super::form::{Form, Input, Shape};
use super::read::Problems;
use super::typed::{Entry, Typed};

/// Gives rows of a draft that came without an id the id of the stored row that says the same of what such rows are known by. A row
/// whose id no stored row has is told: what was meant is not there any more, or never was.
pub fn keep_ids(form: &Form, typed: &Typed, stored: &Value, draft: &mut Value) -> Problems {
    let mut problems = Problems::default();
    for field in form.fields() {
        let Input::Rows(rows) = &field.input else {
            continue;
        };
        let (Shape::Keyed(known_by), Some(Entry::Rows(typed))) =
            (rows.shape, typed.0.get(field.name))
        else {
            continue;
        };
        let Some(sent) = draft.get_mut(field.name).and_then(Value::as_array_mut) else {
            continue;
        };
        let stored = stored.get(field.name).and_then(Value::as_array);
        let stored = stored.map_or(&[][..], Vec::as_slice);
        let mut taken: HashSet<String> = HashSet::new();
        for (row, at) in typed
            .iter()
            .zip(0usize..)
            .filter(|(row, _)| !row.id.is_empty())
        {
            let id = Uuid::try_parse(&row.id).map_or_else(|_| row.id.clone(), |id| id.to_string());
            if !stored.iter().any(|stored| id_of(stored) == Some(&id)) {
                problems.add(
                    format!("{}.{at}.id", field.name),
                    "is of no row that is stored: leave it out for a new one",
                );
            } else if !taken.insert(id) {
                problems.add(format!("{}.{at}.id", field.name), "stands twice");
            }
        }
        for (row, _) in sent
            .iter_mut()
            .zip(typed)
            .filter(|(_, typed)| typed.id.is_empty())
        {
            let same = stored.iter().find(|stored| {
                known_by
                    .iter()
                    .all(|name| stored.get(name) == row.get(name))
                    && id_of(stored).is_some_and(|id| !taken.contains(id))
            });
            if let (Some(id), Some(members)) = (same.and_then(id_of), row.as_object_mut()) {
                taken.insert(id.to_owned());
                members.insert("id".to_owned(), Value::from(id));
            }
        }
    }
    problems
}

fn id_of(row: &Value) -> Option<&str> {
    row.get("id").and_then(Value::as_str)
}
