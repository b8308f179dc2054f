//! The feeds that are files: what each is called, what it begins and ends with, and what it says of an entity.

use serde_json::json;

use super::channel::listing::{Listing, listings};
use super::channel::{acp, google, meta, openai};
use crate::api::gather::{self, Gathered};
use crate::catalog::market::Market;
use crate::error::AppError;
use crate::publishing::Kind;
use crate::publishing::changes::Place;

/// A feed that is a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feed {
    /// Everything, for storefronts that keep a copy: a line of JSON each.
    Storefront,
    /// Google Merchant, as RSS 2.0 with its namespace.
    GoogleXml,
    /// Google Merchant, separated by tabs.
    GoogleTsv,
    /// Meta, separated by commas.
    MetaCsv,
    /// OpenAI, a line of JSON each.
    OpenAiLines,
    /// OpenAI, separated by commas.
    OpenAiCsv,
    /// Agentic Commerce Protocol, a product a line.
    AcpProducts,
}

/// Of whom, where and when a feed tells.
#[derive(Debug, Clone)]
pub struct About<'a> {
    /// The market whose products, prices and words are meant.
    pub market: Market,
    /// The place in the change log.
    pub place: Place,
    /// When it was made, RFC 3339.
    pub made_at: String,
    /// Whose it is.
    pub site: &'a Site,
}

/// Whose feeds these are.
#[derive(Debug, Clone)]
pub struct Site {
    /// Address of the site, without a final slash.
    pub url: String,
    /// Name of the shop.
    pub shop: String,
}

impl Feed {
    /// Every feed.
    pub const ALL: &'static [Self] = &[
        Self::Storefront,
        Self::GoogleXml,
        Self::GoogleTsv,
        Self::MetaCsv,
        Self::OpenAiLines,
        Self::OpenAiCsv,
        Self::AcpProducts,
    ];

    /// What the file is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Storefront => "storefront.ndjson",
            Self::GoogleXml => "google.xml",
            Self::GoogleTsv => "google.tsv",
            Self::MetaCsv => "meta.csv",
            Self::OpenAiLines => "openai.jsonl",
            Self::OpenAiCsv => "openai.csv",
            Self::AcpProducts => "acp-products.jsonl",
        }
    }

    /// What it is.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Storefront | Self::OpenAiLines | Self::AcpProducts => {
                "application/x-ndjson; charset=utf-8"
            }
            Self::GoogleXml => "application/rss+xml; charset=utf-8",
            Self::GoogleTsv => "text/tab-separated-values; charset=utf-8",
            Self::MetaCsv | Self::OpenAiCsv => "text/csv; charset=utf-8",
        }
    }

    /// The kinds of entities that it tells of, in their order.
    pub fn kinds(self, market: Market) -> &'static [Kind] {
        match self {
            Self::Storefront => gather::kinds(market),
            _ => &[Kind::Product],
        }
    }

    /// What it begins with.
    ///
    /// # Errors
    /// None in practice.
    pub fn head(self, about: &About<'_>) -> Result<String, AppError> {
        Ok(match self {
            Self::Storefront => {
                let first = json!({
                    "kind": "snapshot", "market": about.market, "cursor": about.place.to_string(), "made_at": about.made_at
                });
                format!("{first}\n")
            }
            Self::GoogleXml => google::xml_head(about)?,
            Self::GoogleTsv => google::tsv_head()?,
            Self::MetaCsv => meta::head()?,
            Self::OpenAiCsv => openai::csv_head()?,
            Self::OpenAiLines | Self::AcpProducts => String::new(),
        })
    }

    /// What it ends with, after so many entries.
    pub fn foot(self, entries: u64) -> String {
        match self {
            // Who reads this line has everything.
            Self::Storefront => format!("{}\n", json!({ "kind": "end", "items": entries })),
            Self::GoogleXml => google::XML_FOOT.to_owned(),
            _ => String::new(),
        }
    }

    /// What it says of some entities; nothing of those that it must not tell of.
    ///
    /// # Errors
    /// A stored document that this program cannot read.
    pub fn entries(self, gathered: Gathered, about: &Site) -> Result<Vec<String>, AppError> {
        if self == Self::Storefront {
            let lines = gathered.lines(&about.url)?.into_iter();
            return Ok(lines.map(|line| line.json + "\n").collect());
        }
        let market = gathered.market();
        let Some(products) = gathered.products() else {
            return Ok(Vec::new());
        };
        let products = listings(products, &about.url)?;
        let entry = |variants: &Vec<Listing>| self.entry(variants, market, &about.shop);
        let entries = products.iter().filter(|variants| !variants.is_empty());
        entries.map(entry).collect()
    }

    /// What a channel is told of a product.
    fn entry(self, variants: &[Listing], market: Market, shop: &str) -> Result<String, AppError> {
        match self {
            Self::Storefront => Ok(String::new()),
            Self::GoogleXml => google::xml(variants),
            Self::GoogleTsv => google::tsv(variants),
            Self::MetaCsv => meta::rows(variants),
            Self::OpenAiLines => openai::lines(variants, market, shop),
            Self::OpenAiCsv => openai::rows(variants, market, shop),
            Self::AcpProducts => acp::line(variants, shop),
        }
    }
}
