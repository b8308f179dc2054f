//! The Supplement Facts panel of a formula (21 CFR 101.36): order, symbols, percentages and
//! footnotes are derived here, at render time, and stored nowhere.
//!
//! [`build`] turns a [`PanelInput`] into a [`Panel`] that a page prints as it is, that is published as JSON as it is,
//! and that [`to_text`] prints in monospace. [`validate`] holds both against the regulation. What a label doesn't state
//! is never printed as 0: such a cell is empty and its [`AmountState`] says why. Declared amounts are never changed; a
//! row that is left out or moved is listed in [`Panel::changes`].

mod amount;
mod arrange;
mod folate;
mod increments;
pub mod input;
mod panel;
mod percent;
mod row;
mod text;
pub mod validate;

use std::collections::BTreeSet;

use super::daily_values::{Nutrient, Population, nutrient_named};

pub(super) use amount::number;
pub(super) use arrange::arranged;
pub(super) use folate::folic_acid;
pub(super) use row::detail_of;

pub use increments::{LabelAmount, is_declarable_as_zero, label_amount};
pub use input::{
    AmountInput, DeclaredPercent, Operator, PanelInput, RowInput, RowKind, ServingInput,
};
pub use panel::{
    AmountState, Bar, Block, BlockKind, Cell, Change, ChangeKind, Column, Footnote, Note, Panel,
    PanelRow, PercentCell, PercentColumn, ServingLine,
};
pub use text::to_text;

/// Marks a dietary ingredient without a Daily Value (101.36(b)(3)(iv)).
pub const NOT_ESTABLISHED_SYMBOL: &str = "†";
/// Marks a percentage that rests on a reference calorie intake (101.36(b)(2)(iii)(D)).
pub const CALORIE_DIET_SYMBOL: &str = "*";
/// Marks one that rests on another intake than the first on the same panel.
pub const SECOND_DIET_SYMBOL: &str = "**";
/// The title of every panel ((e)(1)).
pub const TITLE: &str = "Supplement Facts";

/// Builds the panel of a formula: blocks, columns, footnotes, and notes on percentages that don't
/// agree.
pub fn build(input: &PanelInput) -> Panel {
    let (rows, changes) = arrange::arranged(&input.rows);
    let mut builder = Builder {
        populations: (0..input.columns())
            .map(|serving| input.populations_of(serving))
            .collect(),
        present: nutrients_in(&rows),
        notes: Vec::new(),
    };
    let blocks = builder.blocks(&rows);
    Panel {
        title: TITLE.to_owned(),
        servings: input.servings.iter().map(serving_line).collect(),
        bar_below_servings: Bar::Heavy,
        columns: columns(input),
        bar_below_rows: Bar::Heavy,
        footnotes: builder.footnotes(&blocks),
        ingredients_heading: ingredients_heading(&blocks, &rows).to_owned(),
        other_ingredients: joined(&input.other_ingredients),
        contains: joined(&input.contains),
        blocks,
        notes: builder.notes,
        changes,
    }
}

/// What the functions that make rows and cells share while one panel is built.
struct Builder {
    /// For each serving size, whose percentages stand beside its amounts.
    populations: Vec<Vec<Population>>,
    /// The nutrients of the (b)(2) block, which decide how far their subcomponents are indented.
    present: BTreeSet<Nutrient>,
    notes: Vec<Note>,
}

impl Builder {
    fn blocks(&mut self, rows: &[RowInput]) -> Vec<Block> {
        let kinds = [BlockKind::Energy, BlockKind::Nutrients, BlockKind::Other];
        let mut blocks: Vec<Block> = Vec::new();
        for kind in kinds {
            let mut members: Vec<&RowInput> =
                rows.iter().filter(|row| block_of(row) == kind).collect();
            if kind != BlockKind::Other {
                // Stable: what isn't in the regulation's list keeps the label's order, after what
                // is.
                members.sort_by_cached_key(|row| {
                    (
                        nutrient_named(&row.name).is_none(),
                        nutrient_named(&row.name),
                    )
                });
            }
            let mut rows = self.rows(&members, kind);
            if let Some(first) = rows.first_mut() {
                first.bar_above = bar_between(blocks.last().map(|block| block.kind), kind);
                blocks.push(Block { kind, rows });
            }
        }
        blocks
    }

    /// The symbol for each reference calorie intake among the populations, in their order.
    fn diets(&self) -> Vec<(u16, &'static str)> {
        let mut diets: Vec<u16> = Vec::new();
        for calories in self
            .populations
            .iter()
            .flatten()
            .filter_map(|population| population.reference_calories())
        {
            if !diets.contains(&calories) {
                diets.push(calories);
            }
        }
        let symbols = [CALORIE_DIET_SYMBOL, SECOND_DIET_SYMBOL];
        diets.into_iter().zip(symbols).collect()
    }

    /// The footnotes whose symbols the panel shows.
    fn footnotes(&self, blocks: &[Block]) -> Vec<Footnote> {
        let cells: Vec<&PercentCell> = blocks
            .iter()
            .flat_map(|block| &block.rows)
            .flat_map(|row| &row.cells)
            .flat_map(|cell| &cell.percents)
            .collect();
        let marked = |symbol: &str| cells.iter().any(|cell| symbol_of(cell) == Some(symbol));
        let diets = self.diets().into_iter().map(|(calories, symbol)| {
            let calories = amount::number(rust_decimal::Decimal::from(calories));
            let text = format!("Percent Daily Values are based on a {calories} calorie diet.");
            (symbol, text)
        });
        let dagger = (
            NOT_ESTABLISHED_SYMBOL,
            "Daily Value not established.".to_owned(),
        );
        diets
            .chain([dagger])
            .filter(|(symbol, _)| marked(symbol))
            .map(|(symbol, text)| Footnote {
                symbol: symbol.to_owned(),
                text,
            })
            .collect()
    }
}

