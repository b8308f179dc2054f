//! The hash of the word tables.

use std::hash::{BuildHasherDefault, Hasher};

/// Builds the hash for a map.
pub(super) type Hashing = BuildHasherDefault<WordHasher>;

/// A quick hash for short words. The tables are fixed when a pack is read, so nobody can fill them with collisions.
#[derive(Debug, Default)]
pub(super) struct WordHasher(u64);

impl WordHasher {
    fn mix(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (chunks, rest) = bytes.as_chunks::<8>();
        for chunk in chunks {
            self.mix(u64::from_le_bytes(*chunk));
        }
        let mut last = rest.len() as u64;
        for byte in rest {
            last = (last << 8) | u64::from(*byte);
        }
        self.mix(last);
    }

    fn write_u8(&mut self, value: u8) {
        self.mix(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.mix(u64::from(value));
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}
