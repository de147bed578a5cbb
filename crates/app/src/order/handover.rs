//! From approval to the user's hands: the waybill, and the arrival at an outlet. The handover is in `desk`.

use super::act::act;
use super::store::Find;
use crate::who::StaffUser;
use crate::{App, Error};
use domain::id::OrderNumber;
use domain::order::{Command, Order, Waybill};
use domain::rights::Act;

/// Records the waybill (T11), or a corrected one (E16); the user gets an SMS for each new number.
pub async fn ship(
    app: &App,
    staff: &StaffUser,
    number: &OrderNumber,
    seen: i64,
    waybill: Waybill,
) -> Result<Order, Error> {
    let command = Command::Ship { waybill, deadlines: app.settings.deadlines };
    act(app, at_shipping(staff, number), seen, staff.actor(), command).await
}

/// The parcel was lost or came back (T15): the order waits for a new waybill.
pub async fn return_parcel(
    app: &App,
    staff: &StaffUser,
    number: &OrderNumber,
    seen: i64,
    reason: String,
) -> Result<Order, Error> {
    act(app, at_shipping(staff, number), seen, staff.actor(), Command::ReturnParcel { reason }).await
}

/// The certificate waits at the outlet (T12). Staff of other outlets find no such order.
pub async fn mark_ready(app: &App, staff: &StaffUser, number: &OrderNumber, seen: i64) -> Result<Order, Error> {
    act(app, at_desk(staff, number), seen, staff.actor(), Command::MarkReady).await
}

fn at_shipping(staff: &StaffUser, number: &OrderNumber) -> Find {
    Find::Staff(staff.id, Act::Ship, number.clone())
}

fn at_desk(staff: &StaffUser, number: &OrderNumber) -> Find {
    Find::Staff(staff.id, Act::HandOver, number.clone())
}
