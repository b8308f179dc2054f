//! What channels ask of a variant. The figures are those of their specifications: Google Merchant Center's product data
//! specification, Meta's catalog fields, OpenAI's product feed specification, as of October 2026.

use crate::text_enum;

text_enum! {
    /// A shopping channel.
    Channel {
        /// Google Merchant Center.
        Google = "google",
        /// Meta: Facebook and Instagram.
        Meta = "meta",
        /// OpenAI.
        Openai = "openai",
    }
}

/// What a channel asks. Ids are no question: a SKU has at most 50 characters here, which all of them take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Longest title, in characters.
    pub title: usize,
    /// Longest description, in characters.
    pub description: usize,
    /// Longest brand, in characters.
    pub brand: usize,
    /// Longest address, in characters.
    pub link: usize,
    /// The side below which a picture is rejected, in pixels.
    pub least_side: i32,
    /// The side below which a picture is shown less, in pixels.
    pub good_side: i32,
    /// Whether what ships later must say when.
    pub wants_availability_date: bool,
}

impl Channel {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Google => "Google",
            Self::Meta => "Meta",
            Self::Openai => "OpenAI",
        }
    }

    /// What it asks.
    pub const fn limits(self) -> Limits {
        match self {
            Self::Google => Limits {
                title: 150,
                description: 5_000,
                brand: 70,
                link: 2_000,
                least_side: 100,
                good_side: 500,
                wants_availability_date: true,
            },
            Self::Meta => Limits {
                title: 200,
                description: 9_999,
                brand: 100,
                link: 2_000,
                least_side: 500,
                good_side: 1_024,
                wants_availability_date: false,
            },
            Self::Openai => Limits {
                title: 150,
                description: 5_000,
                brand: 70,
                link: 2_000,
                least_side: 100,
                good_side: 500,
                wants_availability_date: true,
            },
        }
    }
}
