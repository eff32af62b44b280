//! Every error and state as one plain Japanese sentence, by exhaustive match: what happened
//! and what to do. A new variant does not compile until it has its sentence.

mod audit;
mod auth_key;
mod csv;
mod examination;
mod opinion;
mod opinion_file;
mod opinion_request;

pub use audit::{audit_event, meeting_then, plan_change};
pub use auth_key::{key_fault, key_state};
pub use csv::{cell_fault, csv_fault, unmappable};
pub use examination::{finding, not_examined};
pub use opinion::{DAY_EXAMPLE, PART_OF_DAY_EXAMPLE, opinion_advice, opinion_fault, when};
pub use opinion_file::opinion_file_fault;
pub use opinion_request::{
    chase, clinic_fault, days_left, opinion_refusal, passcode_fault, physician_fault,
    request_fault, request_field, request_state, short_code_fault,
};

use crate::check::{Field, MeetingFault};
use crate::date;
use crate::mail_address::MailAddressError;
use crate::meeting::{AddressFault, State, WrongState};
use crate::notice::{MailCause, NoticeKind, NoticeState};
use crate::password::PasswordError;
use crate::staff::{Role, StaffFault};
use crate::upload::FileFault;

/// `200MB`, `1.4MB`, `35KB`: decimal kilobytes would differ from what Windows shows.
pub fn size(bytes: u64) -> String {
    const MB: u64 = 1024 * 1024;
    let tenths = bytes.saturating_mul(10) / MB;
    if bytes < MB {
        format!("{}KB", bytes.div_ceil(1024))
    } else if tenths < 100 && !tenths.is_multiple_of(10) {
        format!("{}.{}MB", tenths / 10, tenths % 10)
    } else if bytes >= 1024 * MB && bytes.is_multiple_of(1024 * MB) {
        format!("{}GB", bytes / (1024 * MB))
    } else {
        format!("{}MB", bytes / MB)
    }
}

/// A fault of a meeting's field.
pub fn meeting_fault(fault: &MeetingFault) -> String {
    match fault {
        MeetingFault::Missing => "入力されていません。入力してください。".into(),
        MeetingFault::TooLong { most } => format!("長すぎます。{most}文字以内にしてください。"),
        MeetingFault::NotADay => "日付として読み取れません。「2026-12-03」や「令和8年12月3日」のように入力してください。".into(),
        MeetingFault::NotATime => "時刻として読み取れません。「13:30」や「午後1時30分」のように入力してください。".into(),
        MeetingFault::PastMeeting { today } => {
            format!("過ぎた日付です。今日({})以降の日付を入力してください。", date::wareki(*today))
        }
        MeetingFault::FarMeeting { days } => format!("先の日付すぎます。今日から{days}日以内の日付を入力してください。"),
        MeetingFault::NotACount => "人数は1以上の数字で入力してください。".into(),
        MeetingFault::TooManyReviewers { most } => format!("委員は1回につき{most}人までです。"),
        MeetingFault::CountDiffers { given, rows } => format!(
            "委員の人数は{given}人ですが、入力されている委員は{rows}人です。人数か委員の行を直してください。"
        ),
        MeetingFault::Mail(error) => mail_error(*error).into(),
        MeetingFault::SameMail { row } => {
            format!("{row}人目と同じメールアドレスです。一人ずつ別のメールアドレスを入力してください。")
        }
        MeetingFault::NoPassword => {
            "参照用パスワードが決まっていません。「自動で作る」を選ぶか、パスワードを入力してください。".into()
        }
        MeetingFault::PasswordOver => {
            "前回までの参照用パスワードは、作ってから1年が過ぎたか再発行されたため、使えません。「自動で作る」を選ぶか、パスワードを入力してください。".into()
        }
        MeetingFault::Password(error) => password_error(*error),
        MeetingFault::WindowEndsFirst => "閲覧期限が閲覧開始より前か同じです。閲覧開始より後にしてください。".into(),
        MeetingFault::WindowEndsBeforeMeeting => {
            "閲覧期限が審査会の開催より前です。開催の日時以降にしてください。".into()
        }
        MeetingFault::WindowOver => "閲覧期限がもう過ぎています。これからの日時にしてください。".into(),
        MeetingFault::WindowTooLong { days } => format!("閲覧できる期間が長すぎます。{days}日以内にしてください。"),
        MeetingFault::NoMaterial => "審査会資料がありません。PDFファイルを1つ以上追加してください。".into(),
        MeetingFault::NumberUsed => {
            "この審査会番号は今年度すでに使われています。別の番号にするか、空欄にしてください(空欄のときは自動で付きます)。".into()
        }
    }
}

