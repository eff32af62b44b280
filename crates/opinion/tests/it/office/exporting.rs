//! Opinions leave as files.

use super::scene::{accepted, events_of, texts_of};
use crate::world::{SOUND, World};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion::id;
use kairan_opinion::{
    Cautions, Encoding, ExportError, ExportKind, ExportOrder, Exported, Layout, Which,
    accept_opinion, export_opinions, open_opinion, reference,
};

async fn export(
    world: &World,
    ids: &[OpinionRequestId],
    kind: ExportKind,
) -> Result<Exported, ExportError> {
    let told = "";
    let order = ExportOrder { ids, kind, told };
    export_opinions(&world.app, &world.clerk, &order).await
}

/// What is told first, and the file for who was told.
async fn told(world: &World, ids: &[OpinionRequestId], kind: ExportKind) -> (Cautions, Exported) {
    let Err(ExportError::Caution(cautions)) = export(world, ids, kind).await else {
        panic!("written without a word");
    };
    let told = &cautions.mark();
    let order = ExportOrder { ids, kind, told };
    let exported = export_opinions(&world.app, &world.clerk, &order).await;
    (cautions, exported.unwrap())
}

#[tokio::test]
async fn one_leaves_as_its_pdf_and_many_as_a_zip() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let (one, two) = (accepted(&world).await, accepted(&world).await);
    let waiting = world.asked().await;
    let kept = open_opinion(app, by, one, 1, Which::Whole)
        .await
        .unwrap()
        .pdf;
    let pdf = export(&world, &[one], ExportKind::Pdf).await.unwrap();
    assert_eq!(pdf.bytes, kept);
    assert_eq!(pdf.name, format!("主治医意見書_{}.pdf", reference(one)));
    assert!(texts_of(&pdf.bytes).concat().contains("髙﨑"));

    let all = [one, two, waiting];
    let first = export(&world, &all, ExportKind::Zip).await;
    assert!(matches!(first, Err(ExportError::Caution(_))));
    assert!(
        !events_of(&world, two)
            .await
            .contains(&AuditEvent::OpinionExported),
        "audited, though nothing left"
    );
    let (cautions, zip) = told(&world, &all, ExportKind::Zip).await;
    assert_eq!(cautions.skipped, [waiting]);
    let holds = |wanted: &[u8]| {
        zip.bytes
            .windows(wanted.len())
            .any(|window| window == wanted)
    };
    assert!(zip.bytes.starts_with(b"PK") && holds(&kept));
    // What is whose stands in the list, not in a name.
    let line = format!("\"主治医意見書_{0}.pdf\",\"{0}\"", reference(two));
    assert!(holds(line.as_bytes()) && holds("一覧.csv".as_bytes()));
    let number = zip
        .bytes
        .windows(10)
        .filter(|window| *window == b"0001234567");
    assert_eq!(number.count(), 2, "once per row of the list");
    assert!(
        events_of(&world, two)
            .await
            .contains(&AuditEvent::OpinionExported)
    );
    assert!(
        !events_of(&world, waiting)
            .await
            .contains(&AuditEvent::OpinionExported)
    );

    let several = export(&world, &all, ExportKind::Pdf).await;
    assert!(matches!(several, Err(ExportError::TooMany { most: 1 })));
    world.save(&world.doctor(waiting).await, SOUND).await;
    world.submit(waiting).await;
    let nothing = export(&world, &[waiting], ExportKind::Zip).await;
    assert!(matches!(nothing, Err(ExportError::Nothing)));
}

#[tokio::test]
async fn what_an_encoding_cannot_hold_is_told_before_anything_is_written() {
    let world = World::new().await;
    let id = accepted(&world).await;
    let csv = |encoding| ExportKind::Csv {
        layout: Layout::Own,
        encoding,
    };
    let table = export(&world, &[id], csv(Encoding::Utf8)).await.unwrap();
    let text = String::from_utf8(table.bytes).unwrap();
    assert!(text.contains("髙﨑　𠮷男") && text.contains("脳梗塞後遺症"));
    assert_eq!(table.name, "主治医意見書_20261122.csv");

    let before = events_of(&world, id).await.len();
    let Err(ExportError::Unmappable(cannot)) = export(&world, &[id], csv(Encoding::Cp932)).await
    else {
        panic!("written");
    };
    assert_eq!(cannot[0].0, id);
    assert_eq!(cannot[0].1.character.expose(), "𠮷");
    assert_eq!(cannot[0].1.column, "applicant_name");
    assert_eq!(events_of(&world, id).await.len(), before);
}

#[tokio::test]
async fn the_ikensyo_layout_says_what_it_leaves_out() {
    let world = World::new().await;
    let id = accepted(&world).await;
    let kind = ExportKind::Csv {
        layout: Layout::Ikensyo,
        encoding: Encoding::Utf8,
    };
    let table = export(&world, &[id], kind).await.unwrap();
    let line = String::from_utf8(table.bytes).unwrap();
    assert_eq!(line.trim_end().split(',').count(), 121);
}

#[tokio::test]
async fn cells_a_spreadsheet_would_compute_are_named_before_they_are_written() {
    let world = World::new().await;
    let asked = world.asked().await;
    world.save(&world.doctor(asked).await, SOUND).await;
    let formula = [(id::TREATMENT_COURSE, "=HYPERLINK(A1)")];
    world.save(&world.doctor(asked).await, &formula).await;
    world.submit(asked).await;
    accept_opinion(&world.app, &world.clerk, asked, 1)
        .await
        .unwrap();
    let csv = |layout| ExportKind::Csv {
        layout,
        encoding: Encoding::Utf8,
    };
    let own = export(&world, &[asked], csv(Layout::Own)).await.unwrap();
    let own = String::from_utf8(own.bytes).unwrap();
    assert!(own.contains("\"'=HYPERLINK(A1)\""), "not neutralised");
    let (cautions, raw) = told(&world, &[asked], csv(Layout::Ikensyo)).await;
    let [(of, cell)] = cautions.formulas.as_slice() else {
        panic!("{cautions:?}");
    };
    assert_eq!(
        (*of, cell.at.row, cell.column),
        (asked, 1, id::TREATMENT_COURSE.as_str())
    );
    assert!(
        String::from_utf8(raw.bytes)
            .unwrap()
            .contains("\"=HYPERLINK(A1)\"")
    );
}
