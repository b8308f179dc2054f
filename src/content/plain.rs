//! The words of a Markdown text without its marks, as the lint and descriptions read them.

use pulldown_cmark::{Event, Options, Parser, TagEnd};

/// The words of a text, a block a line. Citations and the targets of links are left out.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(&without_citations(text), options) {
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

/// Citations such as `[@wu-2012]` are no words.
fn without_citations(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[@") {
        out.push_str(before);
        match after.split_once(']') {
            Some((_, behind)) => rest = behind,
            None => {
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
        let text = "# What it is\n\nA *soft* [zinc](ingredient:zinc) tablet.[@wu-2012]\nSecond line.\n\n- one\n- two";
        assert_eq!(
            plain(text),
            "What it is\nA soft zinc tablet. Second line.\none\ntwo"
        );
    }
}
