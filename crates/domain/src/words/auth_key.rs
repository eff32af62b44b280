//! Words of authentication keys.

use crate::auth_key::{KeyFault, KeyState};
use crate::date;

/// A fault of a key's field.
pub fn key_fault(fault: &KeyFault) -> String {
    match fault {
        KeyFault::Name { most } => {
            format!("認証キーの名称を1文字以上{most}文字以内で入力してください。")
        }
        KeyFault::Opens => {
            "この認証キーで利用する業務が選択されていません。1つ以上選択してください。".into()
        }
        KeyFault::Clinic => {
            "選択した医療機関が見つかりません。一覧から選択し直してください。".into()
        }
        KeyFault::UntilNotADay => {
            "日付として読み取れません。「2027-03-31」や「令和9年3月31日」のように入力してください。"
                .into()
        }
        KeyFault::UntilOutside { latest, .. } => format!(
            "有効期限は、明日から{}までの日付を入力してください。",
            date::wareki(*latest)
        ),
        KeyFault::Network { line } => format!(
            "{line}番目のアドレスを読み取れません。「10.1.0.0/16」や「192.0.2.7」のように入力してください。"
        ),
        KeyFault::Networks { most } => {
            format!("アドレスは{most}件までです。範囲にまとめて入力してください。")
        }
    }
}

/// How a key stands.
pub fn key_state(state: KeyState) -> &'static str {
    match state {
        KeyState::Valid => "有効",
        KeyState::EndsSoon => "まもなく期限",
        KeyState::Ended => "期限切れ",
        KeyState::Revoked => "失効",
    }
}
