//! Typed links in texts: written with slugs, published with ids, so that a renamed target keeps its links.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use crate::catalog::{brand, category, collection, product};
use crate::error::{AppError, FieldErrors};
use crate::evidence::{claim, ingredient, reference, topic};
use crate::publishing::{Kind, read};

use super::{article, protocol};

/// A text ready to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedText {
    /// The text with ids for slugs.
    pub text: String,
    /// What it mentions, in order, each once.
    pub mentions: Vec<(Kind, Uuid)>,
    /// References that it cites, in order, each once.
    pub citations: Vec<Uuid>,
}

/// A typed link or citation as it is written.
struct Written<'a> {
    /// From where to where the slug stands in the text.
    slug: &'a str,
    kind: Kind,
}

/// Replaces the slugs of a text's typed links and citations by ids.
///
/// # Errors
/// Names every target that does not exist.
pub async fn link(
    conn: &AsyncPgConnection,
    field: &'static str,
    text: &str,
) -> Result<LinkedText, AppError> {
    let mut out = LinkedText {
        text: String::with_capacity(text.len() + 64),
        mentions: Vec::new(),
        citations: Vec::new(),
    };
    let mut errors = FieldErrors::default();
    let mut rest = text;
    while let Some((before, written, behind)) = next_link(rest) {
        out.text.push_str(before);
        match entity_by_slug(conn, written.kind, written.slug).await? {
            Some(id) => {
                out.text.push_str(&id.to_string());
                if written.kind == Kind::Reference {
                    push_once(&mut out.citations, id);
                } else {
                    push_once(&mut out.mentions, (written.kind, id));
                }
            }
            None => errors.add(
                field,
                format!(
                    "links to the {} {:?}, which does not exist",
                    written.kind, written.slug
                ),
            ),
        }
        rest = behind;
    }
    out.text.push_str(rest);
    errors.into_result(out)
}

fn push_once<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// The next link: the text up to its slug, the link, and the text from behind its slug.
fn next_link(text: &str) -> Option<(&str, Written<'_>, &str)> {
    let mut from = 0;
    loop {
        let tail = text.get(from..)?;
        let citation = tail.find("[@").map(|at| (at, at + 2, ']'));
        let link = tail.find("](").map(|at| (at, at + 2, ')'));
        let (_, start, end_mark) = [citation, link].into_iter().flatten().min()?;
        let inside_start = from + start;
        let inside = text.get(inside_start..)?.split(end_mark).next()?;
        let (kind, slug) = match end_mark {
            ']' => (Some(Kind::Reference), inside),
            _ => inside
                .split_once(':')
                .map_or((None, inside), |(kind, slug)| (kind.parse().ok(), slug)),
        };
        if let Some(kind) = kind {
            let slug_start = inside_start + (inside.len() - slug.len());
            let slug_end = slug_start + slug.len();
            return Some((
                text.get(..slug_start)?,
                Written { slug, kind },
                text.get(slug_end..)?,
            ));
        }
        from = inside_start;
    }
}

/// Finds what a slug means in the edit tables, or what an old slug meant.
async fn entity_by_slug(
    conn: &AsyncPgConnection,
    kind: Kind,
    slug: &str,
) -> Result<Option<Uuid>, AppError> {
    let found = match kind {
        Kind::Brand => brand::queries::brand_by_slug(conn, slug)
            .await?
            .map(|row| row.id.0),
        Kind::Category => category::queries::category_by_slug(conn, slug)
            .await?
            .map(|row| row.id.0),
        Kind::Topic => topic::queries::topic_by_slug(conn, slug)
            .await?
            .map(|row| row.id.0),
        Kind::Ingredient => ingredient::queries::ingredient_by_slug(conn, slug)
            .await?
            .map(|row| row.id.0),
        Kind::Reference => reference::queries::reference_by_slug(conn, slug)
            .await?
            .map(|row| row.id.0),
        Kind::Claim => claim::queries::claim_by_slug(conn, slug)
            .await?
            .map(|row| row.id.0),
        Kind::Product => product::queries::product_by_slug(conn, slug)
            .await?
            .map(|row| row.id.0),
        Kind::Article => article::queries::article_by_slug(conn, slug)
            .await?
            .map(|row| row.id.0),
        Kind::Protocol => protocol::queries::protocol_by_slug(conn, slug)
            .await?
            .map(|row| row.id.0),
        Kind::Collection => collection::queries::collection_by_slug(conn, slug).await?,
        Kind::Attribute
        | Kind::ProductType
        | Kind::Lot
        | Kind::Redirect
        | Kind::Synonym
        | Kind::SearchRule => None,
    };
    match (found, kind.path(slug)) {
        (Some(id), _) => Ok(Some(id)),
        (None, Some(path)) => Ok(read::entity_at(conn, &path).await?),
        (None, None) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_citations_are_found_and_ordinary_ones_left_alone() {
        let text = "A [b](https://x.example/) c [d](ingredient:zinc) e.[@wu-2012] f";
        let mut seen = Vec::new();
        let mut rest = text;
        while let Some((_, written, behind)) = next_link(rest) {
            seen.push((written.kind, written.slug.to_owned()));
            rest = behind;
        }
        assert_eq!(
            seen,
            vec![
                (Kind::Ingredient, "zinc".to_owned()),
                (Kind::Reference, "wu-2012".to_owned())
            ]
        );
        assert_eq!(rest, "] f");
    }
}
