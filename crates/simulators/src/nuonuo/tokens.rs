//! The access tokens of the gateway: who may call its methods, and for how long.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::book::Refusal;
use crate::chance;

pub(super) const TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(24);
/// More tokens in 24 hours are refused: a caller must keep its token.
const TOKENS_PER_DAY: usize = 50;

/// Tokens handed out, with their time. In memory: after a restart a caller has to fetch a new one (070304).
#[derive(Clone, Default)]
pub(super) struct Tokens(Arc<Mutex<HashMap<String, Timestamp>>>);

impl Tokens {
    /// A new token, or `None` if too many were asked for in 24 hours.
    pub(super) fn issue(&self, now: Timestamp) -> Option<String> {
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.retain(|_, at| now.duration_since(*at) < TOKEN_LIFE * 2);
        if tokens.values().filter(|at| now.duration_since(**at) < TOKEN_LIFE).count() >= TOKENS_PER_DAY {
            return None;
        }
        let token = chance::hex_id();
        tokens.insert(token.clone(), now);
        Some(token)
    }

    /// Refuses what was not handed out, or too long ago.
    pub(super) fn check(&self, token: &str, now: Timestamp) -> Result<(), Refusal> {
        let tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match tokens.get(token) {
            None => Err(("070304", "accessToken错误".into())),
            Some(at) if now.duration_since(*at) >= TOKEN_LIFE => Err(("070305", "accessToken过期".into())),
            Some(_) => Ok(()),
        }
    }
}
