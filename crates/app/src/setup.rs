//! What an operator sets up before the first order: outlets, platforms with their prices, staff. Each can be repeated
//! safely: what exists under the same name is left as it is.

use crate::Fault;
use crate::account::store::staff::NewStaff;
use crate::project::store::NewPriceList;
use crate::{App, Error, account, chance, material, outlet, project};
use domain::id::{OutletId, ProjectId, StaffId};
use domain::material::MaterialRule;
use domain::order::price::PriceItem;
use domain::order::{BusinessType, ProjectRules};
use domain::rights::Role;
use jiff::civil::Date;

/// Adds an outlet that takes orders.
pub async fn add_outlet(app: &App, name: &str, address: &str, phone: &str, hours: &str) -> Result<OutletId, Error> {
    let [name, address, phone, hours] = [name, address, phone, hours].map(str::to_owned);
    app.write(move |tx| {
        outlet::store::insert(tx, &name, &address, &phone, &hours)?;
        Ok(outlet::store::find(tx, &name)?.ok_or_else(|| Fault::Records(format!("outlet {name} was not stored")))?)
    })
    .await
}

/// Adds a platform that takes orders, with its rules and no prices yet.
pub async fn add_platform(app: &App, name: &str, rules: &ProjectRules) -> Result<(), Error> {
    let (name, rules) = (name.to_owned(), rules.clone());
    app.write(move |tx| Ok(project::store::insert(tx, &name, &rules)?)).await
}

/// Adds a platform that takes orders, unless it is there, and a published version of its prices that holds from a Beijing day on.
pub async fn add_project(
    app: &App,
    name: &str,
    list_name: &str,
    valid_from: Date,
    items: &[PriceItem],
) -> Result<ProjectId, Error> {
    let (name, list_name, items, now) = (name.to_owned(), list_name.to_owned(), items.to_vec(), app.now());
    app.write(move |tx| {
        project::store::insert(tx, &name, &ProjectRules::default())?;
        let id =
            project::store::find(tx, &name)?.ok_or_else(|| Fault::Records(format!("project {name} was not stored")))?;
        let list = NewPriceList { project: id, name: list_name.clone(), valid_from, items: items.clone() };
        project::store::insert_price_list(tx, &list, Some(now))?;
        Ok(id)
    })
    .await
}

/// Adds lines to a platform's materials matrix for 新办, in this order, that hold from a Beijing day on.
pub async fn add_material_rules(
    app: &App,
    project: ProjectId,
    valid_from: Date,
    rules: &[MaterialRule],
) -> Result<(), Error> {
    let (from, rules) = (domain::time::beijing_midnight(valid_from), rules.to_vec());
    app.write(move |tx| {
        for (rule, position) in rules.iter().zip(1..) {
            material::store::add_rule(tx, project, BusinessType::New.code(), rule, position, from)?;
        }
        Ok(())
    })
    .await
}

/// Adds a staff account. `totp_secret` is base32, at least 128 bits. An existing account keeps its password.
///
/// # Errors
/// `Fault` when the secret cannot be used: better now than at the first login.
pub async fn add_staff(
    app: &App,
    login: &str,
    name: &str,
    role: Role,
    outlet: Option<OutletId>,
    password: &str,
    totp_secret: &str,
) -> Result<StaffId, Error> {
    account::staff::check_secret(totp_secret)?;
    let new = NewStaff {
        login: login.to_lowercase(),
        name: name.to_owned(),
        role,
        outlet,
        password: app.hasher.hash(password, chance::bytes(&*app.chance)).await?,
        totp_secret: totp_secret.to_owned(),
    };
    let now = app.now();
    app.write(move |tx| {
        account::store::staff::insert_staff(tx, &new, now)?;
        let stored = account::store::staff::find_staff(tx, &new.login)?;
        Ok(stored
            .map(|account| account.user.id)
            .ok_or_else(|| Fault::Records(format!("{} was not stored", new.login)))?)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use domain::money::Fen;
    use jiff::civil::date;

    #[tokio::test]
    async fn an_outlet_is_added_once() {
        let world = fixture::app();
        let first = world.outlet().await;
        assert_eq!(world.outlet().await, first);
        let open = outlet::list(&world).await.unwrap();
        assert_eq!(open.iter().map(|o| (o.id, o.name.as_str())).collect::<Vec<_>>(), [(first, "东湖网点")]);
    }

    #[tokio::test]
    async fn a_price_list_holds_from_the_first_moment_of_its_day_in_beijing() {
        let world = fixture::app();
        let project = world.project().await;
        let read = |at: &str| {
            let at = at.parse().unwrap();
            world.read(move |tx| Ok(project::store::price_list_in_force(tx, project, at)?))
        };
        let old = read("2026-11-30T15:59:59Z").await.unwrap().unwrap();
        let mut items = old.items.clone();
        items[0].unit_price = Fen::ZERO;
        let name = "澜州市公共资源交易平台";
        assert_eq!(add_project(&world, name, "证书免费", date(2026, 12, 1), &items).await.unwrap(), project);
        assert_eq!(add_project(&world, name, "再来一次", date(2026, 12, 1), &[]).await.unwrap(), project);
        assert_eq!(read("2025-12-31T15:59:59Z").await.unwrap(), None);
        assert_eq!(read("2026-11-30T15:59:59Z").await.unwrap(), Some(old.clone()));
        let new = read("2026-11-30T16:00:00Z").await.unwrap().unwrap();
        assert_eq!((new.name.as_str(), new.valid_from, &new.items), ("证书免费", date(2026, 12, 1), &items));
        let by_id = world.read(move |tx| Ok(project::store::price_list(tx, old.id)?)).await.unwrap();
        assert_eq!(by_id.map(|list| list.name), Some("2026 年收费标准".to_owned()));
    }
}
