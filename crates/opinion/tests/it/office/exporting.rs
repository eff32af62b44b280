//! Opinions leave as files.

use super::scene::{accepted, events_of, texts_of};
use crate::world::{SOUND, World};
use kairan_domain::audit::AuditEvent;
use kairan_opinion::{
    Encoding, ExportError, ExportKind, Layout, Which, export_opinions, open_opinion,
};

#[tokio::test]
async fn one_leaves_as_its_pdf_and_many_as_a_zip() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let (one, two) = (accepted(&world).await, accepted(&world).await);
    let waiting = world.asked().await;
    let kept = open_opinion(app, by, one, (1, Which::Whole))
        .await
        .unwrap()
        .pdf;
    let pdf = export_opinions(app, by, &[one], ExportKind::Pdf)
        .await
        .unwrap();
    assert_eq!(pdf.bytes, kept);
    assert!(pdf.name.starts_with("主治医意見書_0001234567_"));
    assert!(!pdf.name.contains("髙﨑"));
    assert!(texts_of(&pdf.bytes).concat().contains("髙﨑"));

    let all = [one, two, waiting];
    let zip = export_opinions(app, by, &all, ExportKind::Zip)
        .await
        .unwrap();
    assert!(zip.bytes.starts_with(b"PK"));
    assert!(zip.bytes.windows(kept.len()).any(|window| window == kept));
    assert_eq!(zip.skipped, [waiting]);
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

    let several = export_opinions(app, by, &all, ExportKind::Pdf).await;
    assert!(matches!(several, Err(ExportError::TooMany { most: 1 })));
    world.save(&world.doctor(waiting).await, SOUND).await;
    world.submit(waiting).await;
    let nothing = export_opinions(app, by, &[waiting], ExportKind::Zip).await;
    assert!(matches!(nothing, Err(ExportError::Nothing)));
}

#[tokio::test]
async fn what_an_encoding_cannot_hold_is_told_before_anything_is_written() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let id = accepted(&world).await;
    let csv = |encoding| ExportKind::Csv {
        layout: Layout::Own,
        encoding,
    };
    let table = export_opinions(app, by, &[id], csv(Encoding::Utf8))
        .await
        .unwrap();
    let text = String::from_utf8(table.bytes).unwrap();
    assert!(text.contains("髙﨑　𠮷男") && text.contains("脳梗塞後遺症"));
    assert_eq!(table.name, "主治医意見書_20261122.csv");

    let before = events_of(&world, id).await.len();
    let Err(ExportError::Unmappable(cannot)) =
        export_opinions(app, by, &[id], csv(Encoding::Cp932)).await
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
    let table = export_opinions(&world.app, &world.clerk, &[id], kind)
        .await
        .unwrap();
    let line = String::from_utf8(table.bytes).unwrap();
    assert_eq!(line.trim_end().split(',').count(), 121);
    assert_eq!(table.left_out, []);
}
