//! Outlets as administrators set them up. A closed one takes no new orders; those that are bound to it stay there until
//! somebody moves them (E19).

pub use super::store::OutletSetup;

use super::store;
use crate::rights::require;
use crate::staff::trail;
use crate::who::StaffUser;
use crate::{App, Error};
use domain::field::FieldErrors;
use domain::id::OutletId;
use domain::outlet::OutletForm;
use domain::rights::Act;

/// Counting stops here.
pub const WAITING_MAX: i64 = 1000;

/// Every outlet, closed ones too.
pub async fn all(app: &App, by: &StaffUser) -> Result<Vec<OutletSetup>, Error> {
    let by = by.id;
    app.read(move |tx| {
        require(tx, by, Act::KeepOutlets)?;
        Ok(store::kept(tx, WAITING_MAX)?)
    })
    .await
}

/// One outlet.
pub async fn get(app: &App, by: &StaffUser, id: OutletId) -> Result<OutletSetup, Error> {
    all(app, by).await?.into_iter().find(|kept| kept.outlet.id == id).ok_or(Error::NotFound)
}

/// Adds an outlet that takes orders at once.
///
/// # Errors
/// `Fields` with every mistake, a name that exists among them.
pub async fn create(app: &App, by: &StaffUser, form: &OutletForm) -> Result<OutletId, Error> {
    let (now, by, entry) = (app.now(), by.clone(), form.check()?);
    app.write(move |tx| {
        require(tx, by.id, Act::KeepOutlets)?;
        let id = store::add(tx, &entry)?.ok_or_else(taken)?;
        trail::configuration(tx, &by.actor(), &entry.name, "新建网点".to_owned(), now)?;
        Ok(id)
    })
    .await
}

/// Changes what users read. Orders that were submitted keep the words that they were submitted with.
///
/// # Errors
/// `Fields` with every mistake; `Stale`.
pub async fn change(app: &App, by: &StaffUser, id: OutletId, seen: i64, form: &OutletForm) -> Result<(), Error> {
    let (now, by, entry) = (app.now(), by.clone(), form.check()?);
    app.write(move |tx| {
        require(tx, by.id, Act::KeepOutlets)?;
        let old = store::get(tx, id)?.ok_or(Error::NotFound)?;
        if store::find(tx, &entry.name)?.is_some_and(|other| other != id) {
            return Err(taken());
        }
        if !store::change(tx, id, seen, &entry)? {
            return Err(Error::Stale { seen, current: seen + 1 });
        }
        let detail = format!("修改网点：{}，{}，{}，{}", entry.name, entry.address, entry.phone, entry.hours);
        trail::configuration(tx, &by.actor(), &old.name, detail, now)
    })
    .await
}

/// Closes an outlet, or opens it again.
///
/// # Errors
/// `Stale`.
pub async fn set_open(app: &App, by: &StaffUser, id: OutletId, seen: i64, open: bool) -> Result<(), Error> {
    let (now, by) = (app.now(), by.clone());
    app.write(move |tx| {
        require(tx, by.id, Act::KeepOutlets)?;
        let old = store::get(tx, id)?.ok_or(Error::NotFound)?;
        if !store::set_open(tx, id, seen, open)? {
            return Err(Error::Stale { seen, current: seen + 1 });
        }
        let detail = if open { "恢复接单" } else { "停止接单" };
        trail::configuration(tx, &by.actor(), &old.name, detail.to_owned(), now)
    })
    .await
}

fn taken() -> Error {
    let mut errors = FieldErrors::new();
    errors.add("name", "已有同名的网点，请换一个名称");
    Error::Fields(errors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use crate::outlet;
    use domain::rights::Role;

    fn form(name: &str) -> OutletForm {
        OutletForm {
            name: name.into(),
            address: "西岭区建设大道 6 号".into(),
            phone: "0990-0000002".into(),
            hours: "工作日".into(),
        }
    }

    #[tokio::test]
    async fn an_outlet_is_added_changed_closed_and_opened_again() {
        let world = fixture::app();
        let by = world.staff(Role::Admin).await;
        let id = create(&world, &by, &form("西岭网点")).await.unwrap();
        let again = create(&world, &by, &form("西岭网点")).await;
        assert!(matches!(again, Err(Error::Fields(errors)) if errors.get("name").is_some()));
        let moved = OutletForm { address: "西岭区建设大道 8 号".into(), ..form("西岭网点") };
        change(&world, &by, id, 1, &moved).await.unwrap();
        assert!(matches!(change(&world, &by, id, 1, &moved).await, Err(Error::Stale { .. })), "a page of before");
        set_open(&world, &by, id, 2, false).await.unwrap();
        assert_eq!(outlet::list(&world).await.unwrap(), []);
        set_open(&world, &by, id, 3, true).await.unwrap();
        let open = outlet::list(&world).await.unwrap();
        assert_eq!(open.iter().map(|o| o.address.as_str()).collect::<Vec<_>>(), ["西岭区建设大道 8 号"]);
        assert_eq!(get(&world, &by, id).await.unwrap().version, 4);
    }

    #[tokio::test]
    async fn only_administrators_set_outlets_up() {
        let world = fixture::app();
        let id = world.outlet().await;
        for &role in Role::ALL {
            let by = StaffUser { role: Role::Admin, ..world.staff(role).await };
            let expected = role == Role::Admin;
            assert_eq!(all(&world, &by).await.is_ok(), expected, "{role:?}");
            let seen = if expected { 1 } else { 0 };
            let closed = set_open(&world, &by, id, seen, false).await;
            assert_eq!(closed.is_ok(), expected, "{role:?}: {closed:?}");
            assert_eq!(create(&world, &by, &form(role.code())).await.is_ok(), expected, "{role:?}");
        }
    }
}
