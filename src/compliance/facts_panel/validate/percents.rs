//! Declared percentages held against computed ones, 101.36(b)(2)(iii).

use rust_decimal::Decimal;

use super::rows::Visit;
use super::{PanelFinding, PanelRule};
use crate::compliance::daily_values::{
    Form, Nutrient, Percent, Population, daily_value, percent_before_2016,
};
use crate::compliance::facts_panel::amount::{declared_percent_text, percent_text};
use crate::compliance::facts_panel::percent::computed_percent;
use crate::compliance::facts_panel::{AmountInput, DeclaredPercent, PanelInput};

pub(super) fn check(input: &PanelInput, visit: &Visit<'_>, findings: &mut Vec<PanelFinding>) {
    for serving in 0..input.columns() {
        let amount = visit.row.amount(serving);
        for (at, population) in input.populations_of(serving).into_iter().enumerate() {
            let declared = amount.percent(at);
            let found = of_cell(visit, &amount, declared, population).map(|finding| {
                let finding = finding
                    .at(visit)
                    .in_serving(serving)
                    .of_population(population);
                match declared_percent_text(declared) {
                    Some(text) => finding.declared(text),
                    None => finding,
                }
            });
            let format = format_of(declared).map(|finding| finding.at(visit).in_serving(serving));
            findings.extend(found.into_iter().chain(format));
        }
    }
}

fn of_cell(
    visit: &Visit<'_>,
    amount: &AmountInput,
    declared: DeclaredPercent,
    population: Population,
) -> Option<PanelFinding> {
    let is_number = matches!(
        declared,
        DeclaredPercent::Equal(_) | DeclaredPercent::LessThan(_)
    );
    if visit.is_energy() {
        return is_number.then(|| {
            PanelFinding::review(PanelRule::DvOfCalories, "Calories have no % Daily Value.")
        });
    }
    let with_value = visit
        .nutrient
        .filter(|nutrient| daily_value(*nutrient, population).is_some());
    let Some(nutrient) = with_value else {
        return is_number.then(|| {
            PanelFinding::block(
                PanelRule::DvWithoutDailyValue,
                "It has no Daily Value; the panel prints the symbol instead.",
            )
        });
    };
    if visit.is_part {
        return None;
    }
    let form = Form::named(nutrient, &visit.row.name_and_source());
    let computed = computed_percent(nutrient, form, population, amount);
    match declared {
        DeclaredPercent::NotDeclared => missing(nutrient, amount, computed),
        DeclaredPercent::NotEstablished => {
            let finding = PanelFinding::review(
                PanelRule::DvDenied,
                format!("{} has a Daily Value.", nutrient.name()),
            );
            Some(match computed {
                Some(percent) => finding.computed(percent_text(percent)),
                None => finding,
            })
        }
        DeclaredPercent::Equal(value) => differs(nutrient, amount, value, computed?),
        DeclaredPercent::LessThan(value) => match computed? {
            Percent::Whole(whole) if Decimal::from(whole) >= value => {
                difference(amount, nutrient, None, Percent::Whole(whole))
            }
            _ => None,
        },
    }
}

/// The percentage of protein rests on its quality and may be left out (101.9(c)(7)).
fn missing(
    nutrient: Nutrient,
    amount: &AmountInput,
    computed: Option<Percent>,
) -> Option<PanelFinding> {
    if nutrient == Nutrient::Protein || amount.quantity.is_none() {
        return None;
    }
    Some(match computed {
        Some(percent) => PanelFinding::note(
            PanelRule::DvMissing,
            "No percentage is declared; the panel prints the computed one.",
        )
        .computed(percent_text(percent)),
        None => PanelFinding::review(
            PanelRule::DvMissing,
            "No percentage is declared, and none follows from the amount as it stands.",
        ),
    })
}

/// One percent of difference is a matter of rounding the amount (101.36(b)(2)(iii)(B)).
fn differs(
    nutrient: Nutrient,
    amount: &AmountInput,
    declared: Decimal,
    computed: Percent,
) -> Option<PanelFinding> {
    match computed {
        Percent::LessThanOne if declared.is_zero() => Some(
            PanelFinding::review(
                PanelRule::DvBelowOne,
                "More than nothing and less than one percent is declared as \"<1%\".",
            )
            .computed("<1%"),
        ),
        Percent::LessThanOne if declared <= Decimal::ONE => None,
        Percent::Whole(whole) if (declared - Decimal::from(whole)).abs() <= Decimal::ONE => None,
        _ => difference(amount, nutrient, Some(declared), computed),
    }
}

/// Labels from before the new Daily Values are told from plain errors.
fn difference(
    amount: &AmountInput,
    nutrient: Nutrient,
    declared: Option<Decimal>,
    computed: Percent,
) -> Option<PanelFinding> {
    let computed = percent_text(computed);
    let old = amount
        .exact()
        .and_then(|(value, unit)| percent_before_2016(value, unit, nutrient));
    let is_old = old
        .zip(declared)
        .is_some_and(|(old, declared)| (declared - Decimal::from(old)).abs() <= Decimal::ONE);
    let finding = match is_old {
        true => PanelFinding::review(
            PanelRule::DvDiffers,
            format!("The label uses the Daily Value before 2016; today the amount is {computed}."),
        ),
        false => PanelFinding::block(
            PanelRule::DvDiffers,
            format!("The declared amount is {computed} of the Daily Value."),
        ),
    };
    Some(finding.computed(computed))
}

/// Whole percents, and "<1%" for less (101.36(b)(2)(iii)(C)).
fn format_of(declared: DeclaredPercent) -> Option<PanelFinding> {
    let finding = match declared {
        DeclaredPercent::Equal(value) if !value.fract().is_zero() => {
            PanelFinding::review(PanelRule::DvNotWhole, "The percentage isn't whole.")
        }
        DeclaredPercent::LessThan(value) if value != Decimal::ONE => PanelFinding::review(
            PanelRule::DvBelowOne,
            "Only \"<1%\" is a bound of the regulation.",
        ),
        _ => return None,
    };
    declared_percent_text(declared).map(|text| finding.declared(text))
}
