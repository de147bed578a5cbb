//! 订单申请 and 修改: drafts, and the price that stands beside them before anything is saved.

use super::act;
use super::commit::commit;
use super::offer;
use super::store::{self, Find};
use crate::account::limit::{self, Daily};
use crate::who::CompanyUser;
use crate::{App, Error, Tx, api_client, project};
use domain::api_client::ExternalKey;
use domain::field::FieldErrors;
use domain::id::OrderNumber;
use domain::order::form::OrderForm;
use domain::order::price::Quote;
use domain::order::{CertificateItem, CertificateKind, Command, Decision, Entry, Event, OrderDraft, Why, decide};
use domain::time;
use jiff::Timestamp;

/// A form without mistakes, and what it costs.
struct PricedDraft {
    draft: OrderDraft,
    quote: Quote,
}

/// What a form is judged by, beside what is on offer.
#[derive(Clone, Copy)]
struct JudgedAt {
    /// Most certificates of one order.
    max_certificates: i64,
    now: Timestamp,
}

/// The version of an order that was saved once.
const FIRST_VERSION: i64 = 1;

/// Saves a new order. `operation` is the form's one-time number: the second click finds the first one's order (E24), and
/// so does a second try where nobody heard whether the first was stored.
///
/// # Errors
/// `Fields` with every mistake of the form; `Limited` when the company has made too many of them today.
pub async fn create(app: &App, user: &CompanyUser, form: &OrderForm, operation: &str) -> Result<OrderNumber, Error> {
    let (times, limits) = (app.times(), app.settings.company_limits);
    let now = times.wall;
    let at = JudgedAt { max_certificates: app.settings.max_certificates, now };
    let (user, form, key) = (user.clone(), form.clone(), format!("order:{}:{operation}", user.id));
    let created = app.write_once(move |tx| {
        let copied = copied(tx, &user, &form)?;
        let priced = checked(tx, &user, &form, copied, at)?;
        // First in the company's queue, then the look: whoever waited there for the first try of this form finds what it
        // made, before it is counted as one more.
        limit::queue_up(tx, &limits, Daily::Order, user.id, times.steady)?;
        if let Some(earlier) = store::recall(tx, &key)? {
            return again(tx, &user, &earlier, priced, now).map(Ok);
        }
        if let Err(closed) = limit::daily(tx, &limits, Daily::Order, user.id, times.steady)? {
            return Ok(Err(closed));
        }
        let day = time::beijing(now).date();
        let sequence = store::next_sequence(tx, day_number(day))?;
        let number = OrderNumber::build(day, sequence);
        if let Some(earlier) = store::remember(tx, &key, number.as_str(), now)? {
            return again(tx, &user, &earlier, priced, now).map(Ok);
        }
        let PricedDraft { draft, quote } = priced;
        let stored = store::insert(tx, user.id, &number, &draft, quote.total, now)?;
        if let Some(key) = ExternalKey::parse(&form.key) {
            api_client::store::set_external_key(tx, stored.order.id, &key, now)?;
        }
        let created = Decision {
            next: stored.order.state.clone(),
            submission: 0,
            amount: quote.total,
            delivery: draft.delivery.clone(),
            entry: Some(Entry::new(Event::Created, summary(&draft))),
            effects: Vec::new(),
        };
        commit(tx, &stored, &created, &user.actor(), now)?;
        Ok(Ok(number))
    });
    created.await?.map_err(|closed| closed.refusal(app))
}

pub async fn save(
    app: &App,
    user: &CompanyUser,
    number: &OrderNumber,
    seen: i64,
    form: &OrderForm,
) -> Result<(), Error> {
    let at = JudgedAt { max_certificates: app.settings.max_certificates, now: app.now() };
    let (user, form, find) = (user.clone(), form.clone(), Find::Own(user.id, number.clone()));
    app.write(move |tx| {
        let stored = act::load(tx, &find, seen)?;
        let wanted = checked(tx, &user, &form, stored.draft.items.clone(), at)?;
        change(tx, stored, wanted, &user, at.now)
    })
    .await
}

