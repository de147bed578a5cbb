//! The edit page of 基本信息 (manual 3.2 (3)).

use super::credit_code::{CreditCode, is_organisation_code};
use super::person_id::{self, PersonIdInput};
use super::phone::parse_phone;
use super::profile::{CompanyIdKind, CompanyKind, CompanyProfile, Identity, LicenceTerm};
use crate::contact::Mobile;
use crate::field::FieldErrors;
use crate::place::PlaceInput;
use crate::text::{Input, compact, quoted};
use crate::time::parse_day;
use jiff::civil::Date;
use serde::Deserialize;

/// The inputs of the page.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct CompanyForm {
    /// 企业类型, a code of [`CompanyKind`].
    pub kind: String,
    /// 证件类型, a code of [`CompanyIdKind`].
    pub id_kind: String,
    /// 统一社会信用代码.
    pub credit_code: String,
    /// 主体身份, a code of [`Identity`] or empty.
    pub identity: String,
    /// 法定代表人姓名.
    pub legal_name: String,
    /// 法定代表人证件类型, a code of [`super::PersonIdKind`].
    pub legal_id_kind: String,
    /// 法定代表人证件号码; empty keeps the saved one.
    pub legal_id_number: String,
    /// 法定代表人手机号; empty keeps the saved one.
    pub legal_mobile: String,
    /// 省.
    pub province: String,
    /// 市.
    pub city: String,
    /// 区.
    pub district: String,
    /// 详细地址.
    pub address: String,
    /// 单位电话.
    pub phone: String,
    /// 邮政编码.
    pub postcode: String,
    /// 营业执照有效期至: a day or 长期.
    pub licence_until: String,
    /// 长期: a check box, and stronger than the day.
    pub licence_forever: String,
}

impl CompanyForm {
    /// `maxlength` of the credit code.
    pub const CREDIT_CODE_MAX: usize = CreditCode::LENGTH;
    /// Most characters of 境外登记证.
    pub const FOREIGN_ID_MAX: usize = 30;
    /// Fewest and most characters of a name.
    pub const NAME_MIN: usize = 2;
    /// Most characters of a name.
    pub const NAME_MAX: usize = 50;
    /// Most characters of a person's 证件号码.
    pub const ID_NUMBER_MAX: usize = person_id::NUMBER_MAX;
    /// Fewest characters of 境外登记证.
    pub const FOREIGN_ID_MIN: usize = 5;
    /// Fewest characters of 详细地址.
    pub const ADDRESS_MIN: usize = 5;
    /// Most characters of 详细地址.
    pub const ADDRESS_MAX: usize = 100;
    /// Most characters of 单位电话.
    pub const PHONE_MAX: usize = super::phone::PHONE_MAX;
    /// Digits of 邮政编码.
    pub const POSTCODE_DIGITS: usize = 6;

    /// What the page of a new company starts with: the kinds of documents that nearly everybody has.
    pub fn starting() -> CompanyForm {
        let (id_kind, legal_id_kind) = (CompanyIdKind::CreditCode, super::PersonIdKind::Resident);
        CompanyForm {
            id_kind: id_kind.code().to_owned(),
            legal_id_kind: legal_id_kind.code().to_owned(),
            ..CompanyForm::default()
        }
    }

    /// Fills the page. Personal numbers stay empty; the page says whether one is saved.
    pub fn from_profile(profile: &CompanyProfile) -> CompanyForm {
        let (licence_until, licence_forever) = match profile.licence {
            Some(LicenceTerm::Until(day)) => (day.to_string(), String::new()),
            Some(LicenceTerm::Forever) => (String::new(), "on".to_owned()),
            None => (String::new(), String::new()),
        };
        CompanyForm {
            kind: profile.kind.code().to_owned(),
            id_kind: profile.id_kind.code().to_owned(),
            credit_code: profile.credit_code.clone(),
            identity: profile.identity.map_or("", Identity::code).to_owned(),
            legal_name: profile.legal_name.clone(),
            legal_id_kind: profile.legal_id_kind.code().to_owned(),
            legal_id_number: String::new(),
            legal_mobile: String::new(),
            province: profile.province.clone(),
            city: profile.city.clone(),
            district: profile.district.clone(),
            address: profile.address.clone(),
            phone: profile.phone.clone(),
            postcode: profile.postcode.clone(),
            licence_until,
            licence_forever,
        }
    }

