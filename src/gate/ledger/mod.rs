//! The ledger of 21 CFR 101.93(a): which structure/function statement was first made where and when, and by when the FDA must
//! have been notified.

pub mod admin;
pub mod commands;
pub mod model;
pub mod queries;
