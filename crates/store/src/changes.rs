//! All that one commit changes.

use kairan_domain::audit::AuditRecord;
use kairan_domain::date;
use kairan_domain::ids::{InsurerId, MeetingId};
use kairan_domain::notice::Notice;
use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{Append, Batch, Condition, Key};
use crate::error::{CommitError, ConflictOn};
use crate::index::{audit_pointers, audit_stream, number_prefix, words};
use crate::record::{Codec, Kind, Record, finisher, write_audit};
use crate::versioned::Versioned;

/// Changes too small or too frequent for an audit record each: the closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Housekeeping {
    /// The outbox takes, settles or drops notices.
    Lease,
    /// Mistakes are counted or forgotten.
    Throttle,
    /// A session begins, is used or ends.
    SessionTouch,
    /// The reading room notes what was opened and handed over.
    Viewing,
    /// An upload begins, grows or ends.
    Upload,
    /// What has run out is removed: uploads, sessions, envelopes, throttles, credentials.
    Sweep,
    /// A hand-over envelope is written.
    Envelope,
    /// A doctor's draft is saved; that it was begun is told by an audit record.
    Writing,
    /// A form whose session is over is kept, or kept no longer.
    Unsent,
    /// Audit records are sealed or checked.
    Seal,
    /// An authentication key's last use is noted.
    KeyTouch,
    /// A material of a draft was examined; who decides about it is told by an audit record.
    Examination,
}

impl Housekeeping {
    fn allows(self, kind: Kind) -> bool {
        match self {
            Self::Lease => kind == Kind::Notice,
            Self::Throttle => kind == Kind::Throttle,
            Self::SessionTouch => matches!(kind, Kind::Session | Kind::Throttle),
            Self::Viewing => matches!(kind, Kind::Viewing | Kind::Session),
            Self::Upload => kind == Kind::Upload,
            Self::Sweep => {
                matches!(
                    kind,
                    Kind::Upload
                        | Kind::Session
                        | Kind::HandOver
                        | Kind::Throttle
                        | Kind::Credential
                )
            }
            Self::Examination => kind == Kind::Meeting,
            Self::Envelope => kind == Kind::HandOver,
            Self::Writing => matches!(kind, Kind::OpinionDraft | Kind::Session),
            Self::Unsent => kind == Kind::Unsent,
            Self::Seal => {
                matches!(kind, Kind::AuditSeal | Kind::AuditCheck | Kind::AuditLedger)
            }
            Self::KeyTouch => kind == Kind::AuthKey,
        }
    }
}

/// Changes to commit together. They cannot be made without saying who did what
/// ([`Changes::new`]) or which housekeeping it is.
#[must_use = "changes do nothing until they are committed"]
pub struct Changes {
    audits: Vec<AuditRecord>,
    housekeeping: Option<Housekeeping>,
    steps: Vec<Box<dyn Step>>,
    numbers: Vec<(InsurerId, i16, String, MeetingId)>,
}

impl Changes {
    /// Changes that `audit` tells of.
    pub fn new(audit: AuditRecord) -> Self {
        Self {
            audits: vec![audit],
            housekeeping: None,
            steps: Vec::new(),
            numbers: Vec::new(),
        }
    }

    /// Changes of the closed list, to the kinds of record each may touch.
    pub fn housekeeping(kind: Housekeeping) -> Self {
        Self {
            audits: Vec::new(),
            housekeeping: Some(kind),
            steps: Vec::new(),
            numbers: Vec::new(),
        }
    }

    /// One more audit record.
    pub fn also_audit(&mut self, audit: AuditRecord) -> &mut Self {
        self.audits.push(audit);
        self
    }

    /// A new record. That there is none with its id, and none with its unique keys, is
    /// assumed; otherwise the commit is a conflict.
    pub fn insert<T: Record>(&mut self, record: T) -> &mut Self {
        self.step(Put {
            old: None,
            new: Some(record),
        })
    }

    /// A new notice for the outbox.
    pub fn queue(&mut self, notice: Notice) -> &mut Self {
        self.insert(notice)
    }

    /// Puts `new` in place of the record as read. Both must have the same id.
    pub fn update<T: Record>(&mut self, read: &Versioned<T>, new: T) -> &mut Self {
        self.step(Put {
            old: Some(read.clone()),
            new: Some(new),
        })
    }

    /// Removes the record as read.
    pub fn delete<T: Record>(&mut self, read: &Versioned<T>) -> &mut Self {
        self.step(Put {
            old: Some(read.clone()),
            new: None,
        })
    }

    /// Assumes that a record which is not written has not moved either.
    pub fn expect<T: Record>(&mut self, read: &Versioned<T>) -> &mut Self {
        self.step(Expect(read.clone()))
    }

    /// Gives a meeting number out, for ever. Claiming it again for the same meeting is fine;
    /// for another one it is a conflict on [`ConflictOn::MeetingNumber`]. Two writings that
    /// differ in width, case or spaces are one number.
    pub fn claim_number(
        &mut self,
        insurer: InsurerId,
        fiscal_year: i16,
        no: &str,
        meeting: MeetingId,
    ) -> &mut Self {
        self.numbers
            .push((insurer, fiscal_year, no.to_owned(), meeting));
        self
    }

