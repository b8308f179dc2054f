//! A comparison as a page shows it.

use rust_decimal::Decimal;

use super::comparison::{ComparedRecommendation, DoseComparison, LimitPosition, StudiedPosition};
use super::cost::{Cost, cost_per_day, cost_per_studied_dose};
use super::input::Directions;
use super::layout::MarkKind;
use super::picture::{bar_svg, class};
use super::words::{number, recommendation_kind, tight_range};
use crate::compliance::reference_intakes::Report;
use crate::web::html::SafeHtml;

/// The price that the costs of a bar come from.
pub struct DosePrice<'a> {
    /// Price of a container in minor units of its currency.
    pub minor: i64,
    /// Servings in a container; `None` when unknown.
    pub servings: Option<Decimal>,
    /// Prints minor units with their currency.
    pub money: &'a dyn Fn(i64) -> String,
}

/// A dose bar on a product page.
#[derive(Clone, Debug)]
pub struct DoseBar {
    /// What the active is called.
    pub name: String,
    /// Its page, when it has one.
    pub path: Option<String>,
    /// Where the dose stands, in a few words each.
    pub tags: Vec<DoseTag>,
    /// The day's amount with where it stands to the studied range, and what could not be compared.
    pub sentences: Vec<String>,
    /// The picture; `None` when there is no amount to draw.
    pub picture: Option<SafeHtml>,
    /// The numbers in rows.
    pub rows: Vec<DoseRow>,
}

/// A few words on where a dose stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoseTag {
    /// The words.
    pub text: &'static str,
    /// Class of the style sheet.
    pub class: &'static str,
}

/// A row of numbers beside the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoseRow {
    /// Name of the mark in the picture, for the style sheet; `none` when it isn't drawn.
    pub mark: &'static str,
    /// What it is.
    pub term: &'static str,
    /// How much.
    pub value: String,
    /// Whether the value says that something isn't known.
    pub is_unknown: bool,
    /// More about it, a line each.
    pub notes: Vec<String>,
}

impl DoseBar {
    /// The bar of a comparison. `path` is the active's page; without a price there are no rows of costs.
    pub fn new(
        comparison: &DoseComparison,
        path: Option<String>,
        price: Option<&DosePrice<'_>>,
    ) -> Self {
        let mut rows = Vec::from(amount_rows(comparison));
        rows.push(studied_row(comparison));
        rows.extend(
            comparison
                .recommended
                .as_ref()
                .map(|it| recommended_row(it, comparison)),
        );
        rows.extend(limit_row(comparison));
        rows.extend(
            price
                .into_iter()
                .flat_map(|price| cost_rows(comparison, price)),
        );
        Self {
            name: comparison.name.clone(),
            path,
            tags: tags(comparison),
            sentences: [
                Some(comparison.day_sentence()),
                comparison.left_out_sentence(),
            ]
            .into_iter()
            .flatten()
            .collect(),
            picture: bar_svg(comparison).map(SafeHtml::trusted),
            rows,
        }
    }
}

/// Reports that the figures of some comparisons come from, each once, in words for the foot of a section.
pub fn sources<'a>(comparisons: impl IntoIterator<Item = &'a DoseComparison>) -> Vec<String> {
    let mut reports: Vec<Report> = comparisons.into_iter().filter_map(|it| it.report).collect();
    reports.sort_by_key(|report| (report.year(), report.title()));
    reports.dedup();
    reports
        .into_iter()
        .map(|report| format!("{} ({})", report.title(), report.year()))
        .collect()
}

fn tags(comparison: &DoseComparison) -> Vec<DoseTag> {
    let studied = comparison.studied_position.map(|position| DoseTag {
        class: "tag-evidence",
        text: match position {
            StudiedPosition::Below => "Below the studied range",
            StudiedPosition::ReachesFromBelow => "Reaches the studied range",
            StudiedPosition::Within => "Within the studied range",
            StudiedPosition::ReachesAbove => "Reaches above the studied range",
            StudiedPosition::Above => "Above the studied range",
            StudiedPosition::Spans => "Spans the studied range",
        },
    });
    let limit = comparison.limit.as_ref().and_then(|limit| {
        let text = match limit.position? {
            LimitPosition::Above => "Above the upper limit",
            LimitPosition::AboveInPart => "Can be above the upper limit",
            LimitPosition::NotAbove | LimitPosition::NotCounted | LimitPosition::DependsOnForm => {
                return None;
            }
        };
        let class = "tag-caution";
        Some(DoseTag { class, text })
    });
    let unknown = comparison.per_day.is_none().then_some(DoseTag {
        class: "tag-none",
        text: "Amount a day not stated",
    });
    [studied, limit, unknown].into_iter().flatten().collect()
}

