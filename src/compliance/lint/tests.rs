//! Behaviour of the built-in packs.

use std::fs;
use std::time::{Duration, Instant};

use super::*;
use crate::compliance::surface::{Jurisdiction, Surface};

fn pack(jurisdiction: Jurisdiction) -> &'static Pack {
    match Packs::built_in().map(|packs| packs.pack(jurisdiction)) {
        Ok(Ok(pack)) => pack,
        Ok(Err(error)) => panic!("{error}"),
        Err(error) => panic!("{error}"),
    }
}

fn judge(text: &str) -> Judgement {
    pack(Jurisdiction::Us).lint(text, &Context::default())
}

fn on(surface: Surface, text: &str) -> Verdict {
    pack(Jurisdiction::Us)
        .lint(
            text,
            &Context {
                surface,
                part: Part::Text,
            },
        )
        .verdict
}

#[test]
fn every_rule_stops_its_violating_examples_and_lets_its_acceptable_ones_pass() {
    let mut wrong = Vec::new();
    for jurisdiction in [Jurisdiction::Us, Jurisdiction::Eu] {
        let pack = pack(jurisdiction);
        for rule in pack.rules() {
            for (examples, expected) in [
                (rule.violating_examples(), true),
                (rule.acceptable_examples(), false),
            ] {
                for text in examples {
                    let fires = pack.fires(rule, text);
                    if fires != expected {
                        wrong.push(format!("{}: fires={fires} on {text:?}", rule.id));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A share in hundredths, and the lines that are not of it.
fn share<'a>(lines: &[&'a str], wanted: impl Fn(Verdict) -> bool) -> (usize, Vec<&'a str>) {
    let verdict = |line: &str| {
        let text = line.splitn(4, ' ').nth(3).unwrap_or_default();
        match text.strip_prefix("@ed ") {
            Some(article) => on(Surface::Education, article),
            None => on(Surface::Product, text),
        }
    };
    let missed: Vec<&str> = lines
        .iter()
        .copied()
        .filter(|line| !wanted(verdict(line)))
        .collect();
    (
        (lines.len() - missed.len()) * 100 / lines.len().max(1),
        missed,
    )
}

#[test]
fn the_corpus_is_judged_as_a_reader_would() {
    let lines = || {
        include_str!("corpus.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
    };
    let claims: Vec<&str> = lines().filter(|line| line.starts_with('D')).collect();
    let explicit: Vec<&str> = claims
        .iter()
        .copied()
        .filter(|line| line.split(' ').nth(2) == Some("E"))
        .collect();
    let acceptable: Vec<&str> = lines().filter(|line| line.starts_with('A')).collect();
    assert!(claims.len() + acceptable.len() > 1000);
    let (flagged, missed) = share(&claims, |verdict| verdict > Verdict::Ok);
    assert!(
        flagged >= 95,
        "{flagged} % of claims flagged, not: {missed:#?}"
    );
    let (blocked, missed) = share(&explicit, |verdict| verdict == Verdict::Block);
    assert!(
        blocked >= 95,
        "{blocked} % of explicit claims blocked, not: {missed:#?}"
    );
    let (passed, stopped) = share(&acceptable, |verdict| verdict == Verdict::Ok);
    assert!(
        passed >= 95,
        "{passed} % of acceptable statements pass, not: {stopped:#?}"
    );
    let (spared, blocked) = share(&acceptable, |verdict| verdict < Verdict::Block);
    assert!(
        spared >= 99,
        "{spared} % of acceptable statements are not blocked, but: {blocked:#?}"
    );
}

#[test]
fn authorised_wordings_pass_in_the_eu_and_other_health_claims_do_not() {
    let eu = |text: &str| pack(Jurisdiction::Eu).lint(text, &Context::default());
    for text in [
        "Vitamin C and zinc contribute to the normal function of the immune system.",
        "Magnesium contributes to normal energy-yielding metabolism and to the reduction of tiredness and fatigue.",
        "Vitamin D contributes to the maintenance of normal bones and teeth",
        "Folic acid contributes to maternal tissue growth during pregnancy",
        "80 mg of vitamin C in each tablet",
        "Store below 25 °C.",
    ] {
        assert_eq!(
            eu(text).verdict,
            Verdict::Ok,
            "{text}: {:?}",
            eu(text).findings
        );
    }
    for text in [
        "Vitamin C supports your immune system",
        "Turmeric contributes to joint health",
        "Lose 5 kg in 4 weeks",
        "Cures flu",
    ] {
        assert_eq!(eu(text).verdict, Verdict::Block, "{text}");
    }
    for text in ["Good for your gut", "Probiotic drink"] {
        assert_eq!(eu(text).verdict, Verdict::Review, "{text}");
    }
    assert!(
        pack(Jurisdiction::Eu)
            .wordings()
            .iter()
            .all(|wording| eu(&wording.wording).verdict == Verdict::Ok)
    );
}

#[test]
fn spans_count_scalars_and_cover_the_words_that_matter() {
    let text = "Für alle: helps “heal” a leaky\u{ad} gut, naïvely.";
    let judgement = judge(text);
    assert_eq!(judgement.verdict, Verdict::Block);
    let scalars: Vec<char> = text.chars().collect();
    let spans: Vec<String> = judgement
        .findings
        .iter()
        .map(|finding| {
            scalars
                .iter()
                .skip(finding.span.0)
                .take(finding.span.1 - finding.span.0)
                .collect()
        })
        .collect();
    assert!(
        spans.iter().any(|span| span.contains("leaky\u{ad} gut")),
        "{spans:?}"
    );
}

#[test]
fn disguised_words_are_read() {
    for text in [
        "Cures c@ncer",
        "Cures ｃａｎｃｅｒ",
        "Cures саncer",
        "Cures c.a.n.c.e.r",
        "Cures c a n c e r",
        "cures can\u{200b}cer",
        "#leakygut",
    ] {
        assert_ne!(judge(text).verdict, Verdict::Ok, "{text}");
    }
}

#[test]
fn context_decides() {
    for text in [
        "Consult your physician before use if you have diabetes.",
        "Supports blood sugar levels already within the normal range.",
        "Better dietary and exercise patterns can contribute to disease prevention and better health.",
        "These statements have not been evaluated by the Food and Drug Administration. This product is not intended to diagnose, treat, cure, or prevent any disease.",
        "This powder does not treat diabetes or any other disease.",
        "Adequate calcium throughout life, as part of a well-balanced diet, may reduce the risk of osteoporosis.",
    ] {
        let judgement = judge(text);
        assert_eq!(
            judgement.verdict,
            Verdict::Ok,
            "{text}: {:?}",
            judgement.findings
        );
    }
    for text in [
        "Supports blood sugar levels and lowers cholesterol",
        "This product doesn't just relieve arthritis, it cures it.",
    ] {
        assert_eq!(judge(text).verdict, Verdict::Block, "{text}");
    }
}

#[test]
fn surfaces_decide() {
    assert_eq!(
        on(
            Surface::Education,
            "Crohn's disease is an inflammatory bowel disease."
        ),
        Verdict::Ok
    );
    assert_eq!(
        on(Surface::Education, "Turmeric cures cancer."),
        Verdict::Review
    );
    assert_eq!(
        on(Surface::Product, "Turmeric cures cancer."),
        Verdict::Block
    );
    assert_eq!(
        on(Surface::Product, "Supports normal immune function"),
        Verdict::Ok
    );
    assert_eq!(
        on(Surface::Feed, "Supports normal immune function"),
        Verdict::Review
    );
    assert_eq!(
        on(
            Surface::Agent,
            "Each capsule contains 500 mg of turmeric root."
        ),
        Verdict::Ok
    );
}

#[test]
fn statements_that_need_the_disclaimer_are_told() {
    let kind = |text: &str| judge(text).statement;
    assert_eq!(
        kind("Supports normal immune function"),
        Some(StatementKind::StructureFunction)
    );
    assert_eq!(
        kind("Magnesium is needed for hundreds of enzyme reactions in the body."),
        Some(StatementKind::StructureFunction)
    );
    assert_eq!(kind("Each capsule contains 500 mg"), None);
    assert_eq!(kind("Lactoferrin is a protein found in milk."), None);
    assert_eq!(
        kind("Excellent source of vitamin C"),
        Some(StatementKind::NutrientContent)
    );
}

#[test]
fn the_colostrum_article_is_blocked_where_it_should_be() {
    for (text, expected) in [
        (
            "One of the main reasons colostrum is such an effective therapy is because of its ability to help heal a leaky gut.",
            Verdict::Block,
        ),
        (
            "Amazingly, colostrum is able to address and correct all 3 of these physiological imbalances.",
            Verdict::Block,
        ),
        (
            "They provide therapeutic effects for patients of all ages and with a variety of chronic conditions.",
            Verdict::Block,
        ),
        (
            "Colostrum is extremely rich in antibodies to offer protection against disease-causing microorganisms.",
            Verdict::Block,
        ),
        (
            "It provides passive immunity to protect against disease.",
            Verdict::Block,
        ),
        (
            "The growth factors in colostrum play a key role in correcting intestinal permeability.",
            Verdict::Block,
        ),
        (
            "Only when the immune system is working properly can inflammation come under control.",
            Verdict::Block,
        ),
        ("Leaky gut protocol", Verdict::Block),
        ("It is safe for all ages.", Verdict::Review),
        (
            "Colostrum is the first milk that is produced by all mammals just before giving birth.",
            Verdict::Ok,
        ),
        (
            "Dietary ganglioside reduces proinflammatory signaling in the intestine.",
            Verdict::Ok,
        ),
        (
            "This product is a concentrate of peptides (proteins) derived from bovine colostrum.",
            Verdict::Ok,
        ),
    ] {
        let judgement = judge(text);
        assert_eq!(
            judgement.verdict, expected,
            "{text}: {:?}",
            judgement.findings
        );
    }
}

#[test]
fn the_title_of_a_citation_is_for_a_reviewer() {
    let title = "Calcium in the treatment of bone loss in postmenopausal women";
    for (surface, expected) in [
        (Surface::Product, Verdict::Review),
        (Surface::Education, Verdict::Ok),
    ] {
        let part = Part::ReferenceTitle;
        let context = Context { surface, part };
        let verdict = pack(Jurisdiction::Us).lint(title, &context).verdict;
        assert_eq!(verdict, expected);
    }
}

#[test]
fn long_and_hostile_lines_take_no_long_time() {
    let started = Instant::now();
    for piece in [
        "support for reduce the with ",
        "the ",
        "a-",
        "a b ",
        "ﷺé",
        "cures cancer, ",
        ". ",
        "\u{301}",
        "#aA1",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let _ = judge(&text);
    }
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn a_faulty_folder_names_file_entry_and_remedy() {
    let folder = std::env::temp_dir().join(format!("packs-{}", std::process::id()));
    let write = |text: &str| {
        let made =
            fs::create_dir_all(&folder).and_then(|()| fs::write(folder.join("us.toml"), text));
        assert!(made.is_ok(), "{made:?}");
        Packs::read(&folder)
            .map(|_| ())
            .map_err(|error| error.to_string())
            .err()
            .unwrap_or_default()
    };
    let head =
        "kind = \"pack\"\nid = \"us\"\njurisdiction = \"us\"\nversion = \"1\"\nlexicons = []\n";
    let rule = "[[rule]]\nid = \"R\"\ntitle = \"t\"\nsource = \"s\"\ndate = \"2020-01-01\"\nmessage = \"m\"\nseverity = { product = \"block\" }\n";
    let broken = write(&format!(
        "{head}{rule}any = [\"<nothing> else\"]\n[rule.examples]\nhits = [\"a\", \"b\"]\npasses = [\"c\"]\n"
    ));
    assert!(
        broken.contains("us.toml") && broken.contains("`R`") && broken.contains("`nothing`"),
        "{broken}"
    );
    let short = write(&format!(
        "{head}{rule}any = [\"word\"]\n[rule.examples]\nhits = []\n"
    ));
    assert!(short.contains("two examples"), "{short}");
    let malformed = write("kind = \"pack\"\nid = 3\n");
    assert!(malformed.contains("us.toml"), "{malformed}");
    assert_eq!(
        write(&format!(
            "{head}{rule}any = [\"word\"]\n[rule.examples]\nhits = [\"a\", \"b\"]\npasses = [\"c\"]\n"
        )),
        ""
    );
    let removed = fs::remove_dir_all(&folder);
    assert!(removed.is_ok());
}
