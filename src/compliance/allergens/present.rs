//! What is in a product, by the names of its ingredients.

use std::sync::LazyLock;

use serde::Serialize;
use utoipa::ToSchema;

use super::Substance;
use super::phrases::{Names, holds, words};
use super::sources::{EXCEPTIONS, PLANT_BASED, SOURCES};
use crate::compliance::daily_values::{Nutrient, nutrient_named};

/// The names of the table, each with its row.
static NAMES: LazyLock<Names<usize>> = LazyLock::new(|| {
    let rows = SOURCES.iter().enumerate();
    Names::new(rows.flat_map(|(at, (names, ..))| names.iter().map(move |name| (*name, at))))
});

/// The exceptions, each with what is left of it.
static EXCEPTED: LazyLock<Names<(usize, &'static str)>> = LazyLock::new(|| {
    let exceptions = EXCEPTIONS.iter().enumerate();
    Names::new(exceptions.map(|(at, (name, rest))| (*name, (at, *rest))))
});

/// A row of a formula or an ingredient below the panel. Rows that the label declares as zero are none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Material<'a> {
    /// Name on the label, with whatever stands in parentheses.
    pub name: &'a str,
    /// Its source, if stated apart: "as gelatin".
    pub source: Option<&'a str>,
    /// Slug of the ingredient that it is, if known.
    pub slug: Option<&'a str>,
    /// The ingredient within which it stands, which may tell its source: DHA within algal oil.
    pub parent: Option<&'a str>,
    /// The ingredient is on record as made by an animal.
    pub is_animal_product: bool,
}

/// How surely a name tells that a substance is present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// It depends on the source, which the name doesn't tell.
    Possible,
    /// It always is.
    Certain,
}

/// A substance in a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Presence {
    /// What is in it.
    pub substance: Substance,
    /// The ingredient that brings it.
    pub ingredient: String,
    /// Completes a sentence that starts with the ingredient: "is made from milk".
    pub reason: String,
    /// How sure that is.
    pub certainty: Certainty,
}

/// What the ingredients of a product bring into it, each substance and ingredient once, certain before possible.
pub fn present_in(materials: &[Material<'_>]) -> Vec<Presence> {
    let mut found: Vec<Presence> = Vec::new();
    for material in materials {
        for presence in of_material(material) {
            let same = found.iter_mut().find(|known| {
                known.substance == presence.substance && known.ingredient == presence.ingredient
            });
            match same {
                Some(known) if known.certainty < presence.certainty => *known = presence,
                Some(_) => {}
                None => found.push(presence),
            }
        }
    }
    found.sort_by_key(|presence| (std::cmp::Reverse(presence.certainty), presence.substance));
    found
}

/// Whether the name of an ingredient itself tells the reader which allergen it is, as "soy lecithin" does and "whey"
/// doesn't (FD&C 403(w)(1)(B)). Fish, crustaceans and tree nuts are told by their species.
pub fn names_allergen(name: &str, substance: Substance) -> bool {
    let plain: &[&str] = match substance {
        Substance::Milk => &["milk"],
        Substance::Eggs => &["egg"],
        Substance::Wheat => &["wheat"],
        Substance::Soybeans => &["soy", "soya", "soybean"],
        Substance::Peanuts => &["peanut"],
        Substance::Sesame => &["sesame"],
        Substance::Fish | Substance::CrustaceanShellfish | Substance::TreeNuts => {
            return !is_generic(name, substance);
        }
        _ => &[],
    };
    let text = words(name);
    plain.iter().any(|word| holds(&text, word))
}

/// Whether a declaration of fish, crustaceans or tree nuts leaves out which ones (403(w)(1)(A), (2)).
pub fn is_generic(name: &str, substance: Substance) -> bool {
    let needs_species = matches!(
        substance,
        Substance::Fish | Substance::CrustaceanShellfish | Substance::TreeNuts
    );
    const GENERIC: [&str; 9] = [
        "fish",
        "shellfish",
        "crustacean",
        "tree",
        "nut",
        "and",
        "oil",
        ",",
        ".",
    ];
    needs_species
        && words(name)
            .split_whitespace()
            .all(|word| GENERIC.contains(&word))
}

fn of_material(material: &Material<'_>) -> Vec<Presence> {
    let text = searched(material);
    let around = words(material.parent.unwrap_or_default());
    let is_plant_based = text
        .split(' ')
        .chain(around.split(' '))
        .any(|word| PLANT_BASED.contains(&word));
    let recorded = material.is_animal_product.then_some((
        Substance::AnimalProducts,
        Certainty::Certain,
        "is made by an animal",
    ));
    let mut rows: Vec<usize> = NAMES.held_by(&text).map(|(_, row)| row).collect();
    rows.sort_unstable();
    rows.dedup();
    let by_name = rows
        .into_iter()
        .filter_map(|row| SOURCES.get(row))
        .filter(|(_, _, certainty, _)| !(is_plant_based && *certainty == Certainty::Possible))
        .map(|(_, substance, certainty, reason)| (*substance, *certainty, *reason));
    let direct: Vec<_> = by_name.chain(recorded).collect();
    // "Barley grass" matches "barley", "wheat grass" matches "wheat": the longer name is the one that counts.
    let is_grass = holds(&text, "grass");
    direct
        .into_iter()
        .map(|(substance, certainty, reason)| match substance {
            Substance::Wheat | Substance::Gluten if is_grass => (
                substance,
                Certainty::Possible,
                "is young grain, which holds no gluten if it was cut in time",
            ),
            _ => (substance, certainty, reason),
        })
        .flat_map(|(substance, certainty, reason)| {
            let implied = substance.implies().iter().copied();
            std::iter::once(substance)
                .chain(implied)
                .map(move |substance| Presence {
                    substance,
                    ingredient: material.name.trim().to_owned(),
                    reason: reason.to_owned(),
                    certainty,
                })
        })
        .collect()
}

/// The words of a name in which sources are looked for, without those that mean something else or deny it.
fn searched(material: &Material<'_>) -> String {
    let name = match nutrient_named(material.name) {
        // Sugars that the food itself holds, and polyols, are no added sugar.
        Some(Nutrient::TotalSugars | Nutrient::SugarAlcohol) => "",
        _ => material.name,
    };
    let parts = [
        name,
        material.source.unwrap_or_default(),
        material.slug.unwrap_or_default(),
    ];
    let mut text = words(&parts.join(" . "));
    let mut excepted: Vec<(usize, &str, &str)> = EXCEPTED
        .held_by(&text)
        .map(|(name, (at, rest))| (at, name, rest))
        .collect();
    excepted.sort_unstable();
    for (_, name, rest) in excepted {
        text = text.replace(&format!(" {name} "), &format!(" {rest} "));
    }
    // "Gelatin-free capsule", "non-dairy creamer", "no gluten".
    let denied: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let mut kept = String::from(" ");
    for (at, word) in denied.iter().enumerate() {
        let next = denied.get(at.saturating_add(1)).copied();
        let before = at.checked_sub(1).and_then(|at| denied.get(at)).copied();
        if next != Some("free") && !matches!(before, Some("non" | "no" | "without")) {
            kept.push_str(word);
            kept.push(' ');
        }
    }
    kept
}
