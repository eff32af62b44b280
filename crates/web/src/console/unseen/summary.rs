//! What was found in a material, in a few lines, as the confirmation page shows it.

use kairan_domain::examination::{Examination, Examined, Given, KindFound};
use kairan_domain::words;
use serde::Serialize;

/// `unseen` of a material.
#[derive(Serialize)]
pub(in crate::console) struct Summary {
    /// "good" | "info" | "warn": how the box looks.
    kind: &'static str,
    /// One sentence.
    text: String,
    /// What was found, kind by kind.
    lines: Vec<String>,
    /// Whether there is a page with more.
    more: bool,
    /// Whether somebody must decide first.
    waits: bool,
}

impl Summary {
    /// `None`: nothing to say.
    pub(in crate::console) fn of(examined: &Examined) -> Option<Self> {
        match examined {
            Examined::Never => None,
            Examined::Waiting => Some(Self::plain(
                "info",
                "見えない情報を調べています。この画面を読み込み直してください。",
            )),
            Examined::Not(why) => Some(Self::plain("warn", words::not_examined(*why))),
            Examined::Done(done) if done.found.is_empty() => {
                Some(Self::plain("good", "見えない情報は見つかりませんでした。"))
            }
            Examined::Done(done) => Some(Self::found(done)),
        }
    }

    fn plain(kind: &'static str, text: &str) -> Self {
        Self {
            kind,
            text: text.to_owned(),
            lines: Vec::new(),
            more: false,
            waits: false,
        }
    }

    fn found(done: &Examination) -> Self {
        let waits = done.waits();
        let asked = done.found.iter().filter(|found| done.asks(found.kind));
        let lines = if waits {
            asked.map(line).collect()
        } else {
            done.found.iter().map(line).collect()
        };
        Self {
            kind: if waits { "warn" } else { "info" },
            text: sentence(done, waits),
            lines,
            more: true,
            waits,
        }
    }
}

/// What becomes of it.
pub(super) fn sentence(done: &Examination, waits: bool) -> String {
    let reason = done.decision.as_ref().and_then(|it| it.reason.as_ref());
    match (&done.given, reason) {
        (Given::Clean { .. }, _) if waits => {
            "不要な情報を取り除いた資料を作成しました。内容を確認してください。".to_owned()
        }
        _ if waits => {
            "画面では見えない情報が残っています。公開する前に、どうするかを決めてください。"
                .to_owned()
        }
        (_, Some(reason)) => format!("このまま使用します（理由：{}）。", reason.expose()),
        (Given::Clean { .. }, None) => "不要な情報を取り除いた資料を委員に渡します。".to_owned(),
        (Given::WithoutMetadata, None) => {
            "作成者の名前など次の情報は、委員に渡す資料から取り除きました。".to_owned()
        }
        (Given::AsBrought, None) => "次の情報が含まれています。".to_owned(),
    }
}

fn line(found: &KindFound) -> String {
    let pages: Vec<String> = found.pages.iter().map(ToString::to_string).collect();
    let more = if found.pages.len() == KindFound::MOST_PAGES {
        "ほか"
    } else {
        ""
    };
    let place = match pages.as_slice() {
        [] => String::new(),
        pages => format!("：{}ページ{more}", pages.join("、")),
    };
    let often = match found.count {
        0 | 1 => String::new(),
        count => format!("（{count}か所）"),
    };
    format!("{}{place}{often}", words::finding(found.kind))
}
