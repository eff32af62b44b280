//! Why a reviewer should be called, in words.

use kairan_board::Trouble;
use kairan_domain::notice::MailCause;
use kairan_domain::words;

/// On the list of meetings.
pub(crate) fn short(trouble: Trouble) -> String {
    let (what, cause) = match trouble {
        Trouble::MailRefused(cause) => ("メール拒否", Some(cause)),
        Trouble::MailReturned(cause) => ("メール不達", Some(cause)),
        Trouble::MailGivenUp(cause) => ("メール不通", Some(cause)),
        Trouble::Locked => ("ロック中", None),
        Trouble::Mistyped => ("入力の間違い", None),
        Trouble::Unread => ("開催間近で未読", None),
        Trouble::MailDelayed => ("メール遅延", None),
    };
    match cause.and_then(words::mail_cause) {
        Some(cause) => format!("{what}（{cause}）"),
        None => what.to_owned(),
    }
}

/// On the board: what happened and what to do.
pub(crate) fn sentence(trouble: Trouble) -> String {
    match trouble {
        Trouble::MailRefused(cause) => {
            told("メールが相手のサーバーに拒否されました。", cause)
        }
        Trouble::MailReturned(cause) => told("メールが届かずに戻りました。", cause),
        // A server that was away for three days says nothing about the address.
        Trouble::MailGivenUp(MailCause::Unclear | MailCause::Expired) => {
            "3日間、メールを送れませんでした。電話で知らせてください。".to_owned()
        }
        Trouble::MailGivenUp(cause) => told("3日間、メールを送れませんでした。", cause),
        Trouble::Locked => {
            "パスワードの間違いが重なり、入れなくなっています。電話で本人に確かめてください。".to_owned()
        }
        Trouble::Mistyped => {
            "メールアドレスかパスワードの間違いが続き、まだ入れていません。電話で本人に確かめてください。".to_owned()
        }
        Trouble::Unread => {
            "開催が近いのに、まだ開いていない資料があります。電話で知らせてください。".to_owned()
        }
        Trouble::MailDelayed => {
            "メールがまだ届けられていません。自動で送り直していますが、急ぐときは電話してください。".to_owned()
        }
    }
}

fn told(what: &str, cause: MailCause) -> String {
    format!("{what}{}", words::mail_advice(cause))
}

/// Whether the letter did not arrive.
pub(crate) fn is_of_mail(trouble: Trouble) -> bool {
    cause(trouble).is_some()
}

/// Whether the address should be looked at first of all.
pub(crate) fn doubts_address(trouble: Trouble) -> bool {
    cause(trouble).is_some_and(MailCause::doubts_address)
}

fn cause(trouble: Trouble) -> Option<MailCause> {
    match trouble {
        Trouble::MailRefused(cause)
        | Trouble::MailReturned(cause)
        | Trouble::MailGivenUp(cause) => Some(cause),
        Trouble::Locked | Trouble::Mistyped | Trouble::Unread | Trouble::MailDelayed => None,
    }
}
