use super::*;
use std::io::Write;
use std::process::Command;

fn entry(name: &str, data: &[u8]) -> Entry {
    Entry {
        name: name.into(),
        size: data.len() as u64,
        crc32: crc32fast::hash(data),
        modified: (2026, 11, 22, 13, 30, 2),
    }
}

fn bytes_of(layout: &Layout, files: &[Vec<u8>], range: Range<u64>) -> Vec<u8> {
    let mut all = Vec::new();
    for piece in layout.pieces(range) {
        match piece {
            Piece::Bytes(bytes) => all.extend(bytes),
            Piece::File { index, range } => {
                let (start, end) = (
                    usize::try_from(range.start).unwrap(),
                    usize::try_from(range.end).unwrap(),
                );
                all.extend(&files[index][start..end]);
            }
        }
    }
    all
}

fn sample() -> (Layout, Vec<Vec<u8>>) {
    let files = vec![b"first".to_vec(), Vec::new(), vec![7; 100_000]];
    let names = ["審査会資料(1〜15).pdf", "空.pdf", "審査会資料(1〜15).pdf"];
    let entries = names
        .iter()
        .zip(&files)
        .map(|(name, data)| entry(name, data))
        .collect();
    (Layout::new(entries).unwrap(), files)
}

#[test]
fn equal_names_are_told_apart() {
    let (layout, _) = sample();
    let names: Vec<&str> = layout.entries().iter().map(|e| e.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "審査会資料(1〜15).pdf",
            "空.pdf",
            "審査会資料(1〜15) (2).pdf"
        ]
    );
}

#[test]
fn names_fit_every_file_system_and_stay_distinct() {
    let long = format!("{}.pdf", "長".repeat(300));
    let layout = Layout::new(vec![entry(&long, b"1"), entry(&long, b"2")]).unwrap();
    let names: Vec<&str> = layout.entries().iter().map(|e| e.name.as_str()).collect();
    let kept = |name: &&str| name.len() <= 255 && name.strip_suffix(".pdf").is_some();
    assert!(names.iter().all(kept));
    assert!(names[1].ends_with(" (2).pdf"));
}

#[test]
fn any_range_is_a_slice_of_the_whole() {
    let (layout, files) = sample();
    let whole = bytes_of(&layout, &files, 0..layout.total_len());
    assert_eq!(whole.len() as u64, layout.total_len());
    let mut state: u64 = 42;
    for _ in 0..500 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let start = (state >> 20) % layout.total_len();
        let end = (start + (state >> 40) % 70_000).min(layout.total_len());
        let (from, to) = (
            usize::try_from(start).unwrap(),
            usize::try_from(end).unwrap(),
        );
        assert_eq!(
            bytes_of(&layout, &files, start..end),
            whole[from..to],
            "{start}..{end}"
        );
    }
}

#[test]
fn python_reads_what_was_laid_out() {
    let (layout, files) = sample();
    let path = std::env::temp_dir().join(format!("kairan-zip-{}.zip", std::process::id()));
    let whole = bytes_of(&layout, &files, 0..layout.total_len());
    std::fs::File::create(&path)
        .unwrap()
        .write_all(&whole)
        .unwrap();
    let script = "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print('|'.join(f'{i.filename}:{i.file_size}' for i in z.infolist()))";
    let output = Command::new("python3")
        .arg("-c")
        .arg(script)
        .arg(&path)
        .env("PYTHONIOENCODING", "utf-8")
        .output()
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        printed.trim(),
        "審査会資料(1〜15).pdf:5|空.pdf:0|審査会資料(1〜15) (2).pdf:100000"
    );
}

#[test]
fn beyond_four_gibibytes_and_65535_entries_the_large_fields_are_used() {
    let mut entries = vec![entry("small.pdf", b"x"), entry("large.pdf", b"")];
    entries[1].size = 5 << 30;
    entries.extend((0..70_000).map(|n| entry(&format!("{n}.pdf"), b"")));
    let layout = Layout::new(entries).unwrap();
    let end = layout.total_len();
    let tail = layout.pieces(end - 98..end);
    let Piece::Bytes(tail) = &tail[0] else {
        panic!("the end is not the directory")
    };
    assert_eq!(tail[..4], 0x0606_4b50_u32.to_le_bytes());
    assert_eq!(tail[32..40], 70_002_u64.to_le_bytes());
    assert!(u64::from_le_bytes(tail[48..56].try_into().unwrap()) > 5 << 30);
}

#[test]
fn names_of_windows_devices_get_a_mark() {
    let names = [
        "CON.pdf",
        "con .tar.pdf",
        "Lpt1.pdf",
        "com².pdf",
        "nul",
        "CONtract.pdf",
        "COM10.pdf",
        "審査会.pdf",
    ];
    let entries = names.iter().map(|name| entry(name, b"")).collect();
    let layout = Layout::new(entries).unwrap();

    let given: Vec<&str> = layout.entries().iter().map(|e| e.name.as_str()).collect();
    assert_eq!(
        given,
        [
            "_CON.pdf",
            "_con .tar.pdf",
            "_Lpt1.pdf",
            "_com².pdf",
            "_nul",
            "CONtract.pdf",
            "COM10.pdf",
            "審査会.pdf",
        ]
    );
}
