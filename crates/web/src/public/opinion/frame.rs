//! What every page of a physician has around its own content.

use super::caller::Doctor;
use crate::site::Site;
use axum::response::Response;
use http::StatusCode;
use kairan_access::LetterFacts;
use kairan_opinion::Asked;
use minijinja::{Value, context};

/// Before sign-in: whose office asks, nothing of whom.
pub(in crate::public) fn outside(facts: Option<&LetterFacts>) -> Value {
    let nobody = context! { person => (), room => "", me => () };
    match facts {
        None => context! { office => (), ..nobody },
        Some(facts) => context! {
            insurer => facts.insurer.as_str(),
            office => context! { name => facts.office.as_str(), phone => facts.phone.as_str(), hours => () },
            ..nobody
        },
    }
}

impl Doctor {
    /// A page inside: `own` is the page's own part.
    pub(super) fn page(&self, site: &Site, name: &str, (asked, own): (&Asked, Value)) -> Response {
        self.page_with(site, StatusCode::OK, name, (asked, own))
    }

    /// The same with a status other than 200.
    pub(super) fn page_with(
        &self,
        site: &Site,
        status: StatusCode,
        name: &str,
        (asked, own): (&Asked, Value),
    ) -> Response {
        let office = &asked.office;
        let me = self
            .user
            .as_ref()
            .map(|user| context! { name => user.expose(), clinic => asked.clinic.name.as_str() });
        let around = context! {
            csrf => self.csrf.as_str(),
            insurer => office.insurer.as_str(),
            office => context! { name => office.office.as_str(), phone => office.phone.as_str(), hours => () },
            person => asked.plan.insured.name.expose(),
            room => self.path(""),
            me,
        };
        site.page(status, name, context! { ..own, ..around })
    }
}
