//! One order with everything that is known of it, for reading: what was frozen, where it goes, payments, refunds,
//! invoices, messages, the whole history. Personal numbers are masked.

use crate::failure::Failure;
use crate::orders::number::Number;
use crate::orders::tag::Tag;
use crate::orders::view::{CertificateLine, DeliveryView, content, signed};
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::order::overview::{self, ContactMessage};
use app::order::query::{self, Detail};
use app::order::store::Find;
use app::who::StaffUser;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::id::OrderNumber;
use domain::order::{Handover, State as OrderState};
use domain::payment::AttemptState;
use domain::rights::Act;
use domain::rights::Role;
use domain::time;

#[derive(Template)]
#[template(path = "overview/detail.html")]
struct DetailPage {
    shell: Shell,
    number: String,
    tag: Tag,
    company: String,
    company_id: i64,
    sees_companies: bool,
    say: String,
    acts: Vec<(String, &'static str)>,
    facts: Vec<(&'static str, String)>,
    lines: Vec<CertificateLine>,
    frozen: Vec<(&'static str, String)>,
    way: DeliveryView,
    progress: Vec<(&'static str, String)>,
    payments: Vec<Money>,
    refunds: Vec<Money>,
    invoice: Vec<(&'static str, String)>,
    messages: Vec<Message>,
    notes: Vec<(String, String)>,
    history: Vec<Event>,
}

struct Money {
    number: String,
    amount: String,
    state: &'static str,
    when: String,
    note: String,
}

struct Message {
    what: &'static str,
    state: &'static str,
    when: String,
    note: String,
}

struct Event {
    when: String,
    tag: Tag,
    what: &'static str,
    who: String,
    note: String,
}

/// GET /cakey/staff/orders/{number}.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
) -> Result<Response, Failure> {
    let detail = query::detail(&site.app, everywhere(&user, &number)).await?;
    let told = overview::told(&site.app, &detail).await?;
    let shell = shell(&site, &session, Menu::Overview, &format!("订单 {number}"));
    let notes = overview::notes(&site.app, &detail).await?;
    let notes = signed(&notes);
    page(&DetailPage { notes, ..detail_page(shell, &user, &detail, &told) })
}

/// An order as this member of staff may read it.
pub fn everywhere(user: &StaffUser, number: &OrderNumber) -> Find {
    Find::Staff(user.id, Act::ReadOrders, number.clone())
}

fn detail_page(shell: Shell, user: &StaffUser, detail: &Detail, told: &[ContactMessage]) -> DetailPage {
    let (order, draft) = (&detail.stored.order, &detail.stored.draft);
    DetailPage {
        shell,
        number: order.number.to_string(),
        tag: Tag::of(&order.state),
        company: detail.company.clone(),
        company_id: order.company.get(),
        sees_companies: user.may(Act::ReadCompanies),
        say: format!(
            "{} {} · {}",
            draft.business.title(),
            content(draft.certificates(), draft.seals()),
            order.delivery.title()
        ),
        acts: acts(user.role, &order.number, &order.state),
        facts: vec![
            ("交易平台", detail.project.clone()),
            ("金额", order.amount.to_string()),
            ("提交次数", order.submission.to_string()),
            ("申请时间", time::minute_text(detail.stored.created_at)),
            ("最近变化", time::minute_text(detail.stored.updated_at)),
            ("用户备注", draft.note.clone()),
            ("再办签章的原因", draft.why.clone()),
        ],
        lines: CertificateLine::all(detail),
        frozen: frozen(detail),
        way: DeliveryView::masked(&order.delivery, detail.outlet.as_deref()),
        progress: progress(&order.state),
        payments: payments(detail),
        refunds: refunds(detail),
        invoice: invoice(detail),
        messages: told.iter().map(Message::of).collect(),
        notes: Vec::new(),
        history: history(detail),
    }
}

/// What this role may do with an order in this state, and where.
fn acts(role: Role, number: &OrderNumber, state: &OrderState) -> Vec<(String, &'static str)> {
    let mut acts = Vec::new();
    match state {
        OrderState::UnderReview(_) if Act::Review.is_for(role) => {
            acts.push((format!("/cakey/staff/review/{number}"), "去审核"));
        }
        OrderState::ToShip(_) | OrderState::Shipped { .. } if Act::Ship.is_for(role) => {
            acts.push((format!("/cakey/staff/shipping/{number}"), "快递单号"));
        }
        OrderState::Processing { .. } if Act::HandOver.is_for(role) => {
            acts.push((format!("/cakey/staff/desk/{number}"), "去办理"));
        }
        _ => {}
    }
    let before = match state {
        OrderState::ToShip(_) => true,
        OrderState::Processing { handover, .. } => !matches!(handover, Handover::HandedOver { .. }),
        _ => false,
    };
    if before && Act::SwitchDelivery.is_for(role) {
        acts.push((format!("/cakey/staff/orders/{number}/delivery"), "变更获取方式"));
    }
    acts
}

fn frozen(detail: &Detail) -> Vec<(&'static str, String)> {
    let Some(snapshot) = &detail.snapshot else { return Vec::new() };
    let profile = &snapshot.profile;
    vec![
        ("企业名称", snapshot.company.clone()),
        ("企业类型", profile.kind.title().to_owned()),
        (profile.id_kind.title(), profile.credit_code.clone()),
        ("法定代表人", profile.legal_name.clone()),
        ("注册地址", profile.full_address()),
        ("经办人", format!("{}　{}", snapshot.contact.name, snapshot.contact.mobile.masked())),
        ("发票抬头", snapshot.invoice.title.clone()),
        ("纳税人识别号", snapshot.invoice.tax_number.clone()),
        ("收票邮箱", snapshot.invoice.email.as_str().to_owned()),
    ]
}

fn progress(state: &OrderState) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if let Some(waybill) = state.waybill() {
        facts.push(("快递单号", waybill.sentence()));
    }
    if let OrderState::Processing { handover, .. } = state {
        facts.push((
            "网点进展",
            match handover {
                Handover::NotReady => "还没有到货".to_owned(),
                Handover::Ready { since } => format!("{} 到货", time::short_text(*since)),
                Handover::HandedOver { collector, at } => format!("{} {}", time::short_text(*at), collector.sentence()),
            },
        ));
    }
    facts
}

fn payments(detail: &Detail) -> Vec<Money> {
    let payment = |attempt: &app::payment::StoredAttempt| Money {
        number: attempt.trade.to_string(),
        amount: attempt.amount.to_string(),
        state: attempt_word(attempt.state),
        when: time::minute_text(attempt.settled_at.unwrap_or(attempt.created_at)),
        note: attempt.gateway_trade.clone().map(|trade| format!("交易号 {trade}")).unwrap_or_default(),
    };
    detail.attempts.iter().map(payment).collect()
}

fn attempt_word(state: AttemptState) -> &'static str {
    match state {
        AttemptState::Opened | AttemptState::QrReady => "等待付款",
        AttemptState::Scanned => "已扫码",
        AttemptState::Settled => "已付款",
        AttemptState::Closed => "已作废",
        AttemptState::Expired => "已过期",
        AttemptState::Unknown => "查询中",
    }
}

fn refunds(detail: &Detail) -> Vec<Money> {
    let refund = |refund: &app::payment::StoredRefund| Money {
        number: refund.number.to_string(),
        amount: refund.amount.to_string(),
        state: refund.state.label(),
        when: time::minute_text(refund.updated_at),
        note: match refund.last_error.as_str() {
            "" => refund.reason.label().to_owned(),
            error => format!("{}：{error}", refund.reason.label()),
        },
    };
    detail.refunds.iter().map(refund).collect()
}

fn invoice(detail: &Detail) -> Vec<(&'static str, String)> {
    let Some(invoice) = &detail.invoice else { return Vec::new() };
    vec![
        ("状态", invoice.state.label().to_owned()),
        ("发票号码", invoice.number.clone().unwrap_or_default()),
        ("金额", invoice.amount.to_string()),
        ("邮件", format!("{}（{}）", invoice.email, invoice.mail.label())),
        ("开票时间", invoice.issued_at.map(time::minute_text).unwrap_or_default()),
        ("最近的错误", invoice.last_error.clone()),
    ]
}

fn history(detail: &Detail) -> Vec<Event> {
    let event = |entry: &query::HistoryEntry| Event {
        when: time::second_text(entry.at),
        tag: Tag::of_status(entry.status),
        what: entry.event.label(),
        who: entry.actor_name.clone(),
        note: entry.note.clone(),
    };
    detail.history.iter().map(event).collect()
}

impl Message {
    fn of(told: &ContactMessage) -> Message {
        Message {
            what: match told.template.as_str() {
                "shipped" => "快递单号",
                "rejected" => "审核未通过",
                "money_returned" => "款项退回",
                _ => "提醒确认收货",
            },
            state: match (told.state.as_str(), told.last_error.is_empty()) {
                ("done", true) => "已发出",
                ("done", false) => "没有发出，已另行重发",
                ("dead", _) => "没有发出",
                _ => "等待发送",
            },
            when: time::minute_text(told.at),
            note: told.last_error.clone(),
        }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    let states = sample::states().into_iter().zip(Role::ALL.iter().copied().cycle()).enumerate();
    states
        .map(|(n, (state, role))| {
            let user = StaffUser { role, ..sample::reviewer() };
            let mut detail = sample::detail(state);
            detail.invoice = (n % 2 == 0).then(crate::invoices::sample);
            let told = ContactMessage {
                template: "rejected".into(),
                state: "dead".into(),
                attempts: 3,
                last_error: "<没有余额>".into(),
                at: sample::now(),
            };
            let shell = crate::samples::staff_shell(role, Menu::Overview, "订单");
            (format!("overview detail {n}"), detail_page(shell, &user, &detail, &[told]).to_string())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::sample;

    #[test]
    fn an_act_is_offered_to_its_role_in_its_state_alone() {
        let words = |role, state: OrderState| {
            acts(role, &sample::number(), &state).into_iter().map(|(_, word)| word).collect::<Vec<_>>()
        };
        let review = || OrderState::UnderReview(sample::review());
        assert_eq!(words(Role::Reviewer, review()), ["去审核"]);
        assert_eq!(words(Role::Auditor, review()), [""; 0]);
        assert_eq!(words(Role::Support, OrderState::ToShip(sample::approved())), ["变更获取方式"]);
        assert_eq!(words(Role::Supervisor, OrderState::ToShip(sample::approved())), ["快递单号", "变更获取方式"]);
        assert_eq!(words(Role::Support, sample::processing(sample::handed_over())), [""; 0]);
        assert_eq!(words(Role::Support, sample::shipped()), [""; 0]);
    }

    #[test]
    fn the_page_shows_no_full_mobile_number() {
        for (name, html) in samples() {
            assert!(!html.contains("13800000000"), "{name}");
        }
    }
}
