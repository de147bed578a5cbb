//! 员工账号: what an administrator types to make or change an account, and what the first administrator types.
//! Passwords are set by the person alone.

use super::password::{Password, PasswordPolicy, Secret};
use super::register::new_password;
use crate::field::FieldErrors;
use crate::id::OutletId;
use crate::rights::Role;
use crate::text::Input;
use serde::Deserialize;

/// The inputs of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct StaffForm {
    /// 登录名; fixed once the account exists.
    pub login: String,
    /// 姓名.
    pub name: String,
    /// 角色, a code of [`Role`].
    pub role: String,
    /// 网点, a row id; for 网点人员 alone.
    pub outlet: String,
}

/// An account as it may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffEntry {
    /// The login name, in lower case.
    pub login: String,
    /// The person's name, as history shows it.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// The outlet of an outlet's staff, of nobody else.
    pub outlet: Option<OutletId>,
}

impl StaffForm {
    /// Shortest 登录名.
    pub const LOGIN_MIN: usize = 3;
    /// Longest 登录名.
    pub const LOGIN_MAX: usize = 50;
    /// Longest 姓名.
    pub const NAME_MAX: usize = 50;

    /// Judges all four inputs. Whether the outlet exists the caller looks up.
    pub fn check(&self) -> Result<StaffEntry, FieldErrors> {
        let mut errors = FieldErrors::new();
        let login = login_name(&self.login, &mut errors);
        let name = Input::new("name", "姓名", &self.name).person(2..=Self::NAME_MAX, &mut errors);
        let role = Input::new("role", "角色", &self.role).choice(Role::parse, &mut errors);
        let outlet = match role {
            Some(Role::Outlet) => {
                let parse = |text: &str| text.trim().parse().ok().map(OutletId::new);
                Input::new("outlet", "网点", &self.outlet).choice(parse, &mut errors)
            }
            _ => None,
        };
        match role {
            Some(role) => errors.into_result(StaffEntry { login, name, role, outlet }),
            None => Err(errors),
        }
    }
}

/// The inputs of the first administrator.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FirstAdminForm {
    /// 登录名.
    pub login: String,
    /// 姓名.
    pub name: String,
    /// 密码.
    pub password: Secret,
    /// 确认密码.
    pub password_again: Secret,
}

impl FirstAdminForm {
    pub fn check(&self, policy: PasswordPolicy) -> Result<(StaffEntry, Password), FieldErrors> {
        let mut errors = FieldErrors::new();
        let login = login_name(&self.login, &mut errors);
        let name = Input::new("name", "姓名", &self.name).person(2..=StaffForm::NAME_MAX, &mut errors);
        let context = [login.as_str(), name.as_str()];
        let password = new_password(&self.password, &self.password_again, policy, &context, &mut errors);
        let entry = StaffEntry { login, name, role: Role::Admin, outlet: None };
        match password {
            Some(password) => errors.into_result((entry, password)),
            None => Err(errors),
        }
    }
}

/// Letters that every keyboard has, so that a login can be typed at any desk.
fn login_name(text: &str, errors: &mut FieldErrors) -> String {
    let length = StaffForm::LOGIN_MIN..=StaffForm::LOGIN_MAX;
    let login = Input::new("login", "登录名", text).line(length, errors).to_lowercase();
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_');
    let good = login.bytes().all(plain) && login.bytes().next().is_none_or(|b| b.is_ascii_lowercase());
    if !good {
        errors.add("login", "登录名只能用字母、数字、点、短横和下划线，以字母开头，例如 zhouyuan");
    }
    login
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form(login: &str, name: &str, role: &str, outlet: &str) -> StaffForm {
        StaffForm { login: login.into(), name: name.into(), role: role.into(), outlet: outlet.into() }
    }

    #[test]
    fn only_outlet_staff_have_an_outlet() {
        let clerk = form(" Xu.Nan-Qiao ", "许南乔", "outlet", "7").check().unwrap();
        let outlet = Some(OutletId::new(7));
        assert_eq!(
            clerk,
            StaffEntry { login: "xu.nan-qiao".into(), name: "许南乔".into(), role: Role::Outlet, outlet }
        );
        assert_eq!(form("zhou", "周予安", "reviewer", "7").check().unwrap().outlet, None);
        assert_eq!(form("xu1", "许南乔", "outlet", "").check().unwrap_err().get("outlet"), Some("请选择网点"));
    }

    #[test]
    fn mistakes_are_named_at_their_fields() {
        let errors = StaffForm::default().check().unwrap_err();
        assert_eq!(
            errors.iter().collect::<Vec<_>>(),
            [("login", "请填写登录名"), ("name", "请填写姓名"), ("role", "请选择角色")]
        );
        for bad in ["周予安安", "1zhou", "zhou yu", "zhou'--", "-zhou"] {
            let errors = form(bad, "周予安", "reviewer", "").check().unwrap_err();
            assert!(errors.get("login").unwrap().starts_with("登录名只能用"), "{bad}");
        }
        for (login, fits) in [("zh", false), ("zho", true), (&"z".repeat(50), true), (&"z".repeat(51), false)] {
            assert_eq!(form(login, "周予安", "reviewer", "").check().is_ok(), fits, "{login}");
        }
        assert!(form("zhou", "周予安", "root", "").check().unwrap_err().get("role").is_some());
    }

    #[test]
    fn the_first_administrators_password_is_judged_like_any_other() {
        let form = |password: &str| FirstAdminForm {
            login: "guanli".into(),
            name: "陆闻笙".into(),
            password: password.into(),
            password_again: password.into(),
        };
        let policy = PasswordPolicy { composition: true };
        let (entry, _) = form("Tian7-lan-Shan").check(policy).unwrap();
        assert_eq!((entry.role, entry.login.as_str()), (Role::Admin, "guanli"));
        for bad in ["short", "Guanli-7-tian", "Password123!"] {
            assert!(form(bad).check(policy).unwrap_err().get("password").is_some(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_judged_without_panic(login in any::<String>(), name in any::<String>(), outlet in any::<String>()) {
            let _ = form(&login, &name, "outlet", &outlet).check();
        }
    }
}
