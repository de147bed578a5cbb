//! Outlets (网点): where users collect what was made for them.

mod contact_log;
mod form;

pub use contact_log::{Appointment, ContactLogForm, ContactResult, ContactWay, HalfDay, LoggedContact};
pub use form::{OutletEntry, OutletForm};

use crate::id::OutletId;
use serde::{Deserialize, Serialize};

/// An outlet, as the order form and the notices show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlet {
    pub id: OutletId,
    /// 名称: 东湖网点.
    pub name: String,
    /// 地址, with floor and window.
    pub address: String,
    /// 电话.
    pub phone: String,
    /// 营业时间, as text.
    pub hours: String,
    /// False when it takes no new orders; orders already bound to it stay.
    pub open: bool,
}
