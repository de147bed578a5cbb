//! What an administrator types to set up an outlet. Users read all of it when they choose where to collect.

use crate::company::phone::parse_phone;
use crate::field::FieldErrors;
use crate::text::{Input, quoted};
use serde::Deserialize;

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct OutletForm {
    /// 名称.
    pub name: String,
    /// 地址.
    pub address: String,
    /// 电话.
    pub phone: String,
    /// 办理时间.
    pub hours: String,
}

/// What may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutletEntry {
    /// 名称.
    pub name: String,
    /// 地址.
    pub address: String,
    /// 电话.
    pub phone: String,
    /// 办理时间, as text.
    pub hours: String,
}

impl OutletForm {
    /// Longest 名称.
    pub const NAME_MAX: usize = 30;
    /// Longest 地址.
    pub const ADDRESS_MAX: usize = 120;
    /// Longest 电话.
    pub const PHONE_MAX: usize = 20;
    /// Longest 办理时间.
    pub const HOURS_MAX: usize = 60;

    pub fn check(&self) -> Result<OutletEntry, FieldErrors> {
        let mut errors = FieldErrors::new();
        let name = Input::new("name", "网点名称", &self.name).line(2..=Self::NAME_MAX, &mut errors);
        let address = Input::new("address", "地址", &self.address).line(5..=Self::ADDRESS_MAX, &mut errors);
        let phone = match parse_phone(&self.phone) {
            Some(phone) => phone,
            None if self.phone.trim().is_empty() => {
                errors.add("phone", "请填写电话");
                String::new()
            }
            None => {
                let typed = quoted(&self.phone);
                errors.add("phone", format!("电话{typed}不是完整的号码，请按 0990-0000000 的样子填写"));
                String::new()
            }
        };
        let hours = Input::new("hours", "办理时间", &self.hours).line(2..=Self::HOURS_MAX, &mut errors);
        errors.into_result(OutletEntry { name, address, phone, hours })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form() -> OutletForm {
        OutletForm {
            name: " 东湖网点 ".into(),
            address: "东湖区政务服务中心二楼 B12 窗口".into(),
            phone: "０990-0000001".into(),
            hours: "工作日 9:00–17:00".into(),
        }
    }

    #[test]
    fn a_good_form_comes_back_clean() {
        let entry = form().check().unwrap();
        assert_eq!((entry.name.as_str(), entry.phone.as_str()), ("东湖网点", "0990-0000001"));
    }

    #[test]
    fn each_mistake_is_named_at_its_field() {
        let errors = OutletForm::default().check().unwrap_err();
        let expected = [
            ("name", "请填写网点名称"),
            ("address", "请填写地址"),
            ("phone", "请填写电话"),
            ("hours", "请填写办理时间"),
        ];
        assert_eq!(errors.iter().collect::<Vec<_>>(), expected);
        let one = |change: fn(&mut OutletForm)| {
            let mut form = form();
            change(&mut form);
            let errors = form.check().unwrap_err();
            errors.iter().map(|(field, _)| field.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(one(|form| form.name = "网".repeat(31)), ["name"]);
        assert_eq!(one(|form| form.address = "短".into()), ["address"]);
        assert_eq!(one(|form| form.phone = "12".into()), ["phone"]);
        assert_eq!(one(|form| form.hours = "时\u{202e}间".into()), ["hours"]);
    }

    proptest! {
        #[test]
        fn any_text_is_judged_without_panic(text in any::<String>()) {
            let _ = OutletForm { name: text.clone(), address: text.clone(), phone: text.clone(), hours: text }.check();
        }
    }
}
