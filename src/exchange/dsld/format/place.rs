//! A value of the label together with where it stands, and lenient ways to read it.
//!
//! Each reader answers `None` (or nothing) for a missing or absent value, and warns of a value of a wrong type.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::json::Node;
use super::label::{LabelError, Warning};
use super::text::{clean_line, clean_lines, decimal, is_absent};

static MISSING: Node = Node::Null;

/// The warnings met so far.
#[derive(Debug, Default)]
pub struct Warnings(pub Vec<Warning>);

impl Warnings {
    /// Adds a warning about a place.
    pub fn add(&mut self, place: &Place<'_>, message: impl Into<String>) {
        self.0.push(Warning {
            pointer: place.pointer(),
            message: message.into(),
        });
    }

    fn wrong_type(&mut self, place: &Place<'_>, wanted: &str) {
        self.add(
            place,
            format!(
                "Expected {wanted}, found {}; ignored.",
                place.node.describe()
            ),
        );
    }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Root,
    Key(&'static str),
    Index(usize),
}

/// A value and its path.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    node: &'a Node,
    step: Step,
    above: Option<&'a Place<'a>>,
}

impl<'a> Place<'a> {
    /// The whole text.
    pub fn root(node: &'a Node) -> Self {
        Place {
            node,
            step: Step::Root,
            above: None,
        }
    }

    /// The value under a key; a null one if there is none.
    pub fn get<'b>(&'b self, key: &'static str) -> Place<'b> {
        let node = match self.node {
            Node::Object(fields) => fields.get(key).unwrap_or(&MISSING),
            _ => &MISSING,
        };
        Place {
            node,
            step: Step::Key(key),
            above: Some(self),
        }
    }

    /// Where it stands, as a JSON pointer.
    pub fn pointer(&self) -> String {
        let mut pointer = self.above.map(Place::pointer).unwrap_or_default();
        match self.step {
            Step::Root => {}
            Step::Key(key) => {
                pointer.push('/');
                pointer.push_str(key);
            }
            Step::Index(index) => pointer.push_str(&format!("/{index}")),
        }
        pointer
    }

    /// An error about this place.
    pub fn refuse(&self, message: impl Into<String>) -> LabelError {
        LabelError {
            pointer: self.pointer(),
            message: message.into(),
        }
    }

    /// What it is, for a message.
    pub fn describe(&self) -> &'static str {
        self.node.describe()
    }

    /// Whether it is null or missing.
    pub fn is_null(&self) -> bool {
        matches!(self.node, Node::Null)
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        matches!(self.node, Node::Object(_))
    }

    /// Whether it is a string.
    pub fn is_text(&self) -> bool {
        matches!(self.node, Node::Text(_))
    }

    /// Whether it is an array.
    pub fn is_list(&self) -> bool {
        matches!(self.node, Node::List(_))
    }

    /// The items of a list without its nulls. A single object or text counts as a list of one, with a warning.
    pub fn items<'b>(&'b self, warnings: &mut Warnings) -> Vec<Place<'b>> {
        match self.node {
            Node::List(nodes) => nodes
                .iter()
                .enumerate()
                .filter(|(_, node)| !matches!(node, Node::Null))
                .map(|(index, node)| Place {
                    node,
                    step: Step::Index(index),
                    above: Some(self),
                })
                .collect(),
            Node::Null => Vec::new(),
            Node::Text(text) if is_absent(text) => Vec::new(),
            Node::Object(fields) if fields.is_empty() => Vec::new(),
            Node::Object(_) | Node::Text(_) => {
                warnings.add(
                    self,
                    format!(
                        "Expected a list, found {}; read as its only item.",
                        self.describe()
                    ),
                );
                vec![*self]
            }
            _ => {
                warnings.wrong_type(self, "a list");
                Vec::new()
            }
        }
    }

    /// The items of a list that are objects; others are warned of.
    pub fn objects<'b>(&'b self, warnings: &mut Warnings) -> Vec<Place<'b>> {
        let mut items = self.items(warnings);
        items.retain(|item| item.is_object_or_warn(warnings));
        items
    }

    /// Whether it is an object; warns of anything else but null.
    pub fn is_object_or_warn(&self, warnings: &mut Warnings) -> bool {
        if !self.is_object() && !self.is_null() {
            warnings.wrong_type(self, "an object");
        }
        self.is_object()
    }

    /// Text on one line.
    pub fn line(&self, warnings: &mut Warnings) -> Option<String> {
        self.text(warnings)
            .map(|text| clean_line(&text))
            .filter(|text| !is_absent(text))
    }

    /// Text with its line breaks.
    pub fn lines(&self, warnings: &mut Warnings) -> Option<String> {
        self.text(warnings)
            .map(|text| clean_lines(&text))
            .filter(|text| !is_absent(text))
    }

    fn text(&self, warnings: &mut Warnings) -> Option<String> {
        match self.node {
            Node::Text(text) | Node::Number(text) => Some(text.clone()),
            Node::Null => None,
            _ => {
                warnings.wrong_type(self, "text");
                None
            }
        }
    }

    /// A number, also one written as text.
    pub fn number(&self, warnings: &mut Warnings) -> Option<Decimal> {
        let text = match self.node {
            Node::Number(text) => text,
            Node::Text(text) if is_absent(text) => return None,
            Node::Text(text) => text,
            Node::Null => return None,
            _ => {
                warnings.wrong_type(self, "a number");
                return None;
            }
        };
        let number = decimal(text);
        if number.is_none() {
            let shown: String = text.chars().take(40).collect();
            warnings.add(
                self,
                format!("Expected a number, found \"{shown}\"; ignored."),
            );
        }
        number
    }

    /// A number that is zero or more.
    pub fn count(&self, warnings: &mut Warnings) -> Option<Decimal> {
        let number = self.number(warnings)?;
        if number.is_sign_negative() && !number.is_zero() {
            warnings.add(self, format!("{number} is below zero; ignored."));
            return None;
        }
        Some(number)
    }

    /// A whole number.
    pub fn whole(&self, warnings: &mut Warnings) -> Option<i64> {
        let number = self.number(warnings)?;
        let whole = number.is_integer().then(|| number.to_i64()).flatten();
        if whole.is_none() {
            warnings.add(
                self,
                format!("Expected a whole number, found {number}; ignored."),
            );
        }
        whole
    }

    /// A place in an order.
    pub fn order(&self, warnings: &mut Warnings) -> Option<i32> {
        let whole = self.whole(warnings)?;
        let order = i32::try_from(whole).ok();
        if order.is_none() {
            warnings.add(self, format!("{whole} is too large; ignored."));
        }
        order
    }

    /// Yes or no, also written as 1 or 0.
    pub fn flag(&self, warnings: &mut Warnings) -> Option<bool> {
        let text = match self.node {
            Node::Bool(flag) => return Some(*flag),
            Node::Null => return None,
            Node::Number(text) | Node::Text(text) => text.trim().to_ascii_lowercase(),
            _ => String::from("?"),
        };
        match text.as_str() {
            "1" | "1.0" | "true" | "yes" | "y" => Some(true),
            "0" | "0.0" | "false" | "no" | "n" => Some(false),
            text if is_absent(text) => None,
            _ => {
                warnings.wrong_type(self, "0 or 1");
                None
            }
        }
    }
}
