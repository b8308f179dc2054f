//! Rules of the panel: [`validate`] holds a formula, and the panel that is built from it, against 21 CFR 101.36.
//!
//! What is false, contradictory or unsafe blocks; what is incomplete or has to be judged by a person is for review; what
//! the panel sets right by itself is noted.

mod amounts;
mod blends;
mod finding;
mod layout;
mod order;
mod percents;
mod plants;
mod rows;
mod rule;
mod servings;
mod sources;
mod warnings;

use super::{PanelInput, build};

pub use finding::PanelFinding;
pub use layout::validate_layout;
pub use rule::PanelRule;
pub use warnings::IRON_WARNING;

/// What a label says outside the panel, as far as the rules need it.
#[derive(Clone, Copy, Debug, Default)]
pub struct LabelContext<'a> {
    /// Warnings and cautions, as printed.
    pub cautions: &'a str,
    /// Tablets, capsules, gummies: solid and swallowed or chewed, not powders and liquids.
    pub is_solid_oral_form: bool,
    /// The net quantity of contents tells the servings ("60 capsules" at one a serving).
    pub net_quantity_tells_servings: bool,
    /// Symbols that refer to something else on the same page, such as the disclaimer of 101.93(c).
    pub symbols_in_use: &'a [&'a str],
}

/// Everything that the rules find in a formula and in its panel, in the order of the rules.
pub fn validate(input: &PanelInput, context: &LabelContext<'_>) -> Vec<PanelFinding> {
    let rows = rows::visits(input);
    let mut findings = Vec::new();
    servings::check(input, context, &mut findings);
    for visit in &rows {
        amounts::check(input, visit, &mut findings);
        percents::check(input, visit, &mut findings);
        order::check_row(visit, &mut findings);
        blends::check(visit, &mut findings);
        sources::check(visit, &mut findings);
    }
    order::check_top(&rows, &mut findings);
    sources::check_list(input, &rows, &mut findings);
    warnings::check(input, &rows, context, &mut findings);
    findings.extend(validate_layout(&build(input), context));
    findings.sort_by(|a, b| (a.rule, &a.row, a.serving).cmp(&(b.rule, &b.row, b.serving)));
    findings
}

#[cfg(test)]
mod content_tests;
#[cfg(test)]
mod layout_tests;
#[cfg(test)]
mod limit_tests;
#[cfg(test)]
mod percent_tests;
