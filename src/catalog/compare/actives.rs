//! What is in products, a row for each substance that any of them holds, in one unit where units convert.

use rust_decimal::Decimal;

use super::scale::{Scale, lawful};
use super::table::{Cell, Row};
use crate::catalog::formula::model::{Formula, FormulaRow, RowKind};
use crate::catalog::market::Market;
use crate::catalog::product::doses::directions;
use crate::compliance::daily_values::{Nutrient, nutrient_named};
use crate::compliance::nutrition_reference::european_name;
use crate::compliance::reference_intakes::AmountRange;
use crate::evidence::dose::words::{number, range};
use crate::evidence::ingredient::model::IngredientId;

/// What a label doesn't list.
const NOT_LISTED: &str = "Not listed on the label";

/// Title and page of an ingredient, if it is public.
pub type CardOf<'a> = &'a dyn Fn(IngredientId) -> Option<(String, Option<String>)>;

/// A row of a label, and the row in which it stands.
#[derive(Clone, Copy)]
struct Line<'a> {
    row: &'a FormulaRow,
    within: Option<&'a FormulaRow>,
}

/// What some labels list, with the lines of each label that are of it.
struct Substance<'a> {
    id: Option<IngredientId>,
    nutrient: Option<Nutrient>,
    label_name: &'a str,
    lines: Vec<Vec<Line<'a>>>,
}

/// The rows of what is in products. A label that is not known is `None`: nothing is said of what it may list.
pub fn actives(labels: &[Option<&Formula>], market: Market, card_of: CardOf<'_>) -> Vec<Row> {
    substances(labels)
        .iter()
        .map(|substance| substance.row(labels, market, card_of))
        .collect()
}

/// Every substance once: nutrients in the order of a panel, then what else there is in the order of the labels.
fn substances<'a>(labels: &[Option<&'a Formula>]) -> Vec<Substance<'a>> {
    let mut all: Vec<Substance<'a>> = Vec::new();
    for (label, column) in labels.iter().zip(0..) {
        for line in label.map_or_else(Vec::new, lines_of) {
            let at = all.iter().position(|known| known.is(line.row));
            let at = at.unwrap_or_else(|| {
                all.push(Substance::new(line.row, labels.len()));
                all.len() - 1
            });
            if let Some(substance) = all.get_mut(at) {
                substance.put(column, line);
            }
        }
    }
    all.sort_by_key(|substance| (substance.nutrient.is_none(), substance.nutrient));
    all
}

/// Everything that a panel lists but its energy, with what it stands in.
fn lines_of(formula: &Formula) -> Vec<Line<'_>> {
    fn visit<'a>(rows: &'a [FormulaRow], within: Option<&'a FormulaRow>, out: &mut Vec<Line<'a>>) {
        for row in rows.iter().filter(|row| row.kind != RowKind::Energy) {
            out.push(Line { row, within });
            visit(&row.rows, Some(row), out);
        }
    }
    let mut out = Vec::new();
    visit(&formula.rows, None, &mut out);
    out
}

fn nutrient_of(row: &FormulaRow) -> Option<Nutrient> {
    (row.kind != RowKind::Blend)
        .then(|| nutrient_named(&row.name))
        .flatten()
}

impl<'a> Substance<'a> {
    fn new(row: &'a FormulaRow, columns: usize) -> Self {
        Self {
            id: row.ingredient_id,
            nutrient: nutrient_of(row),
            label_name: &row.name,
            lines: vec![Vec::new(); columns],
        }
    }

    /// Whether a row is of it: by the ingredient where both name one, else as the same nutrient, else by the name.
    fn is(&self, row: &FormulaRow) -> bool {
        match (self.id, row.ingredient_id) {
            (Some(id), Some(other)) => id == other,
            _ => match (self.nutrient, nutrient_of(row)) {
                (None, None) => self.label_name.eq_ignore_ascii_case(&row.name),
                (nutrient, other) => nutrient == other,
            },
        }
    }

    fn put(&mut self, column: usize, line: Line<'a>) {
        self.id = self.id.or(line.row.ingredient_id);
        if let Some(lines) = self.lines.get_mut(column) {
            lines.push(line);
        }
    }

    fn name(&self, market: Market, title: Option<&str>) -> String {
        match (market, self.nutrient, title) {
            (Market::Eu, Some(nutrient), _) => european_name(nutrient).to_owned(),
            (_, _, Some(title)) => title.to_owned(),
            (_, Some(nutrient), None) => nutrient.name().to_owned(),
            (_, None, None) => self.label_name.to_owned(),
        }
    }

