//! Views of products as columns and rows. Every text is one that the product's own page shows in that market.

use super::actives::actives;
use super::glance::at_a_glance;
use super::request::Request;
use crate::catalog::assertion::model::{Assertion, Basis, MAJOR_ALLERGENS};
use crate::catalog::market::Market;
use crate::catalog::product::chip::Chip;
use crate::catalog::product::claim_card::{ClaimCard, claim_card};
use crate::catalog::product::document::TextField;
use crate::catalog::product::list::no_picture;
use crate::catalog::product::marked::{sentences, with_symbols};
use crate::catalog::product::view::ProductView;
use crate::evidence::claim::evidence_table::ReferenceNumbers;
use crate::publishing::Image;
use crate::web::html::SafeHtml;

/// The head of a column.
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its page.
    pub path: String,
    /// Name of its brand.
    pub brand: String,
    /// Its picture.
    pub image: Image,
    /// Its price, if it has one.
    pub price: Option<String>,
    /// The comparison without it.
    pub without: String,
}

/// Everything below the heads.
pub struct Table {
    /// Rows that belong together.
    pub groups: Vec<Group>,
    /// How many statements it shows for which the disclaimer is due.
    pub statements: usize,
    /// Whether it shows a claim.
    pub has_claims: bool,
}

/// Rows under one heading.
pub struct Group {
    /// The heading.
    pub title: &'static str,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row.
pub struct Row {
    /// What it is about.
    pub name: String,
    /// The page of that, if it has one.
    pub path: Option<String>,
    /// Said below the name.
    pub note: Option<&'static str>,
    /// A cell for each product.
    pub cells: Vec<Cell>,
    /// Whether any product differs.
    pub differs: bool,
}

/// What is said of one product.
pub enum Cell {
    /// Words, and more about them.
    Words(String, Vec<String>),
    /// An amount in a serving and in a day, and more about it. No day where directions don't say how much is taken.
    Amount {
        /// In a serving.
        serving: String,
        /// In a day as directed.
        day: Option<String>,
        /// The form of the substance, as far as it is named.
        forms: Vec<String>,
        /// Its name on the label and the like.
        asides: Vec<String>,
    },
    /// A free-from or contains statement, and the sort of thing that it rests on.
    Statement(Chip, Basis),
    /// A claim, and its place on the product's page.
    Claim(Box<ClaimCard>, String),
    /// A text with the symbol behind sentences that need the disclaimer.
    Text(SafeHtml),
    /// Nobody says, and why.
    NotStated(Vec<String>),
    /// There is none, in words for those who can't see the dash.
    Absent(&'static str),
}

impl Cell {
    /// Nobody says.
    pub fn not_stated() -> Self {
        Self::NotStated(Vec::new())
    }

