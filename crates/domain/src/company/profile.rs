//! 基本信息 (manual 3.2 (3)): the company as its licence shows it. The form is in `profile_form`.

use super::credit_code::{CreditCode, CreditCodeWarning};
use crate::contact::Mobile;
use crate::place::written;
use crate::text::choice;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

choice! {
    /// 企业类型.
    CompanyKind {
        /// A company under company law.
        Enterprise = "enterprise", "企业";
        SoleTrader = "sole_trader", "个体工商户";
        Institution = "institution", "事业单位";
        /// An organ of the state.
        Organ = "organ", "机关";
        Association = "association", "社会团体";
        Other = "other", "其他";
    }
}

choice! {
    /// 证件类型 of a company.
    CompanyIdKind {
        /// GB 32100.
        CreditCode = "credit_code", "统一社会信用代码";
        /// GB 11714.
        OrganisationCode = "organisation_code", "组织机构代码";
        /// A registration abroad: any text.
        Foreign = "foreign", "境外登记证";
    }
}

choice! {
    /// 主体身份: the company's part in trading.
    Identity {
        Bidder = "bidder", "投标人";
        Tenderer = "tenderer", "招标人";
        /// Acts for one who calls for bids.
        Agency = "agency", "代理机构";
    }
}

choice! {
    /// 证件类型 of a person.
    PersonIdKind {
        /// GB 11643.
        Resident = "resident", "居民身份证";
        /// Any passport.
        Passport = "passport", "护照";
        /// Hong Kong and Macao.
        HomeReturnPermit = "home_return_permit", "港澳居民来往内地通行证";
        TaiwanPermit = "taiwan_permit", "台湾居民来往大陆通行证";
    }
}

/// 营业执照有效期.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LicenceTerm {
    /// Valid up to and including this day.
    Until(Date),
    /// 长期.
    Forever,
}

/// 基本信息, as it is stored and frozen in an order. The company's name belongs to the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyProfile {
    /// 企业类型.
    pub kind: CompanyKind,
    /// 证件类型.
    pub id_kind: CompanyIdKind,
    /// 统一社会信用代码, or the number of the other kind of document; capitals.
    pub credit_code: String,
    /// 主体身份.
    pub identity: Option<Identity>,
    /// 法定代表人姓名.
    pub legal_name: String,
    /// 法定代表人证件类型.
    pub legal_id_kind: PersonIdKind,
    /// 法定代表人证件号码; empty until a certificate or seal of the legal representative needs it. Personal.
    pub legal_id_number: String,
    /// 法定代表人手机号. Personal.
    pub legal_mobile: Option<Mobile>,
    /// 注册地址: 省.
    pub province: String,
    /// 市.
    pub city: String,
    /// 区.
    pub district: String,
    /// 详细地址.
    pub address: String,
    /// 单位电话; may be empty.
    pub phone: String,
    /// 邮政编码; may be empty.
    pub postcode: String,
    /// 营业执照有效期, if given.
    pub licence: Option<LicenceTerm>,
}

/// Something that may be saved and yet deserves a second look, by the user and by the reviewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileWarning {
    /// One of the two checks of the credit code fails.
    CreditCode(CreditCodeWarning),
    /// The licence has expired, or will within [`CompanyProfile::LICENCE_NOTICE_DAYS`].
    LicenceEnds(Date),
}

impl ProfileWarning {
    /// The input that it speaks of.
    pub fn field(self) -> &'static str {
        match self {
            ProfileWarning::CreditCode(_) => "credit_code",
            ProfileWarning::LicenceEnds(_) => "licence_until",
        }
    }

    /// What to do about it.
    pub fn message(self) -> String {
        match self {
            ProfileWarning::CreditCode(warning) => warning.message().to_owned(),
            ProfileWarning::LicenceEnds(day) => format!("营业执照有效期至 {day}，请留意换照，换照后更新此处"),
        }
    }
}

impl CompanyProfile {
    /// A licence that ends within so many days is pointed out.
    pub const LICENCE_NOTICE_DAYS: i32 = 30;

    /// What deserves a second look on this Beijing day.
    pub fn warnings(&self, today: Date) -> Vec<ProfileWarning> {
        let code = match self.id_kind {
            CompanyIdKind::CreditCode => CreditCode::parse(&self.credit_code).ok().and_then(|code| code.warning()),
            CompanyIdKind::OrganisationCode | CompanyIdKind::Foreign => None,
        };
        let licence = match self.licence {
            Some(LicenceTerm::Until(day)) if days_between(today, day) <= Self::LICENCE_NOTICE_DAYS => {
                Some(ProfileWarning::LicenceEnds(day))
            }
            Some(LicenceTerm::Until(_) | LicenceTerm::Forever) | None => None,
        };
        code.map(ProfileWarning::CreditCode).into_iter().chain(licence).collect()
    }

    /// 省市区 and 详细地址 in one line.
    pub fn full_address(&self) -> String {
        format!("{}{}", written(&self.province, &self.city, &self.district), self.address)
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
