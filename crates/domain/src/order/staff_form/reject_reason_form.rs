//! 拒绝原因库: the form in which supervisors keep the reasons.

use super::points_at::PointsAt;
use super::rejection::RejectReason;
use crate::field::FieldErrors;
use crate::text::{Input, compact, quoted};
use serde::Deserialize;

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RejectReasonForm {
    /// 代码; only a new reason has this input.
    pub code: String,
    /// 标题.
    pub title: String,
    /// 写给用户的话.
    pub text: String,
    /// 指向, a code of [`PointsAt`]; empty for nothing.
    pub points_at: String,
    /// 顺序.
    pub position: String,
    /// A check box: offered to reviewers.
    pub enabled: String,
}

/// A reason as the library keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryReason {
    pub reason: RejectReason,
    /// Where it stands among the others, from 1.
    pub position: i64,
    /// Offered to reviewers. What was used once is never deleted, only switched off.
    pub enabled: bool,
}

impl RejectReasonForm {
    /// Fewest characters of 代码.
    pub const CODE_MIN: usize = 2;
    /// Most characters of 代码.
    pub const CODE_MAX: usize = 30;
    /// Most characters of 标题.
    pub const TITLE_MAX: usize = 30;
    /// Most characters of 写给用户的话.
    pub const TEXT_MAX: usize = 200;
    pub const POSITION_MAX: i64 = 999;

    pub fn from_reason(kept: &LibraryReason) -> RejectReasonForm {
        RejectReasonForm {
            code: kept.reason.code.clone(),
            title: kept.reason.title.clone(),
            text: kept.reason.text.clone(),
            points_at: kept.reason.points_at.map_or("", PointsAt::code).to_owned(),
            position: kept.position.to_string(),
            enabled: if kept.enabled { "on".into() } else { String::new() },
        }
    }

    /// Judges the form. `code`: that of the reason that is changed; `None` for a new one, which brings its own.
    pub fn check(&self, code: Option<&str>) -> Result<LibraryReason, FieldErrors> {
        let mut errors = FieldErrors::new();
        let code = match code {
            Some(code) => code.to_owned(),
            None => self.new_code(&mut errors),
        };
        let title = Input::new("title", "标题", &self.title).line(2..=Self::TITLE_MAX, &mut errors);
        let text = Input::new("text", "写给用户的话", &self.text).optional_paragraph(Self::TEXT_MAX, &mut errors);
        let points_at = match self.points_at.trim() {
            "" => None,
            _ => Input::new("points_at", "指向", &self.points_at).choice(PointsAt::parse, &mut errors),
        };
        let position = Input::new("position", "顺序", &self.position).number(1..=Self::POSITION_MAX, &mut errors);
        let reason = RejectReason { code, title, text, points_at };
        let enabled = Input::new("enabled", "启用", &self.enabled).tick(&mut errors);
        errors.into_result(LibraryReason { reason, position: position.unwrap_or(Self::POSITION_MAX), enabled })
    }

    fn new_code(&self, errors: &mut FieldErrors) -> String {
        let code = compact(&self.code).to_lowercase();
        let good = code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if code.is_empty() {
            errors.add("code", "请填写代码");
        } else if !good || !(Self::CODE_MIN..=Self::CODE_MAX).contains(&code.len()) {
            let (min, max, typed) = (Self::CODE_MIN, Self::CODE_MAX, quoted(&self.code));
            errors.add("code", format!("代码{typed}应为 {min}–{max} 个小写字母、数字或下划线，请改正"));
        } else if code == RejectReason::user_asked().code {
            errors.add("code", "这个代码由系统使用，请另取一个");
        }
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> RejectReasonForm {
        RejectReasonForm {
            code: "blurred_seal".into(),
            title: "印模不清晰".into(),
            text: "请用白纸重新盖章后扫描。".into(),
            points_at: "seal_form".into(),
            position: "6".into(),
            enabled: "on".into(),
        }
    }

    #[test]
    fn a_good_form_makes_a_reason_and_fills_the_page_again() {
        let kept = good().check(None).unwrap();
        assert_eq!((kept.reason.points_at, kept.position, kept.enabled), (Some(PointsAt::SealForm), 6, true));
        assert_eq!(RejectReasonForm::from_reason(&kept), good());
        let off = RejectReasonForm { enabled: String::new(), points_at: String::new(), ..good() };
        let kept = off.check(Some("old_code")).unwrap();
        assert_eq!((kept.reason.code.as_str(), kept.reason.points_at, kept.enabled), ("old_code", None, false));
    }

    #[test]
    fn each_field_is_judged_for_itself() {
        type Edit = fn(&mut RejectReasonForm);
        let cases: &[(Edit, &str, &str)] = &[
            (|f| f.code.clear(), "code", "请填写代码"),
            (|f| f.code = "a".into(), "code", "代码“a”应为 2–30 个小写字母、数字或下划线，请改正"),
            (|f| f.code = "印模".into(), "code", "代码“印模”应为 2–30 个小写字母、数字或下划线，请改正"),
            (|f| f.code = "user_asked".into(), "code", "这个代码由系统使用，请另取一个"),
            (|f| f.title.clear(), "title", "请填写标题"),
            (|f| f.title = "题".repeat(31), "title", "标题最多 30 个字，现在是 31 个，请缩短"),
            (|f| f.text = "话".repeat(201), "text", "写给用户的话最多 200 个字，现在是 201 个，请缩短"),
            (|f| f.points_at = "moon".into(), "points_at", "请选择指向"),
            (|f| f.position.clear(), "position", "请填写顺序，1–999 的整数"),
        ];
        for (edit, field, message) in cases {
            let mut form = good();
            edit(&mut form);
            let errors = form.check(None).unwrap_err();
            assert_eq!((errors.len(), errors.get(field)), (1, Some(*message)), "{field}");
        }
        for position in ["0", "1000", "x", "1.5"] {
            let form = RejectReasonForm { position: position.into(), ..good() };
            assert!(form.check(None).unwrap_err().get("position").is_some(), "{position}");
        }
        let border =
            RejectReasonForm { title: "题".repeat(30), text: "话".repeat(200), position: "999".into(), ..good() };
        assert!(border.check(None).is_ok());
    }
}
