//! Barcode, contents, form, serving sizes and the ingredients below the panel.

use super::*;

#[test]
fn a_spaced_barcode_becomes_digits() {
    let label = label(r#""upcSku": "0 36000 29145 2 ""#);
    assert_eq!(label.upc_digits.as_deref(), Some("036000291452"));
    assert_eq!(label.upc_text.as_deref(), Some("0 36000 29145 2"));
    assert!(label.warnings.is_empty());
}

#[test]
fn text_in_the_barcode_field_stays_text_with_a_warning() {
    for printed in [
        "Rev. 04",
        "#1569",
        "0 36000 29145 3",
        "36000291452",
        "000000000000",
        "X002EUN8W7",
        "٠٣٦٠٠٠٢٩١٤٥٢",
    ] {
        let label = label(&format!(r#""upcSku": "{printed}""#));
        assert_eq!(label.upc_digits, None, "{printed}");
        assert_eq!(label.upc_text.as_deref(), Some(printed));
        assert_eq!(warned(&label), ["/upcSku"]);
    }
}

#[test]
fn an_empty_barcode_field_is_no_barcode() {
    for printed in ["null", r#""""#, r#"" Not Present ""#] {
        let label = label(&format!(r#""upcSku": {printed}"#));
        assert_eq!(
            (&label.upc_text, label.warnings.len()),
            (&None, 0),
            "{printed}"
        );
    }
}

#[test]
fn net_contents_get_singular_units() {
    for (printed, unit) in [
        ("Capsule(s)", "capsule"),
        ("Vegan Cap(s)", "capsule"),
        ("Softgel Capsules", "softgel"),
        ("Coated Tablet(s)", "tablet"),
        ("Gram(s)", "g"),
        ("Oz(s)", "oz"),
        ("Fluid Ounce(s)", "fl oz"),
        ("fl. oz.", "fl oz"),
        ("Pound(s)", "lb"),
        ("mL", "mL"),
        ("Gummy(ies)", "gummy"),
        ("Gummies", "gummy"),
        ("Serving(s)", "serving"),
        ("ct", "count"),
        ("Pouch(es)", "pouch"),
        ("level Scoop(s) (30 g)", "scoop"),
        ("Magic Bean(s)", "Magic Bean"),
    ] {
        let label = label(&format!(
            r#""netContents": [{{"quantity": 90, "unit": "{printed}"}}]"#
        ));
        assert_eq!(label.net_contents[0].unit, unit);
        assert_eq!(label.net_contents[0].display, format!("90 {printed}"));
    }
}

#[test]
fn net_contents_fall_back_on_their_display() {
    let label = label(
        r#""netContents": [{"display": "16 Oz(s)"}, {"quantity": 3}, "8.67 oz.; 246 grams; 40 Serving(s)", {}, 5]"#,
    );
    let contents: Vec<String> = label
        .net_contents
        .iter()
        .map(|one| format!("{} {}", one.quantity, one.unit))
        .collect();
    assert_eq!(contents, ["16 oz", "8.67 oz", "246 g", "40 serving"]);
    assert_eq!(warned(&label), ["/netContents/1", "/netContents/4"]);
}

#[test]
fn forms_come_from_the_description_or_the_code() {
    for (state, form) in [
        (
            r#"{"langualCode": "E0161", "langualCodeDescription": "Softgel Capsule"}"#,
            Some(Form::Softgel),
        ),
        (
            r#"{"langualCodeDescription": "Other (e.g. tea bag)"}"#,
            Some(Form::Other),
        ),
        (
            r#"{"langualCodeDescription": "Tablet or Pill"}"#,
            Some(Form::Tablet),
        ),
        (
            r#"{"langualCodeDescription": "Gummies"}"#,
            Some(Form::Gummy),
        ),
        (
            r#"{"langualCode": "e0162", "langualCodeDescription": null}"#,
            Some(Form::Powder),
        ),
        (r#"{"langualCodeDescription": "Unknown"}"#, None),
        (r#""Bar""#, Some(Form::Bar)),
        ("{}", None),
        ("null", None),
    ] {
        assert_eq!(
            label(&format!(r#""physicalState": {state}"#)).form,
            form,
            "{state}"
        );
    }
}

#[test]
fn several_serving_sizes_keep_their_order_and_range() {
    let label = label(
        r#""servingSizes": [
            {"order": 2, "minQuantity": 1, "maxQuantity": 2.0, "minDailyServings": 1, "maxDailyServings": 3, "unit": "Capsule(s)"},
            {"order": 1, "minQuantity": "12", "maxQuantity": 12, "maxDailyServings": 0, "unit": "Gram(s)", "notes": "(1 Scoop)\n"},
            {"unit": "Gram(s)"}, {"minQuantity": 4, "maxQuantity": 2}]"#,
    );
    let sizes = &label.serving_sizes;
    assert_eq!(
        sizes.iter().map(|size| size.order).collect::<Vec<_>>(),
        [2, 1, 4]
    );
    assert_eq!(
        sizes[0].max.map(|max| max.to_string()).as_deref(),
        Some("2.0")
    );
    assert_eq!(
        (sizes[1].max, sizes[1].per_day_max, sizes[1].note.as_deref()),
        (None, None, Some("(1 Scoop)"))
    );
    assert_eq!(sizes[2].min.to_string(), "2");
    assert_eq!(
        warned(&label),
        ["/servingSizes/2", "/servingSizes/3/maxQuantity"]
    );
}

#[test]
fn other_ingredients_flatten_their_parts() {
    let label = label(
        r#""otheringredients": {"text": "Not Present", "ingredients": [
            {"name": "Vegan Capsule", "ingredientGroup": "capsule ", "forms": [{"name": "Cellulose"}],
             "nestedRows": [{"prefix": "from", "name": "Water", "nestedRows": [{"name": "Salt"}]}]},
            {"name": "None", "ingredientGroup": "None"}, {"name": "Silica", "uniiCode": "ETJ7Z6XBU4"}]}"#,
    );
    assert_eq!(label.other_ingredients_text, None);
    let [capsule, silica] = label.other_ingredients.as_slice() else {
        panic!("{:?}", label.other_ingredients)
    };
    let parts: Vec<&str> = capsule
        .forms
        .iter()
        .map(|form| form.name.as_str())
        .collect();
    assert_eq!(parts, ["Cellulose", "Water", "Salt"]);
    assert_eq!(capsule.group.as_deref(), Some("capsule"));
    assert_eq!(silica.unii.as_deref(), Some("ETJ7Z6XBU4"));
}

#[test]
fn headings_among_other_ingredients_give_way_to_what_they_list() {
    let label = label(
        r#""otheringredients": {"ingredients": [
            {"name": "May contain one or more of the following", "ingredientGroup": "Header", "forms": [{"name": "Silica"}]},
            {"name": "Contains <2% of", "forms": []}]}"#,
    );
    let names: Vec<&str> = label
        .other_ingredients
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["Silica"]);
}

#[test]
fn other_ingredients_as_text_stay_text() {
    let bare = label(r#""otheringredients": "Gelatin, water.""#);
    let inside = label(r#""otheringredients": {"text": "Gelatin, water.", "ingredients": null}"#);
    for label in [bare, inside] {
        assert_eq!(
            label.other_ingredients_text.as_deref(),
            Some("Gelatin, water.")
        );
    }
}
