//! ５．特記すべき事項.

use super::group;
use crate::opinion::build::lines;
use crate::opinion::form::{FormEdition, Note, Print, Section};

pub(super) const SECTION: Section = Section {
    key: "notes",
    title: "５．特記すべき事項",
    groups: &[NOTES],
};

group! {
    NOTES = "special_notes" "", notes: &[
        Note {
            editions: &FormEdition::ALL,
            text: "要介護認定及び介護サービス計画作成時に必要な医学的なご意見等を見守りに影響を及ぼす疾病の状況等の留意点を含め記載して下さい。特に、介護に要する手間に影響を及ぼす事項について記載して下さい。なお、専門医等に別途意見を求めた場合はその内容、結果も記載して下さい。",
        },
        // Abolished in 2026: nothing may be attached any more (domain.md §3.1, S18).
        Note {
            editions: &[FormEdition::E2021],
            text: "（情報提供書や障害者手帳の申請に用いる診断書等の写しを添付して頂いても結構です。）",
        },
    ];
    SPECIAL_NOTES = "special_notes" "特記すべき事項" =>
        lines(Print { lines: 9, columns: 50, characters: 400 }).ikensyo(121);
}
