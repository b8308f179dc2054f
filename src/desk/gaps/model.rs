//! What can be missing, in words.

use crate::text_enum;

text_enum! {
    /// Something that is missing.
    Missing {
        /// The date of a review has passed.
        ReviewOverdue = "review_overdue",
        /// Words that are public, or that should be, are not cleared.
        Blocked = "blocked",
        /// A claim rests on nothing.
        WithoutEvidence = "without_evidence",
        /// A product holds less of an ingredient than any study gave.
        BelowStudiedDose = "below_studied_dose",
        /// A product has a variant without a GTIN.
        WithoutGtin = "without_gtin",
        /// A product has no picture as pixels.
        WithoutPicture = "without_picture",
        /// A product has no price in the default market.
        WithoutPrice = "without_price",
        /// A certificate is past its review.
        CertificateOverdue = "certificate_overdue",
    }
}

impl Missing {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ReviewOverdue => "Overdue for review",
            Self::Blocked => "Blocked by a rule, or waiting for a signature",
            Self::WithoutEvidence => "Claims without evidence that supports them",
            Self::BelowStudiedDose => "Below every studied dose",
            Self::WithoutGtin => "Without a GTIN, which channels ask for",
            Self::WithoutPicture => "Without a picture, which channels ask for",
            Self::WithoutPrice => "Without a price",
            Self::CertificateOverdue => "Certificates that are overdue",
        }
    }

    /// What to do about it.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::ReviewOverdue => {
                "Review them and set a new date; thirty days after the date claims leave the product pages."
            }
            Self::Blocked => "Change the words, or let a reviewer sign them.",
            Self::WithoutEvidence => {
                "Add a source, or retire the claim: it shows on no product page."
            }
            Self::BelowStudiedDose => "Check the formula, or leave the claim away.",
            Self::WithoutGtin => "Add it to the variants.",
            Self::WithoutPicture => "Add one with a description.",
            Self::WithoutPrice => "Set a price, or withdraw the product.",
            Self::CertificateOverdue => "Ask the laboratory for a new one.",
        }
    }

    /// The section of the form where it is mended.
    pub const fn section(self) -> &'static str {
        match self {
            Self::ReviewOverdue => "claim",
            Self::Blocked => "problems",
            Self::WithoutEvidence => "evidence",
            Self::BelowStudiedDose => "formula",
            Self::WithoutGtin => "variants",
            Self::WithoutPicture => "media",
            Self::WithoutPrice => "variants",
            Self::CertificateOverdue => "certificates",
        }
    }
}
