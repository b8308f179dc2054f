use super::*;
use crate::exchange::references::format::{author, date, text as cleaning};

#[test]
fn a_file_is_known_by_what_it_holds_and_then_by_its_name() {
    for (bytes, name, format) in [
        ("  [\n]", "x", Some(Format::CslJson)),
        ("\u{feff}TY  - JOUR", "x.bib", Some(Format::Ris)),
        ("\n\nPMID- 1", "x.txt", Some(Format::Nbib)),
        ("% comment\n@article{", "x", Some(Format::Bibtex)),
        ("", "x.RIS", Some(Format::Ris)),
        ("", "x.nbib", Some(Format::Nbib)),
        ("", "x.json", Some(Format::CslJson)),
        ("me@example.org", "x.bib", Some(Format::Bibtex)),
        ("me@example.org", "notes.txt", None),
        ("", "bib", None),
    ] {
        assert_eq!(detect(bytes.as_bytes(), name), format, "{bytes:?} {name}");
    }
}

#[test]
fn bytes_that_are_no_utf8_are_read_as_windows_1252() {
    let decoded = decode(b"TI  - \x93Caf\xe9\x94 \x80\x81\r\nx\ry");
    assert_eq!(decoded.text, "TI  - “Café” €\u{fffd}\nx\ny");
    assert!(decoded.warning.is_some());
    assert_eq!(decode("Café".as_bytes()).warning, None);
    assert_eq!(decode(b"\xFF\xFEa\x00\xe9\x00").text, "aé");
    assert!(decode(b"\xFF\xFEa").warning.is_some());
}

#[test]
fn titles_are_cleaned() {
    for (given, clean) in [
        ("  On \n milk. ", "On milk"),
        ("And so on...", "And so on..."),
        ("Made in the U.S.", "Made in the U.S."),
        (
            "<b>On</b> <jats:italic>milk</jats:italic><br/>today",
            "On milk today",
        ),
        ("p<0.05 and n>3", "p<0.05 and n>3"),
        ("a <unknown> b", "a <unknown> b"),
        ("Ca<sup>2+</sup> and H<sub>2</sub>O", "Ca²⁺ and H2O"),
        (
            "&#946;-carotene &#x26; &amp;amp; &nosuch; &",
            "β-carotene & & &nosuch; &",
        ),
        ("soft\u{ad}hyphen\u{200b}\u{0}", "softhyphen"),
        ("<i", "<i"),
        ("[Milk.]", "[Milk]"),
        (".", ""),
    ] {
        assert_eq!(cleaning::title(given), clean, "{given:?}");
    }
}

#[test]
fn dates_are_read_in_all_their_forms() {
    for (given, year, month) in [
        ("2013/06/05/", Some(2013), Some(6)),
        ("2013///spring", Some(2013), None),
        ("2013-06", Some(2013), Some(6)),
        ("2013 Jun 5", Some(2013), Some(6)),
        ("5 June 2013", Some(2013), Some(6)),
        ("2012 Jan-Feb", Some(2012), Some(1)),
        ("2012 Winter", Some(2012), None),
        ("2012-2013", Some(2012), None),
        ("20130605", Some(2013), Some(6)),
        ("05/06/2013", Some(2013), None),
        ("c2013", None, None),
        ("2013-13-01", Some(2013), None),
        ("0999", None, None),
        ("", None, None),
    ] {
        let read = date::read(given);
        assert_eq!((read.year, read.month), (year, month), "{given:?}");
    }
}

#[test]
fn a_name_without_comma_is_a_person_if_it_ends_in_initials() {
    let is_person =
        |name: &str| author::inverted(name).is_some_and(|author| author.family.is_some());
    assert!(is_person("Wu MT"));
    assert!(is_person("van der Berg J.-P."));
    assert!(!is_person("World Health Organization"));
    assert!(!is_person("Plato"));
    assert!(author::is_et_al("et al.") && author::is_et_al("...") && !author::is_et_al("Alder, E"));
    assert_eq!(author::inverted(" , "), None);
}

#[test]
fn a_doi_with_entities_is_decoded_and_keeps_its_angle_brackets() {
    let file = "TY  - JOUR\nTI  - On milk\nDO  - 10.5555/99:1&lt;1::AID&gt;3.0;2-1\nER  - \n";
    let reference = titled(Format::Ris, file, "On milk");
    assert_eq!(text(&reference.doi), "10.5555/99:1<1::AID>3.0;2-1");
}
