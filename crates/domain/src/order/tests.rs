//! The state table of docs/order-states.md as a test: what each state allows, and that everything else is refused.

use super::states_document::*;
use super::*;
use crate::actor::Actor;
use crate::id::{AttemptId, CompanyId, OutletId, StaffId};
use crate::message::Sms;
use crate::money::Fen;
use crate::rights::Role;

/// State → the commands it accepts and where each leads. Everything that is not listed is refused.
const ACCEPTED: &[(&str, &[(&str, &str)])] = &[
    (
        "待提交",
        &[
            ("Save", "待提交"),
            ("Submit", "待支付"),
            ("Submit（免费）", "待审核"),
            ("Submit（先审核）", "待审核"),
            ("Delete", "已关闭"),
        ],
    ),
    (
        "待提交（已拒绝）",
        &[("Save", "待提交"), ("Submit", "待支付"), ("Submit（免费）", "待审核"), ("Submit（先审核）", "待审核")],
    ),
    ("待支付", &[("OpenPayment", "待支付"), ("Withdraw", "待提交"), ("Cancel", "已关闭")]),
    ("待支付（已审核）", &[("OpenPayment", "待支付"), ("Withdraw", "待提交"), ("Cancel", "已关闭")]),
    (
        "待审核（未付）",
        &[
            ("RequestCancel", "待审核"),
            ("Claim", "待审核"),
            ("Release", "待审核"),
            ("AskSupplement", "待审核"),
            ("Reject", "待提交"),
            ("Approve", "待支付"),
        ],
    ),
    (
        "待审核（已付，快递）",
        &[
            ("RequestCancel", "待审核"),
            ("Claim", "待审核"),
            ("Release", "待审核"),
            ("AskSupplement", "待审核"),
            ("Reject", "待提交"),
            ("Approve", "待发货"),
            ("Approve（带单号）", "已发货"),
        ],
    ),
    (
        "待审核（待补正）",
        &[
            ("RequestCancel", "待审核"),
            ("Claim", "待审核"),
            ("Release", "待审核"),
            ("AskSupplement", "待审核"),
            ("GiveSupplement", "待审核"),
            ("Reject", "待提交"),
            ("Approve", "待发货"),
            ("Approve（带单号）", "已发货"),
        ],
    ),
    (
        "待审核（免费，自取）",
        &[
            ("RequestCancel", "待审核"),
            ("Claim", "待审核"),
            ("Release", "待审核"),
            ("AskSupplement", "待审核"),
            ("Reject", "待提交"),
            ("Approve", "办理中"),
        ],
    ),
    (
        "待发货",
        &[
            ("Ship", "已发货"),
            ("SwitchDelivery（自取）", "办理中"),
            ("SwitchDelivery（快递）", "待发货"),
            ("AskAfterSale", "待发货"),
        ],
    ),
    (
        "已发货",
        &[
            ("Ship", "已发货"),
            ("ReturnParcel", "待发货"),
            ("Confirm", "已完成"),
            ("Confirm（已拿到）", "已完成"),
            ("AskAfterSale", "已发货"),
        ],
    ),
    (
        "办理中（未到货）",
        &[
            ("SwitchDelivery（自取）", "办理中"),
            ("SwitchDelivery（快递）", "待发货"),
            ("MarkReady", "办理中"),
            ("Confirm（已拿到）", "已完成"),
            ("AskAfterSale", "办理中"),
        ],
    ),
    (
        "办理中（可取）",
        &[
            ("SwitchDelivery（自取）", "办理中"),
            ("SwitchDelivery（快递）", "待发货"),
            ("HandOver", "办理中"),
            ("Confirm（已拿到）", "已完成"),
            ("AskAfterSale", "办理中"),
        ],
    ),
    ("办理中（已交付）", &[("Confirm", "已完成"), ("Confirm（已拿到）", "已完成"), ("AskAfterSale", "办理中")]),
    ("已完成", &[("AskAfterSale", "已完成")]),
    ("已完成（已申请售后退款）", &[("ReleaseAfterSale", "已关闭"), ("CancelAfterSale", "已完成")]),
    ("已关闭", &[]),
];

