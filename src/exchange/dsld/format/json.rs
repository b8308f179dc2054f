//! JSON as a tree whose numbers keep the digits of the file.
//!
//! `serde_json::Value` would pass amounts through `f64` unless the whole program turned on `arbitrary_precision`.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::label::LabelError;

/// How deep JSON may nest; room for 32 rows within rows and well below what a stack bears.
const MAX_DEPTH: usize = 160;

/// A JSON value.
#[derive(Debug)]
pub enum Node {
    /// `null`, also what stands for a missing key.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Node>),
    /// An object; of a repeated key the last counts.
    Object(BTreeMap<String, Node>),
    /// A string, or a key of an object, whose escapes are no Unicode text (a lone surrogate).
    Broken,
}

impl Node {
    /// What it is, for a message.
    pub fn describe(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool(_) => "true or false",
            Node::Number(_) => "a number",
            Node::Text(_) => "text",
            Node::List(_) => "a list",
            Node::Object(_) => "an object",
            Node::Broken => "text with broken escapes",
        }
    }
}

/// Reads the text of one JSON value.
pub fn read(text: &str) -> Result<Node, LabelError> {
    let text = text.trim_start_matches('\u{feff}');
    let raw: &RawValue = serde_json::from_str(text)
        .map_err(|error| refuse(format!("This is not JSON: {error}.")))?;
    build(raw.get(), 0)
}

/// Builds the tree of text that is known to be JSON.
fn build(json: &str, depth: usize) -> Result<Node, LabelError> {
    if depth > MAX_DEPTH {
        return Err(refuse(format!(
            "The JSON nests more than {MAX_DEPTH} levels deep."
        )));
    }
    let node = match json.as_bytes().first() {
        Some(b'{') => match serde_json::from_str::<BTreeMap<String, &RawValue>>(json) {
            Ok(fields) => Node::Object(
                fields
                    .into_iter()
                    .map(|(key, value)| Ok((key, build(value.get(), depth + 1)?)))
                    .collect::<Result<_, LabelError>>()?,
            ),
            Err(_) => Node::Broken,
        },
        Some(b'[') => match serde_json::from_str::<Vec<&RawValue>>(json) {
            Ok(items) => Node::List(
                items
                    .into_iter()
                    .map(|item| build(item.get(), depth + 1))
                    .collect::<Result<_, _>>()?,
            ),
            Err(_) => Node::Broken,
        },
        Some(b'"') => serde_json::from_str(json).map_or(Node::Broken, Node::Text),
        Some(b't') => Node::Bool(true),
        Some(b'f') => Node::Bool(false),
        Some(b'n') | None => Node::Null,
        Some(_) => Node::Number(json.to_owned()),
    };
    Ok(node)
}

fn refuse(message: String) -> LabelError {
    LabelError {
        pointer: String::new(),
        message,
    }
}
