//! The CSV of the doctor's own program fills the draft.

use crate::world::{SOUND, World};
use kairan_domain::csv::CsvFault;
use kairan_domain::opinion::{FormEdition, RawOpinion, check, id};
use kairan_exchange::opinion_csv::{
    Encoding, Fact, Layout, OpinionFacts, OpinionRow, write_opinions,
};
use kairan_opinion::{IkensyoError, open_writing, read_ikensyo};

/// A file as that program writes it.
async fn file(world: &World, number: &str, change: impl Fn(&mut RawOpinion)) -> Vec<u8> {
    let id = world.asked().await;
    let by = world.doctor(id).await;
    let writing = open_writing(&world.app, &by).await.unwrap();
    let mut raw = writing.raw;
    for (id, text) in SOUND {
        raw.put(*id, *text);
    }
    raw.put(id::APPLICANT_NAME, "高崎吉男");
    change(&mut raw);
    let facts = writing.asked.plan.form_facts(writing.asked.today);
    let answers = check(FormEdition::E2026, &raw, &facts).answers;
    let mut facts = OpinionFacts::of(&writing.asked.plan);
    facts.put(Fact::InsuredNo, number);
    let row = OpinionRow {
        facts: &facts,
        answers: &answers,
    };
    write_opinions(&[row], Layout::Ikensyo, Encoding::Cp932).unwrap()
}

#[tokio::test]
async fn a_file_fills_the_draft_and_tells_what_it_replaced() {
    let world = World::new().await;
    let bytes = file(&world, "0001234567", |_| {}).await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    let typed = [
        (id::TREATMENT_COURSE, "手で書いた"),
        (id::SPECIAL_NOTES, "家族が見守る"),
    ];
    world.save(&by, &typed).await;

    let by = world.doctor(id).await;
    let filled = read_ikensyo(&world.app, &by, &bytes).await.unwrap();
    let draft = world.draft(id).await.unwrap().texts;
    assert_eq!(draft, filled.saved.raw);
    assert_eq!(draft.text(id::DIAGNOSIS_1_NAME), "脳梗塞後遺症");
    assert_eq!(
        draft.text(id::TREATMENT_COURSE),
        "右片麻痺を残す。\n抗血小板薬を内服中。"
    );
    assert_eq!(
        draft.text(id::SPECIAL_NOTES),
        "家族が見守る",
        "the file says nothing of it"
    );
    assert_eq!(
        draft.text(id::APPLICANT_NAME),
        "髙﨑　𠮷男",
        "the register's, not the program's"
    );
    let replaced: Vec<_> = filled.replaced.iter().map(|one| one.field).collect();
    assert_eq!(replaced, [id::TREATMENT_COURSE]);
    assert_eq!(filled.replaced[0].was[0].expose(), "手で書いた");

    let receipt = world.submit(id).await;
    assert_eq!(receipt.version, 1, "checked and submitted like any other");
}

#[tokio::test]
async fn a_file_about_somebody_else_is_refused() {
    let world = World::new().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    let other = file(&world, "0007654321", |_| {}).await;
    let refused = read_ikensyo(&world.app, &by, &other).await;
    assert_eq!(refused.unwrap_err(), IkensyoError::OtherPerson);
    let born = |raw: &mut RawOpinion| raw.put(id::BIRTH_DATE, "1941-01-01");
    let other = file(&world, "", born).await;
    let refused = read_ikensyo(&world.app, &by, &other).await;
    assert_eq!(
        refused.unwrap_err(),
        IkensyoError::OtherPerson,
        "told by the birth date"
    );
    assert!(world.draft(id).await.is_none());
}

#[tokio::test]
async fn a_broken_file_leaves_the_draft_alone_and_names_the_cell() {
    let world = World::new().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    let sound = file(&world, "0001234567", |_| {}).await;
    let cut = sound.iter().rposition(|byte| *byte == b',').unwrap();
    let one_less = [&sound[..cut], b"\r\n"].concat();
    let faults = read_ikensyo(&world.app, &by, &one_less).await;
    let Err(IkensyoError::Csv(faults)) = faults else {
        panic!("{faults:?}");
    };
    assert!(
        matches!(faults[..], [CsvFault::Columns { wanted: 121, .. }]),
        "{faults:?}"
    );
    let two = [sound.as_slice(), &sound].concat();
    let faults = read_ikensyo(&world.app, &by, &two).await;
    assert!(
        matches!(faults, Err(IkensyoError::Csv(faults)) if matches!(faults[..], [CsvFault::SecondOpinion { .. }]))
    );
    let picture = read_ikensyo(&world.app, &by, b"\x89PNG\r\n\x1a\n\0\0\0\r").await;
    assert!(matches!(picture, Err(IkensyoError::Csv(_))));
    assert!(world.draft(id).await.is_none());
}

#[tokio::test]
async fn what_the_drafts_edition_does_not_have_stays_out() {
    let world = World::new().await;
    let bytes = file(&world, "0001234567", |_| {}).await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    // Item 29: 医師同意, which the form of 2026 has no more. No byte of CP932 looks like a comma.
    let mut cells: Vec<&[u8]> = bytes.split(|byte| *byte == b',').collect();
    cells[28] = b"\"1\"";
    let patched = cells.join(&b',');
    let filled = read_ikensyo(&world.app, &by, &patched).await.unwrap();
    assert!(!filled.saved.merged.taken.contains(&id::DOCTOR_CONSENT));
    assert!(filled.saved.raw.is_blank(id::DOCTOR_CONSENT));
}
