//! What the demo holds, made by the use cases a clerk's and a reviewer's clicks reach: an insurer,
//! an account signed in with both factors, a published meeting with a packet of 30 cases, readings
//! by two of its reviewers, a draft, and requests for doctors' opinions in every state
//! (`opinions`). None of the people exists.

use bytes::Bytes;
use futures_util::stream;
use jiff::ToSpan;
use kairan_access::{App, ClerkOf, open_gate, reviewer_session};
use kairan_board::{DraftInput, RowInput, RowPassword};
use kairan_domain::date;
use kairan_domain::ids::MeetingId;
use kairan_domain::meeting::Place;
use kairan_domain::raw::RawMeeting;
use kairan_domain::secret::SecretText;
use kairan_domain::upload::UploadTarget;
use kairan_domain::viewing::Manner;
use kairan_paper::{DemoDocument, demo_packet};
use kairan_vault::envelope::EnvelopeKey;

use super::error::{At, DemoError, missing};
use super::opinions::fill_opinions;
use super::people::{HERE, clerk};
use super::sign_ins::{ReviewerSignIn, SignIns};
use crate::wire::Installation;

const CASES: usize = 30;
const SEED: u64 = 20_261_122;
/// Days from today to the published meeting and to the drafted one.
const AHEAD: [i64; 2] = [10, 24];

const REVIEWERS: [(&str, &str); 5] = [
    ("青木 一郎", "aoki@clinic.example.jp"),
    ("石川 真理子", "ishikawa@hospital.example.jp"),
    ("上田 健", "ueda@dental.example.jp"),
    ("江口 さつき", "eguchi@nursing.example.jp"),
    ("小野寺 隆", "onodera@welfare.example.jp"),
];

/// Everybody's way in, and the letter that would lie in a doctor's letter box.
pub struct Filled {
    /// Accounts and reviewers.
    pub sign_ins: SignIns,
    /// A request letter as PDF, with its code and passcode.
    pub letter: Vec<u8>,
}

/// Fills an empty installation.
///
/// # Errors
/// [`DemoError`].
pub async fn fill(on: &Installation) -> Result<Filled, DemoError> {
    let app = &on.app;
    let (office, clerk) = clerk(app).await?;
    let packet = draw_packet().await?;
    let meeting = kairan_board::create_draft(app, &clerk, None)
        .await
        .at("draft")?;
    for document in packet {
        take_in(app, &clerk, meeting, document).await?;
    }
    let key = EnvelopeKey::random(app.entropy.as_ref());
    let seen = edition(app, &clerk, meeting).await?;
    let input = published_input(on);
    kairan_board::save_draft(app, &clerk, &key, meeting, seen, input)
        .await
        .at("save")?;
    let preview = kairan_board::preview_publish(app, &clerk, &key, meeting)
        .await
        .at("preview")?;
    kairan_board::publish_meeting(app, &clerk, meeting, preview.fingerprint)
        .await
        .at("publish")?;
    let reviewers = hand_over(app, &clerk, &key, meeting).await?;
    read_some(app, &clerk, meeting, &reviewers).await?;
    let draft = second_draft(on, &clerk, &key, meeting).await?;

    let opinions = fill_opinions(app, &clerk, draft).await?;

    Ok(Filled {
        sign_ins: SignIns {
            office,
            clinic: Some(opinions.account),
            reviewers,
        },
        letter: opinions.letter,
    })
}

/// Drawing takes a second of one core.
async fn draw_packet() -> Result<Vec<DemoDocument>, DemoError> {
    #[expect(
        clippy::disallowed_methods,
        reason = "draws a hundred pages, once, before serving"
    )]
    let drawn = tokio::task::spawn_blocking(|| demo_packet(CASES, SEED)).await;
    drawn.at("packet")?.at("packet")
}

async fn take_in(
    app: &App,
    clerk: &ClerkOf,
    meeting: MeetingId,
    document: DemoDocument,
) -> Result<(), DemoError> {
    let bytes = stream::iter([Ok::<_, std::convert::Infallible>(Bytes::from(document.pdf))]);
    let (target, name) = (UploadTarget::NewMaterial, document.file_name.as_str());
    let taken = kairan_board::receive_whole(app, clerk, meeting, target, name, bytes).await;
    taken.map(|_| ()).at("material")
}

async fn edition(app: &App, clerk: &ClerkOf, meeting: MeetingId) -> Result<u64, DemoError> {
    let form = kairan_board::read_form(app, clerk, meeting)
        .await
        .at("form")?;
    Ok(form.edition)
}

