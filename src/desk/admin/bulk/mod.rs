//! Changing many: choose, preview, carry out, take back.

mod choose;
mod job;

pub use choose::bulk;
pub use job::{bulk_act, bulk_job, bulk_jobs};
