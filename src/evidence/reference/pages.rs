//! Reference pages, and numbered reference lists on other pages.

use actix_web::{HttpRequest, web};
use askama::Template;

use super::citation::{self, Citation, Style};
use super::document::ReferenceDocument;
use super::model::ReferenceAuthor;
use crate::error::AppError;
use crate::publishing::read::{self, Published};
use crate::publishing::resolve::{self, LinkedCard, Wanted};
use crate::publishing::{Kind, Role, Slug};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageCtx, PageResult, respond};
use crate::web::query::CursorQuery;

/// One entry of a numbered reference list.
#[derive(Debug, Clone)]
pub struct ReferenceItem {
    /// Its number on this page.
    pub number: usize,
    /// The printed reference.
    pub citation: Citation,
    /// Its own page.
    pub path: String,
    /// Ids of the places that cite it, to link back to.
    pub cited_at: Vec<String>,
}

impl ReferenceItem {
    /// An entry of a list.
    pub fn new(
        number: usize,
        reference: &Published<ReferenceDocument>,
        cited_at: Vec<String>,
    ) -> Self {
        Self {
            number,
            citation: citation::ama(&reference.document),
            path: reference.path.clone().unwrap_or_default(),
            cited_at,
        }
    }
}

#[derive(Template)]
#[template(path = "evidence/reference.html")]
struct ReferencePage {
    page: PageCtx,
    citation: Citation,
    source: Vec<(&'static str, String)>,
    /// The reference printed whole, by style.
    printed: [(&'static str, String); 2],
    claims: Vec<LinkedCard>,
    articles: Vec<LinkedCard>,
}

/// A reference: `/references/{slug}`.
///
/// # Errors
/// Not found or gone.
pub async fn reference_page(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
) -> PageResult {
    let slug = Slug::parse(&slug)?;
    let conn = state.db.read().await?;
    let reference: Published<ReferenceDocument> =
        read::at_path(&conn, &format!("/references/{slug}")).await?;
    let wanted = [
        Wanted {
            to: reference.entity_id,
            kind: Kind::Claim,
            role: Role::Evidence,
        },
        Wanted {
            to: reference.entity_id,
            kind: Kind::Article,
            role: Role::Citation,
        },
    ];
    let linked = resolve::referrers(&conn, &wanted, &[], 50).await?;
    let claim_ids: Vec<_> = linked
        .iter()
        .filter(|link| link.stored.kind == Kind::Claim)
        .map(|link| link.from)
        .collect();
    // A claim has no page of its own: it is shown on the page of its ingredient.
    let subjects = resolve::targets(&conn, &claim_ids, Role::Subject).await?;
    let claims = linked
        .iter()
        .filter(|link| link.stored.kind == Kind::Claim)
        .filter_map(|link| {
            let subject = subjects.get(&link.from)?;
            let path = subject
                .path
                .as_ref()
                .map(|path| format!("{path}#{}", link.stored.slug));
            let mut card = link.card();
            card.card.title = format!("{} {}", subject.card.title, card.card.title);
            Some(LinkedCard { path, ..card })
        })
        .collect();
    let document = &reference.document;
    let page = PageCtx::new(
        &state.config.public_url,
        &format!("/references/{slug}"),
        document.title.clone(),
    )
    .described(citation::plain(document))
    .in_section("education")
    .under(&[("References", "/references")])
    .with_json_ld(vec![scholarly_article(document)])?;
    let page = ReferencePage {
        page,
        citation: citation::ama(document),
        source: facts(document),
        printed: [
            ("AMA", Style::Ama.plain(document)),
            ("Vancouver", Style::Vancouver.plain(document)),
        ],
        claims,
        articles: linked
            .iter()
            .filter(|link| link.stored.kind == Kind::Article)
            .map(resolve::Linked::card)
            .collect(),
    };
    respond(&request, &page, CachePolicy::Revalidate)
}

fn facts(document: &ReferenceDocument) -> Vec<(&'static str, String)> {
    [
        ("Journal", document.container_title.clone()),
        ("Year", document.year.map(|year| year.to_string())),
        ("Volume", document.volume.clone()),
        ("Issue", document.issue.clone()),
        ("Pages", document.pages.clone()),
        ("Article number", document.article_number.clone()),
        ("Publisher", document.publisher.clone()),
        ("DOI", document.doi.clone()),
        ("PubMed id", document.pmid.map(|pmid| pmid.to_string())),
        ("PubMed Central id", document.pmcid.clone()),
        ("ISSN", document.issn.clone()),
    ]
    .into_iter()
    .filter_map(|(label, value)| value.map(|value| (label, value)))
    .collect()
}

fn full_name(author: &ReferenceAuthor) -> String {
    [author.given.as_deref(), author.family.as_deref()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The schema.org node of a reference.
pub fn scholarly_article(document: &ReferenceDocument) -> serde_json::Value {
    let authors: Vec<_> = document
        .authors
        .iter()
        .map(|author| match &author.literal {
            Some(name) => serde_json::json!({ "@type": "Organization", "name": name }),
            None => serde_json::json!({
                "@type": "Person",
                "name": (full_name(author)),
                "familyName": author.family,
                "givenName": author.given,
            }),
        })
        .collect();
    let identifier = |name: &str, value: &Option<String>| {
        value.as_ref().map(|value| serde_json::json!({ "@type": "PropertyValue", "propertyID": name, "value": value }))
    };
    let identifiers: Vec<_> = [
        identifier("DOI", &document.doi),
        identifier("PMID", &document.pmid.map(|pmid| pmid.to_string())),
        identifier("PMCID", &document.pmcid),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut node = serde_json::json!({ "@type": "ScholarlyArticle", "headline": document.title, "name": document.title });
    if let Some(fields) = node.as_object_mut() {
        let mut set = |key: &str, value: serde_json::Value| {
            if !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()) {
                fields.insert(key.to_owned(), value);
            }
        };
        set("author", authors.into());
        set(
            "datePublished",
            document.year.map(|year| year.to_string()).into(),
        );
        set("identifier", identifiers.into());
        set(
            "pagination",
            document
                .pages
                .clone()
                .or_else(|| document.article_number.clone())
                .into(),
        );
        let periodical = document
            .container_title
            .as_ref()
            .map(|name| match &document.issn {
                Some(issn) => {
                    serde_json::json!({ "@type": "Periodical", "name": name, "issn": issn })
                }
                None => serde_json::json!({ "@type": "Periodical", "name": name }),
            });
        set("isPartOf", periodical.into());
    }
    node
}

#[derive(Template)]
#[template(path = "evidence/references.html")]
struct ReferencesPage {
    page: PageCtx,
    items: Vec<ReferenceItem>,
    next: Option<String>,
}

/// All references by title: `/references`.
///
/// # Errors
/// A malformed cursor.
pub async fn reference_list_page(
    state: State,
    request: HttpRequest,
    query: web::Query<CursorQuery>,
) -> PageResult {
    let page_request = query.page_request()?;
    let conn = state.db.read().await?;
    let list = read::list(
        &conn,
        Kind::Reference,
        &read::Filter::default(),
        &page_request,
    )
    .await?;
    let mut items = Vec::with_capacity(list.items.len());
    for (stored, number) in list.items.into_iter().zip(1..) {
        items.push(ReferenceItem::new(
            number,
            &stored.decode().map_err(AppError::from)?,
            Vec::new(),
        ));
    }
    let page = PageCtx::new(&state.config.public_url, "/references", "References")
        .described("The publications that the claims and articles of this catalog rest on.")
        .in_section("education")
        .under(&[]);
    let page = ReferencesPage {
        page,
        items,
        next: list
            .next
            .map(|cursor| format!("/references?cursor={cursor}")),
    };
    respond(&request, &page, CachePolicy::Revalidate)
}
