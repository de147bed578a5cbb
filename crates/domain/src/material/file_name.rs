//! 一次选择多份: which document a file is, by the name that people give it. A guess that is wrong is seen at once in the
//! list and mended there; what no word names is asked for.

use super::Material;
use unicode_normalization::UnicodeNormalization;

/// Words of a file's name and the document that they stand for. The first line that fits decides, so the longer word
/// stands before the shorter one that it holds: 印模采集表 before 印模. All words of a line must be there, of each list
/// one.
const WORDS: [(Material, &[&[&str]]); 8] = [
    (Material::IdFront, &[&["身份证"], &["正面", "人像", "头像"]]),
    (Material::IdBack, &[&["身份证"], &["反面", "背面", "国徽"]]),
    (Material::Proxy, &[&["委托", "授权"]]),
    (Material::SealForm, &[&["签章申请", "采集表"]]),
    (Material::Application, &[&["申请表"]]),
    (Material::Licence, &[&["执照", "登记证", "法人证书"]]),
    (Material::SealImage, &[&["印模", "印章", "公章", "章样"]]),
    (Material::Other, &[&["补充材料"]]),
];

impl Material {
    /// The document that a file of this name is; `None` when nothing in it tells. `name` is what the browser sent: IE
    /// sends the whole path, of which only the end counts.
    pub fn of_file(name: &str) -> Option<Material> {
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let plain: String = last.nfkc().filter(|c| !c.is_whitespace()).collect();
        let fits = |lists: &[&[&str]]| lists.iter().all(|words| words.iter().any(|word| plain.contains(word)));
        WORDS.iter().find(|(_, lists)| fits(lists)).map(|(material, _)| *material)
    }
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
            ("法人授权委托书.pdf", Material::Proxy),
            ("电子签章申请表与印模采集表.pdf", Material::SealForm),
            ("印模 2.png", Material::SealImage),
            ("公章.png", Material::SealImage),
            ("补充材料-承诺.pdf", Material::Other),
        ] {
            assert_eq!(Material::of_file(name), Some(material), "{name}");
        }
    }

    #[test]
    fn a_name_that_does_not_tell_is_not_guessed() {
        for name in ["", "IMG_20261124.jpg", "扫描件0001.pdf", "身份证.jpg", "正面.jpg", "营业执照/IMG_1.jpg"]
        {
            assert_eq!(Material::of_file(name), None, "{name}");
        }
    }

    #[test]
    fn every_document_is_known_by_its_own_title() {
        for material in Material::ALL {
            assert_eq!(Material::of_file(&format!("{}.pdf", material.title())), Some(*material));
        }
    }
}
