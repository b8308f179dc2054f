//! Who is who: the ingredients that a label names, and slugs that nobody has.

use std::collections::HashMap;

use super::format::{Label, OtherIngredient, Row};
use super::mapping;
use crate::catalog::{brand, product};
use crate::error::AppError;
use crate::evidence::ingredient;
use crate::evidence::ingredient::model::{IngredientId, IngredientRow};
use crate::publishing::{Kind, Slug, Tx, read};

/// A slug that neither an edited nor a public entity of the kind has.
///
/// # Errors
/// What the database refuses.
pub async fn free_slug(tx: &mut Tx, kind: Kind, name: &str) -> Result<Slug, AppError> {
    let base = Slug::from_name(name, kind.as_str());
    let mut slug = base.clone();
    let mut number = 1;
    loop {
        let text = slug.as_str();
        let conn = tx.conn()?;
        let is_taken = match kind {
            Kind::Brand => brand::queries::brand_by_slug(conn, text).await?.is_some(),
            Kind::Ingredient => ingredient::queries::ingredient_by_slug(conn, text)
                .await?
                .is_some(),
            _ => product::queries::product_by_slug(conn, text)
                .await?
                .is_some(),
        };
        let path = kind.path(text).unwrap_or_default();
        if !is_taken && !read::is_live(tx.conn()?, &path).await? {
            return Ok(slug);
        }
        number += 1;
        slug = base.numbered(number);
    }
}

/// The ingredients of a label, by UNII and by name.
pub struct Ingredients {
    by_unii: HashMap<String, IngredientId>,
    by_name: HashMap<String, IngredientId>,
}

impl Ingredients {
    /// Looks up every substance of a label, and makes those that nobody knows.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn find_or_make(tx: &mut Tx, label: &Label) -> Result<Self, AppError> {
        let mut found = Self {
            by_unii: HashMap::new(),
            by_name: HashMap::new(),
        };
        let mut rows: Vec<&Row> = label.rows.iter().collect();
        let mut at = 0;
        while let Some(row) = rows.get(at).copied() {
            rows.extend(row.rows.iter());
            at += 1;
        }
        for row in rows {
            if mapping::is_substance(row)
                && !found.look_up(tx, row.unii.as_deref(), &row.name).await?
            {
                found.make(tx, row).await?;
            }
        }
        for other in &label.other_ingredients {
            found
                .look_up(tx, other.unii.as_deref(), &other.name)
                .await?;
        }
        Ok(found)
    }

    /// By UNII, then by name. Returns whether it was found.
    async fn look_up(
        &mut self,
        tx: &mut Tx,
        unii: Option<&str>,
        name: &str,
    ) -> Result<bool, AppError> {
        let key = name.to_lowercase();
        if unii.is_some_and(|unii| self.by_unii.contains_key(unii))
            || self.by_name.contains_key(&key)
        {
            return Ok(true);
        }
        if let Some(unii) = unii
            && let Some(id) = ingredient::queries::ingredient_by_unii(tx.conn()?, unii).await?
        {
            self.by_unii.insert(unii.to_owned(), id);
            return Ok(true);
        }
        let by_name = ingredient::queries::ingredient_by_name(tx.conn()?, name).await?;
        Ok(by_name.map(|id| self.by_name.insert(key, id)).is_some())
    }

    async fn make(&mut self, tx: &mut Tx, row: &Row) -> Result<(), AppError> {
        let slug = free_slug(tx, Kind::Ingredient, &row.name).await?;
        let new = IngredientRow {
            id: IngredientId::new(),
            slug: slug.to_string(),
            name: row.name.clone(),
            kind: mapping::ingredient_kind(row),
            summary: String::new(),
            description: String::new(),
            latin_name: None,
            unii: row.unii.clone(),
        };
        ingredient::commands::create_ingredient(tx, &new, &[]).await?;
        if let Some(unii) = &row.unii {
            self.by_unii.insert(unii.clone(), new.id);
        }
        self.by_name.insert(row.name.to_lowercase(), new.id);
        Ok(())
    }

    fn find(&self, unii: Option<&str>, name: &str) -> Option<IngredientId> {
        unii.and_then(|unii| self.by_unii.get(unii))
            .or_else(|| self.by_name.get(&name.to_lowercase()))
            .copied()
    }

    /// The ingredient of a row.
    pub fn of(&self, row: &Row) -> Option<IngredientId> {
        mapping::is_substance(row)
            .then(|| self.find(row.unii.as_deref(), &row.name))
            .flatten()
    }

    /// The ingredient of something below the panel, if it is known.
    pub fn of_other(&self, other: &OtherIngredient) -> Option<IngredientId> {
        self.find(other.unii.as_deref(), &other.name)
    }

    /// All of them, each once.
    pub fn all(&self) -> Vec<IngredientId> {
        let mut all: Vec<IngredientId> = self
            .by_unii
            .values()
            .chain(self.by_name.values())
            .copied()
            .collect();
        all.sort();
        all.dedup();
        all
    }
}
