//! Names, numbers, headings, and panels at their limits.

use super::samples::{blend, ingredient, nutrient, panel};
use super::tests::{built, cell};
use super::*;

#[test]
fn the_name_is_that_of_the_regulation_and_the_parenthesis_says_each_thing_once() {
    let printed = |row: RowInput| {
        let panel = built(vec![row]);
        let rows: Vec<_> = panel
            .blocks
            .into_iter()
            .flat_map(|block| block.rows)
            .collect();
        rows.into_iter()
            .map(|row| (row.name, row.detail.unwrap_or_default()))
            .next()
            .unwrap_or_default()
    };
    let pair = |name: &str, detail: &str| (name.to_owned(), detail.to_owned());
    assert_eq!(printed(nutrient("Thiamine")), pair("Thiamin", ""));
    assert_eq!(
        printed(nutrient("Vitamin B1")),
        pair("Thiamin", "vitamin B1")
    );
    let b6 = nutrient("Vitamin B6 (pyridoxine)").source("as pyridoxine");
    assert_eq!(printed(b6), pair("Vitamin B6", "as pyridoxine"));
    assert_eq!(
        printed(nutrient("Ascorbic Acid (Vitamin C)")),
        pair("Vitamin C", "ascorbic acid")
    );
    let calcium = nutrient("Calcium as Calcium Carbonate");
    assert_eq!(printed(calcium), pair("Calcium", "as Calcium Carbonate"));
    let k2 = nutrient("Vitamin K2").source("as menaquinone-7 (MK-7)");
    assert_eq!(
        printed(k2),
        pair("Vitamin K", "vitamin K2, as menaquinone-7 (MK-7)")
    );
    let d3 = nutrient("Vitamin D (as D3) (from lichen)").source("(from lichen)");
    assert_eq!(printed(d3), pair("Vitamin D", "as D3, from lichen"));
    let garlic = ingredient("Garlic (Allium sativum)")
        .part("bulb")
        .source("as an aged extract");
    assert_eq!(
        printed(garlic),
        pair("Garlic (Allium sativum)", "bulb, as an aged extract")
    );
}

#[test]
fn numbers_are_printed_as_labels_print_them() {
    let text = |amount: &str| cell(ingredient("Rutin").is(amount)).map(|(amount, _, _)| amount);
    let pairs = [
        ("1000 mg", "1,000 mg"),
        ("25.00 µg", "25 mcg"),
        ("25 \u{3bc}g", "25 mcg"),
        ("1234567.50 IU", "1,234,567.5 IU"),
        ("0.050 Gram(s)", "0.05 g"),
        ("100 mg", "100 mg"),
        ("5 10*9.[CFU]", "5 billion CFU"),
        ("5 Billion CFU", "5 Billion CFU"),
        ("300 {HUT}", "300 HUT"),
        ("<1 g", "<1 g"),
    ];
    for (amount, printed) in pairs {
        assert_eq!(text(amount).as_deref(), Some(printed), "{amount}");
    }
}

#[test]
fn links_and_serving_sizes_are_carried_through() {
    let mut row = ingredient("Rutin").is("1 mg").is("2 mg").is("3 mg");
    row.link = Some("/ingredients/rutin".to_owned());
    let panel = build(&panel(
        &[("1 capsule", "60"), ("2 capsules", " ")],
        vec![row],
    ));
    let headings: Vec<_> = panel
        .columns
        .iter()
        .map(|column| column.amount_heading.as_str())
        .collect();
    assert_eq!(headings, ["Amount Per 1 capsule", "Amount Per 2 capsules"]);
    let rows: Vec<_> = panel.blocks.iter().flat_map(|block| &block.rows).collect();
    let amounts: Vec<_> = rows
        .iter()
        .flat_map(|row| &row.cells)
        .map(|cell| cell.amount.as_str())
        .collect();
    assert_eq!(amounts, ["1 mg", "2 mg"]);
    assert!(
        rows.iter()
            .all(|row| row.link.as_deref() == Some("/ingredients/rutin"))
    );
    assert_eq!(
        panel
            .servings
            .iter()
            .filter(|serving| serving.per_container.is_some())
            .count(),
        1
    );
}

#[test]
fn the_heading_of_the_list_below_depends_on_what_the_panel_names() {
    let heading = |row: RowInput| built(vec![row]).ingredients_heading;
    assert_eq!(heading(nutrient("Zinc").is("1 mg")), "Ingredients");
    assert_eq!(
        heading(nutrient("Zinc").source("as zinc oxide").is("1 mg")),
        "Other ingredients"
    );
    assert_eq!(heading(ingredient("Rutin").is("1 mg")), "Other ingredients");
}

#[test]
fn an_empty_formula_is_an_empty_panel() {
    let panel = build(&PanelInput::default());
    assert_eq!(
        (
            panel.blocks.len(),
            panel.columns.len(),
            panel.footnotes.len()
        ),
        (0, 1, 0)
    );
    assert_eq!((panel.other_ingredients, panel.contains), (None, None));
}

#[test]
fn a_tree_deeper_than_any_label_is_still_a_panel() {
    let deep = (0..400).fold(ingredient("Rutin"), |row, _| {
        blend("Blend").holds(vec![row])
    });
    let text = to_text(&built(vec![deep]));
    assert!(text.contains("Rutin"));
}
