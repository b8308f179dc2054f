//! What is done to each object of a change of many: a verb on one field. Pure.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::editing::form::{Field, Form, Input, Shape};
use crate::text_enum;

/// Name of the field that stands for prices, which are no part of a draft.
pub const PRICE: &str = "price";

text_enum! {
    /// What is done to a field.
    Verb {
        /// Another value in its place.
        Set = "set",
        /// Nothing in its place.
        Clear = "clear",
        /// One more in a list.
        Add = "add",
        /// One less in a list.
        Remove = "remove",
        /// Other words for some words.
        Replace = "replace",
        /// A number by so many percent more or less.
        Percent = "percent",
    }
}

impl Verb {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Set => "Set to",
            Self::Clear => "Clear",
            Self::Add => "Add to the list",
            Self::Remove => "Remove from the list",
            Self::Replace => "Find and replace",
            Self::Percent => "Change by percent",
        }
    }
}

/// A verb on a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// Name of the field.
    pub field: String,
    /// What is done to it.
    pub verb: Verb,
    /// The value to set, add or remove, or the percentage.
    pub value: Value,
    /// The words to find.
    #[serde(default)]
    pub find: String,
    /// The words to put in their place.
    #[serde(default)]
    pub replace: String,
    /// Whether what is public is published again.
    #[serde(default)]
    pub publish: bool,
}

/// Which verbs fit a field.
pub fn verbs(field: &Field) -> Vec<Verb> {
    let clearing = |mut verbs: Vec<Verb>| {
        if !field.required {
            verbs.push(Verb::Clear);
        }
        verbs
    };
    match &field.input {
        Input::Line(_) | Input::Text(..) => clearing(vec![Verb::Set, Verb::Replace]),
        Input::Whole(..) | Input::Decimal => clearing(vec![Verb::Set, Verb::Percent]),
        Input::Choice(_) | Input::Date | Input::Pick(_) => clearing(vec![Verb::Set]),
        Input::Flag => vec![Verb::Set, Verb::Clear],
        Input::Words => vec![Verb::Add, Verb::Remove, Verb::Clear],
        Input::Rows(rows) if rows.shape == Shape::Single => {
            vec![Verb::Add, Verb::Remove, Verb::Clear]
        }
        Input::Slug | Input::Picture | Input::Group(_) | Input::Rows(_) => Vec::new(),
    }
}

/// The fields of a form that many can be changed in.
pub fn fields(form: &Form) -> Vec<&Field> {
    form.fields()
        .filter(|field| !verbs(field).is_empty())
        .collect()
}

impl Operation {
    /// What becomes of a value.
    ///
    /// # Errors
    /// Why it can't be done to this value.
    pub fn apply(&self, before: &Value) -> Result<Value, String> {
        match self.verb {
            Verb::Set => Ok(self.value.clone()),
            Verb::Clear => Ok(match before {
                Value::Array(_) => json!([]),
                Value::Bool(_) => json!(false),
                Value::String(_) | Value::Null | Value::Number(_) | Value::Object(_) => Value::Null,
            }),
            Verb::Add => {
                let mut list = before.as_array().cloned().unwrap_or_default();
                if !list.contains(&self.value) {
                    list.push(self.value.clone());
                }
                Ok(Value::Array(list))
            }
            Verb::Remove => {
                let list = before.as_array().cloned().unwrap_or_default();
                Ok(Value::Array(
                    list.into_iter()
                        .filter(|item| *item != self.value)
                        .collect(),
                ))
            }
            Verb::Replace => {
                let text = before.as_str().unwrap_or_default();
                Ok(if text.contains(&self.find) {
                    json!(text.replace(&self.find, &self.replace))
                } else {
                    before.clone()
                })
            }
            Verb::Percent => percent(before, &self.value),
        }
    }
}

/// A number by so many percent more or less, with the digits behind the point that it had.
fn percent(before: &Value, by: &Value) -> Result<Value, String> {
    let number = |value: &Value| -> Option<Decimal> {
        match value {
            Value::String(text) => text.parse().ok(),
            Value::Number(number) => number.to_string().parse().ok(),
            _ => None,
        }
    };
    let Some(old) = number(before) else {
        return Ok(before.clone());
    };
    let by = number(by).ok_or("the percentage is no number")?;
    let new = (old * (Decimal::ONE_HUNDRED + by) / Decimal::ONE_HUNDRED).round_dp(old.scale());
    Ok(match before {
        Value::Number(_) => {
            json!(i64::try_from(new.round()).map_err(|_| "the result is too large")?)
        }
        _ => json!(new),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;
    use proptest::prelude::*;

    fn operation(verb: Verb, value: Value) -> Operation {
        Operation {
            field: "x".to_owned(),
            verb,
            value,
            find: "old".to_owned(),
            replace: "new".to_owned(),
            publish: false,
        }
    }

    #[test]
    fn every_verb_does_what_it_says() {
        let apply = |verb, value, before| operation(verb, value).apply(&before).unwrap();
        assert_eq!(apply(Verb::Set, json!("b"), json!("a")), json!("b"));
        assert_eq!(apply(Verb::Clear, Value::Null, json!("a")), Value::Null);
        assert_eq!(apply(Verb::Clear, Value::Null, json!(["a"])), json!([]));
        assert_eq!(
            apply(Verb::Add, json!("b"), json!(["a"])),
            json!(["a", "b"])
        );
        assert_eq!(apply(Verb::Add, json!("a"), json!(["a"])), json!(["a"]));
        assert_eq!(
            apply(Verb::Remove, json!("a"), json!(["a", "b"])),
            json!(["b"])
        );
        assert_eq!(
            apply(Verb::Replace, Value::Null, json!("an old one")),
            json!("an new one")
        );
        assert_eq!(
            apply(Verb::Percent, json!("10"), json!("12.50")),
            json!("13.75")
        );
        assert_eq!(apply(Verb::Percent, json!("-50"), json!(1999)), json!(1000));
        assert_eq!(apply(Verb::Percent, json!("10"), Value::Null), Value::Null);
    }

    proptest! {
        #[test]
        fn adding_and_removing_leave_what_was_there(list in proptest::collection::btree_set("[a-e]", 0..5), word in "[f-h]") {
            let before = json!(list);
            let added = operation(Verb::Add, json!(word)).apply(&before).unwrap();
            prop_assert_eq!(operation(Verb::Remove, json!(word)).apply(&added).unwrap(), before);
        }
    }
}