    /// As [`Changes::claim_number`], in the fiscal year of the day the meeting is held on.
    pub fn claim_number_on(
        &mut self,
        insurer: InsurerId,
        held_on: jiff::civil::Date,
        no: &str,
        meeting: MeetingId,
    ) -> &mut Self {
        self.claim_number(insurer, date::fiscal_year(held_on), no, meeting)
    }

    fn step(&mut self, step: impl Step + 'static) -> &mut Self {
        self.steps.push(Box::new(step));
        self
    }

    /// What the engine is asked to do, and what each of its conditions stands for.
    pub(crate) fn lower(self, codec: &Codec) -> Result<(Batch, Vec<ConflictOn>), CommitError> {
        let mut lowering = Lowering::default();
        for step in &self.steps {
            if self.housekeeping.is_some_and(|kind| {
                self.audits.is_empty() && step.writes() && !kind.allows(step.kind())
            }) {
                return Err(CommitError::NeedsAudit(step.kind()));
            }
            step.lower(codec, &mut lowering)?;
        }
        for (insurer, year, no, meeting) in self.numbers {
            let key = [number_prefix(insurer, year), words(&no)].concat();
            let value = meeting.as_bytes().to_vec();
            lowering.assume(
                key.clone(),
                Condition::AbsentOr(value.clone()),
                ConflictOn::MeetingNumber,
            );
            lowering.batch.writes.insert(key, Some(value));
        }
        for audit in &self.audits {
            lowering.batch.appends.push(Append {
                stream: audit_stream(audit.insurer),
                pointers: audit_pointers(audit),
                bytes: write_audit(audit)?,
                finish: finisher(codec),
            });
        }
        Ok(lowering.finish())
    }
}

trait Step: Send + Sync {
    fn kind(&self) -> Kind;
    fn writes(&self) -> bool;
    fn lower(&self, codec: &Codec, to: &mut Lowering) -> Result<(), CommitError>;
}

struct Put<T> {
    old: Option<Versioned<T>>,
    new: Option<T>,
}

struct Expect<T>(Versioned<T>);

impl<T: Record> Step for Expect<T> {
    fn kind(&self) -> Kind {
        T::KIND
    }

    fn writes(&self) -> bool {
        false
    }

    fn lower(&self, _: &Codec, to: &mut Lowering) -> Result<(), CommitError> {
        let version = Condition::Version(self.0.version().0);
        to.assume(Codec::key(&*self.0), version, ConflictOn::Record(T::KIND));
        Ok(())
    }
}

impl<T: Record> Step for Put<T> {
    fn kind(&self) -> Kind {
        T::KIND
    }

    fn writes(&self) -> bool {
        true
    }

    fn lower(&self, codec: &Codec, to: &mut Lowering) -> Result<(), CommitError> {
        let named = self.old.as_deref().or(self.new.as_ref());
        let Some(key) = named.map(Codec::key) else {
            return Ok(());
        };
        let condition = self
            .old
            .as_ref()
            .map_or(Condition::Absent, |old| Condition::Version(old.version().0));
        to.assume(key.clone(), condition, ConflictOn::Record(T::KIND));
        let bytes = self.new.as_ref().map(|new| codec.write(new)).transpose()?;
        // An update that names another record would leave the old one without its index rows.
        let moved = self.new.as_ref().is_some_and(|new| Codec::key(new) != key);
        if moved || to.batch.writes.insert(key.clone(), bytes).is_some() {
            return Err(CommitError::Twice(T::KIND));
        }
        let before = self
            .old
            .as_ref()
            .map_or_else(Vec::new, |old| codec.index(&**old));
        let after = self
            .new
            .as_ref()
            .map_or_else(Vec::new, |new| codec.index(new));
        for row in before.iter().filter(|row| !after.contains(row)) {
            to.count(row.tally.as_ref(), -1);
            to.removed.insert(row.key.clone());
        }
        for row in after.into_iter().filter(|row| !before.contains(row)) {
            to.count(row.tally.as_ref(), 1);
            to.added.insert(row.key, (key.clone(), row.unique));
        }
        Ok(())
    }
}

#[derive(Default)]
struct Lowering {
    batch: Batch,
    means: Vec<ConflictOn>,
    removed: BTreeSet<Key>,
    added: BTreeMap<Key, (Key, Option<ConflictOn>)>,
}

impl Lowering {
    fn assume(&mut self, key: Key, condition: Condition, means: ConflictOn) {
        self.batch.conditions.push((key, condition));
        self.means.push(means);
    }

    fn count(&mut self, tally: Option<&Key>, more: i64) {
        if let Some(tally) = tally {
            *self.batch.tallies.entry(tally.clone()).or_default() += more;
        }
    }

    fn finish(mut self) -> (Batch, Vec<ConflictOn>) {
        for (key, (record, unique)) in std::mem::take(&mut self.added) {
            // A unique key that another record of this commit gives up is free.
            let freed = self.removed.remove(&key);
            if let Some(conflict) = unique.filter(|_| !freed) {
                self.assume(key.clone(), Condition::Absent, conflict);
            }
            self.batch.writes.insert(key, Some(record));
        }
        for key in self.removed {
            self.batch.writes.insert(key, None);
        }
        self.batch.tallies.retain(|_, more| *more != 0);
        (self.batch, self.means)
    }
}
