//! Rows of schedules, and times as people name them.

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::schema::schedules;
use crate::error::AppError;
use crate::publishing::Kind;
use crate::text_enum;

text_enum! {
    /// What happens to an entity.
    PlannedAction {
        /// It becomes public.
        Publish = "publish",
        /// It ceases to be public.
        Withdraw = "withdraw",
    }
}

impl PlannedAction {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Publish => "Publish",
            Self::Withdraw => "Withdraw",
        }
    }
}

text_enum! {
    /// Where a schedule stands.
    ScheduleState {
        /// Its time has not come.
        Pending = "pending",
        /// It was carried out.
        Done = "done",
        /// It could not be carried out.
        Failed = "failed",
        /// A person took it back.
        Cancelled = "cancelled",
    }
}

impl ScheduleState {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Pending => "Waits",
            Self::Done => "Done",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
        }
    }
}

/// A schedule.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = schedules)]
pub struct Schedule {
    /// Its id.
    pub id: Uuid,
    /// The entity, unless it is for a release.
    pub entity_id: Option<Uuid>,
    /// The kind of the entity.
    pub kind: Option<Kind>,
    /// The release, unless it is for an entity.
    pub release_id: Option<Uuid>,
    /// What happens.
    pub action: PlannedAction,
    /// The saved draft that it is for.
    pub revision: Option<i32>,
    /// Why it is withdrawn, for visitors.
    pub reason: String,
    /// When.
    pub runs_at: DateTime<Utc>,
    /// IANA time zone in which the person named the time.
    pub zone: String,
    /// Where it stands.
    pub state: ScheduleState,
    /// What came of it.
    pub outcome: Option<String>,
    /// Who planned it.
    pub author_id: Option<Uuid>,
    /// Their name at that time.
    pub author: String,
    /// When it was planned.
    pub created_at: DateTime<Utc>,
    /// When it was carried out.
    pub ran_at: Option<DateTime<Utc>>,
}

impl Schedule {
    /// The time in the zone in which it was named.
    pub fn local_time(&self) -> String {
        local(self.runs_at, &self.zone)
    }
}

/// A time in a zone, in words.
pub fn local(time: DateTime<Utc>, zone: &str) -> String {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    format!(
        "{} ({zone})",
        time.with_timezone(&zone).format("%-d %B %Y, %H:%M")
    )
}

/// A time that a person named in a zone, such as `2026-12-01T09:00` in `Europe/Zurich`. One that the clock skips or shows twice
/// is the first that it shows afterwards, or for the first time.
///
/// # Errors
/// A text that is no time, or a zone that is not known, beside its field.
pub fn parse_time(text: &str, zone: &str) -> Result<DateTime<Utc>, AppError> {
    let zone: Tz = zone
        .parse()
        .map_err(|_| AppError::field("zone", "must be a time zone such as Europe/Zurich"))?;
    let named = NaiveDateTime::parse_from_str(text.trim(), "%Y-%m-%dT%H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(text.trim(), "%Y-%m-%d %H:%M"))
        .map_err(|_| AppError::field("at", "must be a day and a time such as 2026-12-01 09:00"))?;
    let found = zone.from_local_datetime(&named).earliest().or_else(|| {
        zone.from_local_datetime(&(named + chrono::TimeDelta::hours(1)))
            .earliest()
    });
    found
        .map(|time| time.with_timezone(&Utc))
        .ok_or_else(|| AppError::field("at", "is a time that the clocks of that zone never show"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;

    #[test]
    fn a_time_is_that_of_its_zone_also_when_clocks_change() {
        let at = |text: &str, zone: &str| parse_time(text, zone).unwrap().to_rfc3339();
        assert_eq!(
            at("2026-12-01T09:00", "Europe/Zurich"),
            "2026-12-01T08:00:00+00:00"
        );
        assert_eq!(
            at("2026-07-01 09:00", "America/New_York"),
            "2026-07-01T13:00:00+00:00"
        );
        // Skipped on the night to summer time, shown twice on the night back.
        assert_eq!(
            at("2026-03-29T02:30", "Europe/Zurich"),
            "2026-03-29T01:30:00+00:00"
        );
        assert_eq!(
            at("2026-10-25T02:30", "Europe/Zurich"),
            "2026-10-25T00:30:00+00:00"
        );
        assert!(parse_time("tomorrow", "Europe/Zurich").is_err());
        assert!(parse_time("2026-12-01T09:00", "Mars/Olympus").is_err());
    }
}
