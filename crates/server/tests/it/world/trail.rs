//! What the trail says, and what the rows of a company hold: as they lie in the file, and opened with the keys of this
//! world's key file, as the product itself would.

use super::World;
use app::vault::{KeyRing, Vault};
use db::p;
use domain::company::{CompanyProfile, Contact, InvoiceProfile};
use std::sync::Arc;

db::sql! {
    ACTS = "select action, actor_name, detail from audit where subject = $1 order by seq";
    COMPANY = "select mobile, contact, coalesce(profile, ''), coalesce(invoice_profile, ''), credit_code, version,
        consent_version from company where name = $1";
    CONSENTS = "select n.version from consent n join company c on c.id = n.company_id where c.name = $1 order by n.at";
    FILE = "select max(a.id) from attachment a join company c on c.id = a.company_id
        where c.name = $1 and a.material = $2";
}

/// A row of `company`, with its personal columns as they are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCompany {
    pub mobile: String,
    pub contact: String,
    /// Empty while there is none.
    pub profile: String,
    /// Empty while there is none.
    pub invoice_profile: String,
    pub credit_code: String,
    pub version: i64,
    pub consent: String,
}

/// Opening a sealed text takes no chance.
struct NoChance;

impl app::chance::Chance for NoChance {
    fn fill(&self, _: &mut [u8]) {
        panic!("a test seals nothing")
    }
}

impl World {
    /// Who did what to this subject (a company, an order's number, a login name), oldest first: code, name, particulars.
    pub async fn acts_on(&self, subject: &str) -> Vec<(String, String, String)> {
        let subject = subject.to_owned();
        self.read(move |tx| tx.all(&ACTS, p![&subject], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))).await
    }

    /// How often an action with these particulars was recorded on a subject.
    pub async fn acts(&self, subject: &str, action: &str, detail: &str) -> usize {
        let all = self.acts_on(subject).await;
        all.iter().filter(|(code, _, said)| code == action && said == detail).count()
    }

    /// The row of a company.
    pub async fn stored_company(&self, name: &str) -> StoredCompany {
        let name = name.to_owned();
        self.read(move |tx| {
            tx.one(&COMPANY, p![&name], |r| {
                Ok(StoredCompany {
                    mobile: r.get(0)?,
                    contact: r.get(1)?,
                    profile: r.get(2)?,
                    invoice_profile: r.get(3)?,
                    credit_code: r.get(4)?,
                    version: r.get(5)?,
                    consent: r.get(6)?,
                })
            })
        })
        .await
    }

    /// The number of a company's newest file of a kind (`id_front`, `licence` …).
    pub async fn file_of(&self, company: &str, material: &str) -> i64 {
        let (company, material) = (company.to_owned(), material.to_owned());
        self.read(move |tx| tx.one(&FILE, p![&company, &material], |r| r.get(0))).await
    }

    /// The versions of the terms that a company agreed to, in their order.
    pub async fn consents(&self, name: &str) -> Vec<String> {
        self.texts(&CONSENTS, name).await
    }

    /// This world's keys at work.
    pub fn vault(&self) -> Vault {
        let ring = KeyRing::parse(&std::fs::read_to_string(self.data().join("keys.txt")).unwrap()).unwrap();
        Vault::new(&ring, Arc::new(NoChance)).unwrap()
    }
}

impl StoredCompany {
    /// True if no personal column can be read without the keys.
    pub fn is_sealed(&self) -> bool {
        let texts = [&self.mobile, &self.contact, &self.profile, &self.invoice_profile];
        texts.iter().all(|text| text.is_empty() || text.starts_with("s1."))
    }

    /// The registered number.
    pub fn mobile(&self, world: &World) -> String {
        world.vault().open_text("company.mobile", &self.mobile).unwrap()
    }

    /// 用户信息.
    pub fn contact(&self, world: &World) -> Contact {
        world.vault().open_json("company.contact", &self.contact).unwrap()
    }

    /// 基本信息.
    pub fn profile(&self, world: &World) -> CompanyProfile {
        world.vault().open_json("company.profile", &self.profile).unwrap()
    }

    /// 发票信息.
    pub fn invoice_profile(&self, world: &World) -> InvoiceProfile {
        world.vault().open_json("company.invoice_profile", &self.invoice_profile).unwrap()
    }
}
