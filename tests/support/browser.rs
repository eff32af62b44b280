//! Real Chromium, driven by Debian's chromedriver.

use crate::tools::{self, Tool};
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use reqwest::Url;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::Command;

/// The widths every page is walked at: phone, tablet, desktop.
pub const WIDTHS: [(u32, u32); 3] = [(390, 844), (820, 1180), (1280, 900)];

/// A browser with a profile of its own.
pub struct Browser {
    client: Client,
    _driver: Tool,
    profile: tempfile::TempDir,
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
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--lang=ja",
            &format!("--user-data-dir={}", profile.path().display()),
        ]
        .map(String::from);
        let scripts = if javascript { 1 } else { 2 };
        let preferences = json!({
            "profile.managed_default_content_settings.javascript": scripts,
            "download.default_directory": profile.path().join("downloads"),
            "plugins.always_open_pdf_externally": true,
        });
        let options =
            json!({ "binary": "/usr/bin/chromium", "args": arguments, "prefs": preferences });
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("goog:chromeOptions".into(), options);
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("chromium did not start");
        Self {
            client,
            _driver: driver,
            profile,
        }
    }

    /// Where downloads land.
    pub fn downloads(&self) -> std::path::PathBuf {
        self.profile.path().join("downloads")
    }

    /// Sets the size of what the page is shown in. A window itself cannot become as narrow as a
    /// phone, so the device is emulated.
    pub async fn resize(&self, (width, height): (u32, u32)) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 1000 });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
            .await;
        let inside = self.run("return window.innerWidth").await;
        assert!(
            inside
                .as_u64()
                .is_none_or(|inside| inside <= u64::from(width) || width < 1000),
            "the window is {inside} wide, not {width}"
        );
    }

    /// A command of Chrome's own protocol.
    pub async fn devtools(&self, command: &'static str, parameters: Value) -> Value {
        self.client
            .issue_cmd(DevTools {
                command,
                parameters,
            })
            .await
            .unwrap()
    }

    /// Puts a cookie into the browser; a page of the same server must be open.
    pub async fn take_cookie(&self, name: &str, value: &str) {
        let url = self.url().await;
        let _ = self
            .devtools(
                "Network.setCookie",
                json!({ "name": name, "value": value, "url": url }),
            )
            .await;
    }

    /// Forgets every cookie.
    pub async fn forget(&self) {
        let _ = self
            .devtools("Network.clearBrowserCookies", json!({}))
            .await;
    }

    /// Types into the field with this `name` in row `row`, from 0.
    pub async fn fill_row(&self, name: &str, row: usize, value: &str) {
        let fields = self
            .client
            .find_all(Locator::Css(&format!("[name='{name}']")))
            .await
            .unwrap();
        fields[row].clear().await.unwrap();
        fields[row].send_keys(value).await.unwrap();
    }

    /// Chooses a date or time, whose typing depends on the browser's language.
    pub async fn choose(&self, name: &str, value: &str) {
        let script = "const f = document.querySelector(`[name='${arguments[0]}']`); f.value = arguments[1];\
            f.dispatchEvent(new Event('input', {bubbles: true})); f.dispatchEvent(new Event('change', {bubbles: true})); return f.value";
        let held = self
            .client
            .execute(script, vec![json!(name), json!(value)])
            .await
            .unwrap();
        assert_eq!(held, json!(value), "the field {name} does not hold {value}");
    }

    /// Presses keys one after the other, wherever the focus is.
    pub async fn keys(&self, keys: &str) {
        let focus = self.client.active_element().await.unwrap();
        focus.send_keys(keys).await.unwrap();
    }

    /// The `name` (or text) of what has the focus.
    pub async fn focus(&self) -> String {
        let script =
            "const f = document.activeElement; return f.name || f.textContent.trim().slice(0, 40)";
        self.run(script)
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Waits until the script returns true; panics after ten seconds.
    pub async fn wait_until(&self, script: &str) {
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
        let mut looks = tokio::time::interval(std::time::Duration::from_millis(50));
        loop {
            looks.tick().await;
            if self.run(script).await == json!(true) {
                return;
            }
            assert!(
                std::time::Instant::now() < deadline,
                "never true on {}: {script}\n{}",
                self.url().await,
                self.text().await
            );
        }
    }

    /// Axe must find nothing, and the page must not scroll sideways at any width; ends at `width`.
    pub async fn must_be_sound(&self, what: &str, back_to: (u32, u32)) {
        let found = self.axe().await;
        assert!(
            found.is_empty(),
            "axe on {what} ({}):\n{}",
            self.url().await,
            found.join("\n")
        );
        for size in WIDTHS {
            self.resize(size).await;
            assert!(
                !self.scrolls_sideways().await,
                "{what} scrolls sideways at {}: {}",
                size.0,
                self.widest().await
            );
        }
        self.resize(back_to).await;
    }

    /// What sticks out furthest, for the message of a failed test.
    pub async fn widest(&self) -> String {
        let script = "let w = null; for (const e of document.querySelectorAll('body *')) { const r = e.getBoundingClientRect();\
            if (!w || r.right > w.right) w = {right: r.right, html: e.outerHTML.slice(0, 160)}; } return w ? w.right + ' ' + w.html : ''";
        self.run(script)
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
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
        self.client
            .find(Locator::Css("body"))
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    }

    /// Types into the field with this `name`, replacing what is there.
    pub async fn fill(&self, name: &str, value: &str) {
        let element = self
            .client
            .find(Locator::Css(&format!("[name='{name}']")))
            .await
            .unwrap_or_else(|e| panic!("no field {name}: {e}"));
        element.clear().await.unwrap();
        element.send_keys(value).await.unwrap();
    }

    /// Presses the first button or link that shows this text.
    pub async fn press(&self, label: &str) {
        let path = format!(
            "//*[self::button or self::a or self::summary][contains(normalize-space(.), '{label}')]"
        );
        let element = self
            .client
            .find(Locator::XPath(&path))
            .await
            .unwrap_or_else(|e| panic!("nothing to press says {label}: {e}"));
        // A bar may stand over the edge of the window; people scroll past it.
        let here = serde_json::to_value(&element).unwrap();
        let _ = self
            .client
            .execute("arguments[0].scrollIntoView({block: 'center'})", vec![here])
            .await;
        element.click().await.unwrap();
    }

    /// Waits until the page shows this text; panics after ten seconds.
    pub async fn wait_for(&self, text: &str) {
        let path = format!("//body[contains(., '{text}')]");
        let found = self
            .client
            .wait()
            .at_most(std::time::Duration::from_secs(10))
            .for_element(Locator::XPath(&path))
            .await;
        let shown = if found.is_ok() {
            String::new()
        } else {
            self.text().await
        };
        assert!(
            found.is_ok(),
            "{text:?} never appeared on {}:\n{shown}",
            self.url().await
        );
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
        let source = std::fs::read_to_string(tools::folder().join("axe.min.js"))
            .expect("axe is missing; run ./tests/run once");
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

/// One command of Chrome's own protocol, over chromedriver.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(
        &self,
        base: &Url,
        session: Option<&str>,
    ) -> Result<Url, <Url as std::str::FromStr>::Err> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (
            http::Method::POST,
            Some(json!({ "cmd": self.command, "params": self.parameters }).to_string()),
        )
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
