#![expect(clippy::unwrap_used, reason = "tests may panic")]

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;
use uuid::Uuid;

use super::super::amount::AmountUnit;
use super::super::entry::{Amount, Entry, Value};
use super::*;

/// A product of a made-up catalog: what it has of each facet, its price, and how much zinc a serving holds.
#[derive(Debug, Clone)]
struct Made {
    values: BTreeSet<(Facet, u8)>,
    price: Option<i64>,
    zinc: Option<u16>,
    name: u8,
}

fn made() -> impl Strategy<Value = Made> {
    let facet = proptest::sample::select(Facet::ALL.to_vec());
    let values = proptest::collection::btree_set((facet, 0u8..6), 0..10);
    let price = proptest::option::of(100i64..120);
    let zinc = proptest::option::of(0u16..50);
    (values, price, zinc, any::<u8>()).prop_map(|(values, price, zinc, name)| Made {
        values,
        price,
        zinc,
        name,
    })
}

fn entry(number: u32, made: &Made) -> Entry {
    Entry {
        name: format!("Product {}", made.name),
        price: made.price,
        unit_price: made.price.map(|price| price / 10),
        published: i64::from(made.name) * 7 % 50,
        values: made
            .values
            .iter()
            .map(|(facet, value)| Value {
                facet: *facet,
                key: format!("v{value}"),
                label: format!("Value {value}"),
                parent: None,
            })
            .map(Arc::new)
            .collect(),
        amounts: made
            .zinc
            .map(|milligrams| Amount {
                ingredient: "zinc".to_owned(),
                label: None,
                measured: Some((AmountUnit::Milligram, f64::from(milligrams))),
            })
            .into_iter()
            .collect(),
        ..Entry::blank(number, "")
    }
}

fn selection() -> impl Strategy<Value = Selection> {
    let facet = proptest::sample::select(Facet::ALL.to_vec());
    let keys = proptest::collection::vec((0u8..6).prop_map(|value| format!("v{value}")), 0..3);
    let chosen = proptest::collection::btree_map(facet, keys, 0..4);
    let price = proptest::option::of((95i64..115, 100i64..125));
    let zinc = proptest::option::of((0f64..40.0, 10f64..60.0));
    (chosen, price, zinc).prop_map(|(chosen, price, zinc)| Selection {
        chosen,
        price,
        amounts: zinc
            .map(|(from, to)| {
                let unit = AmountUnit::Milligram;
                ("zinc".to_owned(), AmountRange { unit, from, to })
            })
            .into_iter()
            .collect(),
    })
}

/// Whether a product fits, decided one by one.
fn fits(entry: &Entry, selection: &Selection) -> bool {
    let has = |facet: Facet, key: &String| {
        let mut values = entry.values.iter();
        values.any(|value| value.facet == facet && value.key == *key)
    };
    let in_facets = selection.chosen.iter().all(|(facet, keys)| {
        keys.is_empty()
            || match facet.combine() {
                Combine::Any => keys.iter().any(|key| has(*facet, key)),
                Combine::All => keys.iter().all(|key| has(*facet, key)),
            }
    });
    let in_price = selection.price.is_none_or(|(from, to)| {
        entry
            .price
            .is_some_and(|price| from <= price && price <= to)
    });
    let in_amounts = selection.amounts.iter().all(|(ingredient, range)| {
        let mut amounts = entry.amounts.iter();
        amounts.any(|amount| {
            amount.ingredient == *ingredient
                && amount
                    .measured
                    .is_some_and(|(_, number)| range.from <= number && number <= range.to)
        })
    });
    in_facets && in_price && in_amounts
}

