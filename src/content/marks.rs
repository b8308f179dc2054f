//! Puts a symbol behind sentences of a text: those that the disclaimer is about.

use pulldown_cmark::{CowStr, Event, TagEnd};

use super::markdown::escape;
use crate::web::html::SafeHtml;

/// Plain text as HTML with a symbol behind each of some sentences.
pub fn marked(text: &str, sentences: &[&str], symbol: &str) -> SafeHtml {
    let mut ends: Vec<usize> = sentences
        .iter()
        .filter_map(|sentence| text.find(sentence).map(|at| at + sentence.len()))
        .collect();
    ends.sort_unstable();
    ends.dedup();
    let mut html = String::with_capacity(text.len() + 64);
    let mut from = 0;
    for end in ends {
        html.push_str(&escape(text.get(from..end).unwrap_or_default()));
        html.push_str(&mark(symbol));
        from = end;
    }
    html.push_str(&escape(text.get(from..).unwrap_or_default()));
    SafeHtml::trusted(html)
}

fn mark(symbol: &str) -> String {
    format!("<span class=\"claim-symbol\">{}</span>", escape(symbol))
}

/// The events of a Markdown text with a symbol behind each of some sentences, wherever marks cut them into pieces.
pub fn mark_events<'a>(events: Vec<Event<'a>>, sentences: &[&str], symbol: &str) -> Vec<Event<'a>> {
    if sentences.is_empty() {
        return events;
    }
    let mut out = Vec::with_capacity(events.len() + sentences.len());
    let mut block: Vec<Event<'a>> = Vec::new();
    for event in events {
        let ends_block = matches!(
            event,
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) | TagEnd::TableCell)
        );
        block.push(event);
        if ends_block {
            mark_block(std::mem::take(&mut block), sentences, symbol, &mut out);
        }
    }
    out.append(&mut block);
    out
}

fn mark_block<'a>(
    block: Vec<Event<'a>>,
    sentences: &[&str],
    symbol: &str,
    out: &mut Vec<Event<'a>>,
) {
    let words: String = block.iter().map(words_of).collect();
    let ends: Vec<usize> = sentences
        .iter()
        .filter_map(|sentence| words.find(sentence).map(|at| at + sentence.len()))
        .collect();
    let mut read = 0;
    for event in block {
        let length = words_of(&event).len();
        let cut = ends
            .iter()
            .copied()
            .find(|end| *end > read && *end <= read + length);
        match (event, cut) {
            (Event::Text(text), Some(end)) => {
                let (before, behind) = text.split_at_checked(end - read).unwrap_or((&text, ""));
                out.push(Event::Text(CowStr::from(before.to_owned())));
                out.push(Event::InlineHtml(mark(symbol).into()));
                out.push(Event::Text(CowStr::from(behind.to_owned())));
            }
            (event, Some(_)) => {
                out.push(event);
                out.push(Event::InlineHtml(mark(symbol).into()));
            }
            (event, None) => out.push(event),
        }
        read += length;
    }
}

/// The words that an event adds to its block, as `plain` reads them.
fn words_of<'e>(event: &'e Event<'_>) -> &'e str {
    match event {
        Event::Text(words) | Event::Code(words) => words,
        Event::SoftBreak | Event::HardBreak => " ",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::markdown::render_marked;

    #[test]
    fn the_symbol_stands_behind_its_sentence_and_nowhere_else() {
        let html = marked(
            "It is white. It supports <bones>. Done.",
            &["It supports <bones>."],
            "‡",
        )
        .to_string();
        assert_eq!(
            html,
            "It is white. It supports &lt;bones&gt;.<span class=\"claim-symbol\">‡</span> Done."
        );
    }

    #[test]
    fn a_sentence_that_marks_cut_into_pieces_is_found() {
        let text = "Plain. It *supports*\nnormal **bones**. Done.\n\nAnother.";
        let html = render_marked(text, &["It supports normal bones."], "‡").to_string();
        assert!(
            html.contains("<strong>bones</strong>.<span class=\"claim-symbol\">‡</span> Done."),
            "{html}"
        );
        assert_eq!(html.matches('‡').count(), 1);
    }
}