fn day(on: &Installation, ahead: i64) -> String {
    let today = date::in_tokyo(on.app.now()).date();
    today.saturating_add(ahead.days()).to_string()
}

fn published_input(on: &Installation) -> DraftInput {
    let rows = REVIEWERS.map(|(name, mail)| row(name, mail)).into();
    let fields = RawMeeting {
        held_on: day(on, AHEAD[0]),
        starts_at: "13:30".into(),
        panel: "第3合議体".into(),
        reviewer_count: REVIEWERS.len().to_string(),
        remark: SecretText::new(
            "事例12は審査の順番を最初にする予定です。\n予備判定は前日の正午までにお知らせください。",
        ),
        ..RawMeeting::default()
    };
    DraftInput {
        fields,
        rows,
        ..DraftInput::default()
    }
}

fn row(name: &str, mail: &str) -> RowInput {
    RowInput {
        seat: None,
        name: SecretText::new(name),
        mail: SecretText::new(mail),
        paper: false,
        password: RowPassword::Make,
    }
}

/// Notes the passwords for the terminal and ticks them as handed over.
async fn hand_over(
    app: &App,
    clerk: &ClerkOf,
    key: &EnvelopeKey,
    meeting: MeetingId,
) -> Result<Vec<ReviewerSignIn>, DemoError> {
    let secrets = kairan_board::show_passwords(app, clerk, key, meeting)
        .await
        .at("passwords")?;
    let mut reviewers = Vec::new();
    for (secret, (name, mail)) in secrets.iter().zip(REVIEWERS) {
        let password = secret
            .password
            .as_ref()
            .ok_or_else(|| missing("passwords"))?;
        reviewers.push(ReviewerSignIn {
            name: name.into(),
            mail: mail.into(),
            password: password.expose().to_owned(),
        });
        kairan_board::hand_over(app, clerk, key, meeting, secret.seat)
            .await
            .at("hand over")?;
    }

    Ok(reviewers)
}

/// The first reviewer has read everything, the second has opened one material.
async fn read_some(
    app: &App,
    clerk: &ClerkOf,
    meeting: MeetingId,
    reviewers: &[ReviewerSignIn],
) -> Result<(), DemoError> {
    let found = app
        .store
        .meeting(clerk.insurer(), meeting)
        .await
        .at("meeting")?;
    let packet = found
        .as_ref()
        .and_then(|found| found.packet())
        .ok_or_else(|| missing("packet"))?;
    for (reviewer, at_most) in reviewers.iter().zip([usize::MAX, 1]) {
        let mut links = packet.electronic().filter_map(|seat| match &seat.place {
            Place::Electronic { mail, link, .. } if mail.expose() == reviewer.mail => {
                Some(link.token.expose())
            }
            _ => None,
        });
        let link = links.next().ok_or_else(|| missing("link"))?;
        let gate = open_gate(app, link, &reviewer.mail, &reviewer.password, HERE).await;
        let cookie = gate.at("gate")?.to_text();
        let inside = reviewer_session(app, &cookie).await.at("room")?;
        let inside = inside.ok_or_else(|| missing("room"))?;
        for material in packet.open_materials().take(at_most) {
            let version = material.current().ok_or_else(|| missing("version"))?.id;
            let reading =
                kairan_board::open_material(app, &inside, version, Manner::View, false).await;
            let reading = reading.at("material")?;
            let _bytes: Vec<_> =
                futures_util::StreamExt::collect(reading.stream(0..reading.size)).await;
        }
        if at_most > 1 {
            kairan_board::read_all(app, &inside).await.at("read all")?;
        }
    }

    Ok(())
}

/// A draft begun from the published meeting's reviewers.
async fn second_draft(
    on: &Installation,
    clerk: &ClerkOf,
    key: &EnvelopeKey,
    model: MeetingId,
) -> Result<MeetingId, DemoError> {
    let app = &on.app;
    let draft = kairan_board::create_draft(app, clerk, Some(model))
        .await
        .at("second draft")?;
    let form = kairan_board::read_form(app, clerk, draft)
        .await
        .at("second draft")?;
    let rows = form.raw.seats.iter().map(|seat| RowInput {
        seat: Some(seat.id),
        name: seat.name.clone(),
        mail: seat.mail.clone(),
        paper: seat.paper,
        password: RowPassword::Keep,
    });
    let input = DraftInput {
        rows: rows.collect(),
        fields: RawMeeting {
            held_on: day(on, AHEAD[1]),
            ..form.raw.clone()
        },
        ..DraftInput::default()
    };
    let saved = kairan_board::save_draft(app, clerk, key, draft, form.edition, input).await;
    saved.map(|_| draft).at("second draft")
}
