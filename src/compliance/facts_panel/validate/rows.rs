//! The rows of a formula with where they stand.

use std::collections::BTreeSet;

use crate::compliance::daily_values::{Nutrient, nutrient_named};
use crate::compliance::facts_panel::{
    BlockKind, PanelInput, RowInput, RowKind, block_of, nutrients_in,
};

/// A row and its surroundings.
pub(super) struct Visit<'a> {
    pub row: &'a RowInput,
    /// Places of the rows above it and of itself.
    pub path: Vec<usize>,
    /// The rows above it, from the top.
    pub above: Vec<&'a RowInput>,
    /// The nutrient that it is, if it is one; no blend is.
    pub nutrient: Option<Nutrient>,
    /// Another row has the percentage of this nutrient.
    pub is_part: bool,
}

impl Visit<'_> {
    pub fn is_top(&self) -> bool {
        self.above.is_empty()
    }

    pub fn in_blend(&self) -> bool {
        self.above.iter().any(|row| row.kind == RowKind::Blend)
    }

    pub fn is_energy(&self) -> bool {
        self.row.kind == RowKind::Energy || self.nutrient == Some(Nutrient::Calories)
    }

    /// Under an ingredient without a Daily Value, where a nutrient doesn't belong.
    pub fn is_within_other(&self) -> bool {
        let top = self.above.first();
        top.is_some_and(|row| block_of(row) == BlockKind::Other)
    }
}

/// Every row, each before those within it.
pub(super) fn visits(input: &PanelInput) -> Vec<Visit<'_>> {
    let listed = nutrients_in(&input.rows);
    let mut visits = Vec::new();
    collect(&input.rows, &[], &[], &listed, &mut visits);
    visits
}

fn collect<'a>(
    rows: &'a [RowInput],
    path: &[usize],
    above: &[&'a RowInput],
    listed: &BTreeSet<Nutrient>,
    visits: &mut Vec<Visit<'a>>,
) {
    for (at, row) in rows.iter().enumerate() {
        let nutrient = (row.kind != RowKind::Blend)
            .then(|| nutrient_named(&row.name))
            .flatten();
        let mut visit = Visit {
            row,
            path: path.iter().copied().chain([at]).collect(),
            above: above.to_vec(),
            nutrient,
            is_part: false,
        };
        visit.is_part = nutrient.is_some_and(|nutrient| {
            let is_above = above
                .iter()
                .any(|row| nutrient_named(&row.name) == Some(nutrient));
            is_above || (visit.is_within_other() && listed.contains(&nutrient))
        });
        let path = visit.path.clone();
        visits.push(visit);
        let above: Vec<&RowInput> = above.iter().copied().chain([row]).collect();
        collect(&row.rows, &path, &above, listed, visits);
    }
}
