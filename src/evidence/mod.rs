//! What is known: ingredients, topics, claims with their evidence, and references.

pub mod claim;
pub mod dose;
pub mod grade;
pub mod ingredient;
pub mod reference;
pub mod regrade;
pub mod review;
pub mod topic;
