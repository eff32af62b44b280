//! Files that are cut, too large, empty, damaged, locked or strangely named: refused in words
//! at the field, or stored safely and shown as given.

use http::Method;
use kairan::config::ByteSize;
use kairan_tests::people::{Clerk, Plan, Registered, pdf};
use kairan_tests::visitor::{Chosen, Page};
use kairan_tests::world::World;
use std::path::Path;
use std::process::Command;

/// The token and the uploads' address of a draft's page.
async fn at_draft(clerk: &Clerk, draft: &Registered) -> (String, String) {
    let page = clerk.get(&draft.at("/edit")).await.expect(200);
    (
        page.form("/edit").get("csrf").to_owned(),
        draft.at("/uploads"),
    )
}

fn json(page: &Page) -> serde_json::Value {
    serde_json::from_slice(&page.body)
        .unwrap_or_else(|_| panic!("no JSON ({}): {}", page.status, page.html()))
}

async fn begin(clerk: &Clerk, (token, at): &(String, String), name: &str, size: u64) -> Page {
    let body = serde_json::json!({ "file_name": name, "size": size }).to_string();
    clerk.call(Method::POST, at, token, &body).await
}

async fn append(
    clerk: &Clerk,
    (token, at): &(String, String),
    id: &str,
    offset: usize,
    bytes: &[u8],
) -> Page {
    let offset = offset.to_string();
    let headers = [
        ("x-csrf-token", token.as_str()),
        ("upload-offset", &offset),
        ("content-type", "application/octet-stream"),
        ("accept", "application/json"),
    ];
    clerk
        .send(
            Method::PATCH,
            &format!("{at}/{id}"),
            &headers,
            bytes.to_vec(),
            false,
        )
        .await
}

async fn offset(clerk: &Clerk, (token, at): &(String, String), id: &str) -> usize {
    let page = clerk
        .call(Method::GET, &format!("{at}/{id}"), token, "")
        .await
        .expect(200);
    usize::try_from(json(&page)["offset"].as_u64().unwrap()).unwrap()
}

async fn finish(clerk: &Clerk, (token, at): &(String, String), id: &str) -> Page {
    clerk
        .call(Method::POST, &format!("{at}/{id}/finish"), token, "{}")
        .await
}

#[tokio::test]
async fn an_upload_cut_in_the_middle_is_resumed() {
    let mut world = World::start().await;
    let clerk = world.clerk().await;
    let draft = clerk
        .draft(&Plan {
            files: Vec::new(),
            ..Plan::of(1)
        })
        .await;
    let target = at_draft(&clerk, &draft).await;
    let bytes = kairan_paper::placeholder_pdf("切れる資料", 2, 1_000_000);
    let began = begin(&clerk, &target, "切れる資料.pdf", bytes.len() as u64)
        .await
        .expect(201);
    let id = json(&began)["id"].as_str().unwrap().to_owned();

    let cut = cut_after(&clerk, &target, &id, &bytes, 400_000).await;
    assert!(
        cut <= 400_000 && cut.is_multiple_of(65_536),
        "the offset {cut} is no whole chunk"
    );
    let early = finish(&clerk, &target, &id).await;
    assert!(
        early.status >= 400 && json(&early)["title"].as_str().unwrap().contains("途中"),
        "{}",
        early.html()
    );
    let page = clerk
        .get(&draft.at("/edit"))
        .await
        .expect(200)
        .showing("切れる資料.pdf");
    assert!(
        !page.html().contains("/versions/"),
        "half a file is registered"
    );

    let wrong = append(&clerk, &target, &id, cut + 1, &bytes[cut + 1..]).await;
    assert_eq!(wrong.status, 409, "a gap was taken");
    world.restart().await;
    let from = offset(&clerk, &target, &id).await;
    assert_eq!(from, cut, "a restart lost durable bytes");
    let rest = append(&clerk, &target, &id, from, &bytes[from..]).await;
    assert!(rest.status < 300, "{}", rest.html());
    assert_eq!(offset(&clerk, &target, &id).await, bytes.len());
    let done = finish(&clerk, &target, &id).await;
    assert!(done.status < 300, "{}", done.html());
    let page = clerk.get(&draft.at("/edit")).await.expect(200);
    let version = kairan_tests::html::links(page.html())
        .into_iter()
        .find(|href| href.contains("/versions/"))
        .unwrap();
    assert_eq!(clerk.get(&version).await.expect(200).body, bytes);
}

