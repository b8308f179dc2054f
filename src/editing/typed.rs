//! What was typed into a form: texts as they came, in the shape of the form. It becomes a draft when nothing is wrong with it,
//! and the same form again when something is.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::form::{Field, Form, Input, Rows, Shape};

/// Deepest nesting of rows within rows of a tree.
const DEEPEST: u8 = 6;

/// What was typed into the fields of a form or of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed(pub BTreeMap<&'static str, Entry>);

/// What was typed into one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Into a field of text; a flag that is set holds `on`.
    Text(String),
    /// Into fields that belong together.
    Group(Typed),
    /// Into rows.
    Rows(Vec<Row>),
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Id by which it stays the same row; empty for a new one.
    pub id: String,
    /// How deep it is nested, in a tree.
    pub depth: u8,
    /// Its fields.
    pub fields: Typed,
}

/// Something to do with rows of a form before it is shown again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowAction {
    /// A new row at the end of those at a path.
    Add(String),
    /// Take a row away.
    Remove(String),
    /// Before the one above it.
    Up(String),
    /// Behind the one below it.
    Down(String),
    /// Into the one above it.
    In(String),
    /// Out of the one that holds it.
    Out(String),
}

impl RowAction {
    /// From the value of a button, such as `up:variants.2`.
    pub fn parse(text: &str) -> Option<Self> {
        let (verb, path) = text.split_once(':')?;
        let path = path.to_owned();
        Some(match verb {
            "add" => Self::Add(path),
            "remove" => Self::Remove(path),
            "up" => Self::Up(path),
            "down" => Self::Down(path),
            "in" => Self::In(path),
            "out" => Self::Out(path),
            _ => return None,
        })
    }
}

/// The pairs of a form, found by name.
struct Pairs<'a> {
    values: HashMap<&'a str, &'a str>,
    /// Numbers of rows in the order in which they came, by the path of the field.
    rows: HashMap<&'a str, Vec<&'a str>>,
}

impl Typed {
    /// What a browser sent. Rows announce themselves by a field `PATH.NUMBER.row` that holds their depth.
    pub fn from_pairs(form: &Form, pairs: &[(String, String)]) -> Self {
        let mut found = Pairs {
            values: HashMap::new(),
            rows: HashMap::new(),
        };
        for (name, value) in pairs {
            found.values.entry(name).or_insert(value);
            let row = name
                .strip_suffix(".row")
                .and_then(|path| path.rsplit_once('.'));
            if let Some((path, number)) = row {
                found.rows.entry(path).or_default().push(number);
            }
        }
        read_fields(form.fields(), "", &found)
    }

