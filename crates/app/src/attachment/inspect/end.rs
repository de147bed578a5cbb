//! Whether a JPEG is whole. Decoders fill what is missing with grey and say nothing, so a cut-off scan would pass.

/// True if the picture's own end marker follows its data. Thumbnails inside the head have one too, so the head is
/// stepped over.
pub fn is_reached(bytes: &[u8]) -> bool {
    let mut at = 2;
    loop {
        let [0xFF, marker, high, low] = bytes.get(at..at + 4).unwrap_or_default() else { return false };
        if *marker == 0xFF {
            at += 1; // a fill byte
            continue;
        }
        if *marker == 0xDA {
            // Inside the data 0xFF is always followed by 0 or a restart marker, so this is no accident.
            return bytes[at..].windows(2).any(|pair| pair == [0xFF, 0xD9]);
        }
        at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
    }
}
