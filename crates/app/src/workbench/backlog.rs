//! What may wait for staff, and how much of it does.

use domain::rights::{Act, Role};
use jiff::Timestamp;

/// Counting stops here; pages show "999+".
pub const COUNT_CAP: i64 = 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backlog {
    /// 待审核.
    Review,
    /// 待发货.
    Ship,
    /// 自取: not yet at the outlet, or waiting to be collected there.
    Pickup,
    /// 退款异常: refunds that failed.
    Refunds,
    /// 资金异常: money that needs a person.
    MoneyCases,
    /// 发票失败: could not be issued or mailed.
    Invoices,
    /// 待冲红: invoices of what was paid back, to be flushed at the tax platform.
    RedInvoices,
    /// 短信失败: those that can be sent again. Codes and temporary passwords die; users ask for new ones.
    Messages,
    /// 账号找回 that waits for a second person.
    Rescues,
}

impl Backlog {
    /// Most pressing first.
    pub const ALL: [Backlog; 9] = [
        Backlog::Review,
        Backlog::Ship,
        Backlog::Pickup,
        Backlog::Refunds,
        Backlog::MoneyCases,
        Backlog::Invoices,
        Backlog::RedInvoices,
        Backlog::Messages,
        Backlog::Rescues,
    ];

    /// The right to see how much of it waits.
    pub fn act(self) -> Act {
        match self {
            Backlog::Review => Act::CountReviews,
            Backlog::Ship => Act::CountShipments,
            Backlog::Pickup => Act::CountPickups,
            Backlog::Refunds => Act::CountRefunds,
            Backlog::MoneyCases => Act::CountCases,
            Backlog::Invoices => Act::CountInvoices,
            Backlog::RedInvoices => Act::CountRedInvoices,
            Backlog::Messages => Act::CountMessages,
            Backlog::Rescues => Act::CountRescues,
        }
    }

    /// What a role looks after, or looks at; most pressing first.
    pub fn of(role: Role) -> impl Iterator<Item = Backlog> {
        Backlog::ALL.into_iter().filter(move |duty| duty.act().is_for(role))
    }
}

/// How much of it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BacklogCount {
    pub backlog: Backlog,
    /// How many, at most [`COUNT_CAP`].
    pub count: i64,
    /// Since when the oldest waits.
    pub oldest: Option<Timestamp>,
    /// 超时: how many have waited longer than was promised; 0 where nothing was promised.
    pub overdue: i64,
}
