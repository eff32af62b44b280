//! Between `MailAddress` and lettre's `Address`.

use kairan_domain::mail_address::MailAddress;
use lettre::Address;

/// The address as it goes over the wire. A local part that is no dot-atom (`taro.`, `a..b`,
/// handed out by mobile carriers until about 2009) is quoted: the same mailbox by RFC 5321 §4.1.2.
pub(crate) fn wire(address: &MailAddress) -> Option<Address> {
    let (local, domain) = address.expose().rsplit_once('@')?;
    if is_dot_atom(local) {
        return Address::new(local, domain).ok();
    }
    // Quoted text must hold neither a quote nor a backslash; `MailAddress` lets neither in.
    let quotable = !local.is_empty()
        && local
            .bytes()
            .all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\');
    Address::new("x", domain).ok().filter(|_| quotable)?;
    Some(Address::new_dangerous(format!("\"{local}\""), domain))
}

fn is_dot_atom(local: &str) -> bool {
    local.split('.').all(|atom| !atom.is_empty())
}

/// Where the returns of one notice go: `bounce+{notice}@example.jp`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReturnPath {
    /// Up to the notice's id, in lower case.
    pub(crate) before: String,
    /// Behind it, from `@` on, in lower case.
    pub(crate) after: String,
}

impl ReturnPath {
    /// Reads the pattern of the config; `None` when it yields no address.
    pub(crate) fn parse(pattern: &str) -> Option<Self> {
        let (before, after) = pattern.trim().split_once("{notice}")?;
        let path = Self {
            before: before.to_ascii_lowercase(),
            after: after.to_ascii_lowercase(),
        };
        let sample = path.of("00000000000000000000000000");
        let whole =
            !before.is_empty() && after.starts_with('@') && MailAddress::check(&sample).is_ok();
        whole.then_some(path)
    }

    /// The address for this notice's id.
    pub(crate) fn of(&self, notice: &str) -> String {
        format!("{}{notice}{}", self.before, self.after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_carrier_addresses_are_quoted() {
        for (given, sent) in [
            ("taro@example.jp", "taro@example.jp"),
            ("taro.@docomo.ne.jp", "\"taro.\"@docomo.ne.jp"),
            ("ta..ro@ezweb.ne.jp", "\"ta..ro\"@ezweb.ne.jp"),
        ] {
            let address = wire(&MailAddress::check(given).unwrap()).unwrap();
            assert_eq!(address.to_string(), sent);
        }
    }

    #[test]
    fn a_return_path_needs_its_place_for_the_notice() {
        assert!(ReturnPath::parse("bounce+{notice}@example.jp").is_some());
        for bad in [
            "",
            "bounce@example.jp",
            "{notice}@example.jp",
            "bounce+{notice}",
            "b {notice}@x",
            "b+{notice}x@example.jp",
        ] {
            assert_eq!(ReturnPath::parse(bad), None, "{bad}");
        }
    }
}
