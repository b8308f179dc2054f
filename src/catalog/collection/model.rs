//! Rows of collections.

use crate::{id_type, text_enum};

id_type! {
    /// Id of a collection.
    CollectionId
}

text_enum! {
    /// Whether a product must meet all rules or any.
    MatchMode {
        /// All of them.
        All = "all",
        /// At least one.
        Any = "any",
    }
}

impl MatchMode {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::All => "All rules",
            Self::Any => "Any rule",
        }
    }
}

text_enum! {
    /// A unit in which a collection asks for an amount.
    LeastUnit {
        /// Micrograms.
        Microgram = "mcg",
        /// Milligrams.
        Milligram = "mg",
        /// Grams.
        Gram = "g",
        /// International Units.
        Iu = "iu",
        /// Billions of colony forming units.
        BillionCfu = "billion_cfu",
    }
}

impl LeastUnit {
    /// As labels write it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Microgram => "mcg",
            Self::Milligram => "mg",
            Self::Gram => "g",
            Self::Iu => "IU",
            Self::BillionCfu => "billion CFU",
        }
    }
}

text_enum! {
    /// What products of a collection have in common.
    Aspect {
        /// Their brand.
        Brand = "brand",
        /// Their category.
        Category = "category",
        /// An ingredient in their formula.
        Ingredient = "ingredient",
        /// Their form.
        Form = "form",
        /// Something that they are free from.
        FreeFrom = "free_from",
    }
}
