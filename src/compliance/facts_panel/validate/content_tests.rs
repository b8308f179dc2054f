//! Every rule on the content of a panel finds what it is for, and nothing where it isn't.

use super::*;
use crate::compliance::facts_panel::samples::{blend, energy, ingredient, nutrient, panel};
use crate::compliance::facts_panel::{PanelInput, RowInput};

fn of(rows: Vec<RowInput>) -> PanelInput {
    panel(&[("1 capsule", "60")], rows)
}

fn one(row: RowInput) -> PanelInput {
    of(vec![row])
}

fn containing(row: RowInput, contains: &[&str]) -> PanelInput {
    PanelInput {
        contains: contains.iter().map(|name| (*name).to_owned()).collect(),
        ..one(row)
    }
}

fn zinc() -> RowInput {
    nutrient("Zinc").source("as zinc citrate").is("11 mg 100%")
}

/// A rule, a formula that breaks it, and one that keeps it.
pub(super) type Case = (PanelRule, fn() -> PanelInput, fn() -> PanelInput);

pub(super) fn rules_found(input: &PanelInput) -> Vec<PanelRule> {
    let solid = LabelContext {
        is_solid_oral_form: true,
        ..LabelContext::default()
    };
    validate(input, &solid)
        .into_iter()
        .map(|finding| finding.rule)
        .collect()
}

pub(super) fn check(cases: &[Case]) {
    for (rule, bad, good) in cases {
        assert!(
            rules_found(&bad()).contains(rule),
            "{} finds nothing",
            rule.id()
        );
        let found = rules_found(&good());
        assert!(!found.contains(rule), "{} finds too much", rule.id());
    }
}

pub(super) const SERVINGS_AND_AMOUNTS: &[Case] = &[
    (
        PanelRule::ServingSizeMissing,
        || panel(&[("", "60")], vec![zinc()]),
        || one(zinc()),
    ),
    (
        PanelRule::ServingSizeTerm,
        || panel(&[("2", "60")], vec![zinc()]),
        || one(zinc()),
    ),
    (
        PanelRule::ServingsMissing,
        || panel(&[("1 capsule", "")], vec![zinc()]),
        || one(zinc()),
    ),
    (PanelRule::RowsMissing, || of(Vec::new()), || one(zinc())),
    (
        PanelRule::NameMissing,
        || one(ingredient(" ").is("1 mg")),
        || one(zinc()),
    ),
    (
        PanelRule::AmountMissing,
        || one(ingredient("Rutin")),
        || one(blend("Blend").is("1 g").holds(vec![ingredient("Rutin")])),
    ),
    (
        PanelRule::ZeroDeclared,
        || one(nutrient("Total Fat").is("0 g")),
        || one(ingredient("Rutin").is("0 g")),
    ),
    (
        PanelRule::BelowDeclarable,
        || one(nutrient("Potassium").is("5 mg")),
        || one(nutrient("Potassium").is("100 mg")),
    ),
    (
        PanelRule::Increment,
        || one(energy("47 kcal").is("")),
        || one(energy("45 kcal")),
    ),
    (
        PanelRule::Increment,
        || one(nutrient("Protein").is("24.6 g")),
        || one(nutrient("Protein").is("25 g")),
    ),
    (
        PanelRule::UnitNotOfNutrient,
        || one(nutrient("Vitamin D").is("1000 IU")),
        || one(nutrient("Vitamin D").is("25 mcg")),
    ),
    (
        PanelRule::IuFormUnknown,
        || one(nutrient("Vitamin E").is("400 IU")),
        || {
            one(nutrient("Vitamin E")
                .source("as d-alpha tocopherol")
                .is("400 IU"))
        },
    ),
    (
        PanelRule::NotByWeight,
        || one(ingredient("Lactobacillus rhamnosus").is("5 billion")),
        || one(ingredient("Lactobacillus rhamnosus").is("20 mg")),
    ),
    (
        PanelRule::AmountNotExact,
        || one(ingredient("Rutin").is("~5 mg")),
        || one(nutrient("Dietary Fiber").is("<1 g")),
    ),
];

