//! Whole panels that are long or have several columns, compared with the files in `goldens`.

use super::golden_tests::{check, list};
use super::samples::{blend, energy, ingredient, nutrient, panel};
use super::{RowInput, build};
use crate::compliance::daily_values::Population;

macro_rules! golden {
    ($file:literal, $input:expr) => {
        check($file, include_str!(concat!("goldens/", $file)), &$input)
    };
}

const NUTRIENTS: [(&str, &str, &str); 28] = [
    (
        "Vitamin A",
        "as retinyl palmitate and beta-carotene",
        "3000 IU",
    ),
    (
        "Vitamin C",
        "as ascorbic acid and calcium ascorbate",
        "250 mg",
    ),
    ("Vitamin D3", "as cholecalciferol", "50 mcg"),
    ("Vitamin E", "as d-alpha-tocopheryl succinate", "100 IU"),
    ("Vitamin K1", "as phytonadione", "60 mcg"),
    ("Vitamin K2", "as menaquinone-7", "45 mcg"),
    ("Thiamine", "as thiamine hydrochloride", "25 mg"),
    ("Riboflavin", "as riboflavin 5'-phosphate", "25 mg"),
    ("Niacin", "as niacinamide", "50 mg NE"),
    ("Vitamin B6", "as pyridoxal 5'-phosphate", "12.5 mg"),
    ("Vitamin B12", "as methylcobalamin", "250 mcg"),
    ("Biotin", "as D-biotin", "500 mcg"),
    ("Pantothenic Acid", "as calcium D-pantothenate", "50 mg"),
    ("Choline", "as choline bitartrate", "27.5 mg"),
    ("Calcium", "as calcium citrate", "260 mg"),
    ("Iron", "as ferrous bisglycinate", "9 mg"),
    ("Phosphorus", "as dicalcium phosphate", "125 mg"),
    ("Iodine", "as potassium iodide", "150 mcg"),
    ("Magnesium", "as magnesium oxide and citrate", "210 mg"),
    ("Zinc", "as zinc picolinate", "15 mg"),
    ("Selenium", "as sodium selenite", "100 mcg"),
    ("Copper", "as copper gluconate", "0.9 mg"),
    ("Manganese", "as manganese citrate", "2 mg"),
    ("Chromium", "as chromium polynicotinate", "120 mcg"),
    ("Molybdenum", "as molybdenum glycinate", "50 mcg"),
    ("Chloride", "as potassium chloride", "46 mg"),
    ("Sodium", "", "10 mg"),
    ("Potassium", "as potassium chloride", "99 mg"),
];

const OTHERS: [(&str, &str, &str); 36] = [
    ("Inositol", "", "25 mg"),
    ("PABA (para-aminobenzoic acid)", "", "25 mg"),
    ("Citrus Bioflavonoids", "fruit", "25 mg"),
    ("Rutin", "", "10 mg"),
    ("Hesperidin", "", "10 mg"),
    ("Quercetin", "", "10 mg"),
    ("Betaine Hydrochloride", "", "20 mg"),
    ("Alpha-Lipoic Acid", "", "10 mg"),
    ("Coenzyme Q10", "", "10 mg"),
    ("Lutein", "", "2 mg"),
    ("Zeaxanthin", "", "400 mcg"),
    ("Lycopene", "", "500 mcg"),
    ("Astaxanthin", "", "50 mcg"),
    ("Boron", "", "2 mg"),
    ("Vanadium", "", "100 mcg"),
    ("Silicon", "", "2 mg"),
    ("Strontium", "", "500 mcg"),
    ("L-Glutamine", "", "10 mg"),
    ("L-Glycine", "", "10 mg"),
    ("L-Lysine", "", "10 mg"),
    ("L-Methionine", "", "10 mg"),
    ("Taurine", "", "20 mg"),
    ("N-Acetyl-L-Cysteine", "", "20 mg"),
    ("Green Tea Extract", "leaf", "30 mg"),
    ("Grape Seed Extract", "seed", "10 mg"),
    ("Turmeric", "rhizome", "25 mg"),
    ("Ginger", "rhizome", "10 mg"),
    ("Milk Thistle", "seed", "10 mg"),
    ("Ginkgo", "leaf", "10 mg"),
    ("Eleuthero", "root", "10 mg"),
    ("Hawthorn", "berry", "10 mg"),
    ("Parsley", "leaf", "5 mg"),
    ("Alfalfa", "herb", "5 mg"),
    ("Spirulina", "", "25 mg"),
    ("Chlorella", "", "10 mg"),
    ("Bee Pollen", "", "5 mg"),
];

