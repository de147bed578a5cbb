//! What an operator may change; the defaults are those of the design. Filled from the configuration file.

use domain::account::PasswordPolicy;
use domain::order::Deadlines;
use domain::working_time::WorkingTime;
use jiff::SignedDuration;

#[derive(Clone, Debug)]
pub struct Settings {
    /// T7 and T14.
    pub deadlines: Deadlines,
    /// How long a QR code can be paid; at most two hours (the gateway's own limit).
    pub code_lasts: SignedDuration,
    /// The most certificates of one order.
    pub max_certificates: i64,
    /// The most requests of one API client in a minute, on each node.
    pub api_per_minute: i64,
    /// Tell the user of a rejection by SMS (T8).
    pub tell_rejection: bool,
    pub working: WorkingTime,
    /// What users are promised, in working days.
    pub promises: Promises,
    /// The payee as payers read it.
    pub payee: String,
    /// 客服电话.
    pub phone: String,
    /// 客服 QQ.
    pub qq: String,
    /// How browsers reach the site, without a slash at the end: the links that we hand out begin with it.
    pub public_url: String,
    /// Idle and absolute life of a company's session.
    pub session: SessionLimits,
    /// Idle and absolute life of a staff session.
    pub staff_session: SessionLimits,
    /// Version of the terms that a registration consents to; who agreed to another one is asked at the next login.
    pub consent_version: String,
    /// What a new password must satisfy.
    pub password: PasswordPolicy,
    /// True when a registration proves its mobile by a code.
    pub register_sms_code: bool,
    /// Limits on codes and temporary passwords by SMS.
    pub sms_limits: SmsLimits,
    /// Limits on failed logins, and on registrations.
    pub login_limits: LoginLimits,
    /// Limits on what one company may fill the store with.
    pub company_limits: CompanyLimits,
}

/// Working days within which something is done.
#[derive(Clone, Copy, Debug)]
pub struct Promises {
    /// 审核, from the payment on.
    pub review_days: u32,
    /// 寄出, or 到网点, from the approval on.
    pub ship_days: u32,
}

#[derive(Clone, Copy, Debug)]
pub struct SessionLimits {
    /// Without any request.
    pub idle: SignedDuration,
    /// In any case.
    pub absolute: SignedDuration,
}

/// How often a code or a temporary password may be sent. A count of 0 means no limit.
#[derive(Clone, Copy, Debug)]
pub struct SmsLimits {
    /// Between two messages to one number.
    pub pause: SignedDuration,
    /// Messages to one number in an hour.
    pub per_hour: i64,
    /// Messages to one number in a day.
    pub per_day: i64,
    /// Messages caused by one address in an hour.
    pub address_per_hour: i64,
    /// Messages caused by one address in a day.
    pub address_per_day: i64,
    /// Messages caused by one network (IPv4 /24, IPv6 /64) in an hour.
    pub network_per_hour: i64,
    /// Messages of everybody in an hour: a circuit breaker against floods.
    pub all_per_hour: i64,
}

/// How often a login may fail, and how many companies one address may register. A count of 0 means no limit.
#[derive(Clone, Copy, Debug)]
pub struct LoginLimits {
    /// Failures for one account from one network before waits begin: 1, 2, 4 … minutes.
    pub failures: i64,
    /// The longest of those waits.
    pub longest_wait: SignedDuration,
    /// Failures for one account from everywhere in an hour; then only a code by SMS opens it.
    pub account_per_hour: i64,
    /// Failures in a row that lock a staff account.
    pub staff_failures: i64,
    pub staff_lock: SignedDuration,
    /// Registrations of one address in an hour.
    pub registrations_per_hour: i64,
}

/// How much one company may add in 24 hours: an honest one never meets these, a script does. 0 means no limit.
#[derive(Clone, Copy, Debug)]
pub struct CompanyLimits {
    /// New orders, whatever becomes of them.
    pub orders_per_day: i64,
    /// Files, also those that are refused or replaced.
    pub uploads_per_day: i64,
}

impl Default for Settings {
    fn default() -> Settings {
        let hours = SignedDuration::from_hours;
        let mins = SignedDuration::from_mins;
        Settings {
            deadlines: Deadlines::default(),
            code_lasts: mins(30),
            max_certificates: 20,
            api_per_minute: 300,
            tell_rejection: true,
            working: WorkingTime::default(),
            promises: Promises { review_days: 2, ship_days: 2 },
            payee: "澜州电子认证有限公司（示例）".into(),
            phone: "400-000-0000".into(),
            qq: "800000000".into(),
            public_url: "http://127.0.0.1:18089/cakey".into(),
            session: SessionLimits { idle: mins(30), absolute: hours(12) },
            staff_session: SessionLimits { idle: mins(15), absolute: hours(8) },
            consent_version: "2026-11".into(),
            password: PasswordPolicy { composition: true },
            register_sms_code: true,
            sms_limits: SmsLimits {
                pause: SignedDuration::from_secs(60),
                per_hour: 5,
                per_day: 10,
                address_per_hour: 10,
                address_per_day: 30,
                network_per_hour: 100,
                all_per_hour: 1000,
            },
            login_limits: LoginLimits {
                failures: 5,
                longest_wait: mins(15),
                account_per_hour: 20,
                staff_failures: 5,
                staff_lock: mins(30),
                registrations_per_hour: 5,
            },
            company_limits: CompanyLimits { orders_per_day: 100, uploads_per_day: 500 },
        }
    }
}
