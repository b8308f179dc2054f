//! What stands below the box and has to: allergens (FD&C 403(w)) and the warning on iron (101.17(e)).

use rust_decimal::Decimal;

use super::rows::Visit;
use super::{LabelContext, PanelFinding, PanelRule};
use crate::compliance::allergens::{
    Certainty, Material, Substance, is_generic, names_allergen, present_in,
};
use crate::compliance::daily_values::Nutrient;
use crate::compliance::facts_panel::PanelInput;

/// The warning on solid products with iron, word for word (101.17(e)(1)).
pub const IRON_WARNING: &str = "WARNING: Accidental overdose of iron-containing products is a leading cause of fatal \
     poisoning in children under 6. Keep this product out of reach of children. In case of accidental overdose, call a \
     doctor or poison control center immediately.";

pub(super) fn check(
    input: &PanelInput,
    visits: &[Visit<'_>],
    context: &LabelContext<'_>,
    findings: &mut Vec<PanelFinding>,
) {
    findings.extend(iron(visits, context));
    undeclared(input, visits, findings);
    for entry in &input.contains {
        let generic = Substance::ALL
            .into_iter()
            .find(|substance| is_generic(entry, *substance) && is_declared_by(entry, *substance));
        if generic.is_some() {
            let message = format!("\"{}\" doesn't say which.", entry.trim());
            findings.push(
                PanelFinding::review(PanelRule::AllergenUnspecified, message)
                    .declared(entry.trim()),
            );
        }
    }
}

fn iron(visits: &[Visit<'_>], context: &LabelContext<'_>) -> Option<PanelFinding> {
    let holds_iron = |visit: &&Visit<'_>| {
        let amounts = &visit.row.amounts;
        visit.nutrient == Some(Nutrient::Iron)
            && amounts
                .iter()
                .any(|it| matches!(&it.quantity, Some((_, value, _)) if *value > Decimal::ZERO))
    };
    let iron = visits.iter().find(holds_iron)?;
    let is_warned = letters(context.cautions).contains(&letters(IRON_WARNING));
    (context.is_solid_oral_form && !is_warned).then(|| {
        let message =
            "The product holds iron and is solid: the warning has to stand there, word for word.";
        PanelFinding::block(PanelRule::IronWarningMissing, message)
            .at(iron)
            .computed(IRON_WARNING)
    })
}

/// The words of a text, whatever its case, breaks and punctuation.
fn letters(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Major allergens that an ingredient brings and the label doesn't declare: with a "Contains" statement all stand in it,
/// without one the ingredients' own names tell them.
fn undeclared(input: &PanelInput, visits: &[Visit<'_>], findings: &mut Vec<PanelFinding>) {
    let rows = visits.iter().map(|visit| Material {
        name: &visit.row.name,
        source: visit.row.source.as_deref(),
        parent: visit.above.last().map(|row| row.name.as_str()),
        ..Material::default()
    });
    let below = input.other_ingredients.iter().map(|name| Material {
        name,
        ..Material::default()
    });
    let materials: Vec<Material<'_>> = rows.chain(below).collect();
    let mut reported = Vec::new();
    for presence in present_in(&materials) {
        let substance = presence.substance;
        let is_declared = match input.contains.is_empty() {
            true => names_allergen(&presence.ingredient, substance),
            false => input
                .contains
                .iter()
                .any(|entry| is_declared_by(entry, substance)),
        };
        if presence.certainty == Certainty::Certain
            && substance.is_major_allergen()
            && !is_declared
            && !reported.contains(&substance)
        {
            reported.push(substance);
            let message = format!(
                "{} {}; \"Contains: {}\" is missing.",
                presence.ingredient,
                presence.reason,
                substance.words()
            );
            findings.push(
                PanelFinding::block(PanelRule::AllergenUndeclared, message)
                    .computed(substance.words()),
            );
        }
    }
}

fn is_declared_by(entry: &str, substance: Substance) -> bool {
    let material = Material {
        name: entry,
        ..Material::default()
    };
    present_in(&[material])
        .iter()
        .any(|it| it.substance == substance)
}
