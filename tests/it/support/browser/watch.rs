//! What a page does by itself: it loads, asks in a dialog, complains in its console.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// A navigation that was asked for and has not begun after this time came to nothing.
const NEVER_BEGAN: Duration = Duration::from_secs(2);

/// Listens to the events of one page.
pub struct Watch {
    /// Id of the page's frame: frames within it don't count.
    frame: String,
    heard: Mutex<Heard>,
}

#[derive(Default)]
struct Heard {
    requested: Option<Instant>,
    loading: bool,
    /// The context of our functions, as long as its document is there.
    world: Option<Value>,
    crashed: bool,
    addresses: BTreeSet<String>,
    dialogs: Vec<String>,
    answer: Option<bool>,
    complaints: Vec<Complaint>,
}

/// An error in the console.
struct Complaint {
    text: String,
    /// Address of what could not be loaded.
    missing: Option<String>,
}

impl Watch {
    /// For the page with this frame.
    pub fn new(frame: &str) -> Self {
        Self {
            frame: frame.to_owned(),
            heard: Mutex::default(),
        }
    }

    /// Takes note of an event; the answer is a command to send back.
    pub fn hear(&self, event: &str, params: &Value) -> Option<(&'static str, Value)> {
        let mut heard = self.heard.lock().unwrap();
        let ours = params["frameId"] == *self.frame;
        match event {
            "Page.frameRequestedNavigation" if ours => {
                let here = params["disposition"] == "currentTab";
                heard.requested = here.then(Instant::now);
            }
            "Page.frameStartedLoading" if ours => heard.loading = true,
            "Page.frameStoppedLoading" if ours => (heard.loading, heard.requested) = (false, None),
            "Runtime.executionContextsCleared" => heard.world = None,
            "Page.downloadWillBegin" => heard.requested = None,
            "Page.frameNavigated" if params["frame"]["id"] == *self.frame => {
                heard.addresses.insert(text(&params["frame"]["url"]));
            }
            "Page.javascriptDialogOpening" => {
                let dialog = format!("{}: {}", text(&params["type"]), text(&params["message"]));
                heard.dialogs.push(dialog.trim_end_matches(": ").to_owned());
                let answer = json!({ "accept": heard.answer.unwrap_or(true) });
                return Some(("Page.handleJavaScriptDialog", answer));
            }
            "Page.javascriptDialogClosed" if params["result"] == false => heard.requested = None,
            "Runtime.exceptionThrown" => {
                let details = &params["exceptionDetails"];
                let said = text(&details["exception"]["description"]);
                let said = if said.is_empty() {
                    text(&details["text"])
                } else {
                    said
                };
                let place = format!("{}:{}", text(&details["url"]), details["lineNumber"]);
                heard.complain(format!("{said} ({place})"), None);
            }
            "Runtime.consoleAPICalled" if params["type"] == "error" => {
                heard.complain(format!("console.error: {}", params["args"]), None);
            }
            "Log.entryAdded" if params["entry"]["level"] == "error" => {
                let entry = &params["entry"];
                let address = text(&entry["url"]);
                let missing = (entry["source"] == "network").then(|| address.clone());
                heard.complain(format!("{} ({address})", text(&entry["text"])), missing);
            }
            "Inspector.targetCrashed" => heard.crashed = true,
            _ => {}
        }
        None
    }

    /// Whether a new page is on its way.
    pub fn is_loading(&self) -> bool {
        let mut heard = self.heard.lock().unwrap();
        assert!(!heard.crashed, "the page crashed");
        heard.requested = heard
            .requested
            .filter(|since| since.elapsed() < NEVER_BEGAN);
        heard.loading || heard.requested.is_some()
    }

    /// The context in which our functions run, if it is known.
    pub fn world(&self) -> Option<Value> {
        self.heard.lock().unwrap().world.clone()
    }

    /// Remembers the context for the present document.
    pub fn keep_world(&self, world: Value) {
        self.heard.lock().unwrap().world = Some(world);
    }

    /// Forgets the context, which is gone.
    pub fn forget_world(&self) {
        self.heard.lock().unwrap().world = None;
    }

    /// Answers dialogs from now on. Without it a dialog is accepted and counts as a complaint at the end.
    pub fn answer_dialogs(&self, accept: bool) {
        self.heard.lock().unwrap().answer = Some(accept);
    }

    /// The dialogs since the last look.
    pub fn take_dialogs(&self) -> Vec<String> {
        std::mem::take(&mut self.heard.lock().unwrap().dialogs)
    }

    /// The errors since the last look, and dialogs that nobody expected.
    pub fn take_complaints(&self) -> Vec<String> {
        let mut heard = self.heard.lock().unwrap();
        let complaints = std::mem::take(&mut heard.complaints);
        // A page that answers 422 or 404 is part of a journey; a picture or a script that is missing is not.
        let mut texts: Vec<String> = complaints
            .into_iter()
            .filter(|one| {
                !one.missing
                    .as_ref()
                    .is_some_and(|at| heard.addresses.contains(at))
            })
            .map(|one| one.text)
            .collect();
        if heard.answer.is_none() {
            let dialogs = std::mem::take(&mut heard.dialogs);
            texts.extend(
                dialogs
                    .iter()
                    .map(|dialog| format!("a dialog nobody expected: {dialog}")),
            );
        }
        texts
    }
}

impl Heard {
    fn complain(&mut self, text: String, missing: Option<String>) {
        self.complaints.push(Complaint { text, missing });
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
