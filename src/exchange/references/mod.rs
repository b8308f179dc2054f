//! References come in from the files that reference managers and PubMed write.
//!
//! [`mod@format`] reads the files, [`identity`] says which records are the same publication, [`mapping`] makes a new reference of
//! a record, [`merge`] completes one that is stored already, [`slug`] proposes an address for a new one. [`apply`] writes one
//! record, and [`run`] goes over files; nothing else here does I/O.

pub mod apply;
pub mod format;
pub mod identity;
pub mod mapping;
pub mod merge;
pub mod run;
pub mod slug;
