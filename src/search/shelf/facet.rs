//! What products can be narrowed by.

use crate::text_enum;

text_enum! {
    /// A property by whose values products are narrowed.
    Facet {
        /// A category or one above it.
        Category = "category",
        /// The brand.
        Brand = "brand",
        /// Capsules, powder and so on.
        Form = "form",
        /// What is stated not to be in it.
        FreeFrom = "free_from",
        /// What is in its formula.
        Ingredient = "ingredient",
        /// What the claims that it shows are about.
        Topic = "topic",
    }
}

/// How several chosen values of one facet go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combine {
    /// A product with any of them.
    Any,
    /// A product with all of them.
    All,
}

impl Facet {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Category => "Category",
            Self::Brand => "Brand",
            Self::Form => "Form",
            Self::FreeFrom => "Free from",
            Self::Ingredient => "Ingredient",
            Self::Topic => "Topic",
        }
    }

    /// Who avoids gluten and milk wants both avoided, who names two brands takes either.
    pub const fn combine(self) -> Combine {
        match self {
            Self::FreeFrom | Self::Ingredient => Combine::All,
            Self::Category | Self::Brand | Self::Form | Self::Topic => Combine::Any,
        }
    }

    /// The word of the API for it.
    pub const fn combine_word(self) -> &'static str {
        match self.combine() {
            Combine::Any => "any",
            Combine::All => "all",
        }
    }
}
