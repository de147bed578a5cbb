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
    use crate::outbox::store::Mark;
    use crate::outbox::{Job, JobState};
    use jiff::SignedDuration;

    /// How many invoices are to be asked after now.
    async fn due(world: &World) -> usize {
        let now = world.now();
        let rows = world.write(move |tx| Ok(outbox::store::claim(tx, now, SignedDuration::ZERO, 100)?)).await;
        rows.expect("rows").iter().filter(|row| matches!(row.job, Job::IssueInvoice { .. })).count()
    }

    #[tokio::test]
    async fn a_callback_brings_the_question_forward_and_a_strangers_changes_nothing() {
        let world = fixture::app();
        let number = InvoiceRequestNumber::build(&world.approved_order().await, 1);
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