/// The symbol in a cell that refers to a footnote.
fn symbol_of(cell: &PercentCell) -> Option<&str> {
    match cell {
        PercentCell::NotEstablished(symbol) => Some(symbol),
        PercentCell::Value(text) | PercentCell::LessThanOne(text) => text
            .split_once('%')
            .map(|(_, symbol)| symbol)
            .filter(|symbol| !symbol.is_empty()),
        PercentCell::None => None,
    }
}

/// The line above the first row of a block, after the block before it (101.36(e)(5) to (7)).
fn bar_between(above: Option<BlockKind>, below: BlockKind) -> Bar {
    match (above, below) {
        (None, _) => Bar::Light,
        (Some(_), BlockKind::Other) => Bar::Heavy,
        // Calories are (b)(2) ingredients too.
        (Some(_), BlockKind::Energy | BlockKind::Nutrients) => Bar::Hairline,
    }
}

/// Where a top-level row belongs. The name decides, not the kind: an RDI or DRV puts an ingredient
/// under (b)(2), and a nutrient that the regulation doesn't know under (b)(3).
fn block_of(row: &RowInput) -> BlockKind {
    match (row.kind, nutrient_named(&row.name)) {
        (RowKind::Blend, _) => BlockKind::Other,
        (RowKind::Energy, _) | (_, Some(Nutrient::Calories)) => BlockKind::Energy,
        (_, Some(_)) => BlockKind::Nutrients,
        (_, None) => BlockKind::Other,
    }
}

/// The nutrients of the (b)(2) block at any depth.
fn nutrients_in(rows: &[RowInput]) -> BTreeSet<Nutrient> {
    fn collect(row: &RowInput, found: &mut BTreeSet<Nutrient>) {
        found.extend(nutrient_named(&row.name));
        row.rows.iter().for_each(|nested| collect(nested, found));
    }
    let mut found = BTreeSet::new();
    for row in rows
        .iter()
        .filter(|row| block_of(row) == BlockKind::Nutrients)
    {
        collect(row, &mut found);
    }
    found
}

fn serving_line(serving: &ServingInput) -> ServingLine {
    let per_container = serving.per_container.as_deref().map(str::trim);
    ServingLine {
        size: serving.size_text.trim().to_owned(),
        per_container: per_container
            .filter(|text| !text.is_empty())
            .map(str::to_owned),
    }
}

/// One heading for each serving size; with one, the words of 101.36(b)(2)(i)(A).
fn columns(input: &PanelInput) -> Vec<Column> {
    (0..input.columns())
        .map(|serving| {
            let several = input.servings.len() > 1;
            let size = input
                .servings
                .get(serving)
                .map_or("Serving", |serving| serving.size_text.trim());
            let populations = input.populations_of(serving);
            let alone = populations.len() == 1 && !several_populations(input);
            let percents = populations.into_iter().map(|population| PercentColumn {
                population,
                heading: percent_heading(population, alone).to_owned(),
            });
            Column {
                amount_heading: format!("Amount Per {}", if several { size } else { "Serving" }),
                percents: percents.collect(),
            }
        })
        .collect()
}

fn several_populations(input: &PanelInput) -> bool {
    let mut all = (0..input.columns()).flat_map(|serving| input.populations_of(serving));
    let first = all.next();
    all.any(|population| Some(population) != first)
}

/// The heading says for whom the percentages are, unless they are all for everyone from 4
/// (101.36(b)(2)(iii)(E)).
fn percent_heading(population: Population, alone: bool) -> &'static str {
    match population {
        Population::AdultsAndChildrenFrom4 if alone => "% Daily Value",
        Population::AdultsAndChildrenFrom4 => {
            "% Daily Value for Adults and Children 4 or More Years of Age"
        }
        Population::Infants => "% Daily Value for Infants Through 12 Months of Age",
        Population::Children1To3 => "% Daily Value for Children 1 Through 3 Years of Age",
        Population::PregnantAndLactating => "% Daily Value for Pregnant and Lactating Women",
    }
}

/// "Other ingredients" once the panel itself names some: a source, or an ingredient that is its own
/// source, as those of (b)(3) are (101.36(d), 101.4(g)).
fn ingredients_heading(blocks: &[Block], rows: &[RowInput]) -> &'static str {
    fn names_source(row: &RowInput) -> bool {
        row.source.is_some() || row.rows.iter().any(names_source)
    }
    let has_own = blocks.iter().any(|block| block.kind == BlockKind::Other);
    match has_own || rows.iter().any(names_source) {
        true => "Other ingredients",
        false => "Ingredients",
    }
}

fn joined(names: &[String]) -> Option<String> {
    let names: Vec<&str> = names
        .iter()
        .map(|name| name.trim())
        .filter(|name| !name.is_empty())
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

#[cfg(test)]
mod column_tests;
#[cfg(test)]
mod golden_tests;
#[cfg(test)]
mod golden_wide_tests;
#[cfg(test)]
mod print_tests;
#[cfg(test)]
pub(super) mod samples;
#[cfg(test)]
mod tests;