/// A mail address that cannot be used.
pub fn mail_error(error: MailAddressError) -> &'static str {
    match error {
        MailAddressError::Empty => "メールアドレスが入力されていません。入力してください。",
        MailAddressError::NoAt => "メールアドレスに「@」が1つ必要です。例: tanaka@example.jp",
        MailAddressError::Domain => {
            "メールアドレスの「@」より後ろを確かめてください。例: tanaka@example.jp"
        }
        MailAddressError::Character => {
            "メールアドレスに使えない文字があります。半角の英数字と記号で入力してください。"
        }
        MailAddressError::TooLong => "メールアドレスが長すぎます。確かめてください。",
    }
}

/// An address that a published seat cannot be given.
pub fn address_fault(fault: AddressFault) -> String {
    match fault {
        AddressFault::Mail(error) => mail_error(error).into(),
        AddressFault::Unchanged => "いまと同じメールアドレスです。正しいアドレスを入力してください。同じアドレスにもう一度送るときは「メールを送り直す」を使ってください。".into(),
        AddressFault::Taken { row } => {
            format!("この審査会の{row}人目の委員と同じメールアドレスです。一人ずつ別のメールアドレスを入力してください。")
        }
    }
}

/// A password that cannot be taken.
pub fn password_error(error: PasswordError) -> String {
    match error {
        PasswordError::Short { least } => format!("パスワードが短すぎます。{least}文字以上にしてください。"),
        PasswordError::Long => "パスワードが長すぎます。128文字以内にしてください。".into(),
        PasswordError::Guessable => {
            "メールアドレス・開催日・審査会番号など、推測されやすい文字が入っています。別のパスワードにしてください。".into()
        }
        PasswordError::Common => "推測されやすいパスワードです。別のパスワードにしてください。".into(),
    }
}

/// A typed account that cannot be taken.
pub fn staff_fault(fault: StaffFault) -> &'static str {
    match fault {
        StaffFault::Login => "IDは3〜40文字の半角英数字と「.」「-」「_」「@」で入力してください。",
        StaffFault::Name => "名前を1〜40文字で入力してください。",
    }
}

/// A file that is refused.
pub fn file_fault(fault: FileFault) -> String {
    match fault {
        FileFault::Empty => "ファイルが空です(0バイト)。元のファイルを確かめてください。".into(),
        FileFault::NotPdf => "PDFファイルではありません。WordやExcelなどは、作成したソフトで「名前を付けて保存」か「エクスポート」を選び、種類を「PDF」にして保存したものを、写真や画像は、「印刷」で「Microsoft Print to PDF」を選んで作ったPDFを追加してください。".into(),
        FileFault::Damaged => "PDFファイルが途中で切れているか壊れています。元のファイルが開けるか確かめて、もう一度追加してください。".into(),
        FileFault::NeedsPassword => {
            "開くのにパスワードが要るPDFです。パスワードを外してから追加してください(Kairanが暗号化して保管します)。".into()
        }
        FileFault::TooLarge { most } => format!("ファイルが大きすぎます。1つのファイルは{}までです。", size(most)),
        FileFault::TotalTooLarge { most } => {
            format!("この審査会の資料の合計が大きすぎます。合計{}までです。", size(most))
        }
        FileFault::TooMany { most } => format!("資料は1回の審査会につき{most}件までです。"),
        FileFault::TooManyVersions { most } => format!("1つの資料の差替えは{most}回までです。新しい資料として追加してください。"),
        FileFault::Incomplete => "アップロードが途中で止まりました。もう一度追加してください(続きから送られます)。".into(),
        FileFault::Unseen => "画面では見えない文字や添付ファイルなどが含まれていて、自動で取り除くことができませんでした。元の資料を「PDFに印刷」で作り直し、そのPDFをアップロードしてください。".into(),
        FileFault::NoSpace => {
            "サーバーの空き容量が足りないため、今は新しい資料を受け付けられません。システム管理者に連絡してください。閲覧や削除はできます。".into()
        }
    }
}

/// A transition that the state does not allow.
pub fn wrong_state(refusal: WrongState) -> String {
    match refusal {
        WrongState::Is(now) => format!("この審査会は「{}」のため、この操作はできません。", state(now)),
        WrongState::NoMaterial => "この資料はもうありません。画面を開き直してください。".into(),
        WrongState::NoSeat => "この委員の行はもうありません。画面を開き直してください。".into(),
        WrongState::LastMaterial => "最後の資料は取り下げられません。審査会ごと取り下げるか、先に別の資料を追加してください。".into(),
    }
}

