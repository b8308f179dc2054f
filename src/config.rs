//! Settings: by flag, by environment, or as they come.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::db::DbUrls;
use crate::db::embedded::is_root;

/// Settings that every command takes.
#[derive(Debug, Clone, Args)]
pub struct Settings {
    /// Where the private database and pictures live [default: .formulary, as root /var/lib/formulary]
    #[arg(long, env = "FORMULARY_DATA_DIR", global = true, value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,

    /// Where pictures and documents live: s3://bucket/prefix, with the usual AWS_* variables [default: in the data directory]
    #[arg(long, env = "FORMULARY_MEDIA_URL", global = true, value_name = "URL")]
    pub media_url: Option<String>,

    /// A PostgreSQL (15 or newer) to use instead of a private one: postgresql://user:password@host/database
    #[arg(
        env = "DATABASE_URL",
        long,
        global = true,
        value_name = "URL",
        hide_env_values = true
    )]
    pub database_url: Option<String>,

    /// The same database for the role that owns the tables [default: as --database-url]
    #[arg(
        env = "FORMULARY_OWNER_URL",
        long,
        global = true,
        value_name = "URL",
        hide_env_values = true
    )]
    pub owner_url: Option<String>,

    /// Rule packs to judge by, instead of those built in: a folder of TOML files
    #[arg(
        env = "FORMULARY_RULES_DIR",
        long,
        global = true,
        value_name = "FOLDER"
    )]
    pub rules_dir: Option<PathBuf>,

    /// The same database for the role that serves the public [default: as --database-url]
    #[arg(
        env = "FORMULARY_READ_URLS",
        long,
        global = true,
        value_name = "URL",
        hide_env_values = true
    )]
    pub read_url: Option<String>,
}

impl Settings {
    /// The data directory.
    pub fn data_dir(&self) -> PathBuf {
        self.data_dir.clone().unwrap_or_else(|| {
            PathBuf::from(if is_root() {
                "/var/lib/formulary"
            } else {
                ".formulary"
            })
        })
    }

    /// The addresses of the database, if one was given.
    pub fn database_urls(&self) -> Option<DbUrls> {
        let app = self
            .database_url
            .as_deref()
            .filter(|url| !url.trim().is_empty())?;
        let or_app = |url: &Option<String>| url.as_deref().unwrap_or(app).to_owned();
        Some(DbUrls {
            owner: or_app(&self.owner_url),
            app: app.to_owned(),
            read: or_app(&self.read_url),
        })
    }
}

/// Settings of the service.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Serving")]
pub struct ServeSettings {
    /// Address and port to listen on
    #[arg(
        long,
        env = "FORMULARY_ADDR",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS:PORT",
        global = true
    )]
    pub addr: SocketAddr,

    /// Address under which visitors reach the site, when it is not the one to listen on
    #[arg(long, env = "FORMULARY_PUBLIC_URL", value_name = "URL", global = true)]
    pub public_url: Option<String>,

    /// Name of the shop, as shopping channels and agents are told
    #[arg(
        long,
        env = "FORMULARY_SHOP_NAME",
        default_value = "Formulary",
        value_name = "NAME",
        global = true
    )]
    pub shop_name: String,

    /// What to do with public words that a changed rule blocks
    #[arg(
        long,
        env = "FORMULARY_RULE_POLICY",
        value_enum,
        default_value_t = RulePolicy::Queue,
        value_name = "POLICY",
        global = true
    )]
    pub rule_policy: RulePolicy,

    /// Days for which changes can be read back; 0 keeps all. Who was away longer takes a snapshot
    #[arg(
        long,
        env = "FORMULARY_CHANGES_KEPT_DAYS",
        default_value_t = 30,
        value_name = "DAYS",
        global = true
    )]
    pub changes_kept_days: u16,

    /// Requests a minute to the API from one network address that sends no key; 0 for any number. Programs on this machine are
    /// not counted
    #[arg(
        long,
        env = "FORMULARY_API_RATE",
        default_value_t = 1200,
        value_name = "REQUESTS",
        global = true
    )]
    pub api_rate: u32,

    /// Requests a minute to the API with one API key; 0 for any number
    #[arg(
        long,
        env = "FORMULARY_API_KEY_RATE",
        default_value_t = 6000,
        value_name = "REQUESTS",
        global = true
    )]
    pub api_key_rate: u32,

    /// Let webhooks be sent to addresses that are not of the public internet, such as those of one's own network
    #[arg(long, env = "FORMULARY_WEBHOOKS_TO_PRIVATE", global = true)]
    pub webhooks_to_private: bool,

    /// E-mail address of the first administrator, made on the first start
    #[arg(
        long,
        env = "FORMULARY_ADMIN_EMAIL",
        value_name = "EMAIL",
        global = true
    )]
    pub admin_email: Option<String>,

    /// Password of the first administrator; a one-time password is made and shown otherwise
    #[arg(
        env = "FORMULARY_ADMIN_PASSWORD",
        long,
        hide = true,
        hide_env_values = true,
        global = true
    )]
    pub admin_password: Option<String>,
}

/// What happens to public words that a rule blocks since it changed, or since something that they show did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum RulePolicy {
    /// They stay and are queued for review.
    #[default]
    Queue,
    /// They are withdrawn and queued for review.
    Withdraw,
}

/// What the jobs need of the settings.
#[derive(Debug, Clone, Copy)]
pub struct Upkeep {
    /// What happens to public words that a rule blocks since it changed.
    pub rule_policy: RulePolicy,
    /// Days for which changes can be read back; 0 keeps all.
    pub changes_kept_days: u16,
}

/// What the running program needs of its settings.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address of the site, without a final slash.
    pub public_url: String,
    /// Name of the shop, as channels and agents are told.
    pub shop_name: String,
}

impl Config {
    /// Whether visitors come by HTTPS.
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
