//! The register of who opened what when, on paper, for the file of the meeting. Changes
//! nothing.

use super::board::{Board, SeatLine, show_board};
use crate::error::ReadError;
use crate::facts::office;
use kairan_access::{App, StaffOf};
use kairan_domain::date::{short_minute, tokyo_day, wareki};
use kairan_domain::ids::MeetingId;
use kairan_domain::notice::{MailCause, NoticeState};
use kairan_domain::words;
use kairan_paper::{PaperError, RegisterRow, ViewingRegister, draw_viewing_register};
use thiserror::Error;

/// Why no register is drawn.
#[derive(Debug, Error)]
pub enum RegisterError {
    /// It was never published: there is nothing to register.
    #[error("never published")]
    NeverPublished,
    /// The board cannot be shown.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The paper cannot be drawn.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// Drawing broke off.
    #[error("drawing broke off")]
    BrokeOff,
}

/// Draws the register.
///
/// # Errors
/// [`RegisterError`].
pub async fn draw_register(
    app: &App,
    by: &StaffOf,
    id: MeetingId,
) -> Result<Vec<u8>, RegisterError> {
    let mut board = show_board(app, by, id).await?;
    let line = board.line.take().ok_or(RegisterError::NeverPublished)?;
    board.seats.sort_by_key(|seat| seat.number);
    let office = office(app, by.insurer()).await?;

    let (meeting_line, access_line) = (line.in_words(), line.window_in_words());
    let summary = format!("{}人中{}人がすべて開いた", board.read.of, board.read.read);
    let made_on = wareki(tokyo_day(app.now()));
    kairan_work::draw(move || {
        let texts: Vec<RowTexts> = board.seats.iter().map(|seat| texts(&board, seat)).collect();
        let rows: Vec<RegisterRow<'_>> = board
            .seats
            .iter()
            .zip(&texts)
            .map(|(seat, texts)| RegisterRow {
                reviewer_name: seat.name.expose(),
                method: texts.method,
                sent: &texts.sent,
                opened: &texts.opened,
                last_viewed: &texts.last,
                read: &texts.read,
                remark: texts.remark,
            })
            .collect();
        draw_viewing_register(&ViewingRegister {
            insurer_name: &office.insurer,
            meeting_line: &meeting_line,
            access_line: &access_line,
            summary_line: &summary,
            rows: &rows,
            made_on_line: &made_on,
        })
    })
    .await
    .ok_or(RegisterError::BrokeOff)?
    .map_err(RegisterError::from)
}

struct RowTexts {
    method: &'static str,
    sent: String,
    opened: String,
    last: String,
    read: String,
    remark: &'static str,
}

fn texts(board: &Board, seat: &SeatLine) -> RowTexts {
    let none = String::new;
    if seat.paper {
        return RowTexts {
            method: "紙",
            sent: none(),
            opened: none(),
            last: none(),
            read: none(),
            remark: "",
        };
    }
    let firsts = seat.versions.iter().filter_map(|kept| kept.status.first_at);
    let lasts = seat.versions.iter().filter_map(|kept| kept.status.last_at);
    let opened = firsts.clone().count();
    let open = board.materials.iter().filter(|kept| kept.line.open).count();
    let sent = seat.letter.as_ref().map(|letter| match letter.state {
        NoticeState::Sent { at } => short_minute(at),
        state => words::notice_state(&state).to_owned(),
    });
    RowTexts {
        method: "電子",
        sent: sent.unwrap_or_default(),
        opened: firsts.min().map(short_minute).unwrap_or_default(),
        last: lasts.max().map(short_minute).unwrap_or_default(),
        read: format!("{opened}/{open}"),
        remark: match (&seat.letter, seat.read_all_at) {
            (_, Some(_)) => "全部読んだとの申告あり",
            (Some(letter), None) => MailCause::of_state(&letter.state, letter.reply.expose())
                .and_then(words::mail_cause)
                .unwrap_or(""),
            (None, None) => "",
        },
    }
}
