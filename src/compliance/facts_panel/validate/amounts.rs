//! Amounts and their units, 101.36(b)(2)(i) and (ii), (b)(3)(ii).

use rust_decimal::Decimal;

use super::rows::Visit;
use super::{PanelFinding, PanelRule};
use crate::compliance::daily_values::{Form, Nutrient, Unit, in_unit_of_daily_value};
use crate::compliance::facts_panel::amount::{amount_text, declared_amount, number};
use crate::compliance::facts_panel::arrange::is_zero;
use crate::compliance::facts_panel::{
    LabelAmount, Operator, PanelInput, RowKind, is_declarable_as_zero, label_amount,
};

pub(super) fn check(input: &PanelInput, visit: &Visit<'_>, findings: &mut Vec<PanelFinding>) {
    if visit.row.name.trim().is_empty() {
        findings.push(PanelFinding::block(PanelRule::NameMissing, "A row has no name.").at(visit));
    }
    if is_zero(visit.row) {
        findings.push(
            PanelFinding::review(
                PanelRule::ZeroDeclared,
                "It is declared as zero and so doesn't belong on the panel, which leaves it out.",
            )
            .at(visit)
            .declared("0"),
        );
        return;
    }
    for serving in 0..input.columns() {
        let amount = visit.row.amount(serving);
        let text = declared_amount(&amount);
        let found = match (&amount.quantity, &text) {
            (Some((operator, value, unit)), Some(text)) => {
                let of = Quantity {
                    operator: *operator,
                    value: *value,
                    unit,
                };
                let population = input
                    .populations_of(serving)
                    .first()
                    .copied()
                    .unwrap_or_default();
                [
                    not_exact(visit, &of),
                    unit_of(visit, &of),
                    below_declarable(visit, &of, population),
                    increment(visit, &of),
                ]
                .into_iter()
                .flatten()
                .map(|finding| finding.declared(text))
                .collect()
            }
            _ if visit.in_blend() || visit.row.kind == RowKind::Blend => Vec::new(),
            _ => vec![PanelFinding::review(
                PanelRule::AmountMissing,
                "Its amount is not stated.",
            )],
        };
        findings.extend(
            found
                .into_iter()
                .map(|finding| finding.at(visit).in_serving(serving)),
        );
    }
}

/// A declared amount.
struct Quantity<'a> {
    operator: Operator,
    value: Decimal,
    unit: &'a str,
}

impl Quantity<'_> {
    fn in_unit_of(&self, visit: &Visit<'_>, nutrient: Nutrient) -> Option<Decimal> {
        let form = Form::named(nutrient, &visit.row.name_and_source());
        in_unit_of_daily_value(self.value, self.unit, nutrient, form)
    }
}

fn not_exact(visit: &Visit<'_>, of: &Quantity<'_>) -> Option<PanelFinding> {
    // Half the limit is an amount that the regulation has declared as "less than" the limit.
    let half = || of.value.checked_div(Decimal::TWO);
    let is_of_regulation = of.operator == Operator::LessThan
        && visit
            .nutrient
            .zip(half())
            .and_then(|(nutrient, half)| label_amount(half, nutrient))
            == Some(LabelAmount::LessThan(of.value));
    (of.operator != Operator::Equal && !is_of_regulation).then(|| {
        PanelFinding::review(
            PanelRule::AmountNotExact,
            "The amount is a bound, not an amount.",
        )
    })
}

fn unit_of(visit: &Visit<'_>, of: &Quantity<'_>) -> Option<PanelFinding> {
    let unit = Unit::parse(of.unit);
    let Some(nutrient) = visit.nutrient else {
        let is_measured =
            unit.is_some_and(Unit::is_weight) || is_volume(of.unit) || visit.is_energy();
        return (!is_measured).then(|| {
            let message = format!(
                "\"{}\" is neither a weight nor a volume; it may stand beside one.",
                of.unit
            );
            PanelFinding::note(PanelRule::NotByWeight, message)
        });
    };
    let form = Form::named(nutrient, &visit.row.name_and_source());
    if unit == Some(Unit::InternationalUnit)
        && matches!(nutrient, Nutrient::VitaminA | Nutrient::VitaminE)
        && form.is_none()
    {
        return Some(PanelFinding::block(
            PanelRule::IuFormUnknown,
            "What its International Units come to depends on its form, which isn't named.",
        ));
    }
    let is_plain_form = matches!(
        (nutrient, unit),
        (Nutrient::Niacin | Nutrient::VitaminE, Some(Unit::Milligram))
    );
    if unit == Some(nutrient.unit()) || is_plain_form || visit.is_part {
        return None;
    }
    let wanted = nutrient.unit().label();
    let finding = PanelFinding::review(
        PanelRule::UnitNotOfNutrient,
        format!("{} is declared in {wanted}.", nutrient.name()),
    );
    Some(match of.in_unit_of(visit, nutrient) {
        Some(value) => finding.computed(format!("{} {wanted}", number(value))),
        None => finding,
    })
}

fn is_volume(unit: &str) -> bool {
    matches!(
        unit.trim().to_lowercase().as_str(),
        "ml" | "l" | "fl oz" | "milliliter" | "milliliters"
    )
}

fn below_declarable(
    visit: &Visit<'_>,
    of: &Quantity<'_>,
    population: crate::compliance::daily_values::Population,
) -> Option<PanelFinding> {
    let nutrient = visit.nutrient.filter(|_| !visit.is_part)?;
    let value = of.in_unit_of(visit, nutrient)?;
    let is_below = of.operator == Operator::Equal
        && value > Decimal::ZERO
        && is_declarable_as_zero(value, nutrient, population);
    is_below.then(|| {
        PanelFinding::review(
            PanelRule::BelowDeclarable,
            "The amount is so small that it counts as zero and isn't declared.",
        )
    })
}

fn increment(visit: &Visit<'_>, of: &Quantity<'_>) -> Option<PanelFinding> {
    let nutrient = visit.nutrient.filter(|_| of.operator == Operator::Equal)?;
    let value = of.in_unit_of(visit, nutrient)?;
    let unit = nutrient.unit().label();
    let wanted = match label_amount(value, nutrient)? {
        LabelAmount::Amount(rounded) if rounded != value => {
            amount_text(Operator::Equal, rounded, unit)
        }
        LabelAmount::LessThan(limit) => amount_text(Operator::LessThan, limit, unit),
        _ => return None,
    };
    let message = format!("{} is declared in increments: {wanted}.", nutrient.name());
    Some(PanelFinding::review(PanelRule::Increment, message).computed(wanted))
}
