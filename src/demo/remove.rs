//! Takes the demo catalog away: withdraws what is public, so that followers of the log drop it, then deletes the rows.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use crate::catalog::product::model::ProductId;
use crate::content::article::model::ArticleId;
use crate::content::protocol::model::ProtocolId;
use crate::db::Db;
use crate::db::schema::{
    articles, brands, categories, claims, current_publications, demo_entities,
    ingredient_constituents, ingredients, products, protocols, references, topics,
};
use crate::error::AppError;
use crate::publishing::{Author, Kind, Tx, transaction, withdraw};

/// What came of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Entities that were removed.
    pub removed: usize,
    /// Entities that something else uses, as `kind name`.
    pub kept: Vec<String>,
}

/// Users before what they use.
const ORDER: &[Kind] = &[
    Kind::Protocol,
    Kind::Article,
    Kind::Product,
    Kind::Claim,
    Kind::Reference,
    Kind::Ingredient,
    Kind::Topic,
    Kind::Category,
    Kind::Brand,
];

/// Removes the demo catalog in one transaction. What something else uses stays, and is named.
///
/// # Errors
/// What the database refuses.
pub async fn remove(db: &Db) -> Result<Removed, AppError> {
    let author = Author::system("demo --remove");
    transaction(db, async |tx| {
        let mut result = Removed::default();
        for kind in ORDER {
            // Newest first: a category is made before those below it, an ingredient may hold earlier ones.
            let ids: Vec<Uuid> = demo_entities::table
                .filter(demo_entities::kind.eq(kind))
                .order(demo_entities::entity_id.desc())
                .select(demo_entities::entity_id)
                .load(tx.conn()?)
                .await?;
            if *kind == Kind::Ingredient {
                // Constituents tie demo ingredients to each other in any order.
                diesel::delete(
                    ingredient_constituents::table
                        .filter(ingredient_constituents::ingredient_id.eq_any(&ids)),
                )
                .execute(tx.conn()?)
                .await?;
            }
            for id in ids {
                remove_one(tx, *kind, id, &author, &mut result).await?;
            }
        }
        Ok(result)
    })
    .await
}

async fn remove_one(
    tx: &mut Tx,
    kind: Kind,
    id: Uuid,
    author: &Author,
    result: &mut Removed,
) -> Result<(), AppError> {
    let title: Option<String> = current_publications::table
        .find(id)
        .filter(current_publications::state.eq("live"))
        .select(current_publications::sort_name)
        .first(tx.conn()?)
        .await
        .optional()?;
    match delete_row(tx, kind, id).await {
        Ok(()) => {}
        Err(diesel::result::Error::DatabaseError(
            diesel::result::DatabaseErrorKind::ForeignKeyViolation,
            _,
        )) => {
            result.kept.push(format!(
                "the {kind} {}",
                title.unwrap_or_else(|| id.to_string())
            ));
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    }
    if title.is_some() {
        withdraw(tx, kind, id, author, "The demo catalog was removed.", None).await?;
    }
    diesel::delete(demo_entities::table.find(id))
        .execute(tx.conn()?)
        .await?;
    result.removed += 1;
    Ok(())
}

/// Deletes a row within a savepoint, so that one that is used leaves the transaction usable.
async fn delete_row(tx: &mut Tx, kind: Kind, id: Uuid) -> QueryResult<()> {
    let conn = tx
        .conn()
        .map_err(|_| diesel::result::Error::BrokenTransactionManager)?;
    conn.transaction(async |conn| {
        match kind {
            Kind::Protocol => {
                diesel::delete(protocols::table.find(ProtocolId(id)))
                    .execute(conn)
                    .await?
            }
            Kind::Article => {
                diesel::delete(articles::table.find(ArticleId(id)))
                    .execute(conn)
                    .await?
            }
            Kind::Product => {
                diesel::delete(products::table.find(ProductId(id)))
                    .execute(conn)
                    .await?
            }
            Kind::Claim => diesel::delete(claims::table.find(id)).execute(conn).await?,
            Kind::Reference => {
                diesel::delete(references::table.find(id))
                    .execute(conn)
                    .await?
            }
            Kind::Ingredient => {
                diesel::delete(ingredients::table.find(id))
                    .execute(conn)
                    .await?
            }
            Kind::Topic => diesel::delete(topics::table.find(id)).execute(conn).await?,
            Kind::Category => {
                diesel::delete(categories::table.find(id))
                    .execute(conn)
                    .await?
            }
            Kind::Brand => diesel::delete(brands::table.find(id)).execute(conn).await?,
            // The demo has none of these.
            Kind::Collection
            | Kind::Attribute
            | Kind::ProductType
            | Kind::Lot
            | Kind::Redirect
            | Kind::Synonym
            | Kind::SearchRule => 0,
        };
        Ok(())
    })
    .await
}
