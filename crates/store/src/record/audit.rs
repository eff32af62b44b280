//! Audit records on disk: ids only, so not sealed; the engine's writer numbers them.
//!
//! edition byte ‖ JSON ‖ CRC-32.

use jiff::Timestamp;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::ids::{InsurerId, MaterialId, MeetingId, SeatId, StaffId, VersionId};
use serde::{Deserialize, Serialize};

use super::codec::checked;
use super::forms::{Name, Text};
use crate::error::{Damage, StoreError};

const EDITION: u8 = 1;

#[derive(Serialize, Deserialize)]
struct AuditForm {
    #[serde(skip_serializing_if = "Option::is_none")]
    insurer: Option<Text<InsurerId>>,
    at: Text<Timestamp>,
    actor: ActorForm,
    event: Name<AuditEvent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting: Option<Text<MeetingId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seat: Option<Text<SeatId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    material: Option<Text<MaterialId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<Text<VersionId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    staff: Option<Text<StaffId>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ActorForm {
    Staff(Text<StaffId>),
    Reviewer(Text<SeatId>),
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
                Actor::Reviewer(id) => ActorForm::Reviewer(Text(id)),
                Actor::Stranger => ActorForm::Stranger,
                Actor::Kairan => ActorForm::Kairan,
                Actor::Operator => ActorForm::Operator,
            },
            event: Name(record.event),
            meeting: record.meeting.map(Text),
            seat: record.seat.map(Text),
            material: record.material.map(Text),
            version: record.version.map(Text),
            staff: record.staff.map(Text),
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
                ActorForm::Reviewer(id) => Actor::Reviewer(id.0),
                ActorForm::Stranger => Actor::Stranger,
                ActorForm::Kairan => Actor::Kairan,
                ActorForm::Operator => Actor::Operator,
            },
            event: form.event.0,
            meeting: form.meeting.map(|id| id.0),
            seat: form.seat.map(|id| id.0),
            material: form.material.map(|id| id.0),
            version: form.version.map(|id| id.0),
            staff: form.staff.map(|id| id.0),
        }
    }
}

pub(crate) fn write_audit(record: &AuditRecord) -> Result<Vec<u8>, StoreError> {
    let body = serde_json::to_vec(&AuditForm::from(record))
        .map_err(|fault| StoreError::Write(fault.to_string()))?;
    let mut bytes = vec![EDITION];
    bytes.extend_from_slice(&body);
    bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
    Ok(bytes)
}

pub(crate) fn read_audit(bytes: &[u8]) -> Result<AuditRecord, Damage> {
    match checked(bytes)?.split_first() {
        Some((&EDITION, body)) => {
            let form: AuditForm =
                serde_json::from_slice(body).map_err(|fault| Damage::Body(fault.to_string()))?;
            Ok(form.into())
        }
        Some((edition, _)) => Err(Damage::Edition(*edition)),
        None => Err(Damage::CutOff),
    }
}
