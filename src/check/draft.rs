//! What the rule packs find in a draft of any kind, before somebody tries to publish it.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use crate::catalog::attribute::model::AttributeId;
use crate::catalog::brand::model::BrandId;
use crate::catalog::category::model::CategoryId;
use crate::catalog::collection::model::CollectionId;
use crate::catalog::lot::model::LotId;
use crate::catalog::product::model::ProductId;
use crate::catalog::product_type::model::ProductTypeId;
use crate::catalog::{attribute, brand, category, collection, lot, product, product_type};
use crate::compliance::passage::Judged;
use crate::compliance::surface::Surface;
use crate::content::article::model::ArticleId;
use crate::content::protocol::model::ProtocolId;
use crate::content::redirect::model::RedirectId;
use crate::content::{article, protocol, redirect};
use crate::error::AppError;
use crate::evidence::claim::model::ClaimId;
use crate::evidence::ingredient::model::IngredientId;
use crate::evidence::reference::document::title_on;
use crate::evidence::reference::model::ReferenceId;
use crate::evidence::topic::model::TopicId;
use crate::evidence::{claim, ingredient, reference, topic};
use crate::gate::{OwnedFinding, Shown, judge_page};
use crate::publishing::{Document, Kind};
use crate::search::rule::model::SearchRuleId;
use crate::search::synonym::model::SynonymId;
use crate::search::{rule, synonym};

/// A draft with everything that rules say of it, signed or not.
pub struct Draft {
    /// What it is called.
    pub title: String,
    /// What was found.
    pub findings: Vec<OwnedFinding>,
}

impl Draft {
    fn new<D: Document + Judged>(id: Uuid, (slug, document): (String, D), shown: &[Shown]) -> Self {
        Self {
            title: document.card().title,
            findings: judge_page((D::KIND, id), &slug, &document, shown),
        }
    }
}

/// Judges what would be published of an entity now.
///
/// # Errors
/// Not found.
pub async fn judge_draft(
    conn: &AsyncPgConnection,
    kind: Kind,
    id: Uuid,
) -> Result<Draft, AppError> {
    Ok(match kind {
        Kind::Brand => Draft::new(id, brand::queries::document(conn, BrandId(id)).await?, &[]),
        Kind::Category => {
            let draft = category::queries::document(conn, CategoryId(id)).await?;
            Draft::new(id, draft, &[])
        }
        Kind::Topic => Draft::new(id, topic::queries::document(conn, TopicId(id)).await?, &[]),
        Kind::Ingredient => {
            let draft = ingredient::queries::document(conn, IngredientId(id)).await?;
            Draft::new(id, draft, &[])
        }
        Kind::Protocol => {
            let draft = protocol::queries::document(conn, ProtocolId(id)).await?;
            Draft::new(id, draft, &[])
        }
        Kind::Product => {
            let (row, document) = product::queries::document(conn, ProductId(id)).await?;
            Draft::new(id, (row.slug, document), &[])
        }
        Kind::Reference => {
            let draft = reference::queries::document(conn, ReferenceId(id)).await?;
            let title = draft.1.title.clone();
            let shown = [title_on(Surface::Product, ReferenceId(id), title)];
            Draft::new(id, draft, &shown)
        }
        Kind::Collection => {
            let draft = collection::queries::document(conn, CollectionId(id)).await?;
            Draft::new(id, draft, &[])
        }
        Kind::Attribute => {
            let draft = attribute::queries::document(conn, AttributeId(id)).await?;
            Draft::new(id, draft, &[])
        }
        Kind::ProductType => {
            let draft = product_type::queries::document(conn, ProductTypeId(id)).await?;
            Draft::new(id, draft, &[])
        }
        Kind::Redirect => {
            let document = redirect::queries::document(conn, RedirectId(id)).await?;
            Draft::new(id, (String::new(), document), &[])
        }
        Kind::Synonym => {
            let document = synonym::queries::document(conn, SynonymId(id)).await?;
            Draft::new(id, (String::new(), document), &[])
        }
        Kind::SearchRule => {
            let document = rule::queries::document(conn, SearchRuleId(id)).await?;
            Draft::new(id, (String::new(), document), &[])
        }
        Kind::Lot => {
            let product = lot::queries::product_of(conn, LotId(id)).await?;
            let (row, document) = product::queries::document(conn, product).await?;
            Draft::new(product.0, (row.slug, document), &[])
        }
        Kind::Claim => {
            let (slug, _, document) = claim::queries::document(conn, ClaimId(id)).await?;
            let cited: Vec<ReferenceId> = document
                .evidence
                .iter()
                .map(|row| row.reference_id)
                .collect();
            let shown = titles(conn, &cited, Surface::Product).await?;
            Draft::new(id, (slug, document), &shown)
        }
        Kind::Article => {
            let draft = article::queries::document(conn, ArticleId(id)).await?;
            let shown = titles(conn, &draft.1.citations, draft.1.surface()).await?;
            Draft::new(id, draft, &shown)
        }
    })
}

async fn titles(
    conn: &AsyncPgConnection,
    cited: &[ReferenceId],
    surface: Surface,
) -> Result<Vec<Shown>, AppError> {
    let titles = reference::queries::titles(conn, cited).await?;
    Ok(titles
        .into_iter()
        .map(|(id, title)| title_on(surface, id, title))
        .collect())
}
