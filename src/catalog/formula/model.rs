//! A formula as a tree, the same when it is edited, imported and published.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::evidence::ingredient::model::IngredientId;
use crate::{id_type, text_enum};

id_type! {
    /// Id of one version of a formula.
    FormulaId
}
id_type! {
    /// Id of a row of a formula.
    FormulaRowId
}

text_enum! {
    /// Where a formula was taken from.
    FormulaSource {
        /// An editor wrote it.
        Editor = "editor",
        /// A label of NIH's Dietary Supplement Label Database.
        Dsld = "dsld",
    }
}

text_enum! {
    /// What a row of a label is.
    RowKind {
        /// Calories.
        Energy = "energy",
        /// A nutrient of 21 CFR 101.36(b)(2).
        Nutrient = "nutrient",
        /// Another dietary ingredient, 21 CFR 101.36(b)(3).
        Ingredient = "ingredient",
        /// A proprietary blend, 21 CFR 101.36(c).
        Blend = "blend",
        /// Stands below the panel: excipients, carriers, capsules.
        OtherIngredient = "other_ingredient",
    }
}

impl RowKind {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Energy => "Calories",
            Self::Nutrient => "Nutrient",
            Self::Ingredient => "Dietary ingredient",
            Self::Blend => "Proprietary blend",
            Self::OtherIngredient => "Other ingredient",
        }
    }
}

text_enum! {
    /// Whose Daily Values a label uses, 21 CFR 101.9(c)(8)(iv).
    Population {
        /// Adults and children of four years or more.
        Adults = "adults",
        /// Infants up to twelve months.
        Infants = "infants",
        /// Children from one to three years.
        ChildrenOneToThree = "children_1_to_3",
        /// Pregnant and lactating women.
        PregnantAndLactating = "pregnant_and_lactating",
    }
}

impl Population {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Adults => "Adults and children of 4 years or more",
            Self::Infants => "Infants",
            Self::ChildrenOneToThree => "Children of 1 to 3 years",
            Self::PregnantAndLactating => "Pregnant and lactating women",
        }
    }
}

text_enum! {
    /// How a declared number is to be read.
    Operator {
        /// Exactly.
        Equal = "=",
        /// Less than.
        Less = "<",
        /// At most.
        AtMost = "<=",
        /// More than.
        More = ">",
        /// At least.
        AtLeast = ">=",
        /// About.
        About = "~",
    }
}

impl Operator {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Equal => "exactly",
            Self::Less => "less than",
            Self::AtMost => "at most",
            Self::More => "more than",
            Self::AtLeast => "at least",
            Self::About => "about",
        }
    }

    /// What stands before the number; nothing for an exact one.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "",
            Self::Less => "<",
            Self::AtMost => "≤",
            Self::More => ">",
            Self::AtLeast => "≥",
            Self::About => "about ",
        }
    }
}

/// A version of a formula.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Formula {
    /// Where it was taken from.
    pub source: FormulaSource,
    /// The label in DSLD that it was taken from.
    pub dsld_label_id: Option<i64>,
    /// Since when it is sold.
    pub effective_from: Option<NaiveDate>,
    /// Whose Daily Values it uses.
    pub population: Population,
    /// Further columns of Daily Values on the same panel, in order.
    #[serde(default)]
    pub more_populations: Vec<Population>,
    /// Serving sizes, usually one.
    pub servings: Vec<Serving>,
    /// Servings per container, as printed.
    pub servings_per_container: Option<String>,
    /// Rows of the panel.
    pub rows: Vec<FormulaRow>,
    /// What stands below the panel.
    pub other_ingredients: Vec<FormulaRow>,
}

/// A serving size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Serving {
    /// How much.
    pub amount: Decimal,
    /// Up to how much, when it is a range.
    pub amount_max: Option<Decimal>,
    /// Of what: `capsule`, `g`, `scoop`.
    pub unit: String,
    /// Said behind it, such as `about 1 scoop`.
    pub note: Option<String>,
    /// Fewest servings a day as directed.
    pub per_day_min: Option<Decimal>,
    /// Most servings a day as directed.
    pub per_day_max: Option<Decimal>,
}

/// A row of a label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FormulaRow {
    /// What it is.
    pub kind: RowKind,
    /// Name as on the label.
    pub name: String,
    /// The ingredient that it is, when it is known.
    pub ingredient_id: Option<IngredientId>,
    /// Printed in parentheses, such as `as calcium carbonate`.
    pub source_form: Option<String>,
    /// Part of the plant.
    pub plant_part: Option<String>,
    /// Anything else that the label says with it.
    pub note: Option<String>,
    /// Amounts, one per serving size.
    pub amounts: Vec<Amount>,
    /// Rows within it: members of a blend, constituents.
    #[schema(no_recursion)]
    pub rows: Vec<FormulaRow>,
}

/// The amount of a row in one serving.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Amount {
    /// How much; `null` when the label does not declare it, which is not zero.
    pub quantity: Option<Quantity>,
    /// Percent of the Daily Value as the label declares it.
    pub daily_value: Option<DeclaredPercent>,
    /// The label says that no Daily Value is established.
    pub daily_value_not_established: bool,
}

/// A declared quantity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Quantity {
    /// How the number is to be read.
    pub operator: Operator,
    /// The number, with the digits that were declared.
    pub value: Decimal,
    /// The unit: `mg`, `mcg DFE`, `billion CFU`.
    pub unit: String,
}

/// A declared percentage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeclaredPercent {
    /// How the number is to be read.
    pub operator: Operator,
    /// Percent.
    pub value: Decimal,
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = self.operator.sign();
        write!(f, "{sign}{} {}", grouped(self.value.normalize()), self.unit)
    }
}

/// A number with commas between thousands.
pub fn grouped(value: Decimal) -> String {
    let text = value.to_string();
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::with_capacity(text.len() + 4);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && !out.ends_with('-') {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
}

impl std::fmt::Display for Serving {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.amount.normalize())?;
        if let Some(max) = self.amount_max {
            write!(f, " to {}", max.normalize())?;
        }
        let unit = crate::catalog::variant::model::NetQuantity {
            value: self.amount_max.unwrap_or(self.amount),
            unit: self.unit.clone(),
        };
        let words = unit.to_string();
        write!(f, " {}", words.split_once(' ').map_or("", |(_, unit)| unit))?;
        match self.note.as_deref().map(str::trim) {
            Some(note) if note.starts_with('(') => write!(f, " {note}"),
            Some(note) if !note.is_empty() => write!(f, " ({note})"),
            _ => Ok(()),
        }
    }
}

impl Formula {
    /// Every row of the panel with its depth, in the order of the label.
    pub fn walk(&self) -> Vec<(usize, &FormulaRow)> {
        fn visit<'a>(rows: &'a [FormulaRow], depth: usize, out: &mut Vec<(usize, &'a FormulaRow)>) {
            for row in rows {
                out.push((depth, row));
                visit(&row.rows, depth + 1, out);
            }
        }
        let mut out = Vec::new();
        visit(&self.rows, 0, &mut out);
        out
    }

    /// Most servings a day as directed.
    pub fn servings_a_day(&self) -> Option<Decimal> {
        let first = self.servings.first()?;
        first.per_day_max.or(first.per_day_min)
    }
}

impl FormulaRow {
    /// The quantity in the first serving size.
    pub fn quantity(&self) -> Option<&Quantity> {
        self.amounts.first()?.quantity.as_ref()
    }
}
