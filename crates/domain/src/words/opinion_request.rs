//! Sentences about requests for opinions, the clinics and the letters' codes.

use crate::clinic::{ClinicFault, PhysicianFault};
use crate::date;
use crate::opinion_request::{
    Chase, DaysLeft, OpinionRefusal, RequestFault, RequestField, RequestState,
};
use crate::passcode::{PASSCODE_SIGNS, PasscodeFault};
use crate::short_code::ShortCodeFault;

/// A fault of a request's field.
pub fn request_fault(fault: &RequestFault) -> String {
    match fault {
        RequestFault::Missing => "入力されていません。入力してください。".into(),
        RequestFault::TooLong { most } => format!("長すぎます。{most}文字以内にしてください。"),
        RequestFault::NotAnInsurerNo => {
            "保険者番号として正しくありません。検証番号を含む6桁の数字を確かめてください。".into()
        }
        RequestFault::NotAnInsuredNo => {
            "被保険者番号は10桁の数字か、「H」と9桁の数字で入力してください。".into()
        }
        RequestFault::NotKana => "ふりがなはひらがなかカタカナで入力してください。".into(),
        RequestFault::NotADay => "日付として読み取れません。「令和8年11月22日」や「2026-11-22」のように入力してください。".into(),
        RequestFault::InFuture { today } => {
            format!("これからの日付です。今日({})までの日付を入力してください。", date::wareki(*today))
        }
        RequestFault::BornAfter => "生年月日が申請日より後になっています。生年月日か申請日を確かめてください。".into(),
        RequestFault::Under40 => "申請日に40歳未満です。生年月日か申請日を確かめてください。".into(),
        RequestFault::TooOld => "申請日に130歳を超えています。生年月日を確かめてください。".into(),
        RequestFault::NotAChoice => "選択肢にありません。選択肢から選び直してください。".into(),
        RequestFault::NotAPostalCode => "郵便番号は7桁の数字で入力してください。例: 123-4567".into(),
        RequestFault::NotAPhone => "電話番号として読み取れません。数字と「-」で入力してください。".into(),
        RequestFault::NotOnRoster => "名簿にありません。名簿に登録してから選んでください。".into(),
        RequestFault::Retired => "名簿で利用停止になっています。別の医療機関か医師を選んでください。".into(),
        RequestFault::OtherClinic => "選んだ医療機関の医師ではありません。医療機関か医師を選び直してください。".into(),
        RequestFault::BeforeApplication => "作成依頼日が申請日より前です。申請日以降の日付を入力してください。".into(),
        RequestFault::DueBeforeRequest => "作成期限が作成依頼日より前です。作成依頼日以降の日付を入力してください。".into(),
        RequestFault::DueTooFar { days } => {
            format!("作成期限が先すぎます。作成依頼日から{days}日以内の日付を入力してください。")
        }
    }
}

/// A request field's label.
pub fn request_field(field: RequestField) -> &'static str {
    match field {
        RequestField::InsurerNo => "保険者番号",
        RequestField::InsuredNo => "被保険者番号",
        RequestField::Name => "氏名",
        RequestField::Kana => "ふりがな",
        RequestField::BirthDate => "生年月日",
        RequestField::Sex => "性別",
        RequestField::PostalCode => "郵便番号",
        RequestField::Address => "住所",
        RequestField::Phone => "連絡先の電話番号",
        RequestField::AppliedOn => "申請日",
        RequestField::Application => "申請区分",
        RequestField::Kind => "依頼区分",
        RequestField::Times => "意見書の作成回数",
        RequestField::Care => "在宅・施設",
        RequestField::Doctor => "医師区分",
        RequestField::Clinic => "医療機関",
        RequestField::Physician => "医師",
        RequestField::RequestedOn => "作成依頼日",
        RequestField::DueOn => "作成期限",
    }
}

