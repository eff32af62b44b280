//! Meetings laid straight into the store: the one readers are inside of, and many more like it.

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ToSpan};
use kairan_access::{App, RoomKey, open_gate};
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::credential::{CREDENTIAL_LIFE, Credential, Reviewer};
use kairan_domain::ids::{CredentialId, MeetingId, ReviewerId, SeatId};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::material::Material;
use kairan_domain::meeting::{
    AccessLink, AccessWindow, Body, Draft, Meeting, Packet, Place, Plan, Seat, Stage,
};
use kairan_domain::password::canonical;
use kairan_domain::raw::{RawMeeting, RawSeat, SeatPassword};
use kairan_domain::secret::SecretText;
use kairan_domain::staff::PersonName;
use kairan_store::Changes;
use kairan_vault::LinkToken;

use super::Office;
use super::office::HERE;
use crate::Done;

/// How many meetings go into one commit when a store is filled.
const PER_COMMIT: usize = 500;
/// How many of them are held on one day.
const PER_DAY: usize = 33;

/// A reviewer with a credential: who may be carried over into any meeting.
pub(crate) struct Model {
    name: PersonName,
    mail: MailAddress,
    reviewer: ReviewerId,
    credential: CredentialId,
}

/// What one reviewer knows and holds.
pub(crate) struct Invited {
    /// The token of the link.
    pub(crate) link: String,
    /// The address.
    pub(crate) mail: String,
    /// The room of the seat, as addresses name it.
    pub(crate) room: RoomKey,
    /// The session, already through the gate.
    pub(crate) cookie: String,
}

/// A published meeting, open now.
pub(crate) struct Shared {
    /// Its reviewers.
    pub(crate) readers: Vec<Invited>,
}

/// The one password of everybody here.
pub(crate) const PASSWORD: &str = "kf7m-3wtp-x9hd";

impl Model {
    /// So many reviewers, with one hash between them (hashing is not what is measured).
    pub(crate) async fn hire(app: &App, office: &Office, count: usize) -> Done<Vec<Self>> {
        let (now, insurer) = (app.now(), office.clerk.insurer());
        let hash = app.hasher.hash_batch(&canonical(PASSWORD)).await;
        let mut changes = Changes::new(audit(office, AuditEvent::MeetingPublished, now));
        let mut models = Vec::new();
        for number in 0..count {
            let reviewer = ReviewerId::new(now, app.id_bytes());
            let model = Self {
                name: PersonName::from_kept(format!("審査 太郎{number}")),
                // Unique also when people are hired again into the same house.
                mail: MailAddress::check(&format!("{reviewer}@example.jp"))?,
                reviewer,
                credential: CredentialId::new(now, app.id_bytes()),
            };
            let until = now.checked_add(CREDENTIAL_LIFE)?;
            changes.insert(Reviewer {
                id: model.reviewer,
                insurer,
                name: model.name.clone(),
                mail: model.mail.clone(),
                credential: Some(model.credential),
                made_at: now,
            });
            changes.insert(Credential {
                id: model.credential,
                insurer,
                reviewer: model.reviewer,
                hash: hash.clone(),
                made_at: now,
                until,
                waits: false,
            });
            models.push(model);
        }
        app.store.commit(changes).await?;
        Ok(models)
    }

    fn seat(&self, app: &App, now: Timestamp) -> (Seat, String) {
        let token = LinkToken::random(app.entropy.as_ref());
        let link = token.to_text().to_string();
        let place = Place::Electronic {
            reviewer: self.reviewer,
            mail: self.mail.clone(),
            credential: self.credential,
            link: AccessLink {
                token: SecretText::new(link.as_str()),
                digest: *token.digest(&app.vault).as_bytes(),
            },
            handed_over_at: None,
            read_all_at: None,
        };
        let id = SeatId::new(now, app.id_bytes());
        (
            Seat {
                id,
                name: self.name.clone(),
                place,
            },
            link,
        )
    }

    fn row(&self, app: &App, now: Timestamp) -> RawSeat {
        RawSeat {
            id: SeatId::new(now, app.id_bytes()),
            name: SecretText::new(self.name.expose()),
            mail: SecretText::new(self.mail.expose()),
            paper: false,
            password: SeatPassword::CarriedOver {
                credential: self.credential,
                mail_key: SecretText::new(self.mail.key()),
            },
        }
    }
}

