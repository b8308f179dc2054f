//! What can go wrong, and who is told what.
//!
//! Queries return [`diesel::QueryResult`], commands and everything above them [`AppError`]; the command line and jobs use
//! `anyhow`. The return type of a handler decides how an error looks: [`crate::web::page::PageResult`] gives a page,
//! [`crate::web::json::ApiResult`] problem+json. What a client cannot act on is logged once with its cause and shown as
//! "internal error" with the request id; no client ever sees SQL or a stack trace.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use diesel::result::{DatabaseErrorKind, Error as DieselError};
use thiserror::Error;
use utoipa::ToSchema;

/// An error of a request, by what it means to the client.
#[derive(Debug, Error)]
pub enum AppError {
    /// Nothing is, or ever was, at this address.
    #[error("there is nothing at this address")]
    NotFound,
    /// It was public and has been withdrawn.
    #[error("this has been withdrawn: {0}")]
    Gone(Withdrawal),
    /// It lives elsewhere now.
    #[error("this has moved to {0}")]
    Moved(String),
    /// The cursor of the change log is of another history, or what lies behind it is kept no longer.
    #[error(
        "resync: nobody can go on from this cursor; take a snapshot at /feeds/storefront.ndjson and go on from the cursor in its first line"
    )]
    Resync,
    /// A parameter of the request is malformed.
    #[error("the parameter {name} {problem}")]
    BadParameter {
        /// Name of the parameter.
        name: &'static str,
        /// What is wrong and what would be right, to follow the name in a sentence.
        problem: String,
    },
    /// The body cannot be read.
    #[error("{0}")]
    BadRequest(String),
    /// The address exists, but not for this method; with those for which it does.
    #[error("this address does not answer to that method, only to {0}")]
    WrongMethod(&'static str),
    /// The body is larger than this address takes.
    #[error("what was sent is larger than {}, the most that this address takes", size_in_words(*limit))]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// Nobody is signed in.
    #[error("sign in first")]
    Unauthorized,
    /// A body that is no JSON by its own word.
    #[error("send JSON, with the header Content-Type: application/json")]
    NoJson,
    /// No API key was sent, or one that is not accepted.
    #[error("{0}")]
    KeyRefused(&'static str),
    /// The person or the form may not do this.
    #[error("{0}")]
    Forbidden(&'static str),
    /// Fields hold something that cannot be saved.
    #[error("{0}")]
    Invalid(FieldErrors),
    /// Somebody else saved in between, or the state does not allow it.
    #[error("{0}")]
    Conflict(String),
    /// What a program sent to be saved is not fit to be, place by place.
    #[error("{}", flaws_in_words(.0))]
    Unfit(Vec<Flaw>),
    /// It was saved again since the version that the program knows.
    #[error(
        "it was saved again since you read it: read it once more, and send your change with its new ETag"
    )]
    Stale,
    /// A write that does not say which version it changes.
    #[error("say which version you change: send its ETag in the header If-Match")]
    NeedsVersion,
    /// Rule packs object to words that would become public, and nobody has signed them.
    #[error("{}", objections_in_words(.0))]
    NotCleared(Vec<Objection>),
    /// Too many attempts.
    #[error("too many attempts: wait {seconds} seconds")]
    RateLimited {
        /// Seconds until the next attempt may succeed.
        seconds: u64,
    },
    /// The database is away or overloaded.
    #[error("the catalog is not available at this moment; try again in some seconds")]
    Unavailable,
    /// A defect: logged with its cause, shown without.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

impl AppError {
    /// A bad request that names its parameter.
    pub fn bad_parameter(name: &'static str, problem: impl Into<String>) -> Self {
        Self::BadParameter {
            name,
            problem: problem.into(),
        }
    }

    /// An error beside one field of a form.
    pub fn field(name: impl Into<String>, problem: impl Into<String>) -> Self {
        let mut errors = FieldErrors::default();
        errors.add(name, problem);
        Self::Invalid(errors)
    }

    /// The same where addresses go on with something, such as `.md` or `?market=eu`.
    #[must_use]
    pub fn with_suffix(self, suffix: &str) -> Self {
        match self {
            Self::Moved(target) => Self::Moved(format!("{target}{suffix}")),
            other => other,
        }
    }

    /// The same within a part of the site: what has moved has moved there too.
    #[must_use]
    pub fn in_prefix(self, prefix: &str) -> Self {
        match self {
            Self::Moved(target) => Self::Moved(format!("{prefix}{target}")),
            other => other,
        }
    }

    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Gone(_) | Self::Resync => 410,
            Self::Moved(_) => 301,
            Self::BadParameter { .. } | Self::BadRequest(_) => 400,
            Self::WrongMethod(_) => 405,
            Self::TooLarge { .. } => 413,
            Self::NoJson => 415,
            Self::Unauthorized | Self::KeyRefused(_) => 401,
            Self::Forbidden(_) => 403,
            Self::Invalid(_) | Self::NotCleared(_) => 422,
            Self::Unfit(_) => 422,
            Self::Conflict(_) => 409,
            Self::Stale => 412,
            Self::NeedsVersion => 428,
            Self::RateLimited { .. } => 429,
            Self::Unavailable => 503,
            Self::Internal(_) => 500,
        }
    }
}

