use super::second_opinion::rows_are_small;
use super::*;
use bytes::Bytes;
use lopdf::dictionary;
use lopdf::{
    Document, EncryptionState, EncryptionVersion, Object, Permissions, SaveOptions, Stream,
};
use std::fmt::Write;

/// A PDF with a classic cross-reference table, `pages` pages and `padding` idle bytes.
pub(super) fn table_pdf(pages: usize, padding: usize) -> Vec<u8> {
    let kids: String = (0..pages).fold(String::new(), |mut kids, n| {
        write!(kids, "{} 0 R ", n + 3).unwrap();
        kids
    });
    let mut bodies = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [ {kids}] /Count {pages} >>"),
    ];
    for _ in 0..pages {
        bodies.push("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_owned());
    }
    let mut file = format!("%PDF-1.4\n%{}\n", "x".repeat(padding)).into_bytes();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", bodies.len() + 1);
    for (number, body) in bodies.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
        file.extend(format!("{} 0 obj\n{body}\nendobj\n", number + 1).into_bytes());
    }
    let start = file.len();
    write!(
        table,
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        bodies.len() + 1
    )
    .unwrap();
    file.extend(table.into_bytes());
    file
}

pub(super) fn document(pages: usize) -> Document {
    let mut document = Document::load_mem(&table_pdf(pages, 0)).unwrap();
    let id = Object::string_literal("0123456789abcdef");
    document
        .trailer
        .set("ID", Object::Array(vec![id.clone(), id]));
    document
}

/// Objects packed into object streams, found by a cross-reference stream.
pub(super) fn packed_pdf(mut document: Document) -> Vec<u8> {
    let mut file = Vec::new();
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .build();
    document.save_with_options(&mut file, options).unwrap();
    file
}

pub(super) fn encrypted_pdf(user_password: &str) -> Vec<u8> {
    let mut document = document(4);
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let mut file = Vec::new();
    document.save_to(&mut file).unwrap();
    file
}

async fn check(file: Vec<u8>) -> Result<u32, FileFault> {
    match check_pdf(&InMemory(Bytes::from(file))).await {
        Ok(facts) => Ok(facts.pages),
        Err(PdfError::Refused(fault)) => Err(fault),
        Err(PdfError::Read(error)) => panic!("{error}"),
    }
}

/// The short way alone, without the whole parse behind it.
async fn short_way(file: Vec<u8>) -> Result<u32, PdfError> {
    let file = InMemory(Bytes::from(file));
    let start = startxref(&file).await?;
    count::count_pages(&file, 0, start).await
}

#[tokio::test]
async fn pages_are_counted_by_ranges_in_either_kind_of_file() {
    assert_eq!(short_way(table_pdf(100, 50_000)).await.unwrap(), 100);
    assert_eq!(short_way(packed_pdf(document(7))).await.unwrap(), 7);
    assert_eq!(check(table_pdf(1, 0)).await, Ok(1));
}

