//! Reads labels of NIH's Dietary Supplement Label Database (DSLD, v9 label endpoint).
//!
//! The format is loose, so reading is too: an optional field of a wrong type becomes a [`Warning`] that names its
//! place as a JSON pointer. A label is refused only when it is no JSON object, has no usable id, no name or no brand, or
//! nests its rows too deep. Start at [`parse_label`]; [`Label`] lists all that is read. Nothing here does I/O.

mod assertions;
mod codes;
mod json;
mod kind;
mod label;
mod others;
mod package;
mod parse;
mod phrases;
mod place;
mod rows;
mod substances;
mod text;
mod units;

#[cfg(test)]
mod tests;

pub use label::{
    Amount, Assertion, AssertionKind, DailyValue, Form, IngredientForm, Label, LabelError,
    NetContent, Op, OtherIngredient, Quantity, Row, RowKind, ServingSize, Statement, Warning,
};
pub use parse::parse_label;
