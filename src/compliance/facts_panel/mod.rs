//! The Supplement Facts panel of a formula (21 CFR 101.36): order, symbols, percentages and
//! footnotes are derived here, at render time, and stored nowhere.
//!
//! [`build`] turns a [`PanelInput`] into a [`Panel`] that a page prints as it is; [`to_text`]
//! prints it in monospace. What a label doesn't state is never printed as 0: such a cell is empty
//! and its [`AmountState`] says why.

mod amount;
pub mod input;
mod panel;
mod percent;
mod row;
mod text;

use std::collections::BTreeSet;

use super::daily_values::{Nutrient, Population, nutrient_named};

pub use input::{
    AmountInput, DeclaredPercent, Operator, PanelInput, RowInput, RowKind, ServingInput,
};
pub use panel::{
    AmountState, Block, BlockKind, Cell, Column, Footnote, Note, Panel, PanelRow, PercentCell,
    ServingLine,
};
pub use text::to_text;

/// Marks a dietary ingredient without a Daily Value (101.36(b)(3)(iv)).
pub const NOT_ESTABLISHED_SYMBOL: &str = "†";
/// Marks a percentage that rests on a reference calorie intake (101.36(b)(2)(iii)).
pub const CALORIE_DIET_SYMBOL: &str = "*";

/// Builds the panel of a formula: blocks, columns, footnotes, and notes on percentages that don't
/// agree.
pub fn build(input: &PanelInput) -> Panel {
    let mut builder = Builder {
        population: input.population,
        columns: input.servings.len().max(1),
        present: nutrients_in(&input.rows),
        notes: Vec::new(),
    };
    let blocks = builder.blocks(&input.rows);
    Panel {
        servings: input.servings.iter().map(serving_line).collect(),
        percent_heading: percent_heading(input.population).to_owned(),
        columns: columns(&input.servings),
        footnotes: footnotes(&blocks, input.population),
        ingredients_heading: ingredients_heading(&blocks, &input.rows).to_owned(),
        other_ingredients: joined(&input.other_ingredients),
        contains: joined(&input.contains),
        blocks,
        notes: builder.notes,
    }
}

/// What the functions that make rows and cells share while one panel is built.
struct Builder {
    population: Population,
    /// Pairs of amount and percentage that each row has: one for each serving size, at least one.
    columns: usize,
    /// The nutrients of the (b)(2) block, which decide how far their subcomponents are indented.
    present: BTreeSet<Nutrient>,
    notes: Vec<Note>,
}

impl Builder {
    fn blocks(&mut self, rows: &[RowInput]) -> Vec<Block> {
        let kinds = [BlockKind::Energy, BlockKind::Nutrients, BlockKind::Other];
        let blocks = kinds.map(|kind| {
            let mut members: Vec<&RowInput> =
                rows.iter().filter(|row| block_of(row) == kind).collect();
            if kind != BlockKind::Other {
                // Stable: what isn't in the regulation's list keeps the label's order, after what
                // is.
                members.sort_by_key(|row| {
                    (
                        nutrient_named(&row.name).is_none(),
                        nutrient_named(&row.name),
                    )
                });
            }
            let rows = self.rows(&members, kind);
            Block { kind, rows }
        });
        blocks
            .into_iter()
            .filter(|block| !block.rows.is_empty())
            .collect()
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
fn columns(servings: &[ServingInput]) -> Vec<Column> {
    let heading = |amount_heading: String| Column { amount_heading };
    match servings {
        [] | [_] => vec![heading("Amount Per Serving".to_owned())],
        several => several
            .iter()
            .map(|serving| heading(format!("Amount Per {}", serving.size_text.trim())))
            .collect(),
    }
}

/// The heading says for whom the percentages are, unless they are for everyone from 4
/// (101.36(b)(2)(iii)).
fn percent_heading(population: Population) -> &'static str {
    match population {
        Population::AdultsAndChildrenFrom4 => "% Daily Value",
        Population::Infants => "% Daily Value for Infants Through 12 Months of Age",
        Population::Children1To3 => "% Daily Value for Children 1 Through 3 Years of Age",
        Population::PregnantAndLactating => "% Daily Value for Pregnant and Lactating Women",
    }
}

/// The footnotes whose symbols the panel shows.
fn footnotes(blocks: &[Block], population: Population) -> Vec<Footnote> {
    let cells = || {
        blocks
            .iter()
            .flat_map(|block| &block.rows)
            .flat_map(|row| &row.cells)
    };
    let calories = match population {
        Population::Children1To3 => "1,000",
        _ => "2,000",
    };
    let marked = cells().any(|cell| match &cell.percent {
        PercentCell::Value(text) | PercentCell::LessThanOne(text) => {
            text.ends_with(CALORIE_DIET_SYMBOL)
        }
        _ => false,
    });
    let not_established =
        cells().any(|cell| matches!(cell.percent, PercentCell::NotEstablished(_)));
    let diet = marked.then(|| Footnote {
        symbol: CALORIE_DIET_SYMBOL.to_owned(),
        text: format!("Percent Daily Values are based on a {calories} calorie diet."),
    });
    let dagger = not_established.then(|| Footnote {
        symbol: NOT_ESTABLISHED_SYMBOL.to_owned(),
        text: "Daily Value not established.".to_owned(),
    });
    diet.into_iter().chain(dagger).collect()
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
mod golden_tests;
#[cfg(test)]
mod print_tests;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
