//! The details of one order (manual 3.2 (12)): state, reasons, money, parcel, invoice, progress, and the next act.

use super::money;
use super::number::Number;
use super::rejection::{ReasonView, told};
use super::steps::{self, ProgressStep};
use super::tag::{Tag, handover_sentence, month_day, review_day};
use super::view::{CertificateLine, DeliveryView, Moment, NextStep, timeline};
use crate::failure::Failure;
use crate::page::page;
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::order::query::{self, Detail};
use app::order::store::Find;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::order::{Handover, Rejection, State as OrderState, Waybill};
use domain::time;

#[derive(Template)]
#[template(path = "orders/detail.html")]
struct DetailPage {
    shell: Shell,
    number: String,
    version: i64,
    tag: Tag,
    say: String,
    act: NextStep,
    rejection: Option<Rejection>,
    told: Vec<ReasonView>,
    steps: Vec<ProgressStep>,
    money: Vec<money::MoneyStep>,
    refund_number: Option<String>,
    parcel: Option<Waybill>,
    pickup: Option<Pickup>,
    project: String,
    certificates: i64,
    seals: i64,
    amount: String,
    note: String,
    why: String,
    business: &'static str,
    lines: Vec<CertificateLine>,
    copy_word: &'static str,
    outlet_closed: bool,
    way: DeliveryView,
    invoice: Option<Invoice>,
    links: Vec<Link>,
    timeline: Vec<Moment>,
}

struct Pickup {
    outlet: String,
    progress: String,
}

struct Invoice {
    tag: Tag,
    exists: bool,
    number: Option<String>,
    title: String,
    email: String,
    mail: &'static str,
}

struct Link {
    path: &'static str,
    label: &'static str,
}

/// GET /cakey/orders/{number}.
pub async fn show(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
) -> Result<Response, Failure> {
    let detail = query::detail(&site.app, Find::Own(user.id, number)).await?;
    page(&detail_page(shell(&site, &session, Menu::Orders, "订单详情"), &detail))
}

fn detail_page(shell: Shell, detail: &Detail) -> DetailPage {
    let (order, draft) = (&detail.stored.order, &detail.stored.draft);
    let state = &order.state;
    DetailPage {
        money: money::steps(detail, &shell.gateways),
        shell,
        number: order.number.to_string(),
        version: order.version,
        tag: Tag::of(state),
        say: say(state),
        act: NextStep::of(state),
        rejection: match state {
            OrderState::Draft { rejected } => rejected.as_ref().map(|rejected| rejected.rejection.clone()),
            _ => None,
        },
        told: match state {
            OrderState::Draft { rejected: Some(rejected) } => told(order.number.as_str(), &rejected.rejection),
            _ => Vec::new(),
        },
        steps: steps::of(state, &detail.history),
        refund_number: money::refund_number(detail),
        parcel: state.waybill().cloned(),
        pickup: pickup(state, detail.outlet.as_deref()),
        project: detail.project.clone(),
        certificates: draft.certificates(),
        seals: draft.seals(),
        amount: order.amount.to_string(),
        note: draft.note.clone(),
        why: draft.why.clone(),
        business: draft.business.title(),
        lines: CertificateLine::all(detail),
        copy_word: NextStep::copy_word(state),
        outlet_closed: detail.outlet_closed && open_at_outlet(state),
        way: DeliveryView::masked(&order.delivery, detail.outlet.as_deref()),
        invoice: invoice(detail),
        links: links(detail),
        timeline: timeline(&detail.history),
    }
}

/// What the state means for the user, with the day of every promise.
fn say(state: &OrderState) -> String {
    match state {
        OrderState::Draft { rejected: Some(rejected) } => format!("{} 审核。", time::minute_text(rejected.at)),
        OrderState::Draft { rejected: None } => "已保存，还没有提交。核对无误后提交，再付款。".to_owned(),
        OrderState::AwaitingPayment { reviewed: Some(_), pay_until } => match pay_until {
            Some(at) => {
                format!("审核已通过。请在 {} 前支付，过期订单自动关闭。", month_day(time::beijing(*at).date()))
            }
            None => "审核已通过，请支付。".to_owned(),
        },
        OrderState::AwaitingPayment { pay_until: Some(at), .. } => {
            format!("已提交，价格不再变动。请在 {} 前支付，过期订单自动关闭。", month_day(time::beijing(*at).date()))
        }
        OrderState::AwaitingPayment { pay_until: None, .. } => "已提交，价格不再变动。请支付。".to_owned(),
        OrderState::UnderReview(review) if review.cancel_requested => {
            "您已申请取消，等待审核员处理；取消后款项全额退回原支付账号。".to_owned()
        }
        OrderState::UnderReview(review) => {
            format!("预计 {} 前审核完，请留意订单状态。", month_day(review_day(review.since)))
        }
        OrderState::ToShip(_) => "审核已通过，2 个工作日内寄出，届时短信告知快递单号。".to_owned(),
        OrderState::Shipped { .. } => {
            "快递已寄出。拿到 UKey（锁）后请确认收货；长期未确认的，系统自动确认。".to_owned()
        }
        OrderState::Processing { handover, .. } => {
            format!("审核已通过，{}。拿到 UKey（锁）后请确认收货。", handover_sentence(handover))
        }
        OrderState::Completed { .. } => "已确认收货。".to_owned(),
        OrderState::Closed { reason } => format!("订单已关闭：{}。", reason.label()),
    }
}

