//! One certificate of an order: what kind, main or sub key, for how many years, whose, with which seal.
//! Stored as short JSON (docs/decisions/0020-certificates-in-the-order-as-short-json.md): what is usual is left out,
//! and an order of nothing but usual certificates stores none at all.

use crate::company::difference::masked_number;
use crate::company::profile::{CompanyProfile, PersonIdKind};
use crate::text::choice;
use serde::{Deserialize, Serialize};
use std::fmt;

choice! {
    /// 证书类型.
    CertificateKind {
        Company = "company", "单位证书";
        /// Stands for its legal representative.
        Legal = "legal", "法定代表人证书";
        /// Stands for a person who acts for it.
        Person = "person", "个人（业务员）证书";
    }
}

choice! {
    /// 主锁 or 副锁.
    KeyRole {
        /// The company's main key on a platform.
        Main = "main", "主锁";
        /// Any further key.
        Sub = "sub", "副锁";
    }
}

choice! {
    /// 签章类型.
    SealKind {
        Official = "official", "公章";
        /// The seal of its legal representative.
        Legal = "legal", "法定代表人章";
        Contract = "contract", "合同章";
        /// For payments.
        Finance = "finance", "财务章";
    }
}

impl CertificateKind {
    /// True where a person holds the certificate, so that a name and a document are asked for.
    pub const fn needs_holder(self) -> bool {
        match self {
            CertificateKind::Company => false,
            CertificateKind::Legal | CertificateKind::Person => true,
        }
    }

    /// The seal that such a certificate usually carries.
    pub const fn usual_seal(self) -> SealKind {
        match self {
            CertificateKind::Legal => SealKind::Legal,
            CertificateKind::Company | CertificateKind::Person => SealKind::Official,
        }
    }
}

/// 持有人: who holds a certificate of a person. Personal, so `Debug` hides the number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// 持有人姓名.
    pub name: String,
    /// 证件类型.
    pub id_kind: PersonIdKind,
    /// 证件号码; capitals.
    pub id_number: String,
}

impl Holder {
    /// The legal representative of a profile; the number is empty where the profile has none.
    pub fn legal(profile: &CompanyProfile) -> Holder {
        Holder {
            name: profile.legal_name.clone(),
            id_kind: profile.legal_id_kind,
            id_number: profile.legal_id_number.clone(),
        }
    }
}

impl fmt::Debug for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Holder(…)")
    }
}

/// A certificate that is ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CertificateItem {
    /// 证书类型.
    #[serde(skip_serializing_if = "is_company")]
    pub kind: CertificateKind,
    /// 主锁 or 副锁.
    #[serde(skip_serializing_if = "is_sub")]
    pub role: KeyRole,
    /// 持有人, for certificates of persons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// 年限.
    #[serde(skip_serializing_if = "is_one")]
    pub years: i64,
    /// 签章类型; `None` without a seal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<SealKind>,
}

impl Default for CertificateItem {
    /// 单位证书, 副锁, one year, no seal.
    fn default() -> CertificateItem {
        CertificateItem {
            kind: CertificateKind::Company,
            role: KeyRole::Sub,
            holder: None,
            years: CertificateItem::USUAL_YEARS,
            seal: None,
        }
    }
}

impl CertificateItem {
    /// The years of a certificate where nothing else is said.
    pub const USUAL_YEARS: i64 = 1;

    /// What the counts alone mean: 单位证书 for one year, the first one the main key, the first `seals` with 公章.
    pub fn usual(certificates: i64, seals: i64) -> Vec<CertificateItem> {
        (0..certificates)
            .map(|at| CertificateItem {
                role: if at == 0 { KeyRole::Main } else { KeyRole::Sub },
                seal: (at < seals).then_some(SealKind::Official),
                ..CertificateItem::default()
            })
            .collect()
    }

    /// 签章类型, or 不带签章.
    pub fn seal_title(&self) -> &'static str {
        self.seal.map_or("不带签章", SealKind::title)
    }

    /// All of it in one line, the holder's number masked: `主锁 单位证书 1 年 公章`.
    pub fn sentence(&self) -> String {
        let said = format!("{} {} {} 年 {}", self.role.title(), self.kind.title(), self.years, self.seal_title());
        match &self.holder {
            Some(holder) => format!("{said} {} {}", holder.name, masked_number(&holder.id_number)),
            None => said,
        }
    }

    /// True if the two certificates are for the same holder: the company itself, or the person of one document (E21).
    pub fn same_holder(&self, other: &CertificateItem) -> bool {
        match (&self.holder, &other.holder) {
            (None, None) => true,
            (Some(one), Some(two)) => one.id_kind == two.id_kind && one.id_number == two.id_number,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

/// Hands out the main keys from the front; the rest are sub keys.
pub fn assign_roles(items: &mut [CertificateItem], main_keys_left: i64) {
    for (at, item) in (0..).zip(items) {
        item.role = if at < main_keys_left { KeyRole::Main } else { KeyRole::Sub };
    }
}

/// How many certificates, and how many of them with a seal.
pub fn counts(items: &[CertificateItem]) -> (i64, i64) {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    (count(items.len()), count(items.iter().filter(|item| item.seal.is_some()).count()))
}

// serde wants these by reference.
fn is_company(kind: &CertificateKind) -> bool {
    *kind == CertificateKind::Company
}

fn is_sub(role: &KeyRole) -> bool {
    *role == KeyRole::Sub
}

fn is_one(years: &i64) -> bool {
    *years == CertificateItem::USUAL_YEARS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_takes_no_room() {
        let items = CertificateItem::usual(2, 1);
        assert_eq!(serde_json::to_string(&items).unwrap(), r#"[{"role":"main","seal":"official"},{}]"#);
        assert_eq!(counts(&items), (2, 1));
        let text = serde_json::to_string(&items).unwrap();
        assert_eq!(serde_json::from_str::<Vec<CertificateItem>>(&text).unwrap(), items);
    }

    #[test]
    fn main_keys_are_handed_out_from_the_front_as_far_as_they_go() {
        let mut items = CertificateItem::usual(3, 0);
        for (left, mains) in [(0, 0), (1, 1), (2, 2), (9, 3), (-1, 0)] {
            assign_roles(&mut items, left);
            assert_eq!(items.iter().filter(|item| item.role == KeyRole::Main).count(), mains, "{left}");
        }
    }

    #[test]
    fn a_holder_is_the_same_by_document_not_by_name() {
        let held = |name: &str, id_number: &str| CertificateItem {
            kind: CertificateKind::Person,
            holder: Some(Holder { name: name.into(), id_kind: PersonIdKind::Passport, id_number: id_number.into() }),
            ..CertificateItem::default()
        };
        assert!(held("甲", "E12345678").same_holder(&held("乙", "E12345678")));
        assert!(!held("甲", "E12345678").same_holder(&held("甲", "E00000000")));
        assert!(!held("甲", "E12345678").same_holder(&CertificateItem::default()));
        assert!(!format!("{:?}", held("甲", "E12345678")).contains("E1234"), "numbers are not printed");
    }
}
