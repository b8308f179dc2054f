//! Reads files label by label, on a thread of its own, a little ahead of who imports them: a file may be larger than the memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::format::{Label, LabelError, parse_label};

/// Largest label, in bytes of its JSON; real ones have some hundred thousand.
const MAX_LABEL: u64 = 16 * 1024 * 1024;

/// Labels that are read ahead.
const AHEAD: usize = 512;

/// Where a label stands.
#[derive(Debug, Clone)]
pub struct Place {
    /// The file.
    pub file: Arc<str>,
    /// The line, from 1, in files that hold a label a line.
    pub line: Option<usize>,
}

/// A label that was read.
#[derive(Debug)]
pub struct Parsed {
    /// What it says.
    pub label: Label,
    /// Of its JSON; the same JSON with other white space is the same label.
    pub checksum: String,
}

/// What was found at a place.
#[derive(Debug)]
pub struct Incoming {
    /// The place.
    pub place: Place,
    /// The label, or why it can't be read.
    pub read: Result<Parsed, LabelError>,
}

/// The files behind some paths; folders are searched for `.json` and `.jsonl`.
///
/// # Errors
/// A path that does not exist.
pub fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        collect(path, &mut files)?;
    }
    Ok(files)
}

/// Files in order of their names.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let data =
        std::fs::metadata(path).with_context(|| format!("{} cannot be read", path.display()))?;
    if !data.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let entries =
        std::fs::read_dir(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut inside: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    inside.sort();
    for entry in inside {
        let is_label = entry
            .extension()
            .is_some_and(|extension| extension == "json" || extension == "jsonl");
        if entry.is_dir() || is_label {
            collect(&entry, files)?;
        }
    }
    Ok(())
}

/// Starts to read files. Who drops what is returned ends it.
pub fn read(files: &[PathBuf]) -> Receiver<Incoming> {
    let (to, labels) = channel(AHEAD);
    let files = files.to_vec();
    tokio::task::spawn_blocking(move || {
        for file in files {
            if read_file(&file, &to).is_none() {
                break;
            }
        }
    });
    labels
}

/// Reads a file; nothing is returned when nobody listens any more.
fn read_file(path: &Path, to: &Sender<Incoming>) -> Option<()> {
    let file: Arc<str> = path.display().to_string().into();
    let is_lines = path
        .extension()
        .is_some_and(|extension| extension == "jsonl");
    let mut place = Place { file, line: None };
    let mut reader = match File::open(path) {
        Ok(file) => BufReader::new(file),
        Err(error) => return tell(to, &place, Err(unreadable(&error))),
    };
    if !is_lines {
        let text = limited(&mut reader, None).and_then(|text| text.unwrap_or(Ok(Vec::new())));
        return tell(to, &place, text.and_then(|bytes| label(&bytes)));
    }
    for line in 1.. {
        place.line = Some(line);
        match limited(&mut reader, Some(b'\n')) {
            Ok(None) => break,
            Ok(Some(Ok(bytes))) if bytes.iter().all(u8::is_ascii_whitespace) => {}
            Ok(Some(bytes)) => tell(to, &place, bytes.and_then(|bytes| label(&bytes)))?,
            // What could not be read once will not be read the next time.
            Err(error) => return tell(to, &place, Err(error)),
        }
    }
    Some(())
}

fn tell(to: &Sender<Incoming>, place: &Place, read: Result<Parsed, LabelError>) -> Option<()> {
    let place = place.clone();
    to.blocking_send(Incoming { place, read }).ok()
}

/// Bytes of a label, or that they are too many for one; none at the end of the file.
type Bytes = Option<Result<Vec<u8>, LabelError>>;

/// What stands before an end, or before that of the file. What is too large for a label is passed over.
fn limited(reader: &mut impl BufRead, end: Option<u8>) -> Result<Bytes, LabelError> {
    let mut bytes = Vec::new();
    let mut part = reader.by_ref().take(MAX_LABEL + 1);
    let taken = match end {
        Some(end) => part.read_until(end, &mut bytes),
        None => part.read_to_end(&mut bytes),
    };
    if taken.map_err(|error| unreadable(&error))? == 0 {
        return Ok(None);
    }
    if bytes.len() as u64 <= MAX_LABEL {
        return Ok(Some(Ok(bytes)));
    }
    if let Some(end) = end.filter(|end| !bytes.ends_with(&[*end])) {
        reader.skip_until(end).map_err(|error| unreadable(&error))?;
    }
    let most = MAX_LABEL / 1024 / 1024;
    let message = format!("is larger than {most} MB and cannot be one label");
    Ok(Some(Err(whole(message))))
}

fn label(bytes: &[u8]) -> Result<Parsed, LabelError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| whole(format!("is not UTF-8 at byte {}", error.valid_up_to())))?;
    let text = text.trim_start_matches('\u{feff}').trim();
    Ok(Parsed {
        label: parse_label(text)?,
        checksum: checksum(text),
    })
}

fn checksum(text: &str) -> String {
    // Numbers that JSON allows and this reader does not are compared as they stand.
    let canonical = serde_json::from_str::<Value>(text)
        .map_or_else(|_| text.to_owned(), |value| value.to_string());
    Sha256::digest(canonical)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn unreadable(error: &io::Error) -> LabelError {
    whole(format!("cannot be read: {error}"))
}

fn whole(message: String) -> LabelError {
    LabelError {
        pointer: String::new(),
        message,
    }
}
