//! Versions of the prices: entered as a draft, looked over, published. A published list is never changed; the next one
//! takes over on its first day.

use super::Project;
use super::store::{self, NewPriceList};
use crate::Fault;
use crate::rights::require;
use crate::staff::trail;
use crate::who::StaffUser;
use crate::{App, Error, Tx};
use domain::field::FieldErrors;
use domain::id::{PriceListId, ProjectId};
use domain::order::price::{PriceList, left_out};
use domain::order::price_form::PriceListForm;
use domain::rights::Act;
use domain::text::renew_cells;
use domain::time;
use jiff::civil::Date;

/// A platform with every version of its prices.
#[derive(Clone, Debug)]
pub struct Versions {
    pub project: Project,
    /// The newest first, drafts too.
    pub lists: Vec<PriceList>,
    /// The one that holds now.
    pub in_force: Option<PriceListId>,
    /// The Beijing day.
    pub today: Date,
}

/// Every version of a platform's prices.
pub async fn all(app: &App, by: &StaffUser, project: ProjectId) -> Result<Versions, Error> {
    let (by, now) = (by.id, app.now());
    app.read(move |tx| {
        require(tx, by, Act::KeepPrices)?;
        Ok(Versions {
            project: store::get(tx, project)?.ok_or(Error::NotFound)?,
            lists: store::price_lists(tx, project)?,
            in_force: store::price_list_in_force(tx, project, now)?.map(|list| list.id),
            today: time::beijing(now).date(),
        })
    })
    .await
}

/// How often a version was changed while it was a draft: what its page sends back.
pub async fn edits(app: &App, id: PriceListId) -> Result<i64, Error> {
    app.read(move |tx| Ok(store::edits(tx, id)?)).await
}

/// Saves a draft, a new one or one that was saved before, whose page showed it after so many edits.
///
/// # Errors
/// `Fields` with every mistake of the form, and where another list begins on that day already; `Denied` for a list that
/// was published; `Stale`.
pub async fn save(
    app: &App,
    by: &StaffUser,
    project: ProjectId,
    old: Option<(PriceListId, i64)>,
    form: &PriceListForm,
) -> Result<(), Error> {
    let (by, now) = (by.clone(), app.now());
    let form = PriceListForm { items: renew_cells(&form.items), ..form.clone() };
    let today = time::beijing(now).date();
    app.write(move |tx| {
        require(tx, by.id, Act::KeepPrices)?;
        let checked = form.check(today)?;
        let owner = lock(tx, project)?;
        let others = store::price_lists(tx, project)?;
        let id = old.map(|(id, _)| id);
        if others.iter().any(|other| other.valid_from == checked.valid_from && Some(other.id) != id) {
            return Err(wrong("valid_from", "这一天已有另一份收费标准，请换一天"));
        }
        not_today(&others, checked.valid_from, today)?;
        let detail = format!("保存收费标准草稿：{}，{} 起", checked.name, checked.valid_from);
        let new = NewPriceList { project, name: checked.name, valid_from: checked.valid_from, items: checked.items };
        if let Some((id, seen)) = old {
            let current = others.iter().find(|other| other.id == id).ok_or(Error::NotFound)?;
            if current.published_at.is_some() {
                return Err(Error::Denied("这份收费标准已经发布，不能再改；请另建一份"));
            }
            if !store::change_price_list(tx, id, seen, &new)? {
                return Err(Error::Stale { seen, current: seen + 1 });
            }
        } else {
            store::insert_price_list(tx, &new, None)?;
        }
        trail::configuration(tx, &by.actor(), &owner.name, detail, now)
    })
    .await
}

