//! Somebody with a browser without scripts: cookies, our own Origin, forms read off the page.

use crate::html::{self, Form};
use http::header::{CONTENT_TYPE, ORIGIN};
use http::{HeaderMap, Method};
use reqwest::cookie::Jar;
use reqwest::redirect::Policy;
use std::net::IpAddr;
use std::sync::{Arc, Once};
use std::time::Duration;

/// A page as it came.
#[derive(Debug, Clone)]
pub struct Page {
    /// Status of the last reply.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// The address it came from, after redirects; path and query.
    pub at: String,
    /// Its body.
    pub body: Vec<u8>,
}

#[expect(
    clippy::return_self_not_must_use,
    reason = "what is asked of a page is asked for the panic"
)]
impl Page {
    /// The body as text.
    pub fn html(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a page is UTF-8")
    }

    /// What a person reads.
    pub fn text(&self) -> String {
        html::text(self.html())
    }

    /// A header's value; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("a readable header"))
    }

    /// The page, which must have this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status,
            status,
            "{} answered:\n{}",
            self.at,
            self.words()
        );
        self
    }

    /// The page, which must show this text.
    #[track_caller]
    pub fn showing(self, text: &str) -> Self {
        assert!(
            self.shows(text),
            "{:?} is not on {} ({}):\n{}",
            text,
            self.at,
            self.status,
            self.words()
        );
        self
    }

    /// The page, which must not show this text.
    #[track_caller]
    pub fn hiding(self, text: &str) -> Self {
        assert!(
            !self.shows(text),
            "{:?} is on {}:\n{}",
            text,
            self.at,
            self.words()
        );
        self
    }

    /// Whether a person reads this text on the page.
    pub fn shows(&self, text: &str) -> bool {
        self.words().contains(text)
    }

    /// Whether this is the list of a reading room: `/room/{key}/`.
    pub fn is_room(&self) -> bool {
        let key = self
            .at
            .strip_prefix("/room/")
            .and_then(|rest| rest.strip_suffix('/'));
        self.status == 200 && key.is_some_and(|key| !key.is_empty() && !key.contains('/'))
    }

    /// The one form that is sent to an address ending in `action`.
    #[track_caller]
    pub fn form(&self, action: &str) -> Form {
        let found = html::forms(self.html())
            .into_iter()
            .find(|form| form.action.ends_with(action));
        found.unwrap_or_else(|| {
            panic!(
                "no form to …{action} on {} ({}):\n{}",
                self.at,
                self.status,
                self.words()
            )
        })
    }

    /// Whether there is a form that is sent to an address ending in `action`.
    pub fn has_form(&self, action: &str) -> bool {
        html::forms(self.html())
            .iter()
            .any(|form| form.action.ends_with(action))
    }

    /// The address behind the first link whose text contains `label`.
    #[track_caller]
    pub fn link(&self, label: &str) -> String {
        html::link(self.html(), label)
            .unwrap_or_else(|| panic!("no link {label:?} on {}:\n{}", self.at, self.words()))
    }

    /// The sentence at the field with this key, as a person sees it.
    pub fn error_at(&self, key: &str) -> Option<String> {
        let start = format!("id=\"f-{key}-error\"");
        let (_, rest) = self.html().split_once(&start)?;
        let (_, rest) = rest.split_once('>')?;
        let inside = rest.split("</p>").next()?;
        Some(html::text(inside).replace("エラー：", ""))
    }

    /// What was put right by itself at the field with this key.
    pub fn correction_at(&self, key: &str) -> Option<String> {
        let start = format!("id=\"f-{key}-correction\"");
        let (_, rest) = self.html().split_once(&start)?;
        let (_, rest) = rest.split_once('>')?;
        Some(html::text(rest.split("</p>").next()?))
    }

    /// Every sentence of the error summary.
    pub fn errors(&self) -> Vec<String> {
        let Some((_, rest)) = self.html().split_once("class=\"error-summary\"") else {
            return Vec::new();
        };
        let list = rest.split("</ul>").next().unwrap_or_default();
        list.split("<li>").skip(1).map(html::text).collect()
    }

    fn words(&self) -> String {
        match std::str::from_utf8(&self.body) {
            Ok(html) => html::text(html),
            Err(_) => format!("{} bytes that are no text", self.body.len()),
        }
    }
}

