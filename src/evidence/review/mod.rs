//! Dates of review with teeth: overdue is told, and after some days of grace a claim leaves what is sold.

pub mod commands;

use chrono::{Days, NaiveDate};

/// Days after the date of its review for which a claim still stands on products.
pub const GRACE: Days = Days::new(30);

/// How a date of review stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Review {
    /// It lies ahead, or there is none.
    Current,
    /// It has passed; the page says so.
    Overdue(NaiveDate),
    /// It has passed and so have the days of grace: the claim is on no product until somebody has reviewed it.
    Lapsed(NaiveDate),
}

impl Review {
    /// How a date stands on a day.
    pub fn on(review_by: Option<NaiveDate>, today: NaiveDate) -> Self {
        match review_by {
            Some(date) if date + GRACE < today => Self::Lapsed(date),
            Some(date) if date < today => Self::Overdue(date),
            _ => Self::Current,
        }
    }

    /// The date, if it has passed.
    pub const fn overdue_since(self) -> Option<NaiveDate> {
        match self {
            Self::Current => None,
            Self::Overdue(date) | Self::Lapsed(date) => Some(date),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_review_is_overdue_the_day_after_and_lapses_when_the_grace_is_over() {
        let due = Some(day("2026-03-01"));
        assert_eq!(Review::on(None, day("2026-03-01")), Review::Current);
        assert_eq!(Review::on(due, day("2026-03-01")), Review::Current);
        assert_eq!(
            Review::on(due, day("2026-03-02")),
            Review::Overdue(day("2026-03-01"))
        );
        assert_eq!(
            Review::on(due, day("2026-03-31")),
            Review::Overdue(day("2026-03-01"))
        );
        assert_eq!(
            Review::on(due, day("2026-04-01")),
            Review::Lapsed(day("2026-03-01"))
        );
    }
}
