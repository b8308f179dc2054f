//! Texts for formats without a place for the disclaimer: they make no claim, not even one that a page may make.

use crate::catalog::assertion::model::Statement;
use crate::catalog::product::json_ld::{active_ingredients, full_name};
use crate::catalog::product::view::ProductView;
use crate::compliance::lint::{Context, Part, Verdict};
use crate::compliance::rules;
use crate::compliance::surface::Surface;
use crate::content::plain::plain;

/// Whether a text may stand in a feed: no rule objects to it, and it makes no statement that needs words beside it.
fn is_bare(view: &ProductView, part: Part, text: &str) -> bool {
    let context = Context {
        surface: Surface::Feed,
        part,
    };
    let judged = rules::pack(view.market.jurisdiction()).lint(text, &context);
    judged.verdict == Verdict::Ok && judged.statement.is_none()
}

/// Brand, name and package, as the structured data of the page has it; nothing if the name itself makes a claim.
pub fn title(view: &ProductView, variant: &str) -> Option<String> {
    let title = format!("{}, {variant}", full_name(view));
    is_bare(view, Part::Name, &title).then_some(title)
}

/// Brand and name; nothing if the name itself makes a claim.
pub fn bare_name(view: &ProductView) -> Option<String> {
    let name = full_name(view);
    is_bare(view, Part::Name, &name).then_some(name)
}

/// The summary and the description of the page where they claim nothing, else the summary, else what is in it.
pub fn description(view: &ProductView) -> String {
    let summary = plain(&view.texts.summary);
    let whole = format!("{summary}\n{}", plain(&view.texts.description));
    let texts = [whole, summary, facts(view)].into_iter();
    let mut texts = texts.map(|text| text.trim().to_owned());
    texts
        .find(|text| !text.is_empty() && is_bare(view, Part::Text, text))
        .unwrap_or_else(|| full_name(view))
}

/// What a picture shows; the name of the product if those words claim something.
pub fn picture(view: &ProductView, alt: &str) -> String {
    if is_bare(view, Part::Text, alt) {
        alt.to_owned()
    } else {
        full_name(view)
    }
}

/// For each option of the product whether it may be told: neither its name nor what any variant says there claims something.
pub fn bare_options(view: &ProductView) -> Vec<bool> {
    let names = view.product.document.options.iter().enumerate();
    names
        .map(|(at, name)| {
            let variants = view.variants.iter();
            let mut values = variants.filter_map(|variant| variant.variant.options.get(at));
            is_bare(view, Part::Text, name)
                && values.all(|value| is_bare(view, Part::Text, &format!("{name}: {value}")))
        })
        .collect()
}

/// The names of its categories from the root down, without those that claim something.
pub fn categories(view: &ProductView) -> Vec<String> {
    let names = view.categories.iter().map(|category| &category.card.title);
    names
        .filter(|name| is_bare(view, Part::Text, name))
        .cloned()
        .collect()
}

/// What it is, what a serving holds, and what the label says it is free from.
fn facts(view: &ProductView) -> String {
    let document = &view.product.document;
    let mut facts = format!("{}. {}.", full_name(view), document.form.words());
    let ingredients = active_ingredients(view);
    if !ingredients.is_empty() {
        facts += &format!(" Per serving: {}.", ingredients.join(", "));
    }
    let free: Vec<String> = document
        .assertions
        .iter()
        .filter(|assertion| assertion.statement == Statement::FreeFrom)
        .map(|assertion| format!("{} free", assertion.substance_words()))
        .collect();
    if !free.is_empty() {
        facts += &format!(" Its label states: {}.", free.join(", "));
    }
    facts
}

/// The beginning of a text, at most so many characters, ending with a whole word.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    let whole = cut.rfind(char::is_whitespace).unwrap_or(cut.len());
    format!("{}…", cut.get(..whole).unwrap_or(&cut).trim_end())
}

/// A text without characters that XML 1.0 and tables of text can't hold; white space becomes a space.
pub fn clean(text: &str) -> String {
    let kept = text.chars().filter_map(|letter| match letter {
        letter if letter.is_whitespace() => Some(' '),
        '\u{fffe}' | '\u{ffff}' => None,
        letter if letter.is_control() => None,
        letter => Some(letter),
    });
    let kept: String = kept.collect();
    kept.split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_behind_a_word() {
        assert_eq!(shortened("one two three", 13), "one two three");
        assert_eq!(shortened("one two three", 12), "one two…");
        assert_eq!(shortened("żółć żółć", 6), "żółć…");
        assert_eq!(shortened("onetwothree", 5), "onet…");
    }

    #[test]
    fn what_tables_and_xml_can_not_hold_is_left_out() {
        assert_eq!(clean("a\tb\r\n c\u{0}\u{b}\u{ffff}d"), "a b c d");
    }
}
