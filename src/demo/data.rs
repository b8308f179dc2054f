//! The files of the demo catalog as types.

use anyhow::{Context, anyhow};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::catalog::assertion::model::{Basis, Statement};
use crate::catalog::formula::model::RowKind;
use crate::catalog::lot::model::TestResult;
use crate::catalog::market::Market;
use crate::catalog::offer::model::Availability;
use crate::catalog::product::model::Form;
use crate::catalog::variant::Gtin;
use crate::compliance::surface::Surface;
use crate::evidence::claim::model::{
    ClaimStatus, ClaimType, Design, Direction, Directness, RiskOfBias, WordingStatus,
};
use crate::evidence::ingredient::model::{IngredientKind, Synonym};
use crate::evidence::reference::model::{ReferenceAuthor, ReferenceStatus, ReferenceType};
use crate::publishing::Kind;

macro_rules! article {
    ($name:literal) => {
        include_str!(concat!("data/articles/", $name, ".md"))
    };
}

/// The articles: front matter and Markdown.
const ARTICLES: &[&str] = &[
    article!("b-vitamins-and-energy"),
    article!("colostrum-and-the-gut"),
    article!("forms-of-magnesium"),
    article!("how-we-cite-evidence"),
    article!("iron-safety-at-home"),
    article!("omega-3-amounts-on-a-label"),
    article!("reading-a-supplement-facts-panel"),
    article!("understanding-intestinal-permeability"),
    article!("vitamin-d-and-its-units"),
    article!("what-cfu-means"),
];

#[derive(Deserialize)]
pub struct Palette {
    pub base: String,
    pub accent: String,
    pub ink: String,
}

#[derive(Deserialize)]
pub struct Brand {
    pub slug: String,
    pub name: String,
    pub summary: String,
    pub description: String,
    pub palette: Palette,
}

#[derive(Deserialize)]
pub struct Category {
    pub slug: String,
    pub name: String,
    pub summary: String,
    pub description: String,
    pub parent: Option<String>,
    pub position: i32,
}

#[derive(Deserialize)]
pub struct Topic {
    pub slug: String,
    pub name: String,
    pub summary: String,
    pub description: String,
    pub also_searched: Vec<String>,
}

#[derive(Deserialize)]
pub struct Part {
    pub ingredient: String,
    pub note: Option<String>,
}

#[derive(Deserialize)]
pub struct Ingredient {
    pub slug: String,
    pub name: String,
    pub kind: IngredientKind,
    pub summary: String,
    pub description: String,
    pub latin_name: Option<String>,
    pub unii: Option<String>,
    pub synonyms: Vec<Synonym>,
    pub constituents: Vec<Part>,
}

#[derive(Deserialize)]
pub struct Reference {
    pub slug: String,
    #[serde(rename = "type")]
    pub reference_type: ReferenceType,
    pub title: String,
    pub authors: Vec<ReferenceAuthor>,
    pub container_title: Option<String>,
    pub container_short: Option<String>,
    pub year: Option<i32>,
    pub month: Option<i32>,
    pub volume: Option<String>,
    pub issue: Option<String>,
    pub pages: Option<String>,
    pub article_number: Option<String>,
    pub publisher: Option<String>,
    pub doi: Option<String>,
    pub pmid: Option<i64>,
    pub pmcid: Option<String>,
    pub issn: Option<String>,
    pub url: Option<String>,
    pub source_text: Option<String>,
    pub et_al: bool,
    pub status: ReferenceStatus,
}

#[derive(Deserialize)]
pub struct ClaimWording {
    pub surface: Surface,
    pub market: Market,
    pub text: String,
    pub status: WordingStatus,
    pub note: Option<String>,
    #[serde(default)]
    pub authorised_id: Option<String>,
}

#[derive(Deserialize)]
pub struct ClaimEvidence {
    pub reference: String,
    pub design: Design,
    pub direction: Direction,
    pub participants: Option<i32>,
    pub population: Option<String>,
    pub dose_min: Option<Decimal>,
    pub dose_max: Option<Decimal>,
    pub dose_unit: Option<String>,
    pub duration_days: Option<i32>,
    pub effect: Option<String>,
    #[serde(default)]
    pub directness: Option<Directness>,
    pub risk_of_bias: Option<RiskOfBias>,
    pub funding: Option<String>,
    pub locator: Option<String>,
}

#[derive(Deserialize)]
pub struct Claim {
    pub slug: String,
    pub subject_ingredient: String,
    pub topic: String,
    #[serde(rename = "type")]
    pub claim_type: ClaimType,
    pub effect: String,
    pub status: ClaimStatus,
    #[serde(default)]
    pub review_by: Option<NaiveDate>,
    pub wordings: Vec<ClaimWording>,
    pub evidence: Vec<ClaimEvidence>,
}

#[derive(Deserialize)]
pub struct Offer {
    pub price_minor: i64,
    pub list_minor: Option<i64>,
    pub availability: Availability,
}

#[derive(Deserialize)]
pub struct Variant {
    pub sku: String,
    pub gtin: Option<Gtin>,
    pub title: String,
    pub option_value: Option<String>,
    pub net_quantity: Option<Decimal>,
    pub net_unit: Option<String>,
    pub servings: Option<Decimal>,
    pub offer: Option<Offer>,
}

#[derive(Deserialize)]
pub struct Row {
    pub name: String,
    pub kind: RowKind,
    pub ingredient: Option<String>,
    pub source: Option<String>,
    pub plant_part: Option<String>,
    pub amount: Option<Decimal>,
    pub unit: Option<String>,
    #[serde(default)]
    pub rows: Vec<Row>,
}

