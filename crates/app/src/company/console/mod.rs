//! 企业, for staff: looked up by name, credit code or mobile; read with personal numbers masked; disabled and enabled.
//! Support and supervisors act, reviewers and auditors read; the statements say so.

pub mod rescue;
pub mod store;

pub use store::{CompanyLine, REASON_MAX};

use super::{Company, store as companies};
use crate::audit::{self, Action};
use crate::order::overview::{OverviewFilter, OverviewLine};
use crate::order::query::Cursor;
use crate::rights::require;
use crate::who::StaffUser;
use crate::{App, Error, account};
use domain::company::CreditCode;
use domain::contact::Mobile;
use domain::field::FieldErrors;
use domain::id::CompanyId;
use domain::rights::Act;
use domain::text::{Input, name_key};
use jiff::Timestamp;

/// The most companies of one search.
pub const FOUND_MAX: i64 = 20;

/// A company as its page shows it.
#[derive(Clone, Debug)]
pub struct Card {
    /// The three profiles.
    pub company: Company,
    /// Why it may not log in, if it may not.
    pub disabled: Option<String>,
    /// 注册时间.
    pub created_at: Timestamp,
    /// Its newest orders.
    pub orders: Vec<OverviewLine>,
    /// Its rescues, newest first.
    pub rescues: Vec<rescue::Rescue>,
}

/// The name of a company, for whoever sees orders.
pub async fn name(app: &App, staff: &StaffUser, id: CompanyId) -> Result<Option<String>, Error> {
    let me = staff.id;
    app.read(move |tx| Ok(store::name(tx, me, id)?)).await
}

/// The companies whose name begins with, or else contains, this word; at most [`FOUND_MAX`].
pub async fn named(app: &App, staff: &StaffUser, word: &str) -> Result<Vec<(CompanyId, String)>, Error> {
    let (me, key) = (staff.id, name_key(word));
    app.read(move |tx| Ok(store::named(tx, me, &key, FOUND_MAX)?)).await
}

/// Looks for a mobile, a credit code or a name. Empty for whoever may not see companies.
pub async fn search(app: &App, staff: &StaffUser, word: &str) -> Result<Vec<CompanyLine>, Error> {
    let (me, word) = (staff.id, word.trim().to_owned());
    app.read(move |tx| {
        if let Some(mobile) = Mobile::parse(&word) {
            let blind = tx.blind(companies::MOBILE, mobile.as_str());
            return Ok(store::by_mobile(tx, me, &blind, FOUND_MAX)?);
        }
        if let Ok(code) = CreditCode::parse(&word) {
            return Ok(store::by_credit_code(tx, me, code.as_str(), FOUND_MAX)?);
        }
        let mut found = Vec::new();
        for (id, _) in store::named(tx, me, &name_key(&word), FOUND_MAX)? {
            found.extend(store::found(tx, me, id)?);
        }
        Ok(found)
    })
    .await
}

/// The newest companies, for an empty search.
pub async fn newest(app: &App, staff: &StaffUser) -> Result<Vec<CompanyLine>, Error> {
    let me = staff.id;
    app.read(move |tx| Ok(store::newest(tx, me, FOUND_MAX)?)).await
}

/// One company.
///
/// # Errors
/// `NotFound` for none, or for whoever may not see it.
pub async fn card(app: &App, staff: &StaffUser, id: CompanyId) -> Result<Card, Error> {
    let me = staff.id;
    let filter = OverviewFilter { company: Some(id), ..OverviewFilter::default() };
    let orders = crate::order::overview::list(app, staff, filter, Cursor::First).await?.lines;
    app.read(move |tx| {
        let (disabled, created_at) = store::account(tx, me, id)?.ok_or(Error::NotFound)?;
        let company = companies::get(tx, id)?.ok_or(Error::NotFound)?;
        let rescues = rescue::of_company(tx, me, id)?;
        Ok(Card { company, disabled, created_at, orders: orders.clone(), rescues })
    })
    .await
}

/// The same, with the numbers in full; it leaves a row in the trail.
///
/// # Errors
/// `NotFound` for none, or for whoever may not see it.
pub async fn reveal(app: &App, staff: &StaffUser, id: CompanyId) -> Result<Card, Error> {
    let card = card(app, staff, id).await?;
    let (me, actor, now, subject) = (staff.id, staff.actor(), app.now(), card.company.name.clone());
    app.write(move |tx| {
        require(tx, me, Act::RevealCompanies)?;
        let detail = "企业页：手机号、证件号码、银行账号".to_owned();
        let entry = audit::Entry { actor: &actor, action: Action::ViewPersonal, subject: subject.clone(), detail };
        Ok(audit::record(tx, &entry, now)?)
    })
    .await?;
    Ok(card)
}

/// 停用: no login, and the sessions end. 启用 takes it back. Both say why, in the trail.
///
/// # Errors
/// `Fields` without a reason; `NotFound` for whoever may not.
pub async fn set_disabled(
    app: &App,
    staff: &StaffUser,
    id: CompanyId,
    disabled: bool,
    reason: &str,
) -> Result<(), Error> {
    let mut errors = FieldErrors::new();
    let reason = Input::new("why", "原因", reason).line(4..=REASON_MAX, &mut errors);
    let reason = errors.into_result(reason)?;
    let (me, actor, now) = (staff.id, staff.actor(), app.now());
    app.write(move |tx| {
        let company = companies::lock(tx, id)?.ok_or(Error::NotFound)?;
        if !store::set_disabled(tx, me, id, disabled, if disabled { &reason } else { "" }, now)? {
            return Err(Error::NotFound);
        }
        if disabled {
            account::store::session::end_sessions_but(tx, id, None)?;
        }
        let word = if disabled { "停用" } else { "启用" };
        let entry = audit::Entry {
            actor: &actor,
            action: Action::CompanyAccount,
            subject: company.name,
            detail: format!("{word}：{reason}"),
        };
        Ok(audit::record(tx, &entry, now)?)
    })
    .await
}
