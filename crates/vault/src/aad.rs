//! Associated data and MAC input as an unambiguous list of texts: every item
//! carries its length, so no two lists have the same bytes.

/// `label ‖ 0x00`, then for each item its length (u32, big endian) and bytes.
///
/// # Panics
///
/// When an item is 4 GiB or longer.
pub(crate) fn encode(label: &str, items: &[&[u8]]) -> Vec<u8> {
    let size = items.iter().map(|item| item.len() + 4).sum::<usize>();
    let mut out = Vec::with_capacity(label.len() + 1 + size);
    out.extend_from_slice(label.as_bytes());
    out.push(0);
    for item in items {
        let length = u32::try_from(item.len()).expect("ids and names are shorter than 4 GiB");
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(item);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn no_two_lists_share_their_bytes() {
        let lists: [&[&[u8]]; 5] = [
            &[b"ab", b"c"],
            &[b"a", b"bc"],
            &[b"abc"],
            &[b"abc", b""],
            &[b"", b"abc"],
        ];
        let mut encoded: Vec<_> = lists.iter().map(|items| encode("x", items)).collect();
        encoded.push(encode("y", lists[0]));
        let count = encoded.len();

        encoded.sort();
        encoded.dedup();

        assert_eq!(encoded.len(), count);
    }
}
