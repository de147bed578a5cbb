//! 修改密码. Afterwards no other session and no temporary password of the account lives on, and the registered mobile is
//! told, so that the owner notices a change that was not theirs.

use super::limit::tries::{self, Account, Admission, By};
use super::recover;
use super::session::Session;
use super::store as sessions;
use crate::Fault;
use crate::company::{self, Company, store};
use crate::outbox::{self, Job};
use crate::who::CompanyUser;
use crate::{App, Error, audit, chance};
use domain::account::{ChangePasswordForm, CompanyName, CurrentPassword};
use domain::field::FieldErrors;
use domain::message::Sms;
use std::net::IpAddr;

/// Changes the password in an ordinary session: the present one is the proof. This session lives on.
///
/// # Errors
/// `Fields` with what is wrong at each field; `Limited` after too many wrong tries of the present password; `Denied` if
/// the session has ended.
pub async fn change_password(
    app: &App,
    session: &Session,
    user: &CompanyUser,
    form: &ChangePasswordForm,
    from: IpAddr,
) -> Result<(), Error> {
    let company = company::load(app, user.id).await?;
    let password = check(app, &company, form, CurrentPassword::Required)?;
    prove(app, &company, form, from).await?;
    store_password(app, session, user, &password, LivingSessions::This).await
}

/// Sets the password of a restricted session, which a temporary one opened: that was the proof. No session lives on, not
/// even this one; the person logs in with the new password.
///
/// # Errors
/// `Fields` with what is wrong at each field; `Denied` if the session has ended.
pub async fn replace_password(
    app: &App,
    session: &Session,
    user: &CompanyUser,
    form: &ChangePasswordForm,
) -> Result<(), Error> {
    let company = company::load(app, user.id).await?;
    let password = check(app, &company, form, CurrentPassword::Proven)?;
    store_password(app, session, user, &password, LivingSessions::None).await
}

fn check(
    app: &App,
    company: &Company,
    form: &ChangePasswordForm,
    current: CurrentPassword,
) -> Result<domain::account::Password, Error> {
    let context = [company.name.as_str(), company.mobile.as_str()];
    Ok(form.check(current, app.settings.password, &context)?)
}

/// Compares the present password, under the same limits as a login: a session left open is no place to guess at.
async fn prove(app: &App, company: &Company, form: &ChangePasswordForm, from: IpAddr) -> Result<(), Error> {
    let name = CompanyName::parse(&company.name).map_err(|_| Fault::records("a stored company name is none"))?;
    let (account, key) = (Account::of(&name, from), name.key());
    let begun = tries::begin(app, &account, By::Password).await?;
    let found = app.read(move |tx| Ok(store::credentials(tx, &key)?)).await?;
    let stored = found.as_ref().map(|(_, hash)| hash.as_str());
    match begun {
        Admission::Counted(tried) if app.hasher.verify(form.current.as_str(), stored).await? => {
            app.write(move |tx| Ok(tries::proved(tx, &account, tried)?)).await
        }
        Admission::Counted(_) => Err(wrong("当前密码不正确，请核对后重新填写")),
        Admission::NeedsCode => Err(wrong("登录失败的次数过多，请退出后用短信验证码登录，或一小时后再试")),
    }
}

/// Which sessions live on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LivingSessions {
    This,
    None,
}

/// The session is the proof: what ends it while the password is hashed, another change of the password among them, must
/// not be undone.
async fn store_password(
    app: &App,
    session: &Session,
    user: &CompanyUser,
    password: &domain::account::Password,
    kept: LivingSessions,
) -> Result<(), Error> {
    let hash = app.hasher.hash(password.as_str(), chance::bytes(&*app.chance)).await?;
    let (now, id, key) = (app.now(), user.id, chance::token(&*app.chance));
    let (actor, name, session) = (user.actor(), user.name.clone(), session.id);
    let detail = if kept == LivingSessions::This {
        "修改密码，其他登录已结束"
    } else {
        "用临时密码设置新密码，所有登录已结束"
    };
    app.write(move |tx| {
        store::lock(tx, id)?.ok_or(Error::NotFound)?;
        if !sessions::session::has_session(tx, id, session)? {
            return Err(Error::Denied("这次登录已经结束，密码没有修改，请重新登录。"));
        }
        store::set_password(tx, id, &hash, now)?;
        recover::store::withdraw(tx, id)?;
        sessions::session::end_sessions_but(tx, id, (kept == LivingSessions::This).then_some(session))?;
        let told = Job::TellAccount { company: id, message: Sms::PasswordChanged };
        outbox::enqueue(tx, &told, &format!("password:{key}"), now, now)?;
        Ok(audit::record(tx, &audit::Entry::account(&actor, &name, detail), now)?)
    })
    .await
}

fn wrong(message: &str) -> Error {
    let mut errors = FieldErrors::new();
    errors.add("current", message);
    Error::Fields(errors)
}

#[cfg(test)]
mod tests;
