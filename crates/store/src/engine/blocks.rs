//! Many rows in one: neighbouring rows are kept together in blocks of about two kilobytes.
//!
//! sled keeps some 400 bytes in memory for each of its pages from the moment it is opened,
//! and puts about ten entries on a page. A published meeting has thirty rows, most of them
//! index rows of fifty bytes; kept singly, 100,000 meetings would cost 110 MB at the start.
//!
//! A block's key is the lower end of what it covers; it reaches up to the next block. Inside,
//! rows are in order, each key written as what differs from the one before:
//! shared length (2 bytes) ‖ length of the rest (2) ‖ length of the value (4) ‖ version (8) ‖
//! rest ‖ value, numbers big endian. Only the writer changes blocks.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::sled::failed;
use super::{Key, Row};
use crate::error::StoreError;

/// A block larger than this is cut, unless it is a single row.
const FULL: usize = 2048;
const HEAD: usize = 16;

pub(super) type Entries = Vec<(Key, Row)>;

pub(super) fn encode(entries: &[(Key, Row)]) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    let mut before: &[u8] = &[];
    for (key, row) in entries {
        let shared = before.iter().zip(key).take_while(|(a, b)| a == b).count();
        let rest = &key[shared..];
        let short = |len: usize| u16::try_from(len).map_err(failed);
        bytes.extend_from_slice(&short(shared)?.to_be_bytes());
        bytes.extend_from_slice(&short(rest.len())?.to_be_bytes());
        bytes.extend_from_slice(
            &u32::try_from(row.bytes.len())
                .map_err(failed)?
                .to_be_bytes(),
        );
        bytes.extend_from_slice(&row.version.to_be_bytes());
        bytes.extend_from_slice(rest);
        bytes.extend_from_slice(&row.bytes);
        before = key;
    }
    Ok(bytes)
}

/// Walks through a block's rows without copying their values.
struct Reader<'a> {
    bytes: &'a [u8],
    key: Key,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            key: Vec::new(),
        }
    }

    /// Goes to the next row: its key is then in `self.key`.
    fn step(&mut self) -> Result<Option<(u64, &'a [u8])>, StoreError> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        let cut = || failed("a block of rows is cut off");
        let (head, after) = self.bytes.split_first_chunk::<HEAD>().ok_or_else(cut)?;
        let [s0, s1, r0, r1, v0, v1, v2, v3, version @ ..] = *head;
        let rest = usize::from(u16::from_be_bytes([r0, r1]));
        let len = usize::try_from(u32::from_be_bytes([v0, v1, v2, v3])).map_err(failed)?;
        let (rest, after) = after.split_at_checked(rest).ok_or_else(cut)?;
        let (value, after) = after.split_at_checked(len).ok_or_else(cut)?;
        self.key.truncate(usize::from(u16::from_be_bytes([s0, s1])));
        self.key.extend_from_slice(rest);
        self.bytes = after;
        Ok(Some((u64::from_be_bytes(version), value)))
    }
}

pub(super) fn decode(bytes: &[u8]) -> Result<Entries, StoreError> {
    let mut reader = Reader::new(bytes);
    let mut entries = Vec::new();
    while let Some((version, value)) = reader.step()? {
        entries.push((
            reader.key.clone(),
            Row {
                version,
                bytes: value.to_vec(),
            },
        ));
    }
    Ok(entries)
}

/// The row with this key, if the block has it.
pub(super) fn find(bytes: &[u8], key: &[u8]) -> Result<Option<Row>, StoreError> {
    let mut reader = Reader::new(bytes);
    while let Some((version, value)) = reader.step()? {
        match reader.key.as_slice().cmp(key) {
            Ordering::Less => {}
            Ordering::Equal => {
                return Ok(Some(Row {
                    version,
                    bytes: value.to_vec(),
                }));
            }
            Ordering::Greater => return Ok(None),
        }
    }
    Ok(None)
}

/// A block being changed.
pub(super) struct Edit {
    start: Key,
    entries: Entries,
    /// Everything new came behind everything old: the usual case, for ids grow with time.
    appended: bool,
}

impl Edit {
    pub(super) fn of(start: Key, bytes: &[u8]) -> Result<Self, StoreError> {
        Ok(Self {
            start,
            entries: decode(bytes)?,
            appended: true,
        })
    }

