//! 作成依頼 on disk, with its letter, versions and reminders in one record, and how it is found.

use jiff::Timestamp;
use jiff::civil::Date;
use kairan_domain::author::Author;
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::{ClinicId, InsurerId, OpinionRequestId, PhysicianId};
use kairan_domain::material::Part;
use kairan_domain::meeting::AccessLink;
use kairan_domain::opinion_request::{
    ApplicationKind, CareSetting, DoctorKind, Letter, OpinionFile, OpinionRequest, OpinionTimes,
    RequestKind, RequestPlan, Stage,
};
use serde::{Deserialize, Serialize};

use super::Kind;
use super::codec::Coded;
use super::forms::{Digest, Name, Secret, Text};
use super::insured::InsuredForm;
use super::meeting::day_key;
use super::opinion_version::{ReminderForm, VersionForm};
use super::waiting::WaitingForm;
use super::worklist::{awaited_key, is_over, list_place, reference_key, state_byte};
use crate::error::ConflictOn;
use crate::index::{Index, IndexKeys, Person, instant, person_key};

#[derive(Serialize, Deserialize)]
pub(crate) struct RequestForm {
    id: Text<OpinionRequestId>,
    insurer: Text<InsurerId>,
    plan: PlanForm,
    made_at: Text<Timestamp>,
    made_by: Text<Author>,
    letter: Option<LetterForm>,
    versions: Vec<VersionForm>,
    reminders: Vec<ReminderForm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    waiting: Option<WaitingForm>,
    stage: StageForm,
}

#[derive(Serialize, Deserialize)]
struct PlanForm {
    insured: InsuredForm,
    applied_on: Text<Date>,
    application: Name<ApplicationKind>,
    kind: Name<RequestKind>,
    times: Name<OpinionTimes>,
    care: Name<CareSetting>,
    doctor: Name<DoctorKind>,
    clinic: Text<ClinicId>,
    physician: Option<Text<PhysicianId>>,
    requested_on: Text<Date>,
    due_on: Text<Date>,
}

#[derive(Serialize, Deserialize)]
struct LetterForm {
    token: Secret,
    digest: Digest,
    short_code: Digest,
    passcode: Secret,
    printed_at: Text<Timestamp>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StageForm {
    Requested,
    Drafting {
        since: Text<Timestamp>,
    },
    Submitted,
    SentBack,
    Accepted {
        at: Text<Timestamp>,
    },
    Cancelled {
        at: Text<Timestamp>,
        reason: Secret,
    },
    Reassigned {
        at: Text<Timestamp>,
        to: Text<OpinionRequestId>,
    },
}

impl From<&RequestPlan> for PlanForm {
    fn from(plan: &RequestPlan) -> Self {
        Self {
            insured: (&plan.insured).into(),
            applied_on: Text(plan.applied_on),
            application: Name(plan.application),
            kind: Name(plan.kind),
            times: Name(plan.times),
            care: Name(plan.care),
            doctor: Name(plan.doctor),
            clinic: Text(plan.clinic),
            physician: plan.physician.map(Text),
            requested_on: Text(plan.requested_on),
            due_on: Text(plan.due_on),
        }
    }
}

impl TryFrom<PlanForm> for RequestPlan {
    type Error = String;

    fn try_from(form: PlanForm) -> Result<Self, String> {
        Ok(Self {
            insured: form.insured.try_into()?,
            applied_on: form.applied_on.0,
            application: form.application.0,
            kind: form.kind.0,
            times: form.times.0,
            care: form.care.0,
            doctor: form.doctor.0,
            clinic: form.clinic.0,
            physician: form.physician.map(|id| id.0),
            requested_on: form.requested_on.0,
            due_on: form.due_on.0,
        })
    }
}

impl From<&Letter> for LetterForm {
    fn from(letter: &Letter) -> Self {
        Self {
            token: Secret(letter.link.token.clone()),
            digest: Digest(letter.link.digest),
            short_code: Digest(letter.short_code),
            passcode: Secret(letter.passcode.clone()),
            printed_at: Text(letter.printed_at),
        }
    }
}

impl From<LetterForm> for Letter {
    fn from(form: LetterForm) -> Self {
        Self {
            link: AccessLink {
                token: form.token.0,
                digest: form.digest.0,
            },
            short_code: form.short_code.0,
            passcode: form.passcode.0,
            printed_at: form.printed_at.0,
        }
    }
}

impl From<&Stage> for StageForm {
    fn from(stage: &Stage) -> Self {
        match stage {
            Stage::Requested => Self::Requested,
            Stage::Drafting { since } => Self::Drafting {
                since: Text(*since),
            },
            Stage::Submitted => Self::Submitted,
            Stage::SentBack => Self::SentBack,
            Stage::Accepted { at } => Self::Accepted { at: Text(*at) },
            Stage::Cancelled { at, reason } => Self::Cancelled {
                at: Text(*at),
                reason: Secret(reason.clone()),
            },
            Stage::Reassigned { at, to } => Self::Reassigned {
                at: Text(*at),
                to: Text(*to),
            },
        }
    }
}

impl From<StageForm> for Stage {
    fn from(form: StageForm) -> Self {
        match form {
            StageForm::Requested => Self::Requested,
            StageForm::Drafting { since } => Self::Drafting { since: since.0 },
            StageForm::Submitted => Self::Submitted,
            StageForm::SentBack => Self::SentBack,
            StageForm::Accepted { at } => Self::Accepted { at: at.0 },
            StageForm::Cancelled { at, reason } => Self::Cancelled {
                at: at.0,
                reason: reason.0,
            },
            StageForm::Reassigned { at, to } => Self::Reassigned { at: at.0, to: to.0 },
        }
    }
}

/// Every file of a request, with the keys of its parts.
pub(crate) fn request_files(
    request: &mut OpinionRequest,
) -> impl Iterator<Item = &mut OpinionFile> {
    let waiting = request.waiting.iter_mut().map(|files| &mut files.pages);
    let versions = request.versions.iter_mut();
    let versions = versions.flat_map(|version| version.pdf.iter_mut().chain(&mut version.masked));
    versions.chain(waiting)
}

impl Coded for OpinionRequest {
    const KIND: Kind = Kind::OpinionRequest;
    type Form = RequestForm;

