//! Transitions of a request. Each checks the state it starts from and changes nothing when it
//! refuses.

use super::clock::after;
use super::{ChaseRule, OpinionRequest, OpinionVersion, Reminder, RequestPlan};
use crate::date::tokyo_day;
use crate::ids::OpinionRequestId;
use crate::secret::SecretText;
use crate::text;
use jiff::Timestamp;
use jiff::civil::Date;
use std::ops::RangeInclusive;
use thiserror::Error;

/// Stored part of a request's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Asked; nothing written yet.
    Requested,
    /// The doctor has begun.
    Drafting {
        /// Since when.
        since: Timestamp,
    },
    /// The last version waits for the clerk.
    Submitted,
    /// The last version went back to the doctor; its reason is there.
    SentBack,
    /// 受領: the last version counts.
    Accepted {
        /// When.
        at: Timestamp,
    },
    /// 取下げ: no opinion is needed any more.
    Cancelled {
        /// When.
        at: Timestamp,
        /// Why; may hold what happened to the person.
        reason: SecretText,
    },
    /// Another doctor is asked instead.
    Reassigned {
        /// When.
        at: Timestamp,
        /// The request that takes its place.
        to: OpinionRequestId,
    },
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestState {
    /// 依頼済み.
    Requested,
    /// 記入中.
    Drafting,
    /// 提出済み.
    Submitted,
    /// 差戻し中.
    SentBack,
    /// 受領済み.
    Accepted,
    /// 取消.
    Cancelled,
    /// 医師を変更.
    Reassigned,
}

impl RequestState {
    /// Every state, in the order of life.
    pub const ALL: [Self; 7] = [
        Self::Requested,
        Self::Drafting,
        Self::Submitted,
        Self::SentBack,
        Self::Accepted,
        Self::Cancelled,
        Self::Reassigned,
    ];

    /// Whether the doctor may write.
    pub fn is_writable(self) -> bool {
        matches!(self, Self::Requested | Self::Drafting | Self::SentBack)
    }
}

/// Why a transition is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum OpinionRefusal {
    /// The request is in this state, which does not allow it.
    #[error("not possible in this state")]
    Is(RequestState),
    /// It has come in so many versions already.
    #[error("it has been sent back as often as {most} versions allow")]
    SentBackOften {
        /// The most versions.
        most: usize,
    },
    /// So many reminders are noted already.
    #[error("at most {most} reminders are kept")]
    RemindedOften {
        /// The most reminders.
        most: usize,
    },
    /// A reason is needed, of at most so many characters.
    #[error("a reason of 1 to {most} characters is needed")]
    Reason {
        /// The most characters.
        most: usize,
    },
    /// The memo of a reminder is longer than `most` characters.
    #[error("the memo has at most {most} characters")]
    Memo {
        /// The most.
        most: usize,
    },
    /// The letter is printed: whoever holds it may open the request, so another clinic is asked
    /// by a request of its own.
    #[error("the letter to the clinic is printed")]
    Printed,
}

/// The most characters of a reason or memo.
pub const MOST_REASON: usize = 500;

impl OpinionRequest {
    /// The most versions: with as many reasons and reminders as there may be, each of the longest,
    /// a request still fits into one record of 64 KiB.
    pub const MOST_VERSIONS: usize = 12;
    /// The most reminders.
    pub const MOST_REMINDERS: usize = 12;

    /// Where it stands.
    pub fn state(&self) -> RequestState {
        match &self.stage {
            Stage::Requested => RequestState::Requested,
            Stage::Drafting { .. } => RequestState::Drafting,
            Stage::Submitted => RequestState::Submitted,
            Stage::SentBack => RequestState::SentBack,
            Stage::Accepted { .. } => RequestState::Accepted,
            Stage::Cancelled { .. } => RequestState::Cancelled,
            Stage::Reassigned { .. } => RequestState::Reassigned,
        }
    }

    pub(super) fn must(
        &self,
        allowed: impl Fn(RequestState) -> bool,
    ) -> Result<(), OpinionRefusal> {
        let state = self.state();
        if allowed(state) {
            Ok(())
        } else {
            Err(OpinionRefusal::Is(state))
        }
    }

    /// The plan is put right.
    ///
    /// # Errors
    /// [`OpinionRefusal::Is`] once something was submitted; [`OpinionRefusal::Printed`] when
    /// another clinic is to be asked by a letter that one clinic may have.
    pub fn change(&mut self, plan: RequestPlan) -> Result<(), OpinionRefusal> {
        self.must(|state| matches!(state, RequestState::Requested | RequestState::Drafting))?;
        if self.letter.is_some() && plan.clinic != self.plan.clinic {
            return Err(OpinionRefusal::Printed);
        }
        self.plan = plan;
        Ok(())
    }

    /// The doctor saves a draft. What was sent back stays so until it is submitted again.
    ///
    /// # Errors
    /// [`OpinionRefusal::Is`] unless it can be written.
    pub fn begin_draft(&mut self, now: Timestamp) -> Result<(), OpinionRefusal> {
        self.must(RequestState::is_writable)?;
        if self.stage == Stage::Requested {
            self.stage = Stage::Drafting { since: now };
        }
        Ok(())
    }

    /// An opinion comes in, by whatever way; after the due date it is taken and marked. Its
    /// number and mark are set here, and no files wait any more. Answers the number.
    ///
    /// # Errors
    /// [`OpinionRefusal::Is`] when one waits already, is accepted, or none is wanted.
    pub fn submit(&mut self, mut version: OpinionVersion) -> Result<u32, OpinionRefusal> {
        self.must(RequestState::is_writable)?;
        let last = self.versions.last().map_or(0, |version| version.number);
        version.number = last.saturating_add(1);
        version.late = tokyo_day(version.at) > self.plan.due_on;
        version.sent_back = None;
        let number = version.number;
        self.versions.push(version);
        self.waiting = None;
        self.stage = Stage::Submitted;
        Ok(number)
    }

