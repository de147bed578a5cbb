//! 网点: the contact log of a pickup, the search at the desk, and the handover with the collector's identity. Everything
//! here is of the own outlet, as the statements say.

pub mod store;

use crate::order::act;
use crate::order::commit::commit;
use crate::order::query::OrderLine;
use crate::order::store::Find;
use crate::who::StaffUser;
use crate::{App, Error};
use domain::company::IdNumber;
use domain::id::OrderNumber;
use domain::order::staff_form::CollectorIdentity;
use domain::order::{Collector, Command, Order, decide};
use domain::outlet::LoggedContact;
use domain::rights::Act;
use store::{ContactEntry, StoredHandover};

/// The most rows that a search finds.
pub const FOUND_MAX: i64 = 50;

/// The most entries of a log that are shown.
pub const LOG_MAX: i64 = 50;

/// Adds to the contact log of a pickup.
///
/// # Errors
/// `NotFound` for an order of another outlet, or one that is not here any more.
pub async fn log(app: &App, staff: &StaffUser, number: &OrderNumber, contact: LoggedContact) -> Result<(), Error> {
    let (now, staff) = (app.now(), staff.clone());
    let find = Find::Staff(staff.id, Act::HandOver, number.clone());
    app.write(move |tx| {
        let order = crate::order::store::get(tx, &find)?.ok_or(Error::NotFound)?.order;
        Ok(store::add_contact(tx, order.id, &staff, &contact, now)?)
    })
    .await
}

/// The log of a pickup, newest first.
pub async fn contacts(app: &App, staff: &StaffUser, number: &OrderNumber) -> Result<Vec<ContactEntry>, Error> {
    let (staff, number) = (staff.id, number.clone());
    app.read(move |tx| Ok(store::contacts(tx, staff, &number, LOG_MAX)?)).await
}

/// The last contact of every order at the own outlet, and how often nobody answered.
pub async fn last_contacts(app: &App, staff: &StaffUser) -> Result<Vec<(String, ContactEntry, i64)>, Error> {
    let staff = staff.id;
    app.read(move |tx| Ok(store::last_contacts(tx, staff)?)).await
}

/// Pickups of the own outlet, completed ones too, whose number or company holds this text; newest first.
pub async fn search(app: &App, staff: &StaffUser, text: &str) -> Result<Vec<OrderLine>, Error> {
    let (staff, text) = (staff.id, text.to_owned());
    app.read(move |tx| Ok(store::search(tx, staff, &text, FOUND_MAX)?)).await
}

/// 登记交付 (T12): the order's own record and the collector's identity, in one transaction.
///
/// # Errors
/// As [`act::act`].
pub async fn hand_over(
    app: &App,
    staff: &StaffUser,
    number: &OrderNumber,
    seen: i64,
    (collector, identity): (Collector, CollectorIdentity),
) -> Result<Order, Error> {
    let (now, actor, staff) = (app.now(), staff.actor(), staff.clone());
    let find = Find::Staff(staff.id, Act::HandOver, number.clone());
    let command = Command::HandOver { collector, deadlines: app.settings.deadlines };
    app.write(move |tx| {
        let stored = act::load(tx, &find, seen)?;
        let decision = decide(&stored.order, &command, &actor, now)?;
        store::add_handover(tx, stored.order.id, &staff, &identity, now)?;
        commit(tx, &stored, &decision, &actor, now)
    })
    .await
}

/// What was recorded when the goods were handed over.
pub async fn handover(app: &App, staff: &StaffUser, number: &OrderNumber) -> Result<Option<StoredHandover>, Error> {
    let (staff, number) = (staff.id, number.clone());
    app.read(move |tx| Ok(store::handover(tx, staff, &number)?)).await
}

/// The number of a document with its middle hidden, for the printed receipt.
pub fn masked_id(number: &str) -> String {
    let shown = if number.len() >= IdNumber::LENGTH { 4 } else { 2 };
    let hidden = |at: usize| at >= shown && at + shown < number.chars().count();
    number.chars().enumerate().map(|(at, sign)| if hidden(at) { '*' } else { sign }).collect()
}

#[cfg(test)]
mod tests {
    use super::masked_id;

    #[test]
    fn the_middle_of_a_number_is_hidden() {
        assert_eq!(masked_id("11010519491231002X"), "1101**********002X");
        assert_eq!(masked_id("E12345678"), "E1*****78");
        assert_eq!(masked_id(""), "");
    }
}
