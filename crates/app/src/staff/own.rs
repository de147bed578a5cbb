//! 我的账号: what a member of staff does for itself: a new password, and a look at the own sessions.

use super::{store, trail};
use crate::account::session::{OwnSession, Session};
use crate::account::staff;
use crate::who::StaffUser;
use crate::{App, Error, chance};
use domain::account::{ChangePasswordForm, CurrentPassword};
use domain::field::FieldErrors;
use domain::id::SessionId;
use jiff::{SignedDuration, Timestamp};

/// 修改密码. Every other session of the person ends.
///
/// # Errors
/// `Fields` with what is wrong; `Busy` when too many passwords are hashed at once; `Limited` while the login name is
/// locked: a wrong present password counts as a failed login.
pub async fn change_password(
    app: &App,
    user: &StaffUser,
    session: &Session,
    form: &ChangePasswordForm,
) -> Result<(), Error> {
    let (now, id) = (app.now(), user.id);
    let (login, stored) = app
        .read(move |tx| {
            let account = store::get(tx, id)?.ok_or(Error::NotFound)?;
            let stored = store::password(tx, id)?.filter(|stored| !stored.is_empty());
            Ok((account.login, stored.ok_or(Error::NotFound)?))
        })
        .await?;
    let context = [login.as_str(), user.name.as_str()];
    let password = form.check(CurrentPassword::Required, app.settings.password, &context)?;
    let tried = staff::begin(app, &login).await?;
    if !staff::verify(app, tried, &form.current, Some(&stored)).await? {
        staff::failed(app, &login).await?;
        return Err(wrong());
    }
    staff::cleared(app, &login).await?;
    let hash = app.hasher.hash(password.as_str(), chance::bytes(&*app.chance)).await?;
    let (actor, kept) = (user.actor(), session.id);
    app.write(move |tx| {
        // An administrator may have taken it away while the new one was hashed.
        if !store::set_password(tx, id, &stored, &hash, now)? {
            return Err(wrong());
        }
        store::end_sessions(tx, id, Some(kept))?;
        trail::account(tx, &actor, &login, "本人修改密码".to_owned(), now)
    })
    .await
}

fn wrong() -> Error {
    let mut errors = FieldErrors::new();
    errors.add("current", "当前密码不正确，请重新填写");
    errors.into()
}

/// The living sessions of the person, the one used last first; at most 100.
pub async fn sessions(app: &App, user: &StaffUser) -> Result<Vec<OwnSession>, Error> {
    let (now, id, limits) = (app.steady(), user.id, app.settings.staff_session);
    let before = move |age: SignedDuration| now.saturating_sub(age).unwrap_or(Timestamp::MIN);
    app.read(move |tx| Ok(store::sessions(tx, id, before(limits.idle), before(limits.absolute))?)).await
}

/// Ends one of the own sessions; one that is gone is no error.
pub async fn end_session(app: &App, user: &StaffUser, session: SessionId) -> Result<(), Error> {
    let id = user.id;
    app.write(move |tx| Ok(store::end_session(tx, id, session)?)).await
}