fn size_in_words(bytes: usize) -> String {
    const MB: usize = 1024 * 1024;
    if bytes >= MB {
        format!("{} MB", bytes / MB)
    } else {
        format!("{} kB", bytes / 1024)
    }
}

/// What a withdrawn address tells its visitor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withdrawal {
    /// What it was.
    pub title: String,
    /// Why it was withdrawn.
    pub reason: String,
    /// Path of what replaces it.
    pub replacement: Option<String>,
}

impl fmt::Display for Withdrawal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}",
            if self.reason.is_empty() {
                &self.title
            } else {
                &self.reason
            }
        )
    }
}

/// Something wrong at one place of what a program sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Flaw {
    /// Where, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// What is wrong there, to follow the name of the member in a sentence.
    pub detail: String,
}

fn flaws_in_words(flaws: &[Flaw]) -> String {
    let told: Vec<String> = flaws
        .iter()
        .map(|flaw| {
            format!("{} {}", flaw.pointer, flaw.detail)
                .trim()
                .to_owned()
        })
        .collect();
    told.join("; ")
}

/// One thing that a rule pack objects to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Objection {
    /// Where the words stand, such as `description`.
    pub field: String,
    /// Under whose law.
    pub jurisdiction: &'static str,
    /// On which surface.
    pub surface: &'static str,
    /// Id of the rule.
    pub rule: String,
    /// `block` or `review`.
    pub verdict: &'static str,
    /// The words.
    pub words: String,
    /// The text that they stand in.
    pub text: String,
    /// Why, in plain words.
    pub message: String,
    /// What could be said instead.
    pub suggestion: Option<String>,
}

fn objections_in_words(objections: &[Objection]) -> String {
    let Some(first) = objections.first() else {
        return "the rules object to something".to_owned();
    };
    let way_out = match first.verdict {
        "block" => "change the words, or let a reviewer override the rule with a reason",
        _ => "change the words, or let a reviewer sign them",
    };
    let more = match objections.len() {
        1 => String::new(),
        count => format!(" ({} more)", count - 1),
    };
    format!(
        "{} says {:?}, to which rule {} objects{more}: {} To publish, {way_out}.",
        first.field, first.words, first.rule, first.message
    )
}

/// Problems by field, as a form shows them; a field within rows is named by its path, such as `variants.0.sku`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(BTreeMap<String, Vec<String>>);

impl FieldErrors {
    /// Adds a problem to a field.
    pub fn add(&mut self, field: impl Into<String>, problem: impl Into<String>) {
        self.0.entry(field.into()).or_default().push(problem.into());
    }