/// A meeting's state.
pub fn state(state: State) -> &'static str {
    match state {
        State::Draft => "下書き",
        State::Waiting => "公開待ち",
        State::Open => "公開中",
        State::Closed => "閲覧終了",
        State::Withdrawn => "取下げ",
        State::Purged => "廃棄済み",
    }
}

/// What a notice tells.
pub fn notice_kind(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Published => "公開のお知らせ",
        NoticeKind::MaterialsChanged => "資料変更のお知らせ",
        NoticeKind::DateChanged => "日程変更のお知らせ",
        NoticeKind::WindowChanged => "資料を読める期間の変更のお知らせ",
        NoticeKind::Withdrawn => "取下げのお知らせ",
        NoticeKind::Revived => "再公開のお知らせ",
        NoticeKind::Resent => "再送のお知らせ",
        NoticeKind::OpinionRequested => "意見書作成依頼のお知らせ",
        NoticeKind::OpinionReminded => "意見書の督促のお知らせ",
        NoticeKind::OpinionSentBack => "意見書の差戻しのお知らせ",
    }
}

/// Where a notice stands.
pub fn notice_state(state: &NoticeState) -> &'static str {
    match state {
        NoticeState::Queued { .. } => "送信待ち",
        NoticeState::Leased { .. } => "送信中",
        NoticeState::Sent { .. } => "送信済み",
        NoticeState::Refused { .. } => "送信できません(拒否)",
        NoticeState::GivenUp { .. } => "送信できません(3日間不通)",
        NoticeState::Returned { .. } => "不達で戻りました",
        NoticeState::Dropped { .. } => "送信取りやめ",
    }
}

/// Why a letter did not arrive, in a word; `None` when nobody knows.
pub fn mail_cause(cause: MailCause) -> Option<&'static str> {
    match cause {
        MailCause::MailboxFull => Some("受信箱が満杯"),
        MailCause::UnknownAddress => Some("宛先不明"),
        MailCause::Filtered => Some("受信側の制限"),
        MailCause::OurSide => Some("送信側の問題"),
        MailCause::Expired => Some("期限切れ"),
        MailCause::Unclear => None,
    }
}

/// What to do about a letter that did not arrive.
pub fn mail_advice(cause: MailCause) -> &'static str {
    match cause {
        MailCause::MailboxFull => {
            "アドレスは合っていますが、相手の受信箱がいっぱいです。電話で受信箱を空けてもらい、メールを再送してください。"
        }
        MailCause::UnknownAddress => {
            "相手のサーバーに、このアドレスはありません。電話でアドレスを確かめてください。違っていたときは、直せます。"
        }
        MailCause::Filtered => {
            "迷惑メール対策か受信の設定で止められました。アドレスの間違いではなさそうです。電話で、このメールを受け取れるように設定してもらい、再送してください。何人にも続くときは、システム管理者に連絡してください。"
        }
        MailCause::OurSide => {
            "アドレスの間違いではありません。送信する側の設定か、メールの大きさの問題です。システム管理者に連絡してください。急ぐときは、電話で知らせてください。"
        }
        MailCause::Expired => {
            "相手のサーバーが受け取らないまま、送信の期限が過ぎました。時間をおいて再送してください。急ぐときは、電話で知らせてください。"
        }
        MailCause::Unclear => "電話でアドレスを確かめてください。違っていたときは、直せます。",
    }
}

/// A role.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::ReadOnly => "閲覧のみ",
        Role::Clerk => "認定事務担当",
        Role::Administrator => "管理者",
        Role::Clinic(_) => "医療機関",
    }
}

/// A field's label.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::HeldOn => "開催予定日",
        Field::StartsAt => "開始時刻",
        Field::MeetingNo => "審査会番号",
        Field::Panel => "合議体",
        Field::ReviewerCount => "委員の人数",
        Field::AccessFrom => "閲覧開始",
        Field::AccessUntil => "閲覧期限",
        Field::Remark => "委員への連絡",
        Field::SeatName(_) => "委員の名前",
        Field::SeatMail(_) => "メールアドレス",
        Field::SeatPassword(_) => "参照用パスワード",
        Field::Materials => "審査会資料",
        Field::MaterialTitle(_) => "資料の名前",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_numbers_stand_in_the_sentence() {
        let words = meeting_fault(&MeetingFault::CountDiffers { given: 5, rows: 3 });
        assert!(words.contains("5人") && words.contains("3人"));
    }

    #[test]
    fn sizes_read_as_people_say_them() {
        assert_eq!(size(1), "1KB");
        assert_eq!(size(1_468_007), "1.4MB");
        assert_eq!(size(200 * 1024 * 1024), "200MB");
        assert_eq!(size(1024 * 1024 * 1024), "1GB");
        assert_eq!(size(1500 * 1024 * 1024), "1500MB");
    }
}
