//! Units of amounts and of packages, from the many ways DSLD spells them.

use super::text::{clean_line, is_absent, without_parentheses};

/// What a unit field of an amount says.
#[derive(Debug, PartialEq, Eq)]
pub enum Unit {
    /// A unit, normalised where known.
    Real(String),
    /// "NP", empty or missing: the label gives no amount.
    NotPresent,
    /// The word "None".
    NoneWord,
}

/// Spellings of units of amounts, in lower case without "(s)", and what we call them.
const AMOUNTS: &[(&str, &str)] = &[
    ("g", "g"),
    ("gm", "g"),
    ("gms", "g"),
    ("gram", "g"),
    ("grams", "g"),
    ("kg", "kg"),
    ("kilogram", "kg"),
    ("mg", "mg"),
    ("milligram", "mg"),
    ("milligrams", "mg"),
    ("mcg", "mcg"),
    ("ug", "mcg"),
    ("µg", "mcg"),
    ("μg", "mcg"),
    ("microgram", "mcg"),
    ("micrograms", "mcg"),
    ("ng", "ng"),
    ("nanogram", "ng"),
    ("nanograms", "ng"),
    ("iu", "IU"),
    ("i.u", "IU"),
    ("international unit", "IU"),
    ("international units", "IU"),
    ("calorie", "kcal"),
    ("calories", "kcal"),
    ("cal", "kcal"),
    ("kcal", "kcal"),
    ("kilocalorie", "kcal"),
    ("kilocalories", "kcal"),
    ("kj", "kJ"),
    ("kilojoule", "kJ"),
    ("kilojoules", "kJ"),
    ("cfu", "CFU"),
    ("cfus", "CFU"),
    ("colony forming unit", "CFU"),
    ("colony forming units", "CFU"),
    ("live cell", "live cells"),
    ("live cells", "live cells"),
    ("viable cell", "viable cells"),
    ("viable cells", "viable cells"),
    ("active cell", "active cells"),
    ("active cells", "active cells"),
    ("organism", "organisms"),
    ("organisms", "organisms"),
    ("ml", "mL"),
    ("milliliter", "mL"),
    ("milliliters", "mL"),
    ("millilitre", "mL"),
    ("l", "L"),
    ("liter", "L"),
    ("liters", "L"),
    ("litre", "L"),
    ("fl oz", "fl oz"),
    ("fl. oz", "fl oz"),
    ("fluid oz", "fl oz"),
    ("fluid ounce", "fl oz"),
    ("fluid ounces", "fl oz"),
    ("oz", "oz"),
    ("ounce", "oz"),
    ("ounces", "oz"),
    ("lb", "lb"),
    ("lbs", "lb"),
    ("pound", "lb"),
    ("pounds", "lb"),
    ("meq", "mEq"),
    ("milliequivalent", "mEq"),
];

/// Words behind a weight that say what it is reckoned as.
const BASES: &[(&str, &str)] = &[
    ("dfe", "DFE"),
    ("rae", "RAE"),
    ("ne", "NE"),
    ("re", "RE"),
    ("te", "TE"),
    ("ate", "ATE"),
];

/// Words before a count of cells.
const POWERS: &[(&str, &str)] = &[
    ("million", "Million"),
    ("billion", "Billion"),
    ("trillion", "Trillion"),
];

