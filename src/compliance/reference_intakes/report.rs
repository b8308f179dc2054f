//! The reports of the National Academies that set the Dietary Reference Intakes.

/// A report of the Food and Nutrition Board, National Academies of Sciences, Engineering, and Medicine (until 2015
/// the Institute of Medicine), Washington, DC: The National Academies Press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Report {
    /// Calcium, phosphorus, magnesium, vitamin D and fluoride, 1997.
    BoneNutrients1997,
    /// B vitamins and choline, 1998.
    BVitamins1998,
    /// Vitamin C, vitamin E, selenium and carotenoids, 2000.
    Antioxidants2000,
    /// Vitamin A, vitamin K and trace elements, 2001.
    TraceElements2001,
    /// Energy and macronutrients, 2005.
    Macronutrients2005,
    /// Water and electrolytes, 2005.
    Electrolytes2005,
    /// Calcium and vitamin D, 2011.
    CalciumVitaminD2011,
    /// Sodium and potassium, 2019.
    SodiumPotassium2019,
}

impl Report {
    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::BoneNutrients1997 => {
                "Dietary Reference Intakes for Calcium, Phosphorus, Magnesium, Vitamin D, and Fluoride"
            }
            Self::BVitamins1998 => {
                "Dietary Reference Intakes for Thiamin, Riboflavin, Niacin, Vitamin B6, Folate, Vitamin B12, \
                 Pantothenic Acid, Biotin, and Choline"
            }
            Self::Antioxidants2000 => {
                "Dietary Reference Intakes for Vitamin C, Vitamin E, Selenium, and Carotenoids"
            }
            Self::TraceElements2001 => {
                "Dietary Reference Intakes for Vitamin A, Vitamin K, Arsenic, Boron, Chromium, Copper, Iodine, Iron, \
                 Manganese, Molybdenum, Nickel, Silicon, Vanadium, and Zinc"
            }
            Self::Macronutrients2005 => {
                "Dietary Reference Intakes for Energy, Carbohydrate, Fiber, Fat, Fatty Acids, Cholesterol, Protein, \
                 and Amino Acids"
            }
            Self::Electrolytes2005 => {
                "Dietary Reference Intakes for Water, Potassium, Sodium, Chloride, and Sulfate"
            }
            Self::CalciumVitaminD2011 => "Dietary Reference Intakes for Calcium and Vitamin D",
            Self::SodiumPotassium2019 => "Dietary Reference Intakes for Sodium and Potassium",
        }
    }

    /// The year in which it appeared.
    pub fn year(self) -> u16 {
        match self {
            Self::BoneNutrients1997 => 1997,
            Self::BVitamins1998 => 1998,
            Self::Antioxidants2000 => 2000,
            Self::TraceElements2001 => 2001,
            Self::Macronutrients2005 | Self::Electrolytes2005 => 2005,
            Self::CalciumVitaminD2011 => 2011,
            Self::SodiumPotassium2019 => 2019,
        }
    }
}
