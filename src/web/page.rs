//! HTML pages: what every page carries, how it is rendered, and how an error looks.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, ETAG, IF_NONE_MATCH, LOCATION, RETRY_AFTER};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::cache::CachePolicy;
use super::html::SafeHtml;
use super::request_id;
use crate::error::AppError;

/// What a handler of pages answers.
pub type PageResult = Result<HttpResponse, PageError>;

/// One step of the way to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// Name of the step.
    pub name: String,
    /// Its address; the page itself has none.
    pub path: Option<String>,
}

/// What the layout needs of every page.
#[derive(Debug, Clone, Default)]
pub struct PageCtx {
    /// Title of the page, without the site's name.
    pub title: String,
    /// One or two sentences for search engines and previews.
    pub description: String,
    /// Absolute address under which the page wants to be known.
    pub canonical: String,
    /// Directives for search engines, unless the page wants to be indexed.
    pub robots: Option<&'static str>,
    /// The way to the page, itself last.
    pub breadcrumbs: Vec<Crumb>,
    /// Absolute address of a picture for previews.
    pub image: Option<String>,
    /// Open Graph type.
    pub og_type: &'static str,
    /// Structured data.
    pub json_ld: SafeHtml,
    /// Which entry of the navigation is current.
    pub section: &'static str,
    /// Address of the site, without a final slash.
    pub site: String,
    /// What stands before every path of the market; nothing for the default one.
    pub prefix: &'static str,
    /// BCP 47 tag of the language.
    pub language: &'static str,
    /// The same page in other markets: language tag and absolute address.
    pub alternates: Vec<(&'static str, String)>,
    /// Other markets to go to: name and path.
    pub markets: Vec<(&'static str, String)>,
    /// Whether the same can be had as Markdown, at the address with `.md` behind it.
    pub has_twin: bool,
}

impl PageCtx {
    /// A page at a path of the site.
    pub fn new(site: &str, path: &str, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            canonical: format!("{site}{path}"),
            og_type: "website",
            site: site.to_owned(),
            language: "en-US",
            ..Self::default()
        }
    }

    /// With the way to the page; the page itself is added.
    #[must_use]
    pub fn under(mut self, steps: &[(&str, &str)]) -> Self {
        let home = if self.prefix.is_empty() {
            "/"
        } else {
            self.prefix
        };
        self.breadcrumbs = std::iter::once(("Home", home))
            .chain(steps.iter().copied())
            .map(|(name, path)| Crumb {
                name: name.to_owned(),
                path: Some(path.to_owned()),
            })
            .collect();
        self.breadcrumbs.push(Crumb {
            name: self.title.clone(),
            path: None,
        });
        self
    }

    /// Which can be had as Markdown too.
    #[must_use]
    pub const fn with_twin(mut self) -> Self {
        self.has_twin = true;
        self
    }

    /// With a description.
    #[must_use]
    pub fn described(mut self, text: impl Into<String>) -> Self {
        self.description = text.into();
        self
    }

    /// With the current entry of the navigation.
    #[must_use]
    pub fn in_section(mut self, section: &'static str) -> Self {
        self.section = section;
        self
    }

    /// With structured data: the nodes of the page, to which the breadcrumbs are added.
    ///
    /// # Errors
    /// A value that is no JSON.
    pub fn with_json_ld(mut self, nodes: Vec<impl Serialize>) -> Result<Self, AppError> {
        let mut graph: Vec<serde_json::Value> = nodes
            .into_iter()
            .map(serde_json::to_value)
            .collect::<Result<_, _>>()?;
        if self.breadcrumbs.len() >= 2 {
            graph.push(self.breadcrumb_list());
        }
        self.json_ld =
            SafeHtml::json(&json!({ "@context": "https://schema.org", "@graph": graph }))?;
        Ok(self)
    }

    fn breadcrumb_list(&self) -> serde_json::Value {
        let items: Vec<_> = self
            .breadcrumbs
            .iter()
            .zip(1..)
            .map(|(crumb, position)| match &crumb.path {
                Some(path) => json!({
                    "@type": "ListItem", "position": position, "name": crumb.name, "item": format!("{}{path}", self.site)
                }),
                None => json!({ "@type": "ListItem", "position": position, "name": crumb.name }),
            })
            .collect();
        json!({ "@type": "BreadcrumbList", "itemListElement": items })
    }
}

/// A date as people write it: `November 22, 2026`.
pub fn day(date: NaiveDate) -> String {
    date.format("%B %-d, %Y").to_string()
}

/// A moment as people write it: `November 22, 2026, 14:05 UTC`.
pub fn minute(at: DateTime<Utc>) -> String {
    at.format("%B %-d, %Y, %H:%M UTC").to_string()
}

/// Renders a page; answers 304 when the browser has exactly it.
///
/// # Errors
/// A template that fails.
pub fn respond(request: &HttpRequest, page: &impl Template, policy: CachePolicy) -> PageResult {
    Ok(html_response(
        request,
        page.render().map_err(AppError::from)?,
        policy,
    ))
}

fn html_response(request: &HttpRequest, html: String, policy: CachePolicy) -> HttpResponse {
    let etag = etag(html.as_bytes());
    if policy != CachePolicy::NoStore && matches(request, &etag) {
        let mut response = HttpResponse::NotModified();
        policy.apply(&mut response);
        return response.insert_header((ETAG, etag)).finish();
    }
    let mut response = HttpResponse::Ok();
    policy.apply(&mut response);
    if policy != CachePolicy::NoStore {
        response.insert_header((ETAG, etag));
    }
    response.content_type("text/html; charset=utf-8").body(html)
}

/// Answers one person with a page and a status of its own, such as a form that was refused. Nobody keeps it.
///
/// # Errors
/// A template that fails.
pub fn answer(status: StatusCode, page: &impl Template) -> PageResult {
    let html = page.render().map_err(AppError::from)?;
    let mut response = HttpResponse::build(status);
    CachePolicy::NoStore.apply(&mut response);
    Ok(response.content_type("text/html; charset=utf-8").body(html))
}

/// A strong entity tag: the hash of the bytes.
pub fn etag(bytes: &[u8]) -> String {
    let hash: String = Sha256::digest(bytes)
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("\"{hash}\"")
}

/// Whether the client holds a representation with this tag.
pub fn matches(request: &HttpRequest, etag: &str) -> bool {
    let header = request
        .headers()
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    header
        .split(',')
        .map(str::trim)
        .any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}

/// Sends the browser to another page after a form was handled.
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, path.to_owned()))
        .finish()
}

