//! 登记交付 at an outlet: who took the goods, with the last four characters of the identity card as proof.

use crate::field::FieldErrors;
use crate::text::{Input, compact, quoted};
use serde::{Deserialize, Serialize};

/// The inputs.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct HandoverForm {
    /// `self` (联系人本人) or `proxy` (代办人).
    pub who: String,
    /// 代办人姓名.
    pub proxy_name: String,
    /// 身份证后四位.
    pub last4: String,
    /// 已当面核对身份: a check box.
    pub seen: String,
}

/// Who took the goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collector {
    /// The name.
    pub name: String,
    /// True for somebody other than the company's contact.
    pub proxy: bool,
    /// Three digits and a digit or X.
    pub id_last4: String,
}

impl HandoverForm {
    /// Fewest characters of a name.
    pub const NAME_MIN: usize = 2;
    /// Most characters of a name.
    pub const NAME_MAX: usize = 50;
    /// Characters of 身份证后四位.
    pub const LAST4: usize = 4;

    /// Judges the form; `contact_name` is the name of the company's contact, as frozen in the order.
    pub fn check(&self, contact_name: &str) -> Result<Collector, FieldErrors> {
        let mut errors = FieldErrors::new();
        let proxy = match self.who.trim() {
            "self" => false,
            "proxy" => true,
            _ => {
                errors.add("who", "请选择领取人：联系人本人或代办人");
                false
            }
        };
        let name = if proxy {
            let length = Self::NAME_MIN..=Self::NAME_MAX;
            Input::new("proxy_name", "代办人姓名", &self.proxy_name).line(length, &mut errors)
        } else {
            contact_name.to_owned()
        };
        let id_last4 = self.check_last4(&mut errors);
        if self.seen.is_empty() {
            errors.add("seen", "请当面核对身份、确认 UKey 能正常插入，再勾选");
        }
        errors.into_result(Collector { name, proxy, id_last4 })
    }

    fn check_last4(&self, errors: &mut FieldErrors) -> String {
        let text = compact(&self.last4).to_uppercase();
        let shape = |(i, b): (usize, u8)| b.is_ascii_digit() || (i == 3 && b == b'X');
        if text.is_empty() {
            errors.add("last4", "请填写身份证后四位");
        } else if text.len() != Self::LAST4 || !text.bytes().enumerate().all(shape) {
            let value = quoted(&self.last4);
            errors.add("last4", format!("身份证后四位应为 4 位数字，末位可为 X，现在是{value}"));
        }
        text
    }
}

impl Collector {
    /// What the history says; the four characters stay out of it.
    pub fn sentence(&self) -> String {
        if self.proxy { format!("代办人{}领取", self.name) } else { format!("联系人{}本人领取", self.name) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(who: &str, proxy_name: &str, last4: &str, seen: &str) -> HandoverForm {
        HandoverForm { who: who.into(), proxy_name: proxy_name.into(), last4: last4.into(), seen: seen.into() }
    }

    #[test]
    fn the_contact_or_a_named_proxy_collects() {
        let own = form("self", "ignored", "002x", "on").check("林晓岚").unwrap();
        assert_eq!((own.sentence().as_str(), own.id_last4.as_str()), ("联系人林晓岚本人领取", "002X"));
        let proxy = form("proxy", " 周予安 ", "１２３４", "on").check("林晓岚").unwrap();
        assert_eq!((proxy.sentence().as_str(), proxy.id_last4.as_str()), ("代办人周予安领取", "1234"));
    }

    #[test]
    fn each_field_is_judged_for_itself() {
        for (form, field, message) in [
            (form("", "", "1234", "on"), "who", "请选择领取人：联系人本人或代办人"),
            (form("proxy", "", "1234", "on"), "proxy_name", "请填写代办人姓名"),
            (form("proxy", "周", "1234", "on"), "proxy_name", "代办人姓名至少 2 个字，请写完整"),
            (form("self", "", "", "on"), "last4", "请填写身份证后四位"),
            (form("self", "", "12345", "on"), "last4", "身份证后四位应为 4 位数字，末位可为 X，现在是“12345”"),
            (form("self", "", "1X34", "on"), "last4", "身份证后四位应为 4 位数字，末位可为 X，现在是“1X34”"),
            (form("self", "", "1234", ""), "seen", "请当面核对身份、确认 UKey 能正常插入，再勾选"),
        ] {
            let errors = form.check("林晓岚").unwrap_err();
            assert_eq!((errors.len(), errors.get(field)), (1, Some(message)), "{field}");
        }
    }
}
