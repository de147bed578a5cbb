//! 注册 (manual 3.1): name, mobile, code by SMS, password, consent.

use super::name::CompanyName;
use super::password::{Password, PasswordPolicy, Secret};
use crate::contact::Mobile;
use crate::field::FieldErrors;
use crate::text::{Input, ticked};
use serde::Deserialize;

/// The inputs of the page 注册.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RegisterForm {
    /// 企业名称.
    pub company: String,
    /// 手机号.
    pub mobile: String,
    /// 验证码; judged by the web layer.
    pub captcha: String,
    /// 短信验证码.
    pub code: String,
    /// 登录密码.
    pub password: Secret,
    /// 确认密码.
    pub password_again: Secret,
    /// 联系人姓名, optional.
    pub person: String,
    /// 我已阅读并同意: a check box.
    pub agree: String,
}

/// The settings that registration depends on.
#[derive(Clone, Copy, Debug)]
pub struct RegisterRules {
    /// True when the mobile is verified by an SMS code (default).
    pub sms_code: bool,
    pub password: PasswordPolicy,
}

/// A registration that may be carried out once the SMS code proves right.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The login name.
    pub company: CompanyName,
    /// The number that receives messages.
    pub mobile: Mobile,
    /// To be hashed.
    pub password: Password,
    /// 联系人姓名.
    pub contact_name: Option<String>,
    /// The SMS code as typed, six digits; `None` when the setting asks for none.
    pub code: Option<String>,
}

impl RegisterForm {
    /// `maxlength` of 企业名称.
    pub const COMPANY_MAX: usize = CompanyName::MAX;
    /// `maxlength` of 手机号; blanks and `+86` are forgiven.
    pub const MOBILE_MAX: usize = 18;
    /// Digits of the SMS code.
    pub const CODE_DIGITS: usize = 6;
    /// Shortest 联系人姓名.
    pub const PERSON_MIN: usize = 2;
    /// Longest 联系人姓名.
    pub const PERSON_MAX: usize = 50;

    /// Judges everything but the verification image and the rightness of the SMS code.
    pub fn check(&self, rules: RegisterRules) -> Result<Registration, FieldErrors> {
        let mut errors = FieldErrors::new();
        let company = CompanyName::from_input(&self.company, &mut errors);
        let mobile = self.mobile_input().mobile(&mut errors);
        let code =
            rules.sms_code.then(|| Input::new("code", "短信验证码", &self.code).digits(Self::CODE_DIGITS, &mut errors));
        let context = [self.company.as_str(), mobile.as_ref().map_or("", Mobile::as_str)];
        let password = new_password(&self.password, &self.password_again, rules.password, &context, &mut errors);
        let person = Input::new("person", "联系人姓名", &self.person)
            .optional_person(Self::PERSON_MIN..=Self::PERSON_MAX, &mut errors);
        if !ticked(&self.agree) {
            errors.add("agree", "请阅读用户协议和隐私政策，并勾选同意");
        }
        match (company, mobile, password) {
            (Some(company), Some(mobile), Some(password)) => {
                let contact_name = (!person.is_empty()).then_some(person);
                errors.into_result(Registration { company, mobile, password, contact_name, code })
            }
            _ => Err(errors),
        }
    }

    /// Judges the number alone: all that the button 发送短信验证码 needs.
    pub fn check_mobile(&self) -> Result<Mobile, FieldErrors> {
        let mut errors = FieldErrors::new();
        self.mobile_input().mobile(&mut errors).ok_or(errors)
    }

    fn mobile_input(&self) -> Input<'_> {
        Input::new("mobile", "手机号", &self.mobile)
    }
}

