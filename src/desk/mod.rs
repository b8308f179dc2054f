//! The editor's desk: every noun is opened, saved, compared, restored, put before a reviewer and published in one way. Knows
//! every noun through [`noun::Noun`], and no SQL of theirs.

pub mod admin;
pub mod api;
pub mod bulk;
pub mod edit;
pub mod findings;
pub mod gaps;
pub mod look_ahead;
pub mod noun;
pub mod picks;
pub mod preview;
pub mod program;
pub mod queries;
pub mod state;
pub mod submit;
pub mod wordings;
pub mod workflow;