#[test]
fn every_state_accepts_exactly_the_commands_of_the_table() {
    let mut pairs = 0;
    for ((state, order), (row, accepted)) in orders().into_iter().zip(ACCEPTED) {
        assert_eq!(state, *row, "the samples and the table are in one order");
        for (name, command, actor) in commands() {
            pairs += 1;
            let expected = accepted.iter().find(|(input, _)| *input == name).map(|(_, next)| *next);
            match (decide(&order, &command, &actor, NOW), expected) {
                (Ok(decision), Some(next)) => assert_eq!(decision.next.code().label(), next, "{state} × {name}"),
                (Ok(decision), None) => panic!("{state} × {name} must be refused, led to {:?}", decision.next),
                (Err(refusal), Some(next)) => panic!("{state} × {name} must lead to {next}: {refusal}"),
                (Err(refusal), None) => {
                    assert_eq!(refusal.state, order.state.code(), "a refusal names the state");
                    assert_eq!(refusal.command, command.label(), "a refusal names the command");
                    assert!(refusal.sentence().ends_with('。'));
                }
            }
        }
    }
    assert_eq!(pairs, ACCEPTED.len() * commands().len());
}

/// The only facts that move a state; all others leave it as it is.
const MOVED: &[(&str, &str, &str)] = &[
    ("待支付", "PaymentSettled", "待审核"),
    ("待支付", "PaymentSettled（同一笔）", "待审核"),
    ("待支付", "PaymentDeadlinePassed", "已关闭"),
    ("待支付（已审核）", "PaymentSettled", "待发货"),
    ("待支付（已审核）", "PaymentSettled（同一笔）", "待发货"),
    ("待支付（已审核）", "PaymentDeadlinePassed", "已关闭"),
    ("已发货", "ReceiptDeadlineNear（到期）", "已完成"),
    ("办理中（已交付）", "ReceiptDeadlineNear（到期）", "已完成"),
];

#[test]
fn facts_are_never_refused_and_move_only_the_states_of_the_table() {
    for (state, order) in orders() {
        for (name, fact) in facts() {
            let decision = observe(&order, &fact, NOW);
            let moved = MOVED.iter().find(|(row, input, _)| *row == state && *input == name);
            match moved {
                Some((_, _, next)) => assert_eq!(decision.next.code().label(), *next, "{state} × {name}"),
                None => assert_eq!(decision.next, order.state, "{state} × {name}"),
            }
        }
    }
}

#[test]
fn money_that_an_order_does_not_expect_goes_back_and_the_user_is_told() {
    for (state, order) in orders().into_iter().filter(|(state, _)| !state.starts_with("待支付")) {
        let fact = Fact::PaymentSettled { attempt: AttemptId::new(9), submission: order.submission, amount: PRICE };
        let decision = observe(&order, &fact, NOW);
        assert_eq!(decision.next, order.state, "{state}");
        let refunds: Vec<_> = decision
            .effects
            .iter()
            .filter(|e| matches!(e, Effect::Refund { attempt, amount, .. } if attempt.get() == 9 && *amount == PRICE))
            .collect();
        assert_eq!(refunds.len(), 1, "{state}");
        assert!(decision.effects.iter().any(|e| matches!(e, Effect::Tell(Sms::MoneyReturned { .. }))), "{state}");
    }
}

#[test]
fn a_payment_of_an_older_submission_or_of_another_amount_never_counts() {
    let order = sample(State::AwaitingPayment { pay_until: None, reviewed: None }, courier());
    for (submission, amount) in [(0, PRICE), (1, Fen::new(PRICE.get() - 1)), (2, PRICE)] {
        let fact = Fact::PaymentSettled { attempt: AttemptId::new(9), submission, amount };
        let decision = observe(&order, &fact, NOW);
        assert_eq!(decision.next, order.state);
        assert!(matches!(decision.effects[0], Effect::Refund { reason: RefundReason::Late, .. }));
    }
}

#[test]
fn a_rejection_refunds_exactly_what_was_paid_and_nothing_where_nothing_was() {
    for (state, order) in orders().into_iter().filter(|(state, _)| state.starts_with("待审核")) {
        let (_, reject, reviewer) = commands().into_iter().find(|(name, ..)| *name == "Reject").unwrap();
        let decision = decide(&order, &reject, &reviewer, NOW).unwrap();
        let refunds: Vec<_> = decision.effects.iter().filter(|e| matches!(e, Effect::Refund { .. })).collect();
        match order.state.paid() {
            Some(_) => assert_eq!(
                refunds,
                [&Effect::Refund { attempt: ATTEMPT, amount: PRICE, reason: RefundReason::Rejected }],
                "{state}"
            ),
            None => assert!(refunds.is_empty(), "{state}"),
        }
        assert!(decision.effects.contains(&Effect::Tell(Sms::Rejected { order: order.number.to_string() })));
    }
}

