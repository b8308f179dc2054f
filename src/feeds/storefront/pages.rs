//! The storefront's feed a page at a time, and its items by id.

use actix_web::web;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::body::MarketQuery;
use crate::api::gather::{Gathered, kinds};
use crate::api::line::Line;
use crate::catalog::market::Market;
use crate::db::Db;
use crate::db::paging::{Cursor, PageRequest};
use crate::error::AppError;
use crate::publishing::{Kind, changes, read};
use crate::state::State;
use crate::web::json::{ApiResult, respond_now};

/// Most entities that are asked for by id at once.
const MOST_IDS: usize = 100;

/// Parameters of the feed in pages.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct FeedQuery {
    /// Market whose products, prices and words are meant: `us` unless said, or `eu`.
    pub market: Option<String>,
    /// Only these entities, separated by commas, at most 100; those that are not public in the market are left out.
    pub ids: Option<String>,
    /// Begin behind this place: `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// At most so many, 1 to 100; 24 unless said.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
}

impl FeedQuery {
    fn ids(&self) -> Result<Option<Vec<Uuid>>, AppError> {
        let wrong =
            || AppError::bad_parameter("ids", "must be ids separated by commas, at most 100");
        let Some(text) = &self.ids else {
            return Ok(None);
        };
        if self.cursor.is_some() || self.limit.is_some() {
            return Err(AppError::bad_parameter(
                "ids",
                "is asked for alone, without cursor and limit",
            ));
        }
        let ids: Result<Vec<Uuid>, _> = text.split(',').map(Uuid::try_parse).collect();
        let ids = ids.map_err(|_| wrong())?;
        Some(ids)
            .filter(|ids| ids.len() <= MOST_IDS)
            .map(Some)
            .ok_or_else(wrong)
    }
}

/// A page of the feed.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedPage {
    /// The entities, each as its line in the snapshot.
    #[schema(value_type = Vec<Object>)]
    items: Vec<Box<RawValue>>,
    /// Where the next page begins; `null` on the last.
    next_cursor: Option<String>,
    /// A place in the change log that every entity on this page is at least as new as: a client that begins with pages goes on
    /// with the changes behind the one of its first page.
    log_cursor: String,
}

/// The feed a page at a time, or some entities by id: `/feeds/storefront.json`.
///
/// # Errors
/// A malformed parameter, named.
pub async fn feed_page(state: State, query: web::Query<FeedQuery>) -> ApiResult {
    let market = MarketQuery {
        market: query.market.clone(),
    };
    let market = market.market()?;
    let site = &state.config.public_url;
    let page = match query.ids()? {
        Some(ids) => by_ids(&state.db, market, &ids, site).await?,
        None => {
            let page = PageRequest::parse(query.cursor.as_deref(), query.limit.as_deref())?;
            next_page(&state.db, market, &page, site).await?
        }
    };
    respond_now(&page)
}

async fn by_ids(db: &Db, market: Market, ids: &[Uuid], site: &str) -> Result<FeedPage, AppError> {
    let conn = db.read().await?;
    let head = changes::head(&conn).await?;
    let mut all = Vec::new();
    for kind in read::kinds_of(&conn, ids).await? {
        if kinds(market).contains(&kind) {
            let gathered = Gathered::read(&conn, (market, kind), ids).await?;
            all.extend(gathered.lines(site)?);
        }
    }
    FeedPage::new(all, None, &head)
}

async fn next_page(
    db: &Db,
    market: Market,
    page: &PageRequest,
    site: &str,
) -> Result<FeedPage, AppError> {
    let conn = db.read().await?;
    let head = changes::head(&conn).await?;
    let (begin, mut after) = place_of(page.after.as_ref(), market)?;
    let mut all: Vec<Line> = Vec::new();
    for kind in kinds(market).iter().skip(begin) {
        let left = page.limit - i64::try_from(all.len()).unwrap_or(page.limit);
        let ids = read::live_ids(&conn, &[*kind], after, left).await?;
        let gathered = Gathered::read(&conn, (market, *kind), &ids).await?;
        all.extend(gathered.lines(site)?);
        if let Some(last) = ids.last()
            && i64::try_from(ids.len()).unwrap_or(left) == left
        {
            let next = Cursor {
                key: kind.to_string(),
                id: *last,
            };
            return FeedPage::new(all, Some(next), &head);
        }
        after = Uuid::nil();
    }
    FeedPage::new(all, None, &head)
}

/// The kind that a page begins with, and the id behind which it begins.
fn place_of(after: Option<&Cursor>, market: Market) -> Result<(usize, Uuid), AppError> {
    let Some(after) = after else {
        return Ok((0, Uuid::nil()));
    };
    let is_same = |kind: &Kind| kind.as_str() == after.key;
    let at = kinds(market).iter().position(is_same);
    let wrong = || AppError::bad_parameter("cursor", "is of another list; start without one");
    at.map(|at| (at, after.id)).ok_or_else(wrong)
}

impl FeedPage {
    fn new(lines: Vec<Line>, next: Option<Cursor>, head: &changes::Head) -> Result<Self, AppError> {
        let items = lines
            .into_iter()
            .map(|line| RawValue::from_string(line.json));
        Ok(Self {
            items: items.collect::<Result<_, _>>()?,
            next_cursor: next.map(|cursor| cursor.to_string()),
            log_cursor: head.place().to_string(),
        })
    }
}
