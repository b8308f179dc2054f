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
        /// Products that belong together.
        Collection = "collection",
        /// A fact that products of some types state.
        Attribute = "attribute",
        /// Which attributes products of a sort state.
        ProductType = "product_type",
        /// A batch with its laboratory reports.
        Lot = "lot",
        /// An address that leads to another one.
        Redirect = "redirect",
        /// Words of visitors that find what is called otherwise.
        Synonym = "synonym",
        /// How a list of products is arranged.
        SearchRule = "search_rule",
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
            Self::Collection => "collections",
            Self::Attribute => "attributes",
            Self::ProductType => "product-types",
            Self::Lot => "lots",
            Self::Redirect => "redirects",
            Self::Synonym => "synonyms",
            Self::SearchRule => "search-rules",
        }
    }

    /// The kind of the word in URLs.
    pub fn from_plural(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.plural() == word)
    }

    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ProductType => "product type",
            Self::SearchRule => "search rule",
            other => other.as_str(),
        }
    }

    /// Whether it has a page of its own. The others are shown on the pages of others, or not at all.
    pub const fn has_page(self) -> bool {
        !matches!(
            self,
            Self::Claim
                | Self::Attribute
                | Self::ProductType
                | Self::Lot
                | Self::Redirect
                | Self::Synonym
                | Self::SearchRule
        )
    }

    /// Whether storefronts are told of it: the others are shown within those, or only arrange them.
    pub const fn is_told(self) -> bool {
        self.has_page() || matches!(self, Self::Claim)
    }

    /// The public address of an entity of this kind, if it has a page.
    pub fn path(self, slug: &str) -> Option<String> {
        self.has_page()
            .then(|| format!("/{}/{slug}", self.plural()))
    }
}
