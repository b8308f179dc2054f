//! One listing: its texts, prices and availability.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::super::label::{LabelFinding, label_findings};
use super::super::model::{ListingChanges, ProductId, ProductRow};
use super::super::{commands, queries};
use crate::accounts::admin::AdminCtx;
use crate::accounts::model::Role;
use crate::accounts::session::CurrentUser;
use crate::catalog::market::{Market, Money};
use crate::catalog::offer::commands::set_offer;
use crate::catalog::offer::model::{Availability, Offer, OfferTerms};
use crate::catalog::variant::model::{VariantId, VariantRow};
use crate::error::{AppError, FieldErrors, Objection};
use crate::gate;
use crate::publishing::{Kind, transaction};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageResult, respond, see_other};

/// Longest name, in characters; labels bring long ones.
const LONGEST_NAME: usize = 500;

/// The texts of the form; prices and availabilities come as lists, one entry a variant.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ListingForm {
    csrf: String,
    version: i32,
    name: String,
    summary: String,
    description: String,
    audience: String,
    directions: String,
    cautions: String,
    storage: String,
}

/// Price fields of one variant.
#[derive(Debug, Clone)]
struct OfferFields {
    variant: VariantId,
    sku: String,
    title: String,
    price: String,
    list_price: String,
    availability: String,
    price_errors: Vec<String>,
    list_errors: Vec<String>,
}

#[derive(Template)]
#[template(path = "admin/catalog/product_edit.html")]
struct ProductEditPage {
    admin: AdminCtx,
    path: String,
    public_path: Option<String>,
    form: ListingForm,
    offers: Vec<OfferFields>,
    availabilities: Vec<(&'static str, &'static str)>,
    errors: FieldErrors,
    problem: Option<String>,
    state_words: String,
    can_publish: bool,
    is_live: bool,
    objections: Vec<Objection>,
    review_path: String,
    label: Vec<LabelFinding>,
}

/// `?saved=1` after a save, `?published=1` after publishing.
#[derive(Deserialize)]
pub struct FlashQuery {
    done: Option<String>,
}

/// The form of one listing: `/admin/products/{id}`.
///
/// # Errors
/// Not signed in, or not found.
pub async fn product_edit(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    id: web::Path<Uuid>,
    query: web::Query<FlashQuery>,
) -> PageResult {
    let loaded = Loaded::load(&state, ProductId(*id)).await?;
    let form = loaded.form();
    let mut page = loaded.page(&user, form, loaded.offers.clone());
    page.admin.flash = match query.done.as_deref() {
        Some("saved") => {
            Some("Saved. The public still sees the last published text; prices are live.")
        }
        Some("published") => Some("Published. The page and the API show it now."),
        Some("unchanged") => Some("Nothing has changed since it was last published."),
        Some("not-cleared") => Some(
            "Saved as a draft, not published: rules object to some words. See below what to change or to have signed.",
        ),
        Some("withdrawn") => Some("Withdrawn. Its address now says so."),
        _ => None,
    };
    respond(&request, &page, CachePolicy::NoStore)
}

struct Loaded {
    row: ProductRow,
    offers: Vec<OfferFields>,
    publication: Option<(String, i32)>,
    /// What rules object to in the saved draft, unsigned.
    objections: Vec<Objection>,
    /// What the rules of labels say of it.
    label: Vec<LabelFinding>,
}

impl Loaded {
    async fn load(state: &State, id: ProductId) -> Result<Self, AppError> {
        let conn = state.db.write().await?;
        let (row, document) = queries::document(&conn, id).await?;
        let findings = gate::judge_page((Kind::Product, id.0), &row.slug, &document, &[]);
        let findings = gate::uncleared(&conn, findings).await?;
        let variants = queries::variants_of(&conn, id).await?;
        let offers = queries::offers_for_edit(&conn, id, Market::Us).await?;
        let publication = queries::publication_of(&conn, id.0).await?;
        let offers = variants
            .into_iter()
            .map(|variant| {
                let offer = offers
                    .iter()
                    .find(|offer| offer.variant_id == variant.id)
                    .and_then(|row| row.offer());
                offer_fields(variant, offer)
            })
            .collect();
        Ok(Self {
            row,
            offers,
            publication,
            objections: findings.iter().map(gate::objection).collect(),
            label: label_findings(&document),
        })
    }

