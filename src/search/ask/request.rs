//! What is asked of the search, read from the parameters of an address. What is not known is refused by name, never ignored.

use std::collections::BTreeMap;

use crate::catalog::market::{Currency, Market, Money};
use crate::db::paging::{Cursor, DEFAULT_LIMIT, MAX_LIMIT, PageRequest};
use crate::error::AppError;
use crate::publishing::Slug;
use crate::search::shelf::amount::{AmountRange, nutrient_of};
use crate::search::shelf::facet::Facet;
use crate::search::shelf::order::{Place, Sort};
use crate::search::shelf::scope::Scope;
use crate::search::shelf::selection::Selection;

/// Longest text that is looked for, in characters.
const LONGEST_TEXT: usize = 100;
/// Most values of one facet.
const MOST_VALUES: usize = 20;
/// Most ingredients of which an amount is asked for.
const MOST_AMOUNTS: usize = 6;
/// What may be given once only.
const ONCE: [&str; 6] = ["q", "sort", "cursor", "limit", "market", "price"];

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The words as they were typed.
    pub text: String,
    /// Among which products.
    pub scope: Scope,
    /// The filters.
    pub selection: Selection,
    /// The order.
    pub sort: Sort,
    /// The place behind which the page begins.
    pub after: Option<Place>,
    /// How many products a page has.
    pub limit: usize,
    /// Where it is sold.
    pub market: Market,
}

impl Request {
    /// All products of a market.
    pub fn everything(market: Market) -> Self {
        Self {
            text: String::new(),
            scope: Scope::default(),
            selection: Selection::default(),
            sort: Sort::Relevance,
            after: None,
            limit: usize::try_from(DEFAULT_LIMIT).unwrap_or(24),
            market,
        }
    }

    /// Reads parameters: `q`, `f[brand]` and so on, `price`, `amount[zinc]`, `sort`, `cursor`, `limit`, `market`.
    ///
    /// # Errors
    /// A bad request that names the parameter that is not known, empty or malformed.
    pub fn parse(pairs: &[(String, String)]) -> Result<Self, AppError> {
        let mut request = Self::everything(Market::Us);
        let mut price = None;
        let mut place_in = None;
        for (name, value) in pairs {
            let is_single = ONCE.contains(&name.as_str()) || name.starts_with("amount[");
            if is_single && pairs.iter().filter(|(other, _)| other == name).count() > 1 {
                return Err(AppError::BadRequest(format!(
                    "the parameter {name} is given twice: once is enough"
                )));
            }
            match name.as_str() {
                "q" => request.text = text(value)?,
                "sort" => {
                    request.sort = value
                        .parse()
                        .map_err(|_| AppError::bad_parameter("sort", SORTS))?;
                }
                "cursor" => {
                    let (sort, place) = place(value)?;
                    place_in = Some(sort);
                    request.after = Some(place);
                }
                "limit" => {
                    let page = PageRequest::parse(None, Some(value))?;
                    request.limit = usize::try_from(page.limit.min(MAX_LIMIT)).unwrap_or(24);
                }
                "market" => {
                    request.market = value
                        .parse()
                        .map_err(|_| AppError::bad_parameter("market", "must be us or eu"))?;
                }
                "price" => price = Some(value.as_str()),
                name => request.filter(name, value)?,
            }
        }
        let currency = request.market.currency();
        let price = price.map(|range| prices(range, currency)).transpose()?;
        request.selection.price = price.filter(|range| *range != (0, i64::MAX));
        if place_in.is_some_and(|sort| sort != request.sort) {
            return Err(AppError::bad_parameter("cursor", NO_CURSOR));
        }
        Ok(request)
    }

    /// Everything in the same part of the catalog.
    pub fn in_scope_of(other: &Self) -> Self {
        Self::everything(other.market).within(other.scope.clone())
    }

    /// Whether it is words and nothing else.
    pub fn is_plain_search(&self) -> bool {
        self.selection.is_empty()
            && self.after.is_none()
            && self.scope == Scope::Everything
            && !self.text.trim().is_empty()
    }

