//! PDFs: read through, not rewritten (that would break the signatures of those that sign). Refused if they are locked,
//! damaged, or could do anything but be read. They are only ever downloaded, never shown by a page of ours.

use super::scan;
use super::verdict::{FileRefusal, PAGES_MAX};
use lopdf::{Dictionary, Document, LoadOptions, Object};

/// One object stream may unfold to so many bytes; all together are bounded by `scan`.
const STREAM_MAX: usize = 4 * 1024 * 1024;

/// Keys that make a document do something.
const ACTIVE_KEYS: [&[u8]; 9] =
    [b"JS", b"JavaScript", b"AA", b"Launch", b"EmbeddedFiles", b"EF", b"RichMediaContent", b"XFA", b"Collection"];
/// Kinds of action, annotation and object that do.
const ACTIVE_KINDS: [&[u8]; 12] = [
    b"JavaScript",
    b"Launch",
    b"SubmitForm",
    b"ImportData",
    b"GoToE",
    b"GoToR",
    b"Rendition",
    b"Movie",
    b"Sound",
    b"EmbeddedFile",
    b"FileAttachment",
    b"RichMedia",
];
/// What opening a document may do: show a place in it.
const HARMLESS_OPENING: [&[u8]; 2] = [b"GoTo", b"Named"];

/// How many pages a document has that is only there to be read.
pub fn pages(bytes: &[u8]) -> Result<usize, FileRefusal> {
    scan::bounded(bytes)?;
    let options = LoadOptions { max_decompressed_size: Some(STREAM_MAX), ..LoadOptions::default() };
    let locked = || bytes.windows(8).any(|part| part == b"/Encrypt");
    let document = Document::load_mem_with_options(bytes, options)
        .map_err(|_| if locked() { FileRefusal::Encrypted } else { FileRefusal::Unreadable })?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(FileRefusal::Encrypted);
    }
    let trailer = Object::Dictionary(document.trailer.clone());
    if document.objects.values().chain([&trailer]).any(is_active) {
        return Err(FileRefusal::Active);
    }
    match document.page_iter().take(PAGES_MAX * 20).count() {
        0 => Err(FileRefusal::Unreadable),
        pages if pages > PAGES_MAX => Err(FileRefusal::TooManyPages(pages)),
        pages => Ok(pages),
    }
}

/// Walks an object and all that stands directly in it, without recursion.
fn is_active(object: &Object) -> bool {
    let mut waiting = vec![object];
    while let Some(next) = waiting.pop() {
        match next {
            Object::Array(items) => waiting.extend(items),
            Object::Dictionary(dictionary) => {
                if acts(dictionary) {
                    return true;
                }
                waiting.extend(dictionary.iter().map(|(_, value)| value));
            }
            Object::Stream(stream) => {
                if acts(&stream.dict) {
                    return true;
                }
                waiting.extend(stream.dict.iter().map(|(_, value)| value));
            }
            _ => {}
        }
    }
    false
}

fn acts(dictionary: &Dictionary) -> bool {
    let name = |key: &[u8]| dictionary.get(key).ok().and_then(|value| value.as_name().ok());
    let kind = |key| name(key).is_some_and(|name| ACTIVE_KINDS.contains(&name));
    ACTIVE_KEYS.iter().any(|key| dictionary.has(key))
        || kind(b"S")
        || kind(b"Type")
        || kind(b"Subtype")
        || opens(dictionary)
}

/// What opening the document does. A place in it (an array, a name) is harmless; an action must be one of few kinds. An
/// action that stands elsewhere is judged there, like every other.
fn opens(dictionary: &Dictionary) -> bool {
    let Ok(Object::Dictionary(action)) = dictionary.get(b"OpenAction") else { return false };
    let kind = action.get(b"S").ok().and_then(|value| value.as_name().ok());
    !kind.is_some_and(|kind| HARMLESS_OPENING.contains(&kind))
}