/// Announces all the rest, sends so many bytes and hangs up; the durable offset afterwards.
async fn cut_after(
    clerk: &Clerk,
    target: &(String, String),
    id: &str,
    bytes: &[u8],
    sent: usize,
) -> usize {
    use tokio::io::AsyncWriteExt;
    let address = clerk.base().trim_start_matches("http://").to_owned();
    let mut line = tokio::net::TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "PATCH {}/{id} HTTP/1.1\r\nhost: {address}\r\norigin: {}\r\ncookie: {}\r\nx-csrf-token: {}\r\nupload-offset: 0\r\ncontent-type: application/octet-stream\r\ncontent-length: {}\r\n\r\n",
        target.1,
        clerk.base(),
        clerk.cookies(),
        target.0,
        bytes.len()
    );
    line.write_all(head.as_bytes()).await.unwrap();
    line.write_all(&bytes[..sent]).await.unwrap();
    line.shutdown().await.unwrap();
    // The server may answer or hang up; either way it is done with what it got.
    let mut rest = Vec::new();
    let _ = tokio::io::AsyncReadExt::read_to_end(&mut line, &mut rest).await;
    offset(clerk, target, id).await
}

#[tokio::test]
async fn two_gigabytes_are_refused_before_a_byte_is_sent() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let draft = clerk
        .draft(&Plan {
            files: Vec::new(),
            ..Plan::of(1)
        })
        .await;
    let target = at_draft(&clerk, &draft).await;
    let refused = begin(&clerk, &target, "大きすぎ.pdf", 2_000_000_000).await;
    assert_eq!(refused.status, 413, "{}", refused.html());
    assert!(
        json(&refused)["title"]
            .as_str()
            .unwrap()
            .contains("ファイルが大きすぎます"),
        "{}",
        refused.html()
    );
    let empty = begin(&clerk, &target, "空.pdf", 0).await;
    assert!(
        empty.status >= 400 && json(&empty)["title"].as_str().unwrap().contains("空です"),
        "{}",
        empty.html()
    );

    // Without scripts: the length announced in the head is enough to say no.
    let page = clerk.get(&draft.at("/edit")).await;
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: {host}\r\norigin: {}\r\ncookie: {}\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 2000000000\r\n\r\n",
        draft.at("/files"),
        clerk.base(),
        clerk.cookies(),
        host = clerk.base().trim_start_matches("http://"),
    );
    let answer = talk(clerk.base(), head.as_bytes()).await;
    assert!(
        answer.starts_with("HTTP/1.1 413"),
        "{}",
        &answer[..answer.len().min(300)]
    );
    assert!(!page.html().contains("/versions/"));
}

/// Sends bytes and reads the status line of the answer.
async fn talk(base: &str, bytes: &[u8]) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut line = tokio::net::TcpStream::connect(base.trim_start_matches("http://"))
        .await
        .unwrap();
    line.write_all(bytes).await.unwrap();
    let mut answer = vec![0; 4096];
    let length = line.read(&mut answer).await.unwrap();
    answer.truncate(length);
    String::from_utf8(answer).unwrap_or_default()
}

#[tokio::test]
async fn more_bytes_than_announced_and_a_lie_about_the_limit() {
    let world = World::with(|config| config.limits.max_file_size = ByteSize::mb(1)).await;
    let clerk = world.clerk().await;
    let draft = clerk
        .draft(&Plan {
            files: Vec::new(),
            ..Plan::of(1)
        })
        .await;
    let target = at_draft(&clerk, &draft).await;
    let bytes = kairan_paper::placeholder_pdf("嘘", 1, 2_000_000);
    let began = begin(&clerk, &target, "嘘.pdf", 1000).await.expect(201);
    let id = json(&began)["id"].as_str().unwrap().to_owned();
    let answer = append(&clerk, &target, &id, 0, &bytes).await;
    assert!(answer.status >= 400, "more than was announced was taken");
    let page = clerk.get(&draft.at("/edit")).await.showing("1件");
    let answer = clerk
        .add_files(
            &page,
            &[Chosen {
                name: "嘘.pdf",
                bytes: &bytes,
            }],
        )
        .await;
    assert!(answer.shows("大きすぎます"), "{}", answer.text());
    assert!(
        !clerk
            .get(&draft.at("/edit"))
            .await
            .html()
            .contains("/versions/")
    );
}

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
        "か\u{3099}んは\u{309A}ん.pdf",
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
