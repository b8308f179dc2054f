//! People who may act: users, their sessions, and the audit log.

pub mod admin;
pub mod audit;
pub mod commands;
pub mod model;
pub mod pages;
pub mod password;
pub mod queries;
pub mod session;
