//! What a person sees.

use serde_json::Value;

use super::find::{ANY, BOX, CHOICE, FIELD, Kind, collapse};
use super::{Person, string};

/// The visible text of elements, in order; of a select the chosen options only.
pub(super) const TEXTS: &str = "(css) => [...document.querySelectorAll(css)].map((element) => {
    let text = element.innerText ?? element.textContent;
    for (const select of element.querySelectorAll('select')) {
        const chosen = [...select.selectedOptions].map((option) => option.label).join(' ');
        text = text.replace(select.innerText, () => chosen);
    }
    return text;
})";

const PATH: &str = "() => location.pathname + location.search";

impl Person {
    /// Waits until the page shows a text; line breaks count as spaces.
    pub async fn see(&self, text: &str) {
        self.see_in("body", text).await;
    }

    /// Waits until an element that matches a selector shows a text.
    pub async fn see_in(&self, css: &str, text: &str) {
        self.step(format!("see {text:?} in {css}"));
        let wanted = collapse(text);
        let seen = self.until(async || match self.texts(css).await? {
            texts if texts.iter().any(|one| one.contains(&wanted)) => Ok(()),
            texts if css == "body" || texts.is_empty() => {
                Err(format!("{css} does not show {text:?}"))
            }
            texts => Err(format!("{css} does not show {text:?} but {texts:?}")),
        });
        self.or_fail(seen.await).await;
    }

    /// Waits until the page does not show a text.
    pub async fn not_see(&self, text: &str) {
        self.not_see_in("body", text).await;
    }

    /// Waits until no element that matches a selector shows a text.
    pub async fn not_see_in(&self, css: &str, text: &str) {
        self.step(format!("not see {text:?} in {css}"));
        let unwanted = collapse(text);
        let gone = self.until(async || match self.texts(css).await? {
            texts if texts.iter().any(|one| one.contains(&unwanted)) => {
                Err(format!("{css} shows {text:?}"))
            }
            _ => Ok(()),
        });
        self.or_fail(gone.await).await;
    }

    async fn texts(&self, css: &str) -> Result<Vec<String>, String> {
        let texts = self.ask(TEXTS, &[css.into()]).await?;
        let texts = texts.as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(texts.iter().map(|text| collapse(&string(text))).collect())
    }

    /// The text that the only match of a selector shows.
    pub async fn text_of(&self, css: &str) -> String {
        let texts = self.until(async || {
            let texts = self.texts(css).await?;
            match <[String; 1]>::try_from(texts) {
                Ok([text]) => Ok(text),
                Err(texts) => Err(format!(
                    "{} elements match {css}, and it must be one",
                    texts.len()
                )),
            }
        });
        self.or_fail(texts.await).await
    }

    /// The texts that the matches of a selector show now.
    pub async fn texts_of(&self, css: &str) -> Vec<String> {
        let texts = self.texts(css).await;
        self.or_fail(texts).await
    }

    /// Waits until a number of elements match a selector.
    pub async fn see_count(&self, css: &str, count: usize) {
        self.step(format!("see {count} of {css}"));
        let seen = self.until(async || match self.texts(css).await?.len() {
            found if found == count => Ok(()),
            found => Err(format!(
                "{found} elements match {css}, and it must be {count}"
            )),
        });
        self.or_fail(seen.await).await;
    }

    /// How many elements match a selector now.
    pub async fn count(&self, css: &str) -> usize {
        self.texts_of(css).await.len()
    }

    /// An attribute of the first match of a selector.
    pub async fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let function = "(css, name) => document.querySelector(css)?.getAttribute(name)";
        let value = self.ask(function, &[css.into(), name.into()]).await;
        self.or_fail(value).await.as_str().map(str::to_owned)
    }

    /// What the field or the select with this label holds; of a select the text of the option.
    pub async fn value_of(&self, label: &str) -> String {
        let function = "function () { return this.selectedOptions?.[0]?.label ?? this.value ?? this.innerText }";
        let field = Kind {
            called: "a field or select",
            css: &format!("{}, select", FIELD.css),
        };
        string(&self.ask_named(&field, label, function).await)
    }

    /// Whether the checkbox or radio button with this label is ticked.
    pub async fn is_checked(&self, label: &str) -> bool {
        let function = "function () { return this.checked ?? this.ariaChecked === 'true' }";
        self.ask_named(&BOX, label, function).await == true
    }

    /// What the select with this label offers.
    pub async fn options_of(&self, label: &str) -> Vec<String> {
        let function =
            "function () { return [...this.options ?? []].map((one) => one.label.trim()) }";
        let options = self.ask_named(&CHOICE, label, function).await;
        options
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default()
            .iter()
            .map(string)
            .collect()
    }

    /// What a screen reader says after the name of what is called so: hints and problems.
    pub async fn description_of(&self, name: &str) -> String {
        let function = "function () {
            const ids = (this.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
            return ids.map((id) => document.getElementById(id)?.textContent).join(' ');
        }";
        let field = Kind {
            called: ANY.called,
            css: "[aria-describedby]",
        };
        collapse(&string(&self.ask_named(&field, name, function).await))
    }

    async fn ask_named(&self, kind: &Kind<'_>, name: &str, function: &str) -> Value {
        let answer = self.until(async || {
            let element = self.find(None, kind, name).await?;
            self.ask_of(&element, function, &[]).await
        });
        self.or_fail(answer.await).await
    }

    /// Waits until the address has a path, with its query.
    pub async fn see_path(&self, path: &str) {
        self.step(format!("arrive at {path}"));
        let arrived = self.until(async || match string(&self.ask(PATH, &[]).await?) {
            here if here == path => Ok(()),
            here => Err(format!("this is {here} and not {path}")),
        });
        self.or_fail(arrived.await).await;
    }

    /// Path of the present address, with its query.
    pub async fn path(&self) -> String {
        let path = self
            .ask("() => location.pathname + location.search", &[])
            .await;
        string(&self.or_fail(path).await)
    }

    /// The dialogs since the last look, such as `beforeunload`; they count as expected then.
    pub fn dialogs(&self) -> Vec<String> {
        self.watch.take_dialogs()
    }

    /// Errors of scripts, refused by the content security policy, or of what could not be loaded, since the last look.
    /// Those that nobody looked at fail the test at its end.
    pub fn console_errors(&self) -> Vec<String> {
        self.watch.take_complaints()
    }
}
