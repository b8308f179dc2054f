//! Events that are sent to where somebody asked for them: one for each change of the log, signed, at least once.
//!
//! [`model`] is what is stored, [`commands`] makes events of changes and notes what became of them, [`target`] says where may be sent
//! to, [`signature`] signs, [`deliver`] sends, [`writes`] is the API, [`admin`] the pages of administrators.

pub mod admin;
pub mod commands;
pub mod deliver;
pub mod model;
pub mod queries;
pub mod signature;
pub mod target;
pub mod writes;
