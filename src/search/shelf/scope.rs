//! Among which products is looked: all of them, those of a category or a brand, or those of a collection.

use std::sync::Arc;

use fixedbitset::FixedBitSet;
use uuid::Uuid;

use super::Shelf;
use super::amount::AmountRange;
use super::facet::Facet;
use crate::publishing::Kind;

/// A part of the catalog that has a page of its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Scope {
    /// Everything.
    #[default]
    Everything,
    /// What has a value: a category, a brand.
    Value(Facet, String),
    /// A collection, by its slug.
    Collection(String, Arc<Members>),
}

/// Who belongs to a collection.
#[derive(Debug, Default, PartialEq)]
pub struct Members {
    /// Those that were picked by hand, in order.
    pub picked: Vec<Uuid>,
    /// What the others have in common.
    pub rules: Vec<Membership>,
    /// Whether they must have all of it, or any.
    pub needs_all: bool,
}

/// One thing that the members of a collection have in common.
#[derive(Debug, PartialEq)]
pub enum Membership {
    /// A value of a facet.
    Value(Facet, String),
    /// So much of an ingredient in a serving.
    Amount(String, AmountRange),
    /// Something that is not public now: nothing has it.
    Nothing,
}

impl Scope {
    /// The address of its page in the default market.
    pub fn path(&self) -> String {
        let path = match self {
            Self::Everything => None,
            Self::Value(Facet::Brand, slug) => Kind::Brand.path(slug),
            Self::Value(_, slug) => Kind::Category.path(slug),
            Self::Collection(slug, _) => Kind::Collection.path(slug),
        };
        path.unwrap_or_else(|| "/products".to_owned())
    }

    /// Whether everything in it has the same value of a facet, so that choosing it says nothing.
    pub const fn settles(&self, facet: Facet) -> bool {
        matches!((self, facet), (Self::Value(Facet::Brand, _), Facet::Brand))
    }

    /// Its products; nothing for all of them.
    pub fn products(&self, shelf: &Shelf) -> Option<FixedBitSet> {
        match self {
            Self::Everything => None,
            Self::Value(facet, key) => Some(with_value(shelf, *facet, key)),
            Self::Collection(_, members) => Some(members.products(shelf)),
        }
    }

    /// The products that stand first in it.
    pub fn picked(&self) -> &[Uuid] {
        match self {
            Self::Collection(_, members) => &members.picked,
            _ => &[],
        }
    }
}

impl Members {
    fn products(&self, shelf: &Shelf) -> FixedBitSet {
        let mut sets = self.rules.iter().map(|rule| rule.products(shelf));
        let mut set = sets.next().unwrap_or_default();
        for other in sets {
            if self.needs_all {
                set.intersect_with(&other);
            } else {
                set.union_with(&other);
            }
        }
        let picked = self.picked.iter().filter_map(|id| shelf.slot_of(*id));
        for slot in picked {
            set.grow_and_insert(slot as usize);
        }
        set
    }
}

impl Membership {
    fn products(&self, shelf: &Shelf) -> FixedBitSet {
        match self {
            Self::Value(facet, key) => with_value(shelf, *facet, key),
            Self::Amount(ingredient, range) => shelf.holding(ingredient, range),
            Self::Nothing => FixedBitSet::new(),
        }
    }
}

/// The products that have a value of a facet.
pub fn with_value(shelf: &Shelf, facet: Facet, key: &str) -> FixedBitSet {
    let mut set = FixedBitSet::with_capacity(shelf.all().len());
    if let Some(value) = shelf.value(facet, key) {
        value.postings.add_to(&mut set);
    }
    set
}
