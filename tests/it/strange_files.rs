//! Files that are no readable PDF, strange names, and that nothing plain touches the disk.

use kairan_tests::people::{Plan, pdf};
use kairan_tests::visitor::Chosen;
use kairan_tests::world::World;
use std::path::Path;
use std::process::Command;

fn qpdf(folder: &Path, arguments: &[&str]) {
    let done = Command::new("qpdf")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("qpdf is missing; run ./tests/run once");
    assert!(
        done.status.success(),
        "qpdf {arguments:?}: {}",
        String::from_utf8(done.stderr).unwrap()
    );
}

#[tokio::test]
async fn files_that_are_no_readable_pdf_are_refused_in_words() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let draft = clerk.draft(&Plan::of(1)).await;
    let sound = pdf("元の資料", 3);
    let folder = world.home();
    std::fs::write(folder.join("sound.pdf"), &sound).unwrap();
    qpdf(
        folder,
        &[
            "--encrypt",
            "hiraku",
            "nushi",
            "256",
            "--",
            "sound.pdf",
            "locked.pdf",
        ],
    );
    qpdf(
        folder,
        &[
            "--encrypt",
            "",
            "nushi",
            "256",
            "--",
            "sound.pdf",
            "owner.pdf",
        ],
    );
    let locked = std::fs::read(folder.join("locked.pdf")).unwrap();
    let owner = std::fs::read(folder.join("owner.pdf")).unwrap();
    let word = b"PK\x03\x04 a word document, not a PDF".to_vec();
    let truncated = sound[..sound.len() / 2].to_vec();
    let cases: [(&str, &[u8], &str); 6] = [
        ("ワード.docx", &word, "PDFファイルではありません"),
        ("名前だけ.pdf", &word, "PDFファイルではありません"),
        ("空.pdf", b"", "空です"),
        ("途中.pdf", &truncated, "途中で切れているか壊れています"),
        (
            "頭だけ.pdf",
            b"%PDF-1.7\n",
            "途中で切れているか壊れています",
        ),
        ("鍵.pdf", &locked, "開くのにパスワードが要る"),
    ];
    for (name, bytes, words) in cases {
        let page = clerk.get(&draft.at("/edit")).await.expect(200);
        let answer = clerk.add_files(&page, &[Chosen { name, bytes }]).await;
        let error = answer
            .error_at("files")
            .unwrap_or_else(|| panic!("{name} was taken:\n{}", answer.text()));
        assert!(error.contains(words), "{name}: {error}");
        assert!(
            error.contains(name) || answer.shows(name),
            "the sentence does not say which file: {error}"
        );
        assert_eq!(
            answer.form("/edit").get("panel"),
            "第1合議体",
            "what was typed is lost"
        );
    }
    let page = clerk.get(&draft.at("/edit")).await.expect(200);
    assert_eq!(
        page.form("/edit").all("material_id").len(),
        1,
        "a refused file is registered"
    );
    let answer = clerk
        .add_files(
            &page,
            &[Chosen {
                name: "印刷制限.pdf",
                bytes: &owner,
            }],
        )
        .await;
    assert_eq!(
        answer.form("/edit").all("material_id").len(),
        2,
        "a PDF that opens without a password was refused:\n{}",
        answer.text()
    );
}

