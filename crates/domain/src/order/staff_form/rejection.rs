//! 拒绝 (manual 3.2 (13)): what the reviewer tells the user. The reasons come from the library that supervisors keep;
//! a rejection freezes their words, so that a later edit of the library changes no past one.

use super::points_at::PointsAt;
use crate::field::FieldErrors;
use crate::text::Input;
use serde::{Deserialize, Serialize};

/// A reason of the library, as it reads at this moment, or as it read when a user was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredReason")]
pub struct RejectReason {
    /// The code, by which reasons are counted; never changes.
    pub code: String,
    /// What the reviewer ticks and the user reads first.
    pub title: String,
    /// What the user should do; may be empty.
    pub text: String,
    /// The field or material that has to be corrected.
    pub points_at: Option<PointsAt>,
}

/// How a reason may be stored: the first release stored the code alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum StoredReason {
    Code(String),
    Frozen {
        code: String,
        title: String,
        #[serde(default)]
        text: String,
        #[serde(default)]
        points_at: Option<PointsAt>,
    },
}

impl From<StoredReason> for RejectReason {
    fn from(stored: StoredReason) -> RejectReason {
        match stored {
            StoredReason::Frozen { code, title, text, points_at } => RejectReason { code, title, text, points_at },
            StoredReason::Code(code) => {
                let first = RejectReason::first_five().into_iter().find(|reason| reason.code == code);
                first.unwrap_or_else(|| RejectReason {
                    title: code.clone(),
                    code,
                    text: String::new(),
                    points_at: None,
                })
            }
        }
    }
}

impl RejectReason {
    /// The five that users meet most: what the library starts with.
    pub fn first_five() -> [RejectReason; 5] {
        let reason = |code: &str, title: &str, text: &str, points_at| RejectReason {
            code: code.to_owned(),
            title: title.to_owned(),
            text: text.to_owned(),
            points_at: Some(points_at),
        };
        [
            reason("wrong_kind", "注册类型选错", "请照营业执照选择企业类型后重新提交。", PointsAt::CompanyKind),
            reason("unclear_scan", "扫描件不清晰", "请上传四角完整、文字清楚的彩色扫描件或照片。", PointsAt::Licence),
            reason("mismatch", "资料与证件不一致", "请照证件原文逐字核对后修改。", PointsAt::CompanyProfile),
            reason("no_stamp", "复印件未盖章", "复印件须加盖单位公章后再扫描上传。", PointsAt::Application),
            reason("legal_person", "法定代表人与执照不一致", "请照营业执照填写法定代表人。", PointsAt::LegalName),
        ]
    }

    /// 用户申请取消 (E7): not in the library, offered where the user asked.
    pub fn user_asked() -> RejectReason {
        RejectReason {
            code: "user_asked".to_owned(),
            title: "用户申请取消".to_owned(),
            text: "应您的申请退回，款项原路退回。".to_owned(),
            points_at: None,
        }
    }
}

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
    /// The reasons, each once, in the order of the library.
    pub reasons: Vec<RejectReason>,
    /// The reviewer's own words; may be empty.
    pub text: String,
}

impl RejectForm {
    /// Most characters of 写给用户的说明.
    pub const WHY_MAX: usize = 200;

    /// Judges the form by the reasons that the library offers now.
    pub fn check(&self, offered: &[RejectReason]) -> Result<Rejection, FieldErrors> {
        let mut errors = FieldErrors::new();
        let text = Input::new("why", "写给用户的说明", &self.why).optional_paragraph(Self::WHY_MAX, &mut errors);
        let ticked = |reason: &RejectReason| self.r.iter().any(|code| code.trim() == reason.code);
        let gone = |code: &String| !offered.iter().any(|reason| reason.code == code.trim());
        if self.r.iter().any(gone) {
            errors.add("r", "勾选的拒绝原因已停用，请重新选择");
        } else if self.r.is_empty() && self.why.trim().is_empty() {
            errors.add("r", "请至少勾选一个拒绝原因，或填写说明");
        }
        let reasons = offered.iter().filter(|reason| ticked(reason)).cloned().collect();
        errors.into_result(Rejection { reasons, text })
    }
}

impl Rejection {
    /// 用户申请取消, and nothing else (E7).
    pub fn user_asked() -> Rejection {
        Rejection { reasons: vec![RejectReason::user_asked()], text: String::new() }
    }

    /// What the history and the order's page say.
    pub fn sentence(&self) -> String {
        let titles: Vec<&str> = self.reasons.iter().map(|reason| reason.title.as_str()).collect();
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
        let form = RejectForm { r: r.iter().map(|code| (*code).to_owned()).collect(), why: why.into() };
        form.check(&RejectReason::first_five())
    }

    #[test]
    fn a_reason_or_a_text_is_enough() {
        let both = check(&["mismatch", "wrong_kind", "mismatch"], " 请照执照修改。 ").unwrap();
        assert_eq!(both.reasons.iter().map(|r| r.code.as_str()).collect::<Vec<_>>(), ["wrong_kind", "mismatch"]);
        assert_eq!(both.sentence(), "注册类型选错；资料与证件不一致。请照执照修改。");
        assert_eq!(check(&["no_stamp"], "").unwrap().sentence(), "复印件未盖章");
        assert_eq!(check(&[], "请重新拍照").unwrap().sentence(), "请重新拍照");
    }

    #[test]
    fn nothing_at_all_is_not_enough_and_a_reason_that_was_switched_off_does_not_count() {
        assert_eq!(check(&[], " \n ").unwrap_err().get("r"), Some("请至少勾选一个拒绝原因，或填写说明"));
        assert_eq!(check(&["unknown"], "说明").unwrap_err().get("r"), Some("勾选的拒绝原因已停用，请重新选择"));
    }

    #[test]
    fn the_text_has_a_limit_and_no_hidden_characters() {
        assert!(check(&[], &"说".repeat(200)).is_ok());
        let long = check(&["no_stamp"], &"说".repeat(201)).unwrap_err();
        assert_eq!(long.get("why"), Some("写给用户的说明最多 200 个字，现在是 201 个，请缩短"));
        let hidden = check(&[], "请\u{202e}照").unwrap_err();
        assert_eq!((hidden.len(), hidden.get("why").is_some()), (1, true));
    }

    #[test]
    fn what_the_first_release_stored_still_reads() {
        let old: Rejection = serde_json::from_str(r#"{"reasons":["no_stamp","gone"],"text":"请盖章"}"#).unwrap();
        assert_eq!(old.sentence(), "复印件未盖章；gone。请盖章");
        assert_eq!(old.reasons[0], RejectReason::first_five()[3]);
    }

    #[test]
    fn a_rejection_keeps_the_words_that_were_told() {
        let told = check(&["legal_person"], "").unwrap();
        let stored = serde_json::to_string(&told).unwrap();
        assert!(stored.contains("请照营业执照填写法定代表人。"));
        assert_eq!(serde_json::from_str::<Rejection>(&stored).unwrap(), told);
    }
}
