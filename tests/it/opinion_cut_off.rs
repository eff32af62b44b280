//! The line breaks while a doctor's page saves, uploads or submits: at every byte that matters, and
//! before the answer. What was typed and kept stays; sent again, it happens once.

use crate::crash::{Deed, act, deed_of};
use crate::doctors_door::{InHand, asked, inside, write_soundly};
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion::id::SPECIAL_NOTES;
use kairan_domain::opinion_request::{OpinionRequest, RequestState};
use kairan_store::{Versioned, sweep_orphans};
use kairan_tests::visitor::{Chosen, Visitor, multipart};
use kairan_tests::world::World;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

async fn record(world: &World, letter: &InHand) -> Versioned<OpinionRequest> {
    let id = letter.room.trim_end_matches('/').rsplit('/').next();
    let id: OpinionRequestId = id.unwrap().parse().unwrap();
    let found = world.app().store.opinion_request(world.insurer, id).await;
    found.unwrap().unwrap()
}

/// Sends the deed as far as `bytes` of its body, then hangs up without listening.
async fn cut_off(world: &World, who: &Visitor, deed: &Deed, bytes: usize) {
    let host = world.url().strip_prefix("http://").unwrap();
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: {host}\r\ncookie: {}\r\nsec-fetch-site: same-origin\r\n\
         content-type: {}\r\ncontent-length: {}\r\n\r\n",
        deed.path,
        who.cookies(),
        deed.kind,
        deed.body.len()
    );
    let mut line = TcpStream::connect(host).await.unwrap();
    line.write_all(head.as_bytes()).await.unwrap();
    line.write_all(&deed.body[..bytes]).await.unwrap();
    line.flush().await.unwrap();
}

/// Where a line may break: before the body, in it, before its last byte, before the answer.
fn places(deed: &Deed) -> [usize; 6] {
    let len = deed.body.len();
    [0, 1, len / 2, len - 1, len, len]
}

/// Once more, until it is answered.
async fn once_more(world: &World, who: &Visitor, deed: &Deed) {
    let status = act(world.url(), &who.cookies(), deed).await;
    assert!(status.is_some_and(|status| status < 400), "{status:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_saving_saves_nothing_and_a_whole_one_once() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let write = format!("{}write", letter.room);
    let form = doctor.get(&write).await.expect(200).form("/write");
    let _ = doctor.submit(&form.set("special_notes", "前")).await;
    let form = doctor.get(&write).await.expect(200).form("/write");
    let deed = deed_of(&form.set("special_notes", "後"));
    let id = record(&world, &letter).await.id;
    for bytes in places(&deed) {
        cut_off(&world, &doctor, &deed, bytes).await;
        let draft = world.app().store.opinion_draft(world.insurer, id).await;
        let draft = draft.unwrap().unwrap();
        let text = draft.texts.text(SPECIAL_NOTES);
        let whole = bytes == deed.body.len();
        assert!(text == "前" || text == "後" && whole, "{bytes}: {text:?}");
    }
    // The page sends it again with what it still shows: nobody else wrote, so nothing clashes.
    once_more(&world, &doctor, &deed).await;
    let form = doctor.get(&write).await.expect(200).form("/write");
    assert_eq!(form.get("special_notes"), "後");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_submission_without_an_answer_is_sent_again_and_counts_once() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let check = write_soundly(&doctor, &letter.room).await;
    let deed = deed_of(&check.form("/submit"));
    let mut first = None;
    for bytes in places(&deed) {
        cut_off(&world, &doctor, &deed, bytes).await;
        let request = record(&world, &letter).await;
        let came = request.versions.first().map(|version| version.at);
        assert!(request.versions.len() <= 1, "{bytes}: twice");
        first = first.or(came);
        // A second submission would be told by its time.
        world.advance(61);
    }
    once_more(&world, &doctor, &deed).await;
    once_more(&world, &doctor, &deed).await;
    let request = record(&world, &letter).await;
    assert_eq!(request.state(), RequestState::Submitted);
    assert_eq!(request.versions.len(), 1);
    let at = request.versions[0].at;
    assert!(first.is_none_or(|first| first == at), "another receipt");
    let later = "2200-01-01T00:00:00Z".parse().unwrap();
    let app = world.app();
    sweep_orphans(&app.store, &app.documents, later)
        .await
        .unwrap();
    assert_eq!(app.documents.list().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn half_an_upload_leaves_nothing_and_a_whole_one_counts_once() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let path = format!("{}upload", letter.room);
    let form = doctor.get(&path).await.expect(200).form("/upload");
    let bytes = kairan_paper::placeholder_pdf("主治医意見書", 2, 400_000);
    let file = Chosen {
        name: "意見書.pdf",
        bytes: &bytes,
    };
    let (kind, body) = multipart(&form.fields, &[file]);
    let deed = Deed { path, kind, body };
    for bytes in places(&deed) {
        cut_off(&world, &doctor, &deed, bytes).await;
        let request = record(&world, &letter).await;
        let whole = bytes == deed.body.len();
        assert!(request.waiting.is_none() || whole, "half a file waits");
        assert_eq!(request.versions.len(), 0, "submitted unasked");
    }
    once_more(&world, &doctor, &deed).await;
    let asks = doctor.get(&format!("{}files", letter.room)).await;
    let deed = deed_of(&asks.expect(200).form("/files/submit"));
    for bytes in places(&deed) {
        cut_off(&world, &doctor, &deed, bytes).await;
        assert!(record(&world, &letter).await.versions.len() <= 1);
    }
    once_more(&world, &doctor, &deed).await;
    once_more(&world, &doctor, &deed).await;
    let request = record(&world, &letter).await;
    assert_eq!(request.versions.len(), 1);
    assert_eq!(request.waiting, None);
}
