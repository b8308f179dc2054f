//! A form as its template shows it. Fields render themselves, so that rows can hold rows.

use std::collections::HashMap;

use askama::Template;

use crate::desk::findings::Beside;
use crate::editing::form::{Field, Form, Input, Rows, Section, Shape};
use crate::editing::read::Problems;
use crate::editing::typed::{Entry, Row, Typed, join};
use crate::error::AppError;
use crate::web::html::SafeHtml;

/// A section with its fields.
pub struct SectionView {
    /// Its anchor.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What to know before filling it in.
    pub hint: &'static str,
    /// Its fields.
    pub fields: Vec<SafeHtml>,
    /// How many fields in it have a problem or a finding.
    pub marks: usize,
}

/// What a form is shown with.
pub struct Shown<'a> {
    /// What was typed.
    pub typed: &'a Typed,
    /// What is wrong.
    pub problems: &'a Problems,
    /// What rules say.
    pub findings: &'a [Beside],
    /// What the ids in pickers are called.
    pub names: &'a HashMap<String, String>,
    /// Sentences that may stand in place of others.
    pub approved: &'a [String],
}

/// One field.
#[derive(Template)]
#[template(path = "admin/desk/_field.html")]
struct FieldView {
    id: String,
    path: String,
    label: &'static str,
    hint: &'static str,
    required: bool,
    control: Control,
    problems: Vec<String>,
    findings: Vec<FindingView>,
    described: bool,
}

/// A finding beside its field.
pub struct FindingView {
    /// Whether it keeps the draft from being published.
    pub blocks: bool,
    /// What the rule says.
    pub beside: Beside,
    /// Values of buttons that put another sentence there, with the sentence.
    pub instead: Vec<(String, String)>,
}

enum Control {
    Line {
        value: String,
        max: usize,
        mode: &'static str,
    },
    Text {
        value: String,
        rows: u8,
        max: usize,
    },
    Choice {
        options: Vec<ChoiceView>,
    },
    Flag {
        on: bool,
    },
    Date {
        value: String,
    },
    Pick {
        value: String,
        id: String,
        kind: &'static str,
        words: &'static str,
    },
    Picture {
        value: String,
        id: String,
    },
    Group {
        fields: Vec<SafeHtml>,
    },
    Rows {
        rows: Vec<RowView>,
        one: &'static str,
        tree: bool,
    },
}

impl Control {
    /// Whether the field wants a line of its own.
    const fn is_long(&self) -> bool {
        matches!(self, Self::Line { max, .. } if *max >= LONG)
    }
}

/// From how many characters on a line is long.
const LONG: usize = 300;

struct ChoiceView {
    word: &'static str,
    words: &'static str,
    chosen: bool,
}

struct RowView {
    path: String,
    id: String,
    depth: u8,
    title: String,
    fields: Vec<SafeHtml>,
    first: bool,
    last: bool,
}

/// Every section of a form.
///
/// # Errors
/// A template that fails.
pub fn sections(form: &Form, shown: &Shown<'_>) -> Result<Vec<SectionView>, AppError> {
    form.sections
        .iter()
        .map(|section| view(section, shown))
        .collect()
}

fn view(section: &Section, shown: &Shown<'_>) -> Result<SectionView, AppError> {
    let is_within = |path: &str| {
        section
            .fields
            .iter()
            .any(|field| path.split('.').next() == Some(field.name))
    };
    let problems = shown
        .problems
        .iter()
        .filter(|(path, _)| is_within(path))
        .count();
    let findings = shown
        .findings
        .iter()
        .filter(|finding| is_within(&finding.path))
        .count();
    Ok(SectionView {
        id: section.id,
        title: section.title,
        hint: section.hint,
        fields: fields(&section.fields, shown.typed, "", shown)?,
        marks: problems + findings,
    })
}

fn fields(
    fields: &[Field],
    typed: &Typed,
    prefix: &str,
    shown: &Shown<'_>,
) -> Result<Vec<SafeHtml>, AppError> {
    fields
        .iter()
        .map(|field| field_html(field, typed, prefix, shown))
        .collect()
}

fn field_html(
    field: &Field,
    typed: &Typed,
    prefix: &str,
    shown: &Shown<'_>,
) -> Result<SafeHtml, AppError> {
    let path = join(prefix, field.name);
    let problems = shown.problems.of(&path);
    let findings: Vec<FindingView> = shown
        .findings
        .iter()
        .filter(|finding| finding.path == path)
        .map(|finding| finding_view(finding, shown.approved))
        .collect();
    let view = FieldView {
        id: format!("f-{}", path.replace('.', "-")),
        label: field.label,
        hint: field.hint,
        required: field.required,
        control: control(field, typed, &path, shown)?,
        described: !field.hint.is_empty() || !problems.is_empty() || !findings.is_empty(),
        problems,
        findings,
        path,
    };
    Ok(SafeHtml::trusted(view.render()?))
}

