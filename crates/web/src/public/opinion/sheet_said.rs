//! What is said at a field: its faults, what the request says by now, what one should know
//! before writing.

use super::sheet_field::shown;
use kairan_domain::opinion::{
    Advice, Checked, FieldFault, FieldId, FormFacts, OpinionFault, RawOpinion, SPECIFIED_DISEASES,
    advice,
};
use kairan_domain::opinion_request::Differing;
use kairan_domain::secret::SecretText;
use kairan_domain::words;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is written on the form, and what is said about it.
pub(super) struct Filled<'a> {
    /// As typed.
    pub(super) raw: &'a RawOpinion,
    /// As judged.
    pub(super) checked: &'a Checked,
    /// What it was judged by.
    pub(super) facts: &'a FormFacts,
    /// Whether what is still missing is told at its field: a form just begun is not full of it.
    pub(super) tell: bool,
    /// What another device wrote meanwhile, by field.
    pub(super) theirs: &'a BTreeMap<FieldId, String>,
    /// Where the request says something else by now.
    pub(super) differing: &'a [Differing],
}

/// The faults of a field, in sentences.
#[derive(Debug, Default, Serialize)]
pub(super) struct Said {
    pub(super) error: Vec<String>,
    pub(super) doubt: Vec<String>,
    /// One is about what stands there, and told while one writes.
    now: bool,
}

/// What the request says in a field of the head.
#[derive(Debug, Serialize)]
pub(super) struct RequestSays {
    /// For reading.
    shown: String,
    /// For the field.
    value: String,
    /// The clerk put it right since the draft began.
    newer: bool,
}

/// What one should know before writing.
#[derive(Debug, Serialize)]
pub(super) struct AdviceView {
    words: &'static str,
    /// What stands behind 「一覧」.
    list: &'static [&'static str],
}

impl Filled<'_> {
    /// What is said about a field's answer.
    pub(super) fn said(&self, id: FieldId) -> Said {
        said(self.checked, id, self.tell)
    }

    /// Whether a box is ticked, be it by its code or by its label.
    pub(super) fn ticked(&self, id: FieldId, code: &str) -> bool {
        self.raw.has(id, code) || self.checked.answers.has(id, code)
    }

    /// Whether the field holds something that another answer leaves out of the opinion.
    pub(super) fn is_left_out(&self, id: FieldId) -> bool {
        let is_left = |what: &OpinionFault| matches!(what, OpinionFault::NotApplicable { .. });
        let mut warnings = self.checked.warnings.iter();
        warnings.any(|fault| fault.field == id && is_left(&fault.what))
    }

    /// What the request says in a field, where that is something else.
    pub(super) fn request_says(&self, id: FieldId) -> Option<RequestSays> {
        let found = self.differing.iter().find(|one| one.field == id)?;
        Some(RequestSays {
            shown: shown(id, &found.request),
            value: found.request.first().map(SecretText::expose)?.to_owned(),
            newer: found.is_newer,
        })
    }

    /// What is to be known at a field.
    pub(super) fn advice(&self, id: FieldId) -> Option<AdviceView> {
        let advice = advice(id, self.facts)?;
        Some(AdviceView {
            words: words::opinion_advice(advice),
            list: match advice {
                Advice::SpecifiedDisease => &SPECIFIED_DISEASES,
            },
        })
    }
}

/// The sentences about a field: with `tell` all of them, else those about what stands there.
pub(super) fn said(checked: &Checked, id: FieldId, tell: bool) -> Said {
    let of = |faults: &[FieldFault]| -> Vec<OpinionFault> {
        let own = faults.iter().filter(|fault| fault.field == id);
        own.map(|fault| fault.what)
            .filter(|what| !is_said_elsewhere(what))
            .filter(|what| tell || what.is_about_what_stands())
            .collect()
    };
    let words = |faults: &[OpinionFault]| faults.iter().map(words::opinion_fault).collect();
    let (errors, doubts) = (of(&checked.errors), of(&checked.warnings));
    let mut all = errors.iter().chain(&doubts);
    Said {
        now: all.any(OpinionFault::is_about_what_stands),
        error: words(&errors),
        doubt: words(&doubts),
    }
}

/// The count beside a field tells what is too long, the note above its parts what is left out,
/// the note about the request another birth date.
fn is_said_elsewhere(fault: &OpinionFault) -> bool {
    matches!(
        fault,
        OpinionFault::LongForPrint { .. }
            | OpinionFault::NotApplicable { .. }
            | OpinionFault::BirthDiffers
    )
}

impl Said {
    /// Whether nothing is to be said.
    pub(super) fn is_empty(&self) -> bool {
        self.error.is_empty() && self.doubt.is_empty()
    }
}
