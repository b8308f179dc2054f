//! Serving sizes and servings per container, 101.36(b)(1).

use super::{LabelContext, PanelFinding, PanelRule};
use crate::compliance::facts_panel::PanelInput;

pub(super) fn check(
    input: &PanelInput,
    context: &LabelContext<'_>,
    findings: &mut Vec<PanelFinding>,
) {
    let missing = || {
        PanelFinding::block(
            PanelRule::ServingSizeMissing,
            "The serving size is not stated.",
        )
    };
    if input.servings.is_empty() {
        findings.push(missing());
    }
    for (at, serving) in input.servings.iter().enumerate() {
        let size = serving.size_text.trim();
        if size.is_empty() {
            findings.push(missing().in_serving(at));
        } else if !size.chars().any(char::is_alphabetic) {
            findings.push(
                PanelFinding::review(
                    PanelRule::ServingSizeTerm,
                    format!("\"{size}\" doesn't say of what: capsules, tablets, teaspoonfuls."),
                )
                .in_serving(at)
                .declared(size),
            );
        }
    }
    let is_stated = input.servings.iter().any(|serving| {
        let count = serving.per_container.as_deref();
        count.is_some_and(|text| !text.trim().is_empty())
    });
    if !is_stated && !context.net_quantity_tells_servings {
        findings.push(PanelFinding::review(
            PanelRule::ServingsMissing,
            "Servings per container are not stated, and the net quantity doesn't tell them.",
        ));
    }
    if input.rows.is_empty() {
        findings.push(PanelFinding::block(
            PanelRule::RowsMissing,
            "The panel lists no dietary ingredient.",
        ));
    }
}
