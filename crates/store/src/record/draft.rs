//! A draft as part of a meeting's record: the strings as typed.

use jiff::Timestamp;
use kairan_domain::ids::{CredentialId, SeatId};
use kairan_domain::raw::{RawMeeting, RawSeat, SeatPassword};
use serde::{Deserialize, Serialize};

use super::forms::{Secret, Text};

#[derive(Serialize, Deserialize)]
pub(crate) struct RawForm {
    held_on: String,
    starts_at: String,
    meeting_no: String,
    panel: String,
    reviewer_count: String,
    from_on: String,
    from_at: String,
    until_on: String,
    until_at: String,
    remark: Secret,
    seats: Vec<RawSeatForm>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct RawSeatForm {
    id: Text<SeatId>,
    name: Secret,
    mail: Secret,
    paper: bool,
    password: PasswordForm,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PasswordForm {
    None,
    New {
        hash: Secret,
        made_at: Text<Timestamp>,
    },
    CarriedOver {
        credential: Text<CredentialId>,
        mail_key: Secret,
    },
}

impl From<&RawMeeting> for RawForm {
    fn from(raw: &RawMeeting) -> Self {
        Self {
            held_on: raw.held_on.clone(),
            starts_at: raw.starts_at.clone(),
            meeting_no: raw.meeting_no.clone(),
            panel: raw.panel.clone(),
            reviewer_count: raw.reviewer_count.clone(),
            from_on: raw.from_on.clone(),
            from_at: raw.from_at.clone(),
            until_on: raw.until_on.clone(),
            until_at: raw.until_at.clone(),
            remark: Secret(raw.remark.clone()),
            seats: raw.seats.iter().map(Into::into).collect(),
        }
    }
}

impl From<RawForm> for RawMeeting {
    fn from(form: RawForm) -> Self {
        Self {
            held_on: form.held_on,
            starts_at: form.starts_at,
            meeting_no: form.meeting_no,
            panel: form.panel,
            reviewer_count: form.reviewer_count,
            from_on: form.from_on,
            from_at: form.from_at,
            until_on: form.until_on,
            until_at: form.until_at,
            remark: form.remark.0,
            seats: form.seats.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<&RawSeat> for RawSeatForm {
    fn from(seat: &RawSeat) -> Self {
        let password = match &seat.password {
            SeatPassword::None => PasswordForm::None,
            SeatPassword::New { hash, made_at } => PasswordForm::New {
                hash: Secret(hash.clone()),
                made_at: Text(*made_at),
            },
            SeatPassword::CarriedOver {
                credential,
                mail_key,
            } => PasswordForm::CarriedOver {
                credential: Text(*credential),
                mail_key: Secret(mail_key.clone()),
            },
        };
        Self {
            id: Text(seat.id),
            name: Secret(seat.name.clone()),
            mail: Secret(seat.mail.clone()),
            paper: seat.paper,
            password,
        }
    }
}

impl From<RawSeatForm> for RawSeat {
    fn from(form: RawSeatForm) -> Self {
        let password = match form.password {
            PasswordForm::None => SeatPassword::None,
            PasswordForm::New { hash, made_at } => SeatPassword::New {
                hash: hash.0,
                made_at: made_at.0,
            },
            PasswordForm::CarriedOver {
                credential,
                mail_key,
            } => SeatPassword::CarriedOver {
                credential: credential.0,
                mail_key: mail_key.0,
            },
        };
        Self {
            id: form.id.0,
            name: form.name.0,
            mail: form.mail.0,
            paper: form.paper,
            password,
        }
    }
}
