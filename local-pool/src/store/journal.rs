//! The form of the file: a line with the version, and then lines of entries.
//!
//! Each line is JSON: a checksum, and a list of entries that belong together. An entry is a kind, the pool that it
//! belongs to, a key and a value. A removed entry has no value. The first lines hold the whole state, and an empty list
//! ends them. Each further line is a change.
//!
//! The checksum covers its own line and all lines before it. So a line that was changed, removed or put in is noticed.
//! If the process ends while it writes a change, the last line has no end. No client got a response to that change, so
//! the next start leaves the change out.

use super::entries::{Entry, OwnedEntry, Unreadable};
use crate::hashing;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, BufRead, BufWriter, Write as _};
use std::path::Path;

/// The version of the file's form. Raise it with a change that an older program would misread.
const VERSION: u32 = 2;
/// A line of the whole state gets no more entries once it has this many bytes.
const LINE: usize = 64 * 1024;
/// The length of a checksum in a line: its first 64 bits, in hexadecimal.
const CHECKSUM: usize = 16;

/// The first line.
#[derive(Serialize, Deserialize)]
struct Header {
    #[serde(rename = "cognitoLocalPool")]
    version: u32,
}

/// The checksum of all lines so far.
pub(super) struct Chain([u8; 32]);

impl Chain {
    fn of_header(line: &[u8]) -> Self {
        Self(hashing::sha256(&[line]))
    }

    /// Adds a list of entries. Returns the checksum of its line.
    fn add(&mut self, list: &[u8]) -> String {
        self.0 = hashing::sha256(&[&self.0, list]);
        self.0[..CHECKSUM / 2].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The list of entries in a line, if the line's checksum is right.
    fn check<'l>(&mut self, line: &'l [u8]) -> Option<&'l [u8]> {
        let (checksum, rest) = line.strip_prefix(b"[\"")?.split_at_checked(CHECKSUM)?;
        let list = rest.strip_prefix(b"\",")?.strip_suffix(b"]\n")?;
        (self.add(list).as_bytes() == checksum).then_some(list)
    }
}

/// Entries that belong together.
#[derive(Default)]
pub(super) struct Batch(Vec<u8>);

impl Batch {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn add(&mut self, entry: &Entry<'_>) -> io::Result<()> {
        self.0.extend_from_slice(if self.is_empty() { b"[" } else { b",[" });
        serde_json::to_writer(&mut self.0, entry.kind)?;
        self.0.push(b',');
        serde_json::to_writer(&mut self.0, entry.owner)?;
        for part in [Some(entry.key), entry.value].into_iter().flatten() {
            self.0.push(b',');
            self.0.extend_from_slice(part);
        }
        self.0.push(b']');
        Ok(())
    }

    /// The line with these entries.
    fn line(&self, chain: &mut Chain) -> Vec<u8> {
        let list = [b"[", self.0.as_slice(), b"]"].concat();
        let checksum = chain.add(&list);
        [b"[\"", checksum.as_bytes(), b"\",", &list, b"]\n"].concat()
    }
}

/// A file that takes changes.
pub(super) struct Journal {
    file: File,
    chain: Chain,
    length: u64,
    /// The length of the file before its first change.
    whole: u64,
}

/// A file that takes the whole state.
pub(super) struct Whole {
    file: BufWriter<File>,
    chain: Chain,
    length: u64,
    batch: Batch,
}

impl Journal {
    /// Begins an empty file.
    pub(super) fn begin(file: File) -> io::Result<Whole> {
        let mut header = serde_json::to_vec(&Header { version: VERSION })?;
        header.push(b'\n');
        let mut file = BufWriter::new(file);
        file.write_all(&header)?;
        let length = header.len() as u64;
        Ok(Whole { file, chain: Chain::of_header(&header), length, batch: Batch::default() })
    }

    /// Adds a change, with one write. The change outlives the process as soon as the system has it.
    pub(super) fn add(&mut self, batch: &Batch) -> io::Result<()> {
        let line = batch.line(&mut self.chain);
        self.file.write_all(&line)?;
        self.length += line.len() as u64;
        Ok(())
    }

    /// Whether the file is still at its path, and nobody else has written it.
    pub(super) fn is_in_place(&self, path: &Path) -> bool {
        let (Ok(found), Ok(own)) = (fs::symlink_metadata(path), self.file.metadata()) else { return false };
        #[cfg(unix)]
        let is_same = {
            use std::os::unix::fs::MetadataExt as _;
            (found.dev(), found.ino()) == (own.dev(), own.ino())
        };
        #[cfg(not(unix))]
        let is_same = found.is_file();
        is_same && found.len() == self.length && own.len() == self.length
    }

    /// Whether the changes have many bytes: at least `least`, and at least as many as the whole state had.
    pub(super) fn is_long(&self, least: u64) -> bool {
        self.length - self.whole >= least.max(self.whole)
    }
}

impl Whole {
    pub(super) fn put(&mut self, entry: &Entry<'_>) -> io::Result<()> {
        self.batch.add(entry)?;
        if self.batch.0.len() < LINE { Ok(()) } else { self.end_line() }
    }

    fn end_line(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.batch).line(&mut self.chain);
        self.file.write_all(&line)?;
        self.length += line.len() as u64;
        Ok(())
    }

    /// Writes the end of the whole state, and waits until the file is on the disk.
    pub(super) fn finish(mut self) -> io::Result<Journal> {
        if !self.batch.is_empty() {
            self.end_line()?;
        }
        self.end_line()?;
        let file = self.file.into_inner().map_err(|error| error.into_error())?;
        file.sync_data()?;
        Ok(Journal { file, chain: self.chain, length: self.length, whole: self.length })
    }
}

/// Which version a file has.
pub(super) enum Version {
    /// The file is one JSON object: this text.
    One(Vec<u8>),
    /// Lines of entries follow.
    Two(Chain),
    Newer,
    /// The first line is damaged.
    Unknown,
}

/// Reads the first line.
pub(super) fn version(file: &mut impl BufRead) -> io::Result<Version> {
    let mut line = Vec::new();
    file.read_until(b'\n', &mut line)?;
    Ok(match serde_json::from_slice::<Header>(&line).map(|header| header.version) {
        Ok(1) => {
            file.read_to_end(&mut line)?;
            Version::One(line)
        }
        Ok(VERSION) => Version::Two(Chain::of_header(&line)),
        Ok(newer) if newer > VERSION => Version::Newer,
        _ => Version::Unknown,
    })
}

/// Reads the lines after the first one. If the file is damaged, the result is the number of the line.
pub(super) fn read(
    file: &mut impl BufRead,
    mut chain: Chain,
    mut each: impl FnMut(OwnedEntry) -> Result<(), Unreadable>,
) -> io::Result<Result<(), usize>> {
    let (mut line, mut number, mut is_whole) = (Vec::new(), 1, false);
    loop {
        line.clear();
        number += 1;
        file.read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            // The end of the file, or a change whose answer nobody got.
            return Ok(if is_whole { Ok(()) } else { Err(number) });
        }
        let list = chain.check(&line).and_then(|list| serde_json::from_slice::<Vec<OwnedEntry>>(list).ok());
        let Some(list) = list else { return Ok(Err(number)) };
        is_whole |= list.is_empty();
        if list.into_iter().try_for_each(&mut each).is_err() {
            return Ok(Err(number));
        }
    }
}
