//! Who is one client: an IPv4 address, or an IPv6 network.

use std::net::IpAddr;

/// The network that counts as one client: one household or ward has a whole IPv6 /64 at its
/// disposal. An IPv4 address written as IPv6 is the IPv4 address.
pub fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() >> 64 << 64).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}
