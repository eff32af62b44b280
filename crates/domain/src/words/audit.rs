//! Words of the audit record.

use super::{field, request_field};
use crate::audit::{AuditEvent, MeetingThen, PlanChange};
use crate::check::Field;
use crate::date;
use crate::insurer::InsurerField;
use jiff::civil::Time;

/// A line of the audit record.
pub fn audit_event(event: AuditEvent) -> &'static str {
    match event {
        AuditEvent::InsurerAdded => "保険者を登録",
        AuditEvent::InsurerChanged => "保険者の連絡先などを変更",
        AuditEvent::StaffAdded => "職員を登録",
        AuditEvent::StaffReset => "職員のログインをやり直し",
        AuditEvent::StaffRetired => "職員を利用停止",
        AuditEvent::SignedIn => "ログイン",
        AuditEvent::SignInRefused => "ログイン失敗",
        AuditEvent::PasswordChanged => "パスワードを変更",
        AuditEvent::SecondFactorSetUp => "認証アプリを登録",
        AuditEvent::SecondFactorRenewing => "認証アプリの再登録を開始",
        AuditEvent::RecoveryCodeUsed => "回復コードを使用",
        AuditEvent::SignedOut => "ログアウト",
        AuditEvent::DraftMade => "下書きを作成",
        AuditEvent::DraftSaved => "下書きを保存",
        AuditEvent::DraftDeleted => "下書きを削除",
        AuditEvent::MaterialAdded => "資料を追加",
        AuditEvent::MaterialEdited => "資料の名前・順番を変更",
        AuditEvent::MaterialReplaced => "資料を差替え",
        AuditEvent::MaterialWithdrawn => "資料を取下げ",
        AuditEvent::MaterialCleaned => "不要な情報を取り除いた資料を作成した",
        AuditEvent::MaterialChecked => "不要な情報を取り除いた資料を確認した",
        AuditEvent::MaterialKept => "資料をこのまま使用することにした",
        AuditEvent::MaterialRemoved => "下書きの資料を外した",
        AuditEvent::MeetingPublished => "審査会を公開",
        AuditEvent::MeetingChanged => "審査会の内容を変更",
        AuditEvent::MeetingWithdrawn => "審査会を取下げ",
        AuditEvent::MeetingRevived => "審査会を再公開",
        AuditEvent::MeetingPurged => "審査会資料を廃棄",
        AuditEvent::NoticeResent => "メールを再送",
        AuditEvent::PasswordReissued => "参照用パスワードを再発行",
        AuditEvent::AddressCorrected => "委員のメールアドレスを訂正",
        AuditEvent::PasswordsShown => "参照用パスワードを表示",
        AuditEvent::PasswordHandedOver => "参照用パスワードを渡した",
        AuditEvent::PaperGiven => "紙の資料を渡した",
        AuditEvent::PasswordsPrinted => "参照用パスワードのお渡し用紙を作成",
        AuditEvent::LockCleared => "ロックを解除",
        AuditEvent::GatePassed => "委員が閲覧室に入室",
        AuditEvent::GateRefused => "閲覧室の入室に失敗",
        AuditEvent::MaterialViewed => "資料を参照",
        AuditEvent::MaterialDownloaded => "資料をダウンロード",
        AuditEvent::ReadAll => "すべて読んだと連絡",
        AuditEvent::ReadAllTakenBack => "「すべて読みました」を取消し",
        AuditEvent::KeysChanged => "暗号鍵を変更",
        AuditEvent::Exported => "全データを書き出し",
        AuditEvent::Imported => "全データを読み込み",
        AuditEvent::AuditPruned => "保存期間を過ぎた監査記録を廃棄",
        AuditEvent::ClinicSaved => "医療機関を登録・変更",
        AuditEvent::ClinicRetired => "医療機関を利用停止",
        AuditEvent::PhysicianSaved => "医師を登録・変更",
        AuditEvent::PhysicianRetired => "医師を利用停止",
        AuditEvent::OpinionRequested => "意見書の作成を依頼",
        AuditEvent::RequestChanged => "作成依頼の内容を変更",
        AuditEvent::LetterPrinted => "依頼書を印刷",
        AuditEvent::LetterReprinted => "依頼書を再印刷",
        AuditEvent::FormPrinted => "意見書の用紙を印刷",
        AuditEvent::OpinionReminded => "意見書を督促",
        AuditEvent::LetterOpened => "医師が依頼を開いた",
        AuditEvent::LetterRefused => "依頼を開くのに失敗",
        AuditEvent::OpinionBegun => "意見書の記入を開始",
        AuditEvent::PreviousTakenOver => "前回の意見書から引き継ぎ",
        AuditEvent::OpinionFilesKept => "意見書のファイルの預かり（提出前）",
        AuditEvent::OpinionFilesDropped => "預かったファイルの消去（提出前）",
        AuditEvent::OpinionSubmitted => "意見書を提出",
        AuditEvent::OpinionArrived => "意見書の到着を記録",
        AuditEvent::OpinionSentBack => "意見書を差戻し",
        AuditEvent::OpinionAccepted => "意見書を受領",
        AuditEvent::AcceptanceTakenBack => "意見書の受領を取消し",
        AuditEvent::RequestCancelled => "作成依頼を取消",
        AuditEvent::RequestReassigned => "依頼する医師を変更",
        AuditEvent::MaskedMade => "審査会用の意見書を作成",
        AuditEvent::MaskedConfirmed => "審査会用の意見書を確認",
        AuditEvent::OpinionShown => "意見書を参照",
        AuditEvent::OpinionExported => "意見書を書き出し",
        AuditEvent::RequestPurged => "保存期間を過ぎた意見書を廃棄",
        AuditEvent::KeyMade => "認証キーを発行",
        AuditEvent::KeyRotated => "認証キーを更新",
        AuditEvent::KeyRevoked => "認証キーを失効",
        AuditEvent::KeyUsed => "認証キーを使用",
        AuditEvent::KeyRefused => "認証キーの使用を拒否",
        AuditEvent::AccessRefused => "権限のないページ・操作を拒否",
    }
}