    /// The fields of the first level that a form did not send at all, such as one that an older page did not have.
    pub fn missing<'a>(form: &'a Form, pairs: &[(String, String)]) -> Vec<&'a Field> {
        let is_there = |field: &Field| {
            pairs.iter().any(|(name, _)| {
                name.strip_prefix(field.name)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        };
        form.fields().filter(|field| !is_there(field)).collect()
    }

    /// A draft as its form shows it.
    pub fn from_draft(form: &Form, draft: &Value) -> Self {
        fill_fields(form.fields(), draft)
    }

    /// The text of a field; empty when there is none.
    pub fn text(&self, name: &str) -> &str {
        match self.0.get(name) {
            Some(Entry::Text(text)) => text,
            _ => "",
        }
    }

    /// Puts a text into the field at a path; nothing happens where there is none.
    pub fn set(&mut self, path: &str, text: &str) {
        if let Some(Entry::Text(old)) = self.entry_mut(path) {
            text.clone_into(old);
        }
    }

    /// Every field of text with its path, in no order.
    pub fn texts(&self) -> Vec<(String, &str)> {
        let mut out = Vec::new();
        self.collect("", &mut out);
        out
    }

    fn collect<'a>(&'a self, prefix: &str, out: &mut Vec<(String, &'a str)>) {
        for (name, entry) in &self.0 {
            let path = join(prefix, name);
            match entry {
                Entry::Text(text) => out.push((path, text)),
                Entry::Group(fields) => fields.collect(&path, out),
                Entry::Rows(rows) => {
                    for (row, at) in rows.iter().zip(0..) {
                        row.fields.collect(&format!("{path}.{at}"), out);
                    }
                }
            }
        }
    }

    /// What was typed into the field at a path.
    pub fn entry(&self, path: &str) -> Option<&Entry> {
        match path.split_once('.') {
            None => self.0.get(path),
            Some((name, rest)) => match self.0.get(name)? {
                Entry::Text(_) => None,
                Entry::Group(fields) => fields.entry(rest),
                Entry::Rows(rows) => {
                    let (number, rest) = rest.split_once('.')?;
                    rows.get(number.parse::<usize>().ok()?)?.fields.entry(rest)
                }
            },
        }
    }

    fn entry_mut(&mut self, path: &str) -> Option<&mut Entry> {
        match path.split_once('.') {
            None => self.0.get_mut(path),
            Some((name, rest)) => match self.0.get_mut(name)? {
                Entry::Text(_) => None,
                Entry::Group(fields) => fields.entry_mut(rest),
                Entry::Rows(rows) => {
                    let (number, rest) = rest.split_once('.')?;
                    rows.get_mut(number.parse::<usize>().ok()?)?
                        .fields
                        .entry_mut(rest)
                }
            },
        }
    }

    /// Does something with rows. Returns the path of the row to go on with; nothing when the path leads nowhere.
    pub fn act(&mut self, form: &Form, action: &RowAction) -> Option<String> {
        if let RowAction::Add(path) = action {
            let Input::Rows(rows) = &form.field_at(path)?.input else {
                return None;
            };
            let Entry::Rows(list) = self.entry_mut(path)? else {
                return None;
            };
            list.push(Row {
                fields: empty_row(rows),
                ..Row::default()
            });
            return Some(format!("{path}.{}", list.len() - 1));
        }
        let (RowAction::Add(at)
        | RowAction::Remove(at)
        | RowAction::Up(at)
        | RowAction::Down(at)
        | RowAction::In(at)
        | RowAction::Out(at)) = action;
        let (path, number) = at.rsplit_once('.')?;
        let number: usize = number.parse().ok()?;
        let Entry::Rows(list) = self.entry_mut(path)? else {
            return None;
        };
        let now = arrange(list, number, action)?;
        Some(format!("{path}.{now}"))
    }
}

/// Moves the row at a place, with what it holds. Returns where to go on.
fn arrange(list: &mut Vec<Row>, at: usize, action: &RowAction) -> Option<usize> {
    let depth = list.get(at)?.depth;
    let end = block_end(list, at);
    match action {
        RowAction::Add(_) => None,
        RowAction::Remove(_) => {
            list.drain(at..end);
            Some(at.min(list.len().saturating_sub(1)))
        }
        RowAction::Up(_) => {
            let before = (0..at)
                .rev()
                .find(|place| list.get(*place).is_some_and(|row| row.depth <= depth))?;
            if list.get(before)?.depth < depth {
                return Some(at);
            }
            let block: Vec<Row> = list.drain(at..end).collect();
            list.splice(before..before, block);
            Some(before)
        }
        RowAction::Down(_) => {
            if list.get(end).is_none_or(|next| next.depth < depth) {
                return Some(at);
            }
            let next_end = block_end(list, end);
            let block: Vec<Row> = list.drain(end..next_end).collect();
            let moved = block.len();
            list.splice(at..at, block);
            Some(at + moved)
        }
        RowAction::In(_) => {
            let may = at > 0
                && depth < DEEPEST
                && list.get(at - 1).is_some_and(|above| above.depth >= depth);
            shift(list, at, end, i8::from(may));
            Some(at)
        }
        RowAction::Out(_) => {
            shift(list, at, end, -i8::from(depth > 0));
            Some(at)
        }
    }
}

fn shift(list: &mut [Row], from: usize, to: usize, by: i8) {
    for row in list.iter_mut().take(to).skip(from) {
        row.depth = row.depth.saturating_add_signed(by);
    }
}

/// Where the row at a place ends with everything within it.
fn block_end(list: &[Row], at: usize) -> usize {
    let depth = list.get(at).map_or(0, |row| row.depth);
    list.iter()
        .enumerate()
        .skip(at + 1)
        .find(|(_, row)| row.depth <= depth)
        .map_or(list.len(), |(place, _)| place)
}

