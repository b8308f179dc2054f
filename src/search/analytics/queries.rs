//! Reads of what was looked for.

use chrono::NaiveDate;
use diesel::dsl::sum;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::catalog::market::Market;
use crate::db::schema::search_days;
use crate::text_enum;

text_enum! {
    /// Which words are listed.
    Shown {
        /// Those looked for most often.
        Top = "top",
        /// Those that found nothing.
        Empty = "empty",
        /// Those from whose results nobody opened a product.
        Unopened = "unopened",
    }
}

impl Shown {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Top => "Most often",
            Self::Empty => "Found nothing",
            Self::Unopened => "Nothing opened",
        }
    }
}

/// Words with how often they were looked for.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Searched {
    /// The words.
    pub query: String,
    /// Searches.
    pub searches: i64,
    /// Those that found nothing.
    pub empty: i64,
    /// Products that were opened from the results.
    pub clicks: i64,
}

/// What was looked for in a market since a day, most often first.
pub async fn searched(
    mut conn: &AsyncPgConnection,
    market: Market,
    since: NaiveDate,
    shown: Shown,
    limit: i64,
) -> QueryResult<Vec<Searched>> {
    let searches = sum(search_days::searches).assume_not_null();
    let empty = sum(search_days::empty_searches).assume_not_null();
    let clicks = sum(search_days::clicks).assume_not_null();
    let query = search_days::table
        .filter(search_days::market.eq(market))
        .filter(search_days::day.ge(since))
        .group_by(search_days::query)
        .select((search_days::query, searches, empty, clicks))
        .limit(limit);
    match shown {
        Shown::Top => {
            let query = query.order((searches.desc(), search_days::query));
            query.load(&mut conn).await
        }
        Shown::Empty => {
            let query = query.having(empty.gt(0));
            let query = query.order((empty.desc(), search_days::query));
            query.load(&mut conn).await
        }
        Shown::Unopened => {
            let query = query.having(clicks.eq(0).and(searches.gt(empty)));
            let query = query.order((searches.desc(), search_days::query));
            query.load(&mut conn).await
        }
    }
}

/// Words that were looked for at least so often since a day and always found something, most often first.
pub async fn popular(
    mut conn: &AsyncPgConnection,
    since: NaiveDate,
    (least, limit): (i64, i64),
) -> QueryResult<Vec<(Market, String)>> {
    let searches = sum(search_days::searches).assume_not_null();
    let empty = sum(search_days::empty_searches).assume_not_null();
    search_days::table
        .filter(search_days::day.ge(since))
        .group_by((search_days::market, search_days::query))
        .having(searches.ge(least).and(empty.eq(0)))
        .order((searches.desc(), search_days::query))
        .limit(limit)
        .select((search_days::market, search_days::query))
        .load(&mut conn)
        .await
}