#[derive(Deserialize)]
pub struct Formula {
    pub serving_amount: Decimal,
    pub serving_unit: String,
    pub serving_note: Option<String>,
    pub per_day_min: Option<Decimal>,
    pub per_day_max: Option<Decimal>,
    pub servings_per_container: Option<String>,
    pub rows: Vec<Row>,
    pub other_ingredients: Vec<String>,
}

#[derive(Deserialize)]
pub struct Assertion {
    pub statement: Statement,
    pub substance: String,
    pub basis: Basis,
    pub document: Option<String>,
    pub as_of: Option<NaiveDate>,
}

/// The texts of a product for the European Union, and its offers there.
#[derive(Deserialize)]
pub struct EuText {
    pub summary: String,
    pub description: String,
    pub audience: Option<String>,
    pub directions: String,
    pub cautions: Option<String>,
    pub storage: Option<String>,
    pub offers: Vec<EuOffer>,
}

#[derive(Deserialize)]
pub struct EuOffer {
    pub sku: String,
    #[serde(flatten)]
    pub offer: Offer,
}

#[derive(Deserialize)]
pub struct Lot {
    pub sku: String,
    pub code: String,
    pub made_on: Option<NaiveDate>,
    pub expires_on: Option<NaiveDate>,
    pub certificates: Vec<Certificate>,
}

#[derive(Deserialize)]
pub struct Certificate {
    pub laboratory: String,
    pub number: Option<String>,
    pub issued_on: NaiveDate,
    pub review_by: Option<NaiveDate>,
    pub results: Vec<TestResult>,
}

#[derive(Deserialize)]
pub struct Product {
    pub slug: String,
    pub name: String,
    pub brand: String,
    pub category: String,
    pub form: Form,
    pub summary: String,
    pub description: String,
    pub audience: Option<String>,
    pub directions: String,
    pub cautions: Option<String>,
    pub storage: Option<String>,
    pub eu: Option<EuText>,
    pub option: Option<String>,
    pub variants: Vec<Variant>,
    #[serde(default)]
    pub lots: Vec<Lot>,
    pub formula: Formula,
    pub assertions: Vec<Assertion>,
    pub claims: Vec<String>,
}

#[derive(Deserialize)]
pub struct Step {
    pub product: String,
    pub amount: String,
    pub timing: String,
    pub note: Option<String>,
}

#[derive(Deserialize)]
pub struct Protocol {
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub topic: String,
    pub description: String,
    pub steps: Vec<Step>,
    pub article: Option<String>,
}

pub struct Article {
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub author: String,
    pub reviewed_by: Option<String>,
    pub reviewed_on: Option<NaiveDate>,
    pub review_by: Option<NaiveDate>,
    pub topics: Vec<String>,
    pub body: String,
}

/// Why the demo's reviewer lets words pass that rules want a person to look at.
#[derive(Deserialize)]
pub struct SignOff {
    pub kind: Kind,
    pub slug: String,
    pub reason: String,
}

/// Everything that the demo catalog holds.
pub struct Catalog {
    pub brands: Vec<Brand>,
    pub categories: Vec<Category>,
    pub topics: Vec<Topic>,
    pub ingredients: Vec<Ingredient>,
    pub references: Vec<Reference>,
    pub claims: Vec<Claim>,
    pub products: Vec<Product>,
    pub articles: Vec<Article>,
    pub protocols: Vec<Protocol>,
    pub sign_offs: Vec<SignOff>,
}

impl Catalog {
    /// Reads the embedded files.
    pub fn load() -> anyhow::Result<Self> {
        Ok(Self {
            brands: parse("brands", include_str!("data/brands.json"))?,
            categories: parse("categories", include_str!("data/categories.json"))?,
            topics: parse("topics", include_str!("data/topics.json"))?,
            ingredients: parse("ingredients", include_str!("data/ingredients.json"))?,
            references: parse("references", include_str!("data/references.json"))?,
            claims: parse("claims", include_str!("data/claims.json"))?,
            products: parse("products", include_str!("data/products.json"))?,
            protocols: parse("protocols", include_str!("data/protocols.json"))?,
            sign_offs: parse("sign-offs", include_str!("data/sign_offs.json"))?,
            articles: ARTICLES
                .iter()
                .map(|text| article(text))
                .collect::<anyhow::Result<_>>()?,
        })
    }
}

fn parse<T: DeserializeOwned>(name: &str, text: &str) -> anyhow::Result<Vec<T>> {
    serde_json::from_str(text).with_context(|| format!("the demo's {name} cannot be read"))
}

/// Reads front matter of `key: value` lines between `---`, and the Markdown behind it.
fn article(text: &str) -> anyhow::Result<Article> {
    let (front, body) = text
        .strip_prefix("---\n")
        .and_then(|text| text.split_once("\n---\n"))
        .ok_or_else(|| anyhow!("an article of the demo has no front matter"))?;
    let value = |key: &str| {
        let lines = front.lines().filter_map(|line| line.split_once(": "));
        lines
            .into_iter()
            .find(|(name, _)| *name == key)
            .map(|(_, value)| value.trim().to_owned())
    };
    let date = |key: &str| {
        value(key)
            .map(|text| text.parse().with_context(|| format!("{key}: {text}")))
            .transpose()
    };
    let needed =
        |key: &str| value(key).ok_or_else(|| anyhow!("an article of the demo has no {key}"));
    Ok(Article {
        slug: needed("slug")?,
        title: needed("title")?,
        summary: needed("summary")?,
        author: needed("author")?,
        reviewed_by: value("reviewed_by"),
        reviewed_on: date("reviewed_on")?,
        review_by: date("review_by")?,
        topics: needed("topics")?
            .split(',')
            .map(|slug| slug.trim().to_owned())
            .filter(|slug| !slug.is_empty())
            .collect(),
        body: body.trim().to_owned(),
    })
}
