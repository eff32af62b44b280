use super::*;
use crate::SystemEntropy;
use crate::sealed::OpenError;
use crate::testing::{damaged, entropy, vault};

const FILE: FileId = FileId([7; 16]);
const OTHER_FILE: FileId = FileId([8; 16]);

/// A document as it is stored: per part its key, plain length and bytes.
#[derive(Clone)]
struct Stored {
    keys: Vec<DataKey>,
    lens: Vec<u64>,
    parts: Vec<Vec<u8>>,
}

/// Seals whole chunks per part as given; the last part ends with `tail` bytes.
fn stored(full_chunks: &[usize], tail: usize) -> Stored {
    let mut document = Stored {
        keys: Vec::new(),
        lens: Vec::new(),
        parts: Vec::new(),
    };
    let mut first_chunk = 0;
    for (at, &full) in full_chunks.iter().enumerate() {
        let is_last = at + 1 == full_chunks.len();
        let key = DataKey::random(&SystemEntropy);
        let part = PartNo(u32::try_from(at).unwrap());
        let mut sealer = ChunkSealer::new(&key, FILE, part, first_chunk);
        let mut bytes = Vec::new();
        for _ in 0..full {
            sealer
                .seal_chunk(&vec![0x61; CHUNK], false, &mut bytes)
                .unwrap();
        }
        if is_last {
            sealer
                .seal_chunk(&vec![0x62; tail], true, &mut bytes)
                .unwrap();
        }
        first_chunk += u32::try_from(sealer.sealed_chunks()).unwrap();
        document.keys.push(key);
        document
            .lens
            .push((full * CHUNK + if is_last { tail } else { 0 }) as u64);
        document.parts.push(bytes);
    }
    document
}

impl Stored {
    /// Opens everything, as a reader who trusts the record's lengths would.
    fn open(&self) -> Result<Vec<u8>, ChunkError> {
        let layout = Layout::new(&self.lens).unwrap();
        let mut plain = Vec::new();
        for chunk in layout.chunks_for(0..layout.plain_len()) {
            let at = chunk.part.0 as usize;
            let opener = ChunkOpener::new(&self.keys[at], FILE, chunk.part, &layout)?;
            let start = usize::try_from(chunk.sealed_offset_in_part).unwrap();
            let mut sealed = self.parts[at][start..start + chunk.sealed_len].to_vec();
            plain.extend_from_slice(opener.open_chunk(chunk.index, &mut sealed)?);
        }
        Ok(plain)
    }

    /// Removes whole chunks from the end of a part, in file and record alike.
    fn shorten(&mut self, part: usize, chunks: usize) {
        let len = self.parts[part].len() - chunks * SEALED_CHUNK;
        self.parts[part].truncate(len);
        self.lens[part] -= (chunks * CHUNK) as u64;
    }
}

#[test]
fn an_untouched_document_opens() {
    let plain = stored(&[2, 1, 2], 5).open().unwrap();

    assert_eq!(plain, [vec![0x61; 5 * CHUNK], vec![0x62; 5]].concat());
}

#[test]
fn every_flipped_bit_and_cut_of_a_chunk_is_noticed() {
    let key = DataKey::random(&entropy());
    let layout = Layout::single(40).unwrap();
    let opener = ChunkOpener::new(&key, FILE, PartNo(0), &layout).unwrap();
    let mut sealed = Vec::new();
    ChunkSealer::new(&key, FILE, PartNo(0), 0)
        .seal_chunk(&[1; 40], true, &mut sealed)
        .unwrap();

    for mut bytes in damaged(&sealed) {
        let expected = if bytes.len() == sealed.len() {
            ChunkError::Forged
        } else {
            ChunkError::WrongLength
        };
        let before = bytes.clone();
        assert_eq!(opener.open_chunk(0, &mut bytes), Err(expected));
        assert_eq!(bytes, before, "refused bytes stay sealed");
    }
    assert_eq!(opener.open_chunk(0, &mut sealed).unwrap(), [1; 40]);
}

#[test]
fn swapped_chunks_do_not_open() {
    let mut document = stored(&[3], 1);
    let (first, rest) = document.parts[0].split_at_mut(SEALED_CHUNK);
    first.swap_with_slice(&mut rest[..SEALED_CHUNK]);

    assert_eq!(document.open(), Err(ChunkError::Forged));
}

#[test]
fn swapped_parts_do_not_open_even_with_their_keys() {
    let mut document = stored(&[1, 1, 0], 9);
    document.parts.swap(0, 1);
    document.keys.swap(0, 1);

    assert_eq!(document.open(), Err(ChunkError::Forged));
}

#[test]
fn a_lost_tail_is_noticed_though_the_record_agrees() {
    let mut shorter = stored(&[3, 3], 9);
    shorter.parts[1].truncate(2 * SEALED_CHUNK);
    shorter.lens[1] = 2 * CHUNK as u64;

    assert_eq!(shorter.open(), Err(ChunkError::Forged));
}

#[test]
fn a_lost_last_part_is_noticed_though_the_record_agrees() {
    for parts in [1, 2] {
        let mut document = stored(&[2, 2, 2], 9);
        document.parts.truncate(parts);
        document.lens.truncate(parts);

        assert_eq!(document.open(), Err(ChunkError::Forged));
    }
}

