//! Article pages: numbered citations, references, and what the article mentions.

use actix_web::{HttpRequest, web};
use askama::Template;
use chrono::Utc;
use uuid::Uuid;

use super::cite_card::cards;
use super::document::ArticleDocument;
use crate::content::markdown::{self, Rendered};
use crate::error::AppError;
use crate::evidence::reference::document::ReferenceDocument;
use crate::evidence::reference::pages::{ReferenceItem, scholarly_article};
use crate::evidence::review::Review;
use crate::publishing::read::{self, Filter, Published, Stored};
use crate::publishing::resolve::{self, Linked, LinkedCard, Resolved, Wanted};
use crate::publishing::{Kind, Role, Slug};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::html::SafeHtml;
use crate::web::page::{PageCtx, PageResult, day, respond};
use crate::web::query::CursorQuery;

#[derive(Template)]
#[template(path = "content/article.html")]
struct ArticlePage {
    page: PageCtx,
    title: String,
    summary: String,
    author: String,
    reviewed: Option<(String, String)>,
    overdue: Option<String>,
    published: String,
    updated: String,
    body: SafeHtml,
    contents: Vec<(String, String)>,
    topics: Vec<LinkedCard>,
    products: Vec<LinkedCard>,
    ingredients: Vec<LinkedCard>,
    related: Vec<LinkedCard>,
    references: Vec<ReferenceItem>,
}

/// Where a link in a text leads: the page of what it names; for a claim the claims of its ingredient.
fn address(resolved: &Resolved, id: Uuid) -> Option<String> {
    let card = resolved.card(id)?;
    if card.kind != Kind::Claim {
        return card.path;
    }
    let ingredient = resolved.of(id, Role::Subject).next()?.card();
    Some(format!("{}#claims", ingredient.path?))
}

/// An article: `/articles/{slug}`.
///
/// # Errors
/// Moved, gone or not found.
pub async fn article_page(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
) -> PageResult {
    let page = page_of(&state, &slug).await?;
    respond(&request, &page, CachePolicy::Revalidate)
}

/// The page of an article, for who makes something else of it.
///
/// # Errors
/// Moved, gone or not found.
pub async fn article_html(state: &State, slug: &str) -> Result<String, AppError> {
    Ok(page_of(state, slug).await?.render()?)
}

async fn page_of(state: &State, slug: &str) -> Result<ArticlePage, AppError> {
    let slug = Slug::parse(slug)?;
    let path = format!("/articles/{slug}");
    let conn = state.db.read().await?;
    let article: Published<ArticleDocument> = read::at_path(&conn, &path).await?;
    let id = article.entity_id;
    let mut wanted = vec![
        Wanted {
            to: id,
            kind: Kind::Article,
            role: Role::Mention,
        },
        Wanted {
            to: id,
            kind: Kind::Protocol,
            role: Role::Mention,
        },
    ];
    let cited: Vec<Uuid> = article.document.citations.iter().map(|id| id.0).collect();
    wanted.extend(cited.iter().map(|id| Wanted {
        to: *id,
        kind: Kind::Claim,
        role: Role::Evidence,
    }));
    let (resolved, referrers) = futures_util::future::try_join(
        resolve::resolve(&conn, &[id]),
        resolve::referrers(&conn, &wanted, &[Kind::Claim], 10),
    )
    .await?;
    drop(conn);
    let cards = cards(&cited, &resolved, &referrers)?;
    let rendered = markdown::render(
        &article.document.body,
        &|id| address(&resolved, id),
        &|id| cards.get(&id).cloned(),
    );
    let references = references(&rendered, &resolved)?;
    let document = &article.document;
    let page = PageCtx::new(&state.config.public_url, &path, document.title.clone())
        .described(document.summary.clone())
        .in_section("articles")
        .with_twin()
        .under(&[("Articles", "/articles")])
        .with_json_ld(vec![article_node(
            &article,
            &resolved,
            &state.config.public_url,
            &path,
        )?])?;
    let mentions = |kind: Kind| -> Vec<LinkedCard> {
        resolved
            .of(id, Role::Mention)
            .map(Linked::card)
            .filter(|card| card.kind == kind)
            .collect()
    };
    let mut related = mentions(Kind::Article);
    related.extend(mentions(Kind::Protocol));
    let referring = referrers.iter().filter(|link| link.to == id);
    for card in referring.map(Linked::card) {
        if !related.iter().any(|known| known.id == card.id) {
            related.push(card);
        }
    }
    Ok(ArticlePage {
        page: PageCtx {
            og_type: "article",
            ..page
        },
        title: document.title.clone(),
        summary: document.summary.clone(),
        author: document.author.clone(),
        reviewed: document
            .reviewed_by
            .clone()
            .zip(document.reviewed_on.map(day)),
        overdue: Review::on(document.review_by, Utc::now().date_naive())
            .overdue_since()
            .map(day),
        published: day(article.first_published_at.date_naive()),
        updated: day(article.updated_at.date_naive()),
        body: rendered.html,
        contents: rendered.contents,
        topics: resolved.of(id, Role::Topic).map(Linked::card).collect(),
        products: mentions(Kind::Product),
        ingredients: mentions(Kind::Ingredient),
        related,
        references,
    })
}

