//! Markets, and money in them.

mod money;

pub use money::{Currency, Money};

use crate::text_enum;

text_enum! {
    /// A currency, a locale, a unit system and a jurisdiction.
    Market {
        /// United States.
        Us = "us",
    }
}

impl Market {
    /// The currency in which offers of the market are made.
    pub const fn currency(self) -> Currency {
        match self {
            Self::Us => Currency::USD,
        }
    }

    /// BCP 47 tag of its language.
    pub const fn locale(self) -> &'static str {
        match self {
            Self::Us => "en-US",
        }
    }
}
