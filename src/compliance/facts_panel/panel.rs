//! A finished panel: every text in it is printed as it stands.

use serde::Serialize;

/// A Supplement Facts panel, from top to bottom (101.36(e)), with what stands below its box.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Panel {
    /// Serving sizes, under the title.
    pub servings: Vec<ServingLine>,
    /// Heads the percentages, and says for whom they are if not for everyone from 4.
    pub percent_heading: String,
    /// Pairs of amount and percentage: one for each serving size, at least one.
    pub columns: Vec<Column>,
    /// The blocks that have rows, in their order.
    pub blocks: Vec<Block>,
    /// Inside the box, under the last bar.
    pub footnotes: Vec<Footnote>,
    /// "Other ingredients", or "Ingredients" when the panel names none itself (101.4(g)); without a
    /// colon.
    pub ingredients_heading: String,
    /// The list under that heading, separated by commas.
    pub other_ingredients: Option<String>,
    /// The list after "Contains:", separated by commas.
    pub contains: Option<String>,
    /// Percentages of the label that the Daily Values don't bear out. For editors, never printed.
    pub notes: Vec<Note>,
}

/// One serving size (101.36(b)(1)).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServingLine {
    /// What follows "Serving Size".
    pub size: String,
    /// What follows "Servings Per Container".
    pub per_container: Option<String>,
}

/// A pair of columns, of amounts and of percentages.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// "Amount Per Serving", or with several serving sizes "Amount Per 2 capsules".
    pub amount_heading: String,
}

/// Rows between two bars.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Block {
    /// Which rows these are.
    pub kind: BlockKind,
    /// The tree of rows, flattened; `depth` says how far each is indented.
    pub rows: Vec<PanelRow>,
}

/// The parts of a panel. A heavy bar follows `Nutrients` (or `Energy`, if there are none) and
/// `Other` (101.36(e)(6)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Calories, which lead the (b)(2) ingredients.
    Energy,
    /// The other (b)(2) ingredients: those with an RDI or DRV, and their subcomponents.
    Nutrients,
    /// The (b)(3) ingredients, which have none, and blends.
    Other,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PanelRow {
    /// Steps of indentation.
    pub depth: u8,
    /// The name of the regulation, or else that of the label.
    pub name: String,
    /// What follows the name, to be put in parentheses: synonym, part of the plant, source.
    pub detail: Option<String>,
    /// Path of the ingredient's page.
    pub link: Option<String>,
    /// One for each of the panel's columns.
    pub cells: Vec<Cell>,
    /// Printed bold: calories and the names of blends.
    pub emphasis: bool,
}

/// What one row says for one serving size.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// "25 mcg", "<1 g", "1,000 mg"; empty when none is declared, or when the name already holds it
    /// ("Includes 5 g Added Sugars").
    pub amount: String,
    /// Why `amount` may be empty.
    pub amount_state: AmountState,
    /// What stands in the column of percentages.
    pub percent: PercentCell,
}

/// Whether an amount is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountState {
    /// The label states it, if only as 0.
    Declared,
    /// The label should and doesn't: unknown, which a page says as "not stated".
    NotDeclared,
    /// A member of a proprietary blend, which needs none (101.36(c)).
    InBlend,
}

/// What stands in the column of percentages, with its mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "text", rename_all = "snake_case")]
pub enum PercentCell {
    /// "125%", "5%*"
    Value(String),
    /// "<1%", "<1%*"
    LessThanOne(String),
    /// The symbol of the footnote "Daily Value not established."
    NotEstablished(String),
    /// Nothing: calories have no percentage, and an unknown one is left blank.
    None,
}

/// A footnote of the panel (101.36(b)(2)(iii), (b)(3)(iv)).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Footnote {
    /// The mark that refers to it.
    pub symbol: String,
    /// The regulation's words.
    pub text: String,
}

/// A percentage of the label that the Daily Values in force don't bear out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Note {
    /// The row's name on the label.
    pub row: String,
    /// Index of the serving size.
    pub serving: usize,
    /// What the label says: "250%", or "†" for "Daily Value not established".
    pub declared: String,
    /// What the declared amount comes to; "†" where there is no Daily Value.
    pub computed: String,
}
