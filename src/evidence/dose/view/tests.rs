#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::catalog::variant::model::NetQuantity;
use crate::compliance::daily_values::nutrient_named;
use crate::compliance::reference_intakes::Audience;
use crate::evidence::dose::input::{Dose, DoseInput, StudiedDose};

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Studied doses as from, to, unit; an empty end is unknown.
type Studies<'a> = &'a [(&'a str, &'a str, &'a str)];

fn compared(
    name: &str,
    form: Option<&str>,
    amount: &str,
    servings: (&str, &str),
    studies: Studies<'_>,
) -> DoseComparison {
    let end = |text: &str| (!text.is_empty()).then(|| decimal(text));
    let studied: Vec<StudiedDose<'_>> = studies
        .iter()
        .map(|(min, max, unit)| StudiedDose {
            label: "Doe 2020",
            min: end(min),
            max: end(max),
            unit: Some(unit),
        })
        .collect();
    let capsule = NetQuantity {
        value: Decimal::ONE,
        unit: "capsule".to_owned(),
    };
    let (fewest, most) = servings;
    DoseComparison::new(&DoseInput {
        name,
        nutrient: nutrient_named(name),
        audience: Audience::Adults,
        form,
        per_serving: amount
            .split_once(' ')
            .and_then(|(amount, unit)| Dose::new(decimal(amount), unit)),
        directions: Directions::new(end(fewest), end(most), Some(&capsule)),
        studied: &studied,
    })
}

fn words(comparison: &DoseComparison) -> String {
    comparison.sentences().join(" ")
}

#[test]
fn a_day_is_said_with_where_it_stands_to_the_studied_range() {
    let within = compared(
        "Colostrum",
        None,
        "500 mg",
        ("2", ""),
        &[("0.5", "3", "g/day")],
    );
    assert_eq!(
        words(&within),
        "2 capsules a day give 1,000 mg; one study used 500 to 3,000 mg a day: within the studied range."
    );
    let below = compared(
        "Colostrum",
        None,
        "500 mg",
        ("1", ""),
        &[("10", "20", "g"), ("", "60", "g")],
    );
    assert_eq!(
        words(&below),
        "1 capsule a day gives 500 mg; studies used 10,000 to 60,000 mg a day: below the studied range."
    );
}

#[test]
fn every_position_to_the_studied_range_is_told_apart() {
    let position = |fewest, most| {
        compared(
            "Colostrum",
            None,
            "100 mg",
            (fewest, most),
            &[("300", "500", "mg")],
        )
        .studied_position
    };
    assert_eq!(position("2", "2"), Some(StudiedPosition::Below));
    assert_eq!(position("2", "3"), Some(StudiedPosition::ReachesFromBelow));
    assert_eq!(position("3", "5"), Some(StudiedPosition::Within));
    assert_eq!(position("5", "6"), Some(StudiedPosition::ReachesAbove));
    assert_eq!(position("6", "7"), Some(StudiedPosition::Above));
    assert_eq!(position("1", "9"), Some(StudiedPosition::Spans));
    assert_eq!(position("", ""), None);
}

#[test]
fn a_nutrient_has_its_share_of_the_recommendation_and_its_limit() {
    let magnesium = compared("Magnesium", None, "200 mg", ("1", "2"), &[]);
    assert_eq!(
        words(&magnesium),
        "1 to 2 capsules a day give 200 to 400 mg. No studied amount is on file. The recommended intake for adults is \
         310 to 420 mg a day from all sources (RDA): this is 48 to 129% of it. The upper limit for adults is 350 mg a \
         day, counting supplements only: the product alone can be above it."
    );
}

#[test]
fn international_units_of_vitamin_d_are_compared_and_those_of_vitamin_e_are_not() {
    let position = |comparison: &DoseComparison| comparison.limit.as_ref().unwrap().position;
    let d = compared(
        "Vitamin D3",
        None,
        "5000 IU",
        ("1", ""),
        &[("25", "100", "mcg")],
    );
    assert_eq!(position(&d), Some(LimitPosition::Above));
    assert_eq!(d.studied_position, Some(StudiedPosition::Above));
    assert!(
        words(&d).contains("is 600 to 800 IU a day"),
        "{}",
        words(&d)
    );
    let e = compared(
        "Vitamin E",
        None,
        "400 IU",
        ("1", ""),
        &[("100", "200", "mg")],
    );
    assert_eq!(position(&e), None);
    assert_eq!(e.recommended.as_ref().unwrap().percent, None);
    assert_eq!((e.studied.range, e.studied.in_other_units), (None, 1));
    assert!(
        words(&e).contains("the label's unit cannot be compared with it"),
        "{}",
        words(&e)
    );
}

#[test]
fn a_limit_that_counts_some_forms_waits_for_the_form() {
    let position = |name, form, amount| {
        let comparison = compared(name, form, amount, ("1", ""), &[]);
        comparison.limit.unwrap().position.unwrap()
    };
    let a = |form| position("Vitamin A", form, "6000 mcg RAE");
    assert_eq!(a(None), LimitPosition::DependsOnForm);
    assert_eq!(a(Some("as retinyl palmitate")), LimitPosition::Above);
    assert_eq!(a(Some("as beta-carotene")), LimitPosition::NotCounted);
    assert_eq!(
        position("Vitamin A", None, "900 mcg RAE"),
        LimitPosition::NotAbove
    );
    let e = |form| position("Vitamin E", form, "670 mg");
    assert_eq!(e(Some("as d-alpha tocopherol")), LimitPosition::NotAbove);
    assert_eq!(e(Some("as dl-alpha tocopherol")), LimitPosition::Above);
    assert_eq!(e(None), LimitPosition::DependsOnForm);
    let folate = |amount| position("Folate", Some("as folic acid"), amount);
    assert_eq!(folate("1700 mcg DFE"), LimitPosition::NotAbove);
    assert_eq!(folate("1701 mcg DFE"), LimitPosition::Above);
    assert_eq!(folate("1000 mcg"), LimitPosition::NotAbove);
}

#[test]
fn a_limit_that_differs_by_age_is_exceeded_in_part() {
    let position = |amount| {
        let comparison = compared("Calcium", None, amount, ("1", ""), &[]);
        comparison.limit.unwrap().position
    };
    assert_eq!(position("2000 mg"), Some(LimitPosition::NotAbove));
    assert_eq!(position("2200 mg"), Some(LimitPosition::AboveInPart));
    assert_eq!(position("2600 mg"), Some(LimitPosition::Above));
}

#[test]
fn what_is_unknown_is_said_and_never_zero() {
    let blend = compared(
        "Turmeric",
        None,
        "",
        ("1", ""),
        &[("", "", "mg"), ("5", "", "mg/kg")],
    );
    assert_eq!(
        words(&blend),
        "The label does not state the amount of Turmeric; one study used 5 mg/kg a day. One more study states no amount."
    );
    let undirected = compared("Zinc", None, "15 mg", ("", ""), &[("20", "30", "mL")]);
    assert_eq!(
        words(&undirected),
        "One serving gives 15 mg; how many are taken a day is not stated. One study used an amount that cannot be \
         compared: its unit is another. The recommended intake for adults is 8 to 11 mg a day from all sources (RDA). \
         The upper limit for adults is 40 mg a day, counting food, water and supplements: the day's amount is not known."
    );
    let bar = DoseBar::new(
        &compared("Turmeric", None, "0 mg", ("", ""), &[]),
        None,
        None,
    );
    assert!(bar.picture.is_none());
    assert!(
        bar.rows
            .iter()
            .all(|row| row.is_unknown && row.mark == "none")
    );
}

#[test]
fn a_nutrient_without_a_limit_says_so() {
    let b12 = compared("Vitamin B12", None, "1000 mcg", ("1", ""), &[]);
    assert!(words(&b12).ends_with("No upper limit has been set, for lack of data."));
    assert!(b12.has_reference());
    assert!(!compared("Colostrum", None, "500 mg", ("1", ""), &[]).has_reference());
}

#[test]
fn numbers_without_end_are_rounded_and_small_ones_keep_their_digits() {
    assert_eq!(number(decimal("333.333333333")), "333.333");
    assert_eq!(number(decimal("0.0000123456")), "0.0000123");
    assert_eq!(number(decimal("25000.50")), "25,000.5");
}

#[test]
fn rows_give_the_numbers_with_their_marks_and_costs() {
    let comparison = compared("Zinc", None, "15 mg", ("1", "2"), &[("10", "30", "mg")]);
    let money = |minor: i64| format!("${}.{:02}", minor / 100, minor % 100);
    let price = DosePrice {
        minor: 1999,
        servings: Some(decimal("60")),
        money: &money,
    };
    let bar = DoseBar::new(
        &comparison,
        Some("/ingredients/zinc".to_owned()),
        Some(&price),
    );
    let rows: Vec<_> = bar
        .rows
        .iter()
        .map(|row| (row.term, row.mark, row.value.as_str()))
        .collect();
    assert_eq!(
        rows,
        [
            ("Per serving", "none", "15 mg"),
            ("Per day as directed", "product", "15–30 mg"),
            ("Studied per day", "studied", "10–30 mg"),
            ("Recommended", "recommended", "8–11 mg"),
            ("Upper limit", "limit", "40 mg"),
            ("Cost per day", "none", "about $0.33 to $0.67"),
            ("Cost per studied dose", "none", "about $0.22"),
        ]
    );
    let tags: Vec<_> = bar.tags.iter().map(|tag| tag.text).collect();
    assert_eq!(tags, ["Within the studied range"]);
    let unpriced = DosePrice {
        servings: None,
        ..price
    };
    let bar = DoseBar::new(&comparison, None, Some(&unpriced));
    assert!(bar.rows.iter().all(|row| !row.term.starts_with("Cost")));
}

#[test]
fn sources_are_named_once() {
    let of = |name| compared(name, None, "1 mg", ("1", ""), &[]);
    let all = [of("Zinc"), of("Iron"), of("Calcium"), of("Colostrum")];
    let sources = sources(&all);
    assert_eq!(sources.len(), 2);
    assert!(
        sources
            .iter()
            .any(|it| it == "Dietary Reference Intakes for Calcium and Vitamin D (2011)")
    );
}
