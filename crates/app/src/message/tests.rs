//! What is sent again, and what is not.

use super::*;
use crate::effects::worker::round;
use crate::fixture::{self, World};
use crate::order::handover;
use crate::outbox::dead;
use crate::ports::PortError;
use crate::ports::sms::SmsFate;
use crate::workbench::{self, Backlog};
use domain::id::OrderNumber;
use domain::order::Waybill;
use domain::rights::Role;

fn waybill(number: &str) -> Waybill {
    Waybill { carrier: "顺丰速运".into(), number: number.into() }
}

fn refusal() -> PortError {
    PortError::Refused { code: "1014".into(), message: "运营商未能送达".into() }
}

/// A shipped order whose message went wrong for good.
async fn untold(world: &World) -> OrderNumber {
    let number = world.shipped_order(waybill("SF0000000000001")).await;
    world.issuer.issue.answer(Err(refusal()));
    world.sms.send.answer(Err(refusal()));
    while round(world).await.unwrap() > 0 {}
    number
}

async fn newest(world: &World, staff: &StaffUser) -> store::Record {
    list(world, staff, MessageFilter::default(), None).await.unwrap().rows.remove(0)
}

async fn failed_messages(world: &World, staff: &StaffUser) -> i64 {
    let waiting = workbench::waiting(world, staff).await.unwrap();
    waiting.iter().find(|waiting| waiting.backlog == Backlog::Messages).unwrap().count
}

#[tokio::test]
async fn a_message_that_was_sent_again_waits_for_nobody_any_more_and_is_not_sent_a_third_time() {
    let world = fixture::app();
    untold(&world).await;
    let support = world.staff(Role::Support).await;
    let old = dead::list(&world, &support, None).await.unwrap().0;
    let old = old.iter().find(|job| job.kind == "send_sms").unwrap();
    assert_eq!(failed_messages(&world, &support).await, 1);

    world.sms.send.answer(Err(refusal()));
    resend(&world, &support, newest(&world, &support).await.id, 0).await.unwrap();
    assert_eq!(failed_messages(&world, &support).await, 0);
    assert!(matches!(dead::retry(&world, &support, old.id).await, Err(Error::NotFound)));
    while round(&world).await.unwrap() > 0 {}
    assert_eq!(failed_messages(&world, &support).await, 1, "the second one failed too");

    let first = list(&world, &support, MessageFilter::default(), None).await.unwrap().rows.remove(1);
    resend(&world, &support, first.id, 1).await.unwrap();
    assert_eq!(failed_messages(&world, &support).await, 0, "a third one takes the place of both");
}

/// docs/operations.md tells how many dead rows are put back at once; the provider may have taken such a message already.
#[tokio::test]
async fn the_statement_of_the_manual_of_operations_asks_before_it_sends_again() {
    let world = fixture::app();
    untold(&world).await;
    let manual = include_str!("../../../../docs/operations.md");
    let text = manual.lines().find(|line| line.starts_with("update outbox")).unwrap();
    assert!(text.contains("where key = '…'"), "{text}");
    let text = text.replace("key = '…'", "kind = 'send_sms'").trim_end_matches(';').to_owned();
    let statement: &'static db::Sql = Box::leak(Box::new(db::Sql::new("operations", text.leak())));
    let changed = world.db.write(move |tx| Ok::<_, Error>(tx.exec(statement, db::p![])?)).await.unwrap();
    assert_eq!(changed, 1);

    let sent = world.sms.send.calls().len();
    world.sms.fate.answer(Ok(SmsFate::Accepted));
    while round(&world).await.unwrap() > 0 {}
    assert_eq!(world.sms.send.calls().len(), sent, "it was sent a second time");
    let support = world.staff(Role::Support).await;
    assert_eq!(failed_messages(&world, &support).await, 0);
}

#[tokio::test]
async fn a_message_that_is_on_its_way_already_is_not_sent_again() {
    let world = fixture::app();
    untold(&world).await;
    let support = world.staff(Role::Support).await;
    let jobs = dead::list(&world, &support, None).await.unwrap().0;
    let job = jobs.iter().find(|job| job.kind == "send_sms").unwrap();
    dead::retry(&world, &support, job.id).await.unwrap();
    let again = resend(&world, &support, newest(&world, &support).await.id, 0).await;
    assert!(matches!(again, Err(Error::Denied(_))));
}

#[tokio::test]
async fn a_waybill_that_was_corrected_is_neither_sent_again_nor_sent_late() {
    let world = fixture::app();
    let number = untold(&world).await;
    let (support, shipper) = (world.staff(Role::Support).await, world.staff(Role::Shipper).await);
    let old = newest(&world, &support).await;
    let jobs = dead::list(&world, &support, None).await.unwrap().0;
    let job = jobs.iter().find(|job| job.kind == "send_sms").unwrap();
    let find = crate::order::store::Find::System(number.clone());
    let seen = crate::order::query::plain(&world, find).await.unwrap().order.version;
    handover::ship(&world, &shipper, &number, seen, waybill("SF0000000000002")).await.unwrap();
    while round(&world).await.unwrap() > 0 {}
    assert!(matches!(resend(&world, &support, old.id, 0).await, Err(Error::Denied(_))));
    dead::retry(&world, &support, job.id).await.unwrap();
    while round(&world).await.unwrap() > 0 {}
    let sent = world.sms.send.calls();
    assert_eq!(sent.len(), 2, "the wrong number once, the right one once");
    let right = newest(&world, &support).await;
    resend(&world, &support, right.id, 0).await.unwrap();
}

#[test]
fn addresses_keep_their_first_sign_and_their_domain() {
    let masked = |text| masked_email(&Email::parse(text).unwrap());
    assert_eq!(masked("caiwu@qinghe.example"), "c***@qinghe.example");
    assert_eq!(masked("x@y.example"), "x***@y.example");
}
