//! Whatever the checks take is kept and read back as the same, through draft, submission and
//! record.

use crate::world::{SOUND, World};
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion::{
    DoctorOpinion, Field, FieldId, FieldKind, FormEdition, Given, OpinionFault, RawOpinion,
    TextForm, field, fields,
};
use kairan_domain::opinion_request::Edits;
use kairan_opinion::{check_writing, open_writing, save_writing, submit_writing};

/// Numbers that look random and are the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % end
    }

    fn one_of<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.below(texts.len())]
    }

    fn words(&mut self, most: usize) -> String {
        const PIECES: &[&str] = &[
            "、",
            "。",
            "ｶﾞ",
            "mg",
            "75",
            " ",
            "　",
            "髙",
            "𠮷",
            "辻\u{E0100}",
            "①",
            "脳梗塞",
            "\r\n",
            "\u{0B}",
            "\t",
            "=1+1",
            "'",
            "\"",
            "\u{200B}",
            ";",
            "か\u{3099}",
        ];
        let length = self.below(most.min(60)) + 1;
        let pieces: String = (0..length).map(|_| self.one_of(PIECES)).collect();
        pieces.chars().take(length).collect()
    }

    fn texts(&mut self, field: &Field) -> Vec<String> {
        let one = |text: &str| vec![text.to_owned()];
        match field.kind {
            FieldKind::Tick => one(self.one_of(&["1", "on", "0"])),
            FieldKind::One(choices) => {
                let choice = choices[self.below(choices.len())];
                one(self.one_of(&[choice.code, choice.label]))
            }
            FieldKind::Several(several) => {
                let codes = several.choices.iter().map(|choice| choice.code.to_owned());
                codes.filter(|_| self.below(3) == 0).collect()
            }
            FieldKind::Text(kind) => match kind.form {
                TextForm::Kana => one(self.one_of(&["たかさき", "ﾀｶｻｷ ﾖｼｵ"])),
                TextForm::PostalCode => one(self.one_of(&["１２３４５６７", "〒123-4567"])),
                TextForm::Phone => one(self.one_of(&["０４３−０００−１２３４", "043-000-1234"])),
                TextForm::Line | TextForm::Lines => vec![self.words(kind.most)],
            },
            FieldKind::Date => one(self.one_of(&["令和8年11月20日", "2026/11/21", "H30.4.1"])),
            FieldKind::PartialDate => {
                one(self.one_of(&["平成20年", "2023-05", "不詳", "昭和60年3月2日頃"]))
            }
            FieldKind::Number(_) => one(self.one_of(&["50", "４５．５", "160cm", "99"])),
        }
    }

    /// A form with every other field filled by chance.
    fn form(&mut self, edition: FormEdition, prefilled: &RawOpinion) -> RawOpinion {
        let mut raw = prefilled.clone();
        for (id, text) in SOUND {
            raw.put(*id, *text);
        }
        for field in fields(edition).filter(|field| field.given == Given::Typed) {
            if self.below(2) == 0 {
                raw.put_all(field.id, self.texts(field));
            }
        }
        raw
    }
}

/// What the sound form has there.
fn sound(id: FieldId) -> &'static str {
    let found = SOUND.iter().find(|(known, _)| *known == id);
    found.map_or("", |(_, text)| *text)
}

/// Takes away what the check does not take, until it takes the rest.
async fn made_sound(world: &World, id: OpinionRequestId) {
    for _ in 0..20 {
        let by = world.doctor(id).await;
        let checked = check_writing(&world.app, &by).await.unwrap();
        if checked.checked.errors.is_empty() {
            return;
        }
        let mut raw = checked.raw;
        for fault in &checked.checked.errors {
            let asks = field(fault.field).and_then(|field| field.only_if);
            match (fault.what, asks) {
                // A part that must be there and was not guessed: its question goes.
                (OpinionFault::Missing | OpinionFault::NotChosen, Some(asks)) => {
                    raw.put(asks.field, sound(asks.field));
                }
                // An onset without its diagnosis.
                (OpinionFault::Missing, None) => raw.put(fault.field, "病名"),
                _ => raw.put(fault.field, sound(fault.field)),
            }
        }
        let edits = Edits::whole(checked.edition, &raw);
        save_writing(&world.app, &by, &checked.seen, &edits)
            .await
            .unwrap();
    }
    panic!("it does not become sound");
}

#[tokio::test]
async fn whatever_the_checks_take_comes_back_as_the_same() {
    let world = World::new().await;
    let mut dice = Dice(0x2026_1123_0000_0001);
    for round in 0..12 {
        let id = world.asked().await;
        let by = world.doctor(id).await;
        let writing = open_writing(&world.app, &by).await.unwrap();
        let typed = dice.form(writing.edition, &writing.raw);
        let edits = Edits::whole(writing.edition, &typed);
        save_writing(&world.app, &by, &writing.seen, &edits)
            .await
            .unwrap();
        made_sound(&world, id).await;

        let by = world.doctor(id).await;
        let checked = check_writing(&world.app, &by).await.unwrap();
        let opinion = checked.checked.opinion().unwrap();
        let receipt = submit_writing(&world.app, &by, &checked.seen)
            .await
            .unwrap();
        let kept = world
            .app
            .store
            .kept_form(world.insurer(), id, receipt.version);
        let kept = kept.await.unwrap().unwrap();
        let read = DoctorOpinion::from_kept(kept.edition, &kept.texts).unwrap();
        assert!(read == opinion, "round {round}");
        assert!(
            opinion.values().count() > 30,
            "round {round} guessed next to nothing"
        );
    }
}
