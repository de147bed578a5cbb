//! 公告: what every company should know, from one day to another. An administrator writes them; nothing is sent.

pub mod store;

pub use store::Announcement;

use crate::rights::require;
use crate::staff::trail;
use crate::who::StaffUser;
use crate::{App, Error};
use domain::announcement::AnnouncementForm;
use domain::id::AnnouncementId;
use domain::rights::Act;

/// Companies see so many at once, the newest.
const SHOWN_MAX: i64 = 5;
/// Administrators see so many, the newest.
const LISTED_MAX: i64 = 200;

/// What companies should read today, the newest first; at most five.
pub async fn shown(app: &App) -> Result<Vec<Announcement>, Error> {
    let now = app.now();
    app.read(move |tx| Ok(store::shown(tx, now, SHOWN_MAX)?)).await
}

/// Every announcement, the newest first; at most 200.
pub async fn all(app: &App, by: &StaffUser) -> Result<Vec<Announcement>, Error> {
    let by = by.id;
    app.read(move |tx| {
        require(tx, by, Act::KeepAnnouncements)?;
        Ok(store::all(tx, LISTED_MAX)?)
    })
    .await
}

pub async fn get(app: &App, by: &StaffUser, id: AnnouncementId) -> Result<Announcement, Error> {
    let by = by.id;
    app.read(move |tx| {
        require(tx, by, Act::KeepAnnouncements)?;
        store::get(tx, id)?.ok_or(Error::NotFound)
    })
    .await
}

/// Adds an announcement.
///
/// # Errors
/// `Fields` with every mistake.
pub async fn create(app: &App, by: &StaffUser, form: &AnnouncementForm) -> Result<AnnouncementId, Error> {
    let (now, by, entry) = (app.now(), by.clone(), form.check()?);
    app.write(move |tx| {
        require(tx, by.id, Act::KeepAnnouncements)?;
        let id = store::insert(tx, &entry, by.id, now)?;
        trail::configuration(tx, &by.actor(), &entry.title, "新建公告".to_owned(), now)?;
        Ok(id)
    })
    .await
}

/// Changes an announcement; taking it down is a last day that has passed.
///
/// # Errors
/// `Fields` with every mistake; `Stale`.
pub async fn change(
    app: &App,
    by: &StaffUser,
    id: AnnouncementId,
    seen: i64,
    form: &AnnouncementForm,
) -> Result<(), Error> {
    let (now, by, entry) = (app.now(), by.clone(), form.check()?);
    app.write(move |tx| {
        require(tx, by.id, Act::KeepAnnouncements)?;
        let old = store::get(tx, id)?.ok_or(Error::NotFound)?;
        if !store::update(tx, id, seen, &entry, now)? {
            return Err(Error::Stale { seen, current: old.version });
        }
        let detail = format!("修改公告：{}，{} 至 {}", entry.title, entry.from, entry.until);
        trail::configuration(tx, &by.actor(), &old.title, detail, now)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use domain::rights::Role;
    use jiff::SignedDuration;

    fn form(title: &str, from: &str, until: &str) -> AnnouncementForm {
        AnnouncementForm { title: title.into(), body: "照常受理".into(), from: from.into(), until: until.into() }
    }

    #[tokio::test]
    async fn an_announcement_is_shown_from_its_first_day_to_the_end_of_its_last() {
        let world = fixture::app();
        let by = world.staff(Role::Admin).await;
        let today = domain::time::day_text(world.now());
        create(&world, &by, &form("今天", &today, &today)).await.unwrap();
        create(&world, &by, &form("早已过去", "2020-01-01", "2020-01-02")).await.unwrap();
        create(&world, &by, &form("以后", "2099-01-01", "2099-01-02")).await.unwrap();
        let titles = async || {
            let shown = shown(&world).await.unwrap();
            shown.into_iter().map(|one| one.title).collect::<Vec<_>>()
        };
        assert_eq!(titles().await, ["今天"]);
        world.clock.advance(SignedDuration::from_hours(24));
        assert_eq!(titles().await, Vec::<String>::new());
        assert_eq!(all(&world, &by).await.unwrap().len(), 3);
    }

    #[tokio::test]
    async fn a_page_of_before_changes_nothing_and_only_administrators_write() {
        let world = fixture::app();
        let by = world.staff(Role::Admin).await;
        let id = create(&world, &by, &form("一次", "2026-01-01", "2099-01-01")).await.unwrap();
        change(&world, &by, id, 1, &form("两次", "2026-01-01", "2099-01-01")).await.unwrap();
        let late = change(&world, &by, id, 1, &form("三次", "2026-01-01", "2099-01-01")).await;
        assert!(matches!(late, Err(Error::Stale { .. })));
        assert_eq!(get(&world, &by, id).await.unwrap().title, "两次");
        let supervisor = StaffUser { role: Role::Admin, ..world.staff(Role::Supervisor).await };
        let tried = create(&world, &supervisor, &form("四次", "2026-01-01", "2099-01-01")).await;
        assert!(matches!(tried, Err(Error::NotFound)));
    }
}
