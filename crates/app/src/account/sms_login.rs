//! 用短信验证码登录: company, registered mobile and the code that was sent there. The way in for whoever cannot read the
//! verification image, and the one that stays open when passwords were tried too often.

use super::consent;
use super::limit::tries::{self, Account, Admission, By};
use super::session::Proof;
use super::sms_code::{self, Purpose};
use crate::company::store;
use crate::who::Who;
use crate::{App, Error};
use domain::account::Recovery;
use std::net::IpAddr;

/// Whom company, mobile and code let in, and how the account stood; `None` when they do not belong together, or the code
/// is wrong or over.
///
/// # Errors
/// `Limited` while this network has to wait for this account.
pub async fn login_by_code(app: &App, who: &Recovery, code: &str, from: IpAddr) -> Result<Option<(Who, Proof)>, Error> {
    let account = Account::of(&who.company, from);
    // Counted whoever asks; a wrong code of a known pair adds one counter in the same kind of transaction.
    let Admission::Counted(_) = tries::begin(app, &account, By::Code).await? else { return Ok(None) };
    let (now, key, mobile, typed) = (app.steady(), who.company.key(), who.mobile.clone(), code.to_owned());
    let user = app
        .write(move |tx| {
            let found = store::credentials(tx, &key)?.filter(|(company, _)| company.mobile == mobile);
            let Some((company, hash)) = found else { return Ok(None) };
            if !sms_code::check(tx, Purpose::Login(company.id), &mobile, &typed, now)? {
                return Ok(None);
            }
            tries::cleared(tx, &account)?;
            Ok(Some((company.user(), Proof::company(company.version, hash))))
        })
        .await?;
    match user {
        Some((user, proof)) => Ok(Some((consent::due(app, user).await?, proof))),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests;
