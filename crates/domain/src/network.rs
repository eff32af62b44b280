//! A range of addresses: whose word is believed, and from where a key may be used.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// A range of addresses, `10.1.0.0/16`, `2001:db8::/32` or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    prefix: u8,
}

/// The text is no address range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not an address range such as \"10.1.0.0/16\" or \"127.0.0.1\"")]
pub struct NotANetwork;

impl Network {
    /// Whether the address lies in the range; an IPv4 address mapped into IPv6 counts as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(other)) => {
                let shift = 32 - u32::from(self.prefix);
                same(
                    u128::from(base.to_bits()),
                    u128::from(other.to_bits()),
                    shift,
                )
            }
            (IpAddr::V6(base), IpAddr::V6(other)) => same(
                base.to_bits(),
                other.to_bits(),
                128 - u32::from(self.prefix),
            ),
            _ => false,
        }
    }
}

fn same(a: u128, b: u128, shift: u32) -> bool {
    a.checked_shr(shift).unwrap_or(0) == b.checked_shr(shift).unwrap_or(0)
}

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let base: IpAddr = address.trim().parse().map_err(|_| NotANetwork)?;
        let widest = if base.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(digits) => digits.trim().parse::<u8>().map_err(|_| NotANetwork)?,
            None => widest,
        };
        if prefix > widest {
            Err(NotANetwork)
        } else {
            Ok(Self { base, prefix })
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.base, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_its_addresses_and_no_others() {
        let office: Network = "10.1.0.0/16".parse().unwrap();
        assert!(office.contains("10.1.255.9".parse().unwrap()));
        assert!(office.contains("::ffff:10.1.2.3".parse().unwrap()));
        assert!(!office.contains("10.2.0.1".parse().unwrap()));
        let all: Network = "::/0".parse().unwrap();
        assert!(all.contains("2001:db8::1".parse().unwrap()));
        assert!(!all.contains("10.0.0.1".parse().unwrap()));
        assert!(
            "127.0.0.1"
                .parse::<Network>()
                .unwrap()
                .contains("127.0.0.1".parse().unwrap())
        );
        for bad in ["", "10.0.0.0/33", "host", "10.0.0.0/x", "::/129"] {
            assert_eq!(bad.parse::<Network>(), Err(NotANetwork), "{bad}");
        }
    }
}
