//! Builders of the chain ingredient, claim, evidence, reference.

use chrono::NaiveDate;
use formulary::catalog::market::Market;
use formulary::catalog::product::commands::{publish_product, set_claims};
use formulary::catalog::product::model::ProductId;
use formulary::compliance::surface::Surface;
use formulary::error::AppError;
use formulary::evidence::claim::commands::{create_claim, publish_claim};
use formulary::evidence::claim::model::{
    ClaimId, ClaimRow, ClaimStatus, ClaimType, Design, Direction, Directness, Evidence, RiskOfBias,
    Wording, WordingStatus,
};
use formulary::evidence::ingredient::model::IngredientId;
use formulary::evidence::reference::commands::create_reference;
use formulary::evidence::reference::model::{
    ReferenceAuthor, ReferenceId, ReferenceRow, ReferenceStatus, ReferenceType,
};
use formulary::evidence::regrade::publish_reference;
use formulary::evidence::topic::commands::{create_topic, publish_topic};
use formulary::evidence::topic::model::{TopicId, TopicRow};
use formulary::publishing::Tx;

use super::builders::author;

/// Makes a published reference.
pub async fn reference(tx: &mut Tx, slug: &str, title: &str) -> Result<ReferenceId, AppError> {
    let id = draft_reference(tx, slug, title).await?;
    publish_reference(tx, id, &author(), "").await?;
    Ok(id)
}

/// Makes a reference that is not public.
pub async fn draft_reference(
    tx: &mut Tx,
    slug: &str,
    title: &str,
) -> Result<ReferenceId, AppError> {
    let row = ReferenceRow {
        id: ReferenceId::new(),
        slug: slug.to_owned(),
        reference_type: ReferenceType::ArticleJournal,
        title: title.to_owned(),
        container_title: Some("Journal of Tests".to_owned()),
        container_short: Some("J Tests".to_owned()),
        year: Some(2020),
        month: None,
        volume: Some("1".to_owned()),
        issue: None,
        pages: None,
        article_number: None,
        publisher: None,
        doi: Some(format!("10.1000/{slug}")),
        pmid: None,
        pmcid: None,
        isbn: None,
        issn: None,
        url: None,
        source_text: None,
        authors_incomplete: false,
        status: ReferenceStatus::Ok,
        status_note: None,
    };
    let author = ReferenceAuthor {
        family: Some("Ahn".to_owned()),
        given: Some("Bo".to_owned()),
        literal: None,
    };
    create_reference(tx, &row, &[author]).await?;
    Ok(row.id)
}

/// Makes a published topic.
pub async fn topic(tx: &mut Tx, slug: &str) -> Result<TopicId, AppError> {
    let row = TopicRow {
        id: TopicId::new(),
        slug: slug.to_owned(),
        name: format!("Topic {slug}"),
        summary: String::new(),
        description: String::new(),
        also_searched: Vec::new(),
    };
    create_topic(tx, &row).await?;
    publish_topic(tx, row.id, &author(), "").await?;
    Ok(row.id)
}

/// A large, direct, unbiased trial of a reference.
pub fn trial(reference_id: ReferenceId, direction: Direction) -> Evidence {
    Evidence {
        reference_id,
        design: Design::RandomizedTrial,
        direction,
        participants: Some(640),
        population: Some("healthy adults".to_owned()),
        dose_min: Some(10.into()),
        dose_max: Some(40.into()),
        dose_unit: Some("mg".to_owned()),
        duration_days: Some(84),
        effect: Some("A measured difference.".to_owned()),
        directness: Some(Directness::Direct),
        risk_of_bias: Some(RiskOfBias::Low),
        funding: None,
        locator: None,
    }
}

/// An approved claim with one sentence for products, and whatever else it is given.
pub struct ClaimBuilder {
    slug: String,
    ingredient: IngredientId,
    wordings: Vec<Wording>,
    evidence: Vec<Evidence>,
    review_by: Option<NaiveDate>,
}

impl ClaimBuilder {
    pub fn new(slug: &str, ingredient: IngredientId) -> Self {
        Self {
            slug: slug.to_owned(),
            ingredient,
            wordings: Vec::new(),
            evidence: Vec::new(),
            review_by: None,
        }
    }

    pub fn says(mut self, text: &str) -> Self {
        self.wordings.push(wording(text));
        self
    }

    pub fn rests_on(mut self, evidence: Evidence) -> Self {
        self.evidence.push(evidence);
        self
    }

    pub fn review_by(mut self, date: NaiveDate) -> Self {
        self.review_by = Some(date);
        self
    }

    /// Makes it without publishing it.
    pub async fn draft(self, tx: &mut Tx) -> Result<ClaimId, AppError> {
        let topic_id = topic(tx, &format!("{}-topic", self.slug)).await?;
        let row = ClaimRow {
            id: ClaimId::new(),
            slug: self.slug.clone(),
            ingredient_id: self.ingredient,
            topic_id,
            claim_type: ClaimType::StructureFunction,
            effect: "supports a normal function".to_owned(),
            status: ClaimStatus::Approved,
            review_by: self.review_by,
        };
        create_claim(tx, &row, &self.wordings, &self.evidence).await?;
        Ok(row.id)
    }

    pub async fn build(self, tx: &mut Tx) -> Result<ClaimId, AppError> {
        let id = self.draft(tx).await?;
        publish_claim(tx, id, &author(), "").await?;
        Ok(id)
    }
}

fn wording(text: &str) -> Wording {
    Wording {
        market: Market::Us,
        surface: Surface::Product,
        text: text.to_owned(),
        status: WordingStatus::Approved,
        note: None,
        authorised_id: None,
    }
}

/// Lets a product show claims, and publishes it.
pub async fn show_claims(
    tx: &mut Tx,
    product: ProductId,
    claims: &[ClaimId],
) -> Result<(), AppError> {
    set_claims(tx, product, claims).await?;
    publish_product(tx, product, &author(), "").await?;
    Ok(())
}
