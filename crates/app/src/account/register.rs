//! 注册 (manual 3.1). The account exists only once the SMS code is right, and only who holds the number learns that a
//! name is taken.

use super::limit::{self, Closed, Name};
use super::sms_code::{self, Purpose};
use super::{consent, limit::store as limits};
use crate::clock::Times;
use crate::company::store::{self, NewCompany};
use crate::who::CompanyUser;
use crate::{App, Error, Tx, chance};
use domain::account::Registration;
use domain::company::Contact;
use domain::field::FieldErrors;
use domain::id::CompanyId;
use jiff::SignedDuration;
use std::net::IpAddr;

/// What became of a registration. All are stored: a wrong code and a taken name count a try of the code.
enum Outcome {
    Created(CompanyId),
    WrongCode,
    /// The code stays valid, so that a mistyped name costs no second message; its five tries bound how many names
    /// one message can ask after.
    Taken,
    /// This address has registered too many.
    Closed(Closed),
}

/// Creates a company's account. Without a code in the registration (a setting) the number is not proved, and the caller
/// has judged a verification image instead.
///
/// # Errors
/// `Fields` on `code` when it is wrong, used up or expired; on `company` when the name is taken. `Limited` when this
/// address has registered too many.
pub async fn register(app: &App, registration: &Registration, from: IpAddr) -> Result<CompanyUser, Error> {
    let times = app.times();
    let mobile = registration.mobile.clone();
    // Hashing is dear: nobody makes us do it without having been sent a code.
    if registration.code.is_some()
        && !app.read(move |tx| Ok(super::store::code::has_code(tx, Purpose::Register, &mobile, times.steady)?)).await?
    {
        return Err(wrong_code());
    }
    let password = app.hasher.hash(registration.password.as_str(), chance::bytes(&*app.chance)).await?;
    let new = new_company(registration, password, &app.settings.consent_version);
    let user = |id| CompanyUser { id, name: new.name.as_str().to_owned(), contact_name: new.contact.name.clone() };
    let (row, typed) = (new.clone(), registration.code.clone());
    let most = app.settings.login_limits.registrations_per_hour;
    let created = app.write(move |tx| {
        let name = Name::new("register-address", from.to_canonical().to_string());
        limits::queue_up(tx, &name, times.steady)?;
        if let Some(until) = limit::closed_until(tx, &name, most, SignedDuration::from_hours(1), times.steady)? {
            return Ok(Outcome::Closed(Closed { until, what: "注册" }));
        }
        let outcome = create(tx, &row, typed.as_deref(), times)?;
        if let Outcome::Created(_) = outcome {
            limits::count(tx, &name, times.steady)?;
        }
        Ok(outcome)
    });
    match created.await? {
        Outcome::Closed(closed) => Err(closed.refusal(app)),
        Outcome::Created(id) => Ok(user(id)),
        Outcome::WrongCode => Err(wrong_code()),
        Outcome::Taken => Err(field_error("company", "该企业已注册，请找回密码或联系客服")),
    }
}

fn create(tx: &mut Tx, new: &NewCompany, typed: Option<&str>, times: Times) -> Result<Outcome, Error> {
    let code = match typed {
        Some(typed) => match sms_code::judge(tx, Purpose::Register, &new.mobile, typed, times.steady)? {
            Some(code) => Some(code),
            None => return Ok(Outcome::WrongCode),
        },
        None => None,
    };
    let Some(id) = store::insert(tx, new, times.wall)? else { return Ok(Outcome::Taken) };
    consent::store::record(tx, id, &new.consent_version, times.wall)?;
    if let Some(code) = code {
        sms_code::spend(tx, code)?;
    }
    Ok(Outcome::Created(id))
}

fn new_company(registration: &Registration, password: String, consent_version: &str) -> NewCompany {
    NewCompany {
        name: registration.company.clone(),
        password,
        mobile: registration.mobile.clone(),
        contact: Contact::registered(
            registration.contact_name.as_deref().unwrap_or_default(),
            registration.mobile.clone(),
        ),
        consent_version: consent_version.to_owned(),
    }
}

fn wrong_code() -> Error {
    field_error("code", "短信验证码不正确或已失效，请核对最近一条短信；试过 5 次或超过 5 分钟请重新获取")
}

fn field_error(field: &str, message: &str) -> Error {
    let mut errors = FieldErrors::new();
    errors.add(field, message);
    Error::Fields(errors)
}

#[cfg(test)]
mod tests;
