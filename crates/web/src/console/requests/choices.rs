//! Closed lists as the choices of a form.

use kairan_domain::opinion_request::{
    ApplicationKind, CareSetting, DoctorKind, OpinionTimes, ReminderMethod, RequestKind,
};
use serde::Serialize;

/// One choice.
#[derive(Clone, Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
}

impl Choice {
    pub(super) fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            text: text.into(),
        }
    }
}

/// The lists of a request's form.
#[derive(Serialize)]
pub(super) struct Choices {
    application: Vec<Choice>,
    kind: Vec<Choice>,
    times: Vec<Choice>,
    care: Vec<Choice>,
    doctor: Vec<Choice>,
}

macro_rules! list {
    ($kind:ident) => {
        $kind::ALL
            .iter()
            .map(|one| Choice::new(one.code(), one.label()))
    };
}

impl Choices {
    pub(super) fn all() -> Self {
        let first = || [Choice::new("", "選んでください")].into_iter();
        Self {
            application: first().chain(list!(ApplicationKind)).collect(),
            kind: list!(RequestKind).collect(),
            times: first().chain(list!(OpinionTimes)).collect(),
            care: first().chain(list!(CareSetting)).collect(),
            doctor: list!(DoctorKind).collect(),
        }
    }
}

/// How somebody can be reminded; without an address not by mail.
pub(super) fn methods(mail: bool) -> Vec<Choice> {
    list!(ReminderMethod)
        .filter(|choice| mail || choice.value != ReminderMethod::Mail.code())
        .collect()
}
