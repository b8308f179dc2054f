//! The text index of one market on disk: Tantivy, with the place in the change log inside each commit.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use tantivy::index::SegmentId;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing,
    TextOptions, Value as _,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Score, TantivyDocument, Term};
use uuid::Uuid;

use super::texts::{Part, Texts};
use crate::publishing::changes::Place;
use crate::search::shelf::entry::{Entry, Text};
use crate::search::words;

/// Version of what is kept of a product and how it is made into words; an index of another version is made anew.
pub const VERSION: u32 = 4;

/// Bytes in which documents are gathered before they are written.
const MEMORY: usize = 64 * 1024 * 1024;

/// How far in the change log an index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// [`VERSION`] of the program that wrote it.
    pub version: u32,
    /// Epoch of the log.
    pub epoch: Uuid,
    /// The last change that is in it.
    pub position: i64,
}

impl Cursor {
    /// The place in the log.
    pub const fn place(&self) -> Place {
        Place {
            epoch: self.epoch,
            position: self.position,
        }
    }
}

/// The fields of a document.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    id: Field,
    slot: Field,
    entry: Field,
    /// Every word, without weight.
    pub all: Field,
    /// SKUs and GTINs.
    pub code: Field,
    /// Fields with words, each with its weight.
    pub weighted: [(Field, Score); 5],
}

/// A text index that is open for reading and writing.
pub struct TextIndex {
    writer: IndexWriter,
    reader: IndexReader,
    fields: Fields,
    index: Index,
    parts: HashMap<SegmentId, Arc<Part>>,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing = |option| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(TOKENIZER)
                .set_index_option(option),
        )
    };
    let text = indexing(IndexRecordOption::WithFreqs);
    let fields = Fields {
        id: builder.add_text_field("id", STRING),
        slot: builder.add_u64_field("slot", FAST | INDEXED),
        entry: builder.add_text_field("entry", STORED),
        all: builder.add_text_field("all", indexing(IndexRecordOption::Basic)),
        code: builder.add_text_field("code", STRING),
        weighted: [
            (builder.add_text_field("name", text.clone()), 4.0),
            (builder.add_text_field("brand", text.clone()), 2.5),
            (builder.add_text_field("ingredient", text.clone()), 2.0),
            (builder.add_text_field("topic", text.clone()), 1.0),
            (builder.add_text_field("description", text), 0.6),
        ],
    };
    (builder.build(), fields)
}

