//! Adds the demo catalog: each kind in the order in which the next refers to it, each part once however often it runs.

use std::collections::HashMap;

use anyhow::Context;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::content::add_content;
use super::data::{self, Catalog};
use super::product::{Made, add_product};
use super::sign::sign_for;
use crate::catalog::brand::model::{BrandId, BrandRow};
use crate::catalog::category::model::{CategoryId, CategoryRow};
use crate::catalog::{brand, category, product};
use crate::db::Db;
use crate::db::schema::demo_entities;
use crate::error::AppError;
use crate::evidence::claim::model::{ClaimId, ClaimRow, ClaimStatus, Evidence, Wording};
use crate::evidence::ingredient::model::{IngredientId, IngredientRow};
use crate::evidence::reference::model::{ReferenceId, ReferenceRow};
use crate::evidence::regrade::publish_reference;
use crate::evidence::topic::model::{TopicId, TopicRow};
use crate::evidence::{claim, ingredient, reference, topic};
use crate::media::MediaStore;
use crate::publishing::{Author, Kind, Tx, transaction};

/// Why the demo publishes, for the history.
pub const NOTE: &str = "demo catalog";

/// Ids by slug, of what the demo made or found.
#[derive(Default)]
pub struct Ids(HashMap<(Kind, String), Uuid>);

impl Ids {
    pub fn get(&self, kind: Kind, slug: &str) -> Result<Uuid, AppError> {
        self.0
            .get(&(kind, slug.to_owned()))
            .copied()
            .ok_or_else(|| {
                AppError::Internal(anyhow::anyhow!(
                    "the demo refers to the {kind} {slug}, which it does not have"
                ))
            })
    }

    pub fn set(&mut self, kind: Kind, slug: &str, id: Uuid) {
        self.0.insert((kind, slug.to_owned()), id);
    }
}

/// Adds what is missing of the demo catalog and publishes it. Returns how many products were added.
///
/// # Errors
/// What the database or the media folder refuses.
pub async fn add(
    db: &Db,
    media: &MediaStore,
    say: &(dyn Fn(&str) + Sync),
) -> anyhow::Result<usize> {
    let catalog = Catalog::load()?;
    let author = Author::system("demo");
    let mut ids = Ids::default();
    say("adding the demo catalog");
    // All that is small in one transaction, then a product each: a picture takes time to draw.
    transaction(db, async |tx| {
        add_foundation(tx, &catalog, &author, &mut ids).await
    })
    .await
    .context("the demo catalog cannot be added")?;
    let mut added = 0;
    for (at, product) in in_order(&catalog.products).into_iter().enumerate() {
        if at > 0 && at % 10 == 0 {
            say(&format!(
                "drawing and publishing products: {at} of {}",
                catalog.products.len()
            ));
        }
        let brand = catalog
            .brands
            .iter()
            .find(|brand| brand.slug == product.brand)
            .context("a product of no brand")?;
        let made = transaction(db, async |tx| {
            let made = match product::queries::product_by_slug(tx.conn()?, &product.slug).await? {
                Some(row) => Made::Found(row.id),
                None => add_product(tx, media, product, brand, &ids).await?,
            };
            if let Made::Added(id) = made {
                remember(tx, Kind::Product, id.0).await?;
                let entity = (Kind::Product, id.0, product.slug.as_str());
                sign_for(tx, entity, &catalog.sign_offs).await?;
                product::commands::publish_product(tx, id, &author, NOTE).await?;
            }
            Ok(made)
        })
        .await
        .with_context(|| format!("the demo's product {} cannot be added", product.slug))?;
        let (id, is_new) = match made {
            Made::Added(id) => (id, true),
            Made::Found(id) => (id, false),
        };
        ids.set(Kind::Product, &product.slug, id.0);
        added += usize::from(is_new);
    }
    transaction(db, async |tx| {
        add_content(tx, &catalog, &author, &mut ids).await
    })
    .await
    .context("the demo's articles cannot be added")?;
    Ok(added)
}

/// The order in which products become public: the newest, which the front page shows, are of all brands.
fn in_order(products: &[data::Product]) -> Vec<&data::Product> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut ranked: Vec<(usize, usize, &data::Product)> = Vec::with_capacity(products.len());
    for (at, product) in products.iter().enumerate() {
        let rank = seen.entry(product.brand.as_str()).or_default();
        ranked.push((*rank, at, product));
        *rank += 1;
    }
    ranked.sort_by_key(|(rank, at, _)| std::cmp::Reverse((*rank, *at)));
    ranked.into_iter().map(|(.., product)| product).collect()
}

