//! docs/order-states.md, generated: every state, every input, what follows. Also the samples that the tests of the
//! machine walk through, so that the document and the tests speak of the same table.

use super::business::BusinessType;
use super::command::{Command, Deadlines, Decision, Submission};
use super::form::{Delivery, Recipient};
use super::history::Event;
use super::machine::decide;
use super::observe::{Fact, observe};
use super::staff_form::{Collector, RejectReason, Rejection, Waybill};
use super::state::{AfterSale, Approved, CloseReason, CompletedBy, Handover, Order, Paid, Rejected, Review, State};
use super::{Effect, StatusCode};
use crate::actor::Actor;
use crate::contact::Mobile;
use crate::id::{AttemptId, CompanyId, OrderId, OrderNumber, OutletId, StaffId};
use crate::money::Fen;
use crate::rights::Role;
use jiff::Timestamp;

/// The moment at which all samples act.
pub(super) const NOW: Timestamp = Timestamp::constant(1_795_428_000, 0);
pub(super) const PRICE: Fen = Fen::new(32_000);
pub(super) const ATTEMPT: AttemptId = AttemptId::new(1);
pub(super) const OUTLET: OutletId = OutletId::new(1);

pub(super) fn waybill(number: &str) -> Waybill {
    Waybill { carrier: "示例速递".into(), number: number.into() }
}

fn collector() -> Collector {
    Collector { name: "林晓岚".into(), proxy: false, id_last4: "002X".into() }
}

pub(super) fn courier() -> Delivery {
    Delivery::Courier(Recipient {
        name: "林晓岚".into(),
        mobile: Mobile::parse("13800000000").expect("a sample number"),
        province: "福建省".into(),
        city: "厦门市".into(),
        district: "思明区".into(),
        address: "青禾路 88 号".into(),
    })
}

pub(super) fn sample(state: State, delivery: Delivery) -> Order {
    let submission = i64::from(!matches!(state, State::Draft { rejected: None }));
    Order {
        id: OrderId::new(1),
        company: CompanyId::new(1),
        number: OrderNumber::build(jiff::civil::date(2026, 11, 23), 127),
        version: 7,
        submission,
        business: BusinessType::New,
        delivery,
        amount: if submission == 0 { Fen::ZERO } else { PRICE },
        entered_by: None,
        state,
    }
}

/// One sample order for every state and step, with its row's name.
pub(super) fn orders() -> Vec<(&'static str, Order)> {
    let paid = Some(Paid { attempt: ATTEMPT, amount: PRICE });
    let review = |paid| Review::begun(paid, NOW);
    let approved = Approved { paid, at: NOW, after_sale: None };
    let rejected = Rejected {
        rejection: Rejection { reasons: vec![RejectReason::first_five()[1].clone()], text: String::new() },
        at: NOW,
        refund_of: Some(ATTEMPT),
    };
    let pickup = || Delivery::Pickup { outlet: OUTLET };
    let processing = |handover| State::Processing { approved: approved.clone(), outlet: OUTLET, handover };
    vec![
        ("待提交", sample(State::Draft { rejected: None }, courier())),
        ("待提交（已拒绝）", sample(State::Draft { rejected: Some(rejected) }, courier())),
        ("待支付", sample(State::AwaitingPayment { pay_until: Some(NOW), reviewed: None }, courier())),
        ("待支付（已审核）", sample(State::AwaitingPayment { pay_until: Some(NOW), reviewed: Some(NOW) }, courier())),
        ("待审核（未付）", sample(State::UnderReview(review(None)), courier())),
        ("待审核（已付，快递）", sample(State::UnderReview(review(paid)), courier())),
        ("待审核（待补正）", {
            let supplement = Some("请补交授权委托书".to_owned());
            sample(State::UnderReview(Review { supplement, ..review(paid) }), courier())
        }),
        ("待审核（免费，自取）", {
            let order = sample(State::UnderReview(review(None)), pickup());
            Order { amount: Fen::ZERO, ..order }
        }),
        ("待发货", sample(State::ToShip(approved.clone()), courier())),
        ("已发货", {
            let state =
                State::Shipped { approved: approved.clone(), waybill: waybill("SL0000000001"), shipped_at: NOW };
            sample(state, courier())
        }),
        ("办理中（未到货）", sample(processing(Handover::NotReady), pickup())),
        ("办理中（可取）", sample(processing(Handover::Ready { since: NOW }), pickup())),
        ("办理中（已交付）", {
            sample(processing(Handover::HandedOver { collector: collector(), at: NOW }), pickup())
        }),
        ("已完成", {
            let waybill = Some(waybill("SL0000000001"));
            sample(State::Completed { approved: approved.clone(), by: CompletedBy::User, waybill }, courier())
        }),
        ("已完成（已申请售后退款）", {
            let asked = AfterSale { by: StaffId::new(9), reason: "企业已注销".into() };
            let approved = Approved { after_sale: Some(asked), ..approved.clone() };
            sample(State::Completed { approved, by: CompletedBy::User, waybill: None }, pickup())
        }),
        ("已关闭", sample(State::Closed { reason: CloseReason::Cancelled }, courier())),
    ]
}

