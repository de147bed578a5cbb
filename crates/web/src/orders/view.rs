//! Small pieces that several pages show of an order: its contents, where it goes to, its last events, its next act.

use app::order::query::HistoryEntry;
use domain::order::form::{Delivery, Recipient};
use domain::order::{Event, State};
use domain::time;

/// The one thing that the user does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// 修改/提交.
    Edit,
    /// 订单支付.
    Pay,
    /// 确认收货.
    Confirm,
    /// 再来一单.
    Again,
    /// Wait.
    Nothing,
}

impl Act {
    /// The act of a state.
    pub fn of(state: &State) -> Act {
        match state {
            State::Draft { .. } => Act::Edit,
            State::AwaitingPayment { .. } => Act::Pay,
            State::UnderReview(_) | State::ToShip(_) => Act::Nothing,
            State::Shipped { .. } | State::Processing { .. } => Act::Confirm,
            State::Completed { .. } | State::Closed { .. } => Act::Again,
        }
    }
}

/// `2 证书 · 1 签章`, for lists.
pub fn short_content(certificates: i64, seals: i64) -> String {
    if seals == 0 { format!("{certificates} 证书") } else { format!("{certificates} 证书 · {seals} 签章") }
}

/// `2 个证书、1 个签章`, for sentences.
pub fn content(certificates: i64, seals: i64) -> String {
    if seals == 0 {
        format!("{certificates} 个证书")
    } else {
        format!("{certificates} 个证书、{seals} 个签章")
    }
}

/// 获取方式 with its particulars.
#[derive(Clone, Debug)]
pub struct Way {
    /// 快递到付 or 网点自取.
    pub title: &'static str,
    /// Label and value.
    pub facts: Vec<(&'static str, String)>,
}

impl Way {
    /// As companies and reviewers see it: the mobile number is masked.
    pub fn masked(delivery: &Delivery, outlet: Option<&str>) -> Way {
        Way::with(delivery, outlet, |to| to.mobile.masked())
    }

    /// As whoever writes the waybill needs it.
    pub fn full(delivery: &Delivery, outlet: Option<&str>) -> Way {
        Way::with(delivery, outlet, |to| to.mobile.as_str().to_owned())
    }

    fn with(delivery: &Delivery, outlet: Option<&str>, mobile: impl Fn(&Recipient) -> String) -> Way {
        let facts = match delivery {
            Delivery::Courier(to) => {
                vec![("收件人", to.name.clone()), ("手机号", mobile(to)), ("收件地址", to.full_address())]
            }
            Delivery::Pickup { .. } => vec![("自取网点", outlet.unwrap_or("待定").to_owned())],
        };
        Way { title: delivery.title(), facts }
    }
}

/// One line of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Class of the style sheet; may be empty.
    pub class: &'static str,
    /// `11-23 09:12`.
    pub when: String,
    /// What happened.
    pub what: &'static str,
    /// The particulars.
    pub note: String,
}

/// The history as the company sees it, newest first.
pub fn timeline(history: &[HistoryEntry]) -> Vec<Moment> {
    let public = history.iter().filter(|entry| entry.event.is_public());
    public.enumerate().map(|(index, entry)| moment(index, entry, entry.note.clone())).collect()
}

/// The history as staff see it: with the claims, and with who did what.
pub fn staff_timeline(history: &[HistoryEntry]) -> Vec<Moment> {
    let note = |entry: &HistoryEntry| match entry.note.as_str() {
        "" => entry.actor_name.clone(),
        note => format!("{}：{note}", entry.actor_name),
    };
    history.iter().enumerate().map(|(index, entry)| moment(index, entry, note(entry))).collect()
}

fn moment(index: usize, entry: &HistoryEntry, note: String) -> Moment {
    let class = match (index, entry.event) {
        (_, Event::Rejected | Event::RefundStuck) => "no",
        (0, _) => "now",
        _ => "",
    };
    Moment { class, when: time::short_text(entry.at), what: entry.event.label(), note }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::orders::sample;

    #[test]
    fn the_company_does_not_see_the_traffic_of_the_queue() {
        let mut history = sample::history();
        history.insert(0, sample::entry(9, "2026-11-23 11:00:00", Event::Claimed, "周予安", ""));
        assert!(timeline(&history).iter().all(|moment| moment.what != Event::Claimed.label()));
        let staff = staff_timeline(&history);
        assert_eq!((staff[0].what, staff[0].note.as_str(), staff[0].class), ("领取审核", "周予安", "now"));
    }

    #[test]
    fn only_whoever_writes_the_waybill_sees_the_whole_number() {
        let delivery = sample::courier();
        let text = |way: Way| way.facts.into_iter().map(|(_, value)| value).collect::<String>();
        assert!(text(Way::masked(&delivery, None)).contains("138****0000"));
        assert!(text(Way::full(&delivery, None)).contains("13800000000"));
    }
}
