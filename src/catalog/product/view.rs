//! A product as readers get it: one view from which page, structured data, API and feeds render.

use std::sync::Arc;

use diesel_async::AsyncPgConnection;
use futures_util::future::try_join;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::abroad::{in_market, without_home_texts};
use super::conditions;
use super::document::ProductDocument;
use super::list::ListedProduct;
use super::model::MarketText;
use super::model::ProductId;
use crate::catalog::category::model::CategoryId;
use crate::catalog::formula::model::Formula;
use crate::catalog::market::{Market, Money};
use crate::catalog::offer::model::{Offer, OfferRow};
use crate::catalog::offer::queries::offers_of;
use crate::catalog::variant::model::{NetQuantity, VariantDocument};
use crate::error::AppError;
use crate::evidence::claim::document::ClaimDocument;
use crate::evidence::claim::view::ClaimView;
use crate::publishing::read::{self, Published};
use crate::publishing::resolve::{self, Linked, LinkedCard, Resolved, Wanted};
use crate::publishing::{Document, Kind, Role};

/// Most related things of a sort on one page.
const RELATED: i64 = 8;

/// A product with everything that its page shows.
#[derive(Debug)]
pub struct ProductView {
    /// The product; beyond the default market without the texts that were written for that.
    pub product: Published<ProductDocument>,
    /// Market for which prices and wordings are.
    pub market: Market,
    /// Its texts in that market.
    pub texts: MarketText,
    /// Its address in that market.
    pub path: String,
    /// Its brand.
    pub brand: Option<LinkedCard>,
    /// Its categories from the root down.
    pub categories: Vec<LinkedCard>,
    /// What can be bought, with prices.
    pub variants: Vec<VariantView>,
    /// Claims that may be shown where it is sold.
    pub claims: Vec<ClaimView>,
    /// Articles that mention it.
    pub articles: Vec<LinkedCard>,
    /// Protocols that use it.
    pub protocols: Vec<LinkedCard>,
    /// Other products on its shelf.
    pub related: Vec<ListedProduct>,
    /// Everything it refers to.
    pub resolved: Arc<Resolved>,
}

/// A variant with its offer.
#[derive(Debug, Clone)]
pub struct VariantView {
    /// The variant.
    pub variant: VariantDocument,
    /// Its offer in the market.
    pub offer: Option<Offer>,
    /// Price for a reference quantity, such as one capsule or 100 g.
    pub unit_price: Option<(Money, NetQuantity)>,
    /// Cost of a day as directed, at most.
    pub cost_per_day: Option<Money>,
}

impl VariantView {
    /// A variant with the offer that is in force for it.
    pub fn new(variant: VariantDocument, formula: Option<&Formula>, offers: &[OfferRow]) -> Self {
        let offer = offers
            .iter()
            .find(|row| row.variant_id == variant.id)
            .and_then(OfferRow::offer);
        let unit_price = offer
            .zip(variant.net_quantity.as_ref())
            .and_then(|(offer, net)| {
                let reference = net.reference();
                let units = net.value.checked_div(reference.value)?;
                Some((offer.price.per(units)?, reference))
            });
        let cost_per_day = offer.and_then(|offer| {
            let days = variant.servings?.checked_div(formula?.servings_a_day()?)?;
            offer.price.per(days)
        });
        Self {
            variant,
            offer,
            unit_price,
            cost_per_day,
        }
    }
}

impl ProductView {
    /// Loads a product by slug in four statements, whatever it holds.
    ///
    /// # Errors
    /// Moved, gone or not found.
    pub async fn load(
        conn: &AsyncPgConnection,
        slug: &str,
        market: Market,
    ) -> Result<Self, AppError> {
        let product: Published<ProductDocument> = read::at_path(conn, &format!("/products/{slug}"))
            .await
            .map_err(|error| error.in_prefix(market.prefix()))?;
        if product.document.texts_in(market).is_none() {
            return Err(AppError::NotFound);
        }
        Self::complete(conn, product, market).await
    }

    /// Resolves a product that is at hand, published or as a preview.
    ///
    /// # Errors
    /// A stored document that this program cannot read.
    pub async fn complete(
        conn: &AsyncPgConnection,
        product: Published<ProductDocument>,
        market: Market,
    ) -> Result<Self, AppError> {
        Self::complete_all(conn, vec![product], market, true)
            .await?
            .pop()
            .ok_or(AppError::NotFound)
    }

