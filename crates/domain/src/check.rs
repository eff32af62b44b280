//! The one place where a typed meeting is judged: every fault at its field, all at once.
//!
//! [`check_meeting`] serves publishing and every later change; [`corrections`] names what was
//! put right on the way (full-width forms, stray spaces), so that the clerk sees it.

use crate::credential::CREDENTIAL_LIFE;
use crate::date::{self, NotADate};
use crate::ids::{CredentialId, MaterialId, SeatId};
use crate::limits::Limits;
use crate::mail_address::{MailAddress, MailAddressError};
use crate::material::Material;
use crate::meeting::{AccessWindow, Plan};
use crate::password::PasswordError;
use crate::raw::{RawMeeting, RawSeat, SeatPassword};
use crate::secret::SecretText;
use crate::staff::PersonName;
use crate::text;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};

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

/// What was put right without asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Where.
    pub field: Field,
    /// As typed.
    pub from: SecretText,
    /// As taken.
    pub to: SecretText,
}

/// A meeting without fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedMeeting {
    /// Date, number (empty: give the next), window, remark.
    pub plan: Plan,
    /// Who may read.
    pub seats: Vec<CheckedSeat>,
}

/// A row without fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedSeat {
    /// Its id.
    pub id: SeatId,
    /// Name.
    pub name: PersonName,
    /// Address and password; `None` for paper.
    pub electronic: Option<(MailAddress, CheckedPassword)>,
}

/// The password a row will have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckedPassword {
    /// A new credential with this hash.
    New {
        /// Argon2id hash.
        hash: SecretText,
        /// When it was made.
        made_at: Timestamp,
    },
    /// The credential the reviewer already has.
    CarriedOver(CredentialId),
}

impl CheckedPassword {
    /// Until when a credential made at `made_at` opens gates.
    pub fn life_from(made_at: Timestamp) -> Timestamp {
        made_at
            .checked_add(CREDENTIAL_LIFE)
            .unwrap_or(Timestamp::MAX)
    }
}

struct Faults(Vec<Fault>);

impl Faults {
    fn note(&mut self, field: Field, what: MeetingFault) {
        self.0.push(Fault { field, what });
    }

    fn take<T>(&mut self, field: Field, result: Result<T, MeetingFault>) -> Option<T> {
        result.map_err(|what| self.note(field, what)).ok()
    }
}

/// Judges a whole meeting for publishing at `now`.
///
/// # Errors
/// Every fault, in the order of the form.
pub fn check_meeting(
    raw: &RawMeeting,
    materials: &[Material],
    limits: &Limits,
    now: Timestamp,
) -> Result<CheckedMeeting, Vec<Fault>> {
    let mut faults = Faults(Vec::new());
    let plan = plan(raw, None, (limits, now), &mut faults);
    let seats = seats(raw, limits, &mut faults);
    check_materials(materials, limits, &mut faults);
    match plan {
        Some(plan) if faults.0.is_empty() => Ok(CheckedMeeting { plan, seats }),
        _ => Err(faults.0),
    }
}

/// Judges date, number, window and remark alone: a change of what is published. A meeting
/// that was held keeps its day, so that its window can still be opened longer.
///
/// # Errors
/// Every fault, in the order of the form.
pub fn check_plan(
    raw: &RawMeeting,
    current: &Plan,
    limits: &Limits,
    now: Timestamp,
) -> Result<Plan, Vec<Fault>> {
    let mut faults = Faults(Vec::new());
    match plan(raw, Some(current.held_on), (limits, now), &mut faults) {
        Some(plan) if faults.0.is_empty() => Ok(plan),
        _ => Err(faults.0),
    }
}

fn plan(
    raw: &RawMeeting,
    current: Option<Date>,
    (limits, now): (&Limits, Timestamp),
    faults: &mut Faults,
) -> Option<Plan> {
    let held_on = match held_on(&raw.held_on, limits, now) {
        Err(MeetingFault::PastMeeting { .. }) if date::parse_date(&raw.held_on).ok() == current => {
            current
        }
        judged => faults.take(Field::HeldOn, judged),
    };
    let starts_at = faults.take(Field::StartsAt, optional_time(&raw.starts_at));
    let short = |text: &str| bounded(&text::one_line(text), limits.max_name);
    let meeting_no = faults.take(Field::MeetingNo, short(&text::half_width(&raw.meeting_no)));
    let panel = faults.take(Field::Panel, short(&raw.panel));
    let remark = faults.take(
        Field::Remark,
        bounded(&text::many_lines(raw.remark.expose()), limits.max_remark),
    );
    // Judged even without a day, so that every fault is told at once.
    let window = window(raw, (held_on, starts_at.flatten()), limits, now, faults);
    let (held_on, starts_at, window) = (held_on?, starts_at?, window?);
    let (panel, remark) = (panel?, remark?);
    Some(Plan {
        held_on,
        starts_at,
        meeting_no: meeting_no?,
        panel: (!panel.is_empty()).then_some(panel),
        window,
        remark: (!remark.is_empty()).then(|| SecretText::new(remark)),
    })
}

