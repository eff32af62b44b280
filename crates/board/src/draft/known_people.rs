//! Reviewers and panels of the insurer's recent meetings, to pre-fill a registration. They
//! decide nothing: access follows what is published. Changes nothing.

use crate::error::ReadError;
use crate::purge::is_erased;
use kairan_access::{App, ClerkOf};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::{Packet, Place};
use kairan_domain::staff::PersonName;
use kairan_store::{MeetingsQuery, Order};
use std::collections::{BTreeMap, BTreeSet};

/// How many meetings are looked at, latest day first: some months of a large town.
const RECENT: usize = 50;

/// Whom the insurer has met lately.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KnownPeople {
    /// Reviewers by name, each address once, with the name last given to it.
    pub reviewers: Vec<(PersonName, MailAddress)>,
    /// Panels by name.
    pub panels: Vec<String>,
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
    for packet in recent.items.iter().filter_map(|meeting| meeting.packet()) {
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
    })
}

fn people(packet: &Packet) -> impl Iterator<Item = (PersonName, MailAddress)> {
    packet.seats.iter().filter_map(|seat| match &seat.place {
        Place::Electronic { mail, .. } if !is_erased(mail.expose()) => {
            Some((seat.name.clone(), mail.clone()))
        }
        _ => None,
    })
}
