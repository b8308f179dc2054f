//! `formulary user …`.

use std::io::Read;
use std::process::ExitCode;

use anyhow::Context as _;

use super::{Context, UserCommand};
use crate::accounts::model::Email;
use crate::accounts::session::commands::end_every_session;
use crate::accounts::user::{commands, queries};
use crate::accounts::{password, second_factor};
use crate::config::Settings;
use crate::publishing::{Author, transaction};

/// Longest password that is read from standard input, in bytes.
const LONGEST_INPUT: u64 = 4_096;

/// Runs a command about people.
pub async fn run(settings: &Settings, command: UserCommand) -> anyhow::Result<ExitCode> {
    let context = Context::open(settings).await?;
    let done = dispatch(&context, command).await;
    context.close().await;
    done.map(|()| ExitCode::SUCCESS)
}

async fn dispatch(context: &Context, command: UserCommand) -> anyhow::Result<()> {
    let author = Author::system("command line");
    match command {
        UserCommand::Add {
            email,
            role,
            password_stdin,
        } => {
            let email = Email::parse(&email)?;
            let password = Password::take(password_stdin)?;
            transaction(&context.db, async |tx| {
                commands::create_user(tx, &email, role, &password.text, &author).await
            })
            .await?;
            println!("{} may sign in as {role}.", email.as_str());
            password.show();
        }
        UserCommand::ResetPassword {
            email,
            password_stdin,
        } => {
            let email = Email::parse(&email)?;
            let password = Password::take(password_stdin)?;
            transaction(&context.db, async |tx| {
                commands::reset_password(tx, &email, &password.text, &author).await
            })
            .await?;
            println!(
                "{} has a new password; every session has ended.",
                email.as_str()
            );
            password.show();
        }
        UserCommand::ResetSecondFactor { email } => {
            let email = Email::parse(&email)?;
            let was_on = transaction(&context.db, async |tx| {
                let user = commands::user_of(tx, &email).await?;
                end_every_session(tx, user.id).await?;
                second_factor::commands::turn_off(tx, user.id, &author).await
            })
            .await?;
            if was_on {
                println!(
                    "The second factor of {} is off; every session has ended.",
                    email.as_str()
                );
            } else {
                println!("{} has no second factor.", email.as_str());
            }
        }
        UserCommand::List => {
            let conn = context.db.write().await?;
            for user in queries::users(&conn).await? {
                let state = match (user.disabled_at, user.awaits_password_since) {
                    (Some(_), _) => "disabled",
                    (None, Some(_)) => "invited",
                    (None, None) => "active",
                };
                println!(
                    "{:<10} {:<9} {}  {}",
                    user.role,
                    state,
                    user.created_at.format("%Y-%m-%d"),
                    user.email
                );
            }
        }
    }
    Ok(())
}

/// A password from standard input, or one that was made up and must be shown.
struct Password {
    text: String,
    is_made_up: bool,
}

impl Password {
    fn take(from_stdin: bool) -> anyhow::Result<Self> {
        if !from_stdin {
            return Ok(Self {
                text: password::one_time(),
                is_made_up: true,
            });
        }
        let mut text = String::new();
        std::io::stdin()
            .take(LONGEST_INPUT)
            .read_to_string(&mut text)
            .context("the password cannot be read from standard input")?;
        Ok(Self {
            text: text.trim_end_matches(['\n', '\r']).to_owned(),
            is_made_up: false,
        })
    }

    fn show(&self) {
        if self.is_made_up {
            println!("Password  {}  (shown once)", self.text);
        }
    }
}