pub fn finding_view(finding: &Beside, approved: &[String]) -> FindingView {
    let value = |sentence: &str| {
        serde_json::json!({ "path": finding.path, "words": finding.objection.words, "instead": sentence }).to_string()
    };
    FindingView {
        blocks: finding.objection.verdict == "block",
        beside: finding.clone(),
        instead: approved
            .iter()
            .map(|sentence| (format!("take:{}", value(sentence)), sentence.clone()))
            .collect(),
    }
}

fn control(
    field: &Field,
    typed: &Typed,
    path: &str,
    shown: &Shown<'_>,
) -> Result<Control, AppError> {
    let value = typed.text(field.name).to_owned();
    let line = |max: usize, mode: &'static str, value: String| Control::Line { value, max, mode };
    Ok(match &field.input {
        Input::Line(max) => line(*max, "text", value),
        Input::Slug => line(80, "text", value),
        Input::Whole(..) => line(20, "numeric", value),
        Input::Decimal => line(30, "decimal", value),
        Input::Text(max, rows) => Control::Text {
            value,
            rows: *rows,
            max: *max,
        },
        Input::Words => Control::Text {
            value,
            rows: 3,
            max: 10_000,
        },
        Input::Choice(options) => Control::Choice {
            options: options
                .iter()
                .map(|(word, words)| ChoiceView {
                    word,
                    words,
                    chosen: *word == value,
                })
                .collect(),
        },
        Input::Flag => Control::Flag {
            on: !value.is_empty(),
        },
        Input::Date => Control::Date { value },
        Input::Pick(kind) => {
            let (value, id) = known(&value, shown.names);
            Control::Pick {
                value,
                id,
                kind: kind.as_str(),
                words: kind.words(),
            }
        }
        Input::Picture => {
            let (value, id) = known(&value, shown.names);
            Control::Picture { value, id }
        }
        Input::Group(within) => match typed.0.get(field.name) {
            Some(Entry::Group(typed)) => Control::Group {
                fields: fields(within, typed, path, shown)?,
            },
            _ => Control::Group { fields: Vec::new() },
        },
        Input::Rows(rows) => match typed.0.get(field.name) {
            Some(Entry::Rows(list)) => rows_control(rows, list, path, shown)?,
            _ => rows_control(rows, &[], path, shown)?,
        },
    })
}

/// The name of what an id means and the id; what was typed where it means nothing.
fn known(value: &str, names: &HashMap<String, String>) -> (String, String) {
    match names.get(value) {
        Some(title) => (title.clone(), value.to_owned()),
        None => (value.to_owned(), String::new()),
    }
}

fn rows_control(
    rows: &Rows,
    list: &[Row],
    path: &str,
    shown: &Shown<'_>,
) -> Result<Control, AppError> {
    let mut views = Vec::with_capacity(list.len());
    for (row, number) in list.iter().zip(0usize..) {
        let at = format!("{path}.{number}");
        views.push(RowView {
            title: title(rows, row, shown.names, number),
            fields: fields(&rows.fields, &row.fields, &at, shown)?,
            id: row.id.clone(),
            depth: row.depth,
            first: number == 0,
            last: number + 1 == list.len(),
            path: at,
        });
    }
    Ok(Control::Rows {
        rows: views,
        one: rows.one,
        tree: rows.shape == Shape::Tree,
    })
}

/// What a row is called: what its first field holds.
fn title(rows: &Rows, row: &Row, names: &HashMap<String, String>, number: usize) -> String {
    let said = |field: &Field| -> String {
        let text = row.fields.text(field.name);
        match &field.input {
            Input::Choice(options) => options
                .iter()
                .find(|(word, _)| *word == text)
                .map_or(text, |(_, words)| words)
                .to_owned(),
            _ => names.get(text).map_or(text, String::as_str).to_owned(),
        }
    };
    // A choice alone tells no row from another.
    let more = match rows.fields.first().map(|field| &field.input) {
        Some(Input::Choice(_)) => 2,
        _ => 1,
    };
    let words: Vec<String> = rows.fields.iter().take(more).map(said).collect();
    let short: String = words.join(" ").trim().chars().take(60).collect();
    if short.is_empty() {
        format!("{} {}", rows.one, number + 1)
    } else {
        short
    }
}
