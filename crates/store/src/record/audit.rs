//! Audit records on disk: ids only, so not sealed; the engine's writer numbers them.
//!
//! A refusal's client address stands there as it is (2026-12-01). It is about a person at most
//! together with what a provider knows, whoever looks into an attack needs it while the ring may be
//! the very thing that is lost, and sealed under a rotating key it would go with that key, for
//! stored rows are never written again. What was typed for an unknown login is a digest.
//!
//! Edition 2: edition byte ‖ JSON ‖ mark (36 bytes, [`kairan_vault::mark`]) ‖ CRC-32. The mark is
//! over `audit row`, the stream, the number and the bytes in front of it: nobody without the key
//! ring changes a row, or puts it under another number or to another insurer. Edition 1 had no
//! mark; from which number on there must be one says the ledger (`seals/ledger.rs`).

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord, MeetingThen, PlanChange};
use kairan_domain::ids::{
    AuthKeyId, ClinicId, InsurerId, MaterialId, MeetingId, OpinionRequestId, SeatId, StaffId,
    VersionId,
};
use kairan_domain::insurer::InsurerField;
use kairan_domain::opinion_request::RequestField;
use kairan_vault::{MARK, MarkError, Vault, marked_with};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;

use super::codec::{Codec, checked};
use super::forms::{Name, Text};
use crate::engine::{Finish, Finisher};
use crate::error::{Damage, StoreError};

const EDITION: u8 = 2;
/// Rows without a mark, as written until schema edition 4.
const UNMARKED: u8 = 1;

const ROW: &str = "audit row";
const TIP: &str = "audit tip";

#[derive(Serialize, Deserialize)]
struct AuditForm {
    #[serde(skip_serializing_if = "Option::is_none")]
    insurer: Option<Text<InsurerId>>,
    at: Text<Timestamp>,
    actor: ActorForm,
    event: Name<AuditEvent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting: Option<Text<MeetingId>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    then: Option<ThenForm>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    changes: Vec<ChangeForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seat: Option<Text<SeatId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    material: Option<Text<MaterialId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<Text<VersionId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    staff: Option<Text<StaffId>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    request: Option<Text<OpinionRequestId>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clinic: Option<Text<ClinicId>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<Text<AuthKeyId>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Text<IpAddr>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    typed: Option<Text<Typed>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    more: Option<u32>,
}

/// What was typed, as 16 hexadecimal digits.
struct Typed([u8; 8]);

impl fmt::Display for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

impl FromStr for Typed {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u64::from_str_radix(text, 16).map(|number| Self(number.to_be_bytes()))
    }
}

#[derive(Serialize, Deserialize)]
struct ThenForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    held_on: Option<Text<Date>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    starts_at: Option<Text<Time>>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    meeting_no: String,
}

/// Two values are what was and what became.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ChangeForm {
    HeldOn(Text<Date>, Text<Date>),
    StartsAt(Option<Text<Time>>, Option<Text<Time>>),
    AccessFrom(Text<Timestamp>, Text<Timestamp>),
    AccessUntil(Text<Timestamp>, Text<Timestamp>),
    MeetingNo,
    Panel,
    Remark,
    Asked(Name<RequestField>),
    Office(Name<InsurerField>),
}

impl From<&MeetingThen> for ThenForm {
    fn from(then: &MeetingThen) -> Self {
        Self {
            held_on: then.held_on.map(Text),
            starts_at: then.starts_at.map(Text),
            meeting_no: then.meeting_no.clone(),
        }
    }
}

impl From<ThenForm> for MeetingThen {
    fn from(form: ThenForm) -> Self {
        Self {
            held_on: form.held_on.map(|on| on.0),
            starts_at: form.starts_at.map(|at| at.0),
            meeting_no: form.meeting_no,
        }
    }
}

impl From<PlanChange> for ChangeForm {
    fn from(change: PlanChange) -> Self {
        match change {
            PlanChange::HeldOn(was, is) => Self::HeldOn(Text(was), Text(is)),
            PlanChange::StartsAt(was, is) => Self::StartsAt(was.map(Text), is.map(Text)),
            PlanChange::AccessFrom(was, is) => Self::AccessFrom(Text(was), Text(is)),
            PlanChange::AccessUntil(was, is) => Self::AccessUntil(Text(was), Text(is)),
            PlanChange::MeetingNo => Self::MeetingNo,
            PlanChange::Panel => Self::Panel,
            PlanChange::Remark => Self::Remark,
            PlanChange::Asked(field) => Self::Asked(Name(field)),
            PlanChange::Office(field) => Self::Office(Name(field)),
        }
    }
}

