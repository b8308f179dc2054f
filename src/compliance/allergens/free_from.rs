//! What a name or a text claims not to be in a product.

use super::Substance;
use super::phrases::words;

/// The substances that a text says a product is free from: "dairy-free", "non-dairy", "free from milk, soy and gluten",
/// "no gluten", "without soy", "contains no egg", "vegan". Each once, in the order of the text.
///
/// A denial ("not gluten free") and directions ("take without milk") claim nothing.
pub fn claims_free_from(text: &str) -> Vec<Substance> {
    let text = words(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    let mut rest = words.as_slice();
    let mut before: Vec<&str> = Vec::new();
    while let [word, after @ ..] = rest {
        if let Some(substance) = diet(word).filter(|_| !is_denied(&before)) {
            found.push(substance);
        }
        if *word == "free" && !matches!(after.first(), Some(&"from" | &"of")) {
            found.extend(listed_before(&before));
        } else if let Some(list) = after_lead(rest).filter(|_| !is_direction(&before)) {
            found.extend(listed(list));
        }
        before.push(word);
        rest = after;
    }
    let mut seen = Vec::new();
    found.retain(|substance| {
        let is_new = !seen.contains(substance);
        seen.push(*substance);
        is_new
    });
    found
}

/// A word that names what a diet excludes.
fn diet(word: &str) -> Option<Substance> {
    match word {
        "vegan" => Some(Substance::AnimalProducts),
        "vegetarian" => Some(Substance::Meat),
        "nondairy" => Some(Substance::Milk),
        "sugarless" => Some(Substance::AddedSugar),
        _ => None,
    }
}

fn is_denied(before: &[&str]) -> bool {
    let close = before.iter().rev().take_while(|word| **word != ".").take(4);
    close.into_iter().any(|word| {
        matches!(
            *word,
            "not" | "non" | "no" | "isnt" | "arent" | "unsuitable"
        )
    })
}

fn is_direction(before: &[&str]) -> bool {
    let close = before.iter().rev().take_while(|word| **word != ".").take(4);
    close
        .into_iter()
        .any(|word| matches!(*word, "take" | "taken" | "drink" | "mix" | "mixed" | "use"))
}

/// What follows a word or phrase that opens a list of absent things.
fn after_lead<'a, 'b>(words: &'a [&'b str]) -> Option<&'a [&'b str]> {
    match words {
        ["free", "from" | "of", list @ ..]
        | ["not" | "doesnt", "contain", list @ ..]
        | ["no" | "non" | "without" | "zero", list @ ..] => Some(list),
        _ => None,
    }
}

/// The items of a list from its beginning, until something that is none.
fn listed(mut words: &[&str]) -> Vec<Substance> {
    let mut found = Vec::new();
    let mut is_artificial = false;
    loop {
        while let [
            "any" | "the" | "all" | "added" | "and" | "or" | "nor" | ",",
            rest @ ..,
        ] = words
        {
            // "No added sugar" keeps its word for the table below.
            if matches!(words, ["added", "sugar", ..]) {
                break;
            }
            words = rest;
        }
        if let ["artificial", rest @ ..] = words {
            (is_artificial, words) = (true, rest);
        }
        if let Some((substance, rest)) = item(words, is_artificial) {
            found.push(substance);
            words = rest;
            if let ["product" | "ingredient" | "derivative", rest @ ..] = words {
                words = rest;
            }
            if !matches!(words.first(), Some(&("," | "and" | "or" | "nor"))) {
                return found;
            }
            continue;
        }
        // An item that is unknown here, such as "fillers", ends at the next comma.
        let unknown = words
            .iter()
            .take(3)
            .position(|word| matches!(*word, "," | "and" | "or" | "nor"));
        match unknown.and_then(|at| words.get(at..)) {
            Some(rest) if words.first() != Some(&".") => words = rest,
            _ => return found,
        }
    }
}

/// The items of a list that ends where the text stands: "gluten, soy and dairy" before "free".
fn listed_before(before: &[&str]) -> Vec<Substance> {
    let mut found = Vec::new();
    let mut words = before;
    while let Some((substance, rest)) = item_at_end(words) {
        found.insert(0, substance);
        words = rest;
        let mut is_list = false;
        while let [rest @ .., "," | "and" | "or" | "free"] = words {
            (words, is_list) = (rest, true);
        }
        if !is_list {
            break;
        }
    }
    if is_denied(words) { Vec::new() } else { found }
}

fn item<'a, 'b>(words: &'a [&'b str], is_artificial: bool) -> Option<(Substance, &'a [&'b str])> {
    (1..=3).rev().find_map(|length| {
        let (name, rest) = words.split_at_checked(length)?;
        Some((named(&name.join(" "), is_artificial)?, rest))
    })
}

fn item_at_end<'a, 'b>(words: &'a [&'b str]) -> Option<(Substance, &'a [&'b str])> {
    (1..=3).rev().find_map(|length| {
        let (rest, name) = words.split_at_checked(words.len().checked_sub(length)?)?;
        Some((named(&name.join(" "), false)?, rest))
    })
}

/// The substance of a name in the singular.
fn named(name: &str, is_artificial: bool) -> Option<Substance> {
    let substance = match name {
        "milk" | "dairy" | "whey" | "casein" | "milk protein" => Substance::Milk,
        "lactose" => Substance::Lactose,
        "egg" => Substance::Eggs,
        "fish" => Substance::Fish,
        "shellfish" | "crustacean" | "crustacean shellfish" => Substance::CrustaceanShellfish,
        "nut" | "tree nut" => Substance::TreeNuts,
        "peanut" => Substance::Peanuts,
        "wheat" => Substance::Wheat,
        "soy" | "soya" | "soybean" => Substance::Soybeans,
        "sesame" | "sesame seed" => Substance::Sesame,
        "gluten" => Substance::Gluten,
        "yeast" => Substance::Yeast,
        "animal" | "animal product" | "animal ingredient" => Substance::AnimalProducts,
        "meat" | "gelatin" | "gelatine" | "pork" | "beef" => Substance::Meat,
        "sugar" | "added sugar" => Substance::AddedSugar,
        "preservative" | "artificial preservative" => Substance::Preservatives,
        "gmo" => Substance::Gmo,
        "artificial color" | "artificial colour" | "dye" => Substance::ArtificialColors,
        "color" | "colour" | "coloring" if is_artificial => Substance::ArtificialColors,
        "artificial sweetener" => Substance::ArtificialSweeteners,
        "sweetener" if is_artificial => Substance::ArtificialSweeteners,
        _ => return None,
    };
    Some(substance)
}
