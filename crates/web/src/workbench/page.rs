//! 工作台: what waits for this person, how long, and what is overdue. Each line leads to its list.

use crate::failure::Failure;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, menu_of, shell};
use crate::site::Site;
use app::who::StaffUser;
use app::workbench::{self, Backlog, BacklogCount, COUNT_CAP};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::rights::{Act, Role};
use domain::working_time::WorkingTime;
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "workbench/page.html")]
struct WorkbenchPage {
    shell: Shell,
    name: String,
    say: String,
    rows: Vec<Row>,
    overdue: i64,
    consoles: Vec<crate::shell::StaffItem>,
}

struct Row {
    label: &'static str,
    what: &'static str,
    count: String,
    age: String,
    overdue: i64,
    url: &'static str,
    act: &'static str,
    empty: bool,
}

/// GET /cakey/staff/home.
pub async fn show(State(site): State<Site>, Staff(session, user): Staff) -> Result<Response, Failure> {
    let waiting = workbench::waiting(&site.app, &user).await?;
    let shell = shell(&site, &session, Menu::Workbench, "工作台");
    page(&workbench_page(shell, &user, &waiting, &site.app.settings.working, site.app.now()))
}

fn workbench_page(
    shell: Shell,
    user: &StaffUser,
    waiting: &[BacklogCount],
    working: &WorkingTime,
    now: Timestamp,
) -> WorkbenchPage {
    let rows: Vec<Row> = waiting.iter().map(|waiting| Row::of(waiting, user.role, working, now)).collect();
    let open = rows.iter().filter(|row| !row.empty).count();
    WorkbenchPage {
        shell,
        name: user.name.clone(),
        say: match (rows.is_empty(), open) {
            (true, _) => "从左侧菜单进入要办的事。".to_owned(),
            (false, 0) => "现在没有等待处理的事。".to_owned(),
            (false, open) => format!("有 {open} 类事等待处理，等待时间按工作时间算。"),
        },
        overdue: waiting.iter().map(|waiting| waiting.overdue).sum(),
        rows,
        consoles: menu_of(user.role).filter(|item| ![Menu::Workbench, Menu::Own].contains(&item.menu)).collect(),
    }
}

impl Row {
    fn of(waiting: &BacklogCount, role: Role, working: &WorkingTime, now: Timestamp) -> Row {
        let (label, what) = words(waiting.backlog);
        let (url, act) = target(waiting.backlog, role);
        Row {
            label,
            what,
            count: if waiting.count >= COUNT_CAP { "999+".to_owned() } else { waiting.count.to_string() },
            age: waiting.oldest.map(|oldest| working.text(working.worked(oldest, now))).unwrap_or_default(),
            overdue: waiting.overdue,
            url,
            act,
            empty: waiting.count == 0,
        }
    }
}

fn words(backlog: Backlog) -> (&'static str, &'static str) {
    match backlog {
        Backlog::Review => ("待审核", "付款后等待审核的订单"),
        Backlog::Ship => ("待发货", "审核通过、还没有快递单号的订单"),
        Backlog::Pickup => ("自取", "等待到货或领取的订单"),
        Backlog::Refunds => ("退款异常", "没有退成功的款项"),
        Backlog::MoneyCases => ("资金异常", "金额不符等需要人工处理的款项"),
        Backlog::Invoices => ("发票失败", "没有开出、没有寄到的发票"),
        Backlog::RedInvoices => ("待冲红", "已退款、等待登记红字发票的发票"),
        Backlog::Messages => ("短信失败", "没有发出的短信"),
        Backlog::Rescues => ("账号找回", "等待主管放行的账号找回"),
    }
}

/// Where the line leads: to the console of whoever acts there, else to what may be read.
fn target(backlog: Backlog, role: Role) -> (&'static str, &'static str) {
    let handles = |act: Act| act.is_for(role);
    match backlog {
        Backlog::Review if handles(Act::Review) => ("/cakey/staff/review", "去审核"),
        Backlog::Review => ("/cakey/staff/orders?st=under_review", "查看"),
        Backlog::Ship if handles(Act::Ship) => ("/cakey/staff/shipping", "去发货"),
        Backlog::Ship => ("/cakey/staff/orders?st=to_ship", "查看"),
        Backlog::Pickup if handles(Act::HandOver) => ("/cakey/staff/desk", "去办理"),
        Backlog::Pickup => ("/cakey/staff/orders?st=processing", "查看"),
        Backlog::Refunds if handles(Act::SettleRefunds) => ("/cakey/staff/finance/refunds", "去处理"),
        Backlog::MoneyCases if handles(Act::SettleCases) => ("/cakey/staff/finance/cases", "去处理"),
        Backlog::Invoices if handles(Act::RetryJobs) => ("/cakey/staff/jobs", "去处理"),
        Backlog::RedInvoices if handles(Act::FlushInvoices) => ("/cakey/staff/invoices?st=to_flush", "去登记"),
        Backlog::Messages if handles(Act::ResendMessages) => ("/cakey/staff/messages", "去处理"),
        Backlog::Refunds | Backlog::MoneyCases | Backlog::Invoices | Backlog::RedInvoices | Backlog::Messages => {
            ("/cakey/staff/orders", "查看")
        }
        Backlog::Rescues => ("/cakey/staff/rescues", "查看"),
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use domain::id::StaffId;
    Role::ALL
        .iter()
        .map(|&role| {
            let user =
                StaffUser { id: StaffId::new(1), role, outlet: None, outlet_name: None, name: "周予安".into() };
            let now = crate::orders::sample::now();
            let waiting: Vec<BacklogCount> = Backlog::of(role)
                .zip(0..)
                .map(|(backlog, count)| {
                    let oldest = (count > 0).then(|| crate::orders::sample::at("2026-11-20 09:00:00"));
                    BacklogCount { backlog, count: count * 400, oldest, overdue: i64::from(count == 1) }
                })
                .collect();
            let shell = crate::samples::staff_shell(role, Menu::Workbench, "工作台");
            let page = workbench_page(shell, &user, &waiting, &WorkingTime::default(), now);
            (format!("workbench {}", role.code()), page.to_string())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_line_tells_how_many_how_long_and_what_is_overdue() {
        let (_, html) =
            super::samples().into_iter().find(|(name, _)| name == "workbench supervisor").unwrap_or_default();
        for words in
            ["待审核", "待发货", "自取", "退款异常", "发票失败", "待冲红", "短信失败", "1 单超时", "1 天 1 时", "999+"]
        {
            assert!(html.contains(words), "{words}");
        }
    }
}
