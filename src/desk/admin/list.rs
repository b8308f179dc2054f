//! Everything of one kind: `/admin/{kinds}`.

use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::DeskKind;
use super::page::moment;
use crate::accounts::admin::AdminCtx;
use crate::accounts::session::CurrentUser;
use crate::db::paging::PageRequest;
use crate::desk::queries::{self, Filter, Listed};
use crate::desk::state::State as Standing;
use crate::editing::saved_view::queries::views_for;
use crate::publishing::Kind;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageResult, respond};

/// Rows of one page.
const ROWS: i64 = 50;

/// `?q=&state=&cursor=`.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    cursor: Option<String>,
}

impl ListQuery {
    /// From the fields of a form.
    pub fn new(q: &str, state: &str) -> Self {
        Self {
            q: q.to_owned(),
            state: state.to_owned(),
            cursor: None,
        }
    }

    /// Where in the list.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// What is asked for.
    pub fn filter(&self) -> Filter {
        let text: String = self.q.trim().chars().take(100).collect();
        Filter {
            text: Some(text).filter(|text| !text.is_empty()),
            state: self.state.parse().ok(),
        }
    }

    /// The query of an address that asks for the same, without the place in the list.
    pub fn address(&self) -> String {
        let pairs = [("q", self.q.trim()), ("state", self.state.as_str())];
        let given = pairs.iter().filter(|(_, value)| !value.is_empty());
        serde_urlencoded::to_string(given.collect::<Vec<_>>()).unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "admin/desk/list.html")]
struct ListPage {
    admin: AdminCtx,
    plural: &'static str,
    words: &'static str,
    q: String,
    state: String,
    states: Vec<(&'static str, &'static str)>,
    is_filtered: bool,
    count: i64,
    rows: Vec<Row>,
    next: Option<String>,
    address: String,
    views: Vec<ViewLine>,
    /// The list of prices, for what has some.
    prices: Option<&'static str>,
}

struct ViewLine {
    id: String,
    name: String,
    path: String,
    is_mine: bool,
    is_current: bool,
}

/// A row of the list.
pub struct Row {
    id: String,
    title: String,
    path: String,
    standing: Standing,
    updated: String,
    public_path: Option<String>,
}

/// A page of the list, by name.
///
/// # Errors
/// Not signed in, or a malformed cursor.
pub async fn list(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    kind: DeskKind,
    query: web::Query<ListQuery>,
) -> PageResult {
    let kind = kind.0;
    let filter = query.filter();
    let page = PageRequest {
        limit: ROWS,
        ..PageRequest::parse(query.cursor.as_deref(), None)?
    };
    let conn = state.db.write().await?;
    let found = queries::list(&conn, kind, &filter, &page).await?;
    let count = queries::count(&conn, kind, &filter).await?;
    drop(conn);
    let address = query.address();
    let heading = Row::heading(kind);
    let views = views_for(&*state.db.write().await?, user.user.id.0, kind).await?;
    let page = ListPage {
        admin: AdminCtx::new(&user, kind.plural(), heading),
        plural: kind.plural(),
        words: kind.words(),
        is_filtered: filter != Filter::default(),
        q: query.q.clone(),
        state: query.state.clone(),
        states: Standing::ALL
            .iter()
            .map(|state| (state.as_str(), state.words()))
            .collect(),
        count,
        views: views
            .into_iter()
            .map(|view| ViewLine {
                id: view.id.to_string(),
                path: format!("/admin/{}?{}", kind.plural(), view.query),
                is_mine: view.user_id == user.user.id.0,
                is_current: view.query == address,
                name: view.name,
            })
            .collect(),
        address: address.clone(),
        prices: (kind == Kind::Product).then_some("/admin/products/price-list"),
        rows: found.items.into_iter().map(row).collect(),
        next: found.next.map(|cursor| {
            let amp = if address.is_empty() { "" } else { "&" };
            format!("/admin/{}?{address}{amp}cursor={cursor}", kind.plural())
        }),
    };
    respond(&request, &page, CachePolicy::NoStore)
}

impl Row {
    /// The plural of a kind as a heading.
    pub fn heading(kind: Kind) -> String {
        let words = kind.plural().replace('-', " ");
        let mut letters = words.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect())
            .unwrap_or_default()
    }
}

fn row(listed: Listed) -> Row {
    let kind = listed.named.kind;
    Row {
        id: listed.named.id.to_string(),
        path: format!("/admin/{}/{}", kind.plural(), listed.named.id),
        public_path: kind
            .path(&listed.named.slug)
            .filter(|_| listed.state.is_public()),
        title: listed.named.title,
        standing: listed.state,
        updated: moment(listed.updated_at),
    }
}
