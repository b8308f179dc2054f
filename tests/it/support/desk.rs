//! Forms of the desk, filled in and sent as a browser without scripts would.

use super::{Response, TestApp};

/// A form on a page.
#[derive(Clone)]
pub struct Form<'a> {
    app: &'a TestApp,
    action: String,
    pairs: Vec<(String, String)>,
}

impl<'a> Form<'a> {
    /// The form of an entity, or an empty one at `/admin/{kinds}/new`.
    pub async fn open(app: &'a TestApp, path: &str) -> Self {
        Self::on(app, &app.get(path).await.ok(), "form.edit-form")
    }

    /// A form on a page that was answered.
    pub fn on(app: &'a TestApp, page: &Response, selector: &str) -> Self {
        let html = page.html();
        Self {
            app,
            action: html.attribute(selector, "action"),
            pairs: html.form(selector),
        }
    }

    /// Types into a field, which must be there.
    #[track_caller]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        match self.pairs.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value.to_owned(),
            None => panic!("{} has no field {name}", self.action),
        }
        self
    }

    /// Adds a field that the page does not have, as somebody hostile would.
    pub fn slip_in(mut self, name: &str, value: &str) -> Self {
        self.pairs.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What a field holds.
    pub fn value(&self, name: &str) -> &str {
        self.pairs
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }

    /// Presses a button.
    pub async fn press(&self, name: &str, value: &str) -> Response {
        let pressed = self.clone().slip_in(name, value);
        pressed.send_to(&self.action).await
    }

    /// Sends the fields to another address, as a script does.
    pub async fn send_to(&self, path: &str) -> Response {
        let pairs: Vec<(&str, &str)> = self
            .pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.app.post(path, &pairs).await
    }

    /// Adds a row, and goes on with the form that comes back.
    pub async fn add(self, path: &str) -> Self {
        let page = self.press("do", &format!("add:{path}")).await.ok();
        Self::on(self.app, &page, "form.edit-form")
    }

    /// Saves; the form must be accepted. Returns the address of what was saved.
    pub async fn save(self) -> String {
        let answer = self.press("then", "save").await;
        assert_eq!(answer.status, 303, "{}: {}", self.action, problems(&answer));
        self.action
    }
}

/// What a page says went wrong, for the message of a failed test.
pub fn problems(page: &Response) -> String {
    let html = page.html();
    [html.texts(".notice"), html.texts(".field-problem")]
        .concat()
        .join(" | ")
}
