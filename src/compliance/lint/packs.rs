//! Reading packs: those built in and those of a folder.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use super::compile::compile;
use super::data::{File, LexiconFile, PackFile, WordingsFile};
use super::pack::Pack;
use crate::compliance::surface::Jurisdiction;

/// The packs of all jurisdictions.
#[derive(Debug)]
pub struct Packs {
    list: Vec<Pack>,
}

/// Why packs cannot be used. The text names the file and the entry and says what to do.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A file or folder could not be read.
    #[error("cannot read {file}: {cause}. Check that it exists and may be read.")]
    Unreadable {
        /// Which file or folder.
        file: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A file is not TOML of the expected shape.
    #[error(
        "{file} is not a valid pack file: {problem}Mend the line shown and read the packs again."
    )]
    Malformed {
        /// Which file.
        file: String,
        /// What the reader says, with the line.
        problem: String,
    },
    /// A rule, class or context cannot be used.
    #[error("{file}, entry `{entry}`: {problem}.")]
    Entry {
        /// Which file.
        file: String,
        /// Id of the rule or name of the class.
        entry: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// No pack for a jurisdiction that is needed.
    #[error(
        "no pack for the jurisdiction `{0}`: add a file with `kind = \"pack\"` and `jurisdiction = \"{0}\"`"
    )]
    Missing(Jurisdiction),
}

const BUILT_IN: &[(&str, &str)] = &[
    ("conditions.toml", include_str!("../packs/conditions.toml")),
    ("signs.toml", include_str!("../packs/signs.toml")),
    ("therapies.toml", include_str!("../packs/therapies.toml")),
    ("actions.toml", include_str!("../packs/actions.toml")),
    ("body.toml", include_str!("../packs/body.toml")),
    ("context.toml", include_str!("../packs/context.toml")),
    ("senses.toml", include_str!("../packs/senses.toml")),
    ("frames.toml", include_str!("../packs/frames.toml")),
    (
        "specialties.toml",
        include_str!("../packs/specialties.toml"),
    ),
    ("warnings.toml", include_str!("../packs/warnings.toml")),
    ("us.toml", include_str!("../packs/us.toml")),
    ("eu.toml", include_str!("../packs/eu.toml")),
    (
        "eu_authorised.toml",
        include_str!("../packs/eu_authorised.toml"),
    ),
];

impl Packs {
    /// The packs that come with the program.
    ///
    /// They are compiled at the first call. A test proves that they compile; should they not, nothing could be judged, so
    /// the error is kept and given to every caller.
    pub fn built_in() -> Result<&'static Self, &'static PackError> {
        static PACKS: OnceLock<Result<Packs, PackError>> = OnceLock::new();
        let read = || {
            Self::compile(
                BUILT_IN
                    .iter()
                    .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                    .collect(),
            )
        };
        PACKS.get_or_init(read).as_ref()
    }

    /// Reads every `.toml` file of a folder: lexicons, packs and lists of wordings.
    ///
    /// # Errors
    /// Names the file and the entry that cannot be used, and what to do.
    pub fn read(folder: &Path) -> Result<Self, PackError> {
        let unreadable = |file: &Path, cause| PackError::Unreadable {
            file: file.display().to_string(),
            cause,
        };
        let mut files = Vec::new();
        for entry in fs::read_dir(folder).map_err(|cause| unreadable(folder, cause))? {
            let path = entry.map_err(|cause| unreadable(folder, cause))?.path();
            if path
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                let text = fs::read_to_string(&path).map_err(|cause| unreadable(&path, cause))?;
                files.push((path.display().to_string(), text));
            }
        }
        files.sort();
        Self::compile(files)
    }

    /// The pack of a jurisdiction.
    ///
    /// # Errors
    /// When the files held none.
    pub fn pack(&self, jurisdiction: Jurisdiction) -> Result<&Pack, PackError> {
        self.list
            .iter()
            .find(|pack| pack.jurisdiction() == jurisdiction)
            .ok_or(PackError::Missing(jurisdiction))
    }

    /// Every pack.
    pub fn iter(&self) -> impl Iterator<Item = &Pack> {
        self.list.iter()
    }

    fn compile(files: Vec<(String, String)>) -> Result<Self, PackError> {
        let mut lexicons: Vec<LexiconFile> = Vec::new();
        let mut packs: Vec<(String, PackFile)> = Vec::new();
        let mut wordings: Vec<WordingsFile> = Vec::new();
        let mut hash = Fnv::default();
        for (name, text) in files {
            hash.add(text.as_bytes());
            match toml::from_str(&text) {
                Ok(File::Lexicon(lexicon)) => lexicons.push(lexicon),
                Ok(File::Pack(pack)) => packs.push((name, pack)),
                Ok(File::Wordings(list)) => wordings.push(list),
                Err(problem) => {
                    return Err(PackError::Malformed {
                        file: name,
                        problem: problem.to_string(),
                    });
                }
            }
        }
        let mut list = Vec::new();
        for (file, pack) in packs {
            let missing = |entry: &str, what: &str| PackError::Entry {
                file: file.clone(),
                entry: entry.to_owned(),
                problem: format!(
                    "no file of the folder is a {what} with this id; add it or take it out of the list"
                ),
            };
            let mut used = Vec::new();
            for id in &pack.lexicons {
                let found = lexicons.iter().find(|lexicon| lexicon.id == *id);
                used.push(found.ok_or_else(|| missing(id, "lexicon"))?);
            }
            let mut authorised = Vec::new();
            for id in &pack.wordings {
                let found = wordings.iter_mut().find(|list| list.id == *id);
                authorised.append(
                    &mut found
                        .ok_or_else(|| missing(id, "list of wordings"))?
                        .wordings,
                );
            }
            let version = format!("{}+{:08x}", pack.version, hash.short());
            let compiled = compile(pack, &used, authorised, version);
            list.push(compiled.map_err(|fault| PackError::Entry {
                file: file.clone(),
                entry: fault.entry,
                problem: fault.problem,
            })?);
        }
        Ok(Self { list })
    }
}

/// The FNV-1a hash: tells versions of a pack apart, protects nothing.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    const fn short(&self) -> u32 {
        (self.0 ^ (self.0 >> 32)) as u32
    }
}
