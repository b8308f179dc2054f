//! Creations that a program sends again because it heard no answer: what was answered the first time is answered again
//! (draft-ietf-httpapi-idempotency-key-header).

pub mod commands;
pub mod model;
