//! How often a client may ask: so many times in a minute, counted in this process. It keeps one platform's loop from
//! slowing the pages down; nothing that costs money hangs on it, so each node counts for itself. What was counted is
//! handed out once a minute, to be stored beside the client.

use domain::id::ApiClientId;
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

const MINUTE_MS: i64 = 60_000;

/// Counts the requests of each client.
#[derive(Default)]
pub struct Gate(Mutex<HashMap<ApiClientId, Window>>);

#[derive(Clone, Copy, Default)]
struct Window {
    minute: i64,
    asked: i64,
    unwritten: i64,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// It is answered. `Some(n)`: n requests since the last note are to be stored.
    Answer(Option<i64>),
    /// Too often; come back after so many seconds.
    Wait(i64),
}

impl Gate {
    /// Counts a request.
    pub fn enter(&self, client: ApiClientId, per_minute: i64, now: Timestamp) -> Pass {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.entry(client).or_default();
        let minute = now.as_millisecond() / MINUTE_MS;
        let begins = window.minute != minute;
        if begins {
            (window.minute, window.asked) = (minute, 0);
        }
        if window.asked >= per_minute {
            return Pass::Wait(((minute + 1) * MINUTE_MS - now.as_millisecond()).div_euclid(1000) + 1);
        }
        window.asked += 1;
        window.unwritten += 1;
        Pass::Answer(begins.then(|| std::mem::take(&mut window.unwritten)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(ms).expect("a moment")
    }

    #[test]
    fn so_many_pass_in_a_minute_and_the_next_minute_begins_anew() {
        let (gate, client) = (Gate::default(), ApiClientId::new(1));
        let start = 30 * MINUTE_MS;
        assert_eq!(gate.enter(client, 2, at(start)), Pass::Answer(Some(1)));
        assert_eq!(gate.enter(client, 2, at(start + 1)), Pass::Answer(None));
        assert_eq!(gate.enter(client, 2, at(start + 15_000)), Pass::Wait(46));
        assert_eq!(gate.enter(ApiClientId::new(2), 2, at(start + 15_000)), Pass::Answer(Some(1)));
        assert_eq!(gate.enter(client, 2, at(start + MINUTE_MS)), Pass::Answer(Some(2)), "the second of before counts");
    }
}
