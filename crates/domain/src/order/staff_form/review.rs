//! The form under an order that is reviewed: one form, three buttons, of which one belongs to orders whose user asked to
//! cancel (E7).

use super::rejection::{RejectForm, RejectReason, Rejection};
use super::waybill::{Waybill, WaybillForm};
use crate::field::FieldErrors;
use crate::text::{Input, choice};
use serde::Deserialize;

choice! {
    ReviewButton {
        /// T9, T9a, T10.
        Approve = "ok", "通过";
        /// T8.
        Reject = "no", "拒绝";
        /// T8, with the user's wish as its reason.
        GrantCancel = "cancel", "同意取消";
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ReviewForm {
    /// The version that the page showed.
    pub version: i64,
    /// A code of [`ReviewButton`].
    pub d: String,
    /// 拒绝原因: the codes that were ticked.
    pub r: Vec<String>,
    /// 写给用户的说明.
    pub why: String,
    /// 快递公司, where the parcel is ready at once.
    pub carrier: String,
    /// 快递单号.
    pub waybill: String,
    /// 内部备注, for colleagues.
    pub memo: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewDecision {
    /// With the waybill, if the parcel is ready at once.
    Approve(Option<Waybill>),
    Reject(Rejection),
}

impl ReviewForm {
    /// Most characters of 内部备注.
    pub const MEMO_MAX: usize = 200;

    /// The button; `None` for one that the page does not have.
    pub fn button(&self) -> Option<ReviewButton> {
        ReviewButton::parse(&self.d)
    }

    /// Judges what the button needs, by the reasons that the library offers now. Returns the note as well; it may be
    /// empty. `differs`: an automatic check found two things that should agree and do not, and who approves all the same
    /// says why.
    pub fn check(&self, offered: &[RejectReason], differs: bool) -> Result<(ReviewDecision, String), FieldErrors> {
        let mut errors = FieldErrors::new();
        let memo = Input::new("memo", "内部备注", &self.memo).optional_line(1..=Self::MEMO_MAX, &mut errors);
        let decision = match self.button() {
            None => {
                errors.add("d", "请选择通过或拒绝");
                return Err(errors);
            }
            Some(ReviewButton::Approve) => {
                if differs && memo.is_empty() && errors.is_empty() {
                    errors.add("memo", "自动检查有不一致的地方，通过时请写明依据");
                }
                let form = WaybillForm { carrier: self.carrier.clone(), waybill: self.waybill.clone() };
                let waybill = if form.is_blank() { Ok(None) } else { form.check().map(Some) };
                waybill.map(ReviewDecision::Approve)
            }
            Some(ReviewButton::Reject) => {
                RejectForm { r: self.r.clone(), why: self.why.clone() }.check(offered).map(ReviewDecision::Reject)
            }
            Some(ReviewButton::GrantCancel) => Ok(ReviewDecision::Reject(Rejection::user_asked())),
        };
        errors.into_result((decision?, memo))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(button: &str) -> ReviewForm {
        ReviewForm { version: 3, d: button.into(), ..ReviewForm::default() }
    }

    fn decided(form: ReviewForm) -> Result<ReviewDecision, FieldErrors> {
        form.check(&RejectReason::first_five(), false).map(|(decision, _)| decision)
    }

    #[test]
    fn the_button_says_which_half_of_the_form_counts() {
        let reasons = || vec!["mismatch".to_owned(), "no_stamp".to_owned()];
        assert_eq!(decided(ReviewForm { why: "x".into(), ..form("ok") }), Ok(ReviewDecision::Approve(None)));
        let parcel = ReviewForm { carrier: "sf".into(), waybill: "SF0012345678901".into(), r: reasons(), ..form("ok") };
        let approved = decided(parcel).unwrap();
        assert!(matches!(approved, ReviewDecision::Approve(Some(waybill)) if waybill.number == "SF0012345678901"));
        let rejected = decided(ReviewForm { r: reasons(), waybill: "SF1".into(), ..form("no") }).unwrap();
        assert!(matches!(rejected, ReviewDecision::Reject(rejection) if rejection.reasons.len() == 2));
    }

    #[test]
    fn a_rejection_without_a_reason_and_a_waybill_without_a_carrier_come_back() {
        assert!(decided(form("no")).unwrap_err().get("r").is_some());
        let parcel = ReviewForm { waybill: "SF0012345678901".into(), ..form("ok") };
        assert!(decided(parcel).unwrap_err().get("carrier").is_some());
    }

    #[test]
    fn a_wish_to_cancel_needs_no_other_reason() {
        let granted = decided(form("cancel")).unwrap();
        assert!(matches!(granted, ReviewDecision::Reject(rejection) if rejection.sentence() == "用户申请取消"));
    }

    #[test]
    fn who_approves_against_the_checks_says_why_and_who_rejects_need_not() {
        let offered = RejectReason::first_five();
        assert!(form("ok").check(&offered, true).unwrap_err().get("memo").is_some());
        let (_, memo) = ReviewForm { memo: " 已电话核实 ".into(), ..form("ok") }.check(&offered, true).unwrap();
        assert_eq!(memo, "已电话核实");
        assert!(ReviewForm { r: vec!["mismatch".into()], ..form("no") }.check(&offered, true).is_ok());
    }

    #[test]
    fn a_fourth_button_does_not_exist() {
        assert_eq!(form("maybe").button(), None);
        assert!(form("maybe").check(&[], false).unwrap_err().get("d").is_some());
    }
}