    fn form(&self) -> ListingForm {
        let row = self.row.clone();
        ListingForm {
            csrf: String::new(),
            version: row.version,
            name: row.name,
            summary: row.summary,
            description: row.description,
            audience: row.audience.unwrap_or_default(),
            directions: row.directions,
            cautions: row.cautions.unwrap_or_default(),
            storage: row.storage.unwrap_or_default(),
        }
    }

    fn page(
        &self,
        user: &CurrentUser,
        form: ListingForm,
        offers: Vec<OfferFields>,
    ) -> ProductEditPage {
        let is_live = self
            .publication
            .as_ref()
            .is_some_and(|(state, _)| state == "live");
        ProductEditPage {
            admin: AdminCtx::new(user, "products", self.row.name.clone()),
            path: format!("/admin/products/{}", self.row.id),
            public_path: is_live.then(|| format!("/products/{}", self.row.slug)),
            form,
            offers,
            availabilities: Availability::ALL
                .iter()
                .map(|value| (value.as_str(), value.words()))
                .collect(),
            errors: FieldErrors::default(),
            problem: None,
            state_words: match &self.publication {
                Some((state, revision)) if state == "live" => {
                    format!("Published, revision {revision}")
                }
                Some(_) => "Withdrawn".to_owned(),
                None => "Draft, never published".to_owned(),
            },
            can_publish: user.user.role >= Role::Publisher,
            is_live,
            objections: self.objections.clone(),
            review_path: format!("/admin/reviews/product/{}", self.row.id),
            label: self.label.clone(),
        }
    }
}

fn offer_fields(variant: VariantRow, offer: Option<Offer>) -> OfferFields {
    OfferFields {
        variant: variant.id,
        sku: variant.sku,
        title: variant.title,
        price: offer
            .map(|offer| offer.price.decimal().to_string())
            .unwrap_or_default(),
        list_price: offer
            .and_then(|offer| offer.list_price)
            .map(|price| price.decimal().to_string())
            .unwrap_or_default(),
        availability: offer
            .map_or(Availability::InStock, |offer| offer.availability)
            .as_str()
            .to_owned(),
        price_errors: Vec::new(),
        list_errors: Vec::new(),
    }
}

/// What is wrong with a form, and every field as it was typed.
struct Refused {
    errors: FieldErrors,
    problem: Option<String>,
    offers: Vec<OfferFields>,
    status: u16,
}

/// Saves a listing, and publishes it when that button was used: `POST /admin/products/{id}`.
///
/// # Errors
/// Not signed in, not found, or a form from elsewhere.
pub async fn product_update(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    pairs: web::Form<Vec<(String, String)>>,
) -> PageResult {
    let id = ProductId(*id);
    let form = listing_form(&pairs)?;
    user.check_csrf(&form.csrf)?;
    let publish = pairs
        .iter()
        .any(|(name, value)| name == "then" && value == "publish");
    if publish {
        user.needs(Role::Publisher)?;
    }
    let loaded = Loaded::load(&state, id).await?;
    match save(&state, &user, &loaded, &form, &pairs, publish).await? {
        Ok(done) => Ok(see_other(&format!("/admin/products/{id}?done={done}"))),
        Err(refused) => {
            let mut page = loaded.page(&user, form, refused.offers);
            page.errors = refused.errors;
            page.problem = refused.problem;
            let html = page.render().map_err(AppError::from)?;
            let status = actix_web::http::StatusCode::from_u16(refused.status)
                .map_err(|e| AppError::Internal(e.into()))?;
            let mut response = HttpResponse::build(status);
            CachePolicy::NoStore.apply(&mut response);
            Ok(response.content_type("text/html; charset=utf-8").body(html))
        }
    }
}

async fn save(
    state: &State,
    user: &CurrentUser,
    loaded: &Loaded,
    form: &ListingForm,
    pairs: &[(String, String)],
    publish: bool,
) -> Result<Result<&'static str, Refused>, AppError> {
    let id = loaded.row.id;
    let mut errors = FieldErrors::default();
    let changes = changes(form, &mut errors);
    let (offers, terms) = offers(&loaded.offers, pairs);
    let offers_are_wrong = offers
        .iter()
        .any(|offer| !offer.price_errors.is_empty() || !offer.list_errors.is_empty());
    if !errors.is_empty() || offers_are_wrong {
        return Ok(Err(Refused {
            errors,
            problem: None,
            offers,
            status: 422,
        }));
    }
    let author = user.user.author();
    let saved = transaction(&state.db, async |tx| {
        commands::save_listing(tx, id, form.version, &changes, &author).await?;
        for (variant, terms) in &terms {
            set_offer(tx, (id, *variant), Market::Us, *terms).await?;
        }
        Ok(())
    })
    .await;
    match saved {
        Ok(()) if publish => Ok(Ok(super::publish::publish(state, user, id).await?)),
        Ok(()) => Ok(Ok("saved")),
        Err(AppError::Invalid(errors)) => Ok(Err(Refused {
            errors,
            problem: None,
            offers,
            status: 422,
        })),
        Err(AppError::Conflict(problem)) => Ok(Err(Refused {
            errors: FieldErrors::default(),
            problem: Some(problem),
            offers,
            status: 409,
        })),
        Err(error) => Err(error),
    }
}

