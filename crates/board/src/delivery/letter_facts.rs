//! The facts of a letter, asked for at the moment it is sent: a letter about what is no longer
//! true is dropped, not sent. No password and no insured person's name is among them.

use crate::error::ReadError;
use crate::facts::office;
use jiff::Timestamp;
use kairan_access::{App, StoreFailure};
use kairan_domain::ids::{CredentialId, MeetingId, NoticeId, SeatId};
use kairan_domain::insurer::Office;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::{MaterialChanges, Packet, Place, Plan, State};
use kairan_domain::meeting_line::MeetingLine;
use kairan_domain::notice::{Notice, NoticeAbout, NoticeKind, NoticeState, PasswordNote};
use kairan_domain::secret::SecretText;
use kairan_domain::staff::PersonName;

/// Meetings among which the one before is looked for: a letter must not cost more the longer a
/// reviewer has served.
const LATEST: usize = 8;

/// What one letter says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterFacts {
    /// The notice; stem of the Message-ID.
    pub notice: NoticeId,
    /// When the notice was made: the letter's Date.
    pub made_at: Timestamp,
    /// What it tells.
    pub kind: NoticeKind,
    /// From whom, whom to call, where answers go.
    pub office: Office,
    /// To whom.
    pub to: MailAddress,
    /// The reviewer's name.
    pub name: PersonName,
    /// The meeting.
    pub line: MeetingLine,
    /// The link; `None` where there is nothing to open any more.
    pub link: Option<SecretText>,
    /// How many materials can be read.
    pub materials: usize,
    /// What the letter says about the viewing password.
    pub password: PasswordNote,
    /// What became of the materials since the seat's last letter; nothing is counted for
    /// letters about something else.
    pub changes: MaterialChanges,
}

/// The facts of the letter to a seat; `None`: drop it, what it would tell is no longer true. A
/// notice to a clinic is none of this crate's: for it too the answer is `None`.
///
/// # Errors
/// [`StoreFailure`].
pub async fn letter_facts(app: &App, notice: &Notice) -> Result<Option<LetterFacts>, StoreFailure> {
    let NoticeAbout::Seat { meeting: id, seat } = notice.about else {
        return Ok(None);
    };
    let meeting = app.store.meeting(notice.insurer, id).await?;
    let Some(packet) = meeting.as_ref().and_then(|meeting| meeting.packet()) else {
        return Ok(None);
    };
    if !still_true(notice.kind, packet.state(app.now())) {
        return Ok(None);
    }
    let Some(seat) = packet.seat(seat) else {
        return Ok(None);
    };
    let Place::Electronic {
        mail,
        link,
        credential,
        handed_over_at,
        ..
    } = &seat.place
    else {
        return Ok(None);
    };
    let told = handed_over_at.is_some();
    let office = match office(app, notice.insurer).await {
        Ok(office) => office,
        Err(ReadError::NotFound) => return Ok(None),
        Err(ReadError::Store(failure)) => return Err(failure),
    };
    let url = format!("{}/r/{}", app.public_url, link.token.expose());
    Ok(Some(LetterFacts {
        notice: notice.id,
        made_at: notice.made_at,
        kind: notice.kind,
        office,
        to: mail.clone(),
        name: seat.name.clone(),
        line: MeetingLine::of(&packet.plan),
        link: notice.kind.carries_link().then(|| SecretText::new(url)),
        materials: packet.open_materials().count(),
        password: password(app, id, packet, notice.kind, *credential, told).await?,
        changes: changes(app, id, packet, notice.kind, seat.id).await?,
    }))
}

/// What can truly be said at the moment of sending: "as before" only of a password that was
/// handed over, "as at the last meeting" only of one that was in force there.
async fn password(
    app: &App,
    meeting: MeetingId,
    packet: &Packet,
    kind: NoticeKind,
    credential: CredentialId,
    told: bool,
) -> Result<PasswordNote, StoreFailure> {
    let first = matches!(kind, NoticeKind::Published | NoticeKind::Resent);
    match (first, told) {
        (_, false) => return Ok(PasswordNote::Told),
        (false, true) => return Ok(PasswordNote::AsBefore),
        (true, true) => {}
    }
    let Some(kept) = app.store.credential(credential).await? else {
        return Ok(PasswordNote::Told);
    };
    let all = app.store.latest_of_credential(credential, LATEST).await?;
    let others = all.iter().filter(|other| other.id != meeting);
    let earlier = others.filter_map(|other| other.packet()).filter(|other| {
        other.published_at < packet.published_at && kept.made_at < other.plan.window.until
    });
    let last = earlier.map(|other| other.plan.held_on).max();
    Ok(last.map_or(PasswordNote::Told, PasswordNote::AsAt))
}

/// Counted at the moment of sending: a letter that waited tells of all that came meanwhile.
async fn changes(
    app: &App,
    meeting: MeetingId,
    packet: &Packet,
    kind: NoticeKind,
    seat: SeatId,
) -> Result<MaterialChanges, StoreFailure> {
    if kind != NoticeKind::MaterialsChanged {
        return Ok(MaterialChanges::default());
    }
    let notices = app.store.notices_of(meeting).await?;
    let own = notices.iter().filter(|other| other.is_to(seat));
    let sent = own.filter_map(|other| match other.state {
        NoticeState::Sent { at } if other.kind.carries_link() => Some(at),
        _ => None,
    });
    let known_since = sent.fold(packet.published_at, Timestamp::max);
    Ok(packet.changes_since(known_since))
}

/// Whether a letter of this kind still tells the truth in this state.
fn still_true(kind: NoticeKind, state: State) -> bool {
    match kind {
        NoticeKind::Withdrawn => state == State::Withdrawn,
        NoticeKind::Published
        | NoticeKind::MaterialsChanged
        | NoticeKind::DateChanged
        | NoticeKind::WindowChanged
        | NoticeKind::Revived
        | NoticeKind::Resent => state.links_live(),
        NoticeKind::OpinionRequested
        | NoticeKind::OpinionReminded
        | NoticeKind::OpinionSentBack => false,
    }
}

/// The first letter of a meeting about to be published, with a link that opens nothing.
pub(crate) fn sample_letter(
    app: &App,
    office: &Office,
    plan: &Plan,
    to: MailAddress,
    name: PersonName,
) -> LetterFacts {
    LetterFacts {
        notice: NoticeId::from_bytes([0; 16]),
        made_at: app.now(),
        kind: NoticeKind::Published,
        office: office.clone(),
        to,
        name,
        line: MeetingLine::of(plan),
        link: Some(SecretText::new(format!("{}/r/……", app.public_url))),
        materials: 0,
        password: PasswordNote::Told,
        changes: MaterialChanges::default(),
    }
}