/// An error that is shown as a page.
#[derive(Debug)]
pub struct PageError(pub AppError);

impl<E: Into<AppError>> From<E> for PageError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    page: PageCtx,
    status: u16,
    heading: &'static str,
    text: String,
    replacement: Option<String>,
    request_id: String,
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        log(&self.0);
        let mut response = HttpResponse::build(self.status_code());
        CachePolicy::NoStore.apply(&mut response);
        match &self.0 {
            AppError::Moved(target) => {
                CachePolicy::Revalidate.apply(&mut response);
                return response.insert_header((LOCATION, target.clone())).finish();
            }
            AppError::Unauthorized => {
                let mut response = HttpResponse::SeeOther();
                return response
                    .insert_header((LOCATION, "/admin/sign-in"))
                    .finish();
            }
            AppError::Unavailable => {
                response.insert_header((RETRY_AFTER, "5"));
            }
            AppError::WrongMethod(allowed) => {
                response.insert_header((ALLOW, *allowed));
            }
            AppError::RateLimited { seconds } => {
                response.insert_header((RETRY_AFTER, seconds.to_string()));
            }
            _ => {}
        }
        let html = error_page(&self.0)
            .render()
            .unwrap_or_else(|_| "<h1>Something went wrong</h1>".to_owned());
        response.content_type("text/html; charset=utf-8").body(html)
    }
}

fn error_page(error: &AppError) -> ErrorPage {
    let (heading, text) = match error {
        AppError::NotFound => ("Nothing is here", "The address may be mistyped, or the page was never published.".to_owned()),
        AppError::Gone(withdrawal) => (
            "No longer available",
            match (withdrawal.title.as_str(), withdrawal.reason.as_str()) {
                ("", _) => "This page has been withdrawn.".to_owned(),
                (title, "") => format!("“{title}” has been withdrawn."),
                (title, reason) => format!("“{title}” has been withdrawn: {reason}"),
            },
        ),
        AppError::BadParameter { .. } | AppError::BadRequest(_) | AppError::NoJson => ("That request can't be read", sentence(error)),
        AppError::WrongMethod(_) => ("That is not possible here", sentence(error)),
        AppError::TooLarge { .. } => ("Too large", sentence(error)),
        AppError::Forbidden(_) | AppError::KeyRefused(_) => ("Not allowed", sentence(error)),
        AppError::Invalid(_)
        | AppError::Unfit(_)
        | AppError::Conflict(_)
        | AppError::Stale
        | AppError::NeedsVersion => ("That can't be saved", sentence(error)),
        AppError::NotCleared(_) => ("That may not be published yet", sentence(error)),
        AppError::RateLimited { .. } => ("Too many attempts", sentence(error)),
        AppError::Unavailable => (
            "Back in a moment",
            "The catalog is not available at this moment. Please try again in some seconds.".to_owned(),
        ),
        AppError::Moved(_) | AppError::Resync | AppError::Unauthorized | AppError::Internal(_) => (
            "Something went wrong",
            "This is our fault, and it has been noted. Trying again may help; if not, tell us the number below.".to_owned(),
        ),
    };
    let replacement = match error {
        AppError::Gone(withdrawal) => withdrawal.replacement.clone(),
        _ => None,
    };
    let page = PageCtx {
        robots: Some("noindex"),
        ..PageCtx::new("", "", heading)
    };
    ErrorPage {
        page,
        status: error.status(),
        heading,
        text,
        replacement,
        request_id: request_id::current(),
    }
}

/// The error as a sentence: a capital at the beginning and a period at the end.
fn sentence(error: &AppError) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string())
        .unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

/// Logs what is ours to mend, once, with its causes.
pub fn log(error: &AppError) {
    if let AppError::Internal(cause) = error {
        tracing::error!(
            error = format!("{cause:#}"),
            request.id = request_id::current(),
            "internal error"
        );
    }
}
