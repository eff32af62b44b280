//! The running server as its clients see it.

use super::{Invited, Office};
use crate::Done;
use crate::client::Target;
use crate::measure::Running;

/// A running `kairan serve`.
pub(crate) struct Served {
    /// The process.
    pub(crate) running: Running,
    url: String,
}

impl Served {
    pub(super) fn new(running: Running, url: String) -> Self {
        Self { running, url }
    }

    /// A page anybody may ask for.
    pub(crate) fn open(&self, path: &str) -> Target {
        Target::open(format!("{}{path}", self.url))
    }

    /// A page of the reader's own room; `path` stands behind its slash.
    pub(crate) fn room(&self, path: &str, reader: &Invited) -> Target {
        let jar = self.jar(&format!("kairan_room_{}", reader.room));
        Target {
            headers: vec![format!("Cookie: {jar}={}", reader.cookie)],
            ..self.open(&format!("/room/{}/{path}", reader.room))
        }
    }

    /// A form or upload of the console.
    pub(crate) fn console(&self, path: &str, office: &Office) -> Target {
        let cookie = format!("Cookie: {}={}", self.jar("kairan_staff"), office.cookie);
        let token = format!("X-CSRF-Token: {}", office.csrf);
        let headers = vec![
            cookie,
            token,
            same_site(),
            "Accept: application/json".to_owned(),
        ];
        Target {
            headers,
            ..self.open(path)
        }
    }

    /// The form behind a link.
    pub(crate) fn gate(&self, reader: &Invited) -> Target {
        Target {
            headers: vec![same_site()],
            ..self.open(&format!("/r/{}", reader.link))
        }
    }

    /// Ends the server; its folder is free then.
    pub(crate) async fn end(self) -> Done<()> {
        self.running.end().await
    }

    fn jar(&self, name: &str) -> String {
        let host = if self.url.starts_with("https:") {
            "__Host-"
        } else {
            ""
        };
        format!("{host}{name}")
    }
}

fn same_site() -> String {
    "Sec-Fetch-Site: same-origin".to_owned()
}
