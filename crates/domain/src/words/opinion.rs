//! Sentences about doctors' opinions, for physicians.

use crate::date::{self, DayGap};
use crate::opinion::{Advice, Condition, Holds, NumberKind, OpinionFault, Tenths, field};

/// How a whole day is written: the hint at every such field, and at the end of its faults.
pub const DAY_EXAMPLE: &str = "例：令和8年11月17日、R8.11.17、2026/11/17";
/// The same for a day of which parts may be unknown.
pub const PART_OF_DAY_EXAMPLE: &str = "例：令和8年11月17日、R8.11、令和8年、不詳";

const WHOLE_DAY: &str = "「令和8年11月17日」「R8.11.17」「2026/11/17」のように記入してください。";
const PART_OF_DAY: &str = "「令和8年11月17日」「R8.11」「令和8年」のようにわかるところまで記入するか、「不詳」と記入してください。";

fn day_gap(gap: DayGap) -> &'static str {
    match gap {
        DayGap::Unreadable => "日付として読み取れません。",
        DayGap::NoYear => "年がありません。",
        DayGap::NoEra => "元号がないため、何年かわかりません。",
        DayGap::NoDay => "日までの記入が必要です。",
        DayGap::NotInCalendar => "暦にない日付です。",
    }
}

/// What a writer should know at a field before writing.
pub fn opinion_advice(advice: Advice) -> &'static str {
    match advice {
        Advice::SpecifiedDisease => {
            "この方は第2号被保険者（申請日に40歳から64歳）です。介護の原因となった特定疾病を、この欄に記入してください。"
        }
    }
}

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
        OpinionFault::NotADay { gap } => format!("{}{WHOLE_DAY}", day_gap(*gap)),
        OpinionFault::NotAPartialDate { gap } => format!("{}{PART_OF_DAY}", day_gap(*gap)),
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
        OpinionFault::NoLastExam => "記入がありません。記入もれでないか確かめてください。".into(),
        OpinionFault::NoOnset => "記入がありません。わからないときは「不詳」と記入してください。".into(),
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
            "特定疾病の名前が見あたりません。65歳未満の方は、診断名の１に特定疾病を記入します。診断名を確かめてください。".into()
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
