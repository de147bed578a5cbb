//! Ways out for invoices that got stuck.

use super::*;
use crate::effects::MAX_TRIES;
use crate::effects::worker::round;
use crate::finance::after_sale;
use crate::fixture::{self, World};
use crate::order::query::{self, Detail};
use crate::order::store::Find;
use crate::outbox::dead::{self, Cure};
use crate::ports::PortError;
use crate::workbench::{self, Backlog};
use domain::id::OrderNumber;
use domain::invoice::{InvoiceReport, IssuedInvoice};
use domain::order::StatusCode;
use domain::payment::RefundReport;
use domain::rights::Role;

const FAR: i64 = i64::MAX;

async fn detail(world: &World, number: &OrderNumber) -> Detail {
    query::detail(world, Find::System(number.clone())).await.unwrap()
}

async fn state(world: &World, number: &OrderNumber) -> InvoiceState {
    detail(world, number).await.invoice.unwrap().state
}

async fn asked(world: &World, number: &OrderNumber) -> i64 {
    let supervisor = world.staff(Role::Supervisor).await;
    let seen = detail(world, number).await.stored.order.version;
    after_sale::ask(world, &supervisor, number, seen, "同一证书重复办理".into()).await.unwrap().version
}

async fn refused(world: &World) -> OrderNumber {
    let number = world.approved_order().await;
    world.issuer.issue.answer(Err(PortError::Refused { code: "E9105".into(), message: "开票员未登录".into() }));
    while round(world).await.unwrap() > 0 {}
    number
}

async fn red_invoices(world: &World, staff: &StaffUser) -> i64 {
    let waiting = workbench::waiting(world, staff).await.unwrap();
    waiting.iter().find(|waiting| waiting.backlog == Backlog::RedInvoices).unwrap().count
}

#[tokio::test]
async fn an_issuer_that_never_answered_is_asked_again_from_the_list_of_failed_jobs() {
    let world = fixture::app();
    let number = world.approved_order().await;
    round(&world).await.unwrap();
    for _ in 0..=MAX_TRIES {
        world.issuer.query.answer(Err(PortError::Unknown("timed out".into())));
        world.clock.advance_secs(3_600);
        while round(&world).await.unwrap() > 0 {}
    }
    let finance = world.staff(Role::Finance).await;
    let (jobs, _) = dead::list(&world, &finance, None).await.unwrap();
    assert_eq!((jobs.len(), dead::cure(&jobs[0])), (1, Cure::Again));
    let waiting = async || list(&world, &finance, Shelf::Waiting, Some(FAR)).await.unwrap().0.remove(0).given_up;
    assert!(waiting().await, "nobody asks any more, and the list says so");
    dead::retry(&world, &finance, jobs[0].id).await.unwrap();
    assert!(!waiting().await);
    assert_eq!(state(&world, &number).await, InvoiceState::Issuing);
}

#[tokio::test]
async fn an_order_whose_invoice_was_refused_is_paid_back_and_the_invoice_is_never_ordered_again() {
    let world = fixture::app();
    let number = refused(&world).await;
    let seen = asked(&world, &number).await;
    let finance = world.staff(Role::Finance).await;
    let failed = list(&world, &finance, Shelf::Failed, Some(FAR)).await.unwrap().0.remove(0);
    let order = after_sale::release(&world, &finance, &number, seen).await.unwrap();
    assert_eq!(order.state.code(), StatusCode::Closed);
    assert_eq!(state(&world, &number).await, InvoiceState::Void);
    assert!(matches!(retry(&world, &finance, failed.id).await, Err(Error::Denied(_))));
    assert!(list(&world, &finance, Shelf::Failed, Some(FAR)).await.unwrap().0.is_empty());
    assert!(dead::list(&world, &finance, None).await.unwrap().0.is_empty(), "no job waits for a person");
}

#[tokio::test]
async fn an_invoice_that_is_to_be_flushed_waits_for_finance_and_is_not_mailed_any_more() {
    let world = fixture::app();
    let number = world.approved_order().await;
    round(&world).await.unwrap();
    world.issuer.query.answer(Ok(InvoiceReport::Issued(IssuedInvoice {
        number: "26000000000000004417".into(),
        issued_at: world.now(),
        pdf_url: Some("https://files.example/1.pdf".into()),
        gross: None,
    })));
    world.issuer.pdf.answer(Ok(None));
    world.clock.advance_secs(10);
    for _ in 0..2 {
        round(&world).await.unwrap();
    }
    let seen = asked(&world, &number).await;
    let finance = world.staff(Role::Finance).await;
    after_sale::release(&world, &finance, &number, seen).await.unwrap();
    world.payment.refund.answer(Ok(RefundReport::Succeeded));
    world.issuer.pdf.answer(Ok(Some(b"%PDF-1.7".to_vec())));
    world.clock.advance_secs(60);
    while round(&world).await.unwrap() > 0 {}
    assert_eq!(state(&world, &number).await, InvoiceState::RedRequested);
    assert!(world.mail.send.calls().is_empty());
    assert_eq!(red_invoices(&world, &finance).await, 1);
    let id = list(&world, &finance, Shelf::ToFlush, Some(FAR)).await.unwrap().0.remove(0).id;
    flushed(&world, &finance, id, "26000000000000009999".into()).await.unwrap();
    assert_eq!(red_invoices(&world, &finance).await, 0);
}

#[tokio::test]
async fn an_order_whose_invoice_is_on_its_way_is_not_paid_back_yet() {
    let world = fixture::app();
    let number = world.approved_order().await;
    let seen = asked(&world, &number).await;
    let finance = world.staff(Role::Finance).await;
    let released = after_sale::release(&world, &finance, &number, seen).await;
    assert!(matches!(released, Err(Error::Denied(_))));
}
