//! One reviewer's line on the board, as `parts/seat.html` wants it.

use crate::console::badge::Badge;
use crate::console::{trouble, when};
use kairan_board::{Board, MaterialLine, SeatLine, SeatNotice, SeatVersion, Trouble};
use kairan_domain::ids::VersionId;
use kairan_domain::meeting::{CHANGEABLE, State};
use kairan_domain::notice::NoticeState;
use kairan_domain::throttle::Verdict;
use kairan_domain::words;
use serde::Serialize;

/// `seat` of `parts/seat.html`.
#[derive(Serialize)]
pub(super) struct SeatView {
    id: String,
    no: usize,
    name: String,
    way: &'static str,
    mail: Option<String>,
    state: Badge,
    reasons: Vec<String>,
    track: Vec<Step>,
    read_all_at: Option<String>,
    letters: Vec<Letter>,
    views: Vec<Viewing>,
    password: Option<Badge>,
    locked: Option<String>,
    given: Option<Given>,
    can: Can,
}

/// Paper given to a reviewer.
#[derive(Serialize)]
struct Given {
    at: String,
    old: bool,
}

/// One of the three steps from mail to material.
#[derive(Serialize)]
struct Step {
    label: &'static str,
    kind: &'static str,
    text: String,
    at: Option<String>,
}

#[derive(Serialize)]
struct Letter {
    what: &'static str,
    kind: &'static str,
    text: &'static str,
    at: String,
    reply: Option<String>,
}

#[derive(Serialize)]
struct Viewing {
    no: usize,
    title: String,
    version_no: usize,
    current: bool,
    first: Option<String>,
    last: Option<String>,
    saved: Option<&'static str>,
    complete: bool,
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "one per button of the page")]
struct Can {
    resend: bool,
    reissue: bool,
    address: bool,
    address_first: bool,
    sheet: bool,
    unlock: bool,
    give: bool,
}

/// What the person at the page may do for seats.
#[derive(Clone, Copy)]
pub(super) struct Rights {
    resend: bool,
    change: bool,
}

impl Rights {
    pub(super) fn of(state: State, clerk: bool) -> Self {
        Self {
            resend: clerk && state.links_live(),
            change: clerk && CHANGEABLE.contains(&state),
        }
    }
}

impl SeatView {
    pub(super) fn of(seat: &SeatLine, board: &Board, rights: Rights) -> Self {
        let electronic = !seat.paper;
        Self {
            id: seat.seat.to_string(),
            no: seat.number,
            name: seat.name.expose().to_owned(),
            way: if electronic { "electronic" } else { "paper" },
            mail: (!seat.mail.is_empty()).then(|| seat.mail.expose().to_owned()),
            state: state(seat),
            reasons: seat
                .trouble
                .filter(|it| it.needs_call())
                .map(trouble::sentence)
                .into_iter()
                .collect(),
            track: if electronic {
                vec![mail_step(seat), gate_step(seat), reading_step(seat)]
            } else {
                Vec::new()
            },
            read_all_at: seat.read_all_at.map(when::short),
            letters: seat.letters.iter().map(Letter::of).collect(),
            views: views(seat, board),
            password: electronic.then(|| password(seat, board)),
            locked: locked(seat.gate),
            given: seat.given.map(|(at, old)| Given {
                at: when::short(at),
                old,
            }),
            can: Can {
                resend: electronic && rights.resend,
                reissue: electronic && rights.change,
                address: electronic && rights.change,
                address_first: electronic
                    && rights.change
                    && seat.trouble.is_some_and(trouble::doubts_address),
                sheet: electronic && rights.change && seat.handed_over_at.is_none(),
                unlock: electronic && rights.change && seat.gate != Verdict::Open,
                give: seat.paper && rights.change && seat.given.is_none_or(|(_, old)| old),
            },
        }
    }
}

/// What can be read now, then what was opened and can no longer be.
fn views(seat: &SeatLine, board: &Board) -> Vec<Viewing> {
    let now = seat.versions.iter().map(|version| (version, true));
    let before = seat.earlier.iter().map(|version| (version, false));
    now.chain(before)
        .filter_map(|(version, current)| Viewing::of(version, board, current))
        .collect()
}

fn state(seat: &SeatLine) -> Badge {
    let some = seat
        .versions
        .iter()
        .any(|version| version.status.first_at.is_some());
    match seat {
        _ if seat.paper => match seat.given {
            None => Badge::warn("紙：未渡し"),
            Some((_, true)) => Badge::warn("紙：あらためて渡してください"),
            Some((_, false)) => Badge::good("紙：渡しました"),
        },
        _ if needs_call(seat) => Badge::bad("要連絡"),
        _ if seat.has_read => Badge::good("すべて開きました"),
        _ if some => Badge::info("一部だけ開きました"),
        _ if !seat.earlier.is_empty() => Badge::info("差替え前だけ開きました"),
        _ => Badge::plain("まだ開いていません"),
    }
}

