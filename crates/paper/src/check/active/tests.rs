use super::super::lex;
use super::super::tests::{document, encrypted_pdf, packed_pdf, table_pdf};
use super::*;
use std::fmt::Write;

fn passive(file: Vec<u8>) -> Result<u32, PassiveError> {
    check_passive_pdf(&Bytes::from(file)).map(|facts| facts.pages)
}

/// One page and this object, in plain sight or packed into an object stream.
fn both_ways(object: &[u8]) -> [Vec<u8>; 2] {
    let mut document = document(1);
    let text = [object, b" "].concat();
    let object = lex::Lexer::new(&text).object().unwrap();
    document.add_object(object);
    let mut plain = Vec::new();
    document.save_to(&mut plain).unwrap();
    [plain, packed_pdf(document)]
}

#[test]
fn what_only_shows_pages_is_taken_from_outside() {
    assert_eq!(passive(table_pdf(3, 100)), Ok(3));
    assert_eq!(passive(packed_pdf(document(7))), Ok(7));
    // An outline has a `First` and no stream; words may look like names.
    for file in both_ways(b"<< /Type /Outlines /First 3 0 R /Title (EF XFA /JS) >>") {
        assert_eq!(passive(file), Ok(1));
    }
    assert_eq!(passive(crate::placeholder_pdf("x", 2, 5000)), Ok(2));
}

#[test]
fn what_does_more_is_refused_by_name_wherever_it_hides() {
    let cases: [(&[u8], ActiveContent); 9] = [
        (
            b"<< /S /JavaScript /JS (app.alert) >>",
            ActiveContent::JavaScript,
        ),
        (
            b"<< /S /Java#53cript /JS (app.alert) >>",
            ActiveContent::JavaScript,
        ),
        (
            b"<< /JavaScript << /Names [(a) 9 0 R] >> >>",
            ActiveContent::JavaScript,
        ),
        (
            b"<< /S /Rendition /JS (app.alert) >>",
            ActiveContent::JavaScript,
        ),
        (b"<< /S /Launch /F (cmd.exe) >>", ActiveContent::Launch),
        (
            b"<< /EmbeddedFiles << /Names [(a) 9 0 R] >> >>",
            ActiveContent::EmbeddedFile,
        ),
        (
            b"<< /Type /Filespec /EF << /F 9 0 R >> >>",
            ActiveContent::EmbeddedFile,
        ),
        (
            b"<< /Subtype /FileAttachment >>",
            ActiveContent::EmbeddedFile,
        ),
        (b"<< /XFA 9 0 R >>", ActiveContent::DynamicForm),
    ];
    for (object, content) in cases {
        for file in both_ways(object) {
            let shown = std::str::from_utf8(object).unwrap();
            assert_eq!(passive(file), Err(PassiveError::Active(content)), "{shown}");
        }
    }
    // No cross-reference names it; some readers find it all the same.
    let mut hidden = table_pdf(1, 0);
    let end = lex::rfind(&hidden, b"xref\n0").unwrap();
    hidden.splice(end..end, *b"9 0 obj << /S /Launch >> endobj\n");
    assert_eq!(
        passive(hidden),
        Err(PassiveError::Active(ActiveContent::Launch))
    );
}

#[test]
fn what_cannot_be_looked_into_is_refused() {
    assert_eq!(passive(encrypted_pdf("")), Err(PassiveError::Encrypted));
    assert_eq!(
        passive(encrypted_pdf("secret")),
        Err(PassiveError::Encrypted)
    );
    // As programs of today write it: the streams are noise, and the trailer tells why.
    let mut packed = with_streams(&[("/Type /ObjStm /Filter /FlateDecode", b"noise")]);
    let root = lex::rfind(&packed, b"/Root").unwrap();
    packed.splice(root..root, *b"/Encrypt 5 0 R ");
    assert_eq!(passive(packed), Err(PassiveError::Encrypted));
    let whole = table_pdf(2, 5000);
    let half = whole[..whole.len() / 2].to_vec();
    assert_eq!(passive(half), Err(FileFault::Damaged.into()));
    assert_eq!(
        passive(b"PK\x03\x04".to_vec()),
        Err(FileFault::NotPdf.into())
    );
    assert_eq!(passive(Vec::new()), Err(FileFault::Empty.into()));
}

/// One page and, in a later revision, streams of these dictionaries and bytes.
fn with_streams(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = table_pdf(1, 0);
    let old = lex::rfind(&file, b"xref\n0").unwrap();
    for (dictionary, bytes) in streams {
        let head = format!("9 0 obj\n<< /N 1 /First 4 {dictionary} >>\nstream\n");
        file.extend([head.as_bytes(), bytes, b"\nendstream\nendobj\n"].concat());
    }
    let start = file.len();
    let trailer = format!("<< /Size 10 /Root 1 0 R /Prev {old} >>");
    file.extend(format!("xref\n0 0\ntrailer\n{trailer}\nstartxref\n{start}\n%%EOF\n").bytes());
    file
}

