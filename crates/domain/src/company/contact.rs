//! 用户信息 (manual 3.2 (5)): the person whom the authority talks to.
//! That a new mobile is proven by a code is judged by the layer above.

use crate::contact::{Email, Mobile};
use crate::field::FieldErrors;
use crate::text::Input;
use serde::{Deserialize, Serialize};

/// The inputs of the page.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    /// 联系人姓名.
    pub name: String,
    /// 手机号; empty keeps the saved one.
    pub mobile: String,
    /// 电子邮箱.
    pub email: String,
    /// 部门.
    pub department: String,
    /// 职务.
    pub title: String,
}

/// 用户信息, as it is stored and frozen in an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// 联系人姓名.
    pub name: String,
    /// 手机号. Personal.
    pub mobile: Mobile,
    /// 电子邮箱.
    pub email: Option<Email>,
    /// 部门; may be empty.
    pub department: String,
    /// 职务; may be empty.
    pub title: String,
}

impl ContactForm {
    /// Fewest characters of 联系人姓名.
    pub const NAME_MIN: usize = 2;
    /// Most characters of 联系人姓名.
    pub const NAME_MAX: usize = 50;
    /// Most characters of 电子邮箱.
    pub const EMAIL_MAX: usize = 100;
    /// Most characters of 部门.
    pub const DEPARTMENT_MAX: usize = 50;
    /// Most characters of 职务.
    pub const TITLE_MAX: usize = 50;

    /// Fills the page; the mobile stays empty, the page shows the saved one masked.
    pub fn from_profile(contact: &Contact) -> ContactForm {
        ContactForm {
            name: contact.name.clone(),
            mobile: String::new(),
            email: contact.email.as_ref().map_or("", Email::as_str).to_owned(),
            department: contact.department.clone(),
            title: contact.title.clone(),
        }
    }

    /// Judges a new 手机号 alone, before a code is sent to it.
    pub fn check_new_mobile(&self) -> Result<Mobile, FieldErrors> {
        let mut errors = FieldErrors::new();
        Input::new("mobile", "手机号", &self.mobile).mobile(&mut errors).ok_or(errors)
    }

    /// Judges the form. `saved` lends the mobile when it was left empty: the number that was registered will do.
    pub fn check(&self, saved: Option<&Mobile>) -> Result<Contact, FieldErrors> {
        let mut errors = FieldErrors::new();
        let name = Input::new("name", "联系人姓名", &self.name).line(Self::NAME_MIN..=Self::NAME_MAX, &mut errors);
        let mobile = Input::new("mobile", "手机号", &self.mobile);
        let mobile = match saved {
            Some(saved) if mobile.is_blank() => Some(saved.clone()),
            _ => mobile.mobile(&mut errors),
        };
        let email = Input::new("email", "电子邮箱", &self.email).optional_email(&mut errors);
        let department =
            Input::new("department", "部门", &self.department).optional_line(1..=Self::DEPARTMENT_MAX, &mut errors);
        let title = Input::new("title", "职务", &self.title).optional_line(1..=Self::TITLE_MAX, &mut errors);
        match mobile {
            Some(mobile) => errors.into_result(Contact { name, mobile, email, department, title }),
            None => Err(errors),
        }
    }
}

impl std::fmt::Debug for ContactForm {
    /// The mobile must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContactForm").field("name", &self.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> ContactForm {
        ContactForm { name: "林晓岚".into(), mobile: "13800001234".into(), ..ContactForm::default() }
    }

    #[test]
    fn an_empty_mobile_keeps_the_saved_one() {
        let contact = good().check(None).unwrap();
        let page = ContactForm::from_profile(&contact);
        assert_eq!(page.mobile, "");
        assert_eq!(page.check(Some(&contact.mobile)), Ok(contact));
        assert_eq!(page.check(None).unwrap_err().get("mobile"), Some("请填写手机号"));
        assert!(!format!("{:?}", good()).contains("1380000"));
    }

    #[test]
    fn each_field_is_judged_for_itself() {
        type Edit = fn(&mut ContactForm);
        let cases: &[(Edit, &str, &str)] = &[
            (|f| f.name.clear(), "name", "请填写联系人姓名"),
            (|f| f.name = "林".into(), "name", "联系人姓名至少 2 个字，请写完整"),
            (|f| f.name = "林".repeat(51), "name", "联系人姓名最多 50 个字，现在是 51 个，请缩短"),
            (|f| f.name = "林\u{200b}岚".into(), "name", "联系人姓名里有看不见的字符，请删掉后用键盘重新输入"),
            (|f| f.mobile = "abc".into(), "mobile", "手机号应为 1 开头的 11 位数字，请照手机号核对"),
            (
                |f| f.email = "林@b".into(),
                "email",
                "电子邮箱“林@b”不是完整的邮箱地址，请按 caiwu@qinghe.example 的样子填写",
            ),
            (|f| f.department = "部".repeat(51), "department", "部门最多 50 个字，现在是 51 个，请缩短"),
            (|f| f.title = "职".repeat(51), "title", "职务最多 50 个字，现在是 51 个，请缩短"),
        ];
        for (edit, field, message) in cases {
            let mut form = good();
            edit(&mut form);
            let errors = form.check(None).unwrap_err();
            assert_eq!((errors.len(), errors.get(field)), (1, Some(*message)), "{field}");
        }
        let border = ContactForm { department: "部".repeat(50), title: "职".repeat(50), ..good() };
        assert!(border.check(None).is_ok());
    }
}
