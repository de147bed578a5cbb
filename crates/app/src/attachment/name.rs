//! The name that people read. Browsers send anything: IE a whole path, others whatever the file was called.

use super::Kind;
use domain::text::{clean_line, file_name, visible};

/// Longest name that is shown, in characters, its ending included.
const NAME_MAX: usize = 60;

/// The last part of a path, without what cannot be seen, with the ending of what the file really is.
pub fn shown(sent: &str, kind: Kind) -> String {
    let clean = clean_line(&visible(file_name(sent)));
    let stem = match clean.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 5 && ending.chars().all(|c| c.is_ascii_alphanumeric()) => stem,
        _ => clean.as_str(),
    };
    let stem: String = stem.trim_matches(['.', ' ']).chars().take(NAME_MAX - 4).collect();
    let stem = if stem.is_empty() { "未命名" } else { &stem };
    format!("{stem}.{}", kind.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_part_of_a_path_is_shown_with_the_true_ending() {
        for (sent, name) in [
            (r"C:\Users\lin\桌面\营业执照.PNG", "营业执照.jpg"),
            ("../../etc/passwd", "passwd.jpg"),
            ("执照.svg.jpg", "执照.svg.jpg"),
            ("a\u{202e}gpj.exe", "agpj.jpg"),
            ("evil\0.html", "evil.jpg"),
            ("a\r\nSet-Cookie: x", "aSet-Cookie: x.jpg"),
            ("", "未命名.jpg"),
            (".jpg", "未命名.jpg"),
            ("2026.11.24 扫描", "2026.11.24 扫描.jpg"),
        ] {
            assert_eq!(shown(sent, Kind::Jpg), name, "{sent:?}");
        }
    }

    #[test]
    fn a_name_of_three_thousand_characters_is_cut() {
        let name = shown(&"照".repeat(3000), Kind::Pdf);
        assert_eq!(name.chars().count(), NAME_MAX);
        assert!(name.ends_with("照.pdf"));
    }
}
