//! What a machine can say about a submitted order before a person looks (design/forms.md, section 8). Only what can be
//! computed from the frozen profiles: nothing here decides.

use crate::orders::tag::Tag;
use app::order::Snapshot;
use domain::company::profile::{CompanyIdKind, LicenceTerm};
use domain::company::{CreditCode, ProfileWarning};
use domain::text::name_key;
use jiff::civil::Date;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing to check: for reading only.
    Shown,
    /// In order.
    Passed,
    /// A person should look twice.
    Doubt,
}

/// One line of 逐项核对.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The label.
    pub label: &'static str,
    /// What the company wrote.
    pub value: String,
    /// What the machine says of it; may be empty.
    pub note: String,
    /// How it ended.
    pub verdict: Verdict,
}

impl Check {
    /// True where a person should look twice.
    pub fn doubt(&self) -> bool {
        self.verdict == Verdict::Doubt
    }

    /// The badge.
    pub fn tag(&self) -> Option<Tag> {
        match self.verdict {
            Verdict::Shown => None,
            Verdict::Passed => Some(Tag { class: "tag t-grn", word: "通过" }),
            Verdict::Doubt => Some(Tag { class: "tag t-amb", word: "提醒" }),
        }
    }

    fn new(label: &'static str, value: impl Into<String>, note: impl Into<String>, verdict: Verdict) -> Check {
        Check { label, value: value.into(), note: note.into(), verdict }
    }
}

/// All lines, on this Beijing day.
pub fn checks(snapshot: &Snapshot, today: Date) -> Vec<Check> {
    let (profile, contact) = (&snapshot.profile, &snapshot.contact);
    vec![
        Check::new("企业名称", &snapshot.company, "", Verdict::Shown),
        credit_code(snapshot),
        Check::new("法定代表人", &profile.legal_name, "", Verdict::Shown),
        licence(snapshot, today),
        Check::new("注册地址", profile.full_address(), "", Verdict::Shown),
        Check::new("联系人", format!("{}　{}", contact.name, contact.mobile.masked()), "", Verdict::Shown),
        invoice_title(snapshot),
        tax_number(snapshot),
    ]
}

fn credit_code(snapshot: &Snapshot) -> Check {
    let (kind, code) = (snapshot.profile.id_kind, &snapshot.profile.credit_code);
    let label = "信用代码";
    match kind {
        CompanyIdKind::CreditCode => match CreditCode::parse(code) {
            Ok(parsed) => match parsed.warning() {
                None => Check::new(label, code, "GB 32100 校验通过", Verdict::Passed),
                Some(warning) => Check::new(label, code, warning.message(), Verdict::Doubt),
            },
            Err(error) => Check::new(label, code, error.message(), Verdict::Doubt),
        },
        CompanyIdKind::OrganisationCode | CompanyIdKind::Foreign => {
            Check::new(label, code, format!("{}，没有自动校验", kind.title()), Verdict::Doubt)
        }
    }
}

fn licence(snapshot: &Snapshot, today: Date) -> Check {
    let label = "执照有效期";
    match snapshot.profile.licence {
        None => Check::new(label, "未填写", "请照执照核对", Verdict::Doubt),
        Some(LicenceTerm::Forever) => Check::new(label, "长期", "", Verdict::Passed),
        Some(LicenceTerm::Until(day)) if day < today => Check::new(label, day.to_string(), "已经过期", Verdict::Doubt),
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
        Check::new("发票抬头", title, "与企业名称不同", Verdict::Doubt)
    }
}

fn tax_number(snapshot: &Snapshot) -> Check {
    let number = &snapshot.invoice.tax_number;
    if *number == snapshot.profile.credit_code {
        Check::new("发票税号", number, "与信用代码相同", Verdict::Passed)
    } else {
        Check::new("发票税号", number, "与信用代码不同", Verdict::Doubt)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::orders::sample;
    use jiff::civil::date;

    fn verdict(snapshot: &Snapshot, label: &str, today: Date) -> (Verdict, String) {
        let check = checks(snapshot, today).into_iter().find(|check| check.label == label).unwrap();
        (check.verdict, check.note)
    }

    #[test]
    fn a_licence_is_judged_by_the_day() {
        let mut snapshot = sample::snapshot();
        for (today, expected) in [
            (date(2026, 10, 1), (Verdict::Passed, "")),
            (date(2026, 11, 23), (Verdict::Doubt, "还有 8 天到期")),
            (date(2026, 12, 2), (Verdict::Doubt, "已经过期")),
        ] {
            assert_eq!(verdict(&snapshot, "执照有效期", today), (expected.0, expected.1.to_owned()), "{today}");
        }
        snapshot.profile.licence = Some(LicenceTerm::Forever);
        assert_eq!(verdict(&snapshot, "执照有效期", date(2026, 12, 2)).0, Verdict::Passed);
        snapshot.profile.licence = None;
        assert_eq!(verdict(&snapshot, "执照有效期", date(2026, 12, 2)).0, Verdict::Doubt);
    }

    #[test]
    fn a_title_is_compared_as_names_are() {
        let today = date(2026, 11, 23);
        let mut snapshot = sample::snapshot();
        snapshot.company = "青禾建设（澜州）".into();
        snapshot.invoice.title = "青禾建设(澜州)".into();
        assert_eq!(verdict(&snapshot, "发票抬头", today).0, Verdict::Passed);
        snapshot.invoice.title = "青禾建设".into();
        assert_eq!(verdict(&snapshot, "发票抬头", today).0, Verdict::Doubt);
    }

    #[test]
    fn a_code_that_fails_both_checks_is_doubted() {
        let mut snapshot = sample::snapshot();
        snapshot.profile.credit_code = "91990102MA7QX3T580".into();
        assert_eq!(verdict(&snapshot, "信用代码", date(2026, 11, 23)).0, Verdict::Doubt);
    }
}
