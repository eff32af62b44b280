//! Rows of the work list, today's calls and the groups they stand in.

use super::line::Line;
use super::{days, legal_days, request_path, state};
use crate::console::badge::Badge;
use crate::console::when;
use kairan_domain::opinion_request::{Chase, DaysLeft, RequestState};
use kairan_opinion::RequestRow;
use serde::Serialize;

/// One of today's calls.
#[derive(Serialize)]
pub(super) struct Call {
    why: &'static str,
    phone: String,
    last: Option<String>,
    urgent: bool,
    #[serde(flatten)]
    row: Row,
}

#[derive(Serialize)]
pub(super) struct Group {
    title: Option<&'static str>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    url: String,
    #[serde(flatten)]
    line: Line,
    due_left: Option<Badge>,
    legal: String,
    legal_left: Option<Badge>,
    state: Badge,
    marks: Vec<Badge>,
}

/// What stands together in the list of everything open, in the order of urgency.
fn group_of(row: &RequestRow) -> &'static str {
    match (row.state, row.days_left) {
        (RequestState::Submitted, _) => "届いた意見書（確かめてください）",
        // Counted on through a change of doctor, so its own due date may look far away.
        _ if matches!(row.legal_left, DaysLeft::Over(_)) => "法定の30日を過ぎた依頼",
        (RequestState::SentBack, _) => "差し戻した依頼",
        (_, DaysLeft::Over(_)) => "期限を過ぎた依頼",
        (_, DaysLeft::Today | DaysLeft::Left(..=super::SOON)) => "期限が近い依頼",
        _ => "提出を待っている依頼",
    }
}

const ORDER: [&str; 6] = [
    "法定の30日を過ぎた依頼",
    "期限を過ぎた依頼",
    "期限が近い依頼",
    "届いた意見書（確かめてください）",
    "差し戻した依頼",
    "提出を待っている依頼",
];

pub(super) fn groups(rows: &[RequestRow], parted: bool) -> Vec<Group> {
    if !parted {
        let rows: Vec<Row> = rows.iter().map(Row::of).collect();
        let title = None;
        return (!rows.is_empty())
            .then_some(Group { title, rows })
            .into_iter()
            .collect();
    }
    let groups = ORDER.iter().map(|title| Group {
        title: Some(*title),
        rows: rows
            .iter()
            .filter(|row| group_of(row) == *title)
            .map(Row::of)
            .collect(),
    });
    groups.filter(|group| !group.rows.is_empty()).collect()
}

impl Row {
    fn of(row: &RequestRow) -> Self {
        let awaited = row.state.is_writable();
        let over = matches!(
            row.state,
            RequestState::Accepted | RequestState::Cancelled | RequestState::Reassigned
        );
        Self {
            url: request_path(row.id),
            line: Line::of(row),
            due_left: awaited.then(|| days(row.days_left)),
            legal: when::short_day(row.legal_limit),
            legal_left: (!over).then(|| legal_days(row.legal_left)),
            state: state(row.state),
            marks: marks(row),
        }
    }
}

fn marks(row: &RequestRow) -> Vec<Badge> {
    let unprinted = row.state.is_writable() && !row.printed;
    let came_late = row.late && row.arrival.is_some();
    let unprinted = unprinted.then(|| Badge::warn("依頼書が未印刷"));
    let late = came_late.then(|| Badge::warn("期限後の提出"));
    // One press is missing: whoever phones the clinic is to know it before ringing.
    let waiting = row.files_wait.map(|_| Badge::warn("ファイルが提出前"));
    unprinted.into_iter().chain(late).chain(waiting).collect()
}

impl Call {
    pub(super) fn of(row: &RequestRow) -> Self {
        Self {
            why: why(row.chase),
            phone: row.clinic_phone.clone(),
            last: (row.reminders > 0).then(|| format!("これまでの督促：{}回", row.reminders)),
            urgent: row.chase == Chase::Call,
            row: Row::of(row),
        }
    }
}

/// What to do about a request today.
pub(super) fn why(chase: Chase) -> &'static str {
    match chase {
        Chase::Call => "電話で督促してください",
        Chase::Check => "書き始めているか、電話で確かめてください",
        Chase::Wait => "",
    }
}
