//! Products.

pub mod abroad;
pub mod admin;
pub mod api;
pub mod chip;
pub mod claim_card;
pub mod commands;
mod conditions;
pub mod document;
pub mod doses;
pub mod draft;
pub mod embed;
pub mod for_lists;
pub mod home;
pub mod item;
pub mod json_ld;
pub mod label;
pub mod list;
mod lots;
pub mod marked;
pub mod model;
pub mod pages;
pub mod parts;
pub mod queries;
mod statements;
pub mod view;