    fn owner(&self) -> InsurerId {
        self.insurer
    }

    fn id(&self) -> Vec<u8> {
        self.id.as_bytes().to_vec()
    }

    fn to_form(&self) -> RequestForm {
        RequestForm {
            id: Text(self.id),
            insurer: Text(self.insurer),
            plan: (&self.plan).into(),
            made_at: Text(self.made_at),
            made_by: Text(self.made_by),
            letter: self.letter.as_ref().map(Into::into),
            versions: self.versions.iter().map(Into::into).collect(),
            reminders: self.reminders.iter().map(Into::into).collect(),
            waiting: self.waiting.as_ref().map(Into::into),
            stage: (&self.stage).into(),
        }
    }

    fn from_form(form: RequestForm) -> Result<Self, String> {
        Ok(Self {
            id: form.id.0,
            insurer: form.insurer.0,
            plan: form.plan.try_into()?,
            made_at: form.made_at.0,
            made_by: form.made_by.0,
            letter: form.letter.map(Into::into),
            versions: form.versions.into_iter().map(Into::into).collect(),
            reminders: form.reminders.into_iter().map(Into::into).collect(),
            waiting: form.waiting.map(Into::into),
            stage: form.stage.into(),
        })
    }

    fn index(&self, keys: &mut IndexKeys<'_>) {
        let (insurer, state) = (self.insurer.as_bytes(), self.state());
        let clinic = self.plan.clinic.as_bytes();
        let byte = [state_byte(state)];
        let place = list_place(state, self.plan.due_on);
        if is_over(state) {
            keys.many(Index::RequestList, &[insurer, &byte, &place]);
        } else {
            // Counted by day: what is overdue follows from it without reading a request.
            keys.counted(Index::RequestList, &[insurer, &byte, &place], &[]);
        }
        keys.many(Index::RequestOfClinic, &[insurer, clinic, &byte, &place]);
        let insured = &self.plan.insured;
        for person in [
            Person::Number(&insured.number),
            Person::Name(insured.name.expose()),
            Person::Name(insured.kana.expose()),
        ] {
            let key = person_key(keys.vault(), self.insurer, person);
            keys.many(Index::RequestPerson, &[insurer, &key]);
        }
        match &self.letter {
            // Kept when the request is over: its letter is told so, not "unknown".
            Some(letter) => {
                keys.one(Index::RequestLink, &[&letter.link.digest], ConflictOn::Link);
                let code = ConflictOn::ShortCode;
                keys.one(Index::RequestShortCode, &[&letter.short_code], code);
            }
            None if state.is_writable() => {
                let made = instant(self.made_at);
                keys.counted(Index::RequestUnprinted, &[insurer], &[&made]);
            }
            None => {}
        }
        if let Some(awaited) = self.awaited() {
            let awaited = awaited_key(awaited);
            keys.counted(Index::RequestAwaited, &[insurer, &awaited], &[]);
        }
        if let Some(files) = &self.waiting {
            let came = day_key(Some(tokyo_day(files.at)));
            keys.many(Index::RequestFilesWait, &[insurer, &came]);
        }
        keys.many(Index::RequestReference, &[insurer, &reference_key(self.id)]);
        if let Some(ended) = self.ended_at() {
            keys.many(Index::RequestEnded, &[insurer, &instant(ended)]);
        }
        let versions = self.versions.iter();
        let kept = versions.flat_map(|version| version.pdf.iter().chain(&version.masked));
        let waiting = self.waiting.iter().map(|files| &files.pages);
        for file in kept.chain(waiting) {
            if !is_gone(&file.parts) {
                keys.many(Index::FileUse, &[file.file.as_bytes()]);
            }
        }
    }
}

/// Purge empties the parts: what is left keeps no file.
fn is_gone(parts: &[Part]) -> bool {
    parts.is_empty()
}
