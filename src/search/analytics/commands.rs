//! Writes of what was looked for.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::counts::Counted;
use crate::db::schema::search_days;

/// Days after which what was looked for is forgotten.
const KEPT: Days = Days::new(180);

/// Adds what was counted to a day.
pub async fn add(
    mut conn: &AsyncPgConnection,
    day: NaiveDate,
    counted: &[Counted],
) -> QueryResult<()> {
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    // A statement takes 65,535 values.
    for some in counted.chunks(5_000) {
        let rows: Vec<_> = some
            .iter()
            .map(|((market, query), count)| {
                (
                    search_days::day.eq(day),
                    search_days::market.eq(*market),
                    search_days::query.eq(query),
                    search_days::searches.eq(number(count.searches)),
                    search_days::empty_searches.eq(number(count.empty)),
                    search_days::clicks.eq(number(count.clicks)),
                )
            })
            .collect();
        diesel::insert_into(search_days::table)
            .values(rows)
            .on_conflict((search_days::market, search_days::day, search_days::query))
            .do_update()
            .set((
                search_days::searches.eq(search_days::searches + excluded(search_days::searches)),
                search_days::empty_searches
                    .eq(search_days::empty_searches + excluded(search_days::empty_searches)),
                search_days::clicks.eq(search_days::clicks + excluded(search_days::clicks)),
            ))
            .execute(&mut conn)
            .await?;
    }
    Ok(())
}

/// Forgets what was looked for long ago.
pub async fn forget(mut conn: &AsyncPgConnection, today: NaiveDate) -> QueryResult<usize> {
    let Some(first) = today.checked_sub_days(KEPT) else {
        return Ok(0);
    };
    diesel::delete(search_days::table.filter(search_days::day.lt(first)))
        .execute(&mut conn)
        .await
}
