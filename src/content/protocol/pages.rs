//! Protocol pages: products for a topic in the order of the day.

use actix_web::{HttpRequest, web};
use askama::Template;
use uuid::Uuid;

use super::document::ProtocolDocument;
use crate::catalog::market::Market;
use crate::catalog::product::document::ProductDocument;
use crate::catalog::product::list::{ListedProduct, cards_of};
use crate::content::markdown;
use crate::publishing::Slug;
use crate::publishing::read::{self, Published};
use crate::publishing::resolve::{self, LinkedCard};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::html::SafeHtml;
use crate::web::page::{PageCtx, PageResult, respond};

#[derive(Template)]
#[template(path = "content/protocol.html")]
struct ProtocolPage {
    page: PageCtx,
    title: String,
    summary: String,
    description: SafeHtml,
    topic: Option<LinkedCard>,
    article: Option<LinkedCard>,
    steps: Vec<StepView>,
}

struct StepView {
    product: ListedProduct,
    amount: String,
    timing: String,
    note: Option<String>,
}

/// A protocol: `/protocols/{slug}`.
///
/// # Errors
/// Moved, gone or not found.
pub async fn protocol_page(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
) -> PageResult {
    let slug = Slug::parse(&slug)?;
    let path = format!("/protocols/{slug}");
    let conn = state.db.read().await?;
    let protocol: Published<ProtocolDocument> = read::at_path(&conn, &path).await?;
    let resolved = resolve::resolve(&conn, &[protocol.entity_id]).await?;
    let mut products = Vec::new();
    for step in &protocol.document.steps {
        products.extend(resolved.document::<ProductDocument>(step.product_id.0)?);
    }
    let cards = cards_of(&conn, products, Market::Us).await?;
    drop(conn);
    let card_of = |id: Uuid| cards.iter().find(|card| card.id == id).cloned();
    let document = protocol.document;
    let page = PageCtx::new(&state.config.public_url, &path, document.title.clone())
        .described(document.summary.clone())
        .in_section("articles")
        .under(&[("Articles", "/articles")])
        .with_json_ld(Vec::<serde_json::Value>::new())?;
    let page = ProtocolPage {
        page,
        title: document.title,
        summary: document.summary,
        description: markdown::render_plain(&document.description),
        topic: resolved.card(document.topic_id.0),
        article: document.article_id.and_then(|id| resolved.card(id.0)),
        steps: document
            .steps
            .into_iter()
            .filter_map(|step| {
                let product = card_of(step.product_id.0)?;
                Some(StepView {
                    product,
                    amount: step.amount,
                    timing: step.timing,
                    note: step.note,
                })
            })
            .collect(),
    };
    respond(&request, &page, CachePolicy::Revalidate)
}
