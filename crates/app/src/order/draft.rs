//! 订单申请 and 修改: drafts, and the price that stands beside them before anything is saved.

use super::act;
use super::commit::commit;
use super::store::{self, Find};
use crate::account::session::CompanyUser;
use crate::{App, Error, outlet, project};
use db::Tx;
use domain::field::FieldErrors;
use domain::id::{OrderNumber, ProjectId};
use domain::order::form::{OrderContext, OrderForm};
use domain::order::price::Quote;
use domain::order::{Command, Decision, Entry, Event, OrderDraft, decide};
use domain::time;
use jiff::Timestamp;

/// The version of an order that was saved once.
const FIRST_VERSION: i64 = 1;

/// Saves a new order. `operation` is the form's one-time number: the second click finds the first one's order (E24).
///
/// # Errors
/// `Fields` with every mistake of the form.
pub async fn create(app: &App, user: &CompanyUser, form: &OrderForm, operation: &str) -> Result<OrderNumber, Error> {
    let (now, max) = (app.now(), app.settings.max_certificates);
    let (user, form, key) = (user.clone(), form.clone(), format!("order:{}:{operation}", user.id));
    app.write(move |tx| {
        let draft = checked(tx, &form, max)?;
        if let Some(earlier) = store::recall(tx, &key)? {
            return again(tx, &user, &earlier, draft, now);
        }
        let quote = quoted(tx, &draft, now)?;
        let day = time::beijing(now).date();
        let sequence = store::next_sequence(tx, day_number(day))?;
        let number = OrderNumber::build(day, sequence);
        if let Some(earlier) = store::remember(tx, &key, number.as_str(), now)? {
            return again(tx, &user, &earlier, draft, now);
        }
        let stored = store::insert(tx, user.id, &number, &draft, quote.total, now)?;
        let created = Decision {
            next: stored.order.state.clone(),
            submission: 0,
            amount: quote.total,
            delivery: draft.delivery.clone(),
            entry: Some(Entry::new(Event::Created, summary(&draft))),
            effects: Vec::new(),
        };
        commit(tx, &stored, &created, &user.actor(), now)?;
        Ok(number)
    })
    .await
}

/// Saves a changed draft.
pub async fn save(
    app: &App,
    user: &CompanyUser,
    number: &OrderNumber,
    seen: i64,
    form: &OrderForm,
) -> Result<(), Error> {
    let (now, max) = (app.now(), app.settings.max_certificates);
    let (user, form, find) = (user.clone(), form.clone(), Find::Own(user.id, number.clone()));
    app.write(move |tx| {
        let stored = act::load(tx, &find, seen)?;
        let draft = checked(tx, &form, max)?;
        change(tx, stored, draft, &user, now)
    })
    .await
}

/// The form of a new order came a second time. Unchanged, it was a second click; changed (after the back button), it
/// changes the order that it made, as long as nothing else has happened to it.
fn again(
    tx: &mut Tx,
    user: &CompanyUser,
    earlier: &str,
    draft: OrderDraft,
    now: Timestamp,
) -> Result<OrderNumber, Error> {
    let number = store::number(earlier)?;
    let find = Find::Own(user.id, number.clone());
    if store::get(tx, &find)?.is_some_and(|stored| stored.draft == draft) {
        return Ok(number);
    }
    let stored = act::load(tx, &find, FIRST_VERSION)?;
    change(tx, stored, draft, user, now)?;
    Ok(number)
}

fn change(
    tx: &mut Tx,
    mut stored: store::Stored,
    draft: OrderDraft,
    user: &CompanyUser,
    now: Timestamp,
) -> Result<(), Error> {
    let quote = quoted(tx, &draft, now)?;
    let mut decision = decide(&stored.order, &Command::Save, &user.actor(), now)?;
    decision.amount = quote.total;
    decision.delivery = draft.delivery.clone();
    decision.entry = Some(Entry::new(Event::Saved, summary(&draft)));
    store::update_draft(tx, stored.order.id, &draft)?;
    stored.draft = draft;
    commit(tx, &stored, &decision, &user.actor(), now).map(drop)
}

/// The price of so many certificates and seals at this moment, for the box beside the form.
pub async fn quote(app: &App, project: ProjectId, certificates: i64, seals: i64) -> Result<Quote, Error> {
    let now = app.now();
    app.read(move |tx| price(tx, project, certificates, seals, now)).await
}

fn checked(tx: &mut Tx, form: &OrderForm, max_certificates: i64) -> Result<OrderDraft, Error> {
    let projects: Vec<_> = project::store::list_open(tx)?.into_iter().map(|p| p.id).collect();
    let outlets: Vec<_> = outlet::store::list_open(tx)?.into_iter().map(|o| o.id).collect();
    let context = OrderContext { projects: &projects, outlets: &outlets, max_certificates };
    Ok(form.check(&context)?)
}

pub(super) fn quoted(tx: &mut Tx, draft: &OrderDraft, now: Timestamp) -> Result<Quote, Error> {
    price(tx, draft.project, draft.certificates, draft.seals, now)
}

fn price(tx: &mut Tx, project: ProjectId, certificates: i64, seals: i64, now: Timestamp) -> Result<Quote, Error> {
    let no_price = |message: &str| {
        let mut errors = FieldErrors::new();
        errors.add("project", message);
        Error::Fields(errors)
    };
    let list = project::store::price_list_in_force(tx, project, now)?
        .ok_or_else(|| no_price("该交易平台暂未公布收费标准，请选择其他平台或联系客服"))?;
    list.quote(certificates, seals).map_err(|_| no_price("费用超出可支付的范围，请减少证书数量或联系客服"))
}

fn summary(draft: &OrderDraft) -> String {
    let way = match draft.delivery {
        domain::order::Delivery::Courier(_) => "快递到付",
        domain::order::Delivery::Pickup { .. } => "网点自取",
    };
    format!("{} 个证书、{} 个签章，{way}", draft.certificates, draft.seals)
}

fn day_number(day: jiff::civil::Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}
