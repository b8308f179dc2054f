//! The API for people: `/api`, made from the same document that programs read.

use actix_web::HttpRequest;
use askama::Template;
use serde_json::Value;

use super::openapi::{document, written};
use crate::publishing::Kind;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageCtx, PageResult, respond};

/// Levels of members within members that are shown.
const DEEPEST: u8 = 4;

#[derive(Template)]
#[template(path = "api/docs.html")]
struct DocsPage {
    page: PageCtx,
    site: String,
    groups: Vec<Group>,
    drafts: Vec<(String, Vec<Row>)>,
}

/// What can be asked about one thing.
struct Group {
    name: String,
    anchor: String,
    operations: Vec<Operation>,
}

/// One request that can be made.
struct Operation {
    id: String,
    method: String,
    path: String,
    title: String,
    text: String,
    scope: Option<String>,
    parameters: Vec<Row>,
    sent: Vec<Row>,
    answers: Vec<Answer>,
}

/// One way in which it is answered.
struct Answer {
    status: String,
    /// The name of what it holds.
    holds: String,
    rows: Vec<Row>,
}

/// A parameter or a member.
struct Row {
    name: String,
    /// How deep it is nested; for the indent.
    depth: u8,
    type_words: String,
    is_required: bool,
    text: String,
}

/// `/api`.
///
/// # Errors
/// A template that fails.
pub async fn docs_page(state: State, request: HttpRequest) -> PageResult {
    let page = PageCtx::new(&state.config.public_url, "/api", "API")
        .described("How programs read and write this catalog: every address, what it takes and what it answers.")
        .in_section("education")
        .under(&[])
        .with_json_ld(Vec::<Value>::new())?;
    let page = DocsPage {
        page,
        site: state.config.public_url.clone(),
        groups: groups(written()),
        drafts: Kind::ALL.iter().map(draft).collect(),
    };
    respond(&request, &page, CachePolicy::Revalidate)
}

/// The members of a kind's draft.
fn draft(kind: &Kind) -> (String, Vec<Row>) {
    let name = crate::desk::api::openapi::draft_name(*kind);
    let schema = document().pointer(&format!("/components/schemas/{name}"));
    let mut rows = Vec::new();
    if let Some(schema) = schema {
        members(document(), schema, 0, &mut rows);
    }
    (kind.plural().to_owned(), rows)
}

fn groups(document: &Value) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for (method, described) in item.as_object().into_iter().flatten() {
            let tag = described.pointer("/tags/0").and_then(Value::as_str);
            let tag = tag.unwrap_or("other");
            let operation = operation(document, path, method, described);
            match groups.iter_mut().find(|group| group.name == tag) {
                Some(group) => group.operations.push(operation),
                None => groups.push(Group {
                    name: tag.to_owned(),
                    anchor: tag.replace(' ', "-"),
                    operations: vec![operation],
                }),
            }
        }
    }
    groups
}

