//! What a DSLD label says, after cleaning. Absent and "Not Present" are both `None`.

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// One label as DSLD describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// DSLD's label id.
    pub id: i64,
    /// The brand, without a trailing trademark sign.
    pub brand: String,
    /// The product's full name, on one line.
    pub name: String,
    /// The barcode's digits, only when they form a GTIN-8, -12, -13 or -14 with a right check digit.
    pub upc_digits: Option<String>,
    /// The barcode field as printed and trimmed; it may hold "Rev. 04" or "#1569".
    pub upc_text: Option<String>,
    /// The maker's version code.
    pub version_code: Option<String>,
    /// What the package holds, once per measure printed.
    pub net_contents: Vec<NetContent>,
    /// The physical form.
    pub form: Option<Form>,
    /// LanguaL's product type, such as "Other Combinations".
    pub product_type: Option<String>,
    /// The serving sizes; amounts refer to them by `order`.
    pub serving_sizes: Vec<ServingSize>,
    /// The servings per container as text; often a number, sometimes "about 30".
    pub servings_per_container: Option<String>,
    /// The rows of the facts panel, as a tree.
    pub rows: Vec<Row>,
    /// The ingredients listed below the panel.
    pub other_ingredients: Vec<OtherIngredient>,
    /// The ingredient list below the panel where it is given as text.
    pub other_ingredients_text: Option<String>,
    /// The groups of people that the daily values are for.
    pub populations: Vec<String>,
    /// What the label says it contains or is free from; each pair of kind and substance once.
    pub assertions: Vec<Assertion>,
    /// The target groups that are no free-from statement: ages, Kosher, Organic and so on.
    pub audiences: Vec<String>,
    /// The statements on the label, line breaks kept.
    pub statements: Vec<Statement>,
    /// The day the label was entered into DSLD.
    pub entered_on: Option<NaiveDate>,
    /// Whether DSLD marks the product as no longer sold.
    pub off_market: bool,
    /// The manufacturer, else the distributor, else the first contact with a name.
    pub maker: Option<String>,
    /// The footnote that explains the daily values.
    pub percent_dv_footnote: Option<String>,
    /// What could not be read as meant, in the order met.
    pub warnings: Vec<Warning>,
}

/// One measure of what the package holds.
#[derive(Debug, Clone, PartialEq)]
pub struct NetContent {
    /// How many of `unit`.
    pub quantity: Decimal,
    /// The unit as a singular lower-case label word ("capsule", "g", "fl oz"); an unknown unit keeps its cleaned text.
    pub unit: String,
    /// The measure as DSLD prints it, such as "90 Vegan Cap(s)".
    pub display: String,
}

/// The physical form of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Two-piece capsules.
    Capsule,
    /// Tablets, caplets and pills.
    Tablet,
    /// Soft gelatin capsules.
    Softgel,
    /// Loose powder.
    Powder,
    /// Liquids, drops and syrups.
    Liquid,
    /// Gummies and jellies.
    Gummy,
    /// Lozenges.
    Lozenge,
    /// Single-dose packets.
    Sachet,
    /// Bars.
    Bar,
    /// Anything else, such as tea bags.
    Other,
}

/// A serving size named on the label.
#[derive(Debug, Clone, PartialEq)]
pub struct ServingSize {
    /// The number by which amounts refer to this serving size.
    pub order: i32,
    /// The smallest serving, in `unit`.
    pub min: Decimal,
    /// The largest serving, in `unit`; `None` when it equals `min`.
    pub max: Option<Decimal>,
    /// The unit as a singular lower-case label word.
    pub unit: String,
    /// A remark such as "1 Scoop".
    pub note: Option<String>,
    /// The fewest servings a day.
    pub per_day_min: Option<Decimal>,
    /// The most servings a day.
    pub per_day_max: Option<Decimal>,
}

