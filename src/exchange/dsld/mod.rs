//! Labels of NIH's Dietary Supplement Label Database become brands, products, variants, formulas and ingredients.
//!
//! [`format`] reads a label, [`mapping`] says what it means in our terms, [`known`] and [`identity`] find who is meant, [`apply`] writes
//! labels, [`correct`] lets products follow theirs, [`reading`] goes over files, [`lanes`] imports what it finds, [`run`]
//! counts.

mod apply;
mod correct;
pub mod format;
mod identity;
mod known;
mod lanes;
pub mod mapping;
pub mod reading;
pub mod run;
