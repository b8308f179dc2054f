//! Puts a label together from its parts.

use chrono::NaiveDate;

use super::assertions::{Assertions, target_groups};
use super::json;
use super::label::{Label, LabelError, Row, Statement};
use super::others::other_ingredients;
use super::package::{barcode, description, form, net_contents, serving_sizes};
use super::place::{Place, Warnings};
use super::rows::rows;
use super::text::{is_absent, without_mark};

/// Reads one label: DSLD's JSON, or a hit of its search endpoint (`{"_id": …, "_source": {…}}`).
///
/// # Errors
/// When the text is not JSON, not an object, or lacks a usable id, a name or a brand, or nests rows too deep.
pub fn parse_label(text: &str) -> Result<Label, LabelError> {
    let tree = json::read(text)?;
    let root = Place::root(&tree);
    if !root.is_object() {
        return Err(root.refuse(format!(
            "A label is a JSON object, but this is {}.",
            root.describe()
        )));
    }
    let hit = root.get("_source");
    let source = if hit.is_object() { hit } else { root };
    let mut warnings = Warnings::default();
    let id = label_id(&source, &root)?;
    let name = required(&source.get("fullName"), "name", &mut warnings)?;
    let brand = required(&source.get("brandName"), "brand", &mut warnings)?;
    let brand = Some(without_mark(&brand).to_owned())
        .filter(|plain| !plain.is_empty())
        .unwrap_or(brand);
    let rows = rows(&source.get("ingredientRows"), &mut warnings)?;
    Ok(fill(&source, id, name, brand, rows, warnings))
}

/// Reads what a label may lack.
fn fill(
    source: &Place<'_>,
    id: i64,
    name: String,
    brand: String,
    rows: Vec<Row>,
    mut warnings: Warnings,
) -> Label {
    let warn = &mut warnings;
    let (upc_digits, upc_text) = barcode(&source.get("upcSku"), warn);
    let (other_ingredients, other_ingredients_text) =
        other_ingredients(&source.get("otheringredients"), warn);
    let mut assertions = Assertions::default();
    let audiences = target_groups(&source.get("targetGroups"), &mut assertions, warn);
    let statements = statements(&source.get("statements"), &mut assertions, warn);
    assertions.warn_of_contradictions(warn);
    let events = events(&source.get("events"), warn);
    Label {
        id,
        brand,
        name,
        upc_digits,
        upc_text,
        version_code: source.get("productVersionCode").line(warn),
        net_contents: net_contents(&source.get("netContents"), warn),
        form: form(&source.get("physicalState"), warn),
        product_type: description(&source.get("productType"), warn),
        serving_sizes: serving_sizes(&source.get("servingSizes"), warn),
        servings_per_container: source.get("servingsPerContainer").line(warn),
        populations: populations(&source.get("userGroups"), &rows, warn),
        rows,
        other_ingredients,
        other_ingredients_text,
        assertions: assertions.into_list(),
        audiences,
        statements,
        entered_on: events
            .entered_on
            .or_else(|| date(&source.get("entryDate"), warn)),
        off_market: source
            .get("offMarket")
            .flag(warn)
            .unwrap_or(events.off_market),
        maker: maker(&source.get("contacts"), warn),
        percent_dv_footnote: source.get("percentDvFootnote").line(warn),
        warnings: warnings.0,
    }
}

/// The label's id, else that of the search hit around it.
fn label_id(source: &Place<'_>, root: &Place<'_>) -> Result<i64, LabelError> {
    // A wrong id is an error below, so the warnings of these tries are dropped.
    let mut ignored = Warnings::default();
    let own = source.get("id");
    let id = own
        .whole(&mut ignored)
        .or_else(|| root.get("_id").whole(&mut ignored))
        .filter(|id| *id > 0);
    id.ok_or_else(|| {
        let found = if own.is_null() {
            "has no id"
        } else {
            "has an id that is no whole number above zero"
        };
        own.refuse(format!("The label {found}."))
    })
}

fn required(place: &Place<'_>, what: &str, warnings: &mut Warnings) -> Result<String, LabelError> {
    place
        .line(warnings)
        .ok_or_else(|| place.refuse(format!("The label has no {what}.")))
}

fn statements(
    place: &Place<'_>,
    assertions: &mut Assertions,
    warnings: &mut Warnings,
) -> Vec<Statement> {
    let mut found = Vec::new();
    for item in place.objects(warnings) {
        let kind = item
            .get("type")
            .line(warnings)
            .unwrap_or_else(|| "Other".to_owned());
        if let Some(text) = item.get("notes").lines(warnings) {
            assertions.read_statement(&kind, &text, &item.get("notes"));
            found.push(Statement { kind, text });
        }
    }
    found
}

/// The groups the daily values are for: those named for the label, then those of single amounts.
fn populations(place: &Place<'_>, rows: &[Row], warnings: &mut Warnings) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for item in place.objects(warnings) {
        let name = item.get("dailyValueTargetGroupName").line(warnings);
        let name = name.or_else(|| item.get("langualCodeDescription").line(warnings));
        names.extend(name.filter(|name| !names.contains(name)));
    }
    add_populations(rows, &mut names);
    names
}

fn add_populations(rows: &[Row], names: &mut Vec<String>) {
    for row in rows {
        for name in row
            .amounts
            .iter()
            .flat_map(|amount| &amount.daily_values)
            .filter_map(|dv| dv.population.as_ref())
        {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        add_populations(&row.rows, names);
    }
}

/// What the label's history says.
struct Events {
    entered_on: Option<NaiveDate>,
    off_market: bool,
}

fn events(place: &Place<'_>, warnings: &mut Warnings) -> Events {
    let mut events = Events {
        entered_on: None,
        off_market: false,
    };
    for item in place.objects(warnings) {
        let kind = item
            .get("type")
            .line(warnings)
            .unwrap_or_default()
            .to_lowercase();
        events.off_market |= kind.contains("off market");
        if kind.contains("entered") && events.entered_on.is_none() {
            events.entered_on = date(&item.get("date"), warnings);
        }
    }
    events
}

/// A day written as 2021-06-23, a time behind it or not.
fn date(place: &Place<'_>, warnings: &mut Warnings) -> Option<NaiveDate> {
    let text = place.line(warnings)?;
    let day = text
        .get(..10)
        .and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
    if day.is_none() {
        warnings.add(
            place,
            format!("\"{text}\" is no date such as 2021-06-23; ignored."),
        );
    }
    day
}

/// The manufacturer's name, else the distributor's, else the first contact's.
fn maker(place: &Place<'_>, warnings: &mut Warnings) -> Option<String> {
    let mut best: Option<(usize, String)> = None;
    for item in place.objects(warnings) {
        let details = item.get("contactDetails");
        details.is_object_or_warn(warnings);
        let types = item.get("types");
        let types: Vec<String> = types
            .items(warnings)
            .iter()
            .filter_map(|kind| kind.line(warnings))
            .collect();
        let has = |wanted: &str| types.iter().any(|kind| kind.eq_ignore_ascii_case(wanted));
        let rank = ["manufacturer", "distributor"]
            .iter()
            .position(|wanted| has(wanted))
            .unwrap_or(2);
        let name = details
            .get("name")
            .line(warnings)
            .filter(|name| !is_absent(name));
        if let Some(name) = name
            && best.as_ref().is_none_or(|(best, _)| rank < *best)
        {
            best = Some((rank, name));
        }
    }
    best.map(|(_, name)| name)
}
