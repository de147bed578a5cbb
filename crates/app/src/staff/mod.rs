//! 员工账号 (docs/decisions/0026-links-instead-of-passwords-for-staff.md): an administrator makes accounts and changes
//! them; the person alone sets the password ([`link`]) and enrols the second factor ([`enrol`]). There is no default
//! account. Logging in is `account::staff`.

pub mod enrol;
pub mod link;
pub mod own;
pub mod store;
pub(crate) mod trail;

pub use store::Account;

use crate::account::staff;
use crate::rights::require;
use crate::who::StaffUser;
use crate::{App, Error, Tx, outlet};
use domain::rights::Act;

use domain::account::{StaffEntry, StaffForm};
use domain::field::FieldErrors;
use domain::id::StaffId;
use jiff::Timestamp;

pub use link::LinkToken;

/// What an administrator takes back from a person who cannot log in any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reset {
    /// The password alone.
    Password,
    /// The second factor, and the password with it: who has found out the password alone must not enrol a factor.
    SecondFactor,
}

/// Every account, enabled ones first.
///
/// # Errors
/// `NotFound` for anybody but an administrator.
pub async fn list(app: &App, by: &StaffUser) -> Result<Vec<Account>, Error> {
    let by = by.id;
    app.read(move |tx| {
        require(tx, by, Act::KeepAccounts)?;
        Ok(store::list(tx)?)
    })
    .await
}

/// One account.
///
/// # Errors
/// `NotFound` for anybody but an administrator, and if there is no such account.
pub async fn get(app: &App, by: &StaffUser, id: StaffId) -> Result<Account, Error> {
    let by = by.id;
    app.read(move |tx| {
        require(tx, by, Act::KeepAccounts)?;
        store::get(tx, id)?.ok_or(Error::NotFound)
    })
    .await
}

/// Makes an account that waits for its person; returns the link that activates it.
///
/// # Errors
/// `Fields` with every mistake, a login name that is taken among them.
pub async fn create(app: &App, by: &StaffUser, form: &StaffForm) -> Result<(Account, LinkToken), Error> {
    let (now, token, entry, by) = (app.now(), LinkToken::draw(app), form.check()?, by.clone());
    let hash = token.hash();
    let account = app
        .write(move |tx| {
            administrators(tx, by.id)?;
            known_outlet(tx, &entry)?;
            let id = store::insert(tx, &entry, Some(by.id), now)?
                .ok_or_else(|| field("login", "这个登录名已有人使用，请换一个"))?;
            store::put_link(tx, &hash, Some(id), now, link::ends(now))?;
            let words = described(tx, &entry)?;
            recorded(tx, &by, &entry.login, format!("新建账号：{words}"), now)?;
            store::get(tx, id)?.ok_or(Error::NotFound)
        })
        .await?;
    Ok((account, token))
}

/// Changes name, role and outlet. `seen` is the version that the page showed; the login name stays.
///
/// # Errors
/// `Fields` with every mistake; `Denied` for the own role and the last administrator's; `Stale`.
pub async fn change(app: &App, by: &StaffUser, id: StaffId, seen: i64, form: &StaffForm) -> Result<(), Error> {
    let (now, by, mut form) = (app.now(), by.clone(), form.clone());
    app.write(move |tx| {
        let admins = administrators(tx, by.id)?;
        let old = store::get(tx, id)?.ok_or(Error::NotFound)?;
        form.login.clone_from(&old.login);
        let entry = form.check()?;
        if old.role != entry.role {
            if id == by.id {
                return Err(Error::Denied("不能修改自己的角色，请由另一位系统管理员修改。"));
            }
            keep_one(&admins, id)?;
        }
        known_outlet(tx, &entry)?;
        if !store::update(tx, id, seen, &entry)? {
            return Err(Error::Stale { seen, current: old.version });
        }
        let words = described(tx, &entry)?;
        recorded(tx, &by, &old.login, format!("修改为：{words}"), now)
    })
    .await
}

