//! A meeting as people type it: strings, nothing judged. Web form, API, CSV and CLI decode
//! into these types; [`crate::check`] judges them.

use crate::ids::CredentialId;
use crate::ids::SeatId;
use crate::secret::SecretText;
use jiff::Timestamp;

/// A meeting's fields as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawMeeting {
    /// 開催予定日.
    pub held_on: String,
    /// Start time, may be empty.
    pub starts_at: String,
    /// 審査会番号, may be empty: Kairan then gives the next one.
    pub meeting_no: String,
    /// 合議体, may be empty.
    pub panel: String,
    /// 審査員の人数.
    pub reviewer_count: String,
    /// First day of reading; empty: from publishing on.
    pub from_on: String,
    /// First minute of reading; empty: 0:00.
    pub from_at: String,
    /// Last day of reading; empty: 7 days after the meeting.
    pub until_on: String,
    /// Last minute of reading; empty: 23:59.
    pub until_at: String,
    /// Remark to reviewers.
    pub remark: SecretText,
    /// The rows.
    pub seats: Vec<RawSeat>,
}

/// One reviewer's row as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawSeat {
    /// Its id, given when the row was first seen.
    pub id: SeatId,
    /// Name.
    pub name: SecretText,
    /// E-mail.
    pub mail: SecretText,
    /// Gets paper instead.
    pub paper: bool,
    /// The password in store for this row; never the password itself.
    pub password: SeatPassword,
}

impl RawSeat {
    /// An empty row.
    pub fn empty(id: SeatId) -> Self {
        let nothing = SecretText::default();
        Self {
            id,
            name: nothing.clone(),
            mail: nothing,
            paper: false,
            password: SeatPassword::None,
        }
    }

    /// Whether nothing was typed in this row.
    pub fn is_blank(&self) -> bool {
        self.name.expose().trim().is_empty() && self.mail.expose().trim().is_empty()
    }
}

/// The password in store for a row of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeatPassword {
    /// None yet.
    None,
    /// Made or typed; becomes a credential at publishing. The clear text lies only in the
    /// hand-over envelope.
    New {
        /// Argon2id hash.
        hash: SecretText,
        /// When; tells whether an envelope's entry is still the right one.
        made_at: Timestamp,
    },
    /// The reviewer keeps the password of earlier meetings.
    CarriedOver {
        /// Which.
        credential: CredentialId,
        /// The address it belongs to, normalised; another address never carries over.
        mail_key: SecretText,
    },
}
