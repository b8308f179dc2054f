//! Topic pages: a body function, the claims about it, articles and protocols.

use actix_web::{HttpRequest, web};
use askama::Template;
use uuid::Uuid;

use super::document::TopicDocument;
use crate::catalog::market::Market;
use crate::compliance::disclaimer::{SYMBOL, disclaimer};
use crate::content::{markdown, marked};
use crate::error::AppError;
use crate::evidence::claim::evidence_table::ReferenceNumbers;
use crate::evidence::claim::pages::{ClaimSection, sections, statements};
use crate::evidence::reference::pages::ReferenceItem;
use crate::publishing::read::{self, Filter, Published, Stored};
use crate::publishing::resolve::{self, LinkedCard, Wanted};
use crate::publishing::{Kind, Role, Slug};
use crate::search::list::showcase::{Showcase, showcase};
use crate::search::shelf::facet::Facet;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::html::SafeHtml;
use crate::web::page::{PageCtx, PageResult, respond};
use crate::web::query::CursorQuery;

/// Most claims, articles and protocols on one page.
const MOST: i64 = 100;
/// Products on it; the list has all of them.
const PRODUCTS: usize = 6;

#[derive(Template)]
#[template(path = "evidence/topic.html")]
struct TopicPage {
    page: PageCtx,
    name: String,
    summary: SafeHtml,
    description: SafeHtml,
    claims: Vec<ClaimSection>,
    symbol: &'static str,
    disclaimer: Option<&'static str>,
    articles: Vec<LinkedCard>,
    protocols: Vec<LinkedCard>,
    references: Vec<ReferenceItem>,
    showcase: Showcase,
}

/// A topic: `/topics/{slug}`.
///
/// # Errors
/// Moved, gone or not found.
pub async fn topic_page(state: State, request: HttpRequest, slug: web::Path<String>) -> PageResult {
    let slug = Slug::parse(&slug)?;
    let path = format!("/topics/{slug}");
    let conn = state.db.read().await?;
    let topic: Published<TopicDocument> = read::at_path(&conn, &path).await?;
    let id = topic.entity_id;
    let wanted = [
        Wanted {
            to: id,
            kind: Kind::Claim,
            role: Role::Topic,
        },
        Wanted {
            to: id,
            kind: Kind::Article,
            role: Role::Topic,
        },
        Wanted {
            to: id,
            kind: Kind::Protocol,
            role: Role::Topic,
        },
    ];
    let linked = resolve::referrers(&conn, &wanted, &[Kind::Claim], MOST).await?;
    let claims: Vec<Uuid> = linked
        .iter()
        .filter(|link| link.stored.kind == Kind::Claim)
        .map(|link| link.from)
        .collect();
    let resolved = resolve::resolve(&conn, &claims).await?;
    drop(conn);
    let snapshot = state
        .search
        .snapshot(Market::Us)
        .ok_or(AppError::Unavailable)?;
    let value = (Facet::Topic, slug.as_str());
    let showcase = showcase(&snapshot, value, Market::Us, PRODUCTS)?;
    let mut references = ReferenceNumbers::default();
    let claims = sections(&linked, &resolved, Market::Us, &mut references)?;
    let of_kind = |kind: Kind| {
        linked
            .iter()
            .filter(|link| link.stored.kind == kind)
            .map(resolve::Linked::card)
            .collect()
    };
    let document = topic.document;
    let page = PageCtx::new(&state.config.public_url, &path, document.name.clone())
        .described(document.preview())
        .in_section("topics")
        .under(&[("Topics", "/topics")])
        .with_json_ld(Vec::<serde_json::Value>::new())?;
    let marked_sentences: Vec<&str> = document.statements.iter().map(String::as_str).collect();
    let page = TopicPage {
        page,
        name: document.name,
        summary: marked(&document.summary, &marked_sentences, SYMBOL),
        description: markdown::render_marked(&document.description, &marked_sentences, SYMBOL),
        symbol: SYMBOL,
        disclaimer: disclaimer(statements(&claims) + document.statements.len()),
        claims,
        articles: of_kind(Kind::Article),
        protocols: of_kind(Kind::Protocol),
        references: references.items,
        showcase,
    };
    respond(&request, &page, CachePolicy::Revalidate)
}

#[derive(Template)]
#[template(path = "directory.html")]
struct TopicsPage {
    page: PageCtx,
    heading: &'static str,
    intro: &'static str,
    groups: Vec<(String, Vec<Stored>)>,
    next: Option<String>,
}

/// All topics by name: `/topics`.
///
/// # Errors
/// A malformed cursor.
pub async fn topic_list_page(
    state: State,
    request: HttpRequest,
    query: web::Query<CursorQuery>,
) -> PageResult {
    let page_request = query.page_request()?;
    let conn = state.db.read().await?;
    let list = read::list(&conn, Kind::Topic, &Filter::default(), &page_request).await?;
    let page = PageCtx::new(&state.config.public_url, "/topics", "Topics")
        .described("Functions of the body, and what is known of the substances that are said to affect them.")
        .in_section("topics")
        .under(&[])
        .with_json_ld(Vec::<serde_json::Value>::new())?;
    let page = TopicsPage {
        page,
        heading: "Topics",
        intro: "Functions of the body, with the claims that are made about them and what those rest on.",
        groups: vec![(String::new(), list.items)],
        next: list.next.map(|cursor| format!("/topics?cursor={cursor}")),
    };
    respond(&request, &page, CachePolicy::Revalidate)
}
