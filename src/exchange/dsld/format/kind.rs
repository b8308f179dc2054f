//! Sorts rows of the panel: energy, nutrients, other ingredients, blends.

use super::label::{Amount, Quantity, RowKind};
use super::text::without_parentheses;

/// Nutrients with a US Daily Value (and fluoride, listed among them), apart from the lettered vitamins.
const NUTRIENTS: &[&str] = &[
    "thiamin",
    "thiamine",
    "riboflavin",
    "niacin",
    "niacinamide",
    "folate",
    "folic acid",
    "folacin",
    "biotin",
    "pantothenic acid",
    "choline",
    "calcium",
    "iron",
    "phosphorus",
    "iodine",
    "magnesium",
    "zinc",
    "selenium",
    "copper",
    "manganese",
    "chromium",
    "molybdenum",
    "chloride",
    "sodium",
    "potassium",
    "fluoride",
];

/// Macronutrients, without "total", "dietary", "added" and the like before them.
const MACROS: &[&str] = &[
    "fat",
    "saturated fat",
    "sat fat",
    "trans fat",
    "trans fatty acid",
    "polyunsaturated fat",
    "monounsaturated fat",
    "unsaturated fat",
    "cholesterol",
    "carbohydrate",
    "carb",
    "fiber",
    "fibre",
    "soluble fiber",
    "insoluble fiber",
    "sugar",
    "sugar alcohol",
    "protein",
];

/// The sort of a row, from its name, DSLD's group and category, its amounts and whether rows nest under it.
pub fn row_kind(
    name: &str,
    group: Option<&str>,
    category: Option<&str>,
    amounts: &[Amount],
    has_rows: bool,
) -> RowKind {
    let plain = plain(name);
    let group = group.map(|group| group.to_lowercase()).unwrap_or_default();
    let category = category
        .map(|category| category.to_lowercase())
        .unwrap_or_default();
    if is_blend(&plain, &group, &category, has_rows) {
        RowKind::Blend
    } else if is_energy(&plain, amounts) {
        RowKind::Energy
    } else if is_macro(&plain) || is_nutrient(&plain, &group, &category, amounts) {
        RowKind::Nutrient
    } else if group == "header" && has_rows {
        // A heading over rows sums up nothing, but it groups like a blend.
        RowKind::Blend
    } else {
        RowKind::Ingredient
    }
}

fn is_blend(plain: &str, group: &str, category: &str, has_rows: bool) -> bool {
    let named_so = plain.contains("proprietary blend") || plain.ends_with(" blend") && has_rows;
    category == "blend"
        || group == "blend"
        || group.starts_with("blend (")
        || group == "proprietary blend"
        || named_so
}

/// Calories, "Calories from Fat", energy in kcal or kJ.
fn is_energy(plain: &str, amounts: &[Amount]) -> bool {
    let in_energy = amounts.iter().any(
        |amount| matches!(&amount.quantity, Quantity::Declared { unit, .. } if matches!(unit.as_str(), "kcal" | "kJ")),
    );
    in_energy
        || matches!(plain, "calories" | "calorie" | "energy")
        || plain.starts_with("calories from")
}

fn is_macro(plain: &str) -> bool {
    let mut core = plain.trim_end_matches('.');
    for word in ["includes ", "total ", "dietary ", "added ", "other "] {
        core = core.strip_prefix(word).unwrap_or(core);
    }
    MACROS.contains(&core)
        || core
            .strip_suffix('s')
            .is_some_and(|core| MACROS.contains(&core))
}

fn is_nutrient(plain: &str, group: &str, category: &str, amounts: &[Amount]) -> bool {
    if is_listed(plain) {
        return true;
    }
    // "Zinc Picolinate" is the nutrient zinc where it has a daily value or where DSLD groups it so.
    let has_share = amounts.iter().any(|amount| {
        amount
            .daily_values
            .iter()
            .any(|value| value.percent.is_some())
    });
    let micro = matches!(category, "vitamin" | "mineral");
    let grouped = micro && is_listed(&self::plain(group));
    grouped || ((has_share || micro && group.is_empty()) && starts_listed(plain))
}

/// Whether the whole name is a nutrient: "folate", "vitamin d3", "vitamin b-12".
fn is_listed(plain: &str) -> bool {
    NUTRIENTS.contains(&plain) || plain.strip_prefix("vitamin ").is_some_and(is_vitamin)
}

fn starts_listed(plain: &str) -> bool {
    let first = plain.split(' ').next().unwrap_or_default();
    let vitamin = plain
        .strip_prefix("vitamin ")
        .and_then(|rest| rest.split(' ').next())
        .is_some_and(is_vitamin);
    NUTRIENTS.contains(&first) || vitamin
}

/// Whether "d3", "b-12" and so on name a vitamin with a Daily Value.
fn is_vitamin(letters: &str) -> bool {
    let code = letters.replace(['-', ' '], "");
    match code.strip_prefix('b') {
        Some(number) => matches!(number, "1" | "2" | "3" | "5" | "6" | "7" | "9" | "12"),
        None => matches!(
            code.as_str(),
            "a" | "c" | "d" | "d2" | "d3" | "e" | "k" | "k1" | "k2"
        ),
    }
}

/// In lower case, without parentheses, footnote signs and brackets.
fn plain(name: &str) -> String {
    let name = without_parentheses(&name.to_lowercase());
    name.trim_matches(['*', '†', '‡', '+', '{', '}', ' ', ':', ','])
        .to_owned()
}
