//! The rows of a block: the tree of the label flattened, with names, indentation and cells.

use super::amount::declared_amount;
use super::folate;
use super::percent::{self, Subject};
use super::{AmountState, Bar, BlockKind, Builder, Cell, PanelRow, RowInput, RowKind};
use crate::compliance::daily_values::{Form, Nutrient, form_named, nutrient_named};

/// Where in the tree a row stands.
#[derive(Clone)]
struct Place {
    depth: u8,
    in_blend: bool,
    /// At the top of the (b)(2) ingredients, where the regulation names the rows.
    is_top_nutrient: bool,
    /// Under a (b)(3) ingredient or a blend.
    is_within_other: bool,
    /// The nutrients above it.
    above: Vec<Nutrient>,
}

/// A row and what it was taken to be.
struct Named<'a> {
    row: &'a RowInput,
    nutrient: Option<Nutrient>,
    /// Printed under the regulation's name instead of the label's.
    is_standard: bool,
}

impl Builder {
    /// The rows of a block, each followed by what is nested under it.
    pub(super) fn rows(&mut self, members: &[&RowInput], kind: BlockKind) -> Vec<PanelRow> {
        let mut rows = Vec::new();
        for member in members {
            let is_top_nutrient = kind != BlockKind::Other;
            let depth = match kind {
                BlockKind::Nutrients => {
                    nutrient_named(&member.name).map_or(0, |nutrient| self.indent(nutrient))
                }
                BlockKind::Energy | BlockKind::Other => 0,
            };
            let place = Place {
                depth,
                in_blend: false,
                is_top_nutrient,
                is_within_other: false,
                above: Vec::new(),
            };
            self.push(&mut rows, member, &place);
        }
        rows
    }

    /// How far a top-level nutrient is indented: once for each nutrient above it in 101.9(c) that
    /// the panel lists.
    fn indent(&self, nutrient: Nutrient) -> u8 {
        let parents = std::iter::successors(nutrient.parent(), |parent| parent.parent());
        let listed = parents
            .filter(|parent| self.present.contains(parent))
            .count();
        u8::try_from(listed).unwrap_or(u8::MAX)
    }

    fn push(&mut self, rows: &mut Vec<PanelRow>, row: &RowInput, place: &Place) {
        let named = named(row, place);
        let subject = self.subject(&named, place);
        let folic_acid = folate::folic_acid(row).filter(|_| place.is_top_nutrient);
        let mut cells: Vec<Cell> = (0..self.populations.len())
            .map(|column| self.cell(row, column, subject, place.in_blend))
            .collect();
        if let Some(folic_acid) = folic_acid {
            folate::add_folic_acid(&mut cells, folic_acid);
        }
        let name = name(&named, &mut cells);
        rows.push(PanelRow {
            bar_above: Bar::Hairline,
            depth: place.depth,
            name,
            detail: detail(&named),
            link: row.link.clone(),
            cells,
            emphasis: matches!(row.kind, RowKind::Energy | RowKind::Blend)
                || named.nutrient == Some(Nutrient::Calories),
        });
        let mut above = place.above.clone();
        above.extend(named.nutrient);
        let below = Place {
            depth: place.depth.saturating_add(1),
            in_blend: place.in_blend || row.kind == RowKind::Blend,
            is_top_nutrient: false,
            is_within_other: place.is_within_other || named.nutrient.is_none(),
            above,
        };
        for nested in row.rows.iter().filter(|_| folic_acid.is_none()) {
            self.push(rows, nested, &below);
        }
    }

    fn subject(&self, named: &Named<'_>, place: &Place) -> Subject {
        match (named.row.kind, named.nutrient) {
            (RowKind::Energy, _) | (_, Some(Nutrient::Calories)) => Subject::Energy,
            (_, Some(nutrient)) => {
                let is_part = place.above.contains(&nutrient)
                    || (place.is_within_other && self.present.contains(&nutrient));
                match is_part {
                    true => Subject::PartOf(nutrient),
                    false => {
                        let form = Form::named(nutrient, &named.row.name_and_source());
                        Subject::Nutrient(nutrient, form)
                    }
                }
            }
            (_, None) => Subject::Other,
        }
    }