fn deflated(plain: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packer, plain).unwrap();
    packer.finish().unwrap()
}

#[test]
fn object_streams_that_hide_or_swell_are_refused() {
    let damaged = Err(FileFault::Damaged.into());
    let quiet = deflated(b"1 0 << /S /GoTo >>");
    let typed = "/Type /ObjStm /Filter /FlateDecode";
    assert_eq!(passive(with_streams(&[(typed, &quiet)])), Ok(1));
    let other = "/Type /ObjStm /Filter /LZWDecode";
    assert_eq!(passive(with_streams(&[(other, &quiet)])), damaged);
    assert_eq!(passive(with_streams(&[(typed, &quiet[..9])])), damaged);
    let nested = deflated(b"1 0 << /Type /ObjStm >>");
    assert_eq!(passive(with_streams(&[(typed, &nested)])), damaged);

    // A false length hides nothing, and neither does a missing type.
    let script = deflated(b"1 0 << /S /JavaScript >>");
    let found = Err(PassiveError::Active(ActiveContent::JavaScript));
    for dictionary in [
        "/Type /ObjStm /Filter /FlateDecode /Length 3",
        "/Filter [/FlateDecode]",
    ] {
        assert_eq!(
            passive(with_streams(&[(dictionary, &script)])),
            found,
            "{dictionary}"
        );
    }

    let mut commented = with_streams(&[("/Filter /FlateDecode", &script)]);
    let keyword = lex::find(&commented, b"9 0 obj").unwrap() + 4;
    commented.splice(keyword..keyword, *b"%\n");
    assert_eq!(passive(commented), found);

    let swelling = deflated(&vec![b' '; 9 * 1024 * 1024]);
    assert_eq!(passive(with_streams(&[(typed, &swelling)])), Ok(1));
    let twice = with_streams(&[(typed, &swelling), (typed, &swelling)]);
    assert!(twice.len() < 200_000);
    assert_eq!(passive(twice), damaged);
}

/// Whatever bytes change, it comes to an answer.
#[test]
fn changed_bytes_never_panic_the_search() {
    let [_, packed] = both_ways(b"<< /S /JavaScript /JS (app.alert) >>");
    let script = deflated(b"1 0 << /S /JavaScript >>");
    let streams = with_streams(&[("/Type /ObjStm /Filter /FlateDecode", &script)]);
    let mut seed = 1_u64;
    for file in [packed, streams] {
        for _ in 0..300 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let mut changed = file.clone();
            let at = usize::try_from(seed >> 33).unwrap() % changed.len();
            changed[at] = u8::try_from(seed >> 24 & 255).unwrap();
            if let Ok(pages) = passive(changed) {
                assert_eq!(pages, 1);
            }
        }
    }
}

/// Whoever covers names is shown as many pages as the file says: it must not have others.
#[test]
fn a_file_that_shows_other_pages_than_it_says_is_refused() {
    let tree = |kids: &str, count: u32, more: &str| {
        let mut objects = vec![
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            format!("<</Type/Pages/Kids[{kids}]/Count {count}>>"),
        ];
        for _ in 0..3 {
            objects.push("<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>".to_owned());
        }
        objects.push(more.to_owned());
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for (number, object) in objects.iter().enumerate() {
            let _ = writeln!(table, "{:010} 00000 n ", file.len());
            file.extend(format!("{} 0 obj{object}endobj\n", number + 1).bytes());
        }
        let start = file.len();
        file.extend(table.bytes());
        let size = objects.len() + 1;
        let end = format!("trailer<</Root 1 0 R/Size {size}>>\nstartxref\n{start}\n%%EOF\n");
        file.extend(end.bytes());
        passive(file)
    };
    let damaged = Err(PassiveError::Refused(FileFault::Damaged));
    let below = "<</Type/Pages/Parent 2 0 R/Kids[4 0 R 5 0 R]/Count 2>>";
    assert_eq!(tree("3 0 R 4 0 R", 2, "null"), Ok(2));
    assert_eq!(tree("3 0 R 6 0 R", 3, below), Ok(3));
    assert_eq!(tree("4 0 R 3 0 R", 1, "null"), damaged);
    assert_eq!(tree("3 0 R", 2, "null"), damaged);
    assert_eq!(tree("6 0 R", 1, below), damaged);
    let circle = "<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>";
    assert_eq!(tree("6 0 R", 1, circle), damaged);
    let many = "3 0 R ".repeat(5_000);
    assert_eq!(tree(&many, 1, "null"), damaged);
}

