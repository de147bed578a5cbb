//! 修改密码, for applicants and staff, and after a login with a temporary password.

use super::login::known_password;
use super::password::{Password, PasswordPolicy, Secret};
use super::register::new_password;
use crate::field::FieldErrors;
use serde::Deserialize;

/// The inputs of the page 修改密码.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChangePasswordForm {
    /// 当前密码; not asked for after a login with a temporary password.
    pub current: Secret,
    /// 新密码.
    pub password: Secret,
    /// 确认新密码.
    pub password_again: Secret,
}

/// Whether the person must show the present password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurrentPassword {
    /// An ordinary session: yes.
    Required,
    /// A restricted session, opened by a temporary password: that one was the proof.
    Proven,
}

impl ChangePasswordForm {
    /// Judges the new password; the present one is compared by the caller. `context` as in [`PasswordPolicy::judge`].
    pub fn check(
        &self,
        current: CurrentPassword,
        policy: PasswordPolicy,
        context: &[&str],
    ) -> Result<Password, FieldErrors> {
        let mut errors = FieldErrors::new();
        if current == CurrentPassword::Required {
            known_password("current", &self.current, &mut errors);
        }
        let password = new_password(&self.password, &self.password_again, policy, context, &mut errors);
        if current == CurrentPassword::Required && self.current == self.password {
            errors.add("password", "新密码与当前密码相同，请换一个");
        }
        match password {
            Some(password) => errors.into_result(password),
            None => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: PasswordPolicy = PasswordPolicy { composition: true };

    fn form(current: &str, password: &str, again: &str) -> ChangePasswordForm {
        ChangePasswordForm { current: current.into(), password: password.into(), password_again: again.into() }
    }

    #[test]
    fn the_present_password_is_asked_for_unless_a_temporary_one_was_used() {
        let form = form("", "Tian7-lan-Shan", "Tian7-lan-Shan");
        let errors = form.check(CurrentPassword::Required, POLICY, &[]).unwrap_err();
        assert_eq!(errors.get("current"), Some("请填写密码"));
        assert_eq!(form.check(CurrentPassword::Proven, POLICY, &[]).unwrap().as_str(), "Tian7-lan-Shan");
    }

    #[test]
    fn the_new_password_must_be_new_strong_and_typed_twice() {
        let check =
            |form: ChangePasswordForm| form.check(CurrentPassword::Required, POLICY, &["青禾建设"]).unwrap_err();
        let same = check(form("Tian7-lan-Shan", "Tian7-lan-Shan", "Tian7-lan-Shan"));
        assert_eq!(same.get("password"), Some("新密码与当前密码相同，请换一个"));
        assert!(check(form("x", "short", "short")).get("password").is_some());
        assert!(check(form("x", "Tian7-lan-Shan", "Tian7-lan-shan")).get("password_again").is_some());
        assert!(check(form("x", "青禾建设Ab1xyz", "青禾建设Ab1xyz")).get("password").is_some());
    }
}
