//! Reviewers and panels of the insurer's recent meetings, to pre-fill a registration. They
//! decide nothing: access follows what is published. Changes nothing.

use crate::error::ReadError;
use crate::purge::is_erased;
use jiff::civil::Date;
use kairan_access::{App, ClerkOf};
use kairan_domain::ids::MeetingId;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::{Packet, Place};
use kairan_domain::staff::PersonName;
use kairan_store::{MeetingsQuery, Order};
use std::collections::{BTreeMap, BTreeSet};

/// How many meetings are looked at, latest day first: some months of a large town.
const RECENT: usize = 50;
/// How many meetings are offered to take the reviewers from.
const OFFERED: usize = 10;

/// Whom the insurer has met lately.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KnownPeople {
    /// Reviewers by name, each address once, with the name last given to it.
    pub reviewers: Vec<(PersonName, MailAddress)>,
    /// Panels by name.
    pub panels: Vec<String>,
    /// The latest meetings, to take all their reviewers at once.
    pub meetings: Vec<EarlierMeeting>,
}

/// A meeting whose reviewers can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierMeeting {
    /// Which.
    pub id: MeetingId,
    /// Its day.
    pub held_on: Date,
    /// Its panel.
    pub panel: Option<String>,
    /// How many reviewers it has.
    pub reviewers: usize,
}

/// The people of the caller's own insurer.
///
/// # Errors
/// [`ReadError`].
pub async fn known_people(app: &App, by: &ClerkOf) -> Result<KnownPeople, ReadError> {
    let query = MeetingsQuery {
        order: Order::Newest,
        limit: RECENT,
        ..MeetingsQuery::default()
    };
    let recent = app.store.meetings_page(by.insurer(), &query).await?;
    let mut reviewers = BTreeMap::new();
    let mut panels = BTreeSet::new();
    let mut meetings = Vec::new();
    for meeting in &recent.items {
        let Some(packet) = meeting.packet() else {
            continue;
        };
        if meetings.len() < OFFERED {
            meetings.push(earlier(meeting.id, packet));
        }
        panels.extend(packet.plan.panel.clone());
        for (name, mail) in people(packet) {
            // Latest meeting first: an earlier name does not come back.
            reviewers.entry(mail.key()).or_insert((name, mail));
        }
    }
    let mut reviewers: Vec<_> = reviewers.into_values().collect();
    reviewers.sort_by(|(one, _), (other, _)| one.expose().cmp(other.expose()));
    Ok(KnownPeople {
        reviewers,
        panels: panels.into_iter().collect(),
        meetings,
    })
}

fn earlier(id: MeetingId, packet: &Packet) -> EarlierMeeting {
    EarlierMeeting {
        id,
        held_on: packet.plan.held_on,
        panel: packet.plan.panel.clone(),
        reviewers: packet.seats.len(),
    }
}

fn people(packet: &Packet) -> impl Iterator<Item = (PersonName, MailAddress)> {
    packet.seats.iter().filter_map(|seat| match &seat.place {
        Place::Electronic { mail, .. } if !is_erased(mail.expose()) => {
            Some((seat.name.clone(), mail.clone()))
        }
        _ => None,
    })
}
