//! Finds the products of a comparison: one statement for where they are, three for everything that they show.

use diesel_async::AsyncPgConnection;

use super::request::Request;
use crate::catalog::market::Market;
use crate::catalog::product::document::ProductDocument;
use crate::catalog::product::view::ProductView;
use crate::error::AppError;
use crate::publishing::Slug;
use crate::publishing::read::{Published, at_paths};

/// What is at the addresses of some products.
pub enum Loaded {
    /// Some live under other slugs now: the comparison with those.
    Moved(Request),
    /// Those that are sold, and sentences about the others.
    Here(Vec<ProductView>, Vec<String>),
}

/// Loads the products that are asked for, in four statements however many they are.
///
/// # Errors
/// A stored document that this program cannot read.
pub async fn load(conn: &AsyncPgConnection, wanted: &Request) -> Result<Loaded, AppError> {
    if wanted.slugs.is_empty() {
        return Ok(Loaded::Here(Vec::new(), Vec::new()));
    }
    let paths: Vec<String> = wanted
        .slugs
        .iter()
        .map(|slug| format!("/products/{slug}"))
        .collect();
    let mut now = Vec::with_capacity(paths.len());
    let mut products = Vec::with_capacity(paths.len());
    let mut left_out = LeftOut::default();
    let found = at_paths::<ProductDocument>(conn, &paths).await?;
    for (slug, found) in wanted.slugs.iter().zip(found) {
        match found {
            Err(AppError::Moved(target)) => match moved_to(&target) {
                Some(slug) => now.push(slug),
                None => left_out.unknown += 1,
            },
            found => {
                now.push(slug.clone());
                products.extend(left_out.sort(found, wanted.market)?);
            }
        }
    }
    let current = Request {
        add: wanted.add.clone(),
        ..wanted.of(now)
    };
    if current
        .slugs
        .iter()
        .any(|slug| !wanted.slugs.contains(slug))
    {
        return Ok(Loaded::Moved(current));
    }
    let views = ProductView::complete_all(conn, products, wanted.market, false).await?;
    Ok(Loaded::Here(views, left_out.sentences(wanted.market)))
}

/// The slug of a product at another address; none where an editor has led the address to something else.
fn moved_to(target: &str) -> Option<Slug> {
    Slug::parse(target.strip_prefix("/products/")?).ok()
}

/// What can't be compared, by its reason. Slugs are not repeated: they may be words that nobody has judged.
#[derive(Default)]
struct LeftOut {
    withdrawn: Vec<String>,
    unknown: usize,
    not_sold: usize,
}

impl LeftOut {
    /// The product, if it is sold in the market; else notes why not.
    fn sort(
        &mut self,
        found: Result<Published<ProductDocument>, AppError>,
        market: Market,
    ) -> Result<Option<Published<ProductDocument>>, AppError> {
        match found {
            Ok(product) if product.document.texts_in(market).is_some() => return Ok(Some(product)),
            Ok(_) => self.not_sold += 1,
            Err(AppError::Gone(withdrawal)) if market == Market::Us => {
                self.withdrawn.push(withdrawal.title);
            }
            Err(AppError::Gone(_) | AppError::NotFound) => self.unknown += 1,
            Err(error) => return Err(error),
        }
        Ok(None)
    }

    fn sentences(&self, market: Market) -> Vec<String> {
        let sentence = |count: usize, why: &str| match count {
            0 => None,
            1 => Some(format!("One of these products is {why}, and is left out.")),
            count => Some(format!(
                "{count} of these products are {why}, and are left out."
            )),
        };
        let withdrawn = self
            .withdrawn
            .iter()
            .map(|title| format!("“{title}” has been withdrawn, and is left out."));
        let unknown = sentence(self.unknown, "not in this catalog");
        let not_sold = sentence(
            self.not_sold,
            &format!("not sold in the {}", market.words()),
        );
        withdrawn.chain(unknown).chain(not_sold).collect()
    }
}
