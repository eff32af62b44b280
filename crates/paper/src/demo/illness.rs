//! The invented people's illnesses: how heavily each weighs on body and mind, and what a
//! physician would write about it. Generic texts of our own; medicines by class only.

/// An illness that leads to care, with the ranges (0–100) it weighs on body and mind.
pub(super) struct Illness {
    pub(super) name: &'static str,
    pub(super) onset: &'static str,
    pub(super) body: (i32, i32),
    pub(super) mind: (i32, i32),
    /// Named when the person is 40–64 (第2号): one of the 16 specified illnesses.
    pub(super) specified: Option<&'static str>,
    pub(super) course: &'static str,
    /// Side of a palsy, if any.
    pub(super) palsy: Option<&'static str>,
}

/// Illnesses that come with the first one.
pub(super) const COMPANIONS: [(&str, &str); 8] = [
    ("高血圧症", "平成15年頃"),
    ("2型糖尿病", "平成20年頃"),
    ("脂質異常症", "平成22年頃"),
    ("骨粗鬆症", "平成28年頃"),
    ("慢性腎臓病", "令和元年頃"),
    ("心房細動", "令和2年頃"),
    ("便秘症", "不詳"),
    ("白内障（両眼）", "平成30年頃"),
];

/// What leads to care.
pub(super) const ILLNESSES: [Illness; 12] = [
    Illness {
        name: "アルツハイマー型認知症",
        onset: "令和3年頃",
        body: (22, 48),
        mind: (55, 88),
        specified: None,
        course: "令和3年頃から物忘れが目立ち、同じ話を繰り返すようになった。認知機能検査は17点（30点満点）。\
                 抗認知症薬を継続しているが、半年前から服薬を忘れることが増え、家族が管理している。\
                 夕方から落ち着かなくなる日があり、少量の薬で様子を見ている。身体の動きは保たれている。",
        palsy: None,
    },
    Illness {
        name: "脳梗塞後遺症",
        onset: "令和5年6月",
        body: (50, 84),
        mind: (18, 46),
        specified: Some("脳血管疾患"),
        course: "令和5年6月に左の中大脳動脈領域の脳梗塞を発症し、急性期治療のあと回復期病棟で訓練を受けた。\
                 右片麻痺が残り、短い距離は装具と杖で歩くが、ふらつきが強く見守りが必要である。\
                 再発予防の抗血小板薬と降圧薬を内服中。むせ込みがあり、食事の形態を調整している。",
        palsy: Some("右"),
    },
    Illness {
        name: "両側変形性膝関節症",
        onset: "平成27年頃",
        body: (20, 44),
        mind: (4, 22),
        specified: None,
        course: "平成27年頃から両膝の痛みがあり、立ち上がりと階段の昇降が難しくなった。関節内注射と鎮痛薬で\
                 経過を見ている。手術は希望していない。屋外は歩行車を使用。痛みの強い日は外出を控えるため、\
                 下肢の筋力が低下してきている。",
        palsy: None,
    },
    Illness {
        name: "右大腿骨頸部骨折術後",
        onset: "令和8年4月",
        body: (38, 66),
        mind: (10, 34),
        specified: None,
        course: "令和8年4月に自宅の廊下で転倒し、右大腿骨頸部を骨折。人工骨頭置換術を受け、訓練ののち6月に\
                 自宅へ退院した。屋内は歩行器で移動し、屋外は車いすを使用する。再度の転倒に注意が必要である。\
                 骨粗鬆症の治療薬を週一回内服している。",
        palsy: None,
    },
    Illness {
        name: "慢性心不全",
        onset: "令和元年頃",
        body: (32, 60),
        mind: (8, 30),
        specified: None,
        course: "心不全の増悪による入院をこの一年で二回繰り返した。利尿薬と心保護薬で安定しているが、軽い動作でも\
                 息切れがある。塩分と水分の制限、毎日の体重測定が必要で、体重が三日で2kg以上増えたときは\
                 受診するよう説明している。",
        palsy: None,
    },
    Illness {
        name: "パーキンソン病",
        onset: "平成30年頃",
        body: (46, 80),
        mind: (16, 44),
        specified: Some("パーキンソン病関連疾患"),
        course: "平成30年頃から手の震えと動作の遅さが出現し、パーキンソン病と診断した。薬の効く時間が短くなり、\
                 一日のうちで動ける時間と動けない時間の差が大きい。すくみ足による転倒が月に一、二回ある。\
                 幻視が時にあるが、生活に支障はない。",
        palsy: None,
    },
    Illness {
        name: "廃用症候群",
        onset: "令和8年7月",
        body: (62, 92),
        mind: (30, 62),
        specified: None,
        course: "令和8年7月に肺炎で入院し、約三週間の臥床で下肢の筋力が著しく低下した。退院後も起き上がりと移乗に\
                 介助が必要で、日中もベッド上で過ごす時間が長い。食事量が減り、体重は半年で4kg減少した。\
                 栄養補助食品を処方し、訪問リハビリテーションを開始している。",
        palsy: None,
    },
    Illness {
        name: "腰部脊柱管狭窄症",
        onset: "平成29年頃",
        body: (24, 50),
        mind: (4, 20),
        specified: Some("脊柱管狭窄症"),
        course: "5分ほど歩くと両下肢のしびれと痛みが強くなり、休みながらの歩行となる。薬物療法とブロック注射を\
                 行っている。前かがみの姿勢では症状が軽いため、歩行車の使用を勧めた。床からの立ち上がりは\
                 つかまる物が必要である。",
        palsy: None,
    },
    Illness {
        name: "レビー小体型認知症",
        onset: "令和4年頃",
        body: (40, 72),
        mind: (50, 82),
        specified: None,
        course: "令和4年頃から「知らない子どもが部屋にいる」などの訴えがあり、診断に至った。日によって受け答えが\
                 大きく変わる。動作は緩慢で、立ち上がりの際にふらつく。薬に過敏なため少量から調整している。\
                 夜間の寝言と体動が多く、配偶者の睡眠が妨げられている。",
        palsy: None,
    },
    Illness {
        name: "慢性閉塞性肺疾患",
        onset: "平成26年頃",
        body: (34, 64),
        mind: (6, 26),
        specified: Some("慢性閉塞性肺疾患"),
        course: "在宅酸素療法（安静時毎分1L、労作時毎分2L）を継続中。入浴や着替えでも息切れがあり、動作の途中で休む。\
                 冬季に増悪して入院することが多い。吸入薬の手技は家族の見守りで行えている。",
        palsy: None,
    },
    Illness {
        name: "関節リウマチ",
        onset: "平成12年頃",
        body: (36, 66),
        mind: (4, 18),
        specified: Some("関節リウマチ"),
        course: "手指と足趾の変形が進み、細かな動作と長い歩行が難しい。朝のこわばりが一時間ほど続く。生物学的製剤で\
                 炎症は落ち着いている。瓶のふたを開ける、ボタンをかける等の動作に自助具を使用している。",
        palsy: None,
    },
    Illness {
        name: "脳出血後遺症",
        onset: "令和6年1月",
        body: (58, 90),
        mind: (24, 56),
        specified: Some("脳血管疾患"),
        course: "令和6年1月に右の被殻出血を発症。左片麻痺と注意の障害が残った。移乗と排泄に介助が必要である。\
                 左側の見落としがあり、車いすの操作中にぶつかることがある。血圧は薬で安定している。",
        palsy: Some("左"),
    },
];
