//! Mistakes of one account, credential or letter: read, judged, counted. The rule is `domain`'s.

use crate::app::App;
use crate::error::ClearError;
use jiff::Timestamp;
use kairan_domain::audit::AuditRecord;
use kairan_domain::throttle::{Throttle, ThrottlePolicy, Verdict};
use kairan_store::{Changes, CommitError, StoreError, ThrottleKey, Throttled, Versioned};

/// What is counted for one key, as read.
pub(crate) struct Mistakes {
    key: ThrottleKey,
    record: Option<Versioned<Throttled>>,
}

impl Mistakes {
    pub(crate) async fn of(app: &App, key: ThrottleKey) -> Result<Self, StoreError> {
        let record = app.store.throttle(key).await?;
        Ok(Self { key, record })
    }

    pub(crate) fn verdict(&self, now: Timestamp) -> Verdict {
        self.throttle().judge(now)
    }

    /// Adds one more mistake to `changes`.
    pub(crate) fn count(&self, changes: &mut Changes, now: Timestamp, policy: &ThrottlePolicy) {
        self.put(changes, self.throttle().mistaken(now, policy));
    }

    /// Forgets all mistakes, on the condition that the record is still the one that was
    /// judged: of several attempts made at once none gets by with the others uncounted.
    ///
    /// Where there is no record yet, one without mistakes is put: it is what makes a mistake
    /// counted at the same moment a conflict.
    pub(crate) fn clear(&self, changes: &mut Changes) {
        self.put(changes, Throttle::default());
    }

    /// Leaves them as they are, on the same condition as [`Mistakes::clear`].
    pub(crate) fn keep(&self, changes: &mut Changes) {
        self.put(changes, self.throttle());
    }

    /// Whose they are.
    pub(crate) fn key(&self) -> ThrottleKey {
        self.key
    }

    /// Whether there is anything to clear.
    pub(crate) fn any(&self) -> bool {
        !self.throttle().is_clear()
    }

    fn put(&self, changes: &mut Changes, throttle: Throttle) {
        let key = self.key;
        match &self.record {
            Some(record) if record.throttle == throttle => changes.expect(record),
            Some(record) => changes.update(record, Throttled { key, throttle }),
            None => changes.insert(Throttled { key, throttle }),
        };
    }

    fn throttle(&self) -> Throttle {
        self.record
            .as_ref()
            .map(|record| record.throttle)
            .unwrap_or_default()
    }
}

/// Clears what is counted for `key` and records it; where nothing is, nothing is written.
pub(crate) async fn clear_counted(
    app: &App,
    key: ThrottleKey,
    record: AuditRecord,
) -> Result<(), ClearError> {
    // A mistake counted in between is read again; a wait soon keeps further ones from counting.
    loop {
        let mistakes = Mistakes::of(app, key).await?;
        if !mistakes.any() {
            return Ok(());
        }
        let mut changes = Changes::new(record.clone());
        mistakes.clear(&mut changes);
        match app.store.commit(changes).await {
            Err(CommitError::Conflict(_)) => {}
            done => return Ok(done?),
        }
    }
}
