//! The rows of the facts panel and their amounts.

use rust_decimal::Decimal;

use super::kind::row_kind;
use super::label::{Amount, DailyValue, LabelError, Op, Quantity, Row};
use super::others::{forms, unii_of};
use super::place::{Place, Warnings};
use super::text::decimal;
use super::units::{Unit, amount_unit};

/// How deep rows may nest; real labels reach three.
const MAX_DEPTH: usize = 32;

/// The rows of a list and all that nest under them.
pub fn rows(place: &Place<'_>, warnings: &mut Warnings) -> Result<Vec<Row>, LabelError> {
    rows_at(place, 1, warnings)
}

fn rows_at(
    place: &Place<'_>,
    depth: usize,
    warnings: &mut Warnings,
) -> Result<Vec<Row>, LabelError> {
    let items = place.objects(warnings);
    if depth > MAX_DEPTH && !items.is_empty() {
        return Err(place.refuse(format!("The rows nest more than {MAX_DEPTH} levels deep.")));
    }
    let mut rows = Vec::with_capacity(items.len());
    for (item, position) in items.iter().zip(1..) {
        let nested = rows_at(&item.get("nestedRows"), depth + 1, warnings)?;
        match row_name(item, warnings) {
            Some(name) => rows.push(row(item, position, name, nested, warnings)),
            None => {
                warnings.add(
                    item,
                    "The row has no name; the rows under it take its place.",
                );
                rows.extend(nested);
            }
        }
    }
    Ok(rows)
}

/// The name on the panel, else the ingredient group.
fn row_name(item: &Place<'_>, warnings: &mut Warnings) -> Option<String> {
    if let Some(name) = item.get("name").line(warnings) {
        return Some(name);
    }
    let group = item.get("ingredientGroup").line(warnings)?;
    warnings.add(
        &item.get("name"),
        format!("The row has no name; named after its group \"{group}\"."),
    );
    Some(group)
}

fn row(
    item: &Place<'_>,
    position: i32,
    name: String,
    rows: Vec<Row>,
    warnings: &mut Warnings,
) -> Row {
    let group = item.get("ingredientGroup").line(warnings);
    let category = item.get("category").line(warnings);
    let amounts = amounts(&item.get("quantity"), warnings);
    let kind = row_kind(
        &name,
        group.as_deref(),
        category.as_deref(),
        &amounts,
        !rows.is_empty(),
    );
    Row {
        order: item.get("order").order(warnings).unwrap_or(position),
        kind,
        unii: unii_of(&item.get("uniiCode"), warnings),
        alternate_names: alternate_names(&item.get("alternateNames"), &name, warnings),
        forms: forms(&item.get("forms"), warnings),
        note: note(item, warnings),
        name,
        group,
        category,
        amounts,
        rows,
    }
}

fn alternate_names(place: &Place<'_>, name: &str, warnings: &mut Warnings) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for item in place.items(warnings) {
        let other = if item.is_object() {
            item.get("name").line(warnings)
        } else {
            item.line(warnings)
        };
        names.extend(other.filter(|other| other != name && !names.contains(other)));
    }
    names
}

/// Notes and description together.
fn note(item: &Place<'_>, warnings: &mut Warnings) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for key in ["notes", "description"] {
        let part = item.get(key).lines(warnings);
        // "place holder" is the database's own note, not the label's.
        let part = part
            .filter(|part| !matches!(part.to_lowercase().as_str(), "place holder" | "placeholder"));
        parts.extend(part.filter(|part| !parts.contains(part)));
    }
    (!parts.is_empty()).then(|| parts.join("\n"))
}

fn amounts(place: &Place<'_>, warnings: &mut Warnings) -> Vec<Amount> {
    let items = place.objects(warnings);
    items
        .iter()
        .map(|item| Amount {
            serving_order: item.get("servingSizeOrder").order(warnings),
            quantity: quantity(item, warnings),
            daily_values: daily_values(&item.get("dailyValueTargetGroup"), warnings),
        })
        .collect()
}

fn quantity(item: &Place<'_>, warnings: &mut Warnings) -> Quantity {
    let place = item.get("quantity");
    let (sign, value) = signed(&place, warnings);
    let operator = operator(&item.get("operator"), warnings);
    let unit = item
        .get("unit")
        .line(warnings)
        .map_or(Unit::NotPresent, |unit| amount_unit(&unit));
    match (value, unit) {
        (None, _) => Quantity::NotDeclared,
        (Some(value), Unit::Real(unit)) => Quantity::Declared {
            operator: sign.or(operator).unwrap_or(Op::Equal),
            value,
            unit,
        },
        (_, Unit::NoneWord) => {
            warnings.add(
                &item.get("unit"),
                "The unit is the word \"None\"; the amount counts as not declared.",
            );
            Quantity::NotDeclared
        }
        (Some(value), Unit::NotPresent) if value.is_zero() => Quantity::NotDeclared,
        (Some(value), Unit::NotPresent) => {
            warnings.add(
                &place,
                format!("The amount {value} has no unit; it counts as not declared."),
            );
            Quantity::NotDeclared
        }
    }
}

/// A number that may carry its operator in its text ("<1", "~ 5 %").
fn signed(place: &Place<'_>, warnings: &mut Warnings) -> (Option<Op>, Option<Decimal>) {
    if place.is_text() {
        let text = place.line(warnings).unwrap_or_default();
        let start = text
            .find(|sign: char| sign.is_ascii_digit() || sign == '.')
            .unwrap_or(0);
        let (words, number) = text.split_at_checked(start).unwrap_or(("", &text));
        if let (Some(sign), Some(value)) = (op(words), decimal(number.trim_end_matches([' ', '%'])))
        {
            return (
                if words.trim().is_empty() {
                    None
                } else {
                    Some(sign)
                },
                Some(value),
            );
        }
    }
    (None, place.count(warnings))
}

fn operator(place: &Place<'_>, warnings: &mut Warnings) -> Option<Op> {
    let words = place.line(warnings)?;
    let operator = op(&words);
    if operator.is_none() {
        warnings.add(
            place,
            format!("\"{words}\" is no known operator; read as \"=\"."),
        );
    }
    operator
}

fn op(words: &str) -> Option<Op> {
    match words.trim().trim_end_matches('.').to_lowercase().as_str() {
        "" | "=" | "==" | "equal" | "equals" => Some(Op::Equal),
        "<" | "less than" => Some(Op::LessThan),
        "<=" | "=<" | "≤" | "up to" => Some(Op::LessOrEqual),
        ">" | "greater than" | "more than" => Some(Op::GreaterThan),
        ">=" | "=>" | "≥" | "at least" => Some(Op::GreaterOrEqual),
        "~" | "≈" | "approx" | "approximately" | "about" => Some(Op::Approximately),
        _ => None,
    }
}

fn daily_values(place: &Place<'_>, warnings: &mut Warnings) -> Vec<DailyValue> {
    let items = place.objects(warnings);
    items
        .iter()
        .filter_map(|item| daily_value(item, warnings))
        .collect()
}

/// A daily value, unless it says nothing at all.
fn daily_value(item: &Place<'_>, warnings: &mut Warnings) -> Option<DailyValue> {
    let population = item.get("name").line(warnings);
    let operator = operator(&item.get("operator"), warnings);
    let (sign, percent) = signed(&item.get("percent"), warnings);
    let footnote = item.get("footnote").line(warnings);
    if population.is_none() && percent.is_none() && footnote.is_none() {
        return None;
    }
    Some(DailyValue {
        population,
        operator: sign.or(operator).unwrap_or(Op::Equal),
        percent,
        footnote,
    })
}
