//! 账号找回 of a company whose registered mobile is lost: support checks the licence and the stamped letter and asks, a
//! supervisor, another person, releases. Then the new number is the registered one, the old one is told so,
//! every session ends, and a temporary password goes to the new number, as at 忘记密码.

pub mod store;

use crate::company::console::store::REASON_MAX;

pub use store::{Rescue, RescueState};

use crate::account::recover::{self, RecoveryInput, Wish};
use crate::audit::{self, Action};
use crate::outbox::{self, Job};
use crate::who::StaffUser;
use crate::{App, Error, Tx, account, company};
use domain::contact::Mobile;
use domain::field::FieldErrors;
use domain::id::{CompanyId, StaffId};
use domain::text::{Input, name_key, ticked};
use serde::Deserialize;

/// The most rescues that a page lists.
const LISTED: i64 = 50;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct RescueForm {
    /// 新的手机号.
    pub mobile: String,
    /// What was checked, and why.
    pub reason: String,
    /// A check box: 营业执照 and the stamped letter were seen.
    pub seen: String,
}

impl RescueForm {
    /// Judges the form.
    ///
    /// # Errors
    /// Every mistake, beside its field.
    pub fn check(&self) -> Result<(Mobile, String), FieldErrors> {
        let mut errors = FieldErrors::new();
        let mobile = Input::new("mobile", "新的手机号", &self.mobile).mobile(&mut errors);
        let reason = Input::new("reason", "核对情况", &self.reason).line(4..=REASON_MAX, &mut errors);
        if !ticked(&self.seen) {
            errors.add("seen", "请核对营业执照和加盖公章的申请函后勾选");
        }
        match mobile {
            Some(mobile) => errors.into_result((mobile, reason)),
            None => Err(errors),
        }
    }
}

/// 客服 asks. An account has at most one open rescue.
///
/// # Errors
/// `Fields` with every mistake; `NotFound` for whoever may not.
pub async fn ask(app: &App, staff: &StaffUser, id: CompanyId, form: &RescueForm) -> Result<(), Error> {
    let (mobile, reason) = form.check()?;
    let (me, actor, now) = (staff.id, staff.actor(), app.now());
    app.write(move |tx| {
        let company = company::store::lock(tx, id)?.ok_or(Error::NotFound)?;
        if store::open_of(tx, id)? {
            let mut errors = FieldErrors::new();
            errors.add("mobile", "这家企业已有一个等待放行的账号找回，请先处理");
            return Err(Error::Fields(errors));
        }
        if !store::insert(tx, me, id, &mobile, &reason, now)? {
            return Err(Error::NotFound);
        }
        let detail = format!("申请账号找回，新手机号 {}：{reason}", mobile.masked());
        let entry = audit::Entry { actor: &actor, action: Action::CompanyAccount, subject: company.name, detail };
        Ok(audit::record(tx, &entry, now)?)
    })
    .await
}

/// The rescues of a company, newest first.
pub fn of_company(tx: &mut Tx, staff: StaffId, id: CompanyId) -> Result<Vec<Rescue>, Error> {
    Ok(store::of_company(tx, staff, id, LISTED)?)
}

/// The rescues that wait, oldest first.
pub async fn waiting(app: &App, staff: &StaffUser) -> Result<Vec<Rescue>, Error> {
    let me = staff.id;
    app.read(move |tx| Ok(store::waiting(tx, me, LISTED)?)).await
}

/// 放行 or 不放行, by a supervisor who did not ask.
///
/// # Errors
/// `NotFound` for none that waits, and for whoever may not; `Denied` for the person who asked.
pub async fn decide(app: &App, staff: &StaffUser, rescue: i64, release: bool) -> Result<(), Error> {
    let (me, actor, now, steady) = (staff.id, staff.actor(), app.now(), app.steady());
    app.write(move |tx| {
        let asked = store::get(tx, me, rescue)?.filter(|r| r.state == RescueState::Asked).ok_or(Error::NotFound)?;
        if asked.asked_by == me {
            return Err(Error::Denied("账号找回须由另一位同事放行。"));
        }
        let mut company = company::store::lock(tx, asked.company)?.ok_or(Error::NotFound)?;
        let state = if release { RescueState::Released } else { RescueState::Refused };
        if !store::decide(tx, me, rescue, state, now)? {
            return Err(Error::NotFound);
        }
        if release {
            company.version += 1;
            if company.mobile != asked.mobile {
                company::tell_old_number(tx, &company, now)?;
            }
            company.mobile = asked.mobile.clone();
            company.contact.mobile = asked.mobile.clone();
            company::store::update(tx, &company, now)?;
            account::store::session::end_sessions_but(tx, company.id, None)?;
            let who = RecoveryInput { company_key: name_key(&company.name), mobile: asked.mobile.clone() };
            let request = recover::store::insert(tx, Wish::Password, &who, steady)?;
            outbox::enqueue(tx, &Job::Recover { request }, &format!("recover:{request}"), now, now)?;
        }
        let detail = format!("账号找回{}，新手机号 {}", state.label(), asked.mobile.masked());
        let entry = audit::Entry { actor: &actor, action: Action::CompanyAccount, subject: company.name, detail };
        Ok(audit::record(tx, &entry, now)?)
    })
    .await
}

impl std::fmt::Debug for RescueForm {
    /// The mobile must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RescueForm").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effects::worker::round;
    use crate::fixture::{self, MOBILE};
    use domain::message::Sms;
    use domain::rights::Role;

    #[tokio::test]
    async fn a_release_tells_the_old_number() {
        let world = fixture::app();
        let company = world.bare_company("澜州青禾建设有限公司（示例）").await;
        let (support, supervisor) = (world.staff(Role::Support).await, world.staff(Role::Supervisor).await);
        let form = RescueForm { mobile: "13800001235".into(), reason: "原手机号停机".into(), seen: "on".into() };
        ask(&world, &support, company.id, &form).await.unwrap();
        let waiting = waiting(&world, &supervisor).await.unwrap();
        decide(&world, &supervisor, waiting[0].id, true).await.unwrap();
        while round(&world).await.unwrap() > 0 {}
        let told = |(to, message, _): (Mobile, Sms, _)| (to.as_str() == MOBILE).then_some(message);
        let told: Vec<_> = world.sms.send.calls().into_iter().filter_map(told).collect();
        assert_eq!(told, [Sms::MobileChanged]);
    }
}
