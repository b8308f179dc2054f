//! The catalog for shopping agents and readers that are programs: [`ucp`] answers as the Universal Commerce Protocol says, [`mcp`]
//! gives the same and what can be read as tools of the Model Context Protocol, [`twin`] is a page as Markdown, and [`llms`] says
//! where everything is.

pub mod llms;
pub mod mcp;
pub mod twin;
pub mod ucp;
