use super::*;

fn read(title: &str) -> ParsedReference {
    titled(Format::Ris, RIS, title)
}

#[test]
fn an_article_is_read_whole_with_its_title_on_two_lines() {
    let reference = read("Dietary");
    assert_is_miklavcic(&reference);
    assert_eq!(reference.place, Place { record: 1, line: 4 });
}

#[test]
fn a_range_may_stand_in_one_tag_or_in_two() {
    for (title, pages) in [
        ("Annotation", "664-676"),
        ("Start and end", "664-676"),
        ("The end repeats", "12"),
        ("Sugars", "33-45"),
    ] {
        assert_eq!(text(&read(title).pages), pages, "{title}");
    }
}

#[test]
fn dates_take_their_month_from_where_it_is() {
    for (title, date) in [
        ("Annotation", (Some(2013), Some(6))),
        ("Start and end", (Some(2014), Some(9))),
        ("Milk: fact", (None, None)),
    ] {
        let reference = read(title);
        assert_eq!((reference.year, reference.month), date, "{title}");
    }
}

#[test]
fn an_accession_number_is_a_pubmed_id_where_pubmed_is_the_database() {
    let pubmed = read("Annotation");
    assert_eq!(
        (text(&pubmed.pmid), pubmed.warnings.len()),
        ("23436288".into(), 0)
    );
    let unknown = read("A number of nobody");
    assert_eq!(
        (text(&unknown.pmid), unknown.warnings.len()),
        ("1234567".into(), 1)
    );
    assert_eq!(text(&read("From another").pmid), "87654321");
}

#[test]
fn names_are_persons_or_groups() {
    assert_eq!(
        names(&read("Start and end")),
        ["Smith, John A. Jr", "World Health Organization", "Wu, MT"]
    );
    let shortened = read("Annotation");
    assert!(shortened.authors_incomplete);
    assert_eq!(names(&shortened), ["Aldredge, Danielle L"]);
}

#[test]
fn the_numbers_of_journals_and_books_are_told_apart() {
    assert_eq!(text(&read("Annotation").issn), "0959-6658");
    assert_eq!(text(&read("The Chemistry").isbn), "9783161484100");
    for (numbers, issn, isbn) in [
        ("0959-6658 1460-2423 0317-8471", "0959-6658", ""),
        ("1460-2423; 9780306406157", "1460-2423", "9780306406157"),
        ("978 3 16 148410 0", "", "9783161484100"),
        ("ISSN 0317-8471", "0317-8471", ""),
        ("0-8044-2957-x", "", "9780804429573"),
    ] {
        let file = format!("TY  - BOOK\nTI  - On milk\nSN  - {numbers}\nER  - \n");
        let reference = titled(Format::Ris, &file, "On milk");
        assert_eq!(
            (text(&reference.issn), text(&reference.isbn)),
            (issn.into(), isbn.into())
        );
        assert_eq!(reference.warnings, Vec::<String>::new());
    }
    assert_eq!(
        read("Sugars").warnings,
        ["\"9780306406158\" is no ISBN: its check digit is wrong; it was left out."]
    );
}

#[test]
fn an_address_of_a_doi_becomes_the_doi() {
    let reference = read("The end repeats");
    assert_eq!(text(&reference.doi), "10.5555/from-the-address");
    assert_eq!(reference.url.as_deref(), Some("https://example.org/12"));
}

#[test]
fn types_and_marks_are_read() {
    for (title, reference_type) in [
        ("The Chemistry", ReferenceType::Book),
        ("Sugars", ReferenceType::Chapter),
        ("Report", ReferenceType::Report),
        ("Milk: fact", ReferenceType::Webpage),
        ("In a magazine", ReferenceType::ArticleJournal),
    ] {
        assert_eq!(read(title).reference_type, reference_type, "{title}");
    }
    let retracted = read("On the milk of cows");
    assert_eq!(retracted.status, ReferenceStatus::Retracted);
    assert_eq!(text(&retracted.article_number), "101234");
}

#[test]
fn a_record_without_end_or_title_does_not_spoil_its_neighbours() {
    read("Never closed");
    read("In a magazine");
    assert_eq!(
        problems(Format::Ris, RIS),
        ["record 13 on line 125: it has no title"]
    );
}

#[test]
fn tags_are_read_with_one_space_and_without_value() {
    let file = "TY - JOUR\nTI - On milk\nAU -\nPY - 2020\nER -\n";
    assert_eq!(titled(Format::Ris, file, "On milk").year, Some(2020));
}
