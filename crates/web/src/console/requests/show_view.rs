//! A request as its page shows it.

use super::list_rows::why;
use super::request_path;
use super::show_facts::{Clock, Facts, Past, clocks, history};
use crate::console::clinics::clinic_path;
use crate::console::said::Said;
use crate::console::when;
use jiff::Timestamp;
use kairan_domain::opinion_request::{Chase, RequestState};
use kairan_opinion::{MeetingOfRequest, ReminderLine, RequestChange, RequestPage, VersionLine};
use serde::Serialize;

/// Context of `console/requests/request.html`.
#[derive(Serialize)]
pub(super) struct View {
    request: Facts,
    clocks: Vec<Clock>,
    todo: Option<Todo>,
    locked: Option<String>,
    now: Vec<Next>,
    waiting: Option<Waiting>,
    versions: Vec<Version>,
    meetings: Vec<Link>,
    reminders: Vec<Reminder>,
    history: Vec<Past>,
    can: Can,
}

#[derive(Serialize)]
struct Todo {
    kind: &'static str,
    text: String,
}

/// A link to what is next.
#[derive(Serialize)]
struct Next {
    url: String,
    text: &'static str,
    main: bool,
    new_tab: bool,
}

#[derive(Serialize)]
struct Waiting {
    no: u32,
    at: String,
    how: &'static str,
    late: bool,
    pdf_url: Option<String>,
}

#[derive(Serialize)]
struct Version {
    no: u32,
    at: String,
    how: &'static str,
    late: bool,
    pdf_url: Option<String>,
    masked_url: Option<String>,
    case_no: Option<String>,
    sent_back: Option<SentBack>,
    accepted: bool,
}

#[derive(Serialize)]
struct SentBack {
    at: String,
    reason: String,
}

#[derive(Serialize)]
pub(super) struct Link {
    pub(super) url: String,
    pub(super) text: String,
}

#[derive(Serialize)]
struct Reminder {
    at: String,
    how: &'static str,
    by: String,
    memo: Option<String>,
}

/// What may be done here, by this person, in this state.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "one per button of the page")]
struct Can {
    change: bool,
    remind: bool,
    decide: bool,
    take_back: bool,
    unlock: bool,
    cancel: bool,
    reassign: bool,
}

impl View {
    /// `shut`: until when the letter's door is closed after mistakes; `said`: what was just done.
    pub(super) fn of(
        (page, changes): (&RequestPage, &[RequestChange]),
        (clerk, shut): (bool, Option<Timestamp>),
        said: Option<Said>,
    ) -> Self {
        let can = Can::of(
            page.row.state,
            clerk,
            shut.is_some(),
            !page.meetings.is_empty(),
        );
        Self {
            request: Facts::of(page),
            clocks: clocks(&page.row),
            todo: todo(page),
            locked: shut.map(when::long),
            now: next(page, clerk, said),
            waiting: waiting(page),
            versions: page
                .versions
                .iter()
                .rev()
                .map(|version| Version::of(page, version))
                .collect(),
            meetings: page.meetings.iter().map(meeting).collect(),
            reminders: page.reminders.iter().rev().map(Reminder::of).collect(),
            history: history(page, changes),
            can,
        }
    }
}

impl Can {
    fn of(state: RequestState, clerk: bool, locked: bool, in_meeting: bool) -> Self {
        let writable = clerk && state.is_writable();
        let fresh = matches!(state, RequestState::Requested | RequestState::Drafting);
        let arrived = clerk && state == RequestState::Submitted;
        Self {
            change: clerk && fresh,
            remind: writable,
            decide: arrived,
            take_back: clerk && state == RequestState::Accepted && !in_meeting,
            unlock: clerk && locked,
            cancel: writable || arrived,
            reassign: writable,
        }
    }
}

fn todo(page: &RequestPage) -> Option<Todo> {
    let row = &page.row;
    let (kind, text) = match row.chase {
        Chase::Call => ("warn", format!("{}。", why(row.chase))),
        Chase::Check => ("info", format!("{}。", why(row.chase))),
        Chase::Wait if row.state.is_writable() && !row.printed => {
            ("info", "依頼書をまだ印刷していません。".to_owned())
        }
        Chase::Wait => return None,
    };
    Some(Todo { kind, text })
}

