//! Rules on declared percentages.

use super::*;
use crate::compliance::daily_values::Population;
use crate::compliance::facts_panel::samples::{energy, ingredient, nutrient, panel};
use crate::compliance::facts_panel::{PanelInput, RowInput};
use crate::compliance::severity::Severity;

fn one(row: RowInput) -> PanelInput {
    panel(&[("1 capsule", "60")], vec![row])
}

pub(super) const PERCENTS: &[content_tests::Case] = &[
    (
        PanelRule::DvDiffers,
        || one(nutrient("Vitamin C").is("90 mg 120%")),
        || one(nutrient("Vitamin C").is("90 mg 101%")),
    ),
    (
        PanelRule::DvDiffers,
        || one(nutrient("Vitamin C").is("90 mg <1%")),
        || one(nutrient("Potassium").is("5 mg <1%")),
    ),
    (
        PanelRule::DvWithoutDailyValue,
        || one(ingredient("EPA").is("1 g 63%")),
        || one(ingredient("EPA").is("1 g †")),
    ),
    (
        PanelRule::DvMissing,
        || one(nutrient("Zinc").is("11 mg")),
        || one(nutrient("Protein").is("25 g")),
    ),
    (
        PanelRule::DvDenied,
        || one(nutrient("Choline").is("15 mg †")),
        || one(nutrient("Total Sugars").is("5 g †")),
    ),
    (
        PanelRule::DvNotWhole,
        || one(nutrient("Zinc").is("11 mg 99.5%")),
        || one(nutrient("Zinc").is("11 mg 100%")),
    ),
    (
        PanelRule::DvBelowOne,
        || one(nutrient("Potassium").is("5 mg 0%")),
        || one(nutrient("Potassium").is("5 mg <1%")),
    ),
    (
        PanelRule::DvBelowOne,
        || one(nutrient("Potassium").is("5 mg <2%")),
        || one(nutrient("Potassium").is("5 mg 1%")),
    ),
    (
        PanelRule::DvOfCalories,
        || one(energy("10 kcal 1%")),
        || one(energy("10 kcal")),
    ),
];

#[test]
fn rules_on_percentages_find_what_they_are_for() {
    content_tests::check(PERCENTS);
}

fn difference(row: RowInput) -> Option<PanelFinding> {
    let found = validate(&one(row), &LabelContext::default());
    found
        .into_iter()
        .find(|finding| finding.rule == PanelRule::DvDiffers)
}

#[test]
fn declared_and_computed_percentages_are_kept_apart() {
    let found = difference(nutrient("Vitamin C").is("90 mg 120%"));
    let parts = found.map(|it| (it.severity, it.declared, it.computed, it.serving));
    let expected = (
        Severity::Block,
        Some("120%".to_owned()),
        Some("100%".to_owned()),
        Some(0),
    );
    assert_eq!(parts, Some(expected));
}

#[test]
fn a_label_from_before_2016_is_told_from_an_error() {
    for row in [
        nutrient("Vitamin C").is("150 mg 250%"),
        nutrient("Vitamin B12").is("100 mcg 1667%"),
        nutrient("Vitamin A")
            .source("as retinyl palmitate")
            .is("5000 IU 100%"),
        nutrient("Folic Acid").is("400 mcg 100%"),
    ] {
        let found = difference(row);
        assert_eq!(found.as_ref().map(|it| it.severity), Some(Severity::Review));
        assert!(found.is_some_and(|it| it.message.contains("the Daily Value before 2016")));
    }
}

#[test]
fn every_population_and_serving_size_is_checked_by_itself() {
    let mut input = panel(
        &[("1/2 tablet", "120"), ("1 tablet", "60")],
        vec![nutrient("Zinc").is("3 mg 100% 27%").is("6 mg 200% 50%")],
    );
    input.populations = vec![Population::Children1To3, Population::default()];
    let found = validate(&input, &LabelContext::default());
    let places: Vec<_> = found
        .iter()
        .filter(|finding| finding.rule == PanelRule::DvDiffers)
        .map(|finding| (finding.serving, finding.population))
        .collect();
    assert_eq!(places, [(Some(1), Some(Population::default()))]);
}

#[test]
fn a_percentage_that_cannot_be_computed_contradicts_nothing() {
    assert_eq!(difference(nutrient("Vitamin A").is("5000 IU 100%")), None);
    assert_eq!(difference(nutrient("Protein").is("25 g 45%")), None);
}
