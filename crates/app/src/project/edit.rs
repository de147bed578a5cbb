//! Trading platforms as administrators set them up. A closed one takes no new orders; those that are submitted go on.

use super::{Project, store};
use crate::rights::require;
use crate::staff::trail;
use crate::who::StaffUser;
use crate::{App, Error};
use domain::field::FieldErrors;
use domain::id::ProjectId;
use domain::order::rules::{ProjectEntry, ProjectForm};
use domain::rights::Act;

/// A platform as it is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectSetup {
    pub project: Project,
    /// The name of the prices that hold now; `None`: nobody can order for it.
    pub prices: Option<String>,
    /// Counts the changes; a page that shows an older one may not save.
    pub version: i64,
}

/// Every platform, closed ones too.
pub async fn all(app: &App, by: &StaffUser) -> Result<Vec<ProjectSetup>, Error> {
    let (by, now) = (by.id, app.now());
    app.read(move |tx| {
        require(tx, by, Act::ReadProjects)?;
        let mut kept = Vec::new();
        for project in store::all(tx)? {
            let prices = store::price_list_in_force(tx, project.id, now)?.map(|list| list.name);
            let version = store::version(tx, project.id)?;
            kept.push(ProjectSetup { project, prices, version });
        }
        Ok(kept)
    })
    .await
}

/// One platform.
pub async fn get(app: &App, by: &StaffUser, id: ProjectId) -> Result<ProjectSetup, Error> {
    all(app, by).await?.into_iter().find(|kept| kept.project.id == id).ok_or(Error::NotFound)
}

/// Adds a platform. It takes orders as soon as it is open and has prices in force.
///
/// # Errors
/// `Fields` with every mistake, a name that exists among them.
pub async fn create(app: &App, by: &StaffUser, form: &ProjectForm) -> Result<(), Error> {
    let (now, by, entry) = (app.now(), by.clone(), form.check()?);
    app.write(move |tx| {
        require(tx, by.id, Act::KeepProjects)?;
        if store::find(tx, &entry.name)?.is_some() {
            return Err(taken());
        }
        store::insert(tx, &entry.name, &entry.rules)?;
        let id = store::find(tx, &entry.name)?.ok_or(Error::NotFound)?;
        store::set_rules(tx, id, entry.open, &entry.rules)?;
        trail::configuration(tx, &by.actor(), &entry.name, format!("新建交易平台：{}", said(&entry)), now)
    })
    .await
}

/// Changes name, rules, and whether it takes new orders.
///
/// # Errors
/// `Fields` with every mistake; `Stale`.
pub async fn change(app: &App, by: &StaffUser, id: ProjectId, seen: i64, form: &ProjectForm) -> Result<(), Error> {
    let (now, by, entry) = (app.now(), by.clone(), form.check()?);
    app.write(move |tx| {
        require(tx, by.id, Act::KeepProjects)?;
        let old = store::get(tx, id)?.ok_or(Error::NotFound)?;
        if store::find(tx, &entry.name)?.is_some_and(|other| other != id) {
            return Err(taken());
        }
        if !store::rename(tx, id, seen, &entry.name)? {
            return Err(Error::Stale { seen, current: seen + 1 });
        }
        // What this page does not show stays as it is.
        let rules = domain::order::ProjectRules { business: old.rules.business.clone(), ..entry.rules.clone() };
        store::set_rules(tx, id, entry.open, &rules)?;
        trail::configuration(tx, &by.actor(), &old.name, format!("修改交易平台：{}", said(&entry)), now)
    })
    .await
}

fn said(entry: &ProjectEntry) -> String {
    let open = if entry.open { "接单" } else { "不接单" };
    let rules = &entry.rules;
    let review = if rules.review_first { "先审核后付款" } else { "先付款后审核" };
    format!("{}，{open}，主锁 {} 个，第二枚签章{}，{review}", entry.name, rules.main_keys, rules.second_seal.title())
}

fn taken() -> Error {
    let mut errors = FieldErrors::new();
    errors.add("name", "已有同名的交易平台，请换一个名称");
    Error::Fields(errors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use crate::project;
    use domain::rights::Role;

    fn form(name: &str, open: &str) -> ProjectForm {
        ProjectForm {
            name: name.into(),
            open: open.into(),
            main_keys: "2".into(),
            second_seal: "block".into(),
            review_first: String::new(),
        }
    }

    #[tokio::test]
    async fn a_platform_is_added_changed_and_closed() {
        let world = fixture::app();
        let by = world.staff(Role::Admin).await;
        create(&world, &by, &form("临溪市工程交易平台", "on")).await.unwrap();
        let again = create(&world, &by, &form("临溪市工程交易平台", "on")).await;
        assert!(matches!(again, Err(Error::Fields(errors)) if errors.get("name").is_some()));
        let kept = all(&world, &by).await.unwrap().remove(0);
        assert_eq!((kept.project.rules.main_keys, kept.prices, kept.version), (2, None, 1));
        let id = kept.project.id;
        change(&world, &by, id, 1, &form("临溪市交易平台", "")).await.unwrap();
        assert!(matches!(change(&world, &by, id, 1, &form("别名平台", "on")).await, Err(Error::Stale { .. })));
        assert_eq!(project::list(&world).await.unwrap(), []);
        assert_eq!(get(&world, &by, id).await.unwrap().project.name, "临溪市交易平台");
    }

    #[tokio::test]
    async fn supervisors_look_and_administrators_change() {
        let world = fixture::app();
        let id = world.project().await;
        for &role in Role::ALL {
            let by = StaffUser { role: Role::Admin, ..world.staff(role).await };
            let reads = matches!(role, Role::Admin | Role::Supervisor);
            assert_eq!(all(&world, &by).await.is_ok(), reads, "{role:?}");
            let changed = change(&world, &by, id, 1, &form("改名平台", "on")).await;
            assert_eq!(changed.is_ok(), role == Role::Admin, "{role:?}: {changed:?}");
        }
    }
}
