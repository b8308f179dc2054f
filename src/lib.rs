//! Formulary: a product catalog for dietary supplements in which every claim carries its evidence.
//!
//! Read [`routes`] first, the table of every URL, then [`publishing`], the one idea: edit tables, publish documents,
//! serve documents. Folders are domains, folders within them nouns, and inside a noun the file names are always the
//! same: `model.rs`, `queries.rs`, `commands.rs`, `document.rs`, `pages.rs`, `admin.rs`, `api.rs`.

pub mod accounts;
pub mod agents;
pub mod api;
pub mod catalog;
pub mod check;
pub mod cli;
pub mod compliance;
pub mod config;
pub mod content;
pub mod db;
pub mod demo;
pub mod desk;
pub mod editing;
pub mod error;
pub mod evidence;
pub mod exchange;
pub mod feeds;
pub mod gate;
pub mod jobs;
pub mod media;
pub mod process_folder;
pub mod publishing;
pub mod routes;
pub mod search;
pub mod server;
pub mod state;
pub mod web;
pub mod webhooks;
