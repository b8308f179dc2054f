//! Pages as tests look at them: by CSS selector.

use scraper::{ElementRef, Selector};

pub struct Html(scraper::Html);

impl Html {
    pub fn parse(text: &str) -> Self {
        Self(scraper::Html::parse_document(text))
    }

    fn select(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.0.select(&Selector::parse(selector).unwrap()).collect()
    }

    /// Texts of every match, with white space collapsed.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.select(selector)
            .into_iter()
            .map(|element| collapse(&element.text().collect::<String>()))
            .collect()
    }

    /// Text of the only match.
    #[track_caller]
    pub fn text(&self, selector: &str) -> String {
        let texts = self.texts(selector);
        assert_eq!(texts.len(), 1, "{selector} matches {texts:?}");
        texts[0].clone()
    }

    pub fn count(&self, selector: &str) -> usize {
        self.select(selector).len()
    }

    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.select(selector)
            .into_iter()
            .filter_map(|element| element.attr(name))
            .map(str::to_owned)
            .collect()
    }

    #[track_caller]
    pub fn attribute(&self, selector: &str, name: &str) -> String {
        self.attributes(selector, name)
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("{selector} has no {name}"))
    }

    /// What a browser would send of a form: every field that has a name, checkboxes and radio buttons only when chosen.
    pub fn form(&self, selector: &str) -> Vec<(String, String)> {
        let forms = self.select(selector);
        assert_eq!(forms.len(), 1, "{selector} is not one form");
        let fields = Selector::parse("input[name], textarea[name], select[name]").unwrap();
        let mut pairs = Vec::new();
        for field in forms[0].select(&fields) {
            let name = field.attr("name").unwrap().to_owned();
            let value = match field.value().name() {
                "textarea" => field
                    .text()
                    .collect::<String>()
                    .trim_start_matches('\n')
                    .to_owned(),
                "select" => {
                    let options = Selector::parse("option").unwrap();
                    let chosen = field
                        .select(&options)
                        .find(|option| option.attr("selected").is_some())
                        .or_else(|| field.select(&options).next());
                    let Some(option) = chosen else { continue };
                    option.attr("value").map_or_else(
                        || collapse(&option.text().collect::<String>()),
                        str::to_owned,
                    )
                }
                _ if matches!(field.attr("type"), Some("checkbox" | "radio"))
                    && field.attr("checked").is_none() =>
                {
                    continue;
                }
                _ => field.attr("value").unwrap_or_default().to_owned(),
            };
            pairs.push((name, value));
        }
        pairs
    }

    /// The text of every match as it stands, white space and all.
    pub fn inner(&self, selector: &str) -> Vec<String> {
        self.select(selector)
            .into_iter()
            .map(|element| element.text().collect())
            .collect()
    }
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