/// Disables an account: its sessions end at once, its links are worth nothing. Or enables it again.
///
/// # Errors
/// `Denied` for the own account and the last enabled administrator's; `Stale`.
pub async fn set_enabled(app: &App, by: &StaffUser, id: StaffId, seen: i64, enabled: bool) -> Result<(), Error> {
    let (now, by) = (app.now(), by.clone());
    app.write(move |tx| {
        let admins = administrators(tx, by.id)?;
        let old = store::get(tx, id)?.ok_or(Error::NotFound)?;
        if !enabled {
            if id == by.id {
                return Err(Error::Denied("不能停用自己的账号，请由另一位系统管理员停用。"));
            }
            keep_one(&admins, id)?;
        }
        if !store::set_enabled(tx, id, seen, enabled)? {
            return Err(Error::Stale { seen, current: old.version });
        }
        if !enabled {
            store::end_all(tx, id)?;
        }
        recorded(tx, &by, &old.login, if enabled { "启用账号" } else { "停用账号" }.to_owned(), now)
    })
    .await
}

/// Takes the password, or both factors, away and returns a new activation link. All sessions of the person end, and a
/// lock after failed logins.
///
/// # Errors
/// `Denied` for the own account: a new password is set under 我的账号; `Stale`.
pub async fn reset(app: &App, by: &StaffUser, id: StaffId, seen: i64, what: Reset) -> Result<LinkToken, Error> {
    let (now, token, by) = (app.now(), LinkToken::draw(app), by.clone());
    let hash = token.hash();
    app.write(move |tx| {
        administrators(tx, by.id)?;
        let old = store::get(tx, id)?.ok_or(Error::NotFound)?;
        if id == by.id {
            return Err(Error::Denied("不能重置自己的账号：修改密码请到“我的账号”，其余请由另一位系统管理员办理。"));
        }
        if !store::take_password(tx, id, seen)? {
            return Err(Error::Stale { seen, current: old.version });
        }
        if what == Reset::SecondFactor {
            store::take_factor(tx, id)?;
        }
        store::end_all(tx, id)?;
        staff::unlock(tx, &old.login)?;
        store::put_link(tx, &hash, Some(id), now, link::ends(now))?;
        let said = match what {
            Reset::Password => "重置密码",
            Reset::SecondFactor => "重置密码和动态口令",
        };
        recorded(tx, &by, &old.login, said.to_owned(), now)
    })
    .await?;
    Ok(token)
}

/// Locks the enabled administrators, so that two who disable each other do it one after the other.
fn administrators(tx: &mut Tx, by: StaffId) -> Result<Vec<StaffId>, Error> {
    let admins = store::lock_keepers(tx)?;
    if admins.contains(&by) { Ok(admins) } else { Err(Error::NotFound) }
}

fn keep_one(admins: &[StaffId], leaving: StaffId) -> Result<(), Error> {
    let last = admins == [leaving];
    if last {
        Err(Error::Denied("这是最后一位可用的系统管理员，请先启用或新建另一位。"))
    } else {
        Ok(())
    }
}

fn known_outlet(tx: &mut Tx, entry: &StaffEntry) -> Result<(), Error> {
    match entry.outlet {
        Some(id) if outlet::store::get(tx, id)?.is_none() => Err(field("outlet", "请选择网点")),
        _ => Ok(()),
    }
}

fn described(tx: &mut Tx, entry: &StaffEntry) -> Result<String, Error> {
    let outlet = entry.outlet.map(|id| outlet::store::get(tx, id)).transpose()?.flatten();
    let outlet = outlet.map(|outlet| format!("，{}", outlet.name)).unwrap_or_default();
    Ok(format!("{}，{}{outlet}", entry.name, entry.role.title()))
}

fn recorded(tx: &mut Tx, by: &StaffUser, login: &str, detail: String, now: Timestamp) -> Result<(), Error> {
    trail::account(tx, &by.actor(), login, detail, now)
}

fn field(name: &str, message: &str) -> Error {
    let mut errors = FieldErrors::new();
    errors.add(name, message);
    Error::Fields(errors)
}

#[cfg(test)]
mod tests;
