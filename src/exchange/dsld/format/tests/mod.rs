//! Small labels of our own, one oddity each.
#![expect(clippy::indexing_slicing, reason = "a test may fail by panicking")]

mod amounts;
mod claims;
mod mutation;
mod package;
mod whole;

use super::{Amount, AssertionKind, Form, Label, Op, Quantity, RowKind, parse_label};

/// Reads a label that has an id, a name, a brand and these further fields.
fn label(fields: &str) -> Label {
    let comma = if fields.is_empty() { "" } else { "," };
    read(&format!(
        r#"{{"id": 7, "fullName": "Calm", "brandName": "Ours"{comma} {fields}}}"#
    ))
}

/// Reads a label that must be fine.
fn read(text: &str) -> Label {
    match parse_label(text) {
        Ok(label) => label,
        Err(error) => panic!("{}: {error}\n{text}", error.pointer),
    }
}

/// Reads text that must be refused; answers the pointer and the message.
fn refused(text: &str) -> (String, String) {
    match parse_label(text) {
        Ok(label) => panic!("not refused: {label:?}"),
        Err(error) => (error.pointer, error.message),
    }
}

/// The pointers of the warnings.
fn warned(label: &Label) -> Vec<&str> {
    label
        .warnings
        .iter()
        .map(|warning| warning.pointer.as_str())
        .collect()
}

/// A label of one row of a name, with one amount of these fields.
fn with_amount(fields: &str) -> Label {
    label(&format!(
        r#""ingredientRows": [{{"name": "Rutin", "quantity": [{{{fields}}}]}}]"#
    ))
}

/// The first amount of the first row.
fn first_amount(label: &Label) -> &Amount {
    &label.rows[0].amounts[0]
}

/// The first amount as text: operator, value with its decimals, unit.
fn amount_text(label: &Label) -> String {
    match &first_amount(label).quantity {
        Quantity::NotDeclared => "not declared".to_owned(),
        Quantity::Declared {
            operator,
            value,
            unit,
        } => format!("{operator:?} {value} {unit}"),
    }
}