fn staff(id: i64, role: Role) -> Actor {
    let outlet = (role == Role::Outlet).then_some(OUTLET);
    Actor::Staff { id: StaffId::new(id), role, outlet, name: role.title().into() }
}

pub(super) fn company() -> Actor {
    Actor::Company { id: CompanyId::new(1), name: "澜州青禾建设工程有限公司".into() }
}

/// One sample of every command, given by somebody who may give it.
pub(super) fn commands() -> Vec<(&'static str, Command, Actor)> {
    let deadlines = Deadlines::default();
    let reject =
        Command::Reject(Rejection { reasons: vec![RejectReason::first_five()[0].clone()], text: String::new() });
    let reviewer = || staff(1, Role::Reviewer);
    vec![
        ("Save", Command::Save, company()),
        ("Submit", submission(PRICE, false), company()),
        ("Submit（免费）", submission(Fen::ZERO, false), company()),
        ("Submit（先审核）", submission(PRICE, true), company()),
        ("OpenPayment", Command::OpenPayment, company()),
        ("Withdraw", Command::Withdraw, company()),
        ("Cancel", Command::Cancel, company()),
        ("Delete", Command::Delete, company()),
        ("RequestCancel", Command::RequestCancel, company()),
        ("Claim", Command::Claim, reviewer()),
        ("Release", Command::Release, reviewer()),
        ("AskSupplement", Command::AskSupplement { what: "营业执照".into() }, reviewer()),
        ("GiveSupplement", Command::GiveSupplement, company()),
        ("Reject", reject, reviewer()),
        ("Approve", Command::Approve { waybill: None, deadlines }, reviewer()),
        ("Approve（带单号）", Command::Approve { waybill: Some(waybill("SL0000000002")), deadlines }, reviewer()),
        ("Ship", Command::Ship { waybill: waybill("SL0000000002"), deadlines }, staff(2, Role::Shipper)),
        ("ReturnParcel", Command::ReturnParcel { reason: "地址不详".into() }, staff(2, Role::Shipper)),
        ("SwitchDelivery（自取）", switch(Delivery::Pickup { outlet: OUTLET }), staff(3, Role::Support)),
        ("SwitchDelivery（快递）", switch(courier()), staff(3, Role::Support)),
        ("MarkReady", Command::MarkReady, staff(4, Role::Outlet)),
        ("HandOver", Command::HandOver { collector: collector(), deadlines }, staff(4, Role::Outlet)),
        ("Confirm", Command::Confirm { in_hand: false }, company()),
        ("Confirm（已拿到）", Command::Confirm { in_hand: true }, company()),
        ("AskAfterSale", Command::AskAfterSale { reason: "重复办理".into() }, staff(5, Role::Supervisor)),
        ("ReleaseAfterSale", Command::ReleaseAfterSale, staff(6, Role::Finance)),
        ("CancelAfterSale", Command::CancelAfterSale { reason: "申请有误".into() }, staff(6, Role::Finance)),
    ]
}

/// 提交 of a complete order at a price that the page showed.
pub(super) fn submission(price: Fen, review_first: bool) -> Command {
    let deadlines = Deadlines::default();
    let shown = Some(price);
    Command::Submit(Submission { price, shown, missing: vec![], hindrance: None, review_first, deadlines })
}

fn switch(to: Delivery) -> Command {
    Command::SwitchDelivery { to, consent: "电话同意".into() }
}

