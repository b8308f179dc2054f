//! Word classes and small sets of them.

use std::collections::HashMap;

const BLOCKS: usize = 4;

/// How many classes one pack may use, the literal words of its patterns included.
pub(super) const LIMIT: usize = BLOCKS * 64;

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ClassSet([u64; BLOCKS]);

impl ClassSet {
    pub(super) fn of(class: ClassId) -> Self {
        let mut set = Self::default();
        set.insert(class);
        set
    }

    pub(super) fn insert(&mut self, class: ClassId) {
        if let Some(block) = self.0.get_mut(usize::from(class.0 / 64)) {
            *block |= 1 << (class.0 % 64);
        }
    }

    #[inline]
    pub(super) fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine |= theirs;
        }
    }

    #[inline]
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0
            .iter()
            .zip(&other.0)
            .fold(0, |hit, (a, b)| hit | (a & b))
            != 0
    }

    #[inline]
    pub(super) fn holds(&self, other: &Self) -> bool {
        self.0
            .iter()
            .zip(&other.0)
            .fold(0, |missing, (a, b)| missing | (b & !a))
            == 0
    }

    /// All blocks laid over each other: sets that share a class share a bit, so no common bit means no common class.
    #[inline]
    pub(super) fn shadow(&self) -> u64 {
        self.0.iter().fold(0, |shadow, block| shadow | block)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|block| *block == 0)
    }

    /// The members, lowest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = ClassId> + '_ {
        self.0.iter().zip(0u16..).flat_map(|(block, index)| {
            let mut rest = *block;
            std::iter::from_fn(move || {
                if rest == 0 {
                    return None;
                }
                let bit = rest.trailing_zeros() as u16;
                rest &= rest - 1;
                Some(ClassId(index * 64 + bit))
            })
        })
    }
}

/// One class of a compiled pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ClassId(pub(super) u16);

/// The classes of a pack by name, and the groups that stand for several of them.
#[derive(Debug, Default)]
pub(super) struct Classes {
    ids: HashMap<String, ClassId>,
    groups: HashMap<String, ClassSet>,
    common: ClassSet,
}

impl Classes {
    /// The class of this name, made if it is new; none when the pack is full.
    pub(super) fn intern(&mut self, name: &str) -> Option<ClassId> {
        if let Some(id) = self.ids.get(name) {
            return Some(*id);
        }
        let id = u16::try_from(self.ids.len())
            .ok()
            .filter(|id| usize::from(*id) < LIMIT)
            .map(ClassId)?;
        self.ids.insert(name.to_owned(), id);
        Some(id)
    }

    pub(super) fn mark_common(&mut self, class: ClassId) {
        self.common.insert(class);
    }

    pub(super) fn group(&mut self, name: &str, members: ClassSet) {
        self.groups.insert(name.to_owned(), members);
    }

    /// The classes that a name in a pattern stands for.
    pub(super) fn named(&self, name: &str) -> Option<ClassSet> {
        self.groups
            .get(name)
            .copied()
            .or_else(|| self.ids.get(name).map(|id| ClassSet::of(*id)))
    }

    /// Whether one of these classes is met in nearly every sentence, which makes it a poor key of an index.
    pub(super) fn is_common(&self, set: &ClassSet) -> bool {
        self.common.meets(set)
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }
}