fn operation(document: &Value, path: &str, method: &str, described: &Value) -> Operation {
    let text = |name: &str| {
        let text = described.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let scope = described
        .pointer("/security/0/api_key/0")
        .and_then(Value::as_str);
    let parameters = described.get("parameters").and_then(Value::as_array);
    let parameters = parameters.into_iter().flatten().map(|parameter| {
        let schema = parameter.get("schema").unwrap_or(&Value::Null);
        let mut row = row(document, name_of(parameter), schema, 0);
        row.is_required = parameter.get("required") == Some(&Value::Bool(true));
        if let Some(text) = parameter.get("description").and_then(Value::as_str) {
            text.clone_into(&mut row.text);
        }
        row
    });
    let mut sent = Vec::new();
    if let Some(schema) = described.pointer("/requestBody/content/application~1json/schema") {
        members(document, schema, 0, &mut sent);
    }
    let answers = described.get("responses").and_then(Value::as_object);
    Operation {
        id: text("operationId"),
        method: method.to_uppercase(),
        path: path.to_owned(),
        title: text("summary"),
        text: text("description"),
        scope: scope.map(str::to_owned),
        parameters: parameters.collect(),
        sent,
        answers: answers
            .into_iter()
            .flatten()
            .map(|(status, answer)| answer_of(document, status, answer))
            .collect(),
    }
}

fn answer_of(document: &Value, status: &str, answer: &Value) -> Answer {
    let content = answer.get("content").and_then(Value::as_object);
    let media = content.and_then(|content| content.values().next());
    let schema = media.and_then(|media| media.get("schema"));
    let mut rows = Vec::new();
    // A problem looks the same everywhere and is told once.
    if let Some(schema) = schema.filter(|_| status.starts_with('2')) {
        members(document, schema, 0, &mut rows);
    }
    Answer {
        status: status.to_owned(),
        holds: schema
            .map(|schema| type_words(document, schema))
            .unwrap_or_default(),
        rows,
    }
}

fn name_of(parameter: &Value) -> &str {
    let name = parameter.get("name").and_then(Value::as_str);
    name.unwrap_or_default()
}

/// The schema that another one refers to.
fn referred<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let name = schema.get("$ref").and_then(Value::as_str);
    name.and_then(|name| document.pointer(name.trim_start_matches('#')))
        .unwrap_or(schema)
}

/// Adds the members of what a schema describes, and those within them.
fn members(document: &Value, schema: &Value, depth: u8, rows: &mut Vec<Row>) {
    if depth >= DEEPEST {
        return;
    }
    let schema = referred(document, schema);
    for word in ["allOf", "oneOf", "anyOf"] {
        let parts = schema.get(word).and_then(Value::as_array);
        for part in parts.into_iter().flatten() {
            members(document, part, depth, rows);
        }
    }
    if let Some(items) = schema.get("items") {
        members(document, items, depth, rows);
    }
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, property) in properties.into_iter().flatten() {
        let mut row = row(document, name, property, depth);
        row.is_required = required.contains(&name.as_str());
        rows.push(row);
        members(document, property, depth + 1, rows);
    }
}

fn row(document: &Value, name: &str, schema: &Value, depth: u8) -> Row {
    let own = schema.get("description").and_then(Value::as_str);
    let of_type = referred(document, schema).get("description");
    let text = own.or_else(|| of_type.and_then(Value::as_str));
    Row {
        name: name.to_owned(),
        depth,
        type_words: type_words(document, schema),
        is_required: false,
        text: text.unwrap_or_default().to_owned(),
    }
}

/// A type as people read it: `text`, `list of Entity`, `one of us, eu`.
fn type_words(document: &Value, schema: &Value) -> String {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let target = referred(document, schema);
        if target.get("enum").is_none() {
            return name.rsplit('/').next().unwrap_or_default().to_owned();
        }
        return type_words(document, target);
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
        return format!("one of {}", words.join(", "));
    }
    if let Some(items) = schema.get("items") {
        return format!("list of {}", type_words(document, items));
    }
    for word in ["oneOf", "anyOf", "allOf"] {
        if let Some(parts) = schema.get(word).and_then(Value::as_array) {
            let is_null = |part: &&Value| part.get("type").and_then(Value::as_str) == Some("null");
            let parts = parts.iter().filter(|part| !is_null(part));
            let mut words: Vec<String> = parts.map(|part| type_words(document, part)).collect();
            words.dedup();
            return words.join(" or ");
        }
    }
    let format = schema.get("format").and_then(Value::as_str);
    let one = |name: &str| match (name, format) {
        ("string", Some("date-time")) => "time (RFC 3339)".to_owned(),
        ("string", Some(format)) => format.to_owned(),
        ("string", None) => "text".to_owned(),
        (other, _) => other.to_owned(),
    };
    match schema.get("type") {
        Some(Value::String(name)) => one(name),
        Some(Value::Array(names)) => {
            let names = names.iter().filter_map(Value::as_str);
            let names: Vec<String> = names.filter(|name| *name != "null").map(one).collect();
            names.join(" or ")
        }
        _ => "any".to_owned(),
    }
}
