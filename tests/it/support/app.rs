//! The real server over a test's database, and a client for it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};

use formulary::accounts::model::{Email, Role};
use formulary::accounts::user::commands::create_user;
use formulary::config::Config;
use formulary::db::Db;
use formulary::feeds::feed::Site;
use formulary::feeds::files::FeedFiles;
use formulary::media::MediaStore;
use formulary::publishing::transaction;
use formulary::publishing::watch::LogWatch;
use formulary::search::analytics::counts::Searches;
use formulary::search::follow::engine::Engine;
use formulary::server;
use formulary::state::AppState;
use formulary::web::rate_limit::{Quotas, RateLimits};
use formulary::webhooks::target::Sender;
use reqwest::header::HeaderMap;
use serde_json::Value;

use super::cluster::{RUNTIME, TestDatabase};
use super::html::Html;

/// The password of everybody who works here.
pub const PASSWORD: &str = "a long password";

/// Requests a minute to the API: many, but a test can use them up.
pub const QUOTAS: Quotas = Quotas {
    address: 300,
    key: 1_000_000,
};

/// A running service of a test's own.
pub struct TestApp {
    pub url: String,
    pub db: Db,
    pub media: MediaStore,
    search: Engine,
    /// Feeds as files.
    pub feeds: FeedFiles,
    /// Where the change log stands; nobody looks unless a test lets it be followed.
    pub log: LogWatch,
    /// What was looked for and is not in the database yet.
    pub searches: Searches,
    /// The pools by which the index follows, so that its statements are not counted.
    indexing: Db,
    pub database: TestDatabase,
    /// The pools of the server itself, whose statements are counted.
    served: Db,
    handle: actix_web::dev::ServerHandle,
    client: reqwest::Client,
    cookies: Mutex<Cookies>,
    /// Roles of the people who were made.
    staff: tokio::sync::Mutex<BTreeSet<Role>>,
    folder: PathBuf,
}

/// The cookies of a browser: name and value.
pub type Cookies = BTreeMap<String, String>;

/// What a request got.
pub struct Response {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Response {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().unwrap())
            .unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn html(&self) -> Html {
        Html::parse(&self.body)
    }

    /// The body, of an answer that must be 200.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.status, 200, "{}", self.body);
        self
    }
}

impl TestApp {
    pub async fn new() -> Self {
        Self::over(TestDatabase::lease())
    }

    fn over(database: TestDatabase) -> Self {
        let folder = std::env::temp_dir().join(format!(
            "formulary-media-{}-{}",
            std::process::id(),
            database.name
        ));
        let media = MediaStore::local(&folder).unwrap();
        let search = Engine::open(&folder).unwrap();
        let served = Db::new(&database.urls(), 4).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let searches = Searches::default();
        let log = LogWatch::default();
        let _guard = RUNTIME.enter();
        let site = Site {
            url: url.clone(),
            shop: "Test & Shop".to_owned(),
        };
        let feeds = FeedFiles::open(&folder, served.clone(), site).unwrap();
        let state = AppState {
            feeds: feeds.clone(),
            searches: searches.clone(),
            db: served.clone(),
            media: media.clone(),
            log: log.clone(),
            search: search.clone(),
            sender: Sender::new(true).unwrap(),
            limits: RateLimits::new(QUOTAS),
            config: Config {
                public_url: url.clone(),
                shop_name: "Formulary".to_owned(),
            },
        };
        let server = server::server(state, listener, 1).unwrap();
        let handle = server.handle();
        RUNTIME.spawn(server);
        // The client asks for a provider of TLS even where it speaks none. It fails only if one is there already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            // The demo's client is shared by tests, and a connection would end with the runtime of the test that opened it.
            .pool_max_idle_per_host(0)
            .build()
            .unwrap();
        let db = Db::new(&database.urls(), 4).unwrap();
        Self {
            url,
            db,
            media,
            search,
            feeds,
            log,
            searches,
            indexing: Db::new(&database.urls(), 2).unwrap(),
            database,
            served,
            handle,
            client,
            cookies: Mutex::default(),
            staff: tokio::sync::Mutex::default(),
            folder,
        }
    }

    /// Lets the server see at once where the change log stands, as the program does while it serves.
    pub fn watch_log(&self) {
        let watching = self.log.clone().follow(self.indexing.clone());
        RUNTIME.spawn(watching);
    }

    /// Lets the search index take up everything that was published so far.
    ///
    /// On the runtime that lives as long as the program: connections of a shared app would end with the test that opened them.
    pub async fn catch_up(&self) {
        let (search, db) = (self.search.clone(), self.indexing.clone());
        let caught_up = RUNTIME.spawn(async move { search.catch_up(&db).await });
        caught_up.await.unwrap().unwrap();
    }

    /// Statements that the server has sent so far.
    pub fn statements(&self) -> u64 {
        self.served.statements()
    }

    pub async fn get(&self, path: &str) -> Response {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        // A visitor looks a second later.
        let page = path.split('?').next().unwrap_or_default();
        let page = page.strip_prefix("/eu").unwrap_or(page);
        let shelves = [
            "/categories/",
            "/collections/",
            "/brands/",
            "/ingredients/",
            "/topics/",
        ];
        if page == "/products" || shelves.iter().any(|shelf| page.starts_with(shelf)) {
            self.catch_up().await;
        }
        let mut request = self.client.get(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request).await
    }

