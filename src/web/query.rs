//! Query parameters that lists have in common.

use serde::Deserialize;

use crate::db::paging::PageRequest;
use crate::error::AppError;

/// `?cursor=…&limit=…` of a list page. Other parameters, such as those that links in mails bring, are let pass.
#[derive(Debug, Default, Deserialize)]
pub struct CursorQuery {
    cursor: Option<String>,
    limit: Option<String>,
}

impl CursorQuery {
    /// What is asked for.
    ///
    /// # Errors
    /// A bad request that names the parameter.
    pub fn page_request(&self) -> Result<PageRequest, AppError> {
        PageRequest::parse(self.cursor.as_deref(), self.limit.as_deref())
    }
}
