//! One order under review: the company's words beside the automatic checks, and the form of the decision.

use super::checks::{CheckLine, summary};
use super::claim::claim_words;
use super::queue::told;
use crate::failure::Failure;
use crate::materials::viewer::Viewer;
use crate::orders::number::Number;
use crate::orders::tag::Tag;
use crate::orders::view::{CertificateLine, DeliveryView, Moment, content, signed, staff_timeline};
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::order::query::Detail;
use app::payment::Gateways;
use app::personal::Field;
use app::review::checks::{CheckCount, Verdict};
use app::review::desk::{self, Desk};
use app::who::StaffUser;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::company::difference::Difference;
use domain::field::FieldErrors;
use domain::order::staff_form::{Carrier, RejectForm, RejectReason, ReviewForm};
use domain::order::{Delivery, Review, State as OrderState};
use domain::payment::GatewayWords;
use domain::rights::Act;
use jiff::Timestamp;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "review/page.html")]
pub struct ReviewPage {
    shell: Shell,
    number: String,
    version: i64,
    tag: Tag,
    company: String,
    content: String,
    project: String,
    lines: Vec<CertificateLine>,
    /// 再办签章的原因.
    why: String,
    way: DeliveryView,
    note: String,
    paid: String,
    submission: i64,
    deciding: bool,
    mine: bool,
    claim: String,
    cancel_requested: bool,
    told: &'static str,
    checks: Vec<CheckLine>,
    /// What may be shown whole, on a click.
    personal: Vec<Field>,
    checked: String,
    differs: bool,
    corrected: Option<Vec<Difference>>,
    changed_since: Vec<Difference>,
    others: usize,
    company_id: i64,
    courier: bool,
    carriers: &'static [Carrier],
    reasons: Vec<RejectReason>,
    why_max: usize,
    if_approved: String,
    if_rejected: String,
    reject_button: String,
    form: ReviewForm,
    errors: FieldErrors,
    notes: Vec<(String, String)>,
    timeline: Vec<Moment>,
    viewer: Viewer,
}

/// What was done just now, with the order before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReviewQuery {
    done: String,
}

/// GET /cakey/staff/review/{number}.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Query(asked): Query<ReviewQuery>,
) -> Result<Response, Failure> {
    let desk = desk::load(&site.app, &user, &number).await?;
    let shell = shell(&site, &session, Menu::Review, &format!("审核 {number}"));
    let viewer = Viewer::load(&site, &user, &number).await?;
    let template = review_page(shell, &user, desk, ReviewForm::default(), FieldErrors::new(), site.app.now());
    page(&ReviewPage { told: told(&asked.done), ..template.with(viewer) })
}

/// The page, with what was typed and what is wrong with it.
pub fn review_page(
    shell: Shell,
    user: &StaffUser,
    desk: Desk,
    form: ReviewForm,
    errors: FieldErrors,
    now: Timestamp,
) -> ReviewPage {
    let Desk { detail, checks, corrected, changed_since, others, reasons, notes } = desk;
    let detail = &detail;
    let (order, draft) = (&detail.stored.order, &detail.stored.draft);
    let review = match &order.state {
        OrderState::UnderReview(review) => Some(review),
        _ => None,
    };
    let claim = review.and_then(|review| review.claim.as_ref()).filter(|claim| claim.until > now);
    ReviewPage {
        number: order.number.to_string(),
        version: order.version,
        tag: Tag::of(&order.state),
        company: detail.company.clone(),
        content: content(draft.certificates(), draft.seals()),
        project: detail.project.clone(),
        lines: CertificateLine::all(detail),
        why: draft.why.clone(),
        way: DeliveryView::masked(&order.delivery, detail.outlet.as_deref()),
        note: draft.note.clone(),
        paid: paid(review),
        submission: order.submission,
        deciding: user.may(Act::Review) && review.is_some(),
        mine: claim.is_some_and(|claim| claim.by == user.id),
        claim: match (review, claim) {
            (Some(review), Some(claim)) if claim.by == user.id => {
                format!("由{}", claim_words(review, user.id, now).replacen("我，", "我领取，", 1))
            }
            (_, Some(claim)) => format!("{}正在审核这个订单", claim.name),
            (_, None) => String::new(),
        },
        cancel_requested: review.is_some_and(|review| review.cancel_requested),
        told: "",
        checked: summary(CheckCount::of(&checks)),
        personal: detail
            .snapshot
            .as_ref()
            .map(|snapshot| Field::of_order(&detail.stored, snapshot))
            .unwrap_or_default(),
        differs: checks.iter().any(|check| check.verdict == Verdict::Differs),
        checks: checks.iter().map(CheckLine::of).collect(),
        corrected,
        changed_since,
        others: others.len(),
        company_id: order.company.get(),
        courier: matches!(order.delivery, Delivery::Courier(_)),
        carriers: Carrier::ALL,
        reasons,
        why_max: RejectForm::WHY_MAX,
        if_approved: if_approved(detail),
        if_rejected: if_rejected(review, detail, &shell.gateways),
        reject_button: match review.and_then(|review| review.paid) {
            Some(paid) => format!("拒绝并退款 {}", paid.amount),
            None => "拒绝".to_owned(),
        },
        notes: signed(&notes),
        timeline: staff_timeline(&detail.history),
        shell: shell.with_errors(&errors),
        form,
        errors,
        viewer: Viewer::default(),
    }
}

