//! Where the money is, in one line of steps: 已付 → 已退 → 再次支付 (what users ask most).

use app::order::query::Detail;
use app::payment::{Gateways, StoredAttempt, StoredRefund};
use domain::invoice::MailState;
use domain::money::Fen;
use domain::order::{RefundReason, State};
use domain::payment::{GatewayWords, RefundState};
use domain::time;

/// One step of the money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyStep {
    /// 已付, 已退, …
    pub word: &'static str,
    pub amount: Fen,
    /// When, and whereto.
    pub sub: String,
}

/// The steps, oldest first; empty while nothing was paid and nothing is to be paid.
pub fn steps(detail: &Detail, gateways: &Gateways) -> Vec<MoneyStep> {
    let mut steps = Vec::new();
    for attempt in detail.attempts.iter().rev() {
        let Some(settled) = attempt.settled_at else { continue };
        steps.push(MoneyStep {
            word: "已付",
            amount: attempt.amount,
            sub: format!("{} · {}", gateways.words(&attempt.gateway).name, time::short_text(settled)),
        });
        steps.extend(refund_of(detail, attempt).map(|refund| back(refund, gateways.words(&refund.gateway))));
    }
    steps.extend(next(detail, gateways.offered().words));
    if let Some(invoice) = detail.invoice.as_ref().filter(|invoice| invoice.state.exists()) {
        let when = invoice.issued_at.map(time::short_text).unwrap_or_default();
        let sub = match invoice.mail {
            MailState::Sent => format!("{when} 发到 {}", invoice.email),
            MailState::Waiting | MailState::Bounced => format!("{when} {}", invoice.mail.label()),
        };
        steps.push(MoneyStep { word: invoice.state.label(), amount: invoice.amount, sub });
    }
    steps
}

fn refund_of<'a>(detail: &'a Detail, attempt: &StoredAttempt) -> Option<&'a StoredRefund> {
    detail.refunds.iter().find(|refund| refund.attempt == attempt.id)
}

fn back(refund: &StoredRefund, words: GatewayWords) -> MoneyStep {
    let when = time::short_text(refund.updated_at);
    let why = match refund.reason {
        RefundReason::Rejected | RefundReason::AfterSale => String::new(),
        RefundReason::Late | RefundReason::Duplicate => format!("，{}", refund.reason.label()),
    };
    let (word, sub) = match refund.state {
        RefundState::Requested | RefundState::Sent | RefundState::Unknown => {
            ("退款中", format!("正在{}，通常几分钟内到账", words.back()))
        }
        RefundState::Succeeded => ("已退", format!("{when} {}", words.back())),
        RefundState::Failed => ("退款处理中", "财务正在人工处理，款项不会丢失".to_owned()),
        RefundState::Manual => ("已退", format!("{when} 线下退回")),
    };
    MoneyStep { word, amount: refund.amount, sub: format!("{sub}{why}") }
}

/// What is still to be paid.
fn next(detail: &Detail, words: GatewayWords) -> Option<MoneyStep> {
    let order = &detail.stored.order;
    match &order.state {
        State::Draft { rejected: Some(_) } => {
            let amount = detail.quote.as_ref().map(|quote| quote.total)?;
            Some(MoneyStep { word: "再次支付", amount, sub: "重新提交时付款".to_owned() })
        }
        State::AwaitingPayment { .. } => {
            Some(MoneyStep { word: "待支付", amount: order.amount, sub: words.to_pay() })
        }
        _ => None,
    }
}

/// The number of the newest refund, to ask the payer's bank with.
pub fn refund_number(detail: &Detail) -> Option<String> {
    detail.refunds.first().map(|refund| refund.number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::sample;

    fn words(detail: &Detail) -> Vec<String> {
        steps(detail, &crate::fixture::gateways_of_nobody())
            .into_iter()
            .map(|step| format!("{} {} {}", step.word, step.amount, step.sub))
            .collect()
    }

    #[test]
    fn after_a_rejection_the_way_of_the_money_is_told_to_its_end() {
        let mut detail = sample::detail(State::Draft { rejected: Some(sample::rejected()) });
        assert_eq!(
            words(&detail),
            [
                "已付 ¥320.00 支付宝 · 11-23 10:21",
                "已退 ¥320.00 11-20 16:41 退回原支付宝账号",
                "再次支付 ¥320.00 重新提交时付款"
            ]
        );
        detail.refunds = vec![sample::refund(RefundState::Unknown)];
        assert!(words(&detail)[1].starts_with("退款中 ¥320.00"));
        detail.refunds = vec![sample::refund(RefundState::Failed)];
        assert!(words(&detail)[1].starts_with("退款处理中 ¥320.00"));
    }

    #[test]
    fn nothing_paid_and_nothing_due_is_no_line() {
        assert_eq!(words(&sample::detail(State::Draft { rejected: None })), Vec::<String>::new());
        let waiting = sample::detail(State::AwaitingPayment { pay_until: None, reviewed: None });
        assert_eq!(words(&waiting), ["待支付 ¥320.00 用支付宝扫码付款"]);
    }

    #[test]
    fn an_invoice_is_said_to_be_sent_only_when_the_mail_server_took_it() {
        let mut detail = sample::detail(State::Draft { rejected: None });
        let mut invoice = crate::invoices::detail::sample();
        for mail in MailState::ALL {
            invoice.mail = mail;
            detail.invoice = Some(invoice.clone());
            let said = words(&detail).pop().unwrap_or_default();
            assert!(said.starts_with("已开票 ") && said.contains("发到") == (mail == MailState::Sent), "{said}");
        }
    }
}