/// Attack of 2026-12-01: each `/First` of an object without a stream parsed the object anew.
#[test]
fn an_object_is_looked_at_once_however_often_it_names_what_streams_have() {
    let mut file = table_pdf(1, 0);
    let end = lex::rfind(&file, b"xref\n0").unwrap();
    let object = [
        b"99 0 obj\n[".to_vec(),
        b"/First ".repeat(400_000),
        b"]\nendobj\n".to_vec(),
    ];
    file.splice(end..end, object.concat());
    let mut search = Search::new(&file);
    let before = search.work;
    search.whole(&file).unwrap();
    assert!(
        before - search.work <= 2 * DICTIONARY,
        "looked at again and again"
    );
}

/// Its sibling: keywords that begin an object, each in the other's array.
#[test]
fn objects_in_objects_end_the_search_when_its_work_is_used_up() {
    let nested = b"9 0 obj(/First ".repeat(200_000);
    let refused = Search::new(&nested).whole(&nested);
    assert_eq!(refused, Err(PassiveError::TooMuchWork));
}

/// The other attack: names whose follower was looked for to the file's end.
#[test]
fn what_a_name_leads_to_is_looked_for_in_a_few_bytes() {
    let names = b"/EF".repeat(100);
    assert_eq!(ahead(&names, 3).len(), AHEAD);
    let mut file = table_pdf(1, 0);
    let end = lex::rfind(&file, b"xref\n0").unwrap();
    let object = [
        b"99 0 obj\n[".to_vec(),
        b"/EF".repeat(80_000),
        b"]\nendobj\n".to_vec(),
    ];
    file.splice(end..end, object.concat());
    assert_eq!(Search::new(&file).whole(&file), Ok(()));
}

#[test]
fn no_action_but_a_jump_within_the_file_is_taken_from_outside() {
    let cases: [&[u8]; 12] = [
        b"<< /S /GoToR /F (x.pdf) /D [0 /Fit] >>",
        b"<< /S /GoToE /D [0 /Fit] >>",
        b"<< /S /ImportData /F 9 0 R >>",
        b"<< /S /SubmitForm /F 9 0 R >>",
        b"<< /S /URI /URI (https://example.jp/) >>",
        b"<< /S /URI /URI (javascript:alert) >>",
        b"<< /S /Named /N /Print >>",
        b"<< /S /Thread /D 0 >>",
        b"<< /Type /Filespec /F (\\\\evil\\share) >>",
        b"<< /Type /Filespec /UF <FEFF0061> >>",
        b"<< /Length 0 /F (\\\\evil\\x) >>",
        b"<< /URI << /Base (https://example.jp/) >> >>",
    ];
    for object in cases {
        for file in both_ways(object) {
            let shown = std::str::from_utf8(object).unwrap();
            let refused = Err(PassiveError::Active(ActiveContent::ReachesOut));
            assert_eq!(passive(file), refused, "{shown}");
        }
    }
    let harmless: [&[u8]; 6] = [
        b"<< /S /GoTo /D [3 0 R /Fit] >>",
        b"<< /Subtype /Link /F 4 /Rect [0 0 1 1] >>",
        b"<< /Dests << /JavaScript [3 0 R /Fit] /GoTo [3 0 R /Fit] >> >>",
        b"<< /Names << /EmbeddedFiles << /Names [] >> /JavaScript << /Names [ ] >> >> >>",
        b"<< /AcroForm << /XFA [] >> >>",
        b"<< /Type /Font /Subtype /Type1 /F /Thread >>",
    ];
    for object in harmless {
        for file in both_ways(object) {
            assert_eq!(
                passive(file),
                Ok(1),
                "{}",
                std::str::from_utf8(object).unwrap()
            );
        }
    }
}

#[test]
fn a_file_that_is_something_else_as_well_is_refused() {
    let pdf = table_pdf(2, 0);
    let another = Err(PassiveError::Active(ActiveContent::AnotherFile));
    let page = [b"<html><script>".to_vec(), pdf.clone()].concat();
    assert_eq!(passive(page), another);
    let archive = [pdf.clone(), b"PK\x03\x04".to_vec(), b"x".repeat(1_000)].concat();
    assert_eq!(passive(archive), another);
    for idle in [
        b"\r\n".to_vec(),
        vec![0; 3_000],
        b"-- scanned by gate".to_vec(),
    ] {
        assert_eq!(passive([pdf.clone(), idle].concat()), Ok(2));
    }
    assert_eq!(passive([b"\xEF\xBB\xBF\r\n".to_vec(), pdf].concat()), Ok(2));
}
