//! 材料要求 as administrators enter them: one line of a platform's matrix. Whether it fits beside the other lines is
//! judged here as well; which of them hold is looked up by the caller.

use super::{Condition, Material, MaterialRule, Source};
use crate::field::FieldErrors;
use crate::order::{BusinessType, CertificateKind};
use crate::text::Input;
use serde::Deserialize;

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct MaterialRuleForm {
    /// 材料, a code of [`Material`].
    pub material: String,
    /// 业务类型, a code of [`BusinessType`].
    pub business: String,
    /// 证书类型, a code of [`CertificateKind`]; empty for any.
    pub certificate: String,
    /// 何时需要, a code of [`Condition`].
    pub condition: String,
    /// 怎样提供, a code of [`Source`].
    pub source: String,
    /// 必须提供: a check box.
    pub required: String,
    /// 顺序.
    pub position: String,
}

/// A line that may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaterialEntry {
    /// 业务类型.
    pub business: BusinessType,
    /// What is asked for, and when.
    pub rule: MaterialRule,
    /// Where it stands among the others, from 1.
    pub position: i64,
}

impl MaterialRuleForm {
    /// What can be asked for: 补充材料 is whatever else a user gives.
    pub const MATERIALS: &'static [Material] = &[
        Material::Licence,
        Material::Application,
        Material::IdFront,
        Material::IdBack,
        Material::Proxy,
        Material::SealForm,
        Material::SealImage,
    ];
    pub const POSITION_MAX: i64 = 99;

    /// Fills the page from a line.
    pub fn from_entry(entry: &MaterialEntry) -> MaterialRuleForm {
        let rule = &entry.rule;
        MaterialRuleForm {
            material: rule.material.code().to_owned(),
            business: entry.business.code().to_owned(),
            certificate: rule.certificate.clone(),
            condition: rule.condition.code().to_owned(),
            source: rule.source.code().to_owned(),
            required: if rule.required { "on".to_owned() } else { String::new() },
            position: entry.position.to_string(),
        }
    }

    /// Judges all inputs; `offered` are the platform's 业务类型.
    pub fn check(&self, offered: &[BusinessType]) -> Result<MaterialEntry, FieldErrors> {
        let mut errors = FieldErrors::new();
        let asked = |code: &str| Material::parse(code).filter(|one| Self::MATERIALS.contains(one));
        let material = Input::new("material", "材料", &self.material).choice(asked, &mut errors);
        let business = |code: &str| BusinessType::parse(code).filter(|one| offered.contains(one));
        let business = Input::new("business", "业务类型", &self.business).choice(business, &mut errors);
        let certificate = match self.certificate.as_str() {
            "" => Some(""),
            code => Input::new("certificate", "证书类型", code)
                .choice(CertificateKind::parse, &mut errors)
                .map(CertificateKind::code),
        };
        let condition = Input::new("condition", "何时需要", &self.condition).choice(Condition::parse, &mut errors);
        let source = Input::new("source", "怎样提供", &self.source).choice(Source::parse, &mut errors);
        let position = Input::new("position", "顺序", &self.position).number(1..=Self::POSITION_MAX, &mut errors);
        let required = Input::new("required", "必须提供", &self.required).tick(&mut errors);
        if let Some(material) = material {
            fits(material, condition, source, &mut errors);
        }
        let (Some(material), Some(business), Some(certificate)) = (material, business, certificate) else {
            return Err(errors);
        };
        let (Some(condition), Some(source), Some(position)) = (condition, source, position) else {
            return Err(errors);
        };
        let rule = MaterialRule { material, certificate: certificate.to_owned(), condition, source, required };
        errors.into_result(MaterialEntry { business, rule, position })
    }
}

/// What is made for one order cannot be kept with the profile, and an imprint needs a seal.
fn fits(material: Material, condition: Option<Condition>, source: Option<Source>, errors: &mut FieldErrors) {
    let of_one_order = matches!(material, Material::Application | Material::SealForm | Material::SealImage);
    if of_one_order && source == Some(Source::Profile) {
        let (title, source) = (material.title(), Source::Order.title());
        errors.add("source", format!("{title}每个订单都不同，请选“{source}”"));
    }
    if material == Material::SealImage && condition.is_some_and(|condition| condition != Condition::Sealed) {
        errors.add("condition", format!("没有签章就没有印模，请选“{}”", Condition::Sealed.title()));
    }
}

