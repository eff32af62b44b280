//! An invented person: age, illness, answers of the survey, and the first judgement.

use super::dice::Dice;
use super::illness::{COMPANIONS, ILLNESSES, Illness};
use super::survey::{GROUPS, ITEMS};

/// A grade as the papers print it.
const GRADES: [(&str, u32); 8] = [
    ("非該当", 0),
    ("要支援1", 250),
    ("要支援2", 320),
    ("要介護1", 320),
    ("要介護2", 500),
    ("要介護3", 700),
    ("要介護4", 900),
    ("要介護5", 1100),
];

/// Kinds of care whose minutes add up to the standard time.
pub(super) const CARE: [&str; 8] = [
    "食事",
    "排泄",
    "移動",
    "清潔保持",
    "間接生活",
    "BPSD関連",
    "機能訓練",
    "医療関連",
];

/// One case of the packet.
pub(super) struct Case {
    pub(super) number: usize,
    pub(super) age: i32,
    pub(super) sex: &'static str,
    pub(super) application: &'static str,
    pub(super) insured: &'static str,
    pub(super) illness: &'static Illness,
    pub(super) companions: [(&'static str, &'static str); 2],
    pub(super) place: &'static str,
    pub(super) previous: &'static str,
    pub(super) previous_months: &'static str,
    /// Burdens 0–100.
    pub(super) body: i32,
    pub(super) mind: i32,
    /// Number of the choice for each item of the survey.
    pub(super) levels: [usize; ITEMS.len()],
    /// Tenths of a point, 0–1000, per group.
    pub(super) scores: [u32; GROUPS.len()],
    /// Tenths of a minute per kind of care.
    pub(super) minutes: [u32; CARE.len()],
    pub(super) applied_on: String,
    pub(super) surveyed_on: String,
    pub(super) written_on: String,
    pub(super) seen_on: String,
    /// Picks one of several wordings.
    pub(super) voice: usize,
}

impl Case {
    /// Invents the case with this number.
    pub(super) fn invent(number: usize, dice: &mut Dice) -> Self {
        let illness = &ILLNESSES[dice.below(ILLNESSES.len())];
        let second = illness.specified.is_some() && dice.chance(25);
        let body = dice.between(illness.body.0, illness.body.1);
        let mind = dice.between(illness.mind.0, illness.mind.1);
        let levels = std::array::from_fn(|n| {
            let (body, mind) = (body + dice.between(-9, 9), mind + dice.between(-9, 9));
            ITEMS[n].level(body, mind)
        });
        let minutes = minutes(body, mind, dice);
        let application = dice.pick(&["新規", "更新", "更新", "更新", "区分変更"]);
        let grade = grade(minutes.iter().sum(), mind);
        let first = dice.between(0, 6);
        let companion = |n: i32| COMPANIONS[usize::try_from(n).unwrap_or(0) % COMPANIONS.len()];
        let (applied, surveyed) = (dice.between(1, 14), dice.between(15, 28));
        Self {
            number,
            age: if second {
                dice.between(46, 64)
            } else {
                dice.between(67, 98)
            },
            sex: if dice.chance(62) { "女" } else { "男" },
            application,
            insured: if second { "第2号" } else { "第1号" },
            illness,
            companions: [companion(first), companion(first + 1)],
            place: place(body, dice),
            previous: previous(application, grade, dice),
            previous_months: if application == "新規" {
                "―"
            } else {
                dice.pick(&["12か月", "24か月", "36か月"])
            },
            body,
            mind,
            levels,
            scores: scores(&levels),
            minutes,
            applied_on: format!("令和8年10月{applied}日"),
            surveyed_on: format!("令和8年10月{surveyed}日"),
            written_on: format!("令和8年11月{}日", dice.between(2, 12)),
            seen_on: format!("令和8年10月{}日", dice.between(15, 30)),
            voice: usize::try_from(dice.between(0, 5)).unwrap_or(0),
        }
    }

    /// The first judgement.
    pub(super) fn grade(&self) -> &'static str {
        GRADES[grade(self.total(), self.mind)].0
    }

    /// Standard time in tenths of a minute.
    pub(super) fn total(&self) -> u32 {
        self.minutes.iter().sum()
    }

    /// 障害高齢者の日常生活自立度, as an index into [`ADL`].
    pub(super) fn adl(&self) -> usize {
        usize::try_from((self.body - 6) / 11).unwrap_or(0).min(8)
    }

    /// 認知症高齢者の日常生活自立度, as an index into [`DEMENTIA`].
    pub(super) fn dementia(&self) -> usize {
        usize::try_from((self.mind - 14) / 11).unwrap_or(0).min(7)
    }

    /// The specified illness of somebody aged 40–64, else empty.
    pub(super) fn specified(&self) -> &'static str {
        match self.insured {
            "第2号" => self.illness.specified.unwrap_or(""),
            _ => "",
        }
    }
}

/// 障害高齢者の日常生活自立度.
pub(super) const ADL: [&str; 9] = ["自立", "J1", "J2", "A1", "A2", "B1", "B2", "C1", "C2"];
/// 認知症高齢者の日常生活自立度.
pub(super) const DEMENTIA: [&str; 8] = ["自立", "Ⅰ", "Ⅱa", "Ⅱb", "Ⅲa", "Ⅲb", "Ⅳ", "M"];

/// `58.4` from tenths.
pub(super) fn tenths(value: u32) -> String {
    format!("{}.{}", value / 10, value % 10)
}

fn grade(total: u32, mind: i32) -> usize {
    let mut found = GRADES
        .iter()
        .rposition(|(_, from)| *from <= total)
        .unwrap_or(0);
    // Between 32 and 50 minutes the state of mind decides between support 2 and care 1.
    if found == 3 && mind < 30 {
        found = 2;
    }
    found
}

fn minutes(body: i32, mind: i32, dice: &mut Dice) -> [u32; CARE.len()] {
    let weights = [
        (body - 40).max(1) * 4,
        (body - 28).max(2) * 4,
        (body - 20).max(4) * 3,
        40 + body * 2,
        40 + body / 2 + mind / 2,
        48 + (mind - 40).max(0),
        18 + body / 3,
        30 + body / 2,
    ];
    weights.map(|weight| {
        let varied = weight * dice.between(82, 118) / 100;
        u32::try_from(varied.max(4)).unwrap_or(4)
    })
}

fn scores(levels: &[usize; ITEMS.len()]) -> [u32; GROUPS.len()] {
    std::array::from_fn(|group| {
        let (mut lost, mut most) = (0, 0);
        for (item, level) in ITEMS
            .iter()
            .zip(levels)
            .filter(|(i, _)| i.group() == group + 1)
        {
            lost += level * 12 / (item.choices.len() - 1);
            most += 12;
        }
        u32::try_from(1000 - lost * 1000 / most.max(1)).unwrap_or(0)
    })
}

fn place(body: i32, dice: &mut Dice) -> &'static str {
    match body {
        ..40 => "居宅（独居）",
        40..62 => dice.pick(&["居宅（同居）", "居宅（夫婦のみ）", "有料老人ホーム"]),
        _ => dice.pick(&[
            "居宅（同居）",
            "介護老人保健施設",
            "介護老人福祉施設",
            "医療機関（療養）",
        ]),
    }
}

fn previous(application: &str, grade: usize, dice: &mut Dice) -> &'static str {
    if application == "新規" {
        return "―";
    }
    let back = usize::try_from(dice.between(0, 1)).unwrap_or(0);
    GRADES[grade.saturating_sub(back).max(1)].0
}
