//! Everybody who may sign in, and inviting somebody.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::super::{commands, queries};
use crate::accounts::admin::AdminCtx;
use crate::accounts::model::{Email, PersonName, Role, User, UserId};
use crate::accounts::one_time_link::model::{LASTS, LinkPurpose, OpenLink};
use crate::accounts::one_time_link::queries::unused_links;
use crate::accounts::permission::Action;
use crate::accounts::second_factor::queries::everybody_asked;
use crate::accounts::session::CurrentUser;
use crate::accounts::token::Token;
use crate::error::{AppError, FieldErrors};
use crate::publishing::transaction;
use crate::state::State;
use crate::web::page::{PageResult, answer, day, minute};

#[derive(Template)]
#[template(path = "admin/accounts/people.html")]
struct PeoplePage {
    admin: AdminCtx,
    people: Vec<PersonLine>,
    roles: &'static [Role],
    form: InviteForm,
    errors: FieldErrors,
}

struct PersonLine {
    path: String,
    name: String,
    email: String,
    role: Role,
    has_second_factor: bool,
    last_seen: Option<String>,
    state: Standing,
}

/// How far a person's account is, as a mark and in words.
pub struct Standing {
    /// The mark's class.
    pub mark: &'static str,
    /// The words.
    pub words: String,
}

/// A link to hand over, shown once.
#[derive(Template)]
#[template(path = "admin/accounts/link.html")]
pub struct LinkPage {
    admin: AdminCtx,
    email: String,
    link: String,
    good_until: String,
    is_invitation: bool,
}

impl LinkPage {
    /// The link of a token that was just made.
    pub fn new(user: &CurrentUser, state: &State, email: &str, token: &Token) -> Self {
        Self {
            admin: AdminCtx::new(user, "people", "Hand over this link"),
            email: email.to_owned(),
            link: format!("{}/admin/invitations/{token}", state.config.public_url),
            good_until: minute(Utc::now() + LASTS),
            is_invitation: true,
        }
    }

    /// The link replaces a password.
    #[must_use]
    pub fn of_reset(mut self) -> Self {
        self.is_invitation = false;
        self
    }
}

/// Everybody: `/admin/people`.
///
/// # Errors
/// Not signed in, or not an administrator.
pub async fn people_page(state: State, user: CurrentUser) -> PageResult {
    user.may(Action::ManagePeople, None)?;
    answer(StatusCode::OK, &load(&state, &user).await?)
}

async fn load(state: &State, user: &CurrentUser) -> Result<PeoplePage, AppError> {
    let conn = state.db.write().await?;
    let links = unused_links(&conn).await?;
    let asked = everybody_asked(&conn).await?;
    let people = queries::users(&conn).await?;
    let now = Utc::now();
    let link_of = |id: UserId| links.iter().find(|link| link.user_id == id);
    Ok(PeoplePage {
        admin: AdminCtx::new(user, "people", "People"),
        people: people
            .into_iter()
            .map(|person| PersonLine {
                path: format!("/admin/people/{}", person.id),
                has_second_factor: asked.contains(&person.id),
                last_seen: person.last_seen_at.map(minute),
                state: state_of(&person, link_of(person.id), now),
                role: person.role,
                name: person.name,
                email: person.email,
            })
            .collect(),
        roles: Role::ALL,
        form: InviteForm::default(),
        errors: FieldErrors::default(),
    })
}

/// How far a person's account is.
pub fn state_of(person: &User, link: Option<&OpenLink>, now: DateTime<Utc>) -> Standing {
    let (mark, words) = match (person.disabled_at, person.awaits_password_since, link) {
        (Some(since), _, _) => (
            "withdrawn",
            format!("Disabled since {}", day(since.date_naive())),
        ),
        (None, None, _) => ("live", "Active".to_owned()),
        (None, Some(_), Some(link)) if link.expires_at > now => (
            "draft",
            format!(
                "{}, the link is good until {}",
                match link.purpose {
                    LinkPurpose::Invitation => "Invited",
                    LinkPurpose::PasswordReset => "Must set a password",
                },
                day(link.expires_at.date_naive())
            ),
        ),
        (None, Some(_), _) => (
            "changed",
            "The link has run out: reset the password for another".to_owned(),
        ),
    };
    Standing { mark, words }
}

/// What the form of an invitation sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    csrf: String,
    email: String,
    name: String,
    role: String,
}

impl InviteForm {
    fn parse(&self) -> Result<(Email, PersonName, Role), AppError> {
        let mut errors = FieldErrors::default();
        let mut noted = |error: AppError| {
            if let AppError::Invalid(of_field) = error {
                for (field, problem) in of_field.iter() {
                    errors.add(field, problem);
                }
            }
        };
        let email = Email::parse(&self.email).map_err(&mut noted).ok();
        let name = PersonName::parse(&self.name).map_err(&mut noted).ok();
        let role = self.role.parse().ok();
        if role.is_none() {
            errors.add("role", "must be author, reviewer, publisher or admin");
        }
        match (email, name, role) {
            (Some(email), Some(name), Some(role)) => Ok((email, name, role)),
            _ => Err(AppError::Invalid(errors)),
        }
    }
}

/// Invites a person: `POST /admin/people`.
///
/// # Errors
/// Not signed in, not an administrator, or a form from elsewhere.
pub async fn person_invite(
    state: State,
    user: CurrentUser,
    form: web::Form<InviteForm>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    user.may(Action::ManagePeople, None)?;
    match invite(&state, &user, &form).await {
        Ok((email, token)) => {
            let page = LinkPage::new(&user, &state, email.as_str(), &token);
            answer(StatusCode::OK, &page)
        }
        Err(AppError::Invalid(errors)) => {
            let mut page = load(&state, &user).await?;
            page.form = form.into_inner();
            page.errors = errors;
            answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn invite(
    state: &State,
    user: &CurrentUser,
    form: &InviteForm,
) -> Result<(Email, Token), AppError> {
    let (email, name, role) = form.parse()?;
    let author = user.user.author();
    let (_, token) = transaction(&state.db, async |tx| {
        commands::invite_user(tx, &email, &name, role, &author).await
    })
    .await?;
    Ok((email, token))
}
