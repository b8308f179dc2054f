//! Proprietary blends, 101.36(c).

use rust_decimal::Decimal;

use super::order::weight;
use super::rows::Visit;
use super::{PanelFinding, PanelRule};
use crate::compliance::facts_panel::amount::number;
use crate::compliance::facts_panel::{RowInput, RowKind};

pub(super) fn check(visit: &Visit<'_>, findings: &mut Vec<PanelFinding>) {
    let blend = visit.row;
    if blend.kind != RowKind::Blend {
        return;
    }
    if blend.rows.is_empty() {
        findings.push(
            PanelFinding::review(
                PanelRule::BlendMembersMissing,
                "The blend lists no ingredient.",
            )
            .at(visit),
        );
    }
    // A blend within a blend is a member, which needs no weight.
    let has_total = blend.amounts.iter().any(|amount| amount.quantity.is_some());
    if !has_total && !visit.in_blend() {
        findings.push(
            PanelFinding::review(
                PanelRule::BlendTotalMissing,
                "The blend doesn't state its weight.",
            )
            .at(visit),
        );
    }
    for serving in 0..blend.amounts.len().max(1) {
        let found = [exceeds_total(blend, serving), out_of_order(blend, serving)];
        let found = found.into_iter().flatten();
        findings.extend(found.map(|finding| finding.at(visit).in_serving(serving)));
    }
}

fn weight_in(row: &RowInput, serving: usize) -> Option<Decimal> {
    weight(row.amounts.get(serving)?)
}

/// What a member is known to weigh: its own weight, or else that of what is within it.
fn least_weight(row: &RowInput, serving: usize) -> Decimal {
    weight_in(row, serving).unwrap_or_else(|| {
        row.rows
            .iter()
            .map(|row| least_weight(row, serving))
            .fold(Decimal::ZERO, Decimal::saturating_add)
    })
}

fn exceeds_total(blend: &RowInput, serving: usize) -> Option<PanelFinding> {
    let total = weight_in(blend, serving)?;
    let members = blend.rows.iter().map(|row| least_weight(row, serving));
    let sum = members.fold(Decimal::ZERO, Decimal::saturating_add);
    (sum > total).then(|| {
        let in_mcg = |weight| format!("{} mcg", number(weight));
        PanelFinding::block(
            PanelRule::BlendMembersExceedTotal,
            "Its members together weigh more than the blend.",
        )
        .declared(in_mcg(total))
        .computed(in_mcg(sum))
    })
}

fn out_of_order(blend: &RowInput, serving: usize) -> Option<PanelFinding> {
    let known: Vec<(&str, Decimal)> = blend
        .rows
        .iter()
        .filter_map(|row| Some((row.name.trim(), weight_in(row, serving)?)))
        .collect();
    let mut pairs = known.iter().zip(known.iter().skip(1));
    let (first, second) = pairs.find(|((_, first), (_, second))| second > first)?;
    let message = format!(
        "{} outweighs {}, which stands before it.",
        second.0, first.0
    );
    Some(PanelFinding::review(PanelRule::BlendOrder, message))
}
