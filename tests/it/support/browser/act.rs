//! What a person does: goes somewhere, clicks, types, chooses, drops files.

use std::path::Path;

use futures_util::future::try_join_all;
use serde_json::{Value, json};

use super::connection::Answer;
use super::find::{BOX, CHOICE, CLICKABLE, Element, FIELD, Kind, UPLOAD};
use super::{Person, keyboard, string};

/// A longer text is not typed letter by letter.
const LONG: usize = 200;

/// Where to click an element, after scrolling to it: its middle, or that of its label, if nothing else is in front.
const POINT: &str = "function () {
    if (this.matches(':disabled, [aria-disabled=true]')) return { problem: 'is disabled' };
    let cover;
    for (const part of [this, ...(this.labels ?? [])]) {
        part.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
        for (const box of part.getClientRects()) {
            if (box.width < 2 || box.height < 2) continue;
            const x = box.x + box.width / 2, y = box.y + box.height / 2;
            const hit = document.elementFromPoint(x, y);
            if (hit && (part.contains(hit) || hit.closest('label')?.control === this)) return { x, y };
            cover ??= hit;
        }
    }
    return { problem: cover ? `is covered by ${cover.outerHTML.slice(0, 120)}` : 'has no size or is off the page' };
}";

/// Sets a field that has no text to type, such as a date, and says so to the page as the browser would.
const SET: &str = "function (value) {
    this.focus();
    this.value = value;
    for (const name of ['input', 'change']) this.dispatchEvent(new Event(name, { bubbles: true }));
}";

/// Chooses an option by its text.
const CHOOSE: &str = "function (text) {
    if (this.matches(':disabled')) return 'is disabled';
    const option = [...this.options].find((one) => one.label.trim().replace(/\\s+/g, ' ') === text);
    if (!option) return `has only the options ${[...this.options].map((one) => one.label.trim()).join(', ')}`;
    if (option.disabled) return `has the option “${text}” disabled`;
    this.focus();
    option.selected = true;
    for (const name of ['input', 'change']) this.dispatchEvent(new Event(name, { bubbles: true }));
}";

impl Person {
    /// Goes to an address of the site.
    pub async fn open(&self, path: &str) {
        self.step(format!("open {path}"));
        let params = json!({ "url": format!("{}{path}", self.site) });
        let answer = self.call("Page.navigate", params).await;
        let problem = answer.map(|answer| string(&answer["errorText"]));
        // A person who stays on a page that asks before it is left has not failed.
        match problem.as_deref() {
            Ok("" | "net::ERR_ABORTED") => self.settle().await,
            _ => {
                self.or_fail(Err(format!("{path} did not open: {problem:?}")))
                    .await
            }
        }
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.step("reload".to_owned());
        self.call("Page.reload", json!({})).await.unwrap();
        self.settle().await;
    }

    /// Goes back to the page before.
    pub async fn back(&self) {
        self.step("go back".to_owned());
        let history = self
            .call("Page.getNavigationHistory", json!({}))
            .await
            .unwrap();
        let before = history["currentIndex"]
            .as_u64()
            .and_then(|at| at.checked_sub(1));
        let before = self
            .or_fail(before.ok_or_else(|| "there is no page before".to_owned()))
            .await;
        let entry = &history["entries"][before as usize]["id"];
        let params = json!({ "entryId": entry });
        self.call("Page.navigateToHistoryEntry", params)
            .await
            .unwrap();
        self.settle().await;
    }

    /// Clicks the button, link, tab or summary with this name.
    pub async fn click(&self, name: &str) {
        self.click_a(None, &CLICKABLE, name).await;
    }

    /// The same within the only match of a selector.
    pub async fn click_in(&self, css: &str, name: &str) {
        self.click_a(Some(css), &CLICKABLE, name).await;
    }

    /// Ticks a checkbox or takes a radio button; one that is ticked stays so.
    pub async fn check(&self, label: &str) {
        self.tick(None, label, true).await;
    }

