//! The second factor, enrolled at the first login: a right password without a factor opens no session of staff, only
//! the page that shows the secret. The account gets it once a code of it was typed.

use super::store::{self, Enrolment};
use super::trail;
use crate::account::session::{Proof, Session};
use crate::account::staff::{record, totp_step};
use crate::who::StaffUser;
use crate::{App, Error, account, chance};
use domain::field::FieldErrors;
use domain::time::after;
use jiff::SignedDuration;

/// How long the page can be used after the password.
const ENROLMENT_LASTS: SignedDuration = SignedDuration::from_mins(15);
/// Characters of the secret: 160 bits, as RFC 4226 recommends.
const SECRET_CHARACTERS: usize = 32;

/// Draws a secret for somebody whose password was right.
pub async fn begin(app: &App, session: &Session, user: &StaffUser) -> Result<(), Error> {
    let (secret, ends) = (secret(app), after(app.now(), ENROLMENT_LASTS));
    let (session, staff) = (session.id, user.id);
    app.write(move |tx| Ok(store::put_enrolment(tx, session, staff, &secret, ends)?)).await
}

/// What this visitor may enrol; `None` for whoever has not typed a right password, or too long ago.
pub async fn shown(app: &App, session: &Session) -> Result<Option<Enrolment>, Error> {
    let (now, session) = (app.now(), session.id);
    app.read(move |tx| Ok(store::enrolment(tx, session, now)?)).await
}

/// The address that authenticator apps read from the QR code.
pub fn address(enrolment: &Enrolment) -> String {
    // 在线证书办理系统, as the app lists it.
    const ISSUER: &str = "%E5%9C%A8%E7%BA%BF%E8%AF%81%E4%B9%A6%E5%8A%9E%E7%90%86%E7%B3%BB%E7%BB%9F";
    format!("otpauth://totp/{ISSUER}:{}?secret={}&issuer={ISSUER}", enrolment.login, enrolment.secret)
}

/// Enrols the secret that was shown, proven by a code; the person is as good as logged in then, and the trail has it.
///
/// # Errors
/// `Fields` on `totp` for a wrong code; `NotFound` for whoever has nothing to enrol.
pub async fn confirm(app: &App, session: &Session, code: &str) -> Result<(StaffUser, Proof), Error> {
    let enrolment = shown(app, session).await?.ok_or(Error::NotFound)?;
    let now = app.now();
    let Some(step) = totp_step(&enrolment.secret, code, now)? else {
        let mut errors = FieldErrors::new();
        errors.add("totp", "动态口令不正确，请等验证器显示下一个再填；一直不对请核对手机时间");
        return Err(errors.into());
    };
    app.write(move |tx| {
        let Enrolment { staff, login, secret, .. } = &enrolment;
        if !store::set_factor(tx, *staff, secret, step, now)? {
            return Err(Error::NotFound);
        }
        store::drop_enrolments(tx, *staff)?;
        let account = account::store::staff::find_staff(tx, login)?.ok_or(Error::NotFound)?;
        trail::account(tx, &account.user.actor(), login, "本人绑定动态口令".to_owned(), now)?;
        record(tx, &account.user.actor(), login, "首次登录", now)?;
        Ok((account.user, Proof::staff(account.password)))
    })
    .await
}

fn secret(app: &App) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let drawn = chance::bytes::<SECRET_CHARACTERS>(&*app.chance);
    drawn.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}
