//! 重新发送: the mailbox to which an issued invoice goes again (E14).

use crate::contact::Email;
use crate::field::FieldErrors;
use crate::text::Input;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MailForm {
    /// 收票邮箱.
    pub email: String,
}

impl MailForm {
    /// Most characters of 收票邮箱.
    pub const EMAIL_MAX: usize = 100;

    pub fn check(&self) -> Result<Email, FieldErrors> {
        let mut errors = FieldErrors::new();
        let email = Input::new("email", "收票邮箱", &self.email);
        if email.is_blank() {
            errors.add("email", "请填写收票邮箱");
        }
        match email.optional_email(&mut errors) {
            Some(email) => errors.into_result(email),
            None => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_mailbox_is_asked_for_and_judged() {
        let check = |email: &str| MailForm { email: email.into() }.check();
        assert_eq!(check(" caiwu@qinghe.example ").unwrap().as_str(), "caiwu@qinghe.example");
        for wrong in ["", "  ", "caiwu", "caiwu@", "@qinghe.example"] {
            assert!(check(wrong).unwrap_err().get("email").is_some(), "{wrong}");
        }
    }
}