    /// Resolves any number of products in three statements; with `shelf` also what stands beside each.
    ///
    /// # Errors
    /// A stored document that this program cannot read.
    pub async fn complete_all(
        conn: &AsyncPgConnection,
        products: Vec<Published<ProductDocument>>,
        market: Market,
        shelf: bool,
    ) -> Result<Vec<Self>, AppError> {
        let ids: Vec<Uuid> = products.iter().map(|product| product.entity_id).collect();
        let wanted: Vec<Wanted> = products
            .iter()
            .flat_map(|product| wanted(product, shelf))
            .collect();
        let (resolved, linked) = try_join(
            resolve::resolve(conn, &ids),
            resolve::referrers(conn, &wanted, &[Kind::Product], RELATED + 1),
        )
        .await?;
        let neighbours = linked
            .iter()
            .filter(|link| link.stored.kind == Kind::Product)
            .map(|link| link.from);
        let with_offers: Vec<ProductId> = ids
            .iter()
            .copied()
            .chain(neighbours)
            .map(ProductId)
            .collect();
        let offers = offers_of(conn, &with_offers, market).await?;
        let resolved = Arc::new(resolved);
        products
            .into_iter()
            .map(|product| Self::assemble(product, &resolved, &linked, &offers, market))
            .collect()
    }

    /// Resolves what is not public yet: its own links stand in no table, so their targets are read by id.
    ///
    /// # Errors
    /// A stored document that this program cannot read.
    pub async fn draft(
        conn: &AsyncPgConnection,
        product: Published<ProductDocument>,
        market: Market,
    ) -> Result<Self, AppError> {
        let wanted = wanted(&product, true);
        let (resolved, linked) = try_join(
            resolve::resolve_links(conn, product.entity_id, &product.document.links()),
            resolve::referrers(conn, &wanted, &[Kind::Product], RELATED + 1),
        )
        .await?;
        let neighbours = linked
            .iter()
            .filter(|link| link.stored.kind == Kind::Product)
            .map(|link| link.from);
        let with_offers: Vec<ProductId> = std::iter::once(product.entity_id)
            .chain(neighbours)
            .map(ProductId)
            .collect();
        let offers = offers_of(conn, &with_offers, market).await?;
        Self::assemble(product, &Arc::new(resolved), &linked, &offers, market)
    }

    pub(super) fn assemble(
        mut product: Published<ProductDocument>,
        resolved: &Arc<Resolved>,
        linked: &[Linked],
        offers: &[OfferRow],
        market: Market,
    ) -> Result<Self, AppError> {
        let mut related = Vec::new();
        for link in linked
            .iter()
            .filter(|link| link.stored.kind == Kind::Product && link.from != product.entity_id)
        {
            let product: Published<ProductDocument> = link.stored.decode()?;
            if product.document.texts_in(market).is_some() {
                related.push(ListedProduct::new(
                    product,
                    link.brand.clone(),
                    offers,
                    market,
                ));
            }
        }
        related.truncate(usize::try_from(RELATED).unwrap_or_default());
        // Education is written for the default market and judged by its law.
        let of_kind = |kind: Kind| {
            let links = linked.iter().filter(|link| {
                link.to == product.entity_id && link.stored.kind == kind && market == Market::Us
            });
            links.map(Linked::card).collect()
        };
        let texts = product
            .document
            .texts_in(market)
            .ok_or(AppError::NotFound)?;
        if market != Market::Us {
            without_home_texts(&mut product.document);
        }
        let document = &product.document;
        let variants = document
            .variants
            .iter()
            .map(|variant| VariantView::new(variant.clone(), document.formula.as_ref(), offers))
            .collect();
        Ok(Self {
            brand: resolved
                .card(document.brand_id.0)
                .map(|card| in_market(card, market)),
            categories: way_to(document.category_id, resolved)
                .into_iter()
                .map(|card| in_market(card, market))
                .collect(),
            texts,
            path: market.path(product.path.as_deref().unwrap_or_default()),
            variants,
            claims: claims_to_show(document, resolved, market)?,
            articles: of_kind(Kind::Article),
            protocols: of_kind(Kind::Protocol),
            related,
            resolved: Arc::clone(resolved),
            market,
            product,
        })
    }