impl MaterialEntry {
    /// Judges the line beside the platform's others: none may say the same, and a document has one place only.
    pub fn beside<'a>(&self, others: impl IntoIterator<Item = &'a MaterialEntry>) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::new();
        let same =
            |other: &&MaterialEntry| other.business == self.business && other.rule.material == self.rule.material;
        for other in others.into_iter().filter(same) {
            let (own, other) = (&self.rule, &other.rule);
            if (&own.certificate, own.condition) == (&other.certificate, other.condition) {
                errors.add("material", "已有同样的要求：材料、证书类型和何时需要都相同，请修改那一条");
            }
            if own.source != other.source {
                let title = other.source.title();
                errors.add("source", format!("这种材料的另一条要求是“{title}”，一种材料只能放在一处，请改成一致"));
            }
        }
        errors.into_result(())
    }

    /// The title of 证书类型.
    pub fn certificate_title(&self) -> &'static str {
        CertificateKind::parse(&self.rule.certificate).map_or("任何证书", CertificateKind::title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERED: &[BusinessType] = &[BusinessType::New];

    fn form() -> MaterialRuleForm {
        MaterialRuleForm {
            material: "proxy".into(),
            business: "new".into(),
            certificate: "legal".into(),
            condition: "by_agent".into(),
            source: "profile".into(),
            required: "on".into(),
            position: " ６ ".into(),
        }
    }

    fn entry(edit: fn(&mut MaterialRuleForm)) -> MaterialEntry {
        let mut form = form();
        edit(&mut form);
        form.check(OFFERED).unwrap()
    }

    #[test]
    fn a_good_form_makes_a_line_and_fills_the_page_again() {
        let made = entry(|_| {});
        assert_eq!((made.rule.material, made.rule.required, made.position), (Material::Proxy, true, 6));
        assert_eq!(made.certificate_title(), "法定代表人证书");
        assert_eq!(MaterialRuleForm::from_entry(&made), MaterialRuleForm { position: "6".into(), ..form() });
        let any = entry(|form| {
            form.certificate.clear();
            form.required.clear();
        });
        assert_eq!((any.certificate_title(), any.rule.required), ("任何证书", false));
    }

    #[test]
    fn each_field_is_judged_for_itself() {
        type Edit = fn(&mut MaterialRuleForm);
        let cases: &[(Edit, &str, &str)] = &[
            (|f| f.material.clear(), "material", "请选择材料"),
            (|f| f.material = "moon".into(), "material", "请选择材料"),
            (|f| f.material = "other".into(), "material", "请选择材料"),
            (|f| f.business = "renew".into(), "business", "请选择业务类型"),
            (|f| f.certificate = "robot".into(), "certificate", "请选择证书类型"),
            (|f| f.condition.clear(), "condition", "请选择何时需要"),
            (|f| f.source = "cloud".into(), "source", "请选择怎样提供"),
            (|f| f.position = "100".into(), "position", "顺序应为 1–99 的整数，现在是“100”"),
            (|f| f.material = "application".into(), "source", "数字证书申请表每个订单都不同，请选“每个订单上传”"),
        ];
        for (edit, field, message) in cases {
            let mut form = form();
            edit(&mut form);
            let errors = form.check(OFFERED).unwrap_err();
            assert_eq!((errors.len(), errors.get(field)), (1, Some(*message)), "{field}");
        }
        let imprint = MaterialRuleForm { material: "seal_image".into(), source: "order".into(), ..form() };
        let errors = imprint.check(OFFERED).unwrap_err();
        assert_eq!(errors.get("condition"), Some("没有签章就没有印模，请选“带签章时”"));
    }

    #[test]
    fn a_line_that_says_the_same_or_keeps_the_document_elsewhere_does_not_fit() {
        let made = entry(|_| {});
        let other = entry(|form| form.condition = "always".into());
        assert_eq!(made.beside([&other]), Ok(()));
        let twice = made.beside([&other, &entry(|form| form.required.clear())]).unwrap_err();
        assert_eq!(twice.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["material"]);
        let elsewhere = entry(|form| {
            form.certificate.clear();
            form.source = "order".into();
        });
        let errors = made.beside([&elsewhere]).unwrap_err();
        assert_eq!(errors.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["source"]);
        let licence = entry(|form| form.material = "licence".into());
        assert_eq!(made.beside([&licence]), Ok(()), "another document");
    }
}
