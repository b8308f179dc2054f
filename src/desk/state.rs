//! Where an entity stands on its way to the public, in one word. The view `editables` says which.

use crate::text_enum;

text_enum! {
    /// Where an entity stands.
    State {
        /// Never public, being written.
        Draft = "draft",
        /// Before a reviewer.
        InReview = "in_review",
        /// A reviewer agrees, nobody has published it.
        Approved = "approved",
        /// Becomes public, or ceases to be, at a time.
        Scheduled = "scheduled",
        /// Public as it is saved.
        Published = "published",
        /// Public, with changes that are saved and not public.
        Changed = "changed",
        /// Was public.
        Withdrawn = "withdrawn",
    }
}

impl State {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::InReview => "In review",
            Self::Approved => "Approved",
            Self::Scheduled => "Scheduled",
            Self::Published => "Published",
            Self::Changed => "Published, changes in draft",
            Self::Withdrawn => "Withdrawn",
        }
    }

    /// Whether the public sees it now, as far as the word says.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Changed)
    }
}
