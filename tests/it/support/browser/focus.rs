//! A walk through a page with the Tab key.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Person, string};

/// Presses of Tab that may stay on a field which has parts of its own, such as day, month, year and the calendar.
const PARTS: usize = 8;

/// Fails if Tab does not reach everything that can be used, is caught somewhere, or if the focus can't be seen.
pub async fn focus_walk(person: &Person) {
    let found = focus_findings(person).await;
    if !found.is_empty() {
        person
            .or_fail::<()>(Err(format!(
                "the keyboard is not enough:\n  {}",
                found.join("\n  ")
            )))
            .await;
    }
}

/// What a person with a keyboard alone can't reach or see on the present page.
pub async fn focus_findings(person: &Person) -> Vec<String> {
    person.step("walk through the page with Tab".to_owned());
    let collected = person.ask(&script("collect"), &[]).await;
    let collected = person.or_fail(collected).await;
    let stops = collected.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut missing: BTreeMap<u64, String> = stops
        .iter()
        .map(|stop| (id(stop), string(&stop["name"])))
        .collect();
    let mut problems = BTreeSet::new();
    let (mut first, mut last, mut stayed) = (None, None, 0);
    for _ in 0..stops.len() * 2 + 40 {
        person.stroke("Tab").await;
        let at = person.ask(&script("look"), &[]).await;
        let at = person.or_fail(at).await;
        // The focus has left the page at its end, or come round.
        if at.is_null() || (first == Some(id(&at)) && last != first) {
            break;
        }
        stayed = if last == Some(id(&at)) { stayed + 1 } else { 0 };
        if stayed > if at["parts"] == true { PARTS } else { 0 } {
            if stops.len() > 1 {
                problems.insert(format!("Tab is caught on {}", string(&at["name"])));
            }
            break;
        }
        first = first.or(Some(id(&at)));
        last = Some(id(&at));
        missing.remove(&id(&at));
        if at["shown"] != true {
            problems.insert(format!(
                "the focus does not show on {}",
                string(&at["name"])
            ));
        }
        if at["inSight"] != true {
            problems.insert(format!(
                "something hides the focused {}",
                string(&at["name"])
            ));
        }
    }
    problems.extend(
        missing
            .into_values()
            .map(|name| format!("Tab does not reach {name}")),
    );
    problems.into_iter().collect()
}

fn script(function: &str) -> String {
    format!(
        "() => {{ {}\nreturn {function}(); }}",
        include_str!("focus.js")
    )
}

fn id(stop: &Value) -> u64 {
    stop["id"].as_u64().unwrap_or(u64::MAX)
}