/// The references of a text in the order of first citation, each with the places that cite it.
fn references(rendered: &Rendered, resolved: &Resolved) -> Result<Vec<ReferenceItem>, AppError> {
    let mut items = Vec::new();
    for ((id, times), number) in rendered.citations.iter().zip(1usize..) {
        if let Some(reference) = resolved.document::<ReferenceDocument>(*id)? {
            let places = (1..=*times)
                .map(|time| format!("cite-{number}-{time}"))
                .collect();
            items.push(ReferenceItem::new(number, &reference, places));
        }
    }
    Ok(items)
}

fn article_node(
    article: &Published<ArticleDocument>,
    resolved: &Resolved,
    site: &str,
    path: &str,
) -> Result<serde_json::Value, AppError> {
    let document = &article.document;
    let mut citations = Vec::new();
    for id in &document.citations {
        if let Some(reference) = resolved.document::<ReferenceDocument>(id.0)? {
            citations.push(scholarly_article(&reference.document));
        }
    }
    let mut node = serde_json::json!({
        "@type": "Article",
        "@id": format!("{site}{path}"),
        "headline": document.title,
        "description": document.summary,
        "datePublished": article.first_published_at.to_rfc3339(),
        "dateModified": article.updated_at.to_rfc3339(),
        "author": { "@type": "Organization", "name": document.author, "url": format!("{site}/") },
        "publisher": { "@type": "Organization", "name": "Formulary", "url": format!("{site}/") },
        "mainEntityOfPage": { "@type": "WebPage", "@id": format!("{site}{path}") },
        "citation": citations,
    });
    if let (Some(page), Some(date)) = (
        node.get_mut("mainEntityOfPage")
            .and_then(|page| page.as_object_mut()),
        document.reviewed_on,
    ) {
        page.insert("lastReviewed".to_owned(), serde_json::json!(date));
        page.insert(
            "reviewedBy".to_owned(),
            serde_json::json!({ "@type": "Organization", "name": document.reviewed_by }),
        );
    }
    Ok(node)
}

#[derive(Template)]
#[template(path = "directory.html")]
struct ArticlesPage {
    page: PageCtx,
    heading: &'static str,
    intro: &'static str,
    groups: Vec<(String, Vec<Stored>)>,
    next: Option<String>,
}

/// All articles by title: `/articles`.
///
/// # Errors
/// A malformed cursor.
pub async fn article_list_page(
    state: State,
    request: HttpRequest,
    query: web::Query<CursorQuery>,
) -> PageResult {
    let page_request = query.page_request()?;
    let conn = state.db.read().await?;
    let (articles, protocols) = (
        read::list(&conn, Kind::Article, &Filter::default(), &page_request).await?,
        read::list(&conn, Kind::Protocol, &Filter::default(), &page_request).await?,
    );
    let page = PageCtx::new(&state.config.public_url, "/articles", "Articles")
        .described(
            "Education: what substances are, how labels are read, and how far the evidence goes.",
        )
        .in_section("articles")
        .under(&[])
        .with_json_ld(Vec::<serde_json::Value>::new())?;
    let mut groups = vec![(String::new(), articles.items)];
    if page_request.after.is_none() && !protocols.items.is_empty() {
        groups.push(("Protocols".to_owned(), protocols.items));
    }
    let page = ArticlesPage {
        page,
        heading: "Articles",
        intro: "What substances are, how labels are read, and how far the evidence goes.",
        groups,
        next: articles
            .next
            .map(|cursor| format!("/articles?cursor={cursor}")),
    };
    respond(&request, &page, CachePolicy::Revalidate)
}
