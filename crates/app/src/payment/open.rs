//! 订单支付: opens a trade at the gateway and gives its QR code. The one call to a vendor that a person waits for:
//! its row is committed before the call, so that whatever happens the payment can be found again (the one
//! exception: docs/rules.md, Effects, 8).

use super::store::{self, NewAttempt, StoredAttempt};
use crate::Fault;
use crate::order::store::{self as orders, Find};
use crate::outbox::{self, Job};
use crate::ports::PortError;
use crate::who::CompanyUser;
use crate::{App, Error, Tx};
use domain::id::{OrderNumber, TradeNumber};
use domain::order::{Command, decide};
use domain::payment::attempt::AttemptFact;
use domain::payment::{Attempt, GatewayCode, TradeOrder};
use domain::time;
use jiff::{SignedDuration, Timestamp};

/// A code with less life than this is not shown again: nobody pays within it.
const WORTH_SHOWING: SignedDuration = SignedDuration::from_mins(2);

/// The first question to the gateway after the code was shown.
pub(crate) const FIRST_QUERY: SignedDuration = SignedDuration::from_secs(5);

/// Opens a payment attempt for an order, or finds the one that is open: a double click, a second tab and the back
/// button all see the same code (T4, E24).
///
/// # Errors
/// `Refused` when the order is not to be paid now. `Fault` when the gateway gave no code; the attempt stays and is
/// watched, and asking again is safe.
pub async fn open(app: &App, user: &CompanyUser, number: &OrderNumber) -> Result<StoredAttempt, Error> {
    let (now, lasts) = (app.now(), app.settings.code_lasts);
    let (find, actor) = (Find::Own(user.id, number.clone()), user.actor());
    let gateway = app.gateways.offered().code.clone();
    let attempt = app
        .write(move |tx| {
            let stored = orders::lock(tx, &find)?.ok_or(Error::NotFound)?;
            decide(&stored.order, &Command::OpenPayment, &actor, now)?;
            find_or_insert(tx, &stored, &gateway, now, time::after(now, lasts))
        })
        .await?;
    if attempt.qr_code.is_some() {
        return Ok(attempt);
    }
    let order = TradeOrder {
        trade: attempt.trade.clone(),
        amount: attempt.amount,
        subject: format!("数字证书办理 {number}"),
        expires_at: attempt.expires_at,
    };
    match ask_for_code(app, &attempt.gateway, &order).await {
        Ok(code) => ready(app, attempt, code).await,
        Err(error) => {
            let id = attempt.id;
            // The row says "opened" then, which is watched all the same; what the gateway said is the answer.
            if let Err(unstored) = app.write(move |tx| observe(tx, id, &AttemptFact::NoCode, None)).await {
                tracing::error!(trade = %attempt.trade, error = %unstored, "a trade without a code was not noted");
            }
            Err(Fault::vendor(format!("opening the trade {}", attempt.trade), error).into())
        }
    }
}

async fn ask_for_code(app: &App, gateway: &GatewayCode, order: &TradeOrder) -> Result<String, PortError> {
    app.gateways.port(gateway)?.open(order).await
}

fn find_or_insert(
    tx: &mut Tx,
    stored: &crate::order::Stored,
    gateway: &GatewayCode,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<StoredAttempt, Error> {
    let order = &stored.order;
    if let Some(newest) = store::newest(tx, order.id, order.submission)?
        && newest.state.is_open()
        && newest.gateway == *gateway
        && newest.expires_at > time::after(now, WORTH_SHOWING)
    {
        return Ok(newest);
    }
    let seq = store::next_seq(tx, order.id, order.submission)?;
    let trade = TradeNumber::build(&order.number, order.submission, seq);
    let (order_id, submission, amount) = (order.id, order.submission, order.amount);
    let new = NewAttempt { order: order_id, submission, seq, gateway, trade: &trade, amount, expires_at };
    let id = store::insert(tx, &new, now)?;
    let first = time::after(now, FIRST_QUERY);
    outbox::enqueue(tx, &Job::WatchTrade { attempt: id }, &super::settle::watch_key(id), first, now)?;
    Ok(store::get(tx, id)?.ok_or_else(|| Fault::Records(format!("attempt {trade} is gone")))?)
}

async fn ready(app: &App, attempt: StoredAttempt, code: String) -> Result<StoredAttempt, Error> {
    let id = attempt.id;
    app.write(move |tx| observe(tx, id, &AttemptFact::QrReady, Some(&code))).await
}

fn observe(
    tx: &mut Tx,
    id: domain::id::AttemptId,
    fact: &AttemptFact,
    code: Option<&str>,
) -> Result<StoredAttempt, Error> {
    let missing = || Fault::Records(format!("attempt {id} is gone"));
    let order = store::get(tx, id)?.ok_or_else(missing)?.order;
    orders::lock_id(tx, order)?;
    let attempt = store::get(tx, id)?.ok_or_else(missing)?;
    let (next, _) = Attempt { state: attempt.state, amount: attempt.amount }.observe(fact);
    match code {
        Some(code) => store::set_qr(tx, id, next, code)?,
        None => store::set_state(tx, id, next)?,
    }
    Ok(store::get(tx, id)?.ok_or_else(missing)?)
}

/// The newest attempt of the order's current submission, for the page that waits for the payment.
pub async fn current(app: &App, user: &CompanyUser, number: &OrderNumber) -> Result<Option<StoredAttempt>, Error> {
    let find = Find::Own(user.id, number.clone());
    app.read(move |tx| {
        let stored = orders::get(tx, &find)?.ok_or(Error::NotFound)?;
        Ok(store::newest(tx, stored.order.id, stored.order.submission)?)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use crate::fixture::forms::confirmed;
    use crate::order::{draft, submit};
    use domain::order::form::OrderForm;
    use std::sync::Arc;

    #[tokio::test]
    async fn a_gateways_refusal_is_told_even_when_it_could_not_be_noted() {
        let world = fixture::app();
        let user = world.company("澜州青禾建设工程有限公司").await;
        let (outlet, project) = (world.outlet().await.to_string(), world.project().await.to_string());
        let [certs, seals, get] = ["1", "0", "pickup"].map(str::to_owned);
        let form = OrderForm { project, certs, seals, get, outlet, ..OrderForm::default() };
        let number = draft::create(&world, &user, &form, "op").await.unwrap();
        submit::submit(&world, &user, &number, &confirmed(1)).await.unwrap();
        let (refused, db) = (PortError::Unknown("timed out".into()), Arc::clone(&world.db));
        world.payment.open.answer_while(Err(refused.clone()), move || db.lose_answers(1));
        let told = open(&world, &user, &number).await;
        assert!(matches!(&told, Err(Error::Fault(Fault::Vendor { source, .. })) if *source == refused), "{told:?}");
    }
}
