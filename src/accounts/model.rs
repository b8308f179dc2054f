//! What all of the accounts share: users, roles and addresses.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::db::schema::users;
use crate::error::AppError;
use crate::publishing::Author;
use crate::{id_type, text_enum};

id_type! {
    /// Id of a user.
    UserId
}

text_enum! {
    /// What a person may do. Each role may also do what those before it may.
    Role {
        /// Writes drafts.
        Author = "author",
        /// Reviews and approves.
        Reviewer = "reviewer",
        /// Publishes and withdraws.
        Publisher = "publisher",
        /// Manages people and settings.
        Admin = "admin",
    }
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// E-mail address, by which a person signs in.
    pub email: String,
    /// How the person is called; empty when nobody said.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// Since when the person may no longer sign in.
    pub disabled_at: Option<DateTime<Utc>>,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// Last request, exact to the minute.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// Since when the person has to set a password by a one-time link.
    pub awaits_password_since: Option<DateTime<Utc>>,
}

impl User {
    /// The person as an author of publications.
    pub fn author(&self) -> Author {
        Author {
            user_id: Some(self.id.0),
            name: self.email.clone(),
        }
    }
}

/// How a person is called, on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName(String);

impl PersonName {
    /// Longest name, in characters.
    const LONGEST: usize = 100;

    /// Takes a name, with white space collapsed.
    ///
    /// # Errors
    /// An error beside the field `name`.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(AppError::field("name", "must not be empty"));
        }
        if name.chars().count() > Self::LONGEST {
            let problem = format!("must have at most {} characters", Self::LONGEST);
            return Err(AppError::field("name", problem));
        }
        if name.chars().any(char::is_control) {
            return Err(AppError::field(
                "name",
                "holds a character that can't be shown",
            ));
        }
        Ok(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An e-mail address as a person signs in with it: trimmed and in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Takes an address that looks like one.
    ///
    /// # Errors
    /// An error beside the field `email`.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        let text = text.trim().to_lowercase();
        let parts = text.split_once('@');
        let fits = parts.is_some_and(|(name, host)| {
            !name.is_empty() && !host.is_empty() && !host.contains('@')
        });
        if !fits || text.len() > 254 || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(AppError::field(
                "email",
                "must be an e-mail address such as name@example.org",
            ));
        }
        Ok(Self(text))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
