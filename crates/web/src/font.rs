//! The one typeface that is inside the program: Noto Sans SC, cut down (assets/fonts/make.sh, licence in OFL.txt).
//! It draws the captcha and everything else that is painted on the server; pages use the fonts of the visitor's machine.

use skrifa::FontRef;

/// The bytes of the font, an OpenType file with CFF outlines.
pub static BYTES: &[u8] = include_bytes!("../../../assets/fonts/NotoSansSC-subset.otf");

/// The font, ready to be asked for outlines. Reads a few table heads only, so it is cheap enough to call each time.
pub fn noto_sans_sc() -> FontRef<'static> {
    FontRef::new(BYTES).expect("the embedded font is checked by the test below")
}

#[cfg(test)]
mod tests {
    use super::*;
    use skrifa::MetadataProvider;

    #[test]
    fn rare_characters_of_company_names_are_in_the_font() {
        let characters = noto_sans_sc().charmap();
        for sign in "Aa0¥·，。（）㛃䶮𬭎𫖯".chars() {
            assert!(characters.map(sign).is_some(), "{sign} is missing");
        }
    }
}
