//! What a channel would do with products before it sees them: what it would leave out, reject or show less, and why.
//!
//! [`channel`] is what each channel asks, [`judge`] holds a product against it, [`walk`] goes over the catalog, [`api`] and [`admin`]
//! show it.

pub mod admin;
pub mod api;
pub mod channel;
pub mod judge;
pub mod walk;
