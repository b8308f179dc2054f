//! Reference values, conversions, and what a row of the table says.

use rust_decimal::Decimal;

use super::*;
use crate::compliance::daily_values::{Form, Nutrient};
use crate::compliance::facts_panel::RowInput;
use crate::compliance::facts_panel::samples::{
    blend, decimal, energy, ingredient, nutrient, panel,
};

fn row(row: RowInput, times: i64) -> (String, String, AmountState, Option<String>) {
    let portion = DailyPortion {
        serving: 0,
        times: Decimal::from(times),
    };
    let composition = compose(&panel(&[("1 capsule", "60")], vec![row]), portion);
    let first = composition.rows.into_iter().next();
    first
        .map(|row| (row.name, row.amount, row.amount_state, row.percent))
        .unwrap_or_else(|| panic!("no row"))
}

fn stated(
    name: &str,
    amount: &str,
    percent: &str,
) -> (String, String, AmountState, Option<String>) {
    let percent = (!percent.is_empty()).then(|| percent.to_owned());
    (
        name.to_owned(),
        amount.to_owned(),
        AmountState::Stated,
        percent,
    )
}

#[test]
fn all_27_reference_values_are_there_once() {
    let nutrients: std::collections::BTreeSet<_> = TABLE.iter().map(|row| row.nutrient).collect();
    assert_eq!(nutrients.len(), 27);
    let amount = |nutrient| nutrient_reference(nutrient).map(|row| row.amount);
    assert_eq!(amount(Nutrient::VitaminD), Some(decimal("5")));
    assert_eq!(amount(Nutrient::VitaminB12), Some(decimal("2.5")));
    assert_eq!(amount(Nutrient::Magnesium), Some(decimal("375")));
    assert_eq!(amount(Nutrient::Potassium), Some(decimal("2000")));
    assert_eq!(amount(Nutrient::Iodine), Some(decimal("150")));
    assert_eq!(amount(Nutrient::Choline), None);
}

#[test]
fn amounts_are_for_the_day_in_european_units_and_names() {
    assert_eq!(
        row(nutrient("Vitamin D3").is("25 mcg"), 1),
        stated("Vitamin D", "25 µg", "500%")
    );
    assert_eq!(
        row(nutrient("Vitamin D3").is("1000 IU"), 2),
        stated("Vitamin D", "50 µg", "1,000%")
    );
    assert_eq!(
        row(nutrient("Thiamine").is("1.1 mg"), 3),
        stated("Thiamin", "3.3 mg", "300%")
    );
    assert_eq!(
        row(nutrient("Potassium").is("5 mg"), 1),
        stated("Potassium", "5 mg", "<1%")
    );
    assert_eq!(
        row(nutrient("Choline").is("10 mg"), 1),
        stated("Choline", "10 mg", "")
    );
    assert_eq!(
        row(nutrient("Niacin").is("16 mg NE"), 1),
        stated("Niacin", "16 mg NE", "100%")
    );
    assert_eq!(
        row(energy("130 kcal"), 1),
        stated("Energy", "544 kJ / 130 kcal", "")
    );
    assert_eq!(
        row(nutrient("Dietary Fiber").is("<1 g"), 1),
        stated("Fibre", "<1 g", "")
    );
}

#[test]
fn folate_has_a_percentage_only_when_its_folic_acid_is_stated() {
    let folate = |nested: Vec<RowInput>| nutrient("Folate").is("680 mcg DFE").holds(nested);
    let (_, amount, state, percent) = row(folate(Vec::new()), 1);
    assert_eq!(
        (amount.as_str(), state, percent),
        ("680 µg DFE", AmountState::NotConverted, None)
    );
    let with_acid = folate(vec![nutrient("Folic Acid").is("400 mcg")]);
    assert_eq!(row(with_acid, 1), stated("Folic acid", "400 µg", "200%"));
    assert_eq!(
        row(nutrient("Folic Acid").is("200 mcg"), 1),
        stated("Folic acid", "200 µg", "100%")
    );
}

#[test]
fn vitamins_a_and_e_convert_only_in_the_forms_that_count_alike() {
    let of = |amount: &str, unit, nutrient, form| {
        in_unit_of_reference(decimal(amount), unit, nutrient, form)
    };
    let a = Nutrient::VitaminA;
    assert_eq!(
        of("800", "mcg RAE", a, Some(Form::Retinol)),
        Some(decimal("800"))
    );
    assert_eq!(of("800", "mcg RAE", a, Some(Form::BetaCarotene)), None);
    assert_eq!(of("800", "mcg RAE", a, None), None);
    assert_eq!(
        of("1000", "IU", a, Some(Form::Retinol)),
        Some(decimal("300.0"))
    );
    let e = Nutrient::VitaminE;
    assert_eq!(
        of("12", "mg", e, Some(Form::NaturalVitaminE)),
        Some(decimal("12"))
    );
    assert_eq!(
        of("12", "mg alpha-tocopherol", e, Some(Form::NaturalVitaminE)),
        Some(decimal("12"))
    );
    assert_eq!(of("12", "mg", e, Some(Form::SyntheticVitaminE)), None);
    assert_eq!(of("12", "mg", e, None), None);
    assert_eq!(of("12", "scoop", Nutrient::Zinc, None), None);
}

#[test]
fn what_is_not_stated_is_not_zero() {
    let (_, amount, state, percent) = row(blend("Blend").holds(vec![ingredient("Rutin")]), 2);
    assert_eq!(
        (amount.as_str(), state, percent),
        ("", AmountState::NotStated, None)
    );
}

#[test]
fn the_rows_take_the_order_of_the_annex() {
    let rows = [
        "Zinc",
        "Vitamin C",
        "Rutin",
        "Potassium",
        "Vitamin D",
        "Choline",
        "Protein",
    ];
    let rows = rows.iter().map(|name| nutrient(name).is("10 mg")).collect();
    let portion = DailyPortion {
        serving: 0,
        times: Decimal::ONE,
    };
    let names: Vec<_> = compose(&panel(&[], rows), portion)
        .rows
        .into_iter()
        .map(|row| row.name)
        .collect();
    let expected = [
        "Protein",
        "Vitamin D",
        "Vitamin C",
        "Potassium",
        "Zinc",
        "Choline",
        "Rutin",
    ];
    assert_eq!(names, expected);
}
