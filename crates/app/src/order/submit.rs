//! 提交, and what the user may still do before paying or receiving.

use super::act::{act, load};
use super::commit::commit;
use super::draft::price;
use super::snapshot::{FrozenOutlet, Snapshot};
use super::store::{self, Find, Stored};
use crate::Fault;
use crate::project::{self, Project};
use crate::review::mark;
use crate::who::CompanyUser;
use crate::{App, Error, Tx, certificate, company, material, outlet};
use domain::id::OrderNumber;
use domain::order::Submission;
use domain::order::item::assign_roles;
use domain::order::{Command, Delivery, Held, Order, OrderDraft, SecondSeal, SubmitForm, Why, decide};
use domain::outlet::Outlet;

/// 提交 (T3, T3a): freezes the three profiles, the materials and the price. The price that the user's page showed is
/// compared in the same transaction, so that nobody submits at a price that they have not seen (E11).
///
/// # Errors
/// `Fields` without the tick; `Refused` with what is missing, what has come in the way, or [`Why::PriceChanged`];
/// `Stale` for a page that is too old.
pub async fn submit(app: &App, user: &CompanyUser, number: &OrderNumber, form: &SubmitForm) -> Result<Order, Error> {
    let (now, deadlines, seen, shown) = (app.now(), app.settings.deadlines, form.version, form.check()?);
    let (user, find) = (user.clone(), Find::Own(user.id, number.clone()));
    app.write(move |tx| {
        let mut stored = load(tx, &find, seen)?;
        let company = company::store::get(tx, user.id)?.ok_or(Error::NotFound)?;
        let project = project::store::get(tx, stored.draft.project)?.ok_or(Error::NotFound)?;
        let held = certificate::store::held(tx, user.id, project.id)?;
        let quote = price(tx, &stored.draft, now)?;
        let mut missing = company::missing(&company);
        let sheet = material::sheet(tx, &company, &stored, now)?;
        missing.extend(sheet.missing());
        let command = Command::Submit(Submission {
            price: quote.as_ref().map_or(stored.order.amount, |quote| quote.total),
            shown,
            missing,
            hindrance: hindrance(tx, &stored.draft, &project, held)?.or_else(|| quote.as_ref().err().cloned()),
            review_first: project.rules.review_first,
            deadlines,
        });
        let decision = decide(&stored.order, &command, &user.actor(), now)?;
        let quote = quote.map_err(|_| Fault::records("submitted without a price"))?;
        name_main_keys(tx, &mut stored, &project, held)?;
        let outlet =
            outlet_of(tx, &stored.draft.delivery)?.map(|outlet| FrozenOutlet { id: outlet.id, name: outlet.name });
        let materials = material::freeze(tx, &sheet, stored.order.id, decision.submission)?;
        let snapshot = Snapshot::freeze(&company, &project.name, outlet, &stored.draft.items, &quote, materials)
            .ok_or_else(|| Fault::records("a complete profile could not be frozen"))?;
        store::add_submission(tx, stored.order.id, decision.submission, quote.list, &snapshot, now)?;
        mark::remember(tx, &stored, &snapshot, now)?;
        commit(tx, &stored, &decision, &user.actor(), now)
    })
    .await
}

/// What has come in the way since the draft was saved, for the page that looks everything over.
pub async fn obstacle(app: &App, stored: &Stored) -> Result<Option<Why>, Error> {
    let (company, draft, now) = (stored.order.company, stored.draft.clone(), app.now());
    app.read(move |tx| {
        let project = project::store::get(tx, draft.project)?.ok_or(Error::NotFound)?;
        let held = certificate::store::held(tx, company, project.id)?;
        let quote = price(tx, &draft, now)?;
        Ok(hindrance(tx, &draft, &project, held)?.or_else(|| quote.err()))
    })
    .await
}

fn hindrance(tx: &mut Tx, draft: &OrderDraft, project: &Project, held: Held) -> Result<Option<Why>, Error> {
    let outlet = outlet_of(tx, &draft.delivery)?;
    let closed = matches!(draft.delivery, Delivery::Pickup { .. }) && outlet.is_none_or(|outlet| !outlet.open);
    let second_seal = match project.rules.second_seal(held, draft.seals()) {
        SecondSeal::Allow => false,
        SecondSeal::Explain => draft.why.is_empty(),
        SecondSeal::Block => true,
    };
    Ok(if !project.open {
        Some(Why::ProjectClosed)
    } else if closed {
        Some(Why::OutletClosed)
    } else {
        second_seal.then_some(Why::SealExists)
    })
}

fn outlet_of(tx: &mut Tx, delivery: &Delivery) -> Result<Option<Outlet>, Error> {
    match delivery {
        Delivery::Courier(_) => Ok(None),
        Delivery::Pickup { outlet } => Ok(outlet::store::get(tx, *outlet)?),
    }
}

/// Another order may have been approved since the draft was saved, and its main key counts.
fn name_main_keys(tx: &mut Tx, stored: &mut Stored, project: &Project, held: Held) -> Result<(), Error> {
    let before = stored.draft.items.clone();
    assign_roles(&mut stored.draft.items, project.rules.main_keys_left(held));
    if stored.draft.items != before {
        store::update_draft(tx, stored.order.id, &stored.draft)?;
    }
    Ok(())
}

/// 撤回修改, 取消, 删除, 申请取消: what needs nothing but the word.
pub async fn withdraw(app: &App, user: &CompanyUser, number: &OrderNumber, seen: i64) -> Result<Order, Error> {
    own(app, user, number, seen, Command::Withdraw).await
}

/// 取消订单 before paying (T7).
pub async fn cancel(app: &App, user: &CompanyUser, number: &OrderNumber, seen: i64) -> Result<Order, Error> {
    own(app, user, number, seen, Command::Cancel).await
}

/// 删除 a draft that was never submitted. Nobody looks at its files any more: the sweep takes them.
pub async fn delete(app: &App, user: &CompanyUser, number: &OrderNumber, seen: i64) -> Result<Order, Error> {
    let (now, actor, find) = (app.now(), user.actor(), Find::Own(user.id, number.clone()));
    app.write(move |tx| {
        let stored = load(tx, &find, seen)?;
        let decision = decide(&stored.order, &Command::Delete, &actor, now)?;
        material::store::clear_order(tx, stored.order.id)?;
        commit(tx, &stored, &decision, &actor, now)
    })
    .await
}

/// 申请取消 while the order is reviewed (E7).
pub async fn request_cancel(app: &App, user: &CompanyUser, number: &OrderNumber, seen: i64) -> Result<Order, Error> {
    own(app, user, number, seen, Command::RequestCancel).await
}

/// 确认收货 (T13). `in_hand`: the user says so although the outlet recorded nothing (E17).
pub async fn confirm(
    app: &App,
    user: &CompanyUser,
    number: &OrderNumber,
    seen: i64,
    in_hand: bool,
) -> Result<Order, Error> {
    own(app, user, number, seen, Command::Confirm { in_hand }).await
}

async fn own(app: &App, user: &CompanyUser, number: &OrderNumber, seen: i64, command: Command) -> Result<Order, Error> {
    act(app, Find::Own(user.id, number.clone()), seen, user.actor(), command).await
}
