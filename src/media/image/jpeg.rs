//! Whether a JPEG has its end. The decoder fills what is missing with grey and calls it a picture.

/// Walks the segments to the mark of the end. Marks within pictures that are embedded in metadata don't count.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    // After the mark of the start.
    let mut at = 2;
    loop {
        // Any number of 0xff may stand before a mark.
        while bytes.get(at) == Some(&0xff) && bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(0xff), Some(0xd9)) => return true,
            // Marks without a segment, and zeros that belong to the pixels before.
            (Some(0xff), Some(0x00 | 0x01 | 0xd0..=0xd8)) => at += 2,
            (Some(0xff), Some(_)) => match (bytes.get(at + 2), bytes.get(at + 3)) {
                (Some(high), Some(low)) => {
                    at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
                }
                _ => return false,
            },
            // Pixels, up to the next mark.
            (Some(_), Some(_)) => at += 1,
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_end_of_the_picture_itself_counts() {
        let whole = b"\xff\xd8\xff\xe1\x00\x06\xff\xd9ab\xff\xda\x00\x02\x01\xff\x00\x02\xff\xd0\x03\xff\xd9";
        assert!(is_whole(whole));
        assert!(
            !whole
                .split_last_chunk::<2>()
                .is_some_and(|(cut, _)| is_whole(cut))
        );
        assert!(!is_whole(b"\xff\xd8\xff\xe1\x00\x06\xff\xd9ab"));
        assert!(!is_whole(b"\xff\xd8"));
    }
}
