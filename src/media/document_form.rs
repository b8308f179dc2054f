//! The fields of a document as people type them.

use chrono::NaiveDate;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::model::DocumentInput;
use super::queries;
use crate::catalog::lot::model::LotId;
use crate::catalog::product::model::ProductId;
use crate::catalog::product::queries::product_by_slug;
use crate::error::FieldErrors;

/// Longest title, in characters.
const MAX_TITLE: usize = 200;

/// The fields of the form as they are typed.
#[derive(Debug, Default, Clone)]
pub struct DocumentForm {
    /// What it is.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// `CODE` or `SKU / CODE` of the lot.
    pub lot: String,
    /// Slug of the product.
    pub product: String,
    /// Until when it holds.
    pub expires_on: String,
}

impl DocumentForm {
    /// The document that the form describes, with every problem noted beside its field.
    ///
    /// # Errors
    /// No database.
    pub async fn input(
        &self,
        conn: &AsyncPgConnection,
        errors: &mut FieldErrors,
    ) -> QueryResult<Option<DocumentInput>> {
        let kind = self.kind.parse().ok();
        if kind.is_none() {
            errors.add("kind", "must be chosen");
        }
        let length = self.title.chars().count();
        if length == 0 || length > MAX_TITLE || self.title.chars().any(char::is_control) {
            let problem = format!("must be one line of at most {MAX_TITLE} characters");
            errors.add("title", problem);
        }
        let lot = lot(conn, self, errors).await?;
        let product = product(conn, self, lot, errors).await?;
        let expires_on = self.expires_on.parse::<NaiveDate>().ok();
        if !self.expires_on.is_empty() && (self.expires_on.len() != 10 || expires_on.is_none()) {
            errors.add("expires_on", "must be a day such as 2028-11-30");
        }
        Ok(kind.map(|kind| DocumentInput {
            kind,
            title: self.title.clone(),
            lot: lot.map(|(lot, _)| lot),
            product,
            expires_on,
        }))
    }
}

async fn lot(
    conn: &AsyncPgConnection,
    form: &DocumentForm,
    errors: &mut FieldErrors,
) -> QueryResult<Option<(LotId, ProductId)>> {
    if form.lot.is_empty() {
        return Ok(None);
    }
    let meant = queries::lots_meant_by(conn, &form.lot).await?;
    match meant.as_slice() {
        [one] => return Ok(Some(*one)),
        [] => errors.add(
            "lot",
            "must be the code of a lot, as printed on the package",
        ),
        _ => errors.add("lot", "is the code of several lots: write it as SKU / code"),
    }
    Ok(None)
}

async fn product(
    conn: &AsyncPgConnection,
    form: &DocumentForm,
    lot: Option<(LotId, ProductId)>,
    errors: &mut FieldErrors,
) -> QueryResult<Option<ProductId>> {
    let of_lot = lot.map(|(_, product)| product);
    if form.product.is_empty() {
        return Ok(of_lot);
    }
    match product_by_slug(conn, &form.product).await? {
        None => errors.add("product", "must be the last part of a product's address"),
        Some(row) if of_lot.is_some_and(|id| id != row.id) => {
            errors.add(
                "product",
                "is another one than that of the lot: leave it empty",
            );
        }
        Some(row) => return Ok(Some(row.id)),
    }
    Ok(of_lot)
}
