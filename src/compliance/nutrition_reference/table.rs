//! The nutrient reference values of Regulation (EU) No 1169/2011, annex XIII, part A, point 1, with the units of annex I
//! of Directive 2002/46/EC.

use rust_decimal::Decimal;

use crate::compliance::daily_values::Nutrient;

/// A unit in which a vitamin or mineral is declared (Directive 2002/46/EC, annex I).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EuUnit {
    /// mg
    Milligram,
    /// µg
    Microgram,
    /// µg of retinol equivalents: vitamin A. Carotenes count otherwise than in mcg RAE.
    MicrogramRe,
    /// mg of alpha-tocopherol equivalents: vitamin E.
    MilligramAlphaTe,
    /// mg of niacin equivalents: niacin.
    MilligramNe,
}

impl EuUnit {
    /// How it is printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Milligram => "mg",
            Self::Microgram => "µg",
            Self::MicrogramRe => "µg RE",
            Self::MilligramAlphaTe => "mg α-TE",
            Self::MilligramNe => "mg NE",
        }
    }
}

/// A nutrient reference value for adults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NutrientReference {
    /// Which vitamin or mineral.
    pub nutrient: Nutrient,
    /// Its name in the annex.
    pub name: &'static str,
    /// How much, in `unit`.
    pub amount: Decimal,
    /// The unit of the directive.
    pub unit: EuUnit,
}

/// The reference value of a nutrient; `None` for what has none, such as choline and sodium.
pub fn nutrient_reference(nutrient: Nutrient) -> Option<NutrientReference> {
    TABLE.into_iter().find(|row| row.nutrient == nutrient)
}

/// The name of a nutrient in the Union: that of the annexes XIII and XV of the regulation, with "of which" where annex XV
/// has it, or else that of US labels.
pub fn european_name(nutrient: Nutrient) -> &'static str {
    match nutrient {
        Nutrient::Calories => "Energy",
        Nutrient::TotalFat => "Fat",
        Nutrient::SaturatedFat => "of which saturates",
        Nutrient::MonounsaturatedFat => "of which mono-unsaturates",
        Nutrient::PolyunsaturatedFat => "of which polyunsaturates",
        Nutrient::TotalCarbohydrate => "Carbohydrate",
        Nutrient::TotalSugars => "of which sugars",
        Nutrient::SugarAlcohol => "of which polyols",
        Nutrient::DietaryFiber => "Fibre",
        other => nutrient_reference(other).map_or(other.name(), |row| row.name),
    }
}

const fn row(
    nutrient: Nutrient,
    name: &'static str,
    tenths: u32,
    unit: EuUnit,
) -> NutrientReference {
    NutrientReference {
        nutrient,
        name,
        amount: Decimal::from_parts(tenths, 0, 0, false, 1),
        unit,
    }
}

/// The 27 vitamins and minerals in the order of the annex; amounts written in tenths of the unit.
#[rustfmt::skip] // a table is read by its columns
pub const TABLE: [NutrientReference; 27] = [
    row(Nutrient::VitaminA, "Vitamin A", 8000, EuUnit::MicrogramRe),
    row(Nutrient::VitaminD, "Vitamin D", 50, EuUnit::Microgram),
    row(Nutrient::VitaminE, "Vitamin E", 120, EuUnit::MilligramAlphaTe),
    row(Nutrient::VitaminK, "Vitamin K", 750, EuUnit::Microgram),
    row(Nutrient::VitaminC, "Vitamin C", 800, EuUnit::Milligram),
    row(Nutrient::Thiamin, "Thiamin", 11, EuUnit::Milligram),
    row(Nutrient::Riboflavin, "Riboflavin", 14, EuUnit::Milligram),
    row(Nutrient::Niacin, "Niacin", 160, EuUnit::MilligramNe),
    row(Nutrient::VitaminB6, "Vitamin B6", 14, EuUnit::Milligram),
    row(Nutrient::Folate, "Folic acid", 2000, EuUnit::Microgram),
    row(Nutrient::VitaminB12, "Vitamin B12", 25, EuUnit::Microgram),
    row(Nutrient::Biotin, "Biotin", 500, EuUnit::Microgram),
    row(Nutrient::PantothenicAcid, "Pantothenic acid", 60, EuUnit::Milligram),
    row(Nutrient::Potassium, "Potassium", 20_000, EuUnit::Milligram),
    row(Nutrient::Chloride, "Chloride", 8000, EuUnit::Milligram),
    row(Nutrient::Calcium, "Calcium", 8000, EuUnit::Milligram),
    row(Nutrient::Phosphorus, "Phosphorus", 7000, EuUnit::Milligram),
    row(Nutrient::Magnesium, "Magnesium", 3750, EuUnit::Milligram),
    row(Nutrient::Iron, "Iron", 140, EuUnit::Milligram),
    row(Nutrient::Zinc, "Zinc", 100, EuUnit::Milligram),
    row(Nutrient::Copper, "Copper", 10, EuUnit::Milligram),
    row(Nutrient::Manganese, "Manganese", 20, EuUnit::Milligram),
    row(Nutrient::Fluoride, "Fluoride", 35, EuUnit::Milligram),
    row(Nutrient::Selenium, "Selenium", 550, EuUnit::Microgram),
    row(Nutrient::Chromium, "Chromium", 400, EuUnit::Microgram),
    row(Nutrient::Molybdenum, "Molybdenum", 500, EuUnit::Microgram),
    row(Nutrient::Iodine, "Iodine", 1500, EuUnit::Microgram),
];