#[test]
fn chunks_lost_in_the_middle_are_noticed_though_the_record_agrees() {
    let mut document = stored(&[3, 2], 9);
    document.shorten(0, 1);

    assert_eq!(document.open(), Err(ChunkError::Forged));
}

#[test]
fn a_part_lost_in_the_middle_is_noticed_though_the_record_agrees() {
    let mut document = stored(&[1, 1, 1], 9);
    document.parts.remove(1);
    document.lens.remove(1);
    document.keys.remove(1);

    assert_eq!(document.open(), Err(ChunkError::Forged));
}

#[test]
fn a_chunk_of_another_file_or_key_does_not_open() {
    let document = stored(&[0], 20);
    let layout = Layout::new(&document.lens).unwrap();
    let open = |key: &DataKey, file| {
        let opener = ChunkOpener::new(key, file, PartNo(0), &layout).unwrap();
        let mut bytes = document.parts[0].clone();
        opener.open_chunk(0, &mut bytes).map(<[u8]>::to_vec)
    };

    assert_eq!(open(&document.keys[0], FILE), Ok(vec![0x62; 20]));
    assert_eq!(open(&document.keys[0], OTHER_FILE), Err(ChunkError::Forged));
    assert_eq!(
        open(&DataKey::random(&SystemEntropy), FILE),
        Err(ChunkError::Forged)
    );
}

#[test]
fn there_is_no_chunk_outside_a_part() {
    let document = stored(&[2, 1], 9);
    let layout = Layout::new(&document.lens).unwrap();
    let opener = ChunkOpener::new(&document.keys[1], FILE, PartNo(1), &layout).unwrap();
    let mut bytes = vec![0; SEALED_CHUNK];

    for index in [0, 1, 4, u32::MAX] {
        assert_eq!(
            opener.open_chunk(index, &mut bytes),
            Err(ChunkError::NoSuchChunk)
        );
    }
    assert!(matches!(
        ChunkOpener::new(&document.keys[1], FILE, PartNo(2), &layout),
        Err(ChunkError::NoSuchChunk)
    ));
}

#[test]
fn the_sealer_keeps_the_shape_of_a_document() {
    let key = DataKey::random(&entropy());
    let mut out = Vec::new();
    let mut sealer = ChunkSealer::new(&key, FILE, PartNo(0), 0);
    let full = vec![0; CHUNK];

    assert_eq!(
        sealer.seal_chunk(&full[1..], false, &mut out),
        Err(ChunkError::Short)
    );
    assert_eq!(
        sealer.seal_chunk(&vec![0; CHUNK + 1], true, &mut out),
        Err(ChunkError::TooLong)
    );
    assert_eq!((out.len(), sealer.sealed_chunks()), (0, 0));
    sealer.seal_chunk(&full, false, &mut out).unwrap();
    assert_eq!(
        sealer.seal_chunk(b"", true, &mut out),
        Err(ChunkError::NeedlessEmpty)
    );
    assert!(!sealer.is_finished());
    sealer.seal_chunk(&full, true, &mut out).unwrap();
    assert!(sealer.is_finished());
    assert_eq!(
        sealer.seal_chunk(&full, true, &mut out),
        Err(ChunkError::AfterLast)
    );
    assert_eq!((out.len(), sealer.sealed_chunks()), (2 * SEALED_CHUNK, 2));
}

#[test]
fn the_chunk_number_never_wraps() {
    let key = DataKey::random(&entropy());
    let mut out = Vec::new();
    let mut sealer = ChunkSealer::new(&key, FILE, PartNo(1), u32::MAX);

    sealer.seal_chunk(&vec![0; CHUNK], false, &mut out).unwrap();

    assert_eq!(sealer.sealed_chunks(), 1);
    assert_eq!(
        sealer.seal_chunk(b"x", true, &mut out),
        Err(ChunkError::TooMany)
    );
}

#[test]
fn a_wrapped_key_belongs_to_its_file_and_part() {
    let vault = vault();
    let key = DataKey::random(&entropy());
    let wrapped = vault.wrap_key(&entropy(), FILE, PartNo(1), &key);
    let refused = |file, part| vault.unwrap_key(file, part, &wrapped).unwrap_err();

    assert_eq!(wrapped.as_ref().len(), WrappedKey::LEN);
    assert_eq!(vault.unwrap_key(FILE, PartNo(1), &wrapped), Ok(key));
    assert_eq!(refused(OTHER_FILE, PartNo(1)), OpenError::Forged);
    assert_eq!(refused(FILE, PartNo(0)), OpenError::Forged);
    for bytes in damaged(wrapped.as_bytes()) {
        let wrapped = WrappedKey::from_bytes(bytes);
        assert!(vault.unwrap_key(FILE, PartNo(1), &wrapped).is_err());
    }
}

#[test]
fn debug_shows_the_type_name_alone() {
    let document = stored(&[0], 1);
    let key = &document.keys[0];
    let layout = Layout::new(&document.lens).unwrap();

    assert_eq!(format!("{key:?}"), "DataKey");
    assert_eq!(
        format!("{:?}", ChunkSealer::new(key, FILE, PartNo(0), 0)),
        "ChunkSealer"
    );
    assert_eq!(
        format!(
            "{:?}",
            ChunkOpener::new(key, FILE, PartNo(0), &layout).unwrap()
        ),
        "ChunkOpener"
    );
    let wrapped = vault().wrap_key(&entropy(), FILE, PartNo(0), key);
    assert_eq!(format!("{wrapped:?}"), "WrappedKey");
}
