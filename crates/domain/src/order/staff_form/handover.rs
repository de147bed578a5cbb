//! 登记交付 at an outlet: who took the goods. The whole number of the document is kept apart and sealed; the order itself
//! keeps its last four characters.

use crate::company::PersonIdKind;
use crate::company::id_number::IdNumber;
use crate::field::FieldErrors;
use crate::text::{Input, compact, ticked};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct HandoverForm {
    /// `self` (经办人本人) or `proxy` (代办人).
    pub who: String,
    /// 代办人姓名.
    pub proxy_name: String,
    /// 证件类型, a code of [`PersonIdKind`].
    pub id_kind: String,
    /// 证件号码, all of it.
    pub id_number: String,
    /// 已收下授权委托书: a check box, asked of a proxy.
    pub letter: String,
    /// 已当面核对身份: a check box.
    pub seen: String,
}

/// Who took the goods, as the order keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collector {
    pub name: String,
    /// True for somebody other than the company's contact.
    pub proxy: bool,
    /// The last four characters of the document's number.
    pub id_last4: String,
}

/// The document that was looked at. Personal: stored sealed, never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectorIdentity {
    /// The name in it.
    pub name: String,
    pub id_kind: PersonIdKind,
    pub id_number: String,
    /// A proxy's letter of authority stayed at the outlet.
    pub letter: bool,
}

impl HandoverForm {
    /// Fewest characters of a name.
    pub const NAME_MIN: usize = 2;
    /// Most characters of a name.
    pub const NAME_MAX: usize = 50;
    /// `maxlength` of 证件号码: with room for blanks.
    pub const NUMBER_LENGTH: usize = 24;
    /// Fewest and most characters of the number of a document that has no check of its own.
    const OTHER_NUMBER: std::ops::RangeInclusive<usize> = 5..=20;

    /// Judges the form; `contact_name` is the name of the company's contact, as frozen in the order, and `today` the
    /// Beijing day.
    pub fn check(&self, contact_name: &str, today: Date) -> Result<(Collector, CollectorIdentity), FieldErrors> {
        let mut errors = FieldErrors::new();
        let proxy = match self.who.trim() {
            "self" => false,
            "proxy" => true,
            _ => {
                errors.add("who", "请选择领取人：经办人本人或代办人");
                false
            }
        };
        let name = if proxy {
            let length = Self::NAME_MIN..=Self::NAME_MAX;
            Input::new("proxy_name", "代办人姓名", &self.proxy_name).person(length, &mut errors)
        } else {
            contact_name.to_owned()
        };
        let kind = Input::new("id_kind", "证件类型", &self.id_kind).choice(PersonIdKind::parse, &mut errors);
        let number = kind.map(|kind| self.check_number(kind, today, &mut errors)).unwrap_or_default();
        if proxy && !ticked(&self.letter) {
            errors.add("letter", "代办人须留下盖章的授权委托书，收下后再勾选");
        }
        if !ticked(&self.seen) {
            errors.add("seen", "请当面核对身份、确认 UKey（锁）能正常插入，再勾选");
        }
        let Some(id_kind) = kind else { return Err(errors) };
        let signs: Vec<char> = number.chars().collect();
        let id_last4 = signs[signs.len().saturating_sub(4)..].iter().collect();
        let identity =
            CollectorIdentity { name: name.clone(), id_kind, id_number: number, letter: proxy && ticked(&self.letter) };
        errors.into_result((Collector { name, proxy, id_last4 }, identity))
    }

    fn check_number(&self, kind: PersonIdKind, today: Date, errors: &mut FieldErrors) -> String {
        let number = compact(&self.id_number).to_uppercase();
        if number.is_empty() {
            errors.add("id_number", "请照证件填写证件号码");
        } else if kind == PersonIdKind::Resident {
            if let Err(wrong) = IdNumber::parse(&number, today) {
                errors.add("id_number", wrong.message());
            }
        } else if !number.bytes().all(|b| b.is_ascii_alphanumeric()) || !Self::OTHER_NUMBER.contains(&number.len()) {
            let (min, max) = (Self::OTHER_NUMBER.start(), Self::OTHER_NUMBER.end());
            errors.add("id_number", format!("{}号码应为 {min}–{max} 位字母和数字，请照证件核对", kind.title()));
        }
        number
    }
}

