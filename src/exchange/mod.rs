//! What comes in from elsewhere: [`dsld`] labels, [`references`], [`shopify`] offers; [`publish`] says what of it becomes public.

mod batch;
pub mod dsld;
pub mod publish;
pub mod references;
pub mod shopify;
mod slugs;
