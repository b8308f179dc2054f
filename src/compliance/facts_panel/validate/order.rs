//! Order and nesting of rows, and folate, 101.36(b)(2)(i)(B), (b)(3)(iii), (c)(1).

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::rows::Visit;
use super::{PanelFinding, PanelRule};
use crate::compliance::daily_values::{Form, Nutrient, Unit, micrograms, nutrient_named};
use crate::compliance::facts_panel::amount::number;
use crate::compliance::facts_panel::arrange::declared_nutrient;
use crate::compliance::facts_panel::folate::folic_acid;
use crate::compliance::facts_panel::{AmountInput, BlockKind, RowKind, block_of};

/// Rules on the sequence of the rows at the top.
pub(super) fn check_top(visits: &[Visit<'_>], findings: &mut Vec<PanelFinding>) {
    let mut furthest: Option<Nutrient> = None;
    let mut seen = BTreeSet::new();
    let (mut after_other, mut is_told) = (false, false);
    for visit in visits.iter().filter(|visit| visit.is_top()) {
        if block_of(visit.row) == BlockKind::Other {
            after_other = true;
            continue;
        }
        let Some(nutrient) = visit.nutrient else {
            continue;
        };
        let is_out_of_order = after_other || furthest.is_some_and(|furthest| furthest > nutrient);
        if is_out_of_order && !is_told {
            is_told = true;
            let message =
                "The label has another order from here on; the panel has the regulation's.";
            findings.push(PanelFinding::note(PanelRule::NutrientOrder, message).at(visit));
        }
        if !seen.insert(nutrient) {
            let message = format!("{} has a row already.", nutrient.name());
            findings.push(PanelFinding::review(PanelRule::NutrientTwice, message).at(visit));
        }
        furthest = furthest.max(Some(nutrient));
    }
}

/// Rules on one row and what is within it.
pub(super) fn check_row(visit: &Visit<'_>, findings: &mut Vec<PanelFinding>) {
    let is_misplaced = visit.is_within_other()
        && !visit.is_part
        && visit.row.kind != RowKind::Blend
        && visit
            .nutrient
            .is_some_and(|nutrient| nutrient != Nutrient::Calories);
    if is_misplaced {
        let message = match declared_nutrient(visit.row) {
            Some(_) => "It has a Daily Value and so a row of its own; the panel puts it there.",
            None => {
                "It has a Daily Value and so a row of its own, with an amount, which isn't stated."
            }
        };
        findings.push(PanelFinding::review(PanelRule::NutrientInBlend, message).at(visit));
    }
    findings.extend(exceeds(visit).map(|finding| finding.at(visit)));
    findings.extend(folate(visit).map(|finding| finding.at(visit)));
}

/// A part that is heavier than the whole, in any serving size.
fn exceeds(visit: &Visit<'_>) -> Option<PanelFinding> {
    // What a blend holds is added up instead.
    let parent = visit
        .above
        .last()
        .filter(|parent| parent.kind != RowKind::Blend)?;
    let mut pairs = visit.row.amounts.iter().zip(&parent.amounts);
    let (part, whole) = pairs.find_map(|(part, whole)| {
        let pair = (weight(part)?, weight(whole)?);
        (pair.0 > pair.1).then_some(pair)
    })?;
    let message = format!(
        "It weighs {} mcg, more than the {} mcg of {}.",
        number(part),
        number(whole),
        parent.name.trim()
    );
    Some(PanelFinding::block(
        PanelRule::ConstituentExceedsParent,
        message,
    ))
}

/// The weight of an exact amount in micrograms.
pub(super) fn weight(amount: &AmountInput) -> Option<Decimal> {
    let (value, unit) = amount.exact()?;
    micrograms(value, unit)
}

/// Folate and folic acid agree, 101.9(c)(8)(vii).
fn folate(visit: &Visit<'_>) -> Option<PanelFinding> {
    if !visit.is_top() || nutrient_named(&visit.row.name) != Some(Nutrient::Folate) {
        return None;
    }
    let is_folic_acid =
        Form::named(Nutrient::Folate, &visit.row.name_and_source()) == Some(Form::FolicAcid);
    let in_dfe = |amount: &AmountInput| {
        let (value, unit) = amount.exact()?;
        (Unit::parse(unit) == Some(Unit::MicrogramDfe)).then_some(value)
    };
    let Some(nested) = folic_acid(visit.row) else {
        let is_missing = is_folic_acid && visit.row.amounts.iter().any(|it| in_dfe(it).is_some());
        return is_missing.then(|| {
            let message = "Folate from folic acid states the mcg of folic acid in parentheses.";
            PanelFinding::review(PanelRule::FolicAcidMissing, message)
        });
    };
    let mut pairs = visit.row.amounts.iter().zip(&nested.amounts);
    pairs.find_map(|(folate, acid)| {
        let (folate, wanted) = (
            in_dfe(folate)?,
            weight(acid)?.checked_mul(Decimal::new(17, 1))?,
        );
        // Both amounts are rounded; other folates may add to it.
        let tolerance = wanted.checked_mul(Decimal::new(2, 2))?.max(Decimal::ONE);
        let is_off = folate < wanted.saturating_sub(tolerance)
            || (is_folic_acid && folate > wanted.saturating_add(tolerance));
        is_off.then(|| {
            let text = format!("{} mcg DFE", number(wanted.round()));
            let message = format!("The folic acid comes to {text}.");
            PanelFinding::block(PanelRule::FolateDfeDiffers, message)
                .declared(format!("{} mcg DFE", number(folate)))
                .computed(text)
        })
    })
}
