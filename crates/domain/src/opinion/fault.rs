//! What can be wrong with an opinion, and how much that matters.

use super::form::{Condition, FieldId, NumberKind, Print};
use super::value::Tenths;
use crate::date::DayGap;
use jiff::civil::Date;

/// A fault at its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldFault {
    /// Where.
    pub field: FieldId,
    /// What. `words::opinion_fault` says it in Japanese.
    pub what: OpinionFault,
}

/// Whether an opinion can be submitted in spite of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// It must be put right first.
    Error,
    /// The writer should look at it, and may submit.
    Warning,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpinionFault {
    /// Required words, day or number are missing.
    Missing,
    /// A required choice is missing.
    NotChosen,
    /// More than these characters.
    TooLong {
        /// The most.
        most: usize,
    },
    /// No choice of this field.
    NotAChoice,
    /// More than one answer where one is asked.
    OneOnly,
    /// A choice that excludes the others stands beside others.
    AloneOnly {
        /// Its printed label.
        label: &'static str,
    },
    /// A tick that is neither yes nor no.
    NotATick,
    /// No day of the calendar.
    NotADay {
        /// What is missing.
        gap: DayGap,
    },
    /// No day, month or year, and not 不詳 either.
    NotAPartialDate {
        /// What is missing.
        gap: DayGap,
    },
    /// No number, or more decimals than asked.
    NotANumber {
        /// What is asked.
        kind: NumberKind,
    },
    /// A number that cannot be.
    Impossible {
        /// What is asked.
        kind: NumberKind,
    },
    /// Not seven digits.
    NotAPostalCode,
    /// Later than today.
    InFuture {
        /// Today in Tokyo.
        today: Date,
    },
    /// Later than the day of entry.
    AfterEntry,
    /// The day of entry lies before birth.
    BornAfterEntry,
    /// Earlier than birth.
    BeforeBirth,
    /// Underlined without being ticked.
    NotTicked,
    /// Ticked, but none of its parts is.
    NoPart,
    /// "Nothing" is ticked beside something.
    NothingBesideSomething,
    /// Left empty, though the first-stage judgement (一次判定) uses it.
    Wanted,
    /// The last examination is left empty: it may be, and mostly is forgotten.
    NoLastExam,
    /// A diagnosis without its onset, which may be 不詳.
    NoOnset,
    /// More than the room on the official form.
    LongForPrint {
        /// The room.
        print: Print,
    },
    /// A number that is rarely right.
    Implausible {
        /// What is asked.
        kind: NumberKind,
    },
    /// Filled although it does not apply; left out.
    NotApplicable {
        /// When it would apply.
        only_if: Condition,
    },
    /// Not on this edition of the form; left out.
    NotInEdition,
    /// Something else than kana.
    NotKana,
    /// No telephone number.
    NotAPhone,
    /// The age typed is not the age on the day of entry, which is taken instead.
    AgeDiffers {
        /// The age on the day of entry.
        is: Tenths,
    },
    /// Younger than 40: nobody of that age is certified.
    Under40,
    /// Not the birth date of the request.
    BirthDiffers,
    /// A person of 40 to 64 needs a 特定疾病 as first diagnosis.
    NotSpecifiedDisease,
}

impl OpinionFault {
    /// How much it matters.
    pub fn weight(&self) -> Weight {
        match self {
            Self::Missing
            | Self::NotChosen
            | Self::TooLong { .. }
            | Self::NotAChoice
            | Self::OneOnly
            | Self::AloneOnly { .. }
            | Self::NotATick
            | Self::NotADay { .. }
            | Self::NotAPartialDate { .. }
            | Self::NotANumber { .. }
            | Self::Impossible { .. }
            | Self::NotAPostalCode
            | Self::InFuture { .. }
            | Self::AfterEntry
            | Self::BornAfterEntry
            | Self::BeforeBirth
            | Self::NotTicked
            | Self::NoPart
            | Self::NothingBesideSomething => Weight::Error,
            Self::Wanted
            | Self::NoLastExam
            | Self::NoOnset
            | Self::LongForPrint { .. }
            | Self::Implausible { .. }
            | Self::NotApplicable { .. }
            | Self::NotInEdition
            | Self::NotKana
            | Self::NotAPhone
            | Self::AgeDiffers { .. }
            | Self::Under40
            | Self::BirthDiffers
            | Self::NotSpecifiedDisease => Weight::Warning,
        }
    }

    /// Whether it is about what stands in the field, not about what is still to come. Such
    /// faults are told while one writes; a form just begun is not full of the others.
    pub fn is_about_what_stands(&self) -> bool {
        match self {
            Self::Missing
            | Self::NotChosen
            | Self::NoPart
            | Self::Wanted
            | Self::NoLastExam
            | Self::NoOnset => false,
            Self::TooLong { .. }
            | Self::NotAChoice
            | Self::OneOnly
            | Self::AloneOnly { .. }
            | Self::NotATick
            | Self::NotADay { .. }
            | Self::NotAPartialDate { .. }
            | Self::NotANumber { .. }
            | Self::Impossible { .. }
            | Self::NotAPostalCode
            | Self::InFuture { .. }
            | Self::AfterEntry
            | Self::BornAfterEntry
            | Self::BeforeBirth
            | Self::NotTicked
            | Self::NothingBesideSomething
            | Self::LongForPrint { .. }
            | Self::Implausible { .. }
            | Self::NotApplicable { .. }
            | Self::NotInEdition
            | Self::NotKana
            | Self::NotAPhone
            | Self::AgeDiffers { .. }
            | Self::Under40
            | Self::BirthDiffers
            | Self::NotSpecifiedDisease => true,
        }
    }
}