#[test]
fn approval_sends_no_message_for_a_pickup_and_one_for_a_parcel_with_a_waybill() {
    let told = |decision: &Decision| decision.effects.iter().filter(|e| matches!(e, Effect::Tell(_))).count();
    for (state, order) in orders().into_iter().filter(|(state, _)| state.starts_with("待审核")) {
        for (name, command, actor) in commands().into_iter().filter(|(name, ..)| name.starts_with("Approve")) {
            if let Ok(decision) = decide(&order, &command, &actor, NOW) {
                assert_eq!(told(&decision), usize::from(name == "Approve（带单号）"), "{state} × {name}");
                if state == "待审核（未付）" {
                    continue; // T3a: nothing is made before it is paid; the next test
                }
                assert!(decision.effects.contains(&Effect::MakeCertificates), "{state} × {name}");
                let invoiced = decision.effects.contains(&Effect::IssueInvoice);
                assert_eq!(invoiced, !order.amount.is_zero(), "{state} × {name}: an invoice only for money");
            }
        }
    }
}

#[test]
fn a_corrected_waybill_is_told_again_and_the_same_one_is_not() {
    let (_, order) = orders().into_iter().find(|(state, _)| *state == "已发货").unwrap();
    let shipper = Actor::Staff { id: StaffId::new(2), role: Role::Shipper, outlet: None, name: "发货员".into() };
    let ship = |number| Command::Ship { waybill: waybill(number), deadlines: Deadlines::default() };
    let corrected = decide(&order, &ship("SL0000000009"), &shipper, NOW).unwrap();
    assert_eq!(corrected.entry.as_ref().map(|e| e.event), Some(Event::WaybillCorrected));
    assert!(corrected.entry.unwrap().note.contains("SL0000000001"), "the history keeps both");
    assert!(decide(&order, &ship("SL0000000001"), &shipper, NOW).is_err());
}

#[test]
fn another_reviewers_claim_keeps_everybody_else_away_until_it_lapses() {
    let (_, order) = orders().into_iter().find(|(state, _)| *state == "待审核（已付，快递）").unwrap();
    let reviewer =
        |id, name: &str| Actor::Staff { id: StaffId::new(id), role: Role::Reviewer, outlet: None, name: name.into() };
    let claimed = decide(&order, &Command::Claim, &reviewer(1, "周予安"), NOW).unwrap();
    let order = Order { state: claimed.next, ..order };
    let (_, reject, _) = commands().into_iter().find(|(name, ..)| *name == "Reject").unwrap();
    let refusal = decide(&order, &reject, &reviewer(2, "郑书言"), NOW).unwrap_err();
    assert_eq!(refusal.why, Why::ClaimedBy("周予安".into()));
    assert!(refusal.sentence().contains("周予安"));
    assert!(decide(&order, &reject, &reviewer(1, "周予安"), NOW).is_ok());
    let later = crate::time::after(NOW, state::CLAIM_LASTS);
    assert!(decide(&order, &reject, &reviewer(2, "郑书言"), later).is_ok());
    let cancel = decide(&order, &Command::RequestCancel, &company(), NOW).unwrap();
    assert!(matches!(cancel.next, State::UnderReview(Review { cancel_requested: true, .. })), "a claim stops no user");
}

#[test]
fn nobody_acts_for_another_company_or_another_outlet_or_beyond_their_role() {
    let stranger = Actor::Company { id: CompanyId::new(2), name: "别的企业".into() };
    let elsewhere = Actor::Staff {
        id: StaffId::new(9),
        role: Role::Outlet,
        outlet: Some(OutletId::new(2)),
        name: "西岭网点".into(),
    };
    let powerless = [Role::Admin, Role::Auditor].map(|role| Actor::Staff {
        id: StaffId::new(8),
        role,
        outlet: None,
        name: role.title().into(),
    });
    let nobody = [&stranger, &elsewhere, &powerless[0], &powerless[1], &Actor::System];
    for (state, order) in orders() {
        for (name, command, _) in commands() {
            for actor in nobody {
                let refusal = decide(&order, &command, actor, NOW).expect_err("must be refused");
                assert_eq!(refusal.why, Why::NotAllowed, "{state} × {name} × {}", actor.name());
            }
        }
    }
}

