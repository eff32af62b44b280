//! The registration form as typed: plan, rows, titles, order; and which button was pressed.

use crate::console::fields::Fields;
use kairan_domain::ids::{MaterialId, MeetingId, SeatId};
use kairan_domain::raw::RawMeeting;
use kairan_domain::secret::SecretText;

/// The form as typed.
pub(crate) struct Typed {
    /// The edition of the draft the form showed.
    pub(crate) version: u64,
    /// The fields above and below the rows; `seats` stays empty.
    pub(crate) plan: RawMeeting,
    /// The rows.
    pub(crate) rows: Vec<TypedRow>,
    /// Materials in their order, with their titles.
    pub(crate) titles: Vec<(MaterialId, String)>,
    /// Sent by the script, not by a button.
    pub(crate) autosave: bool,
    /// The earlier meeting chosen to take the reviewers from.
    pub(crate) model: Option<MeetingId>,
}

/// One reviewer's row as typed.
#[derive(Clone)]
pub(crate) struct TypedRow {
    /// Its id; none when the form carried no sound one.
    pub(crate) seat: Option<SeatId>,
    pub(crate) name: SecretText,
    pub(crate) mail: SecretText,
    pub(crate) paper: bool,
    pub(crate) choice: Choice,
    /// What stands in the password field, whatever was chosen.
    pub(crate) password: SecretText,
}

/// How the password of a row comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// As the server sees fit: the reviewer's earlier one, else a new one.
    Auto,
    /// What is already set.
    Keep,
    /// A new one.
    Make,
    /// The one in the field.
    Type,
    /// The reviewer's earlier one.
    Carry,
}

/// The button pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Intent {
    Save,
    Confirm,
    AddRow,
    RemoveRow(SeatId),
    Up(MaterialId),
    Down(MaterialId),
    Remove(MaterialId),
    /// The reviewers of the meeting chosen beside the button.
    TakeReviewers,
}

impl Choice {
    /// As it stands in the form.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Keep => "keep",
            Self::Make => "make",
            Self::Type => "type",
            Self::Carry => "carry",
        }
    }

    fn of(code: &str) -> Self {
        [Self::Keep, Self::Make, Self::Type, Self::Carry]
            .into_iter()
            .find(|choice| choice.code() == code)
            .unwrap_or(Self::Auto)
    }
}

impl Intent {
    /// What a button's value asks for; anything unknown only saves.
    pub(crate) fn of(value: &str) -> Self {
        let (verb, id) = value.split_once(':').unwrap_or((value, ""));
        let material = |make: fn(MaterialId) -> Self| id.parse().map_or(Self::Save, make);
        match verb {
            "confirm" => Self::Confirm,
            "add_row" => Self::AddRow,
            "take_reviewers" => Self::TakeReviewers,
            "remove_row" => id.parse().map_or(Self::Save, Self::RemoveRow),
            "up" => material(Self::Up),
            "down" => material(Self::Down),
            "remove" => material(Self::Remove),
            _ => Self::Save,
        }
    }
}

impl Typed {
    /// Reads the form. Whatever is missing is taken as empty.
    pub(crate) fn of(fields: &Fields) -> Self {
        let titles = fields
            .all("material_id")
            .into_iter()
            .zip(fields.all("material_title"));
        Self {
            version: fields.text("version").parse().unwrap_or_default(),
            plan: plan_of(fields),
            rows: rows_of(fields),
            titles: titles
                .filter_map(|(id, title)| Some((id.parse().ok()?, title.to_owned())))
                .collect(),
            autosave: fields.ticked("autosave"),
            model: fields.text("model").parse().ok(),
        }
    }

    /// Does to rows and order what the button says; answers with the id of the element where
    /// the page then goes on.
    pub(crate) fn rearrange(&mut self, intent: Intent) -> Option<String> {
        let place = |id: MaterialId| self.titles.iter().position(|(material, _)| *material == id);
        let last = self.titles.len().saturating_sub(1);
        match intent {
            Intent::AddRow => {
                self.rows.push(TypedRow::empty());
                Some(format!("f-seat_name-{}", self.rows.len()))
            }
            Intent::RemoveRow(seat) => {
                let gone = self.rows.iter().position(|row| row.seat == Some(seat));
                self.rows.retain(|row| row.seat != Some(seat));
                let next = gone.map_or(0, |gone| (gone + 1).min(self.rows.len()));
                Some(match next {
                    0 => "add-row".to_owned(),
                    next => format!("f-seat_name-{next}"),
                })
            }
            Intent::Up(id) => {
                let above = place(id)?.checked_sub(1)?;
                self.titles.swap(above, above + 1);
                // Its own button, or the one that is left at the end of the list.
                Some(format!("{}-{id}", if above == 0 { "down" } else { "up" }))
            }
            Intent::Down(id) => {
                let place = place(id).filter(|place| *place < last)?;
                self.titles.swap(place, place + 1);
                let end = place + 1 == last;
                Some(format!("{}-{id}", if end { "up" } else { "down" }))
            }
            Intent::Remove(id) => Some(match (place(id), last) {
                (None, _) | (Some(_), 0) => "f-files".to_owned(),
                (Some(place), last) => format!("f-material_title-{}", (place + 1).min(last)),
            }),
            Intent::Save | Intent::Confirm | Intent::TakeReviewers => None,
        }
    }
}