    /// The encoding and the bytes of what is sent to a client that takes some encodings.
    pub async fn bytes(&self, path: &str, encodings: &str) -> (String, Vec<u8>) {
        let request = self.client.get(format!("{}{path}", self.url));
        let answer = request.header("Accept-Encoding", encodings).send();
        let answer = answer.await.unwrap();
        let encoding = answer.headers().get("content-encoding").cloned();
        let encoding = encoding.map(|value| value.to_str().unwrap().to_owned());
        let bytes = answer.bytes().await.unwrap().to_vec();
        (encoding.unwrap_or_default(), bytes)
    }

    /// Sends a form as a browser would, with the session's cookie.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.post_with(path, fields, &[]).await
    }

    pub async fn post_with(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Response {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let mut request = self
            .client
            .post(format!("{}{path}", self.url))
            .body(body.join("&"));
        if !headers.iter().any(|(name, _)| *name == "Content-Type") {
            request = request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request).await
    }

    /// Sends JSON, or nothing, by any method.
    pub async fn request(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Response {
        let method = method.parse().unwrap();
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        if let Some(body) = body {
            request = request.json(body);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request).await
    }

    /// Sends a form with files as a browser would: fields first, then every file under the name `files`.
    pub async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Response {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(multipart_field(name, value).into_bytes());
        }
        for (name, bytes) in files {
            body.extend(multipart_file(name).into_bytes());
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
        self.post_body(path, body, &[]).await
    }

    /// Sends the body of a form with files as it is.
    pub async fn post_body(&self, path: &str, body: Vec<u8>, headers: &[(&str, &str)]) -> Response {
        let mut request = self
            .client
            .post(format!("{}{path}", self.url))
            .header(
                "Content-Type",
                format!("multipart/form-data; boundary={BOUNDARY}"),
            )
            .body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request).await
    }

    /// Where the stored files are.
    pub fn media_folder(&self) -> PathBuf {
        self.folder.join("media")
    }

    /// The session's cookie, for requests that the client can't make.
    pub fn cookie(&self) -> String {
        let pairs: Vec<String> = self
            .cookies()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    async fn send(&self, mut request: reqwest::RequestBuilder) -> Response {
        let cookies = self.cookies();
        if !cookies.is_empty() {
            let pairs: Vec<String> = cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.header("Cookie", pairs.join("; "));
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        for cookie in headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = cookie.split_once('=').unwrap();
            let mut cookies = self.cookies.lock().unwrap();
            cookies.remove(name);
            if !value.is_empty() {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Response {
            status,
            headers,
            body: response.text().await.unwrap(),
        }
    }

    /// The e-mail address of a person with a role and [`PASSWORD`], made when it is first asked for.
    pub async fn staff(&self, role: Role) -> String {
        let email = format!("{role}@example.org");
        let mut staff = self.staff.lock().await;
        if staff.insert(role) {
            let address = Email::parse(&email).unwrap();
            transaction(&self.db, async |tx| {
                create_user(tx, &address, role, PASSWORD, &super::author()).await
            })
            .await
            .unwrap();
        }
        email
    }

    /// Makes a person and signs in.
    pub async fn sign_in(&self, role: Role) {
        let email = self.staff(role).await;
        let response = self
            .post(
                "/admin/sign-in",
                &[("email", &email), ("password", PASSWORD)],
            )
            .await;
        assert_eq!(response.status, 303, "{}", response.body);
    }

    /// The CSRF token of a page of the admin.
    pub async fn csrf(&self, path: &str) -> String {
        self.get(path)
            .await
            .ok()
            .html()
            .attribute("input[name=csrf]", "value")
    }

    /// Forgets every cookie.
    pub fn forget_cookie(&self) {
        self.cookies.lock().unwrap().clear();
    }

    /// The cookies of the browser, to come back to it later with [`Self::use_cookies`].
    pub fn cookies(&self) -> Cookies {
        self.cookies.lock().unwrap().clone()
    }

    /// Goes on as another browser.
    pub fn use_cookies(&self, cookies: &Cookies) {
        *self.cookies.lock().unwrap() = cookies.clone();
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let handle = self.handle.clone();
        RUNTIME.spawn(async move { handle.stop(false).await });
        self.served.close();
        self.db.close();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What separates the parts of a form with files.
pub const BOUNDARY: &str = "formulary-test-boundary";

/// A field of a form with files.
pub fn multipart_field(name: &str, value: &str) -> String {
    format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}

/// The head of a file in a form.
pub fn multipart_file(name: &str) -> String {
    format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: image/jpeg\r\n\r\n"
    )
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// The demo catalog, added once a run and only read.
pub fn demo() -> &'static TestApp {
    static DEMO: LazyLock<TestApp> = LazyLock::new(|| {
        let app = std::thread::spawn(|| {
            let mut database = TestDatabase::lease();
            let app = {
                let app = TestApp::over(TestDatabase {
                    name: database.name.clone(),
                });
                // Kept out of the pool of databases: later tests still read it.
                database.name.insert_str(0, "kept_");
                app
            };
            let db = Db::new(&app.database.urls(), 2).unwrap();
            RUNTIME
                .block_on(async { formulary::demo::add(&db, &app.media, &|_| {}).await })
                .unwrap();
            app
        });
        app.join().unwrap()
    });
    &DEMO
}
