//! Sends events. Each webhook is sent to by a task of its own, so that a slow receiver delays nobody else.

use std::time::Duration;

use chrono::Utc;

use super::commands::{claim, fan_out, note, release};
use super::model::{Attempt, WebhookRow};
use super::queries::due;
use super::signature::sign;
use super::target::Sender;
use crate::db::Db;
use crate::error::AppError;
use crate::publishing::transaction;

/// How often it is looked for what changed and what is due.
const TICK: Duration = Duration::from_millis(250);
/// How long one webhook is sent to before others have their turn.
const TURN: Duration = Duration::from_secs(30);
/// Longest part of an answer that is noted, in characters.
const NOTED: usize = 300;

/// Makes events and sends them until the program ends.
pub async fn run(db: Db, sender: Sender) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = step(&db, &sender).await {
            tracing::warn!(error = %error, "events could not be made or sent");
        }
    }
}

/// Makes events of what changed, and begins to send what is due.
///
/// # Errors
/// No database.
pub async fn step(db: &Db, sender: &Sender) -> Result<(), AppError> {
    while transaction(db, async |tx| fan_out(tx).await).await? {}
    let claimed = transaction(db, async |tx| claim(tx, Utc::now()).await).await?;
    for webhook in claimed {
        let (db, sender) = (db.clone(), sender.clone());
        tokio::spawn(async move {
            let sent = send_due(&db, &sender, &webhook).await;
            let released = transaction(&db, async |tx| release(tx, webhook.id).await).await;
            if let Err(error) = sent.and(released) {
                tracing::warn!(webhook = %webhook.id, error = %error, "what was sent could not be noted");
            }
        });
    }
    Ok(())
}

/// Sends what is due to one webhook, one after the other, for a while.
async fn send_due(db: &Db, sender: &Sender, webhook: &WebhookRow) -> Result<(), AppError> {
    let end = tokio::time::Instant::now() + TURN;
    while tokio::time::Instant::now() < end {
        let next = due(&*db.write().await?, webhook.id, Utc::now()).await?;
        let Some((id, body, attempts)) = next else {
            return Ok(());
        };
        let attempt = send(sender, webhook, &id.to_string(), body).await;
        let goes_on = transaction(db, async |tx| {
            note(tx, (webhook.id, id), attempts, &attempt).await
        })
        .await?;
        if !goes_on {
            return Ok(());
        }
    }
    Ok(())
}

/// Sends one event. Anything but a status from 200 to 299 is a failure; a redirect, too, is not followed.
async fn send(sender: &Sender, webhook: &WebhookRow, id: &str, body: String) -> Attempt {
    // Checked at every sending: the setting may have changed since it was made.
    let url = match sender.check(&webhook.url) {
        Ok(url) => url,
        Err(problem) => return Attempt::Failed(None, format!("the address {problem}")),
    };
    let timestamp = Utc::now().timestamp();
    let signature = sign(&webhook.secret, id, timestamp, &body);
    let request = sender
        .client
        .post(url)
        .header("content-type", "application/json")
        .header("webhook-id", id)
        .header("webhook-timestamp", timestamp)
        .header("webhook-signature", signature)
        .body(body);
    match request.send().await {
        Err(error) => Attempt::Failed(None, in_words(&error)),
        Ok(answer) if answer.status().is_success() => Attempt::Taken(answer.status().as_u16()),
        Ok(mut answer) => {
            let status = answer.status().as_u16();
            // The first piece is enough to see what is wrong, and no receiver can make us read more.
            let piece = answer.chunk().await.ok().flatten().unwrap_or_default();
            let text: String = String::from_utf8_lossy(&piece)
                .chars()
                .filter(|letter| !letter.is_control())
                .take(NOTED)
                .collect();
            Attempt::Failed(Some(status), text)
        }
    }
}

fn in_words(error: &reqwest::Error) -> String {
    let mut text = if error.is_timeout() {
        "no answer within ten seconds".to_owned()
    } else if error.is_connect() {
        "no connection".to_owned()
    } else {
        "could not be sent".to_owned()
    };
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text.chars().take(NOTED).collect()
}
