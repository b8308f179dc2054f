//! Finds products by words, as sets: every word in some field, misspelled ones by the nearest that is known. How well each fits is
//! reckoned later, and only for those that are shown.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;
use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;

use super::texts::Texts;
use crate::search::words::{self, Wanted};

/// The products that words lead to.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Which.
    pub products: FixedBitSet,
    /// Those that hold a whole word of what was typed; the others only hold the beginning of the last one.
    pub scored: FixedBitSet,
    /// The words by which it is reckoned how well each fits.
    pub terms: Vec<String>,
    /// The words with those that are known in place of misspelled ones, when there were any.
    pub corrected: Option<String>,
}

/// Letters of a word whose first one must be right.
const SHORT: usize = 7;

/// Finds the product with exactly that SKU or GTIN.
///
/// # Errors
/// An index file that can't be read.
pub fn find_code(texts: &Texts, typed: &str) -> tantivy::Result<Option<Found>> {
    let typed = typed.trim().to_lowercase();
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let is_gtin = digits.len() >= 8
        && typed
            .chars()
            .all(|letter| letter.is_ascii_digit() || letter == ' ');
    let code = if is_gtin {
        digits.trim_start_matches('0').to_owned()
    } else {
        typed
    };
    if code.is_empty() {
        return Ok(None);
    }
    let products = with_word(texts, texts.fields.code, &code)?;
    Ok((!products.is_clear()).then(|| Found {
        products,
        ..Found::default()
    }))
}

/// Finds what somebody looks for; nothing when that is no word.
///
/// # Errors
/// An index file that can't be read.
pub fn find(texts: &Texts, mut wanted: Vec<Wanted>) -> tantivy::Result<Option<Found>> {
    if wanted.is_empty() {
        return Ok(None);
    }
    let mut corrected = correct(texts, &mut wanted)?;
    let mut sets = Vec::with_capacity(wanted.len());
    for one in &wanted {
        sets.push(with_any(texts, one)?);
    }
    // A word that no product holds is left out, where the others still say something.
    if sets.iter().any(FixedBitSet::is_clear) && says_enough(texts, &wanted, &sets) {
        let mut known = sets.iter().map(|set| !set.is_clear());
        wanted.retain(|_| known.next().unwrap_or_default());
        sets.retain(|set| !set.is_clear());
        corrected = Some(words::flat(&wanted).join(" "));
    }
    let mut sets = sets.into_iter();
    let mut products = sets.next().unwrap_or_default();
    for set in sets {
        products.intersect_with(&set);
    }
    let mut terms = Vec::new();
    for one in &wanted {
        let phrases = one.others.iter().flatten();
        terms.extend(one.words.iter().chain(&one.joined).chain(phrases).cloned());
    }
    terms.sort_unstable();
    terms.dedup();
    // Of a word that may go on, those that hold it whole come first.
    let scored = if wanted.last().is_some_and(|last| last.is_beginning) {
        let mut whole = texts.no_products();
        for term in &terms {
            whole.union_with(&with_word(texts, texts.fields.all, term)?);
        }
        whole.intersect_with(&products);
        whole
    } else {
        products.clone()
    };
    Ok(Some(Found {
        products,
        scored,
        terms,
        corrected,
    }))
}

/// Whether the words that some product holds are names rather than numbers, and few enough products hold them all.
fn says_enough(texts: &Texts, wanted: &[Wanted], sets: &[FixedBitSet]) -> bool {
    /// One product in so many.
    const FEW: usize = 5;
    let known = || sets.iter().zip(wanted).filter(|(set, _)| !set.is_clear());
    let is_name = |word: &String| word.len() > 2 && word.chars().all(char::is_alphabetic);
    let mut held = known().map(|(set, _)| set.clone());
    let Some(mut all) = held.next() else {
        return false;
    };
    held.for_each(|set| all.intersect_with(&set));
    let products = texts
        .segments()
        .map(|segment| segment.reader.num_docs() as usize);
    known().any(|(_, one)| one.words.iter().any(is_name))
        && all.count_ones(..) * FEW <= products.sum::<usize>()
}

/// The products that hold what is looked for in any of its ways.
fn with_any(texts: &Texts, wanted: &Wanted) -> tantivy::Result<FixedBitSet> {
    let mut set = with_all(texts, &wanted.words, wanted.is_beginning)?;
    if let Some(joined) = &wanted.joined {
        set.union_with(&with_all(
            texts,
            std::slice::from_ref(joined),
            wanted.is_beginning,
        )?);
    }
    for phrase in &wanted.others {
        set.union_with(&with_all(texts, phrase, false)?);
    }
    Ok(set)
}