/// A row of the facts panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// DSLD's order number, or the place among its siblings (from 1) where that is missing.
    pub order: i32,
    /// The name on the panel.
    pub name: String,
    /// What sort of row it is.
    pub kind: RowKind,
    /// DSLD's ingredient group, such as "Vitamin D (cholecalciferol)".
    pub group: Option<String>,
    /// DSLD's category, such as "vitamin" or "botanical".
    pub category: Option<String>,
    /// The substance's UNII, only when it has the shape of one.
    pub unii: Option<String>,
    /// Other names of the ingredient.
    pub alternate_names: Vec<String>,
    /// The compounds or sources the ingredient comes as.
    pub forms: Vec<IngredientForm>,
    /// Notes and description.
    pub note: Option<String>,
    /// The amounts, one per serving size.
    pub amounts: Vec<Amount>,
    /// The rows nested under this one.
    pub rows: Vec<Row>,
}

/// What sort of row of the panel it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// Calories.
    Energy,
    /// A macronutrient, or a vitamin or mineral with a US Daily Value.
    Nutrient,
    /// Any other dietary ingredient.
    Ingredient,
    /// A blend, or a heading without an amount that groups rows.
    Blend,
}

/// A compound or source of an ingredient: "as magnesium oxide", "from kelp".
#[derive(Debug, Clone, PartialEq)]
pub struct IngredientForm {
    /// The name of the compound or source.
    pub name: String,
    /// The word before it: "as", "from", "with", "&".
    pub prefix: Option<String>,
    /// The UNII, only when it has the shape of one.
    pub unii: Option<String>,
    /// The share of the ingredient in percent.
    pub percent: Option<Decimal>,
}

/// An amount of a row in one serving size.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The `order` of the serving size it is for.
    pub serving_order: Option<i32>,
    /// The amount itself.
    pub quantity: Quantity,
    /// The daily values, one per population.
    pub daily_values: Vec<DailyValue>,
}

/// An amount, or the fact that the label does not tell it.
#[derive(Debug, Clone, PartialEq)]
pub enum Quantity {
    /// The label does not tell it; not zero.
    NotDeclared,
    /// The amount on the label, which may be a real zero.
    Declared {
        /// How the amount compares to `value`.
        operator: Op,
        /// The amount in `unit`, with the decimals of the file.
        value: Decimal,
        /// The unit, such as "mg", "mcg DFE", "kcal"; an unknown unit keeps its cleaned text.
        unit: String,
    },
}

/// How a printed number compares to the real one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// =
    Equal,
    /// <
    LessThan,
    /// ≤
    LessOrEqual,
    /// >
    GreaterThan,
    /// ≥
    GreaterOrEqual,
    /// ≈
    Approximately,
}

/// The daily value of an amount for one population.
#[derive(Debug, Clone, PartialEq)]
pub struct DailyValue {
    /// Whom it is for.
    pub population: Option<String>,
    /// How the share compares to `percent`.
    pub operator: Op,
    /// The share of the daily value, in percent.
    pub percent: Option<Decimal>,
    /// A footnote such as "Daily Value not established".
    pub footnote: Option<String>,
}

/// An ingredient listed below the panel.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherIngredient {
    /// The name on the label.
    pub name: String,
    /// The UNII, only when it has the shape of one.
    pub unii: Option<String>,
    /// DSLD's ingredient group.
    pub group: Option<String>,
    /// What it is made of or comes from, its nested rows included.
    pub forms: Vec<IngredientForm>,
}

/// Whether a substance is said to be in the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssertionKind {
    /// The label says that it is in the product.
    Contains,
    /// The label says that it is not.
    FreeFrom,
    /// The label warns of traces or of a shared facility.
    MayContain,
}

/// What the label says of a substance that people avoid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    /// In it, free from it, or perhaps in it.
    pub statement: AssertionKind,
    /// The substance in lower snake case: "milk", "tree_nuts", "artificial_colors".
    pub substance: String,
    /// The words it was read from.
    pub source: String,
    /// Where those words stand, as a JSON pointer.
    pub pointer: String,
}

/// A statement on the label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// DSLD's name for the kind, such as "Precautions re: Children".
    pub kind: String,
    /// The words.
    pub text: String,
}

/// Something in the file that could not be read as meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Where it is, as a JSON pointer.
    pub pointer: String,
    /// What is wrong, in one sentence.
    pub message: String,
}

/// Why a label was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct LabelError {
    /// Where the trouble is, as a JSON pointer; empty for the whole text.
    pub pointer: String,
    /// What is wrong, in one sentence.
    pub message: String,
}