/// The form of a new order came a second time. Unchanged, it was a second click; changed (after the back button), it
/// changes the order that it made, as long as nothing else has happened to it.
fn again(
    tx: &mut Tx,
    user: &CompanyUser,
    earlier: &str,
    wanted: PricedDraft,
    now: Timestamp,
) -> Result<OrderNumber, Error> {
    let number = crate::stored::order_number(earlier)?;
    let find = Find::Own(user.id, number.clone());
    if store::get(tx, &find)?.is_some_and(|stored| stored.draft == wanted.draft) {
        return Ok(number);
    }
    let stored = act::load(tx, &find, FIRST_VERSION)?;
    change(tx, stored, wanted, user, now)?;
    Ok(number)
}

fn change(
    tx: &mut Tx,
    mut stored: store::Stored,
    wanted: PricedDraft,
    user: &CompanyUser,
    now: Timestamp,
) -> Result<(), Error> {
    let PricedDraft { draft, quote } = wanted;
    let mut decision = decide(&stored.order, &Command::Save, &user.actor(), now)?;
    decision.amount = quote.total;
    decision.delivery = draft.delivery.clone();
    decision.entry = Some(Entry::new(Event::Saved, summary(&draft)));
    store::update_draft(tx, stored.order.id, &draft)?;
    stored.draft = draft;
    commit(tx, &stored, &decision, &user.actor(), now).map(drop)
}

/// What a company may choose from, for the page.
pub async fn offer(
    app: &App,
    user: &CompanyUser,
    form: &OrderForm,
    saved: Vec<CertificateItem>,
) -> Result<offer::Offer, Error> {
    let (company, project, business) = (user.id, form.project.clone(), form.business.clone());
    let (max_certificates, now) = (app.settings.max_certificates, app.now());
    let asked = offer::Asked { company, project, business, saved, max_certificates, with_legal: true, now };
    app.read(move |tx| Ok(offer::read(tx, &asked)?)).await
}

/// The certificates of the order that a new one was copied from: they lend the personal numbers.
fn copied(tx: &mut Tx, user: &CompanyUser, form: &OrderForm) -> Result<Vec<CertificateItem>, Error> {
    let Some(number) = OrderNumber::parse(&form.copy) else { return Ok(Vec::new()) };
    let stored = store::get(tx, &Find::Own(user.id, number))?;
    Ok(stored.map(|stored| stored.draft.items).unwrap_or_default())
}

/// What the form asks for, and what it costs.
fn checked(
    tx: &mut Tx,
    user: &CompanyUser,
    form: &OrderForm,
    saved: Vec<CertificateItem>,
    JudgedAt { max_certificates, now }: JudgedAt,
) -> Result<PricedDraft, Error> {
    let (company, project, business) = (user.id, form.project.clone(), form.business.clone());
    let with_legal = form.rows.0.iter().any(|row| row.shown_kind() == CertificateKind::Legal);
    let offer =
        offer::read(tx, &offer::Asked { company, project, business, saved, max_certificates, with_legal, now })?;
    let draft = form.check(&offer.context())?;
    let wrong = |message: &str| {
        let mut errors = FieldErrors::new();
        errors.add("project", message);
        errors
    };
    let quote = offer
        .quote(&draft.items)
        .ok_or_else(|| wrong("该交易平台暂未公布收费标准，请选择其他平台或联系客服"))?
        .map_err(|_| wrong("费用超出可支付的范围，请减少证书数量或联系客服"))?;
    Ok(PricedDraft { draft, quote })
}

/// The price of a draft at this moment, or why there is none.
pub(super) fn price(tx: &mut Tx, draft: &OrderDraft, now: Timestamp) -> Result<Result<Quote, Why>, Error> {
    let list = project::store::price_list_in_force(tx, draft.project, now)?;
    Ok(list.ok_or(Why::NoPrices).and_then(|list| {
        let own = list.of(draft.business).ok_or(Why::NotOffered)?;
        own.quote(&draft.items).map_err(|_| Why::NotOffered)
    }))
}

fn summary(draft: &OrderDraft) -> String {
    let way = match draft.delivery {
        domain::order::Delivery::Courier(_) => "快递到付",
        domain::order::Delivery::Pickup { .. } => "网点自取",
    };
    format!("{} 个证书、{} 个签章，{way}", draft.certificates(), draft.seals())
}

fn day_number(day: jiff::civil::Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

#[cfg(test)]
mod tests;
