//! What the last action did, told once on the page the browser is sent to: a closed list of
//! codes in the address and at most a number, never a text from outside.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

macro_rules! said {
    ($($name:ident $code:literal $kind:literal $text:literal),+ $(,)?) => {
        /// What the last action did.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Said { $(#[doc = $text] $name),+ }

        impl Said {
            const ALL: &'static [Self] = &[$(Self::$name),+];

            /// As it stands in the address.
            pub(crate) fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// In words.
            pub(crate) fn words(self) -> Notice {
                match self { $(Self::$name => Notice { kind: $kind, text: Cow::Borrowed($text) }),+ }
            }
        }
    };
}

said! {
    SignedOut "signed-out" "good" "ログアウトしました。",
    PasswordChanged "password-changed" "good" "パスワードを変更しました。",
    UnsentTooLong "unsent-too-long" "warn" "ログインの時間が切れていました。入力が長すぎてお預かりできませんでした。ブラウザーの「戻る」で入力の画面に戻り、長い文を控えてください。",
    Saved "saved" "good" "下書きを保存しました。",
    NotConfirmed "not-confirmed" "info" "確認のあとに変更がありました。もう一度「確認へ進む」を押してください。",
    ReviewersTaken "reviewers-taken" "good" "前の審査会の委員を入れました。内容を確かめてください。",
    Corrected "corrected" "info" "入力の全角文字や余分な空白を自動で直しました。下の内容をご確認ください。",
    FilesAdded "files-added" "good" "資料を追加しました。",
    MaterialRemoved "material-removed" "good" "資料を外しました。",
    MaterialCleaned "material-cleaned" "good" "不要な情報を取り除いた資料を作成しました。全ページを確認してください。",
    MaterialChecked "material-checked" "good" "不要な情報を取り除いた資料を委員に渡します。",
    MaterialKept "material-kept" "good" "この資料をこのまま使用します。",
    Undecided "undecided" "bad" "見えない情報をどうするかを決めていない資料があるため、公開していません。資料ごとに確認してください。",
    Published "published" "good" "公開しました。委員へのメールを順に送っています。参照用パスワードを、メールとは別の方法で伝えてください。",
    AlreadyPublished "already-published" "info" "この審査会はすでに公開されています。",
    HandedOver "handed-over" "good" "「渡しました」を記録しました。",
    PaperGiven "paper-given" "good" "紙の資料を渡したことを記録しました。",
    Resent "resent" "good" "メールの送り直しを受け付けました。まもなく送られます。",
    Reissued "reissued" "good" "新しい参照用パスワードを作りました。いままでのパスワードは使えなくなりました。",
    AddressCorrected "address-corrected" "good" "メールアドレスを直しました。新しいリンクをメールで送ります。前のリンクとパスワードは使えません。新しい参照用パスワードを、メールとは別の方法で伝えてください。",
    AddressPutRight "address-put-right" "info" "全角の文字や余分な空白を自動で直して、メールアドレスを登録しました。下のアドレスを確かめてください。新しいリンクをメールで送ります。新しい参照用パスワードは、メールとは別の方法で伝えてください。",
    AddressCarried "address-carried" "good" "メールアドレスを直しました。新しいリンクをメールで送ります。参照用パスワードは、このアドレスの方が前回まで使っていたものをそのまま使います。",
    AddressQuiet "address-quiet" "good" "メールアドレスを直しました。閲覧の期限が過ぎているため、メールは送っていません。",
    Unlocked "unlocked" "good" "ロックを解除しました。すぐに入室できます。",
    Changed "changed" "good" "変更しました。",
    ChangedBefore "changed-before" "info" "すでに同じ内容に変更されています。",
    NothingChanged "nothing-changed" "info" "変更はありません。",
    MaterialsAdded "materials-added" "good" "資料を追加しました。",
    Replaced "replaced" "good" "資料を差し替えました。リンクとパスワードはそのままです。",
    MaterialWithdrawn "material-withdrawn" "good" "資料を取り下げました。",
    Withdrawn "withdrawn" "good" "審査会を取り下げました。リンクは使えなくなりました。",
    Deleted "deleted" "good" "審査会を削除しました。委員のリンクは使えなくなりました。下の廃棄の日までは、「ふたたび公開する」で戻せます。",
    Revived "revived" "good" "審査会をふたたび公開しました。委員にメールで知らせます。",
    DraftDeleted "draft-deleted" "good" "下書きを削除しました。",
    Copied "copied" "good" "同じ委員で、次の会の下書きを作りました。",
    ChangedSince "changed-since" "warn" "確認のあとに内容が変更されました。いまの内容をもう一度確かめてから、公開してください。",
    NoSpace "no-space" "bad" "サーバーの空き容量が足りないため、いまは新しい登録と公開ができません。入力は保存されています。システム管理者に連絡してください。",
    NothingToPrint "nothing-to-print" "info" "この画面で見られるパスワードがないため、お渡し用紙を作れません。",
    StillDraft "still-draft" "info" "この審査会はまだ下書きです。公開されると見られます。",
    OtherState "other-state" "bad" "審査会の状態が変わっていたため、操作は行われませんでした。いまの状態をご確認ください。",
    LastMaterial "last-material" "bad" "最後の資料は取り下げられません。審査会ごと取り下げるか、先に別の資料を追加してください。",
    Gone "gone" "bad" "対象の資料や委員がもうありません。いまの内容をご確認ください。",
    OwnAccount "own-account" "bad" "ご自身の利用者IDは、やり直しも停止もできません。ほかの管理者に頼んでください。",
    ResetBefore "reset-before" "info" "ログインのやり直しは、もう済んでいます。もう一度はしていません。伝えるパスワードは、最後に表示されたものです。控えていないときは、もう一度「ログインのやり直し」を押してください。",
    Retired "retired" "good" "職員の利用を停止しました。",
    KeyBefore "key-before" "info" "この操作はすでに行われています。認証キーは一度しか表示されません。控えていないときは「更新」を押してください。",
    KeyOver "key-over" "bad" "この認証キーは失効しているか期限が切れているため、更新できません。新しい認証キーを発行してください。",
    KeyRevoked "key-revoked" "good" "認証キーを失効させました。この認証キーではもう利用できません。",
    ClinicAdded "clinic-added" "good" "医療機関を名簿に加えました。医師を加えるか、作成依頼を登録できます。",
    ClinicChanged "clinic-changed" "good" "医療機関の内容を変更しました。",
    ClinicRetired "clinic-retired" "good" "この医療機関への依頼を停止しました。この医療機関のログインも使えなくなりました。",
    ClinicRevived "clinic-revived" "good" "この医療機関に、また依頼できるようにしました。ログインは、必要なら登録し直してください。",
    PhysicianSaved "physician-saved" "good" "医師を登録しました。",
    PhysicianRetired "physician-retired" "good" "この医師への依頼を停止しました。",
    PhysicianRevived "physician-revived" "good" "この医師に、また依頼できるようにしました。",
    LoginRetired "login-retired" "good" "医療機関のログインを停止しました。",
    RequestRegistered "request-registered" "good" "作成依頼を登録しました。次に、依頼書を印刷して送ってください。",
    RequestStillOpen "request-still-open" "warn" "作成依頼を登録しました。同じ方の同じ申請について、ほかにも終わっていない依頼があります。重なっていないか確かめてください。",
    RequestDueLate "request-due-late" "warn" "作成依頼を登録しました。作成期限が、法律の30日の後になっています。確かめてください。",
    RequestChanged "request-changed" "good" "作成依頼の内容を変更しました。",
    LetterBefore "letter-before" "warn" "この依頼書は、この画面を開いたあとに印刷されています。もう一度は印刷していません。",
    LettersNone "letters-none" "info" "選んだ依頼の依頼書は、もう印刷されています。もう一度は印刷していません。",
    Reminded "reminded" "good" "督促を記録しました。",
    RemindedByMail "reminded-by-mail" "good" "督促のメールを医療機関に送ります。",
    RemindedByLetter "reminded-by-letter" "good" "督促を記録しました。「督促状（PDF）」から印刷してください。",
    OpinionRecorded "opinion-recorded" "good" "届いた意見書を記録しました。内容を確かめて、受領するか差し戻してください。",
    OpinionAccepted "opinion-accepted" "good" "意見書を受領しました。審査会に出すときは、審査会用（名前なし）を作ってください。",
    AcceptanceTakenBack "acceptance-taken-back" "good" "受領を取り消しました。内容を確認して、受領するか差し戻してください。",
    OpinionInMeeting "opinion-in-meeting" "bad" "この意見書は審査会の資料に入っているため、受領を取り消せません。先に審査会の資料から外してください。",
    OpinionSentBack "opinion-sent-back" "good" "意見書を差し戻しました。",
    OtherVersion "other-version" "warn" "画面を開いたあとに、新しい版が届きました。何もしていません。新しい版を確かめてください。",
    RequestCancelled "request-cancelled" "good" "作成依頼を取り消しました。依頼書のQRコードと受付コードは使えなくなりました。",
    RequestReassigned "request-reassigned" "good" "別の医師への作成依頼を登録しました。新しい依頼書を印刷して送ってください。",
    RequestState "request-state" "bad" "作成依頼の状態が変わっていたため、操作は行われませんでした。いまの状態をご確認ください。",
    RequestFull "request-full" "bad" "この作成依頼には、これ以上記録できません。取り消して、新しい作成依頼を登録してください。",
    LetterUnlocked "letter-unlocked" "good" "ロックを解除しました。すぐに入力できます。",
    MaskedMade "masked-made" "good" "審査会用（名前なし）の意見書を作りました。開いて、消し忘れがないか確かめてください。",
    MaskedConfirmed "masked-confirmed" "good" "審査会用の意見書の確認を記録しました。審査会の資料に加えられます。",
    NothingToCover "nothing-to-cover" "info" "この版にはファイルがないため、四角を置いて消すことはできません。名前を消したPDFがあれば、下で加えられます。",
    OpinionsThere "opinions-there" "info" "選んだ意見書は、もうこの審査会に入っています。",
}

