//! What every page of a reviewer shows: whose meeting, whom to phone.

use kairan_access::GateFacts;
use kairan_domain::date;
use minijinja::{Value, context};

/// Insurer, office and meeting of a gate page.
pub(super) fn gate(facts: Option<&GateFacts>) -> Value {
    match facts {
        None => context! { reader => (), office => (), meeting => () },
        Some(facts) => context! {
            reader => (),
            insurer => facts.insurer.as_str(),
            office => context! { name => facts.office.as_str(), phone => facts.phone.as_str() },
            meeting => context! { date => date::wareki(facts.held_on) },
        },
    }
}
