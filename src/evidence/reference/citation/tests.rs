use super::*;
use crate::evidence::reference::model::ReferenceAuthor;

fn author(family: &str, given: &str) -> ReferenceAuthor {
    ReferenceAuthor {
        family: Some(family.to_owned()),
        given: Some(given.to_owned()),
        literal: None,
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn article(authors: Vec<ReferenceAuthor>) -> ReferenceDocument {
    ReferenceDocument {
        reference_type: ReferenceType::ArticleJournal,
        title: "On milk".to_owned(),
        authors,
        authors_incomplete: false,
        container_title: some("Journal of Things"),
        container_short: some("J Things"),
        year: Some(2012),
        month: Some(6),
        volume: some("23"),
        issue: some("6"),
        pages: some("664-676"),
        article_number: None,
        publisher: None,
        doi: some("10.1000/182"),
        pmid: None,
        pmcid: None,
        isbn: None,
        issn: None,
        url: None,
        status: ReferenceStatus::Ok,
        status_note: None,
    }
}

fn of_type(reference_type: ReferenceType) -> ReferenceDocument {
    ReferenceDocument {
        reference_type,
        container_title: None,
        container_short: None,
        volume: None,
        issue: None,
        pages: None,
        publisher: some("Press"),
        doi: None,
        ..article(vec![author("Wu", "M")])
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
fn an_article_prints_as_the_icmje_samples_show() {
    let reference = ReferenceDocument {
        pmid: Some(123),
        pmcid: some("PMC45"),
        ..article(vec![author("Thomson", "Alan B. R.")])
    };
    assert_eq!(
        Style::Vancouver.plain(&reference),
        "Thomson ABR. On milk. J Things. 2012 Jun;23(6):664-76. doi: 10.1000/182. \
         PubMed PMID: 123; PubMed Central PMCID: PMC45."
    );
}

#[test]
fn more_than_six_authors_become_three_or_six_and_et_al() {
    let many = article((0..7).map(|_| author("Wu", "M")).collect());
    assert!(plain(&many).starts_with("Wu M, Wu M, Wu M, et al. On milk."));
    assert!(
        Style::Vancouver
            .plain(&many)
            .starts_with("Wu M, Wu M, Wu M, Wu M, Wu M, Wu M, et al. On milk.")
    );
}

#[test]
fn a_list_that_its_source_shortened_ends_in_et_al() {
    let reference = |count| ReferenceDocument {
        authors_incomplete: true,
        ..article((0..count).map(|_| author("Wu", "M")).collect())
    };
    assert!(plain(&reference(2)).starts_with("Wu M, Wu M, et al. On"));
    assert!(plain(&reference(6)).starts_with("Wu M, Wu M, Wu M, et al. On"));
}

#[test]
fn the_mark_of_a_generation_follows_the_initials() {
    let text = plain(&article(vec![
        author("Smith", "John A Jr"),
        author("Smith", "John A., III"),
        author("Ii", "I"),
    ]));
    assert!(
        text.starts_with("Smith JA Jr, Smith JA III, Ii I."),
        "{text}"
    );
}

#[test]
fn an_article_number_stands_where_pages_would() {
    let reference = ReferenceDocument {
        pages: None,
        issue: None,
        article_number: some("280286"),
        ..article(vec![author("Wu", "M")])
    };
    assert!(plain(&reference).contains("2012;23:280286."));
    assert!(
        Style::Vancouver
            .plain(&reference)
            .contains("2012 Jun;23:280286.")
    );
}

#[test]
fn an_issue_without_volume_still_follows_a_semicolon() {
    let reference = ReferenceDocument {
        volume: None,
        ..article(Vec::new())
    };
    assert_eq!(
        plain(&reference),
        "On milk. J Things. 2012;(6):664-676. doi:10.1000/182"
    );
}

#[test]
fn pages_that_were_stored_short_are_printed_as_the_style_asks() {
    let reference = ReferenceDocument {
        pages: some("2499-507"),
        ..article(Vec::new())
    };
    assert!(plain(&reference).contains(":2499-2507."));
    assert!(Style::Vancouver.plain(&reference).contains(":2499-507."));
}

#[test]
fn a_book_a_report_and_a_chapter_name_their_publisher() {
    assert_eq!(
        plain(&of_type(ReferenceType::Book)),
        "Wu M. On milk. Press; 2012."
    );
    assert_eq!(
        plain(&of_type(ReferenceType::Report)),
        "Wu M. On milk. Press; 2012."
    );
    let chapter = ReferenceDocument {
        container_title: some("The Book of Milk"),
        pages: some("33-45"),
        ..of_type(ReferenceType::Chapter)
    };
    assert_eq!(
        plain(&chapter),
        "Wu M. On milk. In: The Book of Milk. Press; 2012:33-45."
    );
    assert_eq!(
        Style::Vancouver.plain(&chapter),
        "Wu M. On milk. In: The Book of Milk. Press; 2012. p. 33-45."
    );
}

#[test]
fn a_web_page_ends_in_its_address() {
    let page = ReferenceDocument {
        url: some("https://example.org/milk"),
        ..of_type(ReferenceType::Webpage)
    };
    assert_eq!(
        plain(&page),
        "Wu M. On milk. Press; 2012. https://example.org/milk"
    );
    assert_eq!(
        Style::Vancouver.plain(&page),
        "Wu M. On milk [Internet]. Press; 2012. Available from: https://example.org/milk"
    );
}

#[test]
fn an_address_that_is_no_web_address_is_never_linked() {
    let page = ReferenceDocument {
        url: some("javascript:alert(1)"),
        ..of_type(ReferenceType::Webpage)
    };
    assert_eq!(plain(&page), "Wu M. On milk. Press; 2012.");
    assert!(ama(&page).links.is_empty());
}

#[test]
fn a_retracted_reference_says_so() {
    let retracted = |title: &str| ReferenceDocument {
        title: title.to_owned(),
        status: ReferenceStatus::Retracted,
        ..article(Vec::new())
    };
    assert!(plain(&retracted("On milk")).starts_with("On milk [retracted]. J Things."));
    assert!(plain(&retracted("Why milk?")).starts_with("Why milk? [retracted]. J Things."));
    assert!(plain(&retracted("Retracted: On milk")).starts_with("Retracted: On milk. J Things."));
    assert_eq!(ama(&retracted("On milk")).warning, Some("Retracted"));
}

#[test]
fn journals_are_italic_in_ama_and_plain_in_vancouver() {
    let reference = article(Vec::new());
    assert_eq!(ama(&reference).emphasis, Emphasis::Container);
    assert_eq!(
        Style::Vancouver.parts(&reference).emphasis,
        Emphasis::Nothing
    );
    assert_eq!(ama(&of_type(ReferenceType::Book)).emphasis, Emphasis::Title);
}

#[test]
fn an_empty_reference_prints_its_title_only() {
    let reference = ReferenceDocument {
        container_title: None,
        container_short: None,
        year: None,
        month: None,
        volume: None,
        issue: None,
        pages: None,
        doi: None,
        ..article(Vec::new())
    };
    assert_eq!(plain(&reference), "On milk.");
    assert_eq!(Style::Vancouver.plain(&reference), "On milk.");
}
