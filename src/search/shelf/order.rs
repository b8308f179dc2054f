//! In which order products stand, and the place of one in it.

use std::cmp::Ordering;

use uuid::Uuid;

use super::entry::Entry;
use crate::text_enum;

text_enum! {
    /// What products are sorted by.
    Sort {
        /// What fits the words best; by name without words.
        Relevance = "relevance",
        /// The cheapest first.
        PriceUp = "price",
        /// The dearest first.
        PriceDown = "-price",
        /// The cheapest for what is in it first.
        UnitPrice = "unit_price",
        /// The newest first.
        Newest = "newest",
        /// By name.
        Name = "name",
    }
}

impl Sort {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Relevance => "Best match",
            Self::PriceUp => "Price, lowest first",
            Self::PriceDown => "Price, highest first",
            Self::UnitPrice => "Unit price",
            Self::Newest => "Newest",
            Self::Name => "Name",
        }
    }

    /// The score of a rank by relevance.
    pub fn score(rank: i64) -> f32 {
        f32::from_bits(u32::try_from(-rank).unwrap_or_default())
    }

    /// The number by which a product stands, lower first; what has none stands last.
    pub fn rank(self, entry: &Entry, score: f32) -> i64 {
        match self {
            // Scores are positive, and positive floats are ordered as their bits.
            Self::Relevance => -i64::from(score.max(0.0).to_bits()),
            Self::PriceUp => entry.price.unwrap_or(i64::MAX),
            Self::PriceDown => entry.price.map_or(i64::MAX, |price| -price),
            Self::UnitPrice => entry.unit_price.unwrap_or(i64::MAX),
            Self::Newest => -entry.published,
            Self::Name => 0,
        }
    }
}

/// The place of a product in an order. Those of the same rank stand by name, and no two are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// By what it is sorted first.
    pub rank: i64,
    /// Its name.
    pub name: String,
    /// Its id.
    pub id: Uuid,
}

impl Place {
    /// The place of a product.
    pub fn of(rank: i64, entry: &Entry) -> Self {
        Self {
            rank,
            name: entry.name.clone(),
            id: entry.id,
        }
    }

    /// Whether a product stands behind this place.
    pub fn is_before(&self, rank: i64, entry: &Entry) -> bool {
        (self.rank, self.name.as_str(), self.id) < (rank, entry.name.as_str(), entry.id)
    }
}

/// Which of two products stands first.
pub fn compare(sort: Sort, one: &Entry, other: &Entry) -> Ordering {
    let key = |entry: &Entry| (sort.rank(entry, 0.0), entry.id);
    let ((rank, id), (other_rank, other_id)) = (key(one), key(other));
    rank.cmp(&other_rank)
        .then_with(|| one.name.cmp(&other.name))
        .then(id.cmp(&other_id))
}
