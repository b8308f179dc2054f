//! What each product has, as numbers side by side in memory: few products are counted by going through theirs.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

/// Products whose numbers lie together. A change copies those of one such group.
const GROUP: usize = 1_024;

/// The numbers of the values that each product has.
#[derive(Debug, Clone, Default)]
pub struct Tags {
    groups: Vec<Arc<Group>>,
}

#[derive(Debug, Clone)]
struct Group {
    /// Where those of each product begin; one more for the end of the last.
    starts: Vec<usize>,
    tags: Vec<u32>,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            starts: vec![0; GROUP + 1],
            tags: Vec::new(),
        }
    }
}

impl Tags {
    /// Says what a product has, in place of what was said before.
    pub fn set(&mut self, slot: u32, tags: &[u32]) {
        let (group, within) = place(slot as usize);
        if group >= self.groups.len() {
            self.groups.resize_with(group + 1, Arc::default);
        }
        let Some(group) = self.groups.get_mut(group).map(Arc::make_mut) else {
            return;
        };
        let before = group.range(within);
        let (gone, come) = (before.len(), tags.len());
        group.tags.splice(before, tags.iter().copied());
        for start in group.starts.iter_mut().skip(within + 1) {
            *start = *start - gone + come;
        }
    }

    /// How many products of a set have each value, by its number; values are numbered below `values`.
    pub fn tally(&self, set: &FixedBitSet, values: usize) -> Vec<u32> {
        let mut tally = vec![0; values];
        for slot in set.ones() {
            let (group, within) = place(slot);
            let Some(group) = self.groups.get(group) else {
                break;
            };
            for tag in group.tags.get(group.range(within)).unwrap_or_default() {
                if let Some(count) = tally.get_mut(*tag as usize) {
                    *count += 1;
                }
            }
        }
        tally
    }
}

impl Group {
    fn range(&self, within: usize) -> std::ops::Range<usize> {
        let start = |at: usize| self.starts.get(at).copied().unwrap_or_default();
        start(within)..start(within + 1)
    }
}

const fn place(slot: usize) -> (usize, usize) {
    (slot / GROUP, slot % GROUP)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_tally_counts_what_was_said_last(
            said in proptest::collection::vec((0u32..2_500, proptest::collection::vec(0u32..9, 0..5)), 0..60),
            asked in proptest::collection::btree_set(0usize..2_500, 0..900),
        ) {
            let mut tags = Tags::default();
            let mut model: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
            for (slot, list) in said {
                tags.set(slot, &list);
                model.insert(slot, list);
            }
            let set: FixedBitSet = asked.iter().copied().collect();
            let said: Vec<u32> = model
                .iter()
                .filter(|(slot, _)| asked.contains(&(**slot as usize)))
                .flat_map(|(_, list)| list.iter().copied())
                .collect();
            let expected: Vec<u32> = (0..9).map(|tag| said.iter().filter(|one| **one == tag).map(|_| 1).sum()).collect();
            prop_assert_eq!(tags.tally(&set, 9), expected);
        }
    }
}
