//! A finished panel: every text in it is printed as it stands.

use serde::Serialize;
use utoipa::ToSchema;

use crate::compliance::daily_values::Population;

/// A Supplement Facts panel, from top to bottom (101.36(e)), with what stands below its box.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = SupplementFacts)]
pub struct Panel {
    /// "Supplement Facts", larger than anything else in the box ((e)(1)).
    pub title: String,
    /// Serving sizes, under the title.
    pub servings: Vec<ServingLine>,
    /// Between the servings and the headings of the columns ((e)(6)(i)).
    pub bar_below_servings: Bar,
    /// Amounts with their percentages: one for each serving size, at least one.
    pub columns: Vec<Column>,
    /// The blocks that have rows, in their order. Each row says which bar stands above it; that above the first is the
    /// bar below the headings ((e)(7)).
    pub blocks: Vec<Block>,
    /// Below the last row ((e)(6)(ii) or (iii)).
    pub bar_below_rows: Bar,
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
    /// Where the panel departs from the label's own rows. For editors, never printed.
    pub changes: Vec<Change>,
}

impl Panel {
    /// Every row from top to bottom.
    pub fn rows(&self) -> impl Iterator<Item = &PanelRow> {
        self.blocks.iter().flat_map(|block| &block.rows)
    }

    /// Whether the label leaves out an amount that it should state.
    pub fn has_unstated(&self) -> bool {
        self.rows()
            .flat_map(|row| &row.cells)
            .any(Cell::is_unstated)
    }

    /// Columns of the table, that of the names included.
    pub fn width(&self) -> usize {
        let of_amounts = self
            .columns
            .iter()
            .map(|column| column.percents.len().saturating_add(1));
        of_amounts.fold(1, usize::saturating_add)
    }
}

/// A line between two parts of the panel (101.36(e)(5) to (7)); its thickness is a matter of style.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FactsBar)]
#[serde(rename_all = "snake_case")]
pub enum Bar {
    /// Below the servings, the (b)(2) ingredients and the (b)(3) ingredients.
    Heavy,
    /// Below the headings of the columns.
    Light,
    /// Between two ingredients.
    Hairline,
}

impl Bar {
    /// The word under which it is published, also the end of its class in style sheets.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Heavy => "heavy",
            Self::Light => "light",
            Self::Hairline => "hairline",
        }
    }
}

/// One serving size (101.36(b)(1)).
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FactsServingLine)]
pub struct ServingLine {
    /// What follows "Serving Size".
    pub size: String,
    /// What follows "Servings Per Container".
    pub per_container: Option<String>,
}

/// A column of amounts and the columns of percentages beside it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FactsColumn)]
pub struct Column {
    /// "Amount Per Serving", or with several serving sizes "Amount Per 2 capsules".
    pub amount_heading: String,
    /// One for each population, at least one.
    pub percents: Vec<PercentColumn>,
}

/// A column of percentages (101.36(b)(2)(iii)(A), (E)).
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FactsPercentColumn)]
pub struct PercentColumn {
    /// Whose Daily Values they are of.
    pub population: Population,
    /// Says for whom they are if not for everyone from 4.
    pub heading: String,
}

/// Rows between two bars.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FactsBlock)]
pub struct Block {
    /// Which rows these are.
    pub kind: BlockKind,
    /// The tree of rows, flattened; `depth` says how far each is indented.
    pub rows: Vec<PanelRow>,
}

/// The parts of a panel, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FactsBlockKind)]
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
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FactsRow)]
pub struct PanelRow {
    /// The line that separates it from what is above.
    pub bar_above: Bar,
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
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FactsCell)]
pub struct Cell {
    /// "25 mcg", "<1 g", "1,000 mg"; empty when none is declared, or when the name already holds it
    /// ("Includes 5 g Added Sugars").
    pub amount: String,
    /// Stands in parentheses behind the amount: "400 mcg folic acid".
    pub aside: Option<String>,
    /// Why `amount` may be empty.
    pub amount_state: AmountState,
    /// What stands in each column of percentages.
    pub percents: Vec<PercentCell>,
}

impl Cell {
    /// The amount, with its parenthesis.
    pub fn text(&self) -> String {
        match &self.aside {
            Some(aside) => format!("{} ({aside})", self.words()),
            None => self.words().to_owned(),
        }
    }

    /// The amount alone, in words where there is none: "not stated" if the label should state one.
    pub fn words(&self) -> &str {
        match self.is_unstated() {
            true => "not stated",
            false => &self.amount,
        }
    }

    /// Whether the label should state the amount and doesn't.
    pub fn is_unstated(&self) -> bool {
        self.amount_state == AmountState::NotDeclared
    }
}

/// Whether an amount is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FactsAmountState)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FactsPercentCell)]
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

impl PercentCell {
    /// The text of the cell.
    pub fn text(&self) -> &str {
        match self {
            Self::Value(text) | Self::LessThanOne(text) | Self::NotEstablished(text) => text,
            Self::None => "",
        }
    }
}

/// A footnote of the panel (101.36(b)(2)(iii), (b)(3)(iv)).
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FactsFootnote)]
pub struct Footnote {
    /// The mark that refers to it.
    pub symbol: String,
    /// The regulation's words.
    pub text: String,
}

/// A percentage of the label that the Daily Values in force don't bear out.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FactsNote)]
pub struct Note {
    /// The row's name on the label.
    pub row: String,
    /// Index of the serving size.
    pub serving: usize,
    /// Whose Daily Values.
    pub population: Population,
    /// What the label says: "250%", or "†" for "Daily Value not established".
    pub declared: String,
    /// What the declared amount comes to; "†" where there is no Daily Value.
    pub computed: String,
}

/// A row that the panel doesn't show as the label has it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FactsChange)]
pub struct Change {
    /// The row's name on the label.
    pub row: String,
    /// What became of it.
    pub kind: ChangeKind,
}

/// What a panel does to a row of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FactsChangeKind)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Left out: what is declared as zero is not listed (101.36(b)(2)(i)).
    OmittedZero,
    /// Moved from under another ingredient or out of a blend to the (b)(2) ingredients ((b)(3)(iii), (c)(1)).
    MovedToNutrients,
}
