//! What must hold after any run: the promises of the log, and the invariants I1–I7. Each rule is judged from the rows and
//! the vendors' ledgers alone, without the product's code, and tells all that breaks it.

use super::log::Log;
use super::records::{Entry, OrderRow, Payment, Records};
use std::collections::{BTreeMap, BTreeSet};

const APPROVED: [&str; 3] = ["to_ship", "shipped", "processing"];

pub fn broken(records: &Records, log: &Log) -> Vec<String> {
    [
        promises(records, log),
        orders_of_forms(records, log),
        money(records),
        counting(records),
        invoices(records),
        histories(records),
        messages(records),
        log.failures.lock().unwrap().iter().map(|failure| format!("the site answered {failure}")).collect(),
    ]
    .concat()
}

/// Nothing that was acknowledged is lost, and nothing was acknowledged twice.
fn promises(records: &Records, log: &Log) -> Vec<String> {
    let mut broken = Vec::new();
    for number in log.created.lock().unwrap().iter().filter(|number| !records.orders.contains_key(*number)) {
        broken.push(format!("I5: {number} was acknowledged and is gone"));
    }
    let mut seen = BTreeSet::new();
    for change in log.changes.lock().unwrap().iter() {
        let kept = records.orders.get(&change.order).is_some_and(|order| {
            order.history.iter().any(|entry| entry.event == change.event && entry.version > change.seen)
        });
        if !kept {
            broken.push(format!("an acknowledged change is lost: {change:?}"));
        }
        // The second click of 提交 is told the same as the first (E24); of all others one alone succeeds.
        if !seen.insert(change.clone()) && change.event != "submitted" {
            broken.push(format!("I6: acknowledged twice: {change:?}"));
        }
    }
    for (trade, fen) in log.paid.lock().unwrap().iter() {
        let payment = records.payments.iter().find(|payment| payment.trade == *trade);
        let booked = payment.is_some_and(|p| p.state == "settled" && u64::try_from(p.amount) == Ok(*fen));
        if !booked || records.ledger.get(trade).is_none_or(|there| there.paid_at.is_none()) {
            broken.push(format!("a confirmed payment is lost: {trade} of {fen} fen: {payment:?}"));
        }
    }
    broken
}

/// E24: a form that was sent again and again has made one order at most.
fn orders_of_forms(records: &Records, log: &Log) -> Vec<String> {
    let mut made: BTreeMap<&str, usize> = BTreeMap::new();
    for order in records.orders.values() {
        *made.entry(&order.company).or_default() += 1;
    }
    let forms = log.forms.lock().unwrap();
    let too_many = made.into_iter().filter(|(company, count)| forms.get(*company).copied().unwrap_or(0) < *count);
    too_many.map(|(company, count)| format!("E24: {company} has {count} orders of fewer forms")).collect()
}

/// I1 and I2: each payment is kept for an order that needs it or wholly back, and both ledgers agree in every fen.
fn money(records: &Records) -> Vec<String> {
    let mut broken = Vec::new();
    for there in records.ledger.values() {
        let Some(ours) = records.payments.iter().find(|payment| payment.trade == there.out_trade_no) else {
            broken.push(format!("I1: the gateway knows a trade that we do not: {}", there.out_trade_no));
            continue;
        };
        let captured = if there.paid_at.is_some() { there.total_fen } else { 0 };
        let booked = if ours.state == "settled" { ours.amount } else { 0 };
        if (u64::try_from(booked), u64::try_from(ours.refunded)) != (Ok(captured), Ok(there.refunded_fen)) {
            broken.push(format!("I1: {captured} in and {} back at the gateway: {ours:?}", there.refunded_fen));
        }
        let numbers: Vec<&String> = there.refunds.iter().map(|refund| &refund.out_request_no).collect();
        if there.refunded_fen > captured || numbers != ours.refund.iter().collect::<Vec<_>>() {
            broken.push(format!("I2: {numbers:?} of {captured} fen at the gateway: {ours:?}"));
        }
    }
    for payment in &records.payments {
        let back = payment.refunded == payment.amount && payment.refund_state.as_deref() == Some("succeeded");
        let untouched = payment.refunded == 0 && payment.refund.is_none();
        let needed = records.orders.get(&payment.order).is_some_and(|order| needs_payment(order, payment));
        let right = if payment.state == "settled" { back != (untouched && needed) } else { untouched };
        if !right {
            broken.push(format!("I1: neither kept for its order nor wholly back: {payment:?}"));
        }
    }
    broken
}

