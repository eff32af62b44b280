//! Whether a reviewer is still inside, asked again while bytes flow: a document withdrawn, a
//! window closed or a session ended stops what was begun before. Reads only.

use crate::app::App;
use crate::clock::Clock;
use crate::witness::ReviewerOf;
use jiff::Timestamp;
use kairan_domain::ids::{CredentialId, InsurerId, MeetingId, SeatId};
use kairan_domain::meeting::{Place, State};
use kairan_domain::session::SessionPolicy;
use kairan_store::{Store, StoreError};
use std::fmt;
use std::sync::Arc;

/// Asks again about one reviewer; lives as long as what is being sent.
pub struct Watch {
    store: Store,
    clock: Arc<dyn Clock>,
    policy: SessionPolicy,
    session: [u8; 32],
    insurer: InsurerId,
    meeting: MeetingId,
    seat: SeatId,
    credential: CredentialId,
}

/// A watch over `by`.
pub fn watch(app: &App, by: &ReviewerOf) -> Watch {
    Watch {
        store: app.store.clone(),
        clock: Arc::clone(&app.clock),
        policy: app.policies.reviewer_session,
        session: by.session(),
        insurer: by.insurer(),
        meeting: by.meeting(),
        seat: by.seat(),
        credential: by.credential(),
    }
}

impl Watch {
    /// The instant it is.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The reviewer with the meeting as it stands now; `None` once the session is over, for
    /// whatever reason.
    ///
    /// # Errors
    ///
    /// The store cannot be read.
    pub async fn still_inside(&self) -> Result<Option<ReviewerOf>, StoreError> {
        let now = self.now();
        let session = self.store.session(&self.session).await?;
        let alive = session
            .filter(|session| session.ended.is_none() && session.is_alive(now, &self.policy));
        if alive.is_none() {
            return Ok(None);
        }
        let meeting = self.store.meeting(self.insurer, self.meeting).await?;
        let meeting = meeting.filter(|meeting| meeting.state(now) == State::Open);
        Ok(meeting.and_then(|meeting| {
            let seat = meeting.packet().and_then(|packet| packet.seat(self.seat));
            let own = matches!(
                seat.map(|seat| &seat.place),
                Some(Place::Electronic { credential, .. }) if *credential == self.credential
            );
            own.then(|| ReviewerOf::at(meeting, self.seat, self.credential, self.session))
        }))
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}
