//! How a reference is printed: AMA manual of style, 11th edition.

use super::document::ReferenceDocument;
use super::model::{ReferenceAuthor, ReferenceStatus, ReferenceType};

/// A printed reference in parts, so that a page can set the journal in italics and link the identifiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Authors with a final period, or nothing.
    pub authors: String,
    /// Title with its final mark.
    pub title: String,
    /// Journal, book or site, without final period.
    pub container: String,
    /// What follows it: year, volume, pages.
    pub details: String,
    /// Links to where it can be read: label and address.
    pub links: Vec<(String, String)>,
    /// A warning that must stand with it, such as a retraction.
    pub warning: Option<&'static str>,
}

/// The parts of a reference in AMA style.
pub fn ama(reference: &ReferenceDocument) -> Citation {
    Citation {
        authors: authors(reference),
        title: with_period(&reference.title),
        container: container(reference),
        details: details(reference),
        links: links(reference),
        warning: match reference.status {
            ReferenceStatus::Ok => None,
            ReferenceStatus::Corrected => Some("Corrected since publication"),
            ReferenceStatus::Concern => Some("Its publisher has voiced a concern"),
            ReferenceStatus::Retracted => Some("Retracted"),
            ReferenceStatus::Dead => Some("No longer available"),
        },
    }
}

/// First author and year, for a list: `Miklavcic JJ et al, 2012`.
pub fn short(reference: &ReferenceDocument) -> String {
    let first = reference.authors.first().map(name).unwrap_or_default();
    let others = if reference.authors.len() > 1 || reference.authors_incomplete {
        " et al"
    } else {
        ""
    };
    match (first.is_empty(), reference.year) {
        (false, Some(year)) => format!("{first}{others}, {year}"),
        (false, None) => format!("{first}{others}"),
        (true, Some(year)) => year.to_string(),
        (true, None) => String::new(),
    }
}

/// The whole reference as plain text.
pub fn plain(reference: &ReferenceDocument) -> String {
    let parts = ama(reference);
    let mut text = [parts.authors, parts.title]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if !parts.container.is_empty() {
        text.push_str(&format!(" {}.", parts.container));
    }
    if !parts.details.is_empty() {
        text.push_str(&format!(" {}", parts.details));
    }
    if let Some(doi) = &reference.doi {
        text.push_str(&format!(" doi:{doi}"));
    }
    text
}

/// Up to six authors in full, else the first three and "et al".
fn authors(reference: &ReferenceDocument) -> String {
    let all: Vec<String> = reference
        .authors
        .iter()
        .map(name)
        .filter(|name| !name.is_empty())
        .collect();
    if all.is_empty() {
        return String::new();
    }
    let shown = if all.len() > 6 { 3 } else { all.len() };
    let mut text = all
        .iter()
        .take(shown)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if shown < all.len() || reference.authors_incomplete {
        text.push_str(", et al");
    }
    text.push('.');
    text
}

/// `Thomson ABR`, with initials taken from given names where they are spelt out.
fn name(author: &ReferenceAuthor) -> String {
    if let Some(literal) = &author.literal {
        return literal.clone();
    }
    let family = author.family.as_deref().unwrap_or_default();
    let initials = author.given.as_deref().map(initials).unwrap_or_default();
    format!("{family} {initials}").trim().to_owned()
}

fn initials(given: &str) -> String {
    // What is given as capitals only is initials already.
    if given.chars().all(|c| c.is_uppercase()) {
        return given.to_owned();
    }
    given
        .split(|c: char| c.is_whitespace() || c == '-' || c == '.')
        .filter_map(|part| {
            if part.chars().all(char::is_uppercase) {
                Some(part.to_owned())
            } else {
                part.chars().next().map(|c| c.to_uppercase().collect())
            }
        })
        .collect()
}

fn container(reference: &ReferenceDocument) -> String {
    let name = reference
        .container_short
        .as_deref()
        .or(reference.container_title.as_deref())
        .unwrap_or_default();
    name.trim_end_matches('.').to_owned()
}

