//! 登录 (manual 3.2 (1)) for applicants, and the login of staff with its second factor.
//! Only what cannot possibly be right is refused here; whether it is right is judged against the database.

use super::name::CompanyName;
use super::password::{Password, Secret};
use crate::field::FieldErrors;
use crate::text::Input;
use serde::Deserialize;

/// The inputs of an applicant's login.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LoginForm {
    /// 企业名称.
    pub company: String,
    /// 登录密码.
    pub password: Secret,
    /// 验证码; judged by the web layer.
    pub captcha: String,
}

/// A login to be tried.
#[derive(Clone, Debug)]
pub struct Login {
    /// Looked up by its key.
    pub company: CompanyName,
    /// Compared with the hash.
    pub password: Secret,
}

impl LoginForm {
    /// Judges presence and length, not the verification image.
    pub fn check(&self) -> Result<Login, FieldErrors> {
        let mut errors = FieldErrors::new();
        let company = CompanyName::from_input(&self.company, &mut errors);
        known_password("password", &self.password, &mut errors);
        match company {
            Some(company) => errors.into_result(Login { company, password: self.password.clone() }),
            None => Err(errors),
        }
    }
}

/// A password that was set before: it must be there and may not be longer than any password can be
/// (hashing an endless text is work that a stranger could order).
pub(super) fn known_password(field: &str, password: &Secret, errors: &mut FieldErrors) {
    if password.is_empty() {
        errors.add(field, "请填写密码");
    } else if password.as_str().chars().count() > Password::MAX {
        errors.add(field, format!("密码最多 {} 位，请核对", Password::MAX));
    }
}

/// The inputs of a staff login.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StaffLoginForm {
    /// 登录名.
    pub login: String,
    /// 密码.
    pub password: Secret,
    /// 动态口令, six digits; empty before the second factor is enrolled.
    pub totp: String,
}

/// A staff login to be tried.
#[derive(Clone, Debug)]
pub struct StaffLogin {
    /// The login name, in lower case.
    pub login: String,
    /// Compared with the hash.
    pub password: Secret,
    /// The one-time code, if one was typed. Whether it is needed the account says.
    pub totp: Option<String>,
}

impl StaffLoginForm {
    /// Longest 登录名.
    pub const LOGIN_MAX: usize = 50;
    /// Digits of the one-time code.
    pub const TOTP_DIGITS: usize = 6;

    /// Judges presence and shape.
    pub fn check(&self) -> Result<StaffLogin, FieldErrors> {
        let mut errors = FieldErrors::new();
        let login = Input::new("login", "登录名", &self.login).line(1..=Self::LOGIN_MAX, &mut errors).to_lowercase();
        known_password("password", &self.password, &mut errors);
        let totp = Input::new("totp", "动态口令", &self.totp);
        let totp = (!totp.is_blank()).then(|| totp.digits(Self::TOTP_DIGITS, &mut errors));
        errors.into_result(StaffLogin { login, password: self.password.clone(), totp })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_needs_company_and_password() {
        let errors = LoginForm::default().check().unwrap_err();
        assert_eq!(errors.iter().collect::<Vec<_>>(), [("company", "请填写企业名称"), ("password", "请填写密码")]);
        let form = LoginForm { company: " 青禾 建设 ".into(), password: " p ".into(), captcha: String::new() };
        let login = form.check().unwrap();
        assert_eq!((login.company.as_str(), login.password.as_str()), ("青禾 建设", " p "));
    }

    #[test]
    fn endless_passwords_are_not_hashed() {
        let form = |n: usize| LoginForm {
            company: "青禾".into(),
            password: "x".repeat(n).as_str().into(),
            captcha: String::new(),
        };
        assert!(form(128).check().is_ok());
        assert!(form(129).check().unwrap_err().get("password").is_some());
    }

    #[test]
    fn staff_may_leave_the_one_time_code_empty_but_not_misshapen() {
        let form = StaffLoginForm { login: " ShenHe01 ".into(), password: "p".into(), totp: String::new() };
        let login = form.check().unwrap();
        assert_eq!((login.login.as_str(), login.totp), ("shenhe01", None));
        let with = |totp: &str| StaffLoginForm { totp: totp.into(), ..form.clone() }.check();
        assert_eq!(with("123 456").unwrap().totp, Some("123456".into()));
        for bad in ["12345", "1234567", "12345a"] {
            assert_eq!(with(bad).unwrap_err().get("totp"), Some("动态口令应为 6 位数字，请改正"), "{bad}");
        }
        assert_eq!(StaffLoginForm::default().check().unwrap_err().len(), 2);
    }
}
