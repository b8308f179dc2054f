//! A draft as a program sends it: JSON in the shape of its form. Members that the form does not have, and values of another type
//! than its fields take, are refused and not passed over.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::form::{Field, Form, Input, Rows, Shape};
use super::read::Problems;
use super::typed::{Entry, Row, Typed, join};

/// Deepest nesting that is read.
const DEEPEST: u8 = 6;

/// What a program sent, as if it had been typed, with what is wrong with its shape.
pub fn typed_of(form: &Form, draft: &Value) -> (Typed, Problems) {
    let mut problems = Problems::default();
    let Some(members) = draft.as_object() else {
        problems.add("", "must be an object");
        return (Typed::default(), problems);
    };
    let fields: Vec<&Field> = form.fields().collect();
    let typed = object(&fields, members, "", &[], &mut problems);
    (typed, problems)
}

fn object(
    fields: &[&Field],
    members: &Map<String, Value>,
    path: &str,
    besides: &[&str],
    problems: &mut Problems,
) -> Typed {
    for name in members.keys() {
        let is_known = fields.iter().any(|field| field.name == name) || besides.contains(&&**name);
        if !is_known {
            problems.add(join(path, name), "is not known: take it out");
        }
    }
    let entry = |field: &&Field| {
        let value = members.get(field.name).unwrap_or(&Value::Null);
        let path = join(path, field.name);
        (field.name, entry(field, value, &path, problems))
    };
    Typed(fields.iter().map(entry).collect())
}

fn entry(field: &Field, value: &Value, path: &str, problems: &mut Problems) -> Entry {
    match (&field.input, value) {
        (Input::Group(fields), Value::Object(members)) => {
            let fields: Vec<&Field> = fields.iter().collect();
            Entry::Group(object(&fields, members, path, &[], problems))
        }
        (Input::Group(fields), Value::Null) => {
            let fields: Vec<&Field> = fields.iter().collect();
            Entry::Group(object(&fields, &Map::new(), path, &[], problems))
        }
        (Input::Group(_), _) => {
            problems.add(path, "must be an object or null");
            Entry::Group(Typed::default())
        }
        (Input::Rows(rows), Value::Array(items)) => {
            let mut list = Vec::new();
            read_rows(rows, items, (path, 0), &mut list, problems);
            Entry::Rows(list)
        }
        (Input::Rows(_), Value::Null) => Entry::Rows(Vec::new()),
        (Input::Rows(_), _) => {
            problems.add(path, "must be a list");
            Entry::Rows(Vec::new())
        }
        (input, value) => Entry::Text(text(input, value, path, problems)),
    }
}

fn read_rows(
    rows: &Rows,
    items: &[Value],
    (path, depth): (&str, u8),
    list: &mut Vec<Row>,
    problems: &mut Problems,
) {
    if depth > DEEPEST {
        problems.add(path, "is nested too deep");
        return;
    }
    let fields: Vec<&Field> = rows.fields.iter().collect();
    for (item, at) in items.iter().zip(0usize..) {
        let at = format!("{path}.{at}");
        let (fields, id) = match (rows.shape, item) {
            (Shape::Single, value) => {
                let texts = fields
                    .iter()
                    .map(|field| (field.name, entry(field, value, &at, problems)));
                (Typed(texts.collect()), String::new())
            }
            (shape, Value::Object(members)) => {
                let besides: &[&str] = match shape {
                    Shape::Keyed(_) => &["id"],
                    Shape::Tree => &["rows"],
                    _ => &[],
                };
                let id = members.get("id").and_then(Value::as_str);
                let is_id = id.is_some_and(|id| Uuid::try_parse(id).is_ok());
                let has_id = members.get("id").is_some_and(|id| !id.is_null());
                if matches!(shape, Shape::Keyed(_)) && has_id && !is_id {
                    problems.add(join(&at, "id"), "must be the id of a row, or left out");
                }
                let fields = object(&fields, members, &at, besides, problems);
                (fields, id.unwrap_or_default().to_owned())
            }
            _ => {
                problems.add(at, "must be an object");
                continue;
            }
        };
        list.push(Row { id, depth, fields });
        if rows.shape == Shape::Tree {
            let within = item.get("rows").and_then(Value::as_array);
            let within = within.map_or(&[][..], Vec::as_slice);
            read_rows(
                rows,
                within,
                (&format!("{at}.rows"), depth + 1),
                list,
                problems,
            );
        }
    }
}

/// A value as it would be typed.
fn text(input: &Input, value: &Value, path: &str, problems: &mut Problems) -> String {
    let wanted = match (input, value) {
        (_, Value::Null) => return String::new(),
        (Input::Flag, Value::Bool(is_set)) => {
            return if *is_set { "on" } else { "" }.to_owned();
        }
        (Input::Flag, _) => "must be true or false",
        (Input::Words, Value::Array(words)) if words.iter().all(Value::is_string) => {
            let words = words.iter().filter_map(Value::as_str);
            return words.map(in_one_line).collect::<Vec<_>>().join("\n");
        }
        (Input::Words, _) => "must be a list of texts",
        (Input::Whole(..), Value::Number(number)) => return number.to_string(),
        (Input::Decimal, Value::Number(number)) => return number.to_string(),
        (Input::Whole(..), _) => "must be a whole number",
        (_, Value::String(text)) => return text.clone(),
        (Input::Decimal, _) => "must be a number, as a text such as \"12.5\" if it must be exact",
        _ => "must be a text",
    };
    problems.add(path, wanted);
    String::new()
}