/// The same catalog made in one go, and made by adding and taking away.
fn shelves(products: &[Made]) -> [Shelf; 2] {
    let entries: Vec<Entry> = products
        .iter()
        .zip(0..)
        .map(|(made, number)| entry(number, made))
        .collect();
    let mut whole = Shelf::default();
    let mut many = entries.clone();
    // Enough for everything to be sorted at once; they are taken away again below.
    let more = (1_000..1_300).map(|number| {
        let made = Made {
            values: BTreeSet::from([(Facet::Brand, 1)]),
            price: Some(7),
            zinc: Some(3),
            name: 9,
        };
        entry(number, &made)
    });
    many.extend(more);
    let gone: Vec<Uuid> = many
        .iter()
        .skip(entries.len())
        .map(|entry| entry.id)
        .collect();
    let numbered = whole.number(many);
    whole.apply(&[], numbered);
    whole.apply(&gone, Vec::new());
    let mut stepwise = Shelf::default();
    for entry in entries {
        let mut before = entry.clone();
        before.price = Some(1);
        before.values.truncate(1);
        for one in [before, entry] {
            let numbered = stepwise.number(vec![one]);
            stepwise.apply(&[], numbered);
        }
    }
    [whole, stepwise]
}

fn ids(shelf: &Shelf, slots: &[u32]) -> Vec<Uuid> {
    let slots = slots.iter();
    slots
        .map(|slot| shelf.entry(*slot as usize).unwrap().id)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn clicking_a_value_shows_as_many_products_as_it_says(
        products in proptest::collection::vec(made(), 0..60),
        selection in selection(),
    ) {
        for shelf in shelves(&products) {
            let all = shelf.all().clone();
            let narrowed = selection.narrow(&shelf, &all);
            let fitting = products.iter().zip(0..).map(|(made, number)| entry(number, made));
            prop_assert_eq!(narrowed.total, fitting.filter(|entry| fits(entry, &selection)).count());
            for (facet, counts) in narrowed.counts() {
                for count in &counts {
                    let mut clicked = selection.clone();
                    let keys = clicked.chosen.entry(facet).or_default();
                    match facet.combine() {
                        Combine::Any => *keys = vec![count.key.to_owned()],
                        Combine::All if count.is_chosen => {}
                        Combine::All => keys.push(count.key.to_owned()),
                    }
                    prop_assert_eq!(clicked.narrow(&shelf, &all).total, count.count, "{} {}", facet, count.key);
                }
                for key in selection.chosen.get(&facet).into_iter().flatten() {
                    let is_listed = counts.iter().any(|count| count.key == key);
                    let is_known = shelf.value(facet, key).is_some();
                    prop_assert_eq!(is_listed, is_known, "a chosen value stays visible");
                }
            }
        }
    }

    #[test]
    fn pages_hold_every_product_once_and_in_order(
        products in proptest::collection::vec(made(), 0..60),
        selection in selection(),
        sort in proptest::sample::select(Sort::ALL.to_vec()),
        size in 1usize..7,
    ) {
        let sort = if sort == Sort::Relevance { Sort::Name } else { sort };
        let mut seen: Vec<Vec<Uuid>> = Vec::new();
        for shelf in shelves(&products) {
            let all = shelf.all().clone();
            let narrowed = selection.narrow(&shelf, &all);
            let whole = narrowed.first(sort, None, 1_000, None);
            prop_assert_eq!(whole.len(), narrowed.total);
            let mut paged = Vec::new();
            let mut after: Option<Place> = None;
            loop {
                let page = narrowed.first(sort, after.as_ref(), size, None);
                let Some(last) = page.last() else { break };
                let entry = shelf.entry(*last as usize).unwrap();
                after = Some(Place::of(sort.rank(entry, 0.0), entry));
                paged.extend(page);
            }
            prop_assert_eq!(&paged, &whole);
            let ordered: Vec<u32> = shelf.order(sort).iter().copied()
                .filter(|slot| narrowed.products.contains(*slot as usize)).collect();
            prop_assert_eq!(&ordered, &whole, "the kept order is that of comparing");
            seen.push(ids(&shelf, &whole));
        }
        prop_assert_eq!(seen.first(), seen.last());
    }
}
