//! The words of a Markdown text without its marks, as the lint and descriptions read them.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use uuid::Uuid;

use super::markdown::OPTIONS;

/// The words of a text, a block a line. Citations and the targets of links are left out.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for event in Parser::new_ext(&without_citations(text), OPTIONS) {
        match event {
            Event::Text(words)
            | Event::Code(words)
            | Event::Html(words)
            | Event::InlineHtml(words) => {
                out.push_str(&words);
            }
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::TableCell
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock,
            ) if !out.ends_with('\n') => out.push('\n'),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The words of a text with a line for each address outside that it leads to: an address can make a claim, too.
pub fn plain_with_addresses(text: &str) -> String {
    let mut out = plain(text);
    for event in Parser::new_ext(text, OPTIONS) {
        if let Event::Start(Tag::Link { dest_url, .. }) = event
            && let Some((_, address)) = dest_url.split_once("://")
            && let Some((_, path)) = address.split_once('/')
        {
            out.push('\n');
            out.extend(path.chars().map(|letter| {
                if letter.is_alphanumeric() {
                    letter
                } else {
                    ' '
                }
            }));
        }
    }
    out
}

/// A citation such as `[@4f9c…]` is no word; whatever else stands in such brackets is printed, and so it is judged.
fn without_citations(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[@") {
        out.push_str(before);
        match after.split_once(']') {
            Some((id, behind)) if id.parse::<Uuid>().is_ok() => rest = behind,
            _ => {
                out.push_str("[@");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_and_marks_go() {
        let text = "# What it is\n\nA *soft* [zinc](ingredient:zinc) tablet.[@019ab5c2-7c1e-7000-8000-000000000001]\nSecond line.\n\n- one\n- two";
        assert_eq!(
            plain(text),
            "What it is\nA soft zinc tablet. Second line.\none\ntwo"
        );
    }

    #[test]
    fn nothing_that_a_reader_sees_is_hidden_in_brackets_or_struck_out() {
        assert_eq!(
            plain("It [@ cures gout ] is [@cures-gout]."),
            "It [@ cures gout ] is [@cures-gout]."
        );
        assert_eq!(
            plain("~~Does not~~ cures gout."),
            "~~Does not~~ cures gout."
        );
    }

    #[test]
    fn an_address_outside_is_read_as_words() {
        let text = "See [this](https://x.example/cures-cancer?a=1 \"Cures gout\") and [zinc](ingredient:zinc).";
        assert_eq!(
            plain_with_addresses(text),
            "See this and zinc.\ncures cancer a 1"
        );
    }
}
