//! Which format a file has.

/// A format that references come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// JSON of the Citation Style Language, as Zotero and Crossref write it.
    CslJson,
    /// Research Information Systems, as most reference managers write it.
    Ris,
    /// What PubMed writes for citation managers, and MEDLINE before it.
    Nbib,
    /// BibTeX and BibLaTeX.
    Bibtex,
}

impl Format {
    /// Its name for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::CslJson => "CSL-JSON",
            Self::Ris => "RIS",
            Self::Nbib => "nbib",
            Self::Bibtex => "BibTeX",
        }
    }
}

/// So many lines are looked at; what comes before the first record is shorter.
const LINES: usize = 500;

/// The format of a file: by what it holds, then by the end of its name; `None` if neither tells.
pub fn detect(bytes: &[u8], file_name: &str) -> Option<Format> {
    // A tag may stand at the cut; a cut letter makes the start Windows-1252, in which all marks look the same.
    let start = bytes.get(..256 * 1024).unwrap_or(bytes);
    by_content(&super::decode(start).text).or_else(|| by_name(file_name))
}

fn by_content(text: &str) -> Option<Format> {
    if text.trim_start().starts_with(['[', '{']) {
        return Some(Format::CslJson);
    }
    text.lines().take(LINES).find_map(|line| {
        let line = line.trim_start_matches([' ', '\t', '\u{feff}']);
        let is_tag = |tag: &str| {
            line.strip_prefix(tag)
                .is_some_and(|rest| rest.trim_start().starts_with('-'))
        };
        if is_tag("TY") {
            Some(Format::Ris)
        } else if is_tag("PMID") {
            Some(Format::Nbib)
        } else if is_bibtex_entry(line) {
            Some(Format::Bibtex)
        } else {
            None
        }
    })
}

/// `@article{` or `@string(`.
fn is_bibtex_entry(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('@') else {
        return false;
    };
    let behind = rest.trim_start_matches(|sign: char| sign.is_ascii_alphabetic());
    behind.len() < rest.len() && behind.trim_start().starts_with(['{', '('])
}

fn by_name(file_name: &str) -> Option<Format> {
    let (_, ending) = file_name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "json" | "csl" | "csljson" | "jsonl" => Some(Format::CslJson),
        "ris" => Some(Format::Ris),
        "nbib" | "medline" => Some(Format::Nbib),
        "bib" | "bibtex" | "biblatex" => Some(Format::Bibtex),
        _ => None,
    }
}
