//! Rows of ingredients, their other names and what they hold.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::schema::{ingredient_constituents, ingredient_synonyms, ingredients};
use crate::{id_type, text_enum};

id_type! {
    /// Id of an ingredient.
    IngredientId
}

text_enum! {
    /// What sort of substance it is.
    IngredientKind {
        /// A vitamin.
        Vitamin = "vitamin",
        /// A mineral.
        Mineral = "mineral",
        /// A fatty acid or an oil.
        FattyAcid = "fatty_acid",
        /// An amino acid.
        AminoAcid = "amino_acid",
        /// A protein.
        Protein = "protein",
        /// A sugar, starch or fiber.
        Carbohydrate = "carbohydrate",
        /// A plant, alga or fungus, or an extract of one.
        Botanical = "botanical",
        /// A living microorganism.
        Microorganism = "microorganism",
        /// An enzyme.
        Enzyme = "enzyme",
        /// Made by an animal.
        AnimalProduct = "animal_product",
        /// Anything else.
        Other = "other",
    }
}

impl IngredientKind {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Vitamin => "Vitamin",
            Self::Mineral => "Mineral",
            Self::FattyAcid => "Fatty acid",
            Self::AminoAcid => "Amino acid",
            Self::Protein => "Protein",
            Self::Carbohydrate => "Carbohydrate",
            Self::Botanical => "Botanical",
            Self::Microorganism => "Microorganism",
            Self::Enzyme => "Enzyme",
            Self::AnimalProduct => "Animal product",
            Self::Other => "Other",
        }
    }

    /// For people, in the plural, as a heading.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Vitamin => "Vitamins",
            Self::Mineral => "Minerals",
            Self::FattyAcid => "Fatty acids and oils",
            Self::AminoAcid => "Amino acids",
            Self::Protein => "Proteins",
            Self::Carbohydrate => "Carbohydrates and fibers",
            Self::Botanical => "Botanicals",
            Self::Microorganism => "Microorganisms",
            Self::Enzyme => "Enzymes",
            Self::AnimalProduct => "Animal products",
            Self::Other => "Other substances",
        }
    }
}

text_enum! {
    /// What sort of name a synonym is.
    SynonymKind {
        /// Means the same.
        Synonym = "synonym",
        /// A chemical form that labels name it by.
        Form = "form",
        /// A trade name.
        TradeName = "trade_name",
        /// Short for it.
        Abbreviation = "abbreviation",
        /// How people misspell it; for search, never shown.
        Misspelling = "misspelling",
    }
}

impl SynonymKind {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Synonym => "Synonym",
            Self::Form => "Chemical form",
            Self::TradeName => "Trade name",
            Self::Abbreviation => "Abbreviation",
            Self::Misspelling => "Misspelling",
        }
    }
}

/// An ingredient as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ingredients)]
pub struct IngredientRow {
    /// Its id.
    pub id: IngredientId,
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What sort of substance it is.
    pub kind: IngredientKind,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// Latin name of a plant or microorganism.
    pub latin_name: Option<String>,
    /// FDA unique ingredient identifier.
    pub unii: Option<String>,
}

/// Another name of an ingredient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, ToSchema)]
#[diesel(table_name = ingredient_synonyms)]
pub struct Synonym {
    /// The name.
    pub name: String,
    /// What sort of name it is.
    pub kind: SynonymKind,
}

/// A substance within another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, ToSchema)]
#[diesel(table_name = ingredient_constituents)]
pub struct Constituent {
    /// The substance.
    #[diesel(column_name = constituent_id)]
    pub ingredient_id: IngredientId,
    /// Something to say about it there.
    pub note: Option<String>,
}
