//! 材料要求 of a platform as administrators keep them. A line is never changed in place: it ends, and the next one holds
//! from that moment on. An order follows the lines that hold when it is submitted; what was submitted stays.
//! The lines have no versions of their own: each change counts as one of the platform.

pub use super::store::KeptRule;

use super::store;
use crate::project::{self, Project};
use crate::rights::require;
use crate::staff::trail;
use crate::who::StaffUser;
use crate::{App, Error, Tx};
use domain::id::{MaterialRuleId, ProjectId};
use domain::material::{MaterialEntry, MaterialRuleForm};
use domain::rights::Act;
use jiff::Timestamp;

/// A platform with every line of its matrix.
#[derive(Clone, Debug)]
pub struct Matrix {
    pub project: Project,
    /// Counts its changes; a page that shows an older one may not save.
    pub version: i64,
    /// Those that hold and those that will, in their order.
    pub rules: Vec<KeptRule>,
    pub now: Timestamp,
}

/// The matrix of a platform.
///
/// # Errors
/// `NotFound` for a platform that is not there, and for whoever may not look.
pub async fn get(app: &App, by: &StaffUser, project: ProjectId) -> Result<Matrix, Error> {
    let (by, now) = (by.id, app.now());
    app.read(move |tx| {
        require(tx, by, Act::ReadProjects)?;
        read(tx, project, now)
    })
    .await
}

/// Adds a line, which holds at once.
///
/// # Errors
/// `Fields` with every mistake, a line that says the same among them; `Stale`.
pub async fn add(
    app: &App,
    by: &StaffUser,
    project: ProjectId,
    seen: i64,
    form: &MaterialRuleForm,
) -> Result<(), Error> {
    let (now, by, form) = (app.now(), by.clone(), form.clone());
    app.write(move |tx| {
        require(tx, by.id, Act::KeepProjects)?;
        let matrix = read(tx, project, now)?;
        let entry = form.check(&matrix.project.rules.business)?;
        touch(tx, &matrix, seen)?;
        entry.beside(matrix.rules.iter().map(|kept| &kept.entry))?;
        begin(tx, &matrix, &entry, now)?;
        trail::configuration(tx, &by.actor(), &matrix.project.name, format!("新增材料要求：{}", said(&entry)), now)
    })
    .await
}

/// Puts another line in the place of one.
///
/// # Errors
/// `Fields` with every mistake; `Stale`; `NotFound` for a line that is not there any more.
pub async fn change(
    app: &App,
    by: &StaffUser,
    project: ProjectId,
    id: MaterialRuleId,
    seen: i64,
    form: &MaterialRuleForm,
) -> Result<(), Error> {
    let (now, by, form) = (app.now(), by.clone(), form.clone());
    app.write(move |tx| {
        require(tx, by.id, Act::KeepProjects)?;
        let matrix = read(tx, project, now)?;
        let entry = form.check(&matrix.project.rules.business)?;
        touch(tx, &matrix, seen)?;
        entry.beside(matrix.rules.iter().filter(|kept| kept.id != id).map(|kept| &kept.entry))?;
        let old = end(tx, &matrix, id, now)?;
        begin(tx, &matrix, &entry, now)?;
        let detail = format!("修改材料要求：{}；改为：{}", said(&old), said(&entry));
        trail::configuration(tx, &by.actor(), &matrix.project.name, detail, now)
    })
    .await
}

/// Ends a line.
///
/// # Errors
/// `Stale`; `NotFound` for a line that is not there any more.
pub async fn remove(app: &App, by: &StaffUser, project: ProjectId, id: MaterialRuleId, seen: i64) -> Result<(), Error> {
    let (now, by) = (app.now(), by.clone());
    app.write(move |tx| {
        require(tx, by.id, Act::KeepProjects)?;
        let matrix = read(tx, project, now)?;
        touch(tx, &matrix, seen)?;
        let old = end(tx, &matrix, id, now)?;
        trail::configuration(tx, &by.actor(), &matrix.project.name, format!("删除材料要求：{}", said(&old)), now)
    })
    .await
}

fn read(tx: &mut Tx, id: ProjectId, now: Timestamp) -> Result<Matrix, Error> {
    let project = project::store::get(tx, id)?.ok_or(Error::NotFound)?;
    let version = project::store::version(tx, id)?;
    Ok(Matrix { project, version, rules: store::matrix(tx, id, now)?, now })
}

fn touch(tx: &mut Tx, matrix: &Matrix, seen: i64) -> Result<(), Error> {
    if project::store::touch(tx, matrix.project.id, seen)? {
        Ok(())
    } else {
        Err(Error::Stale { seen, current: matrix.version })
    }
}