    /// The problems of a field.
    pub fn of(&self, field: &str) -> &[String] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    /// Every problem with its field.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(field, problems)| {
            problems
                .iter()
                .map(move |problem| (field.as_str(), problem.as_str()))
        })
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` with the value when no problem was found.
    ///
    /// # Errors
    /// The problems.
    pub fn into_result<T>(self, value: T) -> Result<T, AppError> {
        if self.is_empty() {
            Ok(value)
        } else {
            Err(AppError::Invalid(self))
        }
    }
}

impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (field, problem)) in self.iter().enumerate() {
            let field = field.rsplit('.').next().unwrap_or(field);
            write!(f, "{}{field} {problem}", if at == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

/// A word that an enum does not know.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{given:?} is no {what}; known are {}", known.join(", "))]
pub struct UnknownWord {
    /// The enum.
    pub what: &'static str,
    /// The word.
    pub given: String,
    /// What it may be.
    pub known: &'static [&'static str],
}

impl From<DieselError> for AppError {
    fn from(error: DieselError) -> Self {
        match &error {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(kind, detail) => {
                // A statement too large to be sent is ours, although the driver reports it as it does a closed line.
                let is_ours = detail.message().contains("encoding");
                let away = !is_ours
                    && matches!(
                        kind,
                        DatabaseErrorKind::ClosedConnection
                            | DatabaseErrorKind::UnableToSendCommand
                            | DatabaseErrorKind::ReadOnlyTransaction
                    )
                    || is_shutdown(detail.message());
                if is_unstorable(detail.message()) {
                    Self::BadRequest(
                        "a text holds the character NUL (%00), which can't be stored: take it out and send it again"
                            .to_owned(),
                    )
                } else if away {
                    tracing::warn!(error = %error, "the database is away");
                    Self::Unavailable
                } else {
                    Self::Internal(error.into())
                }
            }
            _ => Self::Internal(error.into()),
        }
    }
}

impl From<anyhow::Error> for AppError {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<serde_json::Error> for AppError {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<askama::Error> for AppError {
    fn from(error: askama::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// Whether the database refused a text because of a NUL, which it can't store, neither as it is nor escaped in JSON.
fn is_unstorable(message: &str) -> bool {
    (message.contains("invalid byte sequence for encoding") && message.contains("0x00"))
        || message.contains("unsupported Unicode escape sequence")
}

fn is_shutdown(message: &str) -> bool {
    [
        "terminating connection",
        "the database system is",
        "connection closed",
        "canceling statement due to statement timeout",
    ]
    .iter()
    .any(|part| message.contains(part))
}

/// Turns the violation of a named constraint into an error that a person can act on.
pub trait OnConstraint<T> {
    /// Replaces the error if the named constraint caused it.
    ///
    /// # Errors
    /// The replacement, or the error as it was.
    fn on_constraint(self, name: &str, error: impl FnOnce() -> AppError) -> Result<T, AppError>;

    /// Replaces the error if one of some constraints caused it: name of the constraint, field, and what is wrong with it.
    ///
    /// # Errors
    /// The replacement, or the error as it was.
    fn on_constraints(self, known: &[(&str, &str, &str)]) -> Result<T, AppError>;
}

impl<T> OnConstraint<T> for diesel::QueryResult<T> {
    fn on_constraint(
        self,
        name: &str,
        replacement: impl FnOnce() -> AppError,
    ) -> Result<T, AppError> {
        self.map_err(|error| match &error {
            DieselError::DatabaseError(_, detail) if detail.constraint_name() == Some(name) => {
                replacement()
            }
            _ => error.into(),
        })
    }

    fn on_constraints(self, known: &[(&str, &str, &str)]) -> Result<T, AppError> {
        self.map_err(|error| {
            let name = match &error {
                DieselError::DatabaseError(_, detail) => detail.constraint_name(),
                _ => None,
            };
            match known
                .iter()
                .find(|(constraint, ..)| Some(*constraint) == name)
            {
                Some((_, field, problem)) => AppError::field(*field, *problem),
                None => error.into(),
            }
        })
    }
}
