//! One refund (E10): 用原号重试, 登记线下退款, and 放行 by somebody else.

use super::refunds::tag;
use crate::failure::{Failure, see_other};
use crate::form::{Form, Nothing};
use crate::page::{page, page_with};
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::finance::refunds::{self, RefundDetail};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::id::{RefundId, StaffId};
use domain::payment::{OfflineForm, RefundState};
use domain::time;

#[derive(Template)]
#[template(path = "finance/refund.html")]
struct RefundPage {
    shell: Shell,
    id: i64,
    number: String,
    class: &'static str,
    word: &'static str,
    facts: Vec<(&'static str, String)>,
    stage: Stage,
    offline: Vec<(&'static str, String)>,
    amount: String,
    form: OfflineForm,
    errors: FieldErrors,
}

/// What can be done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Nothing: it is on its way, or done.
    Nothing,
    /// It was refused: retry or register.
    Refused,
    /// Registered by the person who looks: another one releases.
    Mine,
    /// Registered by somebody else.
    ToRelease,
}

/// GET /cakey/staff/finance/refunds/{id}.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    let detail = refunds::get(&site.app, &user, RefundId::new(id)).await?;
    let shell = shell(&site, &session, Menu::Finance, "退款");
    page(&refund_page(shell, &detail, user.id, OfflineForm::default(), FieldErrors::new()))
}

/// POST …/retry.
pub async fn retry(
    State(site): State<Site>,
    Staff(_, user): Staff,
    Path(id): Path<i64>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Failure> {
    back(id, refunds::retry(&site.app, &user, RefundId::new(id)).await)
}

/// POST …/offline.
pub async fn offline(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path(id): Path<i64>,
    Form(form): Form<OfflineForm>,
) -> Result<Response, Failure> {
    let registered = match form.check() {
        Ok(voucher) => refunds::register_offline(&site.app, &user, RefundId::new(id), voucher).await,
        Err(errors) => Err(app::Error::Fields(errors)),
    };
    match registered {
        Err(app::Error::Fields(errors)) => {
            let detail = refunds::get(&site.app, &user, RefundId::new(id)).await?;
            let shell = shell(&site, &session, Menu::Finance, "退款");
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &refund_page(shell, &detail, user.id, form, errors))
        }
        other => back(id, other),
    }
}

/// POST …/release.
pub async fn release(
    State(site): State<Site>,
    Staff(_, user): Staff,
    Path(id): Path<i64>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Failure> {
    back(id, refunds::release_offline(&site.app, &user, RefundId::new(id)).await)
}

/// POST …/withdraw.
pub async fn withdraw(
    State(site): State<Site>,
    Staff(_, user): Staff,
    Path(id): Path<i64>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Failure> {
    back(id, refunds::withdraw_offline(&site.app, &user, RefundId::new(id)).await)
}

fn back(id: i64, result: Result<(), app::Error>) -> Result<Response, Failure> {
    match result {
        Ok(()) => Ok(see_other(&format!("/cakey/staff/finance/refunds/{id}"))),
        Err(app::Error::Denied(sentence)) => Err(Failure::Refused(sentence.to_owned())),
        Err(other) => Err(other.into()),
    }
}

fn refund_page(shell: Shell, detail: &RefundDetail, me: StaffId, form: OfflineForm, errors: FieldErrors) -> RefundPage {
    let line = &detail.line;
    let (class, word) = tag(line);
    let stage = match (&detail.offline, line.state) {
        (None, RefundState::Failed) => Stage::Refused,
        (Some(asked), RefundState::Failed) if asked.asked_by == me => Stage::Mine,
        (Some(_), RefundState::Failed) => Stage::ToRelease,
        _ => Stage::Nothing,
    };
    RefundPage {
        shell: shell.with_errors(&errors),
        id: line.id.get(),
        number: line.number.clone(),
        class,
        word,
        facts: vec![
            ("订单号", line.order.clone()),
            ("企业", line.company.clone()),
            ("原因", line.reason.label().to_owned()),
            ("商户订单号", line.trade.clone()),
            ("金额", line.amount.to_string()),
            ("申请时间", time::minute_text(line.created_at)),
            ("平台的答复", if line.error.is_empty() { "—".to_owned() } else { line.error.clone() }),
        ],
        stage,
        offline: detail.offline.as_ref().map(offline_facts).unwrap_or_default(),
        amount: line.amount.to_string(),
        form,
        errors,
    }
}

fn offline_facts(offline: &refunds::store::Offline) -> Vec<(&'static str, String)> {
    let voucher = &offline.voucher;
    let mut facts = vec![
        ("凭证号", voucher.voucher.clone()),
        ("收款户名", voucher.payee.clone()),
        ("收款账号", voucher.masked_account()),
        ("说明", voucher.note.clone()),
        ("登记人", format!("{}　{}", offline.asked_name, time::minute_text(offline.asked_at))),
    ];
    if let Some((name, at)) = &offline.released {
        facts.push(("放行人", format!("{name}　{}", time::minute_text(*at))));
    }
    facts
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use super::refunds::sample;
    let wrong = OfflineForm { account: "12".into(), ..OfflineForm::default() };
    let right = OfflineForm {
        voucher: "BK-2026-0031".into(),
        payee: "澜州青禾建设工程有限公司".into(),
        account: "6222000000001234".into(),
        note: "原支付账户已注销".into(),
    };
    let asked = |by| {
        Some(refunds::store::Offline {
            voucher: right.check().ok()?,
            asked_by: StaffId::new(by),
            asked_name: "李一舟".into(),
            asked_at: crate::orders::sample::now(),
            released: None,
        })
    };
    let page = |name: &str, state, offline, form, errors| {
        let shell = crate::samples::staff_shell(domain::rights::Role::Finance, Menu::Finance, "退款");
        let detail = RefundDetail { line: sample(state), offline };
        (name.to_owned(), refund_page(shell, &detail, StaffId::new(1), form, errors).to_string())
    };
    let blank = OfflineForm::default;
    vec![
        page("refund refused", RefundState::Failed, None, blank(), FieldErrors::new()),
        page("refund mistakes", RefundState::Failed, None, wrong.clone(), wrong.check().err().unwrap_or_default()),
        page("refund mine", RefundState::Failed, asked(1), blank(), FieldErrors::new()),
        page("refund to release", RefundState::Failed, asked(2), blank(), FieldErrors::new()),
        page("refund done", RefundState::Succeeded, None, blank(), FieldErrors::new()),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn whoever_registered_it_has_no_button_to_release_it() {
        let samples = super::samples();
        let has = |n: usize, words: &str| samples[n].1.contains(words);
        assert!(has(0, "用原号重试") && has(0, "登记线下退款"));
        assert!(!has(2, "/release\"") && has(2, "由另一位同事放行") && has(2, "/withdraw\""));
        assert!(has(3, "/release\"") && has(3, "6222********1234") && !has(3, "6222000000001234"));
        assert!(!has(4, "method=\"post\" class"));
    }
}
