//! The memory of a simulator: an append-only file with one JSON object on each line, in the order in which things
//! happened. An entry is on the disk before the caller gets an answer, so what a simulator has said survives a crash;
//! at the next start the entries are handed back to be replayed. There is no compaction: a demonstration is small.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::marker::PhantomData;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// An open journal of entries of one kind. One process owns it at a time.
#[derive(Debug)]
pub struct Ledger<E> {
    file: File,
    /// Length of the part that is known to be whole; a failed write is cut back to it.
    len: u64,
    entries: PhantomData<fn(E) -> E>,
}

impl<E: Serialize + DeserializeOwned> Ledger<E> {
    /// Opens or creates the journal and returns every entry in it, oldest first.
    ///
    /// A last line without its line end was torn by a crash: it was never answered for, and is cut off.
    ///
    /// # Errors
    /// Any I/O error; [`io::ErrorKind::InvalidData`] with the line number if a whole line cannot be read.
    pub fn open(path: impl AsRef<Path>) -> io::Result<(Self, Vec<E>)> {
        let path = path.as_ref();
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let entries = read_lines(&bytes[..whole])?;
        let mut ledger = Self { file, len: whole as u64, entries: PhantomData };
        if whole < bytes.len() {
            tracing::warn!(path = %path.display(), bytes = bytes.len() - whole, "cut a torn last line off the ledger");
        }
        ledger.cut_back()?;
        Ok((ledger, entries))
    }

    /// Adds one entry and waits until it is on the disk.
    ///
    /// # Errors
    /// Any I/O error. The entry is then not part of the journal, and the caller must not answer as if it were.
    pub fn append(&mut self, entry: &E) -> io::Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        if let Err(error) = self.file.write_all(&line).and_then(|()| self.file.sync_data()) {
            // Otherwise the next entry would be glued to a torn line in the middle of the file.
            self.cut_back()?;
            return Err(error);
        }
        self.len += line.len() as u64;
        Ok(())
    }

    fn cut_back(&mut self) -> io::Result<()> {
        self.file.set_len(self.len)?;
        self.file.seek(SeekFrom::Start(self.len))?;
        self.file.sync_data()
    }
}

fn read_lines<E: DeserializeOwned>(whole: &[u8]) -> io::Result<Vec<E>> {
    whole
        .split(|&byte| byte == b'\n')
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
        .map(|(index, line)| {
            serde_json::from_slice(line).map_err(|error| {
                io::Error::new(io::ErrorKind::InvalidData, format!("ledger line {}: {error}", index + 1))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::chance;

    fn fresh_path() -> std::path::PathBuf {
        std::env::temp_dir().join(format!("ledger-test-{}", chance::hex_id())).join("ledger.jsonl")
    }

    #[test]
    fn entries_come_back_in_order_after_a_restart() {
        let path = fresh_path();
        let (mut ledger, before) = Ledger::<String>::open(&path).unwrap();
        assert!(before.is_empty());
        ledger.append(&"一".to_owned()).unwrap();
        ledger.append(&"two\nlines".to_owned()).unwrap();
        drop(ledger);
        let (mut ledger, entries) = Ledger::<String>::open(&path).unwrap();
        assert_eq!(entries, ["一", "two\nlines"]);
        ledger.append(&"three".to_owned()).unwrap();
        drop(ledger);
        assert_eq!(Ledger::<String>::open(&path).unwrap().1.len(), 3);
    }

    #[test]
    fn a_torn_last_line_is_cut_off_and_the_next_entry_starts_clean() {
        let path = fresh_path();
        let (mut ledger, _) = Ledger::<u32>::open(&path).unwrap();
        ledger.append(&1).unwrap();
        drop(ledger);
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(b"22").unwrap();
        drop(file);
        let (mut ledger, entries) = Ledger::<u32>::open(&path).unwrap();
        assert_eq!(entries, [1]);
        ledger.append(&3).unwrap();
        drop(ledger);
        assert_eq!(Ledger::<u32>::open(&path).unwrap().1, [1, 3]);
    }

    #[test]
    fn a_spoiled_whole_line_is_an_error_that_names_the_line() {
        let path = fresh_path();
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "1\nxyz\n3\n").unwrap();
        let error = Ledger::<u32>::open(&path).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        assert!(error.to_string().contains("line 2"), "{error}");
    }
}