    /// Puts or, with `None`, removes a row.
    pub(super) fn put(&mut self, key: &Key, row: Option<&Row>) {
        match (
            self.entries.binary_search_by(|(known, _)| known.cmp(key)),
            row,
        ) {
            (Ok(at), Some(row)) => self.entries[at].1 = row.clone(),
            (Ok(at), None) => drop(self.entries.remove(at)),
            (Err(at), Some(row)) => {
                self.appended &= at == self.entries.len();
                self.entries.insert(at, (key.clone(), row.clone()));
            }
            (Err(_), None) => {}
        }
    }

    /// The blocks it becomes, by their keys; `None` when nothing is left of it.
    pub(super) fn finish(self) -> Result<BTreeMap<Key, Option<Vec<u8>>>, StoreError> {
        let Self {
            start,
            entries,
            appended,
        } = self;
        let sizes: Vec<usize> = entries
            .iter()
            .map(|(key, row)| HEAD + key.len() + row.bytes.len())
            .collect();
        let mut blocks = BTreeMap::from([(start.clone(), None)]);
        let mut from = 0;
        for to in cuts(&sizes, appended) {
            let key = if from == 0 {
                start.clone()
            } else {
                entries[from].0.clone()
            };
            blocks.insert(key, Some(encode(&entries[from..to])?));
            from = to;
        }
        Ok(blocks)
    }
}

/// Where to cut rows of these sizes into blocks: the ends of the blocks, the last one too.
///
/// What was appended fills one block after the other and leaves them full; what came in
/// between is cut evenly, so that each part has room for more.
fn cuts(sizes: &[usize], appended: bool) -> Vec<usize> {
    let total: usize = sizes.iter().sum();
    let goal = if appended {
        FULL
    } else {
        total.div_ceil(total.div_ceil(FULL).max(1))
    };
    let (mut ends, mut sum) = (Vec::new(), 0);
    for (at, size) in sizes.iter().enumerate() {
        if sum > 0 && (sum + size > FULL || sum >= goal) {
            ends.push(at);
            sum = 0;
        }
        sum += size;
    }
    if !sizes.is_empty() {
        ends.push(sizes.len());
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(version: u64, len: usize) -> Row {
        Row {
            version,
            bytes: vec![7; len],
        }
    }

    #[test]
    fn a_block_comes_back_as_it_was() {
        let entries: Entries = [("a", 0), ("aa", 5), ("ab", 70_000), ("b", 1), ("ba", 2)]
            .iter()
            .zip(1..)
            .map(|((key, len), version)| (key.as_bytes().to_vec(), row(version, *len)))
            .collect();

        let bytes = encode(&entries).unwrap();

        assert_eq!(decode(&bytes).unwrap(), entries);
        for (key, row) in &entries {
            assert_eq!(find(&bytes, key).unwrap().as_ref(), Some(row));
        }
        for key in ["", "aaa", "c"] {
            assert_eq!(find(&bytes, key.as_bytes()).unwrap(), None);
        }
        assert!(decode(&bytes[..bytes.len() - 1]).is_err());
        assert!(decode(&[]).unwrap().is_empty());
    }

    #[test]
    fn what_is_appended_leaves_full_blocks_and_what_comes_between_leaves_room() {
        assert_eq!(cuts(&[500; 9], true), [4, 8, 9]);
        assert_eq!(cuts(&[500; 5], false), [3, 5]);
        assert_eq!(cuts(&[100; 20], false), [20]);
        assert_eq!(cuts(&[50, 9_000, 50, 60], true), [1, 2, 4]);
        assert_eq!(cuts(&[9_000], false), [1]);
        assert!(cuts(&[], true).is_empty());
    }

    #[test]
    fn an_emptied_block_goes() {
        let mut edit = Edit::of(b"x".to_vec(), &[]).unwrap();
        edit.put(&b"y".to_vec(), Some(&row(1, 3)));
        let blocks = edit.finish().unwrap();
        let bytes = blocks[b"x".as_slice()].clone().unwrap();

        let mut edit = Edit::of(b"x".to_vec(), &bytes).unwrap();
        edit.put(&b"y".to_vec(), None);

        assert_eq!(
            edit.finish().unwrap(),
            BTreeMap::from([(b"x".to_vec(), None)])
        );
    }
}
