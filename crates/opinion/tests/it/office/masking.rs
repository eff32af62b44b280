//! The board's pages.

use super::scene::{accepted, events_of, texts_of};
use crate::world::{SOUND, World};
use bytes::Bytes;
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{FileId, OpinionRequestId};
use kairan_domain::incoming::{CaseNo, MaterialSource};
use kairan_domain::opinion::id;
use kairan_domain::opinion_request::{Arrival, CoverBox, PageCovers, RequestState};
use kairan_opinion::{
    Arrived, ChangeError, ConfirmError, CoverError, IncomingError, MaskError, RenderError,
    TakeBackError, Which, accept_opinion, acceptable_for_board, attach_masked, confirm_masked,
    cover_pages, incoming_material, make_masked, masked_page, names_in_opinion, open_opinion,
    page_to_cover, record_arrival, show_request, take_back_acceptance,
};
use kairan_paper::placeholder_pdf;

#[tokio::test]
async fn an_opinion_without_names_is_masked_and_handed_out() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let request = accepted(&world).await;
    let found = names_in_opinion(app, by, request).await.unwrap();
    assert_eq!((found.version, found.found), (1, vec![]));
    let early = incoming_material(app, by, request, "12").await;
    assert!(matches!(early, Err(IncomingError::NotMasked)));
    make_masked(app, by, request, "12", false).await.unwrap();

    let masked = open_opinion(app, by, request, 1, Which::Masked)
        .await
        .unwrap();
    let text = texts_of(&masked.pdf).concat();
    assert!(text.contains("12") && text.contains("脳梗塞後遺症"));
    for name in ["髙﨑", "たかさき", "山田", "0001234567", "中央4-5-6"] {
        assert!(!text.contains(name), "{name}");
    }
    let (material, pdf) = incoming_material(app, by, request, "12").await.unwrap();
    assert_eq!(pdf, masked.pdf);
    assert_eq!(material.title.expose(), "資料12 主治医意見書");
    assert_eq!(
        material.source,
        MaterialSource::Opinion {
            request,
            version: 1
        }
    );
    assert_eq!(material.pdf.size, u64::try_from(pdf.len()).unwrap());
    // Another meeting, another number: drawn with that one.
    let (other, pdf) = incoming_material(app, by, request, "7-3").await.unwrap();
    assert_eq!(other.case_no, CaseNo::check("7-3").unwrap());
    assert!(texts_of(&pdf).concat().contains("7-3"));

    let listed = acceptable_for_board(app, by, None).await.unwrap().rows;
    assert_eq!((listed.len(), listed[0].row.id), (1, request));
    let line = listed[0].masked.as_ref().unwrap();
    assert_eq!(line.case_no, CaseNo::check("12").ok());
    assert!(
        events_of(&world, request)
            .await
            .contains(&AuditEvent::MaskedMade)
    );
}

#[tokio::test]
async fn names_in_free_words_are_shown_and_must_be_confirmed() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let request = world.asked().await;
    let doctor = world.doctor(request).await;
    world.save(&doctor, SOUND).await;
    let words = "高崎さんは独居。山田医院へ通院中。";
    world.save(&doctor, &[(id::TREATMENT_COURSE, words)]).await;
    world.submit(request).await;

    let found = names_in_opinion(app, by, request).await.unwrap().found;
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].field, found[0].words.expose()),
        (id::TREATMENT_COURSE, words)
    );
    assert!(found[0].names.len() >= 2, "{:?}", found[0].names);
    let unseen = make_masked(app, by, request, "12", false).await;
    assert!(matches!(unseen, Err(MaskError::NamesFound)));
    assert_eq!(world.request(request).await.versions[0].masked, None);
    make_masked(app, by, request, "12", true).await.unwrap();

    let files = world.files().await;
    make_masked(app, by, request, "13", true).await.unwrap();
    assert_eq!(
        world.files().await,
        files,
        "the pages it replaces are erased"
    );
    let early = incoming_material(app, by, request, "13").await;
    assert!(matches!(
        early,
        Err(IncomingError::Is(RequestState::Submitted))
    ));
    let name = make_masked(app, by, request, "山田", true).await;
    assert!(matches!(name, Err(MaskError::CaseNo(_))));
}