    /// What it says, to tell whether another says the same.
    fn said(&self) -> String {
        match self {
            Self::Words(text, notes) => format!("{text} {notes:?}"),
            Self::Amount {
                serving,
                day,
                forms,
                ..
            } => format!("{serving} {day:?} {forms:?}").to_lowercase(),
            Self::Statement(chip, basis) => format!("{} {basis}", chip.label),
            Self::Claim(card, _) => card.wording.clone(),
            Self::Text(html) => html.to_string(),
            Self::NotStated(_) => "?".to_owned(),
            Self::Absent(_) => "—".to_owned(),
        }
    }
}

impl Row {
    /// A row without a page of its own.
    pub fn new(name: impl Into<String>, cells: Vec<Cell>) -> Self {
        let mut said = cells.iter().map(Cell::said);
        let first = said.next();
        let differs = said.any(|other| Some(other) != first);
        Self {
            name: name.into(),
            path: None,
            note: None,
            differs,
            cells,
        }
    }
}

/// The heads of the columns.
pub fn columns(views: &[ProductView], wanted: &Request) -> Vec<Column> {
    let column = |view: &ProductView| {
        let document = &view.product.document;
        let offer = view.chosen(None).and_then(|variant| variant.offer);
        let brand = view.brand.as_ref();
        Column {
            name: document.name.clone(),
            path: view.path.clone(),
            brand: brand.map_or_else(String::new, |brand| brand.card.title.clone()),
            image: document.images.first().cloned().unwrap_or_else(no_picture),
            price: offer.map(|offer| offer.price.to_string()),
            without: wanted.without(&view.product.slug).address(),
        }
    };
    views.iter().map(column).collect()
}

/// The rows of a comparison.
pub fn table(views: &[ProductView], market: Market) -> Table {
    let (claims, statements) = claims(views);
    let has_claims = !claims.is_empty();
    let cautions = cautions(views);
    let in_cautions: usize = views
        .iter()
        .filter(|view| view.texts.cautions.is_some())
        .map(|view| sentences(view, TextField::Cautions).len())
        .sum();
    let groups = [
        ("Price and package", at_a_glance(views)),
        ("What is in it", what_is_in_it(views, market)),
        (
            "Allergens, and what it is free from",
            free_from(views, market),
        ),
        ("What it may do", claims),
        ("Cautions", cautions),
    ];
    Table {
        groups: groups
            .into_iter()
            .filter(|(_, rows)| !rows.is_empty())
            .map(|(title, rows)| Group { title, rows })
            .collect(),
        statements: statements + in_cautions,
        has_claims,
    }
}

/// A cell for each product.
pub fn each(views: &[ProductView], cell: impl Fn(&ProductView) -> Cell) -> Vec<Cell> {
    views.iter().map(cell).collect()
}

fn what_is_in_it(views: &[ProductView], market: Market) -> Vec<Row> {
    let labels: Vec<_> = views
        .iter()
        .map(|view| view.product.document.formula.as_ref())
        .collect();
    actives(&labels, market, &|id| {
        let card = views.first()?.resolved.card(id.0)?;
        Some((card.card.title, card.path.map(|path| market.path(&path))))
    })
}

/// A row for each substance of which any product states something, major allergens first.
fn free_from(views: &[ProductView], market: Market) -> Vec<Row> {
    let mut substances: Vec<&Assertion> = Vec::new();
    for assertion in views
        .iter()
        .flat_map(|view| &view.product.document.assertions)
    {
        if !substances
            .iter()
            .any(|known| known.substance == assertion.substance)
        {
            substances.push(assertion);
        }
    }
    substances.sort_by_key(|assertion| place(assertion));
    substances
        .into_iter()
        .map(|known| {
            let stated = |view: &ProductView| {
                let all = &view.product.document.assertions;
                all.iter()
                    .find(|assertion| assertion.substance == known.substance)
                    .map_or_else(Cell::not_stated, statement)
            };
            let is_allergen = market == Market::Us && known.is_allergen();
            Row {
                note: is_allergen.then_some("Major allergen"),
                ..Row::new(capitalized(&known.substance_words()), each(views, stated))
            }
        })
        .collect()
}

fn place(assertion: &Assertion) -> usize {
    let allergens = MAJOR_ALLERGENS.iter();
    let mut places = allergens
        .zip(0..)
        .filter(|(name, _)| **name == assertion.substance);
    places
        .next()
        .map_or(MAJOR_ALLERGENS.len(), |(_, place)| place)
}

fn statement(assertion: &Assertion) -> Cell {
    Cell::Statement(Chip::new(assertion), assertion.basis)
}

/// A row for each claim that any of the pages shows, and how many of the sentences need the disclaimer.
fn claims(views: &[ProductView]) -> (Vec<Row>, usize) {
    let mut ids = Vec::new();
    for claim in views.iter().flat_map(|view| &view.claims) {
        if !ids.contains(&claim.id()) {
            ids.push(claim.id());
        }
    }
    let mut rows = Vec::new();
    let mut statements = 0;
    for id in ids {
        let mut name = String::new();
        let mut cells = Vec::new();
        for view in views {
            let card = view
                .claims
                .iter()
                .find(|claim| claim.id() == id)
                .and_then(|claim| claim_card(view, claim, &mut ReferenceNumbers::default()));
            let Some(card) = card else {
                cells.push(Cell::Absent("Not claimed of it"));
                continue;
            };
            statements += usize::from(!card.symbol.is_empty());
            name = claim_name(&card);
            let place = format!("{}#{}", view.path, card.anchor);
            cells.push(Cell::Claim(Box::new(card), place));
        }
        rows.push(Row::new(name, cells));
    }
    (rows, statements)
}

/// What a claim is about: `Zinc, immune function`.
fn claim_name(card: &ClaimCard) -> String {
    let titles = [&card.ingredient, &card.topic];
    let titles = titles.into_iter().flatten();
    let titles: Vec<&str> = titles.map(|card| card.card.title.as_str()).collect();
    titles.join(": ")
}

fn cautions(views: &[ProductView]) -> Vec<Row> {
    if views.iter().all(|view| view.texts.cautions.is_none()) {
        return Vec::new();
    }
    let cell = |view: &ProductView| {
        let text = view.texts.cautions.as_deref();
        text.map_or_else(Cell::not_stated, |text| {
            Cell::Text(with_symbols(view, TextField::Cautions, text))
        })
    };
    vec![Row::new("Cautions and warnings", each(views, cell))]
}

fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
