//! Well-known domains and how they are mistyped. Only names that nobody else's mail ends in stand
//! here.

/// Meant, and the writings that are not it.
const SLIPS: &[(&str, &[&str])] = &[
    (
        "gmail.com",
        &[
            "gmial.com",
            "gmai.com",
            "gamil.com",
            "gmali.com",
            "gmil.com",
            "gmaill.com",
            "gnail.com",
            "gmail.co",
            "gmail.cm",
            "gmail.om",
            "gmail.jp",
            "gmail.co.jp",
            "gmail.ne.jp",
            "gmail.comm",
            "gmail.coml",
            "gmeil.com",
        ],
    ),
    (
        "docomo.ne.jp",
        &[
            "docomo.co.jp",
            "docomo.jp",
            "docomo.com",
            "docomo.ne",
            "docomo.nejp",
            "docmo.ne.jp",
            "docomo.or.jp",
            "doccomo.ne.jp",
            "docomo.ne.ip",
        ],
    ),
    (
        "ezweb.ne.jp",
        &[
            "ezweb.co.jp",
            "ezweb.jp",
            "ezweb.com",
            "ezweb.ne",
            "ezwed.ne.jp",
            "exweb.ne.jp",
        ],
    ),
    ("au.com", &["au.co.jp", "au.ne.jp", "au.jp", "au.comm"]),
    (
        "i.softbank.jp",
        &[
            "i.softbank.ne.jp",
            "i.softbank.co.jp",
            "isoftbank.jp",
            "i.sofbank.jp",
        ],
    ),
    (
        "softbank.ne.jp",
        &["softbank.ne", "sofbank.ne.jp", "softbamk.ne.jp"],
    ),
    (
        "yahoo.co.jp",
        &[
            "yahoo.ne.jp",
            "yahoo.jp",
            "yaho.co.jp",
            "yahooo.co.jp",
            "yhaoo.co.jp",
            "yahoo.co",
            "yahoo.cojp",
            "yafoo.co.jp",
            "yahoo.co.ip",
        ],
    ),
    (
        "icloud.com",
        &[
            "icloud.co",
            "icloud.jp",
            "iclud.com",
            "icoud.com",
            "icloud.co.jp",
        ],
    ),
    (
        "outlook.jp",
        &["outlook.co.jp", "outlook.ne.jp", "outlok.jp"],
    ),
    ("outlook.com", &["outlok.com", "outloook.com", "outlook.co"]),
    (
        "hotmail.co.jp",
        &["hotmail.jp", "hotmail.ne.jp", "hotmal.co.jp"],
    ),
    ("hotmail.com", &["hotmal.com", "hotmial.com", "hotmail.co"]),
];

/// Ends that no domain has.
const ENDS: &[(&str, &str)] = &[
    (".con", ".com"),
    (".cpm", ".com"),
    (".vom", ".com"),
    (".comn", ".com"),
    (".ne.jo", ".ne.jp"),
    (".co.jo", ".co.jp"),
    (".or.jo", ".or.jp"),
    (".co.jpp", ".co.jp"),
    (".ne.jpp", ".ne.jp"),
    (".ne.jp.jp", ".ne.jp"),
];

/// What was probably meant by a domain in lower case.
pub(super) fn meant(domain: &str) -> Option<String> {
    let known = SLIPS
        .iter()
        .find(|(_, slips)| slips.contains(&domain))
        .map(|(meant, _)| (*meant).to_owned());
    known.or_else(|| {
        ENDS.iter()
            .find_map(|(slip, end)| domain.strip_suffix(slip).map(|stem| format!("{stem}{end}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_is_no_slip() {
        for (meant_domain, _) in SLIPS {
            assert_eq!(meant(meant_domain), None);
        }
    }
}
