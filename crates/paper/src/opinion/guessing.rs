//! Whatever the checks take is printed, whole: guessed answers, drawn and read back.

use kairan_domain::opinion::{
    Answers, FieldId, FieldKind, FormEdition, RawOpinion, TextForm, Value, fields,
};

use super::{OpinionFrame, draw_opinion, sample};
use crate::testing::texts_of;

/// Numbers that look random and are the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0) % end
    }

    /// Words of up to `most` characters, from what doctors and their software write.
    fn words(&mut self, most: usize, lines: bool) -> String {
        const PIECES: [&str; 31] = [
            "、",
            "。",
            "（",
            "）",
            "「",
            "」",
            "・",
            "…",
            "ー",
            "っ",
            "ｶﾞ",
            "mg",
            "75",
            " ",
            "　",
            "髙",
            "﨑",
            "𠮷",
            "辻\u{E0100}",
            "葛\u{E0101}",
            "😀",
            "👪",
            "\"=1+1\",",
            "007",
            "ﾊﾟﾋﾟ",
            "é",
            "㎏",
            "①",
            "脳梗塞",
            "アルツハイマー型認知症",
            "\n",
        ];
        let mut text = String::new();
        let length = self.below(most) + 1;
        while text.chars().count() < length {
            let piece = PIECES[self.below(PIECES.len())];
            if lines || piece != "\n" {
                text.push_str(piece);
            }
        }
        text.chars().take(most).collect()
    }

    fn opinion(&mut self, edition: FormEdition) -> RawOpinion {
        let mut raw = sample::raw();
        for field in fields(edition) {
            if self.below(5) == 0 {
                continue;
            }
            match field.kind {
                FieldKind::Tick => raw.put(field.id, "1"),
                FieldKind::One(choices) => {
                    raw.put(field.id, choices[self.below(choices.len())].code);
                }
                FieldKind::Several(several) => {
                    let codes = several.choices.iter().map(|choice| choice.code.to_owned());
                    let taken: Vec<String> = codes.filter(|_| self.below(2) == 0).collect();
                    raw.put_all(field.id, taken);
                }
                FieldKind::Text(kind) => match kind.form {
                    TextForm::Line => raw.put(field.id, self.words(kind.most, false)),
                    TextForm::Lines => raw.put(field.id, self.words(kind.most, true)),
                    TextForm::Kana | TextForm::PostalCode | TextForm::Phone => {}
                },
                FieldKind::Date | FieldKind::PartialDate | FieldKind::Number(_) => {}
            }
        }
        raw
    }
}

/// Letters without white space: lines end elsewhere on paper, and spaces at their ends go.
fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a text stands on the form, or begins there and goes on under its name.
fn stands(words: &str, form: &str, more: &str) -> bool {
    const GOES_ON: &str = "（続紙へ続く）";
    if form.contains(words) || more.contains(words) {
        return true;
    }
    form.match_indices(GOES_ON).any(|(at, _)| {
        words
            .char_indices()
            .any(|(cut, _)| form[..at].ends_with(&words[..cut]) && more.contains(&words[cut..]))
    })
}

fn assert_whole(answers: &Answers) {
    let drawn = draw_opinion(answers, &OpinionFrame::default()).unwrap();
    // Title, foot and page number are drawn last.
    let within = |text: &String| solid(text.rsplit_once("主治医意見書").map_or(text, |t| t.0));
    let texts: Vec<String> = texts_of(&drawn.pdf).iter().map(within).collect();
    assert_eq!(texts.len(), drawn.pages);
    assert_eq!(drawn.pages > 2, !drawn.continued.is_empty());
    let (form, more) = (texts[..2].concat(), texts[2..].concat());
    let missing: Vec<FieldId> = answers
        .values()
        .filter_map(|(id, value)| match value {
            Value::Text(words) => (!stands(&solid(words.expose()), &form, &more)).then_some(id),
            _ => None,
        })
        .collect();
    assert_eq!(missing, []);
}

#[test]
fn whatever_the_checks_take_is_printed_whole() {
    let mut dice = Dice(0x2026_1122_0000_0001);
    for edition in FormEdition::ALL {
        for _ in 0..12 {
            let raw = dice.opinion(edition);
            assert_whole(&sample::answers(edition, &raw));
        }
        assert_whole(&Answers::empty(edition));
    }
}
