//! 快递单号 (manual 3.2 (7)). A number that does not look like its carrier's gets a warning and is accepted:
//! carriers change their formats.

use crate::field::FieldErrors;
use crate::text::{Input, choice, compact, quoted};
use serde::{Deserialize, Serialize};

choice! {
    /// 快递公司.
    Carrier {
        Sf = "sf", "顺丰速运";
        Ems = "ems", "中国邮政 EMS";
        Zto = "zto", "中通快递";
        Yto = "yto", "圆通速递";
        Sto = "sto", "申通快递";
        Yunda = "yunda", "韵达快递";
        Jd = "jd", "京东快递";
        Jt = "jt", "极兔速递";
        Deppon = "deppon", "德邦快递";
        Other = "other", "其他快递";
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WaybillForm {
    /// 快递公司, a code of [`Carrier`].
    pub carrier: String,
    /// 快递单号.
    pub waybill: String,
}

/// A parcel's number with its carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waybill {
    /// The carrier's name as people read it.
    pub carrier: String,
    /// 6–32 of `[A-Z0-9-]`.
    pub number: String,
}

/// A number that is accepted and yet does not look like its carrier's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaybillWarning(Carrier);

impl WaybillWarning {
    /// What to do about it.
    pub fn message(self) -> String {
        format!("单号不像{}的单号，已保存，请照面单再核对一次", self.0.title())
    }
}

impl WaybillForm {
    /// Fewest characters of a number.
    pub const NUMBER_MIN: usize = 6;
    /// Most characters of a number.
    pub const NUMBER_MAX: usize = 32;

    /// True when nothing was filled in: approving without a parcel at hand.
    pub fn is_blank(&self) -> bool {
        self.carrier.trim().is_empty() && self.waybill.trim().is_empty()
    }

    /// Judges both inputs; the number is made half-width capitals without blanks.
    pub fn check(&self) -> Result<Waybill, FieldErrors> {
        let mut errors = FieldErrors::new();
        let carrier = Input::new("carrier", "快递公司", &self.carrier).choice(Carrier::parse, &mut errors);
        let number = compact(&self.waybill).to_uppercase();
        let length = number.chars().count();
        let (min, max) = (Self::NUMBER_MIN, Self::NUMBER_MAX);
        if number.is_empty() {
            errors.add("waybill", "请填写快递单号");
        } else if !number.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-') {
            let value = quoted(&self.waybill);
            errors.add("waybill", format!("快递单号{value}应只含字母、数字和短横，请照面单改正"));
        } else if !(min..=max).contains(&length) {
            errors.add("waybill", format!("快递单号应为 {min}–{max} 位，现在是 {length} 位，请照面单核对"));
        }
        match carrier {
            Some(carrier) => errors.into_result(Waybill { carrier: carrier.title().to_owned(), number }),
            None => Err(errors),
        }
    }
}

impl Waybill {
    /// 顺丰速运 SF1234567890123.
    pub fn sentence(&self) -> String {
        format!("{} {}", self.carrier, self.number)
    }

    /// The doubt about the number; `None` for carriers whose pattern is not known.
    pub fn warning(&self) -> Option<WaybillWarning> {
        let carrier = Carrier::ALL.iter().copied().find(|carrier| carrier.title() == self.carrier)?;
        (!carrier.fits(&self.number)).then_some(WaybillWarning(carrier))
    }
}

impl Carrier {
    /// Reads a carrier as people write it in a table: the name, its beginning, or the code, in any case.
    pub fn named(text: &str) -> Option<Carrier> {
        let text = compact(text).to_uppercase();
        let known = |carrier: &Carrier| {
            let title = compact(carrier.title()).to_uppercase();
            let short: String = title.chars().take(2).collect();
            text == carrier.code().to_uppercase() || text == title || text == short
        };
        match text.as_str() {
            "EMS" | "邮政" | "中国邮政" | "邮政EMS" => Some(Carrier::Ems),
            "顺丰快递" | "顺丰" => Some(Carrier::Sf),
            "" => None,
            _ => Carrier::ALL.iter().copied().find(known),
        }
    }

    /// Whether a normalised number has the shape that this carrier is known to use.
    fn fits(self, number: &str) -> bool {
        let digits = |text: &str, min: usize, max: usize| {
            (min..=max).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
        };
        let after = |prefix: &str| number.strip_prefix(prefix);
        match self {
            Carrier::Sf => after("SF").is_some_and(|rest| digits(rest, 13, 13)) || digits(number, 12, 12),
            Carrier::Ems => digits(number, 13, 13) || is_postal(number),
            Carrier::Zto | Carrier::Sto => digits(number, 12, 15),
            Carrier::Yto => digits(after("YT").unwrap_or(number), 10, 15),
            Carrier::Yunda => digits(number, 13, 15),
            Carrier::Jd => after("JD").is_some_and(is_jd),
            Carrier::Jt => after("JT").is_some_and(|rest| digits(rest, 13, 13)),
            Carrier::Deppon => digits(after("DPK").unwrap_or(number), 8, 15),
            Carrier::Other => true,
        }
    }
}