impl TextIndex {
    /// An empty index in a new folder.
    ///
    /// # Errors
    /// A folder that can't be written.
    pub fn create(folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("the folder {} can't be made", folder.display()))?;
        let index = Index::create_in_dir(folder, schema().0)?;
        Self::over(index)
    }

    /// An index that is there.
    ///
    /// # Errors
    /// None there, or one that can't be read.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        Self::over(Index::open_in_dir(folder)?)
    }

    fn over(index: Index) -> anyhow::Result<Self> {
        let (schema, fields) = schema();
        anyhow::ensure!(index.schema() == schema, "the index has other fields");
        index.tokenizers().register(TOKENIZER, Words);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            writer: index.writer_with_num_threads(1, MEMORY)?,
            reader,
            fields,
            index,
            parts: HashMap::new(),
        })
    }

    /// How far it is; nothing for one that was never finished.
    pub fn cursor(&self) -> Option<Cursor> {
        let payload = self.index.load_metas().ok()?.payload?;
        let cursor: Cursor = serde_json::from_str(&payload).ok()?;
        (cursor.version == VERSION).then_some(cursor)
    }

    /// Gives every product in it, with its number.
    ///
    /// # Errors
    /// A file that can't be read.
    pub fn each_entry(&self, mut give: impl FnMut(u32, Entry)) -> anyhow::Result<()> {
        for segment in self.reader.searcher().segment_readers() {
            let store = segment.get_store_reader(8)?;
            let slots = segment.fast_fields().u64("slot")?;
            for doc in segment.doc_ids_alive() {
                let document: TantivyDocument = store.get(doc)?;
                let stored = document.get_first(self.fields.entry);
                let entry = stored.and_then(|value| value.as_str()).unwrap_or_default();
                let slot = slots.first(doc).context("a document without a number")?;
                give(u32::try_from(slot)?, serde_json::from_str(entry)?);
            }
        }
        Ok(())
    }

    /// Puts a product in place of what is there of it.
    ///
    /// # Errors
    /// A disk that is full.
    pub fn replace(&self, slot: u32, entry: &Entry, text: &Text) -> anyhow::Result<()> {
        self.remove(entry.id);
        self.add(slot, entry, text)
    }

    /// Adds a product that is not there.
    ///
    /// # Errors
    /// A disk that is full.
    pub fn add(&self, slot: u32, entry: &Entry, text: &Text) -> anyhow::Result<()> {
        let fields = &self.fields;
        let mut document = TantivyDocument::default();
        document.add_text(fields.id, entry.id.to_string());
        document.add_u64(fields.slot, u64::from(slot));
        document.add_text(fields.entry, serde_json::to_string(entry)?);
        let texts = [
            &text.name,
            &text.brand,
            &text.ingredients,
            &text.topics,
            &text.description,
        ];
        for ((field, _), text) in fields.weighted.iter().zip(texts) {
            document.add_text(*field, text);
            document.add_text(fields.all, text);
        }
        for code in &text.codes {
            document.add_text(fields.code, code);
        }
        self.writer.add_document(document)?;
        Ok(())
    }

    /// Takes a product away.
    pub fn remove(&self, id: Uuid) {
        self.writer
            .delete_term(Term::from_field_text(self.fields.id, &id.to_string()));
    }

    /// Writes what was put and removed, with how far that is, in one step: after a crash both are there, or neither.
    ///
    /// # Errors
    /// A disk that is full.
    pub fn commit(&mut self, cursor: &Cursor) -> anyhow::Result<Texts> {
        let mut prepared = self.writer.prepare_commit()?;
        prepared.set_payload(&serde_json::to_string(cursor)?);
        prepared.commit()?;
        self.texts()
    }

    /// What was put or removed since the last commit is forgotten.
    ///
    /// # Errors
    /// A disk that can't be read.
    pub fn rollback(&mut self) -> anyhow::Result<()> {
        self.writer.rollback()?;
        Ok(())
    }

    /// What is committed, to search in.
    ///
    /// # Errors
    /// Files that can't be read.
    pub fn texts(&mut self) -> anyhow::Result<Texts> {
        self.reader.reload()?;
        Texts::new(self.reader.searcher(), self.fields, &mut self.parts)
    }
}

const TOKENIZER: &str = "words";

/// Makes text into words as [`words::of_text`] does.
#[derive(Clone)]
struct Words;

/// Texts of which the words are remembered; more are forgotten all at once.
const REMEMBERED: usize = 256;

thread_local! {
    /// Every text stands in the field of its weight and in that of all words, and brands and ingredients stand in many products.
    static MADE: RefCell<HashMap<Box<str>, Arc<[String]>>> = RefCell::new(HashMap::new());
}

fn words_of(text: &str) -> Arc<[String]> {
    MADE.with_borrow_mut(|made| {
        if let Some(words) = made.get(text) {
            return Arc::clone(words);
        }
        if made.len() == REMEMBERED {
            made.clear();
        }
        let words: Arc<[String]> = words::of_text(text).into();
        made.insert(text.into(), Arc::clone(&words));
        words
    })
}

struct WordStream {
    words: Arc<[String]>,
    next: usize,
    token: Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream {
        WordStream {
            words: words_of(text),
            next: 0,
            token: Token::default(),
        }
    }
}

impl TokenStream for WordStream {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.get(self.next) else {
            return false;
        };
        self.next += 1;
        self.token.text.clone_from(word);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
