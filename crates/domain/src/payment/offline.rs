//! 线下退款 (E10): money that the gateway cannot give back is paid by bank, with a voucher. One person registers it, a
//! second releases it.

use crate::field::FieldErrors;
use crate::text::{Input, compact};
use serde::{Deserialize, Serialize};
use std::fmt;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OfflineForm {
    /// 凭证号 of the bank's receipt.
    pub voucher: String,
    /// 收款户名.
    pub payee: String,
    /// 收款账号.
    pub account: String,
    /// 说明: why the way back was closed.
    pub note: String,
}

/// What was registered. The account is personal: stored sealed, never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfflineVoucher {
    /// 凭证号.
    pub voucher: String,
    /// 收款户名.
    pub payee: String,
    /// 收款账号, digits.
    pub account: String,
    /// 说明.
    pub note: String,
}

impl OfflineForm {
    /// Most characters of 凭证号.
    pub const VOUCHER_MAX: usize = 40;
    /// Most characters of 收款户名.
    pub const PAYEE_MAX: usize = 100;
    /// Digits of 收款账号 (JR/T 0025: at most 19 for cards; accounts of companies have up to 30).
    pub const ACCOUNT: std::ops::RangeInclusive<usize> = 8..=30;
    /// Most characters of 说明.
    pub const NOTE_MAX: usize = 200;

    pub fn check(&self) -> Result<OfflineVoucher, FieldErrors> {
        let mut errors = FieldErrors::new();
        let voucher = Input::new("voucher", "凭证号", &self.voucher).line(4..=Self::VOUCHER_MAX, &mut errors);
        let payee = Input::new("payee", "收款户名", &self.payee).line(2..=Self::PAYEE_MAX, &mut errors);
        let account = compact(&self.account);
        let (min, max) = (Self::ACCOUNT.start(), Self::ACCOUNT.end());
        if account.is_empty() {
            errors.add("account", "请填写收款账号");
        } else if !account.bytes().all(|b| b.is_ascii_digit()) || !Self::ACCOUNT.contains(&account.len()) {
            errors.add("account", format!("收款账号应为 {min}–{max} 位数字，请照开户资料核对"));
        }
        let note = Input::new("note", "说明", &self.note).line(4..=Self::NOTE_MAX, &mut errors);
        errors.into_result(OfflineVoucher { voucher, payee, account, note })
    }
}

impl OfflineVoucher {
    /// The account with its middle hidden: `6222********1234`.
    pub fn masked_account(&self) -> String {
        let (shown, length) = (4, self.account.len());
        let hidden = |at: usize| at >= shown && at + shown < length;
        self.account.char_indices().map(|(at, digit)| if hidden(at) { '*' } else { digit }).collect()
    }
}

impl fmt::Debug for OfflineVoucher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OfflineVoucher").field("voucher", &self.voucher).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> OfflineForm {
        let [voucher, payee, account, note] =
            ["BK-2026-0031", "澜州青禾建设工程有限公司", "6222 0000 0000 1234", "原支付账户已注销"].map(str::to_owned);
        OfflineForm { voucher, payee, account, note }
    }

    #[test]
    fn a_complete_voucher_passes_and_its_account_stays_hidden() {
        let voucher = form().check().unwrap();
        assert_eq!(
            (voucher.account.as_str(), voucher.masked_account().as_str()),
            ("6222000000001234", "6222********1234")
        );
        assert!(!format!("{voucher:?}").contains("6222"));
    }

    #[test]
    fn each_field_is_judged_for_itself() {
        type Spoil = fn(&mut OfflineForm);
        let cases: [(Spoil, &str, &str); 5] = [
            (|f| f.voucher.clear(), "voucher", "请填写凭证号"),
            (|f| f.payee = "青".into(), "payee", "收款户名至少 2 个字，请写完整"),
            (|f| f.account = "1234567".into(), "account", "收款账号应为 8–30 位数字，请照开户资料核对"),
            (|f| f.account = "6222-abcd-1234".into(), "account", "收款账号应为 8–30 位数字，请照开户资料核对"),
            (|f| f.note = "注".repeat(201), "note", "说明最多 200 个字，现在是 201 个，请缩短"),
        ];
        for (spoil, field, message) in cases {
            let mut form = form();
            spoil(&mut form);
            let errors = form.check().unwrap_err();
            assert_eq!((errors.len(), errors.get(field)), (1, Some(message)), "{field}");
        }
    }
}
