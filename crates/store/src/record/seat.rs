//! Seats as part of a meeting's record.

use jiff::Timestamp;
use kairan_domain::ids::{CredentialId, ReviewerId, SeatId};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::{AccessLink, Place, Seat};
use kairan_domain::staff::PersonName;
use serde::{Deserialize, Serialize};

use super::forms::{Digest, Secret, Text};

#[derive(Serialize, Deserialize)]
pub(crate) struct SeatForm {
    id: Text<SeatId>,
    name: String,
    place: PlaceForm,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PlaceForm {
    Electronic {
        reviewer: Text<ReviewerId>,
        mail: String,
        credential: Text<CredentialId>,
        token: Secret,
        digest: Digest,
        handed_over_at: Option<Text<Timestamp>>,
        read_all_at: Option<Text<Timestamp>>,
    },
    /// The name before there was anything to keep about it; read for ever, still written for
    /// seats nothing was given to.
    Paper,
    PaperGiven {
        at: Text<Timestamp>,
    },
}

impl From<&Seat> for SeatForm {
    fn from(seat: &Seat) -> Self {
        let place = match &seat.place {
            Place::Electronic {
                reviewer,
                mail,
                credential,
                link,
                handed_over_at,
                read_all_at,
            } => PlaceForm::Electronic {
                reviewer: Text(*reviewer),
                mail: mail.expose().to_owned(),
                credential: Text(*credential),
                token: Secret(link.token.clone()),
                digest: Digest(link.digest),
                handed_over_at: handed_over_at.map(Text),
                read_all_at: read_all_at.map(Text),
            },
            Place::Paper { given_at: None } => PlaceForm::Paper,
            Place::Paper { given_at: Some(at) } => PlaceForm::PaperGiven { at: Text(*at) },
        };
        Self {
            id: Text(seat.id),
            name: seat.name.expose().to_owned(),
            place,
        }
    }
}

impl From<SeatForm> for Seat {
    fn from(form: SeatForm) -> Self {
        let place = match form.place {
            PlaceForm::Electronic {
                reviewer,
                mail,
                credential,
                token,
                digest,
                handed_over_at,
                read_all_at,
            } => Place::Electronic {
                reviewer: reviewer.0,
                mail: MailAddress::from_kept(mail),
                credential: credential.0,
                link: AccessLink {
                    token: token.0,
                    digest: digest.0,
                },
                handed_over_at: handed_over_at.map(|at| at.0),
                read_all_at: read_all_at.map(|at| at.0),
            },
            PlaceForm::Paper => Place::Paper { given_at: None },
            PlaceForm::PaperGiven { at } => Place::Paper {
                given_at: Some(at.0),
            },
        };
        Self {
            id: form.id.0,
            name: PersonName::from_kept(form.name),
            place,
        }
    }
}