    /// The variant that is shown first: the one asked for, else the first that can be ordered, else the first.
    pub fn chosen(&self, sku: Option<&str>) -> Option<&VariantView> {
        let asked = sku.and_then(|sku| self.variants.iter().find(|view| view.variant.sku == sku));
        let orderable = || {
            self.variants.iter().find(|view| {
                view.offer
                    .is_some_and(|offer| offer.availability.can_be_ordered())
            })
        };
        asked.or_else(orderable).or_else(|| self.variants.first())
    }

    /// How many claims and sentences of its texts need the disclaimer of 21 CFR 101.93(c). None does outside the United States.
    pub fn statements(&self) -> usize {
        if self.market != Market::Us {
            return 0;
        }
        let in_texts = self.product.document.statements.len();
        let claims = self
            .claims
            .iter()
            .filter(|view| view.claim.document.claim_type.needs_disclaimer())
            .count();
        in_texts + claims
    }

    /// The markets in which it is sold.
    pub fn markets(&self) -> Vec<Market> {
        let document = &self.product.document;
        Market::ALL
            .iter()
            .copied()
            .filter(|market| document.texts_in(*market).is_some())
            .collect()
    }

    /// The amount of an ingredient in one serving, as the formula declares it.
    pub fn amount_of(&self, ingredient: Uuid) -> Option<String> {
        let formula = self.product.document.formula.as_ref()?;
        let row = formula.walk().into_iter().map(|(_, row)| row).find(|row| {
            row.ingredient_id.is_some_and(|id| id.0 == ingredient) && row.quantity().is_some()
        })?;
        row.quantity().map(ToString::to_string)
    }

    /// Lowest price now.
    pub fn lowest_price(&self) -> Option<Money> {
        self.variants
            .iter()
            .filter_map(|view| view.offer)
            .map(|offer| offer.price)
            .min_by_key(|price| price.minor)
    }

    /// Servings a day as directed, at most.
    pub fn servings_a_day(&self) -> Option<Decimal> {
        self.product.document.formula.as_ref()?.servings_a_day()
    }
}

fn wanted(product: &Published<ProductDocument>, shelf: bool) -> Vec<Wanted> {
    let id = product.entity_id;
    let mut wanted = vec![
        Wanted {
            to: id,
            kind: Kind::Article,
            role: Role::Mention,
        },
        Wanted {
            to: id,
            kind: Kind::Protocol,
            role: Role::Step,
        },
    ];
    if shelf {
        let category = product
            .document
            .category_id
            .map(|category| (category.0, Role::Category));
        let (to, role) = category.unwrap_or((product.document.brand_id.0, Role::Brand));
        wanted.push(Wanted {
            to,
            kind: Kind::Product,
            role,
        });
    }
    wanted
}

fn claims_to_show(
    document: &ProductDocument,
    resolved: &Resolved,
    market: Market,
) -> Result<Vec<ClaimView>, AppError> {
    let mut claims = Vec::new();
    for id in &document.claims {
        if let Some(claim) = resolved.document::<ClaimDocument>(id.0)? {
            let view = ClaimView::new(claim, resolved)?;
            let wording = view.product_wording(market);
            let may_show = wording.is_some_and(|wording| {
                wording.authorised.is_none_or(|authorised| {
                    let ingredient = view.claim.document.ingredient_id.0;
                    conditions::are_met(document.formula.as_ref(), authorised, ingredient)
                })
            });
            if may_show {
                claims.push(view);
            }
        }
    }
    Ok(claims)
}

/// The way from the root to a category.
pub fn way_to(category: Option<CategoryId>, resolved: &Resolved) -> Vec<LinkedCard> {
    let mut way = Vec::new();
    let mut next = category.map(|id| id.0);
    while let Some(card) = next.and_then(|id| resolved.card(id)) {
        // A tree that was broken by hand must not hang a page.
        if way.iter().any(|step: &LinkedCard| step.id == card.id) {
            break;
        }
        next = resolved
            .of(card.id, Role::Category)
            .next()
            .map(|link| link.to);
        way.insert(0, card);
    }
    way
}
