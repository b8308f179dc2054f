//! Findings for editors: `/admin/feeds`.

use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::channel::Channel;
use super::judge::Consequence;
use super::walk::{Checked, some};
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::catalog::market::Market;
use crate::error::AppError;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageResult, respond};

/// Products that one page looks at.
const LOOKED_AT: i64 = 100;

/// `?channel=&market=&after=`.
#[derive(Debug, Default, Deserialize)]
pub struct FeedsQuery {
    #[serde(default)]
    channel: String,
    #[serde(default)]
    market: String,
    after: Option<Uuid>,
}

#[derive(Template)]
#[template(path = "admin/feeds/findings.html")]
struct FeedsPage {
    admin: AdminCtx,
    channel: Channel,
    channels: Vec<(Channel, &'static str, bool)>,
    markets: Vec<(Market, &'static str, bool)>,
    products: Vec<Checked>,
    checked: usize,
    counts: Vec<(&'static str, usize)>,
    next: Option<String>,
}

/// What a channel would do with what is public, a hundred products at a time.
///
/// # Errors
/// Not signed in, or a channel or market that is none.
pub async fn feeds_page(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    query: web::Query<FeedsQuery>,
) -> PageResult {
    user.may(Action::Read, None)?;
    let channel = chosen("channel", &query.channel, Channel::Google)?;
    let market = chosen("market", &query.market, Market::Us)?;
    let conn = state.db.read().await?;
    let after = query.after.unwrap_or_default();
    let site = &state.config.public_url;
    let (all, next) = some(&conn, (channel, market), (after, LOOKED_AT), site).await?;
    let count = |severity: Consequence| {
        let findings = all.iter().flat_map(|product| &product.findings);
        let of = findings.filter(|finding| finding.severity == severity);
        (severity.words(), of.count())
    };
    let page = FeedsPage {
        admin: AdminCtx::new(&user, "feeds", "Feeds"),
        channel,
        channels: Channel::ALL
            .iter()
            .map(|one| (*one, one.words(), *one == channel))
            .collect(),
        markets: Market::ALL
            .iter()
            .map(|one| (*one, one.words(), *one == market))
            .collect(),
        checked: all.len(),
        counts: Consequence::ALL.iter().copied().map(count).collect(),
        products: all
            .into_iter()
            .filter(|product| !product.findings.is_empty())
            .collect(),
        next: next.map(|id| format!("/admin/feeds?channel={channel}&market={market}&after={id}")),
    };
    respond(&request, &page, CachePolicy::NoStore)
}

fn chosen<T: std::str::FromStr>(name: &'static str, text: &str, usual: T) -> Result<T, AppError> {
    if text.is_empty() {
        return Ok(usual);
    }
    text.parse()
        .map_err(|_| AppError::bad_parameter(name, "must be one of those offered"))
}
