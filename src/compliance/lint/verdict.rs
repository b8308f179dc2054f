//! What the lint is asked and what it answers.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::compliance::surface::Surface;

/// How a text is judged, mildest first.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// May be published.
    #[default]
    Ok,
    /// May be published when a reviewer has signed it.
    Review,
    /// Must not be published.
    Block,
}

/// Which part of a page a text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A product, collection or protocol name.
    Name,
    /// The last part of an address.
    Slug,
    /// Running text. A line that reads like a name, slug, tag or reference is judged as one.
    #[default]
    Text,
    /// The description of a picture.
    AltText,
    /// A tag or keyword.
    Tag,
    /// The summary for search engines.
    MetaDescription,
    /// The title of a cited publication.
    ReferenceTitle,
    /// Directions and warnings.
    Caution,
}

impl Part {
    /// Every part, in the order of declaration.
    pub const ALL: &'static [Self] = &[
        Self::Name,
        Self::Slug,
        Self::Text,
        Self::AltText,
        Self::Tag,
        Self::MetaDescription,
        Self::ReferenceTitle,
        Self::Caution,
    ];
}

/// A statement that may be made, but not bare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    /// Structure/function or general well-being: needs the symbol, the disclaimer and substantiation (21 CFR 101.93).
    StructureFunction,
    /// Level of a nutrient: needs the amount that the regulation asks for (21 CFR 101.54, Regulation (EC) No 1924/2006 annex).
    NutrientContent,
    /// Classical deficiency disease: needs its prevalence in the United States (FD&C Act 403(r)(6)(A)).
    NutrientDeficiency,
    /// Health claim in the wording of a regulation: needs the conditions of that regulation.
    AuthorisedHealthClaim,
}

/// How a text is to be judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Context {
    /// Where it is shown.
    pub surface: Surface,
    /// Which part of the page it is.
    pub part: Part,
}

/// One place where a rule applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Id of the rule.
    pub rule: Arc<str>,
    /// Half-open, in Unicode scalars of the text as given.
    pub span: (usize, usize),
    /// What the rule does on this surface.
    pub severity: Verdict,
    /// Why, in plain words.
    pub message: Arc<str>,
    /// A wording to use or a thing to do instead.
    pub suggestion: Option<Arc<str>>,
    /// Criterion of 21 CFR 101.93(g)(2), `i` to `x`, or the article of the regulation.
    pub criterion: Option<Arc<str>>,
}

/// The answer for one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// The gravest of the findings.
    pub verdict: Verdict,
    /// In the order of the text.
    pub findings: Vec<Finding>,
    /// What kind of allowed statement the text makes, if any.
    pub statement: Option<StatementKind>,
}

/// A name that is not one of the listed ones.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a {what}; use one of {allowed}")]
pub struct UnknownName {
    given: String,
    what: &'static str,
    allowed: &'static str,
}

macro_rules! names {
    ($type:ident, $what:literal, $allowed:literal, $($variant:ident = $name:literal),+) => {
        impl $type {
            /// The name used in files, on the command line and in the API.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }

        impl FromStr for $type {
            type Err = UnknownName;

            fn from_str(given: &str) -> Result<Self, Self::Err> {
                match given.to_ascii_lowercase().as_str() {
                    $($name => Ok(Self::$variant),)+
                    _ => Err(UnknownName { given: given.to_owned(), what: $what, allowed: $allowed }),
                }
            }
        }
    };
}

names!(
    Verdict,
    "verdict",
    "ok, review, block",
    Ok = "ok",
    Review = "review",
    Block = "block"
);
names!(
    Part,
    "part of a page",
    "name, slug, text, alt_text, tag, meta_description, reference_title, caution",
    Name = "name",
    Slug = "slug",
    Text = "text",
    AltText = "alt_text",
    Tag = "tag",
    MetaDescription = "meta_description",
    ReferenceTitle = "reference_title",
    Caution = "caution"
);
names!(
    StatementKind,
    "kind of statement",
    "structure_function, nutrient_content, nutrient_deficiency, authorised_health_claim",
    StructureFunction = "structure_function",
    NutrientContent = "nutrient_content",
    NutrientDeficiency = "nutrient_deficiency",
    AuthorisedHealthClaim = "authorised_health_claim"
);
