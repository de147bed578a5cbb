//! 注册 (manual 3.1). The account exists only once the SMS code is right, and only who holds the number learns that a
//! name is taken.

use super::session::CompanyUser;
use super::sms_code::{self, Purpose};
use crate::company::store::{self, NewCompany};
use crate::{App, Error, chance};
use db::Tx;
use domain::account::Registration;
use domain::company::Contact;
use domain::field::FieldErrors;
use domain::id::CompanyId;
use jiff::Timestamp;

/// What became of a registration. All three are stored: each counts a try of the code.
enum Outcome {
    Created(CompanyId),
    WrongCode,
    /// The code stays valid, so that a mistyped name costs no second message; its five tries bound how many names
    /// one message can ask after.
    Taken,
}

/// Creates a company's account. `code` is the SMS code as typed.
///
/// # Errors
/// `Fields` on `code` when it is wrong, used up or expired; on `company` when the name is taken.
pub async fn register(app: &App, registration: &Registration, code: &str) -> Result<CompanyUser, Error> {
    let now = app.now();
    let mobile = registration.mobile.clone();
    // Hashing is dear: nobody makes us do it without having been sent a code.
    if !app.read(move |tx| Ok(super::store::has_code(tx, Purpose::Register, &mobile, now)?)).await? {
        return Err(wrong_code());
    }
    let password = app.hasher.hash(registration.password.as_str(), chance::bytes(&*app.chance)).await?;
    let new = new_company(registration, password, &app.settings.consent_version);
    let user = |id| CompanyUser { id, name: new.name.as_str().to_owned(), contact_name: new.contact.name.clone() };
    let (row, typed) = (new.clone(), code.to_owned());
    match app.write(move |tx| create(tx, &row, &typed, now)).await? {
        Outcome::Created(id) => Ok(user(id)),
        Outcome::WrongCode => Err(wrong_code()),
        Outcome::Taken => Err(field_error("company", "该企业已注册，请直接登录；忘记密码请联系客服")),
    }
}

fn create(tx: &mut Tx, new: &NewCompany, typed: &str, now: Timestamp) -> Result<Outcome, Error> {
    let Some(code) = sms_code::judge(tx, Purpose::Register, &new.mobile, typed, now)? else {
        return Ok(Outcome::WrongCode);
    };
    let Some(id) = store::insert(tx, new, now)? else { return Ok(Outcome::Taken) };
    sms_code::spend(tx, code)?;
    Ok(Outcome::Created(id))
}

fn new_company(registration: &Registration, password: String, consent_version: &str) -> NewCompany {
    NewCompany {
        name: registration.company.clone(),
        password,
        mobile: registration.mobile.clone(),
        contact: Contact {
            name: registration.contact_name.clone().unwrap_or_default(),
            mobile: registration.mobile.clone(),
            email: None,
            department: String::new(),
            title: String::new(),
        },
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