impl Shared {
    /// Publishes one meeting with these materials and takes its readers through the gate.
    pub(crate) async fn publish(
        app: &App,
        office: &Office,
        models: &[Model],
        materials: Vec<Material>,
    ) -> Done<Self> {
        let now = app.now();
        let (seats, links): (Vec<_>, Vec<_>) =
            models.iter().map(|model| model.seat(app, now)).unzip();
        let day = kairan_domain::date::in_tokyo(now)
            .date()
            .checked_add(7.days())?;
        let rooms: Vec<RoomKey> = seats.iter().map(|seat| RoomKey::of(seat.id)).collect();
        let meeting = meeting(app, office, packet(day, "1", seats, materials, now)?);
        let mut changes = Changes::new(audit(office, AuditEvent::MeetingPublished, now));
        changes.insert(meeting);
        app.store.commit(changes).await?;

        let mut readers = Vec::new();
        for ((model, link), room) in models.iter().zip(links).zip(rooms) {
            let mail = model.mail.expose().to_owned();
            let session = open_gate(app, &link, &mail, PASSWORD, HERE).await?;
            readers.push(Invited {
                link,
                mail,
                room,
                cookie: session.to_text().to_string(),
            });
        }
        Ok(Self { readers })
    }

    /// Fills the store with so many published meetings of five seats, the same number on each day
    /// however many there are: a search finds as much among few as among many.
    pub(crate) async fn many(
        app: &App,
        office: &Office,
        models: &[Model],
        count: usize,
    ) -> Done<()> {
        let now = app.now();
        for first in (0..count).step_by(PER_COMMIT) {
            let mut changes = Changes::new(audit(office, AuditEvent::MeetingPublished, now));
            for number in first..count.min(first + PER_COMMIT) {
                let day = i64::try_from(number / PER_DAY)?.days();
                let day = date(2022, 5, 1).checked_add(day)?;
                let no = format!("{}", number % PER_DAY + 1);
                let seats = models.iter().map(|model| model.seat(app, now).0).collect();
                changes.insert(meeting(
                    app,
                    office,
                    packet(day, &no, seats, Vec::new(), now)?,
                ));
            }
            app.store.commit(changes).await?;
        }
        Ok(())
    }

    /// Drafts that lack nothing but a click on "publish": papers in, passwords carried over.
    pub(crate) async fn drafts(
        app: &App,
        office: &Office,
        models: &[Model],
        paper: &Material,
        count: usize,
    ) -> Done<Vec<MeetingId>> {
        let now = app.now();
        let day = kairan_domain::date::in_tokyo(now)
            .date()
            .checked_add(14.days())?;
        let mut ids = Vec::new();
        for first in (0..count).step_by(PER_COMMIT) {
            let mut changes = Changes::new(audit(office, AuditEvent::DraftMade, now));
            for number in first..count.min(first + PER_COMMIT) {
                let raw = RawMeeting {
                    held_on: day.to_string(),
                    starts_at: "13:30".to_owned(),
                    meeting_no: format!("{}-{number}", now.as_millisecond()),
                    panel: "第2合議体".to_owned(),
                    reviewer_count: models.len().to_string(),
                    seats: models.iter().map(|model| model.row(app, now)).collect(),
                    ..RawMeeting::default()
                };
                let draft = Draft {
                    raw,
                    materials: vec![Material {
                        shown_at: None,
                        ..paper.clone()
                    }],
                };
                let meeting = meeting(app, office, Body::Draft(draft));
                ids.push(meeting.id);
                changes.insert(meeting);
            }
            app.store.commit(changes).await?;
        }
        Ok(ids)
    }
}

fn packet(
    held_on: Date,
    meeting_no: &str,
    seats: Vec<Seat>,
    materials: Vec<Material>,
    now: Timestamp,
) -> Done<Body> {
    let window = AccessWindow {
        from: now,
        until: now.checked_add(SignedDuration::from_hours(240))?,
    };
    let plan = Plan {
        held_on,
        starts_at: None,
        meeting_no: meeting_no.to_owned(),
        panel: Some(format!("第{}合議体", held_on.day())),
        window,
        remark: None,
    };
    Ok(Body::Packet(Packet {
        plan,
        seats,
        materials,
        published_at: now,
        stage: Stage::Published,
    }))
}

fn meeting(app: &App, office: &Office, body: Body) -> Meeting {
    let (now, staff) = (app.now(), office.clerk.author());
    Meeting {
        id: MeetingId::new(now, app.id_bytes()),
        insurer: office.clerk.insurer(),
        made_at: now,
        made_by: staff,
        changed_at: now,
        changed_by: staff,
        body,
    }
}

fn audit(office: &Office, event: AuditEvent, now: Timestamp) -> AuditRecord {
    AuditRecord::new(
        Some(office.clerk.insurer()),
        now,
        office.clerk.actor(),
        event,
    )
}
