//! What is known: ingredients, topics, claims with their evidence, and references.

pub mod claim;
pub mod ingredient;
pub mod reference;
pub mod topic;