fn listing_form(pairs: &[(String, String)]) -> Result<ListingForm, AppError> {
    let value = |name: &str| {
        pairs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.replace("\r\n", "\n"))
    };
    let text = |name: &str| value(name).unwrap_or_default();
    Ok(ListingForm {
        csrf: text("csrf"),
        version: text("version")
            .parse()
            .map_err(|_| AppError::bad_parameter("version", "must be a whole number"))?,
        name: text("name"),
        summary: text("summary"),
        description: text("description"),
        audience: text("audience"),
        directions: text("directions"),
        cautions: text("cautions"),
        storage: text("storage"),
    })
}

fn changes(form: &ListingForm, errors: &mut FieldErrors) -> ListingChanges {
    let optional = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    if form.name.trim().is_empty() {
        errors.add("name", "must not be empty");
    }
    for (field, text, longest) in [
        ("name", &form.name, LONGEST_NAME),
        ("summary", &form.summary, 300),
        ("description", &form.description, 20_000),
        ("audience", &form.audience, 500),
        ("directions", &form.directions, 5_000),
        ("cautions", &form.cautions, 5_000),
        ("storage", &form.storage, 1_000),
    ] {
        if text.chars().count() > longest {
            errors.add(field, format!("must be at most {longest} characters long"));
        }
        if text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\t'))
        {
            errors.add(field, "holds a character that can't be shown");
        }
    }
    ListingChanges {
        name: one_line(&form.name),
        summary: one_line(&form.summary),
        description: form.description.trim().to_owned(),
        audience: optional(&form.audience),
        directions: form.directions.trim().to_owned(),
        cautions: optional(&form.cautions),
        storage: optional(&form.storage),
    }
}

/// A single-line field, also when something with line breaks was pasted into it.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

type Terms = Vec<(VariantId, Option<OfferTerms>)>;

/// Reads the price fields of every variant; what is wrong stands beside its field.
fn offers(known: &[OfferFields], pairs: &[(String, String)]) -> (Vec<OfferFields>, Terms) {
    let value = |name: String| {
        pairs
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.trim().to_owned())
    };
    let mut fields = known.to_vec();
    let mut terms = Vec::new();
    for offer in &mut fields {
        let Some(price) = value(format!("price-{}", offer.variant)) else {
            continue;
        };
        offer.price = price;
        offer.list_price = value(format!("list-{}", offer.variant)).unwrap_or_default();
        offer.availability = value(format!("availability-{}", offer.variant)).unwrap_or_default();
        terms.extend(read_terms(offer).map(|read| (offer.variant, read)));
    }
    (fields, terms)
}

/// The terms in the fields of a variant: `None` for no offer, nothing when a field is wrong.
fn read_terms(offer: &mut OfferFields) -> Option<Option<OfferTerms>> {
    let currency = Market::Us.currency();
    if offer.price.is_empty() {
        if !offer.list_price.is_empty() {
            offer
                .price_errors
                .push("must be given when there is a price it is reduced from".to_owned());
            return None;
        }
        return Some(None);
    }
    let price = Money::parse(&offer.price, currency)
        .map_err(|problem| offer.price_errors.push(problem))
        .ok();
    let list = match offer.list_price.as_str() {
        "" => None,
        text => match Money::parse(text, currency) {
            Ok(list) => Some(list),
            Err(problem) => {
                offer.list_errors.push(problem);
                return None;
            }
        },
    };
    let price = price?;
    if list.is_some_and(|list| list.minor <= price.minor) {
        offer
            .list_errors
            .push("must be above the price; leave it empty when nothing is reduced".to_owned());
        return None;
    }
    let Ok(availability) = offer.availability.parse() else {
        offer
            .price_errors
            .push("has an availability that is not known".to_owned());
        return None;
    };
    Some(Some(OfferTerms {
        price,
        list_minor: list.map(|list| list.minor),
        availability,
    }))
}