    /// The same among fewer products.
    #[must_use]
    pub fn within(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    fn filter(&mut self, name: &str, value: &str) -> Result<(), AppError> {
        let within = |start: &str| name.strip_prefix(start)?.strip_suffix(']');
        if let Some(facet) = within("f[") {
            let facet: Facet = facet.parse().map_err(|_| unknown_facet(facet))?;
            return self.choose(facet, value);
        }
        if let Some(ingredient) = within("amount[") {
            Slug::parse(ingredient).map_err(|_| {
                AppError::bad_parameter("amount", "must name an ingredient by its slug")
            })?;
            let range = AmountRange::parse(value, nutrient_of(ingredient)).ok_or_else(|| {
                AppError::bad_parameter(
                    "amount",
                    "must be a range such as 100mg.., 0.5g..2g, ..50mcg or 10bcfu..",
                )
            })?;
            if range.is_open() {
                return Ok(());
            }
            self.selection.amounts.insert(ingredient.to_owned(), range);
            if self.selection.amounts.len() > MOST_AMOUNTS {
                return Err(AppError::bad_parameter(
                    "amount",
                    "is asked of more than 6 ingredients: ask of fewer",
                ));
            }
            return Ok(());
        }
        Err(AppError::BadRequest(format!(
            "the parameter {name:?} is not known: q, f[…], price, amount[…], sort, cursor, limit and market are"
        )))
    }

    /// Adds a value of a facet.
    ///
    /// # Errors
    /// An empty value, or too many.
    pub fn choose(&mut self, facet: Facet, value: &str) -> Result<(), AppError> {
        if Slug::parse(&value.replace('_', "-")).is_err() {
            return Err(AppError::bad_parameter(
                facet.as_str(),
                "must be a value of that facet: leave it out to filter by nothing",
            ));
        }
        let keys = self.selection.chosen.entry(facet).or_default();
        if !keys.iter().any(|key| key == value) {
            keys.push(value.to_owned());
        }
        if keys.len() > MOST_VALUES {
            return Err(AppError::bad_parameter(
                facet.as_str(),
                "is given more than 20 times: choose fewer",
            ));
        }
        Ok(())
    }

    /// The parameters that ask for the same, in one order, without the place in the list.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let mut put = |name: String, value: String| pairs.push((name, value));
        if !self.text.is_empty() {
            put("q".to_owned(), self.text.clone());
        }
        let chosen: &BTreeMap<Facet, Vec<String>> = &self.selection.chosen;
        for (facet, keys) in chosen {
            let mut keys: Vec<&String> = keys.iter().collect();
            keys.sort();
            for key in keys {
                put(format!("f[{facet}]"), key.clone());
            }
        }
        if let Some(range) = self.selection.price {
            put(
                "price".to_owned(),
                price_words(range, self.market.currency()),
            );
        }
        for (ingredient, range) in &self.selection.amounts {
            let (from, to) = range.ends();
            put(format!("amount[{ingredient}]"), format!("{from}..{to}"));
        }
        if self.sort != Sort::Relevance {
            put("sort".to_owned(), self.sort.to_string());
        }
        pairs
    }
}

const SORTS: &str = "must be relevance, price, -price, unit_price, newest or name";

fn unknown_facet(facet: &str) -> AppError {
    let known: Vec<&str> = Facet::ALL.iter().map(|facet| facet.as_str()).collect();
    AppError::BadRequest(format!("f[{facet}] is no facet: {} are", known.join(", ")))
}

/// Words that somebody typed, if they can be looked for.
///
/// # Errors
/// Too many, or characters that are none.
pub fn text(value: &str) -> Result<String, AppError> {
    if value.chars().count() > LONGEST_TEXT {
        return Err(AppError::bad_parameter(
            "q",
            "must be at most 100 characters long",
        ));
    }
    if value.chars().any(char::is_control) {
        return Err(AppError::bad_parameter(
            "q",
            "must not hold control characters",
        ));
    }
    Ok(value.trim_start().to_owned())
}

const NO_CURSOR: &str = "is not a cursor of this list; start without one";

/// A place and the order that it is a place in.
fn place(value: &str) -> Result<(Sort, Place), AppError> {
    let cursor = Cursor::parse(value)?;
    let mut parts = cursor.key.splitn(3, ' ');
    let mut part = || parts.next().unwrap_or_default();
    let (sort, rank, name) = (part().parse(), part().parse(), part().to_owned());
    match (sort, rank) {
        (Ok(sort), Ok(rank)) => Ok((
            sort,
            Place {
                rank,
                name,
                id: cursor.id,
            },
        )),
        _ => Err(AppError::bad_parameter("cursor", NO_CURSOR)),
    }
}