fn details(reference: &ReferenceDocument) -> String {
    let year = reference
        .year
        .map(|year| year.to_string())
        .unwrap_or_default();
    if reference.reference_type != ReferenceType::ArticleJournal {
        let publisher = reference.publisher.clone().map(|publisher| {
            if year.is_empty() {
                publisher
            } else {
                format!("{publisher};")
            }
        });
        let text = [publisher.unwrap_or_default(), year]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        return if text.is_empty() {
            text
        } else {
            with_period(&text)
        };
    }
    let mut text = year;
    if let Some(volume) = &reference.volume {
        text.push_str(&format!(";{volume}"));
    }
    if let Some(issue) = &reference.issue {
        text.push_str(&format!("({issue})"));
    }
    if let Some(place) = reference
        .pages
        .as_ref()
        .or(reference.article_number.as_ref())
    {
        text.push_str(&format!(":{place}"));
    }
    if text.is_empty() {
        text
    } else {
        with_period(&text)
    }
}

fn links(reference: &ReferenceDocument) -> Vec<(String, String)> {
    let doi = reference.doi.as_ref().map(|doi| {
        (
            format!("doi:{doi}"),
            format!("https://doi.org/{}", escape_doi(doi)),
        )
    });
    let pmid = reference.pmid.map(|pmid| {
        (
            format!("PubMed {pmid}"),
            format!("https://pubmed.ncbi.nlm.nih.gov/{pmid}/"),
        )
    });
    let pmcid = reference.pmcid.as_ref().map(|pmcid| {
        (
            pmcid.clone(),
            format!("https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/"),
        )
    });
    let url = reference
        .url
        .as_ref()
        .filter(|url| url.starts_with("https://") || url.starts_with("http://"))
        .map(|url| ("Web page".to_owned(), url.clone()));
    [doi, pmid, pmcid, url].into_iter().flatten().collect()
}

/// Characters of old DOIs that a URL cannot hold.
fn escape_doi(doi: &str) -> String {
    doi.replace('%', "%25")
        .replace('<', "%3C")
        .replace('>', "%3E")
        .replace('#', "%23")
        .replace('"', "%22")
        .replace('?', "%3F")
}

fn with_period(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '?', '!']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn author(family: &str, given: &str) -> ReferenceAuthor {
        ReferenceAuthor {
            family: Some(family.to_owned()),
            given: Some(given.to_owned()),
            literal: None,
        }
    }

    fn article(authors: Vec<ReferenceAuthor>) -> ReferenceDocument {
        ReferenceDocument {
            reference_type: ReferenceType::ArticleJournal,
            title: "On milk".to_owned(),
            authors,
            authors_incomplete: false,
            container_title: Some("Journal of Things".to_owned()),
            container_short: Some("J Things".to_owned()),
            year: Some(2012),
            month: None,
            volume: Some("23".to_owned()),
            issue: Some("6".to_owned()),
            pages: Some("664-676".to_owned()),
            article_number: None,
            publisher: None,
            doi: Some("10.1000/182".to_owned()),
            pmid: None,
            pmcid: None,
            issn: None,
            url: None,
            status: ReferenceStatus::Ok,
        }
    }

    #[test]
    fn an_article_prints_as_the_ama_manual_asks() {
        let text = plain(&article(vec![
            author("Thomson", "Alan B. R."),
            author("van der Berg", "Jean-Paul"),
            author("Wu", "MT"),
        ]));
        assert_eq!(
            text,
            "Thomson ABR, van der Berg JP, Wu MT. On milk. J Things. 2012;23(6):664-676. doi:10.1000/182"
        );
    }

    #[test]
    fn more_than_six_authors_become_three_and_et_al() {
        let many = (0..7).map(|_| author("Wu", "M")).collect();
        assert!(plain(&article(many)).starts_with("Wu M, Wu M, Wu M, et al. On milk."));
    }

    #[test]
    fn an_article_number_stands_where_pages_would() {
        let reference = ReferenceDocument {
            pages: None,
            issue: None,
            article_number: Some("280286".to_owned()),
            ..article(vec![author("Wu", "M")])
        };
        assert!(plain(&reference).contains("2012;23:280286."));
    }
}