fn mail_step(seat: &SeatLine) -> Step {
    let (kind, text, at) = match &seat.letter {
        None => ("", "—", None),
        Some(letter) if seat.trouble == Some(Trouble::MailDelayed) => {
            ("warn", "届かず、送り直しています", Some(at_of(letter)))
        }
        Some(letter) => (
            kind_of(&letter.state),
            words::notice_state(&letter.state),
            Some(at_of(letter)),
        ),
    };
    Step {
        label: "メール",
        kind,
        text: text.to_owned(),
        at,
    }
}

fn gate_step(seat: &SeatLine) -> Step {
    let (kind, text) = match (seat.gate_passed_at, seat.gate) {
        (_, Verdict::Locked(_)) => ("bad", "ロック中"),
        (Some(_), _) => ("good", "入室しました"),
        (None, _) => ("", "まだ入室していません"),
    };
    let mistakes = match seat.mistakes {
        0 => String::new(),
        times => format!("（入力の間違い{times}回）"),
    };
    Step {
        label: "入室",
        kind,
        text: format!("{text}{mistakes}"),
        at: seat.gate_passed_at.map(when::short),
    }
}

fn reading_step(seat: &SeatLine) -> Step {
    let of = seat.versions.len();
    let opened = seat
        .versions
        .iter()
        .filter(|version| version.status.first_at.is_some())
        .count();
    let kind = if seat.has_read {
        "good"
    } else if opened > 0 {
        "warn"
    } else {
        ""
    };
    let last = seat
        .versions
        .iter()
        .filter_map(|version| version.status.last_at)
        .max();
    Step {
        label: "資料",
        kind,
        text: format!("{opened}/{of}件 開きました"),
        at: last.map(when::short),
    }
}

fn kind_of(state: &NoticeState) -> &'static str {
    match state {
        NoticeState::Sent { .. } => "good",
        NoticeState::Refused { .. }
        | NoticeState::GivenUp { .. }
        | NoticeState::Returned { .. } => "bad",
        NoticeState::Queued { .. } | NoticeState::Leased { .. } | NoticeState::Dropped { .. } => "",
    }
}

fn at_of(letter: &SeatNotice) -> String {
    when::short(match letter.state {
        NoticeState::Sent { at }
        | NoticeState::Refused { at }
        | NoticeState::GivenUp { at }
        | NoticeState::Returned { at }
        | NoticeState::Dropped { at } => at,
        NoticeState::Queued { .. } | NoticeState::Leased { .. } => letter.made_at,
    })
}

impl Letter {
    fn of(letter: &SeatNotice) -> Self {
        Self {
            what: words::notice_kind(letter.kind),
            kind: kind_of(&letter.state),
            text: words::notice_state(&letter.state),
            at: at_of(letter),
            reply: (!letter.reply.is_empty()).then(|| letter.reply.expose().to_owned()),
        }
    }
}

impl Viewing {
    fn of(version: &SeatVersion, board: &Board, current: bool) -> Option<Self> {
        let place = board
            .materials
            .iter()
            .position(|material| material.line.id == version.material)?;
        let line = &board.materials[place].line;
        Some(Self {
            no: place + 1,
            title: line.title.expose().to_owned(),
            version_no: number(line, version.version),
            current,
            first: version.status.first_at.map(when::short),
            last: version.status.last_at.map(when::short),
            saved: version.status.downloaded.then_some("保存しました"),
            complete: version.status.complete,
        })
    }
}

/// Which version of its material this is, from 1; the earlier ones come newest first.
fn number(line: &MaterialLine, version: VersionId) -> usize {
    let newer = line
        .outdated
        .iter()
        .position(|earlier| earlier.version == version);
    newer.map_or(line.outdated.len() + 1, |newer| line.outdated.len() - newer)
}

/// Whether somebody should phone: a letter that is merely late is tried again by itself.
pub(super) fn needs_call(seat: &SeatLine) -> bool {
    seat.trouble.is_some_and(Trouble::needs_call)
}

/// A password carried over counts as handed over at the very instant of publishing.
pub(super) fn is_carried(seat: &SeatLine, board: &Board) -> bool {
    seat.handed_over_at.is_some() && seat.handed_over_at == board.published_at
}

fn password(seat: &SeatLine, board: &Board) -> Badge {
    match seat.handed_over_at {
        Some(_) if is_carried(seat, board) => Badge::plain("パスワード：前回のまま"),
        Some(_) => Badge::good("パスワード：渡しました"),
        None => Badge::warn("パスワード：未渡し"),
    }
}

fn locked(gate: Verdict) -> Option<String> {
    match gate {
        Verdict::Open => None,
        Verdict::Wait(until) | Verdict::Locked(until) => Some(format!(
            "入力の間違いが重なり、{}まで止まっています。",
            when::long(until)
        )),
    }
}
