//! The whole public catalog, judged by the rule packs in use.

use diesel_async::AsyncPgConnection;

use super::page::{Objected, judge_published};
use crate::catalog::product::document::ProductDocument;
use crate::catalog::product::label::{LabelFinding, label_findings};
use crate::compliance::lint::Verdict;
use crate::compliance::severity::Severity;
use crate::db::paging::PageRequest;
use crate::error::AppError;
use crate::publishing::Kind;
use crate::publishing::read::{self, Filter, Published, Stored};

/// Entities that are read at once: memory stays the same however large the catalog is.
const AT_ONCE: i64 = 500;

/// What came of judging the catalog.
#[derive(Debug, Default)]
pub struct Report {
    /// Entities that were judged.
    pub judged: usize,
    /// Those to which rules object.
    pub objected: Vec<Objected>,
    /// What the rules of labels would have a person look at, by slug of the product. It keeps nothing from the public.
    pub labels: Vec<(String, LabelFinding)>,
}

impl Report {
    /// Whether anything must not be shown.
    pub fn blocks(&self) -> bool {
        self.count(Verdict::Block) > 0
    }

    /// Findings of one gravity.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.objected
            .iter()
            .flat_map(|one| &one.findings)
            .filter(|finding| finding.found.finding.severity == verdict)
            .count()
    }
}

/// Judges everything that is public.
///
/// # Errors
/// No database, or a stored document that this program cannot read.
pub async fn scan(conn: &AsyncPgConnection) -> Result<Report, AppError> {
    let mut report = Report::default();
    for kind in Kind::ALL {
        let mut page = PageRequest {
            after: None,
            limit: AT_ONCE,
        };
        loop {
            let list = read::list(conn, *kind, &Filter::default(), &page).await?;
            report.judged += list.items.len();
            report.labels.extend(on_labels(&list.items)?);
            report
                .objected
                .extend(judge_published(conn, list.items).await?);
            match list.next {
                Some(next) => page.after = Some(next),
                None => break,
            }
        }
    }
    Ok(report)
}

fn on_labels(stored: &[Stored]) -> Result<Vec<(String, LabelFinding)>, AppError> {
    let mut found = Vec::new();
    for stored in stored.iter().filter(|stored| stored.kind == Kind::Product) {
        let product: Published<ProductDocument> = stored.decode()?;
        let findings = label_findings(&product.document);
        let worth_a_look = findings
            .into_iter()
            .filter(|finding| finding.severity >= Severity::Review);
        found.extend(worth_a_look.map(|finding| (product.slug.clone(), finding)));
    }
    Ok(found)
}
