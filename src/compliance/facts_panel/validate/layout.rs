//! The finished panel from top to bottom, 101.36(e).

use super::{LabelContext, PanelFinding, PanelRule};
use crate::compliance::facts_panel::{
    Bar, BlockKind, NOT_ESTABLISHED_SYMBOL, Panel, PanelRow, PercentCell, TITLE, percent_heading,
    symbol_of,
};

/// What a finished panel breaks of the rules of its layout; nothing, if it was built here.
pub fn validate_layout(panel: &Panel, context: &LabelContext<'_>) -> Vec<PanelFinding> {
    let mut findings = Vec::new();
    let mut ask = |holds: bool, rule: PanelRule, message: &str| {
        if !holds {
            findings.push(PanelFinding::block(rule, message));
        }
    };
    ask(
        panel.title == TITLE,
        PanelRule::Title,
        "The title is another.",
    );
    ask(
        panel.bar_below_servings == Bar::Heavy,
        PanelRule::BarBelowServings,
        "The bar below the servings isn't heavy.",
    );
    ask(
        panel.bar_below_rows == Bar::Heavy,
        PanelRule::BarBelowRows,
        "The bar below the last row isn't heavy.",
    );
    ask(
        panel.columns.iter().all(|column| {
            ["Amount Per ", "Each "]
                .iter()
                .any(|start| column.amount_heading.starts_with(start))
        }),
        PanelRule::AmountHeading,
        "A column of amounts has another heading.",
    );
    ask(
        headings_tell(panel),
        PanelRule::PercentHeading,
        "A heading doesn't say for whom its percentages are.",
    );
    let kinds: Vec<u8> = panel.blocks.iter().map(|block| place(block.kind)).collect();
    ask(
        kinds.is_sorted_by(|a, b| a < b),
        PanelRule::BlockOrder,
        "The blocks stand in another order.",
    );
    rows(panel, &mut ask);
    footnotes(panel, context, &mut ask);
    findings
}

fn place(kind: BlockKind) -> u8 {
    match kind {
        BlockKind::Energy => 0,
        BlockKind::Nutrients => 1,
        BlockKind::Other => 2,
    }
}

fn headings_tell(panel: &Panel) -> bool {
    let all: Vec<_> = panel
        .columns
        .iter()
        .flat_map(|column| &column.percents)
        .collect();
    let is_one = all
        .iter()
        .all(|column| Some(column.population) == all.first().map(|it| it.population));
    all.iter()
        .all(|column| column.heading == percent_heading(column.population, is_one))
}

fn rows(panel: &Panel, ask: &mut dyn FnMut(bool, PanelRule, &str)) {
    let mut above: Option<(BlockKind, &PanelRow)> = None;
    for block in &panel.blocks {
        for row in &block.rows {
            let (wanted, rule) = match above {
                None => (Bar::Light, PanelRule::BarBelowHeadings),
                Some((kind, _)) if kind != block.kind && block.kind == BlockKind::Other => {
                    (Bar::Heavy, PanelRule::BarBelowNutrients)
                }
                Some(_) => (Bar::Hairline, PanelRule::Hairlines),
            };
            ask(
                row.bar_above == wanted,
                rule,
                &format!("The line above {} is another.", row.name),
            );
            let depth_above = above.map_or(0, |(_, row)| row.depth.saturating_add(1));
            ask(
                row.depth <= depth_above,
                PanelRule::Indentation,
                &format!("{} stands under nothing that it could belong to.", row.name),
            );
            ask(
                has_all_cells(panel, row),
                PanelRule::Columns,
                &format!(
                    "{} has another number of cells than the panel has columns.",
                    row.name
                ),
            );
            if block.kind == BlockKind::Energy {
                let is_blank = row
                    .cells
                    .iter()
                    .flat_map(|cell| &cell.percents)
                    .all(|cell| *cell == PercentCell::None);
                ask(
                    is_blank,
                    PanelRule::DvOfCalories,
                    "Calories have no % Daily Value.",
                );
            }
            above = Some((block.kind, row));
        }
    }
}

fn has_all_cells(panel: &Panel, row: &PanelRow) -> bool {
    let widths = panel.columns.iter().map(|column| column.percents.len());
    widths.eq(row.cells.iter().map(|cell| cell.percents.len()))
}

fn footnotes(
    panel: &Panel,
    context: &LabelContext<'_>,
    ask: &mut dyn FnMut(bool, PanelRule, &str),
) {
    let used: Vec<&str> = panel
        .rows()
        .flat_map(|row| &row.cells)
        .flat_map(|cell| &cell.percents)
        .filter_map(symbol_of)
        .collect();
    let defined: Vec<&str> = panel
        .footnotes
        .iter()
        .map(|note| note.symbol.as_str())
        .collect();
    for symbol in &used {
        let message = format!("{symbol} refers to no footnote.");
        ask(
            defined.contains(symbol),
            PanelRule::SymbolWithoutFootnote,
            &message,
        );
    }
    for (at, note) in panel.footnotes.iter().enumerate() {
        let symbol = note.symbol.as_str();
        let message = format!("Nothing refers to the footnote {symbol}.");
        ask(used.contains(&symbol), PanelRule::FootnoteUnused, &message);
        let is_diet = ["1,000", "2,000"].iter().any(|calories| {
            note.text == format!("Percent Daily Values are based on a {calories} calorie diet.")
        });
        let has_words = match symbol {
            NOT_ESTABLISHED_SYMBOL => note.text == "Daily Value not established.",
            _ => is_diet,
        };
        ask(
            has_words,
            PanelRule::FootnoteWording,
            &format!("The footnote {symbol} has other words."),
        );
        let is_taken = defined.iter().take(at).any(|earlier| *earlier == symbol)
            || context.symbols_in_use.contains(&symbol);
        ask(
            !is_taken,
            PanelRule::SymbolCollides,
            &format!("{symbol} already means something else."),
        );
    }
}
