//! Markdown to HTML. Raw HTML is shown as text, links go only where a browser can safely follow, typed links such as
//! `[zinc](ingredient:…)` go to the current address of what they name, and `[@…]` becomes a numbered citation.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use uuid::Uuid;

use super::marks::mark_events;
use crate::web::html::SafeHtml;

/// What texts may use besides plain Markdown. Words are never struck through: a reader would see less than the rules judged.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES;
/// Scheme of a citation once it has become a link.
const CITE: &str = "cite:";

/// A rendered text.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The text.
    pub html: SafeHtml,
    /// Its second-level headings: id and title.
    pub contents: Vec<(String, String)>,
    /// References in the order of first citation, with how often each is cited.
    pub citations: Vec<(Uuid, usize)>,
}

/// Renders a text without typed links and citations; those that it holds are shown as plain words.
pub fn render_plain(text: &str) -> SafeHtml {
    render(text, &|_| None, &|_| None).html
}

/// Renders a text as [`render_plain`] does, with a symbol behind each of some sentences.
pub fn render_marked(text: &str, sentences: &[&str], symbol: &str) -> SafeHtml {
    render_with(text, &|_| None, &|_| None, |events| {
        mark_events(events, sentences, symbol)
    })
    .html
}

/// Renders a text. `address_of` gives the current address of a typed link's target, `card_of` what a reader sees of a cited
/// reference without leaving the place.
pub fn render(
    text: &str,
    address_of: &dyn Fn(Uuid) -> Option<String>,
    card_of: &dyn Fn(Uuid) -> Option<SafeHtml>,
) -> Rendered {
    render_with(text, address_of, card_of, |events| events)
}

fn render_with(
    text: &str,
    address_of: &dyn Fn(Uuid) -> Option<String>,
    card_of: &dyn Fn(Uuid) -> Option<SafeHtml>,
    finish: impl for<'e> FnOnce(Vec<Event<'e>>) -> Vec<Event<'e>>,
) -> Rendered {
    let prepared = citations_to_links(text);
    let mut renderer = Renderer {
        address_of,
        card_of,
        contents: Vec::new(),
        citations: Vec::new(),
        open: Vec::new(),
        heading: None,
    };
    let events: Vec<Event<'_>> = Parser::new_ext(&prepared, OPTIONS)
        .flat_map(|event| match event {
            Event::End(TagEnd::Heading(level)) => renderer.heading(level),
            event => renderer.event(event).into_iter().collect(),
        })
        .collect();
    let mut out = String::with_capacity(prepared.len() * 2);
    html::push_html(&mut out, finish(events).into_iter());
    Rendered {
        html: SafeHtml::trusted(out),
        contents: renderer.contents,
        citations: renderer.citations,
    }
}