/// A notice as `parts/page.html` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Notice {
    kind: &'static str,
    text: Cow<'static, str>,
}

impl Notice {
    /// What one should know before going on.
    pub(crate) fn info(text: &'static str) -> Self {
        Self {
            kind: "info",
            text: Cow::Borrowed(text),
        }
    }

    /// That something was done, on a page that is no redirect.
    pub(crate) fn good(text: &'static str) -> Self {
        Self {
            kind: "good",
            text: Cow::Borrowed(text),
        }
    }

    /// One more sentence of ours.
    pub(crate) fn add(&mut self, sentence: &str) {
        if !sentence.is_empty() {
            self.text.to_mut().push_str(sentence);
        }
    }
}

/// `?said=…&n=…` of an address; what is not on the list is as if it were not there.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Told {
    #[serde(default)]
    said: String,
    #[serde(default)]
    n: String,
}

impl Told {
    /// What was done.
    pub(crate) fn said(&self) -> Option<Said> {
        Said::ALL
            .iter()
            .copied()
            .find(|said| said.code() == self.said)
    }

    /// How many; none where the address tells no number.
    pub(crate) fn count(&self) -> usize {
        self.n.parse().unwrap_or_default()
    }

    /// So many materials were added; nothing, where none was.
    pub(crate) fn added(count: usize) -> Self {
        let said = if count > 0 {
            Said::MaterialsAdded.code()
        } else {
            ""
        };
        Self {
            said: said.into(),
            n: count.to_string(),
        }
    }

    /// The notice to show.
    pub(crate) fn notice(&self) -> Option<Notice> {
        self.said().map(Said::words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_codes_say_anything() {
        let told = |said: &str| {
            Told {
                said: said.to_owned(),
                n: String::new(),
            }
            .notice()
        };
        assert_eq!(told("saved").map(|notice| notice.kind), Some("good"));
        assert_eq!(told("<b>Ihr Konto</b>"), None);
        assert_eq!(told(""), None);
    }

    #[test]
    fn no_code_stands_for_two_things() {
        let mut codes: Vec<&str> = Said::ALL.iter().map(|said| said.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Said::ALL.len());
    }
}
