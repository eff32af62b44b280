//! Real Chromium, driven by Debian's chromedriver.

use crate::tools::{self, Tool};
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::Command;

/// The widths every page is walked at: phone, tablet, desktop.
pub const WIDTHS: [(u32, u32); 3] = [(390, 844), (820, 1180), (1280, 900)];

/// A browser with a profile of its own.
pub struct Browser {
    client: Client,
    _driver: Tool,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts Chromium. Downloads go to `downloads`, if given.
    pub async fn start(javascript: bool) -> Self {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0");
        let mut driver = Tool::start(&mut command);
        let port = port_of(&mut driver);
        let profile = tempfile::tempdir().unwrap();
        let arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=ja",
            &format!("--user-data-dir={}", profile.path().display()),
        ]
        .map(String::from);
        let scripts = if javascript { 1 } else { 2 };
        let preferences = json!({
            "profile.managed_default_content_settings.javascript": scripts,
            "download.default_directory": profile.path().join("downloads"),
            "plugins.always_open_pdf_externally": true,
        });
        let options = json!({ "binary": "/usr/bin/chromium", "args": arguments, "prefs": preferences });
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("goog:chromeOptions".into(), options);
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("chromium did not start");
        Self { client, _driver: driver, _profile: profile }
    }

    /// Where downloads land.
    pub fn downloads(&self) -> std::path::PathBuf {
        self._profile.path().join("downloads")
    }

    /// Sets the window's size.
    pub async fn resize(&self, (width, height): (u32, u32)) {
        self.client.set_window_size(width, height).await.unwrap();
    }

    /// Opens an address.
    pub async fn open(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    /// The address shown.
    pub async fn url(&self) -> String {
        self.client.current_url().await.unwrap().to_string()
    }

    /// All text of the page.
    pub async fn text(&self) -> String {
        self.client.find(Locator::Css("body")).await.unwrap().text().await.unwrap()
    }

    /// Types into the field with this `name`, replacing what is there.
    pub async fn fill(&self, name: &str, value: &str) {
        let element = self.client.find(Locator::Css(&format!("[name='{name}']"))).await.unwrap_or_else(|e| panic!("no field {name}: {e}"));
        element.clear().await.unwrap();
        element.send_keys(value).await.unwrap();
    }

    /// Presses the first button or link that shows this text.
    pub async fn press(&self, label: &str) {
        let path = format!("//*[self::button or self::a or self::summary][contains(normalize-space(.), '{label}')]");
        let element = self.client.find(Locator::XPath(&path)).await.unwrap_or_else(|e| panic!("nothing to press says {label}: {e}"));
        element.click().await.unwrap();
    }

    /// Waits until the page shows this text; panics after ten seconds.
    pub async fn wait_for(&self, text: &str) {
        let path = format!("//body[contains(., '{text}')]");
        let found = self.client.wait().at_most(std::time::Duration::from_secs(10)).for_element(Locator::XPath(&path)).await;
        if found.is_err() {
            panic!("{text:?} never appeared on {}:\n{}", self.url().await, self.text().await);
        }
    }

    /// Runs a script and gives what it returns.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// The driver, for what the words above do not cover.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// What axe finds wrong with the page, one line per finding; empty is what we want.
    pub async fn axe(&self) -> Vec<String> {
        let source = std::fs::read_to_string(tools::folder().join("axe.min.js")).expect("axe is missing; run ./tests/run once");
        self.client.execute(&source, Vec::new()).await.unwrap();
        let script = "const done = arguments[0]; axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})\
            .then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).join(' | '))))";
        let found = self.client.execute_async(script, Vec::new()).await.unwrap();
        serde_json::from_value(found).unwrap()
    }

    /// Whether the page scrolls sideways, which no page may at any width.
    pub async fn scrolls_sideways(&self) -> bool {
        self.run("return document.documentElement.scrollWidth > document.documentElement.clientWidth + 1").await == json!(true)
    }

    /// A PNG of the whole page.
    pub async fn picture(&self) -> Vec<u8> {
        self.client.screenshot().await.unwrap()
    }

    /// Ends the browser.
    pub async fn close(self) {
        self.client.clone().close().await.unwrap();
    }
}

/// chromedriver prints `… was started successfully on port 12345.`
fn port_of(driver: &mut Tool) -> u16 {
    let lines = BufReader::new(driver.0.stdout.take().unwrap()).lines();
    for line in lines.map_while(Result::ok) {
        if let Some((_, port)) = line.rsplit_once("successfully on port ") {
            return port.trim_end_matches('.').parse().unwrap();
        }
    }
    panic!("chromedriver did not start; run ./tests/run once")
}
