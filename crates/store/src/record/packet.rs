//! What was published, as part of a meeting's record.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kairan_domain::meeting::{AccessWindow, Packet, Plan, Stage};
use serde::{Deserialize, Serialize};

use super::forms::{Secret, Text};
use super::material::MaterialForm;
use super::seat::SeatForm;

#[derive(Serialize, Deserialize)]
pub(crate) struct PacketForm {
    plan: PlanForm,
    seats: Vec<SeatForm>,
    materials: Vec<MaterialForm>,
    published_at: Text<Timestamp>,
    stage: StageForm,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct PlanForm {
    held_on: Text<Date>,
    starts_at: Option<Text<Time>>,
    meeting_no: String,
    panel: Option<String>,
    from: Text<Timestamp>,
    until: Text<Timestamp>,
    remark: Option<Secret>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StageForm {
    Published,
    Withdrawn {
        at: Text<Timestamp>,
        purge_at: Text<Timestamp>,
    },
    Purged {
        at: Text<Timestamp>,
    },
}

impl From<&Packet> for PacketForm {
    fn from(packet: &Packet) -> Self {
        Self {
            plan: (&packet.plan).into(),
            seats: packet.seats.iter().map(Into::into).collect(),
            materials: packet.materials.iter().map(Into::into).collect(),
            published_at: Text(packet.published_at),
            stage: match packet.stage {
                Stage::Published => StageForm::Published,
                Stage::Withdrawn { at, purge_at } => StageForm::Withdrawn {
                    at: Text(at),
                    purge_at: Text(purge_at),
                },
                Stage::Purged { at } => StageForm::Purged { at: Text(at) },
            },
        }
    }
}

impl From<PacketForm> for Packet {
    fn from(form: PacketForm) -> Self {
        Self {
            plan: form.plan.into(),
            seats: form.seats.into_iter().map(Into::into).collect(),
            materials: form.materials.into_iter().map(Into::into).collect(),
            published_at: form.published_at.0,
            stage: match form.stage {
                StageForm::Published => Stage::Published,
                StageForm::Withdrawn { at, purge_at } => Stage::Withdrawn {
                    at: at.0,
                    purge_at: purge_at.0,
                },
                StageForm::Purged { at } => Stage::Purged { at: at.0 },
            },
        }
    }
}

impl From<&Plan> for PlanForm {
    fn from(plan: &Plan) -> Self {
        Self {
            held_on: Text(plan.held_on),
            starts_at: plan.starts_at.map(Text),
            meeting_no: plan.meeting_no.clone(),
            panel: plan.panel.clone(),
            from: Text(plan.window.from),
            until: Text(plan.window.until),
            remark: plan.remark.clone().map(Secret),
        }
    }
}

impl From<PlanForm> for Plan {
    fn from(form: PlanForm) -> Self {
        Self {
            held_on: form.held_on.0,
            starts_at: form.starts_at.map(|at| at.0),
            meeting_no: form.meeting_no,
            panel: form.panel,
            window: AccessWindow {
                from: form.from.0,
                until: form.until.0,
            },
            remark: form.remark.map(|remark| remark.0),
        }
    }
}
