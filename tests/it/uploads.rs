//! Files that are cut, too large, empty, damaged, locked or strangely named: refused in words
//! at the field, or stored safely and shown as given.

use http::Method;
use kairan::config::ByteSize;
use kairan_tests::people::{Clerk, Plan, Registered};
use kairan_tests::visitor::{Chosen, Page};
use kairan_tests::world::World;

/// The token and the uploads' address of a draft's page.
pub(crate) async fn at_draft(clerk: &Clerk, draft: &Registered) -> (String, String) {
    let page = clerk.get(&draft.at("/edit")).await.expect(200);
    (
        page.form("/edit").get("csrf").to_owned(),
        draft.at("/uploads"),
    )
}

pub(crate) fn json(page: &Page) -> serde_json::Value {
    serde_json::from_slice(&page.body)
        .unwrap_or_else(|_| panic!("no JSON ({}): {}", page.status, page.html()))
}

pub(crate) async fn begin(
    clerk: &Clerk,
    (token, at): &(String, String),
    name: &str,
    size: u64,
) -> Page {
    let body = serde_json::json!({ "file_name": name, "size": size }).to_string();
    clerk.call(Method::POST, at, token, &body).await
}

pub(crate) async fn append(
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

pub(crate) async fn finish(clerk: &Clerk, (token, at): &(String, String), id: &str) -> Page {
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