#[tokio::test]
async fn strange_names_are_stored_safely_and_shown_as_given() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let draft = clerk
        .draft(&Plan {
            files: Vec::new(),
            ..Plan::of(1)
        })
        .await;
    let long = format!("{}.pdf", "長".repeat(300));
    let names = [
        "../../etc/passwd.pdf",
        "a/b\\c.pdf",
        "審査\u{202E}fdp.exe.pdf",
        "📄資料🗂.pdf",
        "か\u{3099}んは\u{309A}ん.pdf",
        "辻\u{E0100}𠮷髙.pdf",
        "外字\u{E001}.pdf",
        "CON.pdf",
        "\"引用\".pdf",
        long.as_str(),
    ];
    let bytes = pdf("名前の試し", 1);
    for name in names {
        let page = clerk.get(&draft.at("/edit")).await.expect(200);
        let answer = clerk
            .add_files(
                &page,
                &[Chosen {
                    name,
                    bytes: &bytes,
                }],
            )
            .await;
        let taken = answer.error_at("files").is_none();
        assert!(
            taken || answer.shows("長すぎます"),
            "{name}:\n{}",
            answer.text()
        );
    }
    let page = clerk.get(&draft.at("/edit")).await.expect(200);
    for shown in [
        "📄資料🗂.pdf",
        "辻\u{E0100}𠮷髙.pdf",
        "がんぱん.pdf",
        "引用",
        "passwd.pdf",
    ] {
        assert!(
            page.shows(shown),
            "{shown} is not shown as given:\n{}",
            page.text()
        );
    }
    assert!(
        !page.html().contains('\u{202E}'),
        "a name turns the page's direction"
    );
    let outside = std::fs::read_dir(world.folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect::<Vec<_>>();
    assert!(
        outside.iter().all(|name| !name.contains("passwd")),
        "{outside:?}"
    );

    let confirm = clerk.confirm(&draft).await;
    let confirm = confirm.expect(200).showing("公開前の確認");
    let shown = clerk.submit(&confirm.form("/publish")).await.expect(200);
    let password = kairan_tests::html::texts_of_class(shown.html(), "password-big").remove(0);
    world.deliver().await;
    let reviewer = world.reviewer(&draft.mails[0], &password).await;
    let zip = reviewer.get(&reviewer.room("all.zip")).await.expect(200);
    let path = world.home().join("names.zip");
    std::fs::write(&path, zip.body).unwrap();
    let script = "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n\
        names = z.namelist()\nassert len(names) == len(set(names)), names\n\
        assert all('/' not in n and '\\\\' not in n and '..' not in n and len(n.encode()) <= 255 for n in names), names\nprint(len(names))";
    let checked = Command::new("python3")
        .args(["-c", script, path.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8(checked.stderr).unwrap()
    );
}

#[tokio::test]
async fn no_plain_byte_of_a_material_touches_the_disk() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let canary = b"CANARY-OF-A-CERTAIN-CASE";
    let mut bytes = pdf("canary", 1);
    let at = bytes.windows(5).rposition(|five| five == b"%%EOF").unwrap();
    let mut marked = canary.repeat(20);
    marked.insert(0, b'%');
    marked.push(b'\n');
    let start = bytes
        .windows(9)
        .rposition(|nine| nine == b"startxref")
        .unwrap();
    let _ = at;
    bytes.splice(start..start, marked);
    let mut plan = Plan::of(1);
    plan.files.clear();
    plan.reviewers[0].0 = "カナリア 太郎".into();
    let draft = clerk.draft(&plan).await;
    let page = clerk.get(&draft.at("/edit")).await;
    let _ = clerk
        .add_files(
            &page,
            &[Chosen {
                name: "canary.pdf",
                bytes: &bytes,
            }],
        )
        .await
        .expect(200);
    let confirm = clerk
        .confirm(&draft)
        .await
        .expect(200)
        .showing("公開前の確認");
    let shown = clerk.submit(&confirm.form("/publish")).await.expect(200);
    let password = kairan_tests::html::texts_of_class(shown.html(), "password-big").remove(0);
    world.deliver().await;
    let reviewer = world.reviewer(&draft.mails[0], &password).await;
    let _ = reviewer.get(&reviewer.room("all.zip")).await.expect(200);
    let token = world
        .letter_to(&draft.mails[0])
        .link()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    let secrets: [&[u8]; 6] = [
        &canary[..],
        "カナリア".as_bytes(),
        draft.mails[0].as_bytes(),
        password.as_bytes(),
        token.as_bytes(),
        clerk.secret.as_bytes(),
    ];
    search(world.folder(), &secrets);
}

fn search(folder: &Path, secrets: &[&[u8]]) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            search(&path, secrets);
        } else if entry.file_type().unwrap().is_file() {
            let bytes = std::fs::read(&path).unwrap();
            for secret in secrets {
                let found = bytes.windows(secret.len()).any(|part| part == *secret);
                assert!(
                    !found,
                    "{} holds {:?} in the clear",
                    path.display(),
                    String::from_utf8_lossy(secret)
                );
            }
        }
    }
}
