//! `formulary export …`.

use std::process::ExitCode;

use chrono::Utc;

use super::Context;
use super::output::print;
use crate::config::Settings;
use crate::gate::ledger::model::Notification;
use crate::gate::ledger::queries::notifications;

/// Prints what the notices of 21 CFR 101.93(a) must say, the most urgent first.
pub async fn export_notifications(
    settings: &Settings,
    all: bool,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let context = Context::open(settings).await?;
    let rows = async { anyhow::Ok(notifications(&*context.db.write().await?, all).await?) }.await;
    context.close().await;
    let rows = rows?;
    print(|output| {
        if !json {
            return write!(output, "{}", letter(&rows));
        }
        for row in &rows {
            writeln!(output, "{}", serde_json::to_string(row)?)?;
        }
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The contents of the notice: one section a product, its statements numbered. Name, address and signature are the firm's.
fn letter(rows: &[Notification]) -> String {
    let today = Utc::now().date_naive();
    let mut text = String::from(
        "NOTICE UNDER SECTION 403(r)(6) OF THE FEDERAL FOOD, DRUG, AND COSMETIC ACT (21 CFR 101.93(a))\n\n\
         To: Office of Dietary Supplement Programs (HFS-810), Center for Food Safety and Applied Nutrition,\n\
         Food and Drug Administration, 5001 Campus Drive, College Park, MD 20740\n\n\
         From: [name and address of the manufacturer, packer or distributor]\n",
    );
    if rows.is_empty() {
        text.push_str("\nNo statement waits for its notice.\n");
        return text;
    }
    let mut last = None;
    let mut number = 0;
    for row in rows {
        if last != Some(row.product_id) {
            text.push_str(&format!(
                "\nDietary supplement: {} {}\n",
                row.brand, row.product
            ));
            last = Some(row.product_id);
            number = 0;
        }
        number += 1;
        text.push_str(&format!("  {number}. Statement: {}\n", row.statement));
        if let Some(ingredient) = &row.ingredient {
            text.push_str(&format!("     Dietary ingredient: {ingredient}\n"));
        }
        let due = match (row.notified_on, &row.signatory) {
            (Some(day), Some(name)) => format!("notified on {day} by {name}"),
            _ if row.due_on < today => format!("notice was due on {} and is overdue", row.due_on),
            _ => format!("notice due on {}", row.due_on),
        };
        text.push_str(&format!(
            "     First marketed with it on {}; {due}\n",
            row.first_public_on
        ));
    }
    text.push_str(
        "\nThe undersigned certifies that the information in this notice is complete and accurate, and that the notifying firm\n\
         has substantiation that the statements are truthful and not misleading.\n\n\
         [signature, name and title of a responsible person, date]\n",
    );
    text
}
