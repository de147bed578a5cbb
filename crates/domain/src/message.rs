//! Every text message that the product may send. Providers approve templates in advance, so a message is
//! a template and its variables; free text (a rejection's reason) never travels by SMS
//! (docs/connectors/aliyun-sms.md).

use crate::account::TemporaryPassword;
use crate::money::Fen;
use serde::{Deserialize, Serialize};

/// One message. Variables hold no link, no telephone number and no free text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Sms {
    /// 短信验证码: six digits, valid for five minutes.
    VerificationCode {
        /// The six digits.
        code: String,
    },
    /// The parcel's number, once per waybill (manual 3.2 (7)).
    Shipped {
        /// The order's number.
        order: String,
        /// The carrier's name.
        carrier: String,
        waybill: String,
    },
    /// The order was not approved; the reason stands in the portal (manual 3.2 (13)).
    Rejected {
        /// The order's number.
        order: String,
    },
    /// Money that arrived late or twice went back (hard cases E1, E2).
    MoneyReturned {
        /// The order's number.
        order: String,
        amount: Fen,
    },
    /// Confirm the receipt before the system does it (T14).
    ConfirmReminder {
        /// The order's number.
        order: String,
    },
    /// 忘记密码: the temporary password (manual 3.2 (2)). It cannot be serialised, so that no job ever carries it.
    #[serde(skip)]
    TemporaryPassword {
        /// The ten signs.
        password: TemporaryPassword,
    },
    /// The password was changed; who did not do it should call.
    PasswordChanged,
    /// The registered number was changed: told to the old one.
    MobileChanged,
}

impl Sms {
    /// The template's name in the configuration.
    pub fn template(&self) -> &'static str {
        match self {
            Sms::VerificationCode { .. } => "verification_code",
            Sms::Shipped { .. } => "shipped",
            Sms::Rejected { .. } => "rejected",
            Sms::MoneyReturned { .. } => "money_returned",
            Sms::ConfirmReminder { .. } => "confirm_reminder",
            Sms::TemporaryPassword { .. } => "temporary_password",
            Sms::PasswordChanged => "password_changed",
            Sms::MobileChanged => "mobile_changed",
        }
    }

    /// The template's variables by name. Providers refuse anything but strings.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        match self {
            Sms::VerificationCode { code } => vec![("code", code.clone())],
            Sms::Shipped { order, carrier, waybill } => {
                vec![("order", order.clone()), ("carrier", carrier.clone()), ("waybill", waybill.clone())]
            }
            Sms::Rejected { order } | Sms::ConfirmReminder { order } => vec![("order", order.clone())],
            Sms::MoneyReturned { order, amount } => {
                vec![("order", order.clone()), ("amount", amount.to_yuan_text())]
            }
            Sms::TemporaryPassword { password } => vec![("password", password.shown())],
            Sms::PasswordChanged | Sms::MobileChanged => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_temporary_password_can_be_sent_but_neither_stored_nor_printed() {
        let message = Sms::TemporaryPassword { password: TemporaryPassword::draw(|| 7) };
        assert_eq!(message.variables(), [("password", "99999-99999".to_owned())]);
        assert!(serde_json::to_string(&message).is_err());
        assert!(!format!("{message:?}").contains("9999"));
    }
}
