//! Sentences about doctors' opinions, for physicians.

use crate::date;
use crate::opinion::{Condition, Holds, NumberKind, OpinionFault, Tenths, field};

/// A fault of an opinion's field. The field's own name stands beside it.
pub fn opinion_fault(fault: &OpinionFault) -> String {
    match fault {
        OpinionFault::Missing => "記入されていません。記入してください。".into(),
        OpinionFault::NotChosen => "選ばれていません。あてはまるものを選んでください。".into(),
        OpinionFault::TooLong { most } => format!("長すぎます。{most}文字以内に短くしてください。"),
        OpinionFault::NotAChoice => "選択肢にない内容です。選択肢から選び直してください。".into(),
        OpinionFault::OneOnly => "2つ以上選ばれています。1つだけ選んでください。".into(),
        OpinionFault::AloneOnly { label } => {
            format!("「{label}」とほかの項目が両方選ばれています。どちらかを外してください。")
        }
        OpinionFault::NotATick => "チェックの有無として読み取れません。チェックし直してください。".into(),
        OpinionFault::NotADay => "日付として読み取れません。「令和8年11月22日」や「2026-11-22」のように記入してください。".into(),
        OpinionFault::NotAPartialDate => {
            "日付として読み取れません。「令和5年3月」「平成20年」のようにわかるところまで記入するか、「不詳」と記入してください。".into()
        }
        OpinionFault::NotANumber { kind } => not_a_number(*kind),
        OpinionFault::Impossible { kind } => {
            format!("ありえない数値です。{}で記入してください。", range(kind.possible, kind.unit))
        }
        OpinionFault::NotAPostalCode => "郵便番号は7桁の数字で記入してください。例: 123-4567".into(),
        OpinionFault::InFuture { today } => {
            format!("これからの日付です。今日({})までの日付を記入してください。", date::wareki(*today))
        }
        OpinionFault::AfterEntry => "記入日より後の日付です。この日付か記入日を確かめてください。".into(),
        OpinionFault::BornAfterEntry => "生年月日が記入日より後です。生年月日か記入日を確かめてください。".into(),
        OpinionFault::BeforeBirth => "生年月日より前の日付です。この日付を確かめてください。".into(),
        OpinionFault::NotTicked => {
            "選ばれていない項目に下線が付いています。その項目を選ぶか、下線を外してください。".into()
        }
        OpinionFault::NoPart => "チェックがありますが、部位が選ばれていません。あてはまる部位を選んでください。".into(),
        OpinionFault::NothingBesideSomething => {
            "「特記すべき項目なし」とほかの項目が両方記入されています。どちらかを外してください。".into()
        }
        OpinionFault::Wanted => "記入がありません。一次判定に使われる項目です。わかる場合は記入してください。".into(),
        OpinionFault::LongForPrint { print } if print.lines == 1 => {
            format!("様式の欄(全角{}文字)に収まりません。小さい字か続紙に印刷されます。", print.columns)
        }
        OpinionFault::LongForPrint { print } => format!(
            "様式の欄({}文字または{}行)に収まりません。小さい字か続紙に印刷されます。",
            print.characters, print.lines
        ),
        OpinionFault::Implausible { kind } => {
            format!("{}の範囲にありません。誤りがないか確かめてください。", range(kind.plausible, kind.unit))
        }
        OpinionFault::NotApplicable { only_if } => {
            format!("{}にだけ記入する欄です。この内容は意見書に載りません。", when(*only_if))
        }
        OpinionFault::NotInEdition => "この様式にはない欄です。この内容は意見書に載りません。".into(),
        OpinionFault::NotKana => "かな以外の文字が入っています。ふりがなを確かめてください。".into(),
        OpinionFault::NotAPhone => "電話番号として読み取れません。番号を確かめてください。".into(),
        OpinionFault::AgeDiffers { is } => {
            format!("生年月日と記入日から数えた年齢と違います。{is}歳として意見書に載ります。")
        }
        OpinionFault::Under40 => "40歳未満です。生年月日を確かめてください。".into(),
        OpinionFault::BirthDiffers => "作成依頼の生年月日と違います。確かめてください。".into(),
        OpinionFault::NotSpecifiedDisease => {
            "65歳未満の方は、特定疾病を診断名の１に記入することになっています。診断名を確かめてください。".into()
        }
    }
}

fn not_a_number(kind: NumberKind) -> String {
    let example = if kind.decimal {
        "小数は1桁までの数字"
    } else {
        "整数"
    };
    format!(
        "数値として読み取れません。{example}で記入してください(単位は{})。",
        kind.unit
    )
}

fn range((least, most): (i32, i32), unit: &str) -> String {
    format!("{}{unit}から{}{unit}まで", Tenths(least), Tenths(most))
}

/// When a field applies: `「症状としての安定性」が「不安定」のとき`.
pub fn when(condition: Condition) -> String {
    let asked = field(condition.field);
    let name = asked.map_or("", |field| field.name);
    match condition.holds {
        Holds::Ticked => format!("「{name}」にチェックがあるとき"),
        Holds::Chosen(code) => {
            let label = asked
                .and_then(|field| field.choice(code))
                .map_or("", |c| c.label);
            format!("「{name}」が「{label}」のとき")
        }
    }
}
