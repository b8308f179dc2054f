//! Ingredient pages: names, constituents, claims with evidence, products with amounts, articles.

use actix_web::{HttpRequest, web};
use askama::Template;
use uuid::Uuid;

use super::document::IngredientDocument;
use super::model::{IngredientKind, SynonymKind};
use crate::catalog::market::Market;
use crate::catalog::market::page::page_in;
use crate::catalog::product::abroad::in_market;
use crate::compliance::disclaimer::{SYMBOL, disclaimer};
use crate::content::{markdown, marked};
use crate::error::AppError;
use crate::evidence::claim::evidence_table::ReferenceNumbers;
use crate::evidence::claim::pages::{ClaimSection, sections, statements};
use crate::evidence::reference::pages::ReferenceItem;
use crate::publishing::read::{self, Filter, Published, Stored};
use crate::publishing::resolve::{self, LinkedCard, Wanted};
use crate::publishing::{Kind, Role, Slug};
use crate::search::list::showcase::{Showcase, showcase};
use crate::search::shelf::facet::Facet;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::html::SafeHtml;
use crate::web::page::{PageCtx, PageResult, respond};
use crate::web::query::CursorQuery;

/// Most claims and articles on one page.
const MOST: i64 = 100;
/// Products on it; the list has all of them.
const PRODUCTS: usize = 24;

#[derive(Template)]
#[template(path = "evidence/ingredient.html")]
struct IngredientPage {
    page: PageCtx,
    name: String,
    kind: &'static str,
    latin_name: Option<String>,
    unii: Option<String>,
    summary: SafeHtml,
    description: SafeHtml,
    synonyms: Vec<String>,
    forms: Vec<String>,
    constituents: Vec<LinkedCard>,
    found_in: Vec<LinkedCard>,
    claims: Vec<ClaimSection>,
    symbol: &'static str,
    disclaimer: Option<&'static str>,
    showcase: Showcase,
    articles: Vec<LinkedCard>,
    references: Vec<ReferenceItem>,
}

/// An ingredient: `/ingredients/{slug}`.
///
/// # Errors
/// Moved, gone or not found.
pub async fn ingredient_page(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
    market: Market,
) -> PageResult {
    let slug = Slug::parse(&slug)?;
    let path = format!("/ingredients/{slug}");
    let conn = state.db.read().await?;
    let ingredient: Published<IngredientDocument> = read::at_path(&conn, &path)
        .await
        .map_err(|error| error.in_prefix(market.prefix()))?;
    let id = ingredient.entity_id;
    let wanted = [
        Wanted {
            to: id,
            kind: Kind::Claim,
            role: Role::Subject,
        },
        Wanted {
            to: id,
            kind: Kind::Article,
            role: Role::Mention,
        },
        Wanted {
            to: id,
            kind: Kind::Ingredient,
            role: Role::Constituent,
        },
    ];
    let linked = resolve::referrers(&conn, &wanted, &[Kind::Claim], MOST).await?;
    let mut documents: Vec<Uuid> = linked
        .iter()
        .filter(|link| link.stored.kind == Kind::Claim)
        .map(|link| link.from)
        .collect();
    documents.push(id);
    let resolved = resolve::resolve(&conn, &documents).await?;
    drop(conn);
    let snapshot = state.search.snapshot(market).ok_or(AppError::Unavailable)?;
    let value = (Facet::Ingredient, slug.as_str());
    let showcase = showcase(&snapshot, value, market, PRODUCTS)?;
    let markets = state.search.markets_with(Facet::Ingredient, slug.as_str());
    let mut references = ReferenceNumbers::default();
    let claims = sections(&linked, &resolved, market, &mut references)?;
    let of_kind = |kind: Kind| {
        linked
            .iter()
            .filter(|link| link.stored.kind == kind)
            .map(|link| in_market(link.card(), market))
            .collect()
    };
    let names = |kind: SynonymKind| -> Vec<String> {
        let synonyms = ingredient.document.synonyms.iter();
        synonyms
            .filter(|synonym| synonym.kind == kind)
            .map(|synonym| synonym.name.clone())
            .collect()
    };
    // Texts and education are of the default market: elsewhere stand names, listed claims and products alone.
    let mut document = ingredient.document.clone();
    if market != Market::Us {
        document.summary.clear();
        document.description.clear();
        document.statements.clear();
    }
    let document = &document;
    let site = &state.config.public_url;
    let page = page_in(site, market, &path, document.name.clone(), &markets)
        .described(document.preview())
        .in_section("ingredients")
        .with_twin()
        .under(&[market.shelf("Ingredients", "/ingredients")])
        .with_json_ld(vec![web_page(document, site, &market.path(&path))])?;
    let marked_sentences: Vec<&str> = document.statements.iter().map(String::as_str).collect();
    let page = IngredientPage {
        page,
        kind: document.kind.words(),
        latin_name: document.latin_name.clone(),
        unii: document.unii.clone(),
        summary: marked(&document.summary, &marked_sentences, SYMBOL),
        description: markdown::render_marked(&document.description, &marked_sentences, SYMBOL),
        synonyms: [
            SynonymKind::Synonym,
            SynonymKind::Abbreviation,
            SynonymKind::TradeName,
        ]
        .into_iter()
        .flat_map(&names)
        .collect(),
        forms: names(SynonymKind::Form),
        constituents: resolved
            .of(id, Role::Constituent)
            .map(|link| in_market(link.card(), market))
            .collect(),
        found_in: of_kind(Kind::Ingredient),
        symbol: SYMBOL,
        disclaimer: disclaimer(statements(&claims) + document.statements.len()),
        claims,
        showcase,
        articles: match market {
            Market::Us => of_kind(Kind::Article),
            Market::Eu => Vec::new(),
        },
        references: references.items,
        name: document.name.clone(),
    };
    respond(&request, &page, CachePolicy::Revalidate)
}