    /// Takes the tick from a checkbox.
    pub async fn uncheck(&self, label: &str) {
        self.tick(None, label, false).await;
    }

    /// Ticks within the only match of a selector.
    pub async fn check_in(&self, css: &str, label: &str) {
        self.tick(Some(css), label, true).await;
    }

    async fn tick(&self, scope: Option<&str>, label: &str, wanted: bool) {
        let element = self
            .until(async || self.find(scope, &BOX, label).await)
            .await;
        let element = self.or_fail(element).await;
        let ticked = "function () { return this.checked ?? this.ariaChecked === 'true' }";
        if self.ask_of(&element, ticked, &[]).await != Ok(Value::Bool(wanted)) {
            self.click_a(scope, &BOX, label).await;
        }
    }

    /// Types into the field with this label, over what is there.
    pub async fn fill(&self, label: &str, text: &str) {
        self.fill_a(None, label, text).await;
    }

    /// The same within the only match of a selector.
    pub async fn fill_in(&self, css: &str, label: &str, text: &str) {
        self.fill_a(Some(css), label, text).await;
    }

    async fn fill_a(&self, scope: Option<&str>, label: &str, text: &str) {
        self.step(format!("fill “{label}” with {text:?}"));
        let kind = "function () { return this.readOnly ? 'readonly' : this.type }";
        let found = self.until(async || {
            let element = self.find(scope, &FIELD, label).await?;
            let kind = string(&self.ask_of(&element, kind, &[]).await?);
            match kind.as_str() {
                "readonly" => return Err(format!("“{label}” can only be read")),
                "date" | "time" | "datetime-local" | "month" | "week" | "color" | "range" => {
                    self.ask_of(&element, SET, &[text.into()]).await?;
                    return Ok(false);
                }
                _ => self.mouse(&element, label).await?,
            }
            Ok(true)
        });
        if self.or_fail(found.await).await {
            let typed = self.type_over(text).await;
            self.or_fail(typed).await;
        }
    }

    async fn type_over(&self, text: &str) -> Answer {
        self.keys(keyboard::combination("Ctrl+A")).await?;
        if text.is_empty() {
            return self.keys(keyboard::combination("Delete")).await;
        }
        self.type_on(text).await
    }

    async fn type_on(&self, text: &str) -> Answer {
        if text.len() > LONG {
            return self.call("Input.insertText", json!({ "text": text })).await;
        }
        self.keys(text.chars().flat_map(keyboard::letter).collect())
            .await
    }

    /// Sends keys one behind the other without waiting for each.
    async fn keys(&self, events: Vec<Value>) -> Answer {
        let sent = events
            .into_iter()
            .map(|event| self.call("Input.dispatchKeyEvent", event));
        try_join_all(sent).await.map(Value::from)
    }

    /// Types where the focus is.
    pub async fn type_text(&self, text: &str) {
        self.step(format!("type {text:?}"));
        let typed = self.type_on(text).await;
        self.or_fail(typed).await;
        self.settle().await;
    }

    /// Presses a key or a combination: `Enter`, `Ctrl+S`, `Shift+Tab`, `ArrowDown`, `/`.
    pub async fn press(&self, keys: &str) {
        self.step(format!("press {keys}"));
        self.stroke(keys).await;
        self.settle().await;
    }

    /// Presses keys without waiting for a page that they may lead to.
    pub(super) async fn stroke(&self, keys: &str) {
        let pressed = self.keys(keyboard::combination(keys)).await;
        self.or_fail(pressed).await;
    }

    /// Chooses in the select with this label, or in the group of radio buttons that is called so.
    pub async fn choose(&self, label: &str, option: &str) {
        self.choose_a(None, label, option).await;
    }

    /// The same within the only match of a selector.
    pub async fn choose_in(&self, css: &str, label: &str, option: &str) {
        self.choose_a(Some(css), label, option).await;
    }

