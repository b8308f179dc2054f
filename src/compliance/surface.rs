//! Where a text appears, and whose law applies there.

use crate::text_enum;

text_enum! {
    /// Where a text appears.
    Surface {
        /// Where it can be bought, or on a page that leads there.
        Product = "product",
        /// Education that leads to no product.
        Education = "education",
        /// A feed of products.
        Feed = "feed",
        /// The answer to a shopping agent.
        Agent = "agent",
    }
}

impl Surface {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Product => "Product page",
            Self::Education => "Education",
            Self::Feed => "Feed",
            Self::Agent => "Agent",
        }
    }
}

impl Default for Surface {
    /// The strictest.
    fn default() -> Self {
        Self::Product
    }
}

text_enum! {
    /// Whose law applies.
    Jurisdiction {
        /// United States.
        Us = "us",
        /// European Union.
        Eu = "eu",
    }
}
