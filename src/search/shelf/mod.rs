//! All products of a market in memory, by number: what they can be narrowed by, and what they are sorted by.

pub mod amount;
pub mod counting;
pub mod entry;
pub mod facet;
pub mod order;
pub mod postings;
pub mod scope;
pub mod selection;
pub mod tags;

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use fixedbitset::FixedBitSet;
use uuid::Uuid;

use self::amount::{AmountRange, AmountUnit};
use self::entry::{Entry, Value};
use self::facet::Facet;
use self::order::{Sort, compare};
use self::postings::Postings;
use self::tags::Tags;
use crate::search::words;

/// More products than these are sorted anew all together.
const AT_ONCE: usize = 256;

/// The orders that don't depend on words.
const ORDERS: &[Sort] = &[
    Sort::Name,
    Sort::PriceUp,
    Sort::PriceDown,
    Sort::UnitPrice,
    Sort::Newest,
];

/// A value of a facet with the products that have it.
#[derive(Debug, Clone)]
pub struct Shelved {
    /// Its number among all values of all facets.
    pub number: u32,
    /// As the product has it that came last.
    pub value: Arc<Value>,
    /// The words of its label.
    pub words: Vec<String>,
    /// The products.
    pub postings: Postings,
}

impl Shelved {
    /// For people.
    pub fn label(&self) -> &str {
        &self.value.label
    }
}

/// An ingredient and the unit in which amounts of it are compared.
type Measure = (String, AmountUnit);

/// The products of a market. Copies share what they have in common, so that readers keep theirs while the next is made.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    entries: Vec<Option<Arc<Entry>>>,
    slots: HashMap<Uuid, u32>,
    free: Vec<u32>,
    all: FixedBitSet,
    facets: BTreeMap<Facet, BTreeMap<String, Arc<Shelved>>>,
    /// One more than the highest number of a value, and those that became free.
    values: u32,
    free_values: Vec<u32>,
    tags: Tags,
    /// By ingredient and unit: how much a serving holds and the product, in ascending order.
    amounts: BTreeMap<Measure, Arc<Vec<(f64, u32)>>>,
    orders: BTreeMap<Sort, Arc<Vec<u32>>>,
}

impl Shelf {
    /// How many products there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Every product.
    pub const fn all(&self) -> &FixedBitSet {
        &self.all
    }

    /// Gives every product a number: the one that it has, one that became free, or a new one.
    pub fn number(&self, entries: Vec<Entry>) -> Vec<(u32, Entry)> {
        let mut free = self.free.iter().rev().copied();
        let mut next = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let mut numbered = Vec::with_capacity(entries.len());
        for entry in entries {
            let known = self.slot_of(entry.id).or_else(|| free.next());
            let slot = known.unwrap_or_else(|| {
                next += 1;
                next - 1
            });
            numbered.push((slot, entry));
        }
        numbered
    }

    /// A product by its number.
    pub fn entry(&self, slot: usize) -> Option<&Entry> {
        self.entries.get(slot)?.as_deref()
    }

    /// The number of a product.
    pub fn slot_of(&self, id: Uuid) -> Option<u32> {
        self.slots.get(&id).copied()
    }

    /// Takes products away and adds others, or puts them in place of what was known of them, each with its number.
    pub fn apply(&mut self, gone: &[Uuid], entries: Vec<(u32, Entry)>) {
        // Beyond some, sorting everything once is less work than finding the place of each.
        let at_once = entries.len() > AT_ONCE;
        for id in gone {
            self.remove(*id, at_once);
        }
        for (slot, entry) in entries {
            self.remove(entry.id, at_once);
            self.put(slot, entry, at_once);
        }
        if at_once {
            self.sort();
        }
    }

    /// Adds a product that is not there, without a place in any order until [`Self::sort`] gives it one.
    pub fn add(&mut self, slot: u32, entry: Entry) {
        self.put(slot, entry, true);
    }

