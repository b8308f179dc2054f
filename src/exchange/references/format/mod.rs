//! Reads files of references: CSL-JSON, RIS, nbib (PubMed, MEDLINE) and BibTeX with BibLaTeX.
//!
//! Start at [`decode`], [`detect()`] and [`parse`]. A record that cannot be read becomes a [`Problem`] and its neighbours
//! stay readable; what is read with doubt becomes a warning of its record. Abstracts are never kept: their copyright is
//! the publisher's. The readers take text from anywhere: none recurses without limit, and all take time in proportion to
//! the length of the file. Nothing here does I/O.

mod author;
mod bibtex;
mod csl;
mod date;
mod detect;
mod draft;
mod encoding;
mod nbib;
mod publication_type;
mod record;
mod ris;
mod tagged;
mod text;

#[cfg(test)]
mod tests;

pub use detect::{Format, detect};
pub use encoding::{Decoded, decode};
pub use record::{Notice, NoticeKind, ParsedReference, Place, Problem, StudyDesign};

/// The references of a file, in its order, each read or with the reason why it could not be.
pub fn parse(format: Format, text: &str) -> Vec<Result<ParsedReference, Problem>> {
    match format {
        Format::CslJson => csl::parse(text),
        Format::Ris => ris::parse(text),
        Format::Nbib => nbib::parse(text),
        Format::Bibtex => bibtex::parse(text),
    }
}
