//! The issuer says that something happened to an invoice. Its word is not signed, so it books nothing: it only brings
//! our next question to the issuer forward.

use super::store;
use crate::order::store as orders;
use crate::{App, Error, outbox};
use domain::invoice::InvoiceRequestNumber;
use domain::order::Effect;

/// Asks the issuer after this request now. A number that is not ours changes nothing and is no error.
pub async fn hurry(app: &App, number: &InvoiceRequestNumber) -> Result<(), Error> {
    let (now, number) = (app.now(), number.clone());
    app.write(move |tx| {
        let Some(id) = store::by_request(tx, &number)? else { return Ok(()) };
        let invoice = store::get(tx, id)?.ok_or(Error::NotFound)?;
        let order = orders::by_id(tx, invoice.order)?.ok_or(Error::NotFound)?.order;
        Ok(outbox::store::hurry(tx, &Effect::IssueInvoice.key(&order), now)?)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{self, World};
    use crate::order::{draft, review, submit};
    use crate::outbox::store::Mark;
    use crate::outbox::{Job, JobState};
    use crate::payment::{open, settle};
    use domain::actor::Role;
    use domain::money::Fen;
    use domain::order::form::OrderForm;
    use domain::payment::{TradeReport, TradeStatus};
    use jiff::SignedDuration;

    /// An approved order; returns the number of its invoice request.
    async fn approved(world: &World) -> InvoiceRequestNumber {
        let user = world.company("澜州青禾建设工程有限公司").await;
        let (outlet, project) = (world.outlet().await.to_string(), world.project().await.to_string());
        let [certs, seals] = ["1", "0"].map(str::to_owned);
        let form = OrderForm { project, certs, seals, get: "pickup".into(), outlet, ..OrderForm::default() };
        let number = draft::create(world, &user, &form, "op").await.expect("a draft");
        submit::submit(world, &user, &number, 1).await.expect("submitted");
        let trade = open::open(world, &user, &number).await.expect("a code").trade;
        let (status, amount) = (TradeStatus::Paid, Some(Fen::new(20_000)));
        let report = TradeReport { trade, gateway_trade: None, status, amount, refunded: Fen::ZERO, paid_at: None };
        let now = world.now();
        world.write(move |tx| settle::settle(tx, &report, now)).await.expect("settled");
        let reviewer = world.staff(Role::Reviewer).await;
        review::approve(world, &reviewer, &number, 3, None).await.expect("approved");
        InvoiceRequestNumber::build(&number, 1)
    }

    /// How many invoices are to be asked after now.
    async fn due(world: &World) -> usize {
        let now = world.now();
        let rows = world.write(move |tx| Ok(outbox::store::claim(tx, now, SignedDuration::ZERO, 100)?)).await;
        rows.expect("rows").iter().filter(|row| matches!(row.job, Job::IssueInvoice { .. })).count()
    }

    #[tokio::test]
    async fn a_callback_brings_the_question_forward_and_a_strangers_changes_nothing() {
        let world = fixture::app();
        let number = approved(&world).await;
        let now = world.now();
        let postpone = move |tx: &mut crate::Tx| {
            for row in outbox::store::claim(tx, now, SignedDuration::from_secs(60), 100)? {
                let later = domain::time::after(now, SignedDuration::from_hours(1));
                let (state, error) = (JobState::Ready, String::new());
                outbox::store::mark(tx, &row, &Mark { state, run_at: later, attempts: 0, error }, now)?;
            }
            Ok(())
        };
        world.write(postpone).await.expect("postponed");
        assert_eq!(due(&world).await, 0);
        hurry(&world, &InvoiceRequestNumber::parse("I999S1").expect("a number")).await.expect("no error");
        assert_eq!(due(&world).await, 0);
        hurry(&world, &number).await.expect("no error");
        assert_eq!(due(&world).await, 1);
    }
}