/// The products that hold all words, of which the last may go on.
fn with_all(texts: &Texts, words: &[String], is_beginning: bool) -> tantivy::Result<FixedBitSet> {
    let Some((last, others)) = words.split_last() else {
        return Ok(texts.no_products());
    };
    let field = texts.fields.all;
    let mut set = if is_beginning {
        beginning_with(texts, last)?
    } else {
        with_word(texts, field, last)?
    };
    for word in others {
        set.intersect_with(&with_word(texts, field, word)?);
    }
    Ok(set)
}

/// The products with a word in a field.
fn with_word(texts: &Texts, field: Field, word: &str) -> tantivy::Result<FixedBitSet> {
    let mut set = texts.no_products();
    let term = Term::from_field_text(field, word);
    for segment in texts.segments() {
        let index = segment.reader.inverted_index(field)?;
        if let Some(info) = index.get_term_info(&term)? {
            texts.add(&mut set, &segment, field, (word.as_bytes(), &info))?;
        }
    }
    Ok(set)
}

/// The products with a word that begins so.
fn beginning_with(texts: &Texts, beginning: &str) -> tantivy::Result<FixedBitSet> {
    let mut set = texts.no_products();
    let field = texts.fields.all;
    for segment in texts.segments() {
        if segment.add_beginning(&mut set, beginning.as_bytes()) {
            continue;
        }
        let index = segment.reader.inverted_index(field)?;
        let range = index.terms().range().ge(beginning.as_bytes());
        let range = match after_all(beginning) {
            Some(end) => range.lt(end),
            None => range,
        };
        let mut words = range.into_stream()?;
        while words.advance() {
            texts.add(&mut set, &segment, field, (words.key(), words.value()))?;
        }
    }
    Ok(set)
}

/// The least text that stands behind everything that begins so.
fn after_all(beginning: &str) -> Option<Vec<u8>> {
    let mut end = beginning.as_bytes().to_vec();
    while let Some(last) = end.pop() {
        if let Some(next) = last.checked_add(1) {
            end.push(next);
            return Some(end);
        }
    }
    None
}

/// Puts known words in place of those that nothing holds. Returns the words then, if any was replaced.
fn correct(texts: &Texts, wanted: &mut [Wanted]) -> tantivy::Result<Option<String>> {
    let mut is_corrected = false;
    for one in wanted.iter_mut().filter(|one| one.others.is_empty()) {
        if let Some(joined) = &one.joined
            && is_known(texts, joined)?
        {
            continue;
        }
        let last = one.words.len().saturating_sub(1);
        for (word, at) in one.words.iter_mut().zip(0..) {
            let is_beginning = one.is_beginning && at == last;
            if is_known(texts, word)? || (is_beginning && nearest(texts, word, 0, true)?.is_some())
            {
                continue;
            }
            if let Some(known) = known_word(texts, word, is_beginning)? {
                *word = known;
                is_corrected = true;
            }
        }
    }
    Ok(is_corrected.then(|| words::flat(wanted).join(" ")))
}

fn is_known(texts: &Texts, word: &str) -> tantivy::Result<bool> {
    let term = Term::from_field_text(texts.fields.all, word);
    Ok(texts.searcher.doc_freq(&term)? > 0)
}

/// The word that was probably meant: with one wrong letter rather than two, whole rather than its beginning.
fn known_word(texts: &Texts, word: &str, is_beginning: bool) -> tantivy::Result<Option<String>> {
    for wrong in 1..=words::forgiven(word) {
        if let Some(known) = nearest(texts, word, wrong, false)? {
            return Ok(Some(known));
        }
        if is_beginning && let Some(known) = nearest(texts, word, wrong, true)? {
            return Ok(Some(known));
        }
    }
    Ok(None)
}

/// Of the known words with at most so many wrong letters the one that most products hold, rather with the same first letter.
fn nearest(
    texts: &Texts,
    word: &str,
    wrong: u8,
    is_beginning: bool,
) -> tantivy::Result<Option<String>> {
    let field = texts.fields.all;
    let term = Term::from_field_text(field, word);
    let query = if is_beginning {
        FuzzyTermQuery::new_prefix(term, wrong, true)
    } else {
        FuzzyTermQuery::new(term, wrong, true)
    };
    let mut held: HashMap<String, u32> = HashMap::new();
    for segment in texts.searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().search(query.automaton()?).into_stream()?;
        while stream.advance() {
            if let Ok(known) = std::str::from_utf8(stream.key()) {
                *held.entry(known.to_owned()).or_default() += stream.value().doc_freq;
            }
        }
    }
    let first = word.chars().next();
    // Short words that begin otherwise are other words, and so are those that say nothing.
    held.retain(|known, _| {
        let is_alike = known.chars().next() == first || word.len() > SHORT;
        is_alike && !words::says_nothing(known)
    });
    let best = held.into_iter().max_by_key(|(known, count)| {
        (
            known.chars().next() == first,
            *count,
            std::cmp::Reverse(known.clone()),
        )
    });
    Ok(best.map(|(known, _)| known))
}
