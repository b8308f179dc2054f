//! The nutrients that a Supplement Facts panel lists first, in the order of the regulation.

use super::Unit;

/// A (b)(2) dietary ingredient: one that has an RDI or a DRV, or is a subcomponent of one that has.
///
/// Declared, and therefore ordered (`Ord`), as 101.36(b)(2)(i)(B) lists them: calcium and iron
/// follow choline, sodium and potassium follow chloride.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "every variant is the nutrient of its name")]
pub enum Nutrient {
    Calories,
    TotalFat,
    SaturatedFat,
    TransFat,
    PolyunsaturatedFat,
    MonounsaturatedFat,
    Cholesterol,
    TotalCarbohydrate,
    DietaryFiber,
    SolubleFiber,
    InsolubleFiber,
    TotalSugars,
    AddedSugars,
    SugarAlcohol,
    Protein,
    VitaminA,
    VitaminC,
    VitaminD,
    VitaminE,
    VitaminK,
    Thiamin,
    Riboflavin,
    Niacin,
    VitaminB6,
    Folate,
    VitaminB12,
    Biotin,
    PantothenicAcid,
    Choline,
    Calcium,
    Iron,
    Phosphorus,
    Iodine,
    Magnesium,
    Zinc,
    Selenium,
    Copper,
    Manganese,
    Chromium,
    Molybdenum,
    Chloride,
    Sodium,
    Potassium,
    Fluoride,
}

impl Nutrient {
    /// All of them, in the order of 101.36(b)(2)(i)(B).
    pub const ALL: [Self; 44] = [
        Self::Calories,
        Self::TotalFat,
        Self::SaturatedFat,
        Self::TransFat,
        Self::PolyunsaturatedFat,
        Self::MonounsaturatedFat,
        Self::Cholesterol,
        Self::TotalCarbohydrate,
        Self::DietaryFiber,
        Self::SolubleFiber,
        Self::InsolubleFiber,
        Self::TotalSugars,
        Self::AddedSugars,
        Self::SugarAlcohol,
        Self::Protein,
        Self::VitaminA,
        Self::VitaminC,
        Self::VitaminD,
        Self::VitaminE,
        Self::VitaminK,
        Self::Thiamin,
        Self::Riboflavin,
        Self::Niacin,
        Self::VitaminB6,
        Self::Folate,
        Self::VitaminB12,
        Self::Biotin,
        Self::PantothenicAcid,
        Self::Choline,
        Self::Calcium,
        Self::Iron,
        Self::Phosphorus,
        Self::Iodine,
        Self::Magnesium,
        Self::Zinc,
        Self::Selenium,
        Self::Copper,
        Self::Manganese,
        Self::Chromium,
        Self::Molybdenum,
        Self::Chloride,
        Self::Sodium,
        Self::Potassium,
        Self::Fluoride,
    ];

    /// The name that 101.9(c) prints.
    pub fn name(self) -> &'static str {
        match self {
            Self::Calories => "Calories",
            Self::TotalFat => "Total Fat",
            Self::SaturatedFat => "Saturated Fat",
            Self::TransFat => "Trans Fat",
            Self::PolyunsaturatedFat => "Polyunsaturated Fat",
            Self::MonounsaturatedFat => "Monounsaturated Fat",
            Self::Cholesterol => "Cholesterol",
            Self::TotalCarbohydrate => "Total Carbohydrate",
            Self::DietaryFiber => "Dietary Fiber",
            Self::SolubleFiber => "Soluble Fiber",
            Self::InsolubleFiber => "Insoluble Fiber",
            Self::TotalSugars => "Total Sugars",
            Self::AddedSugars => "Added Sugars",
            Self::SugarAlcohol => "Sugar Alcohol",
            Self::Protein => "Protein",
            Self::VitaminA => "Vitamin A",
            Self::VitaminC => "Vitamin C",
            Self::VitaminD => "Vitamin D",
            Self::VitaminE => "Vitamin E",
            Self::VitaminK => "Vitamin K",
            Self::Thiamin => "Thiamin",
            Self::Riboflavin => "Riboflavin",
            Self::Niacin => "Niacin",
            Self::VitaminB6 => "Vitamin B6",
            Self::Folate => "Folate",
            Self::VitaminB12 => "Vitamin B12",
            Self::Biotin => "Biotin",
            Self::PantothenicAcid => "Pantothenic Acid",
            Self::Choline => "Choline",
            Self::Calcium => "Calcium",
            Self::Iron => "Iron",
            Self::Phosphorus => "Phosphorus",
            Self::Iodine => "Iodine",
            Self::Magnesium => "Magnesium",
            Self::Zinc => "Zinc",
            Self::Selenium => "Selenium",
            Self::Copper => "Copper",
            Self::Manganese => "Manganese",
            Self::Chromium => "Chromium",
            Self::Molybdenum => "Molybdenum",
            Self::Chloride => "Chloride",
            Self::Sodium => "Sodium",
            Self::Potassium => "Potassium",
            Self::Fluoride => "Fluoride",
        }
    }

    /// The unit in which the regulation declares it, and in which its Daily Value is given.
    pub fn unit(self) -> Unit {
        match self {
            Self::Calories => Unit::Kilocalorie,
            Self::VitaminA => Unit::MicrogramRae,
            Self::VitaminE => Unit::MilligramAlphaTocopherol,
            Self::Niacin => Unit::MilligramNe,
            Self::Folate => Unit::MicrogramDfe,
            Self::VitaminD
            | Self::VitaminK
            | Self::VitaminB12
            | Self::Biotin
            | Self::Iodine
            | Self::Selenium
            | Self::Chromium
            | Self::Molybdenum => Unit::Microgram,
            Self::TotalFat
            | Self::SaturatedFat
            | Self::TransFat
            | Self::PolyunsaturatedFat
            | Self::MonounsaturatedFat
            | Self::TotalCarbohydrate
            | Self::DietaryFiber
            | Self::SolubleFiber
            | Self::InsolubleFiber
            | Self::TotalSugars
            | Self::AddedSugars
            | Self::SugarAlcohol
            | Self::Protein => Unit::Gram,
            _ => Unit::Milligram,
        }
    }

    /// The nutrient under which 101.9(c) indents this one.
    pub fn parent(self) -> Option<Self> {
        match self {
            Self::SaturatedFat
            | Self::TransFat
            | Self::PolyunsaturatedFat
            | Self::MonounsaturatedFat => Some(Self::TotalFat),
            Self::DietaryFiber | Self::TotalSugars | Self::SugarAlcohol => {
                Some(Self::TotalCarbohydrate)
            }
            Self::SolubleFiber | Self::InsolubleFiber => Some(Self::DietaryFiber),
            Self::AddedSugars => Some(Self::TotalSugars),
            _ => None,
        }
    }

    /// Whether a % Daily Value of it needs the footnote on a 2,000 (or 1,000) calorie diet
    /// (101.36(b)(2)(iii)).
    pub fn is_calorie_based(self) -> bool {
        matches!(
            self,
            Self::TotalFat
                | Self::SaturatedFat
                | Self::TotalCarbohydrate
                | Self::DietaryFiber
                | Self::AddedSugars
                | Self::Protein
        )
    }
}
