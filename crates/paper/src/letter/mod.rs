//! Letters of the insurer: the request to a clinic, the reminder, and the receipt a physician keeps.
//!
//! A letter goes into a window envelope (長形3号 folded in three, or 角2 unfolded): the addressee
//! stands where the windows of both kinds are, whichever way the paper slips, and nothing else
//! does. Names that no font has are marked 〓 and explained: a letter must come out of the printer.

mod parts;
mod receipt;
mod reminder;
mod request;
#[cfg(test)]
mod tests;

use std::fmt;

pub use receipt::{Receipt, draw_receipt};
pub use reminder::{ReminderLetter, draw_reminder_letters};
pub use request::{PaperForm, RequestLetter, Sides, draw_request_letters};

/// Who writes: finished Japanese lines.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// e.g. みどり市長　緑川　一郎, or the insurer's name alone.
    pub name: &'a str,
    /// e.g. みどり市 福祉部 介護保険課 認定係.
    pub office: &'a str,
    /// Where paper is sent back to: 〒 and address on one line.
    pub address: &'a str,
    /// Telephone of the office, e.g. 012-345-6789（内線 123）.
    pub phone: &'a str,
}

/// To whom: finished Japanese lines. Debug prints nothing of it.
#[derive(Clone, Copy)]
pub struct Addressee<'a> {
    /// e.g. 123-4567, without 〒; may be empty.
    pub postal_code: &'a str,
    /// Address.
    pub address: &'a str,
    /// The clinic.
    pub clinic: &'a str,
    /// The physician without 先生; may be empty, then 御中 follows the clinic.
    pub physician: &'a str,
}

impl fmt::Debug for Addressee<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Addressee")
    }
}

/// Of whom the letter speaks: finished Japanese lines. Debug prints nothing of it.
#[derive(Clone, Copy)]
pub struct Applicant<'a> {
    /// 氏名.
    pub name: &'a str,
    /// ふりがな.
    pub kana: &'a str,
    /// e.g. 昭和13年3月5日（88歳）.
    pub birth: &'a str,
    /// 男 or 女.
    pub sex: &'a str,
    /// 被保険者番号.
    pub insured_no: &'a str,
}

impl fmt::Debug for Applicant<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Applicant")
    }
}
