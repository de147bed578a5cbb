//! The lists of invoices over all companies.

use crate::failure::Failure;
use crate::orders::place;
use crate::orders::tag::Tag;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::account::Session;
use app::invoice::desk::{self, Shelf, store::InvoiceLine};
use app::who::StaffUser;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::field::FieldErrors;
use domain::rights::Act;
use domain::rights::Role;
use domain::time;
use serde::Deserialize;

/// Counting stops here.
const COUNT_CAP: i64 = 1000;

/// Which list, and the place of its page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct InvoicingQuery {
    st: String,
    p: String,
}

/// A tab with what it counts.
struct Tab {
    code: &'static str,
    label: &'static str,
    count: Option<i64>,
    on: bool,
}

#[derive(Template)]
#[template(path = "invoicing/list.html")]
pub struct ListPage {
    shell: Shell,
    tabs: Vec<Tab>,
    shelf: Shelf,
    rows: Vec<Row>,
    /// May register red invoices.
    flushes: bool,
    after: Option<String>,
    errors: FieldErrors,
}

struct Row {
    id: i64,
    order: String,
    company: String,
    request: String,
    amount: String,
    number: String,
    tag: Tag,
    mail: String,
    error: String,
    at: String,
    shelf: Shelf,
    given_up: bool,
    /// What was typed wrongly as the red invoice's number of this row.
    mistaken: Option<String>,
}

/// GET /cakey/staff/invoices.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<InvoicingQuery>,
) -> Result<Response, Failure> {
    let before = place::decode(&asked.p).map(|(_, id)| id);
    page(&shelf_page(&site, &session, &user, Shelf::from_code(&asked.st), before, None).await?)
}

/// A list, with what was typed wrongly at one of its rows.
pub async fn shelf_page(
    site: &Site,
    session: &Session,
    user: &StaffUser,
    shelf: Shelf,
    before: Option<i64>,
    typed: Option<(i64, String, FieldErrors)>,
) -> Result<ListPage, Failure> {
    let (lines, next) = desk::list(&site.app, user, shelf, before).await?;
    let counts = desk::counts(&site.app, user, COUNT_CAP).await?;
    let shell = shell(site, session, Menu::Invoicing, "发票");
    Ok(list_page(shell, user.role, shelf, (&lines, next), &counts, typed))
}

fn list_page(
    shell: Shell,
    role: Role,
    shelf: Shelf,
    (lines, next): (&[InvoiceLine], Option<i64>),
    counts: &[(Shelf, i64)],
    typed: Option<(i64, String, FieldErrors)>,
) -> ListPage {
    let count = |shelf| counts.iter().find(|(other, _)| *other == shelf).map(|(_, count)| *count);
    let tab = |one: Shelf| Tab { code: one.code(), label: one.label(), count: count(one), on: one == shelf };
    let (id, text, errors) = typed.unwrap_or_default();
    let row = |line: &InvoiceLine| Row { mistaken: (line.id.get() == id).then(|| text.clone()), ..Row::of(line) };
    ListPage {
        shell: shell.with_errors(&errors),
        tabs: Shelf::ALL.into_iter().map(tab).collect(),
        shelf,
        rows: lines.iter().map(row).collect(),
        flushes: Act::FlushInvoices.is_for(role),
        after: next.map(|id| place::encode('a', id)),
        errors,
    }
}

impl Row {
    fn of(line: &InvoiceLine) -> Row {
        let red = line.red_number.as_ref().map(|number| format!("红字 {number}"));
        Row {
            id: line.id.get(),
            order: line.order.clone(),
            company: line.company.clone(),
            request: line.request.clone(),
            amount: line.amount.to_string(),
            number: line.number.iter().cloned().chain(red).collect::<Vec<_>>().join("，"),
            tag: Tag::of_invoice(line.state),
            mail: if line.state.exists() {
                format!("{}，{}", line.email, line.mail.label())
            } else {
                line.email.clone()
            },
            error: line.error.clone(),
            at: time::minute_text(line.updated_at),
            shelf: line.shelf(),
            given_up: line.given_up,
            mistaken: None,
        }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use domain::id::{InvoiceId, OrderId};
    use domain::invoice::{InvoiceState, MailState};
    let line = |state: InvoiceState, mail, error: &str| InvoiceLine {
        id: InvoiceId::new(5),
        order_id: OrderId::new(1),
        submission: 1,
        order: "DZ20261123-0127".into(),
        company: "澜州青禾建设工程有限公司".into(),
        request: "I202611230127S1".into(),
        state,
        mail,
        email: "c***@qinghe.example".into(),
        amount: domain::money::Fen::new(32_000),
        number: state.exists().then(|| "26000000000000004417".into()),
        red_number: (state == InvoiceState::RedIssued).then(|| "26000000000000009999".into()),
        error: error.into(),
        issued_at: None,
        created_at: crate::orders::sample::now(),
        updated_at: crate::orders::sample::now(),
        given_up: false,
    };
    let page = |name: &str, role, shelf, line: Option<InvoiceLine>, typed| {
        let shell = crate::samples::staff_shell(role, Menu::Invoicing, "发票");
        let lines: Vec<InvoiceLine> = line.into_iter().collect();
        let counts = [(Shelf::Failed, 1), (Shelf::Bounced, 1), (Shelf::ToFlush, 0)];
        (name.to_owned(), list_page(shell, role, shelf, (&lines, Some(5)), &counts, typed).to_string())
    };
    let mut errors = FieldErrors::new();
    errors.add("red", "红字发票号码应为 20 位数字，请照税务平台核对");
    let failed = line(InvoiceState::IssueFailed, MailState::Waiting, "E9105 开票员未登录");
    let bounced = line(InvoiceState::Issued, MailState::Bounced, "refused: 550 no such user");
    let given_up = InvoiceLine { given_up: true, ..line(InvoiceState::Issuing, MailState::Waiting, "") };
    let flush = || line(InvoiceState::RedRequested, MailState::Sent, "");
    vec![
        page("invoices failed", Role::Support, Shelf::Failed, Some(failed), None),
        page("invoices bounced", Role::Finance, Shelf::Bounced, Some(bounced), None),
        page("invoices to flush", Role::Finance, Shelf::ToFlush, Some(flush()), None),
        page("invoices mistakes", Role::Finance, Shelf::ToFlush, Some(flush()), Some((5, "12".into(), errors))),
        page(
            "invoices issued",
            Role::Finance,
            Shelf::Issued,
            Some(line(InvoiceState::RedIssued, MailState::Sent, "")),
            None,
        ),
        page("invoices empty", Role::Finance, Shelf::Waiting, None, None),
        page(
            "invoices waiting",
            Role::Finance,
            Shelf::Waiting,
            Some(line(InvoiceState::Issuing, MailState::Waiting, "")),
            None,
        ),
        page("invoices given up", Role::Finance, Shelf::Waiting, Some(given_up), None),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_list_has_its_own_way_out_and_support_flushes_nothing() {
        let samples = super::samples();
        let has = |n: usize, words: &str| samples[n].1.contains(words);
        assert!(has(0, "/retry\"") && has(0, "E9105") && !has(0, "/resend\""));
        assert!(has(1, "/resend\"") && has(1, "550 no such user"));
        assert!(has(2, "/flushed\"") && has(3, "红字发票号码应为 20 位数字"));
        assert!(has(4, "红字 26000000000000009999"));
        assert!(has(6, "系统在查询") && !has(7, "系统在查询") && has(7, "到失败任务重试"));
    }
}
