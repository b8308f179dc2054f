//! Ids of rules, and what they do.

use crate::{id_type, text_enum};

id_type! {
    /// Id of a rule of lists.
    SearchRuleId
}

text_enum! {
    /// How the words of a rule are compared with those of a visitor.
    QueryMatch {
        /// They are among them.
        Contains = "contains",
        /// They are all of them.
        Exact = "exact",
    }
}

impl QueryMatch {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Contains => "holds these words",
            Self::Exact => "is exactly these words",
        }
    }
}

text_enum! {
    /// What a rule does with a product.
    Effect {
        /// It stands first.
        Pin = "pin",
        /// It is left out.
        Hide = "hide",
    }
}
