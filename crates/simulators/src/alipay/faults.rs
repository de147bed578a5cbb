//! The ways in which a real gateway has been seen to misbehave, as switches. They live in memory only: a restart gives
//! back a healthy gateway. Each switch works for the next few calls or until it is taken away.

use serde::{Deserialize, Serialize};

/// One way to go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Nothing is done; a proxy's HTML page with status 502 comes back.
    Html502,
    /// Nothing is done; the connection is held for `seconds`, then closed.
    NoAnswer,
    /// It is done; then the connection is held for `seconds` and closed.
    TimeoutAfterCommit,
    /// Nothing is done; code 20000, outcome unknown.
    UnknowError,
    /// Nothing is done; code 40004 with `ACQ.SYSTEM_ERROR`, outcome unknown.
    SystemError,
    /// It is done; the answer carries no `sign`.
    Unsigned,
    /// It is done; the answer's `sign` does not verify.
    WrongSignature,
    /// A refund is refused with `ACQ.SELLER_BALANCE_NOT_ENOUGH`.
    SellerBalance,
    /// A refund is refused for good with `ACQ.TRADE_NOT_ALLOW_REFUND`.
    RefundRefused,
    /// A refund is accepted with `fund_change=N` and settles after `seconds`.
    RefundDelayed,
    /// The notice is sent `copies` times in all, with one `notify_id`.
    NoticeDuplicated,
    /// The notice starts on its way after `seconds`.
    NoticeDelayed,
    /// The notice is never sent.
    NoticeNever,
    /// The notice is properly signed but names another amount.
    NoticeWrongAmount,
    /// A notice with a signature that does not verify is sent instead of the true one.
    NoticeForged,
    /// A full refund sends no notice, as some contracts have it.
    FullRefundSilent,
    /// `\/` escapes, braces in echoed texts, unknown extra parameters.
    Fuzz,
}

impl Fault {
    /// Notices belong to no method.
    fn is_of_notices(self) -> bool {
        use Fault::{NoticeDelayed, NoticeDuplicated, NoticeForged, NoticeNever, NoticeWrongAmount};
        matches!(self, NoticeDuplicated | NoticeDelayed | NoticeNever | NoticeWrongAmount | NoticeForged)
    }
}

/// A fault that is switched on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switch {
    pub fault: Fault,
    /// For this method only, such as `alipay.trade.refund`; else for any. Notices have no method.
    #[serde(default)]
    pub method: Option<String>,
    /// For so many calls; else until taken away.
    #[serde(default)]
    pub times: Option<u32>,
    /// Length of a delay or of a held connection.
    #[serde(default = "default_seconds")]
    pub seconds: u32,
    /// How often a duplicated notice is sent.
    #[serde(default = "default_copies")]
    pub copies: u32,
}

impl Switch {
    /// The fault for the next `times` calls of any method, with the default delay.
    #[must_use]
    pub fn next(fault: Fault, times: u32) -> Self {
        Self { times: Some(times), ..Self::always(fault) }
    }

    /// The fault for every call of any method, with the default delay.
    #[must_use]
    pub fn always(fault: Fault) -> Self {
        Self { fault, method: None, times: None, seconds: default_seconds(), copies: default_copies() }
    }

    /// The same for one method only.
    #[must_use]
    pub fn of_method(self, method: &str) -> Self {
        Self { method: Some(method.to_owned()), ..self }
    }
}

fn default_seconds() -> u32 {
    30
}

fn default_copies() -> u32 {
    3
}

/// All switches, oldest first.
#[derive(Debug, Default)]
pub struct Faults {
    switches: Vec<Switch>,
}

impl Faults {
    /// Turns the switch on in place of an earlier one of the same fault and method; `times: 0` turns it off.
    pub fn set(&mut self, mut switch: Switch) {
        if switch.fault.is_of_notices() {
            switch.method = None;
        }
        self.switches.retain(|old| old.fault != switch.fault || old.method != switch.method);
        if switch.times != Some(0) {
            self.switches.push(switch);
        }
    }

    pub fn clear(&mut self) {
        self.switches.clear();
    }

    #[must_use]
    pub fn list(&self) -> &[Switch] {
        &self.switches
    }

    /// If the fault is on for this method (or for notices: `""`), uses it up by one.
    pub fn take(&mut self, fault: Fault, method: &str) -> Option<Switch> {
        let applies = |switch: &Switch| {
            switch.fault == fault && switch.method.as_deref().is_none_or(|only| only.is_empty() || only == method)
        };
        let at = self.switches.iter().position(applies)?;
        let taken = self.switches[at].clone();
        if let Some(times) = &mut self.switches[at].times {
            *times -= 1;
            if *times == 0 {
                self.switches.remove(at);
            }
        }
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switch_for_two_calls_of_a_method_works_twice_and_only_there() {
        let mut faults = Faults::default();
        faults.set(Switch::next(Fault::Unsigned, 2).of_method("alipay.trade.query"));
        assert_eq!(faults.take(Fault::Unsigned, "alipay.trade.close"), None);
        assert_eq!(faults.take(Fault::Html502, "alipay.trade.query"), None);
        assert!(faults.take(Fault::Unsigned, "alipay.trade.query").is_some());
        assert!(faults.take(Fault::Unsigned, "alipay.trade.query").is_some());
        assert_eq!(faults.take(Fault::Unsigned, "alipay.trade.query"), None);
    }

    #[test]
    fn a_permanent_switch_works_until_it_is_set_to_zero_times() {
        let mut faults = Faults::default();
        faults.set(Switch::always(Fault::Fuzz));
        assert!(faults.take(Fault::Fuzz, "").is_some());
        assert!(faults.take(Fault::Fuzz, "any").is_some());
        faults.set(Switch::next(Fault::Fuzz, 0));
        assert_eq!(faults.take(Fault::Fuzz, ""), None);
    }
}
