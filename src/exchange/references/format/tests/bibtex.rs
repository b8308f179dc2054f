use super::*;

fn read(title: &str) -> ParsedReference {
    titled(Format::Bibtex, BIBTEX, title)
}

#[test]
fn an_article_is_read_whole() {
    let reference = read("Dietary");
    assert_is_miklavcic(&reference);
    assert_eq!(reference.place, Place { record: 1, line: 7 });
}

#[test]
fn abbreviations_and_months_are_resolved() {
    let reference = read("Annotation");
    assert_eq!(text(&reference.container_title), "Glycobiology");
    assert_eq!((reference.year, reference.month), (Some(2013), Some(6)));
    assert_eq!(numbers(&reference), ["23", "6", "664-676", ""]);
    assert!(reference.authors_incomplete);
    assert_eq!(names(&reference), ["Aldredge, Danielle L."]);
    let group = read("A group");
    assert_eq!(group.month, Some(5));
    assert_eq!(
        group.warnings,
        ["The abbreviation undefined is not defined: it was taken as it stands."]
    );
}

#[test]
fn accents_and_markup_become_plain_text() {
    let reference = read("Effects");
    assert_eq!(
        reference.title,
        "Effects of Withania somnifera and IL-1β at 10⁹ CFU & more: a trial — part 2"
    );
    assert_eq!(
        names(&reference),
        [
            "Öztürk, Çağla",
            "García, Ángel",
            "Łukasiewicz, Żaneta",
            "Møller, Søren",
            "van den Berg, Ann"
        ]
    );
    assert_eq!(
        text(&reference.container_title),
        "Journal of Tests & Trials"
    );
    assert_eq!((reference.year, reference.month), (Some(2020), Some(5)));
    assert_eq!(text(&reference.pages), "12-15");
}

#[test]
fn names_are_persons_or_groups_in_every_order() {
    assert_eq!(
        names(&read("A group")),
        ["World Health Organization and Others", "Smith, John A. Jr"]
    );
    assert_eq!(names(&read("Read all")), ["van den Berg, Ann"]);
    assert_eq!(names(&read("Report")), ["Office of Tests"]);
}

#[test]
fn a_chapter_takes_from_its_book_what_it_lacks() {
    let chapter = read("Sugars");
    assert_eq!(chapter.reference_type, ReferenceType::Chapter);
    assert_eq!(text(&chapter.container_title), "The Chemistry of Milk");
    assert_eq!(
        (text(&chapter.publisher), chapter.year),
        ("Test Press".into(), Some(2003))
    );
    assert_eq!(text(&chapter.isbn), "9780804429573");
    assert_eq!(text(&chapter.pages), "33-45");
}

#[test]
fn ids_are_found_in_all_their_fields() {
    assert_eq!(
        text(&read("Read all").doi),
        "10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1"
    );
    assert_eq!(text(&read("On the same").pmid), "12345678");
    assert_eq!(text(&read("On milk: A thesis").pmid), "7654321");
    assert_eq!(text(&read("Report").url), "https://example.org/a_b");
    assert_eq!(text(&read("Milk: fact").url), "https://example.org/milk");
}

#[test]
fn one_dollar_is_no_formula() {
    let page = read("It costs $5 only");
    assert_eq!(page.reference_type, ReferenceType::Webpage);
    assert_eq!(text(&page.url), "https://example.org/cheap");
}

#[test]
fn a_broken_entry_does_not_spoil_its_neighbours() {
    read("Read all the same");
    read("No key");
    assert_eq!(read("On the same").title, "On the same \"line\"");
    assert_eq!(
        problems(Format::Bibtex, BIBTEX),
        [
            "record 9 on line 45: a field's value is not closed",
            "record 15 on line 54: it has no title"
        ]
    );
}

#[test]
fn texts_that_grow_without_end_are_not_followed() {
    let mut file = "@string{a = a}\n@string{b0 = \"0123456789\"}\n".to_owned();
    for at in 1..60 {
        let before = at - 1;
        file.push_str(&format!(
            "@string{{b{at} = b{before} # b{before} # b{before}}}\n"
        ));
    }
    file.push_str("@book{x, title = b59 # a # {Milk}, crossref = {x}}\n");
    let deep = format!(
        "@book{{y, title = {{{}Deep{}}}}}",
        "\\emph{".repeat(10_000),
        "}".repeat(10_000)
    );
    let read = titled(Format::Bibtex, &file, "b");
    assert!(
        read.title.ends_with("aMilk") && read.title.len() < 1_000,
        "{}",
        read.title
    );
    assert_eq!(titled(Format::Bibtex, &deep, "Deep").title, "Deep");
}
