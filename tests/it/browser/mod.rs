//! The program as a person meets it, in headless Chromium.

mod editing;
mod harness;
mod journeys;
mod lists;
mod pages;
