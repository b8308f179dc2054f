//! The change log for programs that keep a copy of the catalog: what changed, in commit order.

use std::time::{Duration, Instant};

use actix_web::web;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::db::Db;
use crate::error::AppError;
use crate::publishing::Kind;
use crate::publishing::changes::{self, Place};
use crate::publishing::told::ChangeBody;
use crate::state::State;
use crate::web::json::{ApiResult, Problem, respond_now};

/// Rows of the log that one answer covers unless said.
const USUAL: i64 = 100;
/// Rows of the log that one answer covers at most.
const MOST: i64 = 1_000;
/// Seconds that an answer may be waited for.
const LONGEST: u64 = 30;
/// A log that was seen to move but shows nothing is read from a replica that lags behind: it gets a moment.
const LAG: Duration = Duration::from_millis(100);

/// Parameters of the change feed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ChangesQuery {
    /// `cursor` of the answer before, or of a snapshot. Without it the answer holds no changes, only the cursor of now.
    pub since: Option<String>,
    /// At most so many, 1 to 1000; 100 unless said.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 1000)]
    pub limit: Option<String>,
    /// Kinds that are meant, separated by commas; all unless said. The cursor passes over the others.
    #[param(example = "product,claim")]
    pub kinds: Option<String>,
    /// Seconds to wait for a change when there is none yet, 0 to 30; 0 unless said.
    #[param(value_type = Option<i64>, minimum = 0, maximum = 30)]
    pub wait: Option<String>,
}

/// What is asked for.
struct Asked {
    since: Option<Place>,
    limit: i64,
    kinds: Vec<Kind>,
    wait: Duration,
}

impl ChangesQuery {
    fn parse(&self) -> Result<Asked, AppError> {
        let since = self.since.as_deref().map(str::parse).transpose();
        Ok(Asked {
            since: since.map_err(|problem: changes::NoPlace| {
                AppError::bad_parameter("since", problem.to_string())
            })?,
            limit: number("limit", self.limit.as_deref(), 1, MOST, USUAL)?,
            kinds: kinds(self.kinds.as_deref())?,
            wait: Duration::from_secs(number("wait", self.wait.as_deref(), 0, LONGEST, 0)?),
        })
    }
}

fn number<N>(
    name: &'static str,
    text: Option<&str>,
    least: N,
    most: N,
    usual: N,
) -> Result<N, AppError>
where
    N: std::str::FromStr + PartialOrd + std::fmt::Display + Copy,
{
    let Some(text) = text else { return Ok(usual) };
    let number = text.parse::<N>().ok();
    number
        .filter(|number| *number >= least && *number <= most)
        .ok_or_else(|| {
            AppError::bad_parameter(name, format!("must be a number from {least} to {most}"))
        })
}

fn kinds(text: Option<&str>) -> Result<Vec<Kind>, AppError> {
    let all = || Kind::ALL.iter().copied().filter(|kind| kind.is_told());
    let Some(text) = text else {
        return Ok(all().collect());
    };
    let kind = |word: &str| all().find(|kind| kind.as_str() == word);
    let kinds: Option<Vec<Kind>> = text.split(',').map(kind).collect();
    kinds.ok_or_else(|| {
        let known: Vec<&str> = all().map(Kind::as_str).collect();
        AppError::bad_parameter("kinds", format!("must be of {}", known.join(", ")))
    })
}

/// Changes in commit order.
#[derive(Debug, Serialize, ToSchema)]
pub struct Changes {
    /// The changes, oldest first.
    pub changes: Vec<ChangeBody>,
    /// Where the next answer begins: `since` of the next question.
    pub cursor: String,
    /// Whether there are more already.
    pub has_more: bool,
}

/// What changed in the public catalog behind a cursor, in commit order, withdrawals included.
///
/// # Errors
/// A malformed parameter, named, or a cursor from which nobody can go on.
#[utoipa::path(
    get,
    path = "/api/v1/changes",
    tag = "changes",
    params(ChangesQuery),
    responses(
        (status = 200, body = Changes),
        (status = 400, body = Problem),
        (status = 410, description = "resync: begin again with a snapshot", body = Problem),
    ),
)]
pub async fn list_changes(state: State, query: web::Query<ChangesQuery>) -> ApiResult {
    let asked = query.parse()?;
    let deadline = Instant::now() + asked.wait;
    let mut since = asked.since;
    loop {
        let found = read(&state.db, since, &asked).await?;
        let left = deadline.saturating_duration_since(Instant::now());
        let Some(behind) =
            since.filter(|_| found.changes.is_empty() && !found.has_more && !left.is_zero())
        else {
            return respond_now(&found);
        };
        let place: Place = found.cursor.parse().unwrap_or(behind);
        state.log.moved_past(place, left).await;
        if place == behind {
            tokio::time::sleep(LAG.min(left)).await;
        }
        since = Some(place);
    }
}

async fn read(db: &Db, since: Option<Place>, asked: &Asked) -> Result<Changes, AppError> {
    let conn = db.read().await?;
    let head = changes::head(&conn).await?;
    let Some(since) = since else {
        return Ok(Changes {
            changes: Vec::new(),
            cursor: head.place().to_string(),
            has_more: false,
        });
    };
    // Who is ahead of the log follows another one.
    if !head.reaches_back_to(since) || head.position < since.position {
        return Err(AppError::Resync);
    }
    let rows = changes::since(&conn, since.position, asked.limit).await?;
    // Positions have no gaps: a row that is missing was deleted since the head was read.
    if rows
        .first()
        .is_some_and(|row| row.position != since.position + 1)
    {
        return Err(AppError::Resync);
    }
    let last = rows.last().map_or(since.position, |row| row.position);
    let place = Place {
        position: last,
        ..since
    };
    let told = rows
        .into_iter()
        .filter(|row| asked.kinds.contains(&row.kind));
    Ok(Changes {
        changes: told.filter_map(ChangeBody::of).collect(),
        cursor: place.to_string(),
        has_more: last < head.position,
    })
}