    fn put(&mut self, slot: u32, mut entry: Entry, sort_later: bool) {
        let at = slot as usize;
        self.free.retain(|free| *free != slot);
        if at >= self.entries.len() {
            let gap = self.entries.len()..at;
            self.free
                .extend(gap.filter_map(|slot| u32::try_from(slot).ok()));
            self.entries.resize(at + 1, None);
            self.all.grow(at + 1);
        }
        let size = self.entries.len();
        let mut tags = Vec::with_capacity(entry.values.len());
        for value in &mut entry.values {
            let shelved = self.shelved(value);
            tags.push(shelved.number);
            if shelved.value == *value {
                *value = Arc::clone(&shelved.value);
            } else {
                shelved.words = words::of_text(&value.label);
                shelved.value = Arc::clone(value);
            }
            shelved.postings.insert(slot, size);
        }
        self.tags.set(slot, &tags);
        self.all.insert(at);
        self.slots.insert(entry.id, slot);
        let entry = Arc::new(entry);
        if !sort_later {
            self.place(slot, &entry);
        }
        if let Some(place) = self.entries.get_mut(at) {
            *place = Some(entry);
        }
    }

    /// Puts a product into its place in every order.
    fn place(&mut self, slot: u32, entry: &Entry) {
        for sort in ORDERS {
            let at = self.place_of(*sort, entry);
            Arc::make_mut(self.orders.entry(*sort).or_default()).insert(at, slot);
        }
        for (key, number) in comparable(entry) {
            let list = Arc::make_mut(self.amounts.entry(key).or_default());
            let at = list.partition_point(|(other, _)| *other < number);
            list.insert(at, (number, slot));
        }
    }

    /// How many products stand before one in an order.
    fn place_of(&self, sort: Sort, entry: &Entry) -> usize {
        self.order(sort).partition_point(|slot| {
            self.entry(*slot as usize)
                .is_some_and(|other| compare(sort, other, entry) == Ordering::Less)
        })
    }

    /// Puts everything in order.
    pub fn sort(&mut self) {
        let entries = &self.entries;
        let known = || {
            let slots = entries.iter().zip(0u32..);
            slots.filter_map(|(entry, slot)| Some((slot, entry.as_deref()?)))
        };
        let mut orders = BTreeMap::new();
        for sort in ORDERS {
            let mut order: Vec<(u32, &Entry)> = known().collect();
            order.sort_unstable_by(|(_, one), (_, other)| compare(*sort, one, other));
            let order = order.into_iter().map(|(slot, _)| slot).collect();
            orders.insert(*sort, Arc::new(order));
        }
        let mut amounts: BTreeMap<_, Vec<(f64, u32)>> = BTreeMap::new();
        for (slot, entry) in known() {
            for (key, number) in comparable(entry) {
                amounts.entry(key).or_default().push((number, slot));
            }
        }
        for list in amounts.values_mut() {
            list.sort_unstable_by(|(one, _), (other, _)| one.total_cmp(other));
        }
        self.orders = orders;
        self.amounts = amounts
            .into_iter()
            .map(|(key, list)| (key, Arc::new(list)))
            .collect();
    }

    fn shelved(&mut self, value: &Arc<Value>) -> &mut Shelved {
        let facet = self.facets.entry(value.facet).or_default();
        let (values, free) = (&mut self.values, &mut self.free_values);
        let shelved = facet.entry(value.key.clone()).or_insert_with(|| {
            let number = free.pop().unwrap_or_else(|| {
                *values += 1;
                *values - 1
            });
            Arc::new(Shelved {
                number,
                words: words::of_text(&value.label),
                value: Arc::clone(value),
                postings: Postings::default(),
            })
        });
        Arc::make_mut(shelved)
    }

