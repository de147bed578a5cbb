//! 工作台: what waits for whom, with its age, and what is overdue by what users were promised. Every figure is bounded:
//! a partial index is read up to a cap, no table is counted.

pub mod store;

use crate::who::StaffUser;
use crate::{App, Error};
use domain::rights::{Act, Role};
use jiff::{SignedDuration, Timestamp};

/// Counting stops here; pages show "999+".
pub const COUNT_CAP: i64 = 1000;

/// Something that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
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
    /// 短信失败: those that can be sent again. Codes and temporary passwords die; users ask for new ones.
    Messages,
    /// 账号找回 that waits for a second person.
    Rescues,
}

/// How much of it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What.
    pub duty: Duty,
    /// How many, at most [`COUNT_CAP`].
    pub count: i64,
    /// Since when the oldest waits.
    pub oldest: Option<Timestamp>,
    /// 超时: how many have waited longer than was promised; 0 where nothing was promised.
    pub overdue: i64,
}

impl Duty {
    /// Most pressing first.
    pub const ALL: [Duty; 8] = [
        Duty::Review,
        Duty::Ship,
        Duty::Pickup,
        Duty::Refunds,
        Duty::MoneyCases,
        Duty::Invoices,
        Duty::Messages,
        Duty::Rescues,
    ];

    /// The right to see how much of it waits.
    pub fn act(self) -> Act {
        match self {
            Duty::Review => Act::CountReviews,
            Duty::Ship => Act::CountShipments,
            Duty::Pickup => Act::CountPickups,
            Duty::Refunds => Act::CountRefunds,
            Duty::MoneyCases => Act::CountCases,
            Duty::Invoices => Act::CountInvoices,
            Duty::Messages => Act::CountMessages,
            Duty::Rescues => Act::CountRescues,
        }
    }

    /// What a role looks after, or looks at; most pressing first.
    pub fn of(role: Role) -> impl Iterator<Item = Duty> {
        Duty::ALL.into_iter().filter(move |duty| duty.act().is_for(role))
    }
}

/// What waits, as this person may see it. The role and the outlet are judged in each statement as well.
pub async fn waiting(app: &App, staff: &StaffUser) -> Result<Vec<Waiting>, Error> {
    let (me, role, now) = (staff.id, staff.role, app.now());
    let (review_due, ship_due) = (due_before(app, app.settings.promises.review_days, now), {
        due_before(app, app.settings.promises.ship_days, now)
    });
    app.read(move |tx| {
        let mut waiting = Vec::new();
        for duty in Duty::of(role) {
            let due = match duty {
                Duty::Review => review_due,
                Duty::Ship | Duty::Pickup => ship_due,
                _ => Timestamp::MIN,
            };
            waiting.push(store::waiting(tx, me, duty, due, COUNT_CAP)?);
        }
        Ok(waiting)
    })
    .await
}

/// What began before this moment has outlasted a promise of so many working days.
pub fn due_before(app: &App, days: u32, now: Timestamp) -> Timestamp {
    let working = &app.settings.working;
    let promised: SignedDuration = working.day_length() * i32::try_from(days).unwrap_or(i32::MAX);
    working.ago(promised, now)
}
