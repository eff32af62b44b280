//! Where a typed meeting can be wrong, and how.

use crate::ids::{MaterialId, SeatId};
use crate::mail_address::MailAddressError;
use crate::password::PasswordError;
use jiff::civil::Date;

/// Where a fault belongs: the field of the form, the column of the CSV, the pointer of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 開催予定日.
    HeldOn,
    /// Start time.
    StartsAt,
    /// 審査会番号.
    MeetingNo,
    /// 合議体.
    Panel,
    /// 審査員の人数.
    ReviewerCount,
    /// First day or minute of reading.
    AccessFrom,
    /// Last day or minute of reading.
    AccessUntil,
    /// Remark.
    Remark,
    /// A row's name.
    SeatName(SeatId),
    /// A row's e-mail.
    SeatMail(SeatId),
    /// A row's password.
    SeatPassword(SeatId),
    /// The materials as a whole.
    Materials,
    /// One material's title.
    MaterialTitle(MaterialId),
}

/// What is wrong. `words::meeting_fault` says it in Japanese.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeetingFault {
    /// Nothing was given.
    Missing,
    /// Longer than this many characters.
    TooLong {
        /// The most.
        most: usize,
    },
    /// No such day in the calendar.
    NotADay,
    /// No such time of day.
    NotATime,
    /// The meeting lies in the past.
    PastMeeting {
        /// Today in Tokyo.
        today: Date,
    },
    /// The meeting lies too far ahead.
    FarMeeting {
        /// The most days ahead.
        days: i32,
    },
    /// Not a whole number from 1 on.
    NotACount,
    /// More reviewers than one meeting may have.
    TooManyReviewers {
        /// The most.
        most: usize,
    },
    /// The number given and the rows filled differ.
    CountDiffers {
        /// The number given.
        given: usize,
        /// Rows filled.
        rows: usize,
    },
    /// No usable e-mail address.
    Mail(MailAddressError),
    /// The same address stands in this earlier row (from 1).
    SameMail {
        /// The earlier row.
        row: usize,
    },
    /// No password is in store for this row.
    NoPassword,
    /// The password of earlier meetings can no longer be carried over.
    PasswordOver,
    /// The typed password cannot be taken.
    Password(PasswordError),
    /// The window ends before or when it opens.
    WindowEndsFirst,
    /// The window ends before the meeting begins.
    WindowEndsBeforeMeeting,
    /// The window has already ended.
    WindowOver,
    /// The window is longer than this.
    WindowTooLong {
        /// The most days.
        days: i32,
    },
    /// No material.
    NoMaterial,
    /// The meeting number has been used in this fiscal year.
    NumberUsed,
}

/// A fault at its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub field: Field,
    /// What.
    pub what: MeetingFault,
}

/// Faults in the making, in the order of the form.
pub(super) struct Faults(pub(super) Vec<Fault>);

impl Faults {
    pub(super) fn note(&mut self, field: Field, what: MeetingFault) {
        self.0.push(Fault { field, what });
    }

    pub(super) fn take<T>(&mut self, field: Field, result: Result<T, MeetingFault>) -> Option<T> {
        result.map_err(|what| self.note(field, what)).ok()
    }
}
