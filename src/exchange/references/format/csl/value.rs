//! Values that may be a text, a number, or a list with one of them.

use serde_json::{Map, Value};

/// The text of a value; a list gives its first.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(list) => match list.first() {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

/// The text under a key; empty if there is none.
pub fn string(item: &Map<String, Value>, key: &str) -> String {
    item.get(key).map(text).unwrap_or_default()
}

/// Every text under a key.
pub fn strings(item: &Map<String, Value>, key: &str) -> Vec<String> {
    match item.get(key) {
        Some(Value::Array(list)) => list.iter().map(text).collect(),
        Some(value) => vec![text(value)],
        None => Vec::new(),
    }
}