fn bounded(text: &str, most: usize) -> Result<String, MeetingFault> {
    if text.chars().count() > most {
        Err(MeetingFault::TooLong { most })
    } else {
        Ok(text.to_owned())
    }
}

fn held_on(typed: &str, limits: &Limits, now: Timestamp) -> Result<Date, MeetingFault> {
    if text::one_line(typed).is_empty() {
        return Err(MeetingFault::Missing);
    }
    let on = date::parse_date(typed).map_err(|NotADate| MeetingFault::NotADay)?;
    let today = date::tokyo_day(now);
    let days = limits.max_days_ahead;
    if on < today {
        Err(MeetingFault::PastMeeting { today })
    } else if today.checked_add(days.days()).is_ok_and(|last| on > last) {
        Err(MeetingFault::FarMeeting { days })
    } else {
        Ok(on)
    }
}

fn optional_time(typed: &str) -> Result<Option<Time>, MeetingFault> {
    if text::one_line(typed).is_empty() {
        return Ok(None);
    }
    date::parse_time(typed)
        .map(Some)
        .map_err(|NotADate| MeetingFault::NotATime)
}

/// Days after the meeting that links stay open when the clerk gives none.
pub const DAYS_AFTER_MEETING: i32 = 7;

fn window(
    raw: &RawMeeting,
    (held_on, starts_at): (Option<Date>, Option<Time>),
    limits: &Limits,
    now: Timestamp,
    faults: &mut Faults,
) -> Option<AccessWindow> {
    let day = |typed: &str| {
        if text::one_line(typed).is_empty() {
            Ok(None)
        } else {
            date::parse_date(typed).map(Some)
        }
    };
    let bound = |on: &str, at: &str, otherwise: (Option<Date>, Time)| {
        let on = day(on)
            .map_err(|NotADate| MeetingFault::NotADay)?
            .or(otherwise.0);
        let at = optional_time(at)?.unwrap_or(otherwise.1);
        on.map(|on| date::from_tokyo(on, at).ok_or(MeetingFault::NotADay))
            .transpose()
    };
    let last_day = held_on.and_then(|on| on.checked_add(DAYS_AFTER_MEETING.days()).ok());
    let last_minute = Time::constant(23, 59, 0, 0);
    let from = faults.take(
        Field::AccessFrom,
        bound(&raw.from_on, &raw.from_at, (None, Time::midnight())),
    );
    let until = faults.take(
        Field::AccessUntil,
        bound(&raw.until_on, &raw.until_at, (last_day, last_minute)),
    );
    let (from, until) = (from?.unwrap_or(now), until??);
    let begins_at = starts_at.unwrap_or(Time::midnight());
    let meeting_begins = held_on.and_then(|on| date::from_tokyo(on, begins_at));
    let longest = SignedDuration::from_hours(24).saturating_mul(limits.max_window_days);
    let fault = if until <= from {
        Some(MeetingFault::WindowEndsFirst)
    } else if until <= now {
        Some(MeetingFault::WindowOver)
    } else if meeting_begins.is_some_and(|begins| until < begins) {
        Some(MeetingFault::WindowEndsBeforeMeeting)
    } else if until.duration_since(from) > longest {
        Some(MeetingFault::WindowTooLong {
            days: limits.max_window_days,
        })
    } else {
        None
    };
    match fault {
        Some(what) => {
            faults.note(Field::AccessUntil, what);
            None
        }
        None => Some(AccessWindow { from, until }),
    }
}

