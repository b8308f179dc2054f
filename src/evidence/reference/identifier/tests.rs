use proptest::prelude::*;

use super::*;

#[test]
fn dois_are_taken_out_of_what_people_paste() {
    for (given, read) in [
        ("10.1155/2012/280286", "10.1155/2012/280286"),
        ("10.1093/glycob/cwt007", "10.1093/glycob/cwt007"),
        ("10.1037/0003-066X.59.1.29", "10.1037/0003-066X.59.1.29"),
        ("doi:10.1155/2012/280286", "10.1155/2012/280286"),
        ("DOI: 10.1155/2012/280286.", "10.1155/2012/280286"),
        ("https://doi.org/10.1155/2012/280286", "10.1155/2012/280286"),
        (
            "http://dx.doi.org/10.1155/2012/280286),",
            "10.1155/2012/280286",
        ),
        (" doi.org/10.1000.10/123456 ", "10.1000.10/123456"),
        (
            "10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1",
            "10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1",
        ),
        (
            "https://doi.org/10.1016/S0140-6736%2805%2966545-0",
            "10.1016/S0140-6736(05)66545-0",
        ),
        (
            "10.1016/0140-6736(90)90001-X",
            "10.1016/0140-6736(90)90001-X",
        ),
        ("10.1016/0140-6736(90)", "10.1016/0140-6736(90)"),
    ] {
        assert_eq!(
            Doi::parse(given).map(|doi| doi.to_string()).as_deref(),
            Ok(read)
        );
    }
}

#[test]
fn what_is_no_doi_is_told_with_the_reason() {
    for (given, reason) in [
        ("280286", "\"280286\" is no DOI: it must begin with 10."),
        (
            "10.1155",
            "\"10.1155\" is no DOI: a slash must follow the number of the registrant",
        ),
        (
            "10.12/x",
            "\"10.12/x\" is no DOI: the number of the registrant must have four to nine digits",
        ),
        (
            "10.1155/",
            "\"10.1155/\" is no DOI: nothing follows the slash",
        ),
        (
            "10.1155/a b",
            "\"10.1155/a b\" is no DOI: it must not hold white space",
        ),
    ] {
        assert_eq!(
            Doi::parse(given)
                .err()
                .map(|error| error.to_string())
                .as_deref(),
            Some(reason)
        );
    }
    assert!(Doi::parse(&format!("10.1155/{}", "a".repeat(600))).is_err());
}

#[test]
fn an_old_doi_is_percent_encoded_in_its_address() {
    let url = Doi::parse("10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1")
        .map(|doi| doi.url());
    assert_eq!(
        url.as_deref(),
        Ok("https://doi.org/10.1002/(SICI)1096-8644(199601)99:1%3C1::AID-AJPA1%3E3.0.CO;2-1")
    );
}

#[test]
fn dois_that_differ_in_case_have_one_key() {
    let keys: Vec<_> = ["10.1037/0003-066X.59", "10.1037/0003-066x.59"]
        .iter()
        .map(|text| Doi::parse(text).map(|doi| doi.key()))
        .collect();
    assert_eq!(keys.first(), keys.last());
}

#[test]
fn pubmed_ids_are_numbers_of_up_to_eight_digits() {
    for given in [
        "23436288",
        "PMID: 23436288",
        "pmid:23436288.",
        "https://pubmed.ncbi.nlm.nih.gov/23436288/",
    ] {
        assert_eq!(Pmid::parse(given).map(Pmid::number), Ok(23_436_288));
    }
    for given in ["", "0", "012", "123456789", "PMC3306953", "-1", "12a", "٣"] {
        assert!(Pmid::parse(given).is_err(), "{given:?}");
    }
}

#[test]
fn pubmed_central_ids_keep_their_prefix_and_lose_their_version() {
    for given in [
        "PMC3306953",
        "pmc3306953",
        "PMCID: PMC3306953.1",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC3306953/",
        "http://www.ncbi.nlm.nih.gov/pmc/articles/PMC3306953/",
    ] {
        assert_eq!(
            Pmcid::parse(given).map(|id| id.to_string()).as_deref(),
            Ok("PMC3306953"),
            "{given}"
        );
    }
    for given in ["", "3306953", "PMC", "PMCX", "PMC12.x", "PM"] {
        assert!(Pmcid::parse(given).is_err(), "{given:?}");
    }
}

