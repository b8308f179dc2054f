//! What US labelling rules say, as data and pure functions.

pub mod daily_values;
pub mod disclaimer;
pub mod facts_panel;