/// A place in an order as an opaque cursor.
pub fn cursor_of(sort: Sort, place: &Place) -> String {
    Cursor {
        key: format!("{sort} {} {}", place.rank, place.name),
        id: place.id,
    }
    .to_string()
}

const RANGE: &str = "must be a range such as 10..40, 10.. or ..40";

/// The two ends of `10..40`, `10..` or `..40`, and not both of them open.
fn ends(range: &str) -> Option<(&str, &str)> {
    let (from, to) = range.split_once("..")?;
    (!from.is_empty() || !to.is_empty()).then_some((from.trim(), to.trim()))
}

fn prices(range: &str, currency: Currency) -> Result<(i64, i64), AppError> {
    let wrong = || AppError::bad_parameter("price", RANGE);
    let (from, to) = ends(range).ok_or_else(wrong)?;
    let minor = |text: &str, open: i64| match text {
        "" => Ok(open),
        "0" => Ok(0),
        text => Money::parse(text, currency)
            .map(|money| money.minor)
            .map_err(|_| wrong()),
    };
    let range = (minor(from, 0)?, minor(to, i64::MAX)?);
    if range.0 > range.1 {
        return Err(wrong());
    }
    Ok(range)
}

fn price_words(range: (i64, i64), currency: Currency) -> String {
    let (from, to) = price_ends(range, currency);
    format!("{from}..{to}")
}

/// The ends of a range of prices in major units; an open one is empty.
pub fn price_ends((from, to): (i64, i64), currency: Currency) -> (String, String) {
    let words = |minor: i64, open: i64| {
        if minor == open {
            String::new()
        } else {
            let money = Money { minor, currency };
            money.decimal().normalize().to_string()
        }
    };
    (words(from, 0), words(to, i64::MAX))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;

    fn parse(query: &str) -> Result<Request, AppError> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
        Request::parse(&pairs)
    }

    #[test]
    fn what_is_asked_is_read_and_written_in_one_way() {
        for (asked, written) in [
            ("q=zinc&limit=5", "q=zinc"),
            (
                "f[form]=capsule&f[brand]=b&f[brand]=a&f[brand]=b",
                "f[brand]=a&f[brand]=b&f[form]=capsule",
            ),
            ("price=10..40", "price=10..40"),
            ("price=0..&amount[zinc]=0..", ""),
            ("price=..9.50&sort=-price", "price=..9.5&sort=-price"),
            ("amount[lactoferrin]=0.1g..", "amount[lactoferrin]=100mg.."),
            ("amount[b12]=..50mcg&sort=relevance", "amount[b12]=..0.05mg"),
        ] {
            let request = parse(asked).unwrap();
            let pairs = request.pairs();
            let again = pairs.iter().map(|(name, value)| format!("{name}={value}"));
            assert_eq!(again.collect::<Vec<_>>().join("&"), written);
            assert_eq!(Request::parse(&pairs).unwrap().pairs(), pairs);
        }
    }

    #[test]
    fn what_is_not_known_empty_or_malformed_is_refused_by_name() {
        for (asked, named) in [
            ("f[colour]=red", "f[colour]"),
            ("f[brand]=", "brand"),
            ("colour=red", "colour"),
            ("price=ten..", "price"),
            ("price=..", "price"),
            ("price=40..10", "price"),
            ("price=10", "price"),
            ("amount[zinc]=100cups..", "amount"),
            ("amount[]=1..", "amount"),
            ("sort=best", "sort"),
            ("limit=0", "limit"),
            ("cursor=zz", "cursor"),
            ("market=mars", "market"),
            ("q=a&q=b", "q"),
            ("price=1..2&price=3..4", "price"),
            ("q=a%00b", "q"),
        ] {
            let error = parse(asked).unwrap_err().to_string();
            assert!(error.contains(named), "{asked}: {error}");
        }
    }

    #[test]
    fn a_cursor_leads_back_to_its_place() {
        let before = Place {
            rank: -12,
            name: "Zinc of two words".to_owned(),
            id: uuid::Uuid::from_u128(7),
        };
        let asked = format!("cursor={}", cursor_of(Sort::Relevance, &before));
        let elsewhere = format!("{asked}&sort=price");
        assert!(
            parse(&elsewhere).is_err(),
            "a place is one in its own order"
        );
        assert_eq!(parse(&asked).unwrap().after, Some(before));
    }
}
