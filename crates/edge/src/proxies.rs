//! `[proxies]`: whose word about the client's address is taken.

pub use kairan_domain::network::{Network, NotANetwork};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The reverse proxies in front of Kairan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Proxies {
    /// Address ranges of the proxies; from anyone else the headers are ignored.
    #[serde(deserialize_with = "read_networks", serialize_with = "write_networks")]
    pub trusted: Vec<Network>,
    /// The one header they set. The other may come from the client itself and is never read.
    pub header: ForwardHeader,
}

/// Which header names the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForwardHeader {
    /// `X-Forwarded-For: client, proxy`
    #[default]
    XForwardedFor,
    /// `Forwarded: for=client` (RFC 7239)
    Forwarded,
}

fn read_networks<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<Network>, D::Error> {
    let texts = Vec::<String>::deserialize(d)?;
    let networks = texts.iter().map(|text| text.parse());
    networks
        .collect::<Result<_, NotANetwork>>()
        .map_err(serde::de::Error::custom)
}

fn write_networks<S: Serializer>(networks: &[Network], s: S) -> Result<S::Ok, S::Error> {
    s.collect_seq(networks.iter().map(Network::to_string))
}
