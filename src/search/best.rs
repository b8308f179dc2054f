//! The products that fit words best, of a set: BM25 over the fields with their weights. What cannot be among the first is skipped.

use std::collections::BinaryHeap;

use fixedbitset::FixedBitSet;
use tantivy::query::{BooleanQuery, BoostQuery, EnableScoring, Occur, Query, TermQuery, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Score, Term};

use super::index::{Segment, Texts};
use super::merchandising::Arranged;
use super::order::{Place, Sort};
use super::ranking::Ranked;
use super::shelf::Shelf;

/// Of up to so many products each is looked up; of more, the lists of the words are gone through.
const FEW: usize = 2_000;

/// What is asked for.
pub struct Wish<'a> {
    /// The words.
    pub terms: &'a [String],
    /// Among which products.
    pub among: &'a FixedBitSet,
    /// What is raised.
    pub arranged: &'a Arranged,
    /// Behind which place.
    pub after: Option<&'a Place>,
    /// How many.
    pub most: usize,
}

/// The best ones, best first.
///
/// # Errors
/// An index file that can't be read.
pub fn best<'a>(
    texts: &Texts,
    shelf: &'a Shelf,
    wish: &Wish<'_>,
) -> tantivy::Result<Vec<Ranked<'a>>> {
    let mut top = Top {
        shelf,
        wish,
        highest: wish.arranged.highest(),
        heap: BinaryHeap::with_capacity(wish.most + 1),
    };
    let count = wish.among.count_ones(..);
    if wish.terms.is_empty() || wish.most == 0 || count == 0 {
        return Ok(Vec::new());
    }
    let weight =
        query(texts, wish.terms).weight(EnableScoring::enabled_from_searcher(&texts.searcher))?;
    if count <= FEW {
        look_up(texts, &*weight, &mut top)?;
    } else {
        for segment in texts.segments() {
            go_through(&segment, &*weight, &mut top)?;
        }
    }
    let ranked = top.heap.into_sorted_vec().into_iter();
    Ok(ranked
        .filter_map(|candidate| Some((candidate.rank, shelf.entry(candidate.slot as usize)?)))
        .collect())
}

/// Any of the words in any field. Which products must hold what was decided before.
fn query(texts: &Texts, terms: &[String]) -> BooleanQuery {
    let in_field = |word: &str, (field, weight): (Field, Score)| -> (Occur, Box<dyn Query>) {
        let term = Term::from_field_text(field, word);
        let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
        (Occur::Should, Box::new(BoostQuery::new(query, weight)))
    };
    let fields = texts.fields.weighted;
    let parts = terms
        .iter()
        .flat_map(|word| fields.map(|field| in_field(word, field)));
    BooleanQuery::new(parts.collect())
}

fn look_up(texts: &Texts, weight: &dyn Weight, top: &mut Top<'_, '_>) -> tantivy::Result<()> {
    let mut places: Vec<(u32, u32, u32)> = top
        .wish
        .among
        .ones()
        .filter_map(|slot| {
            let (segment, doc) = texts.place_of(slot)?;
            Some((segment, doc, u32::try_from(slot).ok()?))
        })
        .collect();
    places.sort_unstable();
    for (segment, at) in texts.segments().zip(0u32..) {
        let begin = places.partition_point(|(of, ..)| *of < at);
        let mine = places.iter().skip(begin);
        let mut mine = mine.take_while(|(of, ..)| *of == at).peekable();
        if mine.peek().is_none() {
            continue;
        }
        let mut scorer = weight.scorer(segment.reader, 1.0)?;
        for (_, doc, slot) in mine {
            if scorer.doc() < *doc {
                scorer.seek(*doc);
            }
            if scorer.doc() == *doc {
                let score = scorer.score();
                top.offer(*slot, score);
            }
        }
    }
    Ok(())
}

fn go_through(
    segment: &Segment<'_>,
    weight: &dyn Weight,
    top: &mut Top<'_, '_>,
) -> tantivy::Result<()> {
    let alive = segment.reader.alive_bitset();
    let threshold = top.threshold();
    weight.for_each_pruning(threshold, segment.reader, &mut |doc, score| {
        // A product that changed has an older document with the same number.
        if alive.is_none_or(|alive| alive.is_alive(doc))
            && let Some(slot) = segment.slots.get(doc as usize)
            && top.wish.among.contains(*slot as usize)
        {
            top.offer(*slot, score);
        }
        top.threshold()
    })
}

/// The first ones so far, the last of them on top.
struct Top<'a, 'w> {
    shelf: &'a Shelf,
    wish: &'w Wish<'w>,
    /// The most by which a score is multiplied.
    highest: f32,
    heap: BinaryHeap<Candidate<'a>>,
}

/// Ordered as lists are: by rank, by name, by id.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate<'a> {
    rank: i64,
    name: &'a str,
    id: uuid::Uuid,
    slot: u32,
}

impl Top<'_, '_> {
    fn offer(&mut self, slot: u32, score: Score) {
        let Some(entry) = self.shelf.entry(slot as usize) else {
            return;
        };
        let rank = Sort::Relevance.rank(entry, score * self.wish.arranged.times(slot));
        let is_full = self.heap.len() >= self.wish.most;
        if is_full && self.heap.peek().is_some_and(|last| last.rank < rank) {
            return;
        }
        if self
            .wish
            .after
            .is_some_and(|place| !place.is_before(rank, entry))
        {
            return;
        }
        self.heap.push(Candidate {
            rank,
            name: &entry.name,
            id: entry.id,
            slot,
        });
        if is_full {
            self.heap.pop();
        }
    }

    /// The score above which a product may still be among the first. Equals are looked at: their names decide.
    fn threshold(&self) -> Score {
        match self
            .heap
            .peek()
            .filter(|_| self.heap.len() >= self.wish.most)
        {
            Some(last) => (Sort::score(last.rank) / self.highest).next_down(),
            None => Score::MIN,
        }
    }
}
