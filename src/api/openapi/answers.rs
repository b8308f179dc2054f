//! What is the same of many addresses: what any request can be answered, what a status means, and the headers that come with it.

use serde_json::{Map, Value, json};

/// Completes the answers of every address.
pub fn complete(document: &mut Value) {
    if let Some(components) = document
        .get_mut("components")
        .and_then(Value::as_object_mut)
    {
        components.insert("headers".to_owned(), headers());
    }
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for item in paths.into_iter().flat_map(|paths| paths.values_mut()) {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            let is_public = operation.get("security").is_none();
            let can_be_kept = method == "get" && is_public && returns_json(operation);
            if can_be_kept {
                add_parameter(operation);
            }
            tell_errors(operation);
            let takes_json = operation.get("requestBody").is_some();
            let answers = operation
                .get_mut("responses")
                .and_then(Value::as_object_mut);
            let Some(answers) = answers else { continue };
            add_problems(answers, &["429", "503"]);
            if takes_json {
                add_problems(answers, &["415"]);
            }
            if can_be_kept {
                let unchanged = json!({ "headers": refer(&["ETag"]) });
                answers.entry("304").or_insert(unchanged);
            }
            for (status, answer) in answers {
                complete_one(status, answer, can_be_kept);
            }
        }
    }
    name_problems(document);
}

/// Whether what is answered carries an entity tag: everything does but what is asked for again and again for news.
fn returns_json(operation: &Value) -> bool {
    operation.get("operationId") != Some(&"list_changes".into())
        && operation.pointer("/responses/200/content").is_some()
}

/// A handler's words on its errors, as a sentence instead of a heading.
fn tell_errors(operation: &mut Value) {
    if let Some(Value::String(words)) = operation.get_mut("description") {
        *words = words.replace("# Errors\n", "Refused: ");
    }
}

fn add_parameter(operation: &mut Value) {
    let parameter = json!({
        "name": "If-None-Match", "in": "header", "required": false, "schema": { "type": "string" },
        "description": "The ETag of what you have: it is answered 304 as long as that is current",
    });
    if let Some(members) = operation.as_object_mut() {
        let parameters = members.entry("parameters").or_insert(json!([]));
        if let Some(list) = parameters.as_array_mut() {
            list.push(parameter);
        }
    }
}

/// Any request can be one too many or come while the database is away, and any body something else than JSON.
fn add_problems(answers: &mut Map<String, Value>, statuses: &[&str]) {
    for status in statuses {
        let problem = json!({ "$ref": "#/components/schemas/Problem" });
        let answer = json!({ "content": { "application/json": { "schema": problem } } });
        answers.entry(*status).or_insert(answer);
    }
}

fn complete_one(status: &str, answer: &mut Value, has_etag: bool) {
    let Some(members) = answer.as_object_mut() else {
        return;
    };
    let is_told = members
        .get("description")
        .and_then(Value::as_str)
        .is_some_and(|words| !words.is_empty());
    if !is_told {
        members.insert("description".to_owned(), json!(words(status)));
    }
    let mut names = vec!["RateLimit", "RateLimit-Policy", "X-Request-Id"];
    match status {
        "200" if has_etag => names.push("ETag"),
        "429" | "503" => names.push("Retry-After"),
        _ => {}
    }
    let headers = members.entry("headers").or_insert(json!({}));
    if let (Some(known), Value::Object(more)) = (headers.as_object_mut(), refer(&names)) {
        for (name, header) in more {
            known.entry(name).or_insert(header);
        }
    }
}

const fn words(status: &str) -> &'static str {
    match status.as_bytes() {
        b"200" => "What was asked for",
        b"201" => "It was made; Location is where it is",
        b"202" => "It will be done at once",
        b"204" => "It is done",
        b"304" => "What you have is current",
        b"400" => "A parameter or the body can't be read; the problem names it",
        b"401" => "An API key is needed, or the one that was sent is not accepted",
        b"403" => "The API key has not the scope that this needs",
        b"404" => "There is no such thing, or it is not published",
        b"409" => "It is at odds with what is stored",
        b"410" => "It was withdrawn, or the cursor is known no longer: begin again",
        b"412" => "It was changed since the version that If-Match names",
        b"413" => "The body is too large",
        b"415" => "The body is not JSON by its Content-Type",
        b"422" => "It can't be saved; errors name each place",
        b"428" => "If-Match must name the version that is changed",
        b"429" => "Too many requests: wait as long as Retry-After says",
        b"503" => "Not available at this moment: try again after some seconds",
        _ => "Another answer",
    }
}

fn refer(names: &[&str]) -> Value {
    let reference =
        |name: &&str| json!({ "$ref": format!("#/components/headers/{}", name.to_owned()) });
    let all = names
        .iter()
        .map(|name| ((*name).to_owned(), reference(name)));
    Value::Object(all.collect())
}

fn headers() -> Value {
    let text = |words: &str| json!({ "description": words, "schema": { "type": "string" } });
    json!({
        "ETag": text("The version of what is answered: send it in If-None-Match when you ask again"),
        "RateLimit": text("What is left of your quota (draft-ietf-httpapi-ratelimit-headers)"),
        "RateLimit-Policy": text("Your quota"),
        "Retry-After": { "description": "Seconds to wait", "schema": { "type": "integer" } },
        "X-Request-Id": text("The number of this request, under which the log of the server tells of it"),
    })
}

/// Says of every problem that it is one: a handler names its body only.
fn name_problems(value: &mut Value) {
    const PROBLEM: &str = "#/components/schemas/Problem";
    match value {
        Value::Array(items) => items.iter_mut().for_each(name_problems),
        Value::Object(members) => {
            let is_problem = members
                .get("application/json")
                .is_some_and(|media| media.pointer("/schema/$ref") == Some(&PROBLEM.into()));
            if is_problem && let Some(media) = members.remove("application/json") {
                members.insert("application/problem+json".to_owned(), media);
            }
            members.values_mut().for_each(name_problems);
        }
        _ => {}
    }
}
