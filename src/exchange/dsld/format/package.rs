//! What is printed on the package: barcode, contents, form and serving sizes.

use super::codes::gtin_digits;
use super::label::{Form, NetContent, ServingSize};
use super::place::{Place, Warnings};
use super::text::{clean_line, decimal, is_absent};
use super::units::count_unit;

/// The barcode: its digits if they form a GTIN, and the field as printed.
pub fn barcode(place: &Place<'_>, warnings: &mut Warnings) -> (Option<String>, Option<String>) {
    let printed = place.line(warnings);
    let digits = printed.as_deref().and_then(gtin_digits);
    if let (Some(printed), None) = (&printed, &digits) {
        warnings.add(
            place,
            format!("\"{printed}\" is no barcode with a right check digit; kept as text only."),
        );
    }
    (digits, printed)
}

/// The measures of the contents.
pub fn net_contents(place: &Place<'_>, warnings: &mut Warnings) -> Vec<NetContent> {
    let mut contents = Vec::new();
    for item in place.items(warnings) {
        if item.is_text() {
            // The CSV export packs all measures into one text.
            let text = item.line(warnings).unwrap_or_default();
            for part in text.split(';').filter(|part| !is_absent(part)) {
                push_measure(&item, part, &mut contents, warnings);
            }
        } else if item.is_object_or_warn(warnings) {
            net_content(&item, &mut contents, warnings);
        }
    }
    contents
}

fn net_content(item: &Place<'_>, contents: &mut Vec<NetContent>, warnings: &mut Warnings) {
    let quantity = item.get("quantity").count(warnings);
    let unit = item.get("unit").line(warnings);
    let display = item.get("display").line(warnings);
    match (quantity, unit, display) {
        (Some(quantity), Some(unit), display) => {
            let display = display.unwrap_or_else(|| format!("{quantity} {unit}"));
            contents.push(NetContent {
                quantity,
                unit: count_unit(&unit),
                display,
            });
        }
        (_, _, Some(display)) => push_measure(item, &display, contents, warnings),
        (Some(quantity), None, None) => warnings.add(
            item,
            format!("The contents \"{quantity}\" have no unit; ignored."),
        ),
        (None, Some(unit), None) => warnings.add(
            item,
            format!("The contents in \"{unit}\" have no quantity; ignored."),
        ),
        (None, None, None) => {}
    }
}

/// Reads "90 Tablet(s)".
fn push_measure(
    item: &Place<'_>,
    text: &str,
    contents: &mut Vec<NetContent>,
    warnings: &mut Warnings,
) {
    let display = clean_line(text);
    let (number, unit) = display.split_once(' ').unwrap_or((&display, ""));
    match decimal(number).filter(|number| !number.is_sign_negative()) {
        Some(quantity) if !unit.is_empty() => {
            let unit = count_unit(unit);
            contents.push(NetContent {
                quantity,
                unit,
                display,
            });
        }
        _ => warnings.add(
            item,
            format!("\"{display}\" is no quantity with a unit; ignored."),
        ),
    }
}

/// The description of a LanguaL term: its words, not its code.
pub fn description(place: &Place<'_>, warnings: &mut Warnings) -> Option<String> {
    if place.is_text() {
        return place.line(warnings);
    }
    place
        .is_object_or_warn(warnings)
        .then(|| place.get("langualCodeDescription").line(warnings))
        .flatten()
}

/// The physical form, from the description, else from the LanguaL code.
pub fn form(place: &Place<'_>, warnings: &mut Warnings) -> Option<Form> {
    match description(place, warnings) {
        Some(words) => form_in_words(&words.to_lowercase()),
        None if place.is_object() => form_of_code(
            &place
                .get("langualCode")
                .line(warnings)?
                .to_ascii_uppercase(),
        ),
        None => None,
    }
}

fn form_in_words(words: &str) -> Option<Form> {
    const WORDS: &[(&str, Form)] = &[
        ("softgel", Form::Softgel),
        ("soft gel", Form::Softgel),
        ("gumm", Form::Gummy),
        ("jelly", Form::Gummy),
        ("capsule", Form::Capsule),
        ("lozenge", Form::Lozenge),
        ("tablet", Form::Tablet),
        ("caplet", Form::Tablet),
        ("pill", Form::Tablet),
        ("powder", Form::Powder),
        ("liquid", Form::Liquid),
        ("syrup", Form::Liquid),
        ("tincture", Form::Liquid),
        ("sachet", Form::Sachet),
        ("packet", Form::Sachet),
    ];
    if words.starts_with("unknown") {
        return None;
    }
    // "Other (e.g. tea bag)" must not be searched for words.
    if words.starts_with("other") {
        return Some(Form::Other);
    }
    if words
        .split(|sign: char| !sign.is_alphanumeric())
        .any(|word| word == "bar" || word == "bars")
    {
        return Some(Form::Bar);
    }
    let known = WORDS
        .iter()
        .find(|(word, _)| words.contains(word))
        .map(|(_, form)| *form);
    Some(known.unwrap_or(Form::Other))
}

fn form_of_code(code: &str) -> Option<Form> {
    match code {
        "E0155" => Some(Form::Tablet),
        "E0159" => Some(Form::Capsule),
        "E0161" => Some(Form::Softgel),
        "E0162" => Some(Form::Powder),
        "E0164" => Some(Form::Bar),
        "E0165" => Some(Form::Liquid),
        "E0172" => Some(Form::Other),
        "E0174" => Some(Form::Lozenge),
        "E0176" => Some(Form::Gummy),
        _ => None,
    }
}

/// The serving sizes.
pub fn serving_sizes(place: &Place<'_>, warnings: &mut Warnings) -> Vec<ServingSize> {
    let items = place.objects(warnings);
    items
        .iter()
        .zip(1..)
        .filter_map(|(item, position)| serving_size(item, position, warnings))
        .collect()
}

fn serving_size(item: &Place<'_>, position: i32, warnings: &mut Warnings) -> Option<ServingSize> {
    let order = item.get("order").order(warnings).unwrap_or(position);
    let (min, max) = range(item, "minQuantity", "maxQuantity", warnings);
    let unit = item.get("unit").line(warnings);
    let note = item.get("notes").line(warnings);
    let (per_day_min, per_day_max) = range(item, "minDailyServings", "maxDailyServings", warnings);
    let Some(min) = min else {
        warnings.add(item, "The serving size has no quantity; ignored.");
        return None;
    };
    let max = max.filter(|max| *max != min);
    let unit = unit.map_or_else(|| "serving".to_owned(), |unit| count_unit(&unit));
    Some(ServingSize {
        order,
        min,
        max,
        unit,
        note,
        per_day_min,
        per_day_max,
    })
}

/// Two ends of a range; an end of 0 is not known, a single end stands first, and ends the wrong way round are turned.
fn range(
    item: &Place<'_>,
    low: &'static str,
    high: &'static str,
    warnings: &mut Warnings,
) -> (Option<rust_decimal::Decimal>, Option<rust_decimal::Decimal>) {
    let min = item.get(low).count(warnings).filter(|min| !min.is_zero());
    let max = item.get(high).count(warnings).filter(|max| !max.is_zero());
    match (min, max) {
        (Some(min), Some(max)) if max < min => {
            warnings.add(
                &item.get(high),
                format!("{max} is less than {low} {min}; read the other way round."),
            );
            (Some(max), Some(min))
        }
        (None, Some(max)) if low == "minQuantity" => (Some(max), None),
        ends => ends,
    }
}
