//! Rows, amounts, units and daily values.

use super::*;

#[test]
fn a_quantity_of_zero_with_unit_np_is_not_declared() {
    for unit in [
        r#""NP""#,
        r#""np""#,
        r#""""#,
        r#""Not Present""#,
        "null",
        r#"" NP ""#,
    ] {
        let label = with_amount(&format!(r#""quantity": 0, "unit": {unit}"#));
        assert_eq!(amount_text(&label), "not declared", "{unit}");
        assert_eq!(warned(&label), [""; 0], "{unit}");
    }
}

#[test]
fn a_real_zero_stays_declared() {
    let label = with_amount(r#""quantity": 0, "unit": "Gram(s)""#);
    assert_eq!(amount_text(&label), "Equal 0 g");
}

#[test]
fn an_amount_without_a_unit_is_not_declared_and_warned_of() {
    let label = with_amount(
        r#""quantity": 0.26, "unit": "NP", "dailyValueTargetGroup": [{"name": "Adults", "percent": 10}]"#,
    );
    assert_eq!(amount_text(&label), "not declared");
    assert_eq!(warned(&label), ["/ingredientRows/0/quantity/0/quantity"]);
    assert!(first_amount(&label).daily_values[0].percent.is_some());
}

#[test]
fn the_word_none_as_unit_is_not_declared_and_warned_of() {
    let label = with_amount(r#""quantity": 5, "unit": "None""#);
    assert_eq!(amount_text(&label), "not declared");
    assert_eq!(warned(&label), ["/ingredientRows/0/quantity/0/unit"]);
}

#[test]
fn numbers_keep_the_decimals_of_the_file() {
    for (written, read) in [
        ("0.1", "0.1"),
        ("2.50", "2.50"),
        (r#""2.50""#, "2.50"),
        ("5e9", "5000000000"),
        (r#""1,000""#, "1000"),
        ("12345678901234567.25", "12345678901234567.25"),
    ] {
        let label = with_amount(&format!(r#""quantity": {written}, "unit": "mg""#));
        assert_eq!(amount_text(&label), format!("Equal {read} mg"));
    }
}

#[test]
fn an_amount_that_is_no_number_is_warned_of() {
    for written in [
        r#""0,5""#,
        r#""lots""#,
        "-1",
        "true",
        "[]",
        "{}",
        "1e400",
        r#""1_000""#,
    ] {
        let label = with_amount(&format!(r#""quantity": {written}, "unit": "mg""#));
        assert_eq!(amount_text(&label), "not declared", "{written}");
        assert_eq!(
            warned(&label),
            ["/ingredientRows/0/quantity/0/quantity"],
            "{written}"
        );
    }
}

#[test]
fn units_of_amounts_are_normalised() {
    for (printed, unit) in [
        ("Gram(s)", "g"),
        ("mg", "mg"),
        ("mcg", "mcg"),
        ("\u{b5}g", "mcg"),
        ("\u{3bc}g", "mcg"),
        ("Microgram(s)", "mcg"),
        ("I.U.", "IU"),
        ("Calorie(s)", "kcal"),
        ("{Calories}", "kcal"),
        ("mg NE", "mg NE"),
        ("mcg dfe", "mcg DFE"),
        ("mcg  RAE ", "mcg RAE"),
        ("Billion CFU(s)", "Billion CFU"),
        ("Viable Cell(s)", "viable cells"),
        ("HUT", "HUT"),
        ("Papain Unit(s)", "Papain Unit"),
    ] {
        let label = with_amount(&format!(r#""quantity": 1, "unit": "{printed}""#));
        assert_eq!(amount_text(&label), format!("Equal 1 {unit}"));
    }
}

#[test]
fn operators_are_read_from_their_field_or_the_number() {
    for (fields, operator) in [
        (r#""operator": "<", "quantity": 1"#, "LessThan"),
        (r#""operator": ">=", "quantity": 1"#, "GreaterOrEqual"),
        (r#""operator": null, "quantity": 1"#, "Equal"),
        (r#""operator": "=", "quantity": "<1""#, "LessThan"),
        (r#""operator": "~", "quantity": 1"#, "Approximately"),
    ] {
        let label = with_amount(&format!(r#"{fields}, "unit": "g""#));
        assert_eq!(amount_text(&label), format!("{operator} 1 g"), "{fields}");
    }
    let odd = with_amount(r#""operator": "?!", "quantity": 1, "unit": "g""#);
    assert_eq!(warned(&odd), ["/ingredientRows/0/quantity/0/operator"]);
}

#[test]
fn daily_values_keep_population_operator_and_footnote() {
    let label = with_amount(
        r#""quantity": 1, "unit": "mg", "dailyValueTargetGroup": [
            {"name": "Adults", "operator": "<", "percent": 1},
            {"name": "Children", "operator": null, "percent": null, "footnote": "Daily Value not established "},
            {"name": "Infants", "percent": "<1%"},
            {"name": null, "percent": null, "footnote": ""}, null]"#,
    );
    let values = &first_amount(&label).daily_values;
    assert_eq!(values.len(), 3);
    assert_eq!(
        (values[0].operator, values[2].operator),
        (Op::LessThan, Op::LessThan)
    );
    assert_eq!(
        values[1].footnote.as_deref(),
        Some("Daily Value not established")
    );
    assert_eq!(values[1].percent, None);
    assert_eq!(label.populations, ["Adults", "Children", "Infants"]);
}

#[test]
fn rows_nest_three_deep() {
    let label = label(
        r#""ingredientRows": [{"order": 4, "name": "Blend A", "category": "blend", "nestedRows": [
            {"order": 5, "name": "Leaf", "nestedRows": [{"order": 6, "name": "Caffeine"}, null]}]}]"#,
    );
    let leaf = &label.rows[0].rows[0];
    assert_eq!(
        (leaf.order, leaf.rows[0].order, leaf.rows[0].name.as_str()),
        (5, 6, "Caffeine")
    );
}

#[test]
fn rows_nested_too_deep_are_refused() {
    let nest = |depth: usize| {
        let open = r#"{"name": "x", "nestedRows": ["#.repeat(depth);
        format!(
            r#"{{"id": 1, "fullName": "a", "brandName": "b", "ingredientRows": [{open}{}]}}"#,
            "]}".repeat(depth)
        )
    };
    read(&nest(32));
    let (pointer, message) = refused(&nest(33));
    assert!(pointer.ends_with("/nestedRows/0/nestedRows"));
    assert_eq!(message, "The rows nest more than 32 levels deep.");
}

#[test]
fn a_row_without_a_name_is_named_after_its_group_or_leaves_its_rows() {
    let label = label(
        r#""ingredientRows": [{"name": "", "ingredientGroup": "Zinc"}, {"nestedRows": [{"name": "Leaf"}]}]"#,
    );
    let names: Vec<&str> = label.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Zinc", "Leaf"]);
    assert_eq!(
        warned(&label),
        ["/ingredientRows/0/name", "/ingredientRows/1"]
    );
}

#[test]
fn only_real_unii_codes_count() {
    for filler in ["null", r#""""#, r#""0""#, r#""1""#, "0"] {
        let label = label(&format!(
            r#""ingredientRows": [{{"name": "Zinc", "uniiCode": {filler}}}]"#
        ));
        assert_eq!(
            (&label.rows[0].unii, label.warnings.len()),
            (&None, 0),
            "{filler}"
        );
    }
    let label = label(
        r#""ingredientRows": [{"name": "Vitamin C", "uniiCode": " PQ6CK8PD0R "},
            {"name": "Odd", "uniiCode": "PQ6CK8PD0S"}, {"name": "Odd", "uniiCode": "50-81-7"}]"#,
    );
    assert_eq!(label.rows[0].unii.as_deref(), Some("PQ6CK8PD0R"));
    assert_eq!(label.rows[1].unii.as_deref(), Some("PQ6CK8PD0S"));
    assert_eq!(label.rows[2].unii, None);
    assert_eq!(
        warned(&label),
        ["/ingredientRows/1/uniiCode", "/ingredientRows/2/uniiCode"]
    );
}

#[test]
fn forms_keep_their_prefix_and_share() {
    let label = label(
        r#""ingredientRows": [{"name": "Vitamin A", "notes": "place holder", "description": "dried ",
            "alternateNames": ["Retinol", "Retinol", null, "Vitamin A"],
            "forms": [{"prefix": "as", "percent": 50, "name": "Beta-Carotene"}, {"prefix": null, "name": "Retinyl  Acetate"},
                      {"prefix": "&"}, "Kelp"]}]"#,
    );
    let row = &label.rows[0];
    assert_eq!(row.alternate_names, ["Retinol"]);
    assert_eq!(row.note.as_deref(), Some("dried"));
    let names: Vec<&str> = row.forms.iter().map(|form| form.name.as_str()).collect();
    assert_eq!(names, ["Beta-Carotene", "Retinyl Acetate", "Kelp"]);
    assert_eq!(row.forms[0].prefix.as_deref(), Some("as"));
    assert_eq!(
        row.forms[0].percent.map(|share| share.to_string()),
        Some("50".to_owned())
    );
}

#[test]
fn rows_are_sorted_into_kinds() {
    let cases = [
        ("Calories", "other", "Header", RowKind::Energy),
        ("Calories from Fat", "other", "Calories", RowKind::Energy),
        (
            "Total Carbohydrates",
            "sugar",
            "Carbohydrate",
            RowKind::Nutrient,
        ),
        ("Includes Added Sugars", "sugar", "Sugar", RowKind::Nutrient),
        ("Trans Fat", "fat", "Trans fat", RowKind::Nutrient),
        ("Dietary Fiber", "fiber", "Fiber", RowKind::Nutrient),
        (
            "Vitamin D3",
            "vitamin",
            "Vitamin D (cholecalciferol)",
            RowKind::Nutrient,
        ),
        ("Vitamin B-12 *", "other", "", RowKind::Nutrient),
        ("Zinc Picolinate", "mineral", "Zinc", RowKind::Nutrient),
        ("Boron", "mineral", "Boron", RowKind::Ingredient),
        ("Vitamin B Complex", "vitamin", "", RowKind::Ingredient),
        ("Apple Pectin", "fiber", "Pectin", RowKind::Ingredient),
        (
            "Whey Protein Isolate",
            "protein",
            "Whey Protein",
            RowKind::Ingredient,
        ),
        ("Calm Herbs", "blend", "Blend (Combination)", RowKind::Blend),
        ("Proprietary Blend", "other", "", RowKind::Blend),
    ];
    for (name, category, group, kind) in cases {
        let label = label(&format!(
            r#""ingredientRows": [{{"name": "{name}", "category": "{category}", "ingredientGroup": "{group}"}}]"#
        ));
        assert_eq!(label.rows[0].kind, kind, "{name}");
    }
}

#[test]
fn a_daily_value_makes_a_compound_a_nutrient() {
    let row = |percent: &str| {
        label(&format!(
            r#""ingredientRows": [{{"name": "Magnesium Citrate", "category": "other", "ingredientGroup": "Magnesium Citrate",
                "quantity": [{{"quantity": 50, "unit": "mg", "dailyValueTargetGroup": [{{"name": "Adults", "percent": {percent}}}]}}]}}]"#
        ))
    };
    assert_eq!(row("12").rows[0].kind, RowKind::Nutrient);
    assert_eq!(row("null").rows[0].kind, RowKind::Ingredient);
}
