//! The facts of a request, its clocks and what happened to it, in words.

use super::show_view::{Link, clinic_url, name};
use super::{days, legal_days, request_path, state};
use crate::console::badge::Badge;
use crate::console::when;
use jiff::Timestamp;
use kairan_domain::opinion_request::{RequestState, Stage};
use kairan_domain::words;
use kairan_opinion::{RequestChange, RequestPage, RequestRow};
use serde::Serialize;

/// `request` of the page.
#[derive(Serialize)]
pub(super) struct Facts {
    id: String,
    reference: String,
    name: String,
    kana: String,
    insured_no: String,
    insurer_no: String,
    state: Badge,
    marks: Vec<Badge>,
    birth: String,
    sex: &'static str,
    address: String,
    phone: Option<String>,
    applied: String,
    kind: &'static str,
    fee: String,
    clinic: ClinicFacts,
    physician: Option<String>,
    doctor: &'static str,
    requested: String,
    letter: Option<String>,
    taken: Option<String>,
    replaced: Option<Link>,
    reason: Option<String>,
}

#[derive(Serialize)]
struct ClinicFacts {
    url: String,
    name: String,
    phone: String,
    fax: Option<String>,
    mail: bool,
}

/// One clock with what is left of it.
#[derive(Serialize)]
pub(super) struct Clock {
    label: &'static str,
    day: String,
    left: Badge,
}

/// Something that happened.
#[derive(Serialize)]
pub(super) struct Past {
    at: String,
    text: String,
}

impl Facts {
    pub(super) fn of(page: &RequestPage) -> Self {
        let (row, plan, clinic) = (&page.row, &page.plan, &page.clinic);
        let insured = &plan.insured;
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let age = insured.age_on(plan.applied_on);
        let age = age.map_or_else(String::new, |age| format!("（申請日に{age}歳）"));
        let born = when::day(insured.birth_date);
        let born = born.split('(').next().unwrap_or_default();
        let postal = insured.postal_code.expose();
        let postal = if postal.is_empty() {
            String::new()
        } else {
            format!("〒{postal} ")
        };
        let came_late = row.late && !page.versions.is_empty();
        Self {
            id: row.id.to_string(),
            reference: row.reference.clone(),
            name: row.name.expose().to_owned(),
            kana: row.kana.expose().to_owned(),
            insured_no: row.insured_no.expose().to_owned(),
            insurer_no: insured.insurer_no.to_string(),
            state: state(row.state),
            marks: came_late
                .then(|| Badge::warn("期限後の提出"))
                .into_iter()
                // Whoever phones the clinic is to know that one press is missing.
                .chain(row.files_wait.map(|_| Badge::warn("ファイルが提出前")))
                .collect(),
            birth: format!("{born}{age}"),
            sex: insured.sex.label(),
            address: format!("{postal}{}", insured.address.expose()),
            phone: filled(insured.phone.expose()),
            applied: format!(
                "{}　{}",
                when::day(plan.applied_on),
                plan.application.label()
            ),
            kind: plan.kind.label(),
            fee: format!("{}・{}", plan.times.label(), plan.care.label()),
            clinic: ClinicFacts {
                url: clinic_url(page),
                name: clinic.name.clone(),
                phone: clinic.phone.clone(),
                fax: filled(&clinic.fax),
                mail: clinic.mail.is_some(),
            },
            physician: row.physician.as_ref().map(|name| name.expose().to_owned()),
            doctor: plan.doctor.label(),
            requested: when::day(plan.requested_on),
            letter: page.printed_at.map(when::long),
            taken: page.days_taken.map(|days| format!("{days}日")),
            replaced: match &page.stage {
                Stage::Reassigned { to, .. } => Some(Link {
                    url: request_path(*to),
                    text: "新しい依頼".to_owned(),
                }),
                _ => None,
            },
            reason: match &page.stage {
                Stage::Cancelled { reason, .. } => Some(reason.expose().to_owned()),
                _ => None,
            },
        }
    }
}

/// What still runs: the due date while something is awaited, the law's days until it is over.
pub(super) fn clocks(row: &RequestRow) -> Vec<Clock> {
    let legal = Clock {
        label: "法定の30日",
        day: format!("申請から30日：{}まで", when::day(row.legal_limit)),
        left: legal_days(row.legal_left),
    };
    let due = Clock {
        label: "作成期限",
        day: when::day(row.due_on),
        left: days(row.days_left),
    };
    match row.state {
        RequestState::Accepted | RequestState::Cancelled | RequestState::Reassigned => Vec::new(),
        RequestState::Submitted => vec![legal],
        _ => vec![due, legal],
    }
}

/// Everything that happened, newest first.
pub(super) fn history(page: &RequestPage, changes: &[RequestChange]) -> Vec<Past> {
    let mut past: Vec<(Timestamp, String)> = Vec::new();
    let by = name(page.made_by.as_ref());
    past.push((page.made_at, format!("作成依頼を登録しました（{by}）")));
    if let Some(at) = page.printed_at {
        past.push((at, "依頼書を印刷しました（最後の印刷）".to_owned()));
    }
    if let Some(at) = page.draft_saved_at {
        past.push((at, "医師が下書きを保存しました（最後の保存）".to_owned()));
    }
    for change in changes {
        past.push((change.at, changed(change)));
    }
    for line in &page.reminders {
        let by = name(line.by.as_ref());
        past.push((
            line.at,
            format!("督促しました：{}（{by}）", line.method.label()),
        ));
    }
    for version in &page.versions {
        let late = if version.late { "・期限後" } else { "" };
        let (no, how) = (version.number, version.arrival.label());
        past.push((
            version.at,
            format!("意見書が届きました：第{no}版（{how}{late}）"),
        ));
        if let Some((at, _)) = &version.sent_back {
            past.push((*at, format!("第{no}版を差し戻しました")));
        }
    }
    match &page.stage {
        Stage::Drafting { since } => past.push((*since, "医師が書き始めました".to_owned())),
        Stage::Accepted { at } => past.push((*at, "意見書を受領しました".to_owned())),
        Stage::Cancelled { at, .. } => past.push((*at, "依頼を取り消しました".to_owned())),
        Stage::Reassigned { at, .. } => past.push((*at, "別の医師に頼みました".to_owned())),
        Stage::Requested | Stage::Submitted | Stage::SentBack => {}
    }
    past.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let line = |(at, text)| Past {
        at: when::short(at),
        text,
    };
    past.into_iter().map(line).collect()
}

/// Which fields, never what stood in them.
fn changed(change: &RequestChange) -> String {
    let fields = change.fields.iter().copied().map(words::request_field);
    let fields = fields.collect::<Vec<_>>().join("、");
    let by = name(change.by.as_ref());
    if fields.is_empty() {
        format!("依頼の内容を変えました（{by}）")
    } else {
        format!("依頼の内容を変えました：{fields}（{by}）")
    }
}