/// An ingredient page is a page about a substance; it offers nothing, so nothing here is tied to a product.
fn web_page(document: &IngredientDocument, site: &str, path: &str) -> serde_json::Value {
    let names: Vec<&str> = document
        .synonyms
        .iter()
        .filter(|synonym| synonym.kind != SynonymKind::Misspelling)
        .map(|synonym| synonym.name.as_str())
        .collect();
    let mut substance =
        serde_json::json!({ "@type": "Substance", "name": document.name, "alternateName": names });
    if let (Some(unii), Some(fields)) = (&document.unii, substance.as_object_mut()) {
        fields.insert(
            "code".to_owned(),
            serde_json::json!({ "@type": "MedicalCode", "codeValue": unii, "codingSystem": "UNII" }),
        );
    }
    serde_json::json!({
        "@type": "WebPage",
        "@id": format!("{site}{path}"),
        "url": format!("{site}{path}"),
        "name": document.name,
        "description": document.preview(),
        "about": substance,
    })
}

#[derive(Template)]
#[template(path = "directory.html")]
struct IngredientsPage {
    page: PageCtx,
    heading: &'static str,
    intro: &'static str,
    groups: Vec<(String, Vec<Stored>)>,
    next: Option<String>,
}

/// All ingredients by sort and name: `/ingredients`.
///
/// # Errors
/// A malformed cursor.
pub async fn ingredient_list_page(
    state: State,
    request: HttpRequest,
    query: web::Query<CursorQuery>,
) -> PageResult {
    let mut page_request = query.page_request()?;
    page_request.limit = MOST;
    let conn = state.db.read().await?;
    let list = read::list(&conn, Kind::Ingredient, &Filter::default(), &page_request).await?;
    let mut groups: Vec<(String, Vec<Stored>)> = IngredientKind::ALL
        .iter()
        .map(|kind| (kind.heading().to_owned(), Vec::new()))
        .collect();
    for stored in list.items {
        let kind = stored.decode::<IngredientDocument>()?.document.kind;
        let place = IngredientKind::ALL.iter().position(|known| *known == kind);
        if let Some((_, group)) = place.and_then(|place| groups.get_mut(place)) {
            group.push(stored);
        }
    }
    groups.retain(|(_, items)| !items.is_empty());
    let page = PageCtx::new(&state.config.public_url, "/ingredients", "Ingredients")
        .described("Substances in the products of this catalog: what they are, what is said of them, and what that rests on.")
        .in_section("ingredients")
        .under(&[])
        .with_json_ld(Vec::<serde_json::Value>::new())?;
    let page = IngredientsPage {
        page,
        heading: "Ingredients",
        intro: "What each substance is, which claims are made for it, and what they rest on.",
        groups,
        next: list
            .next
            .map(|cursor| format!("/ingredients?cursor={cursor}")),
    };
    respond(&request, &page, CachePolicy::Revalidate)
}
