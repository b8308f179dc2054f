//! The one test binary: behaviour through the doors that users have, on a real PostgreSQL, a database a test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::allow_attributes,
    clippy::needless_pass_by_value,
    missing_docs
)]

mod support;

mod accounts;
mod agents;
mod api;
mod architecture;
mod bad_input;
mod browser;
mod changes;
mod channels;
mod clients;
mod compare;
mod database;
mod demo;
mod desk;
mod dsld;
mod european_union;
mod evidence;
mod findings;
mod gate;
mod ledger;
mod lint;
mod media;
mod offers;
mod pages;
mod process;
mod publishing;
mod references;
mod search;
mod shopify;
mod statements;
mod storefront;
mod valid_feeds;
mod validator;
mod webhooks;
mod words;
mod writes;
