//! The items of the certification survey (基本調査): their choices, and what makes each worse.

/// Which of a person's two burdens an item follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    Body,
    Mind,
}

/// One item of groups 1–5.
pub(super) struct Item {
    /// Number on the survey sheet.
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// From no care needed to most.
    pub(super) choices: &'static [&'static str],
    axis: Axis,
    /// Burden (0–100) from which the item leaves its first choice.
    from: i32,
}

/// Names of the groups as the result sheet shows them.
pub(super) const GROUPS: [&str; 5] = [
    "第1群　身体機能・起居動作",
    "第2群　生活機能",
    "第3群　認知機能",
    "第4群　精神・行動障害",
    "第5群　社会生活への適応",
];

const HOLD: &[&str] = &["できる", "つかまれば可", "できない"];
const SIT: &[&str] = &["できる", "自分で支え可", "支え必要", "できない"];
const STAND: &[&str] = &["支えなし可", "支え必要", "できない"];
const HELP4: &[&str] = &["介助なし", "見守り等", "一部介助", "全介助"];
const HELP3: &[&str] = &["介助なし", "一部介助", "全介助"];
const BATH: &[&str] = &["介助なし", "一部介助", "全介助", "行っていない"];
const SIGHT: &[&str] = &["普通", "1m先可", "目の前可", "ほとんど見えず"];
const HEARING: &[&str] = &["普通", "やっと可", "大声可", "ほとんど聞えず"];
const SWALLOW: &[&str] = &["できる", "見守り等", "できない"];
const OUTING: &[&str] = &["週1回以上", "月1回以上", "月1回未満"];
const SPEAK: &[&str] = &["できる", "時々できる", "ほとんど不可", "できない"];
const CAN: &[&str] = &["できる", "できない"];
const OFTEN: &[&str] = &["ない", "ときどきある", "ある"];
const DECIDE: &[&str] = &["できる", "特別な場合以外可", "日常的に困難", "できない"];

const fn item(
    code: &'static str,
    name: &'static str,
    choices: &'static [&'static str],
    axis: Axis,
    from: i32,
) -> Item {
    Item {
        code,
        name,
        choices,
        axis,
        from,
    }
}

use Axis::{Body, Mind};

/// All items that have one choice, in the order of the sheet.
pub(super) const ITEMS: [Item; 53] = [
    item("1-3", "寝返り", HOLD, Body, 36),
    item("1-4", "起き上がり", HOLD, Body, 22),
    item("1-5", "座位保持", SIT, Body, 40),
    item("1-6", "両足での立位", STAND, Body, 38),
    item("1-7", "歩行", HOLD, Body, 20),
    item("1-8", "立ち上がり", HOLD, Body, 18),
    item("1-9", "片足での立位", STAND, Body, 16),
    item("1-10", "洗身", BATH, Body, 34),
    item("1-11", "つめ切り", HELP3, Body, 24),
    item("1-12", "視力", SIGHT, Body, 64),
    item("1-13", "聴力", HEARING, Body, 42),
    item("2-1", "移乗", HELP4, Body, 44),
    item("2-2", "移動", HELP4, Body, 36),
    item("2-3", "えん下", SWALLOW, Body, 54),
    item("2-4", "食事摂取", HELP4, Body, 56),
    item("2-5", "排尿", HELP4, Body, 42),
    item("2-6", "排便", HELP4, Body, 44),
    item("2-7", "口腔清潔", HELP3, Body, 46),
    item("2-8", "洗顔", HELP3, Body, 48),
    item("2-9", "整髪", HELP3, Body, 52),
    item("2-10", "上衣の着脱", HELP4, Body, 38),
    item("2-11", "ズボン等の着脱", HELP4, Body, 36),
    item("2-12", "外出頻度", OUTING, Body, 40),
    item("3-1", "意思の伝達", SPEAK, Mind, 56),
    item("3-2", "毎日の日課を理解", CAN, Mind, 50),
    item("3-3", "生年月日や年齢を言う", CAN, Mind, 62),
    item("3-4", "短期記憶", CAN, Mind, 34),
    item("3-5", "自分の名前を言う", CAN, Mind, 90),
    item("3-6", "今の季節を理解する", CAN, Mind, 54),
    item("3-7", "場所の理解", CAN, Mind, 68),
    item("3-8", "徘徊", OFTEN, Mind, 72),
    item("3-9", "外出して戻れない", OFTEN, Mind, 64),
    item("4-1", "被害的", OFTEN, Mind, 62),
    item("4-2", "作話", OFTEN, Mind, 66),
    item("4-3", "感情が不安定", OFTEN, Mind, 46),
    item("4-4", "昼夜逆転", OFTEN, Mind, 58),
    item("4-5", "同じ話をする", OFTEN, Mind, 38),
    item("4-6", "大声を出す", OFTEN, Mind, 72),
    item("4-7", "介護に抵抗", OFTEN, Mind, 64),
    item("4-8", "落ち着きなし", OFTEN, Mind, 70),
    item("4-9", "一人で出たがる", OFTEN, Mind, 72),
    item("4-10", "収集癖", OFTEN, Mind, 84),
    item("4-11", "物や衣類を壊す", OFTEN, Mind, 90),
    item("4-12", "ひどい物忘れ", OFTEN, Mind, 40),
    item("4-13", "独り言・独り笑い", OFTEN, Mind, 78),
    item("4-14", "自分勝手に行動する", OFTEN, Mind, 70),
    item("4-15", "話がまとまらない", OFTEN, Mind, 60),
    item("5-1", "薬の内服", HELP3, Mind, 26),
    item("5-2", "金銭の管理", HELP3, Mind, 28),
    item("5-3", "日常の意思決定", DECIDE, Mind, 40),
    item("5-4", "集団への不適応", OFTEN, Mind, 80),
    item("5-5", "買い物", HELP4, Body, 22),
    item("5-6", "簡単な調理", HELP4, Body, 28),
];

impl Item {
    /// Group, 1–5.
    pub(super) fn group(&self) -> usize {
        usize::from(self.code.as_bytes()[0] - b'0')
    }

    /// Number of the choice for a burden of body and mind (with some chance already in it).
    pub(super) fn level(&self, body: i32, mind: i32) -> usize {
        let burden = match self.axis {
            Body => body,
            Mind => mind,
        };
        if burden < self.from {
            return 0;
        }
        let steps = i32::try_from(self.choices.len()).unwrap_or(2) - 1;
        let width = ((100 - self.from) / steps).max(1);
        let level = 1 + (burden - self.from) / width;
        usize::try_from(level.min(steps)).unwrap_or(0)
    }
}
