//! The form of a product.

use super::super::model::Form as DosageForm;
use crate::catalog::assertion::model::{Basis, Statement};
use crate::catalog::formula::model::{Operator, Population, RowKind};
use crate::catalog::market::Market;
use crate::editing::form::{Field, Form, Input, Section, Shape};
use crate::options;
use crate::publishing::Kind;

/// Every section of it.
pub(super) fn form() -> Form {
    Form::new(vec![
        listing(),
        texts(),
        variants(),
        formula(),
        assertions(),
        claims(),
        media(),
        attributes(),
        markets(),
    ])
}

fn listing() -> Section {
    Section::new(
        "listing",
        "Listing",
        vec![
            Field::line("name", "Name", 500)
                .required()
                .hint("Without the brand."),
            Field::slug(),
            Field::pick("brand_id", "Brand", Kind::Brand).required(),
            Field::pick("category_id", "Category", Kind::Category),
            Field::choice("form", "Form", options!(DosageForm)).required(),
            Field::pick("product_type_id", "Product type", Kind::ProductType)
                .hint("Fixes which attributes it states; they appear below when it is saved."),
            Field::line("external_ref", "Key in another system", 100),
        ],
    )
}

fn texts() -> Section {
    Section::new(
        "texts",
        "Texts",
        vec![
            Field::line("summary", "Summary", 300)
                .hint("One sentence without claims, for lists and search engines."),
            Field::text("description", "Description", 20_000, 7).hint("Markdown."),
            Field::line("audience", "For whom", 500),
            Field::text("directions", "Directions", 5_000, 3),
            Field::text("cautions", "Cautions", 5_000, 3),
            Field::line("storage", "Storage", 1_000),
        ],
    )
}

fn variants() -> Section {
    Section::new(
        "variants",
        "Variants",
        vec![
            Field::new("options", "What variants differ by", Input::Words).hint(
                "At most three, one a line: Size, Flavor. Leave it empty for a single variant.",
            ),
            Field::rows(
                "variants",
                "Variants",
                "variant",
                Shape::Keyed(&["sku"]),
                vec![
                    Field::line("title", "Title", 200).required(),
                    Field::line("sku", "SKU", 50).required(),
                    Field::line("gtin", "GTIN", 20),
                    Field::new("net_quantity", "Net quantity", Input::Decimal),
                    Field::line("net_unit", "Unit", 30),
                    Field::new("servings", "Servings", Input::Decimal),
                    Field::new("options", "Values of the options", Input::Words)
                        .hint("One a line, in their order."),
                ],
            ),
        ],
    )
    .hint("What can be bought. Prices stand on the page of prices.")
}

fn formula() -> Section {
    let amounts = vec![
        Field::choice("operator", "Reads as", options!(Operator)),
        Field::new("quantity", "Amount", Input::Decimal),
        Field::line("unit", "Unit", 30),
        Field::choice("percent_operator", "%DV reads as", options!(Operator)),
        Field::new("percent", "%DV", Input::Decimal),
        Field::new("not_established", "No Daily Value established", Input::Flag),
    ];
    let rows = vec![
        Field::line("name", "Name", 500).required(),
        Field::choice("kind", "What it is", options!(RowKind)).required(),
        Field::pick("ingredient_id", "Ingredient", Kind::Ingredient),
        Field::line("source_form", "Form in parentheses", 300),
        Field::line("plant_part", "Part of the plant", 100),
        Field::line("note", "Note", 300),
        Field::rows(
            "amounts",
            "Amounts, one a serving size",
            "amount",
            Shape::Plain,
            amounts,
        ),
    ];
    let servings = vec![
        Field::new("amount", "Amount", Input::Decimal).required(),
        Field::new("amount_max", "Up to", Input::Decimal),
        Field::line("unit", "Of what", 50).required(),
        Field::line("note", "Note", 200),
        Field::new("per_day_min", "Fewest a day", Input::Decimal),
        Field::new("per_day_max", "Most a day", Input::Decimal),
    ];
    let population = Field::choice("it", "Population", options!(Population)).required();
    Section::new("formula", "Supplement Facts", vec![Field::new("formula", "Supplement Facts", Input::Group(vec![
        Field::rows("servings", "Serving sizes", "serving size", Shape::Plain, servings),
        Field::line("servings_per_container", "Servings per container", 100),
        Field::choice("population", "Daily Values of", options!(Population)),
        Field::rows("more_populations", "Further columns of Daily Values", "column", Shape::Single, vec![population]),
        Field::new("effective_from", "Sold since", Input::Date),
        Field::rows("rows", "Rows", "row", Shape::Tree, rows),
    ]))])
    .hint("The rows of the label in their order. Put a row into the one above it for members of a blend and constituents.")
}

fn assertions() -> Section {
    Section::new(
        "assertions",
        "Contains and free from",
        vec![Field::rows(
            "assertions",
            "Statements",
            "statement",
            Shape::Plain,
            vec![
                Field::choice("statement", "Statement", options!(Statement)).required(),
                Field::line("substance", "Substance", 60).required(),
                Field::choice("basis", "Basis", options!(Basis)).required(),
                Field::line("document", "Document", 300),
                Field::new("as_of", "As of", Input::Date),
            ],
        )],
    )
    .hint("A substance is written with underscores: tree_nuts, artificial_colors.")
}

fn claims() -> Section {
    Section::new(
        "claims",
        "Claims",
        vec![Field::picks("claims", "Claims", "claim", Kind::Claim)],
    )
    .hint("Its page shows them as far as evidence and approved wordings allow.")
}

fn media() -> Section {
    Section::new(
        "media",
        "Pictures",
        vec![Field::rows(
            "media",
            "Pictures",
            "picture",
            Shape::Plain,
            vec![
                Field::new("media_id", "Picture", Input::Picture).required(),
                Field::line("alt", "What it shows", 300)
                    .required()
                    .hint("For those who can't see it. Claim rules read it too."),
            ],
        )],
    )
}

fn attributes() -> Section {
    Section::new(
        "attributes",
        "Attributes",
        vec![Field::rows(
            "attributes",
            "Attributes",
            "attribute",
            Shape::Plain,
            vec![
                Field::pick("attribute_id", "Attribute", Kind::Attribute).required(),
                Field::line("value", "Value", 300),
            ],
        )],
    )
    .hint("Those of the product type. An empty value is not stated.")
}

fn markets() -> Section {
    // The default market has the texts above.
    let markets = options!(Market)
        .into_iter()
        .filter(|(code, _)| *code != Market::Us.as_str())
        .collect();
    Section::new(
        "markets",
        "Other markets",
        vec![Field::rows(
            "texts",
            "Texts",
            "market",
            Shape::Plain,
            vec![
                Field::choice("market", "Market", markets).required(),
                Field::line("summary", "Summary", 300),
                Field::text("description", "Description", 20_000, 5),
                Field::line("audience", "For whom", 500),
                Field::text("directions", "Directions", 5_000, 3),
                Field::text("cautions", "Cautions", 5_000, 3),
                Field::line("storage", "Storage", 1_000),
            ],
        )],
    )
    .hint("A product is sold only where it has texts; nothing falls back to the texts above.")
}
