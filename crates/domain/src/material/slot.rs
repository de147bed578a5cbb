//! The place of one file among an order's materials: the document, and which of several it is.

use super::Material;
use std::fmt;

/// A place for one file. Written `licence`, `seal_image-2`: so it stands in forms and addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    pub material: Material,
    /// From 1 where there may be several, else 0.
    pub position: i64,
}

impl Slot {
    /// The highest position that is read from outside.
    const MOST: i64 = 99;

    /// The only place of a document.
    pub const fn only(material: Material) -> Slot {
        Slot { material, position: 0 }
    }

    /// Reads what [`Slot`] writes, and nothing else.
    pub fn parse(text: &str) -> Option<Slot> {
        let Some((material, position)) = text.split_once('-') else {
            return Material::parse(text).filter(|material| material.code() == text).map(Slot::only);
        };
        let position = position.parse().ok().filter(|position| (1..=Self::MOST).contains(position))?;
        let slot = Slot { material: Material::parse(material)?, position };
        (slot.to_string() == text).then_some(slot)
    }

    /// 印模（第 2 枚）.
    pub fn title(&self) -> String {
        let title = self.material.title();
        match (self.material, self.position) {
            (_, 0) => title.to_owned(),
            (Material::SealImage, position) => format!("{title}（第 {position} 枚）"),
            (_, position) => format!("{title} {position}"),
        }
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position {
            0 => f.write_str(self.material.code()),
            position => write!(f, "{}-{position}", self.material.code()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_and_nothing_else_is() {
        for slot in [Slot::only(Material::Licence), Slot { material: Material::SealImage, position: 12 }] {
            assert_eq!(Slot::parse(&slot.to_string()), Some(slot));
        }
        for bad in ["", "licence ", "licence-0", "licence-01", "seal_image-100", "seal_image--1", "../x", "LICENCE"] {
            assert_eq!(Slot::parse(bad), None, "{bad}");
        }
        assert_eq!(Slot { material: Material::SealImage, position: 2 }.title(), "印模（第 2 枚）");
    }
}