impl From<ChangeForm> for PlanChange {
    fn from(form: ChangeForm) -> Self {
        match form {
            ChangeForm::HeldOn(was, is) => Self::HeldOn(was.0, is.0),
            ChangeForm::StartsAt(was, is) => Self::StartsAt(was.map(|at| at.0), is.map(|at| at.0)),
            ChangeForm::AccessFrom(was, is) => Self::AccessFrom(was.0, is.0),
            ChangeForm::AccessUntil(was, is) => Self::AccessUntil(was.0, is.0),
            ChangeForm::MeetingNo => Self::MeetingNo,
            ChangeForm::Panel => Self::Panel,
            ChangeForm::Remark => Self::Remark,
            ChangeForm::Asked(field) => Self::Asked(field.0),
            ChangeForm::Office(field) => Self::Office(field.0),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ActorForm {
    Staff(Text<StaffId>),
    System(Text<AuthKeyId>),
    Reviewer(Text<SeatId>),
    Physician(Text<OpinionRequestId>),
    Stranger,
    Kairan,
    Operator,
}

impl From<&AuditRecord> for AuditForm {
    fn from(record: &AuditRecord) -> Self {
        Self {
            insurer: record.insurer.map(Text),
            at: Text(record.at),
            actor: match record.actor {
                Actor::Staff(id) => ActorForm::Staff(Text(id)),
                Actor::System(id) => ActorForm::System(Text(id)),
                Actor::Reviewer(id) => ActorForm::Reviewer(Text(id)),
                Actor::Physician(id) => ActorForm::Physician(Text(id)),
                Actor::Stranger => ActorForm::Stranger,
                Actor::Kairan => ActorForm::Kairan,
                Actor::Operator => ActorForm::Operator,
            },
            event: Name(record.event),
            meeting: record.meeting.map(Text),
            then: record.then.as_ref().map(ThenForm::from),
            changes: record.changes.iter().map(|it| (*it).into()).collect(),
            seat: record.seat.map(Text),
            material: record.material.map(Text),
            version: record.version.map(Text),
            staff: record.staff.map(Text),
            request: record.request.map(Text),
            clinic: record.clinic.map(Text),
            key: record.key.map(Text),
            from: record.from.map(Text),
            typed: record.typed.map(Typed).map(Text),
            more: record.more,
        }
    }
}

impl From<AuditForm> for AuditRecord {
    fn from(form: AuditForm) -> Self {
        Self {
            insurer: form.insurer.map(|id| id.0),
            at: form.at.0,
            actor: match form.actor {
                ActorForm::Staff(id) => Actor::Staff(id.0),
                ActorForm::System(id) => Actor::System(id.0),
                ActorForm::Reviewer(id) => Actor::Reviewer(id.0),
                ActorForm::Physician(id) => Actor::Physician(id.0),
                ActorForm::Stranger => Actor::Stranger,
                ActorForm::Kairan => Actor::Kairan,
                ActorForm::Operator => Actor::Operator,
            },
            event: form.event.0,
            meeting: form.meeting.map(|id| id.0),
            then: form.then.map(MeetingThen::from),
            changes: form.changes.into_iter().map(PlanChange::from).collect(),
            seat: form.seat.map(|id| id.0),
            material: form.material.map(|id| id.0),
            version: form.version.map(|id| id.0),
            staff: form.staff.map(|id| id.0),
            request: form.request.map(|id| id.0),
            clinic: form.clinic.map(|id| id.0),
            key: form.key.map(|id| id.0),
            from: form.from.map(|from| from.0),
            typed: form.typed.map(|typed| typed.0.0),
            more: form.more,
        }
    }
}

/// A record as one JSON object, with the names it has on disk and its number first: for other
/// systems and for people at a terminal.
pub(crate) fn audit_json(no: u64, record: &AuditRecord) -> Result<String, StoreError> {
    #[derive(Serialize)]
    struct Numbered {
        no: u64,
        #[serde(flatten)]
        record: AuditForm,
    }
    let record = AuditForm::from(record);
    serde_json::to_string(&Numbered { no, record })
        .map_err(|fault| StoreError::Write(fault.to_string()))
}

pub(crate) fn write_audit(record: &AuditRecord) -> Result<Vec<u8>, StoreError> {
    let body = serde_json::to_vec(&AuditForm::from(record))
        .map_err(|fault| StoreError::Write(fault.to_string()))?;
    let mut bytes = vec![EDITION];
    bytes.extend_from_slice(&body);
    Ok(bytes)
}

struct Marking(Vault);

impl Finish for Marking {
    fn row(&self, stream: &[u8], no: u64, mut bytes: Vec<u8>) -> Vec<u8> {
        let mark = self.0.mark(ROW, &[stream, &no.to_be_bytes(), &bytes]);
        bytes.extend_from_slice(&mark);
        bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
        bytes
    }

    fn tip(&self, stream: &[u8], no: u64) -> Vec<u8> {
        let no = no.to_be_bytes();
        let mark = self.0.mark(TIP, &[stream, &no]);
        [no.as_slice(), &mark].concat()
    }
}

/// Marks rows as the engine's writer numbers them.
pub(crate) fn finisher(codec: &Codec) -> Finisher {
    Finisher(Arc::new(Marking(codec.vault.clone())))
}

/// What a row's mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marked {
    /// Made with the ring for this place, and nothing changed since.
    Right,
    /// Of the time before there were marks.
    Without,
    /// Made with a key that is erased: only a seal can vouch for it.
    Retired,
    /// Not what was written here.
    Wrong,
}

/// Whether a stored row is what was written under this number of its stream.
pub(crate) fn marked(vault: &Vault, stream: &[u8], no: u64, bytes: &[u8]) -> Marked {
    let Ok(rest) = checked(bytes) else {
        return Marked::Wrong;
    };
    match rest.split_last_chunk::<MARK>() {
        _ if rest.first() == Some(&UNMARKED) => Marked::Without,
        Some((body, mark)) => {
            judged(vault.check_mark(ROW, &[stream, &no.to_be_bytes(), body], mark))
        }
        None => Marked::Wrong,
    }
}

/// The number a stream's tip tells; `None` when it is not what was written.
pub(crate) fn read_tip(vault: &Vault, stream: &[u8], bytes: &[u8]) -> Option<u64> {
    let (no, mark) = bytes.split_first_chunk::<8>()?;
    let mark: &[u8; MARK] = mark.try_into().ok()?;
    match judged(vault.check_mark(TIP, &[stream, no], mark)) {
        Marked::Right => Some(u64::from_be_bytes(*no)),
        _ => None,
    }
}

/// Whether a row's mark was made with another key than the active one.
pub(crate) fn marked_before(vault: &Vault, bytes: &[u8]) -> bool {
    let mark = checked(bytes)
        .ok()
        .filter(|rest| rest.first() == Some(&EDITION))
        .and_then(|rest| rest.last_chunk::<MARK>());
    mark.is_some_and(|mark| marked_with(mark) != vault.active_key())
}

fn judged(checked: Result<(), MarkError>) -> Marked {
    match checked {
        Ok(()) => Marked::Right,
        Err(MarkError::RetiredKey(_)) => Marked::Retired,
        Err(_) => Marked::Wrong,
    }
}

pub(crate) fn read_audit(bytes: &[u8]) -> Result<AuditRecord, Damage> {
    let (edition, rest) = checked(bytes)?.split_first().ok_or(Damage::CutOff)?;
    let body = match *edition {
        UNMARKED => rest,
        EDITION => rest.split_last_chunk::<MARK>().ok_or(Damage::CutOff)?.0,
        other => return Err(Damage::Edition(other)),
    };
    let form: AuditForm =
        serde_json::from_slice(body).map_err(|fault| Damage::Body(fault.to_string()))?;
    Ok(form.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    fn stored(record: &AuditRecord) -> Vec<u8> {
        let ring = kairan_vault::KeyRing::generate(&kairan_vault::SeededEntropy::new(1), "");
        Marking(Vault::new(&ring)).row(b"a", 1, write_audit(record).unwrap())
    }

    #[test]
    fn what_a_meeting_was_and_what_changed_comes_back() {
        let at = Timestamp::UNIX_EPOCH;
        let mut record = AuditRecord::new(None, at, Actor::Kairan, AuditEvent::MeetingChanged);
        record.then = Some(MeetingThen {
            held_on: Some(date(2026, 12, 3)),
            starts_at: Some(time(13, 30, 0, 0)),
            meeting_no: "34".into(),
        });
        record.changes = vec![
            PlanChange::HeldOn(date(2026, 12, 3), date(2026, 12, 4)),
            PlanChange::StartsAt(None, Some(time(14, 0, 0, 0))),
            PlanChange::AccessFrom(at, at),
            PlanChange::AccessUntil(at, at),
            PlanChange::MeetingNo,
            PlanChange::Panel,
            PlanChange::Remark,
        ];
        let bytes = stored(&record);
        assert_eq!(read_audit(&bytes), Ok(record));
    }

    #[test]
    fn a_record_without_them_is_written_as_it_always_was() {
        let at = Timestamp::UNIX_EPOCH;
        let record = AuditRecord::new(None, at, Actor::Operator, AuditEvent::Exported);
        let bytes = stored(&record);
        for word in [b"then".as_slice(), b"changes"] {
            assert!(bytes.windows(word.len()).all(|piece| piece != word));
        }
        assert_eq!(read_audit(&bytes), Ok(record));
    }
}
