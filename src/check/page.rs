//! What the rule packs find in one published entity, with what its page shows of others.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use crate::catalog::attribute::document::AttributeDocument;
use crate::catalog::brand::document::BrandDocument;
use crate::catalog::category::document::CategoryDocument;
use crate::catalog::collection::document::CollectionDocument;
use crate::catalog::product::document::ProductDocument;
use crate::catalog::product_type::document::ProductTypeDocument;
use crate::compliance::passage::Judged;
use crate::compliance::surface::Surface;
use crate::content::article::document::ArticleDocument;
use crate::content::protocol::document::ProtocolDocument;
use crate::content::redirect::document::RedirectDocument;
use crate::error::AppError;
use crate::evidence::claim::document::ClaimDocument;
use crate::evidence::ingredient::document::IngredientDocument;
use crate::evidence::reference::document::{ReferenceDocument, title_on};
use crate::evidence::reference::model::ReferenceId;
use crate::evidence::topic::document::TopicDocument;
use crate::gate::{OwnedFinding, Shown, judge_page, uncleared};
use crate::publishing::read::Stored;
use crate::publishing::resolve::{self, Resolved};
use crate::publishing::{Document, Kind};
use crate::search::rule::document::SearchRuleDocument;
use crate::search::synonym::document::SynonymDocument;

/// A public entity to which rules object, and nobody has signed.
#[derive(Debug, Clone)]
pub struct Objected {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub entity_id: Uuid,
    /// Its slug.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// What was found.
    pub findings: Vec<OwnedFinding>,
}

/// Judges published entities; those that are clean are left out.
///
/// # Errors
/// A stored document that this program cannot read.
pub async fn judge_published(
    conn: &AsyncPgConnection,
    stored: Vec<Stored>,
) -> Result<Vec<Objected>, AppError> {
    let citing: Vec<Uuid> = stored
        .iter()
        .filter(|stored| matches!(stored.kind, Kind::Claim | Kind::Article))
        .map(|stored| stored.entity_id)
        .collect();
    let resolved = if citing.is_empty() {
        Resolved::default()
    } else {
        resolve::resolve(conn, &citing).await?
    };
    let mut objected = Vec::new();
    let mut all = Vec::new();
    for stored in stored {
        let findings = findings(&stored, &resolved)?;
        if findings.is_empty() {
            continue;
        }
        all.extend(findings.iter().cloned());
        objected.push(Objected {
            kind: stored.kind,
            entity_id: stored.entity_id,
            slug: stored.slug,
            title: stored.card.title,
            findings,
        });
    }
    let open = uncleared(conn, all).await?;
    for one in &mut objected {
        one.findings.retain(|finding| {
            open.iter()
                .any(|open| open.owner == finding.owner && open.found == finding.found)
        });
    }
    objected.retain(|one| !one.findings.is_empty());
    Ok(objected)
}

fn findings(stored: &Stored, resolved: &Resolved) -> Result<Vec<OwnedFinding>, AppError> {
    match stored.kind {
        Kind::Brand => plain::<BrandDocument>(stored),
        Kind::Category => plain::<CategoryDocument>(stored),
        Kind::Topic => plain::<TopicDocument>(stored),
        Kind::Ingredient => plain::<IngredientDocument>(stored),
        Kind::Reference => plain::<ReferenceDocument>(stored),
        Kind::Product => plain::<ProductDocument>(stored),
        Kind::Protocol => plain::<ProtocolDocument>(stored),
        Kind::Collection => plain::<CollectionDocument>(stored),
        Kind::Attribute => plain::<AttributeDocument>(stored),
        Kind::ProductType => plain::<ProductTypeDocument>(stored),
        Kind::Redirect => plain::<RedirectDocument>(stored),
        Kind::Synonym => plain::<SynonymDocument>(stored),
        Kind::SearchRule => plain::<SearchRuleDocument>(stored),
        // A lot is published within its product.
        Kind::Lot => Ok(Vec::new()),
        Kind::Claim => {
            let claim = stored.decode::<ClaimDocument>()?.document;
            let cited = claim.evidence.iter().map(|row| row.reference_id);
            let shown = titles(cited, Surface::Product, resolved)?;
            Ok(judged(stored, &claim, &shown))
        }
        Kind::Article => {
            let article = stored.decode::<ArticleDocument>()?.document;
            let cited = article.citations.iter().copied();
            let shown = titles(cited, article.surface(), resolved)?;
            Ok(judged(stored, &article, &shown))
        }
    }
}

fn plain<D: Document + Judged>(stored: &Stored) -> Result<Vec<OwnedFinding>, AppError> {
    let document = stored.decode::<D>()?.document;
    Ok(judged(stored, &document, &[]))
}

fn judged(stored: &Stored, document: &impl Judged, shown: &[Shown]) -> Vec<OwnedFinding> {
    judge_page(
        (stored.kind, stored.entity_id),
        &stored.slug,
        document,
        shown,
    )
}

fn titles(
    cited: impl Iterator<Item = ReferenceId>,
    surface: Surface,
    resolved: &Resolved,
) -> Result<Vec<Shown>, AppError> {
    let mut shown = Vec::new();
    for id in cited {
        if let Some(reference) = resolved.document::<ReferenceDocument>(id.0)? {
            shown.push(title_on(surface, id, reference.document.title));
        }
    }
    Ok(shown)
}
