//! What a product costs and how it is taken, for the first rows of a comparison.

use rust_decimal::Decimal;

use super::table::{Cell, Row, each};
use crate::catalog::market::Money;
use crate::catalog::product::doses::directions;
use crate::catalog::product::list::unit_price;
use crate::catalog::product::view::{ProductView, VariantView};
use crate::evidence::dose::cost::{Cost, cost_per_day};
use crate::evidence::dose::input::Directions;

/// Words, where there are any.
fn words(text: Option<String>) -> Cell {
    text.map_or_else(Cell::not_stated, |text| Cell::Words(text, Vec::new()))
}

/// How much is taken a day, as the label directs.
fn directed(view: &ProductView) -> Option<Directions> {
    let formula = view.product.document.formula.as_ref()?;
    directions(formula.servings.first()?)
}

/// Price, cost of a day, form and servings.
pub fn at_a_glance(views: &[ProductView]) -> Vec<Row> {
    vec![
        Row::new("Price", each(views, price)),
        Row::new("Cost per day", each(views, cost)),
        Row::new(
            "Form",
            each(views, |view| {
                words(Some(view.product.document.form.words().to_owned()))
            }),
        ),
        Row::new("Serving size", each(views, serving_size)),
        Row::new(
            "Taken a day",
            each(views, |view| {
                words(directed(view).map(|directions| directions.taken().to_owned()))
            }),
        ),
        Row::new("Servings in it", each(views, servings)),
    ]
}

/// Of the variant that the product's page shows first.
fn price(view: &ProductView) -> Cell {
    let Some((variant, offer)) = view
        .chosen(None)
        .and_then(|variant| Some((variant, variant.offer?)))
    else {
        return Cell::Words("Price on request".to_owned(), Vec::new());
    };
    let others = view.variants.len() - 1;
    let notes = [
        Some(variant.variant.title.clone()),
        offer
            .list_price
            .map(|price| format!("Reduced from {price}")),
        unit_price(variant),
        Some(offer.availability.words().to_owned()),
        match others {
            0 => None,
            1 => Some("One more size on its page".to_owned()),
            others => Some(format!("{others} more sizes on its page")),
        },
    ];
    let notes = notes.into_iter().flatten().filter(|note| !note.is_empty());
    Cell::Words(offer.price.to_string(), notes.collect())
}

fn cost(view: &ProductView) -> Cell {
    let why = |words: &str| Cell::NotStated(vec![words.to_owned()]);
    let Some(variant) = view.chosen(None) else {
        return why("Nothing is offered now");
    };
    let Some(offer) = variant.offer else {
        return why("It has no price now");
    };
    let Some(directions) = directed(view) else {
        return why("How much is taken a day is not stated");
    };
    let day = |times: Decimal| {
        cost_per_day(
            Some(offer.price.minor),
            variant.variant.servings,
            Some(times),
        )
    };
    let times = directions.servings();
    let Some((from, to)) = day(times.min).zip(day(times.max)) else {
        return why("How many servings are in it is not stated");
    };
    let money = |minor: i64| {
        Money {
            minor,
            ..offer.price
        }
        .to_string()
    };
    words(Some(Cost::range_words(from, to, money)))
}

fn serving_size(view: &ProductView) -> Cell {
    let servings = view
        .product
        .document
        .formula
        .as_ref()
        .map_or(&[][..], |formula| &formula.servings);
    let Some(first) = servings.first() else {
        return Cell::not_stated();
    };
    let more = (servings.len() > 1)
        .then(|| "Amounts here are for this size; its label has more".to_owned());
    Cell::Words(first.to_string(), more.into_iter().collect())
}

/// Of the variant whose price is shown, else as the label prints it.
fn servings(view: &ProductView) -> Cell {
    let of_variant = |variant: &VariantView| variant.variant.servings;
    let counted = view.chosen(None).and_then(of_variant);
    let printed = || {
        let formula = view.product.document.formula.as_ref()?;
        formula.servings_per_container.clone()
    };
    words(
        counted
            .map(|count| count.normalize().to_string())
            .or_else(printed),
    )
}
