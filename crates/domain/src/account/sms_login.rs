//! 用短信验证码登录: the way in for whoever cannot read the verification image (WCAG 3.3.8), and for whoever is asked to
//! after too many failed logins.

use super::recover::Recovery;
use crate::field::FieldErrors;
use crate::text::Input;
use serde::Deserialize;

/// The inputs of the page 用短信验证码登录.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SmsLoginForm {
    /// 企业名称.
    pub company: String,
    /// 注册手机号.
    pub mobile: String,
    /// 短信验证码.
    pub code: String,
}

impl SmsLoginForm {
    pub const CODE_DIGITS: usize = 6;

    /// Judges what the button 发送短信验证码 needs: everything but the code.
    pub fn check_request(&self) -> Result<Recovery, FieldErrors> {
        let mut errors = FieldErrors::new();
        let who = Recovery::from_inputs(&self.company, &self.mobile, &mut errors);
        who.filter(|_| errors.is_empty()).ok_or(errors)
    }

    /// Judges all three; whether the code is right is judged against the database.
    pub fn check(&self) -> Result<(Recovery, String), FieldErrors> {
        let mut errors = FieldErrors::new();
        let who = Recovery::from_inputs(&self.company, &self.mobile, &mut errors);
        let code = Input::new("code", "短信验证码", &self.code).digits(Self::CODE_DIGITS, &mut errors);
        who.filter(|_| errors.is_empty()).map(|who| (who, code)).ok_or(errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_asked_for_with_company_and_mobile_and_used_with_all_three() {
        let form = SmsLoginForm { company: "青禾建设".into(), mobile: "13800001234".into(), code: String::new() };
        assert!(form.check_request().is_ok());
        assert_eq!(form.check().unwrap_err().get("code"), Some("请填写短信验证码"));
        let (who, code) = SmsLoginForm { code: "123 456".into(), ..form }.check().unwrap();
        assert_eq!((who.company.as_str(), code.as_str()), ("青禾建设", "123456"));
        assert_eq!(SmsLoginForm::default().check().unwrap_err().len(), 3);
    }
}
