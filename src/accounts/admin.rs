//! What every page of the admin carries.

use super::model::Role;
use super::permission::Action;
use super::session::CurrentUser;

/// What the admin's layout needs.
pub struct AdminCtx {
    /// Title of the page.
    pub title: String,
    /// Who is signed in.
    pub email: String,
    /// What the person may do.
    pub role: Role,
    /// What a form must send back.
    pub csrf: String,
    /// Which entry of the navigation is current.
    pub section: &'static str,
    /// What was just done.
    pub flash: Option<&'static str>,
    /// Whether people are listed in the navigation.
    pub manages_people: bool,
    /// Whether API keys are listed in the navigation.
    pub manages_keys: bool,
}

impl AdminCtx {
    /// A page for a person.
    pub fn new(user: &CurrentUser, section: &'static str, title: impl Into<String>) -> Self {
        let role = user.user.role;
        Self {
            title: title.into(),
            email: user.user.email.clone(),
            role,
            csrf: user.csrf_token.clone(),
            section,
            flash: None,
            manages_people: role.may(Action::ManagePeople, None),
            manages_keys: role.may(Action::ManageKeys, None),
        }
    }
}