/// Notes that the demo made an entity.
pub async fn remember(tx: &mut Tx, kind: Kind, id: Uuid) -> Result<(), AppError> {
    diesel::insert_into(demo_entities::table)
        .values((
            demo_entities::entity_id.eq(id),
            demo_entities::kind.eq(kind),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

async fn add_foundation(
    tx: &mut Tx,
    catalog: &Catalog,
    author: &Author,
    ids: &mut Ids,
) -> Result<(), AppError> {
    for item in &catalog.brands {
        add_brand(tx, item, author, ids).await?;
    }
    for item in &catalog.categories {
        add_category(tx, item, author, ids).await?;
    }
    for item in &catalog.topics {
        add_topic(tx, item, (author, &catalog.sign_offs), ids).await?;
    }
    let mut new = Vec::new();
    for item in &catalog.ingredients {
        if add_ingredient(tx, item, ids).await? {
            new.push(item);
        }
    }
    for item in new {
        let id = IngredientId(ids.get(Kind::Ingredient, &item.slug)?);
        for (part, position) in item.constituents.iter().zip(0i32..) {
            let constituent = IngredientId(ids.get(Kind::Ingredient, &part.ingredient)?);
            ingredient::commands::add_constituent(
                tx,
                id,
                constituent,
                position,
                part.note.as_deref(),
            )
            .await?;
        }
        sign_for(tx, (Kind::Ingredient, id.0, &item.slug), &catalog.sign_offs).await?;
        ingredient::commands::publish_ingredient(tx, id, author, NOTE).await?;
    }
    for item in &catalog.references {
        add_reference(tx, item, (author, &catalog.sign_offs), ids).await?;
    }
    for item in &catalog.claims {
        add_claim(tx, item, (author, &catalog.sign_offs), ids).await?;
    }
    Ok(())
}

async fn add_brand(
    tx: &mut Tx,
    item: &data::Brand,
    author: &Author,
    ids: &mut Ids,
) -> Result<(), AppError> {
    if let Some(row) = brand::queries::brand_by_slug(tx.conn()?, &item.slug).await? {
        ids.set(Kind::Brand, &item.slug, row.id.0);
        return Ok(());
    }
    let row = BrandRow {
        id: BrandId::new(),
        slug: item.slug.clone(),
        name: item.name.clone(),
        summary: item.summary.clone(),
        description: item.description.clone(),
    };
    brand::commands::create_brand(tx, &row).await?;
    remember(tx, Kind::Brand, row.id.0).await?;
    ids.set(Kind::Brand, &item.slug, row.id.0);
    brand::commands::publish_brand(tx, row.id, author, NOTE).await?;
    Ok(())
}

async fn add_category(
    tx: &mut Tx,
    item: &data::Category,
    author: &Author,
    ids: &mut Ids,
) -> Result<(), AppError> {
    if let Some(row) = category::queries::category_by_slug(tx.conn()?, &item.slug).await? {
        ids.set(Kind::Category, &item.slug, row.id.0);
        return Ok(());
    }
    let parent = item
        .parent
        .as_deref()
        .map(|slug| ids.get(Kind::Category, slug))
        .transpose()?;
    let row = CategoryRow {
        id: CategoryId::new(),
        slug: item.slug.clone(),
        name: item.name.clone(),
        summary: item.summary.clone(),
        description: item.description.clone(),
        parent_id: parent.map(CategoryId),
        position: item.position,
    };
    category::commands::create_category(tx, &row).await?;
    remember(tx, Kind::Category, row.id.0).await?;
    ids.set(Kind::Category, &item.slug, row.id.0);
    category::commands::publish_category(tx, row.id, author, NOTE).await?;
    Ok(())
}

async fn add_topic(
    tx: &mut Tx,
    item: &data::Topic,
    (author, sign_offs): (&Author, &[data::SignOff]),
    ids: &mut Ids,
) -> Result<(), AppError> {
    if let Some(row) = topic::queries::topic_by_slug(tx.conn()?, &item.slug).await? {
        ids.set(Kind::Topic, &item.slug, row.id.0);
        return Ok(());
    }
    let row = TopicRow {
        id: TopicId::new(),
        slug: item.slug.clone(),
        name: item.name.clone(),
        summary: item.summary.clone(),
        description: item.description.clone(),
        also_searched: item.also_searched.clone(),
    };
    topic::commands::create_topic(tx, &row).await?;
    remember(tx, Kind::Topic, row.id.0).await?;
    ids.set(Kind::Topic, &item.slug, row.id.0);
    sign_for(tx, (Kind::Topic, row.id.0, &item.slug), sign_offs).await?;
    topic::commands::publish_topic(tx, row.id, author, NOTE).await?;
    Ok(())
}

/// Adds an ingredient without its constituents, which may come behind it. Returns whether it is new.
async fn add_ingredient(
    tx: &mut Tx,
    item: &data::Ingredient,
    ids: &mut Ids,
) -> Result<bool, AppError> {
    if let Some(row) = ingredient::queries::ingredient_by_slug(tx.conn()?, &item.slug).await? {
        ids.set(Kind::Ingredient, &item.slug, row.id.0);
        return Ok(false);
    }
    // An import may have brought the substance already, under another slug.
    let taken = match &item.unii {
        Some(unii) => ingredient::queries::ingredient_by_unii(tx.conn()?, unii).await?,
        None => None,
    };
    if let Some(id) = taken {
        ids.set(Kind::Ingredient, &item.slug, id.0);
        return Ok(false);
    }
    let row = IngredientRow {
        id: IngredientId::new(),
        slug: item.slug.clone(),
        name: item.name.clone(),
        kind: item.kind,
        summary: item.summary.clone(),
        description: item.description.clone(),
        latin_name: item.latin_name.clone(),
        unii: item.unii.clone(),
    };
    ingredient::commands::create_ingredient(tx, &row, &item.synonyms).await?;
    remember(tx, Kind::Ingredient, row.id.0).await?;
    ids.set(Kind::Ingredient, &item.slug, row.id.0);
    Ok(true)
}

async fn add_reference(
    tx: &mut Tx,
    item: &data::Reference,
    (author, sign_offs): (&Author, &[data::SignOff]),
    ids: &mut Ids,
) -> Result<(), AppError> {
    if let Some(row) = reference::queries::reference_by_slug(tx.conn()?, &item.slug).await? {
        ids.set(Kind::Reference, &item.slug, row.id.0);
        return Ok(());
    }
    let row = ReferenceRow {
        id: ReferenceId::new(),
        slug: item.slug.clone(),
        reference_type: item.reference_type,
        title: item.title.clone(),
        container_title: item.container_title.clone(),
        container_short: item.container_short.clone(),
        year: item.year,
        month: item.month,
        volume: item.volume.clone(),
        issue: item.issue.clone(),
        pages: item.pages.clone(),
        article_number: item.article_number.clone(),
        publisher: item.publisher.clone(),
        doi: item.doi.clone(),
        pmid: item.pmid,
        pmcid: item.pmcid.clone(),
        isbn: None,
        issn: item.issn.clone(),
        url: item.url.clone(),
        source_text: item.source_text.clone(),
        authors_incomplete: item.et_al,
        status: item.status,
        status_note: None,
    };
    reference::commands::create_reference(tx, &row, &item.authors).await?;
    remember(tx, Kind::Reference, row.id.0).await?;
    ids.set(Kind::Reference, &item.slug, row.id.0);
    sign_for(tx, (Kind::Reference, row.id.0, &item.slug), sign_offs).await?;
    publish_reference(tx, row.id, author, NOTE).await?;
    Ok(())
}

async fn add_claim(
    tx: &mut Tx,
    item: &data::Claim,
    (author, sign_offs): (&Author, &[data::SignOff]),
    ids: &mut Ids,
) -> Result<(), AppError> {
    if let Some(row) = claim::queries::claim_by_slug(tx.conn()?, &item.slug).await? {
        ids.set(Kind::Claim, &item.slug, row.id.0);
        return Ok(());
    }
    let row = ClaimRow {
        id: ClaimId::new(),
        slug: item.slug.clone(),
        ingredient_id: IngredientId(ids.get(Kind::Ingredient, &item.subject_ingredient)?),
        topic_id: TopicId(ids.get(Kind::Topic, &item.topic)?),
        claim_type: item.claim_type,
        effect: item.effect.clone(),
        status: item.status,
        review_by: item.review_by,
    };
    let wordings: Vec<Wording> = item
        .wordings
        .iter()
        .map(|wording| Wording {
            market: wording.market,
            surface: wording.surface,
            text: wording.text.clone(),
            status: wording.status,
            note: wording.note.clone(),
            authorised_id: wording.authorised_id.clone(),
        })
        .collect();
    let evidence = item
        .evidence
        .iter()
        .map(|row| evidence(row, ids))
        .collect::<Result<Vec<_>, _>>()?;
    claim::commands::create_claim(tx, &row, &wordings, &evidence).await?;
    remember(tx, Kind::Claim, row.id.0).await?;
    ids.set(Kind::Claim, &item.slug, row.id.0);
    if item.status == ClaimStatus::Approved {
        sign_for(tx, (Kind::Claim, row.id.0, &item.slug), sign_offs).await?;
        claim::commands::publish_claim(tx, row.id, author, NOTE).await?;
    }
    Ok(())
}

fn evidence(row: &data::ClaimEvidence, ids: &Ids) -> Result<Evidence, AppError> {
    Ok(Evidence {
        reference_id: ReferenceId(ids.get(Kind::Reference, &row.reference)?),
        design: row.design,
        direction: row.direction,
        participants: row.participants,
        population: row.population.clone(),
        dose_min: row.dose_min,
        dose_max: row.dose_max,
        dose_unit: row.dose_unit.clone(),
        duration_days: row.duration_days,
        effect: row.effect.clone(),
        directness: row.directness,
        risk_of_bias: row.risk_of_bias,
        funding: row.funding.clone(),
        locator: row.locator.clone(),
    })
}
