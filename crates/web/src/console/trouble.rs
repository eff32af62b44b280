//! Why a reviewer should be called, in words.

use kairan_board::Trouble;

/// On the list of meetings.
pub(crate) fn short(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::MailRefused => "メール拒否",
        Trouble::MailReturned => "メール不達",
        Trouble::MailGivenUp => "メール不通",
        Trouble::Locked => "ロック中",
        Trouble::Mistyped => "入力の間違い",
        Trouble::Unread => "開催間近で未読",
        Trouble::MailDelayed => "メール遅延",
    }
}

/// On the board: what happened and what to do.
pub(crate) fn sentence(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::MailRefused => {
            "メールが相手のサーバーに拒否されました。電話でアドレスを確かめてください。違っていたときは、直せます。"
        }
        Trouble::MailReturned => {
            "メールが届かずに戻りました。電話でアドレスを確かめてください。違っていたときは、直せます。"
        }
        Trouble::MailGivenUp => "3日間、メールを送れませんでした。電話で知らせてください。",
        Trouble::Locked => {
            "パスワードの間違いが重なり、入れなくなっています。電話で本人に確かめてください。"
        }
        Trouble::Mistyped => {
            "メールアドレスかパスワードの間違いが続き、まだ入れていません。電話で本人に確かめてください。"
        }
        Trouble::Unread => {
            "開催が近いのに、まだ開いていない資料があります。電話で知らせてください。"
        }
        Trouble::MailDelayed => {
            "メールがまだ届けられていません。自動で送り直していますが、急ぐときは電話してください。"
        }
    }
}

/// Whether the address should be looked at first of all.
pub(crate) fn is_of_mail(trouble: Trouble) -> bool {
    matches!(
        trouble,
        Trouble::MailRefused | Trouble::MailReturned | Trouble::MailGivenUp
    )
}