/// What a change of a published meeting made of what.
pub fn plan_change(change: &PlanChange) -> String {
    let time = |at: &Option<Time>| at.map_or_else(|| "なし".to_owned(), date::clock_time);
    let (what, values) = match change {
        PlanChange::HeldOn(was, is) => {
            (Field::HeldOn, Some((date::wareki(*was), date::wareki(*is))))
        }
        PlanChange::StartsAt(was, is) => (Field::StartsAt, Some((time(was), time(is)))),
        PlanChange::AccessFrom(was, is) => {
            let minutes = (date::wareki_minute(*was), date::wareki_minute(*is));
            (Field::AccessFrom, Some(minutes))
        }
        PlanChange::AccessUntil(was, is) => {
            let ends = (date::wareki_end(*was), date::wareki_end(*is));
            (Field::AccessUntil, Some(ends))
        }
        PlanChange::MeetingNo => (Field::MeetingNo, None),
        PlanChange::Panel => (Field::Panel, None),
        PlanChange::Remark => (Field::Remark, None),
        PlanChange::Asked(what) => return changed(request_field(*what)),
        PlanChange::Office(what) => return changed(insurer_field(*what)),
    };
    let what = field(what);
    match values {
        Some((was, is)) => format!("{what}：{was} → {is}"),
        None => changed(what),
    }
}

fn changed(what: &str) -> String {
    format!("{what}を変更")
}

fn insurer_field(field: InsurerField) -> &'static str {
    match field {
        InsurerField::Name => "保険者の名前",
        InsurerField::Office => "担当の名前",
        InsurerField::Address => "担当の所在地",
        InsurerField::Phone => "担当の電話番号",
        InsurerField::Mail => "担当のメールアドレス",
    }
}

/// A meeting as an audit record names it; `None` for a draft without a day.
pub fn meeting_then(then: &MeetingThen) -> Option<String> {
    let mut words = date::wareki(then.held_on?);
    if let Some(at) = then.starts_at {
        words.push(' ');
        words.push_str(&date::clock_time(at));
    }
    if !then.meeting_no.is_empty() {
        words.push_str(" 審査会番号 ");
        words.push_str(&then.meeting_no);
    }
    Some(words)
}
