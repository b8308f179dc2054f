//! Who is who: the brands and ingredients that labels name.

use std::collections::HashMap;

use super::format::{Label, OtherIngredient, Row};
use super::mapping;
use crate::catalog::brand;
use crate::catalog::brand::model::{BrandId, BrandRow};
use crate::error::AppError;
use crate::evidence::ingredient::commands::create_ingredients;
use crate::evidence::ingredient::model::{IngredientId, IngredientRow};
use crate::evidence::ingredient::queries::{ingredients_by_name, ingredients_by_unii};
use crate::exchange::slugs::free_slugs;
use crate::publishing::{Kind, Tx};

/// The brands of names, by their names in lower case; those that nobody knows are made.
///
/// # Errors
/// What the database refuses.
pub async fn find_or_make_brands(
    tx: &mut Tx,
    names: &[&str],
) -> Result<HashMap<String, BrandId>, AppError> {
    let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let mut found = brand::queries::brands_by_names(tx.conn()?, &lower).await?;
    let mut missing: Vec<String> = Vec::new();
    for (name, lower) in names.iter().zip(lower) {
        found.entry(lower).or_insert_with(|| {
            missing.push((*name).to_owned());
            BrandId::new()
        });
    }
    let slugs = free_slugs(tx, Kind::Brand, &missing).await?;
    let rows = missing.into_iter().zip(slugs).filter_map(|(name, slug)| {
        Some(BrandRow {
            id: *found.get(&name.to_lowercase())?,
            slug: slug.to_string(),
            name,
            summary: String::new(),
            description: String::new(),
        })
    });
    brand::commands::create_brands(tx, &rows.collect::<Vec<_>>()).await?;
    Ok(found)
}

/// The ingredients of labels, by UNII and by name.
pub struct Ingredients {
    by_unii: HashMap<String, IngredientId>,
    by_name: HashMap<String, IngredientId>,
}

impl Ingredients {
    /// Looks up every substance of labels, and makes those that nobody knows.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn find_or_make(tx: &mut Tx, labels: &[&Label]) -> Result<Self, AppError> {
        let mut rows: Vec<&Row> = labels.iter().flat_map(|label| &label.rows).collect();
        let mut at = 0;
        while let Some(row) = rows.get(at).copied() {
            rows.extend(row.rows.iter());
            at += 1;
        }
        rows.retain(|row| mapping::is_substance(row));
        let others = || labels.iter().flat_map(|label| &label.other_ingredients);
        let codes = rows.iter().filter_map(|row| row.unii.as_deref());
        let mut codes: Vec<&str> = codes
            .chain(others().filter_map(|other| other.unii.as_deref()))
            .collect();
        codes.sort_unstable();
        codes.dedup();
        let names = rows.iter().map(|row| &row.name);
        let names = names.chain(others().map(|other| &other.name));
        let mut names: Vec<String> = names.map(|name| name.to_lowercase()).collect();
        names.sort_unstable();
        names.dedup();
        let mut found = Self {
            by_unii: ingredients_by_unii(tx.conn()?, &codes).await?,
            by_name: ingredients_by_name(tx.conn()?, &names).await?,
        };
        found.make_missing(tx, &rows).await?;
        Ok(found)
    }

    async fn make_missing(&mut self, tx: &mut Tx, rows: &[&Row]) -> Result<(), AppError> {
        let mut missing: Vec<(IngredientId, &Row)> = Vec::new();
        for row in rows {
            if self.find(row.unii.as_deref(), &row.name).is_none() {
                let id = IngredientId::new();
                if let Some(unii) = &row.unii {
                    self.by_unii.insert(unii.clone(), id);
                }
                self.by_name.insert(row.name.to_lowercase(), id);
                missing.push((id, row));
            }
        }
        let names: Vec<String> = missing.iter().map(|(_, row)| row.name.clone()).collect();
        let slugs = free_slugs(tx, Kind::Ingredient, &names).await?;
        let new = missing.into_iter().zip(slugs);
        let new = new.map(|((id, row), slug)| IngredientRow {
            id,
            slug: slug.to_string(),
            name: row.name.clone(),
            kind: mapping::ingredient_kind(row),
            summary: String::new(),
            description: String::new(),
            latin_name: None,
            unii: row.unii.clone(),
        });
        create_ingredients(tx, &new.collect::<Vec<_>>()).await
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
}
