//! `[limits]`: what may happen how often.

use super::error::ConfigError;
use app::settings::{CompanyLimits, LoginLimits, SmsLimits};
use jiff::SignedDuration;
use serde::Deserialize;

/// Wide enough for a machine from which everybody comes; numbers and accounts keep the product's limits.
pub const DEMONSTRATION: &str = "[limits]\nsms_address_per_hour = 10000\nsms_address_per_day = 10000\n\
    sms_network_per_hour = 10000\nsms_all_per_hour = 100000\nregistrations_per_hour = 10000\n";

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    sms_pause_seconds: i64,
    sms_per_hour: i64,
    sms_per_day: i64,
    sms_address_per_hour: i64,
    sms_address_per_day: i64,
    sms_network_per_hour: i64,
    sms_all_per_hour: i64,
    login_failures: i64,
    login_longest_wait_minutes: i64,
    login_account_per_hour: i64,
    staff_failures: i64,
    staff_lock_minutes: i64,
    registrations_per_hour: i64,
    company_orders_per_day: i64,
    company_uploads_per_day: i64,
}

impl Limits {
    /// Refuses what is no count.
    ///
    /// # Errors
    /// Names the key.
    pub fn check(&self) -> Result<(), ConfigError> {
        match self.counts().into_iter().find(|(_, count)| *count < 0) {
            Some((key, _)) => Err(ConfigError(format!("limits.{key} must not be negative; 0 means no limit"))),
            None => Ok(()),
        }
    }

    fn counts(&self) -> [(&'static str, i64); 15] {
        [
            ("sms_pause_seconds", self.sms_pause_seconds),
            ("sms_per_hour", self.sms_per_hour),
            ("sms_per_day", self.sms_per_day),
            ("sms_address_per_hour", self.sms_address_per_hour),
            ("sms_address_per_day", self.sms_address_per_day),
            ("sms_network_per_hour", self.sms_network_per_hour),
            ("sms_all_per_hour", self.sms_all_per_hour),
            ("login_failures", self.login_failures),
            ("login_longest_wait_minutes", self.login_longest_wait_minutes),
            ("login_account_per_hour", self.login_account_per_hour),
            ("staff_failures", self.staff_failures),
            ("staff_lock_minutes", self.staff_lock_minutes),
            ("registrations_per_hour", self.registrations_per_hour),
            ("company_orders_per_day", self.company_orders_per_day),
            ("company_uploads_per_day", self.company_uploads_per_day),
        ]
    }

    pub fn sms(&self) -> SmsLimits {
        SmsLimits {
            pause: SignedDuration::from_secs(self.sms_pause_seconds),
            per_hour: self.sms_per_hour,
            per_day: self.sms_per_day,
            address_per_hour: self.sms_address_per_hour,
            address_per_day: self.sms_address_per_day,
            network_per_hour: self.sms_network_per_hour,
            all_per_hour: self.sms_all_per_hour,
        }
    }

    /// Those of what a company may add.
    pub fn company(&self) -> CompanyLimits {
        CompanyLimits { orders_per_day: self.company_orders_per_day, uploads_per_day: self.company_uploads_per_day }
    }

    /// Those of logins and registrations.
    pub fn login(&self) -> LoginLimits {
        LoginLimits {
            failures: self.login_failures,
            longest_wait: SignedDuration::from_mins(self.login_longest_wait_minutes),
            account_per_hour: self.login_account_per_hour,
            staff_failures: self.staff_failures,
            staff_lock: SignedDuration::from_mins(self.staff_lock_minutes),
            registrations_per_hour: self.registrations_per_hour,
        }
    }
}