/// Publishes a draft: from its first day on it holds for every order that is submitted.
///
/// # Errors
/// `Fields` when its day has passed meanwhile, or it sells no certificate to a 业务类型 of which orders are taken; `Denied` when it was published already; `Stale` when it is not what the
/// page showed; `NotFound`.
pub async fn publish(
    app: &App,
    by: &StaffUser,
    project: ProjectId,
    id: PriceListId,
    seen: i64,
) -> Result<PriceList, Error> {
    let (now, by) = (app.now(), by.clone());
    let today = time::beijing(now).date();
    app.write(move |tx| {
        require(tx, by.id, Act::KeepPrices)?;
        let owner = lock(tx, project)?;
        let lists = store::price_lists(tx, project)?;
        let list = lists.iter().find(|list| list.id == id).ok_or(Error::NotFound)?;
        if list.published_at.is_some() {
            return Err(Error::Denied("这份收费标准已经发布"));
        }
        if store::edits(tx, id)? != seen {
            return Err(Error::Stale { seen, current: seen + 1 });
        }
        if list.valid_from < today {
            return Err(wrong("valid_from", "生效日期已过，请先改成今天以后的日期"));
        }
        not_today(&lists, list.valid_from, today)?;
        if let Some(business) = left_out(&list.items) {
            return Err(wrong("items", &PriceListForm::left_out(business)));
        }
        list.check().map_err(|error| Fault::Records(format!("a stored price list: {error}")))?;
        store::publish(tx, id, now)?;
        let detail = format!("发布收费标准：{}，{} 起", list.name, list.valid_from);
        trail::configuration(tx, &by.actor(), &owner.name, detail, now)?;
        store::price_list(tx, id)?.ok_or(Error::NotFound)
    })
    .await
}

fn lock(tx: &mut Tx, id: ProjectId) -> Result<Project, Error> {
    store::lock(tx, id)?;
    store::get(tx, id)?.ok_or(Error::NotFound)
}

/// What was looked at this morning must hold till midnight; only a platform without any prices begins at once.
fn not_today(lists: &[PriceList], from: Date, today: Date) -> Result<(), Error> {
    let has_prices = lists.iter().any(|list| list.published_at.is_some());
    if has_prices && from <= today {
        return Err(wrong("valid_from", "生效日期须晚于今天：今天的价格已经在执行"));
    }
    Ok(())
}

