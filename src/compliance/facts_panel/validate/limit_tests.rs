//! Formulas at the limits of what can be written.

use rust_decimal::Decimal;

use super::*;
use crate::compliance::facts_panel::samples::{blend, ingredient, nutrient, panel};
use crate::compliance::facts_panel::{AmountInput, DeclaredPercent, Operator, RowInput, to_text};

fn huge(mut row: RowInput, unit: &str) -> RowInput {
    row.amounts.push(AmountInput {
        quantity: Some((Operator::Equal, Decimal::MAX, unit.to_owned())),
        percents: vec![DeclaredPercent::Equal(Decimal::MAX)],
    });
    row
}

#[test]
fn amounts_too_large_to_calculate_with_are_judged_all_the_same() {
    let units = ["g", "mg", "mcg", "mcg DFE", "IU", "kcal", ""];
    for unit in units {
        let folic_acid = huge(nutrient("Folic Acid"), "mcg");
        let rows = vec![
            huge(nutrient("Folate").source("as folic acid"), unit).holds(vec![folic_acid]),
            huge(nutrient("Protein"), unit),
            huge(nutrient("Vitamin D"), unit),
            huge(blend("Blend"), unit).holds(vec![
                huge(ingredient("Rutin"), unit),
                huge(ingredient("Hesperidin"), unit),
            ]),
        ];
        let input = panel(&[("1 capsule", "60")], rows);
        assert!(!validate(&input, &LabelContext::default()).is_empty());
        assert!(!to_text(&build(&input)).is_empty());
    }
}

#[test]
fn an_empty_formula_has_findings_and_no_panic() {
    let rules: Vec<PanelRule> = validate(&PanelInput::default(), &LabelContext::default())
        .into_iter()
        .map(|finding| finding.rule)
        .collect();
    let expected = [
        PanelRule::ServingSizeMissing,
        PanelRule::ServingsMissing,
        PanelRule::RowsMissing,
    ];
    assert_eq!(rules, expected);
}

#[test]
fn a_tree_deeper_than_any_label_is_judged() {
    let deep = (0..300).fold(ingredient("Rutin"), |row, _| {
        blend("Blend").holds(vec![row])
    });
    let input = panel(&[("1 capsule", "60")], vec![deep]);
    let found = validate(&input, &LabelContext::default());
    assert!(
        found
            .iter()
            .any(|finding| finding.rule == PanelRule::BlendTotalMissing)
    );
}
