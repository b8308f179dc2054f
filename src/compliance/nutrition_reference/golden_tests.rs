//! Whole tables, compared with the files in `goldens`. `UPDATE_GOLDENS=1 cargo test` writes those anew.

use rust_decimal::Decimal;

use super::{DailyPortion, compose, to_text};
use crate::compliance::facts_panel::PanelInput;
use crate::compliance::facts_panel::samples::{blend, energy, ingredient, nutrient, panel};

fn check(file: &str, golden: &str, input: &PanelInput, serving: usize, times: i64) {
    let portion = DailyPortion {
        serving,
        times: Decimal::from(times),
    };
    let text = to_text(&compose(input, portion));
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        let folder = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/src/compliance/nutrition_reference/goldens"
        );
        let written = std::fs::write(format!("{folder}/{file}"), &text);
        assert!(written.is_ok(), "{written:?}");
        return;
    }
    assert!(text == golden, "{file} differs:\n{text}");
}

macro_rules! golden {
    ($file:literal, $input:expr, $serving:literal, $times:literal) => {
        check(
            $file,
            include_str!(concat!("goldens/", $file)),
            &$input,
            $serving,
            $times,
        )
    };
}

#[test]
fn a_multivitamin_twice_a_day() {
    let rows = [
        ("Magnesium", "as magnesium citrate", "100 mg"),
        ("Vitamin A", "as retinyl palmitate", "400 mcg RAE"),
        ("Vitamin E", "as d-alpha-tocopheryl succinate", "12 mg"),
        ("Folate", "as L-5-methyltetrahydrofolate", "340 mcg DFE"),
        ("Vitamin B-6", "as pyridoxine hydrochloride", "0.7 mg"),
        ("Vitamin C", "as ascorbic acid", "60 mg"),
        ("Vitamin D3", "from lichen", "400 IU"),
        ("Vitamin K2", "as menaquinone-7", "37.5 mcg"),
        ("Niacin", "as niacinamide", "8 mg NE"),
        ("Zinc", "as zinc picolinate", "5 mg"),
        ("Selenium", "as L-selenomethionine", "55 mcg"),
        ("Lutein", "from marigold flower", "500 mcg"),
    ];
    let rows = rows
        .into_iter()
        .map(|(name, source, amount)| nutrient(name).source(source).is(amount));
    golden!(
        "multivitamin.txt",
        panel(&[("1 tablet", "60")], rows.collect()),
        0,
        2
    );
}

#[test]
fn a_herbal_blend_with_iron() {
    let greens = blend("Daily Greens").is("3500 mg").holds(vec![
        ingredient("Spirulina"),
        ingredient("Barley Grass").part("leaf"),
        nutrient("Iron").is("2.1 mg"),
    ]);
    let rows = vec![
        greens,
        ingredient("Turmeric").part("root").is("500 mg"),
        ingredient("Papain"),
    ];
    golden!(
        "herbal_blend.txt",
        panel(&[("1 scoop (8 g)", "30")], rows),
        0,
        1
    );
}

#[test]
fn a_powder_in_its_second_serving_size() {
    let rows = vec![
        energy("60 kcal").is("120 kcal"),
        nutrient("Protein").is("12 g").is("24 g"),
        nutrient("Total Fat")
            .is("1 g")
            .is("2 g")
            .holds(vec![nutrient("Saturated Fat").is("0.5 g").is("1 g")]),
        nutrient("Calcium").is("60 mg").is("120 mg"),
        nutrient("Folate")
            .is("170 mcg DFE")
            .is("340 mcg DFE")
            .holds(vec![nutrient("Folic Acid").is("100 mcg").is("200 mcg")]),
        ingredient("Creatine monohydrate").is("1.5 g").is("3 g"),
    ];
    golden!(
        "powder.txt",
        panel(&[("1 scoop (16 g)", "60"), ("2 scoops (32 g)", "30")], rows),
        1,
        1
    );
}
