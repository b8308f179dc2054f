use rust_decimal::Decimal;

use super::*;

const ADULTS: Population = Population::AdultsAndChildrenFrom4;

fn of(amount: &str, unit: &str, nutrient: Nutrient) -> Option<Percent> {
    percent(decimal(amount), unit, nutrient, ADULTS)
}

fn decimal(text: &str) -> Decimal {
    match text.parse() {
        Ok(value) => value,
        Err(error) => panic!("{text}: {error}"),
    }
}

#[test]
fn the_sanity_vectors_of_the_spec_hold() {
    assert_eq!(
        of("25", "mcg", Nutrient::VitaminD),
        Some(Percent::Whole(125))
    );
    assert_eq!(
        of("500", "mg", Nutrient::VitaminC),
        Some(Percent::Whole(556))
    );
    assert_eq!(
        of("1000", "mcg", Nutrient::VitaminB12),
        Some(Percent::Whole(41_667))
    );
    assert_eq!(
        of("400", "mcg DFE", Nutrient::Folate),
        Some(Percent::Whole(100))
    );
    assert_eq!(
        of("5", "mg", Nutrient::Potassium),
        Some(Percent::LessThanOne)
    );
}

#[test]
fn every_population_has_its_own_column() {
    let zinc = |population| daily_value(Nutrient::Zinc, population).map(|value| value.amount);
    assert_eq!(zinc(ADULTS), Some(decimal("11")));
    assert_eq!(zinc(Population::Infants), Some(decimal("3")));
    assert_eq!(zinc(Population::Children1To3), Some(decimal("3")));
    assert_eq!(zinc(Population::PregnantAndLactating), Some(decimal("13")));
    let vitamin_k = daily_value(Nutrient::VitaminK, Population::Infants);
    assert_eq!(
        vitamin_k,
        Some(DailyValue {
            amount: decimal("2.5"),
            unit: Unit::Microgram
        })
    );
}

#[test]
fn what_the_regulation_leaves_out_has_no_daily_value() {
    let without: Vec<_> = Nutrient::ALL
        .into_iter()
        .filter(|nutrient| daily_value(*nutrient, ADULTS).is_none())
        .collect();
    let expected = [
        Nutrient::Calories,
        Nutrient::TransFat,
        Nutrient::PolyunsaturatedFat,
        Nutrient::MonounsaturatedFat,
        Nutrient::SolubleFiber,
        Nutrient::InsolubleFiber,
        Nutrient::TotalSugars,
        Nutrient::SugarAlcohol,
        Nutrient::Fluoride,
    ];
    assert_eq!(without, expected);
    assert_eq!(daily_value(Nutrient::Sodium, Population::Infants), None);
}

#[test]
fn every_row_of_the_table_is_there_once_and_every_value_is_positive() {
    let names: std::collections::BTreeSet<_> =
        table::TABLE.iter().map(|(nutrient, _)| *nutrient).collect();
    assert_eq!(names.len(), table::TABLE.len());
    let values = table::TABLE
        .iter()
        .flat_map(|(_, values)| values.iter().flatten());
    assert!(values.into_iter().all(|value| *value > Decimal::ZERO));
}

#[test]
fn the_order_is_that_of_the_regulation() {
    assert!(Nutrient::ALL.is_sorted());
    assert!(Nutrient::Choline < Nutrient::Calcium && Nutrient::Iron < Nutrient::Phosphorus);
    assert!(Nutrient::Chloride < Nutrient::Sodium && Nutrient::Potassium < Nutrient::Fluoride);
    assert!(Nutrient::Folate < Nutrient::VitaminB12 && Nutrient::Protein < Nutrient::VitaminA);
}

#[test]
fn halves_round_up() {
    // 0.25 g of 50 g is exactly half a percent.
    assert_eq!(
        of("0.25", "g", Nutrient::AddedSugars),
        Some(Percent::Whole(1))
    );
    assert_eq!(
        of("0.249", "g", Nutrient::AddedSugars),
        Some(Percent::LessThanOne)
    );
    assert_eq!(
        of("0.75", "g", Nutrient::AddedSugars),
        Some(Percent::Whole(2))
    );
}

#[test]
fn a_declared_zero_is_zero_percent() {
    assert_eq!(of("0", "mg", Nutrient::Sodium), Some(Percent::Whole(0)));
    assert_eq!(of("-1", "mg", Nutrient::Sodium), None);
}

#[test]
fn plain_masses_convert_among_each_other() {
    assert_eq!(
        of("1", "Gram(s)", Nutrient::Calcium),
        Some(Percent::Whole(77))
    );
    assert_eq!(of("900", "µg", Nutrient::Copper), Some(Percent::Whole(100)));
    assert_eq!(
        of("900", "\u{3bc}g", Nutrient::Copper),
        Some(Percent::Whole(100))
    );
    assert_eq!(
        of("0.02", "mg", Nutrient::VitaminD),
        Some(Percent::Whole(100))
    );
    assert_eq!(
        of("300", "ug", Nutrient::Biotin),
        Some(Percent::Whole(1000))
    );
}

#[test]
fn only_international_units_of_vitamin_d_convert_without_a_form() {
    assert_eq!(
        of("1000", "IU", Nutrient::VitaminD),
        Some(Percent::Whole(125))
    );
    assert_eq!(
        of("1000", "I.U.", Nutrient::VitaminD),
        Some(Percent::Whole(125))
    );
    assert_eq!(of("5000", "IU", Nutrient::VitaminA), None);
    assert_eq!(of("400", "IU", Nutrient::VitaminE), None);
}

