//! Packages that the catalog does not know, of products that it does: their rows stand under one handle with a known variant.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::format::{Problem, Row};
use crate::catalog::product::commands::{note_edit, set_options};
use crate::catalog::product::model::ProductId;
use crate::catalog::product::parts;
use crate::catalog::variant::commands::{VariantInput, add_variants, set_option_values, set_sku};
use crate::catalog::variant::model::{NetQuantity, VariantId};
use crate::catalog::variant::queries::Coded;
use crate::error::AppError;
use crate::exchange::dsld::mapping::is_made_up;
use crate::publishing::Tx;

/// Rows under one handle.
#[derive(Debug, Default)]
struct Group<'a> {
    known: Vec<(&'a Row, Coded)>,
    new: Vec<&'a Row>,
}

/// What a file says of products besides offers.
#[derive(Debug, Default)]
pub struct Plan<'a> {
    variants: Vec<(&'a Row, (ProductId, VariantInput))>,
    skus: Vec<(Coded, &'a str)>,
    option_names: BTreeMap<ProductId, Vec<String>>,
    option_values: Vec<(VariantId, &'a [String])>,
}

impl<'a> Plan<'a> {
    /// Plans what rows bring: `known` ones name a variant each, `unknown` ones none. What can't be done is told.
    ///
    /// # Errors
    /// No database.
    pub async fn of(
        tx: &mut Tx,
        known: &[(&'a Row, Coded)],
        unknown: Vec<&'a Row>,
        problems: &mut Vec<Problem>,
    ) -> Result<Self, AppError> {
        let mut plan = Self {
            skus: known.iter().filter_map(merchants_sku).collect(),
            ..Self::default()
        };
        let mut groups: BTreeMap<&str, Group<'a>> = BTreeMap::new();
        for (row, coded) in known {
            if let Some(handle) = row.handle.as_deref() {
                let group = groups.entry(handle).or_default();
                group.known.push((row, coded.clone()));
            }
        }
        for row in unknown {
            match row
                .handle
                .as_deref()
                .and_then(|handle| groups.get_mut(handle))
            {
                Some(group) => group.new.push(row),
                None => problems.push(stranger(row)),
            }
        }
        groups.retain(|_, group| !group.new.is_empty());
        let products: Vec<ProductId> = groups
            .values()
            .flat_map(|group| group.known.iter().map(|(_, coded)| coded.product_id))
            .collect();
        let named = parts::options(tx.conn()?, &products).await?;
        for group in groups.into_values() {
            plan.add(&group, &named, problems);
        }
        Ok(plan)
    }

    fn add(
        &mut self,
        group: &Group<'a>,
        named: &HashMap<ProductId, Vec<String>>,
        problems: &mut Vec<Problem>,
    ) {
        let products: BTreeSet<ProductId> = group
            .known
            .iter()
            .map(|(_, coded)| coded.product_id)
            .collect();
        let refuse = |problems: &mut Vec<Problem>, why: &str| {
            problems.extend(group.new.iter().map(|row| whole_row(row, why.to_owned())));
        };
        let Some(product) = products.first().copied().filter(|_| products.len() == 1) else {
            refuse(
                problems,
                "stands under a handle with variants of several products: give each product a handle of its own",
            );
            return;
        };
        let rows = || {
            group
                .known
                .iter()
                .map(|(row, _)| *row)
                .chain(group.new.iter().copied())
        };
        let Some(names) = rows()
            .map(|row| &row.option_names)
            .find(|names| !names.is_empty())
        else {
            refuse(
                problems,
                "is a package that the catalog does not know, and its product has no Option1 Name that says what packages differ by",
            );
            return;
        };
        match named.get(&product) {
            Some(own) if !same_names(own, names) => {
                let why = format!(
                    "its product's packages differ by {}, not by {}: add it to its product, and import again",
                    own.join(", "),
                    names.join(", ")
                );
                refuse(problems, &why);
                return;
            }
            _ => {}
        }
        let before = self.variants.len();
        for row in &group.new {
            match input(row, names.len(), &group.known) {
                Ok(input) => self.variants.push((row, (product, input))),
                Err(why) => problems.push(whole_row(row, why.to_owned())),
            }
        }
        // Packages need a name for what they differ by only when there are several.
        if self.variants.len() > before && !named.contains_key(&product) {
            self.option_names.insert(product, names.clone());
            let known = group.known.iter();
            let values = known.map(|(row, coded)| (coded.id, &*row.options));
            self.option_values.extend(values);
        }
    }

    /// The products that it changes.
    pub fn products(&self) -> BTreeSet<ProductId> {
        let new = self.variants.iter().map(|(_, (product, _))| *product);
        let skus = self.skus.iter().map(|(coded, _)| coded.product_id);
        new.chain(skus).collect()
    }

    /// Does it. Returns the variants that were added, each with its row.
    ///
    /// # Errors
    /// A SKU that somebody else has taken meanwhile.
    pub async fn carry_out(
        self,
        tx: &mut Tx,
    ) -> Result<Vec<(&'a Row, ProductId, VariantId)>, AppError> {
        let products: Vec<ProductId> = self.products().into_iter().collect();
        if products.is_empty() {
            return Ok(Vec::new());
        }
        note_edit(tx, &products).await?;
        for (coded, sku) in &self.skus {
            set_sku(tx, coded.id, sku).await?;
        }
        for (product, names) in &self.option_names {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            set_options(tx, *product, &names).await?;
        }
        set_option_values(tx, &self.option_values).await?;
        let (rows, new): (Vec<&Row>, Vec<(ProductId, VariantInput)>) =
            self.variants.into_iter().unzip();
        let ids = add_variants(tx, &new).await?;
        let products = new.iter().map(|(product, _)| *product);
        Ok(rows
            .into_iter()
            .zip(products)
            .zip(ids)
            .map(|((row, product), id)| (row, product, id))
            .collect())
    }
}

/// The merchant's SKU of a variant that has one made up by the import of labels.
fn merchants_sku<'a>((row, coded): &(&'a Row, Coded)) -> Option<(Coded, &'a str)> {
    let sku = row.sku.as_deref();
    let sku = sku.filter(|sku| *sku != coded.sku && is_sku(sku))?;
    is_made_up(&coded.sku).then(|| (coded.clone(), sku))
}

/// Whether a text can be a SKU here.
fn is_sku(text: &str) -> bool {
    (1..=50).contains(&text.chars().count()) && !text.contains(char::is_whitespace)
}

fn same_names(own: &[String], names: &[String]) -> bool {
    let lower = |names: &[String]| -> Vec<String> {
        names.iter().map(|name| name.to_lowercase()).collect()
    };
    lower(own) == lower(names)
}

fn input(
    row: &Row,
    option_count: usize,
    known: &[(&Row, Coded)],
) -> Result<VariantInput, &'static str> {
    let Some(sku) = row.sku.clone() else {
        return Err("is a package that the catalog does not know, and has no SKU");
    };
    if !is_sku(&sku) {
        return Err(
            "is a package that the catalog does not know, and its SKU has spaces or more than 50 characters",
        );
    }
    if row.options.len() != option_count {
        return Err(
            "is a package that the catalog does not know, and does not say by its options how it differs",
        );
    }
    let contents = known.iter().find_map(|known| scaled(known, row));
    let (net, servings) = contents.unzip();
    let title = match &net {
        Some(net) if option_count == 1 => net.to_string(),
        _ => row.options.join(" / "),
    };
    Ok(VariantInput {
        sku,
        gtin: row.gtin.clone(),
        title,
        net: net.map(|net| (net.value, net.unit)),
        servings: servings.flatten(),
        options: row.options.clone(),
    })
}

/// What a package of another size holds, and how many servings: known where one of the same product that holds 30 softgels is
/// called `30 count` and this one `90 count`, alike in everything else.
fn scaled((row, coded): &(&Row, Coded), other: &Row) -> Option<(NetQuantity, Option<Decimal>)> {
    let value = coded.net_quantity?;
    let unit = coded.net_unit.clone()?;
    if row.options.len() != other.options.len() {
        return None;
    }
    let mut differing = row
        .options
        .iter()
        .zip(&other.options)
        .filter(|(ours, theirs)| ours != theirs);
    let (ours, theirs) = differing.next().filter(|_| differing.next().is_none())?;
    let ((number, of), (new_number, new_of)) = (counted(ours)?, counted(theirs)?);
    if number != value || of != new_of {
        return None;
    }
    let servings = coded
        .servings
        .map(|servings| servings * new_number / number);
    let net = NetQuantity {
        value: new_number,
        unit,
    };
    Some((net, servings.filter(|servings| servings.fract().is_zero())))
}

/// A number above zero at the beginning, and what follows it.
fn counted(text: &str) -> Option<(Decimal, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let number = number
        .parse()
        .ok()
        .filter(|number: &Decimal| *number > Decimal::ZERO)?;
    Some((number, rest.trim()))
}

/// A problem of a whole row.
pub fn whole_row(row: &Row, message: String) -> Problem {
    Problem {
        line: row.line,
        column: String::new(),
        message,
    }
}

fn stranger(row: &Row) -> Problem {
    let sku = row.sku.as_ref().map(|sku| format!("the SKU {sku}"));
    let gtin = row.gtin.as_ref();
    let gtin = gtin.map(|gtin| format!("the barcode {}", gtin.as_str()));
    let codes: Vec<String> = sku.into_iter().chain(gtin).collect();
    let codes = codes.join(" or ");
    let message = format!(
        "no variant has {codes}: import its label, or add it to its product, and import again"
    );
    whole_row(row, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_at_the_beginning_counts_what_follows() {
        assert_eq!(counted("90 count"), Some((Decimal::from(90), "count")));
        assert_eq!(counted("120"), Some((Decimal::from(120), "")));
        for text in ["", "Large", "0 count", "1.2.3 g", "-5 g"] {
            assert_eq!(counted(text), None, "{text}");
        }
    }
}
