//! Ids of synonyms, and which way they lead.

use crate::{id_type, text_enum};

id_type! {
    /// Id of words that mean the same.
    SynonymId
}

text_enum! {
    /// Which way words lead.
    Direction {
        /// Every word finds every other one.
        Both = "both",
        /// The words find what they lead to, and not back.
        One = "one",
    }
}

impl Direction {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Both => "Each finds the others",
            Self::One => "They lead to other words",
        }
    }
}
