//! What became public last, for readers that follow a site: articles and products, as JSON Feed 1.1, RSS 2.0 and Atom.
//!
//! [`item`] is what all tell, [`pages`] gives it one of the forms.

pub mod item;
pub mod pages;