pub(super) const ORDER_AND_BLENDS: &[Case] = &[
    (
        PanelRule::NutrientOrder,
        || of(vec![zinc(), nutrient("Vitamin C").is("90 mg")]),
        || of(vec![nutrient("Vitamin C").is("90 mg"), zinc()]),
    ),
    (
        PanelRule::NutrientOrder,
        || of(vec![ingredient("Rutin").is("1 mg"), zinc()]),
        || of(vec![zinc(), ingredient("Rutin").is("1 mg")]),
    ),
    (
        PanelRule::NutrientTwice,
        || of(vec![zinc(), zinc()]),
        || one(zinc()),
    ),
    (
        PanelRule::ConstituentExceedsParent,
        || {
            one(ingredient("Fish Oil")
                .is("1 g")
                .holds(vec![ingredient("EPA").is("1200 mg")]))
        },
        || {
            one(ingredient("Fish Oil")
                .is("1 g")
                .holds(vec![ingredient("EPA").is("360 mg")]))
        },
    ),
    (
        PanelRule::FolicAcidMissing,
        || one(nutrient("Folate").source("as folic acid").is("680 mcg DFE")),
        || {
            one(nutrient("Folate")
                .source("as L-5-methylfolate")
                .is("680 mcg DFE"))
        },
    ),
    (
        PanelRule::FolateDfeDiffers,
        || {
            one(nutrient("Folate")
                .is("400 mcg DFE")
                .holds(vec![nutrient("Folic Acid").is("400 mcg")]))
        },
        || {
            one(nutrient("Folate")
                .is("400 mcg DFE")
                .holds(vec![nutrient("Folic Acid").is("235 mcg")]))
        },
    ),
    (
        PanelRule::BlendTotalMissing,
        || one(blend("Blend").holds(vec![ingredient("Rutin")])),
        || {
            one(blend("Blend")
                .is("1 g")
                .holds(vec![blend("Inner").holds(vec![ingredient("Rutin")])]))
        },
    ),
    (
        PanelRule::BlendMembersMissing,
        || one(blend("Blend").is("1 g")),
        || one(blend("Blend").is("1 g").holds(vec![ingredient("Rutin")])),
    ),
    (
        PanelRule::BlendMembersExceedTotal,
        || {
            one(blend("Blend").is("100 mg").holds(vec![
                ingredient("Rutin").is("60 mg"),
                ingredient("Hesperidin").is("50 mg"),
            ]))
        },
        || {
            one(blend("Blend").is("100 mg").holds(vec![
                ingredient("Rutin").is("60 mg"),
                ingredient("Hesperidin").is("40 mg"),
            ]))
        },
    ),
    (
        PanelRule::BlendOrder,
        || {
            one(blend("Blend").is("1 g").holds(vec![
                ingredient("Rutin").is("1 mg"),
                ingredient("Hesperidin").is("2 mg"),
            ]))
        },
        || {
            one(blend("Blend").is("1 g").holds(vec![
                ingredient("Rutin").is("2 mg"),
                ingredient("Hesperidin").is("2 mg"),
            ]))
        },
    ),
    (
        PanelRule::NutrientInBlend,
        || {
            one(blend("Blend")
                .is("1 g")
                .holds(vec![nutrient("Zinc").is("5 mg")]))
        },
        || {
            of(vec![
                zinc(),
                blend("Blend")
                    .is("1 g")
                    .holds(vec![nutrient("Zinc").is("11 mg")]),
            ])
        },
    ),
];

pub(super) const SOURCES_AND_WARNINGS: &[Case] = &[
    (
        PanelRule::PlantPartMissing,
        || one(ingredient("Turmeric Extract").is("500 mg")),
        || one(ingredient("Turmeric").part("root").is("500 mg")),
    ),
    (
        PanelRule::PlantPartMissing,
        || one(ingredient("Lepidium").botanical().is("500 mg")),
        || one(ingredient("Spirulina").is("500 mg")),
    ),
    (
        PanelRule::SourcePreposition,
        || one(nutrient("Zinc").source("zinc citrate").is("11 mg")),
        || one(zinc()),
    ),
    (
        PanelRule::IngredientsMissing,
        || one(nutrient("Zinc").is("11 mg")),
        || one(zinc()),
    ),
    (
        PanelRule::AllergenUndeclared,
        || containing(ingredient("Bovine Colostrum").is("1 g"), &[]),
        || containing(ingredient("Bovine Colostrum").is("1 g"), &["Milk"]),
    ),
    (
        PanelRule::AllergenUndeclared,
        || {
            containing(
                ingredient("Soy Protein").source("with whey").is("1 g"),
                &["Milk"],
            )
        },
        || containing(ingredient("Soy Protein").is("1 g"), &[]),
    ),
    (
        PanelRule::AllergenUnspecified,
        || containing(ingredient("Fish Oil").is("1 g"), &["Fish"]),
        || {
            containing(
                ingredient("Fish Oil").is("1 g"),
                &["Fish (anchovies, sardines)"],
            )
        },
    ),
    (
        PanelRule::IronWarningMissing,
        || one(nutrient("Iron").is("18 mg")),
        || one(zinc()),
    ),
];

