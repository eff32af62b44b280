//! 特定疾病: the sixteen diseases for which people of 40 to 64 are certified
//! (介護保険法施行令 第2条).

use crate::text;

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
    "脊柱管狭窄症",
    "早老症",
    "ウェルナー",
    "多系統萎縮症",
    "シャイ・ドレーガー",
    "線条体黒質変性症",
    "オリーブ橋小脳萎縮症",
    "糖尿病性神経障害",
    "糖尿病性腎症",
    "糖尿病性網膜症",
    "脳血管疾患",
    "脳梗塞",
    "脳出血",
    "脳内出血",
    "くも膜下出血",
    "脳卒中",
    "閉塞性動脈硬化症",
    "慢性閉塞性肺疾患",
    "COPD",
    "肺気腫",
    "慢性気管支炎",
    "気管支喘息",
    "びまん性汎細気管支炎",
    "変形性関節症",
    "変形性膝関節症",
    "変形性股関節症",
];

/// Whether a diagnosis reads like one of the sixteen.
pub(super) fn is_specified(diagnosis: &str) -> bool {
    let name = text::search_key(diagnosis);
    WORDS
        .iter()
        .any(|word| name.contains(&text::search_key(word)))
}
