//! What a form says. An empty text is a blank to be filled in by hand; an empty form is the same layout with nothing in.

use app::order::application::Application;
use domain::company::{CompanyProfile, Contact};
use domain::order::{CertificateItem, Delivery, SealKind};

/// One row of 证书明细.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificateRow {
    /// 证书类型.
    pub kind: String,
    /// 主锁 or 副锁.
    pub lock: String,
    /// 持有人, with the number of the document for 法定代表人证书 and 个人证书.
    pub holder: String,
    /// 年限.
    pub years: String,
    /// 签章类型; empty without a seal.
    pub seal: String,
}

/// Everything that the three forms say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// 订单号; empty on a template, which then has no QR code.
    pub number: String,
    /// The certificate authority that the forms are handed to.
    pub authority: String,
    /// 单位名称.
    pub company: String,
    /// 统一社会信用代码.
    pub credit_code: String,
    /// 企业类型.
    pub kind: String,
    /// 法定代表人.
    pub legal_name: String,
    /// 注册地址.
    pub address: String,
    /// 单位电话.
    pub phone: String,
    /// 经办人.
    pub contact_name: String,
    /// 经办人手机号. Personal.
    pub contact_mobile: String,
    /// 经办人证件号码; empty where it was not given. Personal.
    pub contact_id: String,
    /// 部门 and 职务.
    pub contact_post: String,
    /// 电子邮箱.
    pub contact_email: String,
    /// 业务类型.
    pub business: String,
    /// 交易平台.
    pub project: String,
    /// 证书明细, a row each.
    pub certificates: Vec<CertificateRow>,
    /// 签章数量.
    pub seals: i64,
    /// 获取方式.
    pub way: String,
    /// Where to: recipient and address, or the outlet.
    pub destination: String,
    /// 备注.
    pub note: String,
}

/// Rows of an empty 证书明细: as many as leave the form on one page.
const BLANK_ROWS: usize = 3;

impl Facts {
    /// Nothing but the name of the authority.
    pub fn blank(authority: &str) -> Facts {
        let certificates = vec![CertificateRow::default(); BLANK_ROWS];
        Facts { authority: authority.to_owned(), certificates, ..Facts::default() }
    }

    pub fn of(application: &Application, authority: &str) -> Facts {
        let draft = &application.stored.draft;
        let (way, destination) = destination(&draft.delivery, application.outlet.as_deref());
        let facts = Facts {
            number: application.stored.order.number.to_string(),
            authority: authority.to_owned(),
            company: application.company.clone(),
            business: draft.business.title().to_owned(),
            project: application.project.clone(),
            certificates: rows(application),
            seals: draft.seals(),
            way,
            destination,
            note: draft.note.clone(),
            ..Facts::default()
        };
        facts.with_profile(application.profile.as_ref()).with_contact(&application.contact)
    }

    /// True on a template.
    pub fn is_blank(&self) -> bool {
        self.number.is_empty()
    }

    fn with_profile(self, profile: Option<&CompanyProfile>) -> Facts {
        let Some(profile) = profile else { return self };
        Facts {
            credit_code: profile.credit_code.clone(),
            kind: profile.kind.title().to_owned(),
            legal_name: profile.legal_name.clone(),
            address: profile.full_address(),
            phone: profile.phone.clone(),
            ..self
        }
    }

    fn with_contact(self, contact: &Contact) -> Facts {
        let post = [&*contact.department, &contact.title].into_iter().filter(|part| !part.is_empty());
        Facts {
            contact_name: contact.name.clone(),
            contact_mobile: contact.mobile.as_str().to_owned(),
            contact_id: contact.id_number.clone(),
            contact_post: post.collect::<Vec<_>>().join(" / "),
            contact_email: contact.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default(),
            ..self
        }
    }
}

fn destination(delivery: &Delivery, outlet: Option<&str>) -> (String, String) {
    let way = delivery.title().to_owned();
    match delivery {
        Delivery::Courier(to) => (way, format!("{}，{}，{}", to.name, to.mobile.as_str(), to.full_address())),
        Delivery::Pickup { .. } => (way, outlet.unwrap_or_default().to_owned()),
    }
}

/// A certificate of a person names the person, any other one the company.
fn rows(application: &Application) -> Vec<CertificateRow> {
    let row = |item: &CertificateItem| CertificateRow {
        kind: item.kind.title().to_owned(),
        lock: item.role.title().to_owned(),
        holder: item
            .holder
            .as_ref()
            .map_or_else(|| application.company.clone(), |holder| format!("{} {}", holder.name, holder.id_number)),
        years: format!("{} 年", item.years),
        seal: item.seal.map_or("", SealKind::title).to_owned(),
    };
    application.stored.draft.items.iter().map(row).collect()
}