/// A file chosen in a form.
#[derive(Debug, Clone)]
pub struct Chosen<'a> {
    /// The name the browser tells.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// What the names of the rooms' cookies begin with, as they are named without TLS.
pub const ROOM_COOKIE: &str = "kairan_room_";

/// Somebody with a browser.
#[derive(Clone)]
pub struct Visitor {
    base: String,
    jar: Arc<Jar>,
    following: reqwest::Client,
    staying: reqwest::Client,
    from: Option<IpAddr>,
}

impl Visitor {
    /// A fresh browser at the server `base` (`http://127.0.0.1:1234`).
    pub fn new(base: &str) -> Self {
        Self::with_jar(base, Arc::new(Jar::default()))
    }

    fn with_jar(base: &str, jar: Arc<Jar>) -> Self {
        provide_crypto();
        let client = |policy| {
            reqwest::Client::builder()
                .cookie_provider(Arc::clone(&jar))
                .redirect(policy)
                .timeout(Duration::from_mins(1))
                .no_proxy()
                .build()
                .expect("a client")
        };
        let (following, staying) = (client(Policy::limited(5)), client(Policy::none()));
        Self {
            base: base.to_owned(),
            jar,
            following,
            staying,
            from: None,
        }
    }

    /// The same browser seen from another address (through the trusted proxy).
    #[must_use]
    pub fn from_address(mut self, from: IpAddr) -> Self {
        self.from = Some(from);
        self
    }

    /// Puts a cookie into the jar.
    pub fn take_cookie(&self, name: &str, value: &str) {
        let url = self.base.parse().expect("an address");
        self.jar
            .add_cookie_str(&format!("{name}={value}; Path=/"), &url);
    }

    /// The jar's content as a `Cookie` header.
    pub fn cookies(&self) -> String {
        use reqwest::cookie::CookieStore;
        let url = self.base.parse().expect("an address");
        self.jar.cookies(&url).map_or_else(String::new, |value| {
            value.to_str().expect("cookies").to_owned()
        })
    }

    /// The value of one cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let all = self.cookies();
        let wanted = format!("{name}=");
        all.split("; ")
            .find_map(|pair| pair.strip_prefix(&wanted).map(str::to_owned))
    }

    /// An address in the one reading room this browser has open; `below` stands behind its slash.
    #[track_caller]
    pub fn room(&self, below: &str) -> String {
        let (key, _) = self.room_cookie();
        format!("/room/{key}/{below}")
    }

    /// The room's key and the cookie's value, of the one room this browser has open.
    #[track_caller]
    pub fn room_cookie(&self) -> (String, String) {
        let all = self.cookies();
        let mut found = all.split("; ").filter_map(|pair| {
            let (key, value) = pair.strip_prefix(ROOM_COOKIE)?.split_once('=')?;
            Some((key.to_owned(), value.to_owned()))
        });
        let one = found.next().expect("a room's cookie");
        assert!(found.next().is_none(), "more rooms than one: {all}");
        one
    }

    /// The server's address.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Opens an address and follows redirects.
    pub async fn get(&self, path: &str) -> Page {
        self.send(Method::GET, path, &[], Vec::new(), true).await
    }

    /// Opens an address with further headers; stays at a redirect.
    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Page {
        self.send(Method::GET, path, headers, Vec::new(), false)
            .await
    }

    /// Sends a form's fields and follows redirects.
    pub async fn post(&self, path: &str, fields: &[(String, String)]) -> Page {
        let headers = [(CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded")];
        self.send(
            Method::POST,
            path,
            &headers,
            urlencoded(fields).into_bytes(),
            true,
        )
        .await
    }

    /// Sends a form as it stands, without pressing a named button.
    pub async fn submit(&self, form: &Form) -> Page {
        self.post(&form.action, &form.fields).await
    }

    /// Sends a form by the button that has this value (`intent=…`).
    pub async fn press(&self, form: &Form, intent: &str) -> Page {
        self.submit(&form.clone().with("intent", intent)).await
    }

    /// Sends a form with files, as a browser without scripts does.
    pub async fn submit_files(&self, path: &str, form: &Form, files: &[Chosen<'_>]) -> Page {
        let (kind, body) = multipart(&form.fields, files);
        self.send(
            Method::POST,
            path,
            &[(CONTENT_TYPE.as_str(), &kind)],
            body,
            true,
        )
        .await
    }

    /// Sends whatever is asked for.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
        follow: bool,
    ) -> Page {
        let url = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.base)
        };
        let client = if follow {
            &self.following
        } else {
            &self.staying
        };
        let own_origin = method != Method::GET
            && method != Method::HEAD
            && !headers
                .iter()
                .any(|(name, _)| name.eq_ignore_ascii_case("origin"));
        let mut request = client.request(method, url).body(body);
        if own_origin {
            request = request.header(ORIGIN, &self.base);
        }
        if let Some(from) = self.from {
            request = request.header("x-forwarded-for", from.to_string());
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        read(request.send().await.expect("no reply")).await
    }

    /// Sends JSON as our scripts do, with the token of the page.
    pub async fn call(&self, method: Method, path: &str, token: &str, body: &str) -> Page {
        let headers = [
            ("accept", "application/json"),
            ("content-type", "application/json"),
            ("x-csrf-token", token),
        ];
        self.send(method, path, &headers, body.as_bytes().to_vec(), false)
            .await
    }
}

