//! What a panel is built from: the label rows of a formula, as the maker declares them.

use rust_decimal::Decimal;

use crate::compliance::daily_values::Population;

/// A formula as a panel needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PanelInput {
    /// The serving sizes (101.36(b)(1)), each a pair of columns; none counts as one without text.
    pub servings: Vec<ServingInput>,
    /// The rows of the label, in its order.
    pub rows: Vec<RowInput>,
    /// Ingredients outside the panel, in descending order by weight (101.4(g)).
    pub other_ingredients: Vec<String>,
    /// Major allergens, as the "Contains" statement names them (FD&C 403(w)).
    pub contains: Vec<String>,
    /// Whom the label addresses, each with a column of percentages (101.36(b)(2)(iii)(E)); none means adults and
    /// children from 4.
    pub populations: Vec<Population>,
}

impl PanelInput {
    /// Whose percentages stand beside the amounts of a serving size: its own, else the panel's.
    pub fn populations_of(&self, serving: usize) -> Vec<Population> {
        let own = self
            .servings
            .get(serving)
            .map(|serving| serving.populations.as_slice());
        let lists = [own.unwrap_or_default(), self.populations.as_slice()];
        match lists.into_iter().find(|list| !list.is_empty()) {
            Some(list) => list.to_vec(),
            None => vec![Population::default()],
        }
    }

    /// How many pairs of amounts and percentages every row has: at least one.
    pub fn columns(&self) -> usize {
        self.servings.len().max(1)
    }
}

/// One serving size (101.36(b)(1)).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServingInput {
    /// What follows "Serving Size": "2 capsules (1 g)".
    pub size_text: String,
    /// What follows "Servings Per Container"; may be absent when the net contents say it
    /// ((b)(1)(ii)).
    pub per_container: Option<String>,
    /// For whom this size is, where sizes differ by age ("1/2 tablet" for children); none means for all of the panel's.
    pub populations: Vec<Population>,
}

/// One row of the label, with the rows indented under it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowInput {
    /// The name as the label has it; what it says in parentheses may stay in it.
    pub name: String,
    /// What the label lists it as.
    pub kind: RowKind,
    /// The source, printed in parentheses (101.36(d)): "as calcium carbonate".
    pub source: Option<String>,
    /// The part of the plant, in English (101.36(d)(1), 101.4(h)): "root".
    pub plant_part: Option<String>,
    /// It is a plant or a part of one, for which the label has to name the part. Algae are not.
    pub is_botanical: bool,
    /// Path of the ingredient's page, carried through.
    pub link: Option<String>,
    /// One for each serving size, in their order; missing ones are not declared, further ones are
    /// left out.
    pub amounts: Vec<AmountInput>,
    /// Subcomponents, constituents, or members of the blend.
    pub rows: Vec<RowInput>,
}

/// What a label lists a row as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowKind {
    /// Calories.
    Energy,
    /// A vitamin, mineral or macronutrient ((b)(2), if the regulation knows its name).
    Nutrient,
    /// Another dietary ingredient ((b)(3), unless its name is that of a (b)(2) nutrient).
    #[default]
    Ingredient,
    /// A proprietary blend (101.36(c)): its members need no amounts of their own.
    Blend,
}

impl RowInput {
    /// What the label declares for a serving size; nothing if it has no entry.
    pub fn amount(&self, serving: usize) -> AmountInput {
        self.amounts.get(serving).cloned().unwrap_or_default()
    }

    /// Name and source, in which a form of the substance may be named.
    pub fn name_and_source(&self) -> String {
        format!(
            "{} {}",
            self.name,
            self.source.as_deref().unwrap_or_default()
        )
    }
}

/// What the label declares of one row for one serving size.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AmountInput {
    /// The amount by weight or in its own unit, with the unit as printed; `None` when the label
    /// declares none.
    pub quantity: Option<(Operator, Decimal, String)>,
    /// What the label has under % Daily Value, one for each population of the serving size; missing ones are not
    /// declared.
    pub percents: Vec<DeclaredPercent>,
}

impl AmountInput {
    /// What the label declares for a population, by its place.
    pub fn percent(&self, population: usize) -> DeclaredPercent {
        self.percents.get(population).copied().unwrap_or_default()
    }

    /// The number and its unit, if the label states it exactly.
    pub fn exact(&self) -> Option<(Decimal, &str)> {
        match &self.quantity {
            Some((Operator::Equal, value, unit)) => Some((*value, unit)),
            _ => None,
        }
    }
}

/// How an amount relates to the number printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// The number itself.
    Equal,
    /// "<1 g", "less than 1 g".
    LessThan,
    /// At most.
    LessOrEqual,
    /// More than.
    GreaterThan,
    /// At least.
    GreaterOrEqual,
    /// About.
    Approximately,
}

/// A % Daily Value as a label prints it, in percent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeclaredPercent {
    /// Nothing: the panel prints the percentage that the Daily Values give.
    #[default]
    NotDeclared,
    /// "<1%"
    LessThan(Decimal),
    /// "125%"
    Equal(Decimal),
    /// The symbol of "Daily Value not established".
    NotEstablished,
}
