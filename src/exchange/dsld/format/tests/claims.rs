//! Free-from and contains, from target groups and statements.

use super::*;

/// The assertions read from one statement, as "+milk", "-milk" and "?milk".
fn said(kind: &str, text: &str) -> String {
    let label = label(&format!(
        r#""statements": [{{"type": "{kind}", "notes": "{text}"}}]"#
    ));
    assert_eq!(label.statements.len(), 1);
    short(&label)
}

fn short(label: &Label) -> String {
    let short = label.assertions.iter().map(|assertion| {
        let sign = match assertion.statement {
            AssertionKind::Contains => '+',
            AssertionKind::FreeFrom => '-',
            AssertionKind::MayContain => '?',
        };
        format!("{sign}{}", assertion.substance)
    });
    short.collect::<Vec<_>>().join(" ")
}

const WITHOUT: &str = "Formulation re: Does NOT Contain";
const ALLERGIES: &str = "Precautions re: Allergies";

#[test]
fn target_groups_are_split_into_assertions_and_audiences() {
    let label = label(
        r#""targetGroups": ["Vegan", "Vegetarian", "Adult (18 - 50 Years)", "Gluten Free ", "Dairy Free", "Sugar Free",
            "Soy Free", "Non-GMO", "Kosher", "Kosher", null, "Pixie Dust Free"]"#,
    );
    assert_eq!(
        short(&label),
        "-animal_products -meat -gluten -milk -sugar -soybeans -gmo -pixie_dust"
    );
    assert_eq!(label.audiences, ["Adult (18 - 50 Years)", "Kosher"]);
    assert_eq!(label.assertions[2].pointer, "/targetGroups/3");
    assert_eq!(label.assertions[2].source, "Gluten Free");
}

#[test]
fn lists_of_what_is_not_contained_are_read() {
    for (text, expected) in [
        (
            "Food sensitivity: Free of yeast, soy, egg, artificial color.",
            "-yeast -soybeans -eggs -artificial_colors",
        ),
        ("Non-GMO\\nGluten free", "-gmo -gluten"),
        ("Gluten-Free Product", "-gluten"),
        ("Gluten, Soy & Nut Free", "-gluten -soybeans -tree_nuts"),
        (
            "NO: wheat, milk/dairy or crustacean shellfish.",
            "-wheat -milk -crustacean_shellfish",
        ),
        ("No sugar, sodium free, no wheat.", "-sugar -sodium -wheat"),
        (
            "Contains no artificial colors, flavors or preservatives; no peanuts",
            "-artificial_colors -artificial_flavors -artificial_preservatives -peanuts",
        ),
        (
            "no preservatives, artificial flavors",
            "-preservatives -artificial_flavors",
        ),
        ("Iron free", "-iron"),
        ("Not manufactured with tree nut ingredients", "-tree_nuts"),
    ] {
        assert_eq!(said(WITHOUT, text), expected, "{text}");
    }
}

#[test]
fn what_is_no_clear_free_from_item_is_left_alone() {
    for text in [
        "A natural and sugar-free berry flavor.",
        "No processed sugars",
        "phosphates (other than coenzymes)",
        "No milk (except casein)",
        "This product is not gluten free.",
        "Contains soy",
        "Drug-free",
        "No more than 1 g sugar",
        "(milk",
        ")free(",
    ] {
        assert_eq!(said(WITHOUT, text), "", "{text}");
    }
}

#[test]
fn no_added_sugar_is_not_free_from_sugar() {
    assert_eq!(
        said(
            WITHOUT,
            "Contains No Added: sugar, dairy, artificial colors."
        ),
        "-added_sugar -artificial_colors"
    );
}

#[test]
fn a_turn_in_the_sentence_ends_the_list() {
    assert_eq!(
        said(WITHOUT, "No soy, but contains milk, fish"),
        "-soybeans"
    );
}

#[test]
fn allergens_contained_and_possible_are_read() {
    for (text, expected) in [
        ("Contains: Wheat and soybeans.", "+wheat +soybeans"),
        (
            "Allergen Information: Contains soy (lecithin), fish oil.",
            "+soybeans +fish",
        ),
        (
            "May contain trace amounts of milk and egg protein.",
            "?milk ?eggs",
        ),
        (
            "Made in a facility that also processes peanuts.",
            "?peanuts",
        ),
        ("Contains no milk.", ""),
        ("Contains ginger, which helps.", ""),
    ] {
        assert_eq!(said(ALLERGIES, text), expected, "{text}");
    }
    assert_eq!(said("Formula re: Contains", "Contains milk."), "+milk");
    assert_eq!(said("Storage", "Contains milk."), "");
}

#[test]
fn an_assertion_is_made_once() {
    let label = label(
        r#""targetGroups": ["Gluten Free"], "statements": [{"type": "Formulation re: Does NOT Contain", "notes": "Gluten free"}]"#,
    );
    assert_eq!(short(&label), "-gluten");
}

#[test]
fn a_contradiction_is_warned_of() {
    let label = label(
        r#""targetGroups": ["Dairy Free"], "statements": [{"type": "Precautions re: Allergies", "notes": "Contains milk."}]"#,
    );
    assert_eq!(short(&label), "-milk +milk");
    assert_eq!(warned(&label), ["/targetGroups/0"]);
}
