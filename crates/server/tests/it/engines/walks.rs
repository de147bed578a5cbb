//! Orders from the draft to the user's hands, and back once.

use super::people::PRICE;
use super::world::{World, collected, confirmed, rejection};
use app::Error;
use app::desk;
use app::order::{draft, handover, review, submit};
use domain::invoice::{InvoiceState, MailState};
use domain::order::item_form::ItemForm;
use domain::order::{Event, Holder, KeyRole, StatusCode, Waybill};
use domain::payment::RefundState;
use domain::rights::Role;
use jiff::SignedDuration;

const COMPANY: &str = "澜州青禾建设工程有限公司";
const A_MINUTE: SignedDuration = SignedDuration::from_mins(1);

both! {
    async fn a_courier_order_goes_from_the_draft_to_its_receipt(world: World) {
        let user = world.company(COMPANY).await;
        let (reviewer, shipper) = (world.staff(Role::Reviewer, "r").await, world.staff(Role::Shipper, "s").await);
        let mut form = world.by_courier().await;
        form.certs = "1".into();
        let number = world.draft(&user, &form).await;
        form.certs = "2".into();
        form.rows.0 = vec![ItemForm::default(), person()];
        draft::save(&world.app, &user, &number, 1, &form).await.unwrap();
        let order = submit::submit(&world.app, &user, &number, &confirmed(2)).await.unwrap();
        assert_eq!((order.state.code(), order.submission, order.amount), (StatusCode::AwaitingPayment, 1, PRICE));
        world.pay(&user, &number).await;
        assert_eq!(world.status(&number).await, StatusCode::UnderReview);
        assert_eq!(world.approve(&reviewer, &number).await.state.code(), StatusCode::ToShip);
        world.work_for(A_MINUTE).await;
        let waybill = Waybill { carrier: "顺丰速运".into(), number: "SF1234567890123".into() };
        let seen = world.version(&number).await;
        handover::ship(&world.app, &shipper, &number, seen, waybill).await.unwrap();
        world.work().await;
        let seen = world.version(&number).await;
        submit::confirm(&world.app, &user, &number, seen, false).await.unwrap();
        let detail = world.detail(&number).await;
        assert_eq!(detail.stored.order.state.code(), StatusCode::Completed);
        let events: Vec<Event> = detail.history.iter().rev().map(|entry| entry.event).collect();
        use Event::{Approved, Completed, Created, InvoiceIssued, Paid, Saved, Shipped, Submitted};
        assert_eq!(events, [Created, Saved, Submitted, Paid, Approved, InvoiceIssued, Shipped, Completed]);
        let invoice = detail.invoice.unwrap();
        assert_eq!((invoice.state, invoice.mail, invoice.amount), (InvoiceState::Mailed, MailState::Sent, PRICE));
        let sealed: Vec<(i64, bool)> = detail.certificates.iter().map(|c| (c.position, c.item.seal.is_some())).collect();
        assert_eq!(sealed, [(1, true), (2, false)]);
        let holders: Vec<Option<Holder>> = detail.certificates.iter().map(|c| c.item.holder.clone()).collect();
        assert_eq!(holders, detail.stored.draft.items.iter().map(|item| item.holder.clone()).collect::<Vec<_>>());
        assert_eq!(holders[1].as_ref().map(|holder| holder.name.as_str()), Some("林晓岚"));
        let again = draft::create(&world.app, &user, &form, "again").await.unwrap();
        let roles: Vec<KeyRole> = world.detail(&again).await.stored.draft.items.iter().map(|item| item.role).collect();
        assert_eq!(roles, [KeyRole::Sub; 2], "the company has its main key");
        assert_eq!(world.sms.kinds(), ["shipped"]);
        assert_eq!(world.mail.references(), [invoice.request.as_str()]);
        assert_eq!(world.issuer.issued().into_iter().collect::<Vec<_>>(), [(invoice.request.as_str().to_owned(), PRICE)]);
        world.verified().await;
    }

    async fn a_pickup_order_is_handed_over_at_its_outlet_without_a_message(world: World) {
        let user = world.company(COMPANY).await;
        let (reviewer, clerk) = (world.staff(Role::Reviewer, "r").await, world.staff(Role::Outlet, "o").await);
        let number = world.under_review(&user, &world.by_pickup().await).await;
        let approved = world.approve(&reviewer, &number).await;
        assert_eq!(approved.state.code(), StatusCode::Processing);
        let ready = handover::mark_ready(&world.app, &clerk, &number, approved.version).await.unwrap();
        let handed = desk::hand_over(&world.app, &clerk, &number, ready.version, collected()).await.unwrap();
        world.work_for(A_MINUTE).await;
        submit::confirm(&world.app, &user, &number, handed.version, false).await.unwrap();
        assert_eq!(world.status(&number).await, StatusCode::Completed);
        assert_eq!(world.sms.kinds(), Vec::<&str>::new());
        world.verified().await;
    }

    async fn a_pickup_order_completes_by_itself_after_a_reminder(world: World) {
        let user = world.company(COMPANY).await;
        let (reviewer, clerk) = (world.staff(Role::Reviewer, "r").await, world.staff(Role::Outlet, "o").await);
        let number = world.under_review(&user, &world.by_pickup().await).await;
        let approved = world.approve(&reviewer, &number).await;
        let ready = handover::mark_ready(&world.app, &clerk, &number, approved.version).await.unwrap();
        desk::hand_over(&world.app, &clerk, &number, ready.version, collected()).await.unwrap();
        world.work_for(A_MINUTE).await;
        world.clock.advance(SignedDuration::from_hours(4 * 24));
        world.work().await;
        assert_eq!((world.status(&number).await, world.sms.kinds()), (StatusCode::Processing, vec!["confirm_reminder"]));
        world.clock.advance(SignedDuration::from_hours(3 * 24));
        world.work().await;
        assert_eq!(world.status(&number).await, StatusCode::Completed);
        assert_eq!(world.sms.kinds().len(), 1);
        world.verified().await;
    }

    async fn a_rejected_order_gets_its_money_back_and_is_paid_again(world: World) {
        let user = world.company(COMPANY).await;
        let reviewer = world.staff(Role::Reviewer, "r").await;
        let number = world.under_review(&user, &world.by_courier().await).await;
        let seen = world.version(&number).await;
        let rejected = review::decide(&world.app, &reviewer, &number, &rejection(seen)).await.unwrap();
        assert_eq!(rejected.state.code(), StatusCode::Draft);
        world.work_for(A_MINUTE).await;
        let detail = world.detail(&number).await;
        assert_eq!(detail.refunds.iter().map(|r| (r.state, r.amount)).collect::<Vec<_>>(), [(RefundState::Succeeded, PRICE)]);
        assert_eq!((world.gateway.totals(), world.sms.kinds()), ((PRICE, PRICE), vec!["rejected"]));
        let seen = world.version(&number).await;
        let again = submit::submit(&world.app, &user, &number, &confirmed(seen)).await.unwrap();
        assert_eq!(again.submission, 2);
        world.pay(&user, &number).await;
        world.approve(&reviewer, &number).await;
        world.work_for(A_MINUTE).await;
        let invoices = world.issuer.issued();
        assert!(invoices.len() == 1 && invoices.keys().all(|request| request.ends_with("S2")), "{invoices:?}");
        world.verified().await;
    }

    async fn an_unpaid_order_closes_after_its_days(world: World) {
        let user = world.company(COMPANY).await;
        let number = world.awaiting_payment(&user, &world.by_courier().await).await;
        world.clock.advance(SignedDuration::from_hours(15 * 24 - 1));
        world.work().await;
        assert_eq!(world.status(&number).await, StatusCode::AwaitingPayment);
        world.clock.advance(SignedDuration::from_hours(2));
        world.work().await;
        assert_eq!(world.status(&number).await, StatusCode::Closed);
        world.verified().await;
    }

    async fn a_page_that_is_too_old_changes_nothing(world: World) {
        let user = world.company(COMPANY).await;
        let form = world.by_courier().await;
        let number = world.draft(&user, &form).await;
        draft::save(&world.app, &user, &number, 1, &form).await.unwrap();
        for seen in [1, 3] {
            let late = submit::submit(&world.app, &user, &number, &confirmed(seen)).await;
            assert!(matches!(late, Err(Error::Stale { current: 2, .. })), "{late:?}");
            let late = draft::save(&world.app, &user, &number, seen, &form).await;
            assert!(matches!(late, Err(Error::Stale { current: 2, .. })), "{late:?}");
        }
        assert_eq!((world.status(&number).await, world.version(&number).await), (StatusCode::Draft, 2));
        world.verified().await;
    }

    async fn one_company_does_not_find_the_order_of_another(world: World) {
        let (user, other) = (world.company(COMPANY).await, world.company("临溪恒远建材有限公司").await);
        let number = world.draft(&user, &world.by_courier().await).await;
        assert!(matches!(submit::submit(&world.app, &other, &number, &confirmed(1)).await, Err(Error::NotFound)));
        assert_eq!(world.version(&number).await, 1);
    }
}

/// A certificate of an invented resident.
fn person() -> ItemForm {
    ItemForm {
        kind: "person".into(),
        name: "林晓岚".into(),
        id_number: "990101197902280017".into(),
        ..ItemForm::default()
    }
}
