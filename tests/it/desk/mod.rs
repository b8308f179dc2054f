//! The desk: editing, merging, workflow, history, changes of many, and who may do what.

mod bulk;
mod doors;
mod editing;
mod history;
mod kinds;
mod workflow;
