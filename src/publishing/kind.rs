//! The kinds of entity that can be published.

use crate::text_enum;

text_enum! {
    /// What a publication is of.
    Kind {
        /// A name under which products are sold.
        Brand = "brand",
        /// A shelf.
        Category = "category",
        /// A body function or goal.
        Topic = "topic",
        /// A substance.
        Ingredient = "ingredient",
        /// A cited publication.
        Reference = "reference",
        /// An ingredient affects a topic.
        Claim = "claim",
        /// What is listed.
        Product = "product",
        /// Educational content.
        Article = "article",
        /// A set of products for a topic.
        Protocol = "protocol",
    }
}

impl Kind {
    /// The word in URLs and for people, in the plural.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Brand => "brands",
            Self::Category => "categories",
            Self::Topic => "topics",
            Self::Ingredient => "ingredients",
            Self::Reference => "references",
            Self::Claim => "claims",
            Self::Product => "products",
            Self::Article => "articles",
            Self::Protocol => "protocols",
        }
    }

    /// The public address of an entity of this kind; a claim has none, it is shown on the pages of others.
    pub fn path(self, slug: &str) -> Option<String> {
        (self != Self::Claim).then(|| format!("/{}/{slug}", self.plural()))
    }
}
