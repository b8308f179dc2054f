//! Identifiers of PubMed and PubMed Central.

use std::fmt;
use std::str::FromStr;

use super::{IdentifierError, without_prefix};

/// Number of a record in PubMed: one to eight digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pmid(u32);

impl Pmid {
    /// Reads a number, also with `PMID:` or an address of PubMed before it.
    ///
    /// # Errors
    /// No number from 1 to 99,999,999, or one that begins with zero.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        const PREFIXES: &[&str] = &[
            "https://pubmed.ncbi.nlm.nih.gov/",
            "http://pubmed.ncbi.nlm.nih.gov/",
            "https://www.ncbi.nlm.nih.gov/pubmed/",
            "http://www.ncbi.nlm.nih.gov/pubmed/",
            "pubmed pmid",
            "pubmed",
            "info:pmid/",
            "pmid",
        ];
        let fail = |reason| Err(IdentifierError::new("PubMed id", text, reason));
        let digits = without_prefix(text, PREFIXES).trim_end_matches(['/', '.', ',', ';', ' ']);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return fail("it must be a number");
        }
        if digits.starts_with('0') {
            return fail("it must not begin with zero");
        }
        match digits.parse() {
            Ok(number) if digits.len() <= 8 => Ok(Self(number)),
            _ => fail("it must have at most eight digits"),
        }
    }

    /// The number, as it is stored.
    pub fn number(self) -> i64 {
        i64::from(self.0)
    }

    /// Its page in PubMed.
    pub fn url(self) -> String {
        format!("https://pubmed.ncbi.nlm.nih.gov/{self}/")
    }
}

impl FromStr for Pmid {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Pmid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Id of an article in PubMed Central, without version: `PMC3306953`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pmcid(String);

impl Pmcid {
    /// Reads an id in any case, also with `PMCID:` or an address of PubMed Central before it or a version (`.1`) after
    /// it. A bare number is refused: it could as well be a PubMed id.
    ///
    /// # Errors
    /// Anything but `PMC` and one to ten digits.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        const PREFIXES: &[&str] = &[
            "https://pmc.ncbi.nlm.nih.gov/articles/",
            "http://pmc.ncbi.nlm.nih.gov/articles/",
            "https://www.ncbi.nlm.nih.gov/pmc/articles/",
            "http://www.ncbi.nlm.nih.gov/pmc/articles/",
            "pubmed central pmcid",
            "pmcid",
        ];
        let fail = |reason| Err(IdentifierError::new("PubMed Central id", text, reason));
        let bare = without_prefix(text, PREFIXES).trim_end_matches(['/', '.', ',', ';', ' ']);
        let number = bare
            .split_at_checked(3)
            .filter(|(prefix, _)| prefix.eq_ignore_ascii_case("pmc"))
            .map(|(_, number)| number);
        let Some(number) = number else {
            return fail("it must begin with PMC");
        };
        let number = match number.split_once('.') {
            Some((number, version)) if is_number(version) => number,
            _ => number,
        };
        if !is_number(number) || number.len() > 10 {
            return fail("one to ten digits must follow PMC");
        }
        Ok(Self(format!("PMC{number}")))
    }

    /// The id with its prefix.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The article in PubMed Central.
    pub fn url(&self) -> String {
        format!("https://pmc.ncbi.nlm.nih.gov/articles/{self}/")
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl FromStr for Pmcid {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Pmcid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