/// Judges `password` and `password_again` of a form.
pub(super) fn new_password(
    password: &Secret,
    again: &Secret,
    policy: PasswordPolicy,
    context: &[&str],
    errors: &mut FieldErrors,
) -> Option<Password> {
    let judged = policy.judge(password.as_str(), context).map_err(|e| errors.add("password", e.message())).ok();
    if again.is_empty() {
        errors.add("password_again", "请再填写一次密码");
    } else if again != password {
        errors.add("password_again", "两次填写的密码不一致，请重新填写");
    }
    judged
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: RegisterRules = RegisterRules { sms_code: true, password: PasswordPolicy { composition: true } };

    fn good() -> RegisterForm {
        RegisterForm {
            company: "澜州青禾建设有限公司".into(),
            mobile: "138 0000 1234".into(),
            captcha: String::new(),
            code: "123456".into(),
            password: "Tian7-lan-Shan".into(),
            password_again: "Tian7-lan-Shan".into(),
            person: String::new(),
            agree: "on".into(),
        }
    }

    #[test]
    fn a_good_form_becomes_a_registration() {
        let registration = good().check(RULES).unwrap();
        assert_eq!(registration.company.as_str(), "澜州青禾建设有限公司");
        assert_eq!(registration.mobile.as_str(), "13800001234");
        assert_eq!((registration.contact_name, registration.code), (None, Some("123456".into())));
        assert_eq!(good().check_mobile().unwrap().as_str(), "13800001234");
    }

    #[test]
    fn each_field_is_judged_for_itself() {
        type Edit = fn(&mut RegisterForm);
        let cases: &[(Edit, &str, &str)] = &[
            (|f| f.company = " ".into(), "company", "请填写企业名称"),
            (|f| f.company = "青".into(), "company", "企业名称至少 2 个字，请写完整"),
            (|f| f.company = "青".repeat(101), "company", "企业名称最多 100 个字，现在是 101 个，请缩短"),
            (|f| f.company = "青\u{202e}禾".into(), "company", "企业名称里有看不见的字符，请删掉后用键盘重新输入"),
            (|f| f.mobile.clear(), "mobile", "请填写手机号"),
            (|f| f.mobile = "12800001234".into(), "mobile", "手机号应为 1 开头的 11 位数字，请照手机号核对"),
            (|f| f.code = "12345".into(), "code", "短信验证码应为 6 位数字，请改正"),
            (|f| f.code.clear(), "code", "请填写短信验证码"),
            (|f| f.password_again = Secret::default(), "password_again", "请再填写一次密码"),
            (|f| f.password_again = "Tian7-lan-Shan ".into(), "password_again", "两次填写的密码不一致，请重新填写"),
            (|f| f.person = "林".into(), "person", "联系人姓名至少 2 个字，请写完整"),
            (|f| f.person = "林".repeat(51), "person", "联系人姓名最多 50 个字，现在是 51 个，请缩短"),
            (|f| f.agree.clear(), "agree", "请阅读用户协议和隐私政策，并勾选同意"),
        ];
        for (edit, field, message) in cases {
            let mut form = good();
            edit(&mut form);
            let errors = form.check(RULES).unwrap_err();
            assert_eq!((errors.len(), errors.get(field)), (1, Some(*message)), "{field}");
        }
    }

    #[test]
    fn the_password_may_not_hold_the_company_or_the_mobile() {
        for text in ["青禾建设Ab1xyz", "Ab-13800001234"] {
            let form = RegisterForm { password: text.into(), password_again: text.into(), ..good() };
            assert!(form.check(RULES).unwrap_err().get("password").unwrap().contains("不能包含"), "{text}");
        }
    }

    #[test]
    fn an_empty_form_is_told_everything_at_once_and_never_prints_its_password() {
        let errors = RegisterForm::default().check(RULES).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["company", "mobile", "code", "password", "password_again", "agree"]);
        assert!(!format!("{:?}", good()).contains("Tian7"));
    }

    #[test]
    fn without_the_setting_no_sms_code_is_asked() {
        let rules = RegisterRules { sms_code: false, ..RULES };
        assert_eq!(RegisterForm { code: String::new(), ..good() }.check(rules).unwrap().code, None);
    }
}
