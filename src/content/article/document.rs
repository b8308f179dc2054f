//! What gets published of an article.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::compliance::lint::Part;
use crate::compliance::passage::{Judged, Passage, Passages};
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::content::plain::plain_with_addresses;
use crate::evidence::reference::model::ReferenceId;
use crate::evidence::topic::model::TopicId;
use crate::publishing::{Card, Document, Kind, Link, Role};

/// An article as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ArticleDocument {
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// Markdown; typed links and citations hold ids.
    pub body: String,
    /// Who wrote it.
    pub author: String,
    /// Who reviewed it last.
    pub reviewed_by: Option<String>,
    /// When.
    pub reviewed_on: Option<NaiveDate>,
    /// When it must be reviewed again.
    pub review_by: Option<NaiveDate>,
    /// What it is about.
    pub topics: Vec<TopicId>,
    /// What it mentions.
    #[schema(value_type = Vec<Vec<String>>)]
    pub mentions: Vec<(Kind, Uuid)>,
    /// What it cites, in order of first use.
    pub citations: Vec<ReferenceId>,
}

impl ArticleDocument {
    /// Where it appears: an article that leads to a product is labeling of that product.
    pub fn surface(&self) -> Surface {
        let leads_to_products = self
            .mentions
            .iter()
            .any(|(kind, _)| matches!(kind, Kind::Product | Kind::Protocol));
        if leads_to_products {
            Surface::Product
        } else {
            Surface::Education
        }
    }
}

impl Judged for ArticleDocument {
    fn passages(&self) -> Vec<Passage> {
        Passages::on(self.surface(), Jurisdiction::Us)
            .with("title", Part::Name, &self.title)
            .with("summary", Part::MetaDescription, &self.summary)
            .with("body", Part::Text, plain_with_addresses(&self.body))
            .with("author", Part::Name, &self.author)
            .with_some("reviewed_by", Part::Name, self.reviewed_by.as_ref())
            .done()
    }
}

impl Document for ArticleDocument {
    const KIND: Kind = Kind::Article;
    const SCHEMA_VERSION: i32 = 1;

    fn card(&self) -> Card {
        Card {
            title: self.title.clone(),
            summary: self.summary.clone(),
            image: None,
        }
    }

    fn links(&self) -> Vec<Link> {
        let mut links: Vec<Link> = self
            .topics
            .iter()
            .map(|topic| Link::new(Kind::Topic, topic.0, Role::Topic))
            .collect();
        links.extend(
            self.mentions
                .iter()
                // A claim has no page: the link to it leads to that of its ingredient, which its document names.
                .map(|(kind, id)| match kind {
                    Kind::Claim => Link::embedding(*kind, *id, Role::Mention),
                    kind => Link::new(*kind, *id, Role::Mention),
                }),
        );
        links.extend(
            self.citations
                .iter()
                .map(|id| Link::embedding(Kind::Reference, id.0, Role::Citation)),
        );
        links
    }
}