#[tokio::test]
async fn a_scan_needs_an_own_copy_which_is_checked() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let request = world.asked().await;
    let none = attach_masked(app, by, request, placeholder_pdf("写し", 1, 20_000)).await;
    assert!(matches!(none, Err(MaskError::Is(RequestState::Requested))));
    scanned(&world, request, "紙").await;
    accept_opinion(app, by, request, 1).await.unwrap();
    let drawn = make_masked(app, by, request, "12", true).await;
    assert!(matches!(drawn, Err(MaskError::NotWritten)));
    let names = names_in_opinion(app, by, request).await;
    assert!(matches!(names, Err(MaskError::NotWritten)));

    let files = world.files().await;
    let bad = attach_masked(app, by, request, b"<html>".to_vec()).await;
    assert!(matches!(bad, Err(MaskError::Pdf(_))));
    assert_eq!(world.files().await, files);
    // Black boxes over words leave the words in the file, and its title may name somebody.
    let copy = placeholder_pdf("Yamada Hanako", 2, 30_000);
    let named = |pdf: &[u8]| pdf.windows(6).any(|bytes| bytes == b"Yamada");
    assert!(named(&copy));
    attach_masked(app, by, request, copy).await.unwrap();
    let unseen = incoming_material(app, by, request, "12").await;
    assert!(matches!(unseen, Err(IncomingError::NotConfirmed)));
    let left = confirm(&world, request, &[2]).await.unwrap_err();
    assert!(matches!(left, ConfirmError::PagesLeft(pages) if pages == [1]));
    let other = confirm_masked(app, by, request, FileId::from_bytes([9; 16]), &[1, 2]).await;
    assert!(matches!(other, Err(ConfirmError::Others)));
    confirm(&world, request, &[1, 2]).await.unwrap();
    let (material, pdf) = incoming_material(app, by, request, "12").await.unwrap();
    assert_eq!(material.pdf.pages, 2);
    assert!(!named(&pdf));
    assert_eq!(texts_of(&pdf).concat(), "");
}

#[tokio::test]
async fn names_on_a_scan_are_covered_and_nothing_lies_beneath() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let request = world.asked().await;
    scanned(&world, request, "Yamada Hanako").await;
    accept_opinion(app, by, request, 1).await.unwrap();

    let page = page_to_cover(app, by, request, 1).await.unwrap();
    assert_eq!((page.version, page.pages), (1, 2));
    assert!(page.png.starts_with(b"\x89PNG") && page.width < page.height);
    let beyond = page_to_cover(app, by, request, 3).await;
    let none = RenderError::NoSuchPage { page: 3 };
    assert!(matches!(beyond, Err(CoverError::Render(error)) if error == none));

    let name = PageCovers {
        boxes: vec![CoverBox {
            left: 0,
            top: 0,
            width: 10_000,
            height: 5_000,
        }],
        nothing_to_hide: false,
    };
    let files = world.files().await;
    // A page forgotten is a name sent: both the one left out and the one left empty are told.
    for pages in [
        vec![name.clone()],
        vec![name.clone(), PageCovers::default()],
    ] {
        let open = cover_pages(app, by, request, 1, "12", pages).await;
        assert!(matches!(open, Err(CoverError::PagesLeft(left)) if left == [2]));
    }
    let covers = vec![name.clone(), name.clone()];
    let stale = cover_pages(app, by, request, 2, "12", covers.clone()).await;
    assert!(matches!(stale, Err(CoverError::Mask(MaskError::Contended))));
    assert_eq!(world.files().await, files);
    cover_pages(app, by, request, 1, "12", covers)
        .await
        .unwrap();
    let unseen = incoming_material(app, by, request, "12").await;
    assert!(matches!(unseen, Err(IncomingError::NotConfirmed)));
    let shown = masked_page(app, by, request, 2).await.unwrap();
    assert_eq!(shown.pages, 2);
    confirm(&world, request, &[1, 2]).await.unwrap();
    let other = incoming_material(app, by, request, "13").await;
    assert!(matches!(other, Err(IncomingError::OtherCaseNo(_))));
    let (material, pdf) = incoming_material(app, by, request, "12").await.unwrap();
    assert_eq!(material.pdf.pages, 2);
    assert_eq!(texts_of(&pdf).concat(), "資料番号 12資料番号 12");
}

