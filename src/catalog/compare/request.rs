//! What a comparison is asked for, and its address in one spelling.

use super::MOST;
use crate::catalog::market::Market;
use crate::error::AppError;
use crate::publishing::Slug;
use crate::search::ask::request::text;
use crate::search::list::page_request::is_trail;

/// Longest part of a malformed slug that an error repeats, in characters.
const SHOWN: usize = 80;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The market of the page.
    pub market: Market,
    /// The products, each once, in the order of the address.
    pub slugs: Vec<Slug>,
    /// Words by which another product is looked for; empty when none is.
    pub add: String,
}

impl Request {
    /// Reads the parameters `p` and `add`. What comes twice counts once.
    ///
    /// # Errors
    /// A bad request that names the parameter that is not known or malformed, or says how many products there may be.
    pub fn read(pairs: &[(String, String)], market: Market) -> Result<Self, AppError> {
        let mut request = Self {
            market,
            slugs: Vec::new(),
            add: String::new(),
        };
        for (name, value) in pairs.iter().filter(|(name, _)| !is_trail(name)) {
            match name.as_str() {
                "p" => request.put(slug(value)?),
                "add" => request.add = words(value)?,
                name => {
                    return Err(AppError::BadRequest(format!(
                        "the parameter {name:?} is not known: p and add are"
                    )));
                }
            }
        }
        if request.slugs.len() > MOST {
            return Err(AppError::BadRequest(format!(
                "at most {MOST} products can be compared at once: leave some out"
            )));
        }
        Ok(request)
    }

    /// Adds a product behind the others, unless it is there.
    pub fn put(&mut self, slug: Slug) {
        if !self.slugs.contains(&slug) {
            self.slugs.push(slug);
        }
    }

    /// The parameters in their one spelling.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let slugs = self.slugs.iter().map(|slug| ("p", slug.as_str()));
        let add = Some(("add", self.add.as_str())).filter(|(_, words)| !words.is_empty());
        slugs
            .chain(add)
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    /// The address within its market, as every market has it.
    pub fn path(&self) -> String {
        let query = serde_urlencoded::to_string(self.pairs()).unwrap_or_default();
        match query.as_str() {
            "" => "/compare".to_owned(),
            query => format!("/compare?{query}"),
        }
    }

    /// The address.
    pub fn address(&self) -> String {
        self.market.path(&self.path())
    }

    /// A comparison of these products, without words.
    #[must_use]
    pub fn of(&self, slugs: impl IntoIterator<Item = Slug>) -> Self {
        let mut other = Self {
            market: self.market,
            slugs: Vec::new(),
            add: String::new(),
        };
        slugs.into_iter().for_each(|slug| other.put(slug));
        other
    }

    /// The comparison without one of its products.
    #[must_use]
    pub fn without(&self, slug: &str) -> Self {
        let others = self.slugs.iter().filter(|other| other.as_str() != slug);
        self.of(others.cloned())
    }

    /// The comparison with one more product.
    #[must_use]
    pub fn with(&self, slug: Slug) -> Self {
        self.of(self.slugs.iter().cloned().chain([slug]))
    }
}

fn slug(value: &str) -> Result<Slug, AppError> {
    Slug::parse(value).map_err(|_| {
        let shown: String = value.chars().take(SHOWN).collect();
        let problem = format!(
            "must be the slug of a product, lower-case letters and digits joined by single hyphens: {shown:?} is none"
        );
        AppError::bad_parameter("p", problem)
    })
}

fn words(value: &str) -> Result<String, AppError> {
    let words = text(value).map_err(|_| {
        let problem = "must be words to look for, at most 100 characters and no control characters";
        AppError::bad_parameter("add", problem)
    })?;
    Ok(words.trim().to_owned())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;

    fn read(query: &str) -> Result<Request, AppError> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
        Request::read(&pairs, Market::Eu)
    }

    #[test]
    fn an_address_has_each_product_once_in_the_order_that_was_asked_for() {
        for (asked, address) in [
            ("", "/eu/compare"),
            ("p=b&p=a&p=b", "/eu/compare?p=b&p=a"),
            ("add=+fish+oil&p=a", "/eu/compare?p=a&add=fish+oil"),
            ("p=a&add=", "/eu/compare?p=a"),
        ] {
            let request = read(asked).unwrap();
            assert_eq!(request.address(), address);
            let again = Request::read(&request.pairs(), Market::Eu).unwrap();
            assert_eq!(again, request);
        }
    }

    #[test]
    fn what_is_not_known_malformed_or_too_much_is_refused() {
        let many: Vec<String> = (0..7).map(|number| format!("p=p{number}")).collect();
        for (asked, said) in [
            ("q=zinc", "\"q\" is not known"),
            ("p=Not+A+Slug", "\"Not A Slug\""),
            ("p=", "parameter p"),
            ("add=a%00b", "parameter add"),
            (&many.join("&"), "at most 6 products"),
        ] {
            let error = read(asked).unwrap_err();
            assert_eq!(error.status(), 400);
            assert!(error.to_string().contains(said), "{asked}: {error}");
        }
        let twice = format!(
            "{}&p=p1",
            many.iter().take(6).cloned().collect::<Vec<_>>().join("&")
        );
        assert_eq!(read(&twice).unwrap().slugs.len(), 6);
    }

    #[test]
    fn one_product_more_or_less_is_another_address_without_words() {
        let request = read("p=a&p=b&add=zinc").unwrap();
        assert_eq!(request.without("a").address(), "/eu/compare?p=b");
        let more = request.with(Slug::parse("c").unwrap());
        assert_eq!(more.address(), "/eu/compare?p=a&p=b&p=c");
        assert_eq!(request.with(Slug::parse("a").unwrap()).slugs.len(), 2);
    }
}
