//! Feeds as they are downloaded: whole, in part, compressed, or not at all when the client has them.

use actix_files::NamedFile;
use actix_web::http::header::{
    AcceptEncoding, CACHE_CONTROL, CONTENT_TYPE, ContentEncoding, Encoding, Header as _,
    HeaderValue, Preference, Quality, VARY,
};
use actix_web::{HttpRequest, web};

use super::channel::acp::Metadata;
use super::feed::Feed;
use super::files::FeedFile;
use crate::api::body::MarketQuery;
use crate::error::AppError;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::json::{ApiResult, respond};

macro_rules! feed {
    ($name:ident, $feed:ident, $what:literal) => {
        #[doc = $what]
        ///
        /// # Errors
        /// No database, or a disk that can't be written.
        pub async fn $name(
            state: State,
            request: HttpRequest,
            query: web::Query<MarketQuery>,
        ) -> ApiResult {
            send(&state, &request, &query, Feed::$feed).await
        }
    };
}

feed!(
    storefront,
    Storefront,
    "Everything that is public in a market, a line of JSON each: `/feeds/storefront.ndjson`."
);
feed!(
    google_xml,
    GoogleXml,
    "For Google Merchant: `/feeds/google.xml`."
);
feed!(
    google_tsv,
    GoogleTsv,
    "For Google Merchant: `/feeds/google.tsv`."
);
feed!(meta_csv, MetaCsv, "For Meta: `/feeds/meta.csv`.");
feed!(
    openai_lines,
    OpenAiLines,
    "For OpenAI: `/feeds/openai.jsonl`."
);
feed!(openai_csv, OpenAiCsv, "For OpenAI: `/feeds/openai.csv`.");
feed!(
    acp_products,
    AcpProducts,
    "For agents by the Agentic Commerce Protocol: `/feeds/acp/products.jsonl`."
);

/// What the feed of the Agentic Commerce Protocol is: `/feeds/acp/metadata.json`.
///
/// # Errors
/// No database, or a disk that can't be written.
pub async fn acp_metadata(
    state: State,
    request: HttpRequest,
    query: web::Query<MarketQuery>,
) -> ApiResult {
    let market = query.market()?;
    let file = state.feeds.current(Feed::AcpProducts, market).await?;
    respond(&request, &Metadata::new(market, file.made_at.clone()))
}

async fn send(state: &State, request: &HttpRequest, query: &MarketQuery, feed: Feed) -> ApiResult {
    let file = state.feeds.current(feed, query.market()?).await?;
    let (file, encoding) = form_for(&file, request)?;
    let mut response = file.set_content_encoding(encoding).into_response(request);
    let headers = response.headers_mut();
    let policy = HeaderValue::from_static(CachePolicy::Revalidate.header());
    headers.insert(CACHE_CONTROL, policy);
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    let content_type = HeaderValue::from_static(feed.content_type());
    headers.insert(CONTENT_TYPE, content_type);
    Ok(response)
}

/// The smallest of its forms that the client takes.
fn form_for(
    file: &FeedFile,
    request: &HttpRequest,
) -> Result<(NamedFile, ContentEncoding), AppError> {
    let accepted = AcceptEncoding::parse(request).unwrap_or(AcceptEncoding(Vec::new()));
    let takes = |encoding: &Encoding| {
        accepted.iter().any(|one| {
            one.quality > Quality::MIN && one.item == Preference::Specific(encoding.clone())
        })
    };
    let compressed = [
        (file.brotli(), Encoding::brotli(), ContentEncoding::Brotli),
        (file.gzip(), Encoding::gzip(), ContentEncoding::Gzip),
    ];
    let compressed = compressed
        .into_iter()
        .filter(|(_, encoding, _)| takes(encoding));
    let mut forms = vec![(file.path().to_owned(), ContentEncoding::Identity)];
    forms.extend(compressed.filter_map(|(path, _, encoding)| Some((path?, encoding))));
    let open = |(path, encoding)| Ok((NamedFile::open(path)?, encoding));
    let opened: std::io::Result<Vec<_>> = forms.into_iter().map(open).collect();
    let opened = opened.map_err(|error| AppError::Internal(error.into()))?;
    let smallest = opened
        .into_iter()
        .min_by_key(|(file, _)| file.metadata().len());
    smallest.ok_or(AppError::NotFound)
}
