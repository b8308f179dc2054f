//! Whole panels, compared with the files in `goldens`. `UPDATE_GOLDENS=1 cargo test` writes those
//! anew.

use super::samples::{blend, energy, ingredient, nutrient, panel};
use super::validate::{LabelContext, validate_layout};
use super::{PanelInput, RowKind, build, to_text};
use crate::compliance::daily_values::Population;

pub(super) fn check(file: &str, golden: &str, input: &PanelInput) {
    let panel = build(input);
    assert_eq!(validate_layout(&panel, &LabelContext::default()), []);
    compare(file, golden, &to_text(&panel));
}

pub(super) fn compare(file: &str, golden: &str, text: &str) {
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        let folder = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/src/compliance/facts_panel/goldens"
        );
        let written = std::fs::write(format!("{folder}/{file}"), text);
        assert!(written.is_ok(), "{written:?}");
        return;
    }
    assert!(text == golden, "{file} differs:\n{text}");
}

macro_rules! golden {
    ($file:literal, $input:expr) => {
        check($file, include_str!(concat!("goldens/", $file)), &$input)
    };
}

pub(super) fn list(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_single_ingredient() {
    let mut input = panel(
        &[("1 softgel", "120")],
        vec![
            nutrient("Vitamin D3")
                .source("as cholecalciferol")
                .is("25.0 mcg"),
        ],
    );
    input.other_ingredients = list(&["Extra virgin olive oil", "gelatin", "glycerin", "water"]);
    golden!("single_ingredient.txt", input);
}

/// 26 rows, in the label's order and with the label's names, which is not how the regulation has
/// them.
#[test]
fn a_multivitamin() {
    let rows = [
        ("Magnesium", "as magnesium citrate", "100 mg"),
        ("Calcium", "as calcium carbonate", "200 mg"),
        ("Vitamin B12", "as methylcobalamin", "1000 mcg"),
        ("Vitamin B1", "as thiamine mononitrate", "1.50 mg"),
        ("Vitamin B2", "", "1.7 mg"),
        ("Vitamin B3", "as niacinamide", "20 mg NE"),
        ("Vitamin B5", "as calcium D-pantothenate", "10 mg"),
        ("Vitamin B-6", "as pyridoxine hydrochloride", "2 mg"),
        ("Biotin", "", "300 mcg"),
        ("Folate", "as L-5-methyltetrahydrofolate", "680 mcg DFE"),
        ("Vitamin A", "as beta-carotene", "900 mcg RAE"),
        ("Vitamin C", "as ascorbic acid", "500 mg"),
        ("Vitamin D3", "from lichen", "1000 IU"),
        ("Vitamin E", "as d-alpha-tocopheryl succinate", "13.5 mg"),
        ("Vitamin K2", "as menaquinone-7", "90 µg"),
        ("Choline", "as choline bitartrate", "10 mg"),
        ("Iodine", "from kelp", "150 mcg"),
        ("Zinc", "as zinc picolinate", "15 mg"),
        ("Selenium", "as L-selenomethionine", "55 mcg"),
        ("Copper", "as copper bisglycinate", "0.5 mg"),
        ("Manganese", "as manganese gluconate", "2.3 mg"),
        ("Chromium", "as chromium picolinate", "35 mcg"),
        ("Molybdenum", "as sodium molybdate", "45 mcg"),
        ("Potassium", "as potassium chloride", "5 mg"),
        ("Boron", "as boron citrate", "1 mg"),
        ("Lutein", "from marigold flower", "500 mcg"),
    ];
    let row = |(name, source, amount): (&str, &str, &str)| match source {
        "" => nutrient(name).is(amount),
        source => nutrient(name).source(source).is(amount),
    };
    let mut input = panel(&[("2 tablets", "45")], rows.into_iter().map(row).collect());
    input.other_ingredients = list(&["Microcrystalline cellulose", "stearic acid", "silica"]);
    golden!("multivitamin.txt", input);
}

#[test]
fn blends_nested_to_depth_three() {
    let berries = blend("Berry Complex").is("120 mg").holds(vec![
        ingredient("Aronia").part("fruit"),
        ingredient("Elder").part("berry"),
    ]);
    let extracts = blend("Extracts").holds(vec![
        berries,
        ingredient("Green Tea")
            .part("leaf")
            .holds(vec![ingredient("EGCG").is("45 mg")]),
    ]);
    let greens = blend("Daily Greens Proprietary Blend")
        .is("3500 mg")
        .holds(vec![
            ingredient("Spirulina"),
            ingredient("Barley Grass").part("leaf"),
            extracts,
        ]);
    let input = panel(
        &[("1 scoop (8 g)", "30")],
        vec![greens, nutrient("Iron").is("1.1 mg")],
    );
    golden!("blends_to_depth_3.txt", input);
}

#[test]
fn two_serving_sizes() {
    let sugars = nutrient("Total Sugars")
        .is("0.5 g")
        .is("1 g")
        .holds(vec![nutrient("Added Sugars").is("0 g").is("0 g")]);
    let rows = vec![
        energy("5 Calorie(s)").is("10 Calorie(s)"),
        nutrient("Total Carbohydrate")
            .is("<1 g")
            .is("2 g")
            .holds(vec![sugars]),
        nutrient("Sodium").is("400 mg").is("800 mg"),
        nutrient("Potassium").is("200 mg").is("400 mg"),
        ingredient("Taurine").is("1000 mg").is("2000 mg"),
        ingredient("Coconut Water Powder").is("100 mg"),
    ];
    let mut input = panel(&[("1 scoop (6 g)", "60"), ("2 scoops (12 g)", "30")], rows);
    input.other_ingredients = list(&["Citric acid", "natural flavor", "stevia leaf extract"]);
    golden!("two_serving_sizes.txt", input);
}

#[test]
fn children_of_1_to_3() {
    let sugars = nutrient("Sugars")
        .is("2 g")
        .holds(vec![nutrient("Added Sugars").is("2 g")]);
    let rows = vec![
        energy("10 kcal"),
        nutrient("Total Carbohydrates")
            .is("3 g")
            .holds(vec![sugars]),
        nutrient("Vitamin C").source("as ascorbic acid").is("15 mg"),
        nutrient("Zinc").source("as zinc citrate").is("3 mg"),
        ingredient("Elderberry Extract").part("fruit").is("50 mg"),
    ];
    let mut input = panel(&[("1 gummy", "60")], rows);
    input.populations = vec![Population::Children1To3];
    input.other_ingredients = list(&["Tapioca syrup", "pectin", "citric acid"]);
    golden!("children_1_to_3.txt", input);
}

#[test]
fn amounts_that_the_label_leaves_out() {
    let oil = ingredient("Fish Oil")
        .source("from anchovies")
        .is("1200 mg")
        .holds(vec![
            ingredient("EPA (eicosapentaenoic acid)").is("360 mg"),
            ingredient("DHA (docosahexaenoic acid)"),
        ]);
    let rows = vec![
        nutrient("Vitamin E").is(""),
        nutrient("Vitamin A").is("5000 IU"),
        nutrient("Folic Acid").is("400 mcg"),
        oil,
        ingredient("Bacillus coagulans"),
    ];
    let mut input = panel(&[("1 capsule", "")], rows);
    input.contains = list(&["Fish (anchovies)"]);
    golden!("unknown_amounts.txt", input);
}

#[test]
fn a_herbal_blend() {
    let calm = blend("Evening Calm Proprietary Blend")
        .is("900 mg")
        .holds(vec![
            ingredient("Chamomile").part("flower"),
            ingredient("Lemon Balm").part("aerial parts"),
            ingredient("Passionflower").part("herb"),
            ingredient("Hops")
                .part("strobile")
                .source("as a 4:1 extract"),
        ]);
    let rows = vec![
        ingredient("Ashwagandha")
            .part("root")
            .source("as a dried extract")
            .is("300 mg"),
        calm,
    ];
    let mut input = panel(&[("2 capsules", "30")], rows);
    input.other_ingredients = list(&["Hypromellose (capsule)", "rice flour"]);
    golden!("herbal_blend.txt", input);
}

#[test]
fn a_protein_powder() {
    let fat = nutrient("Total Fat").is("1.5 g").holds(vec![
        nutrient("Saturated Fat").is("1 g"),
        nutrient("Trans Fat").is("0 g"),
    ]);
    let carbohydrate = nutrient("Total Carbohydrate").is("3 g").holds(vec![
        nutrient("Dietary Fiber").is("<1 g"),
        nutrient("Total Sugars")
            .is("2 g")
            .holds(vec![nutrient("Added Sugars").is("0 g")]),
    ]);
    let acids = blend("Amino Acid Profile").holds(vec![
        ingredient("L-Leucine").is("2700 mg"),
        ingredient("L-Valine"),
    ]);
    let rows = vec![
        nutrient("Protein").is("25 g 50%"),
        nutrient("Cholesterol").is("55 mg"),
        fat,
        carbohydrate,
        nutrient("Sodium").is("150 mg"),
        nutrient("Calcium").is("130 mg"),
        energy("130 kcal"),
        acids,
    ];
    let mut input = panel(&[("1 scoop (32 g)", "28")], rows);
    input.other_ingredients = list(&["Whey protein isolate", "cocoa powder", "sunflower lecithin"]);
    input.contains = list(&["Milk"]);
    golden!("protein_powder.txt", input);
}

#[test]
fn infants() {
    let rows = vec![
        nutrient("Vitamin D")
            .source("as cholecalciferol")
            .is("10 mcg"),
        nutrient("Total Fat")
            .is("0.5 g")
            .holds(vec![nutrient("Saturated Fat").is("0.5 g")]),
    ];
    let mut input = panel(&[("1 drop (0.03 mL)", "365")], rows);
    input.populations = vec![Population::Infants];
    golden!("infants.txt", input);
}

#[test]
fn an_old_label_keeps_the_percentages_it_declares() {
    let rows = vec![
        nutrient("Vitamin C").is("150 mg 250%"),
        nutrient("Vitamin B12").is("100 mcg 1667%"),
        nutrient("Choline").is("15 mg †"),
        nutrient("Vitamin A").is("5000 IU 100%"),
        super::samples::row(RowKind::Nutrient, "Inositol").is("15 mg †"),
    ];
    golden!("old_label.txt", panel(&[("1 tablet", "100")], rows));
}

#[test]
fn pregnant_and_lactating_women() {
    let rows = vec![
        nutrient("Iron")
            .source("as ferrous bisglycinate")
            .is("27 mg"),
        nutrient("Folate")
            .is("1020 mcg DFE")
            .holds(vec![nutrient("Folic Acid").is("600 mcg")]),
        nutrient("Iodine").is("145 mcg"),
        ingredient("DHA").source("from algal oil").is("200 mg"),
    ];
    let mut input = panel(&[("1 tablet and 1 softgel", "30")], rows);
    input.populations = vec![Population::PregnantAndLactating];
    golden!("pregnant_and_lactating.txt", input);
}
