//! Versions of the prices: entered as a draft, looked over, published. A published list is never changed; the next one
//! takes over on its first day.

use super::store::{self, NewPriceList};
use crate::{App, Error};
use domain::field::FieldErrors;
use domain::id::{PriceListId, ProjectId};
use domain::order::price::PriceList;
use domain::order::price_form::PriceListForm;
use domain::time;

/// Saves a draft, a new one or (with `id`) one that was saved before.
///
/// # Errors
/// `Fields` with every mistake of the form, and where another list begins on that day already.
pub async fn save(app: &App, project: ProjectId, id: Option<PriceListId>, form: &PriceListForm) -> Result<(), Error> {
    let (form, today) = (form.clone(), time::beijing(app.now()).date());
    app.write(move |tx| {
        let checked = form.check(today)?;
        let others = store::price_lists(tx, project)?;
        if others.iter().any(|other| other.valid_from == checked.valid_from && Some(other.id) != id) {
            return Err(wrong("valid_from", "这一天已有另一份收费标准，请换一天"));
        }
        let new = NewPriceList { project, name: checked.name, valid_from: checked.valid_from, items: checked.items };
        match id {
            None => Ok(store::insert_price_list(tx, &new, None)?),
            Some(id) if store::change_price_list(tx, id, &new)? => Ok(()),
            Some(_) => Err(Error::Denied("这份收费标准已经发布，不能再改；请另建一份")),
        }
    })
    .await
}

/// Publishes a draft: from its first day on it holds for every order that is submitted.
///
/// # Errors
/// `Fields` when its day has passed meanwhile; `Denied` when it was published already; `NotFound`.
pub async fn publish(app: &App, id: PriceListId) -> Result<PriceList, Error> {
    let now = app.now();
    app.write(move |tx| {
        let list = store::price_list(tx, id)?.ok_or(Error::NotFound)?;
        if list.valid_from < time::beijing(now).date() && list.published_at.is_none() {
            return Err(wrong("valid_from", "生效日期已过，请先改成今天或以后的日期"));
        }
        list.check().map_err(|error| Error::fault("a stored price list", error))?;
        if !store::publish(tx, id, now)? {
            return Err(Error::Denied("这份收费标准已经发布"));
        }
        store::price_list(tx, id)?.ok_or(Error::NotFound)
    })
    .await
}

fn wrong(field: &str, message: &str) -> Error {
    let mut errors = FieldErrors::new();
    errors.add(field, message);
    Error::Fields(errors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use jiff::SignedDuration;

    const LINE: &str = "证书费，证书费，90，每个证书，不限，不限，份，信息技术服务，3040203000000000000，6";

    fn form(day: &str) -> PriceListForm {
        PriceListForm { name: "新的收费标准".into(), valid_from: day.into(), items: LINE.into() }
    }

    #[tokio::test]
    async fn a_draft_holds_for_nobody_until_it_is_published_and_its_day_comes() {
        let world = fixture::app();
        let project = world.project().await;
        let lists = async || world.read(move |tx| Ok(store::price_lists(tx, project)?)).await.unwrap();
        let in_force = async || {
            let now = world.now();
            world.read(move |tx| Ok(store::price_list_in_force(tx, project, now)?)).await.unwrap().unwrap().name
        };
        save(&world, project, None, &form("2026-11-24")).await.unwrap();
        let draft = lists().await.remove(0);
        assert_eq!((draft.version, draft.published_at), (2, None));
        assert!(matches!(save(&world, project, None, &form("2026-11-24")).await, Err(Error::Fields(_))));
        world.clock.advance(SignedDuration::from_hours(16));
        assert_eq!(in_force().await, "2026 年收费标准", "its day has come, but nobody published it");
        publish(&world, draft.id).await.unwrap();
        assert_eq!(in_force().await, "新的收费标准");
        assert!(matches!(publish(&world, draft.id).await, Err(Error::Denied(_))));
        assert!(matches!(save(&world, project, Some(draft.id), &form("2026-12-01")).await, Err(Error::Denied(_))));
    }

    #[tokio::test]
    async fn a_draft_whose_day_has_passed_must_be_changed_before_it_is_published() {
        let world = fixture::app();
        let project = world.project().await;
        save(&world, project, None, &form("2026-11-23")).await.unwrap();
        let draft = world.read(move |tx| Ok(store::price_lists(tx, project)?)).await.unwrap().remove(0);
        world.clock.advance(SignedDuration::from_hours(24));
        assert!(matches!(publish(&world, draft.id).await, Err(Error::Fields(_))));
        save(&world, project, Some(draft.id), &form("2026-11-25")).await.unwrap();
        assert_eq!(publish(&world, draft.id).await.unwrap().valid_from.to_string(), "2026-11-25");
    }
}
