//! Goes over the products that are public.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::channel::Channel;
use super::judge::{Finding, judge};
use crate::catalog::market::Market;
use crate::catalog::product::for_lists::ForLists;
use crate::catalog::product::json_ld::full_name;
use crate::db::Conn;
use crate::error::AppError;
use crate::publishing::{Kind, read};

/// A product with what stands in its way.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Checked {
    /// Its id.
    pub id: Uuid,
    /// Its slug.
    pub slug: String,
    /// Brand and name.
    pub name: String,
    /// What stands in its way; none where all is well.
    pub findings: Vec<Finding>,
}

/// Some products behind an id, each held against a channel; and the id behind which the next are.
///
/// # Errors
/// No database.
pub async fn some(
    conn: &Conn,
    (channel, market): (Channel, Market),
    (after, limit): (Uuid, i64),
    site: &str,
) -> Result<(Vec<Checked>, Option<Uuid>), AppError> {
    let ids = read::live_ids(conn, &[Kind::Product], after, limit).await?;
    let is_full = i64::try_from(ids.len()).unwrap_or(limit) == limit;
    let next = ids.last().copied().filter(|_| is_full);
    let mut checked = Vec::new();
    for view in ForLists::by_ids(conn, &ids, market).await?.views() {
        let view = view?;
        checked.push(Checked {
            id: view.product.entity_id,
            slug: view.product.slug.clone(),
            name: full_name(&view),
            findings: judge(&view, channel, site),
        });
    }
    Ok((checked, next))
}
