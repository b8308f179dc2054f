//! What is particular to Vancouver style: the ICMJE's samples of formatted references, NLM's Citing Medicine behind them.

use super::{publisher_and_year, volume_and_place, web_address, with_period};
use crate::evidence::reference::document::ReferenceDocument;
use crate::evidence::reference::model::ReferenceType;
use crate::evidence::reference::page_range;

/// How many of more than six authors are printed.
pub const AUTHORS_SHOWN: usize = 6;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The title; that of a web page says where it was found.
pub fn title(reference: &ReferenceDocument) -> String {
    match reference.reference_type {
        ReferenceType::Webpage => with_period(&format!(
            "{} [Internet]",
            reference.title.trim_end_matches('.')
        )),
        _ => with_period(&reference.title),
    }
}

/// Date, volume and elided pages; publisher and year for what is no article.
pub fn details(reference: &ReferenceDocument) -> String {
    let pages = reference.pages.as_deref().map(page_range::elide);
    match reference.reference_type {
        ReferenceType::ArticleJournal => volume_and_place(
            date(reference),
            reference,
            pages.or_else(|| reference.article_number.clone()),
        ),
        ReferenceType::Chapter => {
            let place = pages.map(|pages| format!("p. {pages}."));
            [Some(with_period(&publisher_and_year(reference))), place]
                .into_iter()
                .flatten()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        }
        ReferenceType::Report | ReferenceType::Book | ReferenceType::Webpage => {
            with_period(&publisher_and_year(reference))
        }
    }
}

/// `2013 Jun`.
fn date(reference: &ReferenceDocument) -> String {
    let Some(year) = reference.year else {
        return String::new();
    };
    let month = reference
        .month
        .and_then(|month| usize::try_from(month - 1).ok())
        .and_then(|at| MONTHS.get(at));
    match month {
        Some(month) => format!("{year} {month}"),
        None => year.to_string(),
    }
}

/// DOI, PubMed and PubMed Central as NLM prints them; the address of what is read on the web.
pub fn identifiers(reference: &ReferenceDocument) -> String {
    let address = match reference.reference_type {
        ReferenceType::Webpage | ReferenceType::Report if reference.doi.is_none() => {
            web_address(reference).map(|url| format!("Available from: {url}"))
        }
        _ => None,
    };
    let doi = reference.doi.as_ref().map(|doi| format!("doi: {doi}."));
    let pubmed = [
        reference.pmid.map(|pmid| format!("PubMed PMID: {pmid}")),
        reference
            .pmcid
            .as_ref()
            .map(|pmcid| format!("PubMed Central PMCID: {pmcid}")),
    ];
    let pubmed: Vec<String> = pubmed.into_iter().flatten().collect();
    let pubmed = (!pubmed.is_empty()).then(|| format!("{}.", pubmed.join("; ")));
    [doi, pubmed, address]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}
