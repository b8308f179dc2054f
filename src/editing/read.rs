//! From what was typed to a draft: every field is checked by its description, and what is wrong stands beside it.

use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::form::{Field, Form, Input, Rows, Shape};
use super::typed::{Entry, Row, Typed, join};
use crate::publishing::Slug;

/// What is wrong with a form, by the path of the field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(Vec<(String, String)>);

impl Problems {
    /// Adds what is wrong with a field, to follow its label in a sentence.
    pub fn add(&mut self, path: impl Into<String>, problem: impl Into<String>) {
        self.0.push((path.into(), problem.into()));
    }

    /// What is wrong with a field.
    pub fn of(&self, path: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|(at, _)| at == path)
            .map(|(_, problem)| problem.clone())
            .collect()
    }

    /// All of it.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(path, problem)| (path.as_str(), problem.as_str()))
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The draft that was typed, with what is wrong. A field with a problem holds what can be said of it, or nothing.
pub fn read(form: &Form, typed: &Typed) -> (Value, Problems) {
    let mut problems = Problems::default();
    let draft = read_fields(form.fields(), typed, "", &mut problems);
    (Value::Object(draft), problems)
}

fn read_fields<'a>(
    fields: impl Iterator<Item = &'a Field>,
    typed: &Typed,
    prefix: &str,
    problems: &mut Problems,
) -> Map<String, Value> {
    let mut out = Map::new();
    for field in fields {
        let path = join(prefix, field.name);
        let value = match (&field.input, typed.0.get(field.name)) {
            (Input::Group(fields), Some(Entry::Group(typed))) => {
                if !field.required && is_empty(typed) {
                    Value::Null
                } else {
                    Value::Object(read_fields(fields.iter(), typed, &path, problems))
                }
            }
            (Input::Rows(rows), Some(Entry::Rows(list))) => {
                if field.required && list.is_empty() {
                    problems.add(&path, format!("needs at least one {}", rows.one));
                }
                read_rows(rows, list, &path, problems)
            }
            (_, Some(Entry::Text(text))) => read_text(field, text, &path, problems),
            _ => Value::Null,
        };
        out.insert(field.name.to_owned(), value);
    }
    out
}

fn is_empty(typed: &Typed) -> bool {
    typed.0.values().all(|entry| match entry {
        Entry::Text(text) => text.trim().is_empty(),
        Entry::Group(typed) => is_empty(typed),
        Entry::Rows(rows) => rows.is_empty(),
    })
}

fn read_rows(rows: &Rows, list: &[Row], path: &str, problems: &mut Problems) -> Value {
    let mut values: Vec<(u8, Value)> = Vec::new();
    for (row, at) in list.iter().zip(0..) {
        let at = format!("{path}.{at}");
        let mut fields = read_fields(rows.fields.iter(), &row.fields, &at, problems);
        let value = match rows.shape {
            Shape::Single => rows
                .fields
                .first()
                .and_then(|field| fields.remove(field.name))
                .unwrap_or_default(),
            Shape::Keyed(_) => {
                let id = Uuid::parse_str(&row.id).unwrap_or_else(|_| Uuid::now_v7());
                fields.insert("id".to_owned(), json!(id));
                Value::Object(fields)
            }
            Shape::Tree => {
                fields.insert("rows".to_owned(), json!([]));
                Value::Object(fields)
            }
            Shape::Plain => Value::Object(fields),
        };
        values.push((row.depth, value));
    }
    if rows.shape == Shape::Tree {
        Value::Array(nest(&mut values.into_iter().peekable(), 0))
    } else {
        Value::Array(values.into_iter().map(|(_, value)| value).collect())
    }
}

/// Puts rows that are deeper into the member `rows` of the one above them.
fn nest(rows: &mut std::iter::Peekable<std::vec::IntoIter<(u8, Value)>>, depth: u8) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::new();
    while let Some((at, _)) = rows.peek() {
        if *at < depth {
            break;
        }
        if *at > depth {
            let within = nest(rows, depth + 1);
            match out.last_mut().and_then(|above| above.get_mut("rows")) {
                Some(slot) => *slot = Value::Array(within),
                None => out.extend(within),
            }
            continue;
        }
        out.extend(rows.next().map(|(_, value)| value));
    }
    out
}

fn read_text(field: &Field, typed: &str, path: &str, problems: &mut Problems) -> Value {
    if typed
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\t'))
    {
        problems.add(path, "holds a character that can't be shown");
        return Value::Null;
    }
    let text = typed.trim();
    if let Input::Flag = field.input {
        return json!(!text.is_empty());
    }
    if let Input::Words = field.input {
        return words(text, path, problems);
    }
    if text.is_empty() {
        if field.required {
            problems.add(path, "must not be empty");
        }
        // A text that is required, or that other fields never miss, is an empty text and not none.
        return Value::Null;
    }
    match &field.input {
        Input::Line(max) => {
            let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
            limit(&line, *max, path, problems);
            json!(line)
        }
        Input::Text(max, _) => {
            limit(text, *max, path, problems);
            json!(text)
        }
        Input::Slug => match Slug::parse(text) {
            Ok(slug) => json!(slug),
            Err(_) => {
                problems.add(
                    path,
                    "must be lower-case letters and digits, joined by single hyphens, at most 80 characters",
                );
                Value::Null
            }
        },
        Input::Choice(options) => {
            if !options.iter().any(|(word, _)| *word == text) {
                problems.add(path, "must be one of the words offered");
                return Value::Null;
            }
            json!(text)
        }
        Input::Date => match NaiveDate::from_str(text) {
            Ok(day) => json!(day),
            Err(_) => {
                problems.add(path, "must be a day such as 2026-11-30");
                Value::Null
            }
        },
        Input::Whole(least, most) => match text.parse::<i64>() {
            Ok(number) if (*least..=*most).contains(&number) => json!(number),
            _ => {
                problems.add(
                    path,
                    format!("must be a whole number from {least} to {most}"),
                );
                Value::Null
            }
        },
        Input::Decimal => match Decimal::from_str(text) {
            Ok(number)
                if number.scale() <= 9 && number.abs() < Decimal::from(1_000_000_000_000_i64) =>
            {
                json!(number)
            }
            _ => {
                problems.add(path, "must be a number such as 12.5");
                Value::Null
            }
        },
        // What was picked is found by the one who asks the database.
        Input::Pick(_) | Input::Picture => json!(text),
        Input::Flag | Input::Words | Input::Group(_) | Input::Rows(_) => Value::Null,
    }
}

fn words(text: &str, path: &str, problems: &mut Problems) -> Value {
    let mut list: Vec<String> = Vec::new();
    for line in text.lines() {
        let word = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !word.is_empty() && !list.contains(&word) {
            limit(&word, 200, path, problems);
            list.push(word);
        }
    }
    json!(list)
}

fn limit(text: &str, max: usize, path: &str, problems: &mut Problems) {
    let count = text.chars().count();
    if count > max {
        problems.add(
            path,
            format!("must be at most {max} characters long, and has {count}"),
        );
    }
}
