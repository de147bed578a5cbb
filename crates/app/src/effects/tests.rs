//! Effects that go wrong at their vendors: what is unknown is asked again, never booked.

use super::worker::round;
use crate::fixture::forms::{approval, confirmed, rejection};
use crate::fixture::{self, World};
use crate::order::query::{self, Detail};
use crate::order::store::Find;
use crate::order::{draft, review, submit};
use crate::outbox::{self, JobState};
use crate::payment::open;
use crate::ports::PortError;
use crate::who::CompanyUser;
use domain::id::OrderNumber;
use domain::invoice::{InvoiceReport, IssuedInvoice};
use domain::money::Fen;
use domain::order::form::OrderForm;
use domain::order::{Event, StatusCode, Waybill};
use domain::payment::{RefundReport, RefundState};
use domain::rights::Role;

const COMPANY: &str = "澜州青禾建设工程有限公司";

async fn form(world: &World, certs: &str) -> OrderForm {
    let (outlet, project) = (world.outlet().await.to_string(), world.project().await.to_string());
    let [certs, seals] = [certs, "0"].map(str::to_owned);
    OrderForm {
        project,
        certs,
        seals,
        get: "courier".into(),
        rn: "林晓岚".into(),
        rm: "13800001234".into(),
        rp: "福建省".into(),
        rc: "厦门市".into(),
        rd: "思明区".into(),
        ra: "青禾路 88 号".into(),
        outlet,
        ..OrderForm::default()
    }
}

/// An order in 待支付 with an open code; the watch of its trade is quiet for five seconds.
pub(super) async fn unpaid(world: &World) -> (OrderNumber, CompanyUser) {
    let user = world.company(COMPANY).await;
    let number = draft::create(world, &user, &form(world, "1").await, "op").await.unwrap();
    submit::submit(world, &user, &number, &confirmed(1)).await.unwrap();
    (number, user)
}

async fn paid(world: &World) -> OrderNumber {
    let (number, user) = unpaid(world).await;
    world.pay(&user, &number).await;
    number
}

pub(super) async fn detail(world: &World, number: &OrderNumber) -> Detail {
    query::detail(world, Find::System(number.clone())).await.unwrap()
}

pub(super) async fn version(world: &World, number: &OrderNumber) -> i64 {
    detail(world, number).await.stored.order.version
}

pub(super) async fn rejected(world: &World) -> OrderNumber {
    let number = paid(world).await;
    let reviewer = world.staff(Role::Reviewer).await;
    review::decide(world, &reviewer, &number, &rejection(version(world, &number).await)).await.unwrap();
    number
}

/// A refusal of the *question* says nothing about the refund: paid back already, it must not look refused, or finance
/// pays it back by hand once more.
#[tokio::test]
async fn a_refused_question_about_a_refund_is_asked_again_and_books_nothing() {
    let world = fixture::app();
    let number = rejected(&world).await;
    world.payment.refund.answer(Err(PortError::Unknown("timed out".into())));
    round(&world).await.unwrap();
    assert_eq!(detail(&world, &number).await.refunds[0].state, RefundState::Unknown);
    let refused = || PortError::Refused { code: "40002".into(), message: "签名错误".into() };
    for _ in 0..40 {
        world.payment.query_refund.answer(Err(refused()));
        world.clock.advance_secs(3_600);
        round(&world).await.unwrap();
        assert_eq!(detail(&world, &number).await.refunds[0].state, RefundState::Unknown);
    }
    world.payment.query_refund.answer(Ok(RefundReport::Succeeded));
    world.clock.advance_secs(3_600);
    round(&world).await.unwrap();
    assert_eq!(detail(&world, &number).await.refunds[0].state, RefundState::Succeeded);
    assert_eq!(world.payment.refund.calls().len(), 1, "sent once, asked after for ever");
}

#[tokio::test]
async fn an_order_submitted_anew_is_not_closed_by_the_deadline_of_the_old_submission_and_closes_at_its_own() {
    let world = fixture::app();
    let (number, user) = unpaid(&world).await;
    world.clock.advance_secs(10 * 86_400);
    submit::withdraw(&world, &user, &number, 2).await.unwrap();
    submit::submit(&world, &user, &number, &confirmed(3)).await.unwrap();
    world.clock.advance_secs(5 * 86_400);
    while round(&world).await.unwrap() > 0 {}
    assert_eq!(detail(&world, &number).await.stored.order.state.code(), StatusCode::AwaitingPayment);
    world.clock.advance_secs(10 * 86_400);
    while round(&world).await.unwrap() > 0 {}
    assert_eq!(detail(&world, &number).await.stored.order.state.code(), StatusCode::Closed);
}

