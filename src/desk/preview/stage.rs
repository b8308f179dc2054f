//! Setting the stage for a preview: a transaction in which a draft is public, or the past is the present.

use chrono::{DateTime, Utc};
use diesel::sql_types::Timestamptz;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::Db;
use crate::db::schema::preview_key;
use crate::desk::workflow::publish_revision;
use crate::error::AppError;
use crate::publishing::{Author, Kind, Tx, stage};
use diesel::prelude::*;

/// The secret by which links to previews are signed. The public's role can't read it.
///
/// # Errors
/// No database.
pub async fn secret(db: &Db) -> Result<String, AppError> {
    let mut conn = db.write().await?;
    Ok(preview_key::table
        .select(preview_key::secret)
        .first(&mut conn)
        .await?)
}

/// A database in which a revision of an entity is public. Returns it with the slug of the entity there.
///
/// # Errors
/// Not found, or what keeps the revision from being published besides the words.
pub async fn with_revision(
    db: &Db,
    (kind, id): (Kind, Uuid),
    revision: i32,
) -> Result<(Db, String), AppError> {
    let mut slug = String::new();
    let connection = stage(db, async |tx| {
        let author = Author::system("preview");
        publish_revision(tx, (kind, id), revision, &author, "preview").await?;
        slug = current_slug(tx, id).await?;
        Ok(())
    })
    .await?;
    Ok((Db::staged(connection)?, slug))
}

async fn current_slug(tx: &mut Tx, id: Uuid) -> Result<String, AppError> {
    use crate::db::schema::current_publications::dsl as current;
    Ok(current::current_publications
        .find(id)
        .select(current::slug)
        .first(tx.conn()?)
        .await?)
}

/// A database in which everything is as it was public at a time: publications, withdrawals and offers. Links are those of the
/// documents of that time as far as they still stand in the table. Returns it with the slug that the entity had.
///
/// # Errors
/// Not found when it was not public then.
pub async fn as_of(
    db: &Db,
    (kind, id): (Kind, Uuid),
    time: DateTime<Utc>,
) -> Result<(Db, String), AppError> {
    let mut slug = String::new();
    let connection = stage(db, async |tx| {
        turn_back(tx, time).await?;
        slug = current_slug(tx, id).await?;
        restore_links(tx, kind, id).await
    })
    .await?;
    Ok((Db::staged(connection)?, slug))
}

/// Lets every pointer, address and offer stand where it stood. Only what changed since is written, so that nobody waits for
/// more than that; PostgreSQL does in some statements what row by row would take for ever.
async fn turn_back(tx: &mut Tx, time: DateTime<Utc>) -> Result<(), AppError> {
    for statement in [
        // What was first published later is not there yet.
        "DELETE FROM current_publications c USING publications p
         WHERE p.id = c.publication_id AND p.created_at > $1 AND NOT EXISTS (
             SELECT FROM publications o WHERE o.entity_id = c.entity_id AND o.created_at <= $1)",
        "UPDATE current_publications c
         SET publication_id = p.id, slug = p.slug, path = p.path,
             state = CASE p.action WHEN 'withdraw' THEN 'withdrawn' ELSE 'live' END
         FROM (SELECT DISTINCT ON (entity_id) * FROM publications
               WHERE created_at <= $1 AND entity_id IN (SELECT entity_id FROM publications WHERE created_at > $1)
               ORDER BY entity_id, revision DESC) p
         WHERE p.entity_id = c.entity_id AND p.id <> c.publication_id",
        "DELETE FROM offers o WHERE EXISTS (
             SELECT FROM offer_history h
             WHERE h.variant_id = o.variant_id AND h.market = o.market AND h.recorded_at > $1)",
        "INSERT INTO offers (id, variant_id, product_id, market, currency, price_minor, list_minor, availability)
         SELECT gen_random_uuid(), h.variant_id, v.product_id, h.market, h.currency, h.price_minor, h.list_minor, h.availability
         FROM (SELECT DISTINCT ON (variant_id, market) * FROM offer_history old
               WHERE recorded_at <= $1 AND EXISTS (
                   SELECT FROM offer_history new
                   WHERE new.variant_id = old.variant_id AND new.market = old.market AND new.recorded_at > $1)
               ORDER BY variant_id, market, recorded_at DESC, id DESC) h
         JOIN variants v ON v.id = h.variant_id
         WHERE h.price_minor IS NOT NULL",
    ] {
        diesel::sql_query(statement)
            .bind::<Timestamptz, _>(time)
            .execute(tx.conn()?)
            .await?;
    }
    // Addresses lead to what lived there.
    diesel::sql_query(
        "INSERT INTO routes (path, kind, entity_id, state)
         SELECT c.path, c.kind, c.entity_id, CASE c.state WHEN 'live' THEN 'live' ELSE 'gone' END
         FROM current_publications c
         WHERE c.path IS NOT NULL AND NOT EXISTS (
             SELECT FROM routes r WHERE r.path = c.path AND r.entity_id = c.entity_id
             AND r.state = CASE c.state WHEN 'live' THEN 'live' ELSE 'gone' END)
         ON CONFLICT (path) DO UPDATE SET entity_id = excluded.entity_id, state = excluded.state, target = NULL",
    )
    .execute(tx.conn()?)
    .await?;
    Ok(())
}

/// The links of the document that is shown, as it had them then.
async fn restore_links(tx: &mut Tx, kind: Kind, id: Uuid) -> Result<(), AppError> {
    let links = crate::desk::noun::links_of_published(tx, kind, id).await?;
    crate::publishing::restage_links(tx, kind, id, links).await
}