/// What a clerk can do now, the most likely first.
fn next(page: &RequestPage, clerk: bool, said: Option<Said>) -> Vec<Next> {
    let row = &page.row;
    let at = |below: &str| format!("{}/{below}", request_path(row.id));
    let link = |below: &str, text, main| Next {
        url: at(below),
        text,
        main,
        new_tab: false,
    };
    let paper = |below, text, main| Next {
        new_tab: true,
        ..link(below, text, main)
    };
    if !clerk {
        return Vec::new();
    }
    if row.state.is_writable() {
        let mut links = Vec::new();
        if said == Some(Said::RemindedByLetter) {
            links.push(paper("reminder.pdf", "督促状（PDF）", true));
        }
        let letter = if row.printed {
            link("letter", "依頼書をもう一度印刷する", false)
        } else {
            link("letter", "依頼書を印刷する", true)
        };
        let arrival = link("arrival", "紙・FAXなどで届いた", row.printed);
        let form = paper("form.pdf", "紙の様式（PDF）", false);
        if row.printed {
            links.extend([arrival, form, letter]);
        } else {
            links.extend([letter, form, arrival]);
        }
        return links;
    }
    let last = page.versions.last();
    match row.state {
        RequestState::Accepted => {
            let masked = last.and_then(|version| version.masked.as_ref());
            if masked.is_some_and(|masked| !masked.ready) {
                return vec![
                    link("masked/check", "審査会用のページを確認する", true),
                    link("masked", "審査会用（名前なし）を作り直す", false),
                ];
            }
            let made = masked.is_some();
            let text = if made {
                "審査会用（名前なし）を作り直す"
            } else {
                "審査会用（名前なし）を作る"
            };
            vec![link("masked", text, !made)]
        }
        RequestState::Submitted => vec![link("masked", "審査会用（名前なし）を作る", false)],
        _ => Vec::new(),
    }
}

fn waiting(page: &RequestPage) -> Option<Waiting> {
    let waits = page.row.state == RequestState::Submitted;
    let version = page.versions.last().filter(|_| waits)?;
    Some(Waiting {
        no: version.number,
        at: when::long(version.at),
        how: version.arrival.label(),
        late: version.late,
        pdf_url: pdf_url(page, version),
    })
}

/// Where the pages of a version are, if it has any.
pub(super) fn pdf_url(page: &RequestPage, version: &VersionLine) -> Option<String> {
    let at = || {
        format!(
            "{}/versions/{}/opinion.pdf",
            request_path(page.row.id),
            version.number
        )
    };
    version.pages.map(|_| at())
}

impl Version {
    fn of(page: &RequestPage, version: &VersionLine) -> Self {
        let id = page.row.id;
        let last = page.versions.last().map(|last| last.number);
        let accepted = page.row.state == RequestState::Accepted && last == Some(version.number);
        let masked = version.masked.as_ref();
        Self {
            no: version.number,
            at: when::long(version.at),
            how: version.arrival.label(),
            late: version.late,
            pdf_url: pdf_url(page, version),
            masked_url: masked.map(|_| {
                format!(
                    "{}/versions/{}/masked.pdf",
                    request_path(id),
                    version.number
                )
            }),
            case_no: masked.and_then(|masked| masked.case_no.as_ref().map(ToString::to_string)),
            sent_back: version.sent_back.as_ref().map(|(at, reason)| SentBack {
                at: when::short(*at),
                reason: reason.expose().to_owned(),
            }),
            accepted,
        }
    }
}

fn meeting(meeting: &MeetingOfRequest) -> Link {
    let day = meeting
        .held_on
        .map_or_else(|| "日付未定の審査会".to_owned(), when::day);
    let no = &meeting.meeting_no;
    let no = if no.is_empty() {
        String::new()
    } else {
        format!("（番号 {no}）")
    };
    Link {
        url: format!("/console/meetings/{}", meeting.id),
        text: format!("{day}{no}　第{}版", meeting.version),
    }
}

impl Reminder {
    fn of(line: &ReminderLine) -> Self {
        let memo = line.memo.expose();
        Self {
            at: when::short(line.at),
            how: line.method.label(),
            by: name(line.by.as_ref()),
            memo: (!memo.is_empty()).then(|| memo.to_owned()),
        }
    }
}

/// Who did something, as far as the account is still known.
pub(super) fn name(by: Option<&kairan_domain::staff::PersonName>) -> String {
    by.map_or_else(|| "職員".to_owned(), |name| name.expose().to_owned())
}

/// The page of the clinic that is asked.
pub(super) fn clinic_url(page: &RequestPage) -> String {
    clinic_path(page.clinic.id)
}
