//! What is committed at one moment, to search in: segments of documents, and the number of the product of each.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Context;
use fixedbitset::FixedBitSet;
use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Searcher, SegmentReader};

use super::frequent::Frequent;
use super::index::Fields;

/// What is committed at one moment.
#[derive(Clone)]
pub struct Texts {
    /// The documents.
    pub searcher: Searcher,
    /// Their fields.
    pub fields: Fields,
    /// By segment.
    parts: Vec<Arc<Part>>,
    /// By segment: the numbers of those documents that are not deleted; nothing while all are there.
    alive: Vec<Option<Arc<FixedBitSet>>>,
    /// By number of a product: segment and document.
    places: Arc<[(u32, DocId)]>,
}

/// What is known of a segment as long as it exists.
pub struct Part {
    /// The number of the product of each document.
    slots: Vec<u32>,
    frequent: Frequent,
}

/// A part of the index.
pub struct Segment<'a> {
    /// Its files.
    pub reader: &'a SegmentReader,
    /// The number of the product of each document.
    pub slots: &'a [u32],
    frequent: &'a Frequent,
    alive: Option<&'a FixedBitSet>,
}

/// Stands for a number that no product has.
const NOWHERE: (u32, DocId) = (u32::MAX, 0);

impl Texts {
    /// Over a searcher, with what is known of segments that were there before.
    ///
    /// # Errors
    /// Files that can't be read.
    pub fn new(
        searcher: Searcher,
        fields: Fields,
        known: &mut HashMap<SegmentId, Arc<Part>>,
    ) -> anyhow::Result<Self> {
        let mut parts = Vec::new();
        for segment in searcher.segment_readers() {
            let id = segment.segment_id();
            let part = match known.get(&id) {
                Some(part) => Arc::clone(part),
                None => Arc::new(Part::of(segment, fields.all)?),
            };
            known.insert(id, Arc::clone(&part));
            parts.push(part);
        }
        let is_there = |id: &SegmentId| {
            let mut segments = searcher.segment_readers().iter();
            segments.any(|segment| segment.segment_id() == *id)
        };
        known.retain(|id, _| is_there(id));
        let size = parts.iter().flat_map(|part| part.slots.iter()).max();
        let size = size.map_or(0, |last| *last as usize + 1);
        let mut places = vec![NOWHERE; size];
        let mut alive = Vec::new();
        for ((at, segment), part) in (0u32..).zip(searcher.segment_readers()).zip(&parts) {
            let mut numbers = FixedBitSet::with_capacity(size);
            for doc in segment.doc_ids_alive() {
                let Some(slot) = part.slots.get(doc as usize).map(|slot| *slot as usize) else {
                    continue;
                };
                numbers.insert(slot);
                if let Some(place) = places.get_mut(slot) {
                    *place = (at, doc);
                }
            }
            alive.push(segment.has_deletes().then(|| Arc::new(numbers)));
        }
        Ok(Self {
            searcher,
            fields,
            parts,
            alive,
            places: places.into(),
        })
    }

    /// Every part of the index.
    pub fn segments(&self) -> impl Iterator<Item = Segment<'_>> {
        let readers = self.searcher.segment_readers().iter();
        let all = readers.zip(&self.parts).zip(&self.alive);
        all.map(|((reader, part), alive)| Segment {
            reader,
            slots: &part.slots,
            frequent: &part.frequent,
            alive: alive.as_deref(),
        })
    }

    /// Segment and document of a product.
    pub fn place_of(&self, slot: usize) -> Option<(u32, DocId)> {
        self.places
            .get(slot)
            .copied()
            .filter(|place| *place != NOWHERE)
    }

    /// A set that has room for every product.
    pub fn no_products(&self) -> FixedBitSet {
        FixedBitSet::with_capacity(self.places.len())
    }

    /// Adds the products of a segment that hold a word in a field to a set, without scoring any.
    ///
    /// # Errors
    /// Files that can't be read.
    pub fn add(
        &self,
        set: &mut FixedBitSet,
        segment: &Segment<'_>,
        field: Field,
        (word, info): (&[u8], &TermInfo),
    ) -> tantivy::Result<()> {
        let frequent = (field == self.fields.all).then(|| segment.frequent.word(word));
        if let Some(bits) = frequent.flatten() {
            segment.add_alive(set, bits);
            return Ok(());
        }
        each_product(segment.reader, segment.slots, field, info, |slot| {
            set.insert(slot);
        })
    }
}

impl Segment<'_> {
    /// Adds the products that hold a word of field `all` that begins so, where these are known together.
    pub fn add_beginning(&self, set: &mut FixedBitSet, beginning: &[u8]) -> bool {
        let bits = self.frequent.beginning(beginning);
        if let Some(bits) = bits {
            self.add_alive(set, bits);
        }
        bits.is_some()
    }

    fn add_alive(&self, set: &mut FixedBitSet, bits: &FixedBitSet) {
        match self.alive {
            None => set.union_with(bits),
            Some(alive) => add_both(set, bits, alive),
        }
    }
}

