//! One record of a file, written: a new reference, or an old one completed.

use super::format::ParsedReference;
use super::identity::{Identity, Key, resolve};
use super::merge::merge;
use super::{mapping, slug};
use crate::error::AppError;
use crate::evidence::reference::commands::{create_reference, update_reference};
use crate::evidence::reference::model::ReferenceId;
use crate::evidence::reference::queries;
use crate::evidence::regrade::publish_reference;
use crate::publishing::read::{State, publication_states};
use crate::publishing::{Author, Tx};

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// It made a reference.
    Created,
    /// It completed one.
    Updated,
    /// It says nothing new.
    Unchanged,
}

/// What became of a record, and what a person should know.
#[derive(Debug)]
pub struct Report {
    /// What became of it.
    pub applied: Applied,
    /// Claims that have another grade now.
    pub regraded: usize,
    /// For a person to look at.
    pub notes: Vec<String>,
}

/// Why a record that nobody could look up is not published with the others.
const STAYS_DRAFT: &str = "it has no valid DOI, PMID, PMCID or ISBN and stays a draft: add one to the record and import it \
    again to publish it";

/// Writes a record. What has no identifier by which a reader could find it is not published, unless it is public already.
///
/// # Errors
/// Ids that belong to two references, or words that no rule pack clears.
pub async fn apply(
    tx: &mut Tx,
    record: &ParsedReference,
    publish: bool,
    author: &Author,
) -> Result<Report, AppError> {
    match stored(tx, record).await? {
        Some(id) => complete(tx, id, record, publish, author).await,
        None => create(tx, record, publish, author).await,
    }
}

async fn create(
    tx: &mut Tx,
    record: &ParsedReference,
    publish: bool,
    author: &Author,
) -> Result<Report, AppError> {
    let id = ReferenceId::new();
    for candidate in slug::candidates(record) {
        if queries::reference_by_slug(tx.conn()?, candidate.as_str())
            .await?
            .is_some()
        {
            continue;
        }
        let row = mapping::row(record, id, &candidate);
        create_reference(tx, &row, &record.authors).await?;
        break;
    }
    let has_id = record.doi.is_some()
        || record.pmid.is_some()
        || record.pmcid.is_some()
        || record.isbn.is_some();
    let regraded = if publish && has_id {
        publish_reference(tx, id, author, "import references")
            .await?
            .claims
    } else {
        0
    };
    let notes = (publish && !has_id).then(|| STAYS_DRAFT.to_owned());
    Ok(Report {
        applied: Applied::Created,
        regraded,
        notes: notes.into_iter().collect(),
    })
}

async fn complete(
    tx: &mut Tx,
    id: ReferenceId,
    record: &ParsedReference,
    publish: bool,
    author: &Author,
) -> Result<Report, AppError> {
    let mut row = queries::reference(tx.conn()?, id).await?;
    let mut authors = queries::authors_of(tx.conn()?, id).await?;
    let before = row.status;
    let merged = merge(&mut row, &mut authors, record);
    let mut notes: Vec<String> = merged
        .differing
        .iter()
        .map(|field| {
            format!(
                "{} has another {field} than the file, which was left as it is",
                row.slug
            )
        })
        .collect();
    if !merged.changed.is_empty() {
        update_reference(tx, &row, &authors).await?;
    }
    let is_live = publication_states(tx.conn()?, &[id.0])
        .await?
        .get(&id.0)
        .is_some_and(|(state, _)| *state == State::Live);
    // A notice against a public reference doesn't wait for somebody to publish it.
    let has_id =
        row.doi.is_some() || row.pmid.is_some() || row.pmcid.is_some() || row.isbn.is_some();
    if publish && !has_id && !is_live {
        notes.push(STAYS_DRAFT.to_owned());
    }
    let publish = publish && (has_id || is_live);
    let regraded = if publish || (is_live && row.status != before) {
        publish_reference(tx, id, author, "import references")
            .await?
            .claims
    } else {
        0
    };
    let applied = if merged.changed.is_empty() {
        Applied::Unchanged
    } else {
        Applied::Updated
    };
    Ok(Report {
        applied,
        regraded,
        notes,
    })
}

/// The reference that a record means, if it is known.
async fn stored(tx: &mut Tx, record: &ParsedReference) -> Result<Option<ReferenceId>, AppError> {
    let identity = Identity::of_parsed(record);
    let mut found = Vec::new();
    for key in identity.keys() {
        let id = match &key {
            Key::Doi(doi) => queries::id_by_doi(tx.conn()?, doi).await?,
            Key::Pmid(pmid) => queries::id_by_pmid(tx.conn()?, *pmid).await?,
            Key::Pmcid(pmcid) => queries::id_by_pmcid(tx.conn()?, pmcid).await?,
            // Ids decide; the year's titles are read only when none was found.
            Key::Work { .. } if !found.is_empty() => None,
            Key::Work { year, .. } => same_work(tx, *year, &key, &identity).await?,
        };
        found.extend(id.map(|id| (key, id)));
    }
    resolve(&found).map_err(|conflict| AppError::Conflict(conflict.to_string()))
}

async fn same_work(
    tx: &mut Tx,
    year: i32,
    key: &Key,
    identity: &Identity,
) -> Result<Option<ReferenceId>, AppError> {
    for row in queries::references_of_year(tx.conn()?, year).await? {
        let authors = queries::authors_of(tx.conn()?, row.id).await?;
        let other = Identity::of_row(&row, &authors);
        if other.keys().contains(key) && !identity.contradicts(&other) {
            return Ok(Some(row.id));
        }
    }
    Ok(None)
}
