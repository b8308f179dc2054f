//! Labels of NIH's Dietary Supplement Label Database become brands, products, variants, formulas and ingredients.
//!
//! [`format`] reads the files, [`mapping`] says what a label means in our terms, [`identity`] finds who is
//! meant, [`apply`] writes it, [`run`] goes over
//! files and counts.

pub mod apply;
pub mod correct;
pub mod format;
pub mod identity;
pub mod mapping;
pub mod run;
