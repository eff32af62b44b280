//! After a kill: what was confirmed is there, and every meeting stands before or after a step.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use futures_util::StreamExt;
use kairan_access::App;
use kairan_board::open_version;
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{MeetingId, NoticeId};
use kairan_domain::meeting::{Meeting, Packet, Place, Stage};
use kairan_domain::notice::{Notice, NoticeKind, NoticeState};
use kairan_store::{NumberedAudit, Versioned};

use super::child::office;
use crate::Done;
use crate::house::{House, Office};

/// Steps of a meeting's life in their order, as the child says them.
const STEPS: [&str; 5] = ["draft", "published", "replaced", "withdrawn", "revived"];

/// Everything that is wrong, in words.
pub(super) async fn judge(home: &Path, said: &str) -> Done<Vec<String>> {
    let on = House::found_before(home)?.open().await?;
    let office = office(&on.app, home).await?;
    let mut wrong = Vec::new();
    let checked = on.app.store.check_all().await?;
    if !checked.is_sound() {
        wrong.push(format!("the index does not fit the records: {checked:?}"));
    }

    let mut reached = BTreeMap::<MeetingId, usize>::new();
    for line in said.lines() {
        let (step, id) = line.split_once(' ').unwrap_or((line, ""));
        if let Some(place) = STEPS.iter().position(|name| *name == step) {
            reached.insert(id.parse()?, place);
        } else if step == "sent" && !was_sent(&on.app, id.parse()?).await? {
            wrong.push(format!("{line}, but the notice does not say so"));
        }
    }
    for (id, at_least) in reached {
        let found = look(&on.app, &office, id, at_least).await?;
        wrong.extend(
            found
                .into_iter()
                .map(|fault| format!("meeting {id}: {fault}")),
        );
    }
    on.close().await;
    Ok(wrong)
}

async fn was_sent(app: &App, id: NoticeId) -> Done<bool> {
    let notice = app.store.notice(id).await?;
    Ok(notice.is_some_and(|notice| matches!(notice.state, NoticeState::Sent { .. })))
}

async fn look(app: &App, office: &Office, id: MeetingId, at_least: usize) -> Done<Vec<String>> {
    let insurer = office.clerk.insurer();
    let Some(meeting) = app.store.meeting(insurer, id).await? else {
        return Ok(vec!["it is gone".to_owned()]);
    };
    let traces = Traces {
        notices: app.store.notices_of(id).await?,
        audit: app.store.audit_of_meeting(insurer, id).await?,
    };

    let mut wrong = files(app, office, &meeting).await?;
    let checks = match meeting.packet() {
        None => draft_checks(&traces, at_least).to_vec(),
        Some(packet) => {
            let mut checks = packet_checks(packet, &traces, at_least).to_vec();
            checks.push((
                links_open(app, packet).await?,
                "a link does not lead to its seat",
            ));
            checks
        }
    };
    wrong.extend(
        checks
            .into_iter()
            .filter(|(good, _)| !good)
            .map(|(_, what)| what.to_owned()),
    );
    Ok(wrong)
}

/// What a meeting left beside its own record.
struct Traces {
    notices: Vec<Versioned<Notice>>,
    audit: Vec<NumberedAudit>,
}

impl Traces {
    fn seats_told(&self, kind: NoticeKind) -> usize {
        let of_kind = self.notices.iter().filter(|notice| notice.kind == kind);
        of_kind
            .map(|notice| notice.about)
            .collect::<BTreeSet<_>>()
            .len()
    }

    fn audited(&self, event: AuditEvent) -> usize {
        self.audit
            .iter()
            .filter(|line| line.record.event == event)
            .count()
    }
}

fn draft_checks(traces: &Traces, at_least: usize) -> [(bool, &'static str); 3] {
    let published = traces.audited(AuditEvent::MeetingPublished);
    [
        (at_least == 0, "published was confirmed, but it is a draft"),
        (traces.notices.is_empty(), "a draft has notices"),
        (published == 0, "a draft is audited as published"),
    ]
}

fn packet_checks(packet: &Packet, traces: &Traces, at_least: usize) -> [(bool, &'static str); 7] {
    let told = traces.seats_told(NoticeKind::Published);
    let published = traces.audited(AuditEvent::MeetingPublished);
    let replaced = traces.audited(AuditEvent::MaterialReplaced);
    let withdrawn = traces.audited(AuditEvent::MeetingWithdrawn);
    let revived = traces.audited(AuditEvent::MeetingRevived);
    let versions: usize = packet
        .materials
        .iter()
        .map(|material| material.versions.len())
        .sum();
    let open = packet.stage == Stage::Published;
    [
        (told == packet.seats.len(), "a seat has no notice"),
        (published == 1, "publishing is not audited once"),
        (
            at_least < 2 || versions == 2,
            "replaced was confirmed, but there is one version",
        ),
        (replaced + 1 == versions, "versions and audit differ"),
        (open == (withdrawn == revived), "stage and audit differ"),
        (
            at_least < 3 || withdrawn == 1,
            "withdrawn was confirmed, but is not audited",
        ),
        (
            at_least < 4 || (revived == 1 && open),
            "revived was confirmed, but it is not open",
        ),
    ]
}

async fn links_open(app: &App, packet: &Packet) -> Done<bool> {
    for seat in &packet.seats {
        let Place::Electronic { link, .. } = &seat.place else {
            continue;
        };
        let found = app.store.meeting_by_link(&link.digest).await?;
        if found.map(|(_, seat)| seat) != Some(seat.id) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Every version the record names opens to its last byte.
async fn files(app: &App, office: &Office, meeting: &Meeting) -> Done<Vec<String>> {
    let mut wrong = Vec::new();
    for version in meeting
        .materials()
        .iter()
        .flat_map(|material| &material.versions)
    {
        let opened = open_version(app, &office.clerk, meeting.id, version.id).await?;
        let mut bytes = opened.file.stream(0..version.size);
        let mut length = 0;
        while let Some(chunk) = bytes.next().await {
            match chunk {
                Ok(chunk) => length += u64::try_from(chunk.len())?,
                Err(fault) => wrong.push(format!("version {} does not open: {fault}", version.id)),
            }
        }
        if length != version.size {
            wrong.push(format!(
                "version {} has {length} of {} bytes",
                version.id, version.size
            ));
        }
    }
    Ok(wrong)
}
