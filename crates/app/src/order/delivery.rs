//! 变更获取方式 after the approval (T16), and another outlet when one is closed (E19): by support, with the user's consent
//! in the history, where the user reads it too.

use super::act::act;
use super::store::Find;
use crate::who::StaffUser;
use crate::{App, Error};
use domain::id::OrderNumber;
use domain::order::{Command, Delivery, Order};
use domain::rights::Act;

/// Changes the way of delivery of an approved order that is not on its way yet.
///
/// # Errors
/// `Refused` once the parcel is sent or handed over; `Stale` if the order changed since the page was shown.
pub async fn switch(
    app: &App,
    staff: &StaffUser,
    number: &OrderNumber,
    seen: i64,
    to: Delivery,
    consent: &str,
) -> Result<Order, Error> {
    let find = Find::Staff(staff.id, Act::SwitchDelivery, number.clone());
    let command = Command::SwitchDelivery { to, consent: consent.to_owned() };
    act(app, find, seen, staff.actor(), command).await
}
