//! How much a finding of a rule matters.

use serde::Serialize;
use utoipa::ToSchema;

/// What follows from a finding; ordered from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing has to be done.
    Note,
    /// A person has to look at it.
    Review,
    /// Against a rule: not to be published.
    Block,
}
