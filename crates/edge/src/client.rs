//! Who is at the other end: the peer of the socket, or what a trusted proxy says about it.

use std::net::{IpAddr, SocketAddr};

use http::HeaderMap;
use http::header::{FORWARDED, HeaderName};

use crate::proxies::{ForwardHeader, Proxies};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The socket's peer, in the extensions of every request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerAddr(pub SocketAddr);

/// The client's address as [`client_address`] found it, an extension of every request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddr(pub IpAddr);

/// The client's address: the peer, unless the peer is a configured proxy.
///
/// Then the configured header is read from right to left: each proxy appended the address it was
/// called from, so the first one that is no proxy of ours is the client. What lies further left,
/// and the header not configured, may be the client's invention. An entry that is no address ends
/// the walk at the last proxy that can be believed.
pub fn client_address(peer: IpAddr, headers: &HeaderMap, proxies: &Proxies) -> IpAddr {
    let trusted = |ip: IpAddr| proxies.trusted.iter().any(|network| network.contains(ip));
    let mut client = peer.to_canonical();
    if !trusted(client) {
        return client;
    }

    let name = match proxies.header {
        ForwardHeader::XForwardedFor => X_FORWARDED_FOR,
        ForwardHeader::Forwarded => FORWARDED,
    };
    let values: Vec<&str> = headers
        .get_all(name)
        .iter()
        .map(|value| value.to_str().unwrap_or_default())
        .collect();
    for entry in values.iter().rev().flat_map(|value| value.rsplit(',')) {
        let node = match proxies.header {
            ForwardHeader::XForwardedFor => Some(entry),
            ForwardHeader::Forwarded => forwarded_for(entry),
        };
        let Some(ip) = node.and_then(address) else {
            break;
        };
        client = ip;
        if !trusted(ip) {
            break;
        }
    }

    client
}

/// The `for=` parameter of one element of `Forwarded` (RFC 7239 §4).
fn forwarded_for(element: &str) -> Option<&str> {
    element.split(';').find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        name.eq_ignore_ascii_case("for")
            .then(|| value.trim().trim_matches('"'))
    })
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:80`.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let ip = text
        .parse::<IpAddr>()
        .ok()
        .or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
        .or_else(|| text.strip_prefix('[')?.strip_suffix(']')?.parse().ok())?;
    Some(ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, header: ForwardHeader, values: &[(&str, &str)]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in values {
            headers.append(HeaderName::try_from(*name).unwrap(), value.parse().unwrap());
        }
        let trusted = vec!["10.0.0.0/8".parse().unwrap(), "127.0.0.1".parse().unwrap()];
        client_address(
            peer.parse().unwrap(),
            &headers,
            &Proxies { trusted, header },
        )
        .to_string()
    }

    #[test]
    fn the_header_is_read_from_the_right_and_only_from_proxies() {
        let xff = ForwardHeader::XForwardedFor;
        let name = "x-forwarded-for";
        let cases = [
            ("192.0.2.9", vec![(name, "198.51.100.1")], "192.0.2.9"),
            ("10.0.0.1", vec![], "10.0.0.1"),
            ("10.0.0.1", vec![(name, "198.51.100.1")], "198.51.100.1"),
            (
                "::ffff:10.0.0.1",
                vec![(name, "198.51.100.1")],
                "198.51.100.1",
            ),
            (
                "10.0.0.1",
                vec![(name, "6.6.6.6, 198.51.100.1, 10.0.0.7")],
                "198.51.100.1",
            ),
            (
                "10.0.0.1",
                vec![(name, "6.6.6.6"), (name, "198.51.100.1")],
                "198.51.100.1",
            ),
            (
                "10.0.0.1",
                vec![(name, "6.6.6.6, rubbish, 10.0.0.7")],
                "10.0.0.7",
            ),
            ("10.0.0.1", vec![(name, "[2001:db8::1]:443")], "2001:db8::1"),
            ("10.0.0.1", vec![("forwarded", "for=6.6.6.6")], "10.0.0.1"),
        ];
        for (peer, values, wanted) in cases {
            assert_eq!(client(peer, xff, &values), wanted, "{peer} {values:?}");
        }
    }

    #[test]
    fn forwarded_is_read_when_it_is_the_one_configured() {
        let values = [
            ("x-forwarded-for", "6.6.6.6"),
            (
                "forwarded",
                "for=6.6.6.7, For=\"[2001:db8::9]:1\";proto=https, for=10.0.0.7",
            ),
        ];
        assert_eq!(
            client("127.0.0.1", ForwardHeader::Forwarded, &values),
            "2001:db8::9"
        );
        let hidden = [("forwarded", "for=_hidden")];
        assert_eq!(
            client("127.0.0.1", ForwardHeader::Forwarded, &hidden),
            "127.0.0.1"
        );
    }
}
