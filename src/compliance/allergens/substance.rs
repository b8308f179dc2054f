//! Substances that labels declare as allergens or claim to be free from.

use serde::Serialize;
use utoipa::ToSchema;

/// A substance that a formula can show to be present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Substance {
    /// Milk of cows, goats, sheep: a major allergen, FD&C 201(qq).
    Milk,
    /// Eggs of birds: a major allergen.
    Eggs,
    /// Fish with fins: a major allergen, named by its species.
    Fish,
    /// Crab, lobster, shrimp, krill: a major allergen, named by its species. Molluscs are not.
    CrustaceanShellfish,
    /// Almonds, walnuts and others: a major allergen, each named.
    TreeNuts,
    /// A major allergen.
    Peanuts,
    /// A major allergen.
    Wheat,
    /// A major allergen.
    Soybeans,
    /// A major allergen since 2023 (FASTER Act).
    Sesame,
    /// Proteins of wheat, rye and barley (21 CFR 101.91).
    Gluten,
    /// The sugar of milk.
    Lactose,
    /// Baker's, brewer's and other yeasts.
    Yeast,
    /// Anything made by or of animals: what "vegan" excludes.
    AnimalProducts,
    /// Anything for which an animal died: what "vegetarian" excludes.
    Meat,
    /// Sugars and syrups that were added.
    AddedSugar,
    /// Certified colors and other synthetic ones (21 CFR parts 73 and 74).
    ArtificialColors,
    /// Sucralose and others; natural ones are a matter of opinion.
    ArtificialSweeteners,
    /// What keeps a product from spoiling (21 CFR 101.22(a)(5)).
    Preservatives,
    /// Genetically modified organisms, which no formula shows.
    Gmo,
}

impl Substance {
    /// Every substance.
    pub const ALL: [Self; 19] = [
        Self::Milk,
        Self::Eggs,
        Self::Fish,
        Self::CrustaceanShellfish,
        Self::TreeNuts,
        Self::Peanuts,
        Self::Wheat,
        Self::Soybeans,
        Self::Sesame,
        Self::Gluten,
        Self::Lactose,
        Self::Yeast,
        Self::AnimalProducts,
        Self::Meat,
        Self::AddedSugar,
        Self::ArtificialColors,
        Self::ArtificialSweeteners,
        Self::Preservatives,
        Self::Gmo,
    ];

    /// The word under which statements about it are stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Milk => "milk",
            Self::Eggs => "eggs",
            Self::Fish => "fish",
            Self::CrustaceanShellfish => "crustacean_shellfish",
            Self::TreeNuts => "tree_nuts",
            Self::Peanuts => "peanuts",
            Self::Wheat => "wheat",
            Self::Soybeans => "soybeans",
            Self::Sesame => "sesame",
            Self::Gluten => "gluten",
            Self::Lactose => "lactose",
            Self::Yeast => "yeast",
            Self::AnimalProducts => "animal_products",
            Self::Meat => "meat",
            Self::AddedSugar => "added_sugar",
            Self::ArtificialColors => "artificial_colors",
            Self::ArtificialSweeteners => "artificial_sweeteners",
            Self::Preservatives => "preservatives",
            Self::Gmo => "gmo",
        }
    }

    /// The substance of a stored statement; `None` for one about which a formula says nothing. A product free from all
    /// sugar is free from added sugar, and one without whey or casein makes a statement about milk.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "sugar" => Some(Self::AddedSugar),
            "casein" | "whey" => Some(Self::Milk),
            "gelatin" | "pork" | "beef" => Some(Self::Meat),
            "artificial_preservatives" => Some(Self::Preservatives),
            key => Self::ALL.into_iter().find(|known| known.key() == key),
        }
    }

    /// For people.
    pub fn words(self) -> String {
        match self {
            Self::Gmo => "GMOs".to_owned(),
            Self::CrustaceanShellfish => "Crustacean shellfish".to_owned(),
            other => other.key().replace('_', " "),
        }
    }

    /// Whether it has to be declared: FD&C 201(qq), 403(w).
    pub const fn is_major_allergen(self) -> bool {
        matches!(
            self,
            Self::Milk
                | Self::Eggs
                | Self::Fish
                | Self::CrustaceanShellfish
                | Self::TreeNuts
                | Self::Peanuts
                | Self::Wheat
                | Self::Soybeans
                | Self::Sesame
        )
    }

    /// Whether traces of it count, so that a list of ingredients can't show its absence. What is only ever added on
    /// purpose, such as colors, is absent when the list doesn't name it.
    pub const fn counts_in_traces(self) -> bool {
        !matches!(
            self,
            Self::AddedSugar
                | Self::ArtificialColors
                | Self::ArtificialSweeteners
                | Self::Preservatives
                | Self::AnimalProducts
                | Self::Meat
        )
    }

    /// What is in a product because this is.
    pub const fn implies(self) -> &'static [Self] {
        match self {
            Self::Milk | Self::Eggs => &[Self::AnimalProducts],
            Self::Lactose => &[Self::Milk, Self::AnimalProducts],
            Self::Fish | Self::CrustaceanShellfish => &[Self::AnimalProducts, Self::Meat],
            Self::Meat => &[Self::AnimalProducts],
            Self::Wheat => &[Self::Gluten],
            _ => &[],
        }
    }
}
