//! Sends text messages. Providers do not de-duplicate: after a time-out we ask what became of the message before we
//! send it again, and a code is never sent twice without an answer.

use super::{MAX_TRIES, Outcome, ours};
use crate::company::store as companies;
use crate::message::{self, Channel, MessageState, Tried};
use crate::order::store as orders;
use crate::outbox::{self, store::Claimed};
use crate::ports::PortError;
use crate::ports::sms::SmsFate;
use crate::{App, Error, account};
use domain::contact::Mobile;
use domain::id::{CompanyId, OrderId};
use domain::message::Sms;

/// Sends a verification code, unless it is dead by now.
pub async fn send_code(app: &App, row: &Claimed, code: i64) -> Outcome {
    let found = app.read(move |tx| Ok(account::store::code::code_to_send(tx, code)?)).await;
    match found {
        Ok(Some((mobile, code, expires_at))) if expires_at > app.steady() => {
            deliver(app, row, None, &mobile, &Sms::VerificationCode { code }).await
        }
        Ok(Some(_)) => Outcome::Dead("验证码过期前没有发出".into()),
        Ok(None) => Outcome::Done,
        Err(error) => ours(&error),
    }
}

/// Sends a message to the contact of an order: the one that was frozen at its submission. A waybill that was corrected
/// before its message went out is told to nobody.
pub async fn send_sms(app: &App, row: &Claimed, order: OrderId, message: &Sms) -> Outcome {
    let waybill = match message {
        Sms::Shipped { waybill, .. } => Some(waybill.clone()),
        _ => None,
    };
    let contact = app.read(move |tx| {
        let stored = orders::by_id(tx, order)?.ok_or(Error::NotFound)?.order;
        let snapshot = orders::snapshot(tx, order, stored.submission)?.ok_or(Error::NotFound)?;
        let told = match &waybill {
            Some(number) => stored.state.waybill().is_some_and(|waybill| waybill.number == *number),
            None => true,
        };
        Ok(told.then_some(snapshot.contact.mobile))
    });
    match contact.await {
        Ok(Some(mobile)) => deliver(app, row, Some(order), &mobile, message).await,
        Ok(None) => Outcome::Done,
        Err(error) => ours(&error),
    }
}

/// Tells a company something about its account, at the registered number.
pub async fn tell_account(app: &App, row: &Claimed, company: CompanyId, message: &Sms) -> Outcome {
    let found = app.read(move |tx| companies::get(tx, company)?.ok_or(Error::NotFound)).await;
    match found {
        Ok(company) => deliver(app, row, None, &company.mobile, message).await,
        Err(error) => ours(&error),
    }
}

/// Sends a message to a number that the job itself carries, sealed.
pub async fn tell_number(app: &App, row: &Claimed, sealed: &str, message: &Sms) -> Outcome {
    let opened = app.vault.open_text(outbox::NUMBER, sealed).and_then(|text| companies::stored_mobile(&text));
    match opened {
        Ok(mobile) => deliver(app, row, None, &mobile, message).await,
        Err(error) => ours(&error.into()),
    }
}

/// Delivers, and keeps what became of it for staff.
pub(super) async fn deliver(app: &App, row: &Claimed, order: Option<OrderId>, to: &Mobile, message: &Sms) -> Outcome {
    let (provider, outcome) = try_once(app, row, to, message).await;
    let (state, error) = match &outcome {
        Outcome::Done => (MessageState::Sent, ""),
        Outcome::Retry(error) if row.attempts < MAX_TRIES => (MessageState::Waiting, error.as_str()),
        Outcome::Retry(error) | Outcome::Dead(error) => (MessageState::Failed, error.as_str()),
        Outcome::Again(_) => (MessageState::Waiting, ""),
    };
    let tried = Tried {
        job: row.id,
        channel: Channel::Sms,
        kind: message.template(),
        order,
        recipient: message::masked_mobile(to),
        provider,
        state,
        error: error.to_owned(),
    };
    message::record(app, tried).await;
    outcome
}

/// One try; the provider's number of the message, if it gave one.
async fn try_once(app: &App, row: &Claimed, to: &Mobile, message: &Sms) -> (String, Outcome) {
    let reference = format!("ob-{}", row.id);
    let none = |outcome| (String::new(), outcome);
    if row.attempts > 1 {
        match app.sms.fate(to, &reference, row.created_at).await {
            Ok(SmsFate::Accepted) => return none(Outcome::Done),
            Ok(SmsFate::Failed) => return none(Outcome::Dead("运营商未能送达".into())),
            Ok(SmsFate::NotFound) => {}
            Err(error) => return none(Outcome::Retry(error.to_string())),
        }
    }
    match app.sms.send(to, message, &reference).await {
        Ok(provider) => (provider, Outcome::Done),
        Err(error @ (PortError::Unknown(_) | PortError::Later { .. })) => none(Outcome::Retry(error.to_string())),
        Err(error) => none(Outcome::Dead(error.to_string())),
    }
}
