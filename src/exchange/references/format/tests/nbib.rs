use super::*;

fn read(title: &str) -> ParsedReference {
    titled(Format::Nbib, NBIB, title)
}

#[test]
fn an_article_is_read_whole() {
    let reference = read("Annotation");
    assert_eq!(
        reference.title,
        "Annotation and structural elucidation of bovine milk oligosaccharides and determination of novel \
         fucosylated structures"
    );
    assert_eq!(
        names(&reference),
        ["Aldredge, Danielle L", "Geronimo, Maria R", "Hua, Serenus"]
    );
    assert_eq!(numbers(&reference), ["23", "6", "664-676", ""]);
    assert_eq!((reference.year, reference.month), (Some(2013), Some(6)));
    assert_eq!(text(&reference.doi), "10.1093/glycob/cwt007");
    assert_eq!(text(&reference.pmid), "23436288");
    assert_eq!(text(&reference.issn), "0959-6658");
    assert_eq!(
        text(&reference.source_text),
        "Glycobiology. 2013 Jun;23(6):664-76. doi: 10.1093/glycob/cwt007."
    );
    assert_eq!((reference.design, reference.warnings.len()), (None, 0));
    assert_eq!(reference.place, Place { record: 1, line: 2 });
}

#[test]
fn a_retracted_trial_is_read_as_such() {
    let reference = read("A trial");
    assert_eq!(reference.status, ReferenceStatus::Retracted);
    let notice = Notice {
        kind: NoticeKind::Retraction,
        source: "J Tests. 2014;9(1):1. PMID: 10000099".to_owned(),
    };
    assert_eq!(reference.notices, [notice]);
    assert_eq!(reference.design, Some(StudyDesign::RandomizedTrial));
    assert_eq!(names(&reference), ["Ahn, Bo", "Milk Study Group"]);
    assert_eq!(text(&reference.pages), "S341-S348");
    assert_eq!(text(&reference.container_title), "Journal of tests");
    assert_eq!((reference.year, reference.month), (Some(2012), Some(1)));
}

#[test]
fn notices_about_others_are_no_retractions() {
    let notice = read("Retraction");
    assert_eq!(notice.status, ReferenceStatus::Ok);
    assert_eq!(
        notice.warnings,
        ["It is a notice about another publication."]
    );
}

#[test]
fn errata_and_concerns_become_a_status() {
    assert_eq!(read("A review").status, ReferenceStatus::Corrected);
    assert_eq!(read("[Milk").status, ReferenceStatus::Concern);
}

#[test]
fn designs_are_hinted_at() {
    for (title, design) in [
        ("A review", Some(StudyDesign::MetaAnalysis)),
        ("Cases", Some(StudyDesign::CaseSeries)),
        ("Ahead", Some(StudyDesign::NonRandomizedTrial)),
        ("The IL-6", Some(StudyDesign::NarrativeReview)),
        ("[Milk", None),
    ] {
        assert_eq!(read(title).design, design, "{title}");
    }
}

#[test]
fn short_names_are_read_where_there_are_no_full_ones() {
    let reference = read("A review");
    assert_eq!(names(&reference), ["Smith, JA Jr", "van der Berg, A"]);
    assert!(reference.authors_incomplete);
    assert_eq!(names(&read("[Milk")), ["Smith, John A Jr"]);
}

#[test]
fn places_and_dates_are_read_in_all_their_forms() {
    assert_eq!(text(&read("A review").pages), "664-676; discussion 677-678");
    assert_eq!(text(&read("[Milk").article_number), "e0257843");
    assert_eq!(text(&read("Cases").pages), "1277-1286");
    for (title, date) in [
        ("A review", (Some(2012), None)),
        ("Ahead", (Some(2021), Some(2))),
        ("Cases", (Some(1999), Some(12))),
        ("A blank line", (Some(2001), Some(5))),
    ] {
        let reference = read(title);
        assert_eq!((reference.year, reference.month), date, "{title}");
    }
}

#[test]
fn books_and_chapters_are_told_apart() {
    let book = read("The Chemistry");
    assert_eq!(
        (book.reference_type, text(&book.isbn)),
        (ReferenceType::Book, "9780306406157".into())
    );
    let chapter = read("Sugars");
    assert_eq!(chapter.reference_type, ReferenceType::Chapter);
    assert_eq!(text(&chapter.container_title), "The Chemistry of Milk");
}

#[test]
fn records_are_parted_with_or_without_blank_lines() {
    assert_eq!(text(&read("A blank line").pmid), "10000009");
    assert_eq!(text(&read("No blank line").pmid), "10000013");
    assert_eq!(
        problems(Format::Nbib, NBIB),
        ["record 12 on line 133: it has no title"]
    );
}

#[test]
fn wrong_ids_are_left_out_with_warnings() {
    let reference = read("An id");
    assert_eq!((reference.pmid, reference.issn.clone()), (None, None));
    assert_eq!(
        reference.warnings,
        [
            "\"012\" is no PubMed id: it must not begin with zero; it was left out.",
            "\"0959-6657\" is no ISSN: its check digit is wrong; it was left out."
        ]
    );
}

#[test]
fn titles_lose_markup_and_keep_abbreviations() {
    assert_eq!(read("The IL-6").title, "The IL-6 and TNF-α of cows: U.S.");
    assert_eq!(read("[Milk").title, "[Milk of cows, in another language]");
    assert_eq!(read("A review").title, "A review of reviews?");
}
