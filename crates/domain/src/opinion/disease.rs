//! 特定疾病: the sixteen diseases for which people of 40 to 64 are certified
//! (介護保険法施行令 第2条).

use super::check::FormFacts;
use super::form::FieldId;
use super::table::id;
use crate::text;

/// The sixteen, as the decree names them; its words about cancer (回復の見込みがない状態) are
/// shortened to what physicians say.
pub const SPECIFIED_DISEASES: [&str; 16] = [
    "がん（末期）",
    "関節リウマチ",
    "筋萎縮性側索硬化症",
    "後縦靱帯骨化症",
    "骨折を伴う骨粗鬆症",
    "初老期における認知症",
    "進行性核上性麻痺、大脳皮質基底核変性症及びパーキンソン病",
    "脊髄小脳変性症",
    "脊柱管狭窄症",
    "早老症",
    "多系統萎縮症",
    "糖尿病性神経障害、糖尿病性腎症及び糖尿病性網膜症",
    "脳血管疾患",
    "閉塞性動脈硬化症",
    "慢性閉塞性肺疾患",
    "両側の膝関節又は股関節に著しい変形を伴う変形性関節症",
];

/// What a writer should know at a field before writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// The person is 40 to 64: a 特定疾病 is asked for here.
    SpecifiedDisease,
}

/// The advice at a field, for this person.
pub fn advice(at: FieldId, facts: &FormFacts) -> Option<Advice> {
    (at == id::DIAGNOSIS_1_NAME && facts.second_insured).then_some(Advice::SpecifiedDisease)
}

/// Words of which each specified disease has at least one in its name. Wide on purpose: a
/// name that is missed costs a needless warning, one that is taken wrongly is seen by the
/// clerk.
const WORDS: &[&str] = &[
    "癌",
    "がん",
    "悪性腫瘍",
    "肉腫",
    "白血病",
    "リンパ腫",
    "関節リウマチ",
    "筋萎縮性側索硬化症",
    "ALS",
    "後縦靱帯骨化症",
    "後縦靭帯骨化症",
    "骨折を伴う骨粗鬆症",
    "骨粗鬆症",
    "骨粗しょう症",
    "認知症",
    "アルツハイマー",
    "パーキンソン",
    "進行性核上性麻痺",
    "大脳皮質基底核変性症",
    "脊髄小脳変性症",
    "脊柱管狭窄",
    "早老症",
    "ウェルナー",
    "多系統萎縮症",
    "シャイ・ドレーガー",
    "線条体黒質変性症",
    "オリーブ橋小脳萎縮症",
    "糖尿病性神経障害",
    "糖尿病性腎症",
    "糖尿病性網膜症",
    "糖尿病神経障害",
    "糖尿病腎症",
    "糖尿病性腎臓病",
    "糖尿病網膜症",
    "脳血管疾患",
    "脳梗塞",
    "脳出血",
    "脳内出血",
    "くも膜下出血",
    "脳卒中",
    "脳塞栓",
    "脳血栓",
    "もやもや病",
    "閉塞性動脈硬化",
    "慢性閉塞性肺疾患",
    "COPD",
    "肺気腫",
    "慢性気管支炎",
    "気管支喘息",
    "びまん性汎細気管支炎",
    "変形性関節症",
    "膝関節症",
    "股関節症",
];

/// Whether a diagnosis reads like one of the sixteen.
pub(super) fn is_specified(diagnosis: &str) -> bool {
    let name = text::search_key(diagnosis);
    WORDS
        .iter()
        .any(|word| name.contains(&text::search_key(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_the_sixteen_is_known_by_its_own_name() {
        for name in SPECIFIED_DISEASES {
            assert!(is_specified(name), "{name}");
        }
        for name in [
            "腰部脊柱管狭窄",
            "右膝関節症",
            "心原性脳塞栓症",
            "糖尿病網膜症",
            "閉塞性動脈硬化症（ASO）",
        ] {
            assert!(is_specified(name), "{name}");
        }
        for name in ["高血圧症", "慢性心不全", "骨折", "統合失調症"] {
            assert!(!is_specified(name), "{name}");
        }
    }
}