fn amount_rows(comparison: &DoseComparison) -> [DoseRow; 2] {
    let product = class(MarkKind::Product);
    let unit = comparison.unit_label().unwrap_or_default();
    let row = |term, amount: Option<String>, is_drawn: bool, note: Option<&str>| DoseRow {
        mark: if is_drawn && amount.is_some() {
            product
        } else {
            NO_MARK
        },
        term,
        is_unknown: amount.is_none(),
        value: amount.map_or_else(
            || "Not stated".to_owned(),
            |amount| format!("{amount} {unit}"),
        ),
        notes: note.map(str::to_owned).into_iter().collect(),
    };
    let day = comparison.per_day;
    let taken = comparison.directions.as_ref().map(Directions::taken);
    [
        row(
            "Per serving",
            comparison.per_serving.map(number),
            day.is_none(),
            None,
        ),
        row("Per day as directed", day.map(tight_range), true, taken),
    ]
}

fn studied_row(comparison: &DoseComparison) -> DoseRow {
    let studied = &comparison.studied;
    let range = studied.range.zip(comparison.unit_label());
    DoseRow {
        mark: mark_of(MarkKind::Studied, range.is_some()),
        term: "Studied per day",
        is_unknown: range.is_none(),
        value: match range {
            Some((range, unit)) => format!("{} {unit}", tight_range(range)),
            None if studied.in_other_units > 0 => "In another unit".to_owned(),
            None => "None on file".to_owned(),
        },
        notes: match studied.labels.as_slice() {
            [] => Vec::new(),
            [only] => vec![only.clone()],
            many => vec![format!("{} studies", many.len())],
        },
    }
}

fn recommended_row(compared: &ComparedRecommendation, comparison: &DoseComparison) -> DoseRow {
    let published = &compared.published;
    let kind = recommendation_kind(published);
    // Women and men apart where they differ, in the unit of the report.
    let of_whom = match published.women.zip(published.men) {
        Some((women, men)) if women != men => format!(
            "{kind}: women {}, men {} {}",
            tight_range(women),
            tight_range(men),
            published.unit.label()
        ),
        _ => format!("{kind}, {}", comparison.audience.words()),
    };
    DoseRow {
        mark: mark_of(MarkKind::Recommended, compared.on_scale.is_some()),
        term: "Recommended",
        value: comparison.amounts(
            published.amounts,
            published.unit,
            compared.on_scale,
            tight_range,
        ),
        is_unknown: false,
        notes: std::iter::once(of_whom)
            .chain(
                compared
                    .percent_words()
                    .map(|share| format!("A day is {share}")),
            )
            .collect(),
    }
}

/// Also where there is no limit, when there could be one.
fn limit_row(comparison: &DoseComparison) -> Option<DoseRow> {
    let term = "Upper limit";
    let Some(compared) = &comparison.limit else {
        return comparison.recommended.as_ref().map(|_| DoseRow {
            mark: NO_MARK,
            term,
            value: "None set".to_owned(),
            is_unknown: true,
            notes: vec!["For lack of data".to_owned()],
        });
    };
    let published = &compared.published;
    let position = capitalized(comparison.limit_words(compared));
    Some(DoseRow {
        mark: mark_of(MarkKind::Limit, compared.on_scale.is_some()),
        term,
        value: comparison.amounts(
            published.amounts,
            published.unit,
            compared.on_scale,
            tight_range,
        ),
        is_unknown: false,
        notes: vec![
            format!("UL, counting {}", published.applies.words()),
            position,
        ],
    })
}

fn capitalized(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// For what isn't drawn.
const NO_MARK: &str = "none";

fn mark_of(kind: MarkKind, is_drawn: bool) -> &'static str {
    if is_drawn { class(kind) } else { NO_MARK }
}

/// Costs that can be worked out; an unknown one has no row.
fn cost_rows(comparison: &DoseComparison, price: &DosePrice<'_>) -> Vec<DoseRow> {
    let day = |servings| cost_per_day(Some(price.minor), price.servings, Some(servings));
    let per_day = comparison.directions.as_ref().and_then(|directions| {
        let servings = directions.servings();
        Some(Cost::range_words(
            day(servings.min)?,
            day(servings.max)?,
            price.money,
        ))
    });
    let studied = comparison.studied.range.map(|range| range.min);
    let per_dose = cost_per_studied_dose(
        Some(price.minor),
        comparison.per_serving,
        price.servings,
        studied,
    );
    let row = |term, value, notes| DoseRow {
        mark: NO_MARK,
        term,
        value,
        is_unknown: false,
        notes,
    };
    let unit = comparison.unit_label().unwrap_or_default();
    let lowest = studied.map(|amount| format!("For {} {unit}, the lowest", number(amount)));
    let per_dose = per_dose.map(|cost| cost.words(price.money));
    [
        per_day.map(|value| row("Cost per day", value, Vec::new())),
        per_dose.map(|value| row("Cost per studied dose", value, lowest.into_iter().collect())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests;
