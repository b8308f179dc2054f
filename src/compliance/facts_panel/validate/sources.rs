//! Sources and parts of plants, 101.36(d), 101.4(g) and (h).

use super::plants::is_plant_without_part;
use super::rows::Visit;
use super::{PanelFinding, PanelRule};
use crate::compliance::daily_values::Nutrient;
use crate::compliance::facts_panel::PanelInput;

pub(super) fn check(visit: &Visit<'_>, findings: &mut Vec<PanelFinding>) {
    if is_plant_without_part(visit.row) {
        let message = "The part of the plant is not named.";
        findings.push(PanelFinding::review(PanelRule::PlantPartMissing, message).at(visit));
    }
    let source = visit
        .row
        .source
        .as_deref()
        .map(str::trim)
        .unwrap_or_default();
    let bare = source.trim_start_matches('(');
    let lower = format!(" {} ", bare.to_lowercase());
    let says_how = [" as ", " from "].iter().any(|word| lower.contains(word));
    if visit.is_top() && visit.nutrient.is_some() && !source.is_empty() && !says_how {
        let message = format!("\"{source}\" lacks \"as\" or \"from\".");
        let finding = PanelFinding::note(PanelRule::SourcePreposition, message);
        findings.push(finding.at(visit).declared(source));
    }
}

/// Sources that the panel doesn't name have to stand below it.
pub(super) fn check_list(
    input: &PanelInput,
    visits: &[Visit<'_>],
    findings: &mut Vec<PanelFinding>,
) {
    let unnamed = visits.iter().find(|visit| {
        let is_added = visit
            .nutrient
            .is_some_and(|nutrient| nutrient >= Nutrient::VitaminA);
        let name = visit.row.name.to_lowercase();
        let in_name = name.contains('(') || name.contains(" as ") || name.contains(" from ");
        visit.is_top() && is_added && visit.row.source.is_none() && !in_name
    });
    let is_listed = input
        .other_ingredients
        .iter()
        .any(|name| !name.trim().is_empty());
    if let Some(visit) = unnamed.filter(|_| !is_listed) {
        let message = "Its source is named neither in the panel nor in a list below it.";
        findings.push(PanelFinding::note(PanelRule::IngredientsMissing, message).at(visit));
    }
}