    fn cell(&mut self, row: &RowInput, column: usize, subject: Subject, in_blend: bool) -> Cell {
        let amount = row.amount(column);
        let text = declared_amount(&amount);
        let amount_state = match &text {
            Some(_) => AmountState::Declared,
            None if in_blend => AmountState::InBlend,
            None => AmountState::NotDeclared,
        };
        let populations = self.populations.get(column).cloned().unwrap_or_default();
        let percents = populations.into_iter().enumerate().map(|(at, population)| {
            let place = percent::Place {
                row: row.name.trim(),
                serving: column,
                population,
            };
            self.percent(&place, subject, &amount, amount.percent(at))
        });
        Cell {
            percents: percents.collect(),
            amount: text.unwrap_or_default(),
            aside: None,
            amount_state,
        }
    }
}

/// The printed name. 101.9(c)(6)(iii) has the amount of added sugars stand in it instead of in the
/// column of amounts; with several serving sizes it has to stay in their columns.
fn name(named: &Named<'_>, cells: &mut [Cell]) -> String {
    match (named.nutrient.filter(|_| named.is_standard), cells) {
        (None, _) => named.row.name.trim().to_owned(),
        (Some(Nutrient::AddedSugars), [cell]) if !cell.amount.is_empty() => {
            let amount = std::mem::take(&mut cell.amount);
            format!("Includes {amount} {}", Nutrient::AddedSugars.name())
        }
        (Some(nutrient), _) => nutrient.name().to_owned(),
    }
}

/// The regulation names the rows at the top of the (b)(2) ingredients and their subcomponents; what
/// a label nests otherwise ("Folic Acid" under "Folate", "Vitamin C" under a fruit) keeps the
/// label's name.
fn named<'a>(row: &'a RowInput, place: &Place) -> Named<'a> {
    let nutrient = match row.kind {
        RowKind::Blend => None,
        RowKind::Energy | RowKind::Nutrient | RowKind::Ingredient => nutrient_named(&row.name),
    };
    let mut parents = std::iter::successors(nutrient.and_then(Nutrient::parent), |parent| {
        parent.parent()
    });
    let is_subcomponent = parents.any(|parent| place.above.contains(&parent));
    Named {
        row,
        nutrient,
        is_standard: place.is_top_nutrient || is_subcomponent,
    }
}

/// The parenthesis after the name of a row that is printed under the regulation's name, if that knows it.
pub(in crate::compliance) fn detail_of(row: &RowInput) -> Option<String> {
    let nutrient = (row.kind != RowKind::Blend)
        .then(|| nutrient_named(&row.name))
        .flatten();
    detail(&Named {
        row,
        nutrient,
        is_standard: true,
    })
}

/// The parenthesis after the name: the label's own word for it, what the label's name has in
/// parentheses, the part of the plant, and the source; each thing once.
fn detail(named: &Named<'_>) -> Option<String> {
    let standard = named.nutrient.filter(|_| named.is_standard);
    let own_word = standard
        .and_then(|_| form_named(&named.row.name))
        .map(str::to_owned);
    let aside = standard.and_then(|nutrient| aside(&named.row.name, nutrient));
    let part = named.row.plant_part.clone();
    let source = named.row.source.clone();
    let mut parts: Vec<String> = Vec::new();
    for part in [own_word, aside, part, source].into_iter().flatten() {
        let part = without_brackets(part.trim());
        let is_known = parts.iter().any(|known| holds(known, &part));
        if !part.is_empty() && !is_known {
            parts.retain(|known| !holds(&part, known));
            parts.push(part);
        }
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Whether `longer` is `shorter`, or lists it, also after "as" or "from".
fn holds(longer: &str, shorter: &str) -> bool {
    let shorter = shorter.to_lowercase();
    longer.to_lowercase().split(", ").any(|part| {
        let bare = part
            .strip_prefix("as ")
            .or_else(|| part.strip_prefix("from "));
        part == shorter || bare == Some(shorter.as_str())
    })
}

/// What a label's name says beside the name: its parentheses, or else "as ..." and "from ..." written
/// out. Nothing when that only repeats the nutrient ("Ascorbic Acid (Vitamin C)").
fn aside(name: &str, nutrient: Nutrient) -> Option<String> {
    let text = match name.split_once('(') {
        Some((_, after)) => {
            let inner = after.rsplit_once(')').map_or(after, |(inner, _)| inner);
            inner.replace(") (", ", ")
        }
        None => {
            let lower = name.to_ascii_lowercase();
            let start = lower.find(" as ").or_else(|| lower.find(" from "))?;
            name.get(start..)?.to_owned()
        }
    };
    let text = text.trim();
    (!text.eq_ignore_ascii_case(nutrient.name())).then(|| text.to_owned())
}

/// The page puts the parentheses; a source that brings its own would have two.
fn without_brackets(text: &str) -> String {
    let inner = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'));
    inner.unwrap_or(text).trim().to_owned()
}
