//! Markets, and money in them.

mod from_request;
mod money;
pub mod page;

pub use money::{Currency, Money};

use crate::compliance::surface::Jurisdiction;
use crate::text_enum;

text_enum! {
    /// A currency, a locale, a unit system and a jurisdiction.
    Market {
        /// United States: the default, at the root of the site.
        Us = "us",
        /// European Union.
        Eu = "eu",
    }
}

impl Market {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Us => "United States",
            Self::Eu => "European Union",
        }
    }

    /// The currency in which offers of the market are made.
    pub const fn currency(self) -> Currency {
        match self {
            Self::Us => Currency::USD,
            Self::Eu => Currency::EUR,
        }
    }

    /// BCP 47 tag of its language.
    pub const fn locale(self) -> &'static str {
        match self {
            Self::Us => "en-US",
            Self::Eu => "en-IE",
        }
    }

    /// Whose law applies to what is said there.
    pub const fn jurisdiction(self) -> Jurisdiction {
        match self {
            Self::Us => Jurisdiction::Us,
            Self::Eu => Jurisdiction::Eu,
        }
    }

    /// What stands before every path of the market: nothing for the default one.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Us => "",
            Self::Eu => "/eu",
        }
    }

    /// An address of the site in this market.
    pub fn path(self, path: &str) -> String {
        if self == Self::Us || path.is_empty() {
            return path.to_owned();
        }
        format!("{}{}", self.prefix(), path.trim_end_matches('/'))
    }

    /// A step of the way to a page. Lists that only the default market has lead to the products of the others.
    pub const fn shelf(
        self,
        name: &'static str,
        path: &'static str,
    ) -> (&'static str, &'static str) {
        match self {
            Self::Us => (name, path),
            Self::Eu => ("Products", "/eu/products"),
        }
    }

    /// The key under which lists find what is sold here; the default market lists everything.
    pub fn listing_key(self) -> Option<String> {
        (self != Self::Us).then(|| format!("market:{self}"))
    }
}