    /// Takes a product away; its number is given to the next one.
    fn remove(&mut self, id: Uuid, sort_later: bool) {
        let Some(slot) = self.slots.remove(&id) else {
            return;
        };
        let Some(entry) = self.entries.get(slot as usize).cloned().flatten() else {
            return;
        };
        if !sort_later {
            for sort in ORDERS {
                let at = self.place_of(*sort, &entry);
                let order = Arc::make_mut(self.orders.entry(*sort).or_default());
                if order.get(at) == Some(&slot) {
                    order.remove(at);
                }
            }
            for (key, _) in comparable(&entry) {
                if let Some(list) = self.amounts.get_mut(&key) {
                    Arc::make_mut(list).retain(|(_, other)| *other != slot);
                }
            }
        }
        if let Some(place) = self.entries.get_mut(slot as usize) {
            *place = None;
        }
        self.tags.set(slot, &[]);
        self.all.set(slot as usize, false);
        self.free.push(slot);
        for value in &entry.values {
            let Some(facet) = self.facets.get_mut(&value.facet) else {
                continue;
            };
            if let Some(shelved) = facet.get_mut(&value.key) {
                Arc::make_mut(shelved).postings.remove(slot);
                if shelved.postings.is_empty() {
                    self.free_values.push(shelved.number);
                    facet.remove(&value.key);
                }
            }
        }
    }

    /// The values of a facet, by key.
    pub fn values(&self, facet: Facet) -> impl Iterator<Item = (&str, &Shelved)> {
        let values = self.facets.get(&facet).into_iter().flatten();
        values.map(|(key, shelved)| (key.as_str(), &**shelved))
    }

    /// How many times a product has a value.
    pub const fn pairs(&self) -> usize {
        self.tags.count()
    }

    /// How many products of a set have each value, by its number.
    pub fn tally(&self, set: &FixedBitSet) -> Vec<u32> {
        self.tags.tally(set, self.values as usize)
    }

    /// One value of a facet.
    pub fn value(&self, facet: Facet, key: &str) -> Option<&Shelved> {
        self.facets.get(&facet)?.get(key).map(|shelved| &**shelved)
    }

    /// Whether any product says how much it holds of an ingredient, and in which unit most do.
    pub fn unit_of(&self, ingredient: &str) -> Option<AmountUnit> {
        let units = AmountUnit::ALL.iter().copied();
        let counted = units.filter_map(|unit| {
            let list = self.amounts.get(&(ingredient.to_owned(), unit))?;
            (!list.is_empty()).then_some((list.len(), unit))
        });
        counted
            .max_by_key(|(count, _)| *count)
            .map(|(_, unit)| unit)
    }

    /// The products of which a serving holds so much of an ingredient.
    pub fn holding(&self, ingredient: &str, range: &AmountRange) -> FixedBitSet {
        let mut set = FixedBitSet::with_capacity(self.entries.len());
        let list = self
            .amounts
            .get(&(ingredient.to_owned(), range.unit))
            .map(|list| &list[..])
            .unwrap_or_default();
        let begin = list.partition_point(|(number, _)| *number < range.from);
        let fitting = list
            .iter()
            .skip(begin)
            .take_while(|(number, _)| *number <= range.to);
        set.extend(fitting.map(|(_, slot)| *slot as usize));
        set
    }

    /// The products whose lowest price is from so much to so much, in minor units.
    pub fn priced(&self, from: i64, to: i64) -> FixedBitSet {
        let mut set = FixedBitSet::with_capacity(self.entries.len());
        let order = self.order(Sort::PriceUp);
        let price = |slot: &u32| self.entry(*slot as usize).and_then(|entry| entry.price);
        // Both ends are looked up in the order, in which those without a price are last: nothing between them is looked at.
        let begin = order.partition_point(|slot| price(slot).is_some_and(|price| price < from));
        let end = order.partition_point(|slot| price(slot).is_some_and(|price| price <= to));
        let fitting = order.get(begin..end).unwrap_or_default();
        set.extend(fitting.iter().map(|slot| *slot as usize));
        set
    }

    /// Every product in an order.
    pub fn order(&self, sort: Sort) -> &[u32] {
        self.orders
            .get(&sort)
            .map(|order| &order[..])
            .unwrap_or_default()
    }
}

/// The amounts of a product that can be compared, by ingredient and unit.
fn comparable(entry: &Entry) -> impl Iterator<Item = (Measure, f64)> {
    entry.amounts.iter().filter_map(|amount| {
        let (unit, number) = amount.measured?;
        Some(((amount.ingredient.clone(), unit), number))
    })
}
