//! A look over the raw bytes of a PDF before it is parsed, so that parsing costs what it seems to cost. Object streams
//! are unfolded here without keeping anything; the parser would turn each sign of them into an object of some hundred
//! bytes. The bounds are far above what scanners and office programs write.

use super::verdict::FileRefusal;
use flate2::write::ZlibDecoder;
use std::io::{self, Write};

/// All object streams together may unfold to so many bytes.
const UNFOLDED_MAX: usize = 8 * 1024 * 1024;
/// Words outside and inside of object streams; each becomes an object. Five MB of picture data hold some 200,000 by
/// accident.
const WORDS_MAX: usize = 600_000;
/// A stream's dictionary begins at most so far before its data.
const DICTIONARY_MAX: usize = 2048;

/// What none of our documents needs; short names are judged in the parsed document, for they occur by accident.
const FORBIDDEN: [&[u8]; 5] = [b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/ImportData"];

pub fn bounded(bytes: &[u8]) -> Result<(), FileRefusal> {
    if !ends_well(bytes) {
        return Err(FileRefusal::Unreadable);
    }
    if FORBIDDEN.iter().any(|word| find(bytes, word, 0).is_some()) {
        return Err(FileRefusal::Active);
    }
    let mut words = Words::default();
    words.see(bytes);
    let mut unfolded = Unfolded { bytes: 0, words };
    let mut from = 0;
    while let Some(at) = find(bytes, b"stream", from) {
        from = at + 6;
        if bytes[..at].ends_with(b"end") {
            continue;
        }
        let dictionary = dictionary_before(bytes, at);
        if holds_objects(dictionary) {
            unfold(dictionary, after_line_end(&bytes[from..]), &mut unfolded)?;
        }
    }
    if unfolded.words.count > WORDS_MAX { Err(FileRefusal::TooComplex) } else { Ok(()) }
}

/// `%%EOF` stands at the end: a file with something behind it is two files in one.
fn ends_well(bytes: &[u8]) -> bool {
    let rest = bytes.windows(5).rposition(|part| part == b"%%EOF").map(|at| &bytes[at + 5..]);
    rest.is_some_and(|rest| rest.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0))
}

fn dictionary_before(bytes: &[u8], at: usize) -> &[u8] {
    let before = &bytes[at.saturating_sub(DICTIONARY_MAX)..at];
    let start = before.windows(3).rposition(|part| part == b"obj").map_or(0, |at| at + 3);
    &before[start..]
}

/// Object streams; a dictionary with escaped names may hide that it is one.
fn holds_objects(dictionary: &[u8]) -> bool {
    find(dictionary, b"/ObjStm", 0).is_some() || dictionary.contains(&b'#')
}

fn unfold(dictionary: &[u8], data: &[u8], into: &mut Unfolded) -> Result<(), FileRefusal> {
    let filters = dictionary.windows(6).filter(|part| *part == b"Decode").count();
    let parameters = dictionary.windows(11).filter(|part| *part == b"DecodeParms").count();
    if find(dictionary, b"/Filter", 0).is_none() {
        return Ok(()); // its words were counted where they stand
    }
    if filters - parameters.min(filters) != 1 || find(dictionary, b"/FlateDecode", 0).is_none() {
        return Err(FileRefusal::TooComplex);
    }
    // Data that are damaged are the parser's business; here only their size counts.
    match ZlibDecoder::new(&mut *into).write_all(data) {
        Err(error) if error.kind() == io::ErrorKind::StorageFull => Err(FileRefusal::TooComplex),
        _ => Ok(()),
    }
}

fn after_line_end(data: &[u8]) -> &[u8] {
    data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data)
}

fn find(bytes: &[u8], part: &[u8], from: usize) -> Option<usize> {
    bytes.get(from..)?.windows(part.len()).position(|window| window == part).map(|at| at + from)
}

/// Counts what comes out and forgets it.
struct Unfolded {
    bytes: usize,
    words: Words,
}

impl Write for Unfolded {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        self.bytes += part.len();
        self.words.see(part);
        if self.bytes > UNFOLDED_MAX || self.words.count > WORDS_MAX {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Counts where an object may begin.
#[derive(Default)]
struct Words {
    count: usize,
    inside: bool,
}

impl Words {
    fn see(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b' ' | b'\r' | b'\n' | b'\t' | 0 | 12 => self.inside = false,
                b'/' | b'[' | b'<' | b'(' => {
                    self.count += 1;
                    self.inside = true;
                }
                _ => {
                    self.count += usize::from(!self.inside);
                    self.inside = true;
                }
            }
        }
    }
}
