//! Questions and answers: what is asked for, what the words mean, what stands first, and what could be chosen next.

pub mod answer;
pub mod best;
pub mod merchandising;
pub mod ranking;
pub mod reading;
pub mod request;
pub mod suggest;