/// 28 nutrients, folate with its folic acid, 36 other ingredients, and two blends with 13 members: 80 rows.
#[test]
fn a_multivitamin_of_80_rows() {
    let with_source = |(name, source, amount): (&str, &str, &str)| match source {
        "" => nutrient(name).is(amount),
        source => nutrient(name).source(source).is(amount),
    };
    let with_part = |(name, part, amount): (&str, &str, &str)| match part {
        "" => ingredient(name).is(amount),
        part => ingredient(name).part(part).is(amount),
    };
    let members = |names: &[&str]| {
        names
            .iter()
            .map(|name| ingredient(name))
            .collect::<Vec<_>>()
    };
    let enzymes = [
        "Amylase",
        "Protease",
        "Lipase",
        "Cellulase",
        "Bromelain",
        "Papain",
    ];
    let greens = [
        "Barley Grass",
        "Broccoli",
        "Spinach",
        "Kale",
        "Carrot",
        "Beet",
        "Tomato",
    ];
    let folate = nutrient("Folate")
        .source("as folic acid")
        .is("680 mcg DFE")
        .holds(vec![nutrient("Folic Acid").is("400 mcg")]);
    // A label's own order: blends first, nutrients from the last to the first.
    let mut rows: Vec<RowInput> = vec![
        blend("Enzyme Blend").is("60 mg").holds(members(&enzymes)),
        blend("Greens and Vegetables Blend")
            .is("210 mg")
            .holds(members(&greens)),
        folate,
    ];
    rows.extend(NUTRIENTS.into_iter().rev().map(with_source));
    rows.extend(OTHERS.map(with_part));
    let mut input = panel(&[("6 tablets", "30")], rows);
    input.other_ingredients = list(&[
        "Microcrystalline cellulose",
        "stearic acid",
        "croscarmellose sodium",
        "silica",
    ]);
    assert_eq!(build(&input).rows().count(), 80);
    golden!("multivitamin_of_80_rows.txt", input);
}

#[test]
fn children_and_adults_side_by_side() {
    let rows = vec![
        energy("15 kcal"),
        nutrient("Total Carbohydrate").is("4 g").holds(vec![
            nutrient("Total Sugars")
                .is("3 g")
                .holds(vec![nutrient("Added Sugars").is("3 g 12% 6%")]),
        ]),
        nutrient("Vitamin A")
            .source("as beta-carotene")
            .is("300 mcg RAE 100% 33%"),
        nutrient("Vitamin C")
            .source("as ascorbic acid")
            .is("15 mg 100% 17%"),
        nutrient("Vitamin D")
            .source("as cholecalciferol")
            .is("15 mcg"),
        nutrient("Zinc").source("as zinc citrate").is("3 mg"),
        nutrient("Choline")
            .source("as choline bitartrate")
            .is("1 mg"),
        ingredient("Elderberry").part("fruit").is("25 mg"),
    ];
    let mut input = panel(&[("1 gummy", "90")], rows);
    input.populations = vec![Population::Children1To3, Population::AdultsAndChildrenFrom4];
    input.other_ingredients = list(&["Cane sugar", "tapioca syrup", "pectin", "citric acid"]);
    golden!("children_and_adults.txt", input);
}

