//! Which nutrient a name on a label means.
//!
//! A name matches whole or not at all: "Calcium Carbonate" is a source whose weight isn't that of
//! calcium, and "Vitamin B Complex" is no vitamin.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Nutrient;

/// A name other than the regulation's own: its key (see [`key`]), the nutrient, and how to print it
/// in parentheses after the regulation's name ("Thiamin (vitamin B1)") when it says more than
/// another spelling would.
type Name = (&'static str, Nutrient, Option<&'static str>);

/// The nutrient that a label's name means, with what stands in parentheses or after "as" left
/// aside.
///
/// Synonyms are those of 101.9(c)(8)(v) and the ones that labels use.
pub fn nutrient_named(label_name: &str) -> Option<Nutrient> {
    lookup(label_name).map(|(nutrient, _)| nutrient)
}

/// What a label's name says beyond the regulation's name: "vitamin D3" for "Vitamin D3", nothing
/// for "Vitamin D".
pub fn form_named(label_name: &str) -> Option<&'static str> {
    lookup(label_name).and_then(|(_, form)| form)
}

fn lookup(label_name: &str) -> Option<(Nutrient, Option<&'static str>)> {
    let whole = key(label_name);
    // "Calories from Fat" and "Calories (from fat)" are not the calories.
    if whole.starts_with("calories from") || whole.starts_with("energy from") {
        return None;
    }
    // "Includes 5 g Added Sugars", as 101.9(c)(6)(iii) has it printed.
    if whole.starts_with("includes ")
        && (whole.ends_with(" added sugars") || whole.ends_with(" added sugar"))
    {
        return Some((Nutrient::AddedSugars, None));
    }
    // The whole name first: "Sugars (added)" is not "Sugars".
    exact(&whole).or_else(|| {
        let outside = key(&outside_parentheses(label_name));
        let head = before_source(&outside);
        exact(&outside)
            .or_else(|| exact(head))
            .or_else(|| exact(without_adjective(head)))
    })
}

fn exact(name: &str) -> Option<(Nutrient, Option<&'static str>)> {
    BY_NAME.get(name).copied()
}

/// The regulation's own names and the synonyms, by key.
static BY_NAME: LazyLock<HashMap<String, (Nutrient, Option<&'static str>)>> = LazyLock::new(|| {
    let standard = Nutrient::ALL
        .into_iter()
        .map(|nutrient| (key(nutrient.name()), (nutrient, None)));
    let synonyms = NAMES
        .iter()
        .map(|(name, nutrient, form)| ((*name).to_owned(), (*nutrient, *form)));
    synonyms.chain(standard).collect()
});

/// Lower-case words; "B-12" and "B 12" are "b12", "vit" is "vitamin".
fn key(name: &str) -> String {
    let lower = name.to_lowercase();
    let mut words: Vec<String> = Vec::new();
    for word in lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let is_number = word.chars().all(|c| c.is_ascii_digit());
        match words.last_mut() {
            Some(letter) if is_number && letter.chars().count() == 1 => letter.push_str(word),
            _ if word == "vit" => words.push("vitamin".to_owned()),
            _ => words.push(word.to_owned()),
        }
    }
    words.join(" ")
}

