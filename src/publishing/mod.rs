//! The mechanism between editing and serving: publish immutable documents, point at the current one, keep links and
//! routes, and append to one change log in commit order. Knows no noun beyond its [`Kind`].
//!
//! - [`Document`]: what gets published of a noun, with its card and its links;
//! - [`transaction`]: every write that the public could see runs in one and appends its changes as its last statement;
//! - [`publish`] and [`withdraw`]: append a publication and move the pointer;
//! - [`read`]: how the public finds documents; [`resolve`]: a document with everything it refers to;
//! - [`changes`]: the log as its consumers read it; [`watch`]: where it stands; [`upkeep`]: how much of it is kept.

mod author;
mod card;
pub mod changes;
mod document;
mod kind;
mod links;
mod publish;
pub mod read;
pub mod resolve;
mod routes;
pub mod slug;
pub mod told;
mod transaction;
pub mod upkeep;
pub mod watch;
mod withdraw;

pub use author::Author;
pub use card::{Card, Image, Rendition};
pub use document::{Document, DocumentError, Link, Role, decode};
pub use kind::Kind;
pub use links::restage_links;
pub use publish::{Outcome, Publishing, lead, publish, publish_many};
pub use slug::Slug;
pub use transaction::{Tx, look_ahead, rehearse, stage, transaction};
pub use withdraw::withdraw;