impl ReviewPage {
    fn ticked(&self, reason: &RejectReason) -> bool {
        self.form.r.contains(&reason.code)
    }

    /// The same page with the materials.
    pub fn with(self, viewer: Viewer) -> ReviewPage {
        ReviewPage { viewer, ..self }
    }
}

fn paid(review: Option<&Review>) -> String {
    match review.map(|review| review.paid) {
        Some(Some(paid)) => format!("已付 {}", paid.amount),
        Some(None) => "无需付款".to_owned(),
        None => "不在审核中".to_owned(),
    }
}

fn if_approved(detail: &Detail) -> String {
    let order = &detail.stored.order;
    let invoice = if order.amount.is_zero() {
        String::new()
    } else {
        format!("开具 {} 的电子发票（普通发票）并发邮件；", order.amount)
    };
    match &order.delivery {
        Delivery::Courier(_) => format!("{invoice}订单变为“待发货”，填了快递单号则直接“已发货”并发短信。"),
        Delivery::Pickup { .. } => {
            format!("{invoice}订单变为“办理中”，交{}。", detail.outlet.as_deref().unwrap_or("网点"))
        }
    }
}

fn if_rejected(review: Option<&Review>, detail: &Detail, gateways: &Gateways) -> String {
    match review.and_then(|review| review.paid) {
        Some(paid) => {
            let attempt = detail.attempts.iter().find(|attempt| attempt.id == paid.attempt);
            let words = attempt.map_or(GatewayWords::UNKNOWN, |attempt| gateways.words(&attempt.gateway));
            format!("订单回到“待提交”；{} 全额{}；短信通知用户。", paid.amount, words.back())
        }
        None => "订单回到“待提交”；没有付款，不涉及退款；短信通知用户。".to_owned(),
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    use app::review::store::note::Note;
    let page = |name: &str, review: Review, errors: FieldErrors| {
        let detail = sample::detail(OrderState::UnderReview(review));
        let snapshot = sample::snapshot();
        let difference =
            |label, before: &str, after: &str| Difference { label, before: before.to_owned(), after: after.to_owned() };
        let desk = Desk {
            detail,
            checks: app::review::checks::of_snapshot(&snapshot, jiff::civil::date(2026, 11, 23)),
            corrected: Some(vec![difference("法定代表人", "沈知行", "沈知衡")]),
            changed_since: vec![difference("单位电话", "", "0990-0000000")],
            others: Vec::new(),
            reasons: RejectReason::first_five().into(),
            notes: vec![Note { by: "周予安".into(), text: "印模<请细看>".into(), at: sample::now() }],
        };
        let shell = sample::staff_shell(Menu::Review, "审核");
        let user = sample::reviewer();
        let form = ReviewForm { r: vec!["mismatch".into()], why: "<请改>".into(), ..ReviewForm::default() };
        let page = review_page(shell, &user, desk, form, errors, sample::now());
        (name.to_owned(), page.with(crate::materials::viewer::sample()).to_string())
    };
    let errors = RejectForm::default().check(&RejectReason::first_five()).err().unwrap_or_default();
    vec![
        page("review mine", sample::claimed(1), FieldErrors::new()),
        page("review of another", sample::claimed(2), FieldErrors::new()),
        page("review mistakes", Review { cancel_requested: true, ..sample::review() }, errors),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_buttons_name_their_consequences() {
        let (_, html) = super::samples().remove(0);
        for words in ["通过，审下一单", "拒绝并退款 ¥320.00", "全额退回原支付宝账号", "由我领取，剩 11 分", "放回队列"]
        {
            assert!(html.contains(words), "{words}");
        }
        assert!(!html.contains("同意取消"), "nobody asked to cancel");
    }

    #[test]
    fn each_certificate_that_is_approved_stands_on_the_page() {
        let (_, html) = super::samples().remove(0);
        for words in ["1 主锁", "单位证书", "公章", "不带签章"] {
            assert!(html.contains(words), "{words}");
        }
    }

    #[test]
    fn whoever_comes_second_sees_who_has_it_and_no_buttons() {
        let (_, html) = super::samples().remove(1);
        assert!(html.contains("郑书言正在审核这个订单") && !html.contains("拒绝并退款") && !html.contains("放回队列"));
    }

    #[test]
    fn what_was_corrected_and_what_has_changed_since_stand_beside_the_checks() {
        let (_, html) = super::samples().remove(0);
        for words in ["和上次提交相比", "上次：沈知行", "提交之后企业资料有变化", "0990-0000000", "还有 8 天到期"]
        {
            assert!(html.contains(words), "{words}");
        }
    }

    #[test]
    fn a_wish_to_cancel_is_granted_with_one_click() {
        let (_, html) = super::samples().remove(2);
        assert!(html.contains("用户申请取消这个订单") && html.contains("value=\"cancel\""));
    }
}
