use super::*;

fn read(title: &str) -> ParsedReference {
    titled(Format::CslJson, CSL, title)
}

#[test]
fn an_article_is_read_whole() {
    let reference = read("Dietary");
    assert_is_miklavcic(&reference);
    assert_eq!(reference.place, Place { record: 1, line: 2 });
}

#[test]
fn dates_are_parts_or_texts() {
    for (title, date) in [
        ("Annotation", (Some(2013), Some(6))),
        ("A date that is a text", (Some(2019), Some(3))),
        ("A date that is raw", (Some(2018), Some(6))),
        ("Report", (Some(2002), None)),
        ("Milk: fact", (None, None)),
        ("What Crossref", (Some(2021), Some(4))),
    ] {
        let reference = read(title);
        assert_eq!((reference.year, reference.month), date, "{title}");
    }
}

#[test]
fn names_keep_particles_suffixes_and_groups() {
    assert_eq!(names(&read("A date that is a text")), ["van den Berg, Ann"]);
    assert_eq!(
        names(&read("A date that is raw")),
        ["Smith, John A. Jr", "Milk Study Group"]
    );
    assert_eq!(
        names(&read("What Crossref")),
        ["Ahn, Bo", "Milk Study Group"]
    );
    let shortened = read("Annotation");
    assert!(shortened.authors_incomplete);
    assert_eq!(names(&shortened), ["Aldredge, Danielle L."]);
}

#[test]
fn markup_and_entities_leave_titles() {
    let reference = read("Effects");
    assert_eq!(
        reference.title,
        "Effects of Withania somnifera and vitamin D3 at 10⁹ CFU: p < 0.05 & more?"
    );
    assert_eq!(names(&reference), ["O'Neil, Shea"]);
    assert_eq!(
        text(&reference.container_title),
        "Journal of Tests & Trials"
    );
}

#[test]
fn a_number_with_a_wrong_check_digit_is_left_out_with_a_warning() {
    let reference = read("Annotation");
    assert_eq!(text(&reference.issn), "0959-6658");
    assert_eq!(
        reference.warnings,
        ["\"0959-6657\" is no ISSN: its check digit is wrong; it was left out."]
    );
    let chapter = read("Sugars");
    assert_eq!(chapter.isbn, None);
    assert_eq!(chapter.warnings.len(), 1);
}

#[test]
fn ids_are_found_wherever_programs_put_them() {
    assert_eq!(text(&read("Annotation").pmid), "23436288");
    let zotero = read("Notes");
    assert_eq!(
        (text(&zotero.pmid), text(&zotero.pmcid)),
        ("12345678".into(), "PMC1234567".into())
    );
    assert_eq!(
        (text(&zotero.doi), zotero.url),
        ("10.5555/zotero".into(), None)
    );
    assert_eq!(text(&read("Our own").pmid), "7654321");
}

#[test]
fn types_are_told_apart() {
    for (title, reference_type) in [
        ("The Chemistry", ReferenceType::Book),
        ("Sugars", ReferenceType::Chapter),
        ("Report", ReferenceType::Report),
        ("Milk: fact", ReferenceType::Webpage),
        ("What Crossref", ReferenceType::ArticleJournal),
    ] {
        assert_eq!(read(title).reference_type, reference_type, "{title}");
    }
    assert_eq!(text(&read("The Chemistry").isbn), "9780306406157");
    assert_eq!(numbers(&read("Sugars")), ["", "", "33-45", ""]);
}

#[test]
fn a_status_is_read_from_all_its_places() {
    let crossref = read("What Crossref writes: with a subtitle");
    assert_eq!(crossref.status, ReferenceStatus::Retracted);
    assert_eq!(
        crossref
            .notices
            .first()
            .map(|notice| notice.source.as_str()),
        Some("10.5555/notice")
    );
    assert_eq!(numbers(&crossref), ["", "", "", "101234"]);
    let own = read("Our own");
    assert_eq!(own.status, ReferenceStatus::Concern);
    assert!(own.authors_incomplete);
    assert_eq!(
        own.warnings,
        [
            "Its pages end before they begin.",
            "An address is none of the web and was left out."
        ]
    );
    assert_eq!(
        read("On the milk of cows").status,
        ReferenceStatus::Retracted
    );
}

#[test]
fn a_broken_item_does_not_spoil_its_neighbours() {
    let good = |title: &str| format!("{{\"id\":1,\"type\":\"book\",\"title\":\"{title}\"}}");
    for broken in [
        "{\"id\":2,\"title\":\"no comma\" \"type\":\"book\"}",
        "{\"id\":2,\"title\":\"no brace\",\"author\":[{\"family\":\"x\"}]",
        "{\"id\":2,\"title\":\"no bracket\",\"author\":[{\"family\":\"x\"},\"type\":\"book\"}",
        "{\"id\":2,\"title\":\"no quotation mark,\n\"type\":\"book\"}",
        "{\"id\":2,\"title\":\"comma at the end\",}",
        "{\"id\":2,\"title\":\"\"}",
        "{\"id\":2,\"title\":{\"deep\":true}}",
    ] {
        let file = format!("[{},\n{broken},\n{}]", good("first"), good("last"));
        let titles: Vec<String> = parse(Format::CslJson, &file)
            .into_iter()
            .map(|record| {
                record.map_or_else(
                    |problem| format!("line {}", problem.place.line),
                    |read| read.title,
                )
            })
            .collect();
        assert_eq!(titles, ["first", "line 2", "last"], "{broken}");
    }
    let told = problems(Format::CslJson, "[\n\n{\"id\":2,\n\"title\":}]");
    assert_eq!(
        told,
        ["record 1 on line 3: it is no JSON object: expected value (line 4)"]
    );
}

#[test]
fn wrapped_and_single_items_are_read() {
    let item = "{\"title\":\"On milk\",\"type\":\"book\"}";
    for (file, count) in [
        (item.to_owned(), 1),
        (format!("{item}\n{item}\n"), 2),
        (format!("{{\"items\":[{item},{item},5]}}"), 2),
        (format!("{{\"status\":\"ok\",\"message\":{item}}}"), 1),
        (format!("{{\"message\":{{\"items\":[{item}]}}}}"), 1),
        ("[]".to_owned(), 0),
        (String::new(), 0),
    ] {
        let read = parse(Format::CslJson, &file).into_iter().flatten().count();
        assert_eq!(read, count, "{file}");
    }
}
