//! What gets published of a protocol.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Step;
use crate::compliance::lint::Part;
use crate::compliance::passage::{Judged, Passage, Passages};
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::content::article::model::ArticleId;
use crate::content::plain::plain_with_addresses;
use crate::evidence::topic::model::TopicId;
use crate::publishing::{Card, Document, Kind, Link, Role};

/// A protocol as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProtocolDocument {
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// What it is about.
    pub topic_id: TopicId,
    /// The article that explains it.
    pub article_id: Option<ArticleId>,
    /// Its products in order.
    pub steps: Vec<Step>,
}

impl Judged for ProtocolDocument {
    // It is a set of products.
    fn passages(&self) -> Vec<Passage> {
        let texts = Passages::on(Surface::Product, Jurisdiction::Us)
            .with("title", Part::Name, &self.title)
            .with("summary", Part::MetaDescription, &self.summary)
            .with(
                "description",
                Part::Text,
                plain_with_addresses(&self.description),
            );
        self.steps
            .iter()
            .zip(0..)
            .fold(texts, |texts, (step, at)| {
                texts
                    .with(format!("steps[{at}].amount"), Part::Text, &step.amount)
                    .with(format!("steps[{at}].timing"), Part::Text, &step.timing)
                    .with_some(&format!("steps[{at}].note"), Part::Text, step.note.as_ref())
            })
            .done()
    }
}

impl Document for ProtocolDocument {
    const KIND: Kind = Kind::Protocol;
    const SCHEMA_VERSION: i32 = 1;

    fn card(&self) -> Card {
        Card {
            title: self.title.clone(),
            summary: self.summary.clone(),
            image: None,
        }
    }

    fn links(&self) -> Vec<Link> {
        let mut links = vec![Link::new(Kind::Topic, self.topic_id.0, Role::Topic)];
        links.extend(
            self.article_id
                .map(|id| Link::new(Kind::Article, id.0, Role::Mention)),
        );
        // Embedding, because a protocol shows names of brands, forms and prices of its products.
        links.extend(
            self.steps
                .iter()
                .map(|step| Link::embedding(Kind::Product, step.product_id.0, Role::Step)),
        );
        links
    }
}
