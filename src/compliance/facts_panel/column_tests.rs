//! Columns for several populations and serving sizes, and the bars between rows.

use super::samples::{energy, ingredient, nutrient, panel};
use super::tests::built;
use super::*;

#[test]
fn every_population_has_its_own_column_of_percentages_and_its_own_footnote() {
    let mut input = panel(
        &[("1 tablet", "60")],
        vec![
            nutrient("Total Fat").is("3 g"),
            nutrient("Zinc").is("3 mg 100% 27%"),
        ],
    );
    input.populations = vec![Population::Children1To3, Population::default()];
    let panel = build(&input);
    let percents: Vec<Vec<&str>> = panel
        .rows()
        .flat_map(|row| &row.cells)
        .map(|cell| cell.percents.iter().map(PercentCell::text).collect())
        .collect();
    assert_eq!(percents, [["8%*", "4%**"], ["100%", "27%"]]);
    let headings: Vec<_> = panel
        .columns
        .iter()
        .flat_map(|column| &column.percents)
        .map(|percent| percent.heading.as_str())
        .collect();
    assert_eq!(
        headings,
        [
            "% Daily Value for Children 1 Through 3 Years of Age",
            "% Daily Value for Adults and Children 4 or More Years of Age"
        ]
    );
    let footnotes: Vec<_> = panel
        .footnotes
        .iter()
        .map(|note| format!("{} {}", note.symbol, note.text))
        .collect();
    assert_eq!(
        footnotes,
        [
            "* Percent Daily Values are based on a 1,000 calorie diet.",
            "** Percent Daily Values are based on a 2,000 calorie diet."
        ]
    );
    assert_eq!((panel.notes, panel.columns.len()), (Vec::new(), 1));
}

#[test]
fn a_serving_size_may_be_for_one_population_only() {
    let mut input = panel(
        &[("1/2 tablet", ""), ("1 tablet", "60")],
        vec![nutrient("Zinc").is("3 mg").is("6 mg")],
    );
    for (serving, population) in input
        .servings
        .iter_mut()
        .zip([Population::Children1To3, Population::default()])
    {
        serving.populations = vec![population];
    }
    let panel = build(&input);
    let percents: Vec<_> = panel
        .rows()
        .flat_map(|row| &row.cells)
        .flat_map(|cell| cell.percents.iter().map(PercentCell::text))
        .collect();
    assert_eq!(percents, ["100%", "55%"]);
    assert_eq!(panel.width(), 5);
}

#[test]
fn bars_stand_where_the_regulation_puts_them() {
    let bars = |rows: Vec<RowInput>| {
        let panel = built(rows);
        assert_eq!(
            (panel.bar_below_servings, panel.bar_below_rows),
            (Bar::Heavy, Bar::Heavy)
        );
        panel.rows().map(|row| row.bar_above).collect::<Vec<_>>()
    };
    let energy = || energy("10 kcal");
    let zinc = || nutrient("Zinc").is("1 mg");
    let rutin = || ingredient("Rutin").is("1 mg");
    use Bar::{Hairline, Heavy, Light};
    let all = vec![energy(), zinc(), zinc(), rutin(), rutin()];
    assert_eq!(bars(all), [Light, Hairline, Hairline, Heavy, Hairline]);
    assert_eq!(bars(vec![energy(), rutin()]), [Light, Heavy]);
    assert_eq!(bars(vec![rutin()]), [Light]);
}
