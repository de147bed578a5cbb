//! What is sealed is packed before: JSON of a whole submission repeats itself, and sealed text cannot be made smaller
//! afterwards. A packed text begins with a byte that no text here begins with.

use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use std::borrow::Cow;
use std::io::Read;

/// Stands before a packed text.
const PACKED: u8 = 0;
/// Shorter texts are not worth it.
const WORTH: usize = 256;
/// The longest text that is unpacked, in bytes: 4 MB, far more than any column holds.
const LONGEST: u64 = 4 * 1024 * 1024;

pub fn pack(text: &str) -> Cow<'_, [u8]> {
    let plain = text.as_bytes();
    let ambiguous = plain.first() == Some(&PACKED);
    if plain.len() < WORTH && !ambiguous {
        return Cow::Borrowed(plain);
    }
    let mut packed = vec![PACKED];
    let done = DeflateEncoder::new(plain, Compression::fast()).read_to_end(&mut packed);
    if (done.is_ok() && packed.len() < plain.len()) || ambiguous { Cow::Owned(packed) } else { Cow::Borrowed(plain) }
}

/// The text again; `None` for bytes that [`pack`] never made.
pub fn unpack(bytes: &[u8]) -> Option<String> {
    let Some(packed) = bytes.strip_prefix(&[PACKED]) else { return String::from_utf8(bytes.to_vec()).ok() };
    let mut text = String::new();
    DeflateDecoder::new(packed).take(LONGEST).read_to_string(&mut text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back_and_a_long_one_is_packed() {
        let long = r#"{"label":"证书服务费","amount":16000},"#.repeat(40);
        for text in ["", "13800001234", "\0", "\0\0 begins like a packed one", &long] {
            assert_eq!(unpack(&pack(text)).as_deref(), Some(text));
        }
        assert!(pack(&long).len() * 4 < long.len());
        assert_eq!(&*pack("13800001234"), b"13800001234", "what is short stays as it was stored before");
    }

    #[test]
    fn a_text_that_cannot_be_packed_stays_as_it_is() {
        let noise: String =
            (0..300_u32).filter_map(|n| char::from_u32(0x4e00 + n.wrapping_mul(2_654_435_761) % 20_000)).collect();
        let packed = pack(&noise);
        assert!(packed.len() <= noise.len() && unpack(&packed).as_deref() == Some(noise.as_str()));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        for bytes in [&[PACKED, 0xff, 0xff][..], &[0xff], &[PACKED, 1, 1, 0, 0xfe, 0xff, 0xff]] {
            assert_eq!(unpack(bytes), None, "{bytes:?}");
        }
    }
}
