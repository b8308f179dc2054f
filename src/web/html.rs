//! HTML that may be put into a page as it is.

use std::fmt;

use serde::Serialize;

/// HTML made by a renderer of ours. Templates print it without escaping; nothing else is printed so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// Takes HTML whose every character the caller vouches for.
    pub const fn trusted(html: String) -> Self {
        Self(html)
    }

    /// JSON for a script element: a `<` within it can't end the element.
    ///
    /// # Errors
    /// A value that is no JSON.
    pub fn json(value: &impl Serialize) -> Result<Self, serde_json::Error> {
        Ok(Self(serde_json::to_string(value)?.replace('<', "\\u003c")))
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for SafeHtml {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_cannot_end_its_script_element() -> Result<(), serde_json::Error> {
        assert_eq!(
            SafeHtml::json(&"</script>")?.to_string(),
            "\"\\u003c/script>\""
        );
        Ok(())
    }
}
