//! The matrix, read: rules × what is ordered → the documents that are needed.

use super::{Condition, Material, Slot, Source};

/// One line of a project's matrix. Which project, business type and days it is for was judged when it was looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaterialRule {
    pub material: Material,
    /// The certificate type that it is for; empty: any.
    pub certificate: String,
    pub condition: Condition,
    /// Where the document is kept.
    pub source: Source,
    /// False: welcome, but the order may be submitted without it.
    pub required: bool,
}

/// What the matrix looks at.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The codes of the ordered certificates' types.
    pub certificates: &'a [&'a str],
    /// 签章数量.
    pub seals: i64,
    /// The contact is not the legal representative.
    pub by_agent: bool,
}

/// A document that an order needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    pub slot: Slot,
    pub source: Source,
    /// False: welcome only.
    pub required: bool,
}

/// The documents of an order, in the order of the matrix. A document that two rules name is needed once, and required
/// if one of them says so; imprints are needed once a seal.
pub fn needs(rules: &[MaterialRule], facts: Facts<'_>) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    for rule in rules.iter().filter(|rule| applies(rule, facts)) {
        for slot in slots(rule.material, facts.seals) {
            match needs.iter_mut().find(|need| need.slot == slot) {
                Some(need) => need.required |= rule.required,
                None => needs.push(Need { slot, source: rule.source, required: rule.required }),
            }
        }
    }
    needs
}

fn applies(rule: &MaterialRule, facts: Facts<'_>) -> bool {
    let certificate = rule.certificate.is_empty() || facts.certificates.contains(&rule.certificate.as_str());
    let condition = match rule.condition {
        Condition::Always => true,
        Condition::Sealed => facts.seals > 0,
        Condition::ByAgent => facts.by_agent,
    };
    certificate && condition
}

fn slots(material: Material, seals: i64) -> Vec<Slot> {
    match material {
        Material::SealImage => (1..=seals).map(|position| Slot { material, position }).collect(),
        Material::Licence
        | Material::Application
        | Material::IdFront
        | Material::IdBack
        | Material::Proxy
        | Material::SealForm
        | Material::Other => vec![Slot::only(material)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(material: Material, condition: Condition, required: bool) -> MaterialRule {
        MaterialRule { material, certificate: String::new(), condition, source: Source::Order, required }
    }

    fn codes(rules: &[MaterialRule], facts: Facts<'_>) -> Vec<String> {
        needs(rules, facts)
            .iter()
            .map(|need| format!("{}{}", need.slot, if need.required { "!" } else { "" }))
            .collect()
    }

    #[test]
    fn conditions_certificate_types_and_seals_decide_what_is_needed() {
        let legal = MaterialRule { certificate: "legal".into(), ..rule(Material::IdFront, Condition::Always, true) };
        let rules = [
            rule(Material::Licence, Condition::Always, true),
            rule(Material::Proxy, Condition::ByAgent, true),
            rule(Material::SealImage, Condition::Sealed, true),
            legal,
        ];
        let facts = Facts { certificates: &["unit"], seals: 0, by_agent: false };
        assert_eq!(codes(&rules, facts), ["licence!"]);
        let facts = Facts { certificates: &["unit", "legal"], seals: 2, by_agent: true };
        assert_eq!(codes(&rules, facts), ["licence!", "proxy!", "seal_image-1!", "seal_image-2!", "id_front!"]);
    }

    #[test]
    fn a_document_that_two_rules_name_is_asked_for_once_and_the_stricter_rule_holds() {
        let rules =
            [rule(Material::Licence, Condition::Always, false), rule(Material::Licence, Condition::Sealed, true)];
        assert_eq!(codes(&rules, Facts { certificates: &[], seals: 0, by_agent: false }), ["licence"]);
        assert_eq!(codes(&rules, Facts { certificates: &[], seals: 1, by_agent: false }), ["licence!"]);
        assert_eq!(codes(&[], Facts { certificates: &[], seals: 1, by_agent: true }), [""; 0]);
    }
}
