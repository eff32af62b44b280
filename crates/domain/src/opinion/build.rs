//! Short words for writing the table: one constructor per kind, one method per property.

use super::form::{
    Choice, Condition, Field, FieldId, FieldKind, FormEdition, Given, Holds, NumberKind, Print,
    Privacy, Several, TextForm, TextKind,
};

/// The most characters of one line, whatever its room: REAMS takes 50 at most (domain.md §3).
pub(super) const MOST_IN_LINE: usize = 100;
/// The most characters of several lines: about four times the room of the largest box, so
/// that a continuation page stays one page.
pub(super) const MOST_IN_LINES: usize = 2000;

const BOTH: &[FormEdition] = &FormEdition::ALL;

const fn blank(kind: FieldKind) -> Field {
    Field {
        id: FieldId(""),
        label: "",
        name: "",
        kind,
        editions: BOTH,
        only_if: None,
        required: false,
        wanted: false,
        given: Given::Typed,
        privacy: Privacy::Open,
        lasting: false,
        ikensyo: None,
    }
}

pub(super) const fn tick() -> Field {
    blank(FieldKind::Tick)
}

pub(super) const fn one(choices: &'static [Choice]) -> Field {
    blank(FieldKind::One(choices))
}

pub(super) const fn several(choices: &'static [Choice]) -> Field {
    blank(FieldKind::Several(Several {
        choices,
        alone: None,
        within: None,
    }))
}

pub(super) const fn date() -> Field {
    blank(FieldKind::Date)
}

pub(super) const fn partial_date() -> Field {
    blank(FieldKind::PartialDate)
}

pub(super) const fn number(kind: NumberKind) -> Field {
    blank(FieldKind::Number(kind))
}

const fn words(form: TextForm, columns: usize) -> Field {
    let mut field = blank(FieldKind::Text(TextKind {
        form,
        print: Print {
            lines: 1,
            columns,
            characters: columns,
        },
        most: MOST_IN_LINE,
    }));
    if matches!(form, TextForm::Line) {
        field.privacy = Privacy::Searched;
    }
    field
}

/// One line with room for so many full-width characters.
pub(super) const fn line(columns: usize) -> Field {
    words(TextForm::Line, columns)
}

pub(super) const fn kana(columns: usize) -> Field {
    words(TextForm::Kana, columns)
}

pub(super) const fn postal_code() -> Field {
    words(TextForm::PostalCode, 8)
}

pub(super) const fn phone() -> Field {
    words(TextForm::Phone, 15)
}

pub(super) const fn lines(print: Print) -> Field {
    let mut field = blank(FieldKind::Text(TextKind {
        form: TextForm::Lines,
        print,
        most: MOST_IN_LINES,
    }));
    field.privacy = Privacy::Searched;
    field
}

pub(super) const fn choice(code: &'static str, label: &'static str, ikensyo: u8) -> Choice {
    Choice {
        code,
        label,
        ikensyo,
    }
}

impl Field {
    /// Called by the table's macro.
    pub(super) const fn named(mut self, id: FieldId, label: &'static str) -> Self {
        self.id = id;
        self.label = label;
        if self.name.is_empty() {
            self.name = label;
        }
        self
    }

    pub(super) const fn called(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    pub(super) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub(super) const fn wanted(mut self) -> Self {
        self.wanted = true;
        self
    }

    pub(super) const fn by_request(mut self) -> Self {
        self.given = Given::Request;
        self
    }

    pub(super) const fn computed(mut self) -> Self {
        self.given = Given::Computed;
        self
    }

    pub(super) const fn masked(mut self) -> Self {
        self.privacy = Privacy::Masked;
        self
    }

    pub(super) const fn only_in(mut self, editions: &'static [FormEdition]) -> Self {
        self.editions = editions;
        self
    }

    pub(super) const fn if_ticked(mut self, field: FieldId) -> Self {
        let holds = Holds::Ticked;
        self.only_if = Some(Condition { field, holds });
        self
    }

    pub(super) const fn if_chosen(mut self, field: FieldId, code: &'static str) -> Self {
        let holds = Holds::Chosen(code);
        self.only_if = Some(Condition { field, holds });
        self
    }

    /// This choice excludes the others.
    pub(super) const fn alone(mut self, code: &'static str) -> Self {
        if let FieldKind::Several(several) = &mut self.kind {
            several.alone = Some(code);
        }
        self
    }

    /// Only what is ticked there may be ticked here.
    pub(super) const fn within(mut self, field: FieldId) -> Self {
        if let FieldKind::Several(several) = &mut self.kind {
            several.within = Some(field);
        }
        self
    }

    pub(super) const fn lasting(mut self) -> Self {
        self.lasting = true;
        self
    }

    pub(super) const fn ikensyo(mut self, item: u8) -> Self {
        self.ikensyo = Some(item);
        self
    }
}
