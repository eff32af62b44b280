//! What was found in a file that nobody sees, as part of a version of a material.

use jiff::Timestamp;
use kairan_domain::author::Author;
use kairan_domain::examination::{
    Decision, Examination, Examined, FindingKind, Given, KindFound, NotExamined,
};
use serde::{Deserialize, Serialize};

use super::forms::{Secret, Text};

#[derive(Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ExaminedForm {
    #[default]
    Never,
    Waiting,
    Limit,
    Encrypted,
    Unreadable,
    Done(Box<DoneForm>),
}

#[derive(Serialize, Deserialize)]
pub(crate) struct DoneForm {
    at: Text<Timestamp>,
    found: Vec<FoundForm>,
    given: GivenForm,
    decision: Option<DecisionForm>,
}

/// Short keys: a meeting's record holds hundreds.
#[derive(Serialize, Deserialize)]
struct FoundForm {
    k: String,
    n: u32,
    w: u32,
    p: Vec<u32>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum GivenForm {
    AsBrought,
    WithoutMetadata,
    Clean(Vec<u32>),
}

#[derive(Serialize, Deserialize)]
struct DecisionForm {
    by: Text<Author>,
    at: Text<Timestamp>,
    reason: Option<Secret>,
}

impl ExaminedForm {
    pub(super) fn is_never(&self) -> bool {
        matches!(self, Self::Never)
    }
}

impl From<&Examined> for ExaminedForm {
    fn from(examined: &Examined) -> Self {
        match examined {
            Examined::Never => Self::Never,
            Examined::Waiting => Self::Waiting,
            Examined::Not(NotExamined::Limit) => Self::Limit,
            Examined::Not(NotExamined::Encrypted) => Self::Encrypted,
            Examined::Not(NotExamined::Unreadable) => Self::Unreadable,
            Examined::Done(done) => Self::Done(Box::new(DoneForm {
                at: Text(done.at),
                found: done.found.iter().map(FoundForm::from).collect(),
                given: match &done.given {
                    Given::AsBrought => GivenForm::AsBrought,
                    Given::WithoutMetadata => GivenForm::WithoutMetadata,
                    Given::Clean { pictures } => GivenForm::Clean(pictures.clone()),
                },
                decision: done.decision.as_ref().map(|decision| DecisionForm {
                    by: Text(decision.by),
                    at: Text(decision.at),
                    reason: decision.reason.clone().map(Secret),
                }),
            })),
        }
    }
}

impl From<&KindFound> for FoundForm {
    fn from(found: &KindFound) -> Self {
        Self {
            k: found.kind.word().to_owned(),
            n: found.count,
            w: found.words,
            p: found.pages.clone(),
        }
    }
}

impl From<ExaminedForm> for Examined {
    fn from(form: ExaminedForm) -> Self {
        match form {
            ExaminedForm::Never => Self::Never,
            ExaminedForm::Waiting => Self::Waiting,
            ExaminedForm::Limit => Self::Not(NotExamined::Limit),
            ExaminedForm::Encrypted => Self::Not(NotExamined::Encrypted),
            ExaminedForm::Unreadable => Self::Not(NotExamined::Unreadable),
            ExaminedForm::Done(done) => Self::Done((*done).into()),
        }
    }
}

impl From<DoneForm> for Examination {
    fn from(form: DoneForm) -> Self {
        let found = form.found.into_iter().filter_map(|found| {
            // Kinds are never removed; one of a newer program has kept it out already.
            Some(KindFound {
                kind: FindingKind::of_word(&found.k)?,
                count: found.n,
                words: found.w,
                pages: found.p,
            })
        });
        Self {
            at: form.at.0,
            found: found.collect(),
            given: match form.given {
                GivenForm::AsBrought => Given::AsBrought,
                GivenForm::WithoutMetadata => Given::WithoutMetadata,
                GivenForm::Clean(pictures) => Given::Clean { pictures },
            },
            decision: form.decision.map(|decision| Decision {
                by: decision.by.0,
                at: decision.at.0,
                reason: decision.reason.map(|reason| reason.0),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kairan_domain::ids::StaffId;
    use kairan_domain::secret::SecretText;

    #[test]
    fn every_state_comes_back_from_its_form() {
        let decided = Examination {
            at: "2026-12-01T01:00:00Z".parse().unwrap(),
            found: vec![KindFound {
                kind: FindingKind::CoveredText,
                count: 3,
                words: 7,
                pages: vec![2, 12],
            }],
            given: Given::Clean { pictures: vec![2] },
            decision: Some(Decision {
                by: StaffId::from_bytes([7; 16]).into(),
                at: "2026-12-01T02:00:00Z".parse().unwrap(),
                reason: Some(SecretText::new("様式として使うため")),
            }),
        };
        let open = |given| Examination {
            given,
            decision: None,
            ..decided.clone()
        };
        let mut states = vec![Examined::Never, Examined::Waiting];
        for why in [
            NotExamined::Limit,
            NotExamined::Encrypted,
            NotExamined::Unreadable,
        ] {
            states.push(Examined::Not(why));
        }
        for given in [Given::AsBrought, Given::WithoutMetadata] {
            states.push(Examined::Done(open(given)));
        }
        states.push(Examined::Done(decided));
        for state in states {
            let row = serde_json::to_string(&ExaminedForm::from(&state)).unwrap();
            let form: ExaminedForm = serde_json::from_str(&row).unwrap();
            assert_eq!(Examined::from(form), state, "{row}");
        }
    }

    /// As written on 2026-12-01, and read for ever.
    #[test]
    fn the_first_edition_is_read() {
        let row = r#"{"done":{"at":"2026-12-01T01:00:00Z","found":[{"k":"author","n":1,"w":2,"p":[]}],"given":"without_metadata","decision":null}}"#;
        let form: ExaminedForm = serde_json::from_str(row).unwrap();
        let Examined::Done(done) = Examined::from(form) else {
            panic!("not done")
        };
        assert_eq!(done.found[0].kind, FindingKind::Author);
        assert!(!done.waits());
    }
}
