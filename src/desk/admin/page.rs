//! The page of one entity: its form, what rules say of it, where it stands, and what can be done next.

use std::collections::HashMap;

use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::view::{SectionView, Shown, sections};
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::desk::findings::Beside;
use crate::desk::look_ahead::Ahead;
use crate::desk::state::State as Standing;
use crate::desk::wordings::queries::approved_wordings;
use crate::desk::{noun, picks, queries};
use crate::editing::autosave::queries::others_typing;
use crate::editing::comment::queries::comments_of;
use crate::editing::read::Problems;
use crate::editing::release::queries::open_releases;
use crate::editing::revision::model::DraftState;
use crate::editing::revision::queries::draft_row;
use crate::editing::schedule::model::{Schedule, ScheduleState};
use crate::editing::schedule::queries::schedules_of;
use crate::editing::typed::Typed;
use crate::error::AppError;
use crate::publishing::Kind;
use crate::state::State;

/// A form while it is edited.
pub struct Editing {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: Uuid,
    /// The revision that the person began with; 0 for something new.
    pub revision: i32,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong.
    pub problems: Problems,
    /// What rules say.
    pub findings: Vec<Beside>,
    /// What came of looking ahead.
    pub ahead: Option<Ahead>,
    /// The draft to look ahead with, before the page is shown.
    pub look: Option<serde_json::Value>,
    /// Whether to list the pages that change.
    pub show_reach: bool,
    /// What was refused as a whole.
    pub problem: Option<String>,
    /// What was just done.
    pub flash: Option<&'static str>,
    /// Since when something that was not saved is kept.
    pub kept_since: Option<DateTime<Utc>>,
    /// Why it is changed.
    pub note: String,
    /// Whether it holds what is not saved.
    pub dirty: bool,
    /// Path of the row to go on with.
    pub focus: Option<String>,
}

impl Editing {
    /// A form with nothing wrong.
    pub fn new(kind: Kind, id: Uuid, revision: i32, typed: Typed) -> Self {
        Self {
            kind,
            id,
            revision,
            typed,
            problems: Problems::default(),
            findings: Vec::new(),
            ahead: None,
            look: None,
            show_reach: false,
            problem: None,
            flash: None,
            kept_since: None,
            note: String::new(),
            dirty: false,
            focus: None,
        }
    }

    /// Where the form is sent.
    pub fn path(&self) -> String {
        format!("/admin/{}/{}", self.kind.plural(), self.id)
    }
}

/// The page.
#[derive(Template)]
#[template(path = "admin/desk/edit.html")]
pub struct EditPage {
    admin: AdminCtx,
    path: String,
    review_path: String,
    plural: &'static str,
    revision: i32,
    is_new: bool,
    can_edit: bool,
    standing: Option<Standing>,
    public_path: Option<String>,
    is_product: bool,
    /// The file that says what a claim rests on.
    substantiation: Option<String>,
    sections: Vec<SectionView>,
    problems: Vec<(String, String)>,
    problem: Option<String>,
    /// Findings that are about no single field.
    loose: Vec<Beside>,
    finding_count: usize,
    obstacle: Option<String>,
    reach: Option<Vec<crate::desk::look_ahead::Reached>>,
    kept_since: Option<String>,
    /// Who else is typing here, with when they last did.
    others: Vec<(String, String)>,
    note: String,
    dirty: bool,
    focus: String,
    panel: Panel,
}

/// What can be done with what is saved.
struct Panel {
    in_review: bool,
    can_ask: bool,
    can_review: bool,
    can_publish: bool,
    can_withdraw: bool,
    comments: Vec<CommentLine>,
    schedules: Vec<ScheduleLine>,
    releases: Vec<(String, String)>,
    zones: Vec<&'static str>,
}

struct CommentLine {
    author: String,
    time: String,
    revision: i32,
    text: String,
}

struct ScheduleLine {
    id: Uuid,
    action: &'static str,
    time: String,
    state: ScheduleState,
    words: &'static str,
    outcome: String,
    author: String,
}

/// For how long after the last key somebody counts as typing.
const TYPING: TimeDelta = TimeDelta::minutes(30);

/// Time zones that are offered; any other can be typed.
const ZONES: &[&str] = &[
    "UTC",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Berlin",
    "Europe/Zurich",
    "Asia/Tokyo",
    "Australia/Sydney",
];