impl Collector {
    /// What the history says; the number stays out of it.
    pub fn sentence(&self) -> String {
        if self.proxy { format!("代办人{}领取", self.name) } else { format!("经办人{}本人领取", self.name) }
    }
}

impl fmt::Debug for CollectorIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CollectorIdentity(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 23);
    const RESIDENT: &str = "11010519491231002X";

    fn form(who: &str, proxy_name: &str, id_kind: &str, id_number: &str) -> HandoverForm {
        let [who, proxy_name, id_kind, id_number] = [who, proxy_name, id_kind, id_number].map(str::to_owned);
        HandoverForm { who, proxy_name, id_kind, id_number, letter: "1".into(), seen: "1".into() }
    }

    #[test]
    fn the_contact_or_a_named_proxy_collects() {
        let (own, seen) = form("self", "ignored", "resident", " 11010519491231002x").check("林晓岚", TODAY).unwrap();
        assert_eq!((own.sentence().as_str(), own.id_last4.as_str()), ("经办人林晓岚本人领取", "002X"));
        assert_eq!((seen.name.as_str(), seen.id_number.as_str(), seen.letter), ("林晓岚", RESIDENT, false));
        let (proxy, seen) = form("proxy", " 周予安 ", "passport", "ｅ12345678").check("林晓岚", TODAY).unwrap();
        assert_eq!((proxy.sentence().as_str(), proxy.id_last4.as_str()), ("代办人周予安领取", "5678"));
        assert_eq!((seen.id_number.as_str(), seen.letter), ("E12345678", true));
        assert!(!format!("{seen:?}").contains("1234"));
    }

    #[test]
    fn each_field_is_judged_for_itself() {
        let without = |mut form: HandoverForm, what: &str| {
            if what == "letter" {
                form.letter.clear()
            } else {
                form.seen.clear()
            }
            form
        };
        for (form, field, message) in [
            (form("", "", "resident", RESIDENT), "who", "请选择领取人：经办人本人或代办人"),
            (form("proxy", "", "resident", RESIDENT), "proxy_name", "请填写代办人姓名"),
            (form("proxy", "周", "resident", RESIDENT), "proxy_name", "代办人姓名至少 2 个字，请写完整"),
            (form("self", "", "", RESIDENT), "id_kind", "请选择证件类型"),
            (form("self", "", "resident", ""), "id_number", "请照证件填写证件号码"),
            (
                form("self", "", "resident", "1101051949123100"),
                "id_number",
                "身份证号应为 18 位，现在是 16 位，请照证件核对",
            ),
            (form("self", "", "resident", "110105194912310021"), "id_number", "身份证号末位校验不符，请照证件逐位核对"),
            (form("self", "", "passport", "E1<2>"), "id_number", "护照号码应为 5–20 位字母和数字，请照证件核对"),
            (
                without(form("proxy", "周予安", "resident", RESIDENT), "letter"),
                "letter",
                "代办人须留下盖章的授权委托书，收下后再勾选",
            ),
            (
                without(form("self", "", "resident", RESIDENT), "seen"),
                "seen",
                "请当面核对身份、确认 UKey（锁）能正常插入，再勾选",
            ),
        ] {
            let errors = form.check("林晓岚", TODAY).unwrap_err();
            assert_eq!((errors.len(), errors.get(field)), (1, Some(message)), "{field}");
        }
    }

    #[test]
    fn the_contact_needs_no_letter() {
        let mut form = form("self", "", "resident", RESIDENT);
        form.letter.clear();
        assert!(form.check("林晓岚", TODAY).is_ok());
    }
}