/// Two pages came on paper.
async fn scanned(world: &World, id: OpinionRequestId, titled: &str) {
    let arrived = Arrived {
        arrival: Arrival::Paper,
        on: String::new(),
        scan: vec![Bytes::from(placeholder_pdf(titled, 2, 30_000))],
    };
    let recorded = record_arrival(&world.app, &world.clerk, id, arrived).await;
    recorded.unwrap();
}

/// Says of these masked pages that they were looked at, as the page that showed them does.
async fn confirm(world: &World, id: OpinionRequestId, pages: &[u32]) -> Result<(), ConfirmError> {
    let shown = show_request(&world.app, &world.clerk, id).await.unwrap();
    let seen = shown.versions.last().unwrap().masked.as_ref().unwrap().file;
    confirm_masked(&world.app, &world.clerk, id, seen, pages).await
}

#[tokio::test]
async fn a_written_opinion_whose_pages_were_covered_goes_out_as_it_was_looked_at_or_not_at_all() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let request = accepted(&world).await;
    let pages = page_to_cover(app, by, request, 1).await.unwrap().pages;
    let whole = PageCovers {
        boxes: vec![CoverBox {
            left: 0,
            top: 0,
            width: 10_000,
            height: 10_000,
        }],
        nothing_to_hide: false,
    };
    let all = vec![whole; usize::try_from(pages).unwrap()];
    cover_pages(app, by, request, 1, "12", all).await.unwrap();
    let numbers: Vec<u32> = (1..=pages).collect();
    confirm(&world, request, &numbers).await.unwrap();

    let (_, pdf) = incoming_material(app, by, request, "12").await.unwrap();
    assert!(!texts_of(&pdf).concat().contains("脳梗塞"));
    // Drawn anew from the answers it would lose what the clerk covered.
    let other = incoming_material(app, by, request, "13").await;
    assert!(matches!(other, Err(IncomingError::OtherCaseNo(_))));
}

#[tokio::test]
async fn what_was_covered_comes_back_and_pages_made_anew_are_looked_at_anew() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let request = world.asked().await;
    scanned(&world, request, "A4").await;
    let one = CoverBox {
        left: 100,
        top: 200,
        width: 3_000,
        height: 400,
    };
    let pages = vec![
        PageCovers {
            boxes: vec![one],
            nothing_to_hide: false,
        },
        PageCovers {
            boxes: vec![],
            nothing_to_hide: true,
        },
    ];
    for _ in 0..2 {
        cover_pages(app, by, request, 1, "12", pages.clone())
            .await
            .unwrap();
        let shown = show_request(app, by, request).await.unwrap();
        let masked = shown.versions[0].masked.clone().unwrap();
        assert_eq!(masked.covers, [vec![one], vec![]]);
        assert!(!masked.ready);
        confirm(&world, request, &[1, 2]).await.unwrap();
        let shown = show_request(app, by, request).await.unwrap();
        assert!(shown.versions[0].masked.as_ref().unwrap().ready);
    }
}

#[tokio::test]
async fn an_acceptance_is_taken_back_until_a_meeting_has_the_opinion() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let request = world.asked().await;
    world.written(request).await;
    let early = take_back_acceptance(app, by, request).await;
    assert!(matches!(
        early,
        Err(TakeBackError::Change(ChangeError::Refused(_)))
    ));
    accept_opinion(app, by, request, 1).await.unwrap();
    take_back_acceptance(app, by, request).await.unwrap();
    let shown = show_request(app, by, request).await.unwrap();
    assert_eq!(shown.row.state, RequestState::Submitted);
    accept_opinion(app, by, request, 1).await.unwrap();
}