impl EditPage {
    /// Everything that the page shows besides the form.
    ///
    /// # Errors
    /// No database.
    pub async fn load(
        state: &State,
        user: &CurrentUser,
        editing: Editing,
    ) -> Result<Self, AppError> {
        let conn = state.db.write().await?;
        let listed = queries::listed(&conn, editing.id).await?;
        let texts = editing.typed.texts();
        let names = picks::titles(&conn, texts.iter().map(|(_, text)| *text)).await?;
        let approved = if editing.findings.is_empty() {
            Vec::new()
        } else {
            approved_wordings(&conn, editing.kind, editing.id).await?
        };
        let row = draft_row(&conn, editing.id).await?;
        let draft_state = row.as_ref().map(|row| row.state);
        let comments = comments_of(&conn, editing.id).await?;
        let schedules = schedules_of(&conn, editing.id).await?;
        let releases = open_releases(&conn).await?;
        let since = Utc::now() - TYPING;
        let others = others_typing(&conn, user.user.id.0, editing.id, since).await?;
        drop(conn);
        let is_saved = editing.revision > 0;
        let standing = listed.as_ref().map(|listed| listed.state);
        let role = user.user.role;
        let panel = Panel {
            in_review: draft_state == Some(DraftState::InReview),
            can_ask: is_saved,
            can_review: is_saved && role.may(Action::Review, Some(editing.kind)),
            can_publish: is_saved && role.may(Action::Publish, Some(editing.kind)),
            can_withdraw: is_saved
                && role.may(Action::Withdraw, Some(editing.kind))
                && standing.is_some_and(|standing| {
                    !matches!(standing, Standing::Draft | Standing::Withdrawn)
                }),
            comments: comments
                .into_iter()
                .map(|comment| CommentLine {
                    author: comment.author,
                    time: moment(comment.created_at),
                    revision: comment.revision,
                    text: comment.text,
                })
                .collect(),
            schedules: schedules.into_iter().map(schedule_line).collect(),
            releases: releases
                .into_iter()
                .map(|release| (release.id.to_string(), release.name))
                .collect(),
            zones: ZONES.to_vec(),
        };
        let mut page = Self::build(user, editing, listed.as_ref(), &names, &approved, panel)?;
        let told =
            |(name, when): (String, DateTime<Utc>)| (name, when.format("%H:%M UTC").to_string());
        page.others = others.into_iter().map(told).collect();
        Ok(page)
    }

    fn build(
        user: &CurrentUser,
        editing: Editing,
        listed: Option<&queries::Listed>,
        names: &HashMap<String, String>,
        approved: &[String],
        panel: Panel,
    ) -> Result<Self, AppError> {
        let form = noun::form(editing.kind);
        let shown = Shown {
            typed: &editing.typed,
            problems: &editing.problems,
            findings: &editing.findings,
            names,
            approved,
        };
        let sections = sections(&form, &shown)?;
        let title = match listed {
            Some(listed) => listed.named.title.clone(),
            None => format!("New {}", editing.kind.words()),
        };
        let mut admin = AdminCtx::new(user, editing.kind.plural(), title);
        admin.flash = editing.flash;
        let label_of = |path: &str| {
            form.field_at(path)
                .map_or_else(|| path.to_owned(), |field| field.label.to_owned())
        };
        let public =
            listed.filter(|listed| !matches!(listed.state, Standing::Draft | Standing::Withdrawn));
        Ok(Self {
            path: editing.path(),
            review_path: format!("/admin/reviews/{}/{}", editing.kind, editing.id),
            plural: editing.kind.plural(),
            revision: editing.revision,
            is_new: listed.is_none(),
            can_edit: user.user.role.may(Action::Edit, Some(editing.kind)),
            public_path: public.and_then(|listed| editing.kind.path(&listed.named.slug)),
            standing: listed.map(|listed| listed.state),
            is_product: editing.kind == Kind::Product && listed.is_some(),
            substantiation: listed
                .filter(|_| editing.kind == Kind::Claim)
                .map(|listed| format!("/admin/substantiation/{}", listed.named.slug)),
            problems: editing
                .problems
                .iter()
                .map(|(path, problem)| {
                    (
                        format!("f-{}", path.replace('.', "-")),
                        format!("{} {problem}", label_of(path)),
                    )
                })
                .collect(),
            problem: editing.problem,
            loose: editing
                .findings
                .iter()
                .filter(|finding| finding.path.is_empty())
                .cloned()
                .collect(),
            finding_count: editing.findings.len(),
            obstacle: editing
                .ahead
                .as_ref()
                .and_then(|ahead| ahead.obstacle.clone()),
            reach: editing
                .ahead
                .filter(|_| editing.show_reach)
                .map(|ahead| ahead.reach),
            kept_since: editing.kept_since.map(moment),
            others: Vec::new(),
            note: editing.note,
            dirty: editing.dirty,
            focus: editing
                .focus
                .map(|path| format!("row-{path}"))
                .unwrap_or_default(),
            sections,
            admin,
            panel,
        })
    }
}

fn schedule_line(schedule: Schedule) -> ScheduleLine {
    ScheduleLine {
        id: schedule.id,
        action: schedule.action.words(),
        time: schedule.local_time(),
        state: schedule.state,
        words: schedule.state.words(),
        outcome: schedule.outcome.unwrap_or_default(),
        author: schedule.author,
    }
}

/// A moment for people: the day and the time, in UTC.
pub fn moment(time: DateTime<Utc>) -> String {
    time.format("%-d %b %Y, %H:%M UTC").to_string()
}

#[derive(Template)]
#[template(path = "admin/desk/findings.html")]
struct FindingsFragment {
    findings: Vec<super::view::FindingView>,
}

/// Findings as HTML by the path of their field, for the script that puts them beside the fields.
///
/// # Errors
/// No database.
pub async fn finding_fragments(
    state: &State,
    kind: Kind,
    id: Uuid,
    found: &[Beside],
) -> Result<HashMap<String, String>, AppError> {
    let approved = if found.is_empty() {
        Vec::new()
    } else {
        approved_wordings(&*state.db.write().await?, kind, id).await?
    };
    let mut out: HashMap<String, String> = HashMap::new();
    for finding in found {
        let fragment = FindingsFragment {
            findings: vec![super::view::finding_view(finding, &approved)],
        };
        out.entry(finding.path.clone())
            .or_default()
            .push_str(&fragment.render()?);
    }
    Ok(out)
}
