//! Names of authors in CSL-JSON.

use serde_json::{Map, Value};

use super::value::string;
use crate::evidence::reference::model::ReferenceAuthor;
use crate::exchange::references::format::author;
use crate::exchange::references::format::draft::Draft;

/// Reads the authors. Particles stay with the family name: `van der Berg`.
pub fn read(item: &Map<String, Value>, draft: &mut Draft) {
    let names = match item.get("author") {
        Some(Value::Array(names)) => names.as_slice(),
        Some(name) => std::slice::from_ref(name),
        None => &[],
    };
    for name in names {
        match name {
            Value::String(name) => draft.author(name, author::inverted),
            Value::Object(name) => object(name, draft),
            _ => draft.warn("An author is neither a name nor an object and was left out."),
        }
    }
    if names.is_empty()
        && item
            .get("editor")
            .and_then(Value::as_array)
            .is_some_and(|list| !list.is_empty())
    {
        draft.warn("It names editors only: they were left out.");
    }
}

fn object(name: &Map<String, Value>, draft: &mut Draft) {
    // Crossref calls a group "name".
    let literal = match string(name, "literal") {
        literal if literal.is_empty() => string(name, "name"),
        literal => literal,
    };
    let family = string(name, "family");
    let given = string(name, "given");
    if !literal.trim().is_empty() && family.trim().is_empty() {
        draft.author(&literal, author::group);
        return;
    }
    let particles = [
        string(name, "dropping-particle"),
        string(name, "non-dropping-particle"),
    ];
    let whole = particles
        .iter()
        .map(|particle| particle.trim())
        .filter(|particle| !particle.is_empty())
        .chain([family.trim()])
        .collect::<Vec<_>>()
        .join(" ");
    let suffix = string(name, "suffix");
    let read = |_: &str| -> Option<ReferenceAuthor> { author::person(&whole, &given, &suffix) };
    draft.author(&family, read);
}
