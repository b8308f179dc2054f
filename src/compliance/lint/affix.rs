//! Beginnings and endings of words that are in no list.

use std::collections::HashMap;

use super::class::{ClassId, ClassSet};
use super::hash::Hashing;

/// Shorter beginnings and endings would fit too much; longer ones than 15 letters are not kept apart.
pub(super) const SHORTEST_AFFIX: usize = 3;

/// A beginning or ending of coined and learned words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Affix {
    pub class: ClassId,
    /// Letters that must be left of the word without the affix.
    pub rest: usize,
}

/// Beginnings, or endings, with a quick way to tell that none fits.
#[derive(Debug, Default)]
pub(super) struct Affixes {
    list: HashMap<Box<str>, Affix, Hashing>,
    /// Lengths to try, as bits, by the three letters at the edge.
    edges: HashMap<Box<str>, u16, Hashing>,
}

impl Affixes {
    pub(super) fn insert(&mut self, text: &str, edge: Option<&str>, affix: Affix) {
        if let Some(edge) = edge.filter(|_| text.len() < 16) {
            *self.edges.entry(edge.into()).or_default() |= 1 << text.len();
            self.list.insert(text.into(), affix);
        }
    }

    pub(super) fn lengths(&self, edge: Option<&str>) -> impl Iterator<Item = usize> + use<> {
        let bits = edge
            .and_then(|edge| self.edges.get(edge))
            .copied()
            .unwrap_or_default();
        (SHORTEST_AFFIX..16).filter(move |length| bits & (1 << length) != 0)
    }

    pub(super) fn apply(&self, text: Option<&str>, length: usize, classes: &mut ClassSet) {
        if let Some((text, affix)) =
            text.and_then(|text| self.list.get(text).map(|affix| (text, affix)))
            && length - text.len() >= affix.rest
        {
            classes.insert(affix.class);
        }
    }
}
