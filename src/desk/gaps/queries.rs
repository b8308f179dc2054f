//! Finds what is missing. Each question is one statement over the edit tables, which SQL says more plainly than the query
//! builder: they compare across many tables.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::Missing;
use crate::desk::queries::Named;
use crate::publishing::Kind;

/// Something that is missing, how often, and some examples.
#[derive(Debug, Clone)]
pub struct Gap {
    /// What.
    pub what: Missing,
    /// How often.
    pub count: i64,
    /// The first by name.
    pub examples: Vec<Named>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    kind: Kind,
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = BigInt)]
    total: i64,
}

/// Ids of what lacks something.
const fn question(what: Missing) -> &'static str {
    match what {
        Missing::ReviewOverdue => {
            "SELECT id FROM claims WHERE status = 'approved' AND review_by < current_date
             UNION SELECT id FROM articles WHERE review_by < current_date"
        }
        Missing::Blocked => "SELECT entity_id FROM review_tasks WHERE reason = 'not_cleared' AND resolved_at IS NULL",
        Missing::WithoutEvidence => {
            "SELECT id FROM claims WHERE status = 'approved' AND NOT EXISTS (
                 SELECT FROM evidence e JOIN \"references\" r ON r.id = e.reference_id
                 WHERE e.claim_id = claims.id AND e.direction = 'supports' AND r.status <> 'retracted')"
        }
        Missing::BelowStudiedDose => {
            "SELECT DISTINCT pc.product_id
             FROM product_claims pc
             JOIN claims c ON c.id = pc.claim_id
             JOIN formulas f ON f.product_id = pc.product_id AND f.is_current
             JOIN formula_rows r ON r.formula_id = f.id AND r.ingredient_id = c.ingredient_id
             JOIN formula_amounts a ON a.row_id = r.id AND a.serving = 0 AND a.quantity IS NOT NULL
             LEFT JOIN formula_servings s ON s.formula_id = f.id AND s.position = 0
             JOIN LATERAL (SELECT min(e.dose_min) AS least, min(e.dose_unit) AS unit FROM evidence e
                           WHERE e.claim_id = c.id AND e.direction = 'supports' AND e.dose_min IS NOT NULL
                           HAVING count(DISTINCT e.dose_unit) = 1) d ON d.unit = a.unit
             WHERE a.quantity * coalesce(s.per_day_max, s.per_day_min, 1) < d.least"
        }
        Missing::WithoutGtin => "SELECT DISTINCT product_id FROM variants WHERE gtin IS NULL",
        Missing::WithoutPicture => "SELECT id FROM products WHERE NOT EXISTS (SELECT FROM product_media m WHERE m.product_id = products.id)",
        Missing::WithoutPrice => {
            "SELECT id FROM products WHERE NOT EXISTS (
                 SELECT FROM offers o WHERE o.product_id = products.id AND o.market = 'us' AND o.starts_at <= now() AND o.ends_at > now())"
        }
        Missing::CertificateOverdue => "SELECT lot_id FROM certificates WHERE review_by < current_date",
    }
}

/// Everything that is missing, with the first few of each.
pub async fn gaps(mut conn: &AsyncPgConnection) -> QueryResult<Vec<Gap>> {
    let mut found = Vec::new();
    for what in Missing::ALL {
        let statement = format!(
            "SELECT kind, id, slug, title, count(*) OVER () AS total FROM editables
             WHERE id IN ({}) ORDER BY title, id LIMIT 5",
            question(*what)
        );
        let rows: Vec<Row> = diesel::sql_query(statement).load(&mut conn).await?;
        found.push(Gap {
            what: *what,
            count: rows.iter().map(|row| row.total).max().unwrap_or(0),
            examples: rows
                .into_iter()
                .map(|row| Named {
                    kind: row.kind,
                    id: row.id,
                    slug: row.slug,
                    title: row.title,
                })
                .collect(),
        });
    }
    Ok(found)
}

/// How complete a product is.
#[derive(Debug, Clone, QueryableByName)]
pub struct Completeness {
    /// The product.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// What it is called.
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Bool)]
    summary: bool,
    #[diesel(sql_type = Bool)]
    description: bool,
    #[diesel(sql_type = Bool)]
    directions: bool,
    #[diesel(sql_type = Bool)]
    cautions: bool,
    #[diesel(sql_type = Bool)]
    category: bool,
    #[diesel(sql_type = Bool)]
    variants: bool,
    #[diesel(sql_type = Bool)]
    gtin: bool,
    #[diesel(sql_type = Bool)]
    formula: bool,
    #[diesel(sql_type = Bool)]
    picture: bool,
    #[diesel(sql_type = Bool)]
    price: bool,
}

impl Completeness {
    /// Every part: whether it is there, what it is called, and the anchor in the form.
    fn parts(&self) -> [(bool, &'static str, &'static str); 10] {
        [
            (self.summary, "summary", "f-summary"),
            (self.description, "description", "f-description"),
            (self.directions, "directions", "f-directions"),
            (self.cautions, "cautions", "f-cautions"),
            (self.category, "category", "f-category_id"),
            (self.variants, "variants", "variants"),
            (self.gtin, "GTINs", "variants"),
            (self.formula, "Supplement Facts", "formula"),
            (self.picture, "picture", "media"),
            (self.price, "price", "next"),
        ]
    }

    /// What is missing, with the anchor in the form.
    pub fn missing(&self) -> Vec<(&'static str, &'static str)> {
        self.parts()
            .into_iter()
            .filter(|(there, ..)| !there)
            .map(|(_, words, anchor)| (words, anchor))
            .collect()
    }

    /// Whole percents of what is there.
    pub fn percent(&self) -> i64 {
        let there = self.parts().iter().filter(|(there, ..)| *there).count();
        i64::try_from(there * 100 / self.parts().len()).unwrap_or(100)
    }
}

/// The products that lack most, at most ten.
pub async fn completeness(mut conn: &AsyncPgConnection) -> QueryResult<Vec<Completeness>> {
    diesel::sql_query(
        "SELECT * FROM (
             SELECT p.id, p.name AS title, p.summary <> '' AS summary, p.description <> '' AS description,
                 p.directions <> '' AS directions, p.cautions IS NOT NULL AS cautions, p.category_id IS NOT NULL AS category,
                 EXISTS (SELECT FROM variants v WHERE v.product_id = p.id) AS variants,
                 NOT EXISTS (SELECT FROM variants v WHERE v.product_id = p.id AND v.gtin IS NULL) AS gtin,
                 EXISTS (SELECT FROM formulas f WHERE f.product_id = p.id AND f.is_current) AS formula,
                 EXISTS (SELECT FROM product_media m WHERE m.product_id = p.id) AS picture,
                 EXISTS (SELECT FROM offers o WHERE o.product_id = p.id AND o.starts_at <= now() AND o.ends_at > now()) AS price
             FROM products p
         ) AS product
         WHERE NOT (summary AND description AND directions AND cautions AND category AND variants AND gtin AND formula AND picture AND price)
         ORDER BY summary::int + description::int + directions::int + cautions::int + category::int + variants::int
             + gtin::int + formula::int + picture::int + price::int, title, id
         LIMIT 10",
    )
    .load(&mut conn)
    .await
}
