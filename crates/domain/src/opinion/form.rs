//! The words in which the form is written down: sections, groups, fields, kinds, conditions.

use jiff::civil::Date;
use std::fmt;

/// Which edition of the official form an opinion is written on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormEdition {
    /// In use until March 2026: with the doctor's consent box.
    E2021,
    /// From April 2026 (介護保険最新情報 Vol.1439): without consent box, no attachments.
    E2026,
}

impl FormEdition {
    /// Every edition, oldest first.
    pub const ALL: [Self; 2] = [Self::E2021, Self::E2026];

    /// The stable code: `2021`, `2026`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::E2021 => "2021",
            Self::E2026 => "2026",
        }
    }

    /// The edition for an opinion asked for on a day. The old form may be used for the time
    /// being; nobody is offered it any more.
    pub fn of(day: Date) -> Self {
        if day < Date::constant(2026, 4, 1) {
            Self::E2021
        } else {
            Self::E2026
        }
    }

    /// The edition with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|edition| edition.code() == code)
    }
}

/// The stable name of a field: HTML `name`, JSON key, CSV column, key of the record.
///
/// Only the form's table makes them, so that every id has its field.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub(super) &'static str);

impl FieldId {
    /// The text of the id: `diagnosis.1.name`.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for FieldId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for FieldId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A numbered part of the form.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// Stable name, for anchors: `illness`.
    pub key: &'static str,
    /// Heading as printed: `１．傷病に関する意見`.
    pub title: &'static str,
    /// Its questions, in order.
    pub groups: &'static [Group],
}

/// A question of the form: the fields under one printed heading.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// Stable name, for anchors: `diagnosis`.
    pub key: &'static str,
    /// Heading as printed: `(1) 診断名…`; empty when the fields speak for themselves.
    pub title: &'static str,
    /// What the form says beside or below the heading.
    pub notes: &'static [Note],
    /// Its fields, in order.
    pub fields: &'static [Field],
}

/// A printed remark of some editions.
#[derive(Debug, Clone, Copy)]
pub struct Note {
    /// Where it is printed.
    pub editions: &'static [FormEdition],
    /// The words.
    pub text: &'static str,
}

/// One field of the form.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its stable name.
    pub id: FieldId,
    /// The label as printed; alone it may say too little (`程度`).
    pub label: &'static str,
    /// The name that stands alone, in lists of faults and column heads (`麻痺 右上肢の程度`).
    pub name: &'static str,
    /// What may be entered.
    pub kind: FieldKind,
    /// The editions it belongs to.
    pub editions: &'static [FormEdition],
    /// It applies only then; otherwise always.
    pub only_if: Option<Condition>,
    /// It must be filled when it applies.
    pub required: bool,
    /// It may stay empty, but the first-stage judgement uses it: emptiness is a warning.
    pub wanted: bool,
    /// Who fills it.
    pub given: Given,
    /// Whom it names, for the masked edition.
    pub privacy: Privacy,
    /// It rarely changes: taken over from the person's previous opinion on request.
    pub lasting: bool,
    /// Item of the 日医 IKENSYO CSV 1.2 (1–121); `None` when it has no own item there.
    pub ikensyo: Option<u8>,
}

/// Who fills a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// The writer.
    Typed,
    /// The request; the writer may correct it.
    Request,
    /// Kairan, from other fields; what is typed is compared, not taken.
    Computed,
}

/// What the board's masked edition does with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// Shown.
    Open,
    /// Blanked: it names the person, the doctor or the clinic.
    Masked,
    /// Free text: shown, after the clerk has looked for names in it.
    Searched,
}

/// What may be entered in a field.
#[derive(Debug, Clone, Copy)]
pub enum FieldKind {
    /// One □ that ticks.
    Tick,
    /// One of these.
    One(&'static [Choice]),
    /// Any of these.
    Several(Several),
    /// Words.
    Text(TextKind),
    /// A whole day.
    Date,
    /// A day of which parts may be unknown.
    PartialDate,
    /// A number.
    Number(NumberKind),
}

/// A box with its printed words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Stable code: the value in HTML, JSON, CSV and record.
    pub code: &'static str,
    /// As printed.
    pub label: &'static str,
    /// IKENSYO CSV 1.2: the digit of a single choice, or the place (from 1) in the string of
    /// several; 0 where that layout has none.
    pub ikensyo: u8,
}

/// Choices of which any may be ticked.
#[derive(Debug, Clone, Copy)]
pub struct Several {
    /// The boxes.
    pub choices: &'static [Choice],
    /// The code that excludes every other (`用いていない`).
    pub alone: Option<&'static str>,
    /// Only what is ticked there may be ticked here (underlining).
    pub within: Option<FieldId>,
}

/// Words and the room for them.
#[derive(Debug, Clone, Copy)]
pub struct TextKind {
    /// Their shape.
    pub form: TextForm,
    /// The room on the official form; more is a warning.
    pub print: Print,
    /// The most Unicode scalar values taken at all; more is an error.
    pub most: usize,
}

/// The shape of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextForm {
    /// One line.
    Line,
    /// Several lines.
    Lines,
    /// One line of kana.
    Kana,
    /// 〒: seven digits, kept as `123-4567`.
    PostalCode,
    /// A telephone number.
    Phone,
}

/// The room on the official form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Print {
    /// Lines.
    pub lines: usize,
    /// Full-width characters in a line; half-width ones count half.
    pub columns: usize,
    /// The most characters altogether.
    pub characters: usize,
}

/// A number with at most one decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberKind {
    /// Behind it: `cm`.
    pub unit: &'static str,
    /// Whether one decimal is allowed.
    pub decimal: bool,
    /// Outside of this it is refused, in tenths.
    pub possible: (i32, i32),
    /// Outside of this the writer is asked to look again, in tenths.
    pub plausible: (i32, i32),
}

/// When a field applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// The earlier field it hangs on.
    pub field: FieldId,
    /// What must hold of it.
    pub holds: Holds,
}

/// What must hold of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// It is ticked.
    Ticked,
    /// This choice is taken (alone or among others).
    Chosen(&'static str),
}

impl Field {
    /// Whether the field stands on this edition's form.
    pub fn is_in(&self, edition: FormEdition) -> bool {
        self.editions.contains(&edition)
    }

    /// Its choices; empty for kinds without.
    pub fn choices(&self) -> &'static [Choice] {
        match self.kind {
            FieldKind::One(choices) => choices,
            FieldKind::Several(several) => several.choices,
            _ => &[],
        }
    }

    /// The choice with this code.
    pub fn choice(&self, code: &str) -> Option<&'static Choice> {
        self.choices().iter().find(|choice| choice.code == code)
    }

    /// The words' kind, for fields of words.
    pub fn text_kind(&self) -> Option<TextKind> {
        match self.kind {
            FieldKind::Text(kind) => Some(kind),
            _ => None,
        }
    }
}
