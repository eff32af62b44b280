//! Pages of a list that knows only its next place: the way back is carried in the address.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

/// Pages one may go back; further back one starts again at the first.
const MOST_BACK: usize = 20;

/// `?q=…&cursor=…&back=…` of a list.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Place {
    /// What is searched.
    #[serde(default)]
    pub(crate) q: String,
    /// Where this page begins; empty: at the first.
    #[serde(default)]
    cursor: String,
    /// Where earlier pages began, oldest first, `~` between them.
    #[serde(default)]
    back: String,
}

/// `pages` of a template.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Pager {
    newer_url: Option<String>,
    older_url: Option<String>,
    text: String,
}

impl Place {
    /// The cursor for the use case.
    pub(crate) fn cursor(&self) -> Option<&str> {
        (!self.cursor.is_empty()).then_some(self.cursor.as_str())
    }

    /// The address of this page.
    pub(crate) fn here(&self, path: &str) -> String {
        if self.q.is_empty() && self.cursor.is_empty() {
            return path.to_owned();
        }
        let back: Vec<&str> = self.back.split('~').collect();
        self.url(path, &self.cursor, &back)
    }

    /// Links to the pages before and behind this one.
    pub(crate) fn pager(&self, path: &str, next: Option<&str>) -> Pager {
        let mut back: Vec<&str> = self.back.split('~').collect();
        let page = back.len();
        let newer_url = self.cursor().map(|_| {
            let before = back.pop().unwrap_or_default();
            self.url(path, before, &back)
        });
        let older_url = next.map(|next| {
            let mut back: Vec<&str> = self.back.split('~').collect();
            if self.cursor().is_some() {
                back.push(&self.cursor);
            }
            let skip = back.len().saturating_sub(MOST_BACK);
            self.url(path, next, &back[skip..])
        });
        let page = if self.cursor().is_some() { page + 1 } else { 1 };
        Pager {
            newer_url,
            older_url,
            text: format!("{page}ページ目"),
        }
    }

    fn url(&self, path: &str, cursor: &str, back: &[&str]) -> String {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        // Of a list with parts, the part stands in the path already.
        let joint = if path.contains('?') { '&' } else { '?' };
        let mut url = format!("{path}{joint}q={}", encoded(&self.q));
        if !cursor.is_empty() {
            url.push_str("&cursor=");
            url.push_str(&encoded(cursor));
            url.push_str("&back=");
            url.push_str(&encoded(&back.join("~")));
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_back_the_way_one_came() {
        let first = Place::default();
        let pager = first.pager("/console/", Some("AB"));
        assert_eq!(pager.newer_url, None);
        assert_eq!(
            pager.older_url.as_deref(),
            Some("/console/?q=&cursor=AB&back=")
        );
        let second = Place {
            cursor: "AB".into(),
            ..Place::default()
        };
        let pager = second.pager("/console/", Some("CD"));
        assert_eq!(pager.newer_url.as_deref(), Some("/console/?q="));
        assert_eq!(
            pager.older_url.as_deref(),
            Some("/console/?q=&cursor=CD&back=%7EAB")
        );
        let third = Place {
            cursor: "CD".into(),
            back: "~AB".into(),
            ..Place::default()
        };
        assert_eq!(third.here("/console/"), "/console/?q=&cursor=CD&back=%7EAB");
        let pager = third.pager("/console/", None);
        assert_eq!(
            pager.newer_url.as_deref(),
            Some("/console/?q=&cursor=AB&back=")
        );
        assert_eq!((pager.older_url, pager.text.as_str()), (None, "3ページ目"));
    }

    #[test]
    fn the_pages_of_a_part_stay_in_the_part() {
        let pager = Place::default().pager("/console/requests?show=overdue", Some("AB"));
        assert_eq!(
            pager.older_url.as_deref(),
            Some("/console/requests?show=overdue&q=&cursor=AB&back=")
        );
    }
}