async fn read(reply: reqwest::Response) -> Page {
    let at = match reply.url().query() {
        Some(query) => format!("{}?{query}", reply.url().path()),
        None => reply.url().path().to_owned(),
    };
    let (status, headers) = (reply.status().as_u16(), reply.headers().clone());
    let body = reply.bytes().await.expect("a whole reply").to_vec();
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    if kind.is_some_and(|kind| kind.starts_with("text/html")) {
        keep(&at, status, &body);
    }
    Page {
        status,
        headers,
        at,
        body,
    }
}

/// For the HTML checker of `tests/run`, which names the folder: one page for each address, whatever
/// stands in its places.
fn keep(at: &str, status: u16, body: &[u8]) {
    let Some(folder) = std::env::var_os("KAIRAN_TEST_PAGES") else {
        return;
    };
    let path = at.split('?').next().unwrap_or_default();
    let place = |step: &str| {
        if step.len() > 15 {
            "id".to_owned()
        } else {
            step.to_owned()
        }
    };
    let steps: Vec<String> = path.split('/').map(place).collect();
    let folder = std::path::PathBuf::from(folder);
    let page = folder.join(format!("journey{}-{status}.html", steps.join("-")));
    if !page.exists() {
        std::fs::create_dir_all(&folder).expect("a folder for pages");
        std::fs::write(page, body).expect("a page kept");
    }
}

/// rustls wants to be told once which cryptography it uses.
fn provide_crypto() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Another test binary part may have been first; both mean the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

/// Fields as `application/x-www-form-urlencoded`.
pub fn urlencoded(fields: &[(String, String)]) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    let encode =
        |text: &str| utf8_percent_encode(&text.replace('\n', "\r\n"), NON_ALPHANUMERIC).to_string();
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

/// Fields and files as `multipart/form-data`: content type and body.
pub fn multipart(fields: &[(String, String)], files: &[Chosen<'_>]) -> (String, Vec<u8>) {
    const EDGE: &str = "----kairan-tests-edge";
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
        body.extend_from_slice(head.as_bytes());
    }
    for file in files {
        // As browsers do: quotes and line ends percent-encoded, everything else raw UTF-8.
        let name = file
            .name
            .replace('"', "%22")
            .replace('\r', "%0D")
            .replace('\n', "%0A");
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file.bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{EDGE}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={EDGE}"), body)
}
