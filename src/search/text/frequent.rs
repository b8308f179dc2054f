//! What many products of a segment hold, as bits: words, and beginnings of words. Their lists would be long to go through.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;
use tantivy::SegmentReader;
use tantivy::schema::Field;

use super::texts::each_product;

/// Documents of a segment from which on it is worth the room.
const LARGE: u32 = 4_096;
/// A word is frequent that one document in so many holds: its bits take no more room than its list.
const FREQUENT: u32 = 32;
/// Letters of the longest beginning that is kept. Longer ones lead to few words.
const LETTERS: usize = 6;
/// A beginning is kept that is one of so many words at least,
const WORDS: u32 = 4;
/// that together are in one document of so many.
const SHARE: u32 = 8;

/// Bits by word, and by beginning.
#[derive(Default)]
pub struct Frequent {
    words: HashMap<Box<[u8]>, FixedBitSet>,
    beginnings: HashMap<Box<[u8]>, FixedBitSet>,
}

impl Frequent {
    /// Of a field of a segment, with the number of the product of each document.
    ///
    /// # Errors
    /// Files that can't be read.
    pub fn of(reader: &SegmentReader, slots: &[u32], field: Field) -> tantivy::Result<Self> {
        let mut frequent = Self::default();
        if reader.max_doc() < LARGE {
            return Ok(frequent);
        }
        let size = slots.iter().max().map_or(0, |last| *last as usize + 1);
        for beginning in beginnings(reader, field)? {
            let bits = FixedBitSet::with_capacity(size);
            frequent.beginnings.insert(beginning, bits);
        }
        let index = reader.inverted_index(field)?;
        let mut stream = index.terms().stream()?;
        while stream.advance() {
            let (word, info) = (stream.key(), stream.value());
            let is_frequent = info.doc_freq >= reader.max_doc() / FREQUENT;
            let begun = lengths(word).filter_map(|to| word.get(..to));
            let begun: Vec<&[u8]> = begun
                .filter(|begun| frequent.beginnings.contains_key(*begun))
                .collect();
            if !is_frequent && begun.is_empty() {
                continue;
            }
            let mut products = Vec::new();
            each_product(reader, slots, field, info, |slot| products.push(slot))?;
            for begun in begun {
                if let Some(bits) = frequent.beginnings.get_mut(begun) {
                    bits.extend(products.iter().copied());
                }
            }
            if is_frequent {
                let mut bits = FixedBitSet::with_capacity(size);
                bits.extend(products);
                frequent.words.insert(word.into(), bits);
            }
        }
        Ok(frequent)
    }

    /// The products that hold a word, where they are kept.
    pub fn word(&self, word: &[u8]) -> Option<&FixedBitSet> {
        self.words.get(word)
    }

    /// The products that hold any word that begins so, where they are kept.
    pub fn beginning(&self, beginning: &[u8]) -> Option<&FixedBitSet> {
        self.beginnings.get(beginning)
    }
}

/// How long the beginnings of a word are, in bytes.
fn lengths(word: &[u8]) -> impl Iterator<Item = usize> {
    1..=word.len().min(LETTERS)
}

/// The beginnings to keep. Words come sorted, so that those of one beginning come together.
fn beginnings(reader: &SegmentReader, field: Field) -> tantivy::Result<Vec<Box<[u8]>>> {
    let mut kept = Vec::new();
    // By length less one: the words that begin like the last one, and how many documents these are in.
    let mut open = [(0u32, 0u64); LETTERS];
    let mut last: Vec<u8> = Vec::new();
    let index = reader.inverted_index(field)?;
    let mut stream = index.terms().stream()?;
    let enough = u64::from(reader.max_doc() / SHARE);
    let mut close = |last: &[u8], open: &mut [(u32, u64); LETTERS], from: usize| {
        for (to, (words, documents)) in (1..).zip(open.iter_mut()).skip(from) {
            if *words >= WORDS && *documents >= enough {
                kept.extend(last.get(..to).map(Box::from));
            }
            (*words, *documents) = (0, 0);
        }
    };
    while stream.advance() {
        let word = stream.key();
        let same = last
            .iter()
            .zip(word)
            .take_while(|(one, other)| one == other)
            .count();
        close(&last, &mut open, same);
        for (words, documents) in open.iter_mut().take(word.len()) {
            *words += 1;
            *documents += u64::from(stream.value().doc_freq);
        }
        last.clear();
        last.extend_from_slice(word);
    }
    close(&last, &mut open, 0);
    Ok(kept)
}
