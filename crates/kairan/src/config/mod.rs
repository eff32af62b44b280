//! The configuration: one small file per section, read from TOML and the environment.
//!
//! Every key of the document is tried **on its own** against the typed [`Config`] (all of whose
//! parts have defaults). So one reading reports every unknown key and every bad value with its
//! path, where a plain deserialization would stop at the first. The checks that need several
//! values run after that.
//!
//! To add a key: a field with a default in its section, its check, and a commented line in
//! `config/kairan.toml` (a test compares the two).

mod data;
mod document;
mod faults;
mod gate;
mod limits;
mod listeners;
mod log;
mod mail;
mod opinions;
mod retention;
mod sessions;
mod timeouts;
mod units;

use std::path::Path;

use serde::{Deserialize, Serialize};

pub use self::data::Data;
pub use self::faults::{Fault, Faults};
pub use self::gate::Gate;
pub use self::limits::Limits;
pub use self::listeners::{Office, Ops, Public, Tls};
pub use self::log::{Level, Log};
pub use self::mail::{Dkim, Mail, MailTls};
pub use self::opinions::Opinions;
pub use self::retention::Retention;
pub use self::sessions::Sessions;
pub use self::timeouts::Timeouts;
pub use self::units::{ByteSize, Span};
pub use kairan_edge::proxies::{ForwardHeader, Network, NotANetwork, Proxies};

/// Everything an operator can set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where data and keys are.
    pub data: Data,
    /// The door of reviewers.
    pub public: Public,
    /// The door of the office.
    pub office: Office,
    /// The door of the machine room.
    pub ops: Ops,
    /// Proxies in front.
    pub proxies: Proxies,
    /// Upper bounds.
    pub limits: Limits,
    /// Ends of waiting.
    pub timeouts: Timeouts,
    /// Ends of sessions.
    pub sessions: Sessions,
    /// Cost of mistakes.
    pub gate: Gate,
    /// Letters.
    pub mail: Mail,
    /// Ends of storage.
    pub retention: Retention,
    /// Doctors' opinions.
    pub opinions: Opinions,
    /// Logs.
    pub log: Log,
}

/// The environment as the binary found it, read once there.
pub type Environment = Vec<(String, String)>;

impl Config {
    /// Reads a document and lays the environment's `KAIRAN_SECTION__KEY` values over it.
    ///
    /// # Errors
    /// Every fault found, with its path.
    pub fn read(text: &str, environment: &[(String, String)]) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let mut table = document::parse(text, &mut faults);
        document::overlay(&mut table, environment, &mut faults);
        document::keep_readable(&mut table, &mut faults);
        let config = match Self::deserialize(table) {
            Ok(config) => config,
            Err(error) => {
                faults.add("", error.message());
                return Err(faults);
            }
        };
        config.check(&mut faults);

        faults.or(config)
    }

    /// As [`Config::read`], from a file.
    ///
    /// # Errors
    /// Every fault found; one fault when the file cannot be read.
    pub fn load(file: &Path, environment: &[(String, String)]) -> Result<Self, Faults> {
        match std::fs::read_to_string(file) {
            Ok(text) => Self::read(&text, environment),
            Err(error) => {
                let mut faults = Faults::new();
                faults.add("", format!("cannot read {}: {error}", file.display()));
                Err(faults)
            }
        }
    }

    /// The address clerks see.
    pub fn office_url(&self) -> &str {
        self.office.url.as_deref().unwrap_or(&self.public.url)
    }

    fn check(&self, faults: &mut Faults) {
        self.data.check(faults);
        self.public.check(faults);
        self.office.check(&self.public, faults);
        self.ops.check(&self.public, &self.office, faults);
        self.limits.check(faults);
        self.timeouts.check(faults);
        self.sessions.check(faults);
        self.gate.check(faults);
        self.mail.check(faults);
        self.retention.check(faults);
        self.opinions.check(&self.retention, faults);
    }

    /// Faults only the machine can show: files that are missing or may be read by others.
    pub fn check_files(&self) -> Faults {
        let mut faults = Faults::new();
        document::check_files(self, &mut faults);
        faults
    }
}

#[cfg(test)]
mod tests;
