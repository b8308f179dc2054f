//! The label as a whole: what is required, what may lack, cleaning, dates and contacts.

use super::*;

#[test]
fn broken_json_names_line_and_column() {
    let (pointer, message) = refused("{\"id\": 1,\n  \"fullName\": oops}");
    assert_eq!(pointer, "");
    assert_eq!(
        message,
        "This is not JSON: expected value at line 2 column 15."
    );
    assert!(refused("").1.contains("line 1 column 0"));
    assert!(refused("{} {}").1.contains("trailing characters"));
}

#[test]
fn anything_but_an_object_is_refused() {
    for text in ["[]", "null", "3", "\"x\""] {
        assert!(refused(text).1.starts_with("A label is a JSON object"));
    }
}

#[test]
fn json_nested_too_deep_is_refused() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(refused(&deep).1.contains("160 levels"));
}

#[test]
fn a_label_needs_an_id_a_name_and_a_brand() {
    for (text, pointer, message) in [
        (
            r#"{"fullName": "a", "brandName": "b"}"#,
            "/id",
            "The label has no id.",
        ),
        (
            r#"{"id": "x", "fullName": "a", "brandName": "b"}"#,
            "/id",
            "The label has an id that is no whole number above zero.",
        ),
        (
            r#"{"id": 1, "fullName": " ", "brandName": "b"}"#,
            "/fullName",
            "The label has no name.",
        ),
        (
            r#"{"id": 1, "fullName": "a", "brandName": "Not Present"}"#,
            "/brandName",
            "The label has no brand.",
        ),
        (
            r#"{"id": 1, "fullName": [], "brandName": "b"}"#,
            "/fullName",
            "The label has no name.",
        ),
    ] {
        assert_eq!(refused(text), (pointer.to_owned(), message.to_owned()));
    }
}

#[test]
fn a_label_of_an_id_a_name_and_a_brand_is_enough() {
    let label = label("");
    assert_eq!(
        (label.id, label.name.as_str(), label.brand.as_str()),
        (7, "Calm", "Ours")
    );
    assert!(label.warnings.is_empty() && label.rows.is_empty());
}

#[test]
fn null_arrays_and_objects_are_empty() {
    let label = label(
        r#""netContents": null, "servingSizes": null, "targetGroups": null, "statements": null, "events": null,
           "userGroups": null, "contacts": null, "ingredientRows": null, "otheringredients": null, "physicalState": null,
           "productType": null, "offMarket": null, "upcSku": null"#,
    );
    assert!(label.warnings.is_empty(), "{:?}", label.warnings);
    assert!(!label.off_market);
}

#[test]
fn wrong_types_become_warnings_with_pointers() {
    let label = label(
        r#""netContents": 4, "servingSizes": "x", "physicalState": 3, "statements": [5], "offMarket": [],
           "ingredientRows": {"name": "Zinc", "quantity": 3, "forms": true, "order": "first"}"#,
    );
    assert_eq!(label.rows[0].name, "Zinc");
    assert_eq!(
        warned(&label),
        [
            "/ingredientRows",
            "/ingredientRows/quantity",
            "/ingredientRows/order",
            "/ingredientRows/forms",
            "/statements/0",
            "/netContents",
            "/physicalState",
            "/servingSizes",
            "/servingSizes",
            "/offMarket",
        ]
    );
}

#[test]
fn search_hits_are_unwrapped() {
    let label = read(
        r#"{"_id": "12", "_source": {"fullName": "a", "brandName": "b", "offMarket": "1", "netContents": 4}}"#,
    );
    assert_eq!((label.id, label.off_market), (12, true));
    assert_eq!(warned(&label), ["/_source/netContents"]);
}

#[test]
fn an_id_may_be_text_and_a_byte_order_mark_may_lead() {
    let label = read("\u{feff}{\"id\": \" 261 \", \"fullName\": \"a\", \"brandName\": \"b\"}");
    assert_eq!(label.id, 261);
}

#[test]
fn doubled_trademark_signs_and_line_breaks_in_names_are_cleaned() {
    let label = read(
        r#"{"id": 1, "fullName": "Calm®® \n Mind™ ™\u00a0Plus(TM)(TM) ", "brandName": " Ours® "}"#,
    );
    assert_eq!(label.name, "Calm® Mind™ Plus(TM)");
    assert_eq!(label.brand, "Ours");
}

#[test]
fn not_present_stands_for_nothing() {
    let label = label(
        r#""servingsPerContainer": "Not Present", "productVersionCode": " not present. ", "percentDvFootnote": "N/A""#,
    );
    assert_eq!(
        (
            label.servings_per_container,
            label.version_code,
            label.percent_dv_footnote
        ),
        (None, None, None)
    );
}

#[test]
fn numbers_where_text_belongs_are_read_as_text() {
    let label = label(r#""servingsPerContainer": 30, "productVersionCode": 402126"#);
    assert_eq!(label.servings_per_container.as_deref(), Some("30"));
    assert_eq!(label.version_code.as_deref(), Some("402126"));
}

#[test]
fn statements_keep_their_lines() {
    let label = label(
        r#""statements": [{"type": "Storage ", "notes": " Keep dry.\t\r\n\r\nKeep  cool.\n"}, {"type": "Storage", "notes": ""},
            {"notes": "Loose"}]"#,
    );
    let texts: Vec<(&str, &str)> = label
        .statements
        .iter()
        .map(|one| (one.kind.as_str(), one.text.as_str()))
        .collect();
    assert_eq!(
        texts,
        [("Storage", "Keep dry.\nKeep cool."), ("Other", "Loose")]
    );
}

#[test]
fn the_day_of_entry_comes_from_the_events_or_the_entry_date() {
    let day = |fields: &str| label(fields).entered_on.map(|day| day.to_string());
    let event = r#""events": [{"date": "2014-07-14", "type": "Off Market"}, {"date": "2011-10-26T00:00:00Z", "type": "Date entered into DSLD"}]"#;
    assert_eq!(day(event).as_deref(), Some("2011-10-26"));
    assert!(label(event).off_market);
    assert_eq!(
        day(r#""entryDate": "2022-06-16""#).as_deref(),
        Some("2022-06-16")
    );
    let odd = label(r#""entryDate": "someday""#);
    assert_eq!((odd.entered_on, warned(&odd)), (None, vec!["/entryDate"]));
    assert_eq!(day(r#""entryDate": "ééééééé""#), None);
}

#[test]
fn off_market_may_be_a_number_text_or_a_boolean() {
    for (written, off) in [
        ("1", true),
        (r#""1""#, true),
        ("true", true),
        ("0", false),
        (r#""""#, false),
    ] {
        assert_eq!(
            label(&format!(r#""offMarket": {written}"#)).off_market,
            off,
            "{written}"
        );
    }
}

#[test]
fn the_manufacturer_comes_before_the_distributor() {
    let label = label(
        r#""contacts": [{"types": ["Distributor"], "contactDetails": {"name": "Shop"}}, {"contactDetails": null},
            {"types": ["Manufacturer", null], "contactDetails": {"name": "Works "}}, {"types": null, "contactDetails": {"name": "X"}}]"#,
    );
    assert_eq!(label.maker.as_deref(), Some("Works"));
    assert!(label.warnings.is_empty());
}

#[test]
fn text_with_a_lone_surrogate_is_warned_of() {
    let label = label(r#""productVersionCode": "\ud800", "events": [{"\udc00": 1}]"#);
    assert_eq!(warned(&label), ["/events/0", "/productVersionCode"]);
}
