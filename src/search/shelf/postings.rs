//! The products that have a value: a short list, or a bit each when they are many.

use fixedbitset::FixedBitSet;

/// A list that is longer than one product in so many becomes bits: then counting a word of 64 bits costs less than its members.
const DENSE: usize = 64;

/// Products by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Postings {
    /// In ascending order.
    Few(Vec<u32>),
    /// Bit n is product n; with how many there are.
    Many(FixedBitSet, usize),
}

impl Default for Postings {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Postings {
    /// How many there are.
    pub const fn len(&self) -> usize {
        match self {
            Self::Few(list) => list.len(),
            Self::Many(_, count) => *count,
        }
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a product; `size` is one more than the highest number of any product.
    pub fn insert(&mut self, slot: u32, size: usize) {
        match self {
            Self::Few(list) => {
                if let Err(at) = list.binary_search(&slot) {
                    list.insert(at, slot);
                }
                if list.len() > size / DENSE && list.len() > DENSE {
                    let count = list.len();
                    let mut bits = FixedBitSet::with_capacity(size);
                    bits.extend(list.iter().map(|slot| *slot as usize));
                    *self = Self::Many(bits, count);
                }
            }
            Self::Many(bits, count) => {
                bits.grow((slot as usize + 1).max(size));
                *count += usize::from(!bits.put(slot as usize));
            }
        }
    }

    /// Takes a product away.
    pub fn remove(&mut self, slot: u32) {
        match self {
            Self::Few(list) => {
                if let Ok(at) = list.binary_search(&slot) {
                    list.remove(at);
                }
            }
            Self::Many(bits, count) => {
                if bits.contains(slot as usize) {
                    bits.set(slot as usize, false);
                    *count -= 1;
                }
            }
        }
    }

    /// How many of them are in a set.
    pub fn count_in(&self, set: &FixedBitSet) -> usize {
        match self {
            Self::Many(bits, _) => in_common(bits, set),
            Self::Few(list) => {
                let held = list.iter().filter(|slot| set.contains(**slot as usize));
                held.count()
            }
        }
    }

    /// Puts all of them into a set.
    pub fn add_to(&self, set: &mut FixedBitSet) {
        match self {
            Self::Many(bits, _) => set.union_with(bits),
            Self::Few(list) => set.extend(list.iter().map(|slot| *slot as usize)),
        }
    }

    /// Leaves only them in a set.
    pub fn keep_in(&self, set: &mut FixedBitSet) {
        match self {
            Self::Many(bits, _) => set.intersect_with(bits),
            Self::Few(list) => {
                let kept: Vec<usize> = list
                    .iter()
                    .map(|slot| *slot as usize)
                    .filter(|slot| set.contains(*slot))
                    .collect();
                set.clear();
                set.extend(kept);
            }
        }
    }
}

/// How many two sets have in common, with the instructions that the machine has for it: four times as quick as those of every machine.
fn in_common(one: &FixedBitSet, other: &FixedBitSet) -> usize {
    pulp::Arch::new().dispatch(|| {
        let words = one.as_slice().iter().zip(other.as_slice());
        words
            .map(|(one, other)| (one & other).count_ones() as usize)
            .sum()
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_are_a_set_however_they_are_kept(
            steps in proptest::collection::vec((0u32..300, any::<bool>()), 0..600),
            others in proptest::collection::btree_set(0u32..300, 0..300),
        ) {
            let mut postings = Postings::default();
            let mut model = BTreeSet::new();
            for (slot, add) in steps {
                if add {
                    postings.insert(slot, 300);
                    model.insert(slot);
                } else {
                    postings.remove(slot);
                    model.remove(&slot);
                }
                prop_assert_eq!(postings.len(), model.len());
            }
            let mut set = FixedBitSet::with_capacity(300);
            set.extend(others.iter().map(|slot| *slot as usize));
            let both = model.intersection(&others).count();
            prop_assert_eq!(postings.count_in(&set), both);
            let mut kept = set.clone();
            postings.keep_in(&mut kept);
            prop_assert_eq!(kept.count_ones(..), both);
            postings.add_to(&mut set);
            prop_assert_eq!(set.count_ones(..), model.union(&others).count());
        }
    }
}
