//! People and programs that may act: users, how they sign in, what their roles allow, API keys, and the audit log.

pub mod admin;
pub mod api_key;
pub mod attempt;
pub mod audit;
pub mod idempotency;
pub mod model;
pub mod one_time_link;
pub mod password;
pub mod permission;
pub mod second_factor;
pub mod session;
pub mod sign_in;
pub mod token;
pub mod user;
