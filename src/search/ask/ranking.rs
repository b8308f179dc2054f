//! The order of one page: what stands first by rule, then what fits the words best or is raised, then the rest by name.

use fixedbitset::FixedBitSet;

use super::best::{Wish, best};
use super::merchandising::Arranged;
use super::request::Request;
use crate::search::follow::engine::Snapshot;
use crate::search::shelf::entry::Entry;
use crate::search::shelf::order::{Place, Sort};
use crate::search::shelf::selection::Narrowed;
use crate::search::text::find::Found;

/// A product with its rank.
pub type Ranked<'a> = (i64, &'a Entry);

/// What stands before the rest where a list is sorted by best match.
pub struct Ranking<'a> {
    found: Option<&'a Found>,
    arranged: &'a Arranged,
    pinned: Vec<u32>,
    /// What is left of those that fit words, without those that are pinned.
    scored: FixedBitSet,
    /// What is raised though it fits no word.
    raised: Vec<(u32, f32)>,
    /// All of those above.
    settled: FixedBitSet,
}

impl<'a> Ranking<'a> {
    /// By words and rules, among what is left.
    pub fn new(found: Option<&'a Found>, arranged: &'a Arranged, left: &FixedBitSet) -> Self {
        let is_left = |slot: &u32| left.contains(*slot as usize);
        let pinned: Vec<u32> = arranged.pinned.iter().copied().filter(is_left).collect();
        let mut scored = FixedBitSet::new();
        if let Some(found) = found {
            scored.clone_from(&found.scored);
            scored.intersect_with(left);
        }
        for slot in &pinned {
            if scored.contains(*slot as usize) {
                scored.set(*slot as usize, false);
            }
        }
        let is_free = |slot: &u32| is_left(slot) && !pinned.contains(slot);
        let raised: Vec<(u32, f32)> = raised(found, arranged)
            .filter(|(slot, _)| is_free(slot))
            .collect();
        let mut settled = scored.clone();
        for slot in raised.iter().map(|(slot, _)| slot).chain(&pinned) {
            settled.grow_and_insert(*slot as usize);
        }
        Self {
            found,
            arranged,
            pinned,
            scored,
            raised,
            settled,
        }
    }

    fn pins<'s>(&self, snapshot: &'s Snapshot) -> impl Iterator<Item = Ranked<'s>> {
        let pinned = self.pinned.iter().zip(0i64..);
        pinned.filter_map(|(slot, at)| {
            let entry = snapshot.shelf.entry(*slot as usize)?;
            Some((i64::MIN + at, entry))
        })
    }

    /// Those that fit best, behind a place, then what is raised.
    fn best<'s>(
        &self,
        snapshot: &'s Snapshot,
        after: Option<&Place>,
        most: usize,
    ) -> tantivy::Result<Vec<Ranked<'s>>> {
        let wish = Wish {
            terms: self.found.map_or(&[], |found| found.terms.as_slice()),
            among: &self.scored,
            arranged: self.arranged,
            after,
            most,
        };
        let mut page = best(&snapshot.texts, &snapshot.shelf, &wish)?;
        let raised = self.raised.iter().filter_map(|(slot, score)| {
            let entry = snapshot.shelf.entry(*slot as usize)?;
            Some((Sort::Relevance.rank(entry, *score), entry))
        });
        page.extend(
            raised.filter(|(rank, entry)| after.is_none_or(|place| place.is_before(*rank, entry))),
        );
        page.sort_unstable_by(|one, other| {
            (one.0, &one.1.name, one.1.id).cmp(&(other.0, &other.1.name, other.1.id))
        });
        page.truncate(most);
        Ok(page)
    }
}

/// What is raised without fitting any word: because there are none, or only the beginning of one.
fn raised(found: Option<&Found>, arranged: &Arranged) -> impl Iterator<Item = (u32, f32)> {
    /// Below the score of any word.
    const HINT: f32 = 1e-6;
    let mut raised = FixedBitSet::new();
    for (set, _) in &arranged.boosts {
        raised.union_with(set);
    }
    if let Some(found) = found {
        raised.difference_with(&found.scored);
    }
    let slots: Vec<u32> = raised
        .ones()
        .filter_map(|slot| u32::try_from(slot).ok())
        .collect();
    slots.into_iter().filter_map(|slot| {
        let times = arranged.times(slot);
        // What is lowered without a word to lower it by stands where it stood.
        (times > 1.0).then_some((slot, times * HINT))
    })
}

/// The products of a page with the rank of each, and whether more follow.
///
/// # Errors
/// An index file that can't be read.
pub fn page_of<'a>(
    snapshot: &'a Snapshot,
    request: &Request,
    ranking: &Ranking<'_>,
    narrowed: &Narrowed<'_, '_>,
) -> tantivy::Result<(Vec<Ranked<'a>>, bool)> {
    let most = request.limit + 1;
    let after = request.after.as_ref();
    let mut page: Vec<Ranked<'a>> = Vec::new();
    let ranking = (request.sort == Sort::Relevance).then_some(ranking);
    // Ranks of the rest begin at zero.
    if let Some(ranking) = ranking.filter(|_| after.is_none_or(|place| place.rank < 0)) {
        let pins = ranking.pins(snapshot);
        let behind =
            pins.filter(|(rank, entry)| after.is_none_or(|place| place.is_before(*rank, entry)));
        page.extend(behind.take(most));
        page.extend(ranking.best(snapshot, after, most - page.len())?);
    }
    if page.len() < most {
        let sort = match request.sort {
            Sort::Relevance => Sort::Name,
            sort => sort,
        };
        let after = after.filter(|place| ranking.is_none() || place.rank >= 0);
        let settled = ranking.map(|ranking| &ranking.settled);
        let slots = narrowed.first(sort, after, most - page.len(), settled);
        let entries = slots
            .iter()
            .filter_map(|slot| snapshot.shelf.entry(*slot as usize));
        page.extend(entries.map(|entry| (sort.rank(entry, 0.0), entry)));
    }
    let more = page.len() > request.limit;
    page.truncate(request.limit);
    Ok((page, more))
}
