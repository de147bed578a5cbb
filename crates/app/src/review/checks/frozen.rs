//! The checks that need nothing but what was frozen at the submission.

use super::check::{Check, Verdict};
use crate::order::Snapshot;
use domain::company::difference::masked_number;
use domain::company::profile::{CompanyIdKind, LicenceTerm, PersonIdKind};
use domain::company::{CreditCode, IdNumber, ProfileWarning};
use domain::text::name_key;
use jiff::civil::Date;

/// Every line, on this Beijing day.
pub fn of_snapshot(snapshot: &Snapshot, today: Date) -> Vec<Check> {
    let profile = &snapshot.profile;
    let mut checks = vec![
        Check::new("企业名称", &snapshot.company, profile.kind.title(), Verdict::Shown),
        credit_code(snapshot),
        Check::new("法定代表人", &profile.legal_name, "", Verdict::Shown),
    ];
    if !profile.legal_id_number.is_empty() {
        checks.push(person_number("法定代表人证件", profile.legal_id_kind, &profile.legal_id_number, today));
    }
    checks.push(licence(snapshot, today));
    checks.push(Check::new("注册地址", profile.full_address(), "", Verdict::Shown));
    checks.push(invoice_title(snapshot));
    checks.push(tax_number(snapshot));
    checks.push(Check::new("经办人", &snapshot.contact.name, role_of_contact(snapshot), Verdict::Shown));
    if !snapshot.contact.id_number.is_empty() {
        checks.push(contact_number(snapshot, today));
    }
    checks
}

fn contact_number(snapshot: &Snapshot, today: Date) -> Check {
    let (contact, profile) = (&snapshot.contact, &snapshot.profile);
    let label = "经办人证件";
    let same_person = contact.name == profile.legal_name && !profile.legal_id_number.is_empty();
    if same_person && contact.id_number != profile.legal_id_number {
        let note = "经办人与法定代表人同名，证件号码却不同";
        return Check::new(label, masked_number(&contact.id_number), note, Verdict::Differs);
    }
    person_number(label, contact.id_kind, &contact.id_number, today)
}

fn role_of_contact(snapshot: &Snapshot) -> &'static str {
    if snapshot.contact.name == snapshot.profile.legal_name { "就是法定代表人" } else { "不是法定代表人" }
}

fn credit_code(snapshot: &Snapshot) -> Check {
    let (kind, code) = (snapshot.profile.id_kind, &snapshot.profile.credit_code);
    let label = "信用代码";
    match kind {
        CompanyIdKind::CreditCode => match CreditCode::parse(code) {
            Ok(parsed) => match parsed.warning() {
                None => Check::new(label, code, "两项校验都通过", Verdict::Passed),
                Some(warning) => Check::new(label, code, warning.message(), Verdict::Doubt),
            },
            Err(error) => Check::new(label, code, error.message(), Verdict::Differs),
        },
        CompanyIdKind::OrganisationCode | CompanyIdKind::Foreign => {
            Check::new(label, code, format!("{}，没有自动校验", kind.title()), Verdict::Doubt)
        }
    }
}

fn person_number(label: &'static str, kind: PersonIdKind, number: &str, today: Date) -> Check {
    let shown = masked_number(number);
    if kind != PersonIdKind::Resident {
        return Check::new(label, shown, format!("{}，没有自动校验", kind.title()), Verdict::Doubt);
    }
    match IdNumber::parse(number, today) {
        Ok(_) => Check::new(label, shown, "号码校验通过", Verdict::Passed),
        Err(error) => Check::new(label, shown, error.message(), Verdict::Differs),
    }
}

fn licence(snapshot: &Snapshot, today: Date) -> Check {
    let label = "执照有效期";
    match snapshot.profile.licence {
        None => Check::new(label, "未填写", "请照执照核对", Verdict::Doubt),
        Some(LicenceTerm::Forever) => Check::new(label, "长期", "", Verdict::Passed),
        Some(LicenceTerm::Until(day)) if day < today => {
            Check::new(label, day.to_string(), "已经过期", Verdict::Differs)
        }
        Some(LicenceTerm::Until(day)) => {
            let soon = |warning: &ProfileWarning| matches!(warning, ProfileWarning::LicenceEnds(_));
            if snapshot.profile.warnings(today).iter().any(soon) {
                let days = today.until(day).map_or(0, |span| span.get_days());
                Check::new(label, day.to_string(), format!("还有 {days} 天到期"), Verdict::Doubt)
            } else {
                Check::new(label, day.to_string(), "", Verdict::Passed)
            }
        }
    }
}

fn invoice_title(snapshot: &Snapshot) -> Check {
    let title = &snapshot.invoice.title;
    if name_key(title) == name_key(&snapshot.company) {
        Check::new("发票抬头", title, "与企业名称相同", Verdict::Passed)
    } else {
        Check::new("发票抬头", title, "与企业名称不同", Verdict::Differs)
    }
}

fn tax_number(snapshot: &Snapshot) -> Check {
    let (number, code) = (&snapshot.invoice.tax_number, &snapshot.profile.credit_code);
    match snapshot.profile.id_kind {
        _ if number == code => Check::new("发票税号", number, "与信用代码相同", Verdict::Passed),
        CompanyIdKind::CreditCode => Check::new("发票税号", number, "与信用代码不同", Verdict::Differs),
        CompanyIdKind::OrganisationCode | CompanyIdKind::Foreign => {
            Check::new("发票税号", number, "与证件号码不同", Verdict::Doubt)
        }
    }
}