    async fn choose_a(&self, scope: Option<&str>, label: &str, option: &str) {
        self.step(format!("choose “{option}” in “{label}”"));
        let chosen = self.until(async || {
            let element = self.find(scope, &CHOICE, label).await?;
            let is_select = "function () { return this.tagName === 'SELECT' }";
            if self.ask_of(&element, is_select, &[]).await? == true {
                let problem = self.ask_of(&element, CHOOSE, &[option.into()]).await?;
                return problem
                    .as_str()
                    .map_or(Ok(()), |problem| Err(format!("“{label}” {problem}")));
            }
            let button = self.find_below(&element, &BOX, option).await?;
            self.mouse(&button, option).await
        });
        self.or_fail(chosen.await).await;
        self.settle().await;
    }

    /// Pastes a text where the focus is, as from another program.
    pub async fn paste(&self, text: &str) {
        // All windows of a browser share one clipboard.
        static CLIPBOARD: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
        self.step(format!("paste {text:?}"));
        let _turn = CLIPBOARD.lock().await;
        let pasted = self.paste_now(text).await;
        self.or_fail(pasted).await;
        self.settle().await;
    }

    async fn paste_now(&self, text: &str) -> Answer {
        if !self.scripts {
            // Nothing on the page listens, and the clipboard is filled by a script.
            return self.call("Input.insertText", json!({ "text": text })).await;
        }
        let params = json!({
            "browserContextId": self.profile.id, "origin": self.site,
            "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"],
        });
        self.browser
            .call(None, "Browser.grantPermissions", params)
            .await?;
        self.ask(
            "(text) => navigator.clipboard.writeText(text)",
            &[text.into()],
        )
        .await?;
        self.keys(keyboard::combination("Ctrl+V")).await
    }

    /// Gives files to the field with this label.
    pub async fn upload(&self, label: &str, files: &[&Path]) {
        self.step(format!("give {files:?} to “{label}”"));
        let given = self.until(async || {
            let element = self.find(None, &UPLOAD, label).await?;
            let params = json!({ "objectId": element.object, "files": files });
            self.call("DOM.setFileInputFiles", params).await
        });
        self.or_fail(given.await).await;
        self.settle().await;
    }

    /// Drops a file from the desktop on the only match of a selector.
    pub async fn drop_file(&self, css: &str, file: &Path) {
        self.step(format!("drop {} on {css}", file.display()));
        let dropped = self.until(async || {
            let (x, y) = self.point(&self.only(css).await?, css).await?;
            let data = json!({ "items": [], "files": [file], "dragOperationsMask": 1 });
            for kind in ["dragEnter", "dragOver", "drop"] {
                let params = json!({ "type": kind, "x": x, "y": y, "data": data });
                self.call("Input.dispatchDragEvent", params).await?;
            }
            Ok(())
        });
        self.or_fail(dropped.await).await;
        self.settle().await;
    }

    /// Answers dialogs of the page from now on: leave or stay, confirm or not.
    pub fn accept_dialogs(&self, accept: bool) {
        self.watch.answer_dialogs(accept);
    }

    async fn click_a(&self, scope: Option<&str>, kind: &Kind<'_>, name: &str) {
        self.step(format!("click “{name}”"));
        let clicked = self.until(async || {
            let element = self.find(scope, kind, name).await?;
            self.mouse(&element, name).await
        });
        self.or_fail(clicked.await).await;
        self.settle().await;
    }

    /// Moves the mouse to an element and clicks.
    async fn mouse(&self, element: &Element, name: &str) -> Result<(), String> {
        let (x, y) = self.point(element, name).await?;
        for (kind, button, count) in [
            ("mouseMoved", "none", 0),
            ("mousePressed", "left", 1),
            ("mouseReleased", "left", 1),
        ] {
            let params =
                json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": count });
            self.call("Input.dispatchMouseEvent", params).await?;
        }
        Ok(())
    }

    async fn point(&self, element: &Element, name: &str) -> Result<(Value, Value), String> {
        let point = self.ask_of(element, POINT, &[]).await?;
        match point["problem"].as_str() {
            Some(problem) => Err(format!("“{name}” {problem}")),
            None => Ok((point["x"].clone(), point["y"].clone())),
        }
    }
}
