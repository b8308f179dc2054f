//! The products that fit words best, of a set: BM25 over the fields with their weights.

use std::collections::BinaryHeap;

use fixedbitset::FixedBitSet;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::Bm25Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Score, Term};

use super::merchandising::Arranged;
use super::ranking::Ranked;
use crate::search::shelf::Shelf;
use crate::search::shelf::order::{Place, Sort};
use crate::search::text::texts::{Segment, Texts};

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
    let lists = WeighedLists::new(texts, wish.terms)?;
    if count <= FEW {
        look_up(texts, &lists, &mut top)?;
    } else {
        for segment in texts.segments() {
            go_through(&segment, &lists, &mut top)?;
        }
    }
    let ranked = top.heap.into_sorted_vec().into_iter();
    Ok(ranked
        .filter_map(|candidate| Some((candidate.rank, shelf.entry(candidate.slot as usize)?)))
        .collect())
}

fn look_up(texts: &Texts, lists: &WeighedLists, top: &mut Top<'_, '_>) -> tantivy::Result<()> {
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
        let mut lists = lists.of(&segment)?;
        for (_, doc, slot) in mine {
            let score = lists.iter_mut().map(|list| list.score_of(*doc)).sum();
            if score > 0.0 {
                top.offer(*slot, score);
            }
        }
    }
    Ok(())
}

/// Documents whose scores are added up at once: few enough to stay in the fastest memory.
const WINDOW: DocId = 4_096;

fn go_through(
    segment: &Segment<'_>,
    lists: &WeighedLists,
    top: &mut Top<'_, '_>,
) -> tantivy::Result<()> {
    let mut lists = lists.of(segment)?;
    let alive = segment.reader.alive_bitset();
    let mut scores = vec![0.0; WINDOW as usize];
    let mut least = top.threshold();
    let mut begin = 0;
    while begin < segment.reader.max_doc() {
        scores.fill(0.0);
        for list in &mut lists {
            list.add_to(begin, &mut scores);
        }
        for (score, doc) in scores.iter().zip(begin..) {
            // A product that changed has an older document with the same number.
            if *score > 0.0
                && *score > least
                && alive.is_none_or(|alive| alive.is_alive(doc))
                && let Some(slot) = segment.slots.get(doc as usize)
                && top.wish.among.contains(*slot as usize)
            {
                top.offer(*slot, *score);
                least = top.threshold();
            }
        }
        begin += WINDOW;
    }
    Ok(())
}

/// The words in every field, and how much each counts there.
struct WeighedLists(Vec<(Term, Bm25Weight)>);

impl WeighedLists {
    fn new(texts: &Texts, words: &[String]) -> tantivy::Result<Self> {
        let fields = texts.fields.weighted;
        let pairs = words.iter().flat_map(|word| {
            fields.map(|(field, times)| (Term::from_field_text(field, word), times))
        });
        let mut lists = Vec::new();
        for (term, times) in pairs {
            let weight = Bm25Weight::for_terms(&texts.searcher, std::slice::from_ref(&term))?;
            lists.push((term, weight.boost_by(times)));
        }
        Ok(Self(lists))
    }

    fn of<'a>(&'a self, segment: &Segment<'_>) -> tantivy::Result<Vec<List<'a>>> {
        let mut lists = Vec::new();
        for (term, weight) in &self.0 {
            let index = segment.reader.inverted_index(term.field())?;
            if let Some(postings) = index.read_block_postings(term, IndexRecordOption::WithFreqs)? {
                lists.push(List {
                    postings,
                    lengths: segment.reader.get_fieldnorms_reader(term.field())?,
                    weight,
                    at: 0,
                });
            }
        }
        Ok(lists)
    }
}

/// The documents of a segment with a word in a field.
struct List<'a> {
    postings: BlockSegmentPostings,
    /// How long the field is in each.
    lengths: FieldNormReader,
    weight: &'a Bm25Weight,
    /// The next one in the block.
    at: usize,
}

impl List<'_> {
    /// Adds what the word counts in the documents behind `begin`, one for each score. They must be asked for in ascending order.
    fn add_to(&mut self, begin: DocId, scores: &mut [Score]) {
        loop {
            let docs = self.postings.docs();
            if docs.is_empty() {
                return;
            }
            for (doc, often) in docs.iter().zip(self.postings.freqs()).skip(self.at) {
                let Some(score) = scores.get_mut((*doc - begin) as usize) else {
                    return;
                };
                *score += self.weight.score(self.lengths.fieldnorm_id(*doc), *often);
                self.at += 1;
            }
            self.postings.advance();
            self.at = 0;
        }
    }

    /// What the word counts in a document. They must be asked for in ascending order.
    fn score_of(&mut self, doc: DocId) -> Score {
        let at = self.postings.seek(doc);
        if self.postings.docs().get(at) != Some(&doc) {
            return 0.0;
        }
        let often = self.postings.freqs().get(at).copied().unwrap_or_default();
        self.weight.score(self.lengths.fieldnorm_id(doc), often)
    }
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
            None => 0.0,
        }
    }
}