/// Words for what is counted, and short forms of them.
const COUNTS: &[(&str, &str)] = &[
    ("capsule", "capsule"),
    ("cap", "capsule"),
    ("caplique", "capsule"),
    ("vcap", "capsule"),
    ("vegcap", "capsule"),
    ("vegicap", "capsule"),
    ("vegecap", "capsule"),
    ("tablet", "tablet"),
    ("tab", "tablet"),
    ("pill", "tablet"),
    ("minitab", "tablet"),
    ("caplet", "caplet"),
    ("softgel", "softgel"),
    ("gelcap", "softgel"),
    ("perle", "softgel"),
    ("gummy", "gummy"),
    ("gumm", "gummy"),
    ("gummie", "gummy"),
    ("lozenge", "lozenge"),
    ("troche", "lozenge"),
    ("pastille", "pastille"),
    ("piece", "piece"),
    ("chew", "chew"),
    ("wafer", "wafer"),
    ("bar", "bar"),
    ("packet", "packet"),
    ("pack", "packet"),
    ("pkt", "packet"),
    ("sachet", "sachet"),
    ("stick", "stick"),
    ("pouch", "pouch"),
    ("bag", "bag"),
    ("bottle", "bottle"),
    ("vial", "vial"),
    ("ampule", "ampule"),
    ("ampoule", "ampule"),
    ("scoop", "scoop"),
    ("scoopful", "scoop"),
    ("teaspoon", "teaspoon"),
    ("tsp", "teaspoon"),
    ("tablespoon", "tablespoon"),
    ("tbsp", "tablespoon"),
    ("cup", "cup"),
    ("drop", "drop"),
    ("dropper", "dropper"),
    ("dropperful", "dropper"),
    ("spray", "spray"),
    ("serving", "serving"),
    ("count", "count"),
    ("ct", "count"),
];

/// The unit of an amount.
pub fn amount_unit(printed: &str) -> Unit {
    let cleaned = clean_line(printed);
    let plain = singular(&cleaned);
    match plain.as_str() {
        "np" => Unit::NotPresent,
        "none" => Unit::NoneWord,
        text if is_absent(text) => Unit::NotPresent,
        text => Unit::Real(amount_word(text).unwrap_or_else(|| without_s(&cleaned))),
    }
}

/// The known unit of an amount, if it is one.
fn amount_word(plain: &str) -> Option<String> {
    if let Some(unit) = look_up(AMOUNTS, plain) {
        return Some(unit.to_owned());
    }
    if let Some((weight, basis)) = plain.rsplit_once(' ')
        && let (Some(weight), Some(basis)) = (look_up(AMOUNTS, weight), look_up(BASES, basis))
    {
        return Some(format!("{weight} {basis}"));
    }
    let (power, counted) = plain.split_once(' ')?;
    Some(format!(
        "{} {}",
        look_up(POWERS, power)?,
        look_up(AMOUNTS, counted)?
    ))
}

/// The unit of a package or serving as a singular lower-case word: the last word counts ("Vegan Cap(s)" are capsules).
pub fn count_unit(printed: &str) -> String {
    let cleaned = clean_line(printed);
    let plain = singular(&cleaned);
    if let Some(unit) = look_up(AMOUNTS, &plain) {
        return unit.to_owned();
    }
    if plain.contains("softgel") || plain.contains("soft gel") {
        return "softgel".to_owned();
    }
    let head = without_parentheses(&plain);
    let head = head.split([',', ';']).next().unwrap_or_default();
    let last = head
        .split(' ')
        .rfind(|word| !word.is_empty())
        .unwrap_or_default()
        .trim_end_matches('.');
    match count_word(last) {
        Some(unit) => unit.to_owned(),
        None => look_up(AMOUNTS, head).map_or_else(|| without_s(&cleaned), str::to_owned),
    }
}

/// The known word for something counted, also from its plural.
fn count_word(word: &str) -> Option<&'static str> {
    let shorter = word.strip_suffix("es").unwrap_or(word);
    look_up(COUNTS, word)
        .or_else(|| look_up(COUNTS, word.strip_suffix('s').unwrap_or(word)))
        .or_else(|| look_up(COUNTS, shorter))
}

fn look_up(table: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    let word = word.trim();
    table
        .iter()
        .find(|(spelling, _)| *spelling == word)
        .map(|(_, name)| *name)
}

/// In lower case, without braces, "(s)" and a last full stop.
fn singular(cleaned: &str) -> String {
    without_s(cleaned)
        .to_lowercase()
        .trim_matches(['{', '}', ' ', '.'])
        .to_owned()
}

/// Without the endings that DSLD writes for "one or more": "(s)", "(es)", "(ies)".
fn without_s(cleaned: &str) -> String {
    let mut text = cleaned.trim_matches(['{', '}']).to_owned();
    for ending in ["(s)", "(S)", "(es)", "(ies)"] {
        text = text.replace(ending, "");
    }
    clean_line(&text)
}
