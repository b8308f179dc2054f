#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]
#![expect(clippy::needless_pass_by_value, reason = "labels are written in place")]
use super::*;
use serde_json::{Value, json};

/// A label from its rows, of which `times` servings are taken a day.
fn label(times: Option<i64>, rows: Value, others: Value) -> Formula {
    let times = times.map(|times| times.to_string());
    serde_json::from_value(json!({
        "source": "editor", "dsld_label_id": null, "effective_from": null, "population": "adults",
        "servings": [{ "amount": "1", "amount_max": null, "unit": "capsule", "note": null,
            "per_day_min": times, "per_day_max": times }],
        "servings_per_container": null, "rows": rows, "other_ingredients": others,
    }))
    .unwrap()
}

fn line(kind: &str, name: &str, amount: Option<(&str, &str)>, source: &str, rows: Value) -> Value {
    let quantity =
        amount.map(|(value, unit)| json!({ "operator": "=", "value": value, "unit": unit }));
    json!({
        "kind": kind, "name": name, "ingredient_id": null, "source_form": source, "plant_part": null,
        "note": null, "rows": rows,
        "amounts": [{ "quantity": quantity, "daily_value": null, "daily_value_not_established": false }],
    })
}

fn nutrient(name: &str, value: &str, unit: &str, source: &str) -> Formula {
    let row = line("nutrient", name, Some((value, unit)), source, json!([]));
    label(Some(2), json!([row]), json!([]))
}

fn rows(labels: &[&Formula], market: Market) -> Vec<(String, Vec<String>)> {
    let labels: Vec<Option<&Formula>> = labels.iter().copied().map(Some).collect();
    let text = |cell: &Cell| match cell {
        Cell::Amount { serving, day, .. } => {
            format!("{serving} / {}", day.as_deref().unwrap_or("?"))
        }
        Cell::NotStated(_) => "not stated".to_owned(),
        _ => "—".to_owned(),
    };
    actives(&labels, market, &|_| None)
        .iter()
        .map(|row| (row.name.clone(), row.cells.iter().map(text).collect()))
        .collect()
}

#[test]
fn amounts_of_a_nutrient_come_in_one_unit_where_its_form_is_known() {
    let by_weight = nutrient("Vitamin A", "900", "mcg RAE", "as retinyl palmitate");
    let known = nutrient("Vitamin A", "5000", "IU", "as beta-carotene");
    let unknown = nutrient("Vitamin A", "5000", "IU", "as mixed carotenoids");
    assert_eq!(
        rows(&[&known, &by_weight], Market::Us)[0].1,
        [
            "1,500 mcg RAE / 3,000 mcg RAE",
            "900 mcg RAE / 1,800 mcg RAE"
        ]
    );
    assert_eq!(
        rows(&[&unknown, &by_weight], Market::Us)[0].1,
        ["5,000 IU / 10,000 IU", "900 mcg RAE / 1,800 mcg RAE"]
    );
    let labels = [Some(&unknown), Some(&by_weight)];
    let mixed = actives(&labels, Market::Us, &|_| None);
    assert_eq!(mixed[0].note, Some("Units that do not convert"));
    assert!(mixed[0].differs);
}

#[test]
fn the_unit_is_one_that_is_easy_to_read() {
    let large = nutrient("Vitamin B12", "1", "mg", "");
    let small = nutrient("Vitamin B12", "25", "mcg", "");
    let cells = &rows(&[&large, &small], Market::Us)[0].1;
    assert_eq!(cells, &["1,000 mcg / 2,000 mcg", "25 mcg / 50 mcg"]);
    let cells = &rows(&[&large, &small], Market::Eu)[0].1;
    assert_eq!(cells, &["1,000 µg / 2,000 µg", "25 µg / 50 µg"]);
}

#[test]
fn nutrients_come_first_and_the_same_by_another_name_is_one_row() {
    let herb = line("ingredient", "Inulin", Some(("1.8", "g")), "", json!([]));
    let iron = line("nutrient", "Iron", Some(("8", "mg")), "", json!([]));
    let thiamin = line("nutrient", "Thiamin", Some(("1", "mg")), "", json!([]));
    let energy = line("energy", "Calories", Some(("5", "kcal")), "", json!([]));
    let one = label(Some(1), json!([energy, herb, iron]), json!([]));
    let two = label(None, json!([thiamin]), json!([]));
    let three = nutrient("Vitamin B1", "2", "mg", "");
    let all = rows(&[&one, &two, &three], Market::Us);
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Thiamin", "Iron", "Inulin"]);
    assert_eq!(all[0].1, ["—", "1 mg / ?", "2 mg / 4 mg"]);
}

#[test]
fn a_member_of_a_blend_and_what_stands_below_the_panel_are_there_without_an_amount() {
    let member = line("ingredient", "Chamomile", None, "", json!([]));
    let blend = line(
        "blend",
        "Calm Blend",
        Some(("900", "mg")),
        "",
        json!([member]),
    );
    let blend = label(Some(1), json!([blend]), json!([]));
    let stated = line("ingredient", "Chamomile", Some(("1", "g")), "", json!([]));
    let stated = label(Some(1), json!([stated]), json!([]));
    let below = line("other_ingredient", "chamomile", None, "", json!([]));
    let below = label(Some(1), json!([]), json!([below]));
    let labels = [Some(&blend), Some(&stated), Some(&below), None];
    let found = actives(&labels, Market::Us, &|_| None);
    let chamomile = found.iter().find(|row| row.name == "Chamomile").unwrap();
    let asides: Vec<&[String]> = chamomile
        .cells
        .iter()
        .filter_map(|cell| match cell {
            Cell::NotStated(asides) => Some(asides.as_slice()),
            _ => None,
        })
        .collect();
    assert_eq!(asides.len(), 3);
    assert!(asides[0].contains(&"Within Calm Blend, 900 mg in all".to_owned()));
    assert_eq!(asides[1], ["Among the other ingredients"]);
    assert!(
        asides[2].is_empty(),
        "of a label that is not known nothing is said"
    );
}

#[test]
fn folic_acid_counts_for_folate_in_the_union_and_is_a_part_of_it_in_the_united_states() {
    let part = line(
        "nutrient",
        "Folic acid",
        Some(("400", "mcg")),
        "",
        json!([]),
    );
    let folate = line(
        "nutrient",
        "Folate",
        Some(("680", "mcg DFE")),
        "",
        json!([part]),
    );
    let folate = label(Some(1), json!([folate]), json!([]));
    let us = rows(&[&folate], Market::Us);
    assert_eq!(
        us,
        [(
            "Folate".to_owned(),
            vec!["680 mcg DFE / 680 mcg DFE".to_owned()]
        )]
    );
    let eu = rows(&[&folate], Market::Eu);
    assert_eq!(
        eu,
        [("Folic acid".to_owned(), vec!["400 µg / 400 µg".to_owned()])]
    );
}

#[test]
fn the_same_amount_in_another_form_differs_and_another_spelling_of_the_label_does_not() {
    let differs = |one: &Formula, other: &Formula| {
        let labels = [Some(one), Some(other)];
        actives(&labels, Market::Us, &|_| None)[0].differs
    };
    let zinc = |name, source| nutrient(name, "15", "mg", source);
    let picolinate = zinc("Zinc", "as zinc picolinate");
    assert!(differs(&picolinate, &zinc("Zinc", "as zinc citrate")));
    assert!(!differs(&picolinate, &zinc("ZINC", "as Zinc Picolinate")));
}
