//! 通过 and 拒绝 (T8, T9, T9a, T10). One form, two buttons; afterwards the next order is claimed at once.

use super::order::{Decision, overtaken, review_page};
use super::queue::go_on;
use crate::error::Failure;
use crate::form::Form;
use crate::materials::viewer::Viewer;
use crate::orders::number::Number;
use crate::page::page_with;
use crate::session::Staff;
use crate::shell::{Menu, shell};
use crate::site::Site;
use app::order::review;
use app::review::checks::Verdict;
use app::review::{desk, reason};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::order::staff_form::{RejectForm, WaybillForm};
use domain::order::{RejectReason, Rejection, Waybill};
use domain::text::Input;
use serde::Deserialize;

/// Most characters of 内部备注.
pub const MEMO_MAX: usize = 200;

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct Posted {
    version: i64,
    /// The button: `ok`, `no`, or `cancel`, which grants the user's wish (E7).
    d: String,
    #[serde(default)]
    r: Vec<String>,
    #[serde(default)]
    why: String,
    #[serde(default)]
    carrier: String,
    #[serde(default)]
    waybill: String,
    /// 内部备注.
    #[serde(default)]
    memo: String,
}

/// What was decided.
#[derive(Debug, PartialEq, Eq)]
enum Decided {
    Approve(Option<Waybill>),
    Reject(Rejection),
}

impl Posted {
    fn read(&self, offered: &[RejectReason]) -> Result<Result<Decided, FieldErrors>, Failure> {
        match self.d.as_str() {
            "ok" => {
                let form = WaybillForm { carrier: self.carrier.clone(), waybill: self.waybill.clone() };
                Ok(if form.is_blank() {
                    Ok(Decided::Approve(None))
                } else {
                    form.check().map(Some).map(Decided::Approve)
                })
            }
            "no" => Ok(RejectForm { r: self.r.clone(), why: self.why.clone() }.check(offered).map(Decided::Reject)),
            "cancel" => Ok(Ok(Decided::Reject(Rejection::user_asked()))),
            _ => Err(Failure::Malformed),
        }
    }
}

/// POST /cakey/staff/review/{number}/decide.
pub async fn post(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(posted): Form<Posted>,
) -> Result<Response, Failure> {
    let read = posted.read(&reason::offered(&site.app).await?)?;
    let memo = Input::new("memo", "内部备注", &posted.memo);
    let mut errors = FieldErrors::new();
    let memo = memo.optional_line(1..=MEMO_MAX, &mut errors);
    if matches!(read, Ok(Decided::Approve(_))) && memo.is_empty() && errors.is_empty() {
        let desk = desk::load(&site.app, &user, &number).await?;
        if desk.checks.iter().any(|check| check.verdict == Verdict::Differs) {
            errors.add("memo", "自动检查有不一致的地方，通过时请写明依据");
        }
    }
    let decided = match read.and_then(|decided| errors.into_result(decided)) {
        Ok(decided) => decided,
        Err(errors) => {
            let desk = desk::load(&site.app, &user, &number).await?;
            let shell = shell(&site, &session, Menu::Review, &format!("审核 {number}"));
            let Posted { r: reasons, why, carrier, waybill, memo, .. } = posted;
            let form = Decision { reasons, why, carrier, waybill, memo };
            let viewer = Viewer::load(&site, &user, &number).await?;
            let template = review_page(shell, &user, desk, form, errors, site.app.now()).with(viewer);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &template);
        }
    };
    let seen = posted.version;
    let (result, done) = match decided {
        Decided::Approve(waybill) => {
            (review::approve(&site.app, &user, &number, seen, waybill, &memo).await, "approved")
        }
        Decided::Reject(rejection) => {
            (review::reject(&site.app, &user, &number, seen, rejection, &memo).await, "rejected")
        }
    };
    match result {
        Ok(_) => go_on(&site.app, &user, Some(done)).await,
        Err(error) => overtaken(&site, &session, &user, number, seen, error).await,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(body: &str) -> Result<Result<Decided, FieldErrors>, Failure> {
        serde_html_form::from_str::<Posted>(body).unwrap().read(&RejectReason::first_five())
    }

    #[test]
    fn the_button_says_which_half_of_the_form_counts() {
        assert_eq!(read("version=3&d=ok&why=x&waybill=").unwrap(), Ok(Decided::Approve(None)));
        let approved = read("version=3&d=ok&carrier=sf&waybill=SF0012345678901").unwrap().unwrap();
        assert!(matches!(approved, Decided::Approve(Some(waybill)) if waybill.number == "SF0012345678901"));
        let rejected = read("version=3&d=no&r=mismatch&r=no_stamp&waybill=SF1").unwrap().unwrap();
        assert!(matches!(rejected, Decided::Reject(rejection) if rejection.reasons.len() == 2));
    }

    #[test]
    fn a_rejection_without_a_reason_and_a_waybill_without_a_carrier_come_back() {
        assert!(read("version=3&d=no").unwrap().unwrap_err().get("r").is_some());
        assert!(read("version=3&d=ok&waybill=SF0012345678901").unwrap().unwrap_err().get("carrier").is_some());
    }

    #[test]
    fn a_wish_to_cancel_needs_no_other_reason() {
        let granted = read("version=3&d=cancel").unwrap().unwrap();
        assert!(matches!(granted, Decided::Reject(rejection) if rejection.sentence() == "用户申请取消"));
    }

    #[test]
    fn a_third_button_does_not_exist() {
        assert!(matches!(read("version=3&d=maybe"), Err(Failure::Malformed)));
    }
}