/// The number of the world's posts: two letters, nine digits, two letters.
fn is_postal(number: &str) -> bool {
    number.len() == 13
        && number.bytes().enumerate().all(|(i, b)| match i {
            0 | 1 | 11 | 12 => b.is_ascii_uppercase(),
            _ => b.is_ascii_digit(),
        })
}

/// What follows `JD`: 8–18 letters and digits, then perhaps `-1-3-`, the parcel's place among several.
fn is_jd(rest: &str) -> bool {
    let (body, place) = rest.split_once('-').map_or((rest, None), |(body, place)| (body, Some(place)));
    let body_fits = (8..=18).contains(&body.len()) && body.bytes().all(|b| b.is_ascii_alphanumeric());
    let counts = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let place_fits = |place: &str| {
        let place = place.strip_suffix('-').unwrap_or(place);
        place.split_once('-').is_some_and(|(one, all)| counts(one) && counts(all))
    };
    body_fits && place.is_none_or(place_fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(carrier: &str, waybill: &str) -> Result<Waybill, FieldErrors> {
        WaybillForm { carrier: carrier.into(), waybill: waybill.into() }.check()
    }

    #[test]
    fn numbers_are_normalised() {
        let waybill = check("sf", " ｓf 7444 400043266\t").unwrap();
        assert_eq!(waybill.sentence(), "顺丰速运 SF7444400043266");
        assert_eq!(waybill.warning(), None);
    }

    #[test]
    fn mistakes_are_named() {
        let message = |carrier: &str, waybill: &str, field: &str| {
            check(carrier, waybill).unwrap_err().get(field).unwrap_or_default().to_owned()
        };
        assert_eq!(message("", "SF7444400043266", "carrier"), "请选择快递公司");
        assert_eq!(message("bird", "SF7444400043266", "carrier"), "请选择快递公司");
        assert_eq!(message("sf", " ", "waybill"), "请填写快递单号");
        assert_eq!(message("sf", "12345", "waybill"), "快递单号应为 6–32 位，现在是 5 位，请照面单核对");
        assert_eq!(message("sf", &"1".repeat(33), "waybill"), "快递单号应为 6–32 位，现在是 33 位，请照面单核对");
        assert_eq!(message("sf", "SF12<3456>", "waybill"), "快递单号“SF12<3456>”应只含字母、数字和短横，请照面单改正");
        assert!(check("other", "123456").is_ok() && check("other", &"1".repeat(32)).is_ok());
    }

    #[test]
    fn carriers_are_read_as_people_write_them() {
        for (text, carrier) in [
            ("顺丰速运", Some(Carrier::Sf)),
            (" 顺丰 ", Some(Carrier::Sf)),
            ("sf", Some(Carrier::Sf)),
            ("ＥＭＳ", Some(Carrier::Ems)),
            ("中国邮政", Some(Carrier::Ems)),
            ("圆通", Some(Carrier::Yto)),
            ("京东快递", Some(Carrier::Jd)),
            ("其他快递", Some(Carrier::Other)),
            ("", None),
            ("飞鸽", None),
            ("顺丰同城急送", None),
        ] {
            assert_eq!(Carrier::named(text), carrier, "{text}");
        }
    }

    #[test]
    fn every_carrier_knows_its_own_numbers_and_doubts_others() {
        for (carrier, good, odd) in [
            ("sf", "SF7444400043266", "SF744440004326"),
            ("sf", "744440004326", "7444400043"),
            ("ems", "EA123456789CN", "EA12345678CN9"),
            ("zto", "123456789012", "12345678901"),
            ("yto", "YT1234567890", "YT123456789"),
            ("sto", "123456789012345", "1234567890123456"),
            ("yunda", "1234567890123", "123456789012"),
            ("jd", "JD0012345678-1-3-", "JD0012345678-1"),
            ("jt", "JT1234567890123", "1234567890123"),
            ("deppon", "DPK12345678", "DPK1234567"),
        ] {
            assert_eq!(check(carrier, good).unwrap().warning(), None, "{good}");
            assert!(check(carrier, odd).unwrap().warning().is_some(), "{odd}");
        }
        assert_eq!(check("other", "ANY-THING").unwrap().warning(), None);
    }

    proptest! {
        #[test]
        fn any_string_is_judged_without_panic(text in any::<String>(), near in "[A-Z0-9-]{6,32}") {
            let _ = check("sf", &text);
            for carrier in Carrier::ALL {
                let _ = check(carrier.code(), &near).unwrap().warning();
            }
        }
    }
}