fn seats(raw: &RawMeeting, limits: &Limits, faults: &mut Faults) -> Vec<CheckedSeat> {
    let filled: Vec<&RawSeat> = raw.seats.iter().filter(|seat| !seat.is_blank()).collect();
    let given = text::half_width(&text::one_line(&raw.reviewer_count));
    let given = given.trim_end_matches(['人', '名']);
    match given.parse::<usize>() {
        _ if given.is_empty() => faults.note(Field::ReviewerCount, MeetingFault::Missing),
        Err(_) | Ok(0) => faults.note(Field::ReviewerCount, MeetingFault::NotACount),
        Ok(given) if given > limits.max_reviewers => {
            faults.note(
                Field::ReviewerCount,
                MeetingFault::TooManyReviewers {
                    most: limits.max_reviewers,
                },
            );
        }
        Ok(given) if given != filled.len() => {
            faults.note(
                Field::ReviewerCount,
                MeetingFault::CountDiffers {
                    given,
                    rows: filled.len(),
                },
            );
        }
        Ok(_) => {}
    }
    let mut taken: Vec<(String, usize)> = Vec::new();
    filled
        .iter()
        .filter_map(|seat| one_seat(raw, seat, limits, &mut taken, faults))
        .collect()
}

fn one_seat(
    raw: &RawMeeting,
    seat: &RawSeat,
    limits: &Limits,
    taken: &mut Vec<(String, usize)>,
    faults: &mut Faults,
) -> Option<CheckedSeat> {
    let name = text::one_line(seat.name.expose());
    let name = if name.is_empty() {
        Err(MeetingFault::Missing)
    } else {
        bounded(&name, limits.max_name)
    };
    let name = faults
        .take(Field::SeatName(seat.id), name)
        .map(PersonName::from_kept);
    if seat.paper {
        return Some(CheckedSeat {
            id: seat.id,
            name: name?,
            electronic: None,
        });
    }
    let mail = faults.take(
        Field::SeatMail(seat.id),
        MailAddress::check(seat.mail.expose()).map_err(MeetingFault::Mail),
    );
    if let Some(mail) = &mail {
        let key = mail.key();
        match taken.iter().find(|(other, _)| *other == key) {
            Some((_, row)) => faults.note(
                Field::SeatMail(seat.id),
                MeetingFault::SameMail { row: *row },
            ),
            None => taken.push((
                key,
                raw.seats.iter().position(|s| s.id == seat.id).unwrap_or(0) + 1,
            )),
        }
    }
    let password = match (&seat.password, &mail) {
        (SeatPassword::New { hash, made_at }, _) => Some(CheckedPassword::New {
            hash: hash.clone(),
            made_at: *made_at,
        }),
        (
            SeatPassword::CarriedOver {
                credential,
                mail_key,
            },
            Some(mail),
        ) if mail.key() == mail_key.expose() => Some(CheckedPassword::CarriedOver(*credential)),
        _ => {
            faults.note(Field::SeatPassword(seat.id), MeetingFault::NoPassword);
            None
        }
    };
    Some(CheckedSeat {
        id: seat.id,
        name: name?,
        electronic: Some((mail?, password?)),
    })
}

fn check_materials(materials: &[Material], limits: &Limits, faults: &mut Faults) {
    if !materials.iter().any(Material::is_open) {
        faults.note(Field::Materials, MeetingFault::NoMaterial);
    }
    for material in materials {
        let title = text::one_line(material.title.expose());
        if title.is_empty() {
            faults.note(Field::MaterialTitle(material.id), MeetingFault::Missing);
        } else if title.chars().count() > limits.max_title {
            faults.note(
                Field::MaterialTitle(material.id),
                MeetingFault::TooLong {
                    most: limits.max_title,
                },
            );
        }
    }
}

/// What of the typed meeting is taken otherwise than it was typed.
pub fn corrections(raw: &RawMeeting) -> Vec<Correction> {
    let mut found = Vec::new();
    let mut compare = |field, typed: &str, taken: &str| {
        if typed != taken {
            found.push(Correction {
                field,
                from: SecretText::new(typed),
                to: SecretText::new(taken),
            });
        }
    };
    compare(
        Field::MeetingNo,
        &raw.meeting_no,
        &text::one_line(&text::half_width(&raw.meeting_no)),
    );
    compare(Field::Panel, &raw.panel, &text::one_line(&raw.panel));
    for seat in raw.seats.iter().filter(|seat| !seat.is_blank()) {
        compare(
            Field::SeatName(seat.id),
            seat.name.expose(),
            &text::one_line(seat.name.expose()),
        );
        if let (false, Ok(mail)) = (seat.paper, MailAddress::check(seat.mail.expose())) {
            compare(Field::SeatMail(seat.id), seat.mail.expose(), mail.expose());
        }
    }
    found
}

#[cfg(test)]
mod tests;
