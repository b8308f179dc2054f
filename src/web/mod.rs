//! HTTP tools that know no domain.

pub mod assets;
pub mod body;
pub mod cache;
pub mod client;
pub mod cors;
pub mod form;
pub mod html;
pub mod json;
pub mod middleware;
pub mod multipart;
pub mod page;
pub mod query;
pub mod rate_limit;
pub mod request_id;
