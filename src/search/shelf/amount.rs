//! How much of an ingredient a serving holds, so that products can be narrowed by it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::compliance::daily_values::{Nutrient, nutrient_named};
use crate::evidence::dose::unit::{DoseUnit, convert};
use crate::text_enum;

text_enum! {
    /// A unit to which amounts are brought before they are compared. What does not convert is not compared.
    AmountUnit {
        /// Mass, in milligrams.
        Milligram = "mg",
        /// Colony forming units.
        Cfu = "cfu",
        /// International Units of what has no one factor to a mass.
        Iu = "iu",
    }
}

impl AmountUnit {
    /// What may be typed as an amount.
    pub const fn example(self) -> &'static str {
        match self {
            Self::Milligram => "100 mg",
            Self::Cfu => "10 bcfu",
            Self::Iu => "400 IU",
        }
    }
}

/// The unit that stands in addresses and the one for people, by how many of the base unit they are; the largest first.
const CELLS: &[(&str, &str, f64)] = &[
    ("bcfu", "billion CFU", 1e9),
    ("mcfu", "million CFU", 1e6),
    ("cfu", "CFU", 1.0),
];

/// An amount that can be compared: its unit, and how many of it.
pub type Measured = (AmountUnit, f64);

/// An amount as labels state it; nothing where its unit is none of those that are compared.
pub fn measured(amount: Decimal, unit: &str, nutrient: Option<Nutrient>) -> Option<Measured> {
    let stated = DoseUnit::parse(unit);
    let bases = [
        (AmountUnit::Milligram, "mg"),
        (AmountUnit::Cfu, "CFU"),
        (AmountUnit::Iu, "IU"),
    ];
    bases.into_iter().find_map(|(base, word)| {
        let number = convert(amount, &stated, &DoseUnit::parse(word), nutrient)?;
        // So exact that an address names the same amount when it is read again.
        let places = if base == AmountUnit::Cfu { 0 } else { 6 };
        Some((base, number.round_dp(places).to_f64()?))
    })
}

/// The same where the unit is the mass of a reference form, such as mcg DFE: as many of it as the label declares.
pub fn declared(amount: Decimal, unit: &str, nutrient: Option<Nutrient>) -> Option<Measured> {
    let mass = unit.split_whitespace().next().unwrap_or_default();
    measured(amount, unit, nutrient).or_else(|| measured(amount, mass, nutrient))
}

/// The nutrient that an ingredient's slug or name speaks of.
pub fn nutrient_of(name: &str) -> Option<Nutrient> {
    nutrient_named(&name.replace('-', " "))
}

/// How much a serving must hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AmountRange {
    /// Unit of both ends.
    pub unit: AmountUnit,
    /// At least.
    pub from: f64,
    /// At most.
    pub to: f64,
}

impl AmountRange {
    /// At least so much.
    pub const fn at_least((unit, from): Measured) -> Self {
        Self {
            unit,
            from,
            to: f64::INFINITY,
        }
    }

    /// Reads `100mg..`, `0.5g..2g`, `..50mcg`, `10bcfu..`; milligrams where no unit stands.
    pub fn parse(text: &str, nutrient: Option<Nutrient>) -> Option<Self> {
        let (from, to) = text.split_once("..")?;
        let end = |text: &str| (!text.trim().is_empty()).then(|| amount(text, nutrient));
        let (from, to) = (end(from), end(to));
        // An end that can't be read is not an open one.
        let (from, to) = match (from, to) {
            (None, None) | (Some(None), _) | (_, Some(None)) => return None,
            (from, to) => (from.flatten(), to.flatten()),
        };
        let unit = from.or(to)?.0;
        if [from, to]
            .into_iter()
            .flatten()
            .any(|(other, _)| other != unit)
        {
            return None;
        }
        let range = Self {
            unit,
            from: from.map_or(0.0, |(_, number)| number),
            to: to.map_or(f64::INFINITY, |(_, number)| number),
        };
        (range.from <= range.to).then_some(range)
    }

    /// Whether it asks for nothing.
    pub fn is_open(&self) -> bool {
        self.from <= 0.0 && self.to.is_infinite()
    }

    /// The two ends as they stand in addresses and fields; an open one is empty.
    pub fn ends(&self) -> (String, String) {
        let end = |number: f64, is_open: bool| {
            if is_open {
                return String::new();
            }
            let (number, unit, _) = self.in_unit(number);
            format!("{number}{unit}")
        };
        (
            end(self.from, self.from <= 0.0),
            end(self.to, self.to.is_infinite()),
        )
    }

    /// For people: `from 100 mg`, `100 mg to 400 mg`.
    pub fn words(&self) -> String {
        let end = |number: f64| {
            let (number, _, unit) = self.in_unit(number);
            format!("{number} {unit}")
        };
        match (self.from > 0.0, self.to.is_finite()) {
            (true, true) => format!("{} to {}", end(self.from), end(self.to)),
            (false, true) => format!("up to {}", end(self.to)),
            (_, false) => format!("from {}", end(self.from)),
        }
    }

    fn in_unit(&self, number: f64) -> (f64, &'static str, &'static str) {
        match self.unit {
            AmountUnit::Milligram => (number, "mg", "mg"),
            AmountUnit::Iu => (number, "iu", "IU"),
            AmountUnit::Cfu => {
                let largest = CELLS.iter().find(|(.., cells)| number >= *cells);
                let (short, words, cells) = largest.copied().unwrap_or(("cfu", "CFU", 1.0));
                (number / cells, short, words)
            }
        }
    }
}

fn amount(text: &str, nutrient: Option<Nutrient>) -> Option<Measured> {
    let text = text.trim().to_lowercase();
    let at = text
        .find(|letter: char| !(letter.is_ascii_digit() || letter == '.'))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(at)?;
    let unit = match unit.trim() {
        "" => "mg",
        "bcfu" => "billion cfu",
        "mcfu" => "million cfu",
        unit => unit,
    };
    measured(number.parse().ok()?, unit, nutrient)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;

    #[test]
    fn ranges_are_read_in_the_units_of_labels_and_written_in_one() {
        for (text, written, words) in [
            ("100mg..", "100mg..", "from 100 mg"),
            ("0.1g..0.4 g", "100mg..400mg", "100 mg to 400 mg"),
            ("..50mcg", "..0.05mg", "up to 0.05 mg"),
            ("25..", "25mg..", "from 25 mg"),
            ("10bcfu..", "10bcfu..", "from 10 billion CFU"),
            (
                "500 million cfu..1bcfu",
                "500mcfu..1bcfu",
                "500 million CFU to 1 billion CFU",
            ),
            ("400iu..", "400iu..", "from 400 IU"),
        ] {
            let range = AmountRange::parse(text, None).unwrap();
            let (from, to) = range.ends();
            assert_eq!(format!("{from}..{to}"), written);
            assert_eq!(range.words(), words);
        }
        for text in [
            "..",
            "10",
            "ten..",
            "5mg..10iu",
            "9mg..1mg",
            "3 spoons..",
            "5mg..x",
        ] {
            assert_eq!(AmountRange::parse(text, None), None, "{text}");
        }
    }

    #[test]
    fn international_units_of_vitamin_d_are_a_mass() {
        let range = AmountRange::parse("1000iu..", nutrient_of("vitamin-d")).unwrap();
        assert_eq!(range, AmountRange::at_least((AmountUnit::Milligram, 0.025)));
    }
}
