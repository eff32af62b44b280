use super::*;
use crate::entropy::below;
use crate::testing::entropy;
use crate::{Entropy, SeededEntropy};

const FILE: FileId = FileId([7; 16]);
const C: u64 = CHUNK as u64;

fn plain(len: u64) -> Vec<u8> {
    let mut bytes = vec![0; usize::try_from(len).unwrap()];
    SeededEntropy::new(len).fill(&mut bytes);
    bytes
}

/// Seals `plain` in parts of these lengths, as an uploader would.
fn seal(layout: &Layout, plain: &[u8]) -> (Vec<DataKey>, Vec<Vec<u8>>) {
    let entropy = entropy();
    let (mut keys, mut parts) = (Vec::new(), Vec::new());
    let (mut rest, mut first_chunk) = (plain, 0);
    let part_count = layout.part_lens().len();
    for (number, len) in (0..).zip(layout.part_lens()) {
        let key = DataKey::random(&entropy);
        let (mine, later) = rest.split_at(usize::try_from(len).unwrap());
        let mut sealer = ChunkSealer::new(&key, FILE, PartNo(number), first_chunk);
        let mut out = Vec::new();
        let is_last_part = number as usize + 1 == part_count;
        let count = mine.len().div_ceil(CHUNK).max(1);
        for nth in 0..count {
            let chunk = &mine[nth * CHUNK..mine.len().min((nth + 1) * CHUNK)];
            let last = is_last_part && nth + 1 == count;
            sealer.seal_chunk(chunk, last, &mut out).unwrap();
        }
        rest = later;
        first_chunk += u32::try_from(count).unwrap();
        keys.push(key);
        parts.push(out);
    }
    (keys, parts)
}

/// Reads one range the way a server does: only the chunks it touches.
fn read(
    layout: &Layout,
    keys: &[DataKey],
    parts: &[Vec<u8>],
    range: std::ops::Range<u64>,
) -> Vec<u8> {
    let mut out = Vec::new();
    for chunk in layout.chunks_for(range) {
        let at = chunk.part.0 as usize;
        let opener = ChunkOpener::new(&keys[at], FILE, chunk.part, layout).unwrap();
        let start = usize::try_from(chunk.sealed_offset_in_part).unwrap();
        let mut sealed = parts[at][start..start + chunk.sealed_len].to_vec();
        let opened = opener.open_chunk(chunk.index, &mut sealed).unwrap();
        out.extend_from_slice(&opened[chunk.plain_skip..][..chunk.plain_take]);
    }
    out
}

#[test]
fn any_range_equals_the_slice_of_the_plain_bytes() {
    let shapes: [&[u64]; 8] = [
        &[0],
        &[1],
        &[C],
        &[C + 1],
        &[3 * C - 1],
        &[2 * C, C, 2 * C + 77],
        &[C, C, 0],
        &[C, 2 * C],
    ];
    let random = SeededEntropy::new(3);
    for shape in shapes {
        let layout = Layout::new(shape).unwrap();
        let plain = plain(layout.plain_len());
        let (keys, parts) = seal(&layout, &plain);
        let len = layout.plain_len();
        let sealed: usize = parts.iter().map(Vec::len).sum();
        assert_eq!(layout.sealed_len(), sealed as u64);

        for _ in 0..60 {
            let bound = u32::try_from(len).unwrap() + 1;
            let (a, b) = (below(&random, bound), below(&random, bound));
            let range = u64::from(a.min(b))..u64::from(a.max(b));
            let slice = &plain[a.min(b) as usize..a.max(b) as usize];
            assert!(
                read(&layout, &keys, &parts, range.clone()) == slice,
                "{shape:?} {range:?}"
            );
        }
        assert!(read(&layout, &keys, &parts, 0..len) == plain);
        assert!(read(&layout, &keys, &parts, 0..u64::MAX) == plain);
        assert!(read(&layout, &keys, &parts, len..u64::MAX).is_empty());
    }
}

#[test]
fn a_range_touches_only_its_own_chunks() {
    let layout = Layout::new(&[2 * C, C, 100]).unwrap();
    let across: Vec<_> = layout.chunks_for(2 * C - 1..3 * C + 1).collect();

    assert_eq!(
        across,
        [
            ChunkRef {
                part: PartNo(0),
                index: 1,
                sealed_offset_in_part: SEALED_CHUNK as u64,
                sealed_len: SEALED_CHUNK,
                plain_skip: CHUNK - 1,
                plain_take: 1,
            },
            ChunkRef {
                part: PartNo(1),
                index: 2,
                sealed_offset_in_part: 0,
                sealed_len: SEALED_CHUNK,
                plain_skip: 0,
                plain_take: CHUNK,
            },
            ChunkRef {
                part: PartNo(2),
                index: 3,
                sealed_offset_in_part: 0,
                sealed_len: 116,
                plain_skip: 0,
                plain_take: 1,
            },
        ]
    );
    assert_eq!(layout.chunks_for(C..C).count(), 0);
    assert_eq!(layout.chunks_for(5..6).count(), 1);
}

#[test]
fn the_last_chunk_can_be_checked_even_of_an_empty_document() {
    for shape in [&[0][..], &[C, 0], &[C], &[2 * C, C + 5]] {
        let layout = Layout::new(shape).unwrap();
        let plain = plain(layout.plain_len());
        let (keys, parts) = seal(&layout, &plain);
        let last = layout.last_chunk();
        let at = last.part.0 as usize;
        let opener = ChunkOpener::new(&keys[at], FILE, last.part, &layout).unwrap();
        let start = usize::try_from(last.sealed_offset_in_part).unwrap();
        let mut sealed = parts[at][start..].to_vec();

        assert_eq!(sealed.len(), last.sealed_len);
        let opened = opener.open_chunk(last.index, &mut sealed).unwrap();
        assert!(plain.ends_with(opened));
        assert_eq!(opened.len(), last.plain_take);
    }
}

#[test]
fn parts_lie_one_behind_the_other() {
    let layout = Layout::new(&[2 * C, C, 10]).unwrap();
    let sealed = SEALED_CHUNK as u64;
    let starts: Vec<_> = (0..4)
        .map(|part| layout.part_sealed_start(PartNo(part)))
        .collect();
    let lens: Vec<_> = (0..4)
        .map(|part| layout.part_sealed_len(PartNo(part)))
        .collect();

    assert_eq!(starts, [Some(0), Some(2 * sealed), Some(3 * sealed), None]);
    assert_eq!(lens, [Some(2 * sealed), Some(sealed), Some(26), None]);
    assert_eq!(layout.sealed_len(), 3 * sealed + 26);
    assert_eq!(layout.part_lens().collect::<Vec<_>>(), [2 * C, C, 10]);
    assert_eq!(Layout::single(10).unwrap().sealed_len(), 26);
}

#[test]
fn lengths_that_are_no_document_are_refused() {
    let refused = |lens: &[u64]| Layout::new(lens).unwrap_err();
    let chunks = 1_u64 << 32;

    assert_eq!(refused(&[]), LayoutError::NoPart);
    assert_eq!(refused(&[5, 5]), LayoutError::RaggedPart(PartNo(0)));
    assert_eq!(refused(&[C, 0, C]), LayoutError::RaggedPart(PartNo(1)));
    assert_eq!(refused(&[chunks * C]), LayoutError::TooLong);
    assert_eq!(refused(&[u64::MAX]), LayoutError::TooLong);
    assert_eq!(refused(&[(chunks - 1) * C, C]), LayoutError::TooLong);
    assert!(Layout::new(&[(chunks - 2) * C, C]).is_ok());
}
