//! Finding things by the name that a screen reader says.

use serde_json::{Value, json};

use super::{Person, string};

/// What a verb acts on.
pub(super) struct Kind<'a> {
    /// In sentences, with its article.
    pub called: &'a str,
    /// Which elements are of it.
    pub css: &'a str,
}

pub(super) const CLICKABLE: Kind<'static> = Kind {
    called: "a button, link or tab",
    css: "a[href], button, summary, input:is([type=submit], [type=button], [type=reset], [type=image]), [role=button], \
          [role=link], [role=tab], [role=menuitem], [role=option], [role=switch]",
};
pub(super) const FIELD: Kind<'static> = Kind {
    called: "a field",
    css: "input:not([type=checkbox], [type=radio], [type=file], [type=submit], [type=button], [type=reset], [type=image]), \
          textarea, [contenteditable]",
};
pub(super) const BOX: Kind<'static> = Kind {
    called: "a checkbox or radio button",
    css: "input:is([type=checkbox], [type=radio]), [role=checkbox], [role=radio], [role=switch]",
};
pub(super) const CHOICE: Kind<'static> = Kind {
    called: "a select or a group of radio buttons",
    css: "select, fieldset, [role=radiogroup], [role=group]",
};
pub(super) const UPLOAD: Kind<'static> = Kind {
    called: "a field for files",
    css: "input[type=file]",
};
pub(super) const ANY: Kind<'static> = Kind {
    called: "an element",
    css: "*",
};

/// Roles of texts and labels, which carry the name of what they belong to.
const NOT_THINGS: &[&str] = &[
    "StaticText",
    "InlineTextBox",
    "LabelText",
    "ListMarker",
    "RootWebArea",
];

/// A thing on the page.
pub(super) struct Element {
    pub object: String,
}

impl Person {
    /// The only thing of a kind with a name, somewhere on the page or within the only match of a selector.
    pub(super) async fn find(
        &self,
        scope: Option<&str>,
        kind: &Kind<'_>,
        name: &str,
    ) -> Result<Element, String> {
        let root = self.only(scope.unwrap_or("html")).await?;
        let found = self.find_below(&root, kind, name).await;
        found.map_err(|problem| {
            scope.map_or_else(|| problem.clone(), |css| format!("in {css} {problem}"))
        })
    }

    /// The only match of a selector.
    pub(super) async fn only(&self, css: &str) -> Result<Element, String> {
        let function = "(css) => {
            const all = document.querySelectorAll(css);
            if (all.length !== 1) throw `${all.length} elements match ${css}, and it must be one`;
            return all[0];
        }";
        let element = self.evaluate(function, &[css.into()], false).await?;
        Ok(Element {
            object: string(&element["objectId"]),
        })
    }

    /// The only thing of a kind with a name within an element.
    pub(super) async fn find_below(
        &self,
        root: &Element,
        kind: &Kind<'_>,
        name: &str,
    ) -> Result<Element, String> {
        let world = self.world().await?;
        let tree = self
            .call(
                "Accessibility.queryAXTree",
                json!({ "objectId": root.object }),
            )
            .await?;
        let nodes = tree["nodes"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut found = Vec::new();
        let mut others = Vec::new();
        for node in nodes.iter().filter(|node| is_thing(node)) {
            let said = collapse(&string(&node["name"]["value"]));
            if !fits(&said, name) {
                others.push(said);
                continue;
            }
            let params =
                json!({ "backendNodeId": node["backendDOMNodeId"], "executionContextId": world });
            let resolved = self.call("DOM.resolveNode", params).await?;
            let element = Element {
                object: string(&resolved["object"]["objectId"]),
            };
            let is_kind = "function (css) { return Boolean(this.matches?.(css)) }";
            if self.ask_of(&element, is_kind, &[kind.css.into()]).await? == true {
                found.push(element);
            }
        }
        match (found.pop(), found.len()) {
            (Some(element), 0) => Ok(element),
            (Some(_), more) => Err(format!(
                "{} things are called “{name}”: say where, as with click_in",
                more + 1
            )),
            (None, _) => Err(format!(
                "there is not {} called “{name}”{}",
                kind.called,
                near(name, &others)
            )),
        }
    }

    /// The accessible name of what has the focus, or an empty text.
    pub async fn focused(&self) -> String {
        let focused = self
            .evaluate("() => document.activeElement", &[], false)
            .await;
        let focused = self.or_fail(focused).await;
        let params = json!({ "objectId": focused["objectId"], "fetchRelatives": false });
        let tree = self.call("Accessibility.getPartialAXTree", params).await;
        let tree = self.or_fail(tree).await;
        collapse(&string(&tree["nodes"][0]["name"]["value"]))
    }
}

fn is_thing(node: &Value) -> bool {
    let role = node["role"]["value"].as_str().unwrap_or_default();
    node["ignored"] == false && !NOT_THINGS.contains(&role)
}

/// Whether a thing is the one that is meant; `…` stands for any rest.
fn fits(said: &str, meant: &str) -> bool {
    match meant.strip_suffix('…') {
        Some(beginning) => said.starts_with(beginning),
        None => said == meant,
    }
}

/// Names that share a word with the one that was not found.
fn near(name: &str, others: &[String]) -> String {
    let words: Vec<String> = name
        .to_lowercase()
        .split_whitespace()
        .filter(|word| word.len() > 2)
        .map(str::to_owned)
        .collect();
    let mut alike: Vec<&String> = others
        .iter()
        .filter(|other| words.iter().any(|word| other.to_lowercase().contains(word)))
        .collect();
    alike.sort();
    alike.dedup();
    alike.truncate(12);
    if alike.is_empty() {
        String::new()
    } else {
        format!("; similar names: {alike:?}")
    }
}

pub(super) fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
