//! `[public]`, `[office]`, `[ops]`: the doors to the network.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Faults;

/// The listener reviewers and clinics reach: gate, reading room. It faces the internet.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Public {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// The address people see, written into every mail: `https://host`, without a path.
    pub url: String,
    /// Certificate; both files empty when a proxy in front does TLS.
    pub tls: Tls,
}

/// The listener of the town hall's network: console and staff API.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Office {
    /// Address and port; absent when one listener serves both.
    pub listen: Option<SocketAddr>,
    /// The address clerks see; absent: the public one.
    pub url: Option<String>,
    /// Certificate of this listener.
    pub tls: Tls,
}

/// The listener for the machine room: metrics and health.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ops {
    /// Address and port; keep it on loopback or a management network.
    pub listen: SocketAddr,
}

/// Certificate chain and private key, PEM. Re-read on SIGHUP.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tls {
    /// The chain, leaf first; empty: no TLS here.
    pub cert_file: PathBuf,
    /// The private key.
    pub key_file: PathBuf,
}

impl Default for Public {
    fn default() -> Self {
        Self {
            listen: local(8080),
            url: "https://kairan.example.jp".into(),
            tls: Tls::default(),
        }
    }
}

impl Default for Ops {
    fn default() -> Self {
        Self {
            listen: local(9090),
        }
    }
}

impl Tls {
    /// Whether this listener speaks TLS itself.
    pub fn is_on(&self) -> bool {
        !self.cert_file.as_os_str().is_empty()
    }

    fn check(&self, path: &str, faults: &mut Faults) {
        let (cert, key) = (self.cert_file.as_os_str(), self.key_file.as_os_str());
        if cert.is_empty() != key.is_empty() {
            let missing = if cert.is_empty() {
                "cert_file"
            } else {
                "key_file"
            };
            faults.add(
                format!("{path}.{missing}"),
                "cert_file and key_file go together",
            );
        }
    }
}

impl Public {
    pub(super) fn check(&self, faults: &mut Faults) {
        check_url("public.url", &self.url, faults);
        self.tls.check("public.tls", faults);
    }
}

impl Office {
    pub(super) fn check(&self, public: &Public, faults: &mut Faults) {
        if let Some(url) = &self.url {
            check_url("office.url", url, faults);
        }
        self.tls.check("office.tls", faults);
        if self.listen.is_some() {
            faults.require(
                self.url.is_some(),
                "office.url",
                "is needed once office.listen is set: clerks reach another address than reviewers",
            );
            let shared = self.listen == Some(public.listen) && public.listen.port() != 0;
            faults.require(!shared, "office.listen", "is the same as public.listen");
        } else {
            faults.require(
                !self.tls.is_on(),
                "office.tls",
                "has no effect without office.listen",
            );
        }
    }
}

impl Ops {
    pub(super) fn check(&self, public: &Public, office: &Office, faults: &mut Faults) {
        let taken = self.listen.port() != 0
            && (self.listen == public.listen || office.listen == Some(self.listen));
        faults.require(!taken, "ops.listen", "is already used by another listener");
    }
}

/// `scheme://host[:port]` and nothing behind it; plain http only for this very machine.
fn check_url(path: &str, url: &str, faults: &mut Faults) {
    let Ok(uri) = url.parse::<http::Uri>() else {
        faults.add(
            path,
            "is not an address such as \"https://kairan.example.jp\"",
        );
        return;
    };
    let host = uri.host().unwrap_or_default();
    let loopback = host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .is_ok_and(|ip| ip.is_loopback());
    match uri.scheme_str() {
        Some("https") => {}
        Some("http") if loopback => {}
        Some("http") => faults.add(
            path,
            "must be https: over http the viewing password and the links can be read on the way",
        ),
        _ => faults.add(path, "must begin with https://"),
    }
    faults.require(
        matches!(uri.path(), "" | "/") && uri.query().is_none() && !url.ends_with('/'),
        path,
        "must end with the host (and port): no path, no trailing slash",
    );
}

fn local(port: u16) -> SocketAddr {
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)
}