    /// 差戻し: the doctor is to correct it.
    ///
    /// # Errors
    /// [`OpinionRefusal::Is`] unless submitted; [`OpinionRefusal::Reason`];
    /// [`OpinionRefusal::SentBackOften`].
    pub fn send_back(&mut self, reason: &str, now: Timestamp) -> Result<(), OpinionRefusal> {
        self.must(|state| state == RequestState::Submitted)?;
        // Told to the clerk here, not to the doctor who has corrected it once more.
        if self.versions.len() >= Self::MOST_VERSIONS {
            let most = Self::MOST_VERSIONS;
            return Err(OpinionRefusal::SentBackOften { most });
        }
        let reason = checked_reason(reason)?;
        if let Some(version) = self.versions.last_mut() {
            version.sent_back = Some((now, reason));
        }
        self.stage = Stage::SentBack;
        Ok(())
    }

    /// 受領.
    ///
    /// # Errors
    /// [`OpinionRefusal::Is`] unless submitted.
    pub fn accept(&mut self, now: Timestamp) -> Result<(), OpinionRefusal> {
        self.must(|state| state == RequestState::Submitted)?;
        self.stage = Stage::Accepted { at: now };
        Ok(())
    }

    /// 受領 was a slip: as if it had not been. Whether a meeting has the opinion already is looked
    /// at by who calls.
    ///
    /// # Errors
    /// [`OpinionRefusal::Is`] unless accepted.
    pub fn take_back_acceptance(&mut self) -> Result<(), OpinionRefusal> {
        self.must(|state| state == RequestState::Accepted)?;
        self.stage = Stage::Submitted;
        Ok(())
    }

    /// 取消: the application was withdrawn, or the person died.
    ///
    /// # Errors
    /// [`OpinionRefusal::Is`] once accepted, cancelled or reassigned; [`OpinionRefusal::Reason`].
    pub fn cancel(&mut self, reason: &str, now: Timestamp) -> Result<(), OpinionRefusal> {
        self.must(|state| state.is_writable() || state == RequestState::Submitted)?;
        let reason = checked_reason(reason)?;
        self.waiting = None;
        self.stage = Stage::Cancelled { at: now, reason };
        Ok(())
    }

    /// Another doctor is asked by the request `to`; this one's letter opens nothing more.
    ///
    /// # Errors
    /// [`OpinionRefusal::Is`] unless it can be written.
    pub fn reassign(&mut self, to: OpinionRequestId, now: Timestamp) -> Result<(), OpinionRefusal> {
        self.must(RequestState::is_writable)?;
        self.waiting = None;
        self.stage = Stage::Reassigned { at: now, to };
        Ok(())
    }

    /// 督促 was given. Letter and passcode stay.
    ///
    /// # Errors
    /// [`OpinionRefusal::Is`] unless the doctor still has to write; [`OpinionRefusal::Reason`]
    /// when the memo is too long; [`OpinionRefusal::RemindedOften`].
    pub fn remind(&mut self, mut reminder: Reminder) -> Result<(), OpinionRefusal> {
        self.must(RequestState::is_writable)?;
        let most = MOST_REASON;
        let memo = bounded(reminder.memo.expose(), 0..=most);
        reminder.memo = memo.ok_or(OpinionRefusal::Memo { most })?;
        if self.reminders.len() >= Self::MOST_REMINDERS {
            let most = Self::MOST_REMINDERS;
            return Err(OpinionRefusal::RemindedOften { most });
        }
        self.reminders.push(reminder);
        Ok(())
    }

    /// Whether the letter's door opens: always while something is awaited, some days longer
    /// after acceptance (to read), never once cancelled or reassigned.
    pub fn is_open(&self, rule: &ChaseRule, now: Timestamp) -> bool {
        match self.stage {
            Stage::Requested | Stage::Drafting { .. } | Stage::Submitted | Stage::SentBack => true,
            Stage::Accepted { .. } => self
                .readable_until(rule)
                .is_some_and(|last| tokyo_day(now) <= last),
            Stage::Cancelled { .. } | Stage::Reassigned { .. } => false,
        }
    }

    /// The last day on which the doctor can read what was accepted; `None` unless it is.
    pub fn readable_until(&self, rule: &ChaseRule) -> Option<Date> {
        match self.stage {
            Stage::Accepted { at } => Some(after(tokyo_day(at), rule.readable_days)),
            _ => None,
        }
    }

    /// When its life ended: retention counts from here. `None` while it is open.
    pub fn ended_at(&self) -> Option<Timestamp> {
        match self.stage {
            Stage::Accepted { at } | Stage::Cancelled { at, .. } | Stage::Reassigned { at, .. } => {
                Some(at)
            }
            Stage::Requested | Stage::Drafting { .. } | Stage::Submitted | Stage::SentBack => None,
        }
    }
}

fn checked_reason(reason: &str) -> Result<SecretText, OpinionRefusal> {
    let most = MOST_REASON;
    bounded(reason, 1..=most).ok_or(OpinionRefusal::Reason { most })
}

/// What a clerk wrote freely, as it is kept.
fn bounded(typed: &str, characters: RangeInclusive<usize>) -> Option<SecretText> {
    let kept = text::many_lines(typed);
    characters
        .contains(&kept.chars().count())
        .then(|| SecretText::new(kept))
}
