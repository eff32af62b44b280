//! Weighs what a mail shows: the strongest evidence first, none for a doubt.

use super::origin::{self, Origin};
use super::quiet;
use super::report::{self, Action, Report};
use super::said::Said;
use super::{NoBounce, Quiet};
use mail_parser::Message;

/// What became of the letter, as far as one mail tells.
pub(super) enum Fate {
    Quiet(Quiet),
    /// With the words of whoever refused it.
    Failed(String),
}

/// Everything looked at in one mail.
pub(super) struct Evidence {
    kind: quiet::Kind,
    report: Option<Report>,
    origin: Origin,
    said: Said,
    answers: bool,
}

impl Evidence {
    pub(super) fn of(message: &Message<'_>) -> Self {
        let origin = origin::of(message);
        // Some gateways wrap the whole report once more.
        if let (Origin::System, Some(inner)) = (origin, report::wrapped(message)) {
            return Self::of_one(inner, origin);
        }
        Self::of_one(message, origin)
    }

    fn of_one(message: &Message<'_>, origin: Origin) -> Self {
        let said = Said::of(message);
        Self {
            kind: quiet::kind_of(message),
            report: Report::of(message).or_else(|| Report::flattened(said.text())),
            origin,
            answers: quiet::answers(message),
            said,
        }
    }

    /// # Errors
    /// [`NoBounce`] when nothing is certain.
    pub(super) fn weigh(&self) -> Result<Fate, NoBounce> {
        match self.kind {
            quiet::Kind::Complaint => return Err(NoBounce::Complaint),
            // Dovecot's refusal is dressed as a receipt.
            quiet::Kind::Receipt if self.said.refuses() => return Ok(self.failed()),
            quiet::Kind::Receipt => return Ok(Fate::Quiet(Quiet::Receipt)),
            quiet::Kind::Other => {}
        }
        match self.report.as_ref().and_then(Report::action) {
            Some(Action::Failed) => Ok(self.failed()),
            Some(Action::Delayed) => Ok(Fate::Quiet(Quiet::Delayed)),
            Some(Action::Delivered) => Ok(Fate::Quiet(Quiet::Delivered)),
            None => self.by_words(),
        }
    }

    fn by_words(&self) -> Result<Fate, NoBounce> {
        let failed = self.said.fails();
        if self.answers || self.said.is_away() {
            // Who says "I am away" and quotes a server's refusal says two things.
            return if self.said.has_code() && self.said.fails_in_words() {
                Err(NoBounce::Contradiction)
            } else {
                Ok(Fate::Quiet(Quiet::Answer))
            };
        }
        if self.origin == Origin::Person {
            return Err(NoBounce::NotAReport);
        }
        if self.said.is_late() {
            return if self.said.gives_up() {
                Err(NoBounce::Contradiction)
            } else {
                Ok(Fate::Quiet(Quiet::Delayed))
            };
        }
        if self.said.is_read() && !self.said.has_code() {
            return Ok(Fate::Quiet(Quiet::Receipt));
        }
        if self.said.is_delivered() && !self.said.has_code() {
            return Ok(Fate::Quiet(Quiet::Delivered));
        }
        match (self.origin, failed) {
            (Origin::System, true) => Ok(self.failed()),
            // Who does not write as a mail system has to say it as one does.
            (Origin::Unknown, true) if self.said.fails_in_subject() => Ok(self.failed()),
            _ => Err(NoBounce::NotAReport),
        }
    }

    fn failed(&self) -> Fate {
        let reported = self.report.as_ref().and_then(Report::words);
        Fate::Failed(reported.unwrap_or_else(|| self.said.reason()))
    }
}