#[test]
fn books_numbers_of_ten_digits_become_thirteen() {
    for (given, read) in [
        ("0-306-40615-2", "9780306406157"),
        ("ISBN 0-8044-2957-X", "9780804429573"),
        ("0-8044-2957-x", "9780804429573"),
        ("9780306406157", "9780306406157"),
        ("978-3-16-148410-0", "9783161484100"),
        ("ISBN-13: 978-3-16-148410-0", "9783161484100"),
    ] {
        assert_eq!(
            Isbn::parse(given).map(|isbn| isbn.to_string()).as_deref(),
            Ok(read)
        );
    }
    for given in [
        "9780306406158",
        "0-306-40615-3",
        "X306406152",
        "9770306406157",
        "9790306406156",
        "12345",
        "",
        "٠٣٠٦٤",
    ] {
        assert!(Isbn::parse(given).is_err(), "{given:?}");
    }
}

#[test]
fn journals_numbers_are_checked_and_hyphenated() {
    for good in [
        "0959-6658",
        "1460-2423",
        "2090-0724",
        "2090-0732",
        "0317-8471",
        "1050-124X",
    ] {
        assert_eq!(
            Issn::parse(good).map(|issn| issn.to_string()).as_deref(),
            Ok(good)
        );
        let bare = format!("issn {}", good.replace('-', "").to_lowercase());
        assert_eq!(
            Issn::parse(&bare).map(|issn| issn.to_string()).as_deref(),
            Ok(good)
        );
    }
    for bad in [
        "0959-6657",
        "1050-1240",
        "105X-1240",
        "1234",
        "",
        "éééé-éééé",
    ] {
        assert!(Issn::parse(bad).is_err(), "{bad:?}");
    }
    assert_eq!(
        Issn::parse("0959-6657")
            .err()
            .map(|error| error.to_string())
            .as_deref(),
        Some("\"0959-6657\" is no ISSN: its check digit is wrong")
    );
}

proptest! {
    #[test]
    fn reading_any_text_never_panics(text in "\\PC{0,80}") {
        let _ = (Doi::parse(&text), Pmid::parse(&text), Pmcid::parse(&text), Isbn::parse(&text), Issn::parse(&text));
    }

    #[test]
    fn a_doi_reads_back_from_its_own_text_and_address(
        registrant in "[0-9]{4,9}", suffix in "[A-Za-z0-9/._()<>:;#%?é-]{0,30}[A-Za-z0-9]"
    ) {
        let doi = Doi::parse(&format!("10.{registrant}/{suffix}"));
        prop_assert!(doi.is_ok());
        if let Ok(doi) = doi {
            prop_assert_eq!(Doi::parse(doi.as_str()), Ok(doi.clone()));
            prop_assert_eq!(Doi::parse(&doi.url()), Ok(doi));
        }
    }

    #[test]
    fn pubmed_ids_read_back(number in 1u32..100_000_000) {
        let id = Pmid::parse(&number.to_string());
        prop_assert!(id.is_ok());
        if let Ok(id) = id {
            prop_assert_eq!(Pmid::parse(&id.url()), Ok(id));
        }
        let pmcid = Pmcid::parse(&format!("pmc{number}"));
        prop_assert!(pmcid.is_ok());
        if let Ok(pmcid) = pmcid {
            prop_assert_eq!(Pmcid::parse(&pmcid.url()), Ok(pmcid));
        }
    }

    #[test]
    fn one_last_digit_of_ten_makes_a_books_number(stem in "97[89][1-9][0-9]{8}") {
        let good = (0..10).filter(|digit| Isbn::parse(&format!("{stem}{digit}")).is_ok()).count();
        prop_assert_eq!(good, 1);
    }

    #[test]
    fn one_last_sign_of_eleven_makes_a_journals_number(stem in "[0-9]{4}-[0-9]{3}") {
        let good = "0123456789X".chars().filter(|sign| Issn::parse(&format!("{stem}{sign}")).is_ok()).count();
        prop_assert_eq!(good, 1);
    }

    #[test]
    fn a_wrong_digit_in_a_journals_number_is_noticed(stem in "[0-9]{4}-[0-9]{3}", place in 0usize..7, shift in 1u32..10) {
        let digits: Vec<u32> = stem.chars().filter_map(|sign| sign.to_digit(10)).collect();
        let good: Option<Issn> = "0123456789X".chars().find_map(|sign| Issn::parse(&format!("{stem}{sign}")).ok());
        let last = good.and_then(|issn| issn.as_str().chars().last()).unwrap_or('0');
        let wrong: String = digits.iter().enumerate()
            .map(|(at, digit)| if at == place { (digit + shift) % 10 } else { *digit }.to_string())
            .collect();
        let wrong = format!("{wrong}{last}");
        prop_assert!(Issn::parse(&wrong).is_err(), "{wrong}");
    }
}
