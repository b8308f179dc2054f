//! Where rows go, what their cells say, and which footnotes and notes follow.

use super::samples::{blend, energy, ingredient, nutrient, panel};
use super::*;

pub(super) fn built(rows: Vec<RowInput>) -> Panel {
    build(&panel(&[("1 capsule", "60")], rows))
}

fn names(panel: &Panel, kind: BlockKind) -> Vec<(u8, String)> {
    let rows = panel
        .blocks
        .iter()
        .filter(|block| block.kind == kind)
        .flat_map(|block| &block.rows);
    rows.map(|row| (row.depth, row.name.clone())).collect()
}

/// Amount, state and percentage of the first column, of every row.
pub(super) fn cells(panel: &Panel) -> Vec<(String, AmountState, String)> {
    let rows = panel.blocks.iter().flat_map(|block| &block.rows);
    let cells = rows.filter_map(|row| row.cells.first());
    cells
        .map(|cell| {
            (
                if cell.is_unstated() {
                    String::new()
                } else {
                    cell.text()
                },
                cell.amount_state,
                cell.percents
                    .first()
                    .map(PercentCell::text)
                    .unwrap_or_default()
                    .to_owned(),
            )
        })
        .collect()
}

pub(super) fn cell(row: RowInput) -> Option<(String, AmountState, String)> {
    cells(&built(vec![row])).into_iter().next()
}

fn declared(amount: &str, percent: &str) -> Option<(String, AmountState, String)> {
    Some((amount.to_owned(), AmountState::Declared, percent.to_owned()))
}

#[test]
fn top_level_nutrients_take_the_order_of_the_regulation() {
    let order = [
        "Potassium",
        "Sodium",
        "Iron",
        "Calcium",
        "Choline",
        "Vitamin C",
        "Protein",
        "Total Fat",
    ];
    let panel = built(order.iter().map(|name| nutrient(name).is("1 mg")).collect());
    let expected = [
        "Total Fat",
        "Protein",
        "Vitamin C",
        "Choline",
        "Calcium",
        "Iron",
        "Sodium",
        "Potassium",
    ];
    assert_eq!(
        names(&panel, BlockKind::Nutrients),
        expected.map(|name| (0, name.to_owned()))
    );
}

#[test]
fn rows_of_the_same_nutrient_and_other_ingredients_keep_the_order_of_the_label() {
    let panel = built(vec![
        ingredient("Rutin").is("1 mg"),
        nutrient("Vitamin C").source("as ascorbic acid").is("1 mg"),
        ingredient("Acerola").is("1 mg"),
        nutrient("Vitamin C").source("from rose hips").is("2 mg"),
    ]);
    let nutrients = panel
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Nutrients);
    let details: Vec<_> = nutrients
        .flat_map(|block| &block.rows)
        .filter_map(|row| row.detail.as_deref())
        .collect();
    assert_eq!(details, ["as ascorbic acid", "from rose hips"]);
    assert_eq!(
        names(&panel, BlockKind::Other),
        [(0, "Rutin".to_owned()), (0, "Acerola".to_owned())]
    );
}

#[test]
fn nested_rows_keep_the_order_of_the_label() {
    let fats = ["Monounsaturated Fat", "Trans Fat", "Saturated Fat"];
    let nested = fats.iter().map(|name| nutrient(name).is("1 g")).collect();
    let panel = built(vec![nutrient("Total Fat").is("3 g").holds(nested)]);
    let nested = fats.iter().map(|name| (1, (*name).to_owned()));
    let expected: Vec<_> = std::iter::once((0, "Total Fat".to_owned()))
        .chain(nested)
        .collect();
    assert_eq!(names(&panel, BlockKind::Nutrients), expected);
}

#[test]
fn subcomponents_that_a_label_lists_flat_are_indented() {
    let flat = [
        "Added Sugars",
        "Saturated Fat",
        "Total Sugars",
        "Total Carbohydrate",
        "Soluble Fiber",
    ];
    let panel = built(flat.iter().map(|name| nutrient(name).is("1 g")).collect());
    let expected = [
        (0, "Saturated Fat"),
        (0, "Total Carbohydrate"),
        (1, "Soluble Fiber"),
        (1, "Total Sugars"),
        (2, "Includes 1 g Added Sugars"),
    ];
    assert_eq!(
        names(&panel, BlockKind::Nutrients),
        expected.map(|(depth, name)| (depth, name.to_owned()))
    );
}

#[test]
fn unknown_nutrients_are_other_ingredients_and_known_ones_are_nutrients_whatever_their_kind() {
    let panel = built(vec![
        nutrient("Silica").is("3 mg"),
        ingredient("Zinc").is("11 mg"),
        blend("Iron").is("1 mg"),
    ]);
    assert_eq!(
        names(&panel, BlockKind::Nutrients),
        [(0, "Zinc".to_owned())]
    );
    assert_eq!(
        names(&panel, BlockKind::Other),
        [(0, "Silica".to_owned()), (0, "Iron".to_owned())]
    );
}