fn in_one_line(word: &str) -> String {
    word.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A path within a form as a JSON pointer (RFC 6901).
pub fn pointer(path: &str) -> String {
    if path.is_empty() {
        return String::new();
    }
    let parts = path.split('.');
    parts
        .map(|part| format!("/{}", part.replace('~', "~0").replace('/', "~1")))
        .collect()
}

/// The JSON Schema (2020-12) of what [`typed_of`] takes.
pub fn schema(form: &Form) -> Value {
    let fields: Vec<&Field> = form.fields().collect();
    object_schema(&fields, &[])
}

fn object_schema(fields: &[&Field], besides: &[(&str, Value)]) -> Value {
    let mut properties = Map::new();
    for field in fields {
        properties.insert(field.name.to_owned(), field_schema(field));
    }
    for (name, schema) in besides {
        properties.insert((*name).to_owned(), schema.clone());
    }
    let required: Vec<&str> = fields
        .iter()
        .filter(|field| field.required && !matches!(field.input, Input::Flag))
        .map(|field| field.name)
        .collect();
    let mut schema =
        json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if let (false, Some(members)) = (required.is_empty(), schema.as_object_mut()) {
        members.insert("required".to_owned(), json!(required));
    }
    schema
}

fn field_schema(field: &Field) -> Value {
    let mut schema = match &field.input {
        Input::Line(max) | Input::Text(max, _) => json!({ "type": "string", "maxLength": max }),
        Input::Slug => {
            json!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80 })
        }
        Input::Words => json!({ "type": "array", "items": { "type": "string", "maxLength": 200 } }),
        Input::Choice(options) => {
            let words: Vec<&str> = options.iter().map(|(word, _)| *word).collect();
            json!({ "type": "string", "enum": words })
        }
        Input::Flag => json!({ "type": "boolean" }),
        Input::Date => json!({ "type": "string", "format": "date" }),
        Input::Whole(least, most) => {
            json!({ "type": "integer", "minimum": least, "maximum": most })
        }
        Input::Decimal => json!({ "type": ["string", "number"] }),
        Input::Pick(_) => json!({ "type": "string" }),
        Input::Picture => json!({ "type": "string", "format": "uuid" }),
        Input::Group(fields) => object_schema(&fields.iter().collect::<Vec<_>>(), &[]),
        Input::Rows(rows) => rows_schema(rows),
    };
    let about = match &field.input {
        Input::Pick(kind) => format!(
            "{}: id, slug or name of a {}. {}",
            field.label,
            kind.words(),
            field.hint
        ),
        _ => format!("{}. {}", field.label, field.hint),
    };
    if let Some(members) = schema.as_object_mut() {
        members.insert("description".to_owned(), json!(about.trim()));
    }
    if !field.required {
        schema = nullable(schema);
    }
    schema
}

fn rows_schema(rows: &Rows) -> Value {
    let fields: Vec<&Field> = rows.fields.iter().collect();
    let items = match rows.shape {
        Shape::Single => fields
            .first()
            .map_or(json!({}), |field| field_schema(field)),
        Shape::Plain => object_schema(&fields, &[]),
        Shape::Keyed(_) => object_schema(
            &fields,
            &[("id", json!({ "type": "string", "format": "uuid" }))],
        ),
        // How deep they may lie is limited; a schema without references can't say so.
        Shape::Tree => object_schema(
            &fields,
            &[(
                "rows",
                json!({ "type": "array", "items": { "type": "object" } }),
            )],
        ),
    };
    json!({ "type": "array", "items": items })
}

/// The same, or null.
fn nullable(mut schema: Value) -> Value {
    let Some(members) = schema.as_object_mut() else {
        return schema;
    };
    if let Some(words) = members.get_mut("enum").and_then(Value::as_array_mut) {
        words.push(Value::Null);
    }
    match members.get_mut("type") {
        Some(Value::Array(types)) => types.push(json!("null")),
        Some(one) => *one = json!([one.take(), "null"]),
        None => {}
    }
    schema
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use std::collections::BTreeSet;

    use super::*;
    use crate::desk::noun;
    use crate::publishing::Kind;

    fn told(draft: &Value) -> Vec<(String, String)> {
        let (_, problems) = typed_of(&noun::form(Kind::Product), draft);
        let told = problems.iter();
        told.map(|(path, problem)| (pointer(path), problem.to_owned()))
            .collect()
    }

    #[test]
    fn members_that_are_unknown_or_of_another_type_are_told_by_their_place() {
        let draft = json!({
            "name": 3,
            "colour": "red",
            "variants": [{ "sku": "a", "id": "x", "weight": 1 }, 7],
            "formula": [],
            "options": "Size",
        });
        let places: BTreeSet<String> = told(&draft).into_iter().map(|(place, _)| place).collect();
        let expected = [
            "/colour",
            "/formula",
            "/name",
            "/options",
            "/variants/0/id",
            "/variants/0/weight",
            "/variants/1",
        ];
        assert_eq!(places, expected.map(str::to_owned).into());
    }

    #[test]
    fn a_draft_must_be_an_object() {
        for draft in [json!(null), json!([]), json!("x"), json!(1)] {
            assert_eq!(
                told(&draft),
                [(String::new(), "must be an object".to_owned())]
            );
        }
    }

    #[test]
    fn every_kind_has_a_schema_whose_required_members_are_properties() {
        for kind in Kind::ALL {
            let schema = schema(&noun::form(*kind));
            let properties = schema.get("properties").and_then(Value::as_object).unwrap();
            assert!(!properties.is_empty(), "{kind:?}");
            let required = schema.get("required").and_then(Value::as_array);
            for name in required.into_iter().flatten() {
                assert!(properties.contains_key(name.as_str().unwrap()), "{kind:?}");
            }
        }
    }
}
