//! Each active of a product as directed, against what studies used and against the reference intakes of the United States.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::{ProductView, VariantView};
use crate::catalog::formula::model::{FormulaRow, Operator, Population, RowKind, Serving};
use crate::catalog::market::{Market, Money};
use crate::catalog::variant::model::NetQuantity;
use crate::compliance::daily_values::nutrient_named;
use crate::compliance::reference_intakes::{AmountRange, Audience};
use crate::evidence::claim::model::Evidence;
use crate::evidence::dose::comparison::DoseComparison;
use crate::evidence::dose::input::{Directions, Dose, DoseInput, StudiedDose};
use crate::evidence::dose::view::{DoseBar, DosePrice, sources};
use crate::evidence::reference::citation;
use crate::evidence::reference::model::ReferenceStatus;

/// Bars that a page shows at once; the others are behind a heading that opens.
pub const AT_ONCE: usize = 4;

/// The bars of a product page and what their figures rest on.
#[derive(Default)]
pub struct Doses {
    /// What has been studied first, then in the order of the label.
    pub bars: Vec<DoseBar>,
    /// The reports behind recommended intakes and limits.
    pub sources: Vec<String>,
}

/// The bars of a page. Intakes and claims of the United States are not shown elsewhere.
pub fn doses(view: &ProductView, chosen: Option<&VariantView>) -> Doses {
    let comparisons = comparisons(view);
    let price = chosen.and_then(|variant| Some((variant.offer?.price, variant.variant.servings)));
    let bars = comparisons
        .iter()
        .map(|(row, comparison)| {
            let path = row
                .ingredient_id
                .and_then(|id| view.resolved.card(id.0))
                .and_then(|card| card.path);
            let money = |minor: i64| {
                price.map_or_else(String::new, |(price, _)| {
                    Money { minor, ..price }.to_string()
                })
            };
            let price = price.map(|(price, servings)| DosePrice {
                minor: price.minor,
                servings,
                money: &money,
            });
            DoseBar::new(comparison, path, price.as_ref())
        })
        .collect();
    Doses {
        bars,
        sources: sources(comparisons.iter().map(|(_, comparison)| comparison)),
    }
}

/// The comparisons that say more than the label: those with a studied range, a recommended intake or a limit.
fn comparisons(view: &ProductView) -> Vec<(&FormulaRow, DoseComparison)> {
    let formula = view.product.document.formula.as_ref();
    let Some(formula) = formula.filter(|_| view.market == Market::Us) else {
        return Vec::new();
    };
    let serving = formula.servings.first();
    let audience = match formula.population {
        Population::Adults => Audience::Adults,
        Population::Infants => Audience::Infants,
        Population::ChildrenOneToThree => Audience::Children1To3,
        Population::PregnantAndLactating => Audience::PregnantAndLactating,
    };
    let mut found: Vec<(&FormulaRow, DoseComparison)> = formula
        .walk()
        .into_iter()
        .map(|(_, row)| row)
        .filter(|row| matches!(row.kind, RowKind::Nutrient | RowKind::Ingredient))
        .map(|row| (row, compare(view, row, serving, audience)))
        .filter(|(_, comparison)| comparison.has_reference() && comparison.per_serving.is_some())
        .collect();
    found.sort_by_key(|(_, comparison)| comparison.studied.range.is_none());
    found
}

fn compare(
    view: &ProductView,
    row: &FormulaRow,
    serving: Option<&Serving>,
    audience: Audience,
) -> DoseComparison {
    let studies = studies_of(view, row);
    let studied: Vec<StudiedDose<'_>> = studies
        .iter()
        .map(|(label, evidence)| StudiedDose {
            label,
            min: evidence.dose_min,
            max: evidence.dose_max,
            unit: evidence.dose_unit.as_deref(),
        })
        .collect();
    // An amount that is only bounded, such as "less than 1 g", is no amount to compare.
    let quantity = row
        .quantity()
        .filter(|quantity| matches!(quantity.operator, Operator::Equal | Operator::About));
    DoseComparison::new(&DoseInput {
        name: &row.name,
        nutrient: nutrient_named(&row.name),
        audience,
        form: row.source_form.as_deref(),
        per_serving: quantity.and_then(|quantity| Dose::new(quantity.value, &quantity.unit)),
        directions: serving.and_then(directions),
        studied: &studied,
    })
}

/// How much is taken a day, where the label says it.
pub fn directions(serving: &Serving) -> Option<Directions> {
    let one = NetQuantity {
        value: serving.amount,
        unit: serving.unit.clone(),
    };
    Directions::new(serving.per_day_min, serving.per_day_max, Some(&one))
}

/// What the claims that the page shows say was given to people, each study once. What was retracted carries no weight here
/// either.
fn studies_of<'a>(view: &'a ProductView, row: &FormulaRow) -> Vec<(String, &'a Evidence)> {
    let Some(id) = row.ingredient_id else {
        return Vec::new();
    };
    let mut seen = Vec::new();
    view.claims
        .iter()
        .filter(|claim| claim.claim.document.ingredient_id == id)
        .flat_map(|claim| &claim.evidence)
        .filter(|evidence| evidence.row.design.is_in_people())
        .filter(|evidence| evidence.reference.document.status != ReferenceStatus::Retracted)
        .filter(|evidence| {
            let is_new = !seen.contains(&evidence.reference.entity_id);
            seen.push(evidence.reference.entity_id);
            is_new
        })
        .map(|evidence| (citation::short(&evidence.reference.document), &evidence.row))
        .collect()
}

/// An active of a product against studies and reference intakes, in JSON. What is not known is `null`.
#[derive(Debug, Serialize, ToSchema)]
pub struct DoseBody {
    /// What it is called on the label.
    name: String,
    /// The unit of all amounts here.
    unit: Option<String>,
    #[schema(value_type = Option<String>)]
    per_serving: Option<rust_decimal::Decimal>,
    /// As directed.
    per_day: Option<RangeBody>,
    /// From the lowest to the highest dose a day that the studies behind its claims gave, whatever they found.
    studied: Option<RangeBody>,
    /// Recommended intake a day of the National Academies, from all sources.
    recommended: Option<RangeBody>,
    /// Upper limit a day of the National Academies.
    upper_limit: Option<RangeBody>,
    /// The comparison in words.
    sentences: Vec<String>,
}

/// From the least to the most.
#[derive(Debug, Serialize, ToSchema)]
pub struct RangeBody {
    #[schema(value_type = String)]
    min: rust_decimal::Decimal,
    #[schema(value_type = String)]
    max: rust_decimal::Decimal,
}

impl From<AmountRange> for RangeBody {
    fn from(range: AmountRange) -> Self {
        Self {
            min: range.min.normalize(),
            max: range.max.normalize(),
        }
    }
}

/// The comparisons of a product in JSON, as its page draws them.
pub fn dose_bodies(view: &ProductView) -> Vec<DoseBody> {
    comparisons(view)
        .into_iter()
        .map(|(_, comparison)| DoseBody {
            sentences: comparison.sentences(),
            unit: comparison.unit.as_ref().map(|unit| unit.label().to_owned()),
            per_serving: comparison.per_serving,
            per_day: comparison.per_day.map(RangeBody::from),
            studied: comparison.studied.range.map(RangeBody::from),
            recommended: comparison
                .recommended
                .as_ref()
                .and_then(|compared| compared.on_scale)
                .map(RangeBody::from),
            upper_limit: comparison
                .limit
                .as_ref()
                .and_then(|compared| compared.on_scale)
                .map(RangeBody::from),
            name: comparison.name,
        })
        .collect()
}
