//! What the last action did, in full: how many are told by mail, and who has to be told by
//! hand because nothing is mailed to them.

use crate::console::said::{Notice, Said, Told};
use kairan_board::Board;

/// The notice on top of the board.
pub(super) fn notice(told: &Told, board: &Board) -> Option<Notice> {
    let said = told.said()?;
    let mut notice = said.words();
    if said == Said::MaterialsAdded && told.count() > 0 {
        notice.add(&format!("（{}件）", told.count()));
    }
    notice.add(&mailed(said, told.count(), board));
    notice.add(&by_hand(said, told.count(), board));
    Some(notice)
}

fn mailed(said: Said, count: usize, board: &Board) -> String {
    let live = board.state.links_live();
    let electronic = board.read.of;
    match said {
        Said::MaterialsAdded if live && electronic > 0 => {
            format!("委員{electronic}人にメールで知らせます。")
        }
        Said::Replaced | Said::MaterialWithdrawn if live && electronic > 0 => {
            "前の資料を開いていた委員には、メールで知らせます。".into()
        }
        Said::MaterialsAdded | Said::Replaced if electronic > 0 => {
            "委員のリンクが止まっているあいだは、メールを送りません。".into()
        }
        Said::Changed if count > 0 => format!("委員{count}人にメールで知らせます。"),
        Said::Changed => "メールは送りません。".into(),
        _ => String::new(),
    }
}

/// Reviewers on paper get no letter: whoever changed something tells them.
fn by_hand(said: Said, count: usize, board: &Board) -> String {
    let paper = board.seats.iter().filter(|seat| seat.paper);
    let names: Vec<&str> = paper.map(|seat| seat.name.expose()).collect();
    let what = match said {
        Said::MaterialsAdded | Said::Replaced => "には、新しい資料を印刷して渡してください。",
        Said::Changed if count > 0 => "には、変更を別の方法で伝えてください。",
        Said::MaterialWithdrawn | Said::Withdrawn | Said::Deleted => {
            "には、取り下げたことを伝え、渡した資料を返してもらってください。"
        }
        Said::Revived => "には、ふたたび公開したことを別の方法で伝えてください。",
        _ => return String::new(),
    };
    if names.is_empty() {
        return String::new();
    }
    format!("紙で渡す委員（{}）{what}", names.join("、"))
}