fn wrong(field: &str, message: &str) -> Error {
    let mut errors = FieldErrors::new();
    errors.add(field, message);
    Error::Fields(errors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::edit;
    use crate::{fixture, setup};
    use domain::order::{CertificateKind, ProjectRules};
    use domain::rights::Role;
    use jiff::SignedDuration;

    const LINE: &str = "证书费，证书费，90，每个证书，不限，不限，份，信息技术服务，3040203000000000000，6";

    fn form(day: &str) -> PriceListForm {
        PriceListForm { name: "新的收费标准".into(), valid_from: day.into(), items: LINE.into() }
    }

    #[tokio::test]
    async fn a_draft_holds_for_nobody_until_it_is_published_and_its_day_comes() {
        let world = fixture::app();
        let (project, by) = (world.project().await, world.staff(Role::Supervisor).await);
        let lists = async || all(&world, &by, project).await.unwrap().lists;
        let in_force = async || {
            let now = world.now();
            world.read(move |tx| Ok(store::price_list_in_force(tx, project, now)?)).await.unwrap().unwrap().name
        };
        save(&world, &by, project, None, &form("2026-11-24")).await.unwrap();
        let draft = lists().await.remove(0);
        assert_eq!((draft.version, draft.published_at), (2, None));
        assert!(matches!(save(&world, &by, project, None, &form("2026-11-24")).await, Err(Error::Fields(_))));
        save(&world, &by, project, Some((draft.id, 1)), &form("2026-11-24")).await.unwrap();
        let late = save(&world, &by, project, Some((draft.id, 1)), &form("2026-11-25")).await;
        assert!(matches!(late, Err(Error::Stale { .. })), "{late:?}");
        assert!(matches!(publish(&world, &by, project, draft.id, 1).await, Err(Error::Stale { .. })));
        publish(&world, &by, project, draft.id, 2).await.unwrap();
        assert_eq!(in_force().await, "2026 年收费标准", "it is published, but its day has not come");
        world.clock.advance(SignedDuration::from_hours(24));
        assert_eq!(in_force().await, "新的收费标准");
        assert!(matches!(publish(&world, &by, project, draft.id, 2).await, Err(Error::Denied(_))));
        let changed = save(&world, &by, project, Some((draft.id, 2)), &form("2026-12-01")).await;
        assert!(matches!(changed, Err(Error::Denied(_))), "{changed:?}");
    }

    #[tokio::test]
    async fn a_list_with_the_former_word_for_a_certificate_is_read_as_before() {
        let world = fixture::app();
        let (project, by) = (world.project().await, world.staff(Role::Supervisor).await);
        let items = "证书费，证书费，90，每个证书，法人证书，1，份，信息技术服务，3040203000000000000，6".to_owned();
        save(&world, &by, project, None, &PriceListForm { items, ..form("2026-11-24") }).await.unwrap();
        let draft = all(&world, &by, project).await.unwrap().lists.remove(0);
        assert_eq!(draft.items[0].kind, Some(CertificateKind::Legal));
    }

    #[tokio::test]
    async fn a_list_that_has_no_certificate_for_an_orderable_type_is_neither_saved_nor_published() {
        let world = fixture::app();
        let (project, by) = (world.project().await, world.staff(Role::Supervisor).await);
        let others_alone = PriceListForm { items: format!("{LINE}，延期"), ..form("2026-11-24") };
        let refused = |outcome: Error| match outcome {
            Error::Fields(errors) => errors.get("items").is_some_and(|told| told.contains("新办")),
            _ => false,
        };
        assert!(refused(save(&world, &by, project, None, &others_alone).await.unwrap_err()));
        // A draft that was saved before such lists were refused.
        let day = jiff::civil::date(2026, 11, 24);
        let mut items = form("2026-11-24").check(day).unwrap().items;
        items[0].business = Some(domain::order::BusinessType::Renew);
        let old = NewPriceList { project, name: "旧草稿".into(), valid_from: day, items };
        world.write(move |tx| Ok(store::insert_price_list(tx, &old, None)?)).await.unwrap();
        let draft = all(&world, &by, project).await.unwrap().lists.remove(0);
        assert!(refused(publish(&world, &by, project, draft.id, 1).await.unwrap_err()));
        save(&world, &by, project, Some((draft.id, 1)), &form("2026-11-24")).await.unwrap();
        publish(&world, &by, project, draft.id, 2).await.unwrap();
    }

    #[tokio::test]
    async fn prices_in_force_are_replaced_from_tomorrow_on_at_the_earliest() {
        let world = fixture::app();
        let (project, by) = (world.project().await, world.staff(Role::Supervisor).await);
        let today = time::day_text(world.now());
        assert!(matches!(save(&world, &by, project, None, &form(&today)).await, Err(Error::Fields(_))));
        save(&world, &by, project, None, &form("2026-11-24")).await.unwrap();
        let draft = all(&world, &by, project).await.unwrap().lists.remove(0);
        world.clock.advance(SignedDuration::from_hours(24));
        assert!(matches!(publish(&world, &by, project, draft.id, 1).await, Err(Error::Fields(_))));
        save(&world, &by, project, Some((draft.id, 1)), &form("2026-11-25")).await.unwrap();
        let published = publish(&world, &by, project, draft.id, 2).await.unwrap();
        assert_eq!(published.valid_from.to_string(), "2026-11-25");
    }

    #[tokio::test]
    async fn a_platform_without_prices_begins_today_and_only_two_roles_keep_prices() {
        let world = fixture::app();
        let admin = world.staff(Role::Admin).await;
        setup::add_platform(&world, "临溪市工程交易平台", &ProjectRules::default()).await.unwrap();
        let project = edit::all(&world, &admin).await.unwrap().remove(0).project.id;
        let today = time::day_text(world.now());
        for &role in Role::ALL {
            let by = StaffUser { role: Role::Admin, ..world.staff(role).await };
            let keeps = matches!(role, Role::Admin | Role::Supervisor);
            assert_eq!(all(&world, &by, project).await.is_ok(), keeps, "{role:?}");
            if !keeps {
                assert!(matches!(save(&world, &by, project, None, &form(&today)).await, Err(Error::NotFound)));
            }
        }
        save(&world, &admin, project, None, &form(&today)).await.unwrap();
        let draft = all(&world, &admin, project).await.unwrap().lists.remove(0);
        publish(&world, &admin, project, draft.id, 1).await.unwrap();
        assert_eq!(all(&world, &admin, project).await.unwrap().in_force, Some(draft.id));
    }
}
