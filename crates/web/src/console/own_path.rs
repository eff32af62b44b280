//! Where to go after signing in: only addresses of the console, whatever a link says.

/// `given`, when it is a plain address of the console and not of the sign-in itself.
pub(crate) fn own_path(given: &str) -> Option<&str> {
    plain_below(given, &["/console/"])
}

/// The same for pages of clinics' accounts.
pub(crate) fn own_clinic_path(given: &str) -> Option<&str> {
    plain_below(given, &["/clinic/", "/opinion/"])
}

/// `given`, when it is a plain address below one of these, and no page of a sign-in.
pub(crate) fn plain_below<'a>(given: &'a str, doors: &[&str]) -> Option<&'a str> {
    let plain = given.len() <= 300 && given.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    let path = given.split(['?', '#']).next().unwrap_or_default();
    let below = doors.iter().find_map(|door| path.strip_prefix(door))?;
    let inside = !given.contains("//") && !given.contains("/.");
    let signing = ["sign-in", "sign-out", "code", "password", "second-factor"];
    (plain && inside && !signing.contains(&below)).then_some(given)
}

/// The same, out of a `Referer`: its path and query.
pub(crate) fn own_path_of(referer: &str) -> Option<&str> {
    let behind_scheme = referer.split_once("://")?.1;
    own_path(&behind_scheme[behind_scheme.find('/')?..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere_after_signing_in() {
        for foreign in [
            "https://evil.example/console/",
            "//evil.example/",
            "/console//evil.example",
            "/console/\\evil.example",
            "/console/../r/abc",
            "/console/\r\nSet-Cookie: a=b",
            "/console/sign-in?next=/console/sign-in",
            "/r/abc",
            "",
        ] {
            assert_eq!(own_path(foreign), None, "{foreign}");
        }
        assert_eq!(
            own_path("/console/meetings/0abc?q=1"),
            Some("/console/meetings/0abc?q=1")
        );
        assert_eq!(
            own_path_of("https://kairan.example/console/staff"),
            Some("/console/staff")
        );
        assert_eq!(own_path_of("about:blank"), None);
    }
}