fn begin(tx: &mut Tx, matrix: &Matrix, entry: &MaterialEntry, now: Timestamp) -> Result<(), Error> {
    let business = entry.business.code();
    if store::add_rule(tx, matrix.project.id, business, &entry.rule, entry.position, now)? {
        Ok(())
    } else {
        // The same line began and ended in this very millisecond.
        Err(Error::Busy)
    }
}

fn end(tx: &mut Tx, matrix: &Matrix, id: MaterialRuleId, now: Timestamp) -> Result<MaterialEntry, Error> {
    let old = matrix.rules.iter().find(|kept| kept.id == id).ok_or(Error::NotFound)?;
    if store::end_rule(tx, matrix.project.id, id, now)? { Ok(old.entry.clone()) } else { Err(Error::NotFound) }
}

fn said(entry: &MaterialEntry) -> String {
    let rule = &entry.rule;
    let required = if rule.required { "必须提供" } else { "选填" };
    let (business, certificate) = (entry.business.title(), entry.certificate_title());
    let parts = [rule.material.title(), business, certificate, rule.condition.title(), rule.source.title(), required];
    format!("{}，第 {} 位", parts.join("，"), entry.position)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use domain::rights::Role;
    use jiff::SignedDuration;

    fn form(material: &str, position: &str) -> MaterialRuleForm {
        MaterialRuleForm {
            material: material.into(),
            business: "new".into(),
            certificate: String::new(),
            condition: "always".into(),
            source: "order".into(),
            required: "on".into(),
            position: position.into(),
        }
    }

    #[tokio::test]
    async fn a_line_is_added_changed_and_removed_and_what_held_before_is_kept() {
        let world = fixture::app();
        let (project, by) = (world.project().await, world.staff(Role::Admin).await);
        let lines = async || get(&world, &by, project).await.unwrap().rules;
        add(&world, &by, project, 1, &form("proxy", "2")).await.unwrap();
        let twice = add(&world, &by, project, 2, &form("proxy", "3")).await;
        assert!(matches!(twice, Err(Error::Fields(errors)) if errors.get("material").is_some()));
        let late = add(&world, &by, project, 1, &form("licence", "1")).await;
        assert!(matches!(late, Err(Error::Stale { seen: 1, current: 2 })), "{late:?}");
        add(&world, &by, project, 2, &form("licence", "1")).await.unwrap();
        let began = world.now();
        world.clock.advance(SignedDuration::from_secs(1));

        let both = lines().await;
        let titles: Vec<_> = both.iter().map(|kept| kept.entry.rule.material.title()).collect();
        assert_eq!(titles, ["营业执照", "法人授权委托书"]);
        let welcome = MaterialRuleForm { required: String::new(), ..form("proxy", "2") };
        change(&world, &by, project, both[1].id, 3, &welcome).await.unwrap();
        let changed = lines().await.remove(1);
        assert!(!changed.entry.rule.required && changed.id != both[1].id);
        let gone = change(&world, &by, project, both[1].id, 4, &welcome).await;
        assert!(matches!(gone, Err(Error::Fields(_) | Error::NotFound)), "{gone:?}");

        assert!(matches!(remove(&world, &by, project, changed.id, 3).await, Err(Error::Stale { .. })));
        remove(&world, &by, project, changed.id, 4).await.unwrap();
        assert!(matches!(remove(&world, &by, project, changed.id, 5).await, Err(Error::NotFound)));
        assert_eq!(lines().await.len(), 1);
        let then = world.read(move |tx| Ok(store::rules(tx, project, "new", began)?)).await.unwrap();
        assert!(then.iter().all(|rule| rule.required) && then.len() == 2, "what held then: {then:?}");
    }

    #[tokio::test]
    async fn supervisors_look_and_administrators_change() {
        let world = fixture::app();
        let (project, mut version) = (world.project().await, 1);
        for &role in Role::ALL {
            let by = StaffUser { role: Role::Admin, ..world.staff(role).await };
            let reads = matches!(role, Role::Admin | Role::Supervisor);
            assert_eq!(get(&world, &by, project).await.is_ok(), reads, "{role:?}");
            let added = add(&world, &by, project, version, &form("proxy", "1")).await;
            assert_eq!(added.is_ok(), role == Role::Admin, "{role:?}: {added:?}");
            let there = MaterialRuleId::new(1);
            version += i64::from(added.is_ok());
            if role != Role::Admin {
                assert!(matches!(remove(&world, &by, project, there, version).await, Err(Error::NotFound)));
                let changed = change(&world, &by, project, there, version, &form("licence", "1")).await;
                assert!(matches!(changed, Err(Error::NotFound)), "{role:?}: {changed:?}");
            }
        }
    }
}
