//! A facet as pages show it: its first values, those behind a click, and fields for amounts.

use std::collections::HashMap;

use super::page_request::{address, hidden};
use crate::search::ask::answer::{FacetBody, ValueBody};
use crate::search::ask::request::Request;
use crate::search::follow::engine::Snapshot;
use crate::search::shelf::amount::AmountRange;
use crate::search::shelf::facet::{Combine, Facet};
use crate::search::shelf::scope::Scope;

/// Values of a facet that are shown at first; the rest is a click away.
const SHOWN: usize = 8;
/// Values behind that click. Those with fewer products are found by words.
const LISTED: usize = 40;

/// A facet as the page shows it.
pub struct FacetView {
    /// Its heading.
    pub title: &'static str,
    /// Its first values.
    pub values: Vec<ValueView>,
    /// Those behind a click.
    pub more: Vec<ValueView>,
    /// How many are not listed.
    pub unlisted: usize,
    /// Fields for amounts of what is chosen.
    pub ranges: Vec<AmountView>,
}

/// A value with the address of the list with it, or without it if it is chosen.
pub struct ValueView {
    /// What it is, among all values of all facets.
    pub key: String,
    /// Its label.
    pub name: String,
    /// Products that choosing it shows.
    pub count: usize,
    /// The address.
    pub path: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
    /// Whether it stands below another one.
    pub is_below: bool,
}

/// Fields for how much a serving holds of an ingredient.
pub struct AmountView {
    /// Slug of the ingredient.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What may be typed.
    pub example: &'static str,
    /// The lower end.
    pub from: String,
    /// The upper end.
    pub to: String,
    /// What the form carries along.
    pub hidden: Vec<(String, String)>,
}

/// A facet with what each of its values leads to; nothing when there is nothing to choose.
pub fn facet_view(
    snapshot: &Snapshot,
    facet: Facet,
    body: FacetBody<'_>,
    wanted: &Request,
) -> Option<FacetView> {
    if wanted.scope.settles(facet) {
        return None;
    }
    let chosen = wanted
        .selection
        .chosen
        .get(&facet)
        .cloned()
        .unwrap_or_default();
    let mut values = body.values;
    if let Scope::Value(of, key) = &wanted.scope
        && *of == facet
    {
        values = below(&values, key);
    }
    // Of a tree the roots, and what is right below something chosen or beside it.
    let parents: Vec<Option<&str>> = values
        .iter()
        .filter(|value| value.selected)
        .map(|value| value.parent)
        .collect();
    values.retain(|value| {
        let is_below_chosen = |parent: &str| chosen.iter().any(|key| key == parent);
        value.selected
            || value.parent.is_none_or(is_below_chosen)
            || parents.contains(&value.parent)
    });
    if facet == Facet::Category {
        values = as_tree(values);
    }
    let mut views: Vec<ValueView> = values
        .into_iter()
        .map(|value| ValueView {
            path: address(&toggled(wanted, facet, &value), false),
            is_below: value.parent.is_some(),
            key: format!("{facet}:{}", value.key),
            name: value.label.to_owned(),
            count: value.count,
            is_chosen: value.selected,
        })
        .collect();
    let rest = views.split_off(views.len().min(SHOWN));
    let (kept, mut more): (Vec<_>, Vec<_>) = rest.into_iter().partition(|value| value.is_chosen);
    views.extend(kept);
    let unlisted = more.len().saturating_sub(LISTED);
    more.truncate(LISTED);
    let ranges = if facet == Facet::Ingredient {
        amount_views(snapshot, wanted, &chosen)
    } else {
        Vec::new()
    };
    (!views.is_empty()).then_some(FacetView {
        title: facet.words(),
        values: views,
        more,
        unlisted,
        ranges,
    })
}

/// Of a tree only what lies below a value, which is its root then.
fn below<'a>(values: &[ValueBody<'a>], key: &str) -> Vec<ValueBody<'a>> {
    let above: HashMap<&str, Option<&str>> = values
        .iter()
        .map(|value| (value.key, value.parent))
        .collect();
    let lies_below = |value: &&ValueBody<'_>| {
        let mut parent = value.parent;
        // No tree is deeper than the number of its values.
        for _ in 0..above.len() {
            match parent {
                Some(parent) if parent == key => return true,
                Some(other) => parent = above.get(other).copied().flatten(),
                None => return false,
            }
        }
        false
    };
    let below = values.iter().filter(lies_below);
    below
        .map(|value| ValueBody {
            parent: value.parent.filter(|parent| *parent != key),
            ..value.clone()
        })
        .collect()
}

/// Each value behind the one above it.
fn as_tree(values: Vec<ValueBody<'_>>) -> Vec<ValueBody<'_>> {
    let (mut below, roots): (Vec<_>, Vec<_>) =
        values.into_iter().partition(|value| value.parent.is_some());
    let mut tree = Vec::new();
    for root in roots {
        let (mine, others): (Vec<_>, Vec<_>) = below
            .into_iter()
            .partition(|value| value.parent == Some(root.key));
        tree.push(root);
        tree.extend(mine);
        below = others;
    }
    tree.extend(below);
    tree
}

/// The list with a value, or without it if it is chosen.
fn toggled(wanted: &Request, facet: Facet, value: &ValueBody<'_>) -> Request {
    let mut other = wanted.clone();
    other.after = None;
    let keys = other.selection.chosen.entry(facet).or_default();
    if value.selected {
        keys.retain(|key| key != value.key);
        return other;
    }
    // What lies above a value holds it already: both together would not narrow to it.
    if facet.combine() == Combine::Any
        && let Some(parent) = value.parent
    {
        keys.retain(|key| key != parent);
    }
    keys.push(value.key.to_owned());
    other
}

/// Fields for how much a serving holds of the ingredients that are chosen, or narrowed already.
fn amount_views(snapshot: &Snapshot, wanted: &Request, chosen: &[String]) -> Vec<AmountView> {
    let narrowed = wanted.selection.amounts.keys();
    let mut slugs: Vec<&String> = chosen.iter().chain(narrowed).collect();
    slugs.sort();
    slugs.dedup();
    let view = |slug: &String| {
        let unit = snapshot.shelf.unit_of(slug)?;
        let name = snapshot
            .shelf
            .value(Facet::Ingredient, slug)?
            .label()
            .to_owned();
        let ends = wanted.selection.amounts.get(slug).map(AmountRange::ends);
        let (from, to) = ends.unwrap_or_default();
        Some(AmountView {
            hidden: hidden(wanted, &[&format!("amount[{slug}]")]),
            slug: slug.clone(),
            name,
            example: unit.example(),
            from,
            to,
        })
    };
    slugs.into_iter().filter_map(view).collect()
}
