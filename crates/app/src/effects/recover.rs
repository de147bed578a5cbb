//! Looks up who asked for a temporary password or a code, and sends it if company and mobile belong together. If they do
//! not, nothing happens and nobody learns it.

use super::{Outcome, ours, sms};
use crate::account::limit::{self, Closed};
use crate::account::recover::store::{self, Request};
use crate::account::recover::{LASTS, Wish};
use crate::account::sms_code::{self, Purpose};
use crate::account::store::code::NewCode;
use crate::company::store as companies;
use crate::outbox::store::Claimed;
use crate::{App, Error, audit, chance};
use domain::account::TemporaryPassword;
use domain::actor::Actor;
use domain::contact::Mobile;
use domain::id::CompanyId;
use domain::message::Sms;
use domain::time::after;

pub async fn recover(app: &App, row: &Claimed, id: i64) -> Outcome {
    match step(app, row, id).await {
        Ok(outcome) => outcome,
        Err(error) => ours(&error),
    }
}

async fn step(app: &App, row: &Claimed, id: i64) -> Result<Outcome, Error> {
    let Some(request) = app.write(move |tx| Ok(store::lock(tx, id)?)).await? else { return Ok(Outcome::Done) };
    if after(request.created_at, LASTS) <= app.steady() {
        blank(app, id).await?;
        return Ok(Outcome::Dead("到期前没有发出，请用户重新申请".into()));
    }
    let (key, mobile) = (request.asked.company_key.clone(), request.asked.mobile.clone());
    let found = app.read(move |tx| Ok(companies::find_by_key(tx, &key)?)).await?;
    let Some(company) = found.filter(|company| company.mobile == mobile) else {
        blank(app, id).await?;
        return Ok(Outcome::Done);
    };
    match request.wish {
        Wish::Code => send_code(app, id, company.id, company.mobile).await,
        Wish::Password => send_password(app, row, id, company.id, &company.name, &request).await,
    }
}

/// The code has a row and a job of its own, as every code has.
async fn send_code(app: &App, id: i64, company: CompanyId, mobile: Mobile) -> Result<Outcome, Error> {
    let (times, code, limits) = (app.times(), sms_code::draw(app), app.settings.sms_limits);
    let queued = app.write(move |tx| {
        if let Err(closed) = limit::queued(tx, &limits, times.steady)? {
            return Ok(Err(closed));
        }
        let new = NewCode { purpose: Purpose::Login(company), mobile: &mobile, code: &code, address: "" };
        sms_code::issue(tx, &new, times)?;
        Ok(Ok(store::blank(tx, id)?))
    });
    Ok(queued.await?.map_or_else(|closed| put_off(app, closed), |()| Outcome::Done))
}

/// Everybody has had too many messages: later, if it is still worth it then. The alarm is raised.
fn put_off(app: &App, closed: Closed) -> Outcome {
    match closed.refusal(app) {
        Error::Limited { until, .. } => Outcome::Again(until),
        other => ours(&other),
    }
}

async fn send_password(
    app: &App,
    row: &Claimed,
    id: i64,
    company: CompanyId,
    name: &str,
    request: &Request,
) -> Result<Outcome, Error> {
    let password = match &request.secret {
        Some(password) => password.clone(),
        None => match make(app, id, company, name).await? {
            Ok(password) => password,
            Err(closed) => return Ok(put_off(app, closed)),
        },
    };
    let outcome = sms::deliver(app, row, None, &request.asked.mobile, &Sms::TemporaryPassword { password }).await;
    if matches!(outcome, Outcome::Done | Outcome::Dead(_)) {
        blank(app, id).await?;
    }
    Ok(outcome)
}

/// Draws the password and stores it twice: hashed for the login, and as it is until it has been sent.
async fn make(app: &App, id: i64, company: CompanyId, name: &str) -> Result<Result<TemporaryPassword, Closed>, Error> {
    let password = TemporaryPassword::draw(|| chance::bytes::<1>(&*app.chance)[0]);
    let hash = app.hasher.hash(password.as_str(), chance::bytes(&*app.chance)).await?;
    let (times, kept, name, limits) = (app.times(), password.clone(), name.to_owned(), app.settings.sms_limits);
    let queued = app.write(move |tx| {
        if let Err(closed) = limit::queued(tx, &limits, times.steady)? {
            return Ok(Err(closed));
        }
        store::replace(tx, company, &hash, times.steady, after(times.steady, LASTS))?;
        store::keep_secret(tx, id, &kept)?;
        let entry = audit::Entry::account(&Actor::System, &name, "忘记密码，发送临时密码");
        Ok(Ok(audit::record(tx, &entry, times.wall)?))
    });
    Ok(queued.await?.map(|()| password))
}

async fn blank(app: &App, id: i64) -> Result<(), Error> {
    app.write(move |tx| Ok(store::blank(tx, id)?)).await
}
