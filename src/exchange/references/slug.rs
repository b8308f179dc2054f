//! Addresses for new references: first author and year, `miklavcic-2012`.

use super::format::ParsedReference;
use crate::publishing::Slug;

/// Longest part before the year, in bytes, so that year and suffix fit behind it.
const LONGEST_NAME: usize = 60;

/// A slug that nobody has: `miklavcic-2012`, then `miklavcic-2012-b` to `-z`, then `-27` and on.
pub fn propose(reference: &ParsedReference, mut is_taken: impl FnMut(&Slug) -> bool) -> Slug {
    let base = base(reference);
    let free = candidates(reference).find(|slug| !is_taken(slug));
    // The candidates do not end before four billion are taken.
    free.unwrap_or(base)
}

/// The slugs to try in their order, for callers that must wait for each answer.
pub fn candidates(reference: &ParsedReference) -> impl Iterator<Item = Slug> + use<> {
    let base = base(reference);
    let lettered = {
        let base = base.clone();
        ('b'..='z').map(move |letter| Slug::from_name(&format!("{base}-{letter}"), "reference"))
    };
    let numbered = {
        let base = base.clone();
        (27u32..).map(move |number| base.numbered(number))
    };
    std::iter::once(base).chain(lettered).chain(numbered)
}

/// Family name or group and year; the first words of the title where nobody signed.
fn base(reference: &ParsedReference) -> Slug {
    let first = reference.authors.first();
    let author = first.and_then(|author| author.family.as_deref().or(author.literal.as_deref()));
    let name = match author {
        Some(name) => name.to_owned(),
        None => reference
            .title
            .split_whitespace()
            .take(5)
            .collect::<Vec<_>>()
            .join(" "),
    };
    let name = shortened(Slug::from_name(&name, "reference").as_str());
    let text = match reference.year {
        Some(year) => format!("{name}-{year}"),
        None => name,
    };
    Slug::from_name(&text, "reference")
}

/// The slug cut at the end of a word.
fn shortened(slug: &str) -> String {
    if slug.len() <= LONGEST_NAME {
        return slug.to_owned();
    }
    let start = slug.get(..LONGEST_NAME).unwrap_or(slug);
    start
        .rsplit_once('-')
        .map_or(start, |(words, _)| words)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::references::format::{Format, parse};

    fn reference(author: &str, title: &str) -> Option<ParsedReference> {
        let record = format!("TY  - JOUR\n{author}TI  - {title}\nPY  - 2012\nER  - \n");
        parse(Format::Ris, &record).into_iter().flatten().next()
    }

    fn proposed(author: &str, taken: &[&str]) -> Option<String> {
        let reference = reference(
            author,
            "Dietary ganglioside reduces signaling in the intestine",
        )?;
        Some(propose(&reference, |slug| taken.contains(&slug.as_str())).to_string())
    }

    #[test]
    fn first_author_and_year_make_the_slug() {
        for (author, slug) in [
            (
                "AU  - Miklavcic, John Janez\nAU  - Schnabl, Kareena L.\n",
                "miklavcic-2012",
            ),
            ("AU  - van der Berg, Ann\n", "van-der-berg-2012"),
            ("AU  - Ångström, Örjan\n", "angstrom-2012"),
            (
                "AU  - World Health Organization\n",
                "world-health-organization-2012",
            ),
            ("", "dietary-ganglioside-reduces-signaling-in-2012"),
            ("AU  - …, A\n", "reference-2012"),
        ] {
            assert_eq!(proposed(author, &[]).as_deref(), Some(slug));
        }
    }

    #[test]
    fn a_letter_follows_a_slug_that_is_taken() {
        let author = "AU  - Miklavcic, John\n";
        assert_eq!(
            proposed(author, &["miklavcic-2012"]).as_deref(),
            Some("miklavcic-2012-b")
        );
        let taken = ["miklavcic-2012", "miklavcic-2012-b"];
        assert_eq!(
            proposed(author, &taken).as_deref(),
            Some("miklavcic-2012-c")
        );
        let reference = reference(author, "On the milk of cows");
        let slugs: Vec<String> = reference
            .iter()
            .flat_map(candidates)
            .take(28)
            .map(|slug| slug.to_string())
            .collect();
        assert_eq!(slugs.last().map(String::as_str), Some("miklavcic-2012-28"));
    }

    proptest! {
        #[test]
        fn every_candidate_is_another_slug(name in "[A-Za-zé -]{1,120}") {
            let author = format!("AU  - {name}, A\n");
            if let Some(reference) = reference(&author, "On the milk of cows") {
                let slugs: std::collections::HashSet<Slug> = candidates(&reference).take(40).collect();
                prop_assert_eq!(slugs.len(), 40);
                prop_assert!(slugs.iter().all(|slug| Slug::parse(slug.as_str()).is_ok()));
            }
        }
    }
}
