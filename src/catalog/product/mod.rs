//! Products.

pub mod abroad;
pub mod admin;
pub mod api;
mod claim_card;
pub mod commands;
mod conditions;
pub mod document;
mod doses;
pub mod draft;
pub mod home;
pub mod json_ld;
pub mod label;
pub mod list;
mod lots;
pub mod model;
pub mod pages;
pub mod queries;
mod statements;
pub mod view;
