//! The step bar 填写 → 核对 → 支付 → 审核 → 收货 above every page about an order.

use super::tag::month_day;
use app::order::query::HistoryEntry;
use domain::order::{Event, State};
use domain::time;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressStep {
    /// From 1.
    pub number: usize,
    pub word: &'static str,
    pub done: bool,
    /// Where we are.
    pub now: bool,
    /// A date under the word; may be empty.
    pub sub: String,
}

const WORDS: [&str; 5] = ["填写", "核对", "支付", "审核", "收货"];

/// The bar with this step (1–5) as the current one; 6 when all are done.
pub fn at(current: usize) -> Vec<ProgressStep> {
    WORDS
        .into_iter()
        .zip(1..)
        .map(|(word, number)| ProgressStep {
            number,
            word,
            done: number < current,
            now: number == current,
            sub: String::new(),
        })
        .collect()
}

/// The bar of an order, with the dates of its history (newest first). Empty for a closed order.
pub fn of(state: &State, history: &[HistoryEntry]) -> Vec<ProgressStep> {
    let current = match state {
        State::Draft { .. } => 1,
        State::AwaitingPayment { .. } => 3,
        State::UnderReview(_) => 4,
        State::ToShip(_) | State::Shipped { .. } | State::Processing { .. } => 5,
        State::Completed { .. } => 6,
        State::Closed { .. } => return Vec::new(),
    };
    let mut steps = at(current);
    let day_of =
        |event| history.iter().find(|entry| entry.event == event).map(|e| month_day(time::beijing(e.at).date()));
    let events = [Event::Created, Event::Submitted, Event::Paid, Event::Approved, Event::Completed];
    for (step, event) in steps.iter_mut().zip(events).filter(|(step, _)| step.done) {
        step.sub = day_of(event).unwrap_or_default();
    }
    if let Some(step) = steps.iter_mut().find(|step| step.now) {
        step.sub = sub_of(state);
    }
    steps
}

fn sub_of(state: &State) -> String {
    match state {
        State::AwaitingPayment { pay_until: Some(at), .. } => format!("{} 前", month_day(time::beijing(*at).date())),
        State::Shipped { shipped_at, .. } => format!("{} 发出", month_day(time::beijing(*shipped_at).date())),
        State::Draft { .. }
        | State::AwaitingPayment { pay_until: None, .. }
        | State::UnderReview(_)
        | State::ToShip(_)
        | State::Processing { .. }
        | State::Completed { .. }
        | State::Closed { .. } => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::sample;
    use domain::order::CloseReason;

    #[test]
    fn the_current_step_follows_the_state() {
        let current = |state: &State| of(state, &[]).iter().position(|step| step.now);
        assert_eq!(current(&State::Draft { rejected: None }), Some(0));
        assert_eq!(current(&State::AwaitingPayment { pay_until: None, reviewed: None }), Some(2));
        assert_eq!(current(&State::UnderReview(sample::review())), Some(3));
        assert_eq!(of(&State::Closed { reason: CloseReason::Expired }, &[]), []);
    }

    #[test]
    fn steps_behind_us_bear_their_dates() {
        let steps = of(&State::UnderReview(sample::review()), &sample::history());
        let subs: Vec<&str> = steps.iter().map(|step| step.sub.as_str()).collect();
        assert_eq!(subs, ["11-23", "11-23", "11-23", "", ""]);
    }
}
