//! 用户信息 (manual 3.2 (5)): the person whom the authority talks to.
//! That a new mobile is proven by a code is judged by the layer above.

use super::person_id::{self, PersonIdInput};
use super::profile::PersonIdKind;
use crate::contact::{Email, Mobile};
use crate::field::FieldErrors;
use crate::text::Input;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The inputs of the page.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    /// 联系人姓名.
    pub name: String,
    /// 手机号; empty keeps the saved one.
    pub mobile: String,
    /// 证件类型, a code of [`PersonIdKind`].
    pub id_kind: String,
    /// 证件号码; empty keeps the saved one.
    pub id_number: String,
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
    /// 证件类型.
    #[serde(default = "resident")]
    pub id_kind: PersonIdKind,
    /// 证件号码; empty if not given. Personal.
    #[serde(default)]
    pub id_number: String,
    /// 电子邮箱.
    pub email: Option<Email>,
    /// 部门; may be empty.
    pub department: String,
    /// 职务; may be empty.
    pub title: String,
}

/// The kind that goes without saying.
fn resident() -> PersonIdKind {
    PersonIdKind::Resident
}

impl Contact {
    /// What a registration knows: the rest is for 用户信息.
    pub fn registered(name: &str, mobile: Mobile) -> Contact {
        Contact {
            name: name.to_owned(),
            mobile,
            id_kind: resident(),
            id_number: String::new(),
            email: None,
            department: String::new(),
            title: String::new(),
        }
    }
}

impl ContactForm {
    /// Fewest characters of 联系人姓名.
    pub const NAME_MIN: usize = 2;
    /// Most characters of 联系人姓名.
    pub const NAME_MAX: usize = 50;
    /// Most characters of 证件号码.
    pub const ID_NUMBER_MAX: usize = person_id::NUMBER_MAX;
    /// Most characters of 电子邮箱.
    pub const EMAIL_MAX: usize = 100;
    /// Most characters of 部门.
    pub const DEPARTMENT_MAX: usize = 50;
    /// Most characters of 职务.
    pub const TITLE_MAX: usize = 50;

    /// Fills the page; the personal numbers stay empty, the page shows the saved ones masked.
    pub fn from_profile(contact: &Contact) -> ContactForm {
        ContactForm {
            name: contact.name.clone(),
            mobile: String::new(),
            id_kind: contact.id_kind.code().to_owned(),
            id_number: String::new(),
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

    /// Judges the form. `saved` lends the personal numbers that were left empty; `today` is the Beijing day.
    pub fn check(&self, saved: Option<&Contact>, today: Date) -> Result<Contact, FieldErrors> {
        let mut errors = FieldErrors::new();
        let name = Input::new("name", "联系人姓名", &self.name).person(Self::NAME_MIN..=Self::NAME_MAX, &mut errors);
        let mobile = Input::new("mobile", "手机号", &self.mobile);
        let mobile = match saved {
            Some(saved) if mobile.is_blank() => Some(saved.mobile.clone()),
            _ => mobile.mobile(&mut errors),
        };
        let id = PersonIdInput {
            kind: Input::new("id_kind", "证件类型", &self.id_kind),
            number: Input::new("id_number", "证件号码", &self.id_number),
        };
        let id = id.check(saved.map(|saved| (saved.id_kind, &*saved.id_number)), today, &mut errors);
        let email = Input::new("email", "电子邮箱", &self.email).optional_email(&mut errors);
        let department =
            Input::new("department", "部门", &self.department).optional_line(1..=Self::DEPARTMENT_MAX, &mut errors);
        let title = Input::new("title", "职务", &self.title).optional_line(1..=Self::TITLE_MAX, &mut errors);
        match (mobile, id) {
            (Some(mobile), Some((id_kind, id_number))) => {
                errors.into_result(Contact { name, mobile, id_kind, id_number, email, department, title })
            }
            _ => Err(errors),
        }
    }
}

impl std::fmt::Debug for ContactForm {
    /// Personal numbers must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContactForm").field("name", &self.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 25);

    fn good() -> ContactForm {
        ContactForm {
            name: "林晓岚".into(),
            mobile: "13800001234".into(),
            id_number: "990101197902280017".into(),
            ..ContactForm::default()
        }
    }

    #[test]
    fn another_kind_of_document_asks_for_its_number_again() {
        let saved = good().check(None, TODAY).unwrap();
        let page = ContactForm { id_kind: "passport".into(), ..ContactForm::from_profile(&saved) };
        let errors = page.check(Some(&saved), TODAY).unwrap_err();
        assert_eq!(errors.get("id_number"), Some("证件类型已改为护照，请重新填写证件号码"));
        let passport = ContactForm { id_number: "e12345678".into(), ..page }.check(Some(&saved), TODAY).unwrap();
        assert_eq!((passport.id_kind, passport.id_number.as_str()), (PersonIdKind::Passport, "E12345678"));
    }

    #[test]
    fn what_was_stored_before_the_document_was_asked_for_reads_back() {
        let json = r#"{"name":"林晓岚","mobile":"13800001234","email":null,"department":"","title":""}"#;
        let contact: Contact = serde_json::from_str(json).unwrap();
        assert_eq!((contact.id_kind, contact.id_number.as_str()), (PersonIdKind::Resident, ""));
    }

    #[test]
    fn empty_personal_numbers_keep_the_saved_ones() {
        let contact = good().check(None, TODAY).unwrap();
        let page = ContactForm::from_profile(&contact);
        assert_eq!((page.mobile.as_str(), page.id_number.as_str()), ("", ""));
        assert_eq!(page.check(Some(&contact), TODAY), Ok(contact));
        assert_eq!(page.check(None, TODAY).unwrap_err().get("mobile"), Some("请填写手机号"));
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
            (|f| f.id_kind = "diary".into(), "id_kind", "请选择证件类型"),
            (|f| f.id_number = "1101".into(), "id_number", "身份证号应为 18 位，现在是 4 位，请照证件核对"),
            (|f| f.department = "部".repeat(51), "department", "部门最多 50 个字，现在是 51 个，请缩短"),
            (|f| f.title = "职".repeat(51), "title", "职务最多 50 个字，现在是 51 个，请缩短"),
        ];
        for (edit, field, message) in cases {
            let mut form = good();
            edit(&mut form);
            let errors = form.check(None, TODAY).unwrap_err();
            assert_eq!((errors.len(), errors.get(field)), (1, Some(*message)), "{field}");
        }
        let border = ContactForm { department: "部".repeat(50), title: "职".repeat(50), ..good() };
        assert!(border.check(None, TODAY).is_ok());
    }
}