fn pickup(state: &OrderState, outlet: Option<&str>) -> Option<Pickup> {
    let OrderState::Processing { handover, .. } = state else { return None };
    let progress = match handover {
        Handover::NotReady => "证书制作中，尚未到网点".to_owned(),
        Handover::Ready { since } => format!("{} 已到网点，可以领取", time::short_text(*since)),
        Handover::HandedOver { collector, at } => format!("{} {}", time::short_text(*at), collector.sentence()),
    };
    Some(Pickup { outlet: outlet.unwrap_or_default().to_owned(), progress })
}

/// True while it still matters whether the outlet is open (E19).
fn open_at_outlet(state: &OrderState) -> bool {
    match state {
        OrderState::Processing { handover, .. } => !matches!(handover, Handover::HandedOver { .. }),
        OrderState::Draft { .. } | OrderState::AwaitingPayment { .. } | OrderState::UnderReview(_) => true,
        OrderState::ToShip(_)
        | OrderState::Shipped { .. }
        | OrderState::Completed { .. }
        | OrderState::Closed { .. } => false,
    }
}

fn invoice(detail: &Detail) -> Option<Invoice> {
    let stored = detail.invoice.as_ref()?;
    Some(Invoice {
        tag: Tag::of_invoice(stored.state),
        exists: stored.state.exists(),
        number: stored.number.clone(),
        title: stored.ordered.buyer.title.clone(),
        email: stored.email.clone(),
        mail: stored.mail.label(),
    })
}

fn links(detail: &Detail) -> Vec<Link> {
    let order = &detail.stored.order;
    match &order.state {
        OrderState::Draft { .. } if order.submission == 0 => vec![Link { path: "delete", label: "删除订单" }],
        OrderState::AwaitingPayment { .. } => {
            vec![Link { path: "withdraw", label: "撤回修改" }, Link { path: "cancel", label: "取消订单" }]
        }
        OrderState::UnderReview(review) if !review.cancel_requested => {
            vec![Link { path: "request-cancel", label: "申请取消" }]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let shell = || crate::orders::sample::shell(Menu::Orders, "订单详情");
    let mut samples: Vec<_> = super::sample::states()
        .into_iter()
        .enumerate()
        .map(|(n, state)| {
            (format!("order detail {n}"), detail_page(shell(), &super::sample::detail(state)).to_string())
        })
        .collect();
    let mut detail = super::sample::detail(super::sample::shipped());
    detail.invoice = Some(crate::invoices::sample());
    samples.push(("order detail with invoice".to_owned(), detail_page(shell(), &detail).to_string()));
    samples
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::sample;

    fn html(state: OrderState) -> String {
        detail_page(crate::orders::sample::shell(Menu::Orders, "订单详情"), &sample::detail(state)).to_string()
    }

    #[test]
    fn a_rejected_order_opens_with_the_reason_the_money_and_one_button() {
        let html = html(OrderState::Draft { rejected: Some(sample::rejected()) });
        for words in
            ["审核未通过，请修改后重新提交", "扫描件不清晰", "沈知衡", "修改并重新提交", "钱在哪里", "再次支付"]
        {
            assert!(html.contains(words), "{words}");
        }
        assert_eq!(html.matches("btn-p").count(), 1);
    }

    #[test]
    fn every_state_has_at_most_one_primary_button() {
        for (name, html) in samples() {
            assert!(html.matches("btn-p").count() <= 1, "{name}");
        }
    }

    #[test]
    fn a_parcel_shows_its_carrier_and_number_and_can_be_confirmed() {
        let html = html(sample::shipped());
        for words in ["顺丰速运", "SF0012345678901", "确认收货", "name=\"version\" value=\"4\""] {
            assert!(html.contains(words), "{words}");
        }
    }
}
