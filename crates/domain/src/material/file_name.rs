//! 一次选择多份: the place of a file, by the name that people give it. What no word names is asked for, not guessed; what
//! is put wrongly is seen at once in the list and mended there.

use super::{Material, Slot};
use crate::text::file_name;
use unicode_normalization::UnicodeNormalization;

/// Words of a file's name and the document that they stand for. The first line that fits decides, so the longer word
/// stands before the shorter one that it holds: 印模采集表 before 印模. Of each list of a line one word must be there.
const WORDS: [(Material, &[&[&str]]); 8] = [
    (Material::IdFront, &[&["身份证"], &["正面", "人像", "头像"]]),
    (Material::IdBack, &[&["身份证"], &["反面", "背面", "国徽"]]),
    (Material::Proxy, &[&["委托", "授权"]]),
    (Material::SealForm, &[&["签章申请", "印章申请", "采集表"]]),
    (Material::Application, &[&["申请表"]]),
    (Material::Licence, &[&["执照", "登记证", "法人证书"]]),
    (Material::SealImage, &[IMPRINT]),
    (Material::Other, &[&["补充材料"]]),
];

/// What people call the picture of a seal.
const IMPRINT: &[&str] = &["印模", "印章", "公章", "章样"];

/// That a paper bears a stamp says nothing of what it is.
const STAMPED: [&str; 4] = ["加盖公章", "盖公章", "加盖印章", "盖章"];

impl Slot {
    /// The place of a file of this name; `None` when nothing in it tells, or when it tells of two. An imprint whose name
    /// bears no number has the position 0: any place for an imprint. `name` is what the browser sent: IE sends the whole
    /// path, of which only the end counts.
    pub fn of_file(name: &str) -> Option<Slot> {
        let plain: String = file_name(name).nfkc().filter(|c| !c.is_whitespace()).collect();
        let plain = STAMPED.iter().fold(plain, |plain, word| plain.replace(word, ""));
        let fits = |lists: &[&[&str]]| lists.iter().all(|words| words.iter().any(|word| plain.contains(word)));
        let both_sides = plain.contains("正反") || (fits(WORDS[0].1) && fits(WORDS[1].1));
        let (material, _) = WORDS.iter().find(|(_, lists)| fits(lists)).filter(|_| !both_sides)?;
        let position = if *material == Material::SealImage { number_of(&plain) } else { 0 };
        Some(Slot { material: *material, position })
    }
}

/// The number behind the word for an imprint, as in 印模2, 印模(第2枚), 公章_2; 0 without one. Three digits and more are
/// no number of a seal but a day or a camera's count.
fn number_of(plain: &str) -> i64 {
    let rest = IMPRINT.iter().find_map(|word| plain.split_once(word)).map_or("", |(_, rest)| rest);
    let rest = rest.trim_start_matches(['(', '第', '-', '_', '#']);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    if end > 2 { 0 } else { rest[..end].parse().unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_that_people_give_to_their_scans_tell_the_document() {
        for (name, material) in [
            ("营业执照.jpg", Material::Licence),
            (r"C:\身份证正面\营业执照副本（盖章）.PDF", Material::Licence),
            ("数字证书申请表（已盖章）.pdf", Material::Application),
            ("申请表 - 青禾.pdf", Material::Application),
            ("张三 身份证 正面.png", Material::IdFront),
            ("经办人身份证人像面.jpg", Material::IdFront),
            ("身份证反面(1).png", Material::IdBack),
            ("身份证国徽面.jpg", Material::IdBack),
            ("法人授权委托书（加盖公章）.pdf", Material::Proxy),
            ("电子签章申请表与印模采集表.pdf", Material::SealForm),
            ("印章申请表.pdf", Material::SealForm),
            ("补充材料-承诺.pdf", Material::Other),
        ] {
            assert_eq!(Slot::of_file(name), Some(Slot::only(material)), "{name}");
        }
    }

    #[test]
    fn an_imprint_goes_where_its_number_says() {
        for (name, position) in [
            ("印模.png", 0),
            ("公章扫描件.png", 0),
            ("印模20261124.png", 0),
            ("印模 2.png", 2),
            ("印模（第 12 枚）.png", 12),
            ("公章_1.png", 1),
            ("印模(1).png", 1),
            ("印模0.png", 0),
        ] {
            let slot = Slot { material: Material::SealImage, position };
            assert_eq!(Slot::of_file(name), Some(slot), "{name}");
        }
    }

    #[test]
    fn a_name_that_does_not_tell_is_not_guessed() {
        for name in [
            "",
            "IMG_20261124.jpg",
            "扫描件0001.pdf",
            "身份证.jpg",
            "身份证正反面.jpg",
            "身份证正面+反面.jpg",
            "正面.jpg",
            "承诺书（加盖公章）.jpg",
            "营业执照/IMG_1.jpg",
        ] {
            assert_eq!(Slot::of_file(name), None, "{name}");
        }
    }

    #[test]
    fn every_document_is_known_by_its_own_title() {
        for material in Material::ALL {
            let slot = Slot { material: *material, position: i64::from(*material == Material::SealImage) };
            assert_eq!(Slot::of_file(&format!("{}.pdf", slot.title())), Some(slot));
        }
    }
}