#[test]
fn rules_on_servings_and_amounts_find_what_they_are_for() {
    check(SERVINGS_AND_AMOUNTS);
}

#[test]
fn rules_on_order_and_blends_find_what_they_are_for() {
    check(ORDER_AND_BLENDS);
}

#[test]
fn rules_on_sources_and_warnings_find_what_they_are_for() {
    check(SOURCES_AND_WARNINGS);
}

#[test]
fn every_rule_is_tested_and_has_its_own_id_a_title_and_a_source() {
    let content = [
        SERVINGS_AND_AMOUNTS,
        ORDER_AND_BLENDS,
        SOURCES_AND_WARNINGS,
        percent_tests::PERCENTS,
    ];
    let content = content.into_iter().flatten().map(|(rule, ..)| *rule);
    let layout = layout_tests::LAYOUT.iter().map(|(rule, _)| *rule);
    let tested: std::collections::BTreeSet<PanelRule> = content.chain(layout).collect();
    let all: Vec<PanelRule> = tested.into_iter().collect();
    assert_eq!(all, PanelRule::ALL);
    let ids: std::collections::BTreeSet<&str> =
        PanelRule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids.len(), PanelRule::ALL.len());
    for rule in PanelRule::ALL {
        assert!(
            rule.id().starts_with("facts.")
                && !rule.title().is_empty()
                && rule.source().contains("10")
                || rule.source().contains("403")
        );
    }
}

#[test]
fn a_sound_panel_has_no_finding_but_notes_on_computed_percentages() {
    let mut input = of(vec![
        energy("10 kcal"),
        nutrient("Vitamin C").source("as ascorbic acid").is("90 mg"),
        zinc(),
        ingredient("Turmeric").part("root").is("500 mg †"),
    ]);
    input.other_ingredients = vec!["Hypromellose".to_owned()];
    assert_eq!(rules_found(&input), [PanelRule::DvMissing]);
}

#[test]
fn the_iron_warning_is_found_whatever_its_case_and_breaks() {
    let cautions = format!(
        "Keep dry.\n{}\nStore cool.",
        IRON_WARNING.to_uppercase().replace(". ", ".\n")
    );
    let context = |cautions| LabelContext {
        cautions,
        is_solid_oral_form: true,
        ..LabelContext::default()
    };
    let iron = one(nutrient("Iron")
        .source("as ferrous fumarate")
        .is("18 mg 100%"));
    let has_finding = |context: LabelContext<'_>| {
        let found = validate(&iron, &context);
        found
            .iter()
            .any(|finding| finding.rule == PanelRule::IronWarningMissing)
    };
    assert!(!has_finding(context(&cautions)));
    assert!(has_finding(context("Keep out of reach of children.")));
    assert!(!has_finding(LabelContext::default()));
}

#[test]
fn a_finding_says_where_and_is_published_with_the_id_of_its_rule() {
    let inner = blend("Inner").holds(vec![ingredient("Rutin"), nutrient("Zinc").is("5 mg")]);
    let input = of(vec![
        zinc(),
        blend("Outer").is("1 g").holds(vec![inner]),
        blend("Other").holds(vec![ingredient("Rutin")]),
    ]);
    let found = validate(&input, &LabelContext::default());
    let missing = found
        .iter()
        .find(|finding| finding.rule == PanelRule::BlendTotalMissing);
    assert_eq!(
        missing.and_then(|finding| finding.row.clone()),
        Some(vec![2])
    );
    let json = serde_json::to_string(&missing).unwrap_or_default();
    assert!(
        json.starts_with(r#"{"rule":"facts.blend-total-missing","severity":"review","row":[2],"#)
    );
}
