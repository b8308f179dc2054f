//! What shopping channels and agents are told of variants that can be bought.
//!
//! [`listing`] is what all of them are told, from the view that the page renders from; [`words`] keeps claims out of it, because
//! none of these formats has a place for the disclaimer. A module each gives it the shape of a channel.

pub mod acp;
pub mod agentic;
pub mod google;
pub mod listing;
pub mod meta;
pub mod openai;
pub mod words;

use crate::error::AppError;

/// Rows of a table of text; cells are quoted where they must be.
fn table(delimiter: u8, rows: impl IntoIterator<Item = Vec<String>>) -> Result<String, AppError> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::new());
    for row in rows {
        writer
            .write_record(row)
            .map_err(|error| AppError::Internal(error.into()))?;
    }
    let bytes = writer.into_inner();
    let bytes = bytes.map_err(|error| AppError::Internal(anyhow::anyhow!("{error}")))?;
    String::from_utf8(bytes).map_err(|error| AppError::Internal(error.into()))
}