#[test]
fn plain_folate_and_vitamin_a_stay_unknown_but_niacin_and_vitamin_e_do_not() {
    assert_eq!(of("400", "mcg", Nutrient::Folate), None);
    assert_eq!(of("900", "mcg", Nutrient::VitaminA), None);
    assert_eq!(
        of("900", "mcg RAE", Nutrient::VitaminA),
        Some(Percent::Whole(100))
    );
    assert_eq!(
        of("900", "ug{RAE}", Nutrient::VitaminA),
        Some(Percent::Whole(100))
    );
    assert_eq!(of("16", "mg", Nutrient::Niacin), Some(Percent::Whole(100)));
    assert_eq!(
        of("16", "mg NE", Nutrient::Niacin),
        Some(Percent::Whole(100))
    );
    assert_eq!(
        of("15", "mg", Nutrient::VitaminE),
        Some(Percent::Whole(100))
    );
    assert_eq!(
        of("15", "mg alpha-tocopherol", Nutrient::VitaminE),
        Some(Percent::Whole(100))
    );
}

#[test]
fn a_qualifier_of_another_substance_is_refused() {
    assert_eq!(of("400", "mcg DFE", Nutrient::VitaminB12), None);
    assert_eq!(of("400", "mcg DFE", Nutrient::VitaminA), None);
    assert_eq!(of("1", "scoop", Nutrient::Calcium), None);
    assert_eq!(of("1", "", Nutrient::Calcium), None);
}

#[test]
fn amounts_too_large_to_calculate_with_are_unknown() {
    assert_eq!(
        percent(Decimal::MAX, "g", Nutrient::VitaminB12, ADULTS),
        None
    );
}

#[test]
fn label_names_find_their_nutrient() {
    let pairs = [
        ("Vitamin B6 (pyridoxine)", Nutrient::VitaminB6),
        ("Thiamine", Nutrient::Thiamin),
        ("Vitamin B1", Nutrient::Thiamin),
        ("Vitamin B-12", Nutrient::VitaminB12),
        ("vit. b 12", Nutrient::VitaminB12),
        ("Folic Acid", Nutrient::Folate),
        ("Vitamin D3", Nutrient::VitaminD),
        (
            "Vitamin D-3 (as cholecalciferol [from lichen (wild)])",
            Nutrient::VitaminD,
        ),
        ("Total Carbohydrates", Nutrient::TotalCarbohydrate),
        ("Niacin", Nutrient::Niacin),
        ("Sodium", Nutrient::Sodium),
        ("Calcium as Calcium Carbonate", Nutrient::Calcium),
        ("Elemental Iron", Nutrient::Iron),
        ("Includes 5g Added Sugars", Nutrient::AddedSugars),
        ("Sugars (added)", Nutrient::AddedSugars),
        ("Ascorbic Acid (Vitamin C)", Nutrient::VitaminC),
        (" PROTEIN ", Nutrient::Protein),
    ];
    for (name, nutrient) in pairs {
        assert_eq!(nutrient_named(name), Some(nutrient), "{name}");
    }
}

#[test]
fn names_that_only_contain_a_nutrient_are_not_that_nutrient() {
    let names = [
        "Calcium Carbonate",
        "Vitamin B Complex",
        "Calories from Fat",
        "Calories (from fat)",
        "Whey Protein",
        "Beta-Carotene",
        "Sodium Bicarbonate",
        "Apple Pectin",
        "Omega-3 Fatty Acids",
        "Magnesium Glycinate",
        "",
        "™",
    ];
    for name in names {
        assert_eq!(nutrient_named(name), None, "{name}");
    }
}

#[test]
fn a_synonym_says_which_form_it_names_and_a_spelling_says_nothing() {
    assert_eq!(
        form_named("Vitamin D3 (cholecalciferol)"),
        Some("vitamin D3")
    );
    assert_eq!(form_named("Vitamin B1"), Some("vitamin B1"));
    assert_eq!(form_named("Thiamine"), None);
    assert_eq!(form_named("Vitamin C"), None);
}

#[test]
fn every_standard_name_and_unit_finds_itself() {
    for nutrient in Nutrient::ALL {
        assert_eq!(nutrient_named(nutrient.name()), Some(nutrient));
        assert_eq!(Unit::parse(nutrient.unit().label()), Some(nutrient.unit()));
    }
}

#[test]
fn international_units_of_a_named_form_convert() {
    let percent_as = |amount: &str, nutrient, form| {
        percent_of_form(decimal(amount), "IU", nutrient, Some(form), ADULTS)
    };
    let pairs = [
        ("3000", Nutrient::VitaminA, Form::Retinol, 100),
        ("3000", Nutrient::VitaminA, Form::BetaCarotene, 100),
        (
            "5000",
            Nutrient::VitaminA,
            Form::RetinolAndBetaCarotene,
            167,
        ),
        ("400", Nutrient::VitaminE, Form::NaturalVitaminE, 1787),
        ("400", Nutrient::VitaminE, Form::SyntheticVitaminE, 1200),
    ];
    for (amount, nutrient, form, whole) in pairs {
        assert_eq!(
            percent_as(amount, nutrient, form),
            Some(Percent::Whole(whole)),
            "{form:?}"
        );
    }
    assert_eq!(percent_as("400", Nutrient::VitaminE, Form::Retinol), None);
}

#[test]
fn folic_acid_counts_for_more_than_its_weight() {
    let folic = |amount: &str, unit| {
        percent_of_form(
            decimal(amount),
            unit,
            Nutrient::Folate,
            Some(Form::FolicAcid),
            ADULTS,
        )
    };
    assert_eq!(folic("400", "mcg"), Some(Percent::Whole(170)));
    assert_eq!(folic("0.4", "mg"), Some(Percent::Whole(170)));
    assert_eq!(folic("400", "mcg DFE"), Some(Percent::Whole(100)));
}