    /// Judges the form. `saved` lends the personal numbers that were left empty; `today` is the Beijing day.
    pub fn check(&self, saved: Option<&CompanyProfile>, today: Date) -> Result<CompanyProfile, FieldErrors> {
        let mut errors = FieldErrors::new();
        let kind = Input::new("kind", "企业类型", &self.kind).choice(CompanyKind::parse, &mut errors);
        let id_kind = Input::new("id_kind", "证件类型", &self.id_kind).choice(CompanyIdKind::parse, &mut errors);
        let credit_code = id_kind.map(|kind| self.check_company_id(kind, &mut errors)).unwrap_or_default();
        let identity = Input::new("identity", "主体身份", &self.identity);
        let identity = if identity.is_blank() { None } else { identity.choice(Identity::parse, &mut errors) };
        let legal_name = Input::new("legal_name", "法定代表人姓名", &self.legal_name)
            .person(Self::NAME_MIN..=Self::NAME_MAX, &mut errors);
        let legal_id = PersonIdInput {
            kind: Input::new("legal_id_kind", "法定代表人证件类型", &self.legal_id_kind),
            number: Input::new("legal_id_number", "证件号码", &self.legal_id_number),
        };
        let saved_id = saved.map(|saved| (saved.legal_id_kind, &*saved.legal_id_number));
        let legal_id = legal_id.check(saved_id, today, &mut errors);
        let legal_mobile = self.check_legal_mobile(saved, &mut errors);
        let place = PlaceInput {
            names: ["province", "city", "district"],
            values: [&self.province, &self.city, &self.district],
        };
        let [province, city, district] = place.check(&mut errors);
        let address =
            Input::new("address", "详细地址", &self.address).line(Self::ADDRESS_MIN..=Self::ADDRESS_MAX, &mut errors);
        let phone = self.check_phone(&mut errors);
        let postcode = Input::new("postcode", "邮政编码", &self.postcode);
        let postcode =
            if postcode.is_blank() { String::new() } else { postcode.digits(Self::POSTCODE_DIGITS, &mut errors) };
        let licence = self.check_licence(today, &mut errors);
        let (Some(kind), Some(id_kind), Some((legal_id_kind, legal_id_number))) = (kind, id_kind, legal_id) else {
            return Err(errors);
        };
        errors.into_result(CompanyProfile {
            kind,
            id_kind,
            credit_code,
            identity,
            legal_name,
            legal_id_kind,
            legal_id_number,
            legal_mobile,
            province,
            city,
            district,
            address,
            phone,
            postcode,
            licence,
        })
    }

    fn check_company_id(&self, kind: CompanyIdKind, errors: &mut FieldErrors) -> String {
        match kind {
            CompanyIdKind::CreditCode => CreditCode::parse(&self.credit_code)
                .map(|code| code.as_str().to_owned())
                .map_err(|e| errors.add("credit_code", e.message()))
                .unwrap_or_default(),
            CompanyIdKind::OrganisationCode => {
                let code: String = compact(&self.credit_code).to_uppercase().replace('-', "");
                if !is_organisation_code(&code) {
                    let message = "组织机构代码应为 9 位且校验位相符，请照证件核对";
                    errors.add("credit_code", if code.is_empty() { "请填写组织机构代码" } else { message });
                }
                code
            }
            CompanyIdKind::Foreign => Input::new("credit_code", "登记证号码", &self.credit_code)
                .line(Self::FOREIGN_ID_MIN..=Self::FOREIGN_ID_MAX, errors)
                .to_uppercase(),
        }
    }

    fn check_legal_mobile(&self, saved: Option<&CompanyProfile>, errors: &mut FieldErrors) -> Option<Mobile> {
        let input = Input::new("legal_mobile", "法定代表人手机号", &self.legal_mobile);
        if input.is_blank() { saved.and_then(|saved| saved.legal_mobile.clone()) } else { input.mobile(errors) }
    }

    fn check_phone(&self, errors: &mut FieldErrors) -> String {
        if self.phone.trim().is_empty() {
            return String::new();
        }
        parse_phone(&self.phone).unwrap_or_else(|| {
            let value = quoted(&self.phone);
            errors.add("phone", format!("单位电话{value}不完整，请按 0990-0000000 的样子填写，或填写手机号"));
            String::new()
        })
    }

    fn check_licence(&self, today: Date, errors: &mut FieldErrors) -> Option<LicenceTerm> {
        let text = self.licence_until.trim();
        let forever = Input::new("licence_forever", "长期", &self.licence_forever).tick(errors);
        if forever || text == "长期" {
            return Some(LicenceTerm::Forever);
        }
        if text.is_empty() {
            return None;
        }
        let Some(day) = parse_day(&compact(text)) else {
            let value = quoted(text);
            errors.add("licence_until", format!("营业执照有效期{value}不是日期，请按 2029-12-01 的样子填写，或选长期"));
            return None;
        };
        if day < today {
            errors.add("licence_until", format!("营业执照有效期（{day}）已过，请换照后填写新的有效期"));
        }
        Some(LicenceTerm::Until(day))
    }
}

impl std::fmt::Debug for CompanyForm {
    /// Personal numbers must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CompanyForm").field("credit_code", &self.credit_code).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "profile_form_tests.rs"]
mod tests;
