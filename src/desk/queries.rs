//! Reads of everything that is edited, whatever its kind: lists, names, and what a picker finds.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::state::State;
use crate::db::paging::{Cursor, Page, PageRequest};
use crate::db::schema::current_publications;
use crate::db::views::editables;
use crate::db::{like_literal, lower};
use crate::publishing::Kind;

/// Something that is edited, as others name it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = editables)]
pub struct Named {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: Uuid,
    /// Its slug.
    pub slug: String,
    /// What it is called.
    pub title: String,
}

/// What some ids are called.
pub async fn names(mut conn: &AsyncPgConnection, ids: &[Uuid]) -> QueryResult<Vec<Named>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    editables::table
        .filter(editables::id.eq_any(ids))
        .select(Named::as_select())
        .load(&mut conn)
        .await
}

/// Which of some slugs something of a kind has.
pub async fn edited_slugs(
    mut conn: &AsyncPgConnection,
    kind: Kind,
    slugs: &[&str],
) -> QueryResult<HashSet<String>> {
    let found: Vec<String> = editables::table
        .filter(editables::kind.eq(kind))
        .filter(editables::slug.eq_any(slugs))
        .select(editables::slug)
        .load(&mut conn)
        .await?;
    Ok(found.into_iter().collect())
}

/// What is meant by texts that were typed for things of a kind: slugs, or whole names however they are capitalised.
pub async fn meant(
    mut conn: &AsyncPgConnection,
    kind: Kind,
    texts: &[String],
) -> QueryResult<Vec<Named>> {
    let lower_case: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
    editables::table
        .filter(editables::kind.eq(kind))
        .filter(
            editables::slug
                .eq_any(texts)
                .or(lower(editables::title).eq_any(lower_case)),
        )
        .order((editables::title, editables::id))
        .limit(2_000)
        .select(Named::as_select())
        .load(&mut conn)
        .await
}

/// What of a kind has a slug.
pub async fn by_slug(
    mut conn: &AsyncPgConnection,
    kind: Kind,
    slug: &str,
) -> QueryResult<Option<Uuid>> {
    editables::table
        .filter(editables::kind.eq(kind))
        .filter(editables::slug.eq(slug))
        .select(editables::id)
        .first(&mut conn)
        .await
        .optional()
}

/// What a picker shows for a text: names that begin with it first, then those that hold it.
pub async fn pick(
    mut conn: &AsyncPgConnection,
    kind: Kind,
    text: &str,
    limit: i64,
) -> QueryResult<Vec<Named>> {
    let literal = like_literal(text);
    let (begins, holds) = (format!("{literal}%"), format!("%{literal}%"));
    editables::table
        .filter(editables::kind.eq(kind))
        .filter(
            editables::title
                .ilike(holds.clone())
                .or(editables::slug.ilike(holds)),
        )
        .order((
            editables::title.not_ilike(begins),
            editables::title,
            editables::id,
        ))
        .limit(limit)
        .select(Named::as_select())
        .load(&mut conn)
        .await
}

/// Which entities of a kind a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those whose name or slug holds this.
    pub text: Option<String>,
    /// Only those that stand here.
    pub state: Option<State>,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = editables)]
pub struct Listed {
    /// What it is.
    #[diesel(embed)]
    pub named: Named,
    /// Where it stands.
    pub state: State,
    /// When it was last saved.
    pub updated_at: DateTime<Utc>,
}

type Boxed<'a> = editables::BoxedQuery<'a, diesel::pg::Pg>;

fn filtered<'a>(kind: Kind, filter: &Filter) -> Boxed<'a> {
    let mut query = editables::table
        .into_boxed()
        .filter(editables::kind.eq(kind));
    if let Some(text) = &filter.text {
        let pattern = format!("%{}%", like_literal(text));
        query = query.filter(
            editables::title
                .ilike(pattern.clone())
                .or(editables::slug.ilike(pattern)),
        );
    }
    if let Some(state) = filter.state {
        query = query.filter(editables::state.eq(state));
    }
    query
}

/// A page of everything of a kind, by name.
pub async fn list(
    mut conn: &AsyncPgConnection,
    kind: Kind,
    filter: &Filter,
    page: &PageRequest,
) -> QueryResult<Page<Listed>> {
    let mut query = filtered(kind, filter);
    if let Some(after) = &page.after {
        query = query.filter(
            editables::title.gt(after.key.clone()).or(editables::title
                .eq(after.key.clone())
                .and(editables::id.gt(after.id))),
        );
    }
    let rows: Vec<Listed> = query
        .order((editables::title, editables::id))
        .limit(page.limit + 1)
        .select(Listed::as_select())
        .load(&mut conn)
        .await?;
    Ok(Page::cut(rows, page.limit, |row| Cursor {
        key: row.named.title.clone(),
        id: row.named.id,
    }))
}

/// How many of a kind a list shows.
pub async fn count(mut conn: &AsyncPgConnection, kind: Kind, filter: &Filter) -> QueryResult<i64> {
    filtered(kind, filter).count().get_result(&mut conn).await
}

/// Everything of a kind that a list shows, by name; at most so many.
pub async fn all(
    mut conn: &AsyncPgConnection,
    kind: Kind,
    filter: &Filter,
    limit: i64,
) -> QueryResult<Vec<Named>> {
    filtered(kind, filter)
        .order((editables::title, editables::id))
        .limit(limit)
        .select(Named::as_select())
        .load(&mut conn)
        .await
}

/// One entity with where it stands.
pub async fn listed(mut conn: &AsyncPgConnection, id: Uuid) -> QueryResult<Option<Listed>> {
    editables::table
        .filter(editables::id.eq(id))
        .select(Listed::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// How many of every kind stand where.
pub async fn counts(mut conn: &AsyncPgConnection) -> QueryResult<Vec<(Kind, State, i64)>> {
    editables::table
        .group_by((editables::kind, editables::state))
        .select((editables::kind, editables::state, diesel::dsl::count_star()))
        .load(&mut conn)
        .await
}

/// What stands somewhere, of every kind, by name; at most so many.
pub async fn standing(
    mut conn: &AsyncPgConnection,
    state: State,
    limit: i64,
) -> QueryResult<Vec<Named>> {
    editables::table
        .filter(editables::state.eq(state))
        .order((editables::title, editables::id))
        .limit(limit)
        .select(Named::as_select())
        .load(&mut conn)
        .await
}

/// What some entities are called that were withdrawn after a time and are not public since.
pub async fn withdrawn_since(
    mut conn: &AsyncPgConnection,
    ids: &[Uuid],
    since: DateTime<Utc>,
) -> QueryResult<Vec<String>> {
    let withdrawn: Vec<Uuid> = current_publications::table
        .filter(current_publications::entity_id.eq_any(ids))
        .filter(current_publications::state.eq("withdrawn"))
        .filter(current_publications::updated_at.gt(since))
        .select(current_publications::entity_id)
        .load(&mut conn)
        .await?;
    let named = names(conn, &withdrawn).await?;
    Ok(named.into_iter().map(|named| named.title).collect())
}
