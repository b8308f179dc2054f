//! A made-up catalog, the same every time: 60 brands, 14 forms, 30 categories, 150 ingredients with amounts, and plain words.

use std::path::Path;
use std::sync::Arc;

use formulary::catalog::market::{Currency, Money};
use formulary::catalog::offer::model::Availability;
use formulary::catalog::product::model::Form;
use formulary::search::follow::engine::Snapshot;
use formulary::search::shelf::Shelf;
use formulary::search::shelf::amount::AmountUnit;
use formulary::search::shelf::entry::{Amount, Card, Entry, Text, Value};
use formulary::search::shelf::facet::Facet;
use formulary::search::text::index::{Cursor, TextIndex, VERSION};
use uuid::Uuid;

const WORDS: &[&str] = &[
    "daily", "strength", "formula", "complex", "pure", "plus", "forte", "active", "support",
    "balance", "simple", "natural",
];

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn word(&mut self) -> &'static str {
        WORDS[usize::try_from(self.next(WORDS.len() as u64)).unwrap()]
    }
}

fn product(number: u64) -> (Entry, Text) {
    let mut dice = Dice(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1);
    let mut values = Vec::new();
    let mut value = |facet: Facet, key: String| {
        values.push(Arc::new(Value {
            facet,
            label: key.clone(),
            key,
            parent: None,
        }));
    };
    let brand = format!("brand{}", dice.next(60));
    value(Facet::Brand, brand.clone());
    value(Facet::Form, format!("form{}", dice.next(14)));
    value(Facet::Category, format!("category{}", dice.next(30)));
    for _ in 0..dice.next(5) {
        value(Facet::FreeFrom, format!("free{}", dice.next(9)));
    }
    let mut amounts = Vec::new();
    let mut ingredients = Vec::new();
    for _ in 0..=dice.next(11) {
        let key = format!("ingredient{}", dice.next(150));
        if !ingredients.contains(&key) {
            amounts.push(Amount {
                ingredient: key.clone(),
                label: None,
                measured: Some((
                    AmountUnit::Milligram,
                    f64::from(u32::try_from(dice.next(1_000)).unwrap()),
                )),
            });
            value(Facet::Ingredient, key.clone());
            ingredients.push(key);
        }
    }
    value(Facet::Topic, format!("topic{}", dice.next(25)));
    let name = format!(
        "{} {} {} {}",
        ingredients[0],
        dice.word(),
        dice.word(),
        dice.next(2_000)
    );
    let price = i64::try_from(300 + dice.next(9_000)).unwrap();
    let card = Card {
        id: Uuid::from_u128(u128::from(number) + 1),
        slug: format!("p-{number}"),
        url: format!("/products/p-{number}"),
        name: name.clone(),
        brand: brand.clone(),
        form: Form::Capsule,
        image: None,
        facts: vec![ingredients[0].clone(), "Capsules".to_owned()],
        marks: Vec::new(),
        prices_differ: false,
        price: Some(Money {
            minor: price,
            currency: Currency::USD,
        }),
        list_price: None,
        unit_price: None,
        availability: Some(Availability::InStock),
    };
    let text = Text {
        name: name.clone(),
        brand,
        ingredients: ingredients.join(" . "),
        topics: String::new(),
        description: (0..25).map(|_| dice.word()).collect::<Vec<_>>().join(" "),
        codes: vec![format!("sku-{number}")],
    };
    values.sort_by(|one, other| (one.facet, &one.key).cmp(&(other.facet, &other.key)));
    values.dedup_by(|one, other| (one.facet, &one.key) == (other.facet, &other.key));
    let entry = Entry {
        id: Uuid::from_u128(u128::from(number) + 1),
        name,
        price: Some(price),
        unit_price: Some(price / 30),
        published: i64::try_from(number).unwrap(),
        values,
        amounts,
        card,
    };
    (entry, text)
}

/// What can be searched of so many products, with its files in a folder.
pub fn build(size: u64, folder: &Path) -> Snapshot {
    let mut index = TextIndex::create(folder).unwrap();
    let mut entries = Vec::new();
    for number in 0..size {
        let (entry, text) = product(number);
        let slot = u32::try_from(number).unwrap();
        index.add(slot, &entry, &text).unwrap();
        entries.push((slot, entry));
    }
    let mut shelf = Shelf::default();
    shelf.apply(&[], entries);
    let cursor = Cursor {
        version: VERSION,
        epoch: Uuid::nil(),
        position: 1,
    };
    let texts = index.commit(&cursor).unwrap();
    Snapshot {
        shelf: Arc::new(shelf),
        texts,
        cursor,
        knowledge: Arc::default(),
    }
}
