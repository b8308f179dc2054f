//! Writes of articles.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::document::ArticleDocument;
use super::draft::ArticleDraft;
use super::model::{ArticleId, ArticleRow};
use super::queries;
use crate::db::schema::{article_topics, articles};
use crate::error::{AppError, OnConstraint};
use crate::evidence::reference;
use crate::evidence::reference::document::title_on;
use crate::evidence::topic::model::TopicId;
use crate::gate::{self, Shown};
use crate::publishing::{Author, Outcome, Publishing, Slug, Tx};

/// Adds an article.
///
/// # Errors
/// A slug that is taken.
pub async fn create_article(
    tx: &mut Tx,
    row: &ArticleRow,
    topics: &[TopicId],
) -> Result<(), AppError> {
    diesel::insert_into(articles::table)
        .values(row)
        .execute(tx.conn()?)
        .await
        .on_constraint("articles_slug_key", || {
            AppError::field("slug", "belongs to another article")
        })?;
    add_topics(tx, row.id, topics).await
}

async fn add_topics(tx: &mut Tx, id: ArticleId, topics: &[TopicId]) -> Result<(), AppError> {
    let rows: Vec<_> = topics
        .iter()
        .zip(0i32..)
        .map(|(topic, position)| {
            (
                article_topics::article_id.eq(id),
                article_topics::topic_id.eq(*topic),
                article_topics::position.eq(position),
            )
        })
        .collect();
    diesel::insert_into(article_topics::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Publishes an article as it stands in the edit tables.
///
/// # Errors
/// A link to something that does not exist.
pub async fn publish_article(
    tx: &mut Tx,
    id: ArticleId,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let (slug, document) = queries::document(tx.conn()?, id).await?;
    publish_document(tx, id, &slug, &document, author, note).await
}

/// Publishes an article as a document says it is.
///
/// # Errors
/// A slug that another public article has, or words that its rule packs do not clear.
pub async fn publish_document(
    tx: &mut Tx,
    id: ArticleId,
    slug: &str,
    document: &ArticleDocument,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let slug = Slug::parse(slug)?;
    let shown = titles_shown(tx, document).await?;
    gate::publish(
        tx,
        Publishing {
            entity_id: id.0,
            slug: &slug,
            document,
            author,
            note,
        },
        &shown,
    )
    .await
}

/// The titles of what it cites, on the surface where it appears.
async fn titles_shown(tx: &mut Tx, document: &ArticleDocument) -> Result<Vec<Shown>, AppError> {
    let titles = reference::queries::titles(tx.conn()?, &document.citations).await?;
    Ok(titles
        .into_iter()
        .map(|(id, title)| title_on(document.surface(), id, title))
        .collect())
}

/// Saves an article, or makes it.
///
/// # Errors
/// A slug that is taken.
pub async fn save_draft(tx: &mut Tx, id: ArticleId, draft: &ArticleDraft) -> Result<(), AppError> {
    let row = (
        articles::slug.eq(&draft.slug),
        articles::title.eq(&draft.title),
        articles::summary.eq(&draft.summary),
        articles::body.eq(&draft.body),
        articles::author.eq(&draft.author),
        articles::reviewed_by.eq(draft.reviewed_by.as_deref()),
        articles::reviewed_on.eq(draft.reviewed_on),
        articles::review_by.eq(draft.review_by),
    );
    diesel::insert_into(articles::table)
        .values((articles::id.eq(id), row))
        .on_conflict(articles::id)
        .do_update()
        .set((
            row,
            articles::version.eq(articles::version + 1),
            articles::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraints(&[("articles_slug_key", "slug", "belongs to another article")])?;
    diesel::delete(article_topics::table.filter(article_topics::article_id.eq(id)))
        .execute(tx.conn()?)
        .await?;
    add_topics(tx, id, &draft.topics).await
}
