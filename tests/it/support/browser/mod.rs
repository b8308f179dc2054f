//! A person at a browser: headless Chromium, driven as a person acts, by what stands on the screen.
//!
//! ```ignore
//! let Some(person) = Person::new(&app).await else { return };
//! person.open("/admin/sign-in").await;
//! person.fill("E-mail", "admin@example.org").await;
//! person.click("Sign in").await;
//! person.see("Products").await;
//! ```
//!
//! Things are found by their accessible name, as a screen reader says it; a name that ends with `…` is a beginning.
//! Every verb waits up to ten seconds for what it needs; when it fails it says what it did so far, what stands on the
//! page, and where a picture of it is. A person who leaves (is dropped) checks that the page had no error to complain of.

mod act;
mod axe;
mod connection;
mod find;
mod focus;
mod keyboard;
mod look;
mod script;
mod watch;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use formulary::accounts::model::Role;
use serde_json::{Value, json};

use self::connection::{Answer, Browser};
use self::watch::Watch;
use super::TestApp;

pub use self::axe::{axe, axe_findings};
pub use self::focus::{focus_findings, focus_walk};

/// How patient a person is by nature.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between two looks at the page.
const PAUSE: Duration = Duration::from_millis(20);
/// A click that leads to another page has asked for it by now.
const SETTLING: Duration = Duration::from_millis(30);

/// A desktop window, in CSS pixels.
pub const DESKTOP: (u32, u32) = (1280, 900);
/// A small phone.
pub const PHONE: (u32, u32) = (360, 740);

/// A person with a browser of their own: cookies, window, keyboard and mouse.
pub struct Person {
    browser: &'static Browser,
    profile: Arc<Profile>,
    session: String,
    frame: String,
    watch: Arc<Watch>,
    site: String,
    window: (u32, u32),
    scripts: bool,
    /// How long a verb waits for what it needs.
    pub patience: Duration,
    steps: Mutex<Vec<String>>,
}

/// Cookies and storage that tabs of one person share; gone with the last of them.
struct Profile {
    browser: &'static Browser,
    id: String,
}

impl Drop for Profile {
    fn drop(&mut self) {
        let params = json!({ "browserContextId": self.id });
        self.browser
            .tell(None, "Target.disposeBrowserContext", params);
    }
}

impl Person {
    /// A person at a desktop. None, and a printed line, if there is no Chromium; under CI that fails.
    pub async fn new(app: &TestApp) -> Option<Self> {
        Self::with(app, DESKTOP, true).await
    }

    /// A person whose browser runs no scripts.
    pub async fn without_javascript(app: &TestApp) -> Option<Self> {
        Self::with(app, DESKTOP, false).await
    }

    /// A person at a window of a size, such as [`PHONE`], with or without scripts.
    pub async fn with(app: &TestApp, window: (u32, u32), scripts: bool) -> Option<Self> {
        Self::at(&app.url, window, scripts).await
    }

    /// A person who visits another site.
    pub async fn at(site: &str, window: (u32, u32), scripts: bool) -> Option<Self> {
        let Some(browser) = Browser::start() else {
            super::skip("Chromium");
            return None;
        };
        let made = browser
            .call(None, "Target.createBrowserContext", json!({}))
            .await
            .unwrap();
        let profile = Profile {
            browser,
            id: string(&made["browserContextId"]),
        };
        let params = json!({ "url": "about:blank", "browserContextId": profile.id });
        let made = browser
            .call(None, "Target.createTarget", params)
            .await
            .unwrap();
        let target = string(&made["targetId"]);
        Some(Self::attach(Arc::new(profile), &target, site.to_owned(), window, scripts).await)
    }

    async fn attach(
        profile: Arc<Profile>,
        target: &str,
        site: String,
        window: (u32, u32),
        scripts: bool,
    ) -> Self {
        let browser = profile.browser;
        let params = json!({ "targetId": target, "flatten": true });
        let attached = browser
            .call(None, "Target.attachToTarget", params)
            .await
            .unwrap();
        // The main frame of a page has the id of the page.
        let (session, frame) = (string(&attached["sessionId"]), target.to_owned());
        let watch = Arc::new(Watch::new(&frame));
        browser.watch(&session, Arc::clone(&watch));
        let (patience, steps) = (PATIENCE, Mutex::default());
        let person = Self {
            browser,
            profile,
            session,
            frame,
            watch,
            site,
            window,
            scripts,
            patience,
            steps,
        };
        person.prepare().await;
        person
    }

    async fn prepare(&self) {
        let (width, height) = self.window;
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        for (method, params) in [
            ("Page.enable", json!({})),
            ("Runtime.enable", json!({})),
            ("Log.enable", json!({})),
            ("Emulation.setDeviceMetricsOverride", size),
            (
                "Emulation.setFocusEmulationEnabled",
                json!({ "enabled": true }),
            ),
        ] {
            self.call(method, params).await.unwrap();
        }
        self.allow_scripts(self.scripts).await;
        self.prefer("light").await;
    }