#[test]
fn half_a_tablet_for_children_and_a_whole_one_for_adults() {
    let rows = vec![
        nutrient("Vitamin C")
            .source("as ascorbic acid")
            .is("30 mg")
            .is("60 mg"),
        nutrient("Iron")
            .source("as ferrous fumarate")
            .is("7 mg")
            .is("14 mg"),
        nutrient("Iodine")
            .source("as potassium iodide")
            .is("45 mcg")
            .is("90 mcg"),
        ingredient("Inositol").is("5 mg").is("10 mg"),
    ];
    let mut input = panel(&[("1/2 tablet", "120"), ("1 tablet", "60")], rows);
    let populations = [Population::Children1To3, Population::AdultsAndChildrenFrom4];
    for (serving, population) in input.servings.iter_mut().zip(populations) {
        serving.populations = vec![population];
    }
    golden!("half_a_tablet_for_children.txt", input);
}

#[test]
fn an_oil_whose_vitamins_come_forward() {
    let oil = ingredient("Cod Liver Oil").is("4.6 g").holds(vec![
        ingredient("EPA").is("360 mg"),
        ingredient("DHA").is("510 mg"),
        nutrient("Vitamin A").source("as retinol").is("850 IU"),
        nutrient("Vitamin D3").is("10 mcg"),
    ]);
    let rows = vec![
        oil,
        nutrient("Total Fat").is("4.5 g").holds(vec![
            nutrient("Saturated Fat").is("1 g"),
            nutrient("Trans Fat").is("0 g"),
        ]),
        nutrient("Cholesterol").is("20 mg"),
        energy("40 kcal"),
        nutrient("Vitamin E")
            .source("as d-alpha-tocopherol")
            .is("10 IU"),
    ];
    let mut input = panel(&[("1 teaspoonful (5 mL)", "48")], rows);
    input.other_ingredients = list(&["Natural lemon flavor"]);
    input.contains = list(&["Fish (cod)"]);
    golden!("cod_liver_oil.txt", input);
}

#[test]
fn a_probiotic_with_a_blend_within_a_blend() {
    let strains = |names: &[&str]| {
        names
            .iter()
            .map(|name| ingredient(name))
            .collect::<Vec<_>>()
    };
    let lactobacilli = blend("Lactobacilli")
        .is("60 mg")
        .holds(strains(&["L. rhamnosus GG", "L. plantarum 299v"]));
    let bifidobacteria = blend("Bifidobacteria")
        .is("40 mg")
        .holds(strains(&["B. lactis BB-12", "B. longum BB536"]));
    let rows = vec![
        blend("Probiotic Blend (20 billion CFU)")
            .is("100 mg")
            .holds(vec![lactobacilli, bifidobacteria]),
        ingredient("Inulin")
            .part("root")
            .source("from chicory")
            .is("200 mg"),
        nutrient("Dietary Fiber").is("<1 g"),
    ];
    let mut input = panel(&[("1 capsule", "30")], rows);
    input.other_ingredients = list(&["Hypromellose (capsule)", "silica"]);
    golden!("probiotic.txt", input);
}

#[test]
fn amino_acids_without_a_nutrient() {
    let acids = [
        ("L-Leucine", "3000 mg"),
        ("L-Isoleucine", "1500 mg"),
        ("L-Valine", "1500 mg"),
        ("L-Glutamine", "1000 mg"),
    ];
    let rows = acids
        .map(|(name, amount)| ingredient(name).is(amount))
        .to_vec();
    golden!(
        "amino_acids.txt",
        panel(&[("1 packet (7.5 g)", "28")], rows)
    );
}

#[test]
fn the_json_of_a_panel() {
    let rows = vec![
        energy("5 kcal"),
        nutrient("Zinc")
            .source("as zinc citrate")
            .is("3 mg 100% 27%"),
        ingredient("Elderberry").part("fruit").is("25 mg"),
    ];
    let mut input = panel(&[("1 gummy", "90")], rows);
    input.populations = vec![Population::Children1To3, Population::AdultsAndChildrenFrom4];
    let json = serde_json::to_string_pretty(&build(&input)).unwrap_or_default();
    super::golden_tests::compare(
        "panel.json",
        include_str!("goldens/panel.json"),
        &format!("{json}\n"),
    );
}
