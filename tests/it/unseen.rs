//! A name under a black box, and who made the file: found on the confirmation page, taken away,
//! confirmed; what the reviewer downloads holds neither.

use kairan_tests::people::Plan;
use kairan_tests::visitor::Chosen;
use kairan_tests::world::World;
use std::io::Write as _;
use std::process::{Command, Stdio};

const NAME: &str = "TANAKA HANAKO";

/// One page with a black box over a living name, and an author.
fn leaking() -> Vec<u8> {
    let draws = format!(
        "BT /F 12 Tf 20 150 Td (Seen by all) Tj ET BT /F 12 Tf 20 100 Td ({NAME}) Tj ET \
         0 g 15 90 160 25 re f"
    );
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R\
         /Resources<</Font<</F 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>\nstream\n{draws}\nendstream", draws.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        format!("<</Author({NAME})/Title(Microsoft Word - a.docx)>>"),
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut rows = Vec::new();
    for (object, n) in objects.iter().zip(1..) {
        rows.push(format!("{:010} 00000 n \n", file.len()));
        file.extend(format!("{n} 0 obj\n{object}\nendobj\n").into_bytes());
    }
    let start = file.len();
    let rows = rows.concat();
    file.extend(
        format!(
            "xref\n0 7\n0000000000 65535 f \n{rows}trailer\n<</Size 7/Root 1 0 R/Info 6 0 R>>\n\
             startxref\n{start}\n%%EOF\n"
        )
        .into_bytes(),
    );
    file
}

/// What one of poppler's tools says of a file.
fn told(tool: &str, pdf: &[u8]) -> String {
    let mut child = Command::new(tool)
        .args(if tool == "pdftotext" {
            &["-", "-"][..]
        } else {
            &["-"]
        })
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(pdf).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn a_hidden_name_and_an_author_never_reach_a_reviewer() {
    let brought = leaking();
    assert!(told("pdftotext", &brought).contains(NAME));
    assert!(told("pdfinfo", &brought).contains(NAME));
    let world = World::examining().await;
    let clerk = world.clerk().await;
    let plan = Plan {
        files: Vec::new(),
        ..Plan::of(1)
    };
    let draft = clerk.draft(&plan).await;
    let page = clerk.get(&draft.at("/edit")).await.expect(200);
    let file = Chosen {
        name: "調査票.pdf",
        bytes: &brought,
    };
    clerk.add_files(&page, &[file]).await.expect(200);

    let confirm = clerk.confirm(&draft).await.expect(200);
    let confirm = confirm
        .showing("画面では見えない情報が残っています")
        .showing("図形や画像で隠した文字（コピーすると読めます）：1ページ");
    let refused = clerk.submit(&confirm.form("/publish")).await.expect(200);
    let refused = refused.showing("公開していません");
    assert!(world.letters().is_empty());

    let unseen = clerk.get(&refused.link("内容を確認して決める")).await;
    let unseen = unseen.expect(200).showing(NAME).showing("作成者の名前");
    let picture = kairan_tests::html::images(unseen.html()).remove(0);
    let picture = clerk.get(&picture).await.expect(200);
    assert_eq!(picture.header("content-type"), "image/png");
    let form = unseen.form("/unseen").with("do", "clean");
    let cleaned = clerk.submit(&form).await.expect(200);
    let form = cleaned.form("/unseen").with("do", "confirm");
    let cleaned = clerk.submit(&form).await.expect(422);
    assert_eq!(
        cleaned.errors(),
        ["「全ページを確認しました」にチェックを入れてください。"]
    );
    let form = form.with("looked", "1");
    let confirm = clerk.submit(&form).await.expect(200);
    let confirm = confirm.showing("不要な情報を取り除いた資料を委員に渡します");
    let shown = clerk.submit(&confirm.form("/publish")).await.expect(200);
    let password = kairan_tests::html::texts_of_class(shown.html(), "password-big").remove(0);
    world.deliver().await;

    let reviewer = world.reviewer(&draft.mails[0], &password).await;
    let room = reviewer.get("/room/").await.expect(200);
    let material = crate::publish_and_read::first_material(&room);
    let got = reviewer.get(&format!("{material}/download")).await;
    let got = got.expect(200).body;
    assert!(got.starts_with(b"%PDF-"));
    assert!(!told("pdftotext", &got).contains("TANAKA"));
    let info = told("pdfinfo", &got);
    assert!(
        info.contains("Title:") && info.contains("Pages:           1"),
        "{info}"
    );
    for gone in [
        "TANAKA",
        "Author",
        "Creator",
        "Microsoft",
        "Metadata Stream: yes",
    ] {
        assert!(!info.contains(gone), "{gone}: {info}");
    }
}
