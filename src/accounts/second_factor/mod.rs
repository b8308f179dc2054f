//! The second factor: codes of an authenticator (TOTP, RFC 6238), and recovery codes that stand in for it.

pub mod admin;
pub mod commands;
pub mod model;
pub mod queries;
pub mod recovery;
pub mod totp;