#[test]
fn a_nutrient_under_another_ingredient_comes_forward_with_that_as_its_source() {
    let oil = ingredient("Cod Liver Oil")
        .is("1000 mg")
        .holds(vec![nutrient("Vitamin D3").is("10 mcg")]);
    let panel = built(vec![oil]);
    let expected = [(0, "Vitamin D".to_owned())];
    assert_eq!(names(&panel, BlockKind::Nutrients), expected);
    let details: Vec<_> = panel
        .rows()
        .filter_map(|row| row.detail.as_deref())
        .collect();
    assert_eq!(details, ["vitamin D3, from Cod Liver Oil"]);
    assert_eq!(cells(&panel).into_iter().next(), declared("10 mcg", "50%"));
    let change = Change {
        row: "Vitamin D3".to_owned(),
        kind: ChangeKind::MovedToNutrients,
    };
    assert_eq!(panel.changes, [change]);
}

#[test]
fn a_nutrient_in_a_blend_comes_forward_unless_it_is_listed_or_has_no_amount() {
    let inner = blend("Minerals").holds(vec![
        nutrient("Zinc").is("5 mg"),
        nutrient("Copper").is("1 mg"),
        nutrient("Iron"),
    ]);
    let outer = blend("Blend").is("1 g").holds(vec![inner]);
    let panel = built(vec![nutrient("Zinc").is("5 mg"), outer]);
    let nutrients = ["Zinc", "Copper"].map(|name| (0, name.to_owned()));
    assert_eq!(names(&panel, BlockKind::Nutrients), nutrients);
    let others = [(0, "Blend"), (1, "Minerals"), (2, "Zinc"), (2, "Iron")];
    assert_eq!(
        names(&panel, BlockKind::Other),
        others.map(|(depth, name)| (depth, name.to_owned()))
    );
    assert_eq!(panel.changes.len(), 1);
}

#[test]
fn a_nutrient_under_itself_has_no_percentage_of_its_own() {
    let nested = nutrient("Vitamin D3").is("10 mcg");
    let panel = built(vec![nutrient("Vitamin D").is("20 mcg").holds(vec![nested])]);
    assert_eq!(cells(&panel).pop(), declared("10 mcg", ""));
}

#[test]
fn what_is_not_declared_is_empty_and_not_zero() {
    let unknown = Some((String::new(), AmountState::NotDeclared, String::new()));
    assert_eq!(cell(nutrient("Zinc")), unknown);
    assert_eq!(cell(nutrient("Zinc").is("")), unknown);
    let other = Some((String::new(), AmountState::NotDeclared, "†".to_owned()));
    assert_eq!(cell(ingredient("Rutin")), other);
}

#[test]
fn a_declared_zero_is_left_out_and_said_so() {
    let panel = built(vec![
        nutrient("Total Fat")
            .is("0.0 g")
            .holds(vec![nutrient("Trans Fat").is("0 g")]),
        energy("0 kcal"),
        nutrient("Sodium").is("0 mg").is("5 mg"),
        ingredient("Rutin").is("0 mg"),
    ]);
    let left: Vec<_> = panel.rows().map(|row| row.name.as_str()).collect();
    assert_eq!(left, ["Sodium", "Rutin"]);
    let omitted: Vec<_> = panel
        .changes
        .iter()
        .filter(|change| change.kind == ChangeKind::OmittedZero)
        .map(|change| change.row.as_str())
        .collect();
    assert_eq!(omitted, ["Trans Fat", "Total Fat", "Calories"]);
}

#[test]
fn members_of_a_blend_need_no_amount_at_any_depth() {
    let inner = blend("Berries").holds(vec![ingredient("Aronia"), ingredient("Elder").is("5 mg")]);
    let panel = built(vec![blend("Blend").holds(vec![inner])]);
    let states: Vec<_> = cells(&panel)
        .into_iter()
        .map(|(_, state, _)| state)
        .collect();
    use AmountState::{Declared, InBlend, NotDeclared};
    assert_eq!(states, [NotDeclared, InBlend, InBlend, Declared]);
}

#[test]
fn the_percentage_of_the_label_is_printed_and_a_difference_noted() {
    let panel = built(vec![
        nutrient("Vitamin C").is("150 mg 250%"),
        nutrient("Zinc").is("11 mg 100%"),
    ]);
    let percents: Vec<_> = cells(&panel)
        .into_iter()
        .map(|(_, _, percent)| percent)
        .collect();
    assert_eq!(percents, ["250%", "100%"]);
    let note = Note {
        row: "Vitamin C".to_owned(),
        serving: 0,
        population: Population::default(),
        declared: "250%".to_owned(),
        computed: "167%".to_owned(),
    };
    assert_eq!(panel.notes, [note]);
}

