//! How numbers and units are printed on a panel.

use rust_decimal::Decimal;

use super::{AmountInput, DeclaredPercent, Operator};
use crate::compliance::daily_values::{Percent, Unit};

/// "25 mcg", "<1 g", "1,000 mg". Calories stand without their unit: the row's name is one.
pub(super) fn amount_text(operator: Operator, value: Decimal, unit: &str) -> String {
    let number = format!("{}{}", sign(operator), number(value));
    match unit_text(unit) {
        unit if unit.is_empty() => number,
        unit => format!("{number} {unit}"),
    }
}

/// The declared amount of a row, as printed.
pub(super) fn declared_amount(amount: &AmountInput) -> Option<String> {
    let (operator, value, unit) = amount.quantity.as_ref()?;
    Some(amount_text(*operator, *value, unit))
}

/// "125%", "<1%", "41,667%"
pub(super) fn percent_text(percent: Percent) -> String {
    match percent {
        Percent::Whole(whole) => format!("{}%", number(Decimal::from(whole))),
        Percent::LessThanOne => "<1%".to_owned(),
    }
}

/// The percentage of a label, as printed; nothing for a symbol or no percentage.
pub(super) fn declared_percent_text(percent: DeclaredPercent) -> Option<String> {
    match percent {
        DeclaredPercent::LessThan(value) => Some(format!("<{}%", number(value))),
        DeclaredPercent::Equal(value) => Some(format!("{}%", number(value))),
        DeclaredPercent::NotDeclared | DeclaredPercent::NotEstablished => None,
    }
}

/// Thousands separated, zeros at the end of the fraction dropped: a label may drop
/// those, and a database column of fixed scale adds some.
pub(in crate::compliance) fn number(value: Decimal) -> String {
    let text = value.normalize().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let (minus, digits) = whole
        .strip_prefix('-')
        .map_or(("", whole), |digits| ("-", digits));
    let mut grouped = String::from(minus);
    for (index, digit) in digits.chars().enumerate() {
        let remaining = digits.len().saturating_sub(index);
        if index > 0 && remaining % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Equal => "",
        Operator::LessThan => "<",
        Operator::LessOrEqual => "≤",
        Operator::GreaterThan => ">",
        Operator::GreaterOrEqual => "≥",
        Operator::Approximately => "~",
    }
}

/// The unit as US labels print it; UCUM's brackets and braces are dropped from units that are not
/// nutrients' own.
fn unit_text(unit: &str) -> String {
    match Unit::parse(unit) {
        Some(Unit::Kilocalorie) => String::new(),
        Some(known) => known.label().to_owned(),
        None if unit.trim() == "10*9.[CFU]" => "billion CFU".to_owned(),
        None => unit
            .replace("µg", "mcg")
            .replace("μg", "mcg")
            .replace(['[', ']', '{', '}'], "")
            .trim()
            .to_owned(),
    }
}
