//! 忘记密码 (manual 3.2 (2)): who asks for a temporary password. The answer never tells whether the two belong together.

use super::name::CompanyName;
use crate::contact::Mobile;
use crate::field::FieldErrors;
use crate::text::Input;
use serde::Deserialize;

/// The inputs of the page 找回密码.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RecoveryForm {
    /// 企业名称.
    pub company: String,
    /// 注册手机号.
    pub mobile: String,
    /// 验证码; judged by the web layer.
    pub captcha: String,
}

/// A request for a temporary password, or for a code to log in with, to be looked up later by the worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// 企业名称.
    pub company: CompanyName,
    /// 注册手机号.
    pub mobile: Mobile,
}

impl RecoveryForm {
    /// `maxlength` of 企业名称.
    pub const COMPANY_MAX: usize = CompanyName::MAX;
    /// `maxlength` of 注册手机号; blanks and `+86` are forgiven.
    pub const MOBILE_MAX: usize = 18;

    /// Judges presence and shape, not the verification image.
    pub fn check(&self) -> Result<Recovery, FieldErrors> {
        let mut errors = FieldErrors::new();
        let recovery = Recovery::from_inputs(&self.company, &self.mobile, &mut errors);
        recovery.filter(|_| errors.is_empty()).ok_or(errors)
    }
}

impl Recovery {
    /// Reads the inputs `company` and `mobile` of a form.
    pub(super) fn from_inputs(company: &str, mobile: &str, errors: &mut FieldErrors) -> Option<Recovery> {
        let company = CompanyName::from_input(company, errors);
        let mobile = Input::new("mobile", "注册手机号", mobile).mobile(errors);
        Some(Recovery { company: company?, mobile: mobile? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_company_and_mobile_are_needed() {
        let errors = RecoveryForm::default().check().unwrap_err();
        assert_eq!(errors.iter().collect::<Vec<_>>(), [("company", "请填写企业名称"), ("mobile", "请填写注册手机号")]);
        let form = RecoveryForm { company: "青禾".into(), mobile: "13800001234".into(), captcha: String::new() };
        assert_eq!(form.check().unwrap().mobile.as_str(), "13800001234");
    }
}