fn empty_row(rows: &Rows) -> Typed {
    fill_fields(rows.fields.iter(), &Value::Null)
}

/// A path one level further in.
pub fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() {
        name.to_owned()
    } else {
        format!("{prefix}.{name}")
    }
}

fn read_fields<'a>(
    fields: impl Iterator<Item = &'a Field>,
    prefix: &str,
    pairs: &Pairs<'_>,
) -> Typed {
    let read = |field: &Field| {
        let path = join(prefix, field.name);
        let entry = match &field.input {
            Input::Group(fields) => Entry::Group(read_fields(fields.iter(), &path, pairs)),
            Input::Rows(rows) => Entry::Rows(read_rows(rows, &path, pairs)),
            Input::Pick(_) | Input::Picture => Entry::Text(read_pick(&path, pairs)),
            _ => {
                let text = pairs.values.get(path.as_str()).copied().unwrap_or_default();
                Entry::Text(text.replace("\r\n", "\n"))
            }
        };
        (field.name, entry)
    };
    Typed(fields.map(read).collect())
}

/// A name that nobody typed over stands for the id that came with it.
fn read_pick(path: &str, pairs: &Pairs<'_>) -> String {
    let value = |path: &str| {
        pairs
            .values
            .get(path)
            .copied()
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let typed = value(path);
    let id = value(&format!("{path}.id"));
    if !typed.is_empty() && !id.is_empty() && typed == value(&format!("{path}.was")) {
        id
    } else {
        typed
    }
}

fn read_rows(rows: &Rows, path: &str, pairs: &Pairs<'_>) -> Vec<Row> {
    let numbers = pairs.rows.get(path).map_or(&[][..], Vec::as_slice);
    let mut list: Vec<Row> = Vec::new();
    for number in numbers {
        let at = format!("{path}.{number}");
        let hidden = |name: &str| {
            pairs
                .values
                .get(format!("{at}.{name}").as_str())
                .copied()
                .unwrap_or_default()
        };
        // A row is at most one level deeper than the one above it.
        let deepest = list.last().map_or(0, |above| above.depth + 1);
        list.push(Row {
            id: hidden("id").to_owned(),
            depth: hidden("row")
                .parse::<u8>()
                .unwrap_or(0)
                .min(deepest)
                .min(DEEPEST),
            fields: read_fields(rows.fields.iter(), &at, pairs),
        });
    }
    list
}

fn fill_fields<'a>(fields: impl Iterator<Item = &'a Field>, value: &Value) -> Typed {
    let fill = |field: &Field| {
        let member = value.get(field.name).unwrap_or(&Value::Null);
        let entry = match &field.input {
            Input::Group(fields) => Entry::Group(fill_fields(fields.iter(), member)),
            Input::Rows(rows) => {
                let mut list = Vec::new();
                fill_rows(rows, member, 0, &mut list);
                Entry::Rows(list)
            }
            _ => Entry::Text(text_of(member)),
        };
        (field.name, entry)
    };
    Typed(fields.map(fill).collect())
}

fn fill_rows(rows: &Rows, value: &Value, depth: u8, out: &mut Vec<Row>) {
    for item in value.as_array().into_iter().flatten() {
        let fields = match rows.shape {
            Shape::Single => Typed(
                rows.fields
                    .iter()
                    .map(|field| (field.name, Entry::Text(text_of(item))))
                    .collect(),
            ),
            _ => fill_fields(rows.fields.iter(), item),
        };
        out.push(Row {
            id: item.get("id").map(text_of).unwrap_or_default(),
            depth,
            fields,
        });
        if rows.shape == Shape::Tree {
            let within = item.get("rows").unwrap_or(&Value::Null);
            fill_rows(rows, within, depth + 1, out);
        }
    }
}

/// A value as its field shows it.
fn text_of(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) | Value::Object(_) => String::new(),
        Value::Bool(true) => "on".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(words) => words.iter().map(text_of).collect::<Vec<_>>().join("\n"),
    }
}