#[test]
fn the_machine_asks_the_table_of_rights_and_refuses_everybody_else() {
    let (mut asked, mut decided) = (0, 0);
    for (state, order) in orders() {
        for (name, command, _) in commands() {
            let Some(act) = command.act() else { continue };
            for &role in Role::ALL {
                for outlet in [None, Some(OUTLET), Some(OutletId::new(2))] {
                    let actor = Actor::Staff { id: StaffId::new(7), role, outlet, name: role.title().into() };
                    let what = format!("{state} × {name} × {} of {outlet:?}", role.code());
                    let outcome = decide(&order, &command, &actor, NOW);
                    let refused = matches!(&outcome, Err(refusal) if refusal.why == Why::NotAllowed);
                    assert_eq!(refused, !act.allows(role, outlet, order.delivery.outlet()), "{what}");
                    if outcome.is_ok() {
                        let place = act.right().place;
                        assert!(place.holds(order.state.code(), order.submission), "{what} does not lie in {place:?}");
                        decided += 1;
                    }
                    asked += 1;
                }
            }
        }
    }
    assert!(asked > 4000 && decided > 100, "{asked} {decided}");
}

#[test]
fn a_reviewer_never_decides_on_an_order_of_their_own_entry() {
    let (_, order) = orders().into_iter().find(|(state, _)| *state == "待审核（已付，快递）").unwrap();
    let order = Order { entered_by: Some(StaffId::new(1)), ..order };
    for (name, command, actor) in commands().into_iter().filter(|(name, ..)| ["Reject", "Approve"].contains(name)) {
        assert_eq!(decide(&order, &command, &actor, NOW).unwrap_err().why, Why::OwnEntry, "{name}");
    }
}

#[test]
fn an_incomplete_profile_is_named_and_nothing_is_submitted() {
    let order = sample(State::Draft { rejected: None }, courier());
    let missing = vec!["基本信息", "发票信息"];
    let Command::Submit(complete) = submission(PRICE, false) else { panic!("a submission") };
    let command = Command::Submit(Submission { missing, ..complete });
    let refusal = decide(&order, &command, &company(), NOW).unwrap_err();
    assert_eq!(refusal.sentence(), "请先完善基本信息、发票信息，再提交订单。");
}

#[test]
fn a_price_that_changed_or_a_hindrance_stops_the_submission_with_its_own_sentence() {
    let order = sample(State::Draft { rejected: None }, courier());
    let submit = |shown, hindrance| {
        let (missing, deadlines) = (vec![], Deadlines::default());
        let submission = Submission { price: PRICE, shown, missing, hindrance, review_first: false, deadlines };
        let command = Command::Submit(submission);
        decide(&order, &command, &company(), NOW).map(|decision| decision.amount).map_err(|refusal| refusal.why)
    };
    assert_eq!(submit(None, None), Ok(PRICE), "a page that showed no price is not compared");
    assert_eq!(submit(Some(PRICE), None), Ok(PRICE));
    assert_eq!(submit(Some(Fen::new(PRICE.get() - 1)), None), Err(Why::PriceChanged));
    for why in [Why::OutletClosed, Why::ProjectClosed, Why::SealExists] {
        assert_eq!(submit(Some(Fen::ZERO), Some(why.clone())), Err(why));
    }
}

#[test]
fn where_the_project_reviews_first_nothing_is_made_before_the_payment() {
    let find = |name| orders().into_iter().find(|(state, _)| *state == name).unwrap().1;
    let (_, approve, reviewer) = commands().into_iter().find(|(name, ..)| *name == "Approve").unwrap();
    let approved = decide(&find("待审核（未付）"), &approve, &reviewer, NOW).unwrap();
    assert!(matches!(approved.next, State::AwaitingPayment { reviewed: Some(at), .. } if at == NOW));
    assert!(matches!(approved.effects[..], [Effect::WatchPayment { .. }]));
    let fact = Fact::PaymentSettled { attempt: AttemptId::new(9), submission: 1, amount: PRICE };
    let paid = observe(&find("待支付（已审核）"), &fact, NOW);
    assert!(matches!(
        paid.effects[..],
        [Effect::CloseAttempts { except: Some(_) }, Effect::MakeCertificates, Effect::IssueInvoice]
    ));
    assert_eq!(paid.next.paid().map(|paid| paid.attempt.get()), Some(9));
}

#[test]
fn a_state_survives_its_stored_form() {
    for (state, order) in orders() {
        let text = serde_json::to_string(&order.state).unwrap();
        assert_eq!(serde_json::from_str::<State>(&text).unwrap(), order.state, "{state}");
    }
}