/// A request's state.
pub fn request_state(state: RequestState) -> &'static str {
    match state {
        RequestState::Requested => "依頼済み",
        RequestState::Drafting => "記入中",
        RequestState::Submitted => "提出済み",
        RequestState::SentBack => "差戻し中",
        RequestState::Accepted => "受領済み",
        RequestState::Cancelled => "取消",
        RequestState::Reassigned => "医師を変更",
    }
}

/// A transition that is refused.
pub fn opinion_refusal(refusal: OpinionRefusal) -> String {
    match refusal {
        OpinionRefusal::Is(now) => format!(
            "この作成依頼は「{}」のため、この操作はできません。画面を開き直して確かめてください。",
            request_state(now)
        ),
        OpinionRefusal::Memo { most } => format!("メモは{most}文字までにしてください。"),
        OpinionRefusal::Reason { most } => format!("理由を1〜{most}文字で入力してください。"),
        OpinionRefusal::SentBackOften { most } => format!(
            "提出がもう{most}回になったため、これ以上は差し戻せません。電話で確かめて受領するか、取り消して新しく依頼してください。"
        ),
        OpinionRefusal::RemindedOften { most } => format!(
            "督促の記録は{most}件までです。これ以上は記録できません。電話などで督促を続けてください。"
        ),
        OpinionRefusal::Printed => "依頼書を印刷した後は、依頼先の医療機関を変えられません。依頼の画面の「別の医師に頼む」をお使いください。".into(),
    }
}

/// What today's list says.
pub fn chase(chase: Chase) -> &'static str {
    match chase {
        Chase::Wait => "待ち",
        Chase::Check => "進み具合を確認",
        Chase::Call => "電話で督促",
    }
}

/// Days until a limit: `あと3日`.
pub fn days_left(days: DaysLeft) -> String {
    match days {
        DaysLeft::Over(days) => format!("{days}日超過"),
        DaysLeft::Today => "今日まで".into(),
        DaysLeft::Left(days) => format!("あと{days}日"),
    }
}

/// A short code that cannot be read.
pub fn short_code_fault(fault: ShortCodeFault) -> &'static str {
    match fault {
        ShortCodeFault::Form => "受付コードは9文字です。依頼書のとおりに入力してください。",
        ShortCodeFault::Mistyped => {
            "受付コードのどこかが違っています。依頼書と見比べて入力し直してください。"
        }
    }
}

/// A passcode that cannot be one of a letter.
pub fn passcode_fault(fault: PasscodeFault) -> String {
    match fault {
        PasscodeFault::Count { typed } => format!(
            "パスコードは{PASSCODE_SIGNS}文字です（区切りの「-」を除く）。{typed}文字入っていました。依頼書と見比べて、もう一度入れてください。"
        ),
        PasscodeFault::LookAlike => "数字の「0」「1」と、英字の「I」「L」「O」「Q」は、パスコードに使われていません。依頼書と見比べて、もう一度入れてください。".into(),
    }
}

/// A clinic that cannot be taken in.
pub fn clinic_fault(fault: ClinicFault) -> String {
    match fault {
        ClinicFault::Code => "医療機関コードは10文字以内の半角英数字で入力してください。".into(),
        ClinicFault::Name { most } => format!("医療機関名を1〜{most}文字で入力してください。"),
        ClinicFault::PostalCode => "郵便番号は7桁の数字で入力してください。例: 123-4567".into(),
        ClinicFault::Address { most } => format!("所在地を1〜{most}文字で入力してください。"),
        ClinicFault::Phone => "電話番号を数字と「-」で入力してください。".into(),
        ClinicFault::Fax => "FAX番号を数字と「-」で入力してください。".into(),
        ClinicFault::Mail(error) => super::mail_error(error).into(),
    }
}

/// A doctor who cannot be taken in.
pub fn physician_fault(fault: PhysicianFault) -> String {
    match fault {
        PhysicianFault::Code => "医師コードは10文字以内の半角英数字で入力してください。".into(),
        PhysicianFault::Name { most } => format!("医師の氏名を1〜{most}文字で入力してください。"),
        PhysicianFault::Department { most } => {
            format!("診療科は{most}文字以内で入力してください。")
        }
    }
}