#[tokio::test]
async fn an_appended_revision_counts_with_its_new_page_tree() {
    let mut file = table_pdf(2, 0);
    let old = startxref(&InMemory(Bytes::from(file.clone())))
        .await
        .unwrap();
    let object = file.len();
    file.extend(b"2 0 obj\n<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>\nendobj\n");
    let start = file.len();
    let section = format!(
        "xref\n2 1\n{object:010} 00000 n \ntrailer\n<< /Size 5 /Root 1 0 R /Prev {old} >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.extend(section.into_bytes());
    assert_eq!(short_way(file).await.unwrap(), 1);
}

#[tokio::test]
async fn what_is_no_pdf_or_a_piece_of_one_is_refused_by_name() {
    assert_eq!(check(Vec::new()).await, Err(FileFault::Empty));
    assert_eq!(
        check(b"PK\x03\x04 a word file".to_vec()).await,
        Err(FileFault::NotPdf)
    );
    let mut late = vec![b' '; 70_000];
    late.extend(table_pdf(1, 0));
    assert_eq!(check(late).await, Err(FileFault::NotPdf));

    let whole = table_pdf(30, 5000);
    // All its pages are there: every reader finds them.
    let end = whole[..whole.len() - 60].to_vec();
    assert_eq!(check(end).await, Ok(30));
    for cut in [20, 1000, whole.len() / 2] {
        assert_eq!(
            check(whole[..cut].to_vec()).await,
            Err(FileFault::Damaged),
            "{cut}"
        );
    }
    // The end is there, the middle is not: the table points elsewhere.
    let mut gap = whole[..3000].to_vec();
    gap.extend_from_slice(&whole[whole.len() - 100..]);
    assert_eq!(check(gap).await, Err(FileFault::Damaged));
}

#[tokio::test]
async fn a_user_password_is_refused_and_an_owner_password_is_not() {
    assert_eq!(
        check(encrypted_pdf("secret")).await,
        Err(FileFault::NeedsPassword)
    );
    assert_eq!(check(encrypted_pdf("")).await, Ok(4));
}

#[tokio::test]
async fn junk_before_the_header_moves_every_offset() {
    let mut file = b"\xEF\xBB\xBF\r\n".to_vec();
    file.extend(table_pdf(3, 0));
    assert_eq!(check(file).await, Ok(3));
}

#[tokio::test]
async fn hostile_tables_end_in_a_refusal() {
    let ring = b"%PDF-1.4\n1 0 obj\n2 0 R\nendobj\n2 0 obj\n1 0 R\nendobj\n".to_vec();
    let mut file = ring.clone();
    file.extend(
        format!(
            "xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000030 00000 n \ntrailer\n<< /Root 1 0 R /Prev {} >>\nstartxref\n{}\n%%EOF",
            ring.len(),
            ring.len()
        )
        .into_bytes(),
    );
    assert!(short_way(file).await.is_err());
    let huge =
        b"%PDF-1.4\nxref\n0 99999999999999999999\ntrailer <<>>\nstartxref\n9\n%%EOF".to_vec();
    assert_eq!(check(huge).await, Err(FileFault::Damaged));
    let deep = format!(
        "%PDF-1.4\nxref\n0 0\ntrailer <</A {}>>\nstartxref\n9\n%%EOF",
        "[".repeat(9000)
    );
    assert_eq!(check(deep.into_bytes()).await, Err(FileFault::Damaged));
}

/// `lopdf` makes room for two rows before it looks at the data.
#[tokio::test]
async fn rows_of_a_giant_width_are_not_made_room_for() {
    let file = packed_pdf(document(3));
    let wide = |entry: &str| {
        // The last entry of its dictionary is the one that counts.
        let at = lex::find(&file, b"/Type/XRef").unwrap();
        let end = at + lex::find(&file[at..], b"stream").unwrap();
        let (before, behind) = file.split_at(at + lex::rfind(&file[at..end], b">>").unwrap());
        [before, entry.as_bytes(), behind].concat()
    };
    // As wide as this the data would fill its row.
    for columns in [5_000, 99_999_999, 6_000_000_000, i64::MAX] {
        let mut rows = vec![0; 5_001];
        rows[0] = 2;
        let mut stream = Stream::new(lopdf::Dictionary::new(), rows);
        stream.compress().unwrap();
        let mut parameters = lopdf::Dictionary::new();
        parameters.set("Predictor", 12);
        parameters.set("Columns", columns);
        stream.dict.set("DecodeParms", parameters);
        assert!(count::plain_content(&stream).is_err(), "{columns}");
        let entry = format!("/DecodeParms<</Predictor 12/C#6Flumns {columns}>>");
        if columns > 65_536 {
            assert_eq!(
                check(wide(&entry)).await,
                Err(FileFault::Damaged),
                "{columns}"
            );
        }
    }
    assert_eq!(check(wide("/Colors 3/Columns 2480")).await, Ok(3));
    for (entry, small) in [
        ("/Colors 3/Columns 2480 /BitsPerComponent 8", true),
        ("/Columns 7 0 R", true),
        ("/Colors 33", false),
        ("/C#6Flumns\n65537", false),
        ("/BitsPerComponent %\n 99", false),
        ("/Columns +9", false),
    ] {
        assert_eq!(rows_are_small(entry.as_bytes()), small, "{entry}");
    }
}

/// Every single-byte change and cut must come to an answer; which one is the file's affair.
#[tokio::test]
async fn changed_bytes_never_panic_the_check() {
    let file = packed_pdf(document(3));
    let mut seed = 1_u64;
    for _ in 0..400 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let mut changed = file.clone();
        let at = usize::try_from(seed >> 33).unwrap() % changed.len();
        changed[at] = u8::try_from(seed >> 24 & 255).unwrap();
        if let Ok(pages) = short_way(changed).await {
            assert!(pages > 0);
        }
    }
}

/// The rows of the table end otherwise.
fn with_row_ends(pdf: &[u8], end: &[u8]) -> Vec<u8> {
    let table = lex::rfind(pdf, b"xref\n0").unwrap();
    let mut changed = Vec::new();
    let mut rest = &pdf[table..];
    while let Some(at) = lex::find(rest, b" \n") {
        changed.extend_from_slice(&rest[..at]);
        changed.extend_from_slice(end);
        rest = &rest[at + 2..];
    }
    changed.extend_from_slice(rest);
    [&pdf[..table], &changed].concat()
}

