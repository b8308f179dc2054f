//! What is edited of a redirect.

use serde::{Deserialize, Serialize};

use crate::editing::draft::{Draft, text};
use crate::editing::form::{Field, Form, Section};
use crate::editing::read::Problems;
use crate::publishing::Kind;

/// A redirect in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedirectDraft {
    /// The address that leads away.
    pub from_path: String,
    /// Where it leads.
    pub to_path: String,
    /// For editors.
    #[serde(deserialize_with = "text")]
    pub note: String,
}

impl Draft for RedirectDraft {
    const KIND: Kind = Kind::Redirect;

    fn form() -> Form {
        Form::new(vec![Section::new(
            "redirect",
            "Redirect",
            vec![
                Field::line("from_path", "From", 500)
                    .required()
                    .hint("A path of this site: /old-page."),
                Field::line("to_path", "To", 500)
                    .required()
                    .hint("Another path of this site."),
                Field::line("note", "Note", 300).hint("For editors."),
            ],
        )])
    }

    fn check(&self, problems: &mut Problems) {
        if !is_path(&self.from_path)
            || self.from_path.contains(['?', '#'])
            || self.from_path.len() < 2
        {
            problems.add(
                "from_path",
                "must be a path of this site such as /old-page, without ? and #",
            );
        }
        if !is_path(&self.to_path) {
            problems.add(
                "to_path",
                "must be a path of this site such as /products/zinc",
            );
        }
        if self.from_path == self.to_path {
            problems.add("to_path", "must be another path");
        }
        let is_ours = ["/admin", "/api/", "/assets/", "/media/"];
        if is_ours
            .iter()
            .any(|prefix| self.from_path.starts_with(prefix))
        {
            problems.add("from_path", "belongs to the program");
        }
    }
}

/// A path that stays on this site.
fn is_path(text: &str) -> bool {
    text.starts_with('/') && !text.starts_with("//") && !text.contains(['\\', ' '])
}
