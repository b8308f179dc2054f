//! How many products of a set have a value, found in the way that is the least work.

use fixedbitset::FixedBitSet;

use super::facet::Facet;
use super::postings::Postings;
use super::{Shelf, Shelved};

/// What steps cost, beside each other. To go to a product is dear because it is seldom in the processor's cache.
const PRODUCT: usize = 150;
/// To look at one of its values.
const PAIR: usize = 12;
/// To look for a member of a list in a set.
const MEMBER: usize = 6;
/// To count 64 bits.
const WORD: usize = 7;

/// A set of which products are counted by value.
pub enum Counting<'a> {
    /// Of everything it is known.
    All,
    /// The list of each value is looked up in the set.
    ByValue(&'a FixedBitSet),
    /// What each product of the set has was gone through.
    Inside(Vec<u32>),
    /// What each product outside of the set has was gone through.
    Outside(Vec<u32>),
}

impl<'a> Counting<'a> {
    /// Of a set, for the values of some facets.
    pub fn of(shelf: &Shelf, set: &'a FixedBitSet, facets: &[Facet]) -> Self {
        let inside = set.count_ones(..);
        let outside = shelf.len().saturating_sub(inside);
        if outside == 0 {
            return Self::All;
        }
        let fewer = inside.min(outside);
        let per_product = PRODUCT + PAIR * shelf.pairs() / shelf.len();
        let words = shelf.all().len() / 64;
        let lists = facets.iter().flat_map(|facet| shelf.values(*facet));
        let by_value: usize = lists
            .map(|(_, shelved)| match &shelved.postings {
                Postings::Few(list) => list.len() * MEMBER,
                Postings::Many(..) => words * WORD,
            })
            .sum();
        if by_value < fewer * per_product {
            Self::ByValue(set)
        } else if inside == fewer {
            Self::Inside(shelf.tally(set))
        } else {
            let mut others = shelf.all().clone();
            others.difference_with(set);
            Self::Outside(shelf.tally(&others))
        }
    }

    /// How many of them have a value.
    pub fn count(&self, value: &Shelved) -> usize {
        let tallied = |tally: &[u32]| {
            let count = tally.get(value.number as usize);
            count.map_or(0, |count| *count as usize)
        };
        match self {
            Self::All => value.postings.len(),
            Self::ByValue(set) => value.postings.count_in(set),
            Self::Inside(tally) => tallied(tally),
            Self::Outside(tally) => value.postings.len().saturating_sub(tallied(tally)),
        }
    }
}