/// The first words of a text, without marks, for a description.
pub fn excerpt(text: &str, at_most: usize) -> String {
    let mut plain = String::new();
    for event in Parser::new(text) {
        match event {
            Event::Text(words) | Event::Code(words) => plain.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => plain.push(' '),
            _ => {}
        }
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    let mut out = String::new();
    for word in words {
        if out.chars().count() + word.chars().count() + 1 > at_most {
            out.push('…');
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// `[@id]` becomes `[](cite:id)`, which the parser takes for a link.
fn citations_to_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[@") {
        out.push_str(before);
        match after.split_once(']') {
            Some((id, behind)) if id.parse::<Uuid>().is_ok() => {
                out.push_str(&format!("[]({CITE}{id})"));
                rest = behind;
            }
            _ => {
                out.push_str("[@");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// What an open link turned into.
enum Open {
    Link,
    /// The words stay, the link goes.
    Words,
}

struct Renderer<'a> {
    address_of: &'a dyn Fn(Uuid) -> Option<String>,
    card_of: &'a dyn Fn(Uuid) -> Option<SafeHtml>,
    contents: Vec<(String, String)>,
    citations: Vec<(Uuid, usize)>,
    open: Vec<Open>,
    heading: Option<String>,
}

impl Renderer<'_> {
    fn event<'e>(&mut self, event: Event<'e>) -> Option<Event<'e>> {
        match event {
            Event::Html(raw) | Event::InlineHtml(raw) => Some(Event::Text(raw)),
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                id,
                ..
            }) => self.link(&dest_url).map(|target| match target {
                Target::Address(address) => Event::Start(Tag::Link {
                    link_type,
                    dest_url: address.into(),
                    // A title is seen by nobody who reads, and judged by nobody who checks.
                    title: CowStr::Borrowed(""),
                    id,
                }),
                Target::Html(html) => Event::InlineHtml(html.into()),
            }),
            Event::End(TagEnd::Link) => match self.open.pop() {
                Some(Open::Words) => None,
                _ => Some(Event::End(TagEnd::Link)),
            },
            // Pictures are placed by the page, never by a text.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
            Event::Start(Tag::Heading { .. }) => {
                self.heading = Some(String::new());
                None
            }
            Event::Text(words) | Event::Code(words) if self.heading.is_some() => {
                self.heading.get_or_insert_default().push_str(&words);
                None
            }
            other => Some(other),
        }
    }

    fn heading<'e>(&mut self, level: HeadingLevel) -> Vec<Event<'e>> {
        let title = self.heading.take().unwrap_or_default();
        let id = format!("{}-{}", slug::slugify(&title), self.contents.len() + 1);
        // A text never brings a first-level heading: that is the page's title.
        let level = level.max(HeadingLevel::H2);
        if level == HeadingLevel::H2 {
            self.contents.push((id.clone(), title.clone()));
        }
        let start = Tag::Heading {
            level,
            id: Some(id.into()),
            classes: Vec::new(),
            attrs: Vec::new(),
        };
        vec![
            Event::Start(start),
            Event::Text(title.into()),
            Event::End(TagEnd::Heading(level)),
        ]
    }

    fn link(&mut self, destination: &CowStr<'_>) -> Option<Target> {
        if let Some(id) = destination
            .strip_prefix(CITE)
            .and_then(|id| id.parse().ok())
        {
            self.open.push(Open::Words);
            return Some(Target::Html(self.cite(id)));
        }
        let address = match destination.split_once(':') {
            Some(("http" | "https", _)) => Some(destination.to_string()),
            Some((_, id)) => id.parse().ok().and_then(|id| (self.address_of)(id)),
            // What has its own page is linked by type, so that both ends are judged together; addresses change, too.
            None => destination
                .starts_with('#')
                .then(|| destination.to_string()),
        };
        self.open.push(if address.is_some() {
            Open::Link
        } else {
            Open::Words
        });
        address.map(Target::Address)
    }

    fn cite(&mut self, id: Uuid) -> String {
        let place = match self.citations.iter().position(|(cited, _)| *cited == id) {
            Some(place) => place,
            None => {
                self.citations.push((id, 0));
                self.citations.len() - 1
            }
        };
        let times = self.citations.get_mut(place).map_or(1, |(_, times)| {
            *times += 1;
            *times
        });
        let number = place + 1;
        let place = format!("cite-{number}-{times}");
        // The card opens by hover and focus, in CSS alone; a screen reader hears it as the description of the link.
        let (described, card) = match (self.card_of)(id) {
            Some(card) => (
                format!(" aria-describedby=\"{place}-card\""),
                format!(
                    "<span class=\"cite-card\" id=\"{place}-card\" role=\"tooltip\">{card}</span>"
                ),
            ),
            None => (String::new(), String::new()),
        };
        format!(
            "<span class=\"cite-place\"><sup class=\"cite\"><a href=\"#ref-{number}\" id=\"{place}\" \
             aria-label=\"Reference {number}\"{described}>{number}</a></sup>{card}</span>"
        )
    }
}

enum Target {
    Address(String),
    Html(String),
}

/// Escapes text for HTML.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        render_plain(text).to_string()
    }

    #[test]
    fn raw_html_is_shown_as_text() {
        let out = html("a <script>alert(1)</script> b\n\n<div onclick=x>c</div>");
        assert!(!out.contains("<script") && !out.contains("<div"), "{out}");
    }

    #[test]
    fn links_go_only_where_a_browser_can_safely_follow() {
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "vbscript:x",
        ] {
            assert_eq!(html(&format!("[x]({bad})")), "<p>x</p>\n", "{bad}");
        }
        assert!(html("[x](https://example.org/)").contains("href=\"https://example.org/\""));
    }

    #[test]
    fn citations_are_numbered_by_first_use_and_repeated_under_one_number() {
        let (a, b) = (Uuid::now_v7(), Uuid::now_v7());
        let out = render(&format!("One.[@{b}] Two.[@{a}][@{b}]"), &|_| None, &|_| {
            None
        });
        assert_eq!(out.citations, vec![(b, 2), (a, 1)]);
        let html = out.html.to_string();
        for part in [
            "id=\"cite-1-1\"",
            "id=\"cite-2-1\"",
            "id=\"cite-1-2\"",
            "href=\"#ref-2\"",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn a_typed_link_leads_to_the_current_address_and_a_dead_one_leaves_its_words() {
        let (live, dead) = (Uuid::now_v7(), Uuid::now_v7());
        let text = format!("[zinc](ingredient:{live}) and [old](product:{dead})");
        let address = |id| (id == live).then(|| "/ingredients/zinc".to_owned());
        let out = render(&text, &address, &|_| None).html.to_string();
        assert_eq!(
            out,
            "<p><a href=\"/ingredients/zinc\">zinc</a> and old</p>\n"
        );
    }

    #[test]
    fn headings_get_ids_and_start_at_the_second_level() {
        let out = render("# One & two\n\n### Three", &|_| None, &|_| None);
        assert_eq!(
            out.contents,
            vec![("one-two-1".to_owned(), "One & two".to_owned())]
        );
        assert!(
            out.html
                .to_string()
                .contains("<h2 id=\"one-two-1\">One &amp; two</h2>")
        );
    }
}
