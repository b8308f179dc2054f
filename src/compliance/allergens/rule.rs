//! The rules by which statements on allergens are judged.

use serde::{Serialize, Serializer};

use crate::compliance::severity::Severity;

/// A rule with an id that stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AllergenRule {
    /// A statement says that the product is free from what an ingredient brings.
    FreeFromContradicted,
    /// A statement says that the product is free from what an ingredient may bring.
    FreeFromDoubtful,
    /// A free-from statement without a document that it rests on.
    FreeFromWithoutBasis,
    /// A major allergen of the formula that no statement declares.
    ContainsMissing,
    /// A statement declares what the formula shows.
    ContainsSupported,
    /// A statement declares what no ingredient explains.
    ContainsUnexplained,
    /// The name or a text claims the absence of what an ingredient brings.
    NameContradicted,
    /// The name or a text claims the absence of something about which no statement is on record.
    NameWithoutStatement,
    /// The same substance is stated to be in the product and not to be.
    StatementsConflict,
}

impl AllergenRule {
    /// Every rule, for pages that list them.
    pub const ALL: [Self; 9] = [
        Self::FreeFromContradicted,
        Self::FreeFromDoubtful,
        Self::FreeFromWithoutBasis,
        Self::ContainsMissing,
        Self::ContainsSupported,
        Self::ContainsUnexplained,
        Self::NameContradicted,
        Self::NameWithoutStatement,
        Self::StatementsConflict,
    ];

    /// The id, which never changes.
    pub const fn id(self) -> &'static str {
        match self {
            Self::FreeFromContradicted => "allergens.free-from-contradicted",
            Self::FreeFromDoubtful => "allergens.free-from-doubtful",
            Self::FreeFromWithoutBasis => "allergens.free-from-without-basis",
            Self::ContainsMissing => "allergens.contains-missing",
            Self::ContainsSupported => "allergens.contains-supported",
            Self::ContainsUnexplained => "allergens.contains-unexplained",
            Self::NameContradicted => "allergens.name-contradicted",
            Self::NameWithoutStatement => "allergens.name-without-statement",
            Self::StatementsConflict => "allergens.statements-conflict",
        }
    }

    /// What the rule asks, in a line.
    pub const fn title(self) -> &'static str {
        match self {
            Self::FreeFromContradicted => "A product is free from nothing that its formula holds",
            Self::FreeFromDoubtful => {
                "A free-from statement rules out every possible source in the formula"
            }
            Self::FreeFromWithoutBasis => "A free-from statement needs a basis",
            Self::ContainsMissing => "Every major allergen of the formula is declared",
            Self::ContainsSupported => "The formula bears the statement out",
            Self::ContainsUnexplained => "A declared allergen is explained by an ingredient",
            Self::NameContradicted => {
                "Name and texts claim the absence of nothing that the formula holds"
            }
            Self::NameWithoutStatement => {
                "A claim of absence in name or text is a statement on record"
            }
            Self::StatementsConflict => "Statements on one substance agree",
        }
    }

    /// Where the rule comes from.
    pub const fn source(self) -> &'static str {
        match self {
            Self::ContainsMissing | Self::ContainsSupported | Self::ContainsUnexplained => {
                "FD&C Act 403(w), 201(qq)"
            }
            Self::FreeFromContradicted | Self::NameContradicted | Self::StatementsConflict => {
                "FD&C Act 403(a)(1); 21 CFR 101.91 for gluten"
            }
            Self::FreeFromDoubtful | Self::FreeFromWithoutBasis | Self::NameWithoutStatement => {
                "FD&C Act 403(a)(1); FTC Act 5, prior substantiation"
            }
        }
    }

    /// What follows when the rule finds something.
    pub const fn severity(self) -> Severity {
        match self {
            Self::FreeFromContradicted
            | Self::ContainsMissing
            | Self::NameContradicted
            | Self::StatementsConflict => Severity::Block,
            Self::FreeFromDoubtful
            | Self::FreeFromWithoutBasis
            | Self::ContainsUnexplained
            | Self::NameWithoutStatement => Severity::Review,
            Self::ContainsSupported => Severity::Note,
        }
    }
}

impl Serialize for AllergenRule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}