#[tokio::test]
async fn rows_of_19_and_21_bytes_are_rows_as_every_reader_takes_them() {
    for end in [b"\n".as_slice(), b"\r", b" \r\n", b"\r\n"] {
        let file = with_row_ends(&table_pdf(3, 10), end);
        assert_eq!(short_way(file.clone()).await.ok(), Some(3), "{end:?}");
        let outside = check_passive_pdf(&Bytes::from(file));
        assert_eq!(outside.unwrap().pages, 3);
    }
}

#[tokio::test]
async fn what_stands_far_behind_the_end_hides_nothing() {
    let padded = [table_pdf(4, 0), vec![0; 3_000]].concat();
    assert_eq!(check(padded.clone()).await, Ok(4));
    assert_eq!(short_way(padded).await.ok(), Some(4));
    let html = [table_pdf(4, 0), b"<p>checked</p>\n".repeat(900)].concat();
    assert_eq!(check(html).await, Ok(4));
}

#[tokio::test]
async fn objects_are_searched_for_where_the_cross_references_lead_nowhere() {
    for pdf in [table_pdf(5, 300), packed_pdf(document(5))] {
        let at = lex::rfind(&pdf, b"startxref").unwrap();
        let without = pdf[..at].to_vec();
        assert_eq!(check(without).await, Ok(5), "no startxref");
        let wrong = [&pdf[..at], b"startxref\n7\n%%EOF\n"].concat();
        assert_eq!(check(wrong).await, Ok(5), "a wrong startxref");
        let late = [vec![b'x'; 5_000], pdf.clone()].concat();
        assert_eq!(check(late).await, Ok(5), "a late header");
    }
    // A transfer that made CR LF of each LF.
    let shifted: Vec<u8> = table_pdf(6, 50)
        .into_iter()
        .flat_map(|byte| {
            if byte == b'\n' {
                vec![b'\r', b'\n']
            } else {
                vec![byte]
            }
        })
        .collect();
    assert_eq!(check(shifted).await, Ok(6));
    // The table's keyword lost.
    let mut pdf = table_pdf(2, 0);
    let table = lex::rfind(&pdf, b"xref\n0").unwrap();
    pdf.splice(table..table + 5, *b"     ");
    assert_eq!(check(pdf).await, Ok(2));
}

#[tokio::test]
async fn the_newest_of_an_object_counts_and_a_wrong_count_is_not_believed() {
    let mut pdf = table_pdf(2, 0);
    let at = lex::rfind(&pdf, b"xref\n0").unwrap();
    pdf.truncate(at);
    let newer = b"2 0 obj\n<< /Type /Pages /Kids [ 3 0 R 4 0 R 5 0 R ] /Count 17 >>\nendobj\n\
        5 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n";
    pdf.extend_from_slice(newer);
    assert_eq!(check(pdf).await, Ok(3));
}

#[tokio::test]
async fn a_file_cut_on_its_way_is_told_wherever_it_was_cut() {
    for pdf in [
        crate::placeholder_pdf("x", 6, 4_000),
        packed_pdf(document(3)),
    ] {
        for tenth in 1..10 {
            let cut = pdf[..pdf.len() * tenth / 10].to_vec();
            let told = check(cut).await;
            assert_eq!(told, Err(FileFault::Damaged), "{tenth} tenths");
        }
    }
}

/// Until 2026-12-01 this took sixty times the file (two object streams of nulls, no count).
#[tokio::test]
async fn what_is_searched_keeps_a_few_bytes_an_object() {
    let nulls: String = (10..60_000).fold(String::new(), |mut text, number| {
        writeln!(text, "{number} 0 obj null endobj").unwrap();
        text
    });
    let mut pdf = table_pdf(1, 0);
    let at = lex::rfind(&pdf, b"xref\n0").unwrap();
    pdf.splice(at.., nulls.into_bytes());
    let bytes = Bytes::from(pdf);
    let xref = recover::recover(&InMemory(bytes.clone()), &bytes)
        .await
        .unwrap();
    assert!(xref.memory() <= 2 * bytes.len());
    let pages = count::count_found_pages(&InMemory(bytes), &xref).await;
    assert_eq!(pages.ok(), Some(1));
}

#[tokio::test]
async fn a_file_whose_attachments_alone_are_locked_opens() {
    let mut document = document(2);
    let filters = Object::Dictionary(dictionary! {
        "StdCF" => dictionary! { "CFM" => "AESV3", "AuthEvent" => "EFOpen" },
    });
    let locked = dictionary! {
        "Filter" => "Standard", "V" => 5, "R" => 6, "Length" => 256, "P" => -4,
        "CF" => filters, "StmF" => "Identity", "StrF" => "Identity", "EFF" => "StdCF",
    };
    let encrypt = document.add_object(locked);
    document.trailer.set("Encrypt", Object::Reference(encrypt));
    let mut file = Vec::new();
    document.save_to(&mut file).unwrap();
    assert_eq!(check(file).await, Ok(2));
}
