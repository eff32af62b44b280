//! GET `/console/meetings/{meeting}/confirm`: exactly what goes to whom. Changes nothing.

use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::envelope::Envelope;
use crate::console::frame::Here;
use crate::console::paths::{board_path, edit_path};
use crate::console::refused::read_refused;
use crate::console::reply::{go, go_saying};
use crate::console::said::{Said, Told};
use crate::console::unseen::Summary;
use crate::console::when;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use jiff::{SignedDuration, Timestamp};
use kairan_board::{
    LetterFacts, PreviewMaterial, PreviewPassword, PreviewSeat, PublishPreview, preview_publish,
};
use kairan_domain::check::{Fault, MeetingFault};
use kairan_domain::ids::MeetingId;
use kairan_domain::meeting::{AccessWindow, Plan};
use kairan_domain::meeting_line::MeetingLine;
use kairan_domain::notice::NoticeKind;
use kairan_domain::words;
use kairan_mail::letter::{self, LetterError, MaterialChanges, PreviewFacts};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    meeting_id: String,
    version: String,
    meeting: MeetingView,
    timeline: Vec<Moment>,
    seats: Vec<SeatView>,
    electronic: usize,
    materials: Vec<MaterialView>,
    mail: Option<MailView>,
    warnings: Vec<String>,
    errors: Vec<&'static str>,
}

#[derive(Serialize)]
struct MeetingView {
    date: String,
    time: Option<String>,
    no: String,
    panel: Option<String>,
    remark: Option<String>,
}

#[derive(Serialize)]
struct Moment {
    label: &'static str,
    at: String,
}

#[derive(Serialize)]
struct SeatView {
    no: usize,
    name: String,
    way: &'static str,
    mail: Option<String>,
    password: Option<String>,
    password_note: String,
}

#[derive(Serialize)]
struct MaterialView {
    no: usize,
    title: String,
    file_name: String,
    version_id: String,
    pages: u32,
    size: String,
    unseen: Option<Summary>,
}

#[derive(Serialize)]
struct MailView {
    from: String,
    reply_to: String,
    subject: String,
    text: String,
}

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
    Query(told): Query<Told>,
    envelope: Envelope,
) -> Reply {
    let preview = match preview_publish(site.app(), &clerk.by, &envelope.key, meeting).await {
        Ok(preview) => preview,
        Err(error) => return read_refused(error),
    };
    let plan = match (preview.is_ready(), &preview.plan) {
        (Err(_), _) => return Ok(go(&board_path(meeting))),
        (Ok(true), Some(plan)) => plan,
        // Rows that came since the button was pressed: it gives them their passwords.
        (Ok(_), _) if only_unset(&preview.faults) => {
            return Ok(go_saying(&edit_path(meeting), Said::NotConfirmed));
        }
        (Ok(_), _) => return Ok(go(&format!("{}?check=1", edit_path(meeting)))),
    };
    let view = View {
        meeting_id: meeting.to_string(),
        version: preview.fingerprint.to_string(),
        meeting: MeetingView::of(plan),
        timeline: timeline(plan, site.app().now(), site.app().policies.purge_after),
        seats: preview
            .seats
            .iter()
            .zip(1..)
            .map(|(seat, no)| SeatView::of(no, seat))
            .collect(),
        electronic: preview
            .seats
            .iter()
            .filter(|seat| seat.mail.is_some())
            .count(),
        materials: preview
            .materials
            .iter()
            .zip(1..)
            .map(|(line, no)| MaterialView::of(no, line))
            .collect(),
        mail: preview
            .letter
            .as_ref()
            .map(|facts| mail(&site, facts))
            .transpose()?,
        warnings: warnings(&preview),
        errors: Vec::new(),
    };
    let page = clerk
        .frame
        .page("console/meeting_confirm.html", Here::Meetings)
        .telling(told.notice());
    Ok(envelope.given(page.reply(&site, &view)))
}

fn only_unset(faults: &[Fault]) -> bool {
    faults
        .iter()
        .all(|fault| fault.what == MeetingFault::NoPassword)
}

impl MeetingView {
    fn of(plan: &Plan) -> Self {
        Self {
            date: when::day(plan.held_on),
            time: when::time(plan.starts_at),
            no: number(&plan.meeting_no),
            panel: plan.panel.clone(),
            remark: plan
                .remark
                .as_ref()
                .map(|remark| remark.expose().to_owned()),
        }
    }
}

/// The number, or what becomes of an empty one.
fn number(given: &str) -> String {
    if given.is_empty() {
        "（公開するときに自動で付きます）".to_owned()
    } else {
        given.to_owned()
    }
}

