//! 拒绝 (manual 3.2 (13)): what the reviewer tells the user. Reasons have codes, so that they can be counted.

use crate::field::FieldErrors;
use crate::text::{Input, choice};
use serde::{Deserialize, Serialize};

choice! {
    /// 拒绝原因: the five that users meet most (design/staff.md).
    RejectReason {
        /// The wrong type of registration was chosen.
        WrongKind = "wrong_kind", "注册类型选错";
        /// A scan cannot be read.
        UnclearScan = "unclear_scan", "扫描件不清晰";
        /// What was typed differs from the document.
        Mismatch = "mismatch", "资料与证件不一致";
        /// A copy lacks the stamp.
        NoStamp = "no_stamp", "复印件未盖章";
        /// The legal representative differs from the licence.
        LegalPerson = "legal_person", "法定代表人与执照不一致";
    }
}

/// The inputs.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RejectForm {
    /// The codes that were ticked.
    pub r: Vec<String>,
    /// 写给用户的说明.
    pub why: String,
}

/// Why an order went back to its user: at least one reason or a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// The reasons, each once, in the order of the form.
    pub reasons: Vec<RejectReason>,
    /// The reviewer's own words; may be empty.
    pub text: String,
}

impl RejectForm {
    /// Most characters of 写给用户的说明.
    pub const WHY_MAX: usize = 200;

    /// Judges the form.
    pub fn check(&self) -> Result<Rejection, FieldErrors> {
        let mut errors = FieldErrors::new();
        let text = Input::new("why", "写给用户的说明", &self.why).optional_paragraph(Self::WHY_MAX, &mut errors);
        let ticked: Vec<Option<RejectReason>> = self.r.iter().map(|code| RejectReason::parse(code)).collect();
        if ticked.contains(&None) || (ticked.is_empty() && self.why.trim().is_empty()) {
            errors.add("r", "请至少勾选一个拒绝原因，或填写说明");
        }
        let reasons = RejectReason::ALL.iter().copied().filter(|reason| ticked.contains(&Some(*reason))).collect();
        errors.into_result(Rejection { reasons, text })
    }
}

impl Rejection {
    /// What the history and the order's page say.
    pub fn sentence(&self) -> String {
        let titles: Vec<&str> = self.reasons.iter().map(|reason| reason.title()).collect();
        let titles = titles.join("；");
        match (titles.is_empty(), self.text.is_empty()) {
            (false, false) => format!("{titles}。{}", self.text),
            (false, true) => titles,
            (true, _) => self.text.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(r: &[&str], why: &str) -> Result<Rejection, FieldErrors> {
        RejectForm { r: r.iter().map(|code| (*code).to_owned()).collect(), why: why.into() }.check()
    }

    #[test]
    fn a_reason_or_a_text_is_enough() {
        let both = check(&["mismatch", "wrong_kind", "mismatch"], " 请照执照修改。 ").unwrap();
        assert_eq!(both.reasons, [RejectReason::WrongKind, RejectReason::Mismatch]);
        assert_eq!(both.sentence(), "注册类型选错；资料与证件不一致。请照执照修改。");
        assert_eq!(check(&["no_stamp"], "").unwrap().sentence(), "复印件未盖章");
        assert_eq!(check(&[], "请重新拍照").unwrap().sentence(), "请重新拍照");
    }

    #[test]
    fn nothing_at_all_is_not_enough() {
        let message = Some("请至少勾选一个拒绝原因，或填写说明");
        assert_eq!(check(&[], " \n ").unwrap_err().get("r"), message);
        assert_eq!(check(&["unknown"], "说明").unwrap_err().get("r"), message);
    }

    #[test]
    fn the_text_has_a_limit_and_no_hidden_characters() {
        assert!(check(&[], &"说".repeat(200)).is_ok());
        let long = check(&["no_stamp"], &"说".repeat(201)).unwrap_err();
        assert_eq!(long.get("why"), Some("写给用户的说明最多 200 个字，现在是 201 个，请缩短"));
        let hidden = check(&[], "请\u{202e}照").unwrap_err();
        assert_eq!((hidden.len(), hidden.get("why").is_some()), (1, true));
    }
}