    /// Scripts of pages run or do not. Functions of our own always run, but nothing that they would wait for.
    async fn allow_scripts(&self, allow: bool) {
        let params = json!({ "value": !allow });
        let set = self
            .call("Emulation.setScriptExecutionDisabled", params)
            .await;
        set.unwrap();
    }

    /// Makes a user with a role and signs in as them, on the sign-in page.
    pub async fn sign_in(&self, app: &TestApp, role: Role) {
        let email = app.staff(role).await;
        self.open("/admin/sign-in").await;
        self.fill("E-mail", &email).await;
        self.fill("Password", super::app::PASSWORD).await;
        self.click("Sign in").await;
        // A narrow window does not show who is signed in.
        self.see_in(".admin-user", "Sign out").await;
    }

    /// Sets the colour scheme, `light` or `dark`. Nothing moves by itself for this person.
    pub async fn prefer(&self, scheme: &str) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.call(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await
        .unwrap();
    }

    /// Clicks a link that opens a tab, and goes on there as the same person.
    pub async fn click_to_new_tab(&self, name: &str) -> Self {
        let before = self.tabs().await;
        self.click(name).await;
        let opened = self
            .until(async || {
                let tabs = self.tabs().await;
                let opened = tabs.into_iter().find(|tab| !before.contains(tab));
                opened.ok_or_else(|| format!("“{name}” opened no tab"))
            })
            .await;
        let target = self.or_fail(opened).await;
        let (profile, site) = (Arc::clone(&self.profile), self.site.clone());
        let tab = Self::attach(profile, &target, site, self.window, self.scripts).await;
        tab.settle().await;
        tab
    }

    async fn tabs(&self) -> Vec<String> {
        let found = self
            .browser
            .call(None, "Target.getTargets", json!({}))
            .await
            .unwrap();
        let targets = found["targetInfos"].as_array().cloned().unwrap_or_default();
        targets
            .iter()
            .filter(|one| one["type"] == "page" && one["browserContextId"] == *self.profile.id)
            .map(|one| string(&one["targetId"]))
            .collect()
    }

    /// Sends a command to the page.
    async fn call(&self, method: &str, params: Value) -> Answer {
        self.browser.call(Some(&self.session), method, params).await
    }

    /// Tries until it succeeds or patience ends; the last problem is returned.
    async fn until<T>(&self, attempt: impl AsyncFn() -> Result<T, String>) -> Result<T, String> {
        let started = Instant::now();
        loop {
            match attempt().await {
                Err(_) if started.elapsed() < self.patience => tokio::time::sleep(PAUSE).await,
                result => return result,
            }
        }
    }

    /// Waits until a page that was asked for is there.
    async fn settle(&self) {
        // The page has handled what was done to it when it answers, and then also what that put off.
        let _ = self.ask("() => 0", &[]).await;
        tokio::time::sleep(SETTLING).await;
        let _ = self.ask("() => 0", &[]).await;
        let loaded = async || match self.watch.is_loading() {
            true => Err("the page did not finish loading".to_owned()),
            false => Ok(()),
        };
        self.or_fail(self.until(loaded).await).await;
    }

    fn step(&self, step: String) {
        self.steps.lock().unwrap().push(step);
    }

    /// What succeeded, or a failure of the test that shows the page.
    async fn or_fail<T>(&self, result: Result<T, String>) -> T {
        match result {
            Ok(value) => value,
            Err(problem) => panic!("{problem}\n{}", self.report().await),
        }
    }

    async fn report(&self) -> String {
        let picture = std::env::temp_dir().join(format!("formulary-{}.png", self.session));
        let drawn = match self.picture(&picture).await {
            Ok(()) => picture.display().to_string(),
            Err(problem) => problem,
        };
        let text = self.ask(look::TEXTS, &["body".into()]).await;
        let text = text.map_or_else(|problem| problem, |texts| string(&texts[0]));
        let lines: Vec<&str> = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        let steps = self.steps.lock().unwrap().join("\n    ");
        let address = self.address().await.unwrap_or_else(|problem| problem);
        let complaints = self.watch.take_complaints().join("\n    ");
        format!(
            "  steps:\n    {steps}\n  address: {address}\n  picture: {drawn}\n  errors of the page:\n    {complaints}\n  \
             text of the page:\n    {}",
            lines.join("\n    ")
        )
    }

    async fn address(&self) -> Result<String, String> {
        self.ask("() => location.href", &[])
            .await
            .map(|address| string(&address))
    }

    /// Draws the whole page into a PNG file.
    pub async fn screenshot(&self, path: impl AsRef<Path>) {
        self.picture(path.as_ref()).await.unwrap();
    }

    async fn picture(&self, path: &Path) -> Result<(), String> {
        use base64::Engine;
        let params = json!({ "format": "png", "captureBeyondViewport": true });
        let shot = self.call("Page.captureScreenshot", params).await?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(string(&shot["data"]));
        std::fs::write(path, bytes.unwrap()).map_err(|error| error.to_string())
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        self.browser.forget(&self.session);
        if std::thread::panicking() {
            return;
        }
        let complaints = self.watch.take_complaints();
        assert!(
            complaints.is_empty(),
            "the page complained: {complaints:#?}"
        );
    }
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
