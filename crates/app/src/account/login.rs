//! 登录 of companies (manual 3.2 (1)). An unknown name and a wrong password look alike and take as long: a failed try
//! always compares two hashes (the password's and the temporary one's, or stand-ins) and always counts.

use super::limit::tries::{self, Account, Admission, By, Try};
use super::session::Proof;
use super::{consent, recover};
use crate::company::store;
use crate::who::{CompanyUser, Duty, Who};
use crate::{App, Error, audit};
use domain::account::{Login, TemporaryPassword};
use std::net::IpAddr;

/// How a login ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The person is in: perhaps with something to do first. With how the account stood.
    In(Who, Proof),
    /// Name or password is wrong.
    Wrong,
    /// Passwords were tried too often from everywhere: only 用短信验证码登录 opens this account for now.
    NeedsCode,
}

/// Judges a name with a password, the company's own or a temporary one.
///
/// # Errors
/// `Limited` while this network has to wait for this account; `Busy` when too many log in at once.
pub async fn login_company(app: &App, login: &Login, from: IpAddr) -> Result<Answer, Error> {
    let account = Account::of(&login.company, from);
    let tried = match tries::begin(app, &account, By::Password).await? {
        Admission::Counted(tried) => tried,
        Admission::NeedsCode => return Ok(Answer::NeedsCode),
    };
    let (key, now) = (login.company.key(), app.steady());
    let (found, temporary) =
        app.read(move |tx| Ok((store::credentials(tx, &key)?, recover::store::temporary(tx, &key, now)?))).await?;
    let stored = found.as_ref().map(|(_, hash)| hash.as_str());
    let right = app.hasher.verify(login.password.as_str(), stored).await?;
    let user = found.map(|(company, hash)| (company.user(), Proof::company(company.version, hash)));
    if let Some((user, proof)) = user.clone().filter(|_| right) {
        return let_in(app, account, tried, user, proof).await;
    }
    let typed = TemporaryPassword::read(login.password.as_str());
    let usable = temporary.filter(|_| typed.is_some());
    let hash = usable.as_ref().map(|temporary| temporary.hash.as_str());
    let typed = typed.as_ref().map_or("", TemporaryPassword::as_str);
    let right = app.hasher.verify(typed, hash).await?;
    match (user, usable) {
        (Some((user, proof)), Some(used)) => {
            let (known, wall) = (user.clone(), app.now());
            let spent = app.write(move |tx| {
                let spent = right && recover::store::spend(tx, &used)?;
                if spent {
                    tries::proved(tx, &account, tried)?;
                    let actor = known.actor();
                    let entry = audit::Entry::account(&actor, &known.name, "用临时密码登录");
                    audit::record(tx, &entry, wall)?;
                } else {
                    recover::store::count_try(tx, &used)?;
                }
                Ok(spent)
            });
            Ok(if spent.await? { Answer::In(Who::Restricted(user, Duty::NewPassword), proof) } else { Answer::Wrong })
        }
        _ => Ok(Answer::Wrong),
    }
}

async fn let_in(app: &App, account: Account, tried: Try, user: CompanyUser, proof: Proof) -> Result<Answer, Error> {
    app.write(move |tx| Ok(tries::proved(tx, &account, tried)?)).await?;
    Ok(Answer::In(consent::due(app, user).await?, proof))
}