/// Adds what two sets have in common.
fn add_both(set: &mut FixedBitSet, one: &FixedBitSet, other: &FixedBitSet) {
    let words = set.as_mut_slice().iter_mut();
    for ((word, one), other) in words.zip(one.as_slice()).zip(other.as_slice()) {
        *word |= one & other;
    }
}

/// Calls for the number of each product of a list that is not deleted.
pub(super) fn each_product(
    reader: &SegmentReader,
    slots: &[u32],
    field: Field,
    info: &TermInfo,
    mut found: impl FnMut(usize),
) -> tantivy::Result<()> {
    let index = reader.inverted_index(field)?;
    let mut postings = index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    let alive = reader.alive_bitset();
    loop {
        let docs = postings.docs();
        if docs.is_empty() {
            return Ok(());
        }
        for doc in docs {
            if alive.is_none_or(|alive| alive.is_alive(*doc))
                && let Some(slot) = slots.get(*doc as usize)
            {
                found(*slot as usize);
            }
        }
        postings.advance();
    }
}

impl Part {
    fn of(reader: &SegmentReader, field: Field) -> anyhow::Result<Self> {
        let column = reader.fast_fields().u64("slot")?;
        let number = |doc: DocId| {
            let slot = column.first(doc).context("a document without a number")?;
            Ok(u32::try_from(slot)?)
        };
        let docs = 0..reader.max_doc();
        let slots: Vec<u32> = docs.map(number).collect::<anyhow::Result<_>>()?;
        let frequent = Frequent::of(reader, &slots, field)?;
        Ok(Self { slots, frequent })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]

    use std::collections::BTreeSet;

    use uuid::Uuid;

    use crate::search::shelf::entry::{Entry, Text};
    use crate::search::text::find::find;
    use crate::search::text::index::{Cursor, TextIndex, VERSION};
    use crate::search::words;

    /// More than a segment that keeps no bits holds.
    const PRODUCTS: u32 = 5_000;

    /// Some words are in most names, some in few, and `changed` says of which product.
    fn name(number: u32, changed: u32) -> String {
        let often = if number.is_multiple_of(3) {
            "zinc"
        } else {
            "iron"
        };
        let seldom = number % 400;
        let mark = if number < changed { "new" } else { "old" };
        format!("{often} {mark} word{seldom}x")
    }

    fn found(index: &mut TextIndex, typed: &str) -> BTreeSet<usize> {
        let texts = index.texts().unwrap();
        let found = find(&texts, words::of_query(typed)).unwrap();
        found
            .map(|found| found.products.ones().collect())
            .unwrap_or_default()
    }

    fn commit(index: &mut TextIndex, position: i64) {
        let cursor = Cursor {
            version: VERSION,
            epoch: Uuid::nil(),
            position,
        };
        index.commit(&cursor).unwrap();
    }

    #[test]
    fn frequent_words_find_what_holds_them_now() {
        let folder = tempfile::tempdir().unwrap();
        let mut index = TextIndex::create(folder.path()).unwrap();
        let put = |index: &TextIndex, number: u32, changed: u32| {
            let text = Text {
                name: name(number, changed),
                ..Text::default()
            };
            index
                .replace(number, &Entry::blank(number, &text.name), &text)
                .unwrap();
        };
        for number in 0..PRODUCTS {
            put(&index, number, 0);
        }
        commit(&mut index, 1);
        for changed in [0, 10, 700] {
            for number in 0..changed {
                put(&index, number, changed);
            }
            if changed > 0 {
                index.remove(Entry::blank(PRODUCTS - 1, "").id);
                commit(&mut index, i64::from(changed));
            }
            let there = if changed > 0 { PRODUCTS - 1 } else { PRODUCTS };
            for typed in [
                "zinc ",
                "iron ",
                "zi",
                "old ",
                "new ",
                "word7x ",
                "iron new ",
                "wo",
            ] {
                let expected: BTreeSet<usize> = (0..there)
                    .filter(|number| {
                        let name = name(*number, changed);
                        let holds = |word: &str| name.split(' ').any(|own| own == word);
                        match typed.strip_suffix(' ') {
                            Some(words) => words.split(' ').all(holds),
                            None => name.split(' ').any(|own| own.starts_with(typed)),
                        }
                    })
                    .map(|number| number as usize)
                    .collect();
                // What nothing holds yet is looked for as something else.
                if !expected.is_empty() {
                    assert_eq!(
                        found(&mut index, typed),
                        expected,
                        "{typed:?} after {changed}"
                    );
                }
            }
        }
    }
}