#[test]
fn a_percentage_without_a_daily_value_is_noted_and_not_printed() {
    let panel = built(vec![
        ingredient("EPA").is("1 g 63%"),
        nutrient("Total Sugars").is("5 g 10%"),
    ]);
    assert!(cells(&panel).iter().all(|(_, _, percent)| percent == "†"));
    let notes: Vec<_> = panel
        .notes
        .iter()
        .map(|note| (note.declared.as_str(), note.computed.as_str()))
        .collect();
    assert_eq!(notes, [("10%", "†"), ("63%", "†")]);
}

#[test]
fn a_label_that_denies_a_daily_value_is_believed_and_noted() {
    let panel = built(vec![nutrient("Choline").is("15 mg †")]);
    assert_eq!(cells(&panel).pop(), declared("15 mg", "†"));
    assert_eq!(panel.notes.len(), 1);
}

#[test]
fn declared_percentages_below_one_are_the_same_as_computed_ones() {
    let panel = built(vec![
        nutrient("Potassium").is("5 mg <1%"),
        nutrient("Sodium").is("3 mg <2%"),
    ]);
    let percents: Vec<_> = cells(&panel)
        .into_iter()
        .map(|(_, _, percent)| percent)
        .collect();
    assert_eq!(percents, ["<2%", "<1%"]);
    assert_eq!(panel.notes.len(), 1);
}

#[test]
fn an_upper_bound_has_a_percentage_only_below_one_percent() {
    assert_eq!(
        cell(nutrient("Total Carbohydrate").is("<1 g")),
        declared("<1 g", "<1%*")
    );
    assert_eq!(
        cell(nutrient("Cholesterol").is("<5 mg")),
        declared("<5 mg", "")
    );
}

#[test]
fn protein_has_only_the_percentage_that_the_label_declares() {
    assert_eq!(cell(nutrient("Protein").is("25 g")), declared("25 g", ""));
    assert_eq!(
        cell(nutrient("Protein").is("25 g 45%")),
        declared("25 g", "45%*")
    );
    assert_eq!(built(vec![nutrient("Protein").is("25 g 45%")]).notes, []);
}

#[test]
fn footnotes_follow_the_marks() {
    let texts = |rows: Vec<RowInput>, population| {
        let mut input = panel(&[("1 g", "")], rows);
        input.populations = vec![population];
        build(&input)
            .footnotes
            .into_iter()
            .map(|note| format!("{} {}", note.symbol, note.text))
            .collect::<Vec<_>>()
    };
    let diet = |calories| format!("* Percent Daily Values are based on a {calories} calorie diet.");
    let fat = || vec![nutrient("Total Fat").is("1 g")];
    assert_eq!(
        texts(fat(), Population::AdultsAndChildrenFrom4),
        [diet("2,000")]
    );
    assert_eq!(
        texts(fat(), Population::PregnantAndLactating),
        [diet("2,000")]
    );
    assert_eq!(texts(fat(), Population::Children1To3), [diet("1,000")]);
    assert_eq!(texts(fat(), Population::Infants), Vec::<String>::new());
    let zinc = vec![nutrient("Zinc").is("1 mg"), nutrient("Protein").is("1 g")];
    assert_eq!(texts(zinc, Population::default()), Vec::<String>::new());
    let rutin = vec![ingredient("Rutin")];
    assert_eq!(
        texts(rutin, Population::default()),
        ["† Daily Value not established."]
    );
}

#[test]
fn calories_and_blends_are_emphasised() {
    let panel = built(vec![
        energy("60 kcal"),
        nutrient("Zinc").is("1 mg"),
        blend("Blend").is("1 g"),
    ]);
    let rows = panel.blocks.iter().flat_map(|block| &block.rows);
    let bold: Vec<_> = rows
        .filter(|row| row.emphasis)
        .map(|row| row.name.as_str())
        .collect();
    assert_eq!(bold, ["Calories", "Blend"]);
    assert_eq!(cells(&panel).into_iter().next(), declared("60", ""));
}

#[test]
fn folic_acid_stands_beside_folate() {
    let folate = |amount: &str, folic_acid: &str| {
        let nested = nutrient("Folic Acid").is(folic_acid);
        cells(&built(vec![
            nutrient("Folate").is(amount).holds(vec![nested]),
        ]))
    };
    let expected = declared("680 mcg DFE (400 mcg folic acid)", "170%");
    assert_eq!(folate("680 mcg DFE", "400 mcg"), expected.as_slice());
    assert_eq!(folate("680 mcg", "400 mcg").len(), 2);
    assert_eq!(folate("680 mcg DFE", "400 mcg DFE").len(), 2);
}

#[test]
fn international_units_of_a_named_form_have_a_percentage() {
    let row = nutrient("Vitamin A").source("as retinyl palmitate");
    assert_eq!(cell(row.is("3000 IU")), declared("3,000 IU", "100%"));
    assert_eq!(
        cell(nutrient("Vitamin A").is("3000 IU")),
        declared("3,000 IU", "")
    );
}