fn needs_payment(order: &OrderRow, payment: &Payment) -> bool {
    let paid = order.status == "under_review" || APPROVED.contains(&order.status.as_str());
    paid && order.submission == payment.submission && order.amount == payment.amount
}

/// I3: one payment counts for an order that is paid, none for another.
fn counting(records: &Records) -> Vec<String> {
    let kept = |number: &str| {
        let of_order = records.payments.iter().filter(|payment| payment.order == number);
        of_order.filter(|payment| payment.state == "settled" && payment.refund.is_none()).count()
    };
    let wrong = records.orders.iter().filter(|(number, order)| {
        let paid = order.status == "under_review" || APPROVED.contains(&order.status.as_str());
        kept(number) != usize::from(paid)
    });
    wrong.map(|(number, order)| format!("I3: {} payments count for {number}, {}", kept(number), order.status)).collect()
}

/// I4: one blue invoice for each approved order, in its own sum, mailed; none for any other; the same at the issuer.
fn invoices(records: &Records) -> Vec<String> {
    let mut broken = Vec::new();
    for (number, order) in &records.orders {
        let of_order: Vec<_> = records.invoices.iter().filter(|invoice| invoice.order == *number).collect();
        let right = match (APPROVED.contains(&order.status.as_str()), &of_order[..]) {
            (false, []) => true,
            (true, [one]) => (one.submission, one.amount) == (order.submission, order.amount),
            _ => false,
        };
        if !right {
            broken.push(format!("I4: {number}, {}, has {of_order:?}", order.status));
        }
    }
    let yuan = |fen: i64| format!("{}.{:02}", fen / 100, fen % 100);
    let mut ours: Vec<_> = records.invoices.iter().map(|i| (i.request.clone(), yuan(i.amount))).collect();
    let mut theirs = records.issued.clone();
    ours.sort();
    theirs.sort();
    if ours != theirs {
        broken.push(format!("I4: we have {ours:?}, the issuer has {theirs:?}"));
    }
    for invoice in &records.invoices {
        let number = invoice.number.as_deref().unwrap_or("none");
        let mailed = records.mails.iter().any(|subject| subject.contains(number));
        if !mailed || (invoice.state.as_str(), invoice.mail.as_str()) != ("mailed", "sent") {
            broken.push(format!("an invoice did not reach its mailbox: {invoice:?}"));
        }
    }
    broken
}

/// I5–I7 as far as rows tell them: versions without a gap, legal transitions alone, the last entry is the state. The
/// chain of hashes is `cakey verify`'s.
fn histories(records: &Records) -> Vec<String> {
    let mut broken = Vec::new();
    for (number, order) in &records.orders {
        let mut before = Entry { version: 0, event: String::new(), status: String::new() };
        for entry in &order.history {
            if entry.version != before.version + 1 || !legal(&before.status, entry) {
                broken.push(format!("I6: {number} went from {before:?} to {entry:?}"));
            }
            before = entry.clone();
        }
        if (before.version, &before.status) != (order.version, &order.status) {
            broken.push(format!("I5: the history of {number} ends at {before:?}, the order is {order:?}"));
        }
    }
    broken
}

/// The transitions that the players can cause, as docs/rules.md lists them.
fn legal(before: &str, entry: &Entry) -> bool {
    let after = entry.status.as_str();
    match entry.event.as_str() {
        "created" => (before, after) == ("", "draft"),
        "saved" => (before, after) == ("draft", "draft"),
        "submitted" => (before, after) == ("draft", "awaiting_payment"),
        "withdrawn" => (before, after) == ("awaiting_payment", "draft"),
        "paid" => (before, after) == ("awaiting_payment", "under_review"),
        "claimed" | "released" => (before, after) == ("under_review", "under_review"),
        "rejected" => (before, after) == ("under_review", "draft"),
        "approved" => before == "under_review" && APPROVED.contains(&after),
        "unexpected_money" | "refunded" | "invoice_issued" => before == after && !before.is_empty(),
        _ => false,
    }
}

