//! The first page of the admin: what waits, and what is missing: `/admin`.

use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::page::moment;
use crate::accounts::admin::AdminCtx;
use crate::accounts::session::CurrentUser;
use crate::desk::gaps::queries::{Gap, completeness, gaps};
use crate::desk::queries::{self, Named};
use crate::desk::state::State as Standing;
use crate::editing::autosave::queries::all_kept;
use crate::editing::schedule::model::Schedule;
use crate::editing::schedule::queries::waiting;
use crate::publishing::Kind;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageResult, respond};

#[derive(Template)]
#[template(path = "admin/desk/dashboard.html")]
struct DashboardPage {
    admin: AdminCtx,
    kinds: Vec<KindLine>,
    kept: Vec<KeptLine>,
    in_review: Vec<(&'static str, String, String)>,
    waiting: Vec<WaitingLine>,
    gaps: Vec<GapView>,
    complete: Vec<CompleteLine>,
}

/// How many of a kind stand where.
struct KindLine {
    words: String,
    path: String,
    total: i64,
    /// States that ask for something, with how many stand there.
    standing: Vec<(Standing, i64)>,
}

/// The states that ask for something.
const OPEN: &[Standing] = &[
    Standing::Draft,
    Standing::InReview,
    Standing::Approved,
    Standing::Scheduled,
    Standing::Changed,
];

struct KeptLine {
    title: String,
    path: String,
    time: String,
}

struct WaitingLine {
    title: String,
    path: String,
    action: &'static str,
    time: String,
    state: &'static str,
    outcome: String,
}

/// Something that is missing, with where.
struct GapView {
    title: &'static str,
    what_to_do: &'static str,
    count: i64,
    examples: Vec<(String, String)>,
}

/// How complete a product is, with links to what is missing.
struct CompleteLine {
    title: String,
    path: String,
    percent: i64,
    missing: Vec<(&'static str, &'static str)>,
}

/// `?done=` after something was done that leads here.
#[derive(Debug, Default, Deserialize)]
pub struct DashboardQuery {}

/// What waits and what is missing.
///
/// # Errors
/// Not signed in.
pub async fn dashboard(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    _query: web::Query<DashboardQuery>,
) -> PageResult {
    let conn = state.db.write().await?;
    let counts = queries::counts(&conn).await?;
    let kept = all_kept(&conn, user.user.id.0).await?;
    let planned = waiting(&conn).await?;
    let in_review = queries::standing(&conn, Standing::InReview, 50).await?;
    let found = gaps(&conn).await?;
    let complete = completeness(&conn).await?;
    let ids: Vec<Uuid> = kept
        .iter()
        .map(|(_, id, _)| *id)
        .chain(planned.iter().filter_map(|schedule| schedule.entity_id))
        .collect();
    let names = queries::names(&conn, &ids).await?;
    drop(conn);
    let page = DashboardPage {
        admin: AdminCtx::new(&user, "dashboard", "Today"),
        kinds: kind_lines(&counts),
        kept: kept
            .into_iter()
            .map(|(kind, id, kept)| KeptLine {
                title: title_of(&names, id).unwrap_or_else(|| format!("A new {}", kind.words())),
                path: format!("/admin/{}/{id}?mine=1", kind.plural()),
                time: moment(kept.saved_at),
            })
            .collect(),
        in_review: in_review
            .into_iter()
            .map(|named| {
                let path = format!("/admin/{}/{}#next", named.kind.plural(), named.id);
                (named.kind.words(), named.title, path)
            })
            .collect(),
        waiting: planned
            .into_iter()
            .map(|schedule| waiting_line(schedule, &names))
            .collect(),
        gaps: found
            .into_iter()
            .filter(|gap| gap.count > 0)
            .map(gap_view)
            .collect(),
        complete: complete
            .into_iter()
            .map(|line| CompleteLine {
                path: format!("/admin/products/{}", line.id),
                title: line.title.clone(),
                percent: line.percent(),
                missing: line.missing(),
            })
            .collect(),
    };
    respond(&request, &page, CachePolicy::NoStore)
}

fn title_of(names: &[Named], id: Uuid) -> Option<String> {
    names
        .iter()
        .find(|named| named.id == id)
        .map(|named| named.title.clone())
}

fn kind_lines(counts: &[(Kind, Standing, i64)]) -> Vec<KindLine> {
    Kind::ALL
        .iter()
        .map(|kind| {
            let of = |standing: Standing| -> i64 {
                counts
                    .iter()
                    .filter(|(known, state, _)| known == kind && *state == standing)
                    .map(|(.., count)| count)
                    .sum()
            };
            KindLine {
                words: kind.plural().replace('-', " "),
                path: format!("/admin/{}", kind.plural()),
                total: counts
                    .iter()
                    .filter(|(known, ..)| known == kind)
                    .map(|(.., count)| count)
                    .sum(),
                standing: OPEN
                    .iter()
                    .map(|standing| (*standing, of(*standing)))
                    .collect(),
            }
        })
        .collect()
}

fn waiting_line(schedule: Schedule, names: &[Named]) -> WaitingLine {
    let entity = schedule.kind.zip(schedule.entity_id);
    WaitingLine {
        title: entity
            .and_then(|(_, id)| title_of(names, id))
            .unwrap_or_else(|| "A release".to_owned()),
        path: match (entity, schedule.release_id) {
            (Some((kind, id)), _) => format!("/admin/{}/{id}#next", kind.plural()),
            (None, Some(release)) => format!("/admin/releases/{release}"),
            (None, None) => "/admin/releases".to_owned(),
        },
        action: schedule.action.words(),
        time: schedule.local_time(),
        state: schedule.state.words(),
        outcome: schedule.outcome.unwrap_or_default(),
    }
}

fn gap_view(gap: Gap) -> GapView {
    GapView {
        title: gap.what.words(),
        what_to_do: gap.what.advice(),
        count: gap.count,
        examples: gap
            .examples
            .into_iter()
            .map(|named| {
                (
                    named.title,
                    format!(
                        "/admin/{}/{}#{}",
                        named.kind.plural(),
                        named.id,
                        gap.what.section()
                    ),
                )
            })
            .collect(),
    }
}
