//! The API of drafts in the OpenAPI document: written once for any kind, told for each with the schema of its form.

use serde_json::{Map, Value, json};

use crate::desk::noun;
use crate::editing::json::schema;
use crate::publishing::Kind;

/// How addresses of any kind are written.
const ANY: &str = "/api/v1/drafts/{kinds}";

/// Tells every address of drafts for each kind, with the schema of its draft.
pub fn tell_each_kind(document: &mut Value) {
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else {
        return;
    };
    let of_any: Vec<(String, Value)> = paths
        .iter()
        .filter(|(path, _)| path.starts_with(ANY))
        .map(|(path, item)| (path.clone(), item.clone()))
        .collect();
    for (path, _) in &of_any {
        paths.remove(path);
    }
    for kind in Kind::ALL {
        for (path, item) in &of_any {
            let path = path.replace("{kinds}", kind.plural());
            paths.insert(path, item_of(*kind, item));
        }
    }
    let schemas = document
        .get_mut("components")
        .and_then(|components| components.get_mut("schemas"))
        .and_then(Value::as_object_mut);
    if let Some(schemas) = schemas {
        for kind in Kind::ALL {
            let of_draft = schema(&noun::form(*kind));
            let mut some = of_draft.clone();
            // Of a draft that is changed or has what a new one holds, anything may be left out.
            if let Some(members) = some.as_object_mut() {
                members.remove("required");
            }
            schemas.insert(draft_name(*kind), of_draft);
            schemas.insert(format!("{}Changes", draft_name(*kind)), some);
        }
    }
}

/// The name of the schema of a kind's draft.
pub fn draft_name(kind: Kind) -> String {
    let words = kind.as_str().split('_');
    let capitalised = words.map(|word| {
        let (first, rest) = word.split_at(1);
        format!("{}{rest}", first.to_uppercase())
    });
    format!("{}Draft", capitalised.collect::<String>())
}

fn item_of(kind: Kind, item: &Value) -> Value {
    let mut item = item.clone();
    for (method, operation) in item.as_object_mut().into_iter().flatten() {
        let Some(operation) = operation.as_object_mut() else {
            continue;
        };
        name_operation(kind, operation);
        let name = match method.as_str() {
            "patch" => format!("{}Changes", draft_name(kind)),
            _ => draft_name(kind),
        };
        if let Some(sent) = operation.get_mut("requestBody") {
            refer(sent, &name);
        }
    }
    item
}

fn name_operation(kind: Kind, operation: &mut Map<String, Value>) {
    let id = operation.get("operationId").and_then(Value::as_str);
    let id = id.unwrap_or_default().to_owned();
    let named = format!("{id}_of_{}", kind.plural().replace('-', "_"));
    operation.insert("operationId".to_owned(), json!(named));
    operation.insert(
        "tags".to_owned(),
        json!([format!("drafts: {}", kind.plural())]),
    );
}

/// Puts the schema of a kind in the place of the one that takes any object.
fn refer(sent: &mut Value, name: &str) {
    for (_, media) in sent
        .get_mut("content")
        .and_then(Value::as_object_mut)
        .into_iter()
        .flatten()
    {
        let takes_any = media
            .get("schema")
            .is_some_and(|schema| schema.get("$ref").is_none());
        if takes_any && let Some(media) = media.as_object_mut() {
            let to = json!({ "$ref": format!("#/components/schemas/{name}") });
            media.insert("schema".to_owned(), to);
        }
    }
}
