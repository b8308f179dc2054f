//! Articles and protocols of the demo catalog: last, because they refer to everything else.

use super::add::{Ids, NOTE, remember};
use super::data::{self, Catalog};
use super::sign::sign_for;
use crate::catalog::product::model::ProductId;
use crate::content::article::model::{ArticleId, ArticleRow};
use crate::content::protocol::model::{ProtocolId, ProtocolRow, Step};
use crate::content::{article, protocol};
use crate::error::AppError;
use crate::evidence::topic::model::TopicId;
use crate::publishing::{Author, Kind, Tx};

/// Adds what is missing of them and publishes it.
pub async fn add_content(
    tx: &mut Tx,
    catalog: &Catalog,
    author: &Author,
    ids: &mut Ids,
) -> Result<(), AppError> {
    let mut new = Vec::new();
    for item in &catalog.articles {
        if let Some(row) = article::queries::article_by_slug(tx.conn()?, &item.slug).await? {
            ids.set(Kind::Article, &item.slug, row.id.0);
            continue;
        }
        new.push((add_article(tx, item, ids).await?, item));
    }
    for item in &catalog.protocols {
        add_protocol(tx, item, (author, &catalog.sign_offs), ids).await?;
    }
    // Last, because articles link each other and the protocols.
    for (id, item) in new {
        sign_for(tx, (Kind::Article, id.0, &item.slug), &catalog.sign_offs).await?;
        article::commands::publish_article(tx, id, author, NOTE).await?;
    }
    Ok(())
}

async fn add_article(
    tx: &mut Tx,
    item: &data::Article,
    ids: &mut Ids,
) -> Result<ArticleId, AppError> {
    let row = ArticleRow {
        id: ArticleId::new(),
        slug: item.slug.clone(),
        title: item.title.clone(),
        summary: item.summary.clone(),
        body: item.body.clone(),
        author: item.author.clone(),
        reviewed_by: item.reviewed_by.clone(),
        reviewed_on: item.reviewed_on,
        review_by: item.review_by,
    };
    let topics = item
        .topics
        .iter()
        .map(|slug| ids.get(Kind::Topic, slug).map(TopicId))
        .collect::<Result<Vec<_>, _>>()?;
    article::commands::create_article(tx, &row, &topics).await?;
    remember(tx, Kind::Article, row.id.0).await?;
    ids.set(Kind::Article, &item.slug, row.id.0);
    Ok(row.id)
}

async fn add_protocol(
    tx: &mut Tx,
    item: &data::Protocol,
    (author, sign_offs): (&Author, &[data::SignOff]),
    ids: &mut Ids,
) -> Result<(), AppError> {
    if let Some(row) = protocol::queries::protocol_by_slug(tx.conn()?, &item.slug).await? {
        ids.set(Kind::Protocol, &item.slug, row.id.0);
        return Ok(());
    }
    let row = ProtocolRow {
        id: ProtocolId::new(),
        slug: item.slug.clone(),
        title: item.title.clone(),
        summary: item.summary.clone(),
        description: item.description.clone(),
        topic_id: TopicId(ids.get(Kind::Topic, &item.topic)?),
        article_id: item
            .article
            .as_deref()
            .map(|slug| ids.get(Kind::Article, slug))
            .transpose()?
            .map(ArticleId),
    };
    let mut steps = Vec::with_capacity(item.steps.len());
    for step in &item.steps {
        steps.push(Step {
            product_id: ProductId(ids.get(Kind::Product, &step.product)?),
            amount: step.amount.clone(),
            timing: step.timing.clone(),
            note: step.note.clone(),
        });
    }
    protocol::commands::create_protocol(tx, &row, &steps).await?;
    remember(tx, Kind::Protocol, row.id.0).await?;
    ids.set(Kind::Protocol, &item.slug, row.id.0);
    sign_for(tx, (Kind::Protocol, row.id.0, &item.slug), sign_offs).await?;
    protocol::commands::publish_protocol(tx, row.id, author, NOTE).await?;
    Ok(())
}
