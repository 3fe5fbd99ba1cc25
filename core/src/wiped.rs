//! Bytes that leave no copy behind: they are wiped when they move to a larger place, and when they are dropped.

use std::io;

use serde::Serialize;
use zeroize::{Zeroize, Zeroizing};

/// The least capacity, once there are bytes. Most HTTP bodies and stored records fit into it.
const LEAST_CAPACITY: usize = 1024;

/// Bytes that grow. A growing `Vec` would leave a copy in its former place.
#[derive(Default)]
pub(crate) struct WipedBytes(Zeroizing<Vec<u8>>);

impl WipedBytes {
    /// The JSON form of a value.
    pub(crate) fn json(value: &impl Serialize) -> serde_json::Result<Zeroizing<Vec<u8>>> {
        let mut bytes = Self::default();
        serde_json::to_writer(&mut bytes, value)?;
        Ok(bytes.into_bytes())
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            let mut larger = Vec::with_capacity(needed.next_power_of_two().max(LEAST_CAPACITY));
            larger.extend_from_slice(&self.0);
            self.0.zeroize();
            *self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
    }

    /// The bytes, which are wiped when they are dropped.
    pub(crate) fn into_bytes(self) -> Zeroizing<Vec<u8>> {
        self.0
    }

    #[cfg(feature = "host")]
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The bytes, for an owner who wipes them.
    #[cfg(feature = "host")]
    pub(crate) fn take(mut self) -> Vec<u8> {
        std::mem::take(&mut *self.0)
    }
}

impl io::Write for WipedBytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_grow_keep_every_byte() {
        let mut bytes = WipedBytes::default();
        let written: Vec<u8> = (0..5_000_u32).map(|n| n as u8).collect();
        for piece in written.chunks(77) {
            bytes.push(piece);
        }
        assert_eq!((bytes.len(), bytes.take()), (5_000, written));
    }
}
