//! The ingredients below the panel, and the forms of ingredients.

use super::codes::{Unii, unii};
use super::label::{IngredientForm, OtherIngredient};
use super::place::{Place, Warnings};

/// How deep the parts of an ingredient may nest before the rest is left out.
const MAX_PARTS_DEPTH: usize = 32;

/// The ingredients below the panel, as a list and as text.
pub fn other_ingredients(
    place: &Place<'_>,
    warnings: &mut Warnings,
) -> (Vec<OtherIngredient>, Option<String>) {
    if place.is_list() {
        return (listed(place, warnings), None);
    }
    if !place.is_object() {
        return (Vec::new(), place.lines(warnings));
    }
    let text = place.get("text").lines(warnings);
    (listed(&place.get("ingredients"), warnings), text)
}

fn listed(place: &Place<'_>, warnings: &mut Warnings) -> Vec<OtherIngredient> {
    let mut listed = Vec::new();
    for item in place.items(warnings) {
        let bare = item.is_text();
        if !bare && !item.is_object_or_warn(warnings) {
            continue;
        }
        let name = if bare {
            item.line(warnings)
        } else {
            item.get("name").line(warnings)
        };
        let code = unii_of(&item.get("uniiCode"), warnings);
        let group = item.get("ingredientGroup").line(warnings);
        let forms = parts(&item, warnings);
        match name {
            // "None" says that there are no other ingredients.
            Some(name) if name.eq_ignore_ascii_case("none") => {}
            Some(name) if !is_heading(&name, group.as_deref()) => {
                listed.push(OtherIngredient {
                    name,
                    unii: code,
                    group,
                    forms,
                });
            }
            // A heading ("May contain one or more of the following") names nothing: what it lists counts.
            _ => listed.extend(forms.into_iter().map(of_form)),
        }
    }
    listed
}

fn of_form(form: IngredientForm) -> OtherIngredient {
    OtherIngredient {
        name: form.name,
        unii: form.unii,
        group: None,
        forms: Vec::new(),
    }
}

/// Whether it heads a list rather than names an ingredient.
pub fn is_heading(name: &str, group: Option<&str>) -> bool {
    const STARTS: [&str; 6] = [
        "contains <",
        "contains less than",
        "contains 2% or less",
        "less than 2%",
        "< 2%",
        "may contain one or more",
    ];
    let name = name.to_lowercase();
    group.is_some_and(|group| group.eq_ignore_ascii_case("header"))
        || STARTS.iter().any(|start| name.starts_with(start))
}

/// The forms of an ingredient, and whatever is nested under it.
fn parts(item: &Place<'_>, warnings: &mut Warnings) -> Vec<IngredientForm> {
    let mut found = forms(&item.get("forms"), warnings);
    nested_parts(&item.get("nestedRows"), 1, &mut found, warnings);
    found
}

fn nested_parts(
    place: &Place<'_>,
    depth: usize,
    found: &mut Vec<IngredientForm>,
    warnings: &mut Warnings,
) {
    if depth > MAX_PARTS_DEPTH {
        return warnings.add(
            place,
            format!("More than {MAX_PARTS_DEPTH} levels deep; the rest is ignored."),
        );
    }
    for item in place.objects(warnings) {
        found.extend(form(&item, warnings));
        found.extend(forms(&item.get("forms"), warnings));
        nested_parts(&item.get("nestedRows"), depth + 1, found, warnings);
    }
}

/// The compounds or sources an ingredient comes as.
pub fn forms(place: &Place<'_>, warnings: &mut Warnings) -> Vec<IngredientForm> {
    let mut found = Vec::new();
    for item in place.items(warnings) {
        if item.is_text() {
            let name = item.line(warnings);
            found.extend(name.map(|name| IngredientForm {
                name,
                prefix: None,
                unii: None,
                percent: None,
            }));
        } else if item.is_object_or_warn(warnings) {
            found.extend(form(&item, warnings));
        }
    }
    found
}

fn form(item: &Place<'_>, warnings: &mut Warnings) -> Option<IngredientForm> {
    let name = item.get("name").line(warnings)?;
    Some(IngredientForm {
        name,
        prefix: item.get("prefix").line(warnings),
        unii: unii_of(&item.get("uniiCode"), warnings),
        percent: item.get("percent").count(warnings),
    })
}

/// A UNII if the field holds one; fillers such as "0" pass in silence.
pub fn unii_of(place: &Place<'_>, warnings: &mut Warnings) -> Option<String> {
    let printed = place.line(warnings)?;
    match unii(&printed) {
        Unii::Good(code) => Some(code),
        Unii::Doubtful(code) => {
            warnings.add(
                place,
                format!("The check character of UNII {code} does not fit; kept."),
            );
            Some(code)
        }
        Unii::Filler => None,
        Unii::Wrong => {
            warnings.add(place, format!("\"{printed}\" is no UNII; ignored."));
            None
        }
    }
}
