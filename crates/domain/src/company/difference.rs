//! What differs between two states of a company's profiles: for the reviewer, after a rejection (what was corrected)
//! and while an order is open (what has changed since, hard case E20). Personal numbers are compared whole and shown
//! masked.

use super::{CompanyProfile, Contact, InvoiceProfile, LicenceTerm};
use crate::contact::{Email, Mobile};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub label: &'static str,
    /// What it was; empty for nothing.
    pub before: String,
    pub after: String,
}

/// A field under comparison: its label, its whole value, what may be shown of it.
struct Fact {
    label: &'static str,
    value: String,
    shown: String,
}

/// The differences in 基本信息.
pub fn of_profile(before: &CompanyProfile, after: &CompanyProfile) -> Vec<Difference> {
    between(profile(before), profile(after))
}

/// The differences in 发票信息.
pub fn of_invoice(before: &InvoiceProfile, after: &InvoiceProfile) -> Vec<Difference> {
    between(invoice(before), invoice(after))
}

/// The differences in 用户信息.
pub fn of_contact(before: &Contact, after: &Contact) -> Vec<Difference> {
    between(contact(before), contact(after))
}

/// One line of text, if it differs.
pub fn of_text(label: &'static str, before: &str, after: &str) -> Option<Difference> {
    (before != after).then(|| Difference { label, before: before.to_owned(), after: after.to_owned() })
}

/// An identity document's number as lists show it: the first four and the last four characters.
pub fn masked_number(number: &str) -> String {
    let chars: Vec<char> = number.chars().collect();
    if chars.len() <= 8 {
        return "*".repeat(chars.len());
    }
    let part = |range: std::ops::Range<usize>| chars[range].iter().collect::<String>();
    format!("{}{}{}", part(0..4), "*".repeat(chars.len() - 8), part(chars.len() - 4..chars.len()))
}

fn between(before: Vec<Fact>, after: Vec<Fact>) -> Vec<Difference> {
    let pairs = before.into_iter().zip(after).filter(|(before, after)| before.value != after.value);
    pairs.map(|(before, after)| Difference { label: after.label, before: before.shown, after: after.shown }).collect()
}

fn plain(label: &'static str, value: impl Into<String>) -> Fact {
    let value = value.into();
    Fact { label, shown: value.clone(), value }
}

fn mobile(label: &'static str, mobile: Option<&Mobile>) -> Fact {
    let shown = mobile.map(Mobile::masked).unwrap_or_default();
    Fact { label, value: mobile.map(|mobile| mobile.as_str().to_owned()).unwrap_or_default(), shown }
}

fn number(label: &'static str, number: &str) -> Fact {
    Fact { label, value: number.to_owned(), shown: masked_number(number) }
}

fn profile(profile: &CompanyProfile) -> Vec<Fact> {
    let licence = match profile.licence {
        None => String::new(),
        Some(LicenceTerm::Forever) => "长期".to_owned(),
        Some(LicenceTerm::Until(day)) => day.to_string(),
    };
    vec![
        plain("企业类型", profile.kind.title()),
        plain("证件类型", profile.id_kind.title()),
        plain("统一社会信用代码", &profile.credit_code),
        plain("主体身份", profile.identity.map_or("", |identity| identity.title())),
        plain("法定代表人", &profile.legal_name),
        plain("法定代表人证件类型", profile.legal_id_kind.title()),
        number("法定代表人证件号码", &profile.legal_id_number),
        mobile("法定代表人手机号", profile.legal_mobile.as_ref()),
        plain("注册地址", profile.full_address()),
        plain("单位电话", &profile.phone),
        plain("邮政编码", &profile.postcode),
        plain("执照有效期", licence),
    ]
}

fn invoice(invoice: &InvoiceProfile) -> Vec<Fact> {
    vec![
        plain("发票抬头", &invoice.title),
        plain("纳税人识别号", &invoice.tax_number),
        plain("开票地址", &invoice.address),
        plain("开票电话", &invoice.phone),
        plain("开户银行", &invoice.bank),
        number("银行账号", &invoice.account),
        plain("收票邮箱", invoice.email.as_str()),
        mobile("收票手机号", invoice.mobile.as_ref()),
        plain("发票备注", &invoice.remark),
    ]
}

fn contact(contact: &Contact) -> Vec<Fact> {
    vec![
        plain("联系人", &contact.name),
        mobile("联系人手机号", Some(&contact.mobile)),
        plain("联系人证件类型", contact.id_kind.title()),
        number("联系人证件号码", &contact.id_number),
        plain("联系人邮箱", contact.email.as_ref().map_or("", Email::as_str)),
        plain("部门", &contact.department),
        plain("职务", &contact.title),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::{CompanyIdKind, CompanyKind, PersonIdKind};

    fn some() -> CompanyProfile {
        CompanyProfile {
            kind: CompanyKind::Enterprise,
            id_kind: CompanyIdKind::CreditCode,
            credit_code: "91990102MA7QX3T58B".into(),
            identity: None,
            legal_name: "沈知行".into(),
            legal_id_kind: PersonIdKind::Resident,
            legal_id_number: "990102198001010011".into(),
            legal_mobile: Mobile::parse("13800001234"),
            province: "福建省".into(),
            city: "厦门市".into(),
            district: "思明区".into(),
            address: "青禾路 88 号".into(),
            phone: String::new(),
            postcode: String::new(),
            licence: Some(LicenceTerm::Forever),
        }
    }

    #[test]
    fn only_what_differs_is_told_with_both_values() {
        assert_eq!(of_profile(&some(), &some()), []);
        let after = CompanyProfile { legal_name: "沈知衡".into(), licence: None, ..some() };
        let told = of_profile(&some(), &after);
        let texts: Vec<_> = told.iter().map(|d| (d.label, d.before.as_str(), d.after.as_str())).collect();
        assert_eq!(texts, [("法定代表人", "沈知行", "沈知衡"), ("执照有效期", "长期", "")]);
    }

    #[test]
    fn numbers_that_look_alike_when_masked_still_differ() {
        let after = CompanyProfile {
            legal_id_number: "990102198002020011".into(),
            legal_mobile: Mobile::parse("13811111234"),
            ..some()
        };
        let told = of_profile(&some(), &after);
        assert_eq!(told.iter().map(|d| d.label).collect::<Vec<_>>(), ["法定代表人证件号码", "法定代表人手机号"]);
        assert!(told.iter().all(|d| d.after.contains('*')), "{told:?}");
    }

    #[test]
    fn a_short_number_is_hidden_whole() {
        assert_eq!(masked_number("99010219800101002X"), "9901**********002X");
        assert_eq!((masked_number("E1234567").as_str(), masked_number("")), ("********", String::new()));
    }
}
