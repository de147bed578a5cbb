//! What a trading platform (交易平台) allows: data of the project, changed by staff, never by a release.

use super::business::BusinessType;
use crate::field::FieldErrors;
use crate::text::{Input, choice};
use serde::{Deserialize, Serialize};

choice! {
    /// What happens when a seal is ordered although the company's main key has one (E22).
    SecondSeal {
        Allow = "allow", "允许";
        /// The user says why.
        Explain = "explain", "须说明原因";
        /// The order is refused.
        Block = "block", "不允许";
    }
}

/// The rules of one project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProjectRules {
    /// Main keys that one company may have; the rest are sub keys.
    pub main_keys: i64,
    /// E22.
    pub second_seal: SecondSeal,
    /// T3a: orders are reviewed before they are paid.
    pub review_first: bool,
    /// 业务类型 that it takes; see [`ProjectRules::offered`].
    pub business: Vec<BusinessType>,
}

impl Default for ProjectRules {
    fn default() -> ProjectRules {
        ProjectRules {
            main_keys: 1,
            second_seal: SecondSeal::Allow,
            review_first: false,
            business: vec![BusinessType::New],
        }
    }
}

/// What a company has on a platform already: certificates of approved orders that were not revoked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub main_keys: i64,
    /// One of them carries a seal.
    pub sealed: bool,
}

impl ProjectRules {
    /// 业务类型 on offer: what the platform takes and the program can carry out.
    pub fn offered(&self) -> impl Iterator<Item = BusinessType> + '_ {
        BusinessType::ALL.iter().copied().filter(|one| one.is_taken() && self.business.contains(one))
    }

    /// Main keys that a company may still order.
    pub fn main_keys_left(&self, held: Held) -> i64 {
        (self.main_keys - held.main_keys).max(0)
    }

    /// What must be done about an order of `seals` seals (E22).
    pub fn second_seal(&self, held: Held, seals: i64) -> SecondSeal {
        if held.sealed && seals > 0 { self.second_seal } else { SecondSeal::Allow }
    }
}

/// What an administrator types to set up a platform.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ProjectForm {
    /// 名称.
    pub name: String,
    /// 接单: a check box.
    pub open: String,
    /// 每家企业的主锁.
    pub main_keys: String,
    /// 第二枚签章, a code of [`SecondSeal`].
    pub second_seal: String,
    /// 先审核后付款: a check box.
    pub review_first: String,
}

/// What may be stored of a platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectEntry {
    /// 名称.
    pub name: String,
    /// Takes new orders.
    pub open: bool,
    pub rules: ProjectRules,
}

impl ProjectForm {
    /// Longest 名称.
    pub const NAME_MAX: usize = 50;
    /// Most main keys of one company.
    pub const MAIN_KEYS_MAX: i64 = 20;

    /// Fills the page from a platform.
    pub fn from_project(name: &str, open: bool, rules: &ProjectRules) -> ProjectForm {
        let ticked = |on: bool| if on { "on".to_owned() } else { String::new() };
        ProjectForm {
            name: name.to_owned(),
            open: ticked(open),
            main_keys: rules.main_keys.to_string(),
            second_seal: rules.second_seal.code().to_owned(),
            review_first: ticked(rules.review_first),
        }
    }

    pub fn check(&self) -> Result<ProjectEntry, FieldErrors> {
        let mut errors = FieldErrors::new();
        let name = Input::new("name", "平台名称", &self.name).line(4..=Self::NAME_MAX, &mut errors);
        let main_keys =
            Input::new("main_keys", "每家企业的主锁数量", &self.main_keys).number(1..=Self::MAIN_KEYS_MAX, &mut errors);
        let second_seal =
            Input::new("second_seal", "第二枚签章", &self.second_seal).choice(SecondSeal::parse, &mut errors);
        let review_first = Input::new("review_first", "先审核后付款", &self.review_first).tick(&mut errors);
        let open = Input::new("open", "接受新订单", &self.open).tick(&mut errors);
        let (Some(main_keys), Some(second_seal)) = (main_keys, second_seal) else { return Err(errors) };
        let rules = ProjectRules { main_keys, second_seal, review_first, ..ProjectRules::default() };
        errors.into_result(ProjectEntry { name, open, rules })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_say_nothing_are_the_usual_ones() {
        let rules: ProjectRules = serde_json::from_str("{}").unwrap();
        assert_eq!(rules, ProjectRules::default());
        let text = serde_json::to_string(&rules).unwrap();
        assert_eq!(serde_json::from_str::<ProjectRules>(&text).unwrap(), rules);
    }

    #[test]
    fn a_second_seal_matters_only_where_the_main_key_has_one_and_another_is_ordered() {
        let rules = ProjectRules { second_seal: SecondSeal::Block, ..ProjectRules::default() };
        let held = Held { main_keys: 1, sealed: true };
        assert_eq!(rules.second_seal(held, 1), SecondSeal::Block);
        assert_eq!(rules.second_seal(held, 0), SecondSeal::Allow);
        assert_eq!(rules.second_seal(Held { sealed: false, ..held }, 1), SecondSeal::Allow);
        assert_eq!((rules.main_keys_left(held), rules.main_keys_left(Held::default())), (0, 1));
    }
}