/// One sample of every fact.
pub(super) fn facts() -> Vec<(&'static str, Fact)> {
    let settled = |attempt, submission| Fact::PaymentSettled { attempt, submission, amount: PRICE };
    let number = || "RP1".to_owned();
    vec![
        ("PaymentSettled", settled(AttemptId::new(9), 1)),
        ("PaymentSettled（同一笔）", settled(ATTEMPT, 1)),
        ("PaymentSettled（旧提交）", settled(AttemptId::new(8), 0)),
        ("RefundSucceeded", Fact::RefundSucceeded { amount: PRICE, number: number() }),
        ("RefundPaidOffline", Fact::RefundPaidOffline { amount: PRICE, number: number() }),
        ("RefundStuck", Fact::RefundStuck { number: number() }),
        ("InvoiceIssued", Fact::InvoiceIssued { number: "26000000000000004417".into() }),
        ("InvoiceStuck", Fact::InvoiceStuck),
        ("PaymentDeadlinePassed", Fact::PaymentDeadlinePassed),
        ("ReceiptDeadlineNear", Fact::ReceiptDeadlineNear { deadlines: Deadlines::default() }),
        (
            "ReceiptDeadlineNear（到期）",
            Fact::ReceiptDeadlineNear { deadlines: Deadlines { pay_days: 0, shipped_days: 0, handed_over_days: 0 } },
        ),
    ]
}

/// The document: a diagram and a table, both read off the machine itself.
pub fn states_document() -> String {
    let mut rows = String::new();
    let mut arrows: Vec<(StatusCode, StatusCode, String)> = Vec::new();
    for (state, order) in orders() {
        for (name, command, actor) in commands() {
            if let Ok(decision) = decide(&order, &command, &actor, NOW) {
                rows.push_str(&row(state, name, &order, &decision));
                arrows.push((order.state.code(), decision.next.code(), name.to_owned()));
            }
        }
        for (name, fact) in facts() {
            let decision = observe(&order, &fact, NOW);
            if decision.entry.is_none() {
                continue; // nobody's business in this state
            }
            rows.push_str(&row(state, name, &order, &decision));
            arrows.push((order.state.code(), decision.next.code(), name.to_owned()));
        }
    }
    format!(
        "# The order's states\n\nGenerated by `cargo xtask order-states` from `crates/domain/src/order/machine/` and \
         `observe.rs`; do not edit.\nA command that is not listed for a state is refused there with a sentence that names \
         the state and the command.\nA fact that is not listed for a state changes nothing there.\n\n```mermaid\nstateDiagram-v2\n    \
         [*] --> draft\n{}```\n\n| State | Input | Next | History | Effects |\n|---|---|---|---|---|\n{rows}",
        diagram(arrows)
    )
}

fn diagram(mut arrows: Vec<(StatusCode, StatusCode, String)>) -> String {
    arrows.retain(|(from, to, _)| from != to);
    arrows.sort();
    arrows.dedup();
    arrows.iter().map(|(from, to, name)| format!("    {} --> {}: {name}\n", from.code(), to.code())).collect()
}

fn row(state: &str, input: &str, order: &Order, decision: &Decision) -> String {
    let same = decision.next == order.state;
    let next = if same { "–" } else { decision.next.code().label() };
    let event = decision.entry.as_ref().map_or("–", |entry| Event::label(entry.event));
    let effects: Vec<&str> = decision.effects.iter().map(effect_name).collect();
    let effects = if effects.is_empty() { "–".to_owned() } else { effects.join(", ") };
    format!("| `{}` {state} | {input} | {next} | {event} | {effects} |\n", order.state.code().code())
}

fn effect_name(effect: &Effect) -> &'static str {
    match effect {
        Effect::CloseAttempts { .. } => "CloseAttempts",
        Effect::Refund { .. } => "Refund",
        Effect::IssueInvoice => "IssueInvoice",
        Effect::MakeCertificates => "MakeCertificates",
        Effect::RevokeCertificates => "RevokeCertificates",
        Effect::FlushInvoice => "FlushInvoice",
        Effect::Tell(_) => "Tell",
        Effect::WatchPayment { .. } => "WatchPayment",
        Effect::WatchReceipt { .. } => "WatchReceipt",
    }
}
