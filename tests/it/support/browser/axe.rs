//! axe-core over a page, in light and in dark. It is found as `axe.min.js` in `AXE_CORE`, or in the npm package.

use std::path::PathBuf;
use std::sync::LazyLock;

use serde_json::{Value, json};

use super::script::returned;
use super::{PHONE, Person, string};
use crate::support::{global_npm_file, skip};

static AXE: LazyLock<Option<String>> = LazyLock::new(|| {
    let path = match std::env::var_os("AXE_CORE") {
        Some(path) => Some(PathBuf::from(path)).filter(|path| path.is_file()),
        None => global_npm_file("axe-core/axe.min.js"),
    }?;
    Some(
        std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display())),
    )
});

const TAGS: &[&str] = &[
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
];
/// What depends on colours is judged in dark too.
const OF_COLOUR: &[&str] = &["color-contrast", "link-in-text-block"];

const RUN: &str = "async (options) => {
    const { violations } = await axe.run(document, { ...options, resultTypes: ['violations'], preload: false });
    return violations.map(({ id, help, helpUrl, nodes }) => ({
        rule: id, help: `${help} (${helpUrl})`,
        nodes: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary.split('\\n').slice(1).join(';')}`),
    }));
}";

/// Fails if axe-core finds something on the present page.
pub async fn axe(person: &Person) {
    let found = axe_findings(person).await;
    if !found.is_empty() {
        person
            .or_fail::<()>(Err(format!("axe-core objects:\n{}", found.join("\n"))))
            .await;
    }
}

/// What axe-core finds on the present page. Without axe-core it prints so; under CI that fails.
pub async fn axe_findings(person: &Person) -> Vec<String> {
    let Some(source) = AXE.as_deref() else {
        skip("axe-core (npm axe-core)");
        return Vec::new();
    };
    person.step("run axe-core".to_owned());
    let every_rule = json!({ "type": "tag", "values": TAGS });
    if person.window == PHONE {
        // Colours are those of the desktop, and judging them takes longer than all the rest.
        let options =
            json!({ "runOnly": every_rule, "rules": { "color-contrast": { "enabled": false } } });
        return violations(person, source, "light", options).await;
    }
    let mut found = violations(person, source, "light", json!({ "runOnly": every_rule })).await;
    found.extend(violations(person, source, "dark", json!({ "runOnly": OF_COLOUR })).await);
    person.prefer("light").await;
    found
}

async fn violations(person: &Person, source: &str, scheme: &str, options: Value) -> Vec<String> {
    person.prefer(scheme).await;
    person.allow_scripts(true).await;
    let loaded = person.ask("() => typeof axe", &[]).await.unwrap() == "object";
    if !loaded {
        let params = json!({ "expression": source, "contextId": person.world().await.unwrap() });
        returned(person.call("Runtime.evaluate", params).await.unwrap()).unwrap();
    }
    let found = person.ask(RUN, &[options]).await;
    person.allow_scripts(person.scripts).await;
    let found = person.or_fail(found).await;
    let lines = |one: &Value| {
        let nodes = one["nodes"].as_array().cloned().unwrap_or_default();
        let nodes: Vec<String> = nodes
            .iter()
            .map(|node| format!("      {}", string(node)))
            .collect();
        format!(
            "  {} in {scheme}: {}\n{}",
            string(&one["rule"]),
            string(&one["help"]),
            nodes.join("\n")
        )
    };
    found
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .map(lines)
        .collect()
}
