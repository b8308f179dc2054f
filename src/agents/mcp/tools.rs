//! The tools that agents are given: what each is called, what it takes, and that none of them changes anything.

use std::sync::{Arc, LazyLock};

use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Value, json};

/// A tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// Search of the Universal Commerce Protocol.
    SearchCatalog,
    /// Look-up of the Universal Commerce Protocol.
    LookupCatalog,
    /// One product of the Universal Commerce Protocol.
    GetProduct,
    /// What can be read.
    SearchArticles,
    /// An article.
    GetArticle,
    /// What a claim rests on.
    GetEvidenceForClaim,
}

impl Named {
    /// Every tool.
    pub const ALL: [Self; 6] = [
        Self::SearchCatalog,
        Self::LookupCatalog,
        Self::GetProduct,
        Self::SearchArticles,
        Self::GetArticle,
        Self::GetEvidenceForClaim,
    ];

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SearchCatalog => "search_catalog",
            Self::LookupCatalog => "lookup_catalog",
            Self::GetProduct => "get_product",
            Self::SearchArticles => "search_articles",
            Self::GetArticle => "get_article",
            Self::GetEvidenceForClaim => "get_evidence_for_claim",
        }
    }

    /// The tool of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.name() == name)
    }

    const fn title(self) -> &'static str {
        match self {
            Self::SearchCatalog => "Search products",
            Self::LookupCatalog => "Look up products and packages",
            Self::GetProduct => "One product in full",
            Self::SearchArticles => "Search what can be read",
            Self::GetArticle => "Read an article",
            Self::GetEvidenceForClaim => "Evidence behind a claim",
        }
    }

    const fn description(self) -> &'static str {
        match self {
            Self::SearchCatalog => {
                "Searches dietary supplements by words, category and price. Show every message with presentation \
                 \"disclosure\" next to the product that its path names."
            }
            Self::LookupCatalog => {
                "Looks up products by id or handle, and packages by SKU or barcode, many at once. Show every message with \
                 presentation \"disclosure\"."
            }
            Self::GetProduct => {
                "One product with price, stock, options, its Supplement Facts and the claims that may stand beside it. Show \
                 every message with presentation \"disclosure\"."
            }
            Self::SearchArticles => {
                "Finds ingredients, topics, articles and protocols that explain what somebody asks about. They educate and sell \
                 nothing."
            }
            Self::GetArticle => "An article as Markdown, with its references.",
            Self::GetEvidenceForClaim => {
                "What a claim rests on: its grade with the points of each source, and every reference. Takes the id or slug of a \
                 claim, as products name them in their metadata."
            }
        }
    }

    fn arguments(self) -> Value {
        let context = json!({
            "type": "object",
            "description": "For whom: address_country (ISO 3166-1) decides the market, currency is that of price filters.",
            "properties": { "address_country": { "type": "string" }, "currency": { "type": "string" } },
        });
        let meta = json!({ "type": "object", "description": "Metadata of the request, such as ucp-agent." });
        let ucp = |catalog: Value| json!({ "type": "object", "properties": { "meta": meta, "catalog": catalog }, "required": ["catalog"] });
        let slug = |name: &str, what: &str| {
            let property = json!({ "type": "string", "minLength": 1, "description": what });
            json!({ "type": "object", "properties": { name: property }, "required": [name] })
        };
        match self {
            Self::SearchCatalog => ucp(json!({
                "type": "object",
                "properties": {
                    "query": { "type": "string", "maxLength": 100 },
                    "context": context,
                    "filters": {
                        "type": "object",
                        "properties": {
                            "categories": { "type": "array", "items": { "type": "string" } },
                            "price": {
                                "type": "object",
                                "description": "In minor units of the market's currency.",
                                "properties": { "min": { "type": "integer", "minimum": 0 }, "max": { "type": "integer", "minimum": 0 } },
                            },
                        },
                    },
                    "pagination": {
                        "type": "object",
                        "properties": { "cursor": { "type": "string" }, "limit": { "type": "integer", "minimum": 1, "maximum": 50 } },
                    },
                },
            })),
            Self::LookupCatalog => ucp(json!({
                "type": "object",
                "properties": {
                    "ids": { "type": "array", "items": { "type": "string" }, "minItems": 1, "maxItems": 50 },
                    "context": context,
                },
                "required": ["ids"],
            })),
            Self::GetProduct => ucp(json!({
                "type": "object",
                "properties": {
                    "id": { "type": "string" },
                    "selected": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": { "name": { "type": "string" }, "label": { "type": "string" } },
                            "required": ["name", "label"],
                        },
                    },
                    "preferences": { "type": "array", "items": { "type": "string" } },
                    "context": context,
                },
                "required": ["id"],
            })),
            Self::SearchArticles => slug("query", "What somebody asks about, in a few words."),
            Self::GetArticle => slug("slug", "The last part of the article's address."),
            Self::GetEvidenceForClaim => slug("claim", "Id or slug of the claim."),
        }
    }
}

/// The tools as the protocol lists them.
pub fn listed() -> Vec<Tool> {
    static TOOLS: LazyLock<Vec<Tool>> =
        LazyLock::new(|| Named::ALL.into_iter().map(tool).collect());
    TOOLS.clone()
}

fn tool(named: Named) -> Tool {
    let arguments: JsonObject = match named.arguments() {
        Value::Object(schema) => schema,
        _ => JsonObject::new(),
    };
    let annotations = ToolAnnotations::new()
        .read_only(true)
        .destructive(false)
        .idempotent(true)
        .open_world(false);
    Tool::new(named.name(), named.description(), Arc::new(arguments))
        .with_title(named.title())
        .with_annotations(annotations)
}
