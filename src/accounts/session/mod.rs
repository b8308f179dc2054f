//! Who is signed in: the cookie, the session behind it, and the proof that a form came from one of our pages.

pub mod commands;
pub mod cookie;
mod current;
pub mod device;
pub mod model;
pub mod queries;

pub use current::{CurrentUser, check_origin, load};