impl TypedRow {
    fn empty() -> Self {
        let nothing = SecretText::default();
        let (name, mail, password) = (nothing.clone(), nothing.clone(), nothing);
        Self {
            seat: None,
            name,
            mail,
            paper: false,
            choice: Choice::Auto,
            password,
        }
    }
}

/// Date, number, window, remark as typed; also the form of a later change.
pub(crate) fn plan_of(fields: &Fields) -> RawMeeting {
    let text = |name| fields.text(name).to_owned();
    RawMeeting {
        held_on: text("held_on"),
        starts_at: text("starts_at"),
        meeting_no: text("meeting_no"),
        panel: text("panel"),
        reviewer_count: text("reviewer_count"),
        from_on: text("from_on"),
        from_at: text("from_at"),
        until_on: text("until_on"),
        until_at: text("until_at"),
        remark: SecretText::new(text("remark")),
        seats: Vec::new(),
    }
}

fn rows_of(fields: &Fields) -> Vec<TypedRow> {
    let names = fields.all("seat_name");
    let (mails, ways) = (fields.all("seat_mail"), fields.all("seat_way"));
    let (choices, passwords) = (
        fields.all("seat_password_choice"),
        fields.all("seat_password"),
    );
    let of = |column: &[&str], row: usize| column.get(row).copied().unwrap_or_default().to_owned();
    let seats = fields.all("seat_id");
    let row = |(place, seat): (usize, &&str)| TypedRow {
        seat: seat.parse().ok(),
        name: SecretText::new(of(&names, place)),
        mail: SecretText::new(of(&mails, place)),
        paper: of(&ways, place) == "paper",
        choice: Choice::of(&of(&choices, place)),
        password: SecretText::new(of(&passwords, place)),
    };
    seats.iter().enumerate().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(byte: u8) -> MaterialId {
        MaterialId::from_bytes([byte; 16])
    }

    fn form(pairs: &[(&str, &str)]) -> Typed {
        Typed::of(&Fields::new(
            pairs
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into()))
                .collect(),
        ))
    }

    #[test]
    fn rows_keep_their_columns_together() {
        let seat = SeatId::from_bytes([7; 16]).to_string();
        let typed = form(&[
            ("seat_id", &seat),
            ("seat_name", "田中 一郎"),
            ("seat_mail", "a@example.jp"),
            ("seat_way", "electronic"),
            ("seat_password_choice", "type"),
            ("seat_password", "himawari-2x"),
            ("seat_id", "no id"),
            ("seat_name", "鈴木 花子"),
            ("seat_mail", ""),
            ("seat_way", "paper"),
        ]);
        assert_eq!(typed.rows.len(), 2);
        assert_eq!(typed.rows[0].choice, Choice::Type);
        assert_eq!(typed.rows[0].password.expose(), "himawari-2x");
        assert_eq!(typed.rows[1].name.expose(), "鈴木 花子");
        assert!(typed.rows[1].paper && typed.rows[1].seat.is_none());
    }

    #[test]
    fn buttons_change_the_order_and_never_beyond_its_ends() {
        let (first, second) = (id(1).to_string(), id(2).to_string());
        let mut typed = form(&[
            ("material_id", &first),
            ("material_title", "一"),
            ("material_id", &second),
            ("material_title", "二"),
        ]);
        let mut press = |button: &str| typed.rearrange(Intent::of(&format!("{button}:{first}")));
        assert_eq!(press("up"), None);
        // At the end of the list only one of the two buttons is left to stay at.
        assert_eq!(press("down"), Some(format!("up-{first}")));
        assert_eq!(press("down"), None);
        assert_eq!(typed.titles[0].0, id(2));
        assert_eq!(typed.titles[1], (id(1), "一".to_owned()));
    }

    #[test]
    fn the_page_goes_on_where_the_button_worked() {
        let seats = [3, 4].map(|byte| SeatId::from_bytes([byte; 16]).to_string());
        let mut typed = form(&[("seat_id", &seats[0]), ("seat_id", &seats[1])]);
        let mut press = |button: &str| typed.rearrange(Intent::of(button));
        assert_eq!(press("add_row").as_deref(), Some("f-seat_name-3"));
        let remove = |seat: &String| format!("remove_row:{seat}");
        assert_eq!(press(&remove(&seats[0])).as_deref(), Some("f-seat_name-1"));
        assert_eq!(press(&remove(&seats[1])).as_deref(), Some("f-seat_name-1"));
        assert_eq!(press("save"), None);
    }

    #[test]
    fn an_unknown_button_only_saves() {
        for value in ["", "publish", "remove:../..", "up:", "remove_row:x"] {
            assert_eq!(Intent::of(value), Intent::Save, "{value}");
        }
    }
}
