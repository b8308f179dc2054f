//! What a visitor narrowed the products to, and what each further choice would leave.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use super::Shelf;
use super::amount::AmountRange;
use super::counting::Counting;
use super::facet::{Combine, Facet};
use super::order::{Place, Sort, compare};

/// Up to so many products are sorted one by one; of more, an order is gone through.
const FEW: usize = 256;

/// What is chosen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// Keys by facet, in the order of choosing.
    pub chosen: BTreeMap<Facet, Vec<String>>,
    /// Lowest and highest price in minor units.
    pub price: Option<(i64, i64)>,
    /// By slug of the ingredient.
    pub amounts: BTreeMap<String, AmountRange>,
}

/// A value of a facet under a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count<'a> {
    /// Its key.
    pub key: &'a str,
    /// For people.
    pub label: &'a str,
    /// The value above it.
    pub parent: Option<&'a str>,
    /// How many products choosing it would show: in a facet whose values add up, with it alone; where all must hold, with it besides.
    pub count: usize,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// What is left under a selection.
#[derive(Debug)]
pub struct Narrowed<'s, 'r> {
    shelf: &'s Shelf,
    selection: &'r Selection,
    /// The products of the words, before any filter.
    words: &'r FixedBitSet,
    filters: Vec<(Option<Facet>, FixedBitSet)>,
    /// The products that are left.
    pub products: FixedBitSet,
    /// How many.
    pub total: usize,
}

impl Selection {
    /// Narrows products to what is chosen.
    pub fn narrow<'s, 'r>(&'r self, shelf: &'s Shelf, words: &'r FixedBitSet) -> Narrowed<'s, 'r> {
        let mut filters = Vec::new();
        for (facet, keys) in self.chosen.iter().filter(|(_, keys)| !keys.is_empty()) {
            filters.push((Some(*facet), with_values(shelf, *facet, keys)));
        }
        if let Some((from, to)) = self.price {
            filters.push((None, shelf.priced(from, to)));
        }
        for (ingredient, range) in &self.amounts {
            filters.push((None, shelf.holding(ingredient, range)));
        }
        let products = meet(words, filters.iter().map(|(_, set)| set));
        Narrowed {
            total: products.count_ones(..),
            products,
            shelf,
            selection: self,
            words,
            filters,
        }
    }

    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        self.price.is_none() && self.amounts.is_empty() && self.chosen.values().all(Vec::is_empty)
    }

    fn keys(&self, facet: Facet) -> &[String] {
        self.chosen
            .get(&facet)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}

/// The products that have the chosen values of one facet: any, or all of them.
fn with_values(shelf: &Shelf, facet: Facet, keys: &[String]) -> FixedBitSet {
    let values = keys.iter().map(|key| shelf.value(facet, key));
    match facet.combine() {
        Combine::Any => {
            let mut set = FixedBitSet::with_capacity(shelf.all().len());
            for shelved in values.flatten() {
                shelved.postings.add_to(&mut set);
            }
            set
        }
        Combine::All => {
            let mut set = shelf.all().clone();
            for value in values {
                match value {
                    Some(shelved) => shelved.postings.keep_in(&mut set),
                    None => set.clear(),
                }
            }
            set
        }
    }
}

fn meet<'a>(words: &FixedBitSet, filters: impl Iterator<Item = &'a FixedBitSet>) -> FixedBitSet {
    let mut set = words.clone();
    for filter in filters {
        set.intersect_with(filter);
    }
    set
}

impl<'s> Narrowed<'s, '_> {
    /// The values of every facet with what each would show. One without any product is listed only while it is chosen.
    pub fn counts(&self) -> Vec<(Facet, Vec<Count<'s>>)> {
        let counting = Counting::of(self.shelf, &self.products, Facet::ALL);
        let facets = Facet::ALL.iter();
        facets
            .map(|facet| (*facet, self.counts_of(*facet, &counting)))
            .collect()
    }

    fn counts_of(&self, facet: Facet, counting: &Counting<'_>) -> Vec<Count<'s>> {
        let chosen = self.selection.keys(facet);
        let others;
        let own;
        let counting = if facet.combine() == Combine::Any && !chosen.is_empty() {
            let filters = self.filters.iter().filter(|(of, _)| *of != Some(facet));
            others = meet(self.words, filters.map(|(_, set)| set));
            own = Counting::of(self.shelf, &others, &[facet]);
            &own
        } else {
            counting
        };
        let mut counts = Vec::new();
        for (key, shelved) in self.shelf.values(facet) {
            let count = counting.count(shelved);
            let is_chosen = chosen.iter().any(|one| one == key);
            if count > 0 || is_chosen {
                counts.push(Count {
                    key,
                    label: shelved.label(),
                    parent: shelved.value.parent.as_deref(),
                    count,
                    is_chosen,
                });
            }
        }
        counts
    }

    /// The first products in an order that does not depend on words, behind a place, without some.
    pub fn first(
        &self,
        sort: Sort,
        after: Option<&Place>,
        most: usize,
        without: Option<&FixedBitSet>,
    ) -> Vec<u32> {
        let is_left = |slot: u32| without.is_none_or(|without| !without.contains(slot as usize));
        if self.total <= FEW {
            return self.first_of_few(sort, after, most, &is_left);
        }
        let order = self.shelf.order(sort);
        let begin = after.map_or(0, |place| {
            order.partition_point(|slot| !self.is_behind(place, sort, *slot))
        });
        let behind = order.iter().skip(begin).copied();
        behind
            .filter(|slot| self.products.contains(*slot as usize) && is_left(*slot))
            .take(most)
            .collect()
    }

    fn is_behind(&self, place: &Place, sort: Sort, slot: u32) -> bool {
        self.shelf
            .entry(slot as usize)
            .is_some_and(|entry| place.is_before(sort.rank(entry, 0.0), entry))
    }

    fn first_of_few(
        &self,
        sort: Sort,
        after: Option<&Place>,
        most: usize,
        is_left: &dyn Fn(u32) -> bool,
    ) -> Vec<u32> {
        let mut slots = members(&self.products);
        slots.retain(|slot| is_left(*slot));
        slots.retain(|slot| after.is_none_or(|place| self.is_behind(place, sort, *slot)));
        slots.sort_by(|one, other| {
            let entry = |slot: u32| self.shelf.entry(slot as usize);
            entry(*one)
                .zip(entry(*other))
                .map_or(std::cmp::Ordering::Equal, |(one, other)| {
                    compare(sort, one, other)
                })
        });
        slots.truncate(most);
        slots
    }
}

fn members(set: &FixedBitSet) -> Vec<u32> {
    set.ones()
        .filter_map(|slot| u32::try_from(slot).ok())
        .collect()
}

#[cfg(test)]
mod tests;
