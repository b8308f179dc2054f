//! The Daily Values themselves: 21 CFR 101.9(c)(8)(iv) (RDIs) and (c)(9) (DRVs), in force since the
//! rule of 2016.

use rust_decimal::Decimal;

use super::{Nutrient, Population};

/// One nutrient: adults and children from 4, infants to 12 months, children 1 to 3, pregnant and
/// lactating women; in the unit of [`Nutrient::unit`].
type Row = (Nutrient, [Option<Decimal>; 4]);

/// The Daily Value in the nutrient's unit.
pub(super) fn amount(nutrient: Nutrient, population: Population) -> Option<Decimal> {
    let (_, [adults, infants, children, mothers]) =
        TABLE.iter().find(|(row, _)| *row == nutrient)?;
    match population {
        Population::AdultsAndChildrenFrom4 => *adults,
        Population::Infants => *infants,
        Population::Children1To3 => *children,
        Population::PregnantAndLactating => *mothers,
    }
}

/// A whole number.
const fn n(whole: u32) -> Option<Decimal> {
    Some(Decimal::from_parts(whole, 0, 0, false, 0))
}

/// A number with one decimal: `t(2, 4)` is 2.4.
const fn t(whole: u32, tenth: u32) -> Option<Decimal> {
    Some(Decimal::from_parts(whole * 10 + tenth, 0, 0, false, 1))
}

/// No Daily Value for this population.
const NONE: Option<Decimal> = None;

#[rustfmt::skip] // a table is read by its columns
pub(super) const TABLE: [Row; 35] = [
    // RDIs                         from 4     infants    1 to 3     pregnant, lactating
    (Nutrient::VitaminA,           [n(900),    n(500),    n(300),    n(1300)]),
    (Nutrient::VitaminC,           [n(90),     n(50),     n(15),     n(120)]),
    (Nutrient::VitaminD,           [n(20),     n(10),     n(15),     n(15)]),
    (Nutrient::VitaminE,           [n(15),     n(5),      n(6),      n(19)]),
    (Nutrient::VitaminK,           [n(120),    t(2, 5),   n(30),     n(90)]),
    (Nutrient::Thiamin,            [t(1, 2),   t(0, 3),   t(0, 5),   t(1, 4)]),
    (Nutrient::Riboflavin,         [t(1, 3),   t(0, 4),   t(0, 5),   t(1, 6)]),
    (Nutrient::Niacin,             [n(16),     n(4),      n(6),      n(18)]),
    (Nutrient::VitaminB6,          [t(1, 7),   t(0, 3),   t(0, 5),   n(2)]),
    (Nutrient::Folate,             [n(400),    n(80),     n(150),    n(600)]),
    (Nutrient::VitaminB12,         [t(2, 4),   t(0, 5),   t(0, 9),   t(2, 8)]),
    (Nutrient::Biotin,             [n(30),     n(6),      n(8),      n(35)]),
    (Nutrient::PantothenicAcid,    [n(5),      t(1, 8),   n(2),      n(7)]),
    (Nutrient::Choline,            [n(550),    n(150),    n(200),    n(550)]),
    (Nutrient::Calcium,            [n(1300),   n(260),    n(700),    n(1300)]),
    (Nutrient::Iron,               [n(18),     n(11),     n(7),      n(27)]),
    (Nutrient::Phosphorus,         [n(1250),   n(275),    n(460),    n(1250)]),
    (Nutrient::Iodine,             [n(150),    n(130),    n(90),     n(290)]),
    (Nutrient::Magnesium,          [n(420),    n(75),     n(80),     n(400)]),
    (Nutrient::Zinc,               [n(11),     n(3),      n(3),      n(13)]),
    (Nutrient::Selenium,           [n(55),     n(20),     n(20),     n(70)]),
    (Nutrient::Copper,             [t(0, 9),   t(0, 2),   t(0, 3),   t(1, 3)]),
    (Nutrient::Manganese,          [t(2, 3),   t(0, 6),   t(1, 2),   t(2, 6)]),
    (Nutrient::Chromium,           [n(35),     t(5, 5),   n(11),     n(45)]),
    (Nutrient::Molybdenum,         [n(45),     n(3),      n(17),     n(50)]),
    (Nutrient::Chloride,           [n(2300),   n(570),    n(1500),   n(2300)]),
    (Nutrient::Potassium,          [n(4700),   n(700),    n(3000),   n(5100)]),
    // DRVs (protein of infants and of pregnant and lactating women is an RDI)
    (Nutrient::TotalFat,           [n(78),     n(30),     n(39),     n(78)]),
    (Nutrient::SaturatedFat,       [n(20),     NONE,      n(10),     n(20)]),
    (Nutrient::Cholesterol,        [n(300),    NONE,      n(300),    n(300)]),
    (Nutrient::TotalCarbohydrate,  [n(275),    n(95),     n(150),    n(275)]),
    (Nutrient::Sodium,             [n(2300),   NONE,      n(1500),   n(2300)]),
    (Nutrient::DietaryFiber,       [n(28),     NONE,      n(14),     n(28)]),
    (Nutrient::AddedSugars,        [n(50),     NONE,      n(25),     n(50)]),
    (Nutrient::Protein,            [n(50),     n(11),     n(13),     n(71)]),
];
