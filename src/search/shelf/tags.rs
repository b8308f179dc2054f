//! What each product has, as numbers side by side in memory: few products are counted by going through theirs.

use std::collections::BTreeMap;
use std::sync::Arc;

use fixedbitset::FixedBitSet;

/// Products whose numbers lie together. A change copies those of one such group.
const GROUP: usize = 1_024;

/// Values in the row of a product: one line of the processor's cache, so that to look at a product is to fetch one.
const ROW: usize = 32;
/// Rows that are fetched at once.
const BATCH: usize = 32;
/// Stands behind the last value of a row that is not full.
const END: u16 = u16::MAX;

/// The numbers of the values that each product has.
#[derive(Debug, Clone, Default)]
pub struct Tags {
    groups: Vec<Arc<[Row]>>,
    /// What has no room in the row of a product, or too high a number for it.
    more: Arc<BTreeMap<usize, Vec<u32>>>,
    /// How many there are of all products.
    len: usize,
}

#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Row([u16; ROW]);

impl Row {
    fn tags(&self) -> impl Iterator<Item = u16> {
        self.0.iter().copied().take_while(|tag| *tag != END)
    }
}

impl Tags {
    /// Says what a product has, in place of what was said before.
    pub fn set(&mut self, slot: u32, tags: &[u32]) {
        let slot = slot as usize;
        let (group, within) = (slot / GROUP, slot % GROUP);
        while group >= self.groups.len() {
            self.groups.push(vec![Row([END; ROW]); GROUP].into());
        }
        let group = self.groups.get_mut(group).map(Arc::make_mut);
        let Some(row) = group.and_then(|group| group.get_mut(within)) else {
            return;
        };
        let beyond = self.more.get(&slot).map_or(0, Vec::len);
        self.len = self.len + tags.len() - row.tags().count() - beyond;
        *row = Row([END; ROW]);
        let mut free = row.0.iter_mut();
        let mut more = Vec::new();
        for tag in tags {
            let short = u16::try_from(*tag).ok().filter(|short| *short != END);
            match short.and_then(|short| Some((short, free.next()?))) {
                Some((short, place)) => *place = short,
                None => more.push(*tag),
            }
        }
        if !more.is_empty() {
            Arc::make_mut(&mut self.more).insert(slot, more);
        } else if beyond > 0 {
            Arc::make_mut(&mut self.more).remove(&slot);
        }
    }

    /// How many there are of all products together.
    pub const fn count(&self) -> usize {
        self.len
    }

    /// How many products of a set have each value, by its number; values are numbered below `values`.
    pub fn tally(&self, set: &FixedBitSet, values: usize) -> Vec<u32> {
        let mut tally = vec![0; values];
        let mut count = |tag: usize| {
            if let Some(count) = tally.get_mut(tag) {
                *count += 1;
            }
        };
        // Rows are fetched several at a time: memory answers many at once, but not while it is waited for each.
        let mut batch = [Row([END; ROW]); BATCH];
        let mut slots = set.ones();
        loop {
            let mut fetched = 0;
            for (place, slot) in batch.iter_mut().zip(slots.by_ref()) {
                let group = self.groups.get(slot / GROUP);
                let row = group.and_then(|group| group.get(slot % GROUP));
                *place = row.copied().unwrap_or(Row([END; ROW]));
                fetched += 1;
            }
            if fetched == 0 {
                break;
            }
            for row in batch.iter().take(fetched) {
                row.tags().for_each(|tag| count(usize::from(tag)));
            }
        }
        for (_, tags) in self.more.iter().filter(|(slot, _)| set.contains(**slot)) {
            tags.iter().for_each(|tag| count(*tag as usize));
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Few or many, and now and then one with a number that is too high for a row.
    fn tags() -> impl Strategy<Value = Vec<u32>> {
        let tag = prop_oneof![9 => 0u32..9, 1 => 65_530u32..65_540];
        proptest::collection::vec(tag, 0..40)
    }

    proptest! {
        #[test]
        fn a_tally_counts_what_was_said_last(
            said in proptest::collection::vec((0u32..2_500, tags()), 0..60),
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
            prop_assert_eq!(tags.count(), model.values().map(Vec::len).sum::<usize>());
            let numbers = (0..9).chain(65_530..65_540);
            let expected: Vec<u32> = numbers
                .clone()
                .map(|tag| said.iter().filter(|one| **one == tag).map(|_| 1).sum())
                .collect();
            let tally = tags.tally(&set, 65_540);
            let counted: Vec<u32> = numbers.filter_map(|tag| tally.get(tag as usize).copied()).collect();
            prop_assert_eq!(counted, expected);
        }
    }
}
