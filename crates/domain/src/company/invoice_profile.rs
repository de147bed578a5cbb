//! 发票信息 (manual 3.2 (4)). The kind is fixed: 电子发票（普通发票）.
//! Limits are the smaller of two issuers' interfaces.

use crate::contact::{Email, Mobile};
use crate::field::FieldErrors;
use crate::invoice::Buyer;
use crate::text::{Input, compact};
use serde::{Deserialize, Serialize};

/// The inputs of the page.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct InvoiceForm {
    /// 发票抬头.
    pub title: String,
    /// 纳税人识别号.
    pub tax_number: String,
    /// 注册地址.
    pub address: String,
    /// 注册电话.
    pub phone: String,
    /// 开户银行.
    pub bank: String,
    /// 银行账号.
    pub account: String,
    /// 收票邮箱.
    pub email: String,
    /// 收票手机号; empty keeps the saved one.
    pub mobile: String,
    /// 备注.
    pub remark: String,
}

/// 发票信息, as it is stored and frozen in an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceProfile {
    /// 发票抬头.
    pub title: String,
    /// 纳税人识别号: 15–20 of `[0-9A-Z]`.
    pub tax_number: String,
    /// 注册地址; may be empty.
    pub address: String,
    /// 注册电话; may be empty.
    pub phone: String,
    /// 开户银行; may be empty.
    pub bank: String,
    /// 银行账号, digits only; may be empty.
    pub account: String,
    /// 收票邮箱.
    pub email: Email,
    /// 收票手机号; without it the contact's. Personal.
    pub mobile: Option<Mobile>,
    /// 备注; may be empty.
    pub remark: String,
}

impl InvoiceProfile {
    /// Whom the invoice is made out to.
    pub fn to_buyer(&self) -> Buyer {
        Buyer {
            title: self.title.clone(),
            tax_number: self.tax_number.clone(),
            address: self.address.clone(),
            phone: self.phone.clone(),
            bank: self.bank.clone(),
            account: self.account.clone(),
        }
    }
}

impl InvoiceForm {
    /// Fewest characters of 发票抬头.
    pub const TITLE_MIN: usize = 2;
    /// Most characters of 发票抬头.
    pub const TITLE_MAX: usize = 100;
    /// Fewest characters of 纳税人识别号.
    pub const TAX_NUMBER_MIN: usize = 15;
    /// Most characters of 纳税人识别号.
    pub const TAX_NUMBER_MAX: usize = 20;
    /// Most characters of 注册地址.
    pub const ADDRESS_MAX: usize = 100;
    /// Most characters of 注册电话.
    pub const PHONE_MAX: usize = 20;
    /// Most characters of 开户银行.
    pub const BANK_MAX: usize = 100;
    /// Fewest digits of 银行账号.
    pub const ACCOUNT_MIN: usize = 5;
    /// Most characters of 银行账号, blanks and dashes included.
    pub const ACCOUNT_MAX: usize = 50;
    /// Most characters of 收票邮箱.
    pub const EMAIL_MAX: usize = 100;
    /// Most characters of 备注.
    pub const REMARK_MAX: usize = 100;

    /// The page of a company that has not filled it in yet.
    pub fn starting(company: &str, credit_code: &str) -> InvoiceForm {
        InvoiceForm { title: company.to_owned(), tax_number: credit_code.to_owned(), ..InvoiceForm::default() }
    }

    /// Fills the page; the mobile stays empty, the page says whether one is saved.
    pub fn from_profile(profile: &InvoiceProfile) -> InvoiceForm {
        InvoiceForm {
            title: profile.title.clone(),
            tax_number: profile.tax_number.clone(),
            address: profile.address.clone(),
            phone: profile.phone.clone(),
            bank: profile.bank.clone(),
            account: profile.account.clone(),
            email: profile.email.as_str().to_owned(),
            mobile: String::new(),
            remark: profile.remark.clone(),
        }
    }

    /// Judges the form. `saved` lends the mobile when it was left empty.
    pub fn check(&self, saved: Option<&InvoiceProfile>) -> Result<InvoiceProfile, FieldErrors> {
        let mut errors = FieldErrors::new();
        let title = Input::new("title", "发票抬头", &self.title).line(Self::TITLE_MIN..=Self::TITLE_MAX, &mut errors);
        let tax_number = self.check_tax_number(&mut errors);
        let mut optional = |name, label, text, max| Input::new(name, label, text).optional_line(1..=max, &mut errors);
        let address = optional("address", "注册地址", &self.address, Self::ADDRESS_MAX);
        let phone = optional("phone", "注册电话", &self.phone, Self::PHONE_MAX);
        let bank = optional("bank", "开户银行", &self.bank, Self::BANK_MAX);
        if !phone.chars().all(|c| c.is_ascii_digit() || " -()+（）".contains(c)) {
            errors.add("phone", "注册电话只含数字、短横和括号，请按 0990-0000000 的样子填写");
        }
        let account = self.check_account(&mut errors);
        let email = Input::new("email", "收票邮箱", &self.email).email(&mut errors);
        let mobile = Input::new("mobile", "收票手机号", &self.mobile);
        let mobile =
            if mobile.is_blank() { saved.and_then(|saved| saved.mobile.clone()) } else { mobile.mobile(&mut errors) };
        let remark = Input::new("remark", "备注", &self.remark).optional_line(1..=Self::REMARK_MAX, &mut errors);
        let Some(email) = email else { return Err(errors) };
        errors.into_result(InvoiceProfile { title, tax_number, address, phone, bank, account, email, mobile, remark })
    }

    fn check_tax_number(&self, errors: &mut FieldErrors) -> String {
        let number = compact(&self.tax_number).to_uppercase();
        let (min, max, length) = (Self::TAX_NUMBER_MIN, Self::TAX_NUMBER_MAX, number.chars().count());
        if number.is_empty() {
            errors.add("tax_number", "请填写纳税人识别号");
        } else if !number.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) {
            errors.add("tax_number", "纳税人识别号只含数字和字母，请照税务登记核对");
        } else if !(min..=max).contains(&length) {
            errors.add("tax_number", format!("纳税人识别号应为 {min}–{max} 位，现在是 {length} 位，请照税务登记核对"));
        }
        number
    }

    fn check_account(&self, errors: &mut FieldErrors) -> String {
        let typed = compact(&self.account);
        let digits: String = typed.chars().filter(|c| *c != '-').collect();
        let (min, max) = (Self::ACCOUNT_MIN, Self::ACCOUNT_MAX);
        if typed.is_empty() {
            return String::new();
        }
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            errors.add("account", "银行账号只含数字、空格和短横，请照开户许可证核对");
        } else if !(min..=max).contains(&digits.len()) {
            let length = digits.len();
            errors.add("account", format!("银行账号应为 {min}–{max} 位数字，现在是 {length} 位，请照开户许可证核对"));
        }
        digits
    }
}

impl std::fmt::Debug for InvoiceForm {
    /// Account and mobile must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InvoiceForm").field("title", &self.title).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "invoice_profile_tests.rs"]
mod tests;
