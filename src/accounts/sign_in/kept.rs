//! What an expired session left behind: where the person wanted to go, and the form that was sent.

use super::return_to::ReturnTo;
use crate::web::form::Sent;

/// Stands before the name of a kept field in the sign-in form, so that it can't be taken for one of its own.
const PREFIX: &str = "kept.";

/// Where to go after signing in, and what to send there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// The address; the admin's first page when there is none.
    pub return_to: Option<ReturnTo>,
    /// The fields of the form that waits to be sent; nothing when a page was asked for.
    pub form: Option<Vec<Field>>,
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What was typed.
    pub value: String,
}

impl Field {
    /// The name under which the sign-in form carries it.
    pub fn carried_as(&self) -> String {
        format!("{PREFIX}{}", self.name)
    }
}

impl Kept {
    /// A page that was asked for.
    pub const fn page(return_to: Option<ReturnTo>) -> Self {
        Self {
            return_to,
            form: None,
        }
    }

    /// A form that was sent without a session.
    pub fn form(return_to: ReturnTo, sent: Sent) -> Self {
        let fields = sent
            .into_pairs()
            .into_iter()
            .filter(|(name, _)| may_be_kept(name))
            .map(|(name, value)| Field { name, value })
            .collect();
        Self {
            return_to: Some(return_to),
            form: Some(fields),
        }
    }

    /// What the sign-in form carries.
    pub fn of_sign_in(sent: &Sent) -> Self {
        let return_to = sent.get("return_to").and_then(ReturnTo::parse);
        let fields = || {
            sent.pairs()
                .iter()
                .filter_map(|(name, value)| {
                    let name = name.strip_prefix(PREFIX)?;
                    may_be_kept(name).then(|| Field {
                        name: name.to_owned(),
                        value: value.clone(),
                    })
                })
                .collect()
        };
        // A form without an address has nowhere to go.
        let form = (sent.get("resend").is_some() && return_to.is_some()).then(fields);
        Self { return_to, form }
    }

    /// The address to go to.
    pub fn path(&self) -> &str {
        self.return_to.as_ref().map_or("/admin", ReturnTo::as_str)
    }

    /// The fields to carry along.
    pub fn fields(&self) -> &[Field] {
        self.form.as_deref().unwrap_or_default()
    }
}

/// Secrets are typed again: they must not stand in the source of a page. The token was that of the session that ended.
fn may_be_kept(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name != "csrf" && !name.contains("password")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn what_is_kept_comes_back_as_it_was_but_for_tokens_and_passwords() {
        let Some(path) = ReturnTo::parse("/admin/products/1") else {
            unreachable!()
        };
        let sent = pairs(&[
            ("csrf", "x"),
            ("name", "a & b"),
            ("email", "a@b"),
            ("id", "1"),
            ("id", "2"),
            ("New_Password", "secret"),
        ]);
        let kept = Kept::form(path, sent.into());
        let mut carried = pairs(&[("email", "me@b"), ("password", "p"), ("resend", "1")]);
        carried.push(("return_to".to_owned(), kept.path().to_owned()));
        carried.extend(
            kept.fields()
                .iter()
                .map(|field| (field.carried_as(), field.value.clone())),
        );
        assert_eq!(Kept::of_sign_in(&carried.into()), kept);
        let names: Vec<&str> = kept
            .fields()
            .iter()
            .map(|field| field.name.as_str())
            .collect();
        assert_eq!(names, ["name", "email", "id", "id"]);
    }

    #[test]
    fn a_form_for_another_site_is_not_sent() {
        let carried = pairs(&[
            ("return_to", "https://evil.example"),
            ("resend", "1"),
            ("kept.name", "x"),
        ]);
        assert_eq!(Kept::of_sign_in(&carried.into()), Kept::default());
    }
}