    /// The lines to show of each label. What stands in a line of the same substance is a part of it, which counts only where
    /// the law wants that part declared: folic acid of folate.
    fn shown(&self, market: Market) -> Vec<Vec<Line<'a>>> {
        let is_lawful = |line: &&Line<'_>| lawful(line.row, self.nutrient, market).is_some();
        let is_whole = |line: &&Line<'_>| !line.within.is_some_and(|within| self.is(within));
        let of_label = |lines: &Vec<Line<'a>>| {
            let whole: Vec<Line<'a>> = lines.iter().filter(is_whole).copied().collect();
            let parts: Vec<Line<'a>> = lines.iter().filter(is_lawful).copied().collect();
            if parts.is_empty() || whole.iter().any(|line| is_lawful(&line)) {
                whole
            } else {
                parts
            }
        };
        self.lines.iter().map(of_label).collect()
    }

    fn row(&self, labels: &[Option<&Formula>], market: Market, card_of: CardOf<'_>) -> Row {
        let shown = self.shown(market);
        let rows = shown.iter().flatten().map(|line| line.row);
        let scale = Scale::of(self.nutrient, market, rows);
        let card = self.id.and_then(card_of);
        let name = self.name(market, card.as_ref().map(|(title, _)| title.as_str()));
        let cells = labels
            .iter()
            .zip(&shown)
            .map(|(label, lines)| match label {
                None => Cell::not_stated(),
                Some(label) if lines.is_empty() => self.unlisted(label),
                Some(label) => cell(label, lines, &scale, self.usual(&name, market)),
            })
            .collect();
        Row {
            path: card.and_then(|(_, path)| path),
            note: scale.is_mixed.then_some("Units that do not convert"),
            ..Row::new(name, cells)
        }
    }

    /// The name that every label may use without a remark; none where all go by the name of the law.
    fn usual<'n>(&self, name: &'n str, market: Market) -> Option<&'n str> {
        Some(name).filter(|_| market == Market::Us || self.nutrient.is_none())
    }

    /// Below the panel it is in the product, in an amount that nobody states.
    fn unlisted(&self, label: &Formula) -> Cell {
        if label.other_ingredients.iter().any(|row| self.is(row)) {
            return Cell::NotStated(vec!["Among the other ingredients".to_owned()]);
        }
        Cell::Absent(NOT_LISTED)
    }
}

fn cell(label: &Formula, lines: &[Line<'_>], scale: &Scale, name: Option<&str>) -> Cell {
    let directions = label.servings.first().and_then(directions);
    let local = |words: Vec<String>| -> Vec<String> {
        words.iter().map(|words| scale.local(words)).collect()
    };
    let forms = local(lines.iter().flat_map(Line::forms).collect());
    let mut asides = local(lines.iter().flat_map(|line| line.asides(name)).collect());
    let mut servings = Vec::new();
    let mut days = Vec::new();
    for line in lines {
        let Some(quantity) = line.row.quantity() else {
            continue;
        };
        let (value, unit) = scale.measure(line.row, quantity);
        let sign = quantity.operator.sign();
        servings.push(format!("{sign}{} {unit}", number(value)));
        let day = directions
            .as_ref()
            .and_then(|directions| a_day(value, directions.servings()));
        days.extend(day.map(|day| format!("{sign}{} {unit}", range(day))));
        if value != quantity.value {
            asides.push(scale.local(&format!("{quantity} on its label")));
        }
    }
    if servings.is_empty() {
        return Cell::NotStated([forms, asides].concat());
    }
    Cell::Amount {
        day: (days.len() == servings.len()).then(|| days.join(" and ")),
        serving: servings.join(" and "),
        forms,
        asides,
    }
}

impl Line<'_> {
    /// What the substance comes as, and from which part of a plant.
    fn forms(&self) -> Vec<String> {
        let forms = [&self.row.source_form, &self.row.plant_part];
        let forms = forms.into_iter().flatten();
        forms.filter(|form| !form.is_empty()).cloned().collect()
    }

    /// What else it says: another name than the usual one, and what it stands in.
    fn asides(&self, usual: Option<&str>) -> Vec<String> {
        let name = &self.row.name;
        let other_name = usual
            .filter(|usual| !usual.eq_ignore_ascii_case(name))
            .map(|_| format!("Listed as {name}"));
        let within = self.within.map(|within| match within.quantity() {
            Some(quantity) if within.kind == RowKind::Blend => {
                format!("Within {}, {quantity} in all", within.name)
            }
            _ => format!("Within {}", within.name),
        });
        other_name.into_iter().chain(within).collect()
    }
}

fn a_day(value: Decimal, servings: AmountRange) -> Option<AmountRange> {
    Some(AmountRange {
        min: value.checked_mul(servings.min)?,
        max: value.checked_mul(servings.max)?,
    })
}

#[cfg(test)]
mod tests;