fn timeline(plan: &Plan, now: Timestamp, purge_after: SignedDuration) -> Vec<Moment> {
    let AccessWindow { from, until } = plan.window;
    let opens = if from <= now {
        "公開するとすぐ".to_owned()
    } else {
        when::long(from)
    };
    let held = match plan.starts_at {
        Some(at) => format!(
            "{} {}",
            when::day(plan.held_on),
            kairan_domain::date::clock_time(at)
        ),
        None => when::day(plan.held_on),
    };
    let erased = until.checked_add(purge_after).unwrap_or(Timestamp::MAX);
    vec![
        Moment {
            label: "公開（メール送信）",
            at: "確認のあとすぐ".into(),
        },
        Moment {
            label: "閲覧開始",
            at: opens,
        },
        Moment {
            label: "開催",
            at: held,
        },
        Moment {
            label: "閲覧期限",
            at: format!("{}まで", when::end(until)),
        },
        Moment {
            label: "資料の廃棄",
            at: when::day_of(erased),
        },
    ]
}

impl SeatView {
    fn of(no: usize, seat: &PreviewSeat) -> Self {
        let (password, password_note) = match &seat.password {
            PreviewPassword::Shown(password) => (
                Some(password.expose().to_owned()),
                "新しいパスワード".into(),
            ),
            PreviewPassword::OutOfSight => (
                None,
                "設定済み（この画面では表示できません。公開後に再発行できます）".into(),
            ),
            PreviewPassword::CarriedOver { since, waits } => {
                let told = if *waits {
                    "・まだ渡していません"
                } else {
                    ""
                };
                let since = when::day_of(*since);
                (None, format!("前回と同じ（{since}から{told}）"))
            }
            PreviewPassword::None => (None, "紙で渡します".into()),
        };
        Self {
            no,
            name: seat.name.expose().to_owned(),
            way: if seat.mail.is_some() {
                "electronic"
            } else {
                "paper"
            },
            mail: seat.mail.as_ref().map(|mail| mail.expose().to_owned()),
            password,
            password_note,
        }
    }
}

impl MaterialView {
    fn of(no: usize, line: &PreviewMaterial) -> Self {
        Self {
            no,
            title: line.title.expose().to_owned(),
            file_name: line.file_name.expose().to_owned(),
            version_id: line.version.to_string(),
            pages: line.pages,
            size: words::size(line.size),
            unseen: Summary::of(&line.examined),
        }
    }
}

/// The letter with placeholders for reader and link.
fn mail(site: &Site, facts: &LetterFacts) -> Result<MailView, LetterError> {
    let office = facts.office.clone();
    let meeting = MeetingLine {
        meeting_no: number(&facts.line.meeting_no),
        ..facts.line.clone()
    };
    let public_url = site.app().public_url.clone();
    let changes = MaterialChanges::default();
    let shown = letter::preview(
        NoticeKind::Published,
        &PreviewFacts {
            office,
            meeting,
            public_url,
            changes,
        },
    )?;
    Ok(MailView {
        from: facts.office.insurer.clone(),
        reply_to: facts.office.mail.expose().to_owned(),
        subject: shown.subject,
        text: shown.text.expose().to_owned(),
    })
}

fn warnings(preview: &PublishPreview) -> Vec<String> {
    let unseen = preview
        .seats
        .iter()
        .any(|seat| seat.password == PreviewPassword::OutOfSight);
    let paper = !preview.seats.is_empty() && preview.seats.iter().all(|seat| seat.mail.is_none());
    let mut found = Vec::new();
    if unseen {
        found.push("この画面で表示できないパスワードがあります。控えがないときは、入力に戻って「自動で作る」を選ぶか、公開したあとに再発行してください。".to_owned());
    }
    let waiting = waiting(&preview.seats);
    if !waiting.is_empty() {
        found.push(format!("前回のパスワードをまだ渡していない委員がいます：{waiting}。公開したあとに、受け渡しの画面から伝えてください。"));
    }
    if paper {
        found.push("全員が紙で受け取ります。メールは送られません。".to_owned());
    }
    found.extend(preview.seats.iter().filter_map(mistyped));
    found.extend(same_files(&preview.materials));
    found
}

/// A slip of a well-known domain: asked about, never refused, for the other one may exist.
fn mistyped(seat: &PreviewSeat) -> Option<String> {
    let meant = seat.mail.as_ref()?.meant_domain()?;
    let (mail, name) = (seat.mail.as_ref()?.expose(), seat.name.expose());
    Some(format!(
        "{name}委員のアドレス {mail} は、{meant} の打ち間違いかもしれません。確認し、違っていたら入力に戻って直してください。"
    ))
}

/// Who has a password of earlier meetings that nobody told them.
fn waiting(seats: &[PreviewSeat]) -> String {
    let waiting = seats.iter().filter(|seat| {
        matches!(
            seat.password,
            PreviewPassword::CarriedOver { waits: true, .. }
        )
    });
    let names: Vec<&str> = waiting.map(|seat| seat.name.expose()).collect();
    names.join("、")
}

/// Materials with the very same content, each told of at the later one.
fn same_files(materials: &[PreviewMaterial]) -> Vec<String> {
    let earlier = |place: usize| {
        let same = |it: &PreviewMaterial| it.sha256 == materials[place].sha256;
        materials[..place].iter().position(same)
    };
    let twice = (0..materials.len()).filter_map(|place| Some((place, earlier(place)?)));
    twice
        .map(|(later, first)| {
            let (later, first) = (later + 1, first + 1);
            format!("資料{later}は、資料{first}と同じ内容のファイルです。")
        })
        .collect()
}
