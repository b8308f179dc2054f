//! Damages a full label at each of its places: reading must never panic, and rarely fail.

use serde_json::{Value, json};

use super::*;

const FULL: &str = r##"{
    "id": 42, "fullName": "Calm Mind™", "brandName": "Ours", "upcSku": "0 36000 29145 2", "productVersionCode": "V.1",
    "servingsPerContainer": "30", "percentDvFootnote": "Not Present", "offMarket": 0, "entryDate": "2021-06-23",
    "contacts": [{"text": "Made by", "types": ["Manufacturer"], "contactDetails": {"name": "Works"}}],
    "netContents": [{"order": 1, "quantity": 90, "unit": "Vegan Cap(s)", "display": "90 Vegan Cap(s)"}],
    "physicalState": {"langualCode": "E0159", "langualCodeDescription": "Capsule"},
    "productType": {"langualCode": "A1325", "langualCodeDescription": "Other Combinations"},
    "servingSizes": [{"order": 1, "minQuantity": 1, "maxQuantity": 2, "minDailyServings": 1, "maxDailyServings": 3,
        "unit": "Capsule(s)", "notes": "", "inSFB": true}],
    "targetGroups": ["Vegan", "Gluten Free", "Adult (18 - 50 Years)"],
    "statements": [{"type": "Formulation re: Does NOT Contain", "notes": "Free of soy (all), milk & egg.\nNon-GMO"},
        {"type": "Precautions re: Allergies", "notes": "May contain fish."}],
    "events": [{"date": "2021-06-23", "type": "Date entered into DSLD"}],
    "userGroups": [{"dailyValueTargetGroupName": "Adults", "langualCode": "P0250", "langualCodeDescription": "Adults"}],
    "ingredientRows": [{"order": 1, "name": "Herbs", "category": "blend", "ingredientGroup": "Blend", "uniiCode": "1",
        "notes": "dried", "description": "", "alternateNames": ["Leaves"],
        "forms": [{"order": 1, "prefix": "as", "percent": 5, "name": "Leaf", "uniiCode": "0"}],
        "quantity": [{"servingSizeOrder": 1, "servingSizeQuantity": 1, "operator": "=", "quantity": 2.5, "unit": "mg",
            "dailyValueTargetGroup": [{"name": "Adults", "operator": "<", "percent": 1, "footnote": null}]}],
        "nestedRows": [{"order": 2, "name": "Mint", "nestedRows": [], "quantity": [{"quantity": 0, "unit": "NP"}]}]}],
    "otheringredients": {"text": null, "ingredients": [{"order": 1, "name": "Silica", "uniiCode": "ETJ7Z6XBU4",
        "ingredientGroup": "Silicon", "forms": [{"name": "Sand"}]}]}
}"##;

fn full_label() -> Value {
    match serde_json::from_str(FULL) {
        Ok(label) => label,
        Err(error) => panic!("{error}"),
    }
}

/// What a place is damaged with; the last stands for taking it out.
fn damages() -> Vec<Option<Value>> {
    let texts = [
        "",
        "Not Present",
        "®®(((",
        "9,9,9",
        "1e-99999",
        "-",
        "free",
        "no",
        "٣",
        "\u{0}é—™",
    ];
    let mut damages: Vec<Option<Value>> = texts.iter().map(|text| Some(json!(text))).collect();
    let others = [
        json!(null),
        json!(0),
        json!(-1.5e300),
        json!(u64::MAX),
        json!([]),
        json!({}),
        json!(true),
        json!([[1], "x", null]),
    ];
    damages.extend(others.into_iter().map(Some));
    damages.push(None);
    damages
}

/// The pointers of all values below one.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut visit = |key: String, inner: &Value| {
        let pointer = format!("{at}/{key}");
        pointers(inner, &pointer, found);
        found.push(pointer);
    };
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(key, inner)| visit(key.clone(), inner)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, inner)| visit(index.to_string(), inner)),
        _ => {}
    }
}

fn damage(label: &mut Value, pointer: &str, damage: &Option<Value>) {
    let (above, key) = pointer.rsplit_once('/').unwrap_or_default();
    match (label.pointer_mut(above), damage) {
        (Some(Value::Object(fields)), None) => drop(fields.remove(key)),
        (Some(Value::Object(fields)), Some(value)) => {
            drop(fields.insert(key.to_owned(), value.clone()))
        }
        (Some(Value::Array(items)), change) => {
            let Some(index) = key.parse().ok().filter(|index| *index < items.len()) else {
                return;
            };
            match change {
                None => drop(items.remove(index)),
                Some(value) => items[index] = value.clone(),
            }
        }
        _ => {}
    }
}

#[test]
fn the_full_label_reads_without_warnings() {
    let label = read(&full_label().to_string());
    assert_eq!(label.warnings, []);
    assert_eq!(label.rows[0].rows[0].name, "Mint");
}

#[test]
fn damage_at_one_place_fails_only_where_something_is_required() {
    let whole = full_label();
    let mut places = Vec::new();
    pointers(&whole, "", &mut places);
    assert!(places.len() > 80);
    for place in &places {
        for change in damages() {
            let mut label = whole.clone();
            damage(&mut label, place, &change);
            if let Err(error) = parse_label(&label.to_string()) {
                let required = ["/id", "/fullName", "/brandName"];
                assert!(
                    required.contains(&place.as_str()),
                    "{place} {change:?}: {error}"
                );
                assert_eq!(&error.pointer, place);
            }
        }
    }
}

#[test]
fn damage_at_many_places_never_panics() {
    let whole = full_label();
    let mut places = Vec::new();
    pointers(&whole, "", &mut places);
    let damages = damages();
    // A small linear congruential generator: the same run each time.
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % below
    };
    for _ in 0..2_000 {
        let mut label = whole.clone();
        for _ in 0..6 {
            damage(
                &mut label,
                &places[next(places.len())],
                &damages[next(damages.len())],
            );
        }
        let _ = parse_label(&label.to_string());
    }
}

#[test]
fn a_label_cut_short_never_panics() {
    let text = full_label().to_string();
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        assert!(parse_label(&text[..end]).is_err());
    }
}