/// Every event that is to be told has its message; a message that is done was accepted by the provider, and once.
fn messages(records: &Records) -> Vec<String> {
    let mut broken = Vec::new();
    let keys: BTreeSet<&str> = records.jobs.iter().map(|job| job.key.as_str()).collect();
    for (number, order) in &records.orders {
        for entry in &order.history {
            let template = match entry.event.as_str() {
                "rejected" => "rejected",
                "unexpected_money" => "money_returned",
                _ => continue,
            };
            if !keys.contains(format!("sms:{template}:{}:{}", order.id, entry.version).as_str()) {
                broken.push(format!("I8: nobody is told of {entry:?} of {number}"));
            }
        }
        let told = keys.iter().any(|key| key.starts_with(&format!("sms:shipped:{}:", order.id)));
        if told != (order.status == "shipped") {
            broken.push(format!("I8: {number} is {}, the message of its waybill: {told}", order.status));
        }
    }
    for job in records.jobs.iter().filter(|job| job.kind == "send_sms") {
        let accepted = records.messages.iter().filter(|reference| **reference == format!("ob-{}", job.id)).count();
        if job.state != "dead" && accepted != 1 {
            broken.push(format!("I8: {} was accepted {accepted} times: {job:?}", job.key));
        }
    }
    let dead = records.jobs.iter().filter(|job| job.state == "dead");
    broken.extend(dead.map(|job| format!("the vendors were well, and yet on the dead list: {job:?}")));
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(status: &str, events: &[(&str, &str)]) -> OrderRow {
        let entry = |(event, status): &(&str, &str), version| Entry {
            version,
            event: (*event).to_owned(),
            status: (*status).to_owned(),
        };
        let history: Vec<Entry> = events.iter().zip(1..).map(|(e, version)| entry(e, version)).collect();
        let (version, company) = (history.len().try_into().unwrap(), "甲".to_owned());
        OrderRow { id: 1, company, status: status.to_owned(), version, submission: 1, amount: 3, history }
    }

    fn records(order: OrderRow) -> Records {
        Records {
            orders: BTreeMap::from([("DZ1".to_owned(), order)]),
            payments: Vec::new(),
            invoices: Vec::new(),
            jobs: Vec::new(),
            ledger: BTreeMap::new(),
            issued: Vec::new(),
            messages: Vec::new(),
            mails: Vec::new(),
        }
    }

    #[test]
    fn a_promise_that_was_not_kept_is_told() {
        let (records, log) = (records(order("draft", &[("created", "draft")])), Log::default());
        log.form_sent("甲");
        log.created.lock().unwrap().insert("DZ1".into());
        assert_eq!(broken(&records, &log), Vec::<String>::new());
        log.created.lock().unwrap().insert("DZ2".into());
        log.changed("DZ1", "submitted", 1);
        log.paid.lock().unwrap().insert("P1S1A1".into(), 3);
        log.answered(500, "/cakey/orders");
        assert_eq!(broken(&records, &log).len(), 4);
    }

    #[test]
    fn money_without_an_order_and_an_order_without_money_are_told() {
        let paid = [("created", "draft"), ("submitted", "awaiting_payment"), ("paid", "under_review")];
        let mut records = records(order("under_review", &paid));
        assert_eq!(counting(&records).len(), 1);
        let payment = |submission| Payment {
            order: "DZ1".into(),
            trade: format!("P1S{submission}A1"),
            submission,
            state: "settled".into(),
            amount: 3,
            refunded: 0,
            refund: None,
            refund_state: None,
        };
        records.payments.push(payment(1));
        assert_eq!((money(&records), counting(&records)), (Vec::new(), Vec::new()));
        records.payments.push(payment(2));
        assert_eq!((money(&records).len(), counting(&records).len()), (1, 1));
    }

    #[test]
    fn a_gap_and_a_forbidden_step_are_told() {
        let mut gap = order("draft", &[("created", "draft"), ("saved", "draft")]);
        gap.history.remove(0);
        assert_eq!(histories(&records(gap)).len(), 1);
        let approved_and_rejected = [("created", "draft"), ("approved", "to_ship"), ("rejected", "draft")];
        assert_eq!(histories(&records(order("draft", &approved_and_rejected))).len(), 2);
    }

    #[test]
    fn an_approved_order_without_its_invoice_is_told() {
        assert_eq!(invoices(&records(order("to_ship", &[]))).len(), 1);
        assert_eq!(invoices(&records(order("draft", &[]))), Vec::<String>::new());
    }
}
