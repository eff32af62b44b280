//! GET of an access link: shows who invites to what, to scanners and people alike.
//! Reads only: no counter, no record, no session, ever.

use crate::app::App;
use crate::gate::room_key::RoomKey;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kairan_domain::ids::SeatId;
use kairan_domain::insurer::Insurer;
use kairan_domain::meeting::{AccessWindow, Meeting, Packet, State};
use kairan_store::{StoreError, Versioned};
use kairan_vault::LinkToken;

/// What the page of a link shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GateView {
    /// No such link, or nothing is left behind it.
    Unknown,
    /// The form for e-mail address and password.
    Entry(GateFacts),
    /// The window has not begun; `facts.window.from` says when it does.
    NotYet(GateFacts),
    /// The window is over since `facts.window.until`.
    Closed(GateFacts),
    /// The meeting was withdrawn.
    Withdrawn(GateFacts),
}

/// What may be told to whoever holds the link: no name, no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateFacts {
    /// The room behind the link.
    pub room: RoomKey,
    /// `〇〇市`.
    pub insurer: String,
    /// `〇〇市 介護保険課 認定係`.
    pub office: String,
    /// The office's telephone number as printed.
    pub phone: String,
    /// 開催予定日.
    pub held_on: Date,
    /// Start time.
    pub starts_at: Option<Time>,
    /// 審査会番号.
    pub meeting_no: String,
    /// 合議体.
    pub panel: Option<String>,
    /// When the link opens and stops.
    pub window: AccessWindow,
}

impl GateView {
    /// The facts, wherever the link is known.
    pub fn facts(&self) -> Option<&GateFacts> {
        match self {
            Self::Unknown => None,
            Self::Entry(facts)
            | Self::NotYet(facts)
            | Self::Closed(facts)
            | Self::Withdrawn(facts) => Some(facts),
        }
    }
}

/// Looks at the gate behind `link`, the text in the address.
///
/// # Errors
///
/// The store cannot be read.
pub async fn look_at_gate(app: &App, link: &str) -> Result<GateView, StoreError> {
    let now = app.now();
    let Some((meeting, seat)) = behind_link(app, link).await? else {
        return Ok(GateView::Unknown);
    };
    let (Some(packet), Some(insurer)) =
        (meeting.packet(), app.store.insurer(meeting.insurer).await?)
    else {
        return Ok(GateView::Unknown);
    };

    Ok(view_of(packet, GateFacts::of(packet, seat, &insurer), now))
}

impl GateFacts {
    pub(crate) fn of(packet: &Packet, seat: SeatId, insurer: &Insurer) -> Self {
        Self {
            room: RoomKey::of(seat),
            insurer: insurer.name.clone(),
            office: insurer.office.clone(),
            phone: insurer.phone.clone(),
            held_on: packet.plan.held_on,
            starts_at: packet.plan.starts_at,
            meeting_no: packet.plan.meeting_no.clone(),
            panel: packet.plan.panel.clone(),
            window: packet.plan.window,
        }
    }
}

fn view_of(packet: &Packet, facts: GateFacts, now: Timestamp) -> GateView {
    match packet.state(now) {
        State::Open => GateView::Entry(facts),
        State::Waiting => GateView::NotYet(facts),
        State::Closed => GateView::Closed(facts),
        State::Withdrawn => GateView::Withdrawn(facts),
        State::Draft | State::Purged => GateView::Unknown,
    }
}

/// The meeting and seat that `link` belongs to.
pub(crate) async fn behind_link(
    app: &App,
    link: &str,
) -> Result<Option<(Versioned<Meeting>, SeatId)>, StoreError> {
    let Ok(token) = link.parse::<LinkToken>() else {
        return Ok(None);
    };
    app.store
        .meeting_by_link(token.digest(&app.vault).as_bytes())
        .await
}
