//! Every rule on the layout finds the one thing that is wrong with a panel, and nothing in one as it was built.

use super::*;
use crate::compliance::facts_panel::samples::{energy, ingredient, nutrient, panel};
use crate::compliance::facts_panel::{Bar, Footnote, Panel, PanelRow, PercentCell};

fn sound() -> Panel {
    build(&panel(
        &[("1 capsule", "60")],
        vec![
            energy("20 kcal"),
            nutrient("Total Fat").is("1 g"),
            nutrient("Zinc").is("11 mg"),
            ingredient("Rutin").is("1 mg"),
        ],
    ))
}

/// Changes the row at a place, counted from the top.
fn row(panel: &mut Panel, at: usize, change: fn(&mut PanelRow)) {
    let mut rows = panel.blocks.iter_mut().flat_map(|block| &mut block.rows);
    if let Some(row) = rows.nth(at) {
        change(row);
    }
}

fn percent(panel: &mut Panel, at: usize, change: fn(&mut PercentCell)) {
    let rows = panel.blocks.iter_mut().flat_map(|block| &mut block.rows);
    let cells = rows.skip(at).take(1).flat_map(|row| &mut row.cells);
    cells.flat_map(|cell| &mut cell.percents).for_each(change);
}

/// A rule and how a sound panel comes to break it.
type Case = (PanelRule, fn(&mut Panel));

pub(super) const LAYOUT: &[Case] = &[
    (PanelRule::Title, |panel| {
        panel.title = "Nutrition Facts".to_owned()
    }),
    (PanelRule::BarBelowServings, |panel| {
        panel.bar_below_servings = Bar::Light
    }),
    (PanelRule::AmountHeading, |panel| {
        panel
            .columns
            .iter_mut()
            .for_each(|column| column.amount_heading = "Amount".to_owned());
    }),
    (PanelRule::PercentHeading, |panel| {
        let percents = panel
            .columns
            .iter_mut()
            .flat_map(|column| &mut column.percents);
        percents.for_each(|column| column.heading = "RDA".to_owned());
    }),
    (PanelRule::BarBelowHeadings, |panel| {
        row(panel, 0, |row| row.bar_above = Bar::Heavy)
    }),
    (PanelRule::BlockOrder, |panel| panel.blocks.reverse()),
    (PanelRule::Hairlines, |panel| {
        row(panel, 2, |row| row.bar_above = Bar::Heavy)
    }),
    (PanelRule::Indentation, |panel| {
        row(panel, 2, |row| row.depth = 2)
    }),
    (PanelRule::Columns, |panel| {
        row(panel, 2, |row| row.cells.clear())
    }),
    (PanelRule::DvOfCalories, |panel| {
        percent(panel, 0, |cell| *cell = PercentCell::Value("1%".to_owned()));
    }),
    (PanelRule::BarBelowNutrients, |panel| {
        row(panel, 3, |row| row.bar_above = Bar::Hairline)
    }),
    (PanelRule::BarBelowRows, |panel| {
        panel.bar_below_rows = Bar::Hairline
    }),
    (PanelRule::SymbolWithoutFootnote, |panel| {
        panel.footnotes.clear()
    }),
    (PanelRule::FootnoteUnused, |panel| {
        percent(panel, 3, |cell| *cell = PercentCell::None);
    }),
    (PanelRule::FootnoteWording, |panel| {
        panel
            .footnotes
            .iter_mut()
            .for_each(|note| note.text = "No RDA.".to_owned());
    }),
    (PanelRule::SymbolCollides, |panel| {
        let text = "Daily Value not established.".to_owned();
        panel.footnotes.push(Footnote {
            symbol: "†".to_owned(),
            text,
        });
    }),
];

fn found(panel: &Panel) -> Vec<PanelRule> {
    let findings = validate_layout(panel, &LabelContext::default());
    findings.into_iter().map(|finding| finding.rule).collect()
}

#[test]
fn every_rule_on_the_layout_finds_what_is_wrong() {
    assert_eq!(found(&sound()), []);
    for (rule, change) in LAYOUT {
        let mut panel = sound();
        change(&mut panel);
        assert!(found(&panel).contains(rule), "{} finds nothing", rule.id());
    }
}

#[test]
fn a_symbol_that_the_page_uses_for_the_disclaimer_collides() {
    let context = LabelContext {
        symbols_in_use: &["†"],
        ..LabelContext::default()
    };
    let findings = validate_layout(&sound(), &context);
    assert_eq!(
        findings.into_iter().map(|it| it.rule).collect::<Vec<_>>(),
        [PanelRule::SymbolCollides]
    );
    let other = LabelContext {
        symbols_in_use: &["‡"],
        ..LabelContext::default()
    };
    assert_eq!(validate_layout(&sound(), &other), []);
}