#[tokio::test]
async fn a_parcel_is_reminded_of_once_and_completes_by_itself() {
    let world = fixture::app();
    let number = paid(&world).await;
    let reviewer = world.staff(Role::Reviewer).await;
    let waybill = Waybill { carrier: "顺丰速运".into(), number: "SF0000000000001".into() };
    review::decide(&world, &reviewer, &number, &approval(version(&world, &number).await, Some(waybill))).await.unwrap();
    world.issuer.issue.answer(Err(PortError::Refused { code: "E9105".into(), message: "x".into() }));
    while round(&world).await.unwrap() > 0 {}
    world.clock.advance_secs(12 * 86_400 + 1);
    while round(&world).await.unwrap() > 0 {}
    world.clock.advance_secs(86_400);
    while round(&world).await.unwrap() > 0 {}
    let reminded = |d: &Detail| d.history.iter().filter(|h| h.event == Event::Reminded).count();
    assert_eq!(reminded(&detail(&world, &number).await), 1);
    world.clock.advance_secs(2 * 86_400);
    while round(&world).await.unwrap() > 0 {}
    assert_eq!(detail(&world, &number).await.stored.order.state.code(), StatusCode::Completed);
}

#[tokio::test]
async fn an_invoice_whose_file_comes_later_is_mailed_then_and_one_over_another_amount_is_not_believed() {
    let world = fixture::app();
    let number = paid(&world).await;
    let reviewer = world.staff(Role::Reviewer).await;
    review::decide(&world, &reviewer, &number, &approval(version(&world, &number).await, None)).await.unwrap();
    let price = detail(&world, &number).await.stored.order.amount;
    let issued = |gross, url: Option<&str>| {
        Ok(InvoiceReport::Issued(IssuedInvoice {
            number: "26000000000000004417".into(),
            issued_at: fixture::START.parse().unwrap(),
            pdf_url: url.map(str::to_owned),
            gross: Some(gross),
        }))
    };
    world.issuer.issue.answer(Ok(()));
    round(&world).await.unwrap();
    world.issuer.query.answer(issued(price, None));
    world.clock.advance_secs(10);
    round(&world).await.unwrap();
    world.issuer.query.answer(issued(price, Some("https://files.example/1.pdf")));
    world.issuer.pdf.answer(Ok(Some(b"%PDF-1.7".to_vec())));
    round(&world).await.unwrap();
    assert_eq!(world.mail.send.calls().len(), 1);

    let other = fixture::app();
    let number = paid(&other).await;
    let reviewer = other.staff(Role::Reviewer).await;
    review::decide(&other, &reviewer, &number, &approval(version(&other, &number).await, None)).await.unwrap();
    other.issuer.issue.answer(Ok(()));
    round(&other).await.unwrap();
    other.issuer.query.answer(issued(Fen::new(1), Some("https://files.example/2.pdf")));
    other.clock.advance_secs(10);
    round(&other).await.unwrap();
    assert!(!detail(&other, &number).await.invoice.unwrap().state.exists());
    assert!(other.mail.send.calls().is_empty());
}

#[tokio::test]
async fn the_back_button_changes_the_order_that_the_form_made_and_makes_no_second_one() {
    let world = fixture::app();
    let user = world.company(COMPANY).await;
    let first = draft::create(&world, &user, &form(&world, "1").await, "op").await.unwrap();
    let second = draft::create(&world, &user, &form(&world, "5").await, "op").await.unwrap();
    assert_eq!(first, second);
    assert_eq!(detail(&world, &first).await.stored.draft.certificates(), 5);
    submit::submit(&world, &user, &first, &confirmed(2)).await.unwrap();
    let late = draft::create(&world, &user, &form(&world, "3").await, "op").await;
    assert!(matches!(late, Err(crate::Error::Stale { .. })), "what was submitted is not changed behind its back");
}

#[tokio::test]
async fn a_row_of_another_version_holds_up_nothing() {
    let world = fixture::app();
    let now = world.now();
    world
        .write(move |tx| Ok(outbox::store::insert(tx, "future", "future:1", "{\"job\":\"from_2031\"}", now, now)?))
        .await
        .unwrap();
    let (number, user) = unpaid(&world).await;
    open::open(&world, &user, &number).await.unwrap();
    submit::withdraw(&world, &user, &number, 2).await.unwrap();
    round(&world).await.unwrap();
    assert_eq!(world.payment.close.calls().len(), 1, "the trade behind it was closed");
    let dead = world.read(|tx| Ok(outbox::store::count(tx, JobState::Dead)?)).await.unwrap();
    assert_eq!(dead, 0, "the row waits for the version that knows it");
}

#[test]
fn pauses_grow_and_stay_below_an_hour() {
    let seconds: Vec<i64> = (1..=14).map(|tries| super::pause(tries).as_secs()).collect();
    assert_eq!(&seconds[..3], [2, 4, 8]);
    assert!(seconds.windows(2).all(|pair| pair[0] <= pair[1]));
    assert_eq!(seconds[13], 3600);
}
