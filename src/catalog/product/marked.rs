//! Texts of a product with the symbol behind each sentence that needs the disclaimer.

use super::document::TextField;
use super::view::ProductView;
use crate::catalog::market::Market;
use crate::compliance::disclaimer::SYMBOL;
use crate::content::marked;
use crate::web::html::SafeHtml;

/// A plain text with the symbol behind each sentence that needs the disclaimer.
pub fn with_symbols(view: &ProductView, field: TextField, text: &str) -> SafeHtml {
    marked(text, &sentences(view, field), SYMBOL)
}

/// The sentences of a text that carry the symbol. None does outside the United States.
pub fn sentences(view: &ProductView, field: TextField) -> Vec<&str> {
    if view.market != Market::Us {
        return Vec::new();
    }
    let statements = view.product.document.statements.iter();
    statements
        .filter(|statement| statement.field == field)
        .map(|statement| statement.text.as_str())
        .collect()
}
