//! 拒绝原因库: kept by 主管 and 系统管理员, offered to reviewers. What was used once is never deleted, only switched
//! off; a rejection keeps the words that it was given (decision 0029).

pub use super::store::reason::KeptReason;

use super::store::reason as store;
use crate::Tx;
use crate::audit::{self, Action};
use crate::rights::require;
use crate::who::StaffUser;
use crate::{App, Error};
use domain::actor::Actor;
use domain::field::FieldErrors;
use domain::order::staff_form::{LibraryReason, RejectReasonForm};
use domain::order::{RejectReason, Rejection};
use domain::rights::Act;
use jiff::Timestamp;

/// Every reason, in the order of the library. Empty for whoever may not see it.
pub async fn list(app: &App, staff: &StaffUser) -> Result<Vec<KeptReason>, Error> {
    let staff = staff.id;
    app.read(move |tx| Ok(store::list(tx, staff)?)).await
}

/// One reason.
///
/// # Errors
/// `NotFound` for none, or for whoever may not see it.
pub async fn get(app: &App, staff: &StaffUser, id: i64) -> Result<KeptReason, Error> {
    let kept = list(app, staff).await?;
    kept.into_iter().find(|reason| reason.id == id).ok_or(Error::NotFound)
}

/// What a reviewer may tick now.
pub async fn offered(app: &App) -> Result<Vec<RejectReason>, Error> {
    app.read(|tx| Ok(store::offered(tx)?)).await
}

/// Adds a reason.
///
/// # Errors
/// `Fields` with every mistake; a code that exists is one. `NotFound` for a role that may not.
pub async fn add(app: &App, staff: &StaffUser, form: &RejectReasonForm) -> Result<(), Error> {
    let (now, by, actor, new) = (app.now(), staff.id, staff.actor(), form.check(None)?);
    app.write(move |tx| {
        require(tx, by, Act::KeepReasons)?;
        if !store::insert(tx, by, &new, now)? {
            let mut errors = FieldErrors::new();
            errors.add("code", format!("代码“{}”已经有了，请另取一个", new.reason.code));
            return Err(Error::Fields(errors));
        }
        record(tx, &actor, "新增", &new, now)
    })
    .await
}

/// Changes words, place or whether it is offered; the code stays. `seen` is the version that the page showed.
///
/// # Errors
/// `Fields` with every mistake, `Stale` if somebody was faster, `NotFound` for a role that may not.
pub async fn change(app: &App, staff: &StaffUser, id: i64, seen: i64, form: &RejectReasonForm) -> Result<(), Error> {
    let before = get(app, staff, id).await?;
    let (now, by, actor) = (app.now(), staff.id, staff.actor());
    let changed = form.check(Some(&before.kept.reason.code))?;
    app.write(move |tx| {
        require(tx, by, Act::KeepReasons)?;
        if !store::update(tx, by, id, seen, &changed, now)? {
            return Err(Error::Stale { seen, current: before.version });
        }
        record(tx, &actor, "修改", &changed, now)
    })
    .await
}

/// The row in the trail of a changed library.
fn record(tx: &mut Tx, actor: &Actor, word: &str, kept: &LibraryReason, now: Timestamp) -> Result<(), Error> {
    let state = if kept.enabled { "启用" } else { "停用" };
    let detail = format!("{word}：{}，{state}，第 {} 位", kept.reason.title, kept.position);
    let subject = format!("拒绝原因 {}", kept.reason.code);
    Ok(audit::record(tx, &audit::Entry { actor, action: Action::Configure, subject, detail }, now)?)
}

/// Counts the reasons of a rejection that is being stored.
pub fn count_use(tx: &mut Tx, rejection: &Rejection) -> Result<(), Error> {
    for reason in &rejection.reasons {
        store::count_use(tx, &reason.code)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use domain::rights::Role;

    fn form() -> RejectReasonForm {
        RejectReasonForm {
            code: "blurred_seal".into(),
            title: "印模不清晰".into(),
            text: "请用白纸重新盖章后扫描。".into(),
            points_at: "seal_form".into(),
            position: "3".into(),
            enabled: "on".into(),
        }
    }

    #[tokio::test]
    async fn the_library_starts_with_the_five_of_the_design() {
        let world = fixture::app();
        assert_eq!(offered(&world).await.unwrap(), RejectReason::first_five());
    }

    #[tokio::test]
    async fn a_reason_is_added_changed_and_switched_off_but_never_deleted() {
        let world = fixture::app();
        let chief = world.staff(Role::Supervisor).await;
        add(&world, &chief, &form()).await.unwrap();
        let codes = |all: &[RejectReason]| all.iter().map(|r| r.code.clone()).collect::<Vec<_>>().join(" ");
        let now = offered(&world).await.unwrap();
        assert_eq!(codes(&now), "wrong_kind unclear_scan mismatch blurred_seal no_stamp legal_person");
        let again = add(&world, &chief, &form()).await.unwrap_err();
        assert!(matches!(again, Error::Fields(e) if e.get("code") == Some("代码“blurred_seal”已经有了，请另取一个")));

        let kept = list(&world, &chief).await.unwrap().into_iter().find(|k| k.kept.position == 3).unwrap();
        let off = RejectReasonForm { enabled: String::new(), ..RejectReasonForm::from_reason(&kept.kept) };
        change(&world, &chief, kept.id, kept.version, &off).await.unwrap();
        let stale = change(&world, &chief, kept.id, kept.version, &off).await.unwrap_err();
        assert!(matches!(stale, Error::Stale { .. }), "{stale:?}");
        assert!(!codes(&offered(&world).await.unwrap()).contains("mismatch"));
        assert_eq!(list(&world, &chief).await.unwrap().len(), 6);
    }

    #[tokio::test]
    async fn only_supervisors_and_administrators_keep_the_library() {
        let world = fixture::app();
        for &role in Role::ALL {
            let person = world.staff(role).await;
            let added = add(&world, &person, &RejectReasonForm { code: role.code().into(), ..form() }).await;
            let keeps = matches!(role, Role::Supervisor | Role::Admin);
            assert_eq!(added.is_ok(), keeps, "{role:?}: {added:?}");
            assert_eq!(!list(&world, &person).await.unwrap().is_empty(), keeps, "{role:?}: their page alone reads it");
        }
    }
}