/// The text with everything in round or square brackets taken out, however deep they nest.
fn outside_parentheses(name: &str) -> String {
    let mut depth = 0_usize;
    let mut outside = String::new();
    for c in name.chars() {
        match c {
            '(' | '[' => depth = depth.saturating_add(1),
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    outside
}

/// "calcium as calcium carbonate" without its source.
fn before_source(name: &str) -> &str {
    let before_as = name.split_once(" as ").map_or(name, |(head, _)| head);
    before_as
        .split_once(" from ")
        .map_or(before_as, |(head, _)| head)
}

fn without_adjective(name: &str) -> &str {
    const ADJECTIVES: [&str; 4] = ["elemental ", "natural ", "organic ", "vegan "];
    ADJECTIVES
        .iter()
        .find_map(|word| name.strip_prefix(word))
        .unwrap_or(name)
}

#[rustfmt::skip] // a table is read by its columns
const NAMES: &[Name] = &[
    ("calorie", Nutrient::Calories, None),
    ("total calories", Nutrient::Calories, None),
    ("energy", Nutrient::Calories, None),
    ("kilocalories", Nutrient::Calories, None),
    ("fat", Nutrient::TotalFat, None),
    ("fats", Nutrient::TotalFat, None),
    ("total fats", Nutrient::TotalFat, None),
    ("fat saturated", Nutrient::SaturatedFat, None),
    ("saturated", Nutrient::SaturatedFat, None),
    ("saturated fats", Nutrient::SaturatedFat, None),
    ("saturates", Nutrient::SaturatedFat, None),
    ("trans fats", Nutrient::TransFat, None),
    ("trans fatty acids", Nutrient::TransFat, None),
    ("polyunsaturated", Nutrient::PolyunsaturatedFat, None),
    ("polyunsaturated fats", Nutrient::PolyunsaturatedFat, None),
    ("monounsaturated", Nutrient::MonounsaturatedFat, None),
    ("monounsaturated fats", Nutrient::MonounsaturatedFat, None),
    ("total cholesterol", Nutrient::Cholesterol, None),
    ("carbohydrate", Nutrient::TotalCarbohydrate, None),
    ("carbohydrates", Nutrient::TotalCarbohydrate, None),
    ("total carbohydrates", Nutrient::TotalCarbohydrate, None),
    ("total carbs", Nutrient::TotalCarbohydrate, None),
    ("carbs", Nutrient::TotalCarbohydrate, None),
    ("fiber", Nutrient::DietaryFiber, None),
    ("fibre", Nutrient::DietaryFiber, None),
    ("dietary fibre", Nutrient::DietaryFiber, None),
    ("dietary fibers", Nutrient::DietaryFiber, None),
    ("total fiber", Nutrient::DietaryFiber, None),
    ("total dietary fiber", Nutrient::DietaryFiber, None),
    ("soluble dietary fiber", Nutrient::SolubleFiber, None),
    ("soluble fibre", Nutrient::SolubleFiber, None),
    ("fiber soluble", Nutrient::SolubleFiber, None),
    ("dietary fiber soluble", Nutrient::SolubleFiber, None),
    ("insoluble dietary fiber", Nutrient::InsolubleFiber, None),
    ("insoluble fibre", Nutrient::InsolubleFiber, None),
    ("fiber insoluble", Nutrient::InsolubleFiber, None),
    ("dietary fiber insoluble", Nutrient::InsolubleFiber, None),
    ("sugar", Nutrient::TotalSugars, None),
    ("sugars", Nutrient::TotalSugars, None),
    ("total sugar", Nutrient::TotalSugars, None),
    ("added sugar", Nutrient::AddedSugars, None),
    ("includes added sugars", Nutrient::AddedSugars, None),
    ("sugar added", Nutrient::AddedSugars, None),
    ("sugars added", Nutrient::AddedSugars, None),
    ("sugar alcohols", Nutrient::SugarAlcohol, None),
    ("polyols", Nutrient::SugarAlcohol, None),
    ("total protein", Nutrient::Protein, None),
    ("proteins", Nutrient::Protein, None),
    ("vitamin a palmitate", Nutrient::VitaminA, Some("as vitamin A palmitate")),
    ("vitamin a acetate", Nutrient::VitaminA, Some("as vitamin A acetate")),
    ("ascorbic acid", Nutrient::VitaminC, Some("ascorbic acid")),
    ("l ascorbic acid", Nutrient::VitaminC, Some("L-ascorbic acid")),
    ("vitamin d2", Nutrient::VitaminD, Some("vitamin D2")),
    ("vitamin d3", Nutrient::VitaminD, Some("vitamin D3")),
    ("cholecalciferol", Nutrient::VitaminD, Some("cholecalciferol")),
    ("ergocalciferol", Nutrient::VitaminD, Some("ergocalciferol")),
    ("alpha tocopherol", Nutrient::VitaminE, Some("alpha-tocopherol")),
    ("vitamin k1", Nutrient::VitaminK, Some("vitamin K1")),
    ("vitamin k2", Nutrient::VitaminK, Some("vitamin K2")),
    ("phylloquinone", Nutrient::VitaminK, Some("phylloquinone")),
    ("menaquinone 7", Nutrient::VitaminK, Some("menaquinone-7")),
    ("thiamine", Nutrient::Thiamin, None),
    ("vitamin b1", Nutrient::Thiamin, Some("vitamin B1")),
    ("b1", Nutrient::Thiamin, Some("vitamin B1")),
    ("riboflavine", Nutrient::Riboflavin, None),
    ("vitamin b2", Nutrient::Riboflavin, Some("vitamin B2")),
    ("b2", Nutrient::Riboflavin, Some("vitamin B2")),
    ("niacinamide", Nutrient::Niacin, Some("niacinamide")),
    ("nicotinamide", Nutrient::Niacin, Some("niacinamide")),
    ("nicotinic acid", Nutrient::Niacin, Some("nicotinic acid")),
    ("vitamin b3", Nutrient::Niacin, Some("vitamin B3")),
    ("b3", Nutrient::Niacin, Some("vitamin B3")),
    ("b6", Nutrient::VitaminB6, None),
    ("pyridoxine", Nutrient::VitaminB6, Some("pyridoxine")),
    ("folic acid", Nutrient::Folate, Some("folic acid")),
    ("folacin", Nutrient::Folate, Some("folacin")),
    ("folates", Nutrient::Folate, None),
    ("vitamin b9", Nutrient::Folate, Some("vitamin B9")),
    ("b9", Nutrient::Folate, Some("vitamin B9")),
    ("b12", Nutrient::VitaminB12, None),
    ("cobalamin", Nutrient::VitaminB12, Some("cobalamin")),
    ("cyanocobalamin", Nutrient::VitaminB12, Some("cyanocobalamin")),
    ("methylcobalamin", Nutrient::VitaminB12, Some("methylcobalamin")),
    ("vitamin b7", Nutrient::Biotin, Some("vitamin B7")),
    ("vitamin h", Nutrient::Biotin, Some("vitamin H")),
    ("d biotin", Nutrient::Biotin, Some("D-biotin")),
    ("vitamin b5", Nutrient::PantothenicAcid, Some("vitamin B5")),
    ("b5", Nutrient::PantothenicAcid, Some("vitamin B5")),
    ("pantothenate", Nutrient::PantothenicAcid, None),
    ("phosphorous", Nutrient::Phosphorus, None),
];

#[cfg(test)]
mod tests {
    use super::{NAMES, key, lookup};

    #[test]
    fn every_synonym_is_its_own_key_and_is_listed_once() {
        for (name, nutrient, form) in NAMES {
            assert_eq!(key(name), *name);
            assert_eq!(lookup(name), Some((*nutrient, *form)), "{name}");
        }
    }
}
